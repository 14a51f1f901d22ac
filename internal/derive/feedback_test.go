package derive_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnchecked(t *testing.T) {
	flows := func(ways ...string) string {
		var b strings.Builder
		for i, w := range ways {
			from, to, _ := strings.Cut(w, " ")
			fmt.Fprintf(&b, "flow \"f%d\" {\n from = %s\n to = %s\n}\n", i, from, to)
		}
		return b.String()
	}
	const nodes = `
system "s" {}
principal "staff" { kind = "human_group" }
component "x" { kind = "service" }
component "check" { kind = "human_task" }
component "valid" { kind = "validator" }
component "sieve" { kind = "filter" }
store "set" { kind = "training_set" }
store "other" { kind = "warehouse" }
model "m" {}
model "n" {}
tool "t" { used_by = [model.m] }
`
	long := []string{"model.m component.l0"}
	links := ""
	for i := range 11 {
		links += fmt.Sprintf("component \"l%d\" {}\n", i)
		if i > 0 {
			long = append(long, fmt.Sprintf("component.l%d component.l%d", i-1, i))
		}
	}
	for _, c := range []struct {
		name, body string
		want       []any
	}{
		{"straight", flows("model.m store.set"), []any{"model.m flow.f0 store.set"}},
		{"over a service, the shortest way", flows("model.m component.x", "component.x component.sieve", "component.sieve store.set", "component.x store.set"), []any{"model.m flow.f0 component.x flow.f3 store.set"}},
		{"a filter does not check", flows("model.m component.sieve", "component.sieve store.set"), []any{"model.m flow.f0 component.sieve flow.f1 store.set"}},
		{"past a person", flows("model.m component.check", "component.check store.set"), []any{}},
		{"past a validator", flows("model.m component.valid", "component.valid store.set"), []any{}},
		{"past a principal", flows("model.m principal.staff", "principal.staff store.set"), []any{}},
		{"over a tool", flows("tool.t store.set"), []any{"model.m tool.t tool.t flow.f0 store.set"}},
		{"other stores", flows("model.m store.other"), []any{}},
		{"away from the store", flows("store.set model.m"), []any{}},
		{"in a circle", flows("store.set model.m", "model.m component.x", "component.x model.m", "component.x store.set"), []any{"model.m flow.f1 component.x flow.f3 store.set"}},
		{"two models, one behind the other", flows("model.n model.m", "model.m store.set"), []any{"model.m flow.f1 store.set", "model.n flow.f0 model.m flow.f1 store.set"}},
		{"twelve edges", links + flows(append(long, "component.l10 store.set")...), []any{"model.m " + chain(11)}},
		{"thirteen edges", links + "component \"more\" {}\n" + flows(append(long, "component.l10 component.more", "component.more store.set")...), []any{nil}},
		{"reading is no input", flows("model.m store.other") + "access \"a\" {\n principal = principal.staff\n resource = store.other\n permissions = [\"read\"]\n}\n" + strings.ReplaceAll(flows("principal.staff store.set"), "f0", "g0"), []any{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := at(compute(t, nodes+c.body).Input(), "store", "store.set", "unchecked").([]any)
			got := []any{}
			for _, e := range list {
				m := e.(map[string]any)
				way, ok := m["way"].([]any)
				if !ok {
					got = append(got, nil)
					continue
				}
				if way[0] != m["model"] || way[len(way)-2] != m["last"] {
					t.Errorf("%v starts at %v and ends over %v", way, m["model"], m["last"])
				}
				got = append(got, strings.Trim(fmt.Sprint(way), "[]"))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// chain is the rest of the way from model.m over n components in a row.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "flow.f%d component.l%d ", i, i)
	}
	fmt.Fprintf(&b, "flow.f%d store.set", n)
	return b.String()
}
