package github

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

func evilSeeds(f *testing.F) {
	for _, s := range []string{"", "plain", visibleEvil, hiddenEvil, "](x)", "`", "````", "a``b`", "\\", "\xff\xfe", "../x", "/etc/passwd", "a b/@c#d?e%f.hcl", strings.Repeat("`", 3000), strings.Repeat("@", 70_000), strings.Repeat("@`", 30_000)} {
		f.Add(s)
	}
}

// FuzzComment puts a text into every place of a finding.
func FuzzComment(f *testing.F) {
	evilSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		x := makeFinding(1, finding.High, 3, 4)
		x.Policy, x.Title, x.Message, x.Remediation, x.Key, x.Path, x.Range.File = s, s, s, s, s, finding.Path{s, s}, s
		x.Witness, x.Controls, x.Fix = []string{s, s, s}, []finding.Control{{ID: s}}, &finding.Fix{Replacement: s}
		l := links{server: "https://git.example", repository: "Codertocat/Hello-World", sha: fakeHead, number: 2}
		for name, text := range map[string]string{
			"comment": findingText(x, ""), "item": listItem(x, l), "link": l.at(x.Range),
			"summary": summaryText(makeReport(x), plan{listed: []finding.Finding{x}}, l),
		} {
			if !utf8.ValidString(text) || len(text) > maxBody {
				t.Errorf("%s: %d bytes", name, len(text))
			}
			safeMarkdown(t, name, text)
		}
		a := checkAnnotation(x)
		plain(t, "annotation", strings.ReplaceAll(a.GetPath()+a.GetTitle()+a.GetMessage(), "\n", " "))
	})
}

func FuzzCut(f *testing.F) {
	evilSeeds(f)
	f.Add("````hcl\n```\nx\n````\n<details>\n\nx\n</details>\n")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		text := strings.Repeat(s+"\n", min(1+20_000/(len(s)+1), 2000))
		got := cut(text, 15_000)
		if len(text) <= 15_000 {
			if got != text {
				t.Error("cut though it fits")
			}
			return
		}
		if end := scan(got); len(got) > 15_000 && scan(text).deepest < 500 && scan(text).longestFence < 5000 || !utf8.ValidString(got) || end.details > 0 {
			t.Errorf("%d bytes, leaves open %+v", len(got), end)
		}
	})
}

func FuzzSplitMarker(f *testing.F) {
	evilSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		m := marker{kindFinding, publisherID("x"), strings.Repeat("ab", 16), fakeHead, "7.1"}
		s = report.Printable(s)
		text, got, ok := splitMarker(signed(fit(s), m))
		if !ok || got != m || text != fit(s) {
			t.Errorf("%q: %q, %v, %v", s, text, got, ok)
		}
		if _, m, ok := splitMarker(s + " x"); ok {
			t.Errorf("%v is no marker at the end", m)
		}
	})
}

func FuzzTarget(f *testing.F) {
	evilSeeds(f)
	f.Add("owner/name")
	f.Fuzz(func(t *testing.T, s string) {
		at, _, err := New(Options{Repository: s, PullRequest: 1}).target()
		if err == nil && (strings.Count(at.repository(), "/") != 1 || strings.ContainsAny(at.repository(), " ?#%@:\\\n") || strings.Contains(at.name, "..") && at.name == "..") {
			t.Errorf("%q is taken for a repository", at.repository())
		}
	})
}
