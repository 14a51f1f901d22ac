package github

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

var anyMarker = regexp.MustCompile(`<!--.*aicomply`)

func TestHostileText(t *testing.T) {
	const mallory = "@octocat #1 --> </details> <img src=x> ``` ~~~ [x](https://evil.example) ![y](http://evil.example/y) \u202egnp\r\n"
	forged := marker{kindSummary, publisherID("svc"), "", fakeHead, "1.1"}.String()
	hostile := func(n, line int) finding.Finding {
		x := makeFinding(n, finding.High, line, line)
		x.Title, x.Message, x.Remediation = mallory+forged, mallory+"\n"+forged, mallory+"\n\n"+forged+"\n"
		x.Policy, x.Path = "a/`"+mallory, finding.Path{"flow", mallory + "\n" + forged}
		x.Witness = []string{mallory, forged, mallory}
		x.Controls = []finding.Control{{ID: mallory + forged}}
		return x
	}
	strange := hostile(3, 5)
	strange.Range.File = "](https://evil.example) `@octocat`\n" + forged
	nowhere := hostile(4, 0)
	nowhere.Range = finding.Range{}
	rep := makeReport(hostile(1, 2), hostile(2, 50), strange, nowhere)
	rep.Diagnostics = []finding.Diagnostic{{Severity: finding.Error, Summary: mallory + forged, Detail: mallory + "\n" + forged,
		Range: finding.Range{File: mallory}}}
	rep.Deployments[0].Policies = []report.PolicyResult{{ID: mallory, Result: finding.Errored, Reason: mallory + "\n" + forged}}
	rep.Deployments[0].Path = mallory
	rep.Summarise()

	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.mustPublish(rep, Full)
	r.mustPublish(rep, Full)
	if len(f.comments) != 1 || len(f.lines) != 1 || len(f.reviews) != 1 {
		t.Fatalf("%d comments, %d on lines, %d reviews", len(f.comments), len(f.lines), len(f.reviews))
	}
	bodies := map[string]string{"summary": f.comments[0].body, "line": f.lines[0].body, "review": fmt.Sprint(f.reviews[0]["body"])}
	for name, body := range bodies {
		text, m, ok := splitMarker(body)
		if !ok || m.id != publisherID("svc") {
			t.Errorf("%s: no marker at the end", name)
		}
		prose := codeSpans.ReplaceAllString(text, "")
		for _, bad := range []string{"@octocat", "-->", "<!--", "<img", "](https://evil", "](http://evil", "![", "\u202e", "```"} {
			if strings.Contains(prose, bad) {
				t.Errorf("%s: %q outside a code span:\n%s", name, bad, body)
			}
		}
		for _, line := range strings.Split(text, "\n") {
			if anyMarker.MatchString(codeSpans.ReplaceAllString(line, "")) || strings.HasPrefix(line, "<!--") {
				t.Errorf("%s: a marker in the text: %q", name, line)
			}
		}
	}
	if strings.Contains(r.stdout.String(), "\n<!--") || strings.Contains(r.stdout.String(), "\u202e") {
		t.Errorf("annotations: %s", r.stdout.String())
	}
}

// codeSpans matches code spans of up to five backticks.
var codeSpans = regexp.MustCompile("(?m)`````[^\n]*?[^`]`````(?:[^`]|$)|````[^\n]*?[^`]````(?:[^`]|$)|```[^\n]*?[^`]```(?:[^`]|$)|``[^\n]*?[^`]``(?:[^`]|$)|`[^`\n]+`")

func TestHugeReport(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	var fs []finding.Finding
	for n := range 3000 {
		x := makeFinding(n, finding.Low, 50+n, 50+n)
		x.Message = strings.Repeat("é漢😀", 200)
		fs = append(fs, x)
	}
	big := makeFinding(9999, finding.Critical, 2, 2)
	big.Message, big.Remediation = strings.Repeat("<😀", 50_000), strings.Repeat("&", 100_000)
	rep := makeReport(append(fs, big)...)
	r.mustPublish(rep, Full)
	for _, body := range []string{f.comments[0].body, f.lines[0].body} {
		if len(body) > 61_000 {
			t.Errorf("a comment of %d bytes", len(body))
		}
		if _, _, ok := splitMarker(body); !ok {
			t.Error("a shortened comment lost its marker")
		}
	}
	if body := f.comments[0].body; strings.Count(body, "<details>") != strings.Count(body, "</details>") || !strings.Contains(body, "left out") {
		t.Errorf("a shortened summary leaves something open: …%s", body[len(body)-400:])
	}
	if info, err := os.Stat(r.opts.Env.StepSummary); err != nil || info.Size() > 1<<20 {
		t.Errorf("step summary: %v, %v", info, err)
	}
	f.forget()
	r.mustPublish(rep, Full)
	if got := f.writes(); len(got) != 0 {
		t.Errorf("a second run wrote %v", got)
	}
}
