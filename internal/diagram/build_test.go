package diagram_test

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

func parse(t testing.TB, src string) *manifest.Manifest {
	t.Helper()
	m, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(src)})
	if finding.HasErrors(ds) {
		t.Fatalf("parse: %+v", ds[0])
	}
	return m
}

func build(t testing.TB, src string, o diagram.Options) *diagram.Diagram {
	t.Helper()
	m := parse(t, src)
	return diagram.Build(m, derive.Compute(m, derive.Options{}), o)
}

const small = `system "s" { controller = party.own }
party "own" { country = "DE" }
party "vendor" { country = "US" }
principal "customer" { kind = "data_subject" }
principal "staff" { kind = "human_group" }
component "api" {
  kind     = "service"
  operator = party.own
}
store "logs" { operator = party.own }
model "llm" { operator = party.vendor }
tool "refund" { used_by = [model.llm] }
flow "ask" {
  from = principal.customer
  to   = component.api
}
flow "prompt" {
  from = component.api
  to   = model.llm
}
flow "log" {
  from = component.api
  to   = store.logs
}
access "read_logs" {
  principal   = principal.staff
  resource    = store.logs
  permissions = ["read"]
}
`

// show writes a diagram in a few words a line.
func show(d *diagram.Diagram) []string {
	var out []string
	flags := func(s finding.Severity, fresh, witness bool) string {
		f := " " + string(s)
		if fresh {
			f += " new"
		}
		if witness {
			f += " witness"
		}
		return strings.TrimRight(strings.Replace(f, "  ", " ", 1), " ")
	}
	for _, n := range d.Nodes {
		out = append(out, strings.Join(strings.Fields(n.Ref+" "+n.Kind+" "+n.Operator+" "+n.Country), " ")+flags(n.Severity, n.New, n.Witness))
	}
	for _, e := range d.Edges {
		arrow := "->"
		if e.Both {
			arrow = "<->"
		}
		out = append(out, fmt.Sprintf("%s: %s %s %s%s", e.Ref, e.From, arrow, e.To, flags(e.Severity, e.New, e.Witness)))
	}
	if s := d.Omitted(); s != "" {
		out = append(out, s)
	}
	return out
}

func at(severity finding.Severity, path string, witness ...string) finding.Finding {
	return finding.Finding{Policy: "a/" + string(severity), Severity: severity, Status: finding.Open, Kind: finding.Violation, Path: strings.Split(path, "."), Witness: witness}
}

func TestBuild(t *testing.T) {
	waived, upcoming := at(finding.Critical, "store.logs"), at(finding.Critical, "flow.log")
	waived.Status, upcoming.Kind = finding.Waived, finding.Upcoming
	way := []string{"principal.customer", "flow.ask", "component.api", "flow.prompt", "model.llm", "tool.refund", "tool.refund"}
	for _, c := range []struct {
		name string
		o    diagram.Options
		want []string
	}{
		{"plain", diagram.Options{}, []string{
			"principal.customer data_subject", "principal.staff human_group party.own", "component.api service party.own DE", "store.logs party.own DE", "model.llm party.vendor US", "tool.refund party.vendor US",
			"access.read_logs: store.logs -> principal.staff", "flow.ask: principal.customer -> component.api", "flow.log: component.api -> store.logs", "flow.prompt: component.api -> model.llm", "tool.refund: model.llm <-> tool.refund",
		}},
		{"findings", diagram.Options{Findings: []finding.Finding{
			at(finding.High, "tool.refund.approval", way...), at(finding.High, "flow.log", way[:3]...), at(finding.Low, "component.api"), at(finding.Medium, "access.read_logs"), at(finding.Critical, "system"), waived, upcoming,
		}}, []string{
			"principal.customer data_subject witness", "principal.staff human_group party.own", "component.api service party.own DE high witness", "store.logs party.own DE", "model.llm party.vendor US witness", "tool.refund party.vendor US high witness",
			"access.read_logs: store.logs -> principal.staff medium", "flow.ask: principal.customer -> component.api witness", "flow.log: component.api -> store.logs high", "flow.prompt: component.api -> model.llm witness", "tool.refund: model.llm <-> tool.refund witness",
		}},
		{"back from a tool", diagram.Options{Findings: []finding.Finding{at(finding.Low, "system", "tool.refund", "tool.refund", "model.llm", "flow.gone", "store.gone")}}, []string{
			"principal.customer data_subject", "principal.staff human_group party.own", "component.api service party.own DE", "store.logs party.own DE", "model.llm party.vendor US witness", "tool.refund party.vendor US witness",
			"access.read_logs: store.logs -> principal.staff", "flow.ask: principal.customer -> component.api", "flow.log: component.api -> store.logs", "flow.prompt: component.api -> model.llm", "tool.refund: model.llm <-> tool.refund witness",
		}},
		{"base", diagram.Options{Base: parse(t, strings.NewReplacer(`store "logs" { operator = party.own }`, `component "old" {}`, "to   = store.logs", "to   = component.old", `access "read_logs"`, `access "other"`, `resource    = store.logs`, "resource = component.old", "used_by = [model.llm]", "used_by = []").Replace(small))}, []string{
			"principal.customer data_subject", "principal.staff human_group party.own", "component.api service party.own DE", "store.logs party.own DE new", "model.llm party.vendor US", "tool.refund party.vendor US",
			"access.read_logs: store.logs -> principal.staff new", "flow.ask: principal.customer -> component.api", "flow.log: component.api -> store.logs new", "flow.prompt: component.api -> model.llm", "tool.refund: model.llm <-> tool.refund new",
		}},
		{"two nodes, the marked way first", diagram.Options{Limit: 2, Findings: []finding.Finding{at(finding.Critical, "store.logs"), at(finding.Low, "system", "principal.customer", "flow.ask", "component.api")}}, []string{
			"principal.customer data_subject witness", "component.api service party.own DE low witness", "flow.ask: principal.customer -> component.api witness", "… 4 nodes and 4 flows not shown",
		}},
		{"findings, worst first, then neighbours", diagram.Options{Limit: 3, Findings: []finding.Finding{at(finding.High, "store.logs"), at(finding.Low, "model.llm")}}, []string{
			"principal.staff human_group party.own", "store.logs party.own DE high", "model.llm party.vendor US low", "access.read_logs: store.logs -> principal.staff", "… 3 nodes and 4 flows not shown",
		}},
		{"one node", diagram.Options{Limit: 1, Findings: []finding.Finding{at(finding.High, "store.logs"), at(finding.Low, "model.llm")}}, []string{"store.logs party.own DE high", "… 5 nodes and 5 flows not shown"}},
		{"new before neighbours", diagram.Options{Limit: 3, Base: parse(t, strings.Replace(small, `tool "refund" { used_by = [model.llm] }`, "", 1)), Findings: []finding.Finding{at(finding.High, "store.logs")}}, []string{
			"store.logs party.own DE high", "model.llm party.vendor US", "tool.refund party.vendor US new", "tool.refund: model.llm <-> tool.refund new", "… 3 nodes and 4 flows not shown",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := build(t, small, c.o)
			if diff := cmp.Diff(c.want, show(d)); diff != "" {
				t.Error(diff)
			}
			if err := d.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
	d := build(t, small, diagram.Options{Findings: []finding.Finding{at(finding.Low, "system", "principal.customer"), at(finding.High, "system", "model.llm")}})
	if d.Witness != "a/high" {
		t.Errorf("the way of %q is marked", d.Witness)
	}
}

// tangle is a deployment of that many flows between nodes at random.
func tangle(nodes, flows int, label func(int) string) string {
	rnd := rand.New(rand.NewSource(1))
	var b strings.Builder
	b.WriteString("system \"s\" {}\n")
	for i := range nodes {
		fmt.Fprintf(&b, "party \"p%d\" {}\ncomponent \"%s\" { operator = party.p%d }\n", i, label(i), i%(nodes/2+1))
	}
	for i := range flows {
		fmt.Fprintf(&b, "flow \"f%s\" {\n from = component.%s\n to = component.%s\n}\n", label(i), label(rnd.Intn(nodes)), label(rnd.Intn(nodes)))
	}
	return b.String()
}

func short(i int) string { return fmt.Sprintf("c%d", i) }

func TestLarge(t *testing.T) {
	long := func(i int) string { return fmt.Sprintf("%s%d", strings.Repeat("名", 35), i) }
	for _, c := range []struct {
		name                string
		src                 string
		limit, nodes, edges int
	}{
		{"many nodes", tangle(472, 1000, short), 0, 60, 1000},
		{"many flows between few", tangle(20, 1000, short), 0, 20, 150},
		{"long names", tangle(500, 2000, long), 500, 500, 1250},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := build(t, c.src, diagram.Options{Limit: c.limit})
			if len(d.Nodes) != c.nodes || len(d.Edges) > c.edges {
				t.Errorf("%d nodes, %d edges", len(d.Nodes), len(d.Edges))
			}
			if n := strings.Count(c.src, "\ncomponent"); len(d.Nodes)+d.OmittedNodes != n {
				t.Errorf("%d nodes, %d shown, %d left out", n, len(d.Nodes), d.OmittedNodes)
			}
			if n := strings.Count(c.src, "\nflow"); len(d.Edges)+d.OmittedEdges != n {
				t.Errorf("%d flows, %d shown, %d left out", n, len(d.Edges), d.OmittedEdges)
			}
			if err := d.Validate(); err != nil {
				t.Error(err)
			}
			text := diagram.Mermaid(d)
			lines(t, text, mermaidLine)
			if len(text) > 40_000 || strings.Count(text, "-->") > 400 {
				t.Errorf("%d bytes, %d edges", len(text), strings.Count(text, "-->"))
			}
			if len(text) < 10_000 && c.limit > 0 {
				t.Errorf("only %d bytes are used", len(text))
			}
			nodes, edges := strings.Count(text, "[\"")-strings.Count(text, "subgraph")-1, strings.Count(text, "-->")
			if said := fmt.Sprintf("%d flows not shown", strings.Count(c.src, "\nflow")-edges); !strings.Contains(text, said) {
				t.Errorf("no %q", said)
			}
			if left := strings.Count(c.src, "\ncomponent") - nodes; left > 0 && !strings.Contains(text, fmt.Sprintf("… %d nodes and ", left)) {
				t.Errorf("%d nodes are left out unsaid", left)
			}
			lines(t, diagram.DOT(d), dotLine)
			if again := build(t, c.src, diagram.Options{Limit: c.limit}); diagram.Mermaid(again) != text {
				t.Error("two runs differ")
			}
		})
	}
}

func TestValidate(t *testing.T) {
	node := diagram.Node{Ref: "model.m"}
	many := make([]diagram.Node, diagram.MaxLimit+1)
	for i := range many {
		many[i].Ref = fmt.Sprint(i)
	}
	for _, c := range []struct {
		name, want string
		d          diagram.Diagram
	}{
		{"fine", "", diagram.Diagram{Nodes: []diagram.Node{node}, Edges: []diagram.Edge{{Ref: "flow.f", From: "model.m", To: "model.m", Severity: finding.Low}}}},
		{"too many", "501 nodes and 0 edges; at most 500 and 1250 are read", diagram.Diagram{Nodes: many}},
		{"too many edges", "0 nodes and 1251 edges; at most 500 and 1250 are read", diagram.Diagram{Edges: make([]diagram.Edge, 1251)}},
		{"no ref", "nodes[1]: ref: missing", diagram.Diagram{Nodes: []diagram.Node{node, {}}}},
		{"twice", `nodes[1]: ref: "model.m" is there twice`, diagram.Diagram{Nodes: []diagram.Node{node, node}}},
		{"severity", `nodes[0]: severity: "bad" is none`, diagram.Diagram{Nodes: []diagram.Node{{Ref: "a", Severity: "bad"}}}},
		{"no edge ref", "edges[0]: ref: missing", diagram.Diagram{Nodes: []diagram.Node{node}, Edges: []diagram.Edge{{From: "model.m", To: "model.m"}}}},
		{"no end", `edges[0]: "model.m" to "model.x": no such node`, diagram.Diagram{Nodes: []diagram.Node{node}, Edges: []diagram.Edge{{Ref: "f", From: "model.m", To: "model.x"}}}},
		{"no start", `edges[0]: "model.x" to "model.m": no such node`, diagram.Diagram{Nodes: []diagram.Node{node}, Edges: []diagram.Edge{{Ref: "f", From: "model.x", To: "model.m"}}}},
		{"edge severity", `edges[0]: severity: "bad" is none`, diagram.Diagram{Nodes: []diagram.Node{node}, Edges: []diagram.Edge{{Ref: "f", From: "model.m", To: "model.m", Severity: "bad"}}}},
		{"negative", "a count is negative", diagram.Diagram{OmittedEdges: -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := c.d.Validate(); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, flows := range []int{10, 1000, 10_000} {
		m := parse(b, tangle(flows/2, flows, short))
		facts := derive.Compute(m, derive.Options{})
		b.Run(fmt.Sprintf("flows=%d", flows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				diagram.Mermaid(diagram.Build(m, facts, diagram.Options{}))
			}
		})
	}
}
