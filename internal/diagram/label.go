package diagram

import (
	"cmp"
	"strings"
)

// shortName is an address without the block type: a picture shows that by shape.
func shortName(ref string) string {
	if _, name, ok := strings.Cut(ref, "."); ok && name != "" {
		return name
	}
	return ref
}

// lines are the lines of a node's label: its name, what it is, and what stands
// against it, for readers who do not see the colours.
func (n *Node) lines() []string {
	name, kind := shortName(n.Ref), cmp.Or(n.Kind, n.Type)
	if kind == name {
		kind = n.Type
	}
	out := []string{name, kind}
	if state := stateOf(string(n.Severity), n.New); state != "" {
		out = append(out, state)
	}
	return out
}

// words are the parts of an edge's label. A tool's name is on the tool.
func (e *Edge) words() []string {
	var out []string
	if !e.Both {
		out = append(out, shortName(e.Ref))
	}
	if state := stateOf(string(e.Severity), e.New); state != "" {
		out = append(out, state)
	}
	return out
}

func stateOf(severity string, fresh bool) string {
	if fresh {
		return strings.TrimPrefix(severity+", new", ", ")
	}
	return severity
}

// access reports whether the edge is a grant: people read, nothing is sent.
func (e *Edge) access() bool { return strings.HasPrefix(e.Ref, "access.") }

// style is how a severity looks. Colours come with a text colour, so that they
// read on light and dark pages.
type style struct{ fill, stroke, text string }

func severityStyles() map[string]style {
	return map[string]style{
		"critical": {"#ffc9c9", "#a40e26", "#1f2328"},
		"high":     {"#ffddb0", "#bc4c00", "#1f2328"},
		"medium":   {"#fff3b0", "#9a6700", "#1f2328"},
		"low":      {"#d6ecff", "#0969da", "#1f2328"},
	}
}

const (
	witnessColour = "#e5242e"
	newColour     = "#1a8f3c"
)
