package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// configures reports whether the configuration says what a rule means.
func (f *foreign) configures(pkg, rule string) bool {
	return slices.ContainsFunc(f.opts.Rego, func(r config.Rego) bool { return r.Package == pkg && r.Word() == rule })
}

// configured adds the rules that the configuration names.
func (f *foreign) configured() {
	rules := map[string]map[string]*ast.Rule{}
	for _, name := range names(f.modules) {
		m := f.modules[name]
		if rules[PackageName(m)] == nil {
			rules[PackageName(m)] = map[string]*ast.Rule{}
		}
		for _, r := range m.Rules {
			if word, ok := r.Head.Ref()[0].Value.(ast.Var); ok && len(r.Head.Args) == 0 && (rules[PackageName(m)][string(word)] == nil || len(r.Annotations) > 0) {
				rules[PackageName(m)][string(word)] = r
			}
		}
	}
	for i := range f.opts.Rego {
		f.configure(&f.opts.Rego[i], rules)
	}
}

func (f *foreign) configure(spec *config.Rego, rules map[string]map[string]*ast.Rule) {
	of, ok := rules[spec.Package]
	if !ok && f.opts.Partial {
		if hint := suggest.DidYouMean(spec.Package, names(rules)); hint != "" {
			f.diags.warnAt(spec.PackageAt, "Unknown package", fmt.Sprintf("%s has no package %s.%s", sourceNames(f.opts.Sources), spec.Package, hint))
		}
		return
	}
	if !ok {
		detail := fmt.Sprintf("No file of --policy has the package %s.%s", spec.Package, suggest.DidYouMean(spec.Package, names(rules)))
		if len(rules) == 0 {
			detail = fmt.Sprintf("There is no package %s: no folder of --policy and no pack has Rego outside aicomply.policies.", spec.Package)
		}
		f.diags.addAt(spec.PackageAt, "Unknown package", detail)
		return
	}
	r, ok := of[spec.Word()]
	if !ok {
		f.diags.addAt(spec.RuleAt, "Unknown rule", fmt.Sprintf("The package %s has no rule %s.%s", spec.Package, spec.Word(), suggest.OneOf(spec.Word(), names(of))))
		return
	}
	out := &foreignRule{pkg: spec.Package, name: spec.Rule, ref: refOf(spec.Package, spec.Rule), at: spec.Range, spec: spec}
	out.meta = finding.Rule{
		ID: spec.ID(), Source: f.parser.rangeOf(r.Head.Location).File,
		Title:       fmt.Sprintf("Rule %s of package %s", spec.Rule, spec.Package),
		Description: fmt.Sprintf("A rule of your own Rego, data.%s.%s. It fails when its value is %s.", spec.Package, spec.Rule, strings.Join(spec.FailsWhen, " or ")),
		Severity:    spec.Severity, BlocksFrom: spec.BlocksFrom, Remediation: spec.Remediation, Method: ForeignMethod, Controls: []finding.Control{},
	}
	if r.Annotations != nil && r.Annotations[0].Title != "" {
		out.meta.Title = r.Annotations[0].Title
	}
	f.rules = append(f.rules, out)
}
