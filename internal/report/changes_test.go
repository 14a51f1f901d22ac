package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
)

func someChanges() []posture.Change {
	return []posture.Change{
		{Aspect: posture.Reach, Direction: posture.Removed, Subject: "store.old", Category: "user.name", Before: "declared, identified"},
		{Aspect: posture.Reach, Direction: posture.Added, Subject: "model.llm", Category: "user.name", After: "declared, identified", Widens: true,
			Witness: []string{"principal.customers", "flow.ask", "model.llm"}, Range: span("a.hcl", 3, 1, 3, 9)},
		{Aspect: posture.Recipient, Direction: posture.Changed, Subject: "party.llmco", Attribute: "role", Before: "processor", After: "third_party", Widens: true},
		{Aspect: posture.Country, Direction: posture.Added, Subject: "US", Category: "user.name", Widens: true},
		{Aspect: posture.Retention, Direction: posture.Changed, Subject: "store.old", Attribute: "retention", Before: "30d"},
		{Aspect: posture.Access, Direction: posture.Changed, Subject: "principal.agents", Resource: "store.old", Attribute: "permissions", Before: "read, write", After: "read"},
	}
}

func TestChangesText(t *testing.T) {
	p := &printer{}
	p.changes(someChanges(), "What this change does: ")
	want := `What this change does: 6 changes in data and people, 3 widening

  Reach of data
    + user.name reaching model.llm (declared, identified)
      path: customers → llm
    - user.name reaching store.old (declared, identified)
  Recipients
    ~ party.llmco, role: processor → third_party (widens)
  Countries
    + user.name in US
  Retention
    ~ store.old, retention: 30d → not declared
  Access
    ~ principal.agents on store.old, permissions: read, write → read

`
	if diff := cmp.Diff(want, p.b.String()); diff != "" {
		t.Error(diff)
	}
	p = &printer{o: Options{Verbose: true, Color: true}}
	p.changes(someChanges()[1:2], "")
	if got := p.b.String(); !strings.Contains(got, "\x1b[33m+\x1b[0m user.name") || !strings.Contains(got, ", a.hcl:3:1\n") {
		t.Errorf("%q", got)
	}
}

func TestChangesMarkdown(t *testing.T) {
	want := `6 changes in data and people, 3 widening. What exposes more than before is bold.

**Reach of data**

- **added**: user.name reaching model.llm (declared, identified)
  path: customers → llm
- removed: user.name reaching store.old (declared, identified)

**Recipients**

- **changed**: party.llmco, role: processor → third\_party

**Countries**

- **added**: user.name in US

**Retention**

- changed: store.old, retention: 30d → not declared

**Access**

- changed: principal.agents on store.old, permissions: read, write → read

`
	if diff := cmp.Diff(want, ChangesMarkdown(someChanges(), 0)); diff != "" {
		t.Error(diff)
	}
	if got := ChangesMarkdown(nil, 0); got != "" {
		t.Errorf("of no changes %q", got)
	}
}

// TestManyChanges: what widens is listed first, and what is left out is counted.
func TestManyChanges(t *testing.T) {
	var many []posture.Change
	for i := range 40 {
		many = append(many, posture.Change{Aspect: posture.Tool, Direction: posture.Removed, Subject: fmt.Sprintf("tool.gone%d", i)})
	}
	for i := range 17 {
		many = append(many, posture.Change{Aspect: posture.Tool, Direction: posture.Added, Subject: fmt.Sprintf("tool.new%d", i), Widens: true})
	}
	got := ChangesMarkdown(many, 0)
	if !strings.Contains(got, "tool.new14\n- and 42 more, 2 of them widening\n") || strings.Contains(got, "gone") {
		t.Error(got)
	}
	if got := ChangesMarkdown(many, 20); !strings.Contains(got, "tool.gone2\n- and 37 more\n") {
		t.Error(got)
	}
	p := &printer{}
	p.changes(many, "")
	if !strings.Contains(p.b.String(), "and 42 more, 2 of them widening; --verbose lists them\n") {
		t.Error(p.b.String())
	}
	p = &printer{o: Options{Verbose: true}}
	p.changes(many, "")
	if strings.Count(p.b.String(), "\n") != 57+4 {
		t.Error(p.b.String())
	}
}

func TestHostileChanges(t *testing.T) {
	c := posture.Change{
		Aspect: posture.Access, Direction: posture.Changed, Subject: hostile, Resource: hostile, Attribute: hostile, Category: hostile,
		Before: hostile, After: hostile, Witness: []string{hostile, hostile, hostile},
	}
	markdown := ChangesMarkdown([]posture.Change{c}, 0)
	for _, bad := range []string{"<img", "@octocat", "\x1b", "https://", "![i]", "\u202e"} {
		if strings.Contains(markdown, bad) {
			t.Errorf("%q in %q", bad, markdown)
		}
	}
	if n := strings.Count(markdown, "\n"); n != 7 {
		t.Errorf("%d lines: %q", n, markdown)
	}
	p := &printer{}
	p.changes([]posture.Change{c}, "")
	if got := p.b.String(); strings.ContainsAny(got, "\x1b\r\x07\u202e") {
		t.Errorf("%q", got)
	}
}

// TestTextShowsChanges: also of a deployment without findings.
func TestTextShowsChanges(t *testing.T) {
	r := &Report{SchemaVersion: SchemaVersion, FailOn: finding.High, Clock: "2026-11-23", Deployments: []Deployment{{Path: "app", Stage: finding.Pilot, Changes: someChanges()}}}
	if text := render(t, "text", r, Options{}); !strings.Contains(text, "What this change does: 6 changes") {
		t.Error(text)
	}
	first := render(t, "json", r, Options{})
	back, err := Read(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if again := render(t, "json", back, Options{}); again != first {
		t.Errorf("read back:\n%s", cmp.Diff(first, again))
	}
	bad := strings.Replace(first, `"direction": "added"`, `"direction": "grown"`, 1)
	if _, err := Read(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), `changes[1]: direction: "grown"`) {
		t.Errorf("error %v", err)
	}
}
