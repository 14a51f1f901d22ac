package diagram

import (
	"fmt"
	"strings"
)

// maxDOTLabel is how many characters a line of a label has.
const maxDOTLabel = 60

// DOT is the diagram in the language of Graphviz, ending in a line feed, with
// fonts and colours, so that dot -Tsvg draws it as it is.
func DOT(d *Diagram) string {
	var b strings.Builder
	linef := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	linef("digraph {")
	linef("  graph [rankdir=LR, bgcolor=white, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, nodesep=0.3, ranksep=0.6]")
	linef("  node [shape=box, style=filled, fillcolor=white, color=\"#57606a\", fontcolor=\"#1f2328\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=11]")
	linef("  edge [color=\"#57606a\", fontcolor=\"#1f2328\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10]")
	ids := make(map[string]int, len(d.Nodes))
	for i, g := range d.groups() {
		indent := "  "
		if g.title != "" {
			linef("  subgraph cluster_%d {", i+1)
			linef("    graph [label=\"%s\", style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#8c959f\"]", dotText(g.title, 2*maxDOTLabel))
			indent = "    "
		}
		for _, at := range g.nodes {
			n := &d.Nodes[at]
			ids[n.Ref] = len(ids) + 1
			linef("%sn%d [label=\"%s\"%s]", indent, ids[n.Ref], dotLabel(n.lines()), n.dotLook())
		}
		if g.title != "" {
			linef("  }")
		}
	}
	if s := d.Omitted(); s != "" {
		linef("  rest [label=\"%s\", style=dotted]", dotText(s, maxDOTLabel))
	}
	for i := range d.Edges {
		e := &d.Edges[i]
		if from, to := ids[e.From], ids[e.To]; from > 0 && to > 0 {
			linef("  n%d -> n%d [label=\"%s\"%s]", from, to, dotLabel(e.words()), e.dotLook())
		}
	}
	linef("}")
	return b.String()
}

func dotLabel(parts []string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = dotText(p, maxDOTLabel)
	}
	return strings.Join(escaped, `\n`)
}

func (n *Node) dotLook() string {
	var b strings.Builder
	styles := []string{"filled"}
	switch n.Type {
	case "principal":
		styles = append(styles, "rounded")
	case "store":
		b.WriteString(", shape=cylinder")
	case "model":
		b.WriteString(", shape=hexagon")
	case "tool":
		b.WriteString(", shape=component")
	}
	colour, width := "", 1
	if look, ok := severityStyles()[string(n.Severity)]; ok {
		fmt.Fprintf(&b, ", fillcolor=\"%s\"", look.fill)
		colour = look.stroke
	}
	if n.New {
		styles = append(styles, "dashed")
		colour, width = newColour, 2
	}
	if n.Witness {
		colour, width = witnessColour, 3
	}
	if colour != "" {
		fmt.Fprintf(&b, ", color=\"%s\", penwidth=%d", colour, width)
	}
	fmt.Fprintf(&b, ", style=\"%s\"", strings.Join(styles, ","))
	return b.String()
}

func (e *Edge) dotLook() string {
	var b strings.Builder
	if e.Both {
		b.WriteString(", dir=both")
	}
	if e.access() {
		b.WriteString(", style=dashed")
	}
	look, severe := severityStyles()[string(e.Severity)]
	switch {
	case e.Witness:
		fmt.Fprintf(&b, ", color=\"%s\", penwidth=3", witnessColour)
	case e.New:
		fmt.Fprintf(&b, ", color=\"%s\", penwidth=2", newColour)
	case severe:
		fmt.Fprintf(&b, ", color=\"%s\", penwidth=1.5", look.stroke)
	}
	return b.String()
}
