package policies

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// These tests read the files from disk, not from FS, so that they hold for
// what stock OPA loads as well.

type dataHead struct {
	Title      string `json:"title"`
	Source     string `json:"source"`
	CheckedOn  string `json:"checked_on"`
	Confidence string `json:"confidence"`
}

type dataCategory struct {
	Title      string `json:"title"`
	Special    string `json:"special"`
	Sensitive  bool   `json:"sensitive"`
	Credential bool   `json:"credential"`
	Extension  bool   `json:"extension"`
	Source     string `json:"source"`
}

type dataTaxonomy struct {
	dataHead
	Licence    string                  `json:"licence"`
	Categories map[string]dataCategory `json:"data_categories"`
	Uses       map[string]dataCategory `json:"data_uses"`
	Subjects   map[string]dataCategory `json:"data_subjects"`
}

type dataCountry struct {
	Name string `json:"name"`
	EEA  bool   `json:"eea"`
	EU   bool   `json:"eu"`
}

type dataRegion struct {
	Country  string `json:"country"`
	Area     string `json:"area"`
	Provider string `json:"provider"`
}

type dataDecision struct {
	Country    string `json:"country"`
	From       string `json:"from"`
	Until      string `json:"until"`
	Condition  string `json:"condition"`
	Instrument string `json:"instrument"`
	Source     string `json:"source"`
	Confidence string `json:"confidence"`
}

type dataParam struct {
	Value any    `json:"value"`
	Unit  string `json:"unit"`
	Why   string `json:"why"`
}

// dataFiles lists every JSON file below data, sorted.
func dataFiles(t *testing.T) []string {
	t.Helper()
	top, err := filepath.Glob("data/*.json")
	if err != nil {
		t.Fatal(err)
	}
	frameworks, err := filepath.Glob("data/frameworks/*.json")
	if err != nil {
		t.Fatal(err)
	}
	files := append(top, frameworks...)
	sort.Strings(files)
	return files
}

// readData decodes the one top-level member of a data file into out.
func readData(t *testing.T, file string, out any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	top := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &top); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	key := strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".json")
	if _, ok := top[key]; !ok || len(top) != 1 {
		t.Fatalf("%s: want the one top-level key %q", file, key)
	}
	if err := json.Unmarshal(top[key], out); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func readCountries(t *testing.T) map[string]dataCountry {
	t.Helper()
	var c struct {
		ByCode map[string]dataCountry `json:"by_code"`
	}
	readData(t, "data/countries.json", &c)
	return c.ByCode
}

func checkDate(t *testing.T, what, date string) {
	t.Helper()
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

func TestDataFilesNameTheirContent(t *testing.T) {
	want := []string{
		"data/adequacy.json", "data/countries.json",
		"data/frameworks/ccpa.json", "data/frameworks/eu-ai-act.json",
		"data/frameworks/gdpr.json", "data/frameworks/hipaa.json",
		"data/frameworks/iso-42001.json", "data/frameworks/mitre-atlas.json",
		"data/frameworks/nist-800-53.json", "data/frameworks/nist-ai-rmf.json",
		"data/frameworks/owasp-llm-2025.json", "data/frameworks/production-readiness.json",
		"data/frameworks/soc2.json",
		"data/params.json", "data/regions.json", "data/taxonomy.json",
	}
	var got []string
	for _, file := range dataFiles(t) {
		got = append(got, filepath.ToSlash(file))
		var content map[string]any
		readData(t, file, &content)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("data files (-want +got):\n%s", diff)
	}
}

// A key written twice in one object would be dropped without a word by every
// reader, so the files are also read token by token.
func TestDataHasNoDuplicateKeys(t *testing.T) {
	for _, file := range dataFiles(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dec := json.NewDecoder(strings.NewReader(string(raw)))
		if err := checkKeys(dec); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// checkKeys reads one JSON value and reports the first key that an object
// holds twice.
func checkKeys(dec *json.Decoder) error {
	tok, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := tok.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			name := key.(string)
			if seen[name] {
				return fmt.Errorf("key %q stands twice", name)
			}
			seen[name] = true
		}
		if err := checkKeys(dec); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

func TestDataIsSourcedAndDated(t *testing.T) {
	for _, file := range dataFiles(t) {
		if filepath.Base(file) == "params.json" {
			continue // each parameter gives its own reason
		}
		var head dataHead
		readData(t, file, &head)
		if head.Source == "" {
			t.Errorf("%s: no source", file)
		}
		checkDate(t, file+": checked_on", head.CheckedOn)
		if head.Confidence != "primary" && head.Confidence != "secondary" {
			t.Errorf("%s: confidence %q", file, head.Confidence)
		}
	}
}

// The tool never says of a system that it meets a law, and the words by which
// one would say it have no place in the data either.
func TestDataMakesNoClaims(t *testing.T) {
	claim := regexp.MustCompile(`(?i)\b(non-?)?(compliant|certified)\b`)
	for _, file := range dataFiles(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := claim.Find(raw); found != nil {
			t.Errorf("%s: says %q", file, found)
		}
	}
}

func TestCountries(t *testing.T) {
	countries := readCountries(t)
	if len(countries) != 249 {
		t.Errorf("got %d countries, want the 249 of ISO 3166-1", len(countries))
	}
	code := regexp.MustCompile(`^[A-Z]{2}$`)
	names := map[string]string{}
	var eea []string
	for c, country := range countries {
		if !code.MatchString(c) || country.Name == "" {
			t.Errorf("country %q: bad code or no name", c)
		}
		if other, ok := names[country.Name]; ok {
			t.Errorf("countries %s and %s share the name %q", other, c, country.Name)
		}
		names[country.Name] = c
		if country.EU && !country.EEA {
			t.Errorf("country %s: in the EU but not in the EEA", c)
		}
		if country.EEA {
			eea = append(eea, c)
		}
	}
	sort.Strings(eea)
	// 27 members, the EU territories with codes of their own, and IS, LI, NO.
	want := "AT AX BE BG CY CZ DE DK EE ES FI FR GF GP GR HR HU IE IS IT LI LT LU LV MF MQ MT NL NO PL PT RE RO SE SI SK YT"
	if diff := cmp.Diff(want, strings.Join(eea, " ")); diff != "" {
		t.Errorf("EEA (-want +got):\n%s", diff)
	}
}

func TestRegions(t *testing.T) {
	countries := readCountries(t)
	var regions struct {
		Sources map[string]string     `json:"sources"`
		ByName  map[string]dataRegion `json:"by_name"`
	}
	readData(t, "data/regions.json", &regions)
	areas := []string{"EU", "EEA"}
	for name, r := range regions.ByName {
		if (r.Country == "") == (r.Area == "") {
			t.Errorf("region %s: needs either a country or an area", name)
		}
		if _, ok := countries[r.Country]; r.Country != "" && !ok {
			t.Errorf("region %s: unknown country %q", name, r.Country)
		}
		if r.Area != "" && !slices.Contains(areas, r.Area) {
			t.Errorf("region %s: unknown area %q", name, r.Area)
		}
		if regions.Sources[r.Provider] == "" {
			t.Errorf("region %s: provider %q has no source", name, r.Provider)
		}
		if _, ok := countries[name]; ok {
			t.Errorf("region %s is a country code as well", name)
		}
	}
	for name, want := range map[string]string{
		"eu-central-1": "DE", "us-east-1": "US", "eu-west-2": "GB", // AWS
		"westeurope": "NL", "northeurope": "IE", "germanywestcentral": "DE", // Azure
		"europe-west3": "DE", "europe-west6": "CH", // Google Cloud
		"fsn1": "DE", "hel1": "FI", "fr-par": "FR", "eu-frankfurt-1": "DE",
	} {
		if got := regions.ByName[name].Country; got != want {
			t.Errorf("region %s: country %q, want %q", name, got, want)
		}
	}
}

func TestAdequacy(t *testing.T) {
	countries := readCountries(t)
	var adequacy struct {
		Decisions []dataDecision `json:"decisions"`
	}
	readData(t, "data/adequacy.json", &adequacy)
	var listed []string
	for _, d := range adequacy.Decisions {
		country, ok := countries[d.Country]
		if !ok || country.EEA {
			t.Errorf("adequacy of %q: unknown, or inside the EEA", d.Country)
		}
		checkDate(t, "adequacy of "+d.Country+": from", d.From)
		if d.Until != "" {
			checkDate(t, "adequacy of "+d.Country+": until", d.Until)
			if d.Until <= d.From {
				t.Errorf("adequacy of %s ends before it begins", d.Country)
			}
		}
		if d.Instrument == "" || !strings.HasPrefix(d.Source, "https://") {
			t.Errorf("adequacy of %s: no instrument or source", d.Country)
		}
		if d.Confidence != "primary" && d.Confidence != "secondary" {
			t.Errorf("adequacy of %s: confidence %q", d.Country, d.Confidence)
		}
		entry := d.Country
		if d.Condition != "" {
			entry += ":" + d.Condition
		}
		listed = append(listed, entry)
	}
	want := "AD AR BR CA:commercial CH FO GB GG IL IM JE JP KR NZ US:eu_us_dpf UY"
	if diff := cmp.Diff(want, strings.Join(listed, " ")); diff != "" {
		t.Errorf("decisions, by country (-want +got):\n%s", diff)
	}
}

func TestTaxonomyParentsExist(t *testing.T) {
	var tax dataTaxonomy
	readData(t, "data/taxonomy.json", &tax)
	if tax.Licence == "" {
		t.Error("no licence")
	}
	key := regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_]*)*$`)
	for kind, entries := range map[string]map[string]dataCategory{
		"category": tax.Categories, "use": tax.Uses, "subject": tax.Subjects,
	} {
		for k, e := range entries {
			if !key.MatchString(k) || e.Title == "" {
				t.Errorf("%s %q: bad key or no title", kind, k)
			}
			if i := strings.LastIndex(k, "."); i >= 0 {
				if _, ok := entries[k[:i]]; !ok {
					t.Errorf("%s %s: its parent is missing", kind, k)
				}
			}
			if e.Extension && e.Source == "" {
				t.Errorf("%s %s: an extension without source", kind, k)
			}
		}
	}
	for _, use := range []string{"train_ai_system", "essential.service.operations.support", "essential.service.security", "essential.legal_obligation"} {
		if _, ok := tax.Uses[use]; !ok {
			t.Errorf("data use %s is missing", use)
		}
	}
	for _, subject := range []string{"customer", "employee", "patient", "job_applicant"} {
		if _, ok := tax.Subjects[subject]; !ok {
			t.Errorf("data subject %s is missing", subject)
		}
	}
}

// The flags decide which findings are about GDPR Art. 9 and 10; a key that
// gains or loses one by accident changes results without any error.
func TestTaxonomyFlags(t *testing.T) {
	var tax dataTaxonomy
	readData(t, "data/taxonomy.json", &tax)
	got := map[string][]string{}
	for k, c := range tax.Categories {
		if c.Special != "" {
			got[c.Special] = append(got[c.Special], k)
			if !c.Sensitive {
				t.Errorf("category %s: special but not sensitive", k)
			}
		}
		if c.Credential {
			got["credential"] = append(got["credential"], k)
		}
		if c.Extension {
			got["extension"] = append(got["extension"], k)
		}
	}
	for _, keys := range got {
		sort.Strings(keys)
	}
	want := map[string][]string{
		"art9": {
			"user.authorization.biometric",
			"user.biometric", "user.biometric.fingerprint", "user.biometric.health",
			"user.biometric.retinal", "user.biometric.voice",
			"user.demographic.political_opinion", "user.demographic.race_ethnicity",
			"user.demographic.religious_belief", "user.demographic.sexual_orientation",
			"user.health_and_medical", "user.health_and_medical.genetic",
			"user.health_and_medical.insurance_beneficiary_id", "user.health_and_medical.record_id",
			"user.philosophical_belief", "user.sex_life", "user.trade_union_membership",
		},
		"art10": {"user.criminal_history"},
		"credential": {
			"system.authentication", "user.authorization", "user.authorization.biometric",
			"user.authorization.credentials", "user.authorization.password",
		},
		"extension": {"user.philosophical_belief", "user.sex_life", "user.trade_union_membership"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
}

func TestParams(t *testing.T) {
	var params map[string]dataParam
	readData(t, "data/params.json", &params)
	duration := regexp.MustCompile(`^[1-9][0-9]*[dh]$`)
	units := []string{"share", "count", "ratio", "characters", "minutes", "hours"}
	got := map[string]string{}
	for name, p := range params {
		got[name] = fmt.Sprint(p.Value)
		if p.Why == "" {
			t.Errorf("parameter %s: no reason", name)
		}
		switch v := p.Value.(type) {
		case string:
			if p.Unit != "duration" || !duration.MatchString(v) {
				t.Errorf("parameter %s: %q is no duration", name, v)
			}
		case float64:
			if !slices.Contains(units, p.Unit) || v < 0 || p.Unit == "share" && v > 1 {
				t.Errorf("parameter %s: %v %q", name, v, p.Unit)
			}
		default:
			t.Errorf("parameter %s: value %v", name, v)
		}
	}
	want := map[string]string{
		"access_review_max": "365d", "audit_retention_min": "183d", "cost_growth": "3",
		"evaluation_interval": "180d", "fallback_test_interval": "180d", "format_tolerance": "0.01",
		"incident_exercise_interval": "365d", "incident_notice_limit": "72h", "key_rotation_max": "90d", "manual_share": "0",
		"open_findings_window": "14d", "purpose_min_length": "40", "retirement_notice": "90d", "review_lead_time": "60d", "risk_review_interval": "365d",
		"review_minutes_min": "1", "rights_response_max": "31d", "serious_incident_notice_limit": "48h", "throughput_headroom": "1", "waiver_max": "180d",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}
