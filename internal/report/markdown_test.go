package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestMarkdownStaysUnderGitHubsLimit(t *testing.T) {
	r := clean()
	for i := range 2000 {
		r.Deployments[0].Findings = append(r.Deployments[0].Findings, finding.Finding{Policy: "a/a", Message: strings.Repeat("@", 5000),
			Remediation: strings.Repeat("<", 5000), Severity: finding.Low, Kind: finding.Violation, Status: finding.Open, Key: fmt.Sprint(i)})
	}
	r.Summarise()
	out := render(t, "markdown", r, Options{})
	if len(out) > 1<<20 {
		t.Errorf("%d bytes, more than a step summary takes", len(out))
	}
	if !strings.Contains(out, "more findings left out of this summary") {
		t.Error("what is left out is not counted")
	}
	if strings.Count(out, "<details>") != strings.Count(out, "</details>") {
		t.Error("a details element is left open")
	}
}

func TestMarkdownTableRowsHaveFiveCells(t *testing.T) {
	rows := 0
	for line := range strings.SplitSeq(render(t, "markdown", fixture(), Options{}), "\n") {
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| Critical") && strings.Contains(line, "/") {
			rows++
			if n := strings.Count(line, "|"); n != 6 {
				t.Errorf("%d bars in %s", n, line)
			}
		}
	}
	if rows != 6 {
		t.Errorf("%d rows, want 6", rows)
	}
}
