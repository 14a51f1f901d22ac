package check_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

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
