// Package diagram is a deployment as a picture: its nodes, grouped by who runs
// them and in which country, and the ways that data takes between them.
//
// A Diagram is cut to a size that a person can read, the part around findings
// first, and says what it leaves out. It is a value that reports carry; Mermaid
// and DOT are renderings of it. Labels come from manifests and are escaped.
package diagram

import "github.com/aicomply/aicomply/internal/finding"

// MaxNodes is how many nodes a diagram shows.
const MaxNodes = 60

// Diagram is the part of a deployment that is shown.
type Diagram struct {
	Nodes        []Node `json:"nodes"` // sorted by operator, country and address
	Edges        []Edge `json:"edges"` // sorted by address, then ends
	OmittedNodes int    `json:"omitted_nodes,omitempty"`
	OmittedEdges int    `json:"omitted_edges,omitempty"`
}

// Node is a principal, component, store, model or tool.
type Node struct {
	Ref      string           `json:"ref"`  // "model.assistant"
	Type     string           `json:"type"` // block type
	Kind     string           `json:"kind,omitempty"`
	Operator string           `json:"operator,omitempty"` // title of the party, or its address
	Country  string           `json:"country,omitempty"`
	Severity finding.Severity `json:"severity,omitempty"` // worst that stands at it or ends at it
	New      bool             `json:"new,omitempty"`      // not in the base
	Witness  bool             `json:"witness,omitempty"`  // on the way that the worst finding names
}

// Edge is one way that data takes: a flow, a use of a tool, or an access grant.
type Edge struct {
	Ref      string           `json:"ref"`
	From     string           `json:"from"`
	To       string           `json:"to"`
	Severity finding.Severity `json:"severity,omitempty"`
	New      bool             `json:"new,omitempty"`
	Witness  bool             `json:"witness,omitempty"`
}
