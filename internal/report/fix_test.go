package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestFixText(t *testing.T) {
	for in, want := range map[string]string{
		`encryption_in_transit   = "tls1.3"`: `encryption_in_transit = "tls1.3"`,
		`title = "a = b"`:                    `title = "a = b"`,
		`nothing`:                            `nothing`,
	} {
		if got := FixText(&finding.Fix{Replacement: in}); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if FixText(nil)+fixSentence(nil)+FixMarkdown(nil) != "" {
		t.Error("no fix has a text")
	}
}

func TestFixIsShownEverywhere(t *testing.T) {
	for format, want := range map[string]string{
		"text":     "  fix:  title = \"Ticket\"; the deployment itself must be changed as well\n",
		"markdown": "**Fix:** `title = \"Ticket\"`; the deployment itself must be changed as well\n",
		"github":   "%0AFix: title = \"Ticket\"; the deployment itself must be changed as well\n",
		"json":     `"replacement": "title   = \"Ticket\""`,
	} {
		if out := render(t, format, fixture(), Options{}); !strings.Contains(out, want) {
			t.Errorf("%s lacks %q:\n%s", format, want, out)
		}
	}
}

func TestFixInSARIF(t *testing.T) {
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID string
				Fixes  []any
			}
		}
	}
	if err := json.Unmarshal([]byte(render(t, "sarif", fixture(), Options{Prefix: "svc"})), &log); err != nil {
		t.Fatal(err)
	}
	want := []any{map[string]any{
		"description": map[string]any{"text": "title = \"Ticket\"; the deployment itself must be changed as well"},
		"artifactChanges": []any{map[string]any{
			"artifactLocation": map[string]any{"uri": "svc/deploy/triage/aicomply.hcl", "uriBaseId": "%SRCROOT%"},
			"replacements": []any{map[string]any{
				"deletedRegion":   map[string]any{"startLine": 2.0, "startColumn": 2.0, "endLine": 2.0, "endColumn": 28.0},
				"insertedContent": map[string]any{"text": "title   = \"Ticket\""},
			}},
		}},
	}}
	for _, r := range log.Runs[0].Results {
		switch {
		case r.RuleID == "cost/over_budget":
			if d := cmp.Diff(want, r.Fixes); d != "" {
				t.Error(d)
			}
		case r.RuleID != "evidence/contradicted" && r.Fixes != nil:
			t.Errorf("%s has a fix: %v", r.RuleID, r.Fixes)
		}
	}
}
