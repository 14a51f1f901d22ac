package posture_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/posture"
)

// shop is a deployment in which most has a name and a place.
const shop = `system "shop" {
  automation_level = "assistive"
}
party "us" {
  role = "controller"
  contact = "dpo@shop.example"
  country = "DE"
}
party "vendor" {
  role = "processor"
  contact = "privacy@vendor.example"
  country = "US"
  data_terms {
    input_retention = "30d"
  }
}
purpose "answer" {
  data_use = "essential.service"
  legal_basis = "gdpr_6_1_b"
}
purpose "learn" {
  data_use = "train_ai_system"
}
principal "customers" {
  kind = "data_subject"
}
principal "agents" {
  kind = "human_group"
  country = "DE"
}
component "desk" {
  operator = party.us
  region = "eu-central-1"
}
store "tickets" {
  operator = party.us
  region = "eu-central-1"
  retention = "90d"
}
store "archive" {
  operator = party.us
  region = "eu-central-1"
  retention = "365d"
}
model "llm" {
  operator = party.vendor
  region = "us-east-1"
  version = "1.0"
}
tool "refund" {
  used_by = [model.llm]
  effect = "write"
  approval = "human"
}
dataset "messages" {
  data_categories = ["user.name"]
  may_contain = ["user.contact"]
  data_subjects = ["customer"]
  origin = [principal.customers]
}
dataset "staff" {
  data_categories = ["user.job_title"]
  data_subjects = ["employee"]
  identifiability = "pseudonymised"
  origin = [store.archive]
}
flow "ask" {
  from = principal.customers
  to = component.desk
  purpose = purpose.answer
}
flow "keep" {
  from = component.desk
  to = store.tickets
}
flow "prompt" {
  from = component.desk
  to = model.llm
  deidentify {
    method = "pseudonymisation"
    removes = ["user.contact"]
  }
}
access "agents" {
  principal = principal.agents
  resource = store.tickets
  permissions = ["read"]
}
`

// edited is shop with texts replaced: old and new in turn.
func edited(t *testing.T, pairs ...string) string {
	t.Helper()
	src := shop
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(src, pairs[i]) {
			t.Fatalf("the shop has no %q", pairs[i])
		}
		src = strings.ReplaceAll(src, pairs[i], pairs[i+1])
	}
	return src
}

func TestCompare(t *testing.T) {
	for name, test := range map[string]struct {
		edits []string
		want  []string
	}{
		"nothing":             {nil, nil},
		"what does not count": {[]string{`"90d"`, `"2160h"`}, nil},
		"category declared that was incidental": {[]string{`may_contain = ["user.contact"]`, `  may_contain = ["user.device"]`, `["user.name"]`, `["user.name", "user.contact"]`}, []string{
			"reach changed component.desk user.contact content: incidental -> declared !",
			"reach added component.desk user.device: -> incidental, identified !",
			"reach added model.llm user.device: -> incidental, pseudonymised !",
			"reach changed principal.agents user.contact content: incidental -> declared !",
			"reach added principal.agents user.device: -> incidental, identified !",
			"reach changed principal.customers user.contact content: incidental -> declared !",
			"reach added principal.customers user.device: -> incidental, identified !",
			"reach changed store.tickets user.contact content: incidental -> declared !",
			"reach added store.tickets user.device: -> incidental, identified !",
			"reach added tool.refund user.device: -> incidental, pseudonymised !",
			"data_category changed user.contact content: incidental -> declared !",
			"data_category added user.device: -> incidental, identified !",
		}},
		"identified where it was not": {[]string{`"pseudonymised"`, `"identified"`}, []string{
			"reach changed store.archive user.job_title identifiability: pseudonymised -> identified !",
			"data_category changed user.job_title identifiability: pseudonymised -> identified !",
		}},
		"no more de-identification": {[]string{"pseudonymisation", "redaction"}, []string{
			"reach changed model.llm user.name identifiability: pseudonymised -> identified !",
			"reach changed tool.refund user.name identifiability: pseudonymised -> identified !",
		}},
		"a known category gets further": {[]string{"    removes = [\"user.contact\"]\n", ""}, []string{
			"reach added model.llm user.contact: -> incidental, pseudonymised !",
			"reach added tool.refund user.contact: -> incidental, pseudonymised !",
			"recipient added party.vendor user.contact !",
			"country added US user.contact !",
		}},
		"known data of other people": {[]string{`["employee"]`, `["employee", "customer"]`}, []string{
			"data_subject added customer user.job_title !",
		}},
		"data used for something else": {[]string{"purpose = purpose.answer", "purpose = purpose.learn"}, []string{
			"purpose removed purpose.answer user.contact", "purpose removed purpose.answer user.name",
			"purpose added purpose.learn user.contact !", "purpose added purpose.learn user.name !",
		}},
		"run by somebody else, elsewhere": {[]string{"store \"tickets\" {\n  operator = party.us\n  region = \"eu-central-1\"", "store \"tickets\" {\n  operator = party.vendor\n  region = \"us-east-1\""}, []string{
			"recipient added party.vendor user.contact !", "country added US user.contact !",
		}},
		"moved to another country": {[]string{`region = "us-east-1"`, `region = "FR"`}, []string{
			"country added FR !", "country removed US",
		}},
		"terms of a recipient": {[]string{`"30d"`, `"60d"`, `"processor"`, `"third_party"`, `country = "US"`, `country = "IN"`}, []string{
			"recipient changed party.vendor country: US -> IN",
			"recipient changed party.vendor data_terms.input_retention: 30d -> 60d !",
			"recipient changed party.vendor role: processor -> third_party !",
		}},
		"terms no longer declared": {[]string{`    input_retention = "30d"`, ""}, []string{
			"recipient changed party.vendor data_terms.input_retention: 30d -> !",
		}},
		"somebody else behind a label": {[]string{"privacy@vendor.example", "legal@other.example"}, []string{
			"recipient changed party.vendor identity: contact privacy@vendor.example -> contact legal@other.example !",
		}},
		"purpose": {[]string{"gdpr_6_1_b", "gdpr_6_1_f", "essential.service", "marketing"}, []string{
			"purpose changed purpose.answer data_use: essential.service -> marketing !",
			"purpose changed purpose.answer legal_basis: gdpr_6_1_b -> gdpr_6_1_f",
		}},
		"kept longer":  {[]string{`"90d"`, `"120d"`}, []string{"retention changed store.tickets retention: 90d -> 120d !"}},
		"kept shorter": {[]string{`"90d"`, `"89d"`}, []string{"retention changed store.tickets retention: 90d -> 89d"}},
		"kept without a limit": {[]string{`  retention = "90d"`, ""}, []string{
			"retention changed store.tickets retention: 90d -> !",
		}},
		"in backups": {[]string{`"90d"`, "\"90d\"\n  backup_retention = \"7d\""}, []string{
			"retention changed store.tickets backup_retention: -> 7d !",
		}},
		"model": {[]string{`"1.0"`, `"1.1"`}, []string{"model changed model.llm version: 1.0 -> 1.1"}},
		"training": {[]string{`"1.0"`, "\"1.0\"\n  trained_on = [dataset.staff]"}, []string{
			"model changed model.llm trained_on: -> dataset.staff !",
		}},
		"tool": {[]string{`"write"`, `"irreversible"`, `"human"`, `"none"`}, []string{
			"tool changed tool.refund approval: human -> none !", "tool changed tool.refund effect: write -> irreversible !",
		}},
		"tool sends": {[]string{`"write"`, "\"write\"\n  outbound = true\n  scopes = [\"mail\"]"}, []string{
			"tool changed tool.refund outbound: -> true !", "tool changed tool.refund scopes: -> mail !",
		}},
		"permission": {[]string{`["read"]`, `["write", "read"]`}, []string{
			"access changed principal.agents store.tickets permissions: read -> read, write !",
		}},
		"everything": {[]string{`["read"]`, `["*"]`}, []string{
			"access changed principal.agents store.tickets permissions: read -> * !",
		}},
		"open to everybody": {[]string{"retention = \"90d\"", "retention = \"90d\"\n  public = true"}, []string{
			"access added store.tickets: -> public !",
		}},
		"other people": {[]string{`"human_group"`, `"vendor_support"`}, []string{
			"access changed principal.agents kind: human_group -> vendor_support !",
		}},
		"decides more": {[]string{`"assistive"`, "\"full\"\n  decision_effect = \"legal\""}, []string{
			"decision changed system automation_level: assistive -> full !", "decision changed system decision_effect: -> legal !",
		}},
		"decides less": {[]string{`"assistive"`, `"not_automated"`}, []string{
			"decision changed system automation_level: assistive -> not_automated",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := lines(compare(t, shop, edited(t, test.edits...)))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNarrowing(t *testing.T) {
	for name, edits := range map[string][]string{
		"retention": {`"90d"`, `"89d"`}, "terms": {`"30d"`, `"1d"`}, "role": {"  role = \"processor\"\n", "  role = \"sub_processor\"\n"},
		"effect": {`"write"`, `"read"`}, "kind": {`"human_group"`, `"service"`}, "permissions": {`["read"]`, `[]`},
	} {
		for _, c := range compare(t, shop, edited(t, edits...)) {
			if c.Widens {
				t.Errorf("%s: %q", name, lines([]posture.Change{c}))
			}
		}
	}
}

// TestIdentity is about which block is which.
func TestIdentity(t *testing.T) {
	swap := func(a, b string) []string { return []string{a, "\x01", b, a, "\x01", b} }
	for name, test := range map[string]struct {
		edits []string
		want  []string
	}{
		"renamed store":  {[]string{"tickets", "cases"}, nil},
		"swapped stores": {swap("tickets", "archive"), nil},
		"swapped stores, and one more name": {append(swap("tickets", "archive"), `["user.name"]`, `["user.name", "user.contact"]`, "may_contain = [\"user.contact\"]\n", "\n"), []string{
			"reach changed component.desk user.contact content: incidental -> declared !",
			"reach changed principal.agents user.contact content: incidental -> declared !",
			"reach changed principal.customers user.contact content: incidental -> declared !",
			"reach changed store.archive user.contact content: incidental -> declared !",
			"data_category changed user.contact content: incidental -> declared !",
		}},
		"swapped parties, and a new version": {append(swap("party.us", "party.vendor"), append(swap(`party "us"`, `party "vendor"`), `"1.0"`, `"1.1"`)...), []string{
			"model changed model.llm version: 1.0 -> 1.1",
		}},
		"swapped retention is no renaming": {swap(`"90d"`, `"365d"`), []string{
			"retention changed store.archive retention: 365d -> 90d",
			"retention changed store.tickets retention: 90d -> 365d !",
		}},
		"renamed party": {[]string{"party.vendor", "party.acme", `party "vendor"`, `party "acme"`}, nil},
		"renamed party, and a new version": {[]string{"party.vendor", "party.acme", `party "vendor"`, `party "acme"`, `"1.0"`, `"1.1"`}, []string{
			"model changed model.llm version: 1.0 -> 1.1",
		}},
		"renamed model of another version": {[]string{"model.llm", "model.big", `model "llm"`, `model "big"`, `"1.0"`, `"2.0"`}, []string{
			"reach added model.big user.name: -> declared, pseudonymised !",
			"reach removed model.llm user.name: declared, pseudonymised ->",
			"model added model.big: -> 2.0 !", "model removed model.llm: 1.0 ->",
			"tool changed tool.refund used_by: model.llm -> model.big !",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := lines(compare(t, shop, edited(t, test.edits...)))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestVendorSwap: what a party declares of itself tells it from another of the
// same kind; a contact that several share does not.
func TestVendorSwap(t *testing.T) {
	const (
		text = "system \"s\" {}\nparty \"us\" {\n%s}\nparty \"%s\" {\n  role = \"processor\"\n%s}\nmodel \"m\" {\n  operator = party.%[2]s\n}\n"
		ours = "  contact = \"vendors@us.example\"\n"
	)
	swapped := []string{"recipient removed party.a: processor ->", "recipient added party.b: -> processor !"}
	for name, test := range map[string]struct {
		us, before, after string
		want              []string
	}{
		"nothing declared":      {"", "", "", swapped},
		"own contact":           {"", "  contact = \"x@a.example\"\n", "  contact = \"x@a.example\"\n", nil},
		"another contact":       {"", "  contact = \"x@a.example\"\n", "  contact = \"x@b.example\"\n", swapped},
		"shared contact":        {ours, ours, ours, swapped},
		"own contract":          {ours, ours + "  contract {\n    document = \"a.pdf\"\n  }\n", ours + "  contract {\n    document = \"a.pdf\"\n  }\n", nil},
		"contract with another": {ours, ours + "  contract {\n    document = \"a.pdf\"\n  }\n", ours + "  contract {\n    document = \"b.pdf\"\n  }\n", swapped},
	} {
		t.Run(name, func(t *testing.T) {
			got := lines(compare(t, fmt.Sprintf(text, test.us, "a", test.before), fmt.Sprintf(text, test.us, "b", test.after)))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeploymentNewOrGone(t *testing.T) {
	there := state(t, shop)
	fresh := posture.Compare(posture.State{}, there)
	gone := posture.Compare(there, posture.State{})
	if len(fresh) < 25 || len(fresh) != len(gone) {
		t.Errorf("%d added, %d removed", len(fresh), len(gone))
	}
	for _, c := range fresh {
		if c.Direction != posture.Added || !c.Widens || c.Range.IsZero() {
			t.Errorf("%+v", c)
		}
	}
	for _, c := range gone {
		if c.Direction != posture.Removed || c.Widens || c.Witness != nil || c.Range.IsZero() {
			t.Errorf("%+v", c)
		}
	}
	if got := posture.Compare(posture.State{}, posture.State{}); got != nil {
		t.Errorf("%q", lines(got))
	}
}

func TestPlaceAndWitness(t *testing.T) {
	got := compare(t, shop, edited(t, "    removes = [\"user.contact\"]\n", ""))
	want := []string{"principal.customers", "flow.ask", "component.desk", "flow.prompt", "model.llm"}
	if diff := cmp.Diff(want, got[0].Witness); diff != "" {
		t.Error(diff)
	}
	if got[0].Block != "flow.prompt" || got[0].Range.Start.Line != 76 {
		t.Errorf("%s at %+v", got[0].Block, got[0].Range)
	}
	got = compare(t, shop, edited(t, `"90d"`, `"91d"`))
	if got[0].Block != "store.tickets" || got[0].Range.Start.Line != 38 || got[0].Range.Start.Column != 3 {
		t.Errorf("%s at %+v", got[0].Block, got[0].Range)
	}
}
