package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy/infer"
	"github.com/aicomply/aicomply/internal/suggest"
)

// maxUnknownNames bounds the warnings about names, unless Options.AllNames asks
// for all.
const maxUnknownNames = 8

// AnotherInput is the summary of the diagnostic of Rego none of whose rules
// reads anything that a deployment has, and BlindRules of Rego none of whose
// rules can tell deployments apart because of names that blocks do not have.
const (
	AnotherInput = "Rego for another input"
	BlindRules   = "Rules that can never find anything"
)

// blind is a name because of which rules cannot tell deployments apart.
type blind struct {
	unknown *infer.Unknown
	never   bool // they never hold
	rules   []*foreignRule
}

// checkNames warns of names that the input does not have and of rules that can
// say nothing because of them. A folder all of whose rules are such is an error:
// it would pass without having looked at anything.
func (f *foreign) checkNames(sources []Source) {
	if f.opts.InputSchema == nil {
		return
	}
	readers := map[string]*infer.Reader{}
	blinds := map[*ast.Location]*blind{}
	var seeing []*foreignRule
	for _, r := range f.rules {
		reader := f.reader(readers, r)
		if reader == nil {
			continue
		}
		read := reader.Read(r.ref)
		if !read.Blind() {
			seeing = append(seeing, r)
			continue
		}
		b := blinds[read.Unknown.At]
		if b == nil {
			b = &blind{unknown: read.Unknown, never: true}
			blinds[read.Unknown.At] = b
		}
		b.never = b.never && read.Never
		b.rules = append(b.rules, r)
	}
	var found diagnostics
	reached := f.unknownOf(readers, seeing, &found)
	for _, b := range blinds {
		summary, detail := b.say()
		found.warnAt(f.parser.rangeOf(b.unknown.At), summary, detail)
	}
	for i, d := range finding.SortDiagnostics(found.list) {
		if i == maxUnknownNames && !f.opts.AllNames {
			f.diags.warnAt(d.Range, d.Summary, fmt.Sprintf("%d more warnings about names that the input does not have are not shown; aicomply policy check shows all.", len(found.list)-i))
			break
		}
		f.diags.warnAt(d.Range, d.Summary, d.Detail)
	}
	f.checkSources(sources, blinds, reached)
}

// reader follows the input that a rule sees, which is a part of ours if the
// configuration says so. It is nil if nothing is known of that part.
func (f *foreign) reader(readers map[string]*infer.Reader, r *foreignRule) *infer.Reader {
	part := ""
	if r.spec != nil {
		part = strings.Join(r.spec.Input, ".")
	}
	if reader, ok := readers[part]; ok {
		return reader
	}
	root := infer.NewShape(f.opts.InputSchema())
	if part != "" {
		for _, key := range r.spec.Input {
			root, _ = root.Below(ast.StringTerm(key))
		}
	}
	readers[part] = nil
	if root != nil {
		readers[part] = infer.NewReader(infer.New(root, f.compiler.Modules))
	}
	return readers[part]
}

// unknownOf warns of the names in rules that read others, too, and returns the
// rules that they refer to.
func (f *foreign) unknownOf(readers map[string]*infer.Reader, rules []*foreignRule, found *diagnostics) map[string]bool {
	reached := map[string]bool{}
	for _, part := range names(readers) {
		var refs []ast.Ref
		for _, r := range rules {
			if readers[part] != nil && f.reader(readers, r) == readers[part] {
				refs = append(refs, r.ref)
			}
		}
		if len(refs) == 0 {
			continue
		}
		reach := readers[part].Reach(refs)
		for _, u := range reach.Unknown {
			found.warnAt(f.parser.rangeOf(u.At), "Unknown name in a policy",
				fmt.Sprintf("The input has no %q here.%s What depends on it is undefined and finds nothing.", u.Word, suggest.OneOf(u.Word, u.Of.Names())+u.Hint()))
		}
		for name := range reach.Rules {
			reached[name] = true
		}
	}
	return reached
}

// say is the warning about blind rules.
func (b *blind) say() (summary, detail string) {
	slices.SortFunc(b.rules, func(x, y *foreignRule) int { return strings.Compare(x.meta.ID, y.meta.ID) })
	who, reads, they, find := b.rules[0].meta.ID, "reads", "it", "finds"
	if n := len(b.rules); n > 1 {
		reads, they, find = "read", "they", "find"
		if who += " and " + b.rules[1].meta.ID; n > 2 {
			who = fmt.Sprintf("%s and %d more rules", b.rules[0].meta.ID, n-1)
		}
	}
	hint := suggest.DidYouMean(b.unknown.Word, b.unknown.Of.Names()) + b.unknown.Hint()
	if b.never {
		return "Rule that can never find anything", fmt.Sprintf("%s %s %s, which a deployment does not have: %s can never find anything.%s", who, reads, b.unknown, they, hint)
	}
	return "Rule that asks nothing of a deployment", fmt.Sprintf("%s %s %s, and nothing that a deployment has: %s %s the same in every deployment.%s", who, reads, b.unknown, they, find, hint)
}

// checkSources refuses folders whose rules are all blind, unless others use them
// with an input of their own.
func (f *foreign) checkSources(sources []Source, blinds map[*ast.Location]*blind, reached map[string]bool) {
	dark := map[*foreignRule]*blind{}
	for _, b := range blinds {
		for _, r := range b.rules {
			dark[r] = b
		}
	}
	for _, s := range sources {
		var rules []*foreignRule
		names := map[string]*infer.Unknown{}
		seen := false
		for _, r := range f.rules {
			if !slices.ContainsFunc(f.files, func(file file) bool { return file.source == s.Name && file.name() == r.meta.Source }) {
				continue
			}
			rules = append(rules, r)
			if b := dark[r]; b != nil && !reached[r.ref.String()] {
				names[b.unknown.String()] = b.unknown
			} else {
				seen = true
			}
		}
		if len(rules) > 0 && !seen {
			summary, detail := darkness(len(rules), names)
			f.diags.add(s.Name, summary, detail)
		}
	}
}

// darkness says why nothing in a folder looks at a deployment. Names below those
// that it has are rather misspelt than of another input.
func darkness(rules int, unknown map[string]*infer.Unknown) (summary, detail string) {
	list := names(unknown)
	const most = 3
	what := strings.Join(list[:min(len(list), most)], ", ")
	if len(list) > most {
		what += ", …"
	}
	who := "Its one rule reads"
	if rules > 1 {
		who = fmt.Sprintf("Its %d rules read", rules)
	}
	for _, u := range unknown {
		if u.Of.Path != "input" {
			return BlindRules, fmt.Sprintf("%s %s, which a deployment does not have: it would pass without having looked at anything. aicomply schema shows what there is.", who, what)
		}
	}
	return AnotherInput, fmt.Sprintf("%s %s, and nothing that a deployment has: it would pass without having looked at anything. aicomply schema shows what there is. Rego for another input can be given one by a rule that uses it: deny contains m if { some m in data.theirs.deny with input as … }.", who, what)
}
