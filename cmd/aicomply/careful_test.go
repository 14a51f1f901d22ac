package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// careful is the example of a deployment that a careful team runs.
const careful = "testdata/examples/document-intake"

// TestDocumentIntake states what the example is there to show: a complete
// manifest in production has nothing of weight open, what it carries is waived,
// and few questions stay unanswered.
func TestDocumentIntake(t *testing.T) {
	d := deployments(t, careful)[0]
	for _, f := range d.Findings {
		if f.Status == finding.Open && (f.Severity == finding.Critical || f.Severity == finding.High) {
			t.Errorf("%s %s at %s: %s", f.Severity, f.Policy, f.Path, f.Message)
		}
	}
	if !slices.ContainsFunc(d.Findings, func(f finding.Finding) bool {
		return f.Policy == "integration/manual_step" && f.Waiver == "waiver.merged_claims"
	}) {
		t.Error("the missing event of the core system is not waived")
	}
	results := map[finding.Result]int{}
	for _, p := range d.Policies {
		results[p.Result]++
	}
	if results[finding.Unknown] > 0 || results[finding.Passed] < len(d.Policies)*3/4 {
		t.Errorf("of %d policies %v; most should pass and none be unknown", len(d.Policies), results)
	}
}

// change gives an attribute of a block of the example another value. It is to
// bring up the policy, and no other. The block is named by its type and label,
// and a nested one after the block that holds it: "flow.to_label transfer".
type change struct{ policy, block, attribute, value string }

// TestOneBadValue makes one attribute at a time of the careful deployment bad.
// Each brings up the policy that asks for it, and nothing else: so each policy
// is shown to see its fault in the midst of a whole deployment, and the others
// to keep quiet about it.
func TestOneBadValue(t *testing.T) {
	dirs := []string{careful}
	for i, c := range changes {
		dir := filepath.Join(t.TempDir(), fmt.Sprintf("change-%d", i))
		c.apply(t, dir)
		dirs = append(dirs, dir)
	}
	all := deployments(t, dirs...)
	before := open(all[0])
	for i, c := range changes {
		t.Run(c.policy, func(t *testing.T) {
			var added []string
			for _, id := range open(all[i+1]) {
				if !slices.Contains(before, id) {
					added = append(added, id)
				}
			}
			if diff := cmp.Diff([]string{c.policy}, added); diff != "" {
				t.Errorf("%s %s = %s (-expected +found):\n%s", c.block, c.attribute, c.value, diff)
			}
		})
	}
}

// deployments are the reports on the folders, in their order, from one run. The
// folders' names differ.
func deployments(t *testing.T, dirs ...string) []report.Deployment {
	t.Helper()
	out, _ := atRoot(t, append([]string{"check", "--now", clock, "--format", "json"}, dirs...)...)
	r, err := report.Read(strings.NewReader(out))
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	byName := map[string]report.Deployment{}
	for _, d := range r.Deployments {
		byName[filepath.Base(d.Path)] = d
	}
	if len(byName) != len(dirs) {
		t.Fatalf("%d deployments, want %d", len(byName), len(dirs))
	}
	ordered := make([]report.Deployment, len(dirs))
	for i, dir := range dirs {
		ordered[i] = byName[filepath.Base(dir)]
	}
	return ordered
}

// apply makes a copy of the example in dir, with the change.
func (c change) apply(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, filepath.FromSlash(careful)))); err != nil {
		t.Fatal(err)
	}
	value := parsed(t, "value", []byte("value = "+c.value+"\n")).Body().GetAttribute("value").Expr().BuildTokens(nil)
	made := 0
	for _, pattern := range []string{"*.hcl", "*/*.hcl"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f := parsed(t, file, text)
			body := inside(f.Body(), strings.Fields(c.block))
			if body == nil || body.GetAttribute(c.attribute) == nil {
				continue
			}
			body.SetAttributeRaw(c.attribute, value)
			made++
			if err := os.WriteFile(file, f.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if made != 1 {
		t.Fatalf("%s %s stands in %d files", c.block, c.attribute, made)
	}
}

func parsed(t *testing.T, file string, text []byte) *hclwrite.File {
	t.Helper()
	f, diags := hclwrite.ParseConfig(text, file, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return f
}

// inside is the body of the block that the names lead to, nil if there is none.
func inside(body *hclwrite.Body, names []string) *hclwrite.Body {
	for _, name := range names {
		i := slices.IndexFunc(body.Blocks(), func(b *hclwrite.Block) bool {
			return strings.Join(append([]string{b.Type()}, b.Labels()...), ".") == name
		})
		if i < 0 {
			return nil
		}
		body = body.Blocks()[i].Body()
	}
	return body
}

// open are the ids of the policies with open findings, sorted.
func open(d report.Deployment) []string {
	var ids []string
	for _, f := range d.Findings {
		if f.Status == finding.Open {
			ids = append(ids, f.Policy)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// changes hold at least one for each area of policies.
var changes = []change{
	{"transfer/region_not_allowed", "model.extractor", "region", `"eu-west-2"`}, // London
	{"transfer/no_mechanism", "flow.to_label transfer", "mechanism", `null`},
	{"transfer/mechanism_invalid", "flow.to_label transfer", "tia", `assessment.lia`},
	{"privacy/no_legal_basis", "purpose.claims", "legal_basis", `null`},
	{"privacy/special_category_without_condition", "purpose.claims", "special_category_basis", `null`},
	{"privacy/purpose_incompatible", "purpose.training", "compatible_with", `[]`},
	{"privacy/retention_exceeds_purpose", "store.training_pages", "retention", `"1400d"`},
	{"privacy/personal_data_in_logs", "purpose.records", "data_use", `"analytics.reporting.system"`},
	{"privacy/personal_data_in_training", "purpose.training", "data_use", `"analytics"`},
	{"privacy/more_than_needed", "component.label_desk", "needs", `["user.content.public"]`},
	{"privacy/basis_prerequisite_missing", "assessment.lia", "covers", `[purpose.operations]`},
	{"privacy/processing_record_incomplete", "party.insurer", "contact", `null`},
	{"privacy/rights_unmet", "rights", "access_sla", `"60d"`},
	{"privacy/dpia_missing", "assessment.dpia", "status", `"in_progress"`},
	{"privacy/dpia_outdated", "assessment.dpia", "approved", `"2025-03-30"`},
	{"access/broad_grant", "access.break_glass", "expires", `null`},
	{"access/review_overdue", "access.break_glass", "last_review", `"2026-04-12"`},
	{"access/weak_authentication", "principal.clerks", "mfa", `false`},
	{"access/unauthenticated_flow", "flow.upload", "authentication", `"none"`},
	{"access/duties_not_separated", "access.engineers_router", "permissions", `["write", "deploy"]`},
	{"audit/decision_not_logged", "audit_log.decisions", "covers", `[component.router, model.classifier, tool.draft_claim]`},
	{"audit/decision_not_reconstructable", "audit_log.decisions", "fields", `["timestamp", "actor", "model_version", "output"]`},
	{"audit/log_alterable", "audit_log.decisions", "integrity", `"none"`},
	{"accuracy/failures_exceed_tolerance", "evaluation.sorting", "max_errors_per_week", `60`},
	{"accuracy/sample_too_small", "evaluation.sorting", "sample_size", `300`},
	{"accuracy/demo_data", "evaluation.sorting", "data", `"curated"`},
	{"accuracy/evaluation_outdated", "model.extractor", "changed", `"2026-11-02"`},
	{"accuracy/group_gap", "evaluation.facts", "tolerance", `0.01`},
	{"accuracy/no_tested_fallback", "fallback.typing_pool", "last_tested", `"2025-09-22"`},
	{"cost/over_budget", "cost", "budget_monthly", `15000`},
	{"cost/growth_unapproved", "cost", "approved_growth", `5`},
	{"cost/no_cap", "cost cap", "per_caller_per_minute", `null`},
	{"cost/model_incomplete", "cost item.clerks", "kind", `"licence"`}, // nobody is paid for reviews
	{"monitoring/no_plan", "monitor.quality", "signals", `["latency", "cost", "volume"]`},
	{"monitoring/no_drift_detection", "monitor.quality drift", "window", `null`},
	{"monitoring/reevaluation_overdue", "maintenance.extractor", "last_done", `"2026-05-09"`},
	{"monitoring/model_not_pinned", "model.extractor", "version", `"modelhost-medium-latest"`},
	{"monitoring/model_not_pinned", "model.extractor", "retires_on", `"2027-01-15"`},
	{"monitoring/incident_deadline_unmeetable", "incident_plan", "authority_notice", `"96h"`},
	{"ownership/no_owner", "ownership", "business", `""`},
	{"ownership/no_on_call", "ownership", "maintainers", `["anna.lindt"]`},
	{"ownership/handoff_incomplete", "ownership handoff", "accepted", `null`},
	{"review/started_too_late", "assessment.security", "started", `"2026-05-11"`},
	{"review/assessment_missing", "assessment.red_team", "status", `"planned"`},
	{"review/approval_outdated", "assessment.red_team", "review_every", `"90d"`},
	{"review/open_findings", "assessment.red_team open_findings", "high", `2`},
	{"security/flow_unencrypted", "flow.prompt", "encryption_in_transit", `"none"`},
	{"security/store_exposed", "store.originals", "public", `true`},
	{"security/untrusted_input_to_tool", "tool.draft_claim", "approval", `"none"`},
	{"security/output_to_interpreter", "component.field_check", "kind", `"gateway"`}, // whose output the desk shows as HTML
	{"security/poisoning_path", "flow.learnt_from", "from", `component.sampler`},     // past those who label
	{"security/supply_chain_unverifiable", "model.classifier", "licence", `"unknown"`},
	{"vendor/no_contract", "party.modelhost contract", "signed", `"2027-01-20"`},
	{"vendor/not_assessed", "assessment.vendors", "covers", `[party.cloud, party.modelhost, party.labeller]`},
	{"vendor/trains_on_inputs", "party.translator data_terms", "trains_on_inputs", `true`},
	{"classification/class_inconsistent", "system.document_intake eu_ai_act", "annex_iii", `["5(b)"]`},
	{"classification/prohibited_practice", "system.document_intake", "capabilities", `["social_scoring"]`},
	{"classification/no_ai_literacy", "system.document_intake eu_ai_act", "literacy", `null`},
	{"classification/no_risk_management", "risk.disclosure", "reviewed", `"2025-10-26"`},
	{"classification/operator_role_undeclared", "system.document_intake", "operator_roles", `[]`},
	{"explainability/notice_missing", "notice.privacy", "mentions", `["purposes", "recipients", "retention", "rights"]`},
	{"explainability/model_card_incomplete", "model.extractor", "model_card", `null`},
	{"oversight/no_human_oversight", "oversight.clerks", "can_override", `false`},
	{"oversight/overseers_untrained", "oversight.clerks", "training", `null`},
	{"oversight/review_capacity_exceeded", "oversight.clerks", "hours_per_week", `40`},
	{"pipeline/format_unhandled", "pipeline.intake input_format.anything_else", "handler", `null`},
	{"pipeline/failures_unrouted", "pipeline.intake exception", "sla", `null`},
	{"pipeline/provenance_missing", "dataset.claim_documents", "bias_examination", `null`},
	{"integration/throughput_below_peak", "integration.claims_core", "limit_per_minute", `20`},
	{"integration/alert_overload", "monitor.quality alert", "expected_per_day", `30`},
	{"integration/manual_step", "flow.to_label", "trigger", `"manual"`},
	{"scope/out_of_scope_use", "model.extractor", "tasks", `["fact_extraction", "fraud_scoring"]`},
	{"scope/no_boundary", "system.document_intake scope", "out_of_scope", `[]`},
	{"manifest/unexplained_drop", "flow.recorded", "carries", `[]`},
	{"manifest/required_fact_missing", "system.document_intake", "go_live", `null`},
	{"waiver/invalid", "integration.claims_core", "events_needed", `["claim.created"]`}, // so that the waiver matches nothing
}
