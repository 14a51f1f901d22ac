package github

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// maxSummary is how much of a step summary a step may hold, in bytes. GitHub
// drops a whole summary above 1 MiB.
const maxSummary = 1_000_000

// relocate is a copy of the report whose files are relative to the root of the
// repository.
func relocate(r *report.Report, prefix string) (*report.Report, error) {
	prefix = path.Clean(strings.ReplaceAll(prefix, `\`, "/"))
	if !fs.ValidPath(prefix) {
		return nil, fmt.Errorf("path prefix %q does not lie in the repository", prefix)
	}
	move := func(file string) string {
		if file == "" || path.IsAbs(file) {
			return file
		}
		return path.Join(prefix, file)
	}
	out := *r
	out.Deployments = slices.Clone(r.Deployments)
	for i := range out.Deployments {
		d := &out.Deployments[i]
		d.Path = move(d.Path)
		d.Findings, d.Fixed = relocated(d.Findings, move), relocated(d.Fixed, move)
		d.Changes, d.Overrides = slices.Clone(d.Changes), slices.Clone(d.Overrides)
		for j := range d.Changes {
			d.Changes[j].Range.File = move(d.Changes[j].Range.File)
		}
		for j := range d.Overrides {
			d.Overrides[j].Range.File = move(d.Overrides[j].Range.File)
		}
	}
	out.GateEdits = slices.Clone(r.GateEdits)
	for i := range out.GateEdits {
		out.GateEdits[i].Range.File = move(out.GateEdits[i].Range.File)
	}
	out.Diagnostics = slices.Clone(r.Diagnostics)
	for i := range out.Diagnostics {
		out.Diagnostics[i].Range.File = move(out.Diagnostics[i].Range.File)
	}
	out.Summarise()
	return &out, nil
}

func relocated(fs []finding.Finding, move func(string) string) []finding.Finding {
	fs = slices.Clone(fs)
	for i := range fs {
		f := &fs[i]
		f.Range.File = move(f.Range.File)
		if f.Fix != nil {
			fix := *f.Fix
			fix.Range.File = move(fix.Range.File)
			f.Fix = &fix
		}
	}
	return fs
}

// assess fills the part of an outcome that the report alone decides.
func assess(r *report.Report) Outcome {
	out := Outcome{
		Findings:        r.Summary.Open,
		Blocking:        r.Summary.Blocking,
		HighestSeverity: "none",
		Conclusion:      "success",
		ReportingMode:   Local,
	}
	for _, d := range r.Deployments {
		for _, f := range d.Findings {
			if f.Stands() && (f.New == nil || *f.New) {
				out.NewFindings++
			}
		}
	}
	switch s := r.Summary; {
	case s.Critical > 0:
		out.HighestSeverity = string(finding.Critical)
	case s.High > 0:
		out.HighestSeverity = string(finding.High)
	case s.Medium > 0:
		out.HighestSeverity = string(finding.Medium)
	case s.Low > 0:
		out.HighestSeverity = string(finding.Low)
	}
	switch {
	case finding.HasErrors(r.Diagnostics) || r.Summary.Errors > 0:
		out.Conclusion = "error"
	case out.Blocking > 0:
		out.Conclusion = "failure"
	}
	return out
}

// writeLocal writes all that needs no network: outputs, step summary, and
// workflow annotations. The outputs come first, so that a job that is cut short
// still has them; reporting-mode is written again once it is known, and the
// last value counts.
func (p *Publisher) writeLocal(r *report.Report, out Outcome) error {
	err := p.writeOutput([]output{
		{"findings", strconv.Itoa(out.Findings)},
		{"new-findings", strconv.Itoa(out.NewFindings)},
		{"blocking", strconv.Itoa(out.Blocking)},
		{"highest-severity", out.HighestSeverity},
		{"conclusion", out.Conclusion},
		{"reporting-mode", string(Local)},
	})
	if err != nil {
		return err
	}
	if err := p.writeStepSummary(r); err != nil {
		return err
	}
	annotations, err := report.Lookup("github")
	if err != nil {
		return err
	}
	if err := annotations.Write(p.opts.Stdout, r, report.Options{}); err != nil {
		return fmt.Errorf("write annotations: %w", err)
	}
	return nil
}

func (p *Publisher) writeStepSummary(r *report.Report) error {
	name := p.opts.Env.StepSummary
	if name == "" {
		return nil
	}
	markdown, err := report.Lookup("markdown")
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := markdown.Write(&text, r, report.Options{}); err != nil {
		return fmt.Errorf("write step summary: %w", err)
	}
	room := int64(maxSummary)
	if info, err := os.Stat(name); err == nil {
		room -= info.Size()
	}
	if room < 1000 {
		p.log.Warn("the step summary is full; it does not hold the report")
		return nil
	}
	if err := appendFile(name, cut(text.String(), int(room))); err != nil {
		return fmt.Errorf("write step summary: %w", err)
	}
	return nil
}

type output struct{ name, value string }

// writeOutput appends outputs of the step. Each value stands between two lines
// of random text, so that no value can end early and name another output.
func (p *Publisher) writeOutput(outputs []output) error {
	name := p.opts.Env.Output
	if name == "" {
		return nil
	}
	var text strings.Builder
	for _, o := range outputs {
		var random [16]byte
		if _, err := rand.Read(random[:]); err != nil {
			return fmt.Errorf("write outputs: %w", err)
		}
		end := "end_" + hex.EncodeToString(random[:])
		fmt.Fprintf(&text, "%s<<%s\n%s\n%s\n", o.name, end, o.value, end)
	}
	if err := appendFile(name, text.String()); err != nil {
		return fmt.Errorf("write outputs: %w", err)
	}
	return nil
}

// notice shows a message in the workflow run.
func (p *Publisher) notice(text string) error {
	_, err := fmt.Fprintf(p.opts.Stdout, "::notice title=aicomply::%s\n", report.EscapeCommandData(text))
	if err != nil {
		return fmt.Errorf("write notice: %w", err)
	}
	return nil
}
