package derive

import (
	"encoding/binary"

	"github.com/aicomply/aicomply/internal/manifest"
)

// Input is input.derived as schema.Derived describes it, but for the facts of
// waivers: values of type map[string]any, []any, string, bool and json.Number.
// Equal lists of what is received are one list, and equal entries one map, so
// the result must not be changed; a reader may convert each only once.
func (f *Facts) Input() map[string]any {
	in := &inventory{f: f, reach: f.reach(), names: levelNames(), entries: map[passing]map[string]any{}, lists: map[string][]any{}, sets: map[int32][]any{}}
	d := record{
		"node": in.nodes(), "flow": in.flows(), "access": in.grants(), "missing": f.missing(),
		"store":       keyed(f.m.All("store"), f.store),
		"model":       keyed(f.m.All("model"), func(o *manifest.Object) record { return in.reach.model(f.graph, o, f.modelDates(o)) }),
		"evaluation":  keyed(f.m.All("evaluation"), f.evaluation),
		"pipeline":    keyed(f.m.All("pipeline"), func(o *manifest.Object) record { return intakeOf(o).record() }),
		"maintenance": keyed(f.m.All("maintenance"), f.maintenance),
		"assessment":  keyed(f.m.All("assessment"), f.assessment),
		"cost_item":   f.costItems(),

		"jurisdictions": anys(f.Jurisdictions()),
	}
	if personal, known := f.personalData(); known {
		d["personal_data"] = personal
	}
	d["bypass"] = in.bypasses()
	d.days("go_live_in_days", f.now, f.goLive())
	f.operation(d)
	return d
}

// keyed is the facts of blocks by address.
func keyed(objs []*manifest.Object, facts func(*manifest.Object) record) map[string]any {
	out := make(map[string]any, len(objs))
	for _, o := range objs {
		out[o.Ref] = map[string]any(facts(o))
	}
	return out
}

func (f *Facts) costItems() map[string]any {
	out := map[string]any{}
	for _, o := range f.m.Single("cost").Blocks("item") {
		r := record{}
		r.num("monthly", f.itemCost(o))
		out[o.Name] = map[string]any(r)
	}
	return out
}

// personalData reports whether a dataset holds data of identifiable persons,
// wherever it enters. Not known where none does and one does not say what it
// holds.
func (f *Facts) personalData() (personal, known bool) {
	for i, it := range f.graph.items {
		if f.graph.personal(passing{item: int32(i), level: f.graph.sets[it.set].level}) {
			return true, true
		}
	}
	for _, set := range f.graph.sets {
		if !set.obj.Has("data_categories") && set.level >= pseudonymised {
			return false, false
		}
	}
	return false, true
}

// inventory writes down what is where. Most nodes of a large system receive the
// same, so entries and whole lists are made once.
type inventory struct {
	f       *Facts
	reach   reach
	names   []string
	entries map[passing]map[string]any
	lists   map[string][]any
	sets    map[int32][]any // lists of purposes, by the number of the set
}

func (in *inventory) nodes() map[string]any {
	g := in.f.graph
	out := make(map[string]any, len(g.nodes))
	for i := range g.nodes {
		n := &g.nodes[i]
		r := record{"type": n.obj.Type, "name": n.obj.Name, "unknown_region": n.place.unknown, "untrusted": in.f.untrust.reaches(i)}
		r.text("operator", n.place.operator)
		r.text("operator_role", n.place.role)
		r.text("region", n.place.region)
		r.text("nearest_region", n.place.nearest)
		r.text("country", n.place.country)
		r.text("area", n.place.area)
		in.describe(r, in.f.arrived.atNode(i))
		out[n.obj.Ref] = map[string]any(r)
	}
	return out
}

func (in *inventory) flows() map[string]any {
	g := in.f.graph
	out := map[string]any{}
	for i := range g.edges {
		e := &g.edges[i]
		if e.obj.Type != "flow" {
			continue
		}
		from, to := g.nodes[e.from].place, g.nodes[e.to].place
		r := record{"drops": in.drops(e)}
		r.text("from_country", from.country)
		r.text("to_country", to.country)
		if e.from == e.to {
			r["crosses_boundary"] = false
		} else if from.boundary != "" && to.boundary != "" {
			r["crosses_boundary"] = from.boundary != to.boundary
		}
		in.describe(r, in.f.arrived.overEdge(g, e))
		in.reach.flow(g, e, r)
		out[e.obj.Ref] = map[string]any(r)
	}
	return out
}

// drops lists the categories that move over a flow although it does not say so.
func (in *inventory) drops(e *edge) []any {
	out, last := []any{}, -1
	if e.covered == nil {
		return out
	}
	for _, p := range in.f.arrived.overEdge(in.f.graph, e) {
		if c := in.f.graph.items[p.item].cat; c != last && !e.covered.has(c) {
			out, last = append(out, in.f.graph.cats[c].key), c
		}
	}
	return out
}

func (in *inventory) grants() map[string]any {
	g := in.f.graph
	return keyed(in.f.m.All("access"), func(o *manifest.Object) record {
		r := in.f.access(o)
		r["receives"] = []any{}
		for _, id := range g.edgeOf[o.Ref] {
			r["receives"] = in.list(in.f.arrived.overEdge(g, &g.edges[id]))
		}
		return r
	})
}

// describe sets what arrives, and what follows from it.
func (in *inventory) describe(r record, ps []passing) {
	g := in.f.graph
	personal, confidential := false, false
	for _, p := range ps {
		personal = personal || g.personal(p)
		confidential = confidential || g.sets[g.items[p.item].set].confidential
	}
	r["personal"], r["confidential"], r["receives"] = personal, confidential, in.list(ps)
}

func (in *inventory) list(ps []passing) []any {
	key := make([]byte, 0, 9*len(ps))
	for _, p := range ps {
		key = binary.LittleEndian.AppendUint32(key, uint32(p.item))
		key = binary.LittleEndian.AppendUint32(append(key, byte(p.level)), uint32(p.purposes))
	}
	if l, ok := in.lists[string(key)]; ok {
		return l
	}
	l := make([]any, len(ps))
	for i, p := range ps {
		l[i] = in.entry(p)
	}
	in.lists[string(key)] = l
	return l
}

func (in *inventory) entry(p passing) map[string]any {
	if e, ok := in.entries[p]; ok {
		return e
	}
	g := in.f.graph
	it := g.items[p.item]
	cat, personal := g.cats[it.cat], g.personal(p)
	e := map[string]any{
		"category": cat.key, "dataset": g.sets[it.set].obj.Ref, "incidental": it.incidental,
		"personal": personal, "credential": cat.info.Credential,
		"special": personal && cat.info.Special == "art9", "criminal": personal && cat.info.Special == "art10",
		"identifiability": in.names[p.level], "purposes": in.purposes(p.purposes),
	}
	in.entries[p] = e
	return e
}

// purposes lists the members of a set, sorted by address.
func (in *inventory) purposes(set int32) []any {
	if l, ok := in.sets[set]; ok {
		return l
	}
	refs := map[string]bool{}
	for _, p := range in.f.arrived.sets.sets[set].members() {
		refs[in.f.graph.purpose[p]] = true
	}
	in.sets[set] = anys(sortedKeys(refs))
	return in.sets[set]
}
