package derive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
)

// preamble declares what the small manifests below refer to.
const preamble = `
system "s" { controller = party.acme }
party "acme" {
  role    = "controller"
  country = "DE"
}
party "vendor" {
  role    = "processor"
  country = "US"
}
purpose "a" { retention_max = "10d" }
purpose "b" { retention_max = "5d" }
purpose "c" {}
principal "user" { kind = "data_subject" }
principal "staff" { kind = "human_group" }
component "x" { operator = party.acme }
component "y" { operator = party.acme }
component "z" { operator = party.vendor }
component "sieve" {
  kind     = "filter"
  operator = party.acme
}
store "s" { operator = party.acme }
model "m" { operator = party.vendor }
`

// received writes what arrives in one line for each entry, so that a table of
// cases can be read: category dataset level purposes, and * for incidental.
func received(t *testing.T, facts map[string]any, kind, ref string) []string {
	t.Helper()
	list, ok := at(facts, kind, ref, "receives").([]any)
	if !ok {
		t.Fatalf("%s has no receives", ref)
	}
	out := []string{}
	for _, e := range list {
		m := e.(map[string]any)
		line := fmt.Sprint(m["category"], " ", m["dataset"], " ", m["identifiability"])
		for _, p := range m["purposes"].([]any) {
			line += " " + p.(string)
		}
		if m["incidental"].(bool) {
			line += " *"
		}
		line = strings.NewReplacer("dataset.", "", "purpose.", "", "identified", "id", "pseudonymised", "ps", "anonymised", "an").Replace(line)
		out = append(out, line)
	}
	if !slices.IsSorted(out) {
		t.Errorf("%s: not sorted: %q", ref, out)
	}
	return out
}

func TestPropagation(t *testing.T) {
	const in = `dataset "d" {
  data_categories = ["user.name", "user.contact.email"]
  may_contain     = ["user.health_and_medical"]
  origin          = [principal.user]
}
flow "in" {
  from    = principal.user
  to      = component.x
  purpose = purpose.a
}
`
	next := func(body string) string {
		return in + "flow \"next\" {\n from = component.x\n to = component.y\n" + body + "\n}\n"
	}
	for _, c := range []struct {
		name, src, kind, ref string
		want                 []string
	}{
		{"origin has no purpose", in, "node", "principal.user", []string{"user.contact.email d id", "user.health_and_medical d id *", "user.name d id"}},
		{"purpose of the flow", in, "node", "component.x", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"flow without a purpose keeps it", next(""), "node", "component.y", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"later purpose replaces it", next("purpose = purpose.b"), "node", "component.y", []string{"user.contact.email d id b", "user.health_and_medical d id b *", "user.name d id b"}},
		{"purpose declared unknown keeps it", next("purpose = null"), "flow", "flow.next", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"removes a parent", next(`deidentify { removes = ["user.contact"] }`), "node", "component.y", []string{"user.health_and_medical d id a *", "user.name d id a"}},
		{"removes is of the flow, not of its start", next(`deidentify { removes = ["user.contact"] }`), "node", "component.x", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"removing a child leaves the parent", next(`deidentify { removes = ["user.health_and_medical.genetic", "user.name", "user.contact"] }`), "node", "component.y", []string{"user.health_and_medical d id a *"}},
		{"a like-named key is no parent", next(`omits = ["user.health_and_medical", "user.content"]`), "node", "component.y", []string{"user.contact.email d id a", "user.name d id a"}},
		{"pseudonymised", next("deidentify {\n method = \"tokenisation\"\n removes = [\"user.name\"]\n}"), "node", "component.y", []string{"user.contact.email d ps a", "user.health_and_medical d ps a *"}},
		{"aggregated", next(`deidentify { method = "aggregation" }`), "flow", "flow.next", []string{"user.contact.email d an a", "user.health_and_medical d an a *", "user.name d an a"}},
		{"redaction leaves the rest identified", next("deidentify {\n method = \"redaction\"\n removes = [\"user.contact\", \"user.health_and_medical\"]\n}"), "flow", "flow.next", []string{"user.name d id a"}},
		{"carries limits nothing", next("carries = []"), "node", "component.y", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"the most identifying way counts", next(`deidentify { method = "anonymisation" }`) + "flow \"other\" {\n from = principal.user\n to = component.y\n omits = [\"user.contact\", \"user.health_and_medical\"]\n}\n", "node", "component.y", []string{"user.contact.email d an a", "user.health_and_medical d an a *", "user.name d id a"}},
		{"purposes add up", next("purpose = purpose.b") + "flow \"other\" {\n from = component.x\n to = component.y\n omits = [\"user.contact\", \"user.health_and_medical\"]\n}\n", "node", "component.y", []string{"user.contact.email d id b", "user.health_and_medical d id b *", "user.name d id a b"}},
		{"cycle", next("") + "flow \"back\" {\n from = component.y\n to = component.x\n purpose = purpose.c\n}\n", "node", "component.y", []string{"user.contact.email d id a c", "user.health_and_medical d id a c *", "user.name d id a c"}},
		{"no more identifying than before", `dataset "d" {
  data_categories = ["user.name"]
  identifiability = "synthetic"
  origin          = [component.x]
}
flow "f" {
  from = component.x
  to   = component.y
  deidentify { method = "pseudonymisation" }
}`, "node", "component.y", []string{"user.name d synthetic"}},
		{"datasets stay apart", in + `dataset "e" {
  may_contain     = ["user.name"]
  identifiability = null
  origin          = [component.x]
}
flow "f" {
  from    = principal.user
  to      = component.y
  purpose = purpose.b
  omits   = ["user.contact", "user.health_and_medical"]
}
flow "g" {
  from = component.x
  to   = component.y
  omits = ["user.contact", "user.health_and_medical"]
}`, "node", "component.y", []string{"user.name d id a b", "user.name e id *"}},
		{"declared wins over incidental", `dataset "d" {
  data_categories = ["user.name"]
  may_contain     = ["user.name"]
  origin          = [component.x]
}`, "node", "component.x", []string{"user.name d id"}},
		{"children of a parent that says nothing", `dataset "d" {
  data_categories = ["user.demographic"]
  origin          = [component.x]
}`, "node", "component.x", []string{
			"user.demographic d id", "user.demographic.political_opinion d id *", "user.demographic.race_ethnicity d id *",
			"user.demographic.religious_belief d id *", "user.demographic.sexual_orientation d id *",
		}},
		{"tool", `dataset "d" {
  data_categories = ["user.name"]
  origin          = [model.m]
}
dataset "t" {
  data_categories = ["user.device"]
  origin          = [tool.t]
}
tool "t" { used_by = [model.m] }`, "node", "model.m", []string{"user.device t id", "user.name d id"}},
		{"reading grant", in + "access \"g\" {\n principal = principal.staff\n resource = component.x\n permissions = [\"read\"]\n purpose = purpose.c\n}\n", "node", "principal.staff", []string{"user.contact.email d id c", "user.health_and_medical d id c *", "user.name d id c"}},
		{"reading grant keeps purposes", in + "access \"g\" {\n principal = principal.staff\n resource = component.x\n permissions = [\"admin\"]\n}\n", "access", "access.g", []string{"user.contact.email d id a", "user.health_and_medical d id a *", "user.name d id a"}},
		{"writing grant", in + "access \"g\" {\n principal = principal.staff\n resource = component.x\n permissions = [\"write\", \"deploy\"]\n}\n", "node", "principal.staff", []string{}},
		{"grant on a log with a store", `dataset "d" {
  data_categories = ["user.name"]
  origin          = [store.s]
}
audit_log "l" { store = store.s }
access "g" {
  principal   = principal.staff
  resource    = audit_log.l
  permissions = ["*"]
}`, "access", "access.g", []string{"user.name d id"}},
		{"grant on a log without a store", "audit_log \"l\" {}\naccess \"g\" {\n principal = principal.staff\n resource = audit_log.l\n permissions = [\"*\"]\n}", "access", "access.g", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := compute(t, preamble+c.src).Input()
			if diff := cmp.Diff(c.want, received(t, facts, c.kind, c.ref)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilterAndDrops(t *testing.T) {
	const in = `dataset "d" {
  data_categories = ["user.name", "user.contact.email"]
  origin          = [component.x]
}
dataset "contact" {
  data_categories = ["user.contact"]
}
dataset "free" {
  may_contain = ["user.name"]
}
`
	flow := func(name, from, to, body string) string {
		return fmt.Sprintf("flow %q {\n from = component.%s\n to = component.%s\n%s\n}\n", name, from, to, body)
	}
	toSieve := flow("in", "x", "sieve", "")
	for _, c := range []struct {
		name, src string
		arrives   []string // at component.y
		drops     []any    // of flow.f
	}{
		{"not declared at all", flow("f", "x", "y", ""), []string{"user.contact.email d id", "user.name d id"}, []any{}},
		{"declared unknown", flow("f", "x", "y", "carries = null"), []string{"user.contact.email d id", "user.name d id"}, []any{}},
		{"declared empty", flow("f", "x", "y", "carries = []"), []string{"user.contact.email d id", "user.name d id"}, []any{"user.contact.email", "user.name"}},
		{"covered by a parent of another dataset", flow("f", "x", "y", "carries = [dataset.contact]"), []string{"user.contact.email d id", "user.name d id"}, []any{"user.name"}},
		{"covered by may_contain", flow("f", "x", "y", "carries = [dataset.contact, dataset.free]"), []string{"user.contact.email d id", "user.name d id"}, []any{}},
		{"omitted is explained", flow("f", "x", "y", "carries = []\nomits = [\"user.name\"]"), []string{"user.contact.email d id"}, []any{"user.contact.email"}},
		{"taken off is explained", flow("f", "x", "y", "carries = []\ndeidentify { removes = [\"user\"] }"), []string{}, []any{}},
		{"filter passes what is declared", toSieve + flow("f", "sieve", "y", "carries = [dataset.contact]"), []string{"user.contact.email d id"}, []any{}},
		{"filter passes nothing", toSieve + flow("f", "sieve", "y", "carries = []"), []string{}, []any{}},
		{"filter that declares nothing", toSieve + flow("f", "sieve", "y", ""), []string{"user.contact.email d id", "user.name d id"}, []any{}},
		{"filter and de-identification", toSieve + flow("f", "sieve", "y", "carries = [dataset.contact, dataset.free]\ndeidentify { removes = [\"user.name\"] }"), []string{"user.contact.email d id"}, []any{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := compute(t, preamble+in+c.src).Input()
			if diff := cmp.Diff(c.arrives, received(t, facts, "node", "component.y")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(any(c.drops), at(facts, "flow", "flow.f", "drops")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		name, category, level string
		want                  string // flags that are set
	}{
		{"name", "user.name", "identified", "personal"},
		{"user itself", "user", "identified", "personal"},
		{"health", "user.health_and_medical", "pseudonymised", "personal special"},
		{"below health", "user.health_and_medical.genetic", "identified", "personal special"},
		{"anonymised health", "user.health_and_medical", "anonymised", ""},
		{"convictions", "user.criminal_history", "identified", "criminal personal"},
		{"password", "user.authorization.password", "identified", "credential personal"},
		{"anonymised password", "user.authorization.password", "anonymised", "credential"},
		{"system data", "system.operations", "identified", ""},
		{"system secret", "system.authentication", "non_personal", "credential"},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := compute(t, preamble+fmt.Sprintf(`dataset "d" {
  data_categories = [%q]
  identifiability = %q
  origin          = [store.s]
}`, c.category, c.level)).Input()
			var got []string
			for _, e := range at(facts, "node", "store.s", "receives").([]any) {
				for _, flag := range []string{"credential", "criminal", "personal", "special"} {
					if m := e.(map[string]any); m["category"] == c.category && m[flag].(bool) {
						got = append(got, flag)
					}
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("flags %q, want %q", got, c.want)
			}
		})
	}
}

func TestPersonalAndConfidential(t *testing.T) {
	const src = `dataset "d" {
  data_categories = ["system.operations"]
  classification  = "strictly_confidential"
  origin          = [component.x]
}
flow "f" {
  from  = component.x
  to    = component.y
}
flow "g" {
  from  = component.y
  to    = store.s
  omits = ["system"]
}
`
	personal := func(body string) any {
		return at(compute(t, preamble+src+"dataset \"p\" {\n"+body+"\n}").Input(), "personal_data")
	}
	facts := compute(t, preamble+src).Input()
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"end", at(facts, "node", "component.y", "confidential"), true},
		{"flow", at(facts, "flow", "flow.f", "confidential"), true},
		{"omitted", at(facts, "node", "store.s", "confidential"), false},
		{"omitted on the flow", at(facts, "flow", "flow.g", "confidential"), false},
		{"confidential is not personal", at(facts, "node", "component.y", "personal"), false},
		{"no personal data", at(facts, "personal_data"), false},
		{"declared", personal(`data_categories = ["user.name"]`), true},
		{"incidental", personal(`may_contain = ["user.name"]`), true},
		{"anonymised", personal("data_categories = [\"user.name\"]\nidentifiability = \"anonymised\""), false},
		{"contents not declared", personal(""), nil},
		{"contents declared unknown", personal("data_categories = null"), nil},
		{"contents not declared, of nobody", personal(`identifiability = "non_personal"`), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
}

func TestUntrusted(t *testing.T) {
	const src = `
principal "crowd" { kind = "public" }
component "check" {
  kind     = "validator"
  operator = party.acme
}
component "desk" {
  kind     = "human_task"
  operator = party.acme
}
model "claims" { untrusted_input = false }
model "admits" { untrusted_input = true }
tool "t" { used_by = [model.m] }
flow "f1" {
  from = principal.crowd
  to   = component.x
}
flow "f2" {
  from = component.x
  to   = component.check
}
flow "f3" {
  from = component.check
  to   = component.y
}
flow "f4" {
  from = component.x
  to   = model.m
}
flow "f5" {
  from = model.m
  to   = component.desk
}
flow "f6" {
  from = component.desk
  to   = component.z
}
flow "f7" {
  from = component.x
  to   = model.claims
}
flow "f8" {
  from = component.y
  to   = component.x
}
access "a" {
  principal   = principal.staff
  resource    = component.x
  permissions = ["read"]
}
`
	f := compute(t, preamble+src)
	facts := f.Input()
	for ref, want := range map[string]bool{
		"principal.crowd": true, "principal.user": true, "principal.staff": false,
		"component.x": true, "component.check": true, "component.y": false, "component.desk": true, "component.z": false,
		"model.m": true, "tool.t": true, "model.claims": true, "model.admits": true, "store.s": false,
	} {
		if got := at(facts, "node", ref, "untrusted"); got != want {
			t.Errorf("%s: untrusted %v, want %v", ref, got, want)
		}
		path := f.Witness(derive.Target{Node: ref, Category: derive.Untrusted})
		if (path != nil) != want {
			t.Errorf("%s: witness %q", ref, path)
		}
	}
	if got := f.Witness(derive.Target{Flow: "flow.f3", Category: derive.Untrusted}); got != nil {
		t.Errorf("over a guard: %q", got)
	}
	want := []string{"principal.crowd", "flow.f1", "component.x", "flow.f4", "model.m", "flow.f5", "component.desk"}
	if diff := cmp.Diff(want, f.Witness(derive.Target{Flow: "flow.f5", Category: derive.Untrusted})); diff != "" {
		t.Error(diff)
	}
}
