// Package mutation makes small changes to the text of a policy, each of which
// would make it decide something else. A test that does not notice one shows
// that nobody looks at what was changed.
//
// What can be changed is told by OPA's parser, and where: comments and METADATA
// are not reached. Left out is what only people read, since policies are tested
// on what they decide: the arguments of sprintf, the value of a member
// "message", and every string with a space in it.
package mutation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Kind says what was changed.
type Kind string

// The kinds of mutants.
const (
	Comparison Kind = "comparison" // another operator of == != < <= > >=
	Negation   Kind = "negation"   // not taken away
	Membership Kind = "membership" // not put before x in y
	Constant   Kind = "constant"   // another number, string, date or boolean
	Element    Kind = "element"    // taken out of an array or a set
	Arithmetic Kind = "arithmetic" // another operator of + - * / % | &
	Condition  Kind = "condition"  // of a body, replaced by true
)

// Mutant is one change of a text: the bytes from Offset to End become New.
type Mutant struct {
	Kind        Kind
	Line        int // of Offset, from 1
	Column      int // of Offset in characters, from 1
	Offset, End int
	Old, New    string
}

// Apply is the text with the change made.
func (m Mutant) Apply(text []byte) []byte {
	return slices.Concat(text[:m.Offset], []byte(m.New), text[m.End:])
}

// Of lists the mutants of a Rego file by place. Not all of them compile. It
// fails if the text cannot be parsed, or if the parser's positions are not
// those of what it says stands there.
func Of(name string, text []byte) ([]Mutant, error) {
	module, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, fmt.Errorf("parse policy: %w", err)
	}
	f := &finder{text: string(text)}
	for _, r := range module.Rules {
		f.rule(r)
	}
	if f.err != nil {
		return nil, fmt.Errorf("%s: %w", name, f.err)
	}
	slices.SortFunc(f.found, func(a, b Mutant) int {
		return cmp.Or(a.Offset-b.Offset, a.End-b.End, strings.Compare(a.New, b.New), strings.Compare(string(a.Kind), string(b.Kind)))
	})
	return slices.CompactFunc(f.found, func(a, b Mutant) bool { return a.Offset == b.Offset && a.End == b.End && a.New == b.New }), nil
}

// finder collects the mutants of one text.
type finder struct {
	text  string
	found []Mutant
	err   error
}

// add notes that the text from one byte to another could be something else.
func (f *finder) add(kind Kind, from, to int, other string) {
	line := strings.LastIndexByte(f.text[:from], '\n') + 1
	f.found = append(f.found, Mutant{
		Kind: kind, Line: strings.Count(f.text[:from], "\n") + 1, Column: utf8.RuneCountInString(f.text[line:from]) + 1,
		Offset: from, End: to, Old: f.text[from:to], New: other,
	})
}

// lost notes that something does not stand where the parser says.
func (f *finder) lost(what string, at *ast.Location) {
	if f.err == nil {
		f.err = fmt.Errorf("no %s at line %d, column %d", what, at.Row, at.Col)
	}
}

// rest is the text from a place on; "" when the parser made up what it has no
// place for.
func (f *finder) rest(at *ast.Location) string {
	if at == nil || at.Offset < 0 || at.Offset > len(f.text) {
		return ""
	}
	return f.text[at.Offset:]
}
