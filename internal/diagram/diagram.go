// Package diagram is a deployment as a picture: its nodes, grouped by who runs
// them and in which country, and the ways that data takes between them.
//
// A Diagram is cut to a size that a person can read, the part around findings
// first, and says what it leaves out. It is a value that reports carry; Mermaid
// and DOT are renderings of it. Everything in it but severities and flags may
// come from a stranger: identifiers in renderings are made up, and labels are
// escaped.
package diagram

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// MaxNodes is how many nodes a diagram shows unless another number is asked
// for, and MaxLimit how many can be asked for.
const (
	MaxNodes = 60
	MaxLimit = 500
)

// edgesFor is how many edges are shown among that many nodes.
func edgesFor(nodes int) int { return nodes * 5 / 2 }

// Diagram is the part of a deployment that is shown.
type Diagram struct {
	Nodes        []Node `json:"nodes"`             // sorted by operator, country and address
	Edges        []Edge `json:"edges"`             // sorted by address, then ends
	Witness      string `json:"witness,omitempty"` // policy of the finding whose way is marked
	OmittedNodes int    `json:"omitted_nodes,omitempty"`
	OmittedEdges int    `json:"omitted_edges,omitempty"`
}

// Node is a principal, component, store, model or tool.
type Node struct {
	Ref      string           `json:"ref"`  // "model.assistant"
	Type     string           `json:"type"` // block type
	Kind     string           `json:"kind,omitempty"`
	Operator string           `json:"operator,omitempty"` // address of the party; of the organisation's people, the system's controller
	Country  string           `json:"country,omitempty"`
	Severity finding.Severity `json:"severity,omitempty"` // worst that stands at it or ends at it
	New      bool             `json:"new,omitempty"`      // not in the base
	Witness  bool             `json:"witness,omitempty"`  // on the way that the worst finding names
}

// Edge is one way that data takes: a flow, a use of a tool, or an access grant
// that can read.
type Edge struct {
	Ref      string           `json:"ref"`
	From     string           `json:"from"`
	To       string           `json:"to"`
	Both     bool             `json:"both,omitempty"` // data moves back, too, as from a tool
	Severity finding.Severity `json:"severity,omitempty"`
	New      bool             `json:"new,omitempty"`
	Witness  bool             `json:"witness,omitempty"`
}

// Omitted says in words what the diagram leaves out; "" if nothing.
func (d *Diagram) Omitted() string {
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(d.OmittedNodes, "node", "nodes")
	add(d.OmittedEdges, "flow", "flows")
	if len(parts) == 0 {
		return ""
	}
	return "… " + strings.Join(parts, " and ") + " not shown"
}

// Validate checks a diagram that comes from elsewhere: that it is no larger
// than Build makes them, and that what it says of severities and ends is known.
func (d *Diagram) Validate() error {
	if len(d.Nodes) > MaxLimit || len(d.Edges) > edgesFor(MaxLimit) {
		return fmt.Errorf("%d nodes and %d edges; at most %d and %d are read", len(d.Nodes), len(d.Edges), MaxLimit, edgesFor(MaxLimit))
	}
	if d.OmittedNodes < 0 || d.OmittedEdges < 0 {
		return errors.New("a count is negative")
	}
	known := make(map[string]bool, len(d.Nodes))
	for i, n := range d.Nodes {
		switch {
		case n.Ref == "":
			return fmt.Errorf("nodes[%d]: ref: missing", i)
		case known[n.Ref]:
			return fmt.Errorf("nodes[%d]: ref: %q is there twice", i, clip(n.Ref, 40))
		case n.Severity != "" && !n.Severity.Valid():
			return fmt.Errorf("nodes[%d]: severity: %q is none", i, clip(string(n.Severity), 40))
		}
		known[n.Ref] = true
	}
	for i, e := range d.Edges {
		switch {
		case e.Ref == "":
			return fmt.Errorf("edges[%d]: ref: missing", i)
		case !known[e.From] || !known[e.To]:
			return fmt.Errorf("edges[%d]: %q to %q: no such node", i, clip(e.From, 40), clip(e.To, 40))
		case e.Severity != "" && !e.Severity.Valid():
			return fmt.Errorf("edges[%d]: severity: %q is none", i, clip(string(e.Severity), 40))
		}
	}
	return nil
}

// sort puts nodes and edges into the order that renderings have.
func (d *Diagram) sort() {
	slices.SortFunc(d.Nodes, func(a, b Node) int {
		return cmp.Or(strings.Compare(a.Operator, b.Operator), strings.Compare(a.Country, b.Country), strings.Compare(a.Ref, b.Ref))
	})
	slices.SortFunc(d.Edges, func(a, b Edge) int {
		return cmp.Or(strings.Compare(a.Ref, b.Ref), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
}
