package derive

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// Node is one node that data moves between: where it is, and in whose hands.
// Empty fields are not known.
type Node struct {
	Object   *manifest.Object
	Operator string // address of a party
	Country  string
	Area     string // where its region spans several countries, such as the EU
	index    int
}

// Holding is one data category at a node, whatever datasets it came with.
type Holding struct {
	Category        string
	Incidental      bool   // every dataset only may contain it
	Identifiability string // the most identifying
	Level           int    // of Identifiability; greater = more identifying
}

// Nodes lists the nodes, by type and then in declaration order.
func (f *Facts) Nodes() []Node {
	out := make([]Node, len(f.graph.nodes))
	for i := range f.graph.nodes {
		n := &f.graph.nodes[i]
		out[i] = Node{Object: n.obj, Operator: n.place.operator, Country: n.place.country, Area: n.place.area, index: i}
	}
	return out
}

// Holdings is what is at one of Nodes, by category, merged over datasets.
func (f *Facts) Holdings(n Node) []Holding {
	var out []Holding
	names := levelNames()
	for _, p := range f.arrived.atNode(n.index) { // items come by category
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
