package github

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"
)

// maxManifest is the largest file whose content is compared, in bytes; the
// loader refuses larger manifests.
const maxManifest = 10 << 20

// sameAsHead reports whether the file that was checked is the one at the pull
// request's head, whose blob GitHub names. A workflow for a pull request checks
// out a merge with the base, where lines may have moved; a comment on them
// would then stand in the wrong place. Where there is no checkout to compare
// with, the report is believed.
func sameAsHead(workspace, file, blob string) bool {
	if workspace == "" {
		return true
	}
	root, err := os.OpenRoot(workspace)
	if err != nil {
		return true
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(file))
	if err != nil {
		return true
	}
	if !info.Mode().IsRegular() || info.Size() > maxManifest {
		return false
	}
	f, err := root.Open(filepath.FromSlash(file))
	if err != nil {
		return false
	}
	defer f.Close()
	return blobID(f, info.Size(), len(blob)) == blob
}

// allAtHead reports whether the manifests that a pull request adds or changes
// are in the workspace as they are at its head. A workflow for
// pull_request_target checks out the target branch unless told otherwise, and
// what it finds there says nothing of the pull request.
func allAtHead(workspace string, files map[string]changedFile) bool {
	if workspace == "" {
		return true
	}
	for name, f := range files {
		if f.removed || path.Ext(name) != ".hcl" {
			continue
		}
		if _, err := os.Lstat(filepath.Join(workspace, filepath.FromSlash(name))); err != nil || !sameAsHead(workspace, name, f.blob) {
			return false
		}
	}
	return true
}

// blobID is git's id of a content of a given size, as digits hexadecimal digits
// say which hash the repository uses; or empty if the content is another size.
func blobID(content io.Reader, size int64, digits int) string {
	var h hash.Hash = sha1.New()
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", size)
	n, err := io.Copy(h, io.LimitReader(content, size+1))
	if err != nil || n != size {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
