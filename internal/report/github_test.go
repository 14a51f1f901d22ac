package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestGitHubLimits(t *testing.T) {
	r := clean()
	for i := range 30 {
		r.Deployments[0].Findings = append(r.Deployments[0].Findings,
			finding.Finding{Policy: "a/a", Message: fmt.Sprint(i), Severity: finding.High, Kind: finding.Violation, Status: finding.Open,
				Blocking: i%2 == 0, Range: span("f", i+1, 1, i+1, 2)},
			finding.Finding{Policy: "a/b", Severity: finding.Critical, Kind: finding.Violation, Status: finding.Waived, Range: span("f", 1, 1, 1, 2)})
	}
	r.Deployments[0].Findings[28].Severity = finding.Critical
	r.Summarise()
	out := render(t, "github", r, Options{})
	if e, w := strings.Count(out, "::error "), strings.Count(out, "::warning "); e != 10 || w != 10 {
		t.Errorf("%d errors and %d warnings, want 10 of each", e, w)
	}
	if !strings.HasPrefix(out, "::error file=f,line=15,endLine=15,col=1,endColumn=2,title=critical a/a (blocking)::14\n") {
		t.Errorf("the worst does not come first:\n%s", out)
	}
	if !strings.Contains(out, "\n10 more annotations left out: GitHub shows 10 of each level\n") {
		t.Errorf("what is left out is not counted:\n%s", out)
	}
}

// Where only some are shown, those that the base has as well give way.
func TestGitHubShowsWhatIsNew(t *testing.T) {
	r := clean()
	for i := range 20 {
		fresh := i >= 15
		r.Deployments[0].Findings = append(r.Deployments[0].Findings, finding.Finding{Policy: "a/a", Message: fmt.Sprintf("m%d.", i),
			Severity: ifElse(fresh, finding.Low, finding.Critical), Kind: finding.Violation, Status: finding.Open, New: &fresh, Range: span("f", i+1, 1, i+1, 2)})
	}
	out := render(t, "github", r, Options{})
	for i := range 20 {
		if got, want := strings.Contains(out, fmt.Sprintf("::m%d.", i)), i < 5 || i >= 15; got != want {
			t.Errorf("finding %d shown: %t, want %t\n%s", i, got, want, out)
		}
	}
}

func TestGitHubEveryLineIsACommandOfOurs(t *testing.T) {
	for _, r := range []*Report{fixture(), broken()} {
		out := render(t, "github", r, Options{Prefix: "services"})
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		for _, line := range lines[:len(lines)-1] {
			props, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), "::")
			level, props, _ := strings.Cut(props, " ")
			if level != "error" && level != "warning" && level != "notice" {
				t.Errorf("not a command: %s", line)
			}
			for prop := range strings.SplitSeq(props, ",") {
				name, _, _ := strings.Cut(prop, "=")
				if !strings.Contains(" file line endLine col endColumn title ", " "+name+" ") {
					t.Errorf("property %q in %s", name, line)
				}
			}
		}
	}
}

func TestGitHubColumnsOnlyWithinALine(t *testing.T) {
	a := annotation{level: "error", title: "t", message: "m", at: span("f", 1, 2, 3, 4)}
	if got, want := a.command(Options{}), "::error file=f,line=1,endLine=3,title=t::m\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
