package config

import (
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// RegoArea is the first half of the ids of rules that a configuration names.
const RegoArea = "rego"

// The values that can count as a failure of a rule of Rego.
const (
	WhenFalse     = "false"
	WhenTrue      = "true"
	WhenUndefined = "undefined"
	WhenNotEmpty  = "not_empty" // a list, set or object with anything in it
)

// Rego is a rule of Rego that the configuration names, since nothing in the rule
// itself says what its values mean.
type Rego struct {
	Label       string // its id is rego/<label>
	Package     string // without data
	Rule        string // and, after dots, keys below it
	FailsWhen   []string
	Severity    finding.Severity
	BlocksFrom  finding.Stage
	Message     string
	Remediation string
	Path        finding.Path  // where its findings are shown; none = what the rule looked at
	Input       []string      // the part of the input that the rule sees; none = all
	Range       finding.Range // of the block
	PackageAt   finding.Range
	RuleAt      finding.Range
}

// Rego is the rules of Rego that the configuration names, in source order.
func (c *Config) Rego() []Rego {
	var out []Rego
	for _, o := range c.blocks("rego") {
		r := Rego{
			Label: o.Name, Package: strings.TrimPrefix(o.String("package"), "data."), Rule: o.String("rule"),
			FailsWhen: o.Strings("fails_when"), Severity: finding.High, BlocksFrom: finding.PoC,
			Message: o.String("message"), Remediation: o.String("remediation"),
			Path: finding.Path(names(o, "path")), Input: names(o, "input"), Range: o.Range(),
			PackageAt: attributeOf(c.doc, o, "package"), RuleAt: attributeOf(c.doc, o, "rule"),
		}
		if s := o.String("severity"); s != "" {
			r.Severity = finding.Severity(s)
		}
		if s := o.String("blocks_from"); s != "" {
			r.BlocksFrom = finding.Stage(s)
		}
		out = append(out, r)
	}
	return out
}

// Names reports whether the configuration names a rule of Rego by its id.
func (c *Config) Names(id string) bool {
	label, ok := strings.CutPrefix(id, RegoArea+"/")
	return ok && slices.ContainsFunc(c.blocks("rego"), func(o *manifest.Object) bool { return o.Name == label })
}

// names is the names of an attribute such as "system.eu_ai_act", or nil.
func names(o *manifest.Object, attr string) []string {
	if s := strings.TrimPrefix(o.String(attr), "input."); s != "" && s != "input" {
		return strings.Split(s, ".")
	}
	return nil
}

// ID is the id of the rule as a policy.
func (r Rego) ID() string { return RegoArea + "/" + r.Label }

// Identity is all of it that a finding can depend on.
func (r Rego) Identity() []string {
	return append([]string{r.Label, r.Package, r.Rule, string(r.Severity), string(r.BlocksFrom), r.Message, r.Remediation, r.Path.String(), strings.Join(r.Input, ".")}, r.FailsWhen...)
}

// Word is the rule's name without keys below it.
func (r Rego) Word() string {
	word, _, _ := strings.Cut(r.Rule, ".")
	return word
}

// maxRego bounds the rules of Rego that one configuration names.
const maxRego = 200

// emptyRego reports rego blocks that say nothing.
func emptyRego(doc *manifest.Manifest) []finding.Diagnostic {
	var out []finding.Diagnostic
	for i, o := range doc.All("rego") {
		if i == maxRego {
			return append(out, problem(o.Range(), "Too many blocks", "A configuration names at most 200 rules of Rego."))
		}
		for _, attr := range []string{"package", "rule", "message"} {
			if strings.TrimSpace(o.String(attr)) == "" {
				out = append(out, problem(attributeOf(doc, o, attr), "Empty value", quote(attr)+" of rego "+quote(o.Name)+" is empty."))
			}
		}
		when := o.Strings("fails_when")
		switch {
		case len(when) == 0:
			out = append(out, problem(attributeOf(doc, o, "fails_when"), "Rule that never fails", "Name at least one value, such as \"false\"."))
		case slices.Contains(when, WhenTrue) && slices.Contains(when, WhenFalse):
			out = append(out, problem(attributeOf(doc, o, "fails_when"), "Rule that always fails", "It fails when it is true and when it is false. Remove one of them."))
		}
	}
	return out
}
