package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// Node is one node: where it is, in whose hands, and what reaches it.
type Node struct {
	Block    *manifest.Object
	Operator string    // address of a party; "" = not known
	Place    string    // its country, else the area that its region spans; "" = not known
	Holds    []Holding // by category
}

// Holding is one data category at a node, whatever datasets it came with.
type Holding struct {
	Category        string
	Incidental      bool   // every dataset only may contain it
	Identifiability string // the most identifying
	Level           int    // of Identifiability; greater = more identifying
}

// Nodes lists the nodes in declaration order, principals first.
func (f *Facts) Nodes() []Node {
	g := f.graph
	out := make([]Node, len(g.nodes))
	for i := range g.nodes {
		n := &g.nodes[i]
		out[i] = Node{Block: n.obj, Operator: n.place.operator, Place: n.place.country, Holds: f.holdings(i)}
		if out[i].Place == "" {
			out[i].Place = n.place.area
		}
	}
	return out
}

// holdings is what is at a node, merged over datasets: items come by category.
func (f *Facts) holdings(n int) []Holding {
	var out []Holding
	names := levelNames()
	for _, p := range f.arrived.atNode(n) {
		it := f.graph.items[p.item]
		key := f.graph.cats[it.cat].key
		if len(out) == 0 || out[len(out)-1].Category != key {
			out = append(out, Holding{Category: key, Incidental: true})
		}
		h := &out[len(out)-1]
		h.Incidental = h.Incidental && it.incidental
		h.Level = max(h.Level, int(p.level))
		h.Identifiability = names[h.Level]
	}
	return out
}

// Uses lists for each purpose, by address, the categories that arrive anywhere
// under it, sorted.
func (f *Facts) Uses() map[string][]string {
	type use struct {
		cat int
		set int32
	}
	seen := map[use]bool{}
	for n := range f.graph.nodes {
		for _, p := range f.arrived.atNode(n) {
			seen[use{f.graph.items[p.item].cat, p.purposes}] = true
		}
	}
	out := map[string][]string{}
	for u := range seen {
		for _, p := range f.arrived.sets.sets[u.set].members() {
			ref := f.graph.purpose[p]
			out[ref] = append(out[ref], f.graph.cats[u.cat].key)
		}
	}
	for ref, cats := range out {
		slices.Sort(cats)
		out[ref] = slices.Compact(cats)
	}
	return out
}
