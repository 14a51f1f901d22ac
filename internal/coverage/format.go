package coverage

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/aicomply/aicomply/internal/report"
)

// Format turns a matrix into bytes.
type Format struct {
	Name  string // as given to --format
	Ext   string // of a file in this format, with the dot
	Write func(io.Writer, *Matrix) error
}

// Formats lists the formats in the order in which the help text shows them.
func Formats() []Format {
	return []Format{
		{"text", ".txt", writeText},
		{"json", ".json", writeJSON},
		{"markdown", ".md", writeMarkdown},
		{"csv", ".csv", writeCSV},
	}
}

// disclaimer ends what is written for people.
const disclaimer = "Generated pre-fill, not a legal determination."

// maxText is how many characters of a text from outside are shown.
const maxText = 1000

func writeJSON(w io.Writer, m *Matrix) error { return report.EncodeJSON(w, m) }

func (r Result) words() string { return strings.ReplaceAll(string(r), "_", " ") }

// outcome is a control's result with the date of what lies ahead.
func (c Control) outcome() string {
	if c.Upcoming {
		return fmt.Sprintf("%s, applies from %s", c.Result.words(), c.AppliesFrom)
	}
	return c.Result.words()
}

// summary counts a framework's controls by result, worst first.
func (f Framework) summary() string {
	var parts []string
	for _, r := range Results() {
		if n := f.Counts[r]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, r.words()))
		}
	}
	if len(parts) == 0 {
		return "no controls"
	}
	return strings.Join(parts, ", ")
}

// origin says what sort of framework it is and how far its data can be trusted.
func (f Framework) origin() string {
	return fmt.Sprintf("%s, %s; data checked on %s, %s", f.Kind, f.Relation, cmp.Or(f.CheckedOn, "an unknown date"), cmp.Or(f.Confidence, "of unknown confidence"))
}

func (d Deployment) name() string {
	if d.System == "" {
		return d.Path
	}
	return d.Path + " · " + d.System
}

func writeText(w io.Writer, m *Matrix) error {
	var b bytes.Buffer
	for _, d := range m.Deployments {
		fmt.Fprintf(&b, "%s, stage %s\n\n", plain(d.name()), d.Stage)
		if len(d.Frameworks) == 0 {
			b.WriteString("no framework with controls is looked at\n\n")
		}
		for _, f := range d.Frameworks {
			textFramework(&b, f)
		}
	}
	fmt.Fprintln(&b, disclaimer)
	return write(w, b.Bytes())
}

func textFramework(b *bytes.Buffer, f Framework) {
	fmt.Fprintf(b, "%s (%s, %s)\n", plain(f.Title), plain(f.ID), plain(f.Version))
	fmt.Fprintf(b, "%s\n%s\n\n", plain(f.origin()), f.summary())
	if len(f.Controls) == 0 {
		return
	}
	var table bytes.Buffer
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "CONTROL\tRESULT\tASSURANCE\tTITLE\tPOLICIES")
	for _, c := range f.Controls {
		var policies []string
		for _, p := range c.Policies {
			policies = append(policies, plain(p.ID)+" "+p.Result.words())
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", plain(c.ID), c.outcome(), c.Assurance, plain(c.Title), cmp.Or(plain(c.Reason), strings.Join(policies, ", ")))
	}
	_ = t.Flush() // into a buffer
	for line := range strings.Lines(table.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	b.WriteByte('\n')
}

func writeMarkdown(w io.Writer, m *Matrix) error {
	var b bytes.Buffer
	b.WriteString("## Coverage of controls\n\n")
	for _, d := range m.Deployments {
		fmt.Fprintf(&b, "### %s\n\n", markdown(cmp.Or(d.Title, d.System, d.Path)))
		if path := report.CodeSpan(report.Clip(d.Path, maxText)); path != "" {
			fmt.Fprintf(&b, "%s, ", path)
		}
		fmt.Fprintf(&b, "stage %s, as on %s\n\n", markdown(string(d.Stage)), markdown(m.Clock))
		if len(d.Frameworks) == 0 {
			b.WriteString("No framework with controls is looked at.\n\n")
		}
		for _, f := range d.Frameworks {
			markdownFramework(&b, f)
		}
	}
	fmt.Fprintf(&b, "_%s_\n", disclaimer)
	return write(w, b.Bytes())
}

func markdownFramework(b *bytes.Buffer, f Framework) {
	fmt.Fprintf(b, "#### %s\n\n%s, %s (%s)\n\n%s\n\n", markdown(f.Title), report.CodeSpan(f.ID), markdown(f.Version), markdown(f.origin()), f.summary())
	if len(f.Controls) == 0 {
		return
	}
	b.WriteString("| Control | Title | Result | Assurance | Policies |\n|---|---|---|---|---|\n")
	for _, c := range f.Controls {
		var policies []string
		for _, p := range c.Policies {
			policies = append(policies, report.CodeCell(p.ID)+" "+p.Result.words())
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", report.CodeCell(c.ID), markdown(c.Title), c.outcome(), c.Assurance, cmp.Or(markdown(c.Reason), strings.Join(policies, ", ")))
	}
	b.WriteByte('\n')
}

// writeCSV writes one row for each policy of each control; a control without
// one has a row of its own.
func writeCSV(w io.Writer, m *Matrix) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{{
		"clock", "deployment", "system", "stage", "framework", "control", "title", "relation", "applies_from", "upcoming",
		"result", "reason", "assurance", "policy", "policy_result", "policy_reason", "policy_assurance",
	}}
	for _, d := range m.Deployments {
		for _, f := range d.Frameworks {
			for _, c := range f.Controls {
				row := []string{
					m.Clock, d.Path, d.System, string(d.Stage), f.ID, c.ID, c.Title, string(f.Relation), c.AppliesFrom, fmt.Sprint(c.Upcoming),
					string(c.Result), c.Reason, string(c.Assurance),
				}
				if len(c.Policies) == 0 {
					rows = append(rows, append(row, "", "", "", ""))
				}
				for _, p := range c.Policies {
					rows = append(rows, append(row[:len(row):len(row)], p.ID, string(p.Result), p.Reason, string(p.Assurance)))
				}
			}
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cell(row[i])
		}
		_ = out.Write(row) // into a buffer
	}
	out.Flush()
	return write(w, b.Bytes())
}

// cell is a text on one line that a spreadsheet does not take for a formula.
func cell(s string) string {
	s = plain(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func plain(s string) string    { return report.EscapeTerminal(report.Clip(s, maxText)) }
func markdown(s string) string { return report.EscapeMarkdown(report.Clip(s, maxText)) }

func write(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write coverage: %w", err)
	}
	return nil
}
