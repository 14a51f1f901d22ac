package diagram

import (
	"cmp"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// Options are the settings of Build.
type Options struct {
	Findings []finding.Finding  // of the deployment, in the order of finding.Sort
	Base     *manifest.Manifest // what is not in it is new; nil = nothing is
	Limit    int                // most nodes that are shown; 0 = MaxNodes, and never above MaxLimit
}

// Build draws a deployment. Of findings, those that stand count: not the waived
// ones and not those about law to come. Time and memory are linear in the nodes,
// flows and findings, but for sorting.
func Build(m *manifest.Manifest, facts *derive.Facts, o Options) *Diagram {
	if o.Limit <= 0 {
		o.Limit = MaxNodes
	}
	d := &Diagram{Nodes: []Node{}, Edges: []Edge{}}
	for _, n := range facts.Nodes() {
		d.Nodes = append(d.Nodes, Node{
			Ref: n.Object.Ref, Type: n.Object.Type, Kind: n.Object.String("kind"),
			Operator: cmp.Or(n.Operator, employer(m, n.Object)), Country: n.Country,
			New: o.Base != nil && o.Base.Get(n.Object.Ref) == nil,
		})
	}
	d.addEdges(facts.Ways(), o.Base)
	d.sort()
	d.mark(o.Findings)
	limit := min(o.Limit, MaxLimit)
	return d.cut(limit, edgesFor(limit))
}

// employer is whose people, or whose service accounts, a principal stands for.
func employer(m *manifest.Manifest, o *manifest.Object) string {
	if kind := o.String("kind"); o.Type == "principal" && (kind == "human_group" || kind == "service") {
		return m.System().String("controller")
	}
	return ""
}

// addEdges adds the ways, there and back between a model and a tool as one.
func (d *Diagram) addEdges(ways []derive.Way, base *manifest.Manifest) {
	before := map[derive.Way]bool{}
	if base != nil {
		for _, w := range derive.Ways(base) {
			before[w] = true
		}
	}
	seen := make(map[derive.Way]bool, len(ways))
	for _, w := range ways {
		back := w.From == w.Ref // out of a tool: its way there is an edge already
		if back || seen[w] {
			continue
		}
		seen[w] = true
		d.Edges = append(d.Edges, Edge{
			Ref: w.Ref, From: w.From, To: w.To, Both: w.To == w.Ref,
			New: base != nil && !before[w],
		})
	}
}

// mark gives nodes and edges the worst severity that stands at them, and marks
// the way of the worst finding that has one.
func (d *Diagram) mark(fs []finding.Finding) {
	x := marker{nodes: map[string]*Node{}, edges: map[string][]*Edge{}}
	for i := range d.Nodes {
		x.nodes[d.Nodes[i].Ref] = &d.Nodes[i]
	}
	for i := range d.Edges {
		x.edges[d.Edges[i].Ref] = append(x.edges[d.Edges[i].Ref], &d.Edges[i])
	}
	var worst *finding.Finding
	for i := range fs {
		f := &fs[i]
		if !f.Stands() {
			continue
		}
		x.severity(f)
		if len(f.Witness) > 0 && (worst == nil || rank(f.Severity) > rank(worst.Severity)) {
			worst = f
		}
	}
	if worst != nil {
		d.Witness = worst.Policy
		x.way(worst.Witness)
	}
}

// marker finds nodes and edges by address; a tool has an edge for each model.
type marker struct {
	nodes map[string]*Node
	edges map[string][]*Edge
}

// severity marks where a finding stands and where its way ends.
func (x *marker) severity(f *finding.Finding) {
	if len(f.Path) >= 2 {
		ref := f.Path[0] + "." + f.Path[1]
		if n := x.nodes[ref]; n != nil { // a tool is a node, though its uses have its address, too
			n.Severity = worse(n.Severity, f.Severity)
		} else if es := x.edges[ref]; len(es) > 0 {
			es[0].Severity = worse(es[0].Severity, f.Severity)
		}
	}
	if last := len(f.Witness) - 1; last >= 0 {
		if n := x.nodes[f.Witness[last]]; n != nil {
			n.Severity = worse(n.Severity, f.Severity)
		}
	}
}

// way marks the nodes and edges of a witness, which come in turn.
func (x *marker) way(witness []string) {
	for i, ref := range witness {
		if n := x.nodes[ref]; n != nil && i%2 == 0 {
			n.Witness = true
		}
		if i%2 == 1 && i+1 < len(witness) {
			markWay(x.edges[ref], witness[i-1], witness[i+1])
		}
	}
}

func markWay(edges []*Edge, from, to string) {
	for _, e := range edges {
		if e.From == from && e.To == to || e.Both && e.From == to && e.To == from {
			e.Witness = true
		}
	}
}

// rank is higher the worse the severity; 0 for none.
func rank(s finding.Severity) int {
	all := finding.Severities()
	for i, known := range all {
		if s == known {
			return len(all) - i
		}
	}
	return 0
}

func worse(a, b finding.Severity) finding.Severity {
	if rank(b) > rank(a) {
		return b
	}
	return a
}
