package derive_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reachCase is a deployment in short: flows are "from>to", the rest is HCL.
type reachCase struct {
	name, extra string
	flows       []string
	want        map[string]string // "flow.x feeds" and the like to its value; those not named are absent
}

const reachBase = `
system "s" { controller = party.own }
party "own" { role = "controller" }
party "proc" { role = "processor" }
party "other" { role = "third_party" }
defaults { operator = party.own }
dataset "d" {
  data_categories = ["user.name"]
  origin          = [principal.customer]
}
principal "customer" { kind = "data_subject" }
principal "staff" { kind = "human_group" }
component "api" { kind = "service" }
component "check" { kind = "validator" }
component "person" { kind = "human_task" }
component "sieve" { kind = "filter" }
component "partner" {
  kind     = "external_service"
  operator = party.other
}
component "vendor" {
  kind     = "external_service"
  operator = party.proc
}
store "kb" { kind = "vector_index" }
model "llm" { kind = "llm" }
model "second" { kind = "llm" }
`

func (c reachCase) source() string {
	src := reachBase + c.extra
	for i, f := range c.flows {
		var from, to string
		for j := range f {
			if f[j] == '>' {
				from, to = f[:j], f[j+1:]
			}
		}
		src += fmt.Sprintf("\nflow \"f%d\" {\n from = %s\n to = %s\n}\n", i, from, to)
	}
	return src
}

func reachFacts(t *testing.T, src string) map[string]string {
	t.Helper()
	input := compute(t, src).Input()
	got := map[string]string{}
	for kind, attrs := range map[string][]string{"model": {"outbound", "serves"}, "flow": {"feeds", "output_of", "unvetted"}} {
		for ref, facts := range at(input, kind).(map[string]any) {
			for _, attr := range attrs {
				if v, ok := facts.(map[string]any)[attr]; ok {
					got[ref+" "+attr] = v.(string)
				}
			}
		}
	}
	return got
}

func checkReach(t *testing.T, cases []reachCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, reachFacts(t, c.source())); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOutbound(t *testing.T) {
	ask := []string{"principal.customer>component.api", "component.api>model.llm"}
	asked := func(more map[string]string) map[string]string {
		want := map[string]string{
			"model.llm serves": "principal.customer", "flow.f0 feeds": "model.llm", "flow.f1 feeds": "model.llm",
			"flow.f0 unvetted": "principal.customer", "flow.f1 unvetted": "principal.customer",
		}
		for k, v := range more {
			want[k] = v
		}
		return want
	}
	out := func(ref string) map[string]string {
		return map[string]string{"model.llm outbound": ref, "flow.f2 output_of": "model.llm", "flow.f2 unvetted": "principal.customer"}
	}
	tool := func(attrs string) string { return "tool \"t\" {\n used_by = [model.llm]\n" + attrs + "\n}\n" }
	checkReach(t, []reachCase{
		{"tool that sends", tool("outbound = true"), ask, asked(map[string]string{"model.llm outbound": "tool.t"})},
		{"tool that a person approves", tool("outbound = true\napproval = \"human\""), ask, asked(nil)},
		{"tool that does not send", tool("outbound = false"), ask, asked(nil)},
		{"tool of a third party", tool("operator = party.other"), ask, asked(nil)},
		{"third party", "", append(ask, "model.llm>component.partner"), asked(out("flow.f2"))},
		{"processor", "", append(ask, "model.llm>component.vendor"), asked(map[string]string{"flow.f2 output_of": "model.llm", "flow.f2 unvetted": "principal.customer"})},
		{"into a guard", "", append(ask, "model.llm>component.sieve", "component.sieve>component.partner"), asked(map[string]string{"flow.f2 output_of": "model.llm", "flow.f3 output_of": "model.llm", "flow.f2 unvetted": "principal.customer"})},
		{"through a person", "", append(ask, "model.llm>principal.staff", "principal.staff>component.partner"), asked(map[string]string{"flow.f2 output_of": "model.llm", "flow.f2 unvetted": "principal.customer"})},
	})
}

func TestOutboundBelongsToTheLastModel(t *testing.T) {
	got := reachFacts(t, reachCase{flows: []string{"principal.customer>model.llm", "model.llm>model.second", "model.second>store.kb", "store.kb>component.partner"}}.source())
	if _, ok := got["model.llm outbound"]; ok || got["model.second outbound"] != "flow.f3" {
		t.Errorf("outbound: %v", got)
	}
}

func TestOutboundCarriesProtectedData(t *testing.T) {
	src := reachCase{flows: []string{"principal.customer>model.llm"}}.source()
	off := "flow \"out\" {\n from = model.llm\n to = component.partner\n omits = [\"user\"]\n}\n"
	if got := reachFacts(t, src+off); got["model.llm outbound"] != "" {
		t.Errorf("nothing protected leaves: %v", got)
	}
	secret := "dataset \"plans\" {\n data_categories = [\"system.operations\"]\n classification = \"confidential\"\n origin = [component.api]\n}\n"
	if got := reachFacts(t, src+off+secret+"flow \"read\" {\n from = component.api\n to = model.llm\n}\n"); got["model.llm outbound"] != "flow.out" {
		t.Errorf("confidential data leaves: %v", got)
	}
}

func TestModelOfTheThirdPartyItself(t *testing.T) {
	src := "model \"hosted\" {\n kind = \"llm\"\n operator = party.other\n}\ntool \"t\" { used_by = [model.hosted] }\n"
	got := reachFacts(t, reachCase{extra: src, flows: []string{"principal.customer>model.hosted", "model.hosted>component.partner"}}.source())
	if got["model.hosted outbound"] != "" {
		t.Errorf("what the party has cannot leave to it: %v", got)
	}
}

func TestServes(t *testing.T) {
	serves := func(flows ...string) string {
		return reachFacts(t, reachCase{flows: flows}.source())["model.llm serves"]
	}
	for _, c := range []struct {
		want  string
		flows []string
	}{
		{"principal.staff", []string{"principal.staff>component.api", "component.api>model.llm"}},
		{"principal.staff", []string{"model.llm>component.api", "component.api>principal.staff"}},
		{"principal.staff", []string{"principal.staff>model.llm", "model.llm>principal.customer"}},
		{"", []string{"principal.staff>store.kb", "store.kb>model.llm"}},
		{"", []string{"principal.staff>model.second", "model.second>model.llm"}},
	} {
		if got := serves(c.flows...); got != c.want {
			t.Errorf("%v: serves %q, want %q", c.flows, got, c.want)
		}
	}
	src := reachBase + "access \"a\" {\n principal = principal.staff\n resource = model.llm\n permissions = [\"read\"]\n}\n"
	if got := reachFacts(t, src); len(got) != 0 {
		t.Errorf("reading a model is not asking it: %v", got)
	}
}

func TestFeeds(t *testing.T) {
	tool := "tool \"t\" { used_by = [model.llm] }\n"
	for _, c := range []struct {
		last, want string
		flows      []string
	}{
		{"flow.f0", "model.llm", []string{"store.kb>component.api", "component.api>component.vendor", "component.vendor>model.llm"}},
		{"flow.f0", "model.llm", []string{"store.kb>tool.t"}},
		{"flow.f0", "model.second", []string{"store.kb>model.second", "model.second>model.llm"}},
		{"flow.f0", "", []string{"store.kb>component.person", "component.person>model.llm"}},
		{"flow.f0", "", []string{"component.api>store.kb", "store.kb>model.llm"}},
		{"flow.f0", "", []string{"component.api>principal.staff", "principal.staff>model.llm"}},
	} {
		got := reachFacts(t, reachCase{extra: tool, flows: c.flows}.source())
		if got[c.last+" feeds"] != c.want {
			t.Errorf("%v: feeds %q, want %q", c.flows, got[c.last+" feeds"], c.want)
		}
	}
}

func TestOutputOf(t *testing.T) {
	for _, c := range []struct {
		want  string
		flows []string
	}{
		{"model.llm", []string{"model.llm>store.kb", "store.kb>component.api", "component.api>component.vendor"}},
		{"model.second", []string{"model.llm>model.second", "model.second>component.api"}},
		{"", []string{"model.llm>component.check", "component.check>component.api"}},
		{"", []string{"model.llm>component.person", "component.person>component.api"}},
		{"", []string{"model.llm>principal.staff", "principal.staff>component.api"}},
		{"model.llm", []string{"model.llm>component.sieve", "component.sieve>component.api"}},
	} {
		got := reachFacts(t, reachCase{flows: c.flows}.source())
		last := fmt.Sprintf("flow.f%d output_of", len(c.flows)-1)
		if got[last] != c.want {
			t.Errorf("%v: output of %q, want %q", c.flows, got[last], c.want)
		}
	}
}

func TestUnvetted(t *testing.T) {
	grant := func(who, what, can string) string {
		return fmt.Sprintf("access \"a\" {\n principal = %s\n resource = %s\n permissions = [%q]\n}\n", who, what, can)
	}
	for _, c := range []struct {
		want, extra string
		flows       []string
	}{
		{"principal.customer", "", []string{"principal.customer>component.api", "component.api>store.kb"}},
		{"component.partner", "", []string{"component.partner>store.kb"}},
		{"", "", []string{"component.vendor>store.kb"}},
		{"", "", []string{"component.partner>component.check", "component.check>store.kb"}},
		{"", "", []string{"component.partner>component.sieve", "component.sieve>store.kb"}},
		{"", "", []string{"component.partner>component.person", "component.person>store.kb"}},
		{"", "", []string{"component.partner>principal.staff", "principal.staff>store.kb"}},
		{"component.api", grant("principal.customer", "component.api", "write"), []string{"component.api>store.kb"}},
		{"component.api", grant("principal.customer", "component.api", "*"), []string{"component.api>store.kb"}},
		{"", grant("principal.customer", "component.api", "read"), []string{"component.api>store.kb"}},
		{"", grant("principal.staff", "component.api", "write"), []string{"component.api>store.kb"}},
	} {
		got := reachFacts(t, reachCase{extra: c.extra, flows: c.flows}.source())
		last := fmt.Sprintf("flow.f%d unvetted", len(c.flows)-1)
		if got[last] != c.want {
			t.Errorf("%v: unvetted %q, want %q", c.flows, got[last], c.want)
		}
	}
}
