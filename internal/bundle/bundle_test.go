package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func contents() Contents {
	return Contents{
		"privacy/names/names.rego":      []byte("package aicomply.policies.privacy.names\n"),
		"privacy/names/names_test.rego": []byte("package aicomply.policies.privacy.names_test\n"),
		"data/limits.json":              []byte(`{"max": 1}`),
	}
}

// The digest can be computed with sha256sum, as docs say.
func TestDigestIsThatOfListedFiles(t *testing.T) {
	c := contents()
	var list strings.Builder
	for _, name := range []string{"data/limits.json", "privacy/names/names.rego", "privacy/names/names_test.rego"} {
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(c[name]), name)
	}
	want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(list.String())))
	if got := c.Digest(); got != want {
		t.Errorf("digest is %s, want %s", got, want)
	}
	c[SignaturesFile] = []byte("{}")
	if got := c.Digest(); got != want {
		t.Error("the signature changes the digest")
	}
	c["data/limits.json"] = []byte(`{"max": 2}`)
	if got := c.Digest(); got == want {
		t.Error("another file, and the same digest")
	}
}

func TestPackAndUnpack(t *testing.T) {
	first, err := contents().Pack()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := contents().Pack()
	if !bytes.Equal(first, second) {
		t.Error("equal contents give different archives")
	}
	back, err := Unpack(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(), back); diff != "" {
		t.Errorf("unpacked (-want +got):\n%s", diff)
	}
}

func TestContentsAreAFileSystem(t *testing.T) {
	fsys, err := contents().FS()
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(fsys, "privacy/names/names.rego", "data/limits.json"); err != nil {
		t.Error(err)
	}
	back, err := ReadDir(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(), back); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestReadDirLeavesOutHiddenFilesAndRefusesLinks(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/b.rego", ".git/config", ".hidden", SignaturesFile} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := ReadDir(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	want := Contents{"a/b.rego": []byte("a/b.rego"), SignaturesFile: []byte(SignaturesFile)}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "a/link.rego")); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadDir(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "a/link.rego is not a regular file") {
		t.Errorf("with a link: %v", err)
	}
	if _, err := ReadDir(os.DirFS(t.TempDir())); err == nil {
		t.Error("an empty folder is a pack")
	}
}

// archive is a gzipped tar archive of anything.
func archive(t testing.TB, headers ...*tar.Header) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	for _, h := range headers {
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(tw, zeros{}, h.Size); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestUnpackRefuses(t *testing.T) {
	regular := func(name string, size int64) *tar.Header {
		return &tar.Header{Name: name, Size: size, Typeflag: tar.TypeReg, Mode: 0o644}
	}
	many := make([]*tar.Header, MaxFiles+1)
	for i := range many {
		many[i] = regular(fmt.Sprintf("f%d", i), 0)
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"a way out":       {archive(t, regular("../x.rego", 1)), `file name "../x.rego" is not a plain relative path`},
		"a way out below": {archive(t, regular("a/../../x.rego", 1)), "not a plain relative path"},
		"a drive":         {archive(t, regular("c:x.rego", 1)), "not a plain relative path"},
		"an escape":       {archive(t, regular("a\x1b[2J.rego", 1)), `file name "a\x1b[2J.rego" is not a plain relative path`},
		"a link":          {archive(t, &tar.Header{Name: "x", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}), `"x" in the archive is not a regular file`},
		"a bomb":          {archive(t, regular("x", MaxBytes+1)), "more than 64 MiB unpacked"},
		"a split bomb":    {archive(t, regular("x", MaxBytes/2+1), regular("y", MaxBytes/2)), "more than 64 MiB unpacked"},
		"many files":      {archive(t, many...), "more than 5000 files"},
		"a name twice":    {archive(t, regular("x", 0), regular("/x", 0)), "file x is in it twice"},
		"no archive":      {[]byte("PK"), "not a gzipped archive"},
		"half an archive": {archive(t, regular("x", 100_000))[:60], "x"},
	} {
		if _, err := Unpack(bytes.NewReader(tc.data)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

func TestStore(t *testing.T) {
	s := Store{Dir: filepath.Join(t.TempDir(), "packs")}
	c := contents()
	if _, err := s.Get(c.Digest()); !errors.Is(err, ErrAbsent) {
		t.Errorf("an empty store gives %v", err)
	}
	if err := s.Put(c); err != nil {
		t.Fatal(err)
	}
	got, err := s.Get(c.Digest())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, got); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	other := Contents{"x.rego": []byte("package x")}
	data, _ := other.Pack()
	if err := os.WriteFile(s.file(c.Digest()), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(c.Digest()); err == nil || !strings.Contains(err.Error(), "holds "+other.Digest()) {
		t.Errorf("a file with other contents gives %v", err)
	}
	if _, err := s.Get("sha256:../../x"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a digest that is none gives %v", err)
	}
}

func FuzzUnpack(f *testing.F) {
	good, _ := contents().Pack()
	f.Add(good)
	f.Add(archive(f, &tar.Header{Name: "../x", Typeflag: tar.TypeReg}))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Unpack(bytes.NewReader(data))
		if err != nil {
			return
		}
		for name := range c {
			if !fs.ValidPath(name) || strings.ContainsFunc(name, unfit) {
				t.Errorf("file name %q", name)
			}
		}
		if len(c) > 0 {
			if _, err := c.FS(); err != nil {
				t.Error(err)
			}
		}
	})
}
