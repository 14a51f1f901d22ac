// Package waiver decides which findings are accepted for a time, and which
// waivers are worth nothing.
//
// A waiver names a policy, a resource, a reason, a ticket, who accepted it and
// its last day. It marks findings and never removes one. One that has expired,
// that reaches further than allowed, that was accepted by the system's own
// technical owner, or that names a policy that cannot be waived, has no effect
// and is itself reported, under the ids waiver/expired and waiver/invalid: the
// policies of that name only render the problems that this package finds. When
// comparing with a base commit, a waiver that the head adds or widens is
// pending: listed, and without effect until it is on the base, so that nobody
// can waive their own change.
package waiver

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/suggest"
)

// The policies under which problems of waivers are reported.
const (
	Expired = "waiver/expired"
	Invalid = "waiver/invalid"
)

// Options are what waivers are judged by.
type Options struct {
	Now  time.Time                            // the clock; its date in UTC counts
	Max  time.Duration                        // longest way from the clock to a waiver's last day
	Rule func(id string) (finding.Rule, bool) // the policies; an alias finds its policy
	Base *manifest.Manifest                   // the deployment at the commit compared with, or nil

	// Compared says that there is a base to compare with even where Base is
	// nil: the deployment is not on it, or cannot be read there. Then no waiver
	// is granted.
	Compared bool
	BaseMax  time.Duration // Max as of the base; 0 = Max
}

// Problem is a reason why a waiver has no effect.
type Problem struct {
	Waiver    string // address, "waiver.log_review"
	Policy    string // Expired or Invalid
	Attribute string // the attribute at fault
	Message   string
}

// Waivers are the waivers of one deployment, judged.
type Waivers struct {
	o        Options
	m        *manifest.Manifest
	problems map[string][]Problem

	base      *Waivers // those of the base; nil without one
	effective index    // of them, those that have an effect there
}

// Judge looks at every waiver of a deployment.
func Judge(m *manifest.Manifest, o Options) *Waivers {
	w := &Waivers{o: o, m: m, problems: map[string][]Problem{}}
	if o.Base != nil {
		w.base = Judge(o.Base, Options{Now: o.Now, Max: cmp.Or(o.BaseMax, o.Max), Rule: o.Rule})
		w.effective = w.index(slices.DeleteFunc(slices.Clone(o.Base.All("waiver")), func(b *manifest.Object) bool { return len(w.base.problems[b.Ref]) > 0 }))
	}
	for _, b := range m.All("waiver") {
		w.problems[b.Ref] = w.judge(b)
	}
	return w
}

func (w *Waivers) judge(b *manifest.Object) []Problem {
	var out []Problem
	add := func(policy, attribute, format string, args ...any) {
		out = append(out, Problem{b.Ref, policy, attribute, fmt.Sprintf(format, args...)})
	}
	today := w.o.Now.UTC().Truncate(24 * time.Hour)
	expires, ok := b.Date("expires")
	switch last := today.Add(w.o.Max); {
	case !ok:
		add(Invalid, "expires", "waiver %q has no last day", b.Name)
	case expires.Before(today):
		add(Expired, "expires", "waiver %q for %s expired on %s", b.Name, b.String("policy"), b.String("expires"))
	case expires.After(last):
		add(Invalid, "expires", "waiver %q lasts until %s; the longest allowed is %s, %d days from today", b.Name, b.String("expires"), last.Format(time.DateOnly), int(w.o.Max.Hours()/24))
	}
	for _, a := range []struct{ attribute, lacks string }{{"reason", "reason"}, {"ticket", "ticket"}, {"accepted_by", "approver"}} {
		if strings.TrimSpace(b.String(a.attribute)) == "" {
			add(Invalid, a.attribute, "waiver %q has no %s", b.Name, a.lacks)
		}
	}
	if w.selfAccepted(b) {
		add(Invalid, "accepted_by", "waiver %q is accepted by %s, the technical owner of the system", b.Name, b.String("accepted_by"))
	}
	if rule, ok := w.o.Rule(b.String("policy")); ok && rule.NotWaivable {
		add(Invalid, "policy", "waiver %q names %s, which cannot be waived", b.Name, rule.ID)
	}
	return out
}

// selfAccepted reports whether those who run the system accepted their own
// finding.
func (w *Waivers) selfAccepted(b *manifest.Object) bool {
	by := strings.TrimSpace(b.String("accepted_by"))
	owner := w.m.Single("ownership")
	return by != "" && (strings.EqualFold(by, owner.String("technical")) || strings.EqualFold(by, owner.String("technical_contact")))
}

// Facts is input.derived.waiver: the problems of each waiver.
func (w *Waivers) Facts() map[string]any {
	out := make(map[string]any, len(w.problems))
	for ref, problems := range w.problems {
		list := make([]any, 0, len(problems))
		for _, p := range problems {
			list = append(list, map[string]any{"policy": p.Policy, "attribute": p.Attribute, "message": p.Message})
		}
		out[ref] = map[string]any{"problems": list}
	}
	return out
}

// Unknown lists diagnostics for waivers that name none of the known policies,
// nor a former id of one.
func (w *Waivers) Unknown(known []string) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, b := range w.m.All("waiver") {
		id := b.String("policy")
		if _, ok := w.o.Rule(id); ok || slices.Contains(known, id) {
			continue
		}
		out = append(out, finding.Diagnostic{
			Severity: finding.Error, Summary: "Unknown policy",
			Detail: fmt.Sprintf("Waiver %q names %q, and there is no such policy.%s", b.Name, id, suggest.DidYouMean(id, known)),
			Range:  w.m.RangeOf(finding.Path{"waiver", b.Name, "policy"}),
		})
	}
	return out
}

// Mark sets the status of every finding that a waiver names: waived, or
// pending where the waiver is not on the base yet. A waiver with problems
// marks nothing.
func (w *Waivers) Mark(fs []finding.Finding) {
	for i := range fs {
		for _, b := range w.m.All("waiver") {
			if len(w.problems[b.Ref]) > 0 || !w.names(b, fs[i]) {
				continue
			}
			status := finding.Waived
			if w.compared() && !w.granted(b) {
				status = finding.Pending
			}
			if fs[i].Status != finding.Waived { // a waiver in effect wins over a pending one
				fs[i].Status, fs[i].Waiver = status, b.Ref
			}
		}
	}
}

// Orphans are the waivers without other problems that name no finding.
// evaluated says which policies gave a result: of the others nothing is known.
func (w *Waivers) Orphans(fs []finding.Finding, evaluated func(policy string) bool) []Problem {
	var out []Problem
	for _, b := range w.m.All("waiver") {
		rule, ok := w.o.Rule(b.String("policy"))
		if !ok || len(w.problems[b.Ref]) > 0 || !evaluated(rule.ID) {
			continue
		}
		if !slices.ContainsFunc(fs, func(f finding.Finding) bool { return w.names(b, f) }) {
			out = append(out, Problem{b.Ref, Invalid, "resource", fmt.Sprintf("waiver %q matches no finding: %s reports nothing on %s", b.Name, rule.ID, b.String("resource"))})
		}
	}
	return out
}

// names reports whether the waiver is about the finding: its policy, and the
// block that the finding stands at or the last node of its witness. Findings
// about waivers cannot be waived.
func (w *Waivers) names(b *manifest.Object, f finding.Finding) bool {
	rule, ok := w.o.Rule(b.String("policy"))
	if !ok || rule.ID != f.Policy || f.Policy == Expired || f.Policy == Invalid {
		return false
	}
	resource := b.String("resource")
	if resource == "*" {
		return true
	}
	anchor := w.m.ObjectAt(f.Path)
	if anchor == nil { // a block that is not there is shown at the system
		anchor = w.m.System()
	}
	return anchor.Ref == resource || len(f.Witness) > 0 && f.Witness[len(f.Witness)-1] == resource
}
