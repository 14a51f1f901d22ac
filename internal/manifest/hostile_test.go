package manifest_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// What a hostile manifest may cost. Both are far above what is measured, and
// far below what the same input costs without the limits: minutes, or a crash.
const (
	maxTime   = 20 * time.Second
	maxGrowth = 1500 // MB of heap
)

// bounded runs f and fails if it takes too long or too much memory.
func bounded(t *testing.T, f func()) {
	t.Helper()
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() }
	before, most := read(), uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				most = max(most, read())
			}
		}
	}()
	start := time.Now()
	f()
	elapsed := time.Since(start)
	close(stop)
	<-stopped
	growth := int(max(most, before)-before) >> 20
	t.Logf("%v, %d MB", elapsed.Round(time.Millisecond), growth)
	if elapsed > maxTime || growth > maxGrowth {
		t.Errorf("took %v and %d MB", elapsed, growth)
	}
}

// attr is a manifest with one attribute of that value.
func attr(value string) string { return "system \"s\" {\n  title = " + value + "\n}\n" }

func list(value string) string { return "system \"s\" {\n  operator_roles = " + value + "\n}\n" }

func locals(n int, first, format string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "system \"s\" {\n  title = local.l%d\n}\nlocals {\n  l0 = %s\n", n-1, first)
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "  l%d = "+format+"\n", i, i-1)
	}
	return b.String() + "}\n"
}

func TestHostileText(t *testing.T) {
	r := strings.Repeat
	big := "locals {\n  big = \"" + r("x", 60_000) + "\"\n  many = [" + r("\"deployer\",", 10_000) + "]\n}\n"
	for _, tc := range []struct{ name, src, want string }{
		{"invalid UTF-8", "system \"\xff\" {}", "Invalid character encoding"},
		{"not text at all", r("\x00\x01\x02\x03", 1<<18), "Forbidden character"},
		{"brackets", attr(r("[", 10_000) + r("]", 10_000)), "Nested too deeply"},
		{"parentheses", attr(r("(", 10_000) + "1" + r(")", 10_000)), "Nested too deeply"},
		{"objects", attr(r("{a=", 10_000)), "Nested too deeply"},
		{"blocks", r("a {\n", 10_000) + r("}\n", 10_000), "Nested too deeply"},
		{"calls", attr(r("f(", 10_000)), "Nested too deeply"},
		{"not", attr(r("!", 1<<17) + "true"), "Nested too deeply"},
		{"minus", attr(r("- ", 10_000) + "1"), "Nested too deeply"},
		{"minus with comments", attr(r("-/* x */", 1<<17) + "1"), "Nested too deeply"},
		{"ternaries", attr(r("a ? b : ", 10_000) + "c"), "Nested too deeply"},
		{"half ternaries", attr(r("a ? ", 10_000)), "Nested too deeply"},
		{"nested templates", attr(r("\"${", 10_000) + r("}\"", 10_000)), "Nested too deeply"},
		{"template directives", attr("\"" + r("%{if a}", 1<<17) + "\""), "Nested too deeply"},
		{"splats", attr("a" + r("[*]", 1<<18)), "Nested too deeply"},
		{"attribute splats", attr("a" + r(".*", 1<<18)), "Nested too deeply"},
		{"namespaces", attr("a" + r("::a", 1<<18) + "()"), "Nested too deeply"},
		{"for", attr(r("[for a in b : ", 10_000)), "Nested too deeply"},
		{"heredocs", attr(r("<<A\n${", 10_000)), "Nested too deeply"},
		{"heredoc lines", attr("<<A\n" + r("x\n", 1<<18) + "A\n"), "Text too long"},
		{"open heredoc", attr("<<A\n" + r("x\n", 1<<18)), "Text too long"},
		{"sum", attr("1" + r("+1", 1<<17)), "Unsupported expression"},
		{"indexes", attr("a" + r("[0]", 1<<17)), "Invalid reference"},
		{"dots", attr("a" + r(".a", 1<<17)), "Wrong type"},
		{"huge exponent", attr("1e999999999"), "Number out of range"},
		{"huge exponents", list("[" + r("1e999999999,", 1<<17) + "]"), "Number out of range"},
		{"tiny exponent", attr("1e-999999999"), "Number out of range"},
		{"exponent that the parser takes", attr("1e999"), "Number out of range"},
		{"many digits", attr(r("9", 1_000_000)), "Number out of range"},
		{"many decimals", attr("0." + r("9", 1_000_000)), "Number out of range"},
		{"long text", attr("\"" + r("x", 1<<17) + "\""), "Text too long"},
		{"long name", r("x", 1<<20) + " {}", "Unknown block"},
		{"long label", "party \"" + r("x", 1<<20) + "\" {}", "Invalid label"},
		{"bad lines", r("x\n", 1<<16), "Attribute or block definition required"},
		{"bad escapes", attr("\"" + r(`\q`, 1<<17) + "\""), "Invalid escape sequence"},
		{"unknown blocks", r("x {}\n", 1<<17), "Unknown block"},
		{"unknown attributes", "system \"s\" {\n" + strings.Join(numbered("x%d = 1\n", 100_000), "") + "}", "Unknown attribute"},
		{"wrong values", list("[" + r("\"nobody\",", 60_000) + "]"), "Invalid value"},
		{"wrong categories", "dataset \"d\" {\n  data_categories = [" + r("\"nobody\",", 60_000) + "]\n}", "Invalid value"},
		{"undefined references", strings.Join(numbered("store \"s%d\" {\n  operator = party.x%[1]d\n}\nparty \"p%[1]d\" {}\n", 20_000), ""), "Undefined reference"},
		{"undefined locals", strings.Join(numbered("store \"s%d\" {\n  region = local.x%[1]d\n}\n", 20_000), "") + "locals {\n" + strings.Join(numbered("p%d = 1\n", 20_000), "") + "}", "Undefined local"},
		{"duplicate blocks", r("store \"s\" {}\n", 50_000), "Duplicate block"},
		{"nested blocks", "system \"s\" {}\ncost {\n" + strings.Join(numbered("item \"i%d\" {}\n", 150_000), "") + "item \"i1\" {}\n}\n", "Duplicate block"},
		{"blocks beyond the limit", "system \"s\" {}\ncost {\n" + strings.Join(numbered("item \"%d\" {}\n", manifest.MaxBlocks), "") + "}\n", "Too many blocks"},
		{"words beyond the limit", list("[" + r("0,", 1<<21) + "]"), "Manifest too large"},
		{"words up to the limit", list("[" + r("0,", 999_000) + "]"), "Wrong type"},
		{"lists double", locals(100, `["a"]`, "concat(local.l%d, local.l%[2]d)"), "Manifest grows too large"},
		{"unions double", locals(100, `["a", "b"]`, "setunion(concat(local.l%d, local.l%[2]d), [\"c\"])"), "Wrong type"},
		{"texts double", locals(100, `"a"`, `format("%%s%%s", local.l%d, local.l%[2]d)`), "Text too long"},
		{"texts add up in locals", big + "locals {\n" + strings.Join(numbered("t%d = upper(local.big)\n", 50_000), "") + "}\n", "Manifest grows too large"},
		{"a text used often", big + strings.Join(numbered("party \"p%d\" {\n  contact = local.big\n}\n", 5_000), ""), "Too many values"},
		{"a list used often", big + strings.Join(numbered("tool \"t%d\" {\n  scopes = local.many\n}\n", 5_000), ""), "Too many values"},
		{"omits against carries", "store \"s\" {}\ndataset \"d\" {\n  data_categories = [" + r("\"user.name\",", 100_000) + "]\n}\n" +
			strings.Join(numbered("flow \"f%d\" {\n  from = store.s\n  to = store.s\n  carries = [dataset.d]\n  omits = [\"user.name\"]\n}\n", 20_000), ""), "Contradictory flow"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var ds []finding.Diagnostic
			bounded(t, func() { _, ds = manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(tc.src)}) })
			wantSummary(t, ds, tc.want)
			if len(ds) > 1100 {
				t.Errorf("%d diagnostics", len(ds))
			}
		})
	}
}

func numbered(format string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(format, i)
	}
	return out
}

func wantSummary(t *testing.T, ds []finding.Diagnostic, want string) {
	t.Helper()
	var got []string
	for _, d := range ds {
		if d.Summary == want {
			return
		}
		if len(got) < 5 {
			got = append(got, d.Summary+": "+d.Detail)
		}
	}
	t.Errorf("no %q among %d diagnostics, which begin %q", want, len(ds), got)
}

// What is over the limit of the list is counted.
func TestDroppedDiagnosticsAreCounted(t *testing.T) {
	_, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte("system \"s\" {}\n" + strings.Repeat("x {}\n", 1500))})
	if last := ds[len(ds)-1]; len(ds) != 1001 || last.Detail != "500 more problems are not listed." {
		t.Errorf("%d diagnostics, the last: %+v", len(ds), last)
	}
}

func TestFileLimits(t *testing.T) {
	spaces := func(n int) *fstest.MapFile { return &fstest.MapFile{Data: []byte(strings.Repeat(" ", n))} }
	for _, tc := range []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"a file of 20 MB", fstest.MapFS{"d/aicomply.hcl": spaces(20 << 20)}, "d/aicomply.hcl: it has 20971520 bytes; a manifest file may have 10485760 (10 MB)."},
		{"40 MB in all", fstest.MapFS{"d/a.aicomply.hcl": spaces(10 << 20), "d/b.aicomply.hcl": spaces(10 << 20), "d/c.aicomply.hcl": spaces(10 << 20), "d/d.aicomply.hcl": spaces(10 << 20)}, "d/d.aicomply.hcl: with it the deployment has more than 33554432 bytes (32 MB)."},
		{"no manifest", fstest.MapFS{"d/main.tf": spaces(1)}, "d: it has no aicomply.hcl and no *.aicomply.hcl."},
		{"no directory", fstest.MapFS{}, "d: file does not exist."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bounded(t, func() {
				m, ds := manifest.Load(manifest.Options{FS: tc.fsys}, "d")
				if m == nil || len(ds) == 0 || ds[0].Summary != "Cannot read manifest" || ds[0].Detail != tc.want {
					t.Errorf("got %+v", ds)
				}
			})
		})
	}
}

// TestFileKinds reads through an os.Root, as the command line does.
func TestFileKinds(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "aicomply.hcl"), `system "outside" {}`)
	write(t, filepath.Join(outside, "card.md"), "card")
	for _, tc := range []struct {
		name string
		make func(t *testing.T, dir string)
		want string // detail of the first diagnostic; empty = none
	}{
		{"regular file", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "aicomply.hcl"), `system "s" {}`) }, ""},
		{"FIFO", func(t *testing.T, dir string) {
			if err := syscall.Mkfifo(filepath.Join(dir, "aicomply.hcl"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "d/aicomply.hcl: it is not a regular file."},
		{"unreadable file", func(t *testing.T, dir string) {
			if os.Getuid() == 0 {
				t.Skip("root reads everything")
			}
			write(t, filepath.Join(dir, "aicomply.hcl"), `system "s" {}`)
			if err := os.Chmod(filepath.Join(dir, "aicomply.hcl"), 0); err != nil {
				t.Fatal(err)
			}
		}, "d/aicomply.hcl: permission denied."},
		{"directory", func(t *testing.T, dir string) { mkdir(t, filepath.Join(dir, "aicomply.hcl")) }, "d: it has no aicomply.hcl and no *.aicomply.hcl."},
		{"link to a directory", func(t *testing.T, dir string) {
			mkdir(t, filepath.Join(dir, "folder"))
			symlink(t, "folder", filepath.Join(dir, "aicomply.hcl"))
		}, "d/aicomply.hcl: it is not a regular file."},
		{"link in the repository", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "../common.hcl"), `system "s" {}`)
			symlink(t, "../common.hcl", filepath.Join(dir, "aicomply.hcl"))
		}, ""},
		{"link out of the repository", func(t *testing.T, dir string) {
			symlink(t, filepath.Join(outside, "aicomply.hcl"), filepath.Join(dir, "aicomply.hcl"))
		}, "d/aicomply.hcl: path escapes from parent."},
		{"dangling link", func(t *testing.T, dir string) { symlink(t, "nowhere", filepath.Join(dir, "aicomply.hcl")) }, "d/aicomply.hcl: no such file or directory."},
		{"link to itself", func(t *testing.T, dir string) {
			symlink(t, "aicomply.hcl", filepath.Join(dir, "aicomply.hcl"))
		}, "d/aicomply.hcl: too many levels of symbolic links."},
		{"path over a link out of the repository", func(t *testing.T, dir string) {
			symlink(t, outside, filepath.Join(dir, "docs"))
			write(t, filepath.Join(dir, "aicomply.hcl"), "system \"s\" {}\nmodel \"m\" {\n  model_card = \"docs/card.md\"\n}\n")
		}, "The path cannot be followed inside the repository: path escapes from parent."},
		{"path that does not exist", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "aicomply.hcl"), "system \"s\" {}\nmodel \"m\" {\n  model_card = \"docs/card.md\"\n}\n")
		}, ""},
		{"import over a link out of the repository", func(t *testing.T, dir string) {
			symlink(t, outside, filepath.Join(dir, "docs"))
			write(t, filepath.Join(dir, "aicomply.hcl"), "system \"s\" {}\nimport \"i\" {\n  source = \"docs\"\n}\n")
		}, "The path cannot be followed inside the repository: path escapes from parent."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			top := t.TempDir()
			mkdir(t, filepath.Join(top, "d"))
			tc.make(t, filepath.Join(top, "d"))
			root, err := os.OpenRoot(top)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			m, ds := manifest.Load(manifest.Options{FS: root.FS()}, "d")
			switch {
			case m == nil:
				t.Error("no manifest")
			case tc.want == "" && len(ds) > 0, tc.want != "" && (len(ds) == 0 || ds[0].Detail != tc.want):
				t.Errorf("got %+v, want %q", ds, tc.want)
			}
		})
	}
}

func TestLoadWithoutFS(t *testing.T) {
	if m, ds := manifest.Load(manifest.Options{}, "d"); m == nil || !finding.HasErrors(ds) {
		t.Errorf("%v, %v", m, ds)
	}
	if _, ds := manifest.Load(manifest.Options{FS: fstest.MapFS{}}, "../x"); !finding.HasErrors(ds) {
		t.Error("a path out of the repository is read")
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(name, fs.ModePerm); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}
