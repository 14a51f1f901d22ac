package derive_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/schema"
)

func num(s string) any {
	if s == "" {
		return nil
	}
	return json.Number(s)
}

func TestEvaluation(t *testing.T) {
	for _, c := range []struct {
		name, body                    string
		errors, lower, upper, sampled string
	}{
		{"higher is better", "metric = \"accuracy\"\nvalue = 0.95\nthreshold = 0.93\nsample_size = 200", "60", "0.910421851", "", "626"},
		{"lower is better", "better = \"lower\"\nmetric = \"error_rate\"\nvalue = 0.03\nthreshold = 0.05\nsample_size = 400", "36", "", "0.051698536", "457"},
		{"below the threshold", "value = 0.9\nthreshold = 0.93\nsample_size = 200", "120", "0.850594187", "", ""},
		{"at the threshold", "value = 0.93\nthreshold = 0.93", "84", "", "", ""},
		{"lower is better, above the threshold", "better = \"lower\"\nvalue = 0.06\nthreshold = 0.05", "72", "", "", ""},
		{"all right", "value = 1\nthreshold = 0.99\nsample_size = 10", "0", "0.722467197", "", "381"},
		{"all wrong", "value = 0\nthreshold = 0\nsample_size = 10", "1200", "0", "", ""},
		{"no threshold to speak of", "value = 0.5\nthreshold = 0", "600", "", "", "1"},
		{"threshold one", "value = 1\nthreshold = 1", "0", "", "", ""},
		{"threshold too close", "value = 0.5\nthreshold = 0.49999", "600", "", "", ""},
		{"empty sample", "value = 0.5\nsample_size = 0", "600", "", "", ""},
		{"no share", "value = 12\nthreshold = 10\nsample_size = 100", "", "", "", ""},
		{"no share of cases", "metric = \"latency\"\nbetter = \"lower\"\nvalue = 0.8\nthreshold = 1\nsample_size = 100", "", "", "", ""},
		{"no value", "threshold = 0.9\nsample_size = 100", "", "", "", ""},
		{"unknown value", "value = null", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := at(compute(t, "system \"s\" {\n volume { per_week = 1200 }\n}\nevaluation \"e\" {\n"+c.body+"\n}").Input(), "evaluation", "evaluation.e")
			for attr, want := range map[string]string{"errors_per_week": c.errors, "wilson_lower": c.lower, "wilson_upper": c.upper, "sample_needed": c.sampled} {
				if got := at(got, attr); got != num(want) {
					t.Errorf("%s = %v, want %q", attr, got, want)
				}
			}
		})
	}
	if got := at(compute(t, `system "s" {}
evaluation "e" { value = 0.5 }`).Input(), "evaluation", "evaluation.e"); len(got.(map[string]any)) != 0 {
		t.Errorf("without a volume: %v", got)
	}
}

// TestExactArithmetic holds where binary fractions do not: (1-0.95)*1200 is
// 60.00000000000005 in them.
func TestExactArithmetic(t *testing.T) {
	in := compute(t, `system "s" {
  volume { per_week = 0.3 }
}
evaluation "e" { value = 0.7 }
pipeline "p" {
  input_format "a" { share = 0.1 }
  input_format "b" { share = 0.2 }
  input_format "c" { share = 0.7 }
}`).Input()
	if got := at(in, "evaluation", "evaluation.e", "errors_per_week"); got != num("0.09") {
		t.Errorf("errors %v", got)
	}
	if got := at(in, "pipeline", "pipeline.p", "share_sum"); got != num("1") {
		t.Errorf("sum %v", got)
	}
	if got := at(in, "unaccounted_share"); got != num("0") {
		t.Errorf("unaccounted %v", got)
	}
}

func TestIntakeAndReview(t *testing.T) {
	const (
		volume   = "system \"s\" {\n volume { per_week = 100 }\n}\ncomponent \"x\" {}\n"
		reviewer = "oversight \"o\" {\n review_share = 0.1\n minutes_per_review = 6\n hours_per_week = 2\n}\n"
		intake   = "pipeline \"p\" {\n input_format \"a\" {\n share = 0.6\n handler = component.x\n failure_rate = 0.5\n}\n input_format \"b\" { share = 0.1 }\n}\n"
	)
	for _, c := range []struct {
		name, src                                                             string
		unhandled, unaccounted, exceptions, hours, withUnaccounted, available string
	}{
		{"one of each", volume + reviewer + intake, "0.1", "0.3", "30", "5", "8", "2"},
		{"no pipeline", volume + reviewer, "", "", "", "1", "1", "2"},
		{"no oversight", volume + intake, "0.1", "0.3", "30", "", "", ""},
		{"no volume", "system \"s\" {}\ncomponent \"x\" {}\n" + reviewer + intake, "0.1", "0.3", "", "", "", "2"},
		{"two pipelines", volume + reviewer + intake + "pipeline \"q\" {\n input_format \"c\" { share = 0.8 }\n}\n", "0.9", "0.5", "30", "13", "18", "2"},
		{"two reviewers, the largest time", volume + reviewer + "oversight \"q\" {\n review_share = 0.2\n minutes_per_review = 12\n hours_per_week = 3\n}\n", "", "", "", "6", "6", "5"},
		{"reviewer without hours", volume + reviewer + "oversight \"q\" { review_share = 0.2 }\n", "", "", "", "3", "3", ""},
		{"reviewer without a share", volume + reviewer + "oversight \"q\" { hours_per_week = 1 }\n", "", "", "", "", "", "3"},
		{"handler without a failure rate", volume + "pipeline \"p\" {\n input_format \"a\" {\n share = 0.6\n handler = component.x\n}\n}\n", "0", "0.4", "0", "", "", ""},
		{"unhandled format without a share", volume + "pipeline \"p\" {\n input_format \"a\" {}\n}\n", "", "", "0", "", "", ""},
		{"handled format without a share", volume + "pipeline \"p\" {\n input_format \"a\" { handler = component.x }\n}\n", "0", "", "0", "", "", ""},
		{"pipeline without formats", volume + "pipeline \"p\" {}\n", "", "", "", "", "", ""},
		{"more than all", volume + "pipeline \"p\" {\n input_format \"a\" { share = 0.9 }\n input_format \"b\" { share = 0.2 }\n}\n", "1.1", "0", "0", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := compute(t, c.src).Input()
			for attr, want := range map[string]string{
				"unhandled_share": c.unhandled, "unaccounted_share": c.unaccounted, "exceptions_per_week": c.exceptions,
				"review_hours_per_week": c.hours, "review_hours_with_unaccounted": c.withUnaccounted, "review_hours_available": c.available,
			} {
				if got := in[attr]; got != num(want) {
					t.Errorf("%s = %v, want %q", attr, got, want)
				}
			}
		})
	}
}

func TestCost(t *testing.T) {
	for _, c := range []struct{ name, perWeek, body, monthly, growth string }{
		{"fixed and metered", "per_week = 12", "poc_monthly = 10\nitem \"a\" {\n monthly = 48\n price_per_volume = 1\n}", "100", "10"},
		{"no proof of concept", "per_week = 12", "item \"a\" { monthly = 0.01 }", "0.01", ""},
		{"free proof of concept", "per_week = 12", "poc_monthly = 0\nitem \"a\" { monthly = 1 }", "1", ""},
		{"metered without a volume", "", "poc_monthly = 1\nitem \"a\" { price_per_volume = 1 }\nitem \"b\" { monthly = 1 }", "", ""},
		{"item without a price", "per_week = 12", "poc_monthly = 1\nitem \"a\" {}\nitem \"b\" { monthly = 1 }", "", ""},
		{"no items", "per_week = 12", "poc_monthly = 1", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := compute(t, "system \"s\" {\n volume {\n"+c.perWeek+"\n}\n}\ncost {\n"+c.body+"\n}").Input()
			if in["monthly_cost"] != num(c.monthly) || in["cost_growth"] != num(c.growth) {
				t.Errorf("cost %v, growth %v", in["monthly_cost"], in["cost_growth"])
			}
		})
	}
}

func TestDates(t *testing.T) {
	const src = `system "s" {
  pilot_start = "2026-11-01"
  go_live     = "2026-11-22"
}
principal "p" {}
store "s" {
  retention        = "36h"
  backup_retention = "12h"
}
access "due_today" {
  principal    = principal.p
  resource     = store.s
  last_review  = "2026-11-20"
  review_every = "72h"
  expires      = "2026-11-23"
}
access "due_yesterday" {
  principal    = principal.p
  resource     = store.s
  last_review  = "2026-11-20"
  review_every = "60h"
  expires      = "2026-11-22"
}
access "never" {
  principal    = principal.p
  resource     = store.s
  review_every = "60h"
}
assessment "a" {
  started      = "2026-10-30"
  approved     = "1901-01-01"
  review_every = "1d"
}
model "m" { retires_on = "2199-12-31" }
maintenance "m" {
  last_done = "2199-12-31"
  cadence   = "30d"
}
`
	in := compute(t, src).Input()
	for _, c := range []struct {
		path []string
		want any
	}{
		{[]string{"go_live_in_days"}, num("-1")},
		{[]string{"access", "access.due_today", "overdue_days"}, num("0")},
		{[]string{"access", "access.due_today", "expired_days"}, num("0")},
		{[]string{"access", "access.due_yesterday", "review_due"}, "2026-11-22"},
		{[]string{"access", "access.due_yesterday", "overdue_days"}, num("1")},
		{[]string{"access", "access.due_yesterday", "expired_days"}, num("1")},
		{[]string{"access", "access.never", "overdue_days"}, nil},
		{[]string{"access", "access.never", "reads"}, nil},
		{[]string{"store", "store.s", "retention_days"}, num("2")},
		{[]string{"assessment", "assessment.a", "lead_days"}, num("23")},
		{[]string{"assessment", "assessment.a", "after_pilot_days"}, num("-2")},
		{[]string{"assessment", "assessment.a", "overdue_days"}, num("45981")},
		{[]string{"model", "model.m", "retires_in_days"}, num("63225")},
		{[]string{"maintenance", "maintenance.m", "due"}, "2200-01-30"},
		{[]string{"maintenance", "maintenance.m", "overdue_days"}, num("-63255")},
	} {
		if diff := cmp.Diff(c.want, at(in, c.path...)); diff != "" {
			t.Errorf("%v: %s", c.path, diff)
		}
	}
	unclocked := derive.Compute(parse(t, src), derive.Options{}).Input()
	if got := at(unclocked, "access", "access.due_today", "overdue_days"); got != nil {
		t.Errorf("without a clock: %v", got)
	}
	east := derive.Compute(parse(t, src), derive.Options{Now: time.Date(2026, 11, 24, 3, 0, 0, 0, time.FixedZone("east", 5*3600))}).Input()
	if got := east["go_live_in_days"]; got != num("-1") {
		t.Errorf("the clock counts in UTC: %v", got)
	}
}

func TestRetentionLimit(t *testing.T) {
	const data = "dataset \"d\" {\n data_categories = [%q]\n collected_for = [purpose.a, purpose.c]\n origin = [%s]\n}\n"
	const flows = "flow \"f\" {\n from = component.x\n to = store.s\n purpose = purpose.a\n}\nflow \"g\" {\n from = component.x\n to = store.s\n purpose = purpose.b\n omits = [\"user.name\"]\n}\n"
	for _, c := range []struct{ name, src, limit, by string }{
		{"purpose of arrival", fmt.Sprintf(data, "user.name", "component.x") + flows, "10", "purpose.a"},
		{"smallest", fmt.Sprintf(data, "user.device", "component.x") + flows, "5", "purpose.b"},
		{"not personal", fmt.Sprintf(data, "system.operations", "component.x") + flows, "", ""},
		{"origin", fmt.Sprintf(data, "user.name", "store.s"), "10", "purpose.a"},
		{"origin of other data", fmt.Sprintf(data, "system.operations", "store.s"), "", ""},
		{"purpose without a limit", fmt.Sprintf(data, "user.name", "component.x") + "flow \"f\" {\n from = component.x\n to = store.s\n purpose = purpose.c\n}\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := at(compute(t, preamble+c.src).Input(), "store", "store.s")
			var by any
			if c.by != "" {
				by = c.by
			}
			if at(got, "limit_days") != num(c.limit) || at(got, "limit_purpose") != by {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestJurisdictions(t *testing.T) {
	for _, c := range []struct {
		declared string
		want     []any
	}{
		{`["DE"]`, []any{"DE", "EEA", "EU"}},
		{`["EU"]`, []any{"EEA", "EU"}},
		{`["NO"]`, []any{"EEA", "NO"}},
		{`["US-CA", "CH"]`, []any{"CH", "US", "US-CA"}},
		{`["GB"]`, []any{"GB", "UK"}},
		{`["UK"]`, []any{"GB", "UK"}},
		{`null`, []any{"EEA", "EU", "UK", "US", "US-CA"}},
		{`[]`, []any{"EEA", "EU", "UK", "US", "US-CA"}},
	} {
		in := compute(t, "system \"s\" { jurisdictions = "+c.declared+" }").Input()
		if diff := cmp.Diff(any(c.want), in["jurisdictions"]); diff != "" {
			t.Errorf("%s: %s", c.declared, diff)
		}
	}
}

func TestMissing(t *testing.T) {
	in := compute(t, `defaults { region = "DE" }
system "s" {
  title            = "T"
  intended_purpose = "P"
  stage            = "poc"
  go_live          = "2027-01-01"
  jurisdictions    = ["EU"]
  controller       = null
  volume { per_week = null }
}
component "x" {
  kind     = "ui"
  operator = null
}
pipeline "p" {
  input_format "a" {}
}
ownership {
  business  = "b"
  technical = "t"
  on_call   = "o"
  runbook   = "r"
}`).Input()
	entry := func(ref, attribute, stage string, unknown bool, path ...any) any {
		return map[string]any{"ref": ref, "path": path, "attribute": attribute, "stage": stage, "unknown": unknown}
	}
	want := []any{
		entry("system.s", "controller", "pilot", true, "system"),
		entry("system.s", "per_week", "pilot", true, "system", "volume"),
		entry("system.s", "peak_per_minute", "production", false, "system", "volume"),
		entry("component.x", "operator", "pilot", true, "component", "x"),
		entry("pipeline.p", "share", "pilot", false, "pipeline", "p", "input_format", "a"),
		entry("ownership", "security", "pilot", false, "ownership"),
	}
	if diff := cmp.Diff(any(want), in["missing"]); diff != "" {
		t.Error(diff)
	}
}

// TestSchema holds Input to schema.Derived: nothing that it does not list,
// every value of its type, and, over these manifests, everything that it lists.
func TestSchema(t *testing.T) {
	seen := map[string]bool{"derived.assessment.renewed": true} // package check knows the base
	src := strings.Replace(preamble, "controller = party.acme", "pilot_start = \"2026-01-01\"", 1) + `
component "c" { region = "eur9" }
component "d" { region = "eur3" }
evaluation "e" {
  better      = "lower"
  value       = 0.01
  sample_size = 10
}
assessment "a" { started = "2026-01-01" }
access "g" {
  principal = principal.staff
  resource  = store.s
  expires   = "2026-12-01"
}
dataset "raw" {
  data_categories = ["user.name"]
  origin          = [component.c]
}
flow "raw" {
  from = component.c
  to   = component.d
}
flow "clean" {
  from = component.c
  to   = component.d
  deidentify { removes = ["user.name"] }
}
model "sends" {}
flow "prompt" {
  from = component.c
  to   = model.sends
}
tool "mail" {
  used_by  = [model.sends]
  outbound = true
}
`
	for _, f := range []*derive.Facts{example(t), compute(t, src)} {
		conforms(t, "derived", schema.Derived, f.Input(), seen)
	}
	for _, name := range attributes(schema.Derived, "derived") {
		if !seen[name] {
			t.Errorf("%s is in no facts", name)
		}
	}
}

func attributes(b *schema.Block, path string) []string {
	var out []string
	for _, a := range b.Attrs {
		out = append(out, path+"."+a.Name)
	}
	for i := range b.Blocks {
		if n := &b.Blocks[i]; n.Type != "waiver" && n.Type != "changes" {
			out = append(out, attributes(n, path+"."+n.Type)...)
		}
	}
	return out
}

func conforms(t *testing.T, path string, b *schema.Block, facts map[string]any, seen map[string]bool) {
	for key, v := range facts {
		name := path + "." + key
		seen[name] = true
		nested, attr := b.FindBlock(key), b.Find(key)
		switch {
		case attr != nil:
			conformsAttr(t, name, attr, v)
		case nested == nil:
			t.Errorf("%s is not in the schema", name)
		case nested.Keyed:
			for _, e := range v.(map[string]any) {
				conforms(t, name, nested, e.(map[string]any), seen)
			}
		default:
			for _, e := range v.([]any) {
				conforms(t, name, nested, e.(map[string]any), seen)
			}
		}
	}
}

func conformsAttr(t *testing.T, name string, a *schema.Attr, v any) {
	if a.List {
		one := *a
		one.List = false
		for _, e := range v.([]any) {
			conformsAttr(t, name, &one, e)
		}
		return
	}
	ok := false
	switch a.Type {
	case schema.Bool:
		_, ok = v.(bool)
	case schema.Number, schema.Share, schema.Money, schema.Integer:
		_, ok = v.(json.Number)
	default:
		s, text := v.(string)
		ok = text && s != "" && (a.Enum == nil || slices.Contains(a.Enum, s))
	}
	if !ok {
		t.Errorf("%s = %#v", name, v)
	}
}
