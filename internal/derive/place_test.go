package derive_test

import (
	"testing"
)

func TestCountry(t *testing.T) {
	for _, c := range []struct {
		name, src, ref, attr string
		want                 any
	}{
		{"cloud region", `component "c" { region = "eu-central-1" }`, "component.c", "country", "DE"},
		{"country as region", `component "c" { region = "PH" }`, "component.c", "country", "PH"},
		{"region before operator", "component \"c\" {\n region = \"eu-central-1\"\n operator = party.vendor\n}", "component.c", "country", "DE"},
		{"operator", `component "c" { operator = party.vendor }`, "component.c", "country", "US"},
		{"region declared unknown", "component \"c\" {\n region = null\n operator = party.vendor\n}", "component.c", "country", nil},
		{"nothing known", `component "c" {}`, "component.c", "country", nil},
		{"area", `component "c" { region = "eur3" }`, "component.c", "area", "EU"},
		{"area is no country", "component \"c\" {\n region = \"eur3\"\n operator = party.vendor\n}", "component.c", "country", nil},
		{"unknown region", "component \"c\" {\n region = \"eu-centrall-1\"\n operator = party.vendor\n}", "component.c", "unknown_region", true},
		{"unknown region is nowhere", "component \"c\" {\n region = \"eu-centrall-1\"\n operator = party.vendor\n}", "component.c", "country", nil},
		{"nearest region", `component "c" { region = "eu-centrall-1" }`, "component.c", "nearest_region", "eu-central-1"},
		{"known region", `component "c" { region = "eu-central-1" }`, "component.c", "unknown_region", false},
		{"inherited region", "defaults { region = \"us-east-1\" }\ncomponent \"c\" {}", "component.c", "region", "us-east-1"},
		{"person", "principal \"c\" { country = \"IN\" }", "principal.c", "country", "IN"},
		{"person without", "principal \"c\" {}", "principal.c", "country", nil},
		{"tool", `tool "c" { used_by = [model.m] }`, "tool.c", "country", "US"},
		{"tool of the first model", "model \"n\" { region = \"IN\" }\ntool \"c\" { used_by = [model.n, model.m] }", "tool.c", "country", "IN"},
		{"tool with a region", "tool \"c\" {\n used_by = [model.m]\n region = \"DE\"\n}", "tool.c", "country", "DE"},
		{"tool with an operator", "tool \"c\" {\n used_by = [model.m]\n operator = party.acme\n}", "tool.c", "operator", "party.acme"},
		{"tool with an unknown region", "tool \"c\" {\n used_by = [model.m]\n region = null\n}", "tool.c", "country", nil},
		{"tool of nobody", `tool "c" {}`, "tool.c", "operator", nil},
		{"role", `component "c" { operator = party.vendor }`, "component.c", "operator_role", "processor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := at(compute(t, preamble+c.src).Input(), "node", c.ref, c.attr); got != c.want {
				t.Errorf("%s.%s = %v, want %v", c.ref, c.attr, got, c.want)
			}
		})
	}
}

func TestCrossesBoundary(t *testing.T) {
	const bounds = `
boundary "outer" { contains = [boundary.inner, component.x, principal.staff] }
boundary "inner" { contains = [component.x, component.y] }
component "in_inner" { boundary = boundary.inner }
component "in_outer" { boundary = boundary.outer }
component "free" { operator = party.acme }
component "nobodys" {}
principal "batch" { kind = "service" }
principal "support" { kind = "vendor_support" }
principal "kindless" {}
tool "t" { used_by = [model.m] }
`
	for _, c := range []struct {
		from, to string
		want     any
	}{
		{"component.x", "component.y", false},
		{"component.x", "component.in_inner", false},
		{"component.y", "component.in_outer", true},
		{"component.in_outer", "principal.staff", false},
		{"component.x", "component.free", true},
		{"component.free", "store.s", false},
		{"component.free", "component.z", true},
		{"component.z", "model.m", false},
		{"model.m", "tool.t", false},
		{"principal.batch", "component.free", false},
		{"principal.user", "component.free", true},
		{"principal.user", "principal.support", true},
		{"principal.user", "principal.user", false},
		{"component.nobodys", "component.free", nil},
		{"component.nobodys", "component.nobodys", false},
		{"principal.kindless", "component.free", nil},
	} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			facts := compute(t, preamble+bounds+"flow \"f\" {\n from = "+c.from+"\n to = "+c.to+"\n}").Input()
			if got := at(facts, "flow", "flow.f", "crosses_boundary"); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestBoundariesInACircle(t *testing.T) {
	facts := compute(t, preamble+`
boundary "a" { contains = [boundary.b, component.x] }
boundary "b" { contains = [boundary.a, component.x, component.y] }
flow "f" {
  from = component.x
  to   = component.y
}`).Input()
	if got := at(facts, "flow", "flow.f", "crosses_boundary"); got != true {
		t.Errorf("got %v", got)
	}
}
