package diagram

import (
	"fmt"
	"strings"
)

// maxDOTLabel is how many characters a line of a label has.
const maxDOTLabel = 60

// DOT is the diagram in the language of Graphviz, ending in a line feed, with
// fonts and colours, so that dot -Tsvg draws it as it is.
func DOT(d *Diagram) string { return (&dot{d: d, ids: make(map[string]int, len(d.Nodes))}).text() }

type dot struct {
	strings.Builder
	d     *Diagram
	ids   map[string]int // numbers of nodes, by address
	boxes int
}

func (g *dot) linef(format string, args ...any) { fmt.Fprintf(g, format+"\n", args...) }

func (g *dot) text() string {
	const font = `fontname="Helvetica,Arial,sans-serif"`
	g.linef("digraph {")
	g.linef("  graph [rankdir=LR, bgcolor=white, fontsize=11, nodesep=0.3, ranksep=0.6, %s]", font)
	g.linef(`  node [shape=box, style=filled, fillcolor=white, color="#57606a", fontcolor="#1f2328", fontsize=11, %s]`, font)
	g.linef(`  edge [color="#57606a", fontcolor="#1f2328", fontsize=10, %s]`, font)
	outside, boxes := g.d.boxes()
	g.nodes("  ", outside)
	for _, b := range boxes {
		g.box("  ", b)
	}
	if s := g.d.Omitted(); s != "" {
		g.linef("  rest [label=\"%s\", style=dotted]", dotText(s, maxDOTLabel))
	}
	for i := range g.d.Edges {
		e := &g.d.Edges[i]
		if from, to := g.ids[e.From], g.ids[e.To]; from > 0 && to > 0 {
			g.linef("  n%d -> n%d [label=\"%s\"%s]", from, to, dotLabel(e.words()), e.dotLook())
		}
	}
	g.linef("}")
	return g.String()
}

func (g *dot) box(indent string, b box) {
	g.boxes++
	g.linef("%ssubgraph cluster_%d {", indent, g.boxes)
	g.linef(`%s  graph [label="%s", style="rounded,filled", fillcolor="#8c959f22", color="#8c959f"]`, indent, dotText(b.title, 2*maxDOTLabel))
	g.nodes(indent+"  ", b.nodes)
	for _, inner := range b.inner {
		g.box(indent+"  ", inner)
	}
	g.linef("%s}", indent)
}

func (g *dot) nodes(indent string, at []int) {
	for _, i := range at {
		n := &g.d.Nodes[i]
		g.ids[n.Ref] = len(g.ids) + 1
		g.linef("%sn%d [label=\"%s\"%s]", indent, g.ids[n.Ref], dotLabel(n.lines()), n.dotLook())
	}
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
