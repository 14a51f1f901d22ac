// These tests check the control lists in data/frameworks. They are
// read by path, so that the tests hold for what stock OPA loads as well.
package policies

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type dataFramework struct {
	Title         string                 `json:"title"`
	Source        string                 `json:"source"`
	Confidence    string                 `json:"confidence"`
	Version       string                 `json:"version"`
	Kind          string                 `json:"kind"`
	Jurisdictions []string               `json:"jurisdictions"`
	Controls      map[string]dataControl `json:"controls"`
}

type dataControl struct {
	Title             string         `json:"title"`
	AppliesFrom       string         `json:"applies_from"`
	AppliesFromAnnexI string         `json:"applies_from_annex_i"`
	AppliesIf         map[string]any `json:"applies_if"`
	Transition        *struct {
		PlacedBefore string `json:"placed_before"`
		AppliesFrom  string `json:"applies_from"`
	} `json:"transition"`
	Confidence string `json:"confidence"`
	Note       string `json:"note"`
}

// readFrameworks decodes every file of this folder, by framework id.
func readFrameworks(t *testing.T) map[string]dataFramework {
	t.Helper()
	files, err := filepath.Glob("data/frameworks/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no framework files (%v)", err)
	}
	out := map[string]dataFramework{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		top := map[string]dataFramework{}
		if err := json.Unmarshal(raw, &top); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		id := strings.TrimSuffix(filepath.Base(file), ".json")
		out[id] = top[id]
	}
	return out
}

func TestFrameworks(t *testing.T) {
	for id, f := range readFrameworks(t) {
		if f.Title == "" || f.Version == "" {
			t.Errorf("%s: no title or version", id)
		}
		if !strings.HasPrefix(f.Source, "https://") {
			t.Errorf("%s: source %q is no address", id, f.Source)
		}
		switch f.Kind {
		case "law":
			if len(f.Jurisdictions) == 0 {
				t.Errorf("%s: a law without jurisdiction", id)
			}
		case "standard":
			if len(f.Jurisdictions) != 0 {
				t.Errorf("%s: a standard with jurisdictions", id)
			}
		default:
			t.Errorf("%s: kind %q", id, f.Kind)
		}
		if f.Controls == nil || len(f.Controls) == 0 && id != "production-readiness" {
			t.Errorf("%s: no controls", id)
		}
		for name, c := range f.Controls {
			checkControl(t, id+":"+name, f.Kind, c)
		}
	}
}

func checkControl(t *testing.T, id, kind string, c dataControl) {
	t.Helper()
	if c.Title == "" || strings.TrimSpace(id) != id || strings.Contains(id, "  ") {
		t.Errorf("%s: no title, or blanks in the id", id)
	}
	if (kind == "law") != (c.AppliesFrom != "") {
		t.Errorf("%s: laws and only laws have applies_from", id)
	}
	dates := []string{c.AppliesFrom, c.AppliesFromAnnexI}
	if c.Transition != nil {
		dates = append(dates, c.Transition.PlacedBefore, c.Transition.AppliesFrom)
	}
	for _, date := range dates {
		if date != "" {
			checkDate(t, id, date)
		}
	}
	if !slices.Contains([]string{"", "primary", "secondary", "uncertain"}, c.Confidence) {
		t.Errorf("%s: confidence %q", id, c.Confidence)
	}
	if c.Confidence == "uncertain" && c.Note == "" {
		t.Errorf("%s: uncertain, and no note says why", id)
	}
	checkCondition(t, id, c.AppliesIf)
}

func checkCondition(t *testing.T, id string, condition map[string]any) {
	t.Helper()
	values := map[string][]string{
		"role":       {"provider", "deployer", "importer", "distributor", "product_manufacturer", "authorised_representative"},
		"risk_level": {"prohibited", "high", "transparency", "minimal"},
		"annex":      {"annex_iii", "annex_i"},
	}
	for key, value := range condition {
		list, ok := value.([]any)
		if key == "annex" {
			list, ok = []any{value}, true
		}
		if !ok || len(list) == 0 {
			t.Errorf("%s: applies_if.%s: %v", id, key, value)
		}
		allowed, known := values[key]
		if !known && key != "annex_iii_points" && key != "annex_iii_except" {
			t.Errorf("%s: applies_if has the unknown key %q", id, key)
		}
		for _, v := range list {
			if s, isText := v.(string); !isText || known && !slices.Contains(allowed, s) {
				t.Errorf("%s: applies_if.%s: %v", id, key, v)
			}
		}
	}
}

// The dates of the amended AI Act decide between a violation and an upcoming
// duty; the uncertain ones must keep their mark until a person confirms them.
func TestLawDates(t *testing.T) {
	frameworks := readFrameworks(t)
	for _, c := range []struct {
		framework, control, from, annexI, confidence string
	}{
		{"eu-ai-act", "4(1)", "2025-02-02", "", ""},
		{"eu-ai-act", "5(1)(a)", "2025-02-02", "", ""},
		{"eu-ai-act", "5(1)(ba)", "2026-12-02", "", ""},
		{"eu-ai-act", "50(1)", "2026-08-02", "", ""},
		{"eu-ai-act", "111(4)", "2026-12-02", "", ""},
		{"eu-ai-act", "6(1)", "2028-08-02", "", ""},
		{"eu-ai-act", "6(2)", "2027-12-02", "", ""},
		{"eu-ai-act", "12(1)", "2027-12-02", "2028-08-02", ""},
		{"eu-ai-act", "26(6)", "2027-12-02", "2028-08-02", ""},
		{"eu-ai-act", "27(1)", "2027-12-02", "", ""},
		{"eu-ai-act", "43", "2027-12-02", "2028-08-02", "uncertain"},
		{"eu-ai-act", "49(2)", "2027-12-02", "", "uncertain"},
		{"eu-ai-act", "72(1)", "2027-12-02", "2028-08-02", "uncertain"},
		{"eu-ai-act", "73(2)", "2027-12-02", "2028-08-02", "uncertain"},
		{"eu-ai-act", "4a(1)(a)", "2026-07-27", "", "uncertain"},
		{"ccpa", "11 CCR 7150", "2026-01-01", "", "uncertain"},
		{"ccpa", "11 CCR 7220", "2027-01-01", "", "uncertain"},
		{"hipaa", "164.316(b)(2)(i)", "2005-04-20", "", "uncertain"},
		{"gdpr", "44", "2018-05-25", "", ""},
	} {
		got, ok := frameworks[c.framework].Controls[c.control]
		if !ok || got.AppliesFrom != c.from || got.AppliesFromAnnexI != c.annexI || got.Confidence != c.confidence {
			t.Errorf("%s:%s: from %q, annex I %q, confidence %q; want %q, %q, %q", c.framework, c.control,
				got.AppliesFrom, got.AppliesFromAnnexI, got.Confidence, c.from, c.annexI, c.confidence)
		}
	}
	if got := frameworks["eu-ai-act"].Confidence; got != "secondary" {
		t.Errorf("eu-ai-act: confidence %q; the amending text was not read itself", got)
	}
}
