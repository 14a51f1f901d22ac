package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// RoundTrip lets a publisher talk to the fake without a network.
func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in := req.Clone(req.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	f.ServeHTTP(w, in)
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

// saved is what the fake holds, to be brought back before each fault.
type saved struct {
	head            string
	comments, lines []fakeComment
	checks          []fakeCheck
	uploads         map[string][]byte
	reviews         int
	nextID          int64
}

func (f *fake) save() saved {
	s := saved{head: f.head, uploads: maps.Clone(f.uploads), reviews: len(f.reviews), nextID: f.nextID}
	for _, c := range f.comments {
		s.comments = append(s.comments, *c)
	}
	for _, c := range f.lines {
		s.lines = append(s.lines, *c)
	}
	for _, c := range f.checks {
		s.checks = append(s.checks, *c)
	}
	return s
}

func (f *fake) restore(s saved) {
	f.head, f.uploads, f.nextID = s.head, maps.Clone(s.uploads), s.nextID
	f.reviews = f.reviews[:s.reviews]
	f.comments, f.lines, f.checks = pointers(s.comments), pointers(s.lines), pointers(s.checks)
	f.forget()
}

func pointers[T any](list []T) []*T {
	var out []*T
	for _, v := range list {
		out = append(out, &v)
	}
	return out
}

// state is what a reader of the pull request sees, without ids, markers and
// the commits that texts name: the comments, and of the head the newest check
// run, how many there are, and the results that code scanning has.
func (f *fake) state() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	say := func(format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		for _, sha := range []string{fakeHead, movedHead} {
			text = strings.NewReplacer(sha, "HEAD", sha[:12], "HEAD").Replace(text)
		}
		out = append(out, text)
	}
	for _, c := range f.comments {
		text, _, _ := splitMarker(c.body)
		say("summary: %s", text)
	}
	for _, c := range f.lines {
		text, _, _ := splitMarker(c.body)
		say("line %s:%d-%d: %s", c.path, c.startLine, c.line, text)
	}
	runs := 0
	for _, c := range f.checks {
		if c.head == f.head {
			runs++
		}
	}
	if runs > 0 {
		c := f.checks[len(f.checks)-1]
		said := c.said
		said.Output.Annotations = nil
		notes := make([]string, 0, len(c.annotations))
		for _, a := range c.annotations {
			notes = append(notes, fmt.Sprint(a))
		}
		slices.Sort(notes)
		say("check run 1 of %d: %+v %v", runs, said, notes)
	}
	for key, text := range f.uploads {
		if strings.Contains(key, f.head) {
			say("code scanning %s: %s", key, text)
		}
	}
	slices.Sort(out)
	return out
}

var movedHead = strings.Repeat("9", 40)

// fault is one way for a request to go wrong. It answers the request, or gives
// the error that the network would.
type fault struct {
	name string
	last bool // the answer is final: the request is not sent again
	do   func(x *faultRun, req *http.Request) (*http.Response, error)
}

func answered(status int, message string, headers ...string) func(*faultRun, *http.Request) (*http.Response, error) {
	return func(_ *faultRun, req *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		refuse(w, status, message)
		resp := w.Result()
		resp.Request = req
		return resp, nil
	}
}

var errReset = errors.New("read: connection reset by peer")

func faults(now time.Time) []fault {
	reset := strconv.FormatInt(now.Add(10*time.Second).Unix(), 10)
	return []fault{
		{"reset before", false, func(*faultRun, *http.Request) (*http.Response, error) { return nil, errReset }},
		{"reset after", false, func(x *faultRun, req *http.Request) (*http.Response, error) {
			x.fake.RoundTrip(req)
			return nil, errReset
		}},
		{"answer cut short", false, func(x *faultRun, req *http.Request) (*http.Response, error) {
			resp, _ := x.fake.RoundTrip(req)
			resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader([]byte("{")), brokenReader{}))
			return resp, nil
		}},
		{"500", false, answered(500, "oops")},
		{"502 after", false, func(x *faultRun, req *http.Request) (*http.Response, error) {
			x.fake.RoundTrip(req)
			return answered(502, "bad gateway")(x, req)
		}},
		{"429 with Retry-After", false, answered(429, "slow down", "Retry-After", "5")},
		{"429 without", false, answered(429, "slow down")},
		{"403 secondary", false, answered(403, "You have exceeded a secondary rate limit", "Retry-After", "7")},
		{"403 primary", false, answered(403, "API rate limit exceeded", "X-RateLimit-Limit", "1000", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset)},
		{"403 read-only", true, answered(403, "Resource not accessible by integration")},
		{"404", true, answered(404, "Not Found")},
		{"422", true, answered(422, "Validation Failed")},
		{"too slow", false, func(x *faultRun, req *http.Request) (*http.Response, error) {
			x.fake.RoundTrip(req) // it takes effect, and its answer does not come in time
			<-req.Context().Done()
			return nil, req.Context().Err()
		}},
		{"moved head", true, func(x *faultRun, req *http.Request) (*http.Response, error) {
			x.fake.head = movedHead
			return x.fake.RoundTrip(req)
		}},
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errReset }

// faultRun is a transport that breaks one request: once, or each time that it
// is sent.
type faultRun struct {
	fake  *fake
	fault fault
	at    int // index of the request
	again bool
	seen  int
	hit   string // the request that was broken
}

func (x *faultRun) broken(req *http.Request) bool {
	key := req.Method + " " + req.URL.Path
	if x.seen++; x.seen == x.at+1 {
		x.hit = key
		return true
	}
	return x.again && x.hit == key
}

// RoundTrip implements http.RoundTripper.
func (x *faultRun) RoundTrip(req *http.Request) (*http.Response, error) {
	if x.broken(req) {
		return x.fault.do(x, req)
	}
	return x.fake.RoundTrip(req)
}

// deadline is that of an attempt, with no need to wait for it.
func (x *faultRun) deadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if x.fault.name == "too slow" && (x.seen == x.at || x.hit != "") {
		d = time.Millisecond
	}
	return context.WithTimeout(ctx, d)
}

// faultScenario is a pull request and the report to publish on it.
type faultScenario struct {
	name  string
	fake  *fake
	start saved
	rep   *report.Report
	sarif string
}

// scenarios are an empty pull request, and one that has it all: a summary, and
// comments on lines, of which one stays, one changes, and two are out of date,
// one of these with a reply; a check run whose annotations are out of date; and
// results in code scanning.
func scenarios(t *testing.T) []faultScenario {
	t.Helper()
	// Not on lines of the diff, so that annotations need two requests.
	var many []finding.Finding
	for n := range maxBatch + 3 {
		short := makeFinding(100+n, finding.Low, 100+n, 100+n)
		short.Remediation, short.Witness, short.Controls = "", nil, nil
		many = append(many, short)
	}
	changed := makeFinding(2, finding.Medium, 3, 3)
	little := makeReport(makeFinding(1, finding.Critical, 2, 2), makeFinding(5, finding.High, 90, 90))
	later := makeReport(append(slices.Clone(many), makeFinding(1, finding.Critical, 2, 2), changed,
		makeFinding(5, finding.High, 22, 23), makeFinding(6, finding.High, 24, 24))...)
	earlier := makeReport(append(slices.Clone(many), makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 3, 3),
		makeFinding(3, finding.High, 4, 4), makeFinding(4, finding.High, 21, 21))...)

	empty, full := withManifest(newFake(t)), withManifest(newFake(t))
	sarif := sarifFile(t, sarifText(4))
	before := faultScenario{fake: full, sarif: sarifFile(t, sarifText(2))}
	if out, err := before.publish(t, full, nil, earlier); err != nil || out.ReportingMode != Full || len(full.lines) != 4 {
		t.Fatalf("%+v, %v", out, err)
	}
	full.lines = append(full.lines, &fakeComment{id: full.newID(), author: "someone", body: "why?", path: "svc/ai.hcl", line: 4, replyTo: full.lines[2].id})
	return []faultScenario{
		{name: "empty", fake: empty, start: empty.save(), rep: little, sarif: sarif},
		{name: "full", fake: full, start: full.save(), rep: later, sarif: sarif},
	}
}

// publish is one run without a network, for the head that the fake has.
func (s faultScenario) publish(t *testing.T, over http.RoundTripper, x *faultRun, rep *report.Report) (Outcome, error) {
	o := Options{
		Token: testToken, PathPrefix: "svc", CheckRun: true, SARIF: s.sarif, Head: s.fake.head, Repository: "Codertocat/Hello-World", PullRequest: 2,
		Env:       Env{APIURL: "https://git.example" + fakeBase, GraphQLURL: "https://git.example/api/graphql", ServerURL: "https://git.example", RunID: "7", RunAttempt: "1"},
		Transport: over,
		Now:       func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
		Sleep:     func(context.Context, time.Duration) error { return nil },
	}
	if x != nil {
		o.Deadline = x.deadline
	}
	return New(o).Publish(context.Background(), rep)
}

// undisturbed is what a run for a head leaves that nothing goes wrong in, and
// its requests.
func (s faultScenario) undisturbed(t *testing.T, head string) (state, requests []string) {
	t.Helper()
	s.fake.restore(s.start)
	s.fake.head = head
	if out, err := s.publish(t, s.fake, nil, s.rep); err != nil || out.ReportingMode != Full || len(out.Notes) > 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	return s.fake.state(), slices.Clone(s.fake.requests)
}

// TestFaultAtEveryRequest breaks a run at each of its requests in every way,
// once and lastingly, runs again undisturbed, and expects what an undisturbed
// first run leaves, and that a further run has nothing to do.
func TestFaultAtEveryRequest(t *testing.T) {
	var pairs atomic.Int64
	all := faults(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	t.Run("of", func(t *testing.T) {
		for _, s := range scenarios(t) {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				pairs.Add(int64(s.breakEach(t, all)))
			})
		}
	})
	t.Logf("%d faults at every request, once and lastingly: %d runs were broken and recovered", len(all), pairs.Load())
	if pairs.Load() < 500 {
		t.Errorf("only %d runs were broken", pairs.Load())
	}
}

// breakEach gives the number of runs that it broke.
func (s faultScenario) breakEach(t *testing.T, all []fault) int {
	onMoved, _ := s.undisturbed(t, movedHead)
	onHead, requests := s.undisturbed(t, fakeHead)
	nothingLost(t, s.rep, onHead)
	broken := 0
	for _, fault := range all {
		for _, again := range []bool{false, true} {
			for i := 0; i < len(requests) && !(fault.last && again); i++ {
				broken++
				s.fake.restore(s.start)
				x := &faultRun{fake: s.fake, fault: fault, at: i, again: again}
				_, err := s.publish(t, x, x, s.rep)
				if x.hit == "" {
					t.Fatalf("request %d was not reached", i)
				}
				want := onHead
				if s.fake.head == movedHead {
					want = onMoved
				}
				s.settled(t, fmt.Sprintf("%s at request %d (%s), again %v: %v", fault.name, i, x.hit, again, err), want, !again)
			}
		}
	}
	t.Logf("%d requests, %d (fault, request) pairs; requests %v", len(requests), broken, requests)
	return broken
}

// settled runs again, and compares; and once more, if asked to, which must write
// nothing.
func (s faultScenario) settled(t *testing.T, at string, want []string, twice bool) {
	t.Helper()
	s.fake.lax = true // its answers are looked at in all broken runs
	defer func() { s.fake.lax = false }()
	out, err := s.publish(t, s.fake, nil, s.rep)
	if err != nil || out.ReportingMode != Full || len(out.Notes) > 0 {
		t.Errorf("%s: the second run: %+v, %v", at, out, err)
	}
	if got := s.fake.state(); !slices.Equal(got, want) {
		t.Errorf("%s (-want +got):\n%.3000s", at, cmp.Diff(want, got))
	}
	if !twice {
		return
	}
	s.fake.forget()
	if _, err := s.publish(t, s.fake, nil, s.rep); err != nil {
		t.Errorf("%s: the third run: %v", at, err)
	}
	// Code scanning is handed its results each time; they replace the same ones.
	writes := slices.DeleteFunc(s.fake.writes(), func(w string) bool { return strings.HasSuffix(w, "/code-scanning/sarifs") })
	if len(writes) > 0 {
		t.Errorf("%s: the third run wrote %v", at, writes)
	}
}

// nothingLost looks for every finding in the comments and in the check run, and
// for comments that are there twice.
func nothingLost(t *testing.T, rep *report.Report, state []string) {
	t.Helper()
	var comments, check string
	for _, s := range state {
		if strings.HasPrefix(s, "check run") {
			check += s
		} else {
			comments += s + "\n"
		}
	}
	for _, f := range rep.Deployments[0].Findings {
		if n := strings.Count(comments, f.Message); n != 1 {
			t.Errorf("%q stands in the comments %d times", f.Message, n)
		}
		if !strings.Contains(check, f.Message) {
			t.Errorf("%q is not in the check run", f.Message)
		}
	}
	if len(slices.Compact(slices.Clone(state))) != len(state) {
		t.Errorf("something is there twice: %q", state)
	}
}
