package report

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; if that is meant, run with -update (-want +got):\n%s", file, diff)
	}
}

func TestFormatsGolden(t *testing.T) {
	o := Options{Sources: fixtureSources}
	for _, f := range Formats() {
		golden(t, f.Name, render(t, f.Name, fixture(), o))
		golden(t, f.Name+"_broken", render(t, f.Name, broken(), o))
	}
	golden(t, "text_verbose", render(t, "text", fixture(), Options{Sources: fixtureSources, Verbose: true, Width: 72}))
	golden(t, "text_color", render(t, "text", fixture(), Options{Sources: fixtureSources, Color: true}))
}

func TestFormatsAreDeterministic(t *testing.T) {
	for _, f := range Formats() {
		r := fixture()
		first := render(t, f.Name, r, Options{Sources: fixtureSources})
		if again := render(t, f.Name, r, Options{Sources: fixtureSources}); again != first {
			t.Errorf("%s: a second rendering differs", f.Name)
		}
		if diff := cmp.Diff(fixture(), r); diff != "" {
			t.Errorf("%s changes the report it renders:\n%s", f.Name, diff)
		}
	}
}

func TestFormatsHoldNoHiddenCharacters(t *testing.T) {
	for _, f := range Formats() {
		for _, r := range []*Report{fixture(), broken()} {
			checkSafe(t, f.Name, render(t, f.Name, r, Options{Sources: fixtureSources, Verbose: true}))
		}
	}
}

// checkSafe asserts that nothing in s acts on the reader's screen.
func checkSafe(t testing.TB, name, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s: not UTF-8", name)
	}
	for i, r := range s {
		if r == '\n' || r == '\t' && name == "junit" {
			continue
		}
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || hidden(r) {
			t.Fatalf("%s: holds %U near %q", name, r, s[max(0, i-30):i])
		}
	}
}

func TestFormatsNeverSayCompliant(t *testing.T) {
	for _, f := range Formats() {
		for _, r := range []*Report{fixture(), clean()} {
			out := strings.ToLower(render(t, f.Name, r, Options{Verbose: true}))
			if strings.Contains(out, "compliant") || strings.Contains(out, "certified") {
				t.Errorf("%s speaks of compliance:\n%s", f.Name, out)
			}
		}
	}
}

type failingWriter struct{}

var errDiskFull = errors.New("disk full")

func (failingWriter) Write([]byte) (int, error) { return 0, errDiskFull }

func TestFormatsReturnWriteErrors(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(failingWriter{}, fixture(), Options{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: got %v, want %v", f.Name, err, errDiskFull)
		}
	}
	if err := WriteDiagnostics(failingWriter{}, broken().Diagnostics, Options{}); !errors.Is(err, errDiskFull) {
		t.Errorf("WriteDiagnostics: got %v", err)
	}
}

func TestFormatsRenderAnEmptyReport(t *testing.T) {
	for _, f := range Formats() {
		if out := render(t, f.Name, &Report{}, Options{}); !strings.HasSuffix(out, "\n") {
			t.Errorf("%s: %q does not end in a line feed", f.Name, out)
		}
	}
}

func TestLookup(t *testing.T) {
	if f, err := Lookup("sarif"); err != nil || f.Name != "sarif" || f.Ext != ".sarif" {
		t.Errorf("sarif: %v, %v", f.Name, err)
	}
	const list = ` is not one of text, json, sarif, junit, markdown, github.`
	for name, want := range map[string]string{
		"sarfi":                  `"sarfi"` + list + ` Did you mean "sarif"?`,
		"JSON":                   `"JSON"` + list + ` Did you mean "json"?`,
		"pdf":                    `"pdf"` + list,
		"":                       `""` + list,
		strings.Repeat("x", 1e6): "",
	} {
		_, err := Lookup(name)
		if err == nil || want != "" && err.Error() != want {
			t.Errorf("Lookup(%.20q): %v, want %s", name, err, want)
		}
	}
}

func TestHeadline(t *testing.T) {
	waivedOnly := clean()
	waivedOnly.Deployments[0].Findings = []finding.Finding{{Policy: "a/a", Severity: finding.High, Status: finding.Waived}}
	waivedOnly.Summarise()
	one := clean()
	one.Deployments[0].Findings = []finding.Finding{{Policy: "a/a", Severity: finding.Low, Kind: finding.Violation, Status: finding.Open}}
	one.Policies.Count = 1
	one.Summarise()
	for name, c := range map[string]struct {
		r    *Report
		want string
	}{
		"clean":   {clean(), "no findings from 3 policies (1 not applicable, 0 unknown)"},
		"waived":  {waivedOnly, "no findings from 3 policies (1 not applicable, 0 unknown); 1 waived"},
		"one":     {one, "1 finding (none blocking) from 1 policy (1 not applicable, 0 unknown)"},
		"fixture": {fixture(), "6 findings (2 blocking: 1 critical, 1 high) from 9 policies (1 not applicable, 2 unknown, 1 could not be evaluated); 2 new, 2 existing, 1 fixed, 1 waived, 1 with a pending waiver, 1 upcoming"},
		"broken":  {broken(), "nothing was checked: 2 errors"},
	} {
		if got := headline(c.r); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
	if got := render(t, "text", clean(), Options{}); got != "no findings from 3 policies (1 not applicable, 0 unknown)\n" {
		t.Errorf("clean run: %q", got)
	}
}
