package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aicomply/aicomply/internal/policy/policytest"
	"github.com/aicomply/aicomply/internal/report"
)

// conclude prints what was collected, and sets the exit code.
func (t *tally) conclude() error {
	if len(t.cases) == 0 {
		return errors.New("no test found")
	}
	failed := 0
	for _, c := range t.cases {
		if c.Status != string(policytest.Pass) {
			failed++
		}
	}
	total := totalOf(t.covered)
	if failed > 0 || t.coverage && total.Percent() < t.min {
		t.a.code = exitFindings
	}
	switch t.format {
	case "junit":
		return report.WriteTests(t.a.Out, t.cases)
	case "json":
		return t.json(failed, total)
	}
	t.text()
	fmt.Fprintf(t.a.Out, "%d passed, %d failed\n", len(t.cases)-failed, failed)
	if t.coverage {
		t.lines(total)
	}
	return nil
}

// text prints the tests that did not pass, and with --verbose the others.
func (t *tally) text() {
	for _, c := range t.cases {
		name := c.File
		if c.Line > 0 {
			name = fmt.Sprintf("%s:%d %s", c.File, c.Line, c.Name)
		}
		if c.Status != string(policytest.Pass) {
			problem := strings.TrimSpace(c.Problem + "\n" + c.Output)
			fmt.Fprintln(t.a.prose(), escapeLines("FAIL "+name+"\n"+indent(problem)))
			continue
		}
		if t.verbose {
			fmt.Fprintln(t.a.prose(), escapeLines("PASS "+name))
		}
		if c.Output != "" {
			fmt.Fprintln(t.a.Err, escapeLines(name+" prints\n"+indent(c.Output)))
		}
	}
}

// totalOf adds up the files.
func totalOf(files []policytest.Coverage) policytest.Coverage {
	var total policytest.Coverage
	for _, c := range files {
		total.Covered += c.Covered
		total.Missed += c.Missed
	}
	return total
}

// lines prints how much of each file was evaluated. Files of which everything
// was are only listed with --verbose.
func (t *tally) lines(total policytest.Coverage) {
	var b strings.Builder
	for _, c := range t.covered {
		if c.Missed == 0 && !t.verbose {
			continue
		}
		fmt.Fprintf(&b, "%5.1f %%  %s%s\n", c.Percent(), c.File, missed(c))
	}
	fmt.Fprintf(&b, "%5.1f %% of %d lines evaluated\n", total.Percent(), total.Covered+total.Missed)
	if total.Percent() < t.min {
		fmt.Fprintf(&b, "less than the %v %% of --min\n", t.min)
	}
	_, _ = io.WriteString(t.a.prose(), escapeLines(b.String()))
}

func missed(c policytest.Coverage) string {
	if c.Missed == 0 {
		return ""
	}
	var out []string
	for _, r := range c.Ranges {
		if r[0] == r[1] {
			out = append(out, fmt.Sprint(r[0]))
		} else {
			out = append(out, fmt.Sprintf("%d-%d", r[0], r[1]))
		}
	}
	return ", not lines " + strings.Join(out, ", ")
}

func (t *tally) json(failed int, total policytest.Coverage) error {
	doc := map[string]any{"schema_version": 1, "tests": t.cases, "passed": len(t.cases) - failed, "failed": failed}
	if t.coverage {
		doc["coverage"] = map[string]any{"files": append([]policytest.Coverage{}, t.covered...), "percent": total.Percent()}
	}
	return t.a.printJSON(doc)
}
