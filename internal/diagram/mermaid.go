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
	chars int            // most characters of a line of a label
	ids   map[string]int // numbers of nodes, by address
	boxes int
}

func (m *mermaid) linef(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *mermaid) text() string {
	m.linef("flowchart LR")
	m.ids = make(map[string]int, len(m.d.Nodes))
	outside, boxes := m.d.boxes()
	m.nodes("  ", outside)
	for _, b := range boxes {
		m.box("  ", b)
	}
	if s := m.d.Omitted(); s != "" {
		m.linef("  rest[\"%s\"]", s)
	}
	for i := range m.d.Edges {
		m.edge(&m.d.Edges[i])
	}
	m.classes()
	m.links()
	return m.String()
}

func (m *mermaid) box(indent string, b box) {
	m.boxes++
	m.linef("%ssubgraph g%d[\"%s\"]", indent, m.boxes, mermaidText(b.title, 2*m.chars))
	m.linef("%s  direction LR", indent) // else a box that no line leaves goes top down
	m.nodes(indent+"  ", b.nodes)
	for _, inner := range b.inner {
		m.box(indent+"  ", inner)
	}
	m.linef("%send", indent)
}

func (m *mermaid) nodes(indent string, at []int) {
	for _, i := range at {
		n := &m.d.Nodes[i]
		m.ids[n.Ref] = len(m.ids) + 1
		begin, end := shapeOf(n.Type)
		m.linef("%sn%d%s\"%s\"%s", indent, m.ids[n.Ref], begin, m.label(n.lines()), end)
	}
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

func (m *mermaid) label(parts []string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = mermaidText(p, m.chars)
	}
	return strings.Join(escaped, "<br/>")
}

func (m *mermaid) edge(e *Edge) {
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
		label = `|"` + m.label(words) + `"|`
	}
	m.linef("  n%d %s%s n%d", m.ids[e.From], line, label, m.ids[e.To])
}

// classes colours nodes and boxes. The fill of boxes lets light and dark pages
// shine through.
func (m *mermaid) classes() {
	members := func(of func(*Node) bool) string {
		var out []string
		for i := range m.d.Nodes {
			if n := &m.d.Nodes[i]; of(n) {
				out = append(out, fmt.Sprintf("n%d", m.ids[n.Ref]))
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
	var boxes []string
	for i := range m.boxes {
		boxes = append(boxes, fmt.Sprintf("g%d", i+1))
	}
	class("place", "fill:#8c959f22,stroke:#8c959f", strings.Join(boxes, ","))
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
