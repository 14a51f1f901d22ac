// Package bundle brings policies from elsewhere: a folder of the repository, a
// git repository, or an OCI registry.
//
// A pack is a set of files, and its digest is a hash of their paths and
// contents, so it is the same wherever the pack came from. What comes over the
// network is written to a store under the digest, and is used only if it has
// the digest that the configuration names: nobody can change the policies of a
// check by moving a tag. Reading from the store hashes again; the store is
// never trusted.
//
// Everything that is read is bounded, and nothing of it is executed.
package bundle

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// The limits on a pack.
const (
	MaxFiles = 5_000
	MaxBytes = 64 << 20 // of all files, unpacked
)

// SignaturesFile holds the signature of a pack, as OPA's bundles have it. It is
// not part of what the digest covers.
const SignaturesFile = ".signatures.json"

// Contents are the files of a pack, by slash-separated path.
type Contents map[string][]byte

// Digest is "sha256:" and the SHA-256, in hexadecimal, of one line for each
// file but the signature, sorted by path: the file's SHA-256, two spaces, its
// path.
func (c Contents) Digest() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if name != SignaturesFile {
			fmt.Fprintf(h, "%x  %s\n", sha256.Sum256(c[name]), name)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// FS is the files as a file system.
func (c Contents) FS() (fs.FS, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(c)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(c[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
}

// collector adds files within the limits.
type collector struct {
	files Contents
	total int64
}

// add reads a file. The name must be a plain relative path, without anything
// that a terminal or another system would read differently.
func (c *collector) add(name string, r io.Reader) error {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "./"), "/")
	if !fs.ValidPath(name) || name == "." || len(name) > 512 || strings.ContainsFunc(name, unfit) {
		return fmt.Errorf("file name %q is not a plain relative path", clip(name))
	}
	if _, twice := c.files[name]; twice {
		return fmt.Errorf("file %s is in it twice", name)
	}
	if len(c.files) >= MaxFiles {
		return fmt.Errorf("more than %d files", MaxFiles)
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes-c.total+1))
	if err != nil {
		return fmt.Errorf("file %s: %w", name, err)
	}
	if c.total += int64(len(data)); c.total > MaxBytes {
		return errTooLarge
	}
	c.files[name] = data
	return nil
}

var errTooLarge = fmt.Errorf("more than %d MiB unpacked", MaxBytes>>20)

// unfit reports characters that no file name of a pack has.
func unfit(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' || r == ':' || r == '\uFFFD' }

func clip(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// ReadDir reads the files of a folder: all but hidden ones, the signature
// excepted. Links and other special files are refused.
func ReadDir(fsys fs.FS) (Contents, error) {
	c := collector{files: Contents{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), ".") && name != SignaturesFile:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is not a regular file", name)
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return c.add(name, f)
	})
	if err == nil && len(c.files) == 0 {
		err = errors.New("it holds no files")
	}
	return c.files, err
}

// Pack writes the files as a gzipped tar archive, the form of OPA's bundles.
// Equal contents give equal bytes.
func (c Contents) Pack() ([]byte, error) {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	made := map[string]bool{".": true}
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if err := folders(tw, path.Dir(name), made); err != nil {
			return nil, err
		}
		h := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(c[name])), ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
		if err := tw.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := tw.Write(c[name]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// folders writes the folders above a file, which conftest does not make by
// itself.
func folders(tw *tar.Writer, dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	made[dir] = true
	if err := folders(tw, path.Dir(dir), made); err != nil {
		return err
	}
	return tw.WriteHeader(&tar.Header{Name: dir + "/", Typeflag: tar.TypeDir, Mode: 0o755, ModTime: time.Unix(0, 0), Format: tar.FormatPAX})
}

// Unpack reads what Pack wrote, or any bundle of OPA's.
func Unpack(r io.Reader) (Contents, error) {
	c := collector{files: Contents{}}
	if err := c.unpack(r); err != nil {
		return nil, err
	}
	return c.files, nil
}

func (c *collector) unpack(r io.Reader) error {
	zr, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("not a gzipped archive: %w", err)
	}
	tr := tar.NewReader(&bounded{zr, 2 * MaxBytes}) // headers and padding count, too
	for range 4 * MaxFiles {
		h, err := tr.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("damaged archive: %w", err)
		case h.Typeflag == tar.TypeDir:
			continue
		case h.Typeflag != tar.TypeReg:
			return fmt.Errorf("%q in the archive is not a regular file", clip(h.Name))
		}
		if err := c.add(h.Name, tr); err != nil {
			return err
		}
	}
	return fmt.Errorf("more than %d entries in the archive", 4*MaxFiles)
}

// bounded fails, instead of ending, where more comes than allowed.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
