package manifest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

var update = flag.Bool("update", false, "rewrite the .want files of testdata/err")

// TestDiagnostics loads every manifest of testdata/err and compares what is
// said of it, exact ranges included, with the .want file beside it. An .hcl is
// a deployment of one file; a .txtar holds several.
func TestDiagnostics(t *testing.T) {
	names, err := filepath.Glob("testdata/err/*")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		ext := filepath.Ext(name)
		if ext == ".want" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ext), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m, ds := loadCase(t, ext, data)
			if !finding.HasErrors(ds) {
				t.Fatal("no error")
			}
			for _, d := range ds {
				checkRange(t, m, d.Range)
			}
			compare(t, strings.TrimSuffix(name, ext)+".want", listing(ds, ext == ".txtar"))
		})
	}
}

func loadCase(t *testing.T, ext string, data []byte) (*manifest.Manifest, []finding.Diagnostic) {
	if ext == ".hcl" {
		return manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": data})
	}
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse(data).Files {
		fsys["d/"+f.Name] = &fstest.MapFile{Data: f.Data}
	}
	if len(fsys) == 0 {
		t.Fatal("no files")
	}
	return manifest.Load(manifest.Options{FS: fsys}, "d")
}

// listing is one line for each diagnostic: line:col-line:col Summary: Detail.
func listing(ds []finding.Diagnostic, files bool) string {
	var b strings.Builder
	for _, d := range ds {
		if files {
			fmt.Fprintf(&b, "%s:", d.Range.File)
		}
		r := d.Range
		fmt.Fprintf(&b, "%d:%d-%d:%d %s: %s\n", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column, d.Summary, d.Detail)
	}
	return b.String()
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// checkRange fails unless the range lies in a file of the manifest and its
// lines and columns agree with its bytes.
func checkRange(t testing.TB, m *manifest.Manifest, r finding.Range) {
	t.Helper()
	src := m.Source(r.File)
	if src == nil {
		if len(m.Files) > 0 {
			t.Errorf("range in %q, which is none of %q", r.File, m.Files)
		}
		return
	}
	if r.Start.Byte < 0 || r.End.Byte < r.Start.Byte || r.End.Byte > len(src) {
		t.Fatalf("range %+v does not lie in the %d bytes of %s", r, len(src), r.File)
	}
	for _, p := range []finding.Pos{r.Start, r.End} {
		if got := naive(src, p.Byte); got != p {
			t.Errorf("position %+v, counted by hand %+v", p, got)
		}
	}
}

// naive counts lines and code points from the start of the file.
func naive(src []byte, offset int) finding.Pos {
	p := finding.Pos{Line: 1, Column: 1, Byte: offset}
	text := string(src[:offset])
	if strings.HasPrefix(string(src), "\ufeff") {
		text = strings.TrimPrefix(text, "\ufeff")
	}
	p.Line += strings.Count(text, "\n")
	last := text[strings.LastIndex(text, "\n")+1:]
	for i := range len(last) {
		if last[i]&0xc0 != 0x80 {
			p.Column++
		}
	}
	return p
}
