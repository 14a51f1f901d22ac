package github

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

// state is what a reader of the pull request sees, without ids and markers.
func (f *fake) state() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, c := range f.comments {
		text, _, _ := splitMarker(c.body)
		out = append(out, "summary: "+text)
	}
	for _, c := range f.lines {
		text, _, _ := splitMarker(c.body)
		out = append(out, "line: "+text)
	}
	slices.Sort(out)
	return out
}

// TestFaultAtEveryRequest breaks a run at each of its requests in every way,
// runs again undisturbed, and expects what an undisturbed first run leaves.
func TestFaultAtEveryRequest(t *testing.T) {
	// Before the run there are comments of an earlier one: one finding stays,
	// one changes, one is gone, two are new.
	earlier := makeReport(makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 3, 3), makeFinding(3, finding.High, 4, 4))
	changed := makeFinding(2, finding.Medium, 3, 3)
	later := makeReport(makeFinding(1, finding.Critical, 2, 2), changed, makeFinding(4, finding.High, 22, 23), makeFinding(5, finding.Low, 90, 90))
	start := func(t *testing.T, before bool) (*fake, *run) {
		f := withManifest(newFake(t))
		r := newRun(t, f)
		r.opts.PathPrefix = "svc"
		if before {
			r.mustPublish(earlier, Full)
			f.forget()
		}
		return f, r
	}
	faults := map[string]func(w http.ResponseWriter, cancel func()) bool{
		"500": func(w http.ResponseWriter, _ func()) bool { refuse(w, 500, "oops"); return true },
		"429": func(w http.ResponseWriter, _ func()) bool { refuse(w, 429, "slow down"); return true },
		"403": func(w http.ResponseWriter, _ func()) bool {
			refuse(w, 403, "Resource not accessible by integration")
			return true
		},
		"broken":    func(http.ResponseWriter, func()) bool { panic(http.ErrAbortHandler) },
		"killed":    func(_ http.ResponseWriter, cancel func()) bool { cancel(); return true },
		"kill late": func(_ http.ResponseWriter, cancel func()) bool { cancel(); return false },
	}
	for _, before := range []bool{false, true} {
		f, r := start(t, before)
		r.mustPublish(later, Full)
		want, requests := f.state(), len(f.requests)
		for name, fault := range faults {
			for i := range requests {
				f, r := start(t, before)
				ctx, cancel := context.WithCancel(context.Background())
				seen, hit := 0, ""
				f.before = func(w http.ResponseWriter, req *http.Request) bool {
					// The same request, sent again, fails again.
					key := req.Method + " " + req.URL.Path
					if seen++; seen == i+1 {
						hit = key
					}
					return hit == key && fault(w, cancel)
				}
				New(r.opts).Publish(ctx, later)
				cancel()
				f.before = nil
				again := newRunLike(t, r)
				again.mustPublish(later, Full)
				if got := f.state(); !slices.Equal(got, want) {
					t.Errorf("%s at request %d (%s), earlier run %v: got\n%s\nwant\n%s", name, i, hit, before, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				f.forget()
				if again.mustPublish(later, Full); len(f.writes()) > 0 {
					t.Errorf("%s at request %d (%s): a third run wrote %v", name, i, hit, f.writes())
				}
			}
		}
	}
}
