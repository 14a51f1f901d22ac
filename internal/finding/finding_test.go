package finding

import (
	"math/rand"
	"slices"
	"testing"
)

func TestFingerprintTellsFindingsApart(t *testing.T) {
	base := Fingerprint("services/triage", "transfer/no_mechanism", Path{"flow", "intake"}, "user.name")
	for name, other := range map[string]string{
		"deployment": Fingerprint("services/chat", "transfer/no_mechanism", Path{"flow", "intake"}, "user.name"),
		"policy":     Fingerprint("services/triage", "transfer/region_not_allowed", Path{"flow", "intake"}, "user.name"),
		"path":       Fingerprint("services/triage", "transfer/no_mechanism", Path{"flow", "intake", "transfer"}, "user.name"),
		"key":        Fingerprint("services/triage", "transfer/no_mechanism", Path{"flow", "intake"}, "user.health_and_medical,user.name"),
		"boundary":   Fingerprint("services/triage", "transfer/no_mechanism", Path{"flowintake"}, "user.name"),
	} {
		if other == base {
			t.Errorf("another %s has the same fingerprint", name)
		}
	}
	if again := Fingerprint("services/triage", "transfer/no_mechanism", Path{"flow", "intake"}, "user.name"); again != base {
		t.Error("the same finding has another fingerprint")
	}
}

// TestSort lists findings as they have to come, and sorts them out of any order.
func TestSort(t *testing.T) {
	at := func(file string, byte int) Range { return Range{File: file, Start: Pos{Byte: byte}} }
	want := []Finding{
		{Policy: "a/a", Severity: High, Blocking: true, Range: at("z", 9)},
		{Policy: "a/a", Severity: High, Blocking: true, Kind: Gap, Range: at("a", 1)},
		{Policy: "a/a", Severity: Medium, Blocking: true, Range: at("a", 1)},
		{Policy: "a/a", Severity: Critical, Range: at("a", 1)},
		{Policy: "a/a", Severity: High, Range: at("a", 2)},
		{Policy: "a/a", Severity: High, Range: at("b", 1)},
		{Policy: "a/b", Severity: High, Range: at("b", 1)},
		{Policy: "a/b", Severity: High, Range: at("b", 1), Message: "m"},
		{Policy: "a/b", Severity: Low, Range: at("a", 1)},
	}
	r := rand.New(rand.NewSource(1))
	for range 50 {
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		Sort(got)
		for i := range want {
			if got[i].Policy != want[i].Policy || got[i].Severity != want[i].Severity || got[i].Range != want[i].Range || got[i].Message != want[i].Message || got[i].Kind != want[i].Kind {
				t.Fatalf("place %d has %+v, want %+v", i, got[i], want[i])
			}
		}
	}
}

func TestSeverity(t *testing.T) {
	all := Severities()
	for i, s := range all {
		for j, other := range all {
			if s.AtLeast(other) != (i <= j) {
				t.Errorf("%s at least %s is %t", s, other, s.AtLeast(other))
			}
		}
		if want := all[min(i+1, len(all)-1)]; s.Lower() != want {
			t.Errorf("one below %s is %s, want %s", s, s.Lower(), want)
		}
	}
	if Severity("urgent").Valid() || Severity("").Valid() || Severity("urgent").AtLeast(Low) {
		t.Error("an unknown severity counts")
	}
}

func TestStage(t *testing.T) {
	all := Stages()
	for i, s := range all {
		for j, other := range all {
			if s.Reached(other) != (i >= j) {
				t.Errorf("%s reached %s is %t", s, other, s.Reached(other))
			}
		}
	}
	if Stage("beta").Valid() {
		t.Error("an unknown stage is valid")
	}
}

func TestSortDiagnosticsDropsRepeats(t *testing.T) {
	d := func(file, summary string) Diagnostic {
		return Diagnostic{Severity: Error, Summary: summary, Range: Range{File: file}}
	}
	got := SortDiagnostics([]Diagnostic{d("b", "x"), d("a", "y"), d("b", "x"), d("a", "x")})
	if want := []Diagnostic{d("a", "x"), d("a", "y"), d("b", "x")}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
