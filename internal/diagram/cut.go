package diagram

import (
	"cmp"
	"slices"
)

// cut is the diagram with at most that many nodes and edges, and counts what it
// left out. First come the nodes on the marked way, then those with findings by
// severity, then new ones, then their neighbours, nearest first. Edges without
// both of their ends go, then the least telling ones.
func (d *Diagram) cut(nodes, edges int) *Diagram {
	out := &Diagram{
		Nodes: []Node{}, Edges: []Edge{}, Witness: d.Witness,
		OmittedNodes: d.OmittedNodes, OmittedEdges: d.OmittedEdges,
	}
	index := make(map[string]int, len(d.Nodes))
	for i := range d.Nodes {
		index[d.Nodes[i].Ref] = i
	}
	kept := make([]bool, len(d.Nodes))
	for _, i := range d.nearest(index, nodes) {
		kept[i] = true
	}
	for i, n := range d.Nodes {
		if kept[i] {
			out.Nodes = append(out.Nodes, n)
		}
	}
	shown := func(ref string) bool {
		i, ok := index[ref]
		return ok && kept[i]
	}
	for _, e := range d.Edges {
		if shown(e.From) && shown(e.To) {
			out.Edges = append(out.Edges, e)
		}
	}
	if len(out.Edges) > edges {
		slices.SortStableFunc(out.Edges, func(a, b Edge) int { return cmp.Compare(b.weight(), a.weight()) })
		out.Edges = out.Edges[:edges]
	}
	out.OmittedNodes += len(d.Nodes) - len(out.Nodes)
	out.OmittedEdges += len(d.Edges) - len(out.Edges)
	out.sort()
	return out
}

// nearest is the indices of the nodes that matter most.
func (d *Diagram) nearest(index map[string]int, limit int) []int {
	weights := make([]int, len(d.Nodes))
	neighbours := make([][]int, len(d.Nodes))
	for i, n := range d.Nodes {
		weights[i] = weight(n.Witness, rank(n.Severity), n.New)
	}
	for _, e := range d.Edges {
		from, okFrom := index[e.From]
		to, okTo := index[e.To]
		if !okFrom || !okTo {
			continue
		}
		neighbours[from], neighbours[to] = append(neighbours[from], to), append(neighbours[to], from)
		own := weight(false, rank(e.Severity), e.New)
		weights[from], weights[to] = max(weights[from], own), max(weights[to], own)
	}
	order := make([]int, len(d.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })

	seen := make([]bool, len(d.Nodes))
	var out []int
	add := func(i int) {
		if !seen[i] && len(out) < limit {
			seen[i] = true
			out = append(out, i)
		}
	}
	next := 0
	for ; next < len(order) && weights[order[next]] > 0; next++ {
		add(order[next])
	}
	for i := 0; len(out) < min(limit, len(order)); i++ {
		for ; i == len(out); next++ { // all that is connected is there
			add(order[next])
		}
		for _, n := range neighbours[out[i]] {
			add(n)
		}
	}
	return out
}

func (e *Edge) weight() int { return weight(e.Witness, rank(e.Severity), e.New) }

// weight is how much a node or an edge is worth being shown; 0 = no more than
// others.
func weight(witness bool, severity int, fresh bool) int {
	w := 2 * severity
	if witness {
		w += 100
	}
	if fresh {
		w++
	}
	return w
}
