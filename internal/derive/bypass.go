package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// maxBypassSteps limits the search for ways past de-identification, in edges
// looked at. Beyond it, data counts as having come another way: what is
// reported too much can be looked at, what is not reported cannot.
const maxBypassSteps = 1 << 24

// bypass is an edge by which items get to its end past de-identification on
// other edges to the same node.
type bypass struct {
	edge   int32
	around []int32 // those edges, ascending
	items  []passing
}

// deidentified is the least identifying form in which a flow into a node lets
// an item through; nothing = the flow takes it off.
type deidentified struct {
	flow  int32
	level level
}

// bypasses looks at every node that data is de-identified for. A flow out of
// the node and back, as to a service that redacts and returns, protects what
// comes after: data that can get to the start of the de-identifying flow only
// through the node itself has passed nothing by.
func (f *Facts) bypasses() []bypass {
	s := &bypassSearch{g: f.graph, a: f.arrived}
	var out []bypass
	for n := range f.graph.nodes {
		s.node, s.avoiding = n, map[int32]bits{}
		if steps := s.deidentifying(); len(steps) > 0 {
			out = s.past(steps, out)
		}
	}
	return out
}

// bypassSearch holds the node that is looked at, and what reaches which nodes
// without passing it.
type bypassSearch struct {
	g        *graph
	a        *arrivals
	node     int
	avoiding map[int32]bits // nodes, by item
	steps    int
}

// deidentifying is, for each item that is at the node in a more identifying
// form than a flow to it lets through, the flow that removes most.
func (s *bypassSearch) deidentifying() map[int32]deidentified {
	out := map[int32]deidentified{}
	for _, id := range s.g.in[s.node] {
		e := &s.g.edges[id]
		block := e.obj.Block("deidentify")
		if e.obj.Type != "flow" || block == nil {
			continue
		}
		removed := s.removed(block)
		for i := range int32(s.a.items) {
			before := s.a.level[e.from*s.a.items+int(i)]
			after := min(before, e.cap)
			if cat := s.g.items[i].cat; removed.has(cat) {
				after = nothing
			} else if e.blocked.has(cat) {
				continue
			}
			known, ok := out[i]
			if after < before && after < s.a.level[s.node*s.a.items+int(i)] && (!ok || after < known.level) && s.reaches(i, e.from) {
				out[i] = deidentified{flow: id, level: after}
			}
		}
	}
	return out
}

func (s *bypassSearch) removed(deidentify *manifest.Object) bits {
	return s.g.covering(deidentify.Strings("removes"))
}

// past appends the edges into the node by which items arrive in a more
// identifying form.
func (s *bypassSearch) past(steps map[int32]deidentified, out []bypass) []bypass {
	for _, id := range s.g.in[s.node] {
		e := &s.g.edges[id]
		b := bypass{edge: id}
		for _, p := range s.a.overEdge(s.g, e) {
			if step, ok := steps[p.item]; ok && p.level > step.level && s.reaches(p.item, e.from) {
				b.items = append(b.items, p)
				b.around = append(b.around, step.flow)
			}
		}
		if len(b.items) > 0 {
			slices.Sort(b.around)
			b.around = slices.Compact(b.around)
			out = append(out, b)
		}
	}
	return out
}

// reaches reports whether an item gets to a node without passing the one that
// is looked at. What enters at that one belongs there: it has no way past.
func (s *bypassSearch) reaches(item int32, node int) bool {
	if slices.Contains(s.g.nodes[s.node].seeds, item) {
		return false
	}
	seen, ok := s.avoiding[item]
	if !ok {
		seen = s.spread(item)
		s.avoiding[item] = seen
	}
	return s.steps > maxBypassSteps || seen.has(node)
}

// spread is the nodes that an item reaches without the one that is looked at.
func (s *bypassSearch) spread(item int32) bits {
	seen := newBits(len(s.g.nodes))
	var queue []int
	for n := range s.g.nodes {
		if n != s.node && slices.Contains(s.g.nodes[n].seeds, item) {
			seen.set(n)
			queue = append(queue, n)
		}
	}
	s.steps += len(s.g.nodes)
	for len(queue) > 0 && s.steps <= maxBypassSteps {
		n := queue[0]
		queue = queue[1:]
		s.steps += len(s.g.out[n])
		for _, id := range s.g.out[n] {
			e := &s.g.edges[id]
			if e.to != s.node && !seen.has(e.to) && !e.blocked.has(s.g.items[item].cat) {
				seen.set(e.to)
				queue = append(queue, e.to)
			}
		}
	}
	return seen
}

func (in *inventory) bypasses() []any {
	g := in.f.graph
	out := []any{}
	for _, b := range in.f.bypasses() {
		e := &g.edges[b.edge]
		around := make([]string, len(b.around))
		for i, id := range b.around {
			around[i] = g.edges[id].obj.Ref
		}
		out = append(out, map[string]any{
			"by": e.obj.Ref, "node": g.nodes[e.to].obj.Ref, "around": anys(around), "receives": in.list(b.items),
		})
	}
	return out
}
