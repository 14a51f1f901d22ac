package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/schema"
)

// Untrusted, as the category of a Target, asks for the way of untrusted input
// instead of that of a data category.
const Untrusted = "untrusted"

// Target is what a Witness is asked for: how a category gets to a node, or over
// an edge. An edge, where one is named, comes before a node.
type Target struct {
	Node     string // address of a node
	Flow     string // address of a flow, or of an access grant or tool
	Category string // data category; "" = any; Untrusted = input that outsiders control
}

// Witness is a shortest path on which the target comes true: alternating
// addresses of nodes and edges, from where the data enters to the node; for a
// flow, the shortest path to its start, then the flow and its end. Shortest
// means fewest edges; among those, the one declared first. It is nil where
// there is no such path.
//
// A category stands for itself, or where it enters nowhere, for those below it.
func (f *Facts) Witness(t Target) []string {
	var best []string
	for _, tr := range f.treesFor(t.Category) {
		path := tr.pathTo(f.graph, f.node(t.Node))
		if t.Flow != "" {
			path = tr.pathOver(f.graph, f.graph.edgeOf[t.Flow])
		}
		if path != nil && (best == nil || len(path) < len(best)) {
			best = path
		}
	}
	return best
}

func (f *Facts) node(ref string) int {
	if n, ok := f.graph.byRef[ref]; ok {
		return n
	}
	return -1
}

// treesFor is the trees in which a path for the category is looked for.
func (f *Facts) treesFor(key string) []*tree {
	if key == Untrusted {
		return []*tree{f.untrust}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []*tree
	for c := range f.graph.cats {
		switch name := f.graph.cats[c].key; {
		case name == key:
			return []*tree{f.tree(c)}
		case key == "" || schema.Covers(key, name):
			out = append(out, f.tree(c))
		}
	}
	return out
}

func (f *Facts) tree(cat int) *tree {
	if f.trees[cat] == nil {
		f.trees[cat] = f.graph.categoryTree(cat)
	}
	return f.trees[cat]
}

// tree holds the shortest ways from a set of sources to every node.
type tree struct {
	dist   []int32            // edges on the way; -1 = not reached
	via    []int32            // last edge on the way; -1 at a source
	passes func(e *edge) bool // what was followed
}

// pathTo is the way to a node; nil where there is none.
func (t *tree) pathTo(g *graph, n int) []string {
	if n < 0 || t.dist[n] < 0 {
		return nil
	}
	path := []string{g.nodes[n].obj.Ref}
	for t.via[n] >= 0 {
		e := &g.edges[t.via[n]]
		n = e.from
		path = append(path, e.obj.Ref, g.nodes[n].obj.Ref)
	}
	slices.Reverse(path)
	return path
}

// pathOver is the shortest way to the start of one of the edges, then over it.
func (t *tree) pathOver(g *graph, ids []int32) []string {
	var best *edge
	for _, id := range ids {
		e := &g.edges[id]
		if t.dist[e.from] >= 0 && t.passes(e) && (best == nil || t.dist[e.from] < t.dist[best.from]) {
			best = e
		}
	}
	if best == nil {
		return nil
	}
	return append(t.pathTo(g, best.from), best.obj.Ref, g.nodes[best.to].obj.Ref)
}

// reaches reports whether there is a way to the node.
func (t *tree) reaches(n int) bool { return t.dist[n] >= 0 }

// categoryTree follows one category from where it enters.
func (g *graph) categoryTree(cat int) *tree {
	source := func(n *node) bool {
		return slices.ContainsFunc(n.seeds, func(i int32) bool { return g.items[i].cat == cat })
	}
	return g.shortest(source, func(e *edge) bool { return !e.blocked.has(cat) })
}

// untrustedTree follows input that outsiders control. It ends at a validator, a
// filter or a person, and reading something does not make it input. Ways from
// outsiders themselves come first: that a model declares untrusted input says
// less than how it gets there.
func (g *graph) untrustedTree() *tree {
	t := g.newTree(func(e *edge) bool { return !e.stops })
	t.spread(g, isOutsider)
	t.spread(g, declaresUntrusted)
	return t
}

// isOutsider reports whether what comes from the node is in outsiders' control.
func isOutsider(n *node) bool {
	kind := n.obj.String("kind")
	return n.obj.Type == "principal" && (kind == "public" || kind == "data_subject")
}

func declaresUntrusted(n *node) bool {
	declared, _ := n.obj.Bool("untrusted_input")
	return n.obj.Type == "model" && declared
}

func (g *graph) newTree(passes func(*edge) bool) *tree {
	t := &tree{dist: make([]int32, len(g.nodes)), via: make([]int32, len(g.nodes)), passes: passes}
	for n := range g.nodes {
		t.dist[n], t.via[n] = -1, -1
	}
	return t
}

// shortest is the ways from the sources over the edges that let pass.
func (g *graph) shortest(source func(*node) bool, passes func(*edge) bool) *tree {
	t := g.newTree(passes)
	t.spread(g, source)
	return t
}

// spread adds the ways from the sources to what was not reached before. It
// searches breadth first, sources and edges in declaration order.
func (t *tree) spread(g *graph, source func(*node) bool) {
	queue := make([]int, 0, len(g.nodes))
	for n := range g.nodes {
		if t.dist[n] < 0 && source(&g.nodes[n]) {
			t.dist[n] = 0
			queue = append(queue, n)
		}
	}
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		for _, id := range g.out[n] {
			if e := &g.edges[id]; t.dist[e.to] < 0 && t.passes(e) {
				t.dist[e.to], t.via[e.to] = t.dist[n]+1, id
				queue = append(queue, e.to)
			}
		}
	}
}
