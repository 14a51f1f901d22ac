package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// maxHops is how long a way back may be to be written down: a person can follow
// that, and the facts stay small.
const maxHops = 12

// unchecked lists the models whose output reaches a training set although
// nothing checked it: over flows and tools, past no person and no validator. It
// searches backwards, once for each training set.
func (f *Facts) unchecked(o *manifest.Object) []any {
	out := []any{}
	if o.String("kind") != "training_set" {
		return out
	}
	g := f.graph
	ways := g.waysTo(g.byRef[o.Ref])
	for n := range g.nodes {
		w := ways[n]
		if w.hops == 0 || g.nodes[n].obj.Type != "model" {
			continue
		}
		r := record{"model": g.nodes[n].obj.Ref, "last": g.edges[w.last].obj.Ref}
		if w.hops <= maxHops {
			r["way"] = anys(g.follow(n, ways))
		}
		out = append(out, map[string]any(r))
	}
	return out
}

// way is a shortest way from a node to a target.
type way struct {
	hops       int   // edges on it; 0 = there is none, or the node is the target
	next, last int32 // its first and its last edge
}

// waysTo is the ways from all nodes to a target that no check interrupts.
func (g *graph) waysTo(target int) []way {
	ways := make([]way, len(g.nodes))
	queue := []int{target}
	for i := 0; i < len(queue); i++ {
		at := queue[i]
		for _, id := range g.in[at] {
			e := &g.edges[id]
			if e.from == target || ways[e.from].hops > 0 || e.obj.Type == "access" || checks(g.nodes[e.from].obj) {
				continue
			}
			last := ways[at].last
			if at == target {
				last = id
			}
			ways[e.from] = way{hops: ways[at].hops + 1, next: id, last: last}
			queue = append(queue, e.from)
		}
	}
	return ways
}

// checks reports whether output that passes the node has been checked. What a
// person writes after reading it is theirs.
func checks(o *manifest.Object) bool {
	return o.Type == "principal" || o.Type == "component" && slices.Contains([]string{"validator", "human_task"}, o.String("kind"))
}

// follow is the way from a node: alternating addresses of nodes and edges.
func (g *graph) follow(n int, ways []way) []string {
	path := []string{g.nodes[n].obj.Ref}
	for ways[n].hops > 0 {
		e := &g.edges[ways[n].next]
		n = e.to
		path = append(path, e.obj.Ref, g.nodes[n].obj.Ref)
	}
	return path
}
