package config

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// The kinds of override, in the order of reports.
const (
	Disabled  = "disabled"  // a policy is left out
	Severity  = "severity"  // a policy's findings have another severity
	Parameter = "parameter" // a parameter has another value
	Category  = "category"  // a data category is added
	Region    = "region"    // a region is added
)

func kinds() []string { return []string{Disabled, Severity, Parameter, Category, Region} }

// Override is one change that a configuration makes.
type Override struct {
	Kind   string        `json:"kind"`
	Name   string        `json:"name"`             // id of a policy, name of a parameter or region, key of a category
	From   string        `json:"from,omitempty"`   // what holds without it; empty for what is added, and where it is not known
	To     string        `json:"to"`               // what holds with it
	Reason string        `json:"reason,omitempty"` // why, where it says
	Range  finding.Range `json:"range"`
}

// Overrides lists all that the configuration changes, sorted by kind and name.
// rules say what the severity of policies is without it; a policy under a
// former id is listed under its present one. What is set to the value that it
// has anyway is left out.
func (c *Config) Overrides(rules []finding.Rule) []Override {
	out := c.policyOverrides(rulesByName(rules))
	out = append(out, c.paramOverrides()...)
	for _, o := range c.blocks("category") {
		out = append(out, Override{Kind: Category, Name: o.Name, To: c.describe(o.Name), Range: o.Range()})
	}
	for _, o := range c.blocks("region") {
		out = append(out, Override{Kind: Region, Name: o.Name, To: o.String("country"), Range: o.Range()})
	}
	slices.SortStableFunc(out, func(a, b Override) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds(), a.Kind), slices.Index(kinds(), b.Kind)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func (c *Config) policyOverrides(byName map[string]finding.Rule) []Override {
	var out []Override
	for _, o := range c.blocks("policy") {
		rule, ok := byName[o.Name]
		if !ok {
			rule = finding.Rule{ID: o.Name}
		}
		override := Override{Name: rule.ID, Reason: o.String("reason")}
		if isDisabled(o) {
			override.Kind, override.From, override.To, override.Range = Disabled, "enabled", "disabled", attributeOf(c.doc, o, "enabled")
			out = append(out, override)
		}
		if s := o.String("severity"); s != "" && s != string(rule.Severity) {
			override.Kind, override.From, override.To, override.Range = Severity, string(rule.Severity), s, attributeOf(c.doc, o, "severity")
			out = append(out, override)
		}
	}
	return out
}

func (c *Config) paramOverrides() []Override {
	var out []Override
	params, set := schema.Params(), c.block("params")
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if !set.Has(name) || sameParam(set, name, params[name]) {
			continue
		}
		out = append(out, Override{
			Kind: Parameter, Name: name, From: fmt.Sprint(params[name].Value), To: set.String(name), Range: attributeOf(c.doc, set, name),
		})
	}
	return out
}

// sameParam reports whether a parameter is set to the value that it has anyway,
// however it is written: 1.0 is 1, and two weeks are 14 days.
func sameParam(set *manifest.Object, name string, p schema.Param) bool {
	text := fmt.Sprint(p.Value)
	if p.Unit == "duration" {
		was, ok := schema.ParseDuration(text)
		is, set := set.Duration(name)
		return ok && set && was == is
	}
	was, ok := new(big.Rat).SetString(text)
	is, declared := set.Number(name)
	return ok && declared && was.Cmp(is) == 0
}

// describe says what an added category is, with what it inherits.
func (c *Config) describe(key string) string {
	info, _ := c.vocab.CategoryOf(key)
	words := []string{info.Title}
	if info.Special != "" {
		words = append(words, info.Special)
	}
	if info.Credential {
		words = append(words, "credential")
	}
	return strings.Join(words, ", ")
}
