package diagram

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// Limits of a Mermaid text. Mermaid draws no text above 50,000 characters and
// 500 edges, and says so in place of the picture.
const (
	maxMermaid      = 40_000
	maxMermaidEdges = 400
)

// Mermaid is the diagram as Mermaid text, ending in a line feed. If it were too
// long, labels are shortened, then edges and nodes left out, which the picture
// says.
//
// Node identifiers are n1, n2 and so on; shapes tell types apart. The marked
// way has thick lines, access grants dotted ones.
func Mermaid(d *Diagram) string {
	d = d.cut(len(d.Nodes), maxMermaidEdges)
	for {
		for _, chars := range []int{40, 24, 12} {
			if s := (&mermaid{d: d, chars: chars}).text(); len(s) <= maxMermaid {
				return s
			}
		}
		nodes, edges := len(d.Nodes), len(d.Edges)*3/4
		if edges <= nodes {
			nodes = nodes * 3 / 4
		}
		d = d.cut(nodes, edges)
	}
}

// MermaidComment is a line that Mermaid skips, with what may be a path. Braces
// and percent signs, which make a comment a directive, become "_".
func MermaidComment(s string) string {
	keep := func(r rune) rune {
		if strings.ContainsRune("%{}", r) {
			return '_'
		}
		return r
	}
	return "%% " + strings.Map(keep, printable(clip(s, 200))) + "\n"
}

type mermaid struct {
	strings.Builder
	d     *Diagram
	chars int // most characters of a line of a label
}

func (m *mermaid) linef(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *mermaid) text() string {
	m.linef("flowchart LR")
	ids := make(map[string]int, len(m.d.Nodes))
	number := 0
	for i, g := range m.d.groups() {
		indent := "  "
		if g.title != "" {
			m.linef("  subgraph g%d[\"%s\"]", i+1, mermaidText(g.title, 2*m.chars))
			indent = "    "
		}
		for _, at := range g.nodes {
			number++
			ids[m.d.Nodes[at].Ref] = number
			m.node(indent, number, &m.d.Nodes[at])
		}
		if g.title != "" {
			m.linef("  end")
		}
	}
	if s := m.d.Omitted(); s != "" {
		m.linef("  rest[\"%s\"]", s)
	}
	for i := range m.d.Edges {
		m.edge(&m.d.Edges[i], ids)
	}
	m.classes(ids)
	m.links()
	return m.String()
}

// shapeOf is what stands around the label of a node of a type.
func shapeOf(typ string) (begin, end string) {
	switch typ {
	case "principal":
		return "([", "])"
	case "store":
		return "[(", ")]"
	case "model":
		return "{{", "}}"
	case "tool":
		return "[[", "]]"
	}
	return "[", "]"
}

func (m *mermaid) node(indent string, number int, n *Node) {
	begin, end := shapeOf(n.Type)
	m.linef("%sn%d%s\"%s\"%s", indent, number, begin, m.label(n.lines(), "<br/>"), end)
}

func (m *mermaid) label(parts []string, between string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = mermaidText(p, m.chars)
	}
	return strings.Join(escaped, between)
}

func (m *mermaid) edge(e *Edge, ids map[string]int) {
	line := "-->"
	switch {
	case e.Witness:
		line = "==>"
	case e.access():
		line = "-.->"
	}
	if e.Both {
		line = "<" + line
	}
	label := ""
	if words := e.words(); len(words) > 0 {
		label = `|"` + m.label(words, "<br/>") + `"|`
	}
	m.linef("  n%d %s%s n%d", ids[e.From], line, label, ids[e.To])
}

// classes colours the nodes.
func (m *mermaid) classes(ids map[string]int) {
	members := func(of func(*Node) bool) string {
		var out []string
		for i := range m.d.Nodes {
			if n := &m.d.Nodes[i]; of(n) {
				out = append(out, fmt.Sprintf("n%d", ids[n.Ref]))
			}
		}
		return strings.Join(out, ",")
	}
	class := func(name, look, nodes string) {
		if nodes != "" {
			m.linef("  classDef %s %s", name, look)
			m.linef("  class %s %s", nodes, name)
		}
	}
	for _, s := range finding.Severities() {
		look := severityStyles()[string(s)]
		class(string(s), fmt.Sprintf("fill:%s,stroke:%s,color:%s", look.fill, look.stroke, look.text),
			members(func(n *Node) bool { return n.Severity == s }))
	}
	class("new", "stroke:"+newColour+",stroke-width:3px,stroke-dasharray:6 3", members(func(n *Node) bool { return n.New }))
	class("way", "stroke:"+witnessColour+",stroke-width:4px", members(func(n *Node) bool { return n.Witness }))
	if m.d.Omitted() != "" {
		class("rest", "fill:none,stroke-dasharray:2 3", "rest")
	}
}

// links colours the edges, which Mermaid knows by their number.
func (m *mermaid) links() {
	link := func(look string, of func(*Edge) bool) {
		var out []string
		for i := range m.d.Edges {
			if of(&m.d.Edges[i]) {
				out = append(out, fmt.Sprint(i))
			}
		}
		if len(out) > 0 {
			m.linef("  linkStyle %s %s", strings.Join(out, ","), look)
		}
	}
	for _, s := range slices.Backward(finding.Severities()) {
		link("stroke:"+severityStyles()[string(s)].stroke+",stroke-width:2px", func(e *Edge) bool { return e.Severity == s && !e.New && !e.Witness })
	}
	link("stroke:"+newColour+",stroke-width:3px", func(e *Edge) bool { return e.New && !e.Witness })
	link("stroke:"+witnessColour+",stroke-width:4px", func(e *Edge) bool { return e.Witness })
}
