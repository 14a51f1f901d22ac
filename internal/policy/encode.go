package policy

import (
	"encoding/binary"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
)

// The kinds of a value. A kind is the low bits of a byte; the high bits say
// where the term stands.
const (
	kindNull = iota
	kindFalse
	kindTrue
	kindNumber
	kindString
	kindVar
	kindRef
	kindArray
	kindObject
	kindSet
	kindArrayComprehension
	kindSetComprehension
	kindObjectComprehension
	kindMask = 0x3f
	newRow   = 0x40 // a row follows, which later terms share
	nowhere  = 0x80 // it has no location
)

// The bits of an expression, and of a rule.
const (
	exprNegated = 1 << iota
	exprGenerated
	exprTerm  // its terms are one term
	exprCall  // its terms are an operator and operands
	exprEvery // its terms are an every
)

const (
	ruleDefault = 1 << iota
	ruleElse
	ruleAssign
	ruleKey
	ruleValue
)

// encoder writes compiled modules and what goes with them. Texts are written
// once, into a table in front; a place is a row of the module's own file. The
// first problem ends the work.
type encoder struct {
	out   []byte
	ids   map[string]int
	texts []string
	file  string // of the module
	row   int    // of the last place
	err   error
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("%s:%d: %s", e.file, e.row, fmt.Sprintf(format, args...))
	}
}

func (e *encoder) number(n int) { e.out = binary.AppendUvarint(e.out, uint64(n)) }

func (e *encoder) text(s string) {
	id, ok := e.ids[s]
	if !ok {
		id = len(e.texts)
		e.ids[s] = id
		e.texts = append(e.texts, s)
	}
	e.number(id)
}

func (e *encoder) list(texts []string) {
	e.number(len(texts))
	for _, s := range texts {
		e.text(s)
	}
}

func (e *encoder) bool(b bool) {
	if b {
		e.number(1)
	} else {
		e.number(0)
	}
}

// bytes is the table of texts and what was written.
func (e *encoder) bytes() []byte {
	head := binary.AppendUvarint(nil, uint64(len(e.texts)))
	for _, s := range e.texts {
		head = binary.AppendUvarint(head, uint64(len(s)))
	}
	for _, s := range e.texts {
		head = append(head, s...)
	}
	return append(head, e.out...)
}

// rule writes what METADATA says of a policy.
func (e *encoder) rule(r finding.Rule) {
	for _, s := range []string{r.ID, r.Title, r.Description, string(r.Severity), string(r.BlocksFrom), r.Remediation, r.Method, r.Deprecated, r.Source} {
		e.text(s)
	}
	e.bool(r.NotWaivable)
	e.bool(r.Advisory)
	for _, list := range [][]string{r.Jurisdictions, r.Profiles, r.Aliases} {
		e.list(list)
	}
	e.number(len(r.Controls))
	for _, c := range r.Controls {
		e.text(c.ID)
		e.text(string(c.Relation))
	}
	e.number(len(r.RelatedResources))
	for _, res := range r.RelatedResources {
		e.text(res.Description)
		e.text(res.Ref)
	}
}

func (e *encoder) astRule(r *ast.Rule) {
	switch {
	case len(r.Annotations) > 0:
		e.fail("METADATA after compiling")
	case r.Location == nil || r.Head.Location == nil:
		e.fail("a rule without a place")
	}
	if e.err != nil {
		return
	}
	e.place(r.Location)
	e.number(e.row)
	e.number(bits(r.Default, r.Else != nil, r.Head.Assign, r.Head.Key != nil, r.Head.Value != nil))
	e.place(r.Head.Location)
	e.number(e.row)
	e.text(string(r.Head.Name))
	e.terms(r.Head.Reference)
	e.terms(r.Head.Args)
	e.optional(r.Head.Key)
	e.optional(r.Head.Value)
	e.body(r.Body)
	if r.Else != nil {
		e.astRule(r.Else)
	}
}

func bits(set ...bool) int {
	n := 0
	for i, b := range set {
		if b {
			n |= 1 << i
		}
	}
	return n
}

// place makes the row of a location the current one, and reports whether it changed.
func (e *encoder) place(l *ast.Location) bool {
	if l.File != e.file && l.File != "" || l.Row < 0 {
		e.fail("a place in %s:%d", l.File, l.Row)
	}
	changed := l.Row != e.row
	e.row = l.Row
	return changed
}

// at writes a byte with the bits that say where it stands.
func (e *encoder) at(b byte, l *ast.Location) {
	switch {
	case l == nil:
		e.out = append(e.out, b|nowhere)
	case e.place(l):
		e.out = append(e.out, b|newRow)
		e.number(e.row)
	default:
		e.out = append(e.out, b)
	}
}

func (e *encoder) body(b ast.Body) {
	e.number(len(b))
	for i, x := range b {
		if x.Index != i {
			e.fail("expression %d has the index %d", i, x.Index)
		}
		e.expr(x)
	}
}

func (e *encoder) expr(x *ast.Expr) {
	if len(x.With) > 0 {
		e.fail("with is not supported: it needs the types that only compiling finds")
	}
	flags := bits(x.Negated, x.Generated)
	switch terms := x.Terms.(type) {
	case *ast.Term:
		e.at(byte(flags|exprTerm), x.Location)
		e.placed(terms)
	case []*ast.Term:
		e.at(byte(flags|exprCall), x.Location)
		e.terms(terms)
	case *ast.Every:
		e.at(byte(flags|exprEvery), x.Location)
		e.every(terms)
	default:
		e.fail("an expression of type %T is not supported", terms)
	}
}

func (e *encoder) every(x *ast.Every) {
	e.at(0, x.Location)
	e.bool(x.Key != nil)
	e.optional(x.Key)
	e.term(x.Value)
	e.placed(x.Domain)
	e.body(x.Body)
}

func (e *encoder) optional(t *ast.Term) {
	if t != nil {
		e.term(t)
	}
}

func (e *encoder) terms(list []*ast.Term) {
	e.number(len(list))
	for _, t := range list {
		e.term(t)
	}
}

// term writes a term. Of a text, number or variable within another term the
// place is left out: no error names it, and equal ones can then be shared.
func (e *encoder) term(t *ast.Term) {
	switch t.Value.(type) {
	case ast.Number, ast.String, ast.Var:
		e.leaf(t, nil)
	default:
		e.placed(t)
	}
}

// placed writes a term of which an error may name the place.
func (e *encoder) placed(t *ast.Term) {
	kind := func(k byte) { e.at(k, t.Location) }
	switch v := t.Value.(type) {
	case ast.Null:
		kind(kindNull)
	case ast.Boolean:
		kind(byte(kindFalse + bits(bool(v))))
	case ast.Number, ast.String, ast.Var:
		e.leaf(t, t.Location)
	case ast.Ref:
		kind(kindRef)
		e.number(len(v))
		for i, t := range v {
			if i == 0 {
				e.placed(t)
			} else {
				e.term(t)
			}
		}
	case *ast.Array:
		kind(kindArray)
		e.number(v.Len())
		v.Foreach(e.term)
	case ast.Object:
		kind(kindObject)
		e.number(v.Len())
		v.Foreach(func(k, v *ast.Term) { e.term(k); e.term(v) })
	case ast.Set:
		kind(kindSet)
		e.number(v.Len())
		v.Foreach(e.term)
	default:
		e.comprehension(t)
	}
}

func (e *encoder) leaf(t *ast.Term, at *ast.Location) {
	switch v := t.Value.(type) {
	case ast.Number:
		e.at(kindNumber, at)
		e.text(string(v))
	case ast.String:
		e.at(kindString, at)
		e.text(string(v))
	case ast.Var:
		e.at(kindVar, at)
		e.text(string(v))
	}
}

func (e *encoder) comprehension(t *ast.Term) {
	switch v := t.Value.(type) {
	case *ast.ArrayComprehension:
		e.at(kindArrayComprehension, t.Location)
		e.term(v.Term)
		e.body(v.Body)
	case *ast.SetComprehension:
		e.at(kindSetComprehension, t.Location)
		e.term(v.Term)
		e.body(v.Body)
	case *ast.ObjectComprehension:
		e.at(kindObjectComprehension, t.Location)
		e.placed(v.Key)
		e.term(v.Value)
		e.body(v.Body)
	default:
		e.fail("a value of type %T is not supported", v)
	}
}
