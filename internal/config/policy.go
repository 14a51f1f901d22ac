package config

import (
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/suggest"
)

// policy is the block about a policy, by its id or one of its former ids, or
// nil.
func (c *Config) policy(id string, aliases []string) *manifest.Object {
	if c == nil || c.doc == nil {
		return nil
	}
	for _, name := range append([]string{id}, aliases...) {
		if o := c.doc.Get("policy." + name); o != nil {
			return o
		}
	}
	return nil
}

// Severity is the severity that the configuration gives a policy; ok is false
// where it gives none. aliases are the policy's former ids.
func (c *Config) Severity(id string, aliases ...string) (severity finding.Severity, ok bool) {
	o := c.policy(id, aliases)
	return finding.Severity(o.String("severity")), o.Has("severity")
}

// Disabled reports whether the configuration leaves a policy out, and why.
// aliases are the policy's former ids.
func (c *Config) Disabled(id string, aliases ...string) (reason string, disabled bool) {
	o := c.policy(id, aliases)
	if !isDisabled(o) {
		return "", false
	}
	return o.String("reason"), true
}

func isDisabled(o *manifest.Object) bool {
	enabled, declared := o.Bool("enabled")
	return declared && !enabled
}

// unexplained reports policies that are left out without a reason.
func unexplained(doc *manifest.Manifest) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, o := range doc.All("policy") {
		if len(out) < maxProblems && isDisabled(o) && strings.TrimSpace(o.String("reason")) == "" {
			out = append(out, problem(attributeOf(doc, o, "enabled"), "Missing reason",
				"Policy "+quote(o.Name)+" is left out without a reason. Say why, in \"reason\"."))
		}
	}
	return out
}

// Check compares the configuration with the policies that there are: rules, and
// those of known, ids that may be named besides. It reports policies that do
// not exist, that are configured twice, by a former id, and that may not be
// made milder because they cannot be waived.
func (c *Config) Check(rules []finding.Rule, known ...string) []finding.Diagnostic {
	byName := rulesByName(rules)
	names := slices.Clone(known)
	for _, r := range rules {
		names = append(names, r.ID)
	}
	slices.Sort(names)
	var out []finding.Diagnostic
	first := map[string]*manifest.Object{}
	for _, o := range c.blocks("policy") {
		rule, ok := byName[o.Name]
		switch {
		case ok && first[rule.ID] != nil:
			out = append(out, problem(o.LabelRange(), "Policy configured twice",
				quote(o.Name)+" is the same policy as "+quote(first[rule.ID].Name)+", under a former id. Merge the two blocks."))
		case ok:
			first[rule.ID] = o
			out = append(out, c.unwaivable(o, rule)...)
		case !slices.Contains(known, o.Name):
			out = append(out, problem(o.LabelRange(), "Unknown policy",
				"There is no policy "+quote(o.Name)+"."+suggest.DidYouMean(o.Name, names)))
		}
		if len(out) >= maxProblems {
			break
		}
	}
	return finding.SortDiagnostics(out)
}

// maxProblems bounds what is reported of a hostile configuration; each problem
// costs a comparison with every policy.
const maxProblems = 1000

// unwaivable reports what a configuration may not do to a policy whose findings
// no waiver covers.
func (c *Config) unwaivable(o *manifest.Object, rule finding.Rule) []finding.Diagnostic {
	if !rule.NotWaivable {
		return nil
	}
	var out []finding.Diagnostic
	if isDisabled(o) {
		out = append(out, problem(attributeOf(c.doc, o, "enabled"), "Policy cannot be left out",
			"No waiver covers "+rule.ID+", so the configuration cannot leave it out either. Remove \"enabled\"."))
	}
	if s := finding.Severity(o.String("severity")); s.Valid() && !s.AtLeast(rule.Severity) {
		out = append(out, problem(attributeOf(c.doc, o, "severity"), "Severity cannot be lowered",
			"No waiver covers "+rule.ID+", so its severity cannot be lower than "+string(rule.Severity)+"."))
	}
	return out
}

// rulesByName finds rules by their ids and, where no rule has that id, by their
// former ids.
func rulesByName(rules []finding.Rule) map[string]finding.Rule {
	out := make(map[string]finding.Rule, len(rules))
	for _, r := range slices.Backward(rules) { // of rules that share a former id, the first has it
		for _, alias := range r.Aliases {
			out[alias] = r
		}
	}
	for _, r := range rules {
		out[r.ID] = r
	}
	return out
}

// attributeOf is where a top-level block's attribute stands.
func attributeOf(doc *manifest.Manifest, o *manifest.Object, attr string) finding.Range {
	path := finding.Path{o.Type, attr}
	if o.Name != "" {
		path = finding.Path{o.Type, o.Name, attr}
	}
	return doc.RangeOf(path)
}

func problem(at finding.Range, summary, detail string) finding.Diagnostic {
	return finding.Diagnostic{Severity: finding.Error, Summary: summary, Detail: detail, Range: at}
}

// quote puts a label into quotes; decoding has made sure that it has none.
func quote(s string) string { return "\"" + s + "\"" }
