package check

import (
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
)

// scope is what applies to a deployment: its profiles, its jurisdictions, and
// the facts of the system on which controls depend.
type scope struct {
	catalogue     *framework.Catalogue
	profiles      []string // as declared; none = every framework that matches the jurisdictions
	jurisdictions []string // expanded
	system        *manifest.Object
	today         string // ISO date
}

func newScope(m *manifest.Manifest, facts *derive.Facts, o Options) scope {
	return scope{
		catalogue:     o.Frameworks,
		profiles:      m.Single("aicomply").Strings("profiles"),
		jurisdictions: facts.Jurisdictions(),
		system:        m.System(),
		today:         o.Now.UTC().Format(time.DateOnly),
	}
}

// excludes says why a policy is not applicable before it is asked; "" if it
// may be.
func (s scope) excludes(rule finding.Rule, stage finding.Stage) string {
	if stage == finding.Retired && !afterRetirement(rule) {
		return "the system is retired"
	}
	active := func(p string) bool { return len(s.profiles) == 0 || slices.Contains(s.profiles, p) }
	if len(rule.Profiles) > 0 && !slices.ContainsFunc(rule.Profiles, active) {
		return "asked for only by profile " + strings.Join(rule.Profiles, ", ")
	}
	return ""
}

// afterRetirement reports the policies that still matter when a system no
// longer runs: what it left behind, and who can get at it.
func afterRetirement(rule finding.Rule) bool {
	switch rule.Area() {
	case "waiver", "access", "evidence":
		return true
	}
	return rule.ID == "privacy/retention_exceeds_purpose"
}

// controls are those of the policy's controls that the deployment is shown: of
// its profiles, of laws in force where it is used, and whose conditions it does
// not contradict.
func (s scope) controls(rule finding.Rule) []finding.Control {
	out := []finding.Control{}
	for _, c := range rule.Controls {
		if info, ok := s.catalogue.Control(c.ID); ok && s.applies(info) {
			out = append(out, c)
		}
	}
	return out
}

func (s scope) applies(c framework.Control) bool {
	if len(s.profiles) > 0 && !slices.Contains(s.profiles, c.Framework) {
		return false
	}
	if len(c.Jurisdictions) > 0 && !intersect(c.Jurisdictions, s.jurisdictions) {
		return false
	}
	act := s.system.Block("eu_ai_act")
	annexIII := act.Strings("annex_iii")
	annexI, _ := act.Bool("annex_i")
	for condition, values := range c.AppliesIf {
		switch condition {
		case "role":
			if roles := s.system.Strings("operator_roles"); len(roles) > 0 && !intersect(values, roles) {
				return false
			}
		case "risk_level":
			if level := act.String("risk_level"); level != "" && !slices.Contains(values, level) {
				return false
			}
		case "annex":
			if !(slices.Contains(values, "annex_iii") && len(annexIII) > 0 || slices.Contains(values, "annex_i") && annexI) {
				return false
			}
		case "annex_iii_points":
			if !slices.ContainsFunc(annexIII, func(p string) bool { return pointOf(p, values) }) {
				return false
			}
		case "annex_iii_except":
			if len(annexIII) > 0 && !slices.ContainsFunc(annexIII, func(p string) bool { return !pointOf(p, values) }) {
				return false
			}
		}
	}
	return true
}

// pointOf reports whether an Annex III point such as "1(a)" is one of points,
// or lies below one.
func pointOf(point string, points []string) bool {
	return slices.ContainsFunc(points, func(p string) bool { return point == p || strings.HasPrefix(point, p+"(") })
}

func intersect(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// upcoming is the date from which a finding's policy is required, if none of
// the laws that require it applies yet; "" otherwise. Only a policy that is
// bound to jurisdictions waits for its law: the others ask for what production
// needs with or without one.
func (s scope) upcoming(rule finding.Rule, controls []finding.Control) string {
	if len(rule.Jurisdictions) == 0 {
		return ""
	}
	first := ""
	for _, c := range controls {
		info, _ := s.catalogue.Control(c.ID)
		if c.Relation != finding.Requires {
			continue
		}
		from := s.appliesFrom(info)
		if from <= s.today {
			return ""
		}
		if first == "" || from < first {
			first = from
		}
	}
	return first
}

// appliesFrom is the control's date for this system: duties for products under
// Annex I of the AI Act begin later than those for Annex III.
func (s scope) appliesFrom(c framework.Control) string {
	act := s.system.Block("eu_ai_act")
	if annexI, _ := act.Bool("annex_i"); annexI && len(act.Strings("annex_iii")) == 0 && c.AppliesFromAnnexI != "" {
		return c.AppliesFromAnnexI
	}
	return c.AppliesFrom
}
