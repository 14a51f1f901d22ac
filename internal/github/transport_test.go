package github

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
)

// failing answers the first requests that match with a status, and lets the
// rest through.
func failing(times int, match string, status int, headers ...string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if times == 0 || !strings.Contains(r.Method+" "+r.URL.Path, match) {
			return false
		}
		times--
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		refuse(w, status, "try later")
		return true
	}
}

func TestRetries(t *testing.T) {
	const issues, pulls = "POST /api/v3/repos/Codertocat/Hello-World/issues", "GET /api/v3/repos/Codertocat/Hello-World/pulls/2"
	cases := map[string]struct {
		before func(http.ResponseWriter, *http.Request) bool
		mode   ReportingMode
		slept  []time.Duration // exact where GitHub says how long; nil = not checked
	}{
		"429 on a write":           {failing(1, issues, 429, "Retry-After", "7"), Full, []time.Duration{7 * time.Second}},
		"429 with a date":          {failing(1, pulls, 429, "Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT"), Full, []time.Duration{30 * time.Second}},
		"429 without a time":       {failing(1, pulls, 429), Full, []time.Duration{time.Minute}},
		"secondary limit":          {failing(2, issues, 403, "Retry-After", "5"), Full, []time.Duration{5 * time.Second, 5 * time.Second}},
		"used up, reset near":      {failing(1, pulls, 403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1772366410"), Full, []time.Duration{11 * time.Second}},
		"used up, reset far":       {failing(9, pulls, 403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1772369999"), Degraded, []time.Duration{}},
		"asked to wait too long":   {failing(9, pulls, 429, "Retry-After", "99999999999"), Degraded, nil},
		"429 for ever":             {failing(99, issues, 429, "Retry-After", "1"), Degraded, nil},
		"500 on a read":            {failing(2, pulls, 500), Full, nil},
		"500 on a write":           {failing(1, issues, 502), Full, nil},
		"500 for ever on a write":  {failing(99, issues, 502), Degraded, nil},
		"500 on a review":          {failing(1, "/reviews", 503), Full, nil},
		"500 for ever on a review": {failing(99, "/reviews", 503), Degraded, nil},
		"not found":                {failing(99, pulls, 404), Degraded, []time.Duration{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := withManifest(newFake(t))
			f.before = c.before
			r := newRun(t, f)
			r.opts.PathPrefix = "svc"
			rep := makeReport(makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 50, 50))
			r.mustPublish(rep, c.mode)
			// A long wait has jitter, so compare whole seconds.
			if c.slept != nil && !slices.Equal(r.slept, c.slept) {
				t.Errorf("slept %v, want %v", r.slept, c.slept)
			}
			if len(r.requests) > 40 {
				t.Errorf("%d requests", len(r.requests))
			}
			// When GitHub works again, the next run completes what is missing.
			f.before = nil
			newRunLike(t, r).mustPublish(rep, Full)
			if len(f.comments) != 1 || len(f.lines) != 1 {
				t.Errorf("%d comments, %d on lines after recovery", len(f.comments), len(f.lines))
			}
		})
	}
}

func newRunLike(t *testing.T, r *run) *run {
	again := newRun(t, r.fake)
	again.opts.PathPrefix = r.opts.PathPrefix
	return again
}

// TestLostAnswer lets a write succeed while its answer is lost: to an error of
// a proxy's, or to a broken connection.
func TestLostAnswer(t *testing.T) {
	lose := map[string]func(http.ResponseWriter){
		"bad gateway": func(w http.ResponseWriter) { refuse(w, http.StatusBadGateway, "lost") },
		"broken":      func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	}
	for name, answer := range lose {
		for _, path := range []string{"/issues/2/comments", "/pulls/2/reviews"} {
			f := withManifest(newFake(t))
			lost := false
			f.before = func(w http.ResponseWriter, r *http.Request) bool {
				if lost || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, path) {
					return false
				}
				lost = true
				body, _ := io.ReadAll(r.Body)
				if strings.Contains(path, "issues") {
					f.createComment(httptest.NewRecorder(), body)
				} else {
					f.createReview(httptest.NewRecorder(), body)
				}
				answer(w)
				return true
			}
			r := newRun(t, f)
			r.opts.PathPrefix = "svc"
			r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Full)
			if !lost || len(f.comments) != 1 || len(f.lines) != 1 || len(f.reviews) != 1 {
				t.Errorf("%s, %s: %d comments, %d on lines, %d reviews", name, path, len(f.comments), len(f.lines), len(f.reviews))
			}
			if n := len(f.writes()); n != 2 {
				t.Errorf("%s, %s: %d writes: %v", name, path, n, f.writes())
			}
		}
	}
}

func TestRedirects(t *testing.T) {
	var stolen []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stolen = append(stolen, r.Method+" "+r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	cases := map[string]struct {
		match, to string
		ok        bool
	}{
		"read to another host":   {"GET /api/v3/repos/Codertocat/Hello-World/pulls/2", elsewhere.URL, false},
		"write to another host":  {"POST /api/v3/repos/Codertocat/Hello-World/issues", elsewhere.URL, false},
		"write on the same host": {"POST /api/v3/repos/Codertocat/Hello-World/issues", "", false},
		"read on the same host":  {"GET /api/v3/repos/Codertocat/Hello-World/pulls/2/files", "", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := withManifest(newFake(t))
			done := false
			f.before = func(w http.ResponseWriter, r *http.Request) bool {
				if done || !strings.HasPrefix(r.Method+" "+r.URL.Path, c.match) {
					return false
				}
				done = true
				to := c.to
				if to == "" {
					to = f.server.URL
				}
				http.Redirect(w, r, to+r.URL.RequestURI(), http.StatusTemporaryRedirect)
				return true
			}
			_, err := newRun(t, f).publish(makeReport(makeFinding(1, finding.Critical, 2, 2)))
			if (err == nil) != c.ok {
				t.Errorf("error %v", err)
			}
			if len(stolen) > 0 {
				t.Errorf("the other host got %v", stolen)
			}
		})
	}
}

func TestHugeAnswer(t *testing.T) {
	f := withManifest(newFake(t))
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/files") {
			return false
		}
		w.Write([]byte("["))
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range 40 {
			if _, err := w.Write(chunk); err != nil {
				return true
			}
		}
		return true
	}
	_, err := newRun(t, f).publish(makeReport())
	if err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("error %v, want that the answer is too long", err)
	}
}
