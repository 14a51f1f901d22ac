package github

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestFirstRun(t *testing.T) {
	r := newRun(t, withManifest(newFake(t)))
	r.opts.PathPrefix = "svc"
	waived := makeFinding(9, finding.High, 2, 2)
	waived.Status, waived.Blocking = finding.Waived, false
	out := r.mustPublish(makeReport(
		makeFinding(1, finding.Critical, 2, 3),   // within hunk 1
		makeFinding(2, finding.High, 3, 8),       // begins in hunk 1
		makeFinding(3, finding.Medium, 100, 101), // outside
		waived,
	), Full)

	if out.Findings != 3 || out.Blocking != 2 || out.HighestSeverity != "critical" || out.Conclusion != "failure" {
		t.Errorf("outcome %+v", out)
	}
	want := map[string]string{"findings": "3", "blocking": "2", "highest-severity": "critical", "conclusion": "failure", "reporting-mode": "full"}
	for name, value := range want {
		if got := r.outputs()[name]; got != value {
			t.Errorf("output %s = %q, want %q", name, got, value)
		}
	}
	if !strings.Contains(r.read(r.opts.Env.StepSummary), "3 findings") {
		t.Errorf("step summary: %s", r.read(r.opts.Env.StepSummary))
	}
	if !strings.Contains(r.stdout.String(), "::error file=svc/ai.hcl,line=2") {
		t.Errorf("annotations: %s", r.stdout.String())
	}
	if len(r.comments) != 1 || len(r.reviews) != 1 || len(r.lines) != 2 {
		t.Fatalf("%d comments, %d reviews, %d comments on lines", len(r.comments), len(r.reviews), len(r.lines))
	}
	summary := r.comments[0].body
	for _, part := range []string{
		"### aicomply: 2 blocking findings", "2 findings are comments", "1 waived", "flow f3 leaves the EEA",
		"[`svc/ai.hcl:100`](https://git.example/Codertocat/Hello-World/blob/" + fakeHead + "/svc/ai.hcl#L100-L101)",
	} {
		if !strings.Contains(summary, part) {
			t.Errorf("summary lacks %q:\n%s", part, summary)
		}
	}
	if strings.Contains(summary, "flow f1") {
		t.Errorf("summary repeats a finding that has a comment:\n%s", summary)
	}
	if c := r.lines[0]; c.startLine != 2 || c.line != 3 || c.path != "svc/ai.hcl" {
		t.Errorf("comment on %s:%d-%d, want svc/ai.hcl:2-3", c.path, c.startLine, c.line)
	}
	if c := r.lines[1]; c.startLine != 3 || c.line != 3 {
		t.Errorf("comment on %d-%d, want 3-3", c.startLine, c.line)
	}
	for _, token := range r.tokens {
		if token != "Bearer "+testToken {
			t.Errorf("Authorization %q", token)
		}
	}
}

func TestSecondRunWritesNothing(t *testing.T) {
	f := withManifest(newFake(t))
	f.pageSize = 1 // every list has several pages
	rep := makeReport(makeFinding(1, finding.Critical, 2, 3), makeFinding(2, finding.High, 22, 22), makeFinding(3, finding.Low, 50, 50))
	for n := range 3 {
		r := newRun(t, f)
		r.opts.PathPrefix = "svc"
		r.opts.Env.RunID = fmt.Sprint(100 + n)
		out := r.mustPublish(rep, Full)
		if n > 0 && (len(f.writes()) != 0 || out.Writes != 0) {
			t.Fatalf("run %d wrote: %v", n+1, f.writes())
		}
		if len(f.comments) != 1 || len(f.lines) != 2 {
			t.Fatalf("run %d: %d comments, %d on lines", n+1, len(f.comments), len(f.lines))
		}
		f.forget()
	}
}

func TestChangedFindingIsEditedInPlace(t *testing.T) {
	f := withManifest(newFake(t))
	first := makeFinding(1, finding.Critical, 2, 2)
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.mustPublish(makeReport(first), Full)
	id := f.lines[0].id
	f.forget()

	first.Message = "flow f1 now goes to two countries"
	r.mustPublish(makeReport(first), Full)
	want := []string{fmt.Sprintf("PATCH /repos/Codertocat/Hello-World/pulls/comments/%d", id)}
	if got := f.writes(); !slices.Equal(got, want) {
		t.Errorf("writes %v, want %v", got, want)
	}
	if len(f.lines) != 1 || !strings.Contains(f.lines[0].body, "two countries") {
		t.Errorf("comment on a line: %+v", f.lines[0])
	}
}

func TestGoneFindingIsTakenBack(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	a, b := makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 3, 3)
	r.mustPublish(makeReport(a, b), Full)
	f.lines = append(f.lines, &fakeComment{id: f.newID(), author: "someone", body: "why?", path: "svc/ai.hcl", line: 3, replyTo: f.lines[1].id})

	r.mustPublish(makeReport(), Full)
	if len(f.lines) != 2 {
		t.Fatalf("%d comments on lines, want the answered one and its reply", len(f.lines))
	}
	if !strings.HasPrefix(f.lines[0].body, "No longer reported at `"+fakeHead+"`.") {
		t.Errorf("answered comment: %s", f.lines[0].body)
	}
	if !strings.Contains(f.comments[0].body, "no findings") {
		t.Errorf("summary: %s", f.comments[0].body)
	}
	f.forget()
	r.mustPublish(makeReport(), Full)
	if got := f.writes(); len(got) != 0 {
		t.Errorf("a further run wrote %v", got)
	}
	// The finding comes back: so does its comment.
	r.mustPublish(makeReport(b), Full)
	if len(f.lines) != 2 || !strings.Contains(f.lines[0].body, "flow f2") {
		t.Errorf("comment after return: %s", f.lines[0].body)
	}
}

func TestAtMost25CommentsWorstFirst(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	var fs []finding.Finding
	for n := range 30 {
		severity := finding.Low
		if n%2 == 0 {
			severity = finding.Critical
		}
		fs = append(fs, makeFinding(n, severity, 1+n%4, 1+n%4))
	}
	r.mustPublish(makeReport(fs...), Full)
	critical := 0
	for _, c := range f.lines {
		if strings.Contains(c.body, "**Critical**") {
			critical++
		}
	}
	if len(f.lines) != 25 || critical != 15 || len(f.reviews) != 1 {
		t.Errorf("%d comments, %d of them critical, %d reviews", len(f.lines), critical, len(f.reviews))
	}
	if got := strings.Count(f.comments[0].body, "- **Low**"); got != 5 {
		t.Errorf("%d findings in the summary, want 5:\n%s", got, f.comments[0].body)
	}
	f.forget()
	r.mustPublish(makeReport(fs...), Full)
	if got := f.writes(); len(got) != 0 {
		t.Errorf("a second run wrote %v", got)
	}
	// A worse one than those that have a comment still gets its own.
	r.mustPublish(makeReport(append(fs, makeFinding(99, finding.Critical, 1, 1))...), Full)
	if len(f.lines) != 26 {
		t.Errorf("%d comments, want one more", len(f.lines))
	}
}

func TestFindingsOfTheBaseGetNoComment(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	old, fresh := makeFinding(1, finding.High, 2, 2), makeFinding(2, finding.High, 3, 3)
	old.New, fresh.New = new(bool), new(bool)
	*fresh.New = true
	r.mustPublish(makeReport(old, fresh), Full)
	if len(f.lines) != 1 || !strings.Contains(f.lines[0].body, "flow f2") || !strings.Contains(f.comments[0].body, "flow f1") {
		t.Errorf("%d comments on lines; summary:\n%s", len(f.lines), f.comments[0].body)
	}
}

func TestReadOnlyTokenDegrades(t *testing.T) {
	f := withManifest(newFake(t))
	f.readOnly = true
	r := newRun(t, f)
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Degraded)
	if !strings.Contains(r.stdout.String(), "::notice title=aicomply::Comments on the pull request are missing") ||
		!strings.Contains(r.stdout.String(), "::error file=ai.hcl") {
		t.Errorf("stdout: %s", r.stdout.String())
	}
	if !strings.Contains(r.read(r.opts.Env.StepSummary), "flow f1") {
		t.Error("the step summary lacks the finding")
	}
	if got := f.writes(); len(got) != 1 {
		t.Errorf("%d attempts to write, want 1: %v", len(got), got)
	}

	r = newRun(t, f)
	r.opts.RequireComment = true
	if _, err := r.publish(makeReport()); err != nil {
		t.Errorf("with nothing to say: %v", err)
	}
	if _, err := r.publish(makeReport(makeFinding(1, finding.Low, 2, 2))); err == nil || !strings.Contains(err.Error(), "Resource not accessible") {
		t.Errorf("error %v, want that a comment is required", err)
	}
}

func TestNoToken(t *testing.T) {
	f := newFake(t)
	r := newRun(t, f)
	r.opts.Token = ""
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Degraded)
	if len(f.requests) != 0 {
		t.Errorf("requests %v", f.requests)
	}
}

func TestOtherEventsStayLocal(t *testing.T) {
	for _, event := range []string{"push", "merge_group", ""} {
		f := newFake(t)
		r := newRun(t, f)
		r.opts.Env.EventName = event
		r.opts.RequireComment = true
		r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Local)
		if len(f.requests) != 0 || !strings.Contains(r.log.String(), "pull request") {
			t.Errorf("%s: requests %v, log %s", event, f.requests, r.log.String())
		}
	}
}

func TestExplicitPullRequest(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.Env.EventName, r.opts.Env.Repository = "push", "Else/where"
	r.opts.Repository, r.opts.PullRequest = "Codertocat/Hello-World", 2
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Full)
	if len(f.comments) != 1 {
		t.Errorf("%d comments", len(f.comments))
	}
	r.opts.Repository = "a/b/../c"
	if _, err := r.publish(makeReport()); err == nil {
		t.Error("a malformed repository is taken")
	}
}

func TestCommentModes(t *testing.T) {
	for mode, want := range map[CommentMode]int{Auto: 0, Always: 1, Never: 0} {
		f := newFake(t)
		r := newRun(t, f)
		r.opts.Comment = mode
		if _, err := r.publish(makeReport()); err != nil {
			t.Fatal(err)
		}
		if len(f.comments) != want {
			t.Errorf("%s: %d comments on a clean run, want %d", mode, len(f.comments), want)
		}
	}
}

func TestRefusedReviewGoesToTheSummary(t *testing.T) {
	f := withManifest(newFake(t))
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/reviews") {
			return false
		}
		refuse(w, http.StatusUnprocessableEntity, "Unprocessable Entity", "Line could not be resolved")
		return true
	}
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Full)
	if len(f.lines) != 0 || len(f.comments) != 1 || !strings.Contains(f.comments[0].body, "flow f1") {
		t.Errorf("comments: %+v", f.comments)
	}
}

func TestMovedHead(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		f := withManifest(newFake(t))
		r := newRun(t, f)
		f.head = strings.Repeat("2", 40)
		r.opts.RequireComment = true
		r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Outdated)
		if got := f.writes(); len(got) != 0 {
			t.Errorf("wrote %v", got)
		}
	})
	t.Run("during", func(t *testing.T) {
		f := withManifest(newFake(t))
		r := newRun(t, f)
		r.opts.PathPrefix = "svc"
		f.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/reviews") {
				f.head = strings.Repeat("2", 40)
			}
			return false
		}
		r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Outdated)
		if len(f.lines) != 0 || len(f.writes()) != 2 {
			t.Errorf("wrote %v", f.writes())
		}
	})
}

func TestOthersCommentsAreLeftAlone(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	rep := makeReport(makeFinding(1, finding.Critical, 2, 2))
	r.mustPublish(rep, Full)
	// A stranger copies our markers; we ourselves quote one above the last line.
	for _, c := range []*fakeComment{f.comments[0], f.lines[0]} {
		c.author = "mallory"
	}
	f.comments = append(f.comments, &fakeComment{id: f.newID(), author: f.viewer, body: f.comments[0].body + "\nsee above"})
	f.lines = append(f.lines, &fakeComment{id: f.newID(), author: f.viewer, path: "x", body: f.lines[0].body + "\n> quoted"})
	other := newRun(t, f) // another publisher on the same pull request
	other.opts.PathPrefix, other.opts.Name = "svc", "other"
	other.mustPublish(rep, Full)
	f.forget()

	r.mustPublish(rep, Full)
	for _, w := range f.writes() {
		if !strings.HasPrefix(w, "POST ") {
			t.Errorf("touched another's comment: %s", w)
		}
	}
	if len(f.comments) != 4 || len(f.lines) != 4 {
		t.Errorf("%d comments, %d on lines; want 4 and 4", len(f.comments), len(f.lines))
	}
}

func TestDuplicatesAreRemoved(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	rep := makeReport(makeFinding(1, finding.Critical, 2, 2))
	r.mustPublish(rep, Full)
	summary, line := *f.comments[0], *f.lines[0]
	// A run beside ours makes its comments just before we make ours.
	f.comments, f.lines = nil, nil
	f.before = func(_ http.ResponseWriter, req *http.Request) bool {
		if req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/comments") {
			f.comments = append(f.comments, &summary)
			f.lines = append(f.lines, &line)
		}
		return false
	}
	r.mustPublish(rep, Full)
	if len(f.comments) != 1 || f.comments[0].id != summary.id {
		t.Errorf("%d summaries, want the oldest only", len(f.comments))
	}
	f.before = nil
	r.mustPublish(rep, Full)
	if len(f.lines) != 1 || f.lines[0].id != line.id {
		t.Errorf("%d comments on the line, want the oldest only", len(f.lines))
	}
}

func TestLoginFromTheAnswer(t *testing.T) {
	f := withManifest(newFake(t))
	f.viewer = "my-app[bot]"
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/graphql") {
			refuse(w, http.StatusForbidden, "no")
			return true
		}
		return false
	}
	rep := makeReport(makeFinding(1, finding.High, 50, 50))
	for range 3 {
		newRun(t, f).mustPublish(rep, Full)
	}
	if len(f.comments) != 1 {
		t.Errorf("%d summaries of an app whose login is not known beforehand", len(f.comments))
	}
}

func TestFileThatIsNotTheHeads(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.opts.Env.Workspace = t.TempDir()
	if err := os.Mkdir(r.opts.Env.Workspace+"/svc", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.opts.Env.Workspace+"/svc/ai.hcl", []byte("hello\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	rep := makeReport(makeFinding(1, finding.Critical, 2, 2))
	r.mustPublish(rep, Full)
	if len(f.lines) != 0 || !strings.Contains(f.comments[0].body, "flow f1") {
		t.Errorf("a comment stands on a line that may have moved")
	}
	if body := f.comments[0].body; !strings.Contains(body, "/blob/"+fakeHead+"/svc/ai.hcl) (line after the merge)") || strings.Contains(body, "#L") {
		t.Errorf("a link leads to a line that may have moved: %s", body)
	}
	f.files[1].blob = "ce013625030ba8dba906f756967f9e9ca394464a" // git hash-object of "hello\n"
	r.mustPublish(rep, Full)
	if len(f.lines) != 1 {
		t.Errorf("no comment on a file that is the head's")
	}
	if body := f.comments[0].body; !strings.Contains(body, "#L2)") || strings.Contains(body, "after the merge") {
		t.Errorf("no link to the line of a file that is the head's: %s", body)
	}
}

func TestBadInput(t *testing.T) {
	f := newFake(t)
	for name, change := range map[string]func(*Options){
		"no payload":       func(o *Options) { o.Env.EventPath = t.TempDir() + "/none" },
		"prefix outside":   func(o *Options) { o.PathPrefix = "../x" },
		"absolute prefix":  func(o *Options) { o.PathPrefix = "/x" },
		"API address":      func(o *Options) { o.Env.APIURL = "ftp://x" },
		"comment mode":     func(o *Options) { o.Comment = "sometimes" },
		"head":             func(o *Options) { o.Head = "main" },
		"unwritable files": func(o *Options) { o.Env.StepSummary = "/nonexistent/x" },
	} {
		r := newRun(t, f)
		change(&r.opts)
		if _, err := New(r.opts).Publish(context.Background(), makeReport()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got := f.writes(); len(got) != 0 {
		t.Errorf("wrote %v", got)
	}
}

func TestZeroOptions(t *testing.T) {
	rep := makeReport(makeFinding(1, finding.High, 1, 1))
	before := rep.Deployments[0].Findings[0].Range.File
	out, err := New(Options{}).Publish(context.Background(), rep)
	if err != nil || out.ReportingMode != Local || out.Blocking != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if _, err := New(Options{PathPrefix: "x"}).Publish(context.Background(), rep); err != nil {
		t.Error(err)
	}
	if rep.Deployments[0].Findings[0].Range.File != before {
		t.Error("the caller's report was changed")
	}
}
