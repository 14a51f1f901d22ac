package check_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
)

// fleet is n deployments by path; every fifth cannot be evaluated.
func fleet(t testing.TB, n int) []check.Deployment {
	t.Helper()
	var out []check.Deployment
	for i := range n {
		d := deployment(t, fmt.Sprintf("  title = %q", fmt.Sprint("System ", i)), "")
		d.Manifest.Path = fmt.Sprintf("d%03d", i)
		if i%5 == 3 {
			d.Diagnostics = []finding.Diagnostic{{Severity: finding.Error, Summary: d.Manifest.Path}}
		}
		out = append(out, d)
	}
	return out
}

// TestRunInOrder: however many are evaluated at a time, the report has them as
// they were given.
func TestRunInOrder(t *testing.T) {
	r, err := check.Run(context.Background(), fleet(t, 60), options(t, "2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	var paths, said []string
	for _, d := range r.Deployments {
		paths = append(paths, d.Path)
		if len(d.Findings) != 1 || d.Title != "System "+strings.TrimLeft(strings.TrimPrefix(d.Path, "d"), "0") && d.Path != "d000" {
			t.Errorf("%s is %q with %d findings", d.Path, d.Title, len(d.Findings))
		}
	}
	for _, d := range r.Diagnostics {
		if d.Severity == finding.Error {
			said = append(said, d.Summary)
		}
	}
	for i := range 60 {
		list, name := &paths, fmt.Sprintf("d%03d", i)
		if i%5 == 3 {
			list = &said
		}
		if len(*list) == 0 || (*list)[0] != name {
			t.Fatalf("%s is not next in %q", name, *list)
		}
		*list = (*list)[1:]
	}
}

// hungry is a policy that takes some 60 MiB for a while, or all there is.
var hungry = strings.Replace(text, "\"message\": \"m\"}", `"message": "m"} if {
	s := sprintf("%999999d", [1])
	is_bomb := count([1 | input.system.title == "bomb"])
	held := [sprintf("%s%d", [s, i]) | some i in numbers.range(1, 60 + (is_bomb * 100000))]
	waited := [i | some i in numbers.range(1, 200000); i < 0]
	count(held) > count(waited)
}`, 1)

// TestRunBlamesWhoRanOutOfMemory: what is evaluated at the same time is not
// stopped for what it does not take itself.
func TestRunBlamesWhoRanOutOfMemory(t *testing.T) {
	var ds []check.Deployment
	for i := range 4 {
		d := deployment(t, fmt.Sprintf("  title = %q", map[bool]string{true: "bomb"}[i == 2]), "")
		d.Manifest.Path = fmt.Sprintf("d%d", i)
		ds = append(ds, d)
	}
	o := optionsWith(t, "2026-11-23", hungry)
	o.Memory, o.Timeout = 256<<20, time.Minute
	r, err := check.Run(context.Background(), ds, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range r.Deployments {
		got, want := d.Policies[0], finding.Failed
		if i == 2 {
			want = finding.Errored
		}
		if got.Result != want {
			t.Errorf("%s: %s, %s; want %s", d.Path, got.Result, got.Reason, want)
		}
	}
}

func TestRunStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if r, err := check.Run(ctx, fleet(t, 20), options(t, "2026-11-23")); err == nil || r != nil || !strings.HasPrefix(err.Error(), "d0") {
		t.Errorf("report %v, error %v", r != nil, err)
	}
}

func BenchmarkRun(b *testing.B) {
	ds, o := fleet(b, 60), options(b, "2026-11-23")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := check.Run(context.Background(), ds, o); err != nil {
			b.Fatal(err)
		}
	}
}
