package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Difference is what two states of a repository, or two folders, do differently
// to data and people. It evaluates no policy.
type Difference struct {
	SchemaVersion int                    `json:"schema_version"`
	Tool          Tool                   `json:"tool"`
	Base          Side                   `json:"base"`
	Head          Side                   `json:"head"`
	Deployments   []DeploymentDifference `json:"deployments"` // those that differ, by path
	Compared      int                    `json:"compared"`    // how many there are on one side or both
}

// Side is one of the two that are compared.
type Side struct {
	Ref    string `json:"ref"`              // a revision, a path, or "working tree"
	Commit string `json:"commit,omitempty"` // of a revision, in full
}

// String is the side as a reader knows it.
func (s Side) String() string {
	if s.Commit == "" || strings.HasPrefix(s.Commit, s.Ref) {
		return s.Ref
	}
	return fmt.Sprintf("%s (%s)", s.Ref, s.Commit[:min(12, len(s.Commit))])
}

// DeploymentDifference is what is different about one deployment.
type DeploymentDifference struct {
	Path    string            `json:"path"` // in the head; of one that is gone, in the base
	System  string            `json:"system"`
	Status  posture.Direction `json:"status"` // added, removed or changed
	Changes []posture.Change  `json:"changes"`
}

// DifferenceFormat turns a Difference into bytes.
type DifferenceFormat struct {
	Name  string
	Write func(io.Writer, *Difference, Options) error
}

// DifferenceFormats lists the formats of a Difference.
func DifferenceFormats() []DifferenceFormat {
	return []DifferenceFormat{
		{"text", writeDifferenceText},
		{"json", func(w io.Writer, d *Difference, _ Options) error { return EncodeJSON(w, d) }},
		{"markdown", writeDifferenceMarkdown},
	}
}

// LookupDifference finds a format by name. Its error lists the formats and the
// nearest.
func LookupDifference(name string) (DifferenceFormat, error) {
	var names []string
	for _, f := range DifferenceFormats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return DifferenceFormat{}, fmt.Errorf("%q is not one of %s.%s", name, strings.Join(names, ", "), suggest.DidYouMean(name, names))
}

// headline says what was compared, and how it came out.
func (d *Difference) headline() string {
	n, wider := 0, 0
	for _, dep := range d.Deployments {
		n += len(dep.Changes)
		for _, c := range dep.Changes {
			wider += ifElse(c.Widens, 1, 0)
		}
	}
	between := fmt.Sprintf("between %s and %s", d.Base, d.Head)
	if len(d.Deployments) == 0 {
		return fmt.Sprintf("no change in data and people %s, in %s", between, count(d.Compared, "deployment"))
	}
	return fmt.Sprintf("%s in data and people %s, %d widening, in %d of %s", count(n, "change"), between, wider, len(d.Deployments), count(d.Compared, "deployment"))
}

func (d DeploymentDifference) status() string {
	switch d.Status {
	case posture.Added:
		return "new deployment"
	case posture.Removed:
		return "deployment removed"
	}
	return "changed"
}

func writeDifferenceText(w io.Writer, d *Difference, o Options) error {
	p := &printer{o: o}
	for _, dep := range d.Deployments {
		name := ifElse(dep.System == "", dep.Path, dep.Path+" · "+dep.System)
		p.line("", p.paint(bold, EscapeTerminal(Clip(name, maxText)))+", "+dep.status())
		p.blank()
		p.changes(dep.Changes, "")
	}
	p.line("", p.paint(bold, EscapeTerminal(Clip(d.headline(), maxText))))
	return p.flush(w)
}

func writeDifferenceMarkdown(w io.Writer, d *Difference, o Options) error {
	m := &markdown{o: o}
	m.f("## What this change does\n\n**%s**\n\n", EscapeMarkdown(Clip(d.headline(), maxText)))
	left := 0
	for _, dep := range d.Deployments {
		if m.full() {
			left++
			continue
		}
		m.f("### %s\n\n%s\n\n%s", CodeSpan(Clip(dep.Path, maxText)), dep.status(), ChangesMarkdown(dep.Changes, 0))
	}
	if left > 0 {
		m.f("%s left out of this summary.\n\n", count(left, "more deployment"))
	}
	m.f("_Generated pre-fill, not a legal determination._\n")
	if _, err := w.Write(m.b.Bytes()); err != nil {
		return fmt.Errorf("write difference: %w", err)
	}
	return nil
}
