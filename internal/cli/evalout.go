package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

// answer prints what a query or a policy came to, after the lines that explain it.
func (a *app) answer(f evalFlags, answer *policy.Answer, explanation []string) error {
	for _, l := range answer.Printed {
		a.showPrint(l)
	}
	asJSON := f.format == "json"
	if !asJSON {
		a.explanation(explanation)
	}
	if answer.Err != nil {
		return answer.Err
	}
	if len(answer.Rows) == 0 {
		if f.fail {
			a.code = exitFindings
		}
		if f.trace {
			fmt.Fprintln(a.Err, "aicomply: the policy has no value")
		} else {
			fmt.Fprintln(a.Err, "aicomply: the query is undefined: nothing makes it true")
		}
	}
	if asJSON {
		return a.printJSON(answerJSON(answer, explanation))
	}
	var b bytes.Buffer
	for i, row := range answer.Rows {
		if len(explanation) > 0 || i > 0 && len(row.Bindings) > 0 {
			b.WriteByte('\n')
		}
		if err := prettyRow(&b, row); err != nil {
			return err
		}
	}
	_, err := a.prose().Write(b.Bytes())
	return err
}

func (a *app) explanation(lines []string) {
	for _, l := range lines {
		fmt.Fprintln(a.prose(), strings.TrimRight(report.EscapeTerminal(l), " "))
	}
}

// answerJSON is the answer in the form that opa eval gives.
func answerJSON(answer *policy.Answer, explanation []string) any {
	type location struct {
		Row int `json:"row"`
		Col int `json:"col"`
	}
	type expression struct {
		Value    any       `json:"value"`
		Text     string    `json:"text,omitempty"`
		Location *location `json:"location,omitempty"`
	}
	type row struct {
		Expressions []expression   `json:"expressions"`
		Bindings    map[string]any `json:"bindings,omitempty"`
	}
	var out struct {
		Result      []row    `json:"result,omitempty"`
		Explanation []string `json:"explanation,omitempty"`
	}
	for _, r := range answer.Rows {
		to := row{Bindings: r.Bindings}
		for _, e := range r.Expressions {
			x := expression{Value: e.Value, Text: e.Text}
			if e.Row > 0 {
				x.Location = &location{e.Row, e.Col}
			}
			to.Expressions = append(to.Expressions, x)
		}
		out.Result = append(out.Result, to)
	}
	out.Explanation = explanation
	return out
}

// prettyRow prints the value of a single expression alone, and otherwise names
// what it prints: the variables, and the expressions that are more than true.
func prettyRow(b *bytes.Buffer, row policy.Row) error {
	if more := slices.DeleteFunc(slices.Clone(row.Expressions), func(e policy.Expression) bool { return e.Value == true }); len(row.Bindings) == 0 && len(more) == 1 {
		return prettyValue(b, more[0].Value)
	}
	for _, name := range slices.Sorted(maps.Keys(row.Bindings)) {
		b.WriteString(report.EscapeTerminal(name) + " = ")
		if err := prettyValue(b, row.Bindings[name]); err != nil {
			return err
		}
	}
	said := len(row.Bindings) > 0
	for _, e := range row.Expressions {
		if _, bound := row.Bindings[e.Text]; e.Value == true || bound {
			continue
		}
		said = true
		b.WriteString(report.EscapeTerminal(report.Clip(e.Text, 80)) + " = ")
		if err := prettyValue(b, e.Value); err != nil {
			return err
		}
	}
	if !said {
		b.WriteString("true\n")
	}
	return nil
}

// shortValue is how many characters of JSON stand on one line.
const shortValue = 100

func prettyValue(b *bytes.Buffer, v any) error {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	if line.Len() <= shortValue {
		b.Write(escapeJSON(line.Bytes()))
		return nil
	}
	var long bytes.Buffer
	if err := json.Indent(&long, line.Bytes(), "", "  "); err != nil {
		return err
	}
	b.Write(escapeJSON(long.Bytes()))
	return nil
}
