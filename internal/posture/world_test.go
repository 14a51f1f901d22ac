package posture_test

import (
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/posture"
)

// world is a random deployment as a list of blocks, so that it can be renamed,
// reordered and added to. In a body <type.label> is a reference.
type world []part

type part struct{ typ, label, body string }

func (p part) ref() string { return p.typ + "." + p.label }

var reference = regexp.MustCompile(`<([a-z_]+\.[a-z0-9_]+)>`)

// source writes the world, each block under the label that names gives it.
func (w world) source(names map[string]string) string {
	called := func(ref string) string {
		if to, ok := names[ref]; ok {
			return to
		}
		return ref
	}
	var b strings.Builder
	for _, p := range w {
		_, label, _ := strings.Cut(called(p.ref()), ".")
		body := reference.ReplaceAllStringFunc(p.body, func(s string) string { return called(s[1 : len(s)-1]) })
		fmt.Fprintf(&b, "%s %q {\n%s}\n", p.typ, label, body)
	}
	return b.String()
}

func (w world) refs(types ...string) []string {
	var out []string
	for _, p := range w {
		if slices.Contains(types, p.typ) {
			out = append(out, "<"+p.ref()+">")
		}
	}
	return out
}

func (w *world) add(typ, label, body string) { *w = append(*w, part{typ, label, body}) }

func pick(r *rand.Rand, from ...string) string { return from[r.Intn(len(from))] }

// maybe is an attribute with one of the values, or nothing.
func maybe(r *rand.Rand, attr string, values ...string) string {
	if len(values) == 0 || r.Intn(3) == 0 {
		return ""
	}
	return fmt.Sprintf("  %s = %s\n", attr, pick(r, values...))
}

// several is a list of up to three of the values.
func several(r *rand.Rand, attr string, values ...string) string {
	if len(values) == 0 {
		return ""
	}
	var list []string
	for range r.Intn(4) {
		list = append(list, pick(r, values...))
	}
	if list == nil {
		return ""
	}
	return fmt.Sprintf("  %s = [%s]\n", attr, strings.Join(list, ", "))
}

func newWorld(r *rand.Rand) world {
	w := world{}
	w.add("system", "s", maybe(r, "automation_level", `"assistive"`, `"high"`)+maybe(r, "decision_effect", `"none"`, `"legal"`))
	for i := range 1 + r.Intn(3) {
		w.add("party", fmt.Sprint("party", i), fmt.Sprintf("  contact = \"privacy@vendor%d.example\"\n", i)+
			maybe(r, "role", `"processor"`, `"third_party"`)+maybe(r, "country", `"DE"`, `"US"`)+several(r, "sub_processors", w.refs("party")...))
	}
	for i := range r.Intn(3) {
		w.add("purpose", fmt.Sprint("why", i), maybe(r, "data_use", `"essential.service"`, `"marketing"`)+
			maybe(r, "legal_basis", `"gdpr_6_1_a"`, `"gdpr_6_1_f"`)+maybe(r, "retention_max", `"30d"`, `"1w"`))
	}
	place := func() string {
		return maybe(r, "operator", w.refs("party")...) + maybe(r, "region", `"eu-central-1"`, `"us-east-1"`, `"FR"`)
	}
	for i := range 1 + r.Intn(3) {
		w.add("principal", fmt.Sprint("people", i), maybe(r, "kind", `"human_group"`, `"public"`)+maybe(r, "country", `"DE"`, `"PH"`))
		w.add("component", fmt.Sprint("part", i), maybe(r, "kind", `"service"`, `"filter"`)+place())
		w.add("store", fmt.Sprint("shelf", i), maybe(r, "retention", `"30d"`, `"90d"`)+maybe(r, "public", "true", "false")+place())
	}
	for i := range r.Intn(3) {
		w.add("model", fmt.Sprint("brain", i), maybe(r, "version", `"1"`, `"2"`)+place())
	}
	for i := range r.Intn(2) {
		w.add("tool", fmt.Sprint("hand", i), several(r, "used_by", w.refs("model")...)+maybe(r, "effect", `"read"`, `"write"`)+maybe(r, "outbound", "true"))
	}
	nodes := w.refs("principal", "component", "store", "model", "tool")
	for i := range 1 + r.Intn(3) {
		w.add("dataset", fmt.Sprint("data", i), several(r, "data_categories", `"user.name"`, `"user.contact"`, `"system.operations"`)+
			several(r, "may_contain", `"user.health_and_medical"`, `"user.name"`)+several(r, "data_subjects", `"customer"`, `"employee"`)+
			maybe(r, "identifiability", `"pseudonymised"`, `"identified"`)+several(r, "origin", nodes...))
	}
	for i := range 2 + r.Intn(8) {
		body := "  from = " + pick(r, nodes...) + "\n  to = " + pick(r, nodes...) + "\n" +
			several(r, "carries", w.refs("dataset")...) + maybe(r, "purpose", w.refs("purpose")...)
		if r.Intn(4) == 0 {
			body += "  deidentify {\n    method = \"pseudonymisation\"\n  }\n"
		}
		w.add("flow", fmt.Sprint("way", i), body)
	}
	for i := range r.Intn(4) {
		w.add("access", fmt.Sprint("grant", i), "  principal = "+pick(r, w.refs("principal")...)+"\n  resource = "+
			pick(r, w.refs("component", "store", "model")...)+"\n"+several(r, "permissions", `"read"`, `"write"`, `"admin"`))
	}
	return w
}

// renaming gives every block a new label: fresh ones, or those of each other.
func (w world) renaming(r *rand.Rand, fresh bool) map[string]string {
	byType := map[string][]string{}
	for _, p := range w {
		byType[p.typ] = append(byType[p.typ], p.label)
	}
	out := map[string]string{}
	for _, typ := range []string{"party", "purpose", "principal", "component", "store", "model", "tool", "dataset", "flow", "access"} {
		labels := byType[typ]
		for i, j := range r.Perm(len(labels)) {
			to := labels[j]
			if fresh {
				to = fmt.Sprintf("n%d", j)
			}
			out[typ+"."+labels[i]] = typ + "." + to
		}
	}
	return out
}

func (w world) shuffled(r *rand.Rand) world {
	out := slices.Clone(w)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// with is the world and one block more, or another line in one of a type.
func (w world) with(typ, label, body string) world {
	return append(slices.Clone(w), part{typ, label, body})
}

func state(t testing.TB, src string) posture.State {
	t.Helper()
	m, diags := manifest.Load(manifest.Options{FS: fstest.MapFS{"aicomply.hcl": {Data: []byte(src)}}}, ".")
	if finding.HasErrors(diags) {
		t.Fatalf("%v\n%.4000s", diags[0], src)
	}
	return posture.State{Manifest: m, Facts: derive.Compute(m, derive.Options{})}
}

func compare(t testing.TB, base, head string) []posture.Change {
	t.Helper()
	return posture.Compare(state(t, base), state(t, head))
}

// lines writes changes, one a line.
func lines(changes []posture.Change) []string {
	out := []string{}
	for _, c := range changes {
		s := fmt.Sprintf("%s %s %s", c.Aspect, c.Direction, c.Subject)
		for _, more := range []string{c.Resource, c.Category, c.Attribute} {
			if more != "" {
				s += " " + more
			}
		}
		if c.Before != "" || c.After != "" {
			s += ": " + strings.TrimSpace(c.Before+" -> "+c.After)
		}
		if c.Widens {
			s += " !"
		}
		out = append(out, s)
	}
	return out
}
