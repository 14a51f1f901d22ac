package derive

import "github.com/aicomply/aicomply/internal/manifest"

// Way is one way that data takes from node to node: a flow, a use of a tool, or
// an access grant that lets its principal read. A tool has two for each model
// that uses it, there and back, one after the other.
type Way struct {
	Ref      string // address of the flow, tool or grant
	From, To string // addresses of nodes
}

// Ways are the ways that data takes, flows first, in declaration order.
func (f *Facts) Ways() []Way { return f.graph.ways() }

// Ways are those of a manifest whose facts nobody has asked for, such as the
// one that another is compared with.
func Ways(m *manifest.Manifest) []Way {
	g := &graph{vocab: m.Vocabulary(), byRef: map[string]int{}}
	g.addNodes(m)
	g.addEdges(m)
	return g.ways()
}

func (g *graph) ways() []Way {
	out := make([]Way, len(g.edges))
	for i := range g.edges {
		e := &g.edges[i]
		out[i] = Way{Ref: e.obj.Ref, From: g.nodes[e.from].obj.Ref, To: g.nodes[e.to].obj.Ref}
	}
	return out
}
