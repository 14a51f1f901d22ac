package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// reach is what lies before and behind things in the graph, where only the
// nearest counts. Each is one search, however many nodes and ways there are.
type reach struct {
	outbound []int32 // of a model: edge by which protected data that it puts out leaves; -1 = none
	serves   []int32 // of a model: persons who ask it, else persons who see what it puts out; -1 = none
	feeds    []int32 // of a node: model that what arrives there goes on to; -1 = none
	output   []int32 // of a node: model whose output is there unchecked; -1 = none
	unvetted []int32 // of a node: where content of outsiders that is there unseen comes from; -1 = none is
}

func (f *Facts) reach() reach {
	g := f.graph
	forward := func(s search) []int32 { s.next, s.end = g.out, func(e *edge) int { return e.to }; return g.nearest(s) }
	backward := func(s search) []int32 { s.next, s.end = g.in, func(e *edge) int { return e.from }; return g.nearest(s) }
	model := func(n *node) bool { return n.obj.Type == "model" }
	asks := search{starts: g.all(isPersons), passes: isFlow, through: func(n *node) bool { return n.obj.Type == "component" || isPersons(n) }}
	r := reach{
		outbound: backward(search{starts: f.exits(), passes: f.leaks, through: func(n *node) bool { return !model(n) && !isPersons(n) }}),
		serves:   forward(asks),
		feeds: backward(search{starts: g.all(model), passes: moves, through: func(n *node) bool {
			return model(n) || passesOn(n)
		}}),
		output:   forward(search{starts: g.all(model), passes: g.unread, through: anyNode}),
		unvetted: forward(search{starts: g.all(f.unvetted()), passes: g.unseen, through: anyNode}),
	}
	answers := backward(asks)
	for n, who := range r.serves {
		if who < 0 {
			r.serves[n] = answers[n]
		}
	}
	return r
}

// search is where to begin, which edges to follow and which nodes to go on from.
type search struct {
	starts  []start
	passes  func(*edge) bool
	through func(*node) bool
	next    [][]int32       // edges at a node, in declaration order
	end     func(*edge) int // where an edge leads
}

type start struct{ node, label int32 }

// nearest gives each node the label of the nearest start; -1 where there is
// none. Of several as near, the one that comes first.
func (g *graph) nearest(s search) []int32 {
	labels := make([]int32, len(g.nodes))
	for n := range labels {
		labels[n] = -1
	}
	var queue []int
	visit := func(n int, label int32) {
		if labels[n] >= 0 {
			return
		}
		labels[n] = label
		if s.through(&g.nodes[n]) {
			queue = append(queue, n)
		}
	}
	for _, at := range s.starts {
		visit(int(at.node), at.label)
	}
	for i := 0; i < len(queue); i++ {
		for _, id := range s.next[queue[i]] {
			if e := &g.edges[id]; s.passes(e) {
				visit(s.end(e), labels[queue[i]])
			}
		}
	}
	return labels
}

// all is the nodes of a sort, each as a start with itself as label.
func (g *graph) all(sort func(*node) bool) []start {
	var out []start
	for n := range g.nodes {
		if sort(&g.nodes[n]) {
			out = append(out, start{int32(n), int32(n)})
		}
	}
	return out
}

func anyNode(*node) bool { return true }

func isFlow(e *edge) bool { return e.obj.Type == "flow" }

// moves reports whether data moves by itself, not because somebody reads it.
func moves(e *edge) bool { return e.obj.Type != "access" }

// isPersons reports whether the node is people, who decide what they pass on.
func isPersons(n *node) bool {
	return n.obj.Type == "principal" && slices.Contains([]string{"data_subject", "public", "human_group", "vendor_support"}, n.obj.String("kind"))
}

// exits are the starts of the edges by which data leaves, each with the edge as
// its label: to a tool that sends data out, and to what a third party runs, if
// that party does not already run where they start.
func (f *Facts) exits() []start {
	g := f.graph
	var out []start
	for i := range g.edges {
		e := &g.edges[i]
		from, to := &g.nodes[e.from], &g.nodes[e.to]
		sends, _ := to.obj.Bool("outbound")
		leaves := to.place.role == "third_party" && to.place.operator != from.place.operator
		if to.obj.Type == "tool" {
			leaves = sends // whoever runs it: a look-up with a fixed key sends nothing out
		}
		if leaves && f.leaks(e) {
			out = append(out, start{int32(e.from), int32(i)})
		}
	}
	return out
}

// leaks reports whether personal or confidential data moves over the edge, and
// neither a guard nor a person's approval stands at its beginning.
func (f *Facts) leaks(e *edge) bool {
	if e.stops || !moves(e) || e.obj.Type == "tool" && e.obj.String("approval") == "human" {
		return false
	}
	return slices.ContainsFunc(f.arrived.overEdge(f.graph, e), func(p passing) bool {
		return f.graph.personal(p) || f.graph.sets[f.graph.items[p.item].set].confidential
	})
}

// unvetted tells where content enters that the organisation has no hand in:
// outsiders, what a third party runs, and what outsiders can write to.
func (f *Facts) unvetted() func(*node) bool {
	written := map[string]bool{}
	for _, o := range f.m.All("access") {
		who, ok := f.graph.byRef[o.String("principal")]
		writes := func(p string) bool { return p == "write" || p == "admin" || p == "*" }
		if ok && isOutsider(&f.graph.nodes[who]) && slices.ContainsFunc(o.Strings("permissions"), writes) {
			written[o.String("resource")] = true
		}
	}
	return func(n *node) bool { return isOutsider(n) || n.place.role == "third_party" || written[n.obj.Ref] }
}

// unread reports whether a model's output moves on over the edge as it is.
func (g *graph) unread(e *edge) bool { return moves(e) && !checks(g.nodes[e.from].obj) }

// unseen reports whether content of outsiders moves on over the edge as it is:
// it does not from a guard, nor from people of the organisation.
func (g *graph) unseen(e *edge) bool {
	from := &g.nodes[e.from]
	return !e.stops && (!isPersons(from) || isOutsider(from))
}

// passesOn reports whether the node hands on by itself what it fetches.
func passesOn(n *node) bool {
	return n.obj.Type == "tool" || n.obj.Type == "component" && n.obj.String("kind") != "human_task"
}

// model adds the facts of a model.
func (r *reach) model(g *graph, o *manifest.Object, to record) record {
	n := g.byRef[o.Ref]
	if e := r.outbound[n]; e >= 0 {
		to["outbound"] = g.edges[e].obj.Ref
	}
	if p := r.serves[n]; p >= 0 {
		to["serves"] = g.nodes[p].obj.Ref
	}
	return to
}

// flow adds the facts of a flow.
func (r *reach) flow(g *graph, e *edge, to record) {
	if end := &g.nodes[e.to]; r.feeds[e.to] >= 0 && (end.obj.Type == "model" || passesOn(end)) {
		to["feeds"] = g.nodes[r.feeds[e.to]].obj.Ref
	}
	if m := r.output[e.from]; m >= 0 && g.unread(e) {
		to["output_of"] = g.nodes[m].obj.Ref
	}
	if source := r.unvetted[e.from]; source >= 0 && g.unseen(e) {
		to["unvetted"] = g.nodes[source].obj.Ref
	}
}
