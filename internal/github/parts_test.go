package github

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestCommentable(t *testing.T) {
	cases := map[string]struct {
		patch string
		want  []span
	}{
		"no patch":       {"", nil},
		"two hunks":      {manifestPatch, []span{{1, 4}, {21, 24}}},
		"new file":       {"@@ -0,0 +1,2 @@\n+a\n+b", []span{{1, 2}}},
		"removed file":   {"@@ -1,2 +0,0 @@\n-a\n-b", nil},
		"only deletions": {"@@ -5,2 +4,0 @@\n-a\n-b", nil},
	}
	for name, c := range cases {
		got, lines, err := commentable(c.patch)
		if err != nil || !slices.Equal(got, c.want) || len(lines) != shown(got) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

func shown(hunks []span) int {
	n := 0
	for _, h := range hunks {
		n += h.last - h.first + 1
	}
	return n
}

func TestTextOfLines(t *testing.T) {
	_, lines, err := commentable(manifestPatch)
	want := map[int]string{1: "a", 2: "b", 3: "c", 4: "d", 21: "e", 22: "f", 23: "g", 24: "h"}
	if err != nil || !maps.Equal(lines, want) {
		t.Errorf("%v, %v; want %v", lines, err, want)
	}
}

func FuzzCommentable(f *testing.F) {
	f.Add(manifestPatch)
	f.Add("@@ -1 +1 @@")
	f.Add("@@ -1,99999999999999999999 +1 @@\n+")
	f.Fuzz(func(t *testing.T, patch string) {
		spans, _, err := commentable(patch)
		for _, s := range spans {
			if err != nil || s.first < 1 || s.last < s.first {
				t.Errorf("%q: %v, %v", patch, spans, err)
			}
		}
	})
}

func TestPlace(t *testing.T) {
	hunks := []span{{1, 4}, {21, 24}}
	cases := []struct {
		lines, want span
		ok          bool
	}{
		{span{2, 3}, span{2, 3}, true},
		{span{1, 4}, span{1, 4}, true},
		{span{4, 21}, span{4, 4}, true},    // two hunks
		{span{3, 9}, span{3, 3}, true},     // leaves its hunk
		{span{15, 22}, span{21, 21}, true}, // begins above a hunk
		{span{5, 20}, span{}, false},
		{span{25, 25}, span{}, false},
		{span{0, 3}, span{}, false}, // no line is known
	}
	for _, c := range cases {
		if got, ok := place(hunks, c.lines); got != c.want || ok != c.ok {
			t.Errorf("place(%v) = %v, %v; want %v, %v", c.lines, got, ok, c.want, c.ok)
		}
	}
}

func TestLinesOf(t *testing.T) {
	pos := func(line, column int) finding.Pos { return finding.Pos{Line: line, Column: column} }
	cases := []struct {
		r    finding.Range
		want span
	}{
		{finding.Range{Start: pos(3, 1), End: pos(5, 2)}, span{3, 5}},
		{finding.Range{Start: pos(3, 1), End: pos(5, 1)}, span{3, 4}}, // the end is exclusive
		{finding.Range{Start: pos(3, 1), End: pos(3, 1)}, span{3, 3}},
		{finding.Range{Start: pos(3, 1)}, span{3, 3}},
		{finding.Range{}, span{0, 0}},
	}
	for _, c := range cases {
		if got := linesOf(c.r); got != c.want {
			t.Errorf("linesOf(%v) = %v, want %v", c.r, got, c.want)
		}
	}
}

func TestCut(t *testing.T) {
	texts := map[string]string{
		"plain":   strings.Repeat("one line of text\n", 1000),
		"no line": strings.Repeat("漢", 8000),
		"fence":   "````hcl\n" + strings.Repeat("```\nx\n", 2000),
		"details": strings.Repeat("<details>\n<summary>s</summary>\n\n", 3) + strings.Repeat("x\n", 5000) + strings.Repeat("</details>\n", 3),
		"many":    strings.Repeat("<details>\n\nx\n\n</details>\n\n", 1000),
	}
	for name, text := range texts {
		for _, limit := range []int{1000, 1001, 1002, 4999, 5000} {
			got := cut(text, limit)
			end := scan(got)
			if len(got) > limit || !utf8.ValidString(got) || end.fence != "" || end.details != 0 || !strings.Contains(got, "left out") {
				t.Errorf("%s at %d: %d bytes, leaves open %+v: …%q", name, limit, len(got), end, got[max(0, len(got)-80):])
			}
			if len(got) < limit-1500 && limit > 2000 {
				t.Errorf("%s at %d: only %d bytes kept", name, limit, len(got))
			}
		}
		if got := cut(text, len(text)); got != text {
			t.Errorf("%s: cut though it fits", name)
		}
	}
}

func TestMarkerRoundTrip(t *testing.T) {
	for _, m := range []marker{
		{kindSummary, publisherID(""), "", fakeHead, "1.2"},
		{kindFinding, publisherID("x"), strings.Repeat("ab", 16), strings.Repeat("f", 64), "0.0"},
	} {
		text, got, ok := splitMarker(strings.ReplaceAll(signed("a\n\nb", m), "\n", "\r\n") + "\r\n")
		if !ok || got != m || text != "a\n\nb" {
			t.Errorf("%v: %q, %v, %v", m, text, got, ok)
		}
	}
	ok := marker{kindFinding, publisherID(""), "abcdef12", fakeHead, "1.1"}.String()
	for name, body := range map[string]string{
		"not last":       ok + "\nmore",
		"indented":       "text\n " + ok,
		"in a line":      "text " + ok,
		"unknown kind":   strings.Replace(ok, "kind=finding", "kind=x", 1),
		"not hex":        strings.Replace(ok, "abcdef12", "abcdef1z", 1),
		"other version":  strings.Replace(ok, ":v1", ":v2", 1),
		"text after end": ok + "x",
		"empty":          "",
	} {
		if _, m, found := splitMarker(body); found {
			t.Errorf("%s: taken for a marker: %v", name, m)
		}
	}
}

func TestRunOf(t *testing.T) {
	for want, e := range map[string]Env{
		"12.3": {RunID: "12", RunAttempt: "3"},
		"0.0":  {RunID: "-->", RunAttempt: "1 kind=x"},
	} {
		if got := runOf(e); got != want {
			t.Errorf("runOf(%v) = %q, want %q", e, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	l := links{server: "https://github.com", repository: "o/r", sha: fakeHead}
	at := func(file string, first, last int) finding.Range {
		return finding.Range{File: file, Start: finding.Pos{Line: first, Column: 1}, End: finding.Pos{Line: last, Column: 5}}
	}
	const blob = "https://github.com/o/r/blob/" + fakeHead
	for want, r := range map[string]finding.Range{
		"[`a b/c.hcl:3`](" + blob + "/a%20b/c.hcl#L3)":         at("a b/c.hcl", 3, 3),
		"[`a.hcl:3`](" + blob + "/a.hcl#L3-L5)":                at("a.hcl", 3, 5),
		"[`a(b)?#@%:1`](" + blob + "/a%28b%29%3F%23%40%25#L1)": at("a(b)?#@%", 1, 1),
		"[`a.hcl`](" + blob + "/a.hcl)":                        {File: "a.hcl"},
		"`../a.hcl:3`":                                         at("../a.hcl", 3, 3),
		"`/etc/passwd:3`":                                      at("/etc/passwd", 3, 3),
		"":                                                     {},
	} {
		if got := l.at(r); got != want {
			t.Errorf("at(%v) = %s, want %s", r, got, want)
		}
	}
}

// TestEndpoints: github.com's addresses unless the runner says others, as on an
// Enterprise Server.
func TestEndpoints(t *testing.T) {
	for name, c := range map[string]struct {
		env  Env
		want [3]string // API, GraphQL, pages
	}{
		"github.com":        {Env{}, [3]string{"https://api.github.com/", "https://api.github.com/graphql", "https://github.com"}},
		"Enterprise Server": {Env{APIURL: "https://ghe.example/api/v3", GraphQLURL: "https://ghe.example/api/graphql", ServerURL: "https://ghe.example/"}, [3]string{"https://ghe.example/api/v3/", "https://ghe.example/api/graphql", "https://ghe.example"}},
		"data residency":    {Env{APIURL: "https://api.octo.ghe.com/", ServerURL: "https://octo.ghe.com"}, [3]string{"https://api.octo.ghe.com/", "https://api.octo.ghe.com/graphql", "https://octo.ghe.com"}},
	} {
		got, err := c.env.endpoints()
		if err != nil || [3]string{got.base.String(), got.graphql.String(), got.server} != c.want {
			t.Errorf("%s: %+v, %v; want %v", name, got, err, c.want)
		}
	}
	for _, bad := range []Env{{APIURL: "ghe.example"}, {APIURL: "ftp://x"}, {GraphQLURL: "file:///x"}, {ServerURL: "javascript:x"}, {APIURL: "https://user:secret@x"}} {
		if _, err := bad.endpoints(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestTargetIsNotTheReports: a workflow_run publishes what another workflow made
// of a stranger's pull request. The flags alone say where to.
func TestTargetIsNotTheReports(t *testing.T) {
	for name, c := range map[string]struct {
		o            Options
		want, reason string
	}{
		"flags":         {Options{Env: Env{EventName: "workflow_run", Repository: "o/r", SHA: movedHead}, PullRequest: 7, Head: fakeHead}, "o/r#7 " + fakeHead + " refs/pull/7/head", ""},
		"no flags":      {Options{Env: Env{EventName: "workflow_run", Repository: "o/r", SHA: movedHead, Ref: "refs/heads/main"}}, "o/r@" + movedHead + " " + movedHead + " refs/heads/main", `event "workflow_run" has no pull request to comment on`},
		"merge queue":   {Options{Env: Env{EventName: "merge_group", Repository: "o/r", SHA: movedHead, Ref: "refs/heads/gh-readonly-queue/main/x"}}, "o/r@" + movedHead + " " + movedHead + " refs/heads/gh-readonly-queue/main/x", "a merge queue's group belongs to no single pull request"},
		"head unknown":  {Options{Repository: "o/r", PullRequest: 7, Env: Env{SHA: movedHead}}, "o/r#7  refs/pull/7/head", ""},
		"another's pr":  {Options{Env: Env{EventName: "push", Repository: "o/r", SHA: movedHead}, Repository: "a/b", PullRequest: 1}, "a/b#1  refs/pull/1/head", ""},
		"nothing known": {Options{}, "/@  ", "no pull request is named"},
	} {
		at, reason, err := New(c.o).target()
		if got := at.String() + " " + at.head + " " + at.ref; err != nil || got != c.want || !strings.HasPrefix(reason, c.reason) || (reason == "") != (c.reason == "") {
			t.Errorf("%s: %q, %q, %v; want %q", name, got, reason, err, c.want)
		}
	}
}
