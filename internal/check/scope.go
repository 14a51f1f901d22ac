package check

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
)

// Scope is what applies to a deployment: its profiles, its jurisdictions, and
// the facts of the system on which controls depend.
type Scope struct {
	catalogue     *framework.Catalogue
	profiles      []string // as declared; none = every framework that matches the jurisdictions
	jurisdictions []string // expanded
	system        *manifest.Object
	today         string // ISO date
}

// ScopeOf is the scope of a deployment without error diagnostics.
func ScopeOf(d Deployment, o Options) Scope {
	return newScope(d.Manifest, derive.Compute(d.Manifest, derive.Options{Now: o.Now}), o)
}

func newScope(m *manifest.Manifest, facts *derive.Facts, o Options) Scope {
	return Scope{
		catalogue:     o.Frameworks,
		profiles:      m.Single("aicomply").Strings("profiles"),
		jurisdictions: facts.Jurisdictions(),
		system:        m.System(),
		today:         o.Now.UTC().Format(time.DateOnly),
	}
}

// excludes says why a policy is not applicable before it is asked; "" if it
// may be.
func (s Scope) excludes(rule finding.Rule, stage finding.Stage) string {
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
func (s Scope) controls(rule finding.Rule) []finding.Control {
	out := []finding.Control{}
	for _, c := range rule.Controls {
		info, ok := s.catalogue.Control(c.ID)
		if why, _ := s.Exempts(info); ok && why == "" {
			out = append(out, c)
		}
	}
	return out
}

// uses adds the frameworks that are looked at and that a policy is mapped to.
func (s Scope) uses(rules []finding.Rule, used map[string]bool) {
	for _, r := range rules {
		for _, c := range r.Controls {
			info, _ := s.catalogue.Control(c.ID)
			if f, ok := s.catalogue.Framework(info.Framework); ok && s.Active(f) {
				used[f.ID] = true
			}
		}
	}
}

// Active reports whether a framework is looked at: one that a profile names or,
// where none is named, a standard or a law of where the system is used.
func (s Scope) Active(f framework.Framework) bool {
	if len(s.profiles) > 0 {
		return slices.Contains(s.profiles, f.ID)
	}
	return s.used(f.Jurisdictions)
}

// used reports whether the system is used in one of the places; of none, that
// is everywhere.
func (s Scope) used(places []string) bool {
	return len(places) == 0 || intersect(places, s.jurisdictions)
}

// Exempts says why a control does not apply to the system; "" if it may.
// declared reports whether the manifest says what that rests on. Facts that are
// not declared exempt from nothing, but for the annexes of the AI Act: a system
// that names none is under none.
func (s Scope) Exempts(c framework.Control) (why string, declared bool) {
	switch {
	case len(s.profiles) > 0 && !slices.Contains(s.profiles, c.Framework):
		return "no profile names " + c.Framework, true
	case !s.used(c.Jurisdictions):
		return "it is law of " + strings.Join(c.Jurisdictions, ", ") + ", where the system is not used", true
	}
	for _, condition := range slices.Sorted(maps.Keys(c.AppliesIf)) {
		if why, declared := s.unmet(condition, c.AppliesIf[condition]); why != "" {
			return why, declared
		}
	}
	return "", true
}

// unmet says how the system does not meet one condition of a control; "" if it
// may meet it.
func (s Scope) unmet(condition string, values []string) (why string, declared bool) {
	act := s.system.Block("eu_ai_act")
	annexIII := act.Strings("annex_iii")
	among := func(p string) bool { return pointOf(p, values) }
	switch condition {
	case "role":
		if roles := s.system.Strings("operator_roles"); len(roles) > 0 && !intersect(values, roles) {
			return "it is for the role " + strings.Join(values, ", "), true
		}
	case "risk_level":
		if level := act.String("risk_level"); level != "" && !slices.Contains(values, level) {
			return "it is for the risk class " + strings.Join(values, ", "), true
		}
	case "annex":
		annexI, _ := act.Bool("annex_i")
		if !(slices.Contains(values, "annex_iii") && len(annexIII) > 0 || slices.Contains(values, "annex_i") && annexI) {
			return "it is for systems under " + annexes(values), !slices.ContainsFunc(values, func(annex string) bool { return !act.Has(annex) })
		}
	case "annex_iii_points":
		if !slices.ContainsFunc(annexIII, among) {
			return "it is for Annex III point " + strings.Join(values, ", "), act.Has("annex_iii")
		}
	case "annex_iii_except":
		if len(annexIII) > 0 && !slices.ContainsFunc(annexIII, func(p string) bool { return !among(p) }) {
			return "it is not for Annex III point " + strings.Join(values, ", "), true
		}
	}
	return "", true
}

func annexes(values []string) string {
	return strings.NewReplacer("annex_iii", "Annex III", "annex_i", "Annex I").Replace(strings.Join(values, ", "))
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
func (s Scope) upcoming(rule finding.Rule, controls []finding.Control) string {
	if len(rule.Jurisdictions) == 0 {
		return ""
	}
	first := ""
	for _, c := range controls {
		info, _ := s.catalogue.Control(c.ID)
		if c.Relation != finding.Requires {
			continue
		}
		from := s.AppliesFrom(info)
		if from <= s.today {
			return ""
		}
		if first == "" || from < first {
			first = from
		}
	}
	return first
}

// AppliesFrom is the control's date for this system: duties for products under
// Annex I of the AI Act begin later than those for Annex III.
func (s Scope) AppliesFrom(c framework.Control) string {
	act := s.system.Block("eu_ai_act")
	if annexI, _ := act.Bool("annex_i"); annexI && len(act.Strings("annex_iii")) == 0 && c.AppliesFromAnnexI != "" {
		return c.AppliesFromAnnexI
	}
	return c.AppliesFrom
}
