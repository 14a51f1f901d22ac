package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestSnippet(t *testing.T) {
	long := strings.Repeat("a", 50) + "BAD" + strings.Repeat("b", 50)
	for name, c := range map[string]struct {
		line        string
		r           finding.Range
		width       int
		text, marks string
	}{
		"plain":          {"  a = 1", span("f", 1, 3, 1, 8), 80, "  a = 1", "  ^^^^^"},
		"tab":            {"\ta\t= 1", span("f", 1, 2, 1, 5), 80, "    a   = 1", "    ^^^^^"},
		"wide":           {"日本 = 1", span("f", 1, 2, 1, 3), 80, "日本 = 1", "  ^^"},
		"combining":      {"e\u0301x = 1", span("f", 1, 3, 1, 4), 80, "e\u0301x = 1", " ^"},
		"bidi":           {"a\u202eb", span("f", 1, 3, 1, 4), 80, `a\u{202e}b`, "         ^"},
		"not UTF-8":      {"a\xffb", span("f", 1, 3, 1, 4), 80, "a\ufffdb", "  ^"},
		"empty range":    {"abc", span("f", 1, 2, 1, 2), 80, "abc", " ^"},
		"end of line":    {"abc", span("f", 1, 4, 1, 4), 80, "abc", "   ^"},
		"beyond line":    {"abc", span("f", 1, 90, 1, 99), 80, "abc", "   ^"},
		"several lines":  {"abc {", span("f", 1, 1, 3, 2), 80, "abc {", "^^^^^"},
		"no end":         {"abc", finding.Range{Start: finding.Pos{Line: 1, Column: 2}}, 80, "abc", " ^^"},
		"end before":     {"abc", span("f", 1, 3, 1, 1), 80, "abc", "  ^"},
		"cut behind":     {long, span("f", 1, 1, 1, 3), 22, strings.Repeat("a", 20) + "…", "^^"},
		"cut both sides": {long, span("f", 1, 51, 1, 54), 22, "…aaaaaBAD" + strings.Repeat("b", 12) + "…", "      ^^^"},
		"cut before":     {long, span("f", 1, 103, 1, 104), 22, "…bbbbbb", "      ^"},
		"longer than it": {long, span("f", 1, 1, 1, 104), 22, strings.Repeat("a", 20) + "…", strings.Repeat("^", 20)},
		"empty line":     {"", span("f", 1, 1, 1, 1), 22, "", "^"},
	} {
		text, marks := snippet(c.line, c.r, c.width)
		if text != c.text || marks != c.marks {
			t.Errorf("%s:\n got %q\n     %q\nwant %q\n     %q", name, text, marks, c.text, c.marks)
		}
	}
}

func TestSourcesLine(t *testing.T) {
	calls := 0
	s := newSources(func(file string) []byte {
		calls++
		if file != "a" {
			return nil
		}
		return []byte("one\r\ntwo\nthree")
	})
	for n, want := range map[int]string{1: "one", 2: "two", 3: "three"} {
		if got, ok := s.line("a", n); !ok || got != want {
			t.Errorf("line %d: %q, %v", n, got, ok)
		}
	}
	for _, n := range []int{-1, 0, 4, 1 << 60} {
		if _, ok := s.line("a", n); ok {
			t.Errorf("line %d exists", n)
		}
	}
	for range 2 {
		if _, ok := s.line("b", 1); ok {
			t.Error("a file without source has a line")
		}
	}
	long := newSources(func(string) []byte { return make([]byte, maxLine+1) })
	if _, ok := long.line("a", 1); ok {
		t.Error("a line of 16 KiB is shown")
	}
	if calls != 2 {
		t.Errorf("asked for a source %d times, want once for each file", calls)
	}
}

func TestTextListsGapsOfAPoCOnlyWhenVerbose(t *testing.T) {
	r := fixture()
	out := render(t, "text", r, Options{})
	if !strings.Contains(out, "2 facts not declared yet; --stage production or --verbose lists them\n") ||
		strings.Contains(out, "ownership/no_owner") {
		t.Errorf("gaps of the proof of concept are listed:\n%s", out)
	}
	out = render(t, "text", r, Options{Verbose: true})
	if strings.Contains(out, "not declared yet") || strings.Count(out, "high ownership/no_owner (advisory, gap)") != 2 {
		t.Errorf("gaps are not listed with Verbose:\n%s", out)
	}
	r.Deployments[1].Findings[0].Blocking = true
	out = render(t, "text", r, Options{})
	if !strings.Contains(out, "high ownership/no_owner (blocking, gap)") || !strings.Contains(out, "1 fact not declared yet; --stage production or --verbose lists it\n") {
		t.Errorf("a blocking gap is not listed:\n%s", out)
	}
}

func TestTextControlsOnlyWhenVerbose(t *testing.T) {
	const law = "required by gdpr:44; supports nist-ai-rmf:MAP-4.1"
	if strings.Contains(render(t, "text", fixture(), Options{}), law) {
		t.Error("controls are shown")
	}
	if !strings.Contains(render(t, "text", fixture(), Options{Verbose: true}), law) {
		t.Error("controls are not shown with Verbose")
	}
}

func TestTextColor(t *testing.T) {
	plain := render(t, "text", fixture(), Options{Sources: fixtureSources})
	colored := render(t, "text", fixture(), Options{Sources: fixtureSources, Color: true})
	for _, code := range []string{"0", bold, dim, red, redder, yellow, cyan} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
	}
	if colored != plain {
		t.Error("apart from colours the coloured text differs from the plain one")
	}
}

func TestTextWraps(t *testing.T) {
	r := clean()
	r.Deployments[0].Findings = []finding.Finding{{Policy: "a/a", Message: strings.Repeat("word ", 60) + strings.Repeat("x", 90),
		Remediation: strings.Repeat("fix ", 60), Severity: finding.Low, Kind: finding.Violation, Status: finding.Open}}
	long := 0
	for line := range strings.SplitSeq(render(t, "text", r, Options{Width: 50}), "\n") {
		if (strings.Contains(line, "word") || strings.Contains(line, "fix")) && displayWidth(line) > 50 {
			long++
		}
	}
	if long > 0 {
		t.Errorf("%d lines are wider than the terminal", long)
	}
}

func TestNodes(t *testing.T) {
	got := strings.Join(nodes(triage().Findings[0].Witness), " → ")
	if want := "customer → triage_api → redactor → llm → abuse_review"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWriteDiagnosticsCountsTheRest(t *testing.T) {
	var ds []finding.Diagnostic
	for i := range 60 {
		ds = append(ds, finding.Diagnostic{Severity: finding.Error, Summary: fmt.Sprintf("problem %d", i)})
	}
	var b strings.Builder
	if err := WriteDiagnostics(&b, ds, Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "Error: problem"); n != 50 || !strings.HasSuffix(b.String(), "10 more not shown\n\n") {
		t.Errorf("%d diagnostics shown, ending %q", n, b.String()[b.Len()-40:])
	}
}
