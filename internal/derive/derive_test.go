package derive_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

var clock = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

// parse reads a manifest that must be free of errors.
func parse(t testing.TB, src string) *manifest.Manifest {
	t.Helper()
	m, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(src)})
	if finding.HasErrors(ds) {
		t.Fatalf("parse: %+v\n%s", ds, src)
	}
	return m
}

func compute(t testing.TB, src string) *derive.Facts {
	t.Helper()
	return derive.Compute(parse(t, src), derive.Options{Now: clock})
}

// at walks into facts by keys.
func at(v any, keys ...string) any {
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

func example(t testing.TB) *derive.Facts {
	t.Helper()
	src, err := os.ReadFile("../../testdata/examples/ticket-triage/ticket_triage.aicomply.hcl")
	if err != nil {
		t.Fatal(err)
	}
	return compute(t, string(src))
}

func TestExample(t *testing.T) {
	in := example(t).Input()
	for _, c := range []struct {
		path []string
		want any
	}{
		{[]string{"personal_data"}, true},
		{[]string{"unhandled_share"}, json.Number("0.3")},
		{[]string{"unaccounted_share"}, json.Number("0.02")},
		{[]string{"exceptions_per_week"}, json.Number("6.8")},
		{[]string{"review_hours_per_week"}, json.Number("38.68")},
		{[]string{"review_hours_with_unaccounted"}, json.Number("40.68")},
		{[]string{"review_hours_available"}, json.Number("12")},
		{[]string{"monthly_cost"}, json.Number("4483.333333333")},
		{[]string{"cost_growth"}, json.Number("8.966666667")},
		{[]string{"go_live_in_days"}, json.Number("56")},
		{[]string{"cost_item", "llm_tokens", "monthly"}, json.Number("2383.333333333")},
		{[]string{"cost_item", "hosting", "monthly"}, json.Number("900")},
		{[]string{"pipeline", "pipeline.intake", "share_sum"}, json.Number("0.98")},
		{[]string{"evaluation", "evaluation.accuracy", "errors_per_week"}, json.Number("50")},
		{[]string{"evaluation", "evaluation.accuracy", "wilson_lower"}, json.Number("0.910421851")},
		{[]string{"evaluation", "evaluation.accuracy", "wilson_upper"}, nil},
		{[]string{"evaluation", "evaluation.accuracy", "sample_needed"}, json.Number("626")},
		{[]string{"maintenance", "maintenance.llm", "due"}, "2026-09-29"},
		{[]string{"maintenance", "maintenance.llm", "overdue_days"}, json.Number("55")},
		{[]string{"model", "model.llm", "retires_in_days"}, json.Number("69")},
		{[]string{"model", "model.llm", "retires_after_go_live_days"}, json.Number("13")},
		{[]string{"assessment", "assessment.security", "lead_days"}, json.Number("29")},
		{[]string{"assessment", "assessment.security", "after_pilot_days"}, nil},
		{[]string{"assessment", "assessment.dpia", "overdue_days"}, json.Number("-264")},
		{[]string{"access", "access.engineers_logs", "reads"}, true},
		{[]string{"access", "access.engineers_logs", "review_due"}, "2026-03-01"},
		{[]string{"access", "access.engineers_logs", "overdue_days"}, json.Number("267")},
		{[]string{"access", "access.engineers_logs", "expired_days"}, nil},
		{[]string{"store", "store.training_set", "retention_days"}, json.Number("1095")},
		{[]string{"store", "store.training_set", "limit_days"}, json.Number("365")},
		{[]string{"store", "store.training_set", "limit_purpose"}, "purpose.improve"},
		{[]string{"store", "store.app_logs", "limit_days"}, json.Number("730")},
		{[]string{"node", "component.abuse_review", "country"}, "PH"},
		{[]string{"node", "component.abuse_review", "operator_role"}, "sub_processor"},
		{[]string{"node", "component.triage_api", "country"}, "DE"},
		{[]string{"node", "tool.issue_refund", "country"}, "US"},
		{[]string{"node", "tool.issue_refund", "operator"}, "party.llmco"},
		{[]string{"node", "tool.issue_refund", "untrusted"}, true},
		{[]string{"node", "tool.issue_refund", "personal"}, true},
		{[]string{"node", "principal.ml_engineers", "personal"}, true},
		{[]string{"node", "principal.support_agents", "personal"}, false},
		{[]string{"node", "store.training_set", "confidential"}, true},
		{[]string{"flow", "flow.prompt", "from_country"}, "DE"},
		{[]string{"flow", "flow.prompt", "to_country"}, "US"},
		{[]string{"flow", "flow.prompt", "crosses_boundary"}, true},
		{[]string{"flow", "flow.to_redactor", "crosses_boundary"}, false},
		{[]string{"flow", "flow.draft", "drops"}, []any{"user.content.private", "user.financial.credit_card", "user.health_and_medical"}},
		{[]string{"flow", "flow.abuse_sampling", "drops"}, []any{}},
	} {
		if diff := cmp.Diff(c.want, at(in, c.path...)); diff != "" {
			t.Errorf("%v: %s", c.path, diff)
		}
	}
}

func TestExampleReceives(t *testing.T) {
	in := example(t).Input()
	entry := func(category string, incidental, special bool) any {
		return map[string]any{
			"category": category, "dataset": "dataset.tickets", "incidental": incidental, "personal": true,
			"special": special, "criminal": false, "credential": false,
			"identifiability": "identified", "purposes": []any{"purpose.support"},
		}
	}
	want := []any{
		entry("user.content.private", false, false),
		entry("user.financial.credit_card", true, false),
		entry("user.health_and_medical", true, true),
	}
	if diff := cmp.Diff(any(want), at(in, "node", "component.abuse_review", "receives")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(any(want), at(in, "flow", "flow.abuse_sampling", "receives")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(any([]any{}), at(in, "node", "principal.customer", "receives").([]any)[0].(map[string]any)["purposes"]); diff != "" {
		t.Errorf("at the origin: %s", diff)
	}
}

func TestExampleWitness(t *testing.T) {
	f := example(t)
	way := []string{
		"principal.customer", "flow.intake", "component.triage_api", "flow.to_redactor", "component.redactor",
		"flow.prompt", "model.llm", "flow.abuse_sampling", "component.abuse_review",
	}
	logs := []string{"principal.customer", "flow.intake", "component.triage_api", "flow.debug_logging", "store.app_logs", "access.engineers_logs", "principal.ml_engineers"}
	for _, c := range []struct {
		name   string
		target derive.Target
		want   []string
	}{
		{"flow", derive.Target{Flow: "flow.abuse_sampling", Category: "user.health_and_medical"}, way},
		{"node", derive.Target{Node: "component.abuse_review", Category: "user.health_and_medical"}, way},
		{"flow before node", derive.Target{Node: "store.app_logs", Flow: "flow.abuse_sampling"}, way},
		{"category taken off", derive.Target{Flow: "flow.prompt", Category: "user.name"}, nil},
		{"category not there", derive.Target{Node: "model.llm", Category: "user.name"}, nil},
		{"parent of what is there", derive.Target{Node: "component.abuse_review", Category: "user.financial"}, way},
		{"any category", derive.Target{Node: "principal.ml_engineers"}, logs},
		{"grant", derive.Target{Flow: "access.engineers_logs"}, logs},
		{"origin", derive.Target{Node: "principal.customer"}, []string{"principal.customer"}},
		{"tool", derive.Target{Flow: "tool.issue_refund"}, append(append([]string{}, way[:7]...), "tool.issue_refund", "tool.issue_refund")},
		{"untrusted", derive.Target{Node: "tool.issue_refund", Category: derive.Untrusted}, []string{"principal.customer", "flow.intake", "component.triage_api", "flow.to_redactor", "component.redactor", "flow.prompt", "model.llm", "tool.issue_refund", "tool.issue_refund"}},
		{"untrusted does not read", derive.Target{Node: "principal.ml_engineers", Category: derive.Untrusted}, nil},
		{"unknown node", derive.Target{Node: "store.none"}, nil},
		{"unknown flow", derive.Target{Flow: "flow.none"}, nil},
		{"unknown category", derive.Target{Node: "model.llm", Category: "user.none"}, nil},
		{"nothing asked", derive.Target{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, f.Witness(c.target)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestBrokenManifest holds that facts of a manifest with errors can be asked
// for, as an editor does while somebody types.
func TestBrokenManifest(t *testing.T) {
	for _, src := range []string{
		"", "flow \"f\" {}", "flow \"f\" {\n from = component.x\n to = store.y\n}",
		"component \"c\" {}\ntool \"t\" { used_by = [model.none, component.c] }",
		"access \"a\" { resource = store.none }", "access \"a\" {\n principal = store.s\n resource = audit_log.l\n permissions = [\"*\", null, 3]\n}\nstore \"s\" {}\naudit_log \"l\" { store = store.none }",
		"dataset \"d\" {\n data_categories = [\"user.nme\", \"user.demographic\", null]\n origin = [component.none, component.c]\n collected_for = [purpose.none]\n}\ncomponent \"c\" {}",
		"boundary \"b\" { contains = [boundary.b, component.c] }\ncomponent \"c\" { boundary = boundary.none }",
		"evaluation \"e\" {\n value = -1\n sample_size = -200\n threshold = \"x\"\n}\nevaluation \"e\" {\n value = 0.5\n sample_size = 1e300\n}",
		"cost {\n poc_monthly = 0\n item \"a\" {}\n item \"a\" { monthly = 1 }\n}\ncost {}",
		"store \"s\" {\n retention = \"99999999999d\"\n}\nmaintenance \"m\" {\n last_done = \"0000-00-00\"\n cadence = \"x\"\n}",
	} {
		m, _ := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(src)})
		f := derive.Compute(m, derive.Options{Now: clock})
		if _, err := json.Marshal(f.Input()); err != nil {
			t.Errorf("%v\n%s", err, src)
		}
		f.Witness(derive.Target{Node: "component.c", Flow: "flow.f"})
		f.Witness(derive.Target{Node: "component.c", Category: derive.Untrusted})
	}
}
