package waiver

import (
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

var clock = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

func rule(id string) (finding.Rule, bool) {
	switch id {
	case "access/review_overdue", "old/review":
		return finding.Rule{ID: "access/review_overdue"}, true
	case "classification/prohibited_practice":
		return finding.Rule{ID: id, NotWaivable: true}, true
	}
	return finding.Rule{}, false
}

const common = `
system "s" { title = "S" }
principal "p" { kind = "human_group" }
store "logs" { kind = "log" }
access "a" {
  principal = principal.p
  resource  = store.logs
}
ownership {
  technical         = "team-s"
  technical_contact = "lead@s.example"
}
`

// waiverWith is a valid waiver with some attributes replaced.
func waiverWith(replace map[string]string) string {
	attrs := map[string]string{
		"policy": `"access/review_overdue"`, "resource": "access.a", "reason": `"migration"`, "ticket": `"SEC-1"`,
		"accepted_by": `"ciso@s.example"`, "expires": `"2026-12-31"`,
	}
	for k, v := range replace {
		attrs[k] = v
	}
	var b strings.Builder
	b.WriteString("waiver \"w\" {\n")
	for k, v := range attrs {
		b.WriteString("  " + k + " = " + v + "\n")
	}
	return b.String() + "}\n"
}

func parse(t *testing.T, src string) *manifest.Manifest {
	t.Helper()
	m, ds := manifest.Parse("d", map[string][]byte{"aicomply.hcl": []byte(src)})
	for _, d := range ds {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return m
}

func options() Options { return Options{Now: clock, Max: 180 * 24 * time.Hour, Rule: rule} }

func TestJudge(t *testing.T) {
	for _, tc := range []struct {
		name    string
		replace map[string]string
		policy  string
		message string
	}{
		{"valid", nil, "", ""},
		{"last day is today", map[string]string{"expires": `"2026-11-23"`}, "", ""},
		{"expired yesterday", map[string]string{"expires": `"2026-11-22"`}, Expired, "expired on 2026-11-22"},
		{"exactly the longest", map[string]string{"expires": `"2027-05-22"`}, "", ""},
		{"a day too long", map[string]string{"expires": `"2027-05-23"`}, Invalid, "the longest allowed is 2027-05-22, 180 days from today"},
		{"no last day", map[string]string{"expires": "null"}, Invalid, "has no last day"},
		{"no reason", map[string]string{"reason": `" "`}, Invalid, "has no reason"},
		{"no ticket", map[string]string{"ticket": "null"}, Invalid, "has no ticket"},
		{"no approver", map[string]string{"accepted_by": `""`}, Invalid, "has no approver"},
		{"accepted by its owner", map[string]string{"accepted_by": `"Team-S"`}, Invalid, "the technical owner"},
		{"accepted by its owner's contact", map[string]string{"accepted_by": `"lead@s.example"`}, Invalid, "the technical owner"},
		{"not waivable", map[string]string{"policy": `"classification/prohibited_practice"`}, Invalid, "cannot be waived"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ps := Judge(parse(t, common+waiverWith(tc.replace)), options()).problems["waiver.w"]
			if tc.policy == "" {
				if len(ps) > 0 {
					t.Fatalf("got %v, want no problem", ps)
				}
				return
			}
			if len(ps) != 1 || ps[0].Policy != tc.policy || !strings.Contains(ps[0].Message, tc.message) {
				t.Fatalf("got %v, want one of %s with %q", ps, tc.policy, tc.message)
			}
		})
	}
}

func overdue() finding.Finding {
	return finding.Finding{Policy: "access/review_overdue", Status: finding.Open, Path: finding.Path{"access", "a", "last_review"}}
}

func TestMark(t *testing.T) {
	witnessed := overdue()
	witnessed.Path, witnessed.Witness = finding.Path{"flow", "f"}, []string{"principal.p", "flow.f", "store.logs"}
	other := overdue()
	other.Policy = "access/broad_grant"
	for _, tc := range []struct {
		name    string
		replace map[string]string
		f       finding.Finding
		want    finding.Status
	}{
		{"the resource", nil, overdue(), finding.Waived},
		{"all resources", map[string]string{"resource": `"*"`}, overdue(), finding.Waived},
		{"under a former id", map[string]string{"policy": `"old/review"`}, overdue(), finding.Waived},
		{"last node of the witness", map[string]string{"resource": "store.logs"}, witnessed, finding.Waived},
		{"another resource", map[string]string{"resource": "store.logs"}, overdue(), finding.Open},
		{"another policy", nil, other, finding.Open},
		{"expired", map[string]string{"expires": `"2026-11-01"`}, overdue(), finding.Open},
		{"too long", map[string]string{"expires": `"2028-11-01"`}, overdue(), finding.Open},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fs := []finding.Finding{tc.f}
			Judge(parse(t, common+waiverWith(tc.replace)), options()).Mark(fs)
			if fs[0].Status != tc.want {
				t.Errorf("status %s, want %s", fs[0].Status, tc.want)
			}
		})
	}
}

func TestPendingUntilOnTheBase(t *testing.T) {
	head := parse(t, common+waiverWith(nil))
	for _, tc := range []struct {
		name, base string
		want       finding.Status
	}{
		{"same on the base", common + waiverWith(nil), finding.Waived},
		{"base reaches further", common + waiverWith(map[string]string{"resource": `"*"`, "expires": `"2027-01-31"`}), finding.Waived},
		{"new", common, finding.Pending},
		{"extended", common + waiverWith(map[string]string{"expires": `"2026-12-30"`}), finding.Pending},
		{"under a former id", common + waiverWith(map[string]string{"policy": `"old/review"`}), finding.Waived},
		{"without effect on the base", common + waiverWith(map[string]string{"accepted_by": `"team-s"`}), finding.Pending},
		{"for another resource", common + waiverWith(map[string]string{"resource": "store.logs"}), finding.Pending},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := options()
			o.Base = parse(t, tc.base)
			fs := []finding.Finding{overdue()}
			Judge(head, o).Mark(fs)
			if fs[0].Status != tc.want {
				t.Errorf("status %s, want %s", fs[0].Status, tc.want)
			}
		})
	}
}

func TestNothingIsGrantedByAnUnknownBase(t *testing.T) {
	o := options()
	o.Compared = true
	fs := []finding.Finding{overdue()}
	w := Judge(parse(t, common+waiverWith(nil)), o)
	w.Mark(fs)
	if es := w.Edits(); fs[0].Status != finding.Pending || len(es) != 1 || es[0].How != Added {
		t.Errorf("status %s, edits %v", fs[0].Status, es)
	}
}

// TestTheBaseIsJudgedByItsOwnLimit keeps a change from raising waiver_max, by
// which a waiver of the base would come into force.
func TestTheBaseIsJudgedByItsOwnLimit(t *testing.T) {
	src := common + waiverWith(map[string]string{"expires": `"2027-11-01"`})
	o := options()
	o.Base, o.Max, o.BaseMax = parse(t, src), 400*24*time.Hour, o.Max
	fs := []finding.Finding{overdue()}
	Judge(parse(t, src), o).Mark(fs)
	if fs[0].Status != finding.Pending {
		t.Errorf("status %s, want pending", fs[0].Status)
	}
}

func TestEdits(t *testing.T) {
	valid := waiverWith(nil)
	other := strings.Replace(valid, `waiver "w"`, `waiver "v"`, 1)
	for _, tc := range []struct{ name, base, head, want string }{
		{"none", valid, valid, ""},
		{"renamed", valid, other, ""},
		{"added", "", valid, "waiver.w added"},
		{"removed", valid, "", "waiver.w removed"},
		{"longer", valid, waiverWith(map[string]string{"expires": `"2027-01-31"`}), "waiver.w widened"},
		{"shorter", valid, waiverWith(map[string]string{"expires": `"2026-12-01"`}), ""},
		{"further", valid, waiverWith(map[string]string{"resource": `"*"`}), "waiver.w widened"},
		{"less far", waiverWith(map[string]string{"resource": `"*"`}), valid, ""},
		{"mended", waiverWith(map[string]string{"ticket": `""`}), valid, "waiver.w changed"},
		{"another policy", valid, waiverWith(map[string]string{"policy": `"access/broad_grant"`}), "waiver.w added, waiver.w removed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := options()
			o.Base = parse(t, common+tc.base)
			var got []string
			for _, e := range Judge(parse(t, common+tc.head), o).Edits() {
				got = append(got, e.Waiver+" "+e.How)
				if e.Range.File != "aicomply.hcl" || (e.Range.Start.Line == 0) != (e.How == Removed) {
					t.Errorf("%s: range %v", e.Waiver, e.Range)
				}
			}
			if s := strings.Join(got, ", "); s != tc.want {
				t.Errorf("got %q, want %q", s, tc.want)
			}
		})
	}
}

func TestOrphans(t *testing.T) {
	w := Judge(parse(t, common+waiverWith(nil)), options())
	all := func(string) bool { return true }
	if got := w.Orphans([]finding.Finding{overdue()}, all); len(got) != 0 {
		t.Errorf("a waiver that names a finding is an orphan: %v", got)
	}
	if got := w.Orphans(nil, all); len(got) != 1 || got[0].Policy != Invalid {
		t.Errorf("got %v, want one orphan", got)
	}
	if got := w.Orphans(nil, func(string) bool { return false }); len(got) != 0 {
		t.Errorf("a waiver of a policy that was not evaluated is an orphan: %v", got)
	}
}

func TestUnknownPolicy(t *testing.T) {
	w := Judge(parse(t, common+waiverWith(map[string]string{"policy": `"access/reviw_overdue"`})), options())
	ds := w.Unknown([]string{"access/review_overdue"})
	if len(ds) != 1 || !strings.Contains(ds[0].Detail, `Did you mean "access/review_overdue"?`) || ds[0].Range.Start.Line == 0 {
		t.Errorf("got %v", ds)
	}
}
