package github

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

func withCheck(r *run) *run {
	r.opts.CheckRun, r.opts.PathPrefix = true, "svc"
	return r
}

func TestCheckRun(t *testing.T) {
	f := withManifest(newFake(t))
	r := withCheck(newRun(t, f))
	old := marked(makeFinding(3, finding.High, 3, 3), false)
	rep := makeReport(marked(makeFinding(1, finding.Critical, 2, 2), true), marked(makeFinding(2, finding.Low, 90, 92), true), old)
	rep.Deployments[0].Findings[0].Fix = &finding.Fix{Replacement: `a   = "b"`}
	rep.Base = &report.Base{Ref: "main", Commit: baseCommit}
	rep.Summarise()
	r.mustPublish(rep, Full)
	if len(f.checks) != 1 {
		t.Fatalf("%d check runs", len(f.checks))
	}
	c := f.checks[0]
	want := fakeCheckInput{Name: "aicomply (svc)", HeadSHA: fakeHead, ExternalID: "aicomply:v1 id=" + publisherID("svc"), Status: "completed", Conclusion: "failure"}
	got := c.said
	got.Output = want.Output
	if fmt.Sprint(got) != fmt.Sprint(want) || c.said.Output.Title != "2 blocking findings" {
		t.Errorf("check run %+v", c.said)
	}
	if !strings.Contains(c.said.Output.Summary, "**2 new** · 1 existing") || !strings.Contains(c.said.Output.Text, "flow f1") ||
		!strings.Contains(c.said.Output.Text, "1 existing finding is not listed") {
		t.Errorf("summary %s\ntext %s", c.said.Output.Summary, c.said.Output.Text)
	}
	wantNotes := []map[string]any{
		{"path": "svc/ai.hcl", "start_line": 2.0, "end_line": 2.0, "start_column": 1.0, "end_column": 9.0, "annotation_level": "failure", "title": "Critical transfer/no_mechanism",
			"message": "Transfer without a mechanism: flow f1 leaves the EEA\nPath: party.users → model.llm\nFix: Declare a transfer mechanism.\nFix: a = \"b\"; " + report.FixNote},
		{"path": "svc/ai.hcl", "start_line": 90.0, "end_line": 92.0, "annotation_level": "warning", "title": "Low transfer/no_mechanism",
			"message": "Transfer without a mechanism: flow f2 leaves the EEA\nPath: party.users → model.llm\nFix: Declare a transfer mechanism."},
	}
	if fmt.Sprint(c.annotations) != fmt.Sprint(wantNotes) {
		t.Errorf("annotations %v\nwant %v", c.annotations, wantNotes)
	}

	f.forget()
	r.mustPublish(rep, Full)
	if got := f.writes(); len(got) != 0 {
		t.Errorf("a second run wrote %v", got)
	}
}

func TestCheckRunConcludes(t *testing.T) {
	for want, rep := range map[string]*report.Report{
		"success": makeReport(makeFinding(1, finding.Low, 2, 2)),
		"failure": {Diagnostics: []finding.Diagnostic{{Severity: finding.Error, Summary: "s"}}},
	} {
		f := withManifest(newFake(t))
		withCheck(newRun(t, f)).mustPublish(rep, Full)
		if got := f.checks[0].said.Conclusion; got != want {
			t.Errorf("conclusion %q, want %q", got, want)
		}
	}
}

// TestCheckRunInBatches needs several requests for its annotations, and adds
// later only what is missing.
func TestCheckRunInBatches(t *testing.T) {
	f := withManifest(newFake(t))
	f.pageSize = 30
	r := withCheck(newRun(t, f))
	var fs []finding.Finding
	for n := range 120 {
		fs = append(fs, makeFinding(n, finding.Low, 100+n, 100+n))
	}
	r.mustPublish(makeReport(fs[:110]...), Full)
	if got := f.checkWrites(); !slices.Equal(got, []string{"POST", "PATCH", "PATCH"}) {
		t.Errorf("requests %v", got)
	}
	f.forget()
	r.mustPublish(makeReport(fs...), Full)
	if got := f.checkWrites(); !slices.Equal(got, []string{"PATCH"}) || len(f.checks) != 1 || len(f.checks[0].annotations) != 120 {
		t.Errorf("requests %v; %d check runs, %d annotations", got, len(f.checks), len(f.checks[0].annotations))
	}
	// A finding is gone: its annotation cannot be taken back, so another check
	// run takes the place of this one.
	f.forget()
	r.mustPublish(makeReport(fs[1:]...), Full)
	if len(f.checks) != 2 || len(f.checks[1].annotations) != 119 {
		t.Errorf("%d check runs", len(f.checks))
	}
	f.forget()
	r.mustPublish(makeReport(fs[1:]...), Full)
	if got := f.writes(); len(got) != 0 {
		t.Errorf("a further run wrote %v", got)
	}
	// Words alone are edited.
	changed := makeReport(fs[1:]...)
	changed.Policies.Count++
	f.forget()
	r.mustPublish(changed, Full)
	if got := f.checkWrites(); !slices.Equal(got, []string{"PATCH"}) || len(f.checks) != 2 || len(f.checks[1].annotations) != 119 {
		t.Errorf("requests %v; %d check runs", got, len(f.checks))
	}
}

func (f *fake) checkWrites() []string {
	var out []string
	for _, w := range f.writes() {
		if method, path, _ := strings.Cut(w, " "); strings.Contains(path, "check-runs") {
			out = append(out, method)
		}
	}
	return out
}

func TestCheckRunStatesItsLimits(t *testing.T) {
	f := withManifest(newFake(t))
	r := withCheck(newRun(t, f))
	var fs []finding.Finding
	for n := range maxAnnotations + 7 {
		x := makeFinding(n, finding.Low, 100+n, 100+n)
		x.Message = strings.Repeat("@", 500)
		fs = append(fs, x)
	}
	r.mustPublish(makeReport(fs...), Full)
	c := f.checks[0]
	if len(c.annotations) != maxAnnotations || !strings.Contains(c.said.Output.Text, "7 findings are without an annotation") || !strings.Contains(c.said.Output.Text, "more findings (0 blocking) are left out") {
		t.Errorf("%d annotations; …%s", len(c.annotations), c.said.Output.Text[len(c.said.Output.Text)-500:])
	}
}

func TestCheckRunOfAnotherIsLeftAlone(t *testing.T) {
	f := withManifest(newFake(t))
	withCheck(newRun(t, f)).mustPublish(makeReport(), Full)
	f.checks[0].said.ExternalID = "build 7"
	withCheck(newRun(t, f)).mustPublish(makeReport(), Full)
	if len(f.checks) != 2 || f.checks[0].said.ExternalID != "build 7" {
		t.Errorf("%d check runs", len(f.checks))
	}
}

func TestExtrasWithoutPermissionOnlyTell(t *testing.T) {
	f := withManifest(newFake(t))
	f.noChecks, f.noScanning = true, true
	r := withCheck(newRun(t, f))
	r.opts.SARIF = sarifFile(t, sarifText(1))
	r.opts.RequireComment = true // is about comments alone
	out := r.mustPublish(makeReport(makeFinding(1, finding.Low, 2, 2)), Full)
	if len(out.Notes) != 2 {
		t.Errorf("notes %q", out.Notes)
	}
	for _, want := range []string{
		"::notice title=aicomply::The check run could not be published: the token may not do that: 403 Resource not accessible by integration.\n",
		"::notice title=aicomply::The results for code scanning could not be published: the token may not do that: 403 Advanced Security must be enabled for this repository to use code scanning.\n",
	} {
		if !strings.Contains(r.stdout.String(), want) {
			t.Errorf("no %q in\n%s", want, r.stdout.String())
		}
	}
}

// TestExtrasWithoutAPullRequest are on the commit that a workflow runs for.
func TestExtrasWithoutAPullRequest(t *testing.T) {
	for _, event := range []string{"push", "merge_group"} {
		f := newFake(t)
		r := withCheck(newRun(t, f))
		r.opts.Env.EventName, r.opts.Env.Ref = event, "refs/heads/main"
		r.opts.SARIF = sarifFile(t, sarifText(1))
		out := r.mustPublish(makeReport(makeFinding(1, finding.Low, 2, 2)), Local)
		if len(f.checks) != 1 || f.checks[0].head != r.opts.Env.SHA || f.uploads["refs/heads/main "+r.opts.Env.SHA+" aicomply"] == nil || len(out.Notes) > 0 {
			t.Errorf("%s: %d check runs, uploads %v, notes %q", event, len(f.checks), len(f.uploads), out.Notes)
		}
	}
}

func TestExtrasNeedSomeThings(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"there is no token":                       func(o *Options) { o.Token = "" },
		"no repository is named":                  func(o *Options) { o.Env.Repository = "" },
		"no commit is named":                      func(o *Options) { o.Env.SHA = "" },
		"no branch, tag or pull request is known": func(o *Options) { o.Env.Ref = "main" },
	} {
		f := newFake(t)
		r := newRun(t, f)
		r.opts.Env.EventName, r.opts.Env.Ref, r.opts.SARIF = "push", "refs/heads/main", sarifFile(t, sarifText(1))
		change(&r.opts)
		out, err := r.publish(makeReport())
		if err != nil || len(out.Notes) != 1 || !strings.Contains(out.Notes[0], want) || len(f.writes()) > 0 {
			t.Errorf("%s: %v, %q", want, err, out.Notes)
		}
	}
}

func TestNeverStillHasExtras(t *testing.T) {
	f := withManifest(newFake(t))
	r := withCheck(newRun(t, f))
	r.opts.Comment = Never
	r.mustPublish(makeReport(makeFinding(1, finding.Low, 2, 2)), Local)
	if len(f.checks) != 1 || len(f.comments) != 0 || f.checks[0].head != fakeHead {
		t.Errorf("%d check runs, %d comments", len(f.checks), len(f.comments))
	}
	r.opts.CheckRun, r.opts.SARIF = false, filepath.Join(t.TempDir(), "none")
	if _, err := r.publish(makeReport()); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("error %v", err)
	}
}

func TestPullRequestTarget(t *testing.T) {
	rep := makeReport(makeFinding(1, finding.Critical, 2, 2))
	run := func(file string, mode ReportingMode) *run {
		f := withManifest(newFake(t))
		f.files[1].blob = "ce013625030ba8dba906f756967f9e9ca394464a" // git hash-object of "hello\n"
		r := withCheck(newRun(t, f))
		r.opts.Env.EventName, r.opts.Env.Workspace = "pull_request_target", t.TempDir()
		if file != "" {
			if err := os.MkdirAll(r.opts.Env.Workspace+"/svc", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(r.opts.Env.Workspace+"/svc/ai.hcl", []byte(file), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r.mustPublish(rep, mode)
		return r
	}
	r := run("hello\n", Full)
	if len(r.comments) != 1 || len(r.lines) != 1 || len(r.checks) != 1 || strings.Contains(r.stdout.String(), "::notice") {
		t.Errorf("%d comments, %d on lines, %d check runs, %s", len(r.comments), len(r.lines), len(r.checks), r.stdout.String())
	}
	for _, file := range []string{"", "the target branch's\n"} {
		r := run(file, Degraded)
		if len(r.writes()) != 0 || !strings.Contains(r.stdout.String(), "check out its head") {
			t.Errorf("wrote %v, told %s", r.writes(), r.stdout.String())
		}
	}
}
