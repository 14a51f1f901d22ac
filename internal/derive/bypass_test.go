package derive_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bypassLines writes the ways past de-identification.
func bypassLines(facts map[string]any) []string {
	out := []string{}
	for _, b := range facts["bypass"].([]any) {
		around := []string{}
		for _, ref := range at(b, "around").([]any) {
			around = append(around, ref.(string))
		}
		for _, e := range at(b, "receives").([]any) {
			out = append(out, fmt.Sprintf("%v to %v around %s: %v %v %v", at(b, "by"), at(b, "node"), strings.Join(around, "+"), at(e, "category"), at(e, "dataset"), at(e, "identifiability")))
		}
	}
	return out
}

func TestBypass(t *testing.T) {
	const nodes = `system "s" {}
principal "c" { kind = "data_subject" }
component "api" {}
component "redactor" {}
store "log" {}
model "llm" {}
dataset "d" {
  data_categories = ["user.name", "user.contact.email"]
  origin          = [principal.c]
}
flow "intake" {
  from = principal.c
  to   = component.api
}
flow "clean" {
  from = component.api
  to   = model.llm
  deidentify { removes = ["user.contact"] }
}
`
	for _, c := range []struct {
		name, more string
		want       []string
	}{
		{"none", ``, nil},
		{"another flow", `flow "raw" {
  from = component.api
  to   = model.llm
}`, []string{"flow.raw to model.llm around flow.clean: user.contact.email dataset.d identified"}},
		{"another flow that omits it", `flow "raw" {
  from  = component.api
  to    = model.llm
  omits = ["user.contact"]
}`, nil},
		{"through another node", `flow "log" {
  from = component.api
  to   = store.log
}
flow "history" {
  from = store.log
  to   = model.llm
}`, []string{"flow.history to model.llm around flow.clean: user.contact.email dataset.d identified"}},
		{"by a tool", `tool "t" { used_by = [model.llm] }
flow "to_tool" {
  from = component.api
  to   = tool.t
}`, []string{"tool.t to model.llm around flow.clean: user.contact.email dataset.d identified"}},
		{"by a grant", `principal "staff" { kind = "human_group" }
flow "log" {
  from = component.api
  to   = store.log
}
flow "report" {
  from = component.api
  to   = principal.staff
  deidentify { removes = ["user.name"] }
}
access "a" {
  principal   = principal.staff
  resource    = store.log
  permissions = ["read"]
}`, []string{"access.a to principal.staff around flow.report: user.name dataset.d identified"}},
		{"to a service and back", `flow "call" {
  from = component.api
  to   = component.redactor
}
flow "return" {
  from = component.redactor
  to   = component.api
  deidentify { removes = ["user.name"] }
}`, nil},
		{"what comes out of the node and returns", `flow "raw" {
  from = component.api
  to   = model.llm
}
flow "log" {
  from = model.llm
  to   = store.log
}
flow "history" {
  from = store.log
  to   = model.llm
}`, []string{"flow.raw to model.llm around flow.clean: user.contact.email dataset.d identified"}},
		{"another person's data", `dataset "staff" {
  data_categories = ["user.contact.email"]
  origin          = [store.log]
}
flow "history" {
  from = store.log
  to   = model.llm
}`, nil},
		{"what enters at the node", `dataset "own" {
  data_categories = ["user.contact.email"]
  origin          = [model.llm, component.api]
}`, nil},
		{"a weaker step", `flow "token" {
  from = component.api
  to   = store.log
  deidentify { method = "tokenisation" }
}
flow "gone" {
  from = component.api
  to   = store.log
  deidentify { method = "anonymisation" }
}
flow "copy" {
  from = component.api
  to   = store.log
}`, []string{
			"flow.token to store.log around flow.gone: user.contact.email dataset.d pseudonymised",
			"flow.token to store.log around flow.gone: user.name dataset.d pseudonymised",
			"flow.copy to store.log around flow.gone: user.contact.email dataset.d identified",
			"flow.copy to store.log around flow.gone: user.name dataset.d identified",
		}},
		{"a step that takes off what is not there", `dataset "x" {
  data_categories = ["user.device"]
  origin          = [store.log]
}
flow "history" {
  from = store.log
  to   = model.llm
}
flow "other" {
  from = component.redactor
  to   = model.llm
  deidentify { removes = ["user.device"] }
}`, nil},
		{"a step whose flow omits it", `flow "raw" {
  from = component.api
  to   = store.log
}
flow "few" {
  from  = component.api
  to    = store.log
  omits = ["user"]
  deidentify { method = "anonymisation" }
}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := bypassLines(compute(t, nodes+c.more).Input())
			if diff := cmp.Diff(append([]string{}, c.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestBypassAgainstEveryWay compares with a search that shares nothing with the
// package: who gets what by which edge, past which nodes.
func TestBypassAgainstEveryWay(t *testing.T) {
	total := 0
	for seed := range int64(400) {
		w := newWorld(rand.New(rand.NewSource(seed)))
		want := w.bypasses()
		got := []string{}
		for _, l := range bypassLines(compute(t, w.src).Input()) {
			by, rest, _ := strings.Cut(l, " around ")
			_, rest, _ = strings.Cut(rest, ": ")
			got = append(got, by+": "+rest)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s\n%s", seed, diff, w.src)
		}
		total += len(want)
	}
	if total < 20 {
		t.Errorf("only %d ways past de-identification in all worlds", total)
	}
}

func (w *world) bypasses() []string {
	out := []string{}
	for i, d := range w.data {
		for category := range d.content() {
			levels := w.walk(d, category)
			for _, g := range w.edges {
				if w.passes(d, category, g) && w.isBypass(d, category, g, g.after(levels[g.from].level), levels) {
					out = append(out, fmt.Sprintf("%s to %s: %s dataset.d%d %s", g.ref, g.to, category, i, g.after(levels[g.from].level)))
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// passes reports whether a category moves over an edge without having passed
// the edge's end.
func (w *world) passes(d worldData, category string, e worldEdge) bool {
	return !slices.Contains(d.origin, e.to) && w.without(d, category, e.to)[e.from] && e.passes(category)
}

func (w *world) without(d worldData, category, node string) map[string]bool {
	out := map[string]*found{}
	for _, o := range d.origin {
		if o != node {
			w.simplePaths(category, o, "identified", 0, map[string]bool{node: true}, out)
		}
	}
	reached := map[string]bool{}
	for n := range out {
		reached[n] = true
	}
	return reached
}

// isBypass reports whether a flow to the same end takes more off than arrives
// there in the form given.
func (w *world) isBypass(d worldData, category string, g worldEdge, level string, levels map[string]*found) bool {
	return slices.ContainsFunc(w.edges, func(e worldEdge) bool {
		if e.to != g.to || e.method == "" || !w.without(d, category, e.to)[e.from] {
			return false
		}
		before := levels[e.from].level
		after := e.after(before)
		if covers(e.removes, category) {
			after = ""
		} else if !e.passes(category) {
			return false
		}
		return after != before && rank(level) < rank(after)
	})
}
