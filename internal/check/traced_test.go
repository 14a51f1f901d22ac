package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

// located has two stores that differ in nothing but their labels, and one that
// does not say where it is.
const located = `system "s" {
  stage = "pilot"
}
store "a" {
  region = "us-east-1"
  public = true
}
store "b" {
  region = "us-east-1"
  public = true
}
store "c" {
  kind = null
}
tool "t" {
  scopes = ["mail", "admin", "admin"]
}
evaluation "e" {
  value = 0.5
  group "x" {
    value = 0.9
  }
  group "y" {
    value = 0.4
  }
}
flow "f" {
  from = store.a
  to   = store.c
}
`

// TestLocations says for each way to write a rule where its findings stand, as
// line:column of the place, its path, and the other lines.
func TestLocations(t *testing.T) {
	for name, test := range map[string]struct {
		rego string
		want []string
	}{
		"equal values in a set": {`regions contains s.region if some s in input.store
deny contains msg if {
	some msg in regions
	msg == "us-east-1"
}`, []string{"5:3 store.a.region", "9:3 store.b.region"}},
		"one message for two": {`deny contains "public" if {
	some s in input.store
	s.public
}`, []string{"6:3 store.a.public", "10:3 store.b.public"}},
		"not declared": {`deny contains s.name if {
	some s in input.store
	not s.region
}`, []string{"12:1 store.c.region"}},
		"declared unknown": {`deny contains s.name if {
	some s in input.store
	"kind" in s.unknown
}`, []string{"13:3 store.c.kind"}},
		"list element": {`deny contains "admin" if {
	some t in input.tool
	t.scopes[i] == "admin"
}`, []string{"16:21 tool.t.scopes.1", "16:30 tool.t.scopes.2"}},
		"a list of all blocks of a kind": {`blocks(kind) := [{"name": b.name, "is": b} | some b in input[kind]]
deny contains msg if {
	some s in blocks("store")
	s.is.public
	s.is.region == "us-east-1"
	msg := sprintf("%s is public", [s.name])
}`, []string{"5:3 store.a.region also 6", "9:3 store.b.region also 10"}},
		"constant index": {`deny contains "x" if input.tool[0].scopes[1] == "admin"`, []string{"16:21 tool.t.scopes.1"}},
		"labelled block in a block": {`deny contains msg if {
	some e in input.evaluation
	some g in e.group
	g.value < e.value
	msg := sprintf("%s of %s", [g.name, e.name])
}`, []string{"24:5 evaluation.e.group.y.value also 19"}},
		"computed": {`deny contains msg if {
	some s in input.store
	place := upper(s.region)
	startswith(place, "US")
	msg := sprintf("%s", [place])
}`, []string{"5:3 store.a.region", "9:3 store.b.region"}},
		"object.get": {`deny contains s.name if {
	some s in input.store
	object.get(s, "region", "nowhere") == "nowhere"
}`, []string{"12:1 store.c.region"}},
		"object.get of a path": {`deny contains "no volume" if object.get(input, ["system", "volume", "per_week"], 0) == 0`, []string{"1:1 system.volume.per_week"}},
		"walk": {`deny contains "admin" if {
	walk(input, [_, value])
	value == "admin"
}`, []string{"16:21 tool.t.scopes.1", "16:30 tool.t.scopes.2"}},
		"every": {`deny contains "all" if {
	some t in input.tool
	every s in t.scopes { count(s) > 2 }
}`, []string{"16:13 tool.t.scopes.0 also 16 16"}},
		"not every": {`good if {
	every s in input.store { s.region != "us-east-1" }
}
deny contains "x" if not good`, []string{"5:3 store.a.region"}},
		"with": {`public if input.public
deny contains s.name if {
	some s in input.store
	public with input as s
}`, []string{"6:3 store.a.public", "10:3 store.b.public"}},
		"a default that keeps": {`default fine := false
fine if input.system.stage == "poc"
deny contains "stage" if fine == false`, []string{"2:3 system.stage"}},
		"a rule used twice": {`bad if {
	some s in input.store
	s.region == "us-east-1"
}
deny_a contains "a" if bad
deny_b contains "b" if {
	bad
	bad
}`, []string{"5:3 store.a.region", "5:3 store.a.region"}},
		"a derived fact": {`deny contains ref if {
	some ref, n in input.derived.node
	n.country == "US"
}`, []string{"4:1 store.a", "8:1 store.b"}},
		"a derived fact that is declared": {`deny contains ref if {
	some ref, n in input.derived.node
	n.region == "us-east-1"
}`, []string{"5:3 store.a.region", "9:3 store.b.region"}},
		"a block that is not there": {`deny contains "no oversight" if not input.oversight`, []string{"1:1 oversight"}},
		"two kinds of block": {`deny contains msg if {
	some f in input.flow
	some s in input.store
	s.ref == f.to
	not s.region
	msg := sprintf("%s goes to %s, which is nowhere", [f.name, s.name])
}`, []string{"12:1 store.c.region also 27 29"}},
		"its own path": {`deny contains {"msg": "m", "path": ["store", "b", "region"]} if input.store`, []string{"9:3 store.b.region"}},
		"a path of something else": {`deny contains {"msg": s.name, "path": ["spec", "replicas"]} if {
	some s in input.store
	s.name == "a"
}`, []string{"4:1 store.a"}},
		"two at one place": {`deny contains msg if {
	some s in input.store
	s.name == "a"
	some i in [1, 2]
	msg := sprintf("%s: %d", [["one", "two"][i - 1], i])
}`, []string{"4:1 store.a", "4:1 store.a"}},
		"last of a sorted list": {`deny contains "last" if {
	r := sort([g.value | some g in input.evaluation[0].group])
	r[1] == 0.9
}`, []string{"21:5 evaluation.e.group.x.value also 24"}},
		"first of a sorted list": {`deny contains "first" if {
	r := sort([g.value | some g in input.evaluation[0].group])
	r[0] == 0.4
}`, []string{"24:5 evaluation.e.group.y.value also 21"}},
		"the clock": {`deny contains "late" if input.now > "2020-01-01"`, []string{"1:1 system late (location unknown: it rests on input.now, which is not in the manifest)"}},
		"whole":     {`deny contains "always" if json.filter(input, ["system/stage"]).system.stage == "pilot"`, []string{"1:1 system always (location unknown: the rule hands the whole input on, and could not be followed further)"}},
		"no input":  {`deny contains "always"`, []string{"1:1 system always (location unknown: the rule reads nothing of the input to come to it)"}},
		"a large one": {`deny contains "slow" if {
	some s in input.store
	s.public
	count([1 | some i in numbers.range(1, 700); some j in numbers.range(1, 1000); i == j]) > 0
}`, []string{"1:1 system slow (location unknown: following the rule through the input took too long)"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, deploymentOf(t, located), foreignSet(t, test.rego))
			var got []string
			seen := map[string]bool{}
			for _, f := range r.Deployments[0].Findings {
				got = append(got, show(f))
				if seen[f.Fingerprint] {
					t.Errorf("two findings have one fingerprint: %s", f.Message)
				}
				seen[f.Fingerprint] = true
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%+v\n(-want +got):\n%s", r.Deployments[0].Policies, diff)
			}
		})
	}
}

func show(f finding.Finding) string {
	s := fmt.Sprintf("%d:%d %s", f.Range.Start.Line, f.Range.Start.Column, f.Path)
	if strings.Contains(f.Message, "(location unknown: ") {
		s += " " + f.Message
	}
	for i, r := range f.Related {
		if i == 0 {
			s += " also"
		}
		s += fmt.Sprintf(" %d", r.Start.Line)
	}
	return s
}

// TestFingerprintsOfForeignRules: neither what moves a line nor what changes a
// number makes another finding, and two messages at one place are two.
func TestFingerprintsOfForeignRules(t *testing.T) {
	const rego = `deny contains msg if {
	some s in input.store
	s.public
	some what in ["read by %d", "listed by %d"]
	msg := sprintf(what, [count(input.store)])
}`
	prints := func(text string) map[string]bool {
		out := map[string]bool{}
		for _, f := range run(t, deploymentOf(t, text), foreignSet(t, rego)).Deployments[0].Findings {
			out[f.Fingerprint] = true
		}
		return out
	}
	before := prints(located)
	after := prints("\n\n" + located + "store \"d\" {\n}\n")
	if diff := cmp.Diff(before, after); diff != "" || len(before) != 4 {
		t.Errorf("%d (-before +after):\n%s", len(before), diff)
	}
}
