package policy

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/schema"
)

func benchmarkOptions(b *testing.B) Options {
	files := map[string]string{}
	for i := range 40 {
		id := fmt.Sprintf("area%d/name%d", i%7, i)
		files[fmt.Sprintf("%s/name%d.rego", id, i)] = policyText(id, `import data.aicomply.lib.dates

deny contains {"path": ["flow", f.name, "encryption_in_transit"], "message": $"{f.name} carries {count(special)} special categories in clear text", "key": special} if {
	some f in input.flow
	f.encryption_in_transit == "none"
	special := {r.category | some r in input.derived.flow[f.ref].receives; r.special}
	count(special) > 0
	not excepted(f)
}

excepted(f) if {
	some w in input.waiver
	w.resource == f.ref
	dates.between(input.now, w.expires) >= 0
}`)
	}
	root := os.DirFS("../../policies")
	frameworks, err := framework.Load(root)
	if err != nil {
		b.Fatal(err)
	}
	return Options{Sources: []Source{{"pack", packFS(files)}}, Library: root, InputSchema: schema.InputSchema, Frameworks: frameworks}
}

func BenchmarkLoad(b *testing.B) {
	o := benchmarkOptions(b)
	b.ReportAllocs()
	for b.Loop() {
		if s, diags := Load(context.Background(), o); s == nil {
			b.Fatal(show(diags))
		}
	}
}

func BenchmarkEval(b *testing.B) {
	s, diags := Load(context.Background(), benchmarkOptions(b))
	if s == nil {
		b.Fatal(show(diags))
	}
	var flows []any
	derived := map[string]any{}
	for i := range 60 {
		ref := fmt.Sprintf("flow.f%d", i)
		flows = append(flows, map[string]any{"name": ref[5:], "ref": ref, "encryption_in_transit": []string{"none", "tls1.3"}[i%2]})
		derived[ref] = map[string]any{"receives": []any{map[string]any{"category": "user.health_and_medical", "special": true}}}
	}
	input := map[string]any{"now": "2026-11-23", "flow": flows, "derived": map[string]any{"flow": derived}}
	b.ReportAllocs()
	for b.Loop() {
		out, err := s.Eval(context.Background(), input, EvalOptions{})
		if err != nil || len(out) != 40 || len(out[0].Violations) != 30 {
			b.Fatal(err, out)
		}
	}
}
