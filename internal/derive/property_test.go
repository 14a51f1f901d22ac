package derive_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
)

// world is a random deployment, kept apart from its source so that what arrives
// where can be found without the package under test.
type world struct {
	nodes []string
	data  []worldData
	edges []worldEdge
	src   string
}

type worldData struct {
	declared, may, origin []string
	level                 string
}

type worldEdge struct {
	ref, from, to string
	removes       []string // nil = none
	only          []string // of a filter: keys that pass; nil = all
	method        string
	purpose       string
}

func covers(keys []string, category string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return k == category || strings.HasPrefix(category, k+".") })
}

func (e *worldEdge) passes(category string) bool {
	return !covers(e.removes, category) && (e.only == nil || covers(e.only, category))
}

// after is the level in which data leaves the edge.
func (e *worldEdge) after(level string) string {
	limit := map[string]string{"anonymisation": "anonymised", "aggregation": "anonymised", "pseudonymisation": "pseudonymised", "tokenisation": "pseudonymised"}[e.method]
	if limit != "" && rank(level) < rank(limit) {
		return limit
	}
	return level
}

// rank orders levels, the most identifying first.
func rank(level string) int {
	return slices.Index([]string{"identified", "pseudonymised", "anonymised", "synthetic", "non_personal", ""}, level)
}

func some(r *rand.Rand, from []string, most int) []string {
	out := []string{}
	for range r.Intn(most + 1) {
		out = append(out, from[r.Intn(len(from))])
	}
	return out
}

func one(r *rand.Rand, from ...string) string { return from[r.Intn(len(from))] }

func quotedList(ss []string) string {
	return "[\"" + strings.Join(ss, "\", \"") + "\"]"
}

func newWorld(r *rand.Rand) *world {
	w := &world{nodes: []string{"component.a", "component.b", "component.filter", "store.s", "model.m", "tool.t", "principal.p"}}
	var b strings.Builder
	b.WriteString(`system "w" {}
component "a" {}
component "b" {}
component "filter" { kind = "filter" }
store "s" {}
model "m" {}
tool "t" { used_by = [model.m] }
principal "p" {}
purpose "x" {}
purpose "y" {}
purpose "z" {}
`)
	keys := []string{"user.contact", "user.contact.email", "user.name", "user.health_and_medical", "system.operations"}
	for i := range 1 + r.Intn(3) {
		d := worldData{declared: some(r, keys, 2), may: some(r, keys, 2), origin: some(r, w.nodes, 2), level: one(r, "identified", "pseudonymised", "synthetic", "")}
		w.data = append(w.data, d)
		fmt.Fprintf(&b, "dataset \"d%d\" {\n", i)
		if len(d.declared) > 0 {
			fmt.Fprintf(&b, "data_categories = %s\n", quotedList(d.declared))
		}
		if len(d.may) > 0 {
			fmt.Fprintf(&b, "may_contain = %s\n", quotedList(d.may))
		}
		if d.level != "" {
			fmt.Fprintf(&b, "identifiability = %q\n", d.level)
		}
		fmt.Fprintf(&b, "origin = [%s]\n}\n", strings.Join(d.origin, ", "))
	}
	for i := range 2 + r.Intn(7) {
		w.addFlow(r, &b, i, keys)
	}
	w.edges = append(w.edges, worldEdge{ref: "tool.t", from: "model.m", to: "tool.t"}, worldEdge{ref: "tool.t", from: "tool.t", to: "model.m"})
	if r.Intn(2) == 0 {
		e := worldEdge{ref: "access.g", from: one(r, w.nodes[:6]...), to: "principal.p", purpose: one(r, "", "purpose.z")}
		w.edges = append(w.edges, e)
		fmt.Fprintf(&b, "access \"g\" {\nprincipal = principal.p\nresource = %s\npermissions = [\"admin\"]\n", e.from)
		if e.purpose != "" {
			fmt.Fprintf(&b, "purpose = %s\n", e.purpose)
		}
		b.WriteString("}\n")
	}
	w.src = b.String()
	return w
}

func (w *world) addFlow(r *rand.Rand, b *strings.Builder, i int, keys []string) {
	e := worldEdge{ref: fmt.Sprintf("flow.f%d", i), from: one(r, w.nodes...), to: one(r, w.nodes...), purpose: one(r, "", "", "purpose.x", "purpose.y")}
	fmt.Fprintf(b, "flow \"f%d\" {\nfrom = %s\nto = %s\n", i, e.from, e.to)
	if e.purpose != "" {
		fmt.Fprintf(b, "purpose = %s\n", e.purpose)
	}
	if r.Intn(2) == 0 {
		carried := r.Intn(len(w.data) + 1)
		refs := []string{}
		var only []string
		for k := range carried {
			refs = append(refs, fmt.Sprintf("dataset.d%d", k))
			only = slices.Concat(only, w.data[k].declared, w.data[k].may)
		}
		fmt.Fprintf(b, "carries = [%s]\n", strings.Join(refs, ", "))
		if e.from == "component.filter" {
			e.only = append([]string{}, only...)
		}
	}
	if r.Intn(3) == 0 {
		e.method, e.removes = one(r, "redaction", "anonymisation", "aggregation", "pseudonymisation", "tokenisation"), some(r, keys, 2)
		fmt.Fprintf(b, "deidentify {\nmethod = %q\n", e.method)
		if len(e.removes) > 0 {
			fmt.Fprintf(b, "removes = %s\n", quotedList(e.removes))
		}
		b.WriteString("}\n")
	}
	b.WriteString("}\n")
	w.edges = append(w.edges, e)
}

// found is what walking every path says of one category of one dataset at one
// node.
type found struct {
	level    string
	purposes []string
	length   int // edges of the shortest path
}

// content lists categories of a dataset: true = incidental.
func (d *worldData) content() map[string]bool {
	out := map[string]bool{}
	for _, c := range d.may {
		out[c] = true
	}
	for _, c := range d.declared {
		out[c] = false
	}
	return out
}

// walk finds by brute force what one category of one dataset does: every simple
// path for the level and the length, every walk for the purposes.
func (w *world) walk(d worldData, category string) map[string]*found {
	out := map[string]*found{}
	level := d.level
	if level == "" {
		level = "identified"
	}
	for _, o := range d.origin {
		w.simplePaths(category, o, level, 0, map[string]bool{}, out)
		w.walks(category, o, "", map[[2]string]bool{}, out)
	}
	return out
}

func (w *world) simplePaths(category, node, level string, length int, on map[string]bool, out map[string]*found) {
	if f := out[node]; f == nil {
		out[node] = &found{level: level, length: length}
	} else {
		f.length = min(f.length, length)
		if rank(level) < rank(f.level) {
			f.level = level
		}
	}
	on[node] = true
	for _, e := range w.edges {
		if e.from == node && !on[e.to] && e.passes(category) {
			w.simplePaths(category, e.to, e.after(level), length+1, on, out)
		}
	}
	delete(on, node)
}

// walks follows walks until they repeat a node under the same purpose.
func (w *world) walks(category, node, purpose string, seen map[[2]string]bool, out map[string]*found) {
	if seen[[2]string{node, purpose}] {
		return
	}
	seen[[2]string{node, purpose}] = true
	if f := out[node]; purpose != "" && !slices.Contains(f.purposes, purpose) {
		f.purposes = append(f.purposes, purpose)
		slices.Sort(f.purposes)
	}
	for _, e := range w.edges {
		if e.from != node || !e.passes(category) {
			continue
		}
		next := purpose
		if e.purpose != "" {
			next = e.purpose
		}
		w.walks(category, e.to, next, seen, out)
	}
}

func TestAgainstEveryPath(t *testing.T) {
	for seed := range int64(400) {
		w := newWorld(rand.New(rand.NewSource(seed)))
		f := compute(t, w.src)
		want, shortest := w.expect()
		facts := f.Input()
		got := map[string][]string{}
		for _, n := range w.nodes {
			got[n] = lines(facts, n)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s\n%s", seed, diff, w.src)
		}
		for category, lengths := range shortest {
			w.checkWitnesses(t, f, category, lengths)
		}
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, w.src)
		}
	}
}

// lines writes what arrives at a node.
func lines(facts map[string]any, node string) []string {
	out := []string{}
	for _, e := range at(facts, "node", node, "receives").([]any) {
		m := e.(map[string]any)
		out = append(out, fmt.Sprintf("%v %v %v %v %v", m["category"], m["dataset"], m["incidental"], m["identifiability"], m["purposes"]))
	}
	slices.Sort(out)
	return out
}

// expect is what arrives at each node, and for each category the length of the
// shortest path to each node.
func (w *world) expect() (arrivals map[string][]string, shortest map[string]map[string]int) {
	arrivals, shortest = map[string][]string{}, map[string]map[string]int{}
	for _, n := range w.nodes {
		arrivals[n] = []string{}
	}
	for i, d := range w.data {
		for category, incidental := range d.content() {
			if shortest[category] == nil {
				shortest[category] = map[string]int{}
			}
			for n, f := range w.walk(d, category) {
				arrivals[n] = append(arrivals[n], fmt.Sprintf("%s dataset.d%d %v %s %v", category, i, incidental, f.level, f.purposes))
				if old, ok := shortest[category][n]; !ok || f.length < old {
					shortest[category][n] = f.length
				}
			}
		}
	}
	for _, n := range w.nodes {
		slices.Sort(arrivals[n])
	}
	return arrivals, shortest
}

func (w *world) checkWitnesses(t *testing.T, f *derive.Facts, category string, lengths map[string]int) {
	for _, n := range w.nodes {
		path := f.Witness(derive.Target{Node: n, Category: category})
		length, reached := lengths[n]
		w.checkPath(t, category, n, path, reached, length)
	}
	for _, e := range w.edges {
		if strings.HasPrefix(e.ref, "tool.") { // names two edges
			continue
		}
		path := f.Witness(derive.Target{Flow: e.ref, Category: category})
		length, reached := lengths[e.from]
		w.checkPath(t, category, e.to, path, reached && e.passes(category), length+1)
		if path != nil && path[len(path)-2] != e.ref {
			t.Errorf("%s over %s: %q", category, e.ref, path)
		}
	}
}

// checkPath holds a path to its length, and every step of it to an edge.
func (w *world) checkPath(t *testing.T, category, end string, path []string, reached bool, length int) {
	if (path != nil) != reached {
		t.Errorf("%s to %s: path %q, reached %v", category, end, path, reached)
	}
	if path == nil {
		return
	}
	if len(path) != 2*length+1 || path[len(path)-1] != end {
		t.Errorf("%s to %s: path %q, want %d edges", category, end, path, length)
	}
	if !slices.ContainsFunc(w.data, func(d worldData) bool {
		_, holds := d.content()[category]
		return holds && slices.Contains(d.origin, path[0])
	}) {
		t.Errorf("%s does not enter at %s", category, path[0])
	}
	for i := 0; i+2 < len(path); i += 2 {
		if !slices.ContainsFunc(w.edges, func(e worldEdge) bool {
			return e.from == path[i] && e.ref == path[i+1] && e.to == path[i+2] && e.passes(category)
		}) {
			t.Errorf("%s: no step %q", category, path[i:i+3])
		}
	}
}
