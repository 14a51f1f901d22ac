package derive

import (
	"cmp"
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// nodeTypes are the block types of nodes, in the order in which nodes count.
func nodeTypes() []string { return []string{"principal", "component", "store", "model", "tool"} }

// graph is the deployment as nodes, edges and what enters where. Nodes, edges,
// items and categories are known by their index.
type graph struct {
	vocab     *schema.Vocabulary
	nodes     []node
	edges     []edge
	out, in   [][]int32 // edges that leave and that enter a node, in declaration order
	byRef     map[string]int
	edgeOf    map[string][]int32 // edges by address; a tool has several
	cats      []category         // sorted by key
	items     []item             // sorted by category, then dataset
	sets      []dataset
	purpose   []string // addresses of purposes, in declaration order
	purposeOf map[string]int32
	setOf     map[string]int // datasets by address
}

type node struct {
	obj   *manifest.Object
	place place
	seeds []int32 // items that enter here
}

// edge is one way that data takes: a flow, a use of a tool, or an access grant.
type edge struct {
	obj      *manifest.Object
	from, to int
	blocked  bits  // categories that do not pass; nil = all do
	covered  bits  // of a flow with a claim that is checked: categories of what it carries; nil = no claim
	cap      level // most identifying form in which data leaves it
	purpose  int32 // index of its purpose; -1 = it keeps the purposes that data arrived under
	stops    bool  // untrusted input does not move on over it
}

// category is a data category that enters somewhere.
type category struct {
	key  string
	info schema.CategoryInfo
	user bool // it is "user", or below
}

// item is one category of one dataset: the unit that moves.
type item struct {
	cat, set   int
	incidental bool
}

type dataset struct {
	obj          *manifest.Object
	declares     bits // categories that its keys cover
	level        level
	confidential bool
}

func newGraph(m *manifest.Manifest) *graph {
	g := &graph{vocab: m.Vocabulary(), byRef: map[string]int{}, edgeOf: map[string][]int32{}, purposeOf: map[string]int32{}, setOf: map[string]int{}}
	for _, p := range m.All("purpose") {
		g.purposeOf[p.Ref] = int32(len(g.purpose))
		g.purpose = append(g.purpose, p.Ref)
	}
	g.addNodes(m)
	g.addDatasets(m.All("dataset"))
	g.addEdges(m)
	g.out, g.in = make([][]int32, len(g.nodes)), make([][]int32, len(g.nodes))
	for i, e := range g.edges {
		g.out[e.from] = append(g.out[e.from], int32(i))
		g.in[e.to] = append(g.in[e.to], int32(i))
		g.edgeOf[e.obj.Ref] = append(g.edgeOf[e.obj.Ref], int32(i))
	}
	newPlaces(m, g.nodes)
	return g
}

func (g *graph) addNodes(m *manifest.Manifest) {
	for _, t := range nodeTypes() {
		for _, o := range m.All(t) {
			g.byRef[o.Ref] = len(g.nodes)
			g.nodes = append(g.nodes, node{obj: o})
		}
	}
}

func (g *graph) addEdges(m *manifest.Manifest) {
	g.addFlows(m.All("flow"))
	g.addTools(m.All("tool"))
	g.addAccess(m, m.All("access"))
}

// addDatasets collects categories and items, and seeds the origins.
func (g *graph) addDatasets(objs []*manifest.Object) {
	contents := make([]map[string]bool, len(objs))
	keys, special := map[string]bool{}, map[string][]string{}
	for i, o := range objs {
		contents[i] = contentOf(g.vocab, o, special)
		for c := range contents[i] {
			keys[c] = true
		}
	}
	index := map[string]int{}
	for _, key := range sortedKeys(keys) {
		index[key] = len(g.cats)
		g.cats = append(g.cats, categoryOf(g.vocab, key))
	}
	for i, o := range objs {
		for c, incidental := range contents[i] {
			g.items = append(g.items, item{cat: index[c], set: i, incidental: incidental})
		}
		class := o.String("classification")
		g.setOf[o.Ref] = i
		g.sets = append(g.sets, dataset{
			obj: o, level: levelOf(o.String("identifiability")),
			declares:     g.covering(slices.Concat(o.Strings("data_categories"), o.Strings("may_contain"))),
			confidential: class == "confidential" || class == "strictly_confidential",
		})
	}
	slices.SortFunc(g.items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.cat, b.cat), cmp.Compare(g.sets[a.set].obj.Ref, g.sets[b.set].obj.Ref))
	})
	for i, it := range g.items {
		for _, ref := range g.sets[it.set].obj.Strings("origin") {
			if n, ok := g.byRef[ref]; ok {
				g.nodes[n].seeds = append(g.nodes[n].seeds, int32(i))
			}
		}
	}
}

// contentOf is what a dataset holds, by category: false where it is declared,
// true where it is incidental. A key above special categories says nothing
// about them, so they count as what it may contain; a key that is special
// itself already says it.
func contentOf(v *schema.Vocabulary, o *manifest.Object, special map[string][]string) map[string]bool {
	content := map[string]bool{}
	declared, may := o.Strings("data_categories"), o.Strings("may_contain")
	for _, c := range declared {
		content[c] = false
	}
	for _, key := range slices.Concat(declared, may) {
		if _, known := special[key]; !known {
			special[key] = specialBelow(v, key)
		}
		for _, c := range append([]string{key}, special[key]...) {
			if _, declared := content[c]; !declared {
				content[c] = true
			}
		}
	}
	return content
}

// specialBelow lists the special categories below one that is not special.
func specialBelow(v *schema.Vocabulary, key string) []string {
	if categoryOf(v, key).info.Special != "" {
		return nil
	}
	return slices.DeleteFunc(v.CategoriesBelow(key), func(c string) bool { return categoryOf(v, c).info.Special == "" })
}

func categoryOf(v *schema.Vocabulary, key string) category {
	c := category{key: key, user: schema.Covers("user", key)}
	c.info, _ = v.CategoryOf(key)
	return c
}

// covering is the set of categories that one of the keys covers.
func (g *graph) covering(keys []string) bits {
	b := newBits(len(g.cats))
	for _, key := range keys {
		for i, c := range g.cats {
			if schema.Covers(key, c.key) {
				b.set(i)
			}
		}
	}
	return b
}

func (g *graph) addFlows(objs []*manifest.Object) {
	for _, o := range objs {
		from, okFrom := g.byRef[o.String("from")]
		to, okTo := g.byRef[o.String("to")]
		if !okFrom || !okTo {
			continue
		}
		e := g.newEdge(o, from, to)
		deidentify := o.Block("deidentify")
		if off := slices.Concat(deidentify.Strings("removes"), o.Strings("omits")); len(off) > 0 {
			e.blocked = g.covering(off)
		}
		e.cap = capOf(deidentify.String("method"))
		if o.Has("carries") {
			e.covered = g.carried(o.Strings("carries"))
		}
		start := g.nodes[from].obj
		if start.Type == "component" && start.String("kind") == "filter" && e.covered != nil {
			e.blocked = e.blocked.or(e.covered.not(len(g.cats)))
			e.covered = nil // a filter passes only what is declared: there is no claim left to check
		}
		e.stops = guards(start)
		g.edges = append(g.edges, e)
	}
}

// guards reports whether untrusted input that reaches the node ends there.
func guards(o *manifest.Object) bool {
	return o.Type == "component" && slices.Contains([]string{"validator", "filter", "human_task"}, o.String("kind"))
}

// carried is the set of categories that the datasets at the addresses cover.
func (g *graph) carried(refs []string) bits {
	b := newBits(len(g.cats))
	for _, ref := range refs {
		if i, ok := g.setOf[ref]; ok {
			for k, w := range g.sets[i].declares {
				b[k] |= w
			}
		}
	}
	return b
}

func (g *graph) newEdge(o *manifest.Object, from, to int) edge {
	e := edge{obj: o, from: from, to: to, cap: identified, purpose: -1}
	if p, ok := g.purposeOf[o.String("purpose")]; ok {
		e.purpose = p
	}
	return e
}

func (g *graph) addTools(objs []*manifest.Object) {
	for _, o := range objs {
		tool := g.byRef[o.Ref]
		for _, ref := range o.Strings("used_by") {
			if model, ok := g.byRef[ref]; ok {
				g.edges = append(g.edges, g.newEdge(o, model, tool), g.newEdge(o, tool, model))
			}
		}
	}
}

func (g *graph) addAccess(m *manifest.Manifest, objs []*manifest.Object) {
	for _, o := range objs {
		resource := o.String("resource")
		if log := m.Get(resource); log != nil && log.Type == "audit_log" {
			resource = log.String("store")
		}
		from, okFrom := g.byRef[resource]
		to, okTo := g.byRef[o.String("principal")]
		if okFrom && okTo && reads(o) {
			e := g.newEdge(o, from, to)
			e.stops = true // what a person reads is no input to them
			g.edges = append(g.edges, e)
		}
	}
}

// reads reports whether a grant lets its principal see data.
func reads(access *manifest.Object) bool {
	return slices.ContainsFunc(access.Strings("permissions"), func(p string) bool {
		return p == "read" || p == "admin" || p == "*"
	})
}
