package derive

import "slices"

// level is how far persons can be identified; more identifying is greater, and
// zero means that nothing arrives.
type level uint8

const (
	nothing level = iota
	nonPersonal
	synthetic
	anonymised
	pseudonymised
	identified
)

func levelNames() []string {
	return []string{"", "non_personal", "synthetic", "anonymised", "pseudonymised", "identified"}
}

// levelOf reads dataset.identifiability; not declared counts as identified.
func levelOf(name string) level {
	if i := slices.Index(levelNames(), name); i > 0 {
		return level(i)
	}
	return identified
}

// capOf is the most identifying level that a method of de-identification lets
// through. Redaction takes categories off and leaves the others as they are.
func capOf(method string) level {
	switch method {
	case "anonymisation", "aggregation":
		return anonymised
	case "pseudonymisation", "tokenisation":
		return pseudonymised
	}
	return identified
}

// Limits on the work, so that no manifest can take memory or time without end.
// They lie far above any deployment that people could have written.
const (
	maxCells = 1 << 24 // (nodes + edges) x items
	maxSteps = 1 << 27 // movements of one item over one edge
	maxWords = 1 << 24 // computed in sets of purposes, 8 bytes each
)

// arrivals are what reaches each node: for each item its level and the purposes
// under which it arrives.
type arrivals struct {
	items      int
	level      []level // node x items + item
	purposes   []int32 // the same; number of a set in sets
	sets       *interner
	only       []int32 // number of the set of one purpose alone, by purpose
	incomplete bool
}

// passing is one item as it leaves an edge, or as it lies at a node.
type passing struct {
	item     int32
	level    level
	purposes int32
}

func propagate(g *graph) *arrivals {
	a := &arrivals{items: len(g.items), sets: newInterner()}
	for i := range g.purpose {
		if a.sets.words > maxWords {
			a.incomplete = true
			break
		}
		a.only = append(a.only, a.sets.intern(single(i)))
	}
	if len(g.items) > 0 && len(g.nodes)+len(g.edges) > maxCells/len(g.items) {
		a.incomplete = true
	}
	if a.incomplete {
		a.items = 0
		return a
	}
	a.level = make([]level, len(g.nodes)*a.items)
	a.purposes = make([]int32, len(g.nodes)*a.items)
	a.run(g)
	return a
}

// run moves what is new at a node over its edges, node by node in the order in
// which they are reached, until nothing is new.
func (a *arrivals) run(g *graph) {
	w := newWorklist(len(g.nodes), a.items)
	for n := range g.nodes {
		for _, i := range g.nodes[n].seeds {
			a.level[n*a.items+int(i)] = max(a.level[n*a.items+int(i)], g.sets[g.items[i].set].level)
			w.add(n, i)
		}
	}
	steps := 0
	for n, fresh, ok := w.next(); ok; n, fresh, ok = w.next() {
		for _, id := range g.out[n] {
			e := &g.edges[id]
			for _, i := range fresh {
				if p, ok := a.over(g, e, i); ok && a.arrive(e.to, p) {
					w.add(e.to, i)
				}
			}
			steps += len(fresh)
		}
		if steps > maxSteps || a.sets.words > maxWords {
			a.incomplete = true
			return
		}
	}
}

// over is the item as it leaves the edge, if it is at its start and passes.
func (a *arrivals) over(g *graph, e *edge, i int32) (p passing, ok bool) {
	at := e.from*a.items + int(i)
	if a.level[at] == nothing || e.blocked.has(g.items[i].cat) {
		return passing{}, false
	}
	p = passing{item: i, level: min(a.level[at], e.cap), purposes: a.purposes[at]}
	if e.purpose >= 0 {
		p.purposes = a.only[e.purpose]
	}
	return p, true
}

// arrive merges the item into what is at the node, and reports a change.
func (a *arrivals) arrive(node int, p passing) bool {
	at := node*a.items + int(p.item)
	lvl, set := max(a.level[at], p.level), a.sets.union(a.purposes[at], p.purposes)
	changed := lvl != a.level[at] || set != a.purposes[at]
	a.level[at], a.purposes[at] = lvl, set
	return changed
}

// atNode lists what is at a node, by item.
func (a *arrivals) atNode(n int) []passing {
	var out []passing
	for i := range a.items {
		if at := n*a.items + i; a.level[at] != nothing {
			out = append(out, passing{item: int32(i), level: a.level[at], purposes: a.purposes[at]})
		}
	}
	return out
}

// overEdge lists what moves over an edge, by item.
func (a *arrivals) overEdge(g *graph, e *edge) []passing {
	var out []passing
	for i := range a.items {
		if p, ok := a.over(g, e, int32(i)); ok {
			out = append(out, p)
		}
	}
	return out
}

// worklist is a queue of nodes, each with the items that are new at it.
type worklist struct {
	queue []int
	fresh [][]int32
	spare []int32
	items int
	dirty bits // node x items + item: it is in fresh
}

func newWorklist(nodes, items int) *worklist {
	return &worklist{fresh: make([][]int32, nodes), items: items, dirty: newBits(nodes * items)}
}

func (w *worklist) add(node int, item int32) {
	at := node*w.items + int(item)
	if w.dirty.has(at) {
		return
	}
	w.dirty.set(at)
	if len(w.fresh[node]) == 0 {
		w.queue = append(w.queue, node)
	}
	w.fresh[node] = append(w.fresh[node], item)
}

// next takes the first node off the queue. What it returns is valid until the
// next call.
func (w *worklist) next() (node int, fresh []int32, ok bool) {
	if len(w.queue) == 0 {
		return 0, nil, false
	}
	node, w.queue = w.queue[0], w.queue[1:]
	w.spare, w.fresh[node] = w.fresh[node], w.spare[:0]
	for _, i := range w.spare {
		at := node*w.items + int(i)
		w.dirty[at/64] &^= 1 << (at % 64)
	}
	return node, w.spare, true
}
