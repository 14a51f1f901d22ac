package policy

import (
	"encoding/binary"
	"errors"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxBlobDepth bounds terms within terms of a blob: twice what the parser
// accepts, since compiling wraps some of them.
const maxBlobDepth = 2 * maxTree

var errBlob = errors.New("not a blob of compiled policies")

// decoder reads what encoder writes. Nothing it is given makes it panic; after
// the first problem it reads only zeroes. Every element of a list takes a byte at
// least, so that the blob's size bounds the lists together, and the memory.
type decoder struct {
	in     string
	failed bool
	budget int // elements of all lists together that the blob can hold
	texts  []string
	leaves []*ast.Term // the last number, string or variable of each text
	depth  int

	files  []*ast.Module // without rules
	module *ast.Module
	file   string
	place  *ast.Location // the last one
	slab   slabs

	lazily sync.Mutex // held while rules are read after all else was
}

// slabs hand out nodes from blocks: one allocation for many.
type slabs struct {
	terms     []ast.Term
	exprs     []ast.Expr
	pointers  []*ast.Term
	bodies    []*ast.Expr
	locations []ast.Location
	rules     []ast.Rule
	heads     []ast.Head
}

// take cuts n elements off a block, which it renews when it is used up.
func take[T any](block *[]T, n, size int) []T {
	if len(*block) < n {
		*block = make([]T, max(n, size))
	}
	out := (*block)[:n:n]
	*block = (*block)[n:]
	return out
}

// newDecoder reads the table of texts: the length of each, then all of them.
func newDecoder(blob string) *decoder {
	d := &decoder{in: blob, budget: len(blob)}
	d.texts = make([]string, d.length())
	sizes := decoder{in: blob[len(blob)-len(d.in):]}
	for range d.texts {
		d.number()
	}
	for i := range d.texts {
		d.texts[i] = d.cut(sizes.number())
	}
	d.leaves = make([]*ast.Term, len(d.texts))
	return d
}

func (d *decoder) fail() {
	d.failed = true
	d.in = ""
}

// err is errBlob unless everything was read, and nothing is left.
func (d *decoder) err() error {
	if d.failed || d.in != "" {
		return errBlob
	}
	return nil
}

func (d *decoder) cut(n int) string {
	if n < 0 || n > len(d.in) {
		d.fail()
		return ""
	}
	s := d.in[:n]
	d.in = d.in[n:]
	return s
}

func (d *decoder) byte() byte {
	if d.in == "" {
		d.fail()
		return 0
	}
	b := d.in[0]
	d.in = d.in[1:]
	return b
}

func (d *decoder) number() int {
	if d.in != "" && d.in[0] < 0x80 {
		return int(d.byte())
	}
	n, size := binary.Uvarint([]byte(d.in[:min(len(d.in), binary.MaxVarintLen32)]))
	if size <= 0 || n > 1<<31-1 {
		d.fail()
		return 0
	}
	d.in = d.in[size:]
	return int(n)
}

// length is the number of elements that follow.
func (d *decoder) length() int {
	n := d.number()
	if d.budget -= n; d.budget < 0 {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) bool() bool { return d.number() == 1 }

// textID is the index of a text in the table; there may be none.
func (d *decoder) textID() (int, bool) {
	i := d.number()
	if i >= len(d.texts) {
		d.fail()
		return 0, false
	}
	return i, true
}

func (d *decoder) text() string {
	if i, ok := d.textID(); ok {
		return d.texts[i]
	}
	return ""
}

// list is nil when it is empty, as in what full loading makes of METADATA.
func (d *decoder) list() []string {
	n := d.length()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.text()
	}
	return out
}

func (d *decoder) rule() finding.Rule {
	r := finding.Rule{ID: d.text(), Title: d.text(), Description: d.text()}
	r.Severity, r.BlocksFrom = finding.Severity(d.text()), finding.Stage(d.text())
	r.Remediation, r.Method, r.Deprecated, r.Source = d.text(), d.text(), d.text(), d.text()
	r.NotWaivable = d.bool()
	r.Advisory = d.bool()
	r.Jurisdictions, r.Profiles, r.Aliases = d.list(), d.list(), d.list()
	for range d.length() {
		r.Controls = append(r.Controls, finding.Control{ID: d.text(), Relation: finding.Relation(d.text())})
	}
	for range d.length() {
		r.RelatedResources = append(r.RelatedResources, finding.Resource{Description: d.text(), Ref: d.text()})
	}
	return r
}

// isPackage reports whether a reference is data and constant names, which the
// compiler takes for granted.
func isPackage(ref ast.Ref) bool {
	for i, t := range ref {
		if _, ok := t.Value.(ast.String); i > 0 && !ok {
			return false
		}
	}
	return len(ref) > 1 && ref[0].Equal(ast.DefaultRootDocument)
}

// at makes the place in a row the current one.
func (d *decoder) at(row int) *ast.Location {
	if d.place == nil || d.place.Row != row {
		d.place = d.newPlace(row)
	}
	return d.place
}

func (d *decoder) newPlace(row int) *ast.Location {
	l := &take(&d.slab.locations, 1, 128)[0]
	l.File, l.Row = d.file, row
	return l
}

func (d *decoder) astRule() *ast.Rule {
	r := &take(&d.slab.rules, 1, 64)[0]
	r.Head, r.Module = &take(&d.slab.heads, 1, 64)[0], d.module
	if !d.enter() {
		return r
	}
	defer d.leave()
	// The evaluator tells rules apart by the address of their place.
	r.Location = d.newPlace(d.number())
	flags := d.number()
	r.Default = flags&ruleDefault != 0
	d.head(r.Head, flags)
	r.Body = d.body()
	if flags&ruleElse != 0 {
		r.Else = d.astRule()
	}
	return r
}

func (d *decoder) head(h *ast.Head, flags int) {
	h.Location, h.Assign = d.at(d.number()), flags&ruleAssign != 0
	h.Name = ast.Var(d.text())
	h.Reference = ast.Ref(d.terms())
	if len(h.Reference) == 0 {
		d.fail()
	}
	if args := d.terms(); len(args) > 0 {
		h.Args = args
	}
	if flags&ruleKey != 0 {
		h.Key = d.term()
	}
	if flags&ruleValue != 0 {
		h.Value = d.term()
	}
}

func (d *decoder) enter() bool {
	if d.depth++; d.depth > maxBlobDepth {
		d.fail()
	}
	return !d.failed
}

func (d *decoder) leave() { d.depth-- }

// start reads a byte, and the place of what it begins.
func (d *decoder) start() (byte, *ast.Location) {
	b := d.byte()
	switch {
	case b&nowhere != 0:
		return b & kindMask, nil
	case b&newRow != 0:
		return b & kindMask, d.at(d.number())
	case d.place == nil: // nothing had a place yet
		return b & kindMask, d.at(0)
	}
	return b & kindMask, d.place
}

func (d *decoder) body() ast.Body {
	b := take(&d.slab.bodies, d.length(), 512)
	for i := range b {
		b[i] = d.expr(i)
	}
	return b
}

func (d *decoder) expr(i int) *ast.Expr {
	x := &take(&d.slab.exprs, 1, 256)[0]
	flags, place := d.start()
	x.Index, x.Location = i, place
	x.Negated, x.Generated = flags&exprNegated != 0, flags&exprGenerated != 0
	x.Terms = ast.InternedNullTerm // OPA looks into expressions while terms around them are built
	switch {
	case flags&exprTerm != 0:
		x.Terms = d.term()
	case flags&exprCall != 0:
		if terms := d.terms(); len(terms) > 0 {
			x.Terms = terms
		} else {
			d.fail()
		}
	case flags&exprEvery != 0:
		x.Terms = d.every()
	default:
		d.fail()
	}
	return x
}

func (d *decoder) every() *ast.Every {
	_, place := d.start()
	x := &ast.Every{Location: place, Value: ast.NullTerm(), Domain: ast.NullTerm()}
	if !d.enter() {
		return x
	}
	defer d.leave()
	if d.bool() {
		x.Key = d.term()
	}
	x.Value = d.term()
	x.Domain = d.term()
	x.Body = d.body()
	return x
}

func (d *decoder) terms() []*ast.Term {
	list := take(&d.slab.pointers, d.length(), 2048)
	for i := range list {
		list[i] = d.term()
	}
	return list
}

func (d *decoder) term() *ast.Term {
	kind, place := d.start()
	if kind >= kindNumber && kind <= kindVar {
		return d.leaf(kind, place)
	}
	t := &take(&d.slab.terms, 1, 512)[0]
	t.Location, t.Value = place, ast.Null{}
	if !d.enter() {
		return t
	}
	defer d.leave()
	t.Value = d.value(kind)
	return t
}

func (d *decoder) value(kind byte) ast.Value {
	switch kind {
	case kindNull:
		return ast.Null{}
	case kindFalse, kindTrue:
		return ast.Boolean(kind == kindTrue)
	case kindRef:
		if ref := ast.Ref(d.terms()); len(ref) > 0 {
			return ref
		}
	case kindArray:
		return ast.NewArray(d.terms()...)
	case kindObject:
		return d.object()
	case kindSet:
		return ast.NewSet(d.terms()...)
	case kindArrayComprehension:
		return &ast.ArrayComprehension{Term: d.term(), Body: d.body()}
	case kindSetComprehension:
		return &ast.SetComprehension{Term: d.term(), Body: d.body()}
	case kindObjectComprehension:
		return &ast.ObjectComprehension{Key: d.term(), Value: d.term(), Body: d.body()}
	}
	d.fail()
	return ast.Null{}
}

// leaf is a number, string or variable. Neighbours that are alike are one term.
func (d *decoder) leaf(kind byte, place *ast.Location) *ast.Term {
	i, ok := d.textID()
	if !ok {
		return ast.NullTerm()
	}
	last := d.leaves[i]
	same := last != nil && kindOf(last.Value) == kind
	if same && last.Location == place {
		return last
	}
	t := &take(&d.slab.terms, 1, 512)[0]
	t.Location = place
	switch {
	case same:
		t.Value = last.Value
	case kind == kindNumber:
		t.Value = ast.Number(d.texts[i])
	case kind == kindString:
		t.Value = ast.String(d.texts[i])
	default:
		t.Value = ast.Var(d.texts[i])
	}
	d.leaves[i] = t
	return t
}

func kindOf(v ast.Value) byte {
	switch v.(type) {
	case ast.Number:
		return kindNumber
	case ast.String:
		return kindString
	}
	return kindVar
}

func (d *decoder) object() ast.Value {
	pairs := make([][2]*ast.Term, d.length())
	for i := range pairs {
		pairs[i] = [2]*ast.Term{d.term(), d.term()}
	}
	return ast.NewObject(pairs...)
}
