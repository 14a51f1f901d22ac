package diagram

import (
	"cmp"
	"slices"
)

// box is what is drawn around nodes: an operator, or within one that is in
// several countries a country.
type box struct {
	title string
	nodes []int // indices
	inner []box
}

// boxes are the nodes that have neither an operator nor a country, and the boxes
// of the others. Neighbours stand next to each other, as far as they can in a
// row: the programs that lay out a drawing keep its order where nothing else
// decides, and a line from one box to the next crosses none between them.
func (d *Diagram) boxes() (outside []int, all []box) {
	byOwner := map[string][]int{}
	for i := range d.Nodes {
		owner := d.Nodes[i].owner()
		byOwner[owner] = append(byOwner[owner], i)
	}
	for _, owner := range d.owners() {
		if owner == "" {
			outside = byOwner[owner]
		} else {
			all = append(all, d.box(byOwner[owner]))
		}
	}
	return outside, all
}

// owner is what the outer box of a node is about.
func (n *Node) owner() string {
	if n.Operator == "" && n.Country != "" {
		return "country " + n.Country
	}
	return n.Operator
}

// owners are the owners of nodes, those who belong to nobody first, since data
// tends to come from them, and then each time the one with the most to do with
// the one before; what is on the marked way counts most.
func (d *Diagram) owners() []string {
	of, all := map[string]string{}, []string{}
	for i := range d.Nodes {
		of[d.Nodes[i].Ref] = d.Nodes[i].owner()
		all = append(all, d.Nodes[i].owner())
	}
	slices.Sort(all)
	all = slices.Compact(all)
	links := map[[2]string]int{}
	for _, e := range d.Edges {
		n := 1
		if e.Witness {
			n = len(d.Edges)
		}
		links[[2]string{of[e.From], of[e.To]}] += n
		links[[2]string{of[e.To], of[e.From]}] += n
	}
	for i := 1; i < len(all); i++ {
		best := i
		for j := i; j < len(all); j++ {
			if links[[2]string{all[i-1], all[j]}] > links[[2]string{all[i-1], all[best]}] {
				best = j
			}
		}
		chosen := all[best]
		copy(all[i+1:best+1], all[i:best]) // the others stay in order
		all[i] = chosen
	}
	return all
}

// box is the box of an owner's nodes.
func (d *Diagram) box(nodes []int) box {
	first := &d.Nodes[nodes[0]]
	name := cmp.Or(shortName(first.Operator), first.Country)
	var countries []box // the nodes come by country
	for _, i := range nodes {
		if n := &d.Nodes[i]; len(countries) == 0 || countries[len(countries)-1].title != n.Country {
			countries = append(countries, box{title: n.Country})
		}
		at := &countries[len(countries)-1]
		at.nodes = append(at.nodes, i)
	}
	if len(countries) == 1 {
		if first.Operator != "" && first.Country != "" {
			name += " · " + first.Country
		}
		return box{title: name, nodes: nodes}
	}
	out := box{title: name}
	for _, c := range countries {
		if c.title == "" {
			out.nodes = c.nodes
		} else {
			out.inner = append(out.inner, c)
		}
	}
	return out
}
