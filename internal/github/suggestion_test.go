package github

import (
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

const fixPatch = "@@ -0,0 +1,9 @@\n+flow \"a\" {\n+  encryption_in_transit = \"none\"\n+\tidentity = \"x\" # why\n+  carries = [\n+    dataset.a,\n+  ]\n+  a = 1\n+  \"é\" b = 1\n+}"

// fixAt is a fix of an attribute that spans so many lines.
func fixAt(first, startColumn, last, endColumn int, replacement string) *finding.Fix {
	return &finding.Fix{Replacement: replacement, Range: finding.Range{File: "svc/ai.hcl",
		Start: finding.Pos{Line: first, Column: startColumn}, End: finding.Pos{Line: last, Column: endColumn}}}
}

func TestSuggestion(t *testing.T) {
	_, lines, err := commentable(fixPatch)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		fix  *finding.Fix
		at   span
		want string
	}{
		"one line":          {fixAt(2, 3, 2, 33, `encryption_in_transit = "tls1.3"`), span{2, 2}, "```suggestion\n  encryption_in_transit = \"tls1.3\"\n```"},
		"several lines":     {fixAt(4, 3, 6, 4, `carries = [dataset.b]`), span{4, 6}, "```suggestion\n  carries = [dataset.b]\n```"},
		"backticks":         {fixAt(2, 3, 2, 33, "encryption_in_transit = \"````\""), span{2, 2}, "`````suggestion\n  encryption_in_transit = \"````\"\n`````"},
		"no fix":            {nil, span{2, 2}, ""},
		"comment elsewhere": {fixAt(2, 3, 2, 33, `encryption_in_transit = "tls1.3"`), span{1, 1}, ""},
		"fewer lines":       {fixAt(4, 3, 6, 4, `carries = [dataset.b]`), span{4, 4}, ""},
		"comment behind it": {fixAt(3, 2, 3, 16, `identity = "y"`), span{3, 3}, ""},
		"not all of it":     {fixAt(2, 3, 2, 20, `encryption_in_transit = "tls1.3"`), span{2, 2}, ""},
		"another name":      {fixAt(2, 3, 2, 33, `encryption = "tls1.3"`), span{2, 2}, ""},
		"another column":    {fixAt(2, 4, 2, 33, `encryption_in_transit = "tls1.3"`), span{2, 2}, ""},
		"outside the line":  {fixAt(2, 3, 2, 99, `encryption_in_transit = "tls1.3"`), span{2, 2}, ""},
		"not shown":         {fixAt(30, 3, 30, 9, `a = 2`), span{30, 30}, ""},
		"at the end":        {fixAt(7, 3, 7, 8, `a = 2`), span{7, 7}, "```suggestion\n  a = 2\n```"},
		"behind something":  {fixAt(8, 7, 8, 12, `b = 2`), span{8, 8}, ""},
		"no name":           {fixAt(2, 3, 2, 33, `= "tls1.3"`), span{2, 2}, ""},
		"empty":             {fixAt(2, 3, 2, 33, ""), span{2, 2}, ""},
		"hidden text":       {fixAt(2, 3, 2, 33, "encryption_in_transit = \"\u202ex\""), span{2, 2}, ""},
		"lines in it":       {fixAt(2, 3, 2, 33, "encryption_in_transit = \"x\"\n}"), span{2, 2}, ""},
	} {
		if got := suggestion(c.fix, "svc/ai.hcl", c.at, lines); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	_, other, _ := commentable(strings.ReplaceAll(fixPatch, "\n", "\r\n"))
	if got := suggestion(fixAt(7, 3, 7, 8, `a = 2`), "svc/ai.hcl", span{7, 7}, other); got != "" {
		t.Errorf("a suggestion between lines that end in another way: %q", got)
	}
	if got := suggestion(fixAt(2, 3, 2, 33, `encryption_in_transit = "tls1.3"`), "svc/b.hcl", span{2, 2}, lines); got != "" {
		t.Errorf("a suggestion in another file: %q", got)
	}
}

// TestSuggestionOnAPullRequest makes one, and keeps it while its comment stands
// on the attribute; elsewhere the fix is told in words.
func TestSuggestionOnAPullRequest(t *testing.T) {
	f := withManifest(newFake(t))
	f.files[1].patch = fixPatch
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	offered, told := makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 3, 3)
	offered.Fix, told.Fix = fixAt(2, 3, 2, 33, `encryption_in_transit = "tls1.3"`), fixAt(3, 2, 3, 16, `identity   = "y"`)
	offered.Range, told.Range = offered.Fix.Range, told.Fix.Range
	for _, x := range []*finding.Finding{&offered, &told} {
		x.Range.File, x.Fix.Range.File = "ai.hcl", "ai.hcl"
	}
	listed := told
	listed.Range.Start.Line, listed.Range.End.Line, listed.Fingerprint = 90, 90, strings.Repeat("9", 32)
	rep := makeReport(offered, told, listed)
	r.mustPublish(rep, Full)
	if len(f.lines) != 2 {
		t.Fatalf("%d comments on lines", len(f.lines))
	}
	const note = "the deployment itself must be changed as well"
	if got, want := f.lines[0].body, "\n\n```suggestion\n  encryption_in_transit = \"tls1.3\"\n```\n\nThe suggestion mends the manifest; "+note+".\n\n"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
	const words = "**Fix:** `identity = \"y\"`; " + note
	for name, body := range map[string]string{"line": f.lines[1].body, "summary": f.comments[0].body} {
		if !strings.Contains(body, words) || strings.Contains(body, "```") {
			t.Errorf("%s: no %q in\n%s", name, words, body)
		}
	}
	f.forget()
	r.mustPublish(rep, Full)
	if got := f.writes(); len(got) > 0 {
		t.Errorf("a second run wrote %v", got)
	}
	f.lines[0].startLine, f.lines[0].line = 1, 1 // GitHub has moved the comment
	r.mustPublish(rep, Full)
	if strings.Contains(f.lines[0].body, "suggestion") {
		t.Errorf("a suggestion for another line:\n%s", f.lines[0].body)
	}
	if rep.Deployments[0].Findings[0].Fix.Range.File != "ai.hcl" {
		t.Error("the caller's report was changed")
	}
}

func FuzzSuggestion(f *testing.F) {
	f.Add(fixPatch, `encryption_in_transit = "tls1.3"`, 2, 3, 2, 33)
	f.Add(fixPatch, "carries = [\"```\"]", 4, 3, 6, 4)
	f.Fuzz(func(t *testing.T, patch, replacement string, first, startColumn, last, endColumn int) {
		_, lines, err := commentable(patch)
		if err != nil || last-first > 1000 {
			return
		}
		got := suggestion(fixAt(first, startColumn, last, endColumn, replacement), "svc/ai.hcl", span{first, last}, lines)
		if got == "" {
			return
		}
		body := strings.Split(got, "\n")
		if end := scan(got + "\n"); len(body) != 3 || end.fence != "" || !strings.HasSuffix(body[1], replacement) {
			t.Errorf("%q", got)
		}
	})
}
