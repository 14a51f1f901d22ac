package manifest

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/aicomply/aicomply/internal/suggest"
)

const (
	maxLocalDepth = 200       // locals that refer to locals
	maxString     = 64 << 10  // bytes of one text
	maxMagnitude  = 1e15      // of a number
	maxDecimals   = 12        // digits after the point
	maxNumberText = 64        // characters of a number
	maxWork       = 4_000_000 // elements made while evaluating
)

// evaluator computes the values of expressions. It knows the locals; it never
// sees the environment, the file system or the network.
type evaluator struct {
	ds     *diagnostics
	locals map[string]*local
	work   int // list elements made so far, over all expressions
	spent  bool
}

type local struct {
	src   *source
	expr  hclsyntax.Expression
	name  span
	state localState
	value value
}

type localState uint8

const (
	localNew localState = iota
	localRunning
	localDone
	localFailed
)

// eval computes an expression of a source. ok is false where it failed; the
// reason is among the diagnostics.
func (ev *evaluator) eval(src *source, expr hclsyntax.Expression, depth int) (v value, ok bool) {
	at := src.span(expr.Range())
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return ev.literal(src, e)
	case *hclsyntax.TemplateExpr:
		return ev.template(src, e)
	case *hclsyntax.TupleConsExpr:
		return ev.list(src, e, depth)
	case *hclsyntax.ParenthesesExpr:
		return ev.eval(src, e.Expression, depth)
	case *hclsyntax.ScopeTraversalExpr:
		return ev.traversal(src, e, depth)
	case *hclsyntax.FunctionCallExpr:
		return ev.call(src, e, depth)
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpNegate {
			if lit, isLit := e.Val.(*hclsyntax.LiteralValueExpr); isLit && lit.Val.Type() == cty.Number {
				return ev.number("-"+text(src, lit.Range()), at)
			}
		}
	case *hclsyntax.TemplateWrapExpr:
		ev.ds.add(at, "Interpolation is not supported", "Write the value itself, without \"${\" and \"}\".")
		return value{}, false
	case *hclsyntax.ExprSyntaxError:
		return value{}, false // reported by the parser
	}
	ev.ds.add(at, "Unsupported expression", "A value is a literal, a reference, a list of these, a local, null, or a call of %s.", strings.Join(functionNames(), ", "))
	return value{}, false
}

func text(src *source, r hcl.Range) string { return string(src.data[r.Start.Byte:r.End.Byte]) }

func (ev *evaluator) literal(src *source, e *hclsyntax.LiteralValueExpr) (value, bool) {
	at := src.span(e.Range())
	switch {
	case e.Val.IsNull():
		return value{kind: kindNull, span: at}, true
	case e.Val.Type() == cty.Bool:
		return value{kind: kindBool, bool: e.Val.True(), span: at}, true
	case e.Val.Type() == cty.Number:
		return ev.number(text(src, e.Range()), at)
	}
	return value{kind: kindString, text: e.Val.AsString(), span: at}, true
}

// number reads a number exactly, from its digits: what the parser made of it
// is binary. The bounds come first, since an exponent can ask for gigabytes.
func (ev *evaluator) number(literal string, at span) (value, bool) {
	if len(literal) <= maxNumberText && exponent(literal) <= 20 {
		if r, ok := new(big.Rat).SetString(literal); ok {
			if canonical, ok := canonicalNumber(r); ok {
				return value{kind: kindNumber, text: canonical, span: at}, true
			}
		}
	}
	ev.ds.add(at, "Number out of range", "A number has at most %d digits after the point and is smaller than 1e15.", maxDecimals)
	return value{}, false
}

func exponent(literal string) int {
	_, exp, ok := strings.Cut(strings.ToLower(literal), "e")
	if !ok {
		return 0
	}
	n := 0
	for _, c := range strings.TrimLeft(exp, "+-") {
		if n = n*10 + int(c-'0'); n > 1000 {
			return n
		}
	}
	return n
}

// canonicalNumber writes a number without exponent and trailing zeros.
func canonicalNumber(r *big.Rat) (string, bool) {
	if f, _ := r.Float64(); f >= maxMagnitude || f <= -maxMagnitude {
		return "", false
	}
	s := r.FloatString(maxDecimals)
	back, _ := new(big.Rat).SetString(s)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		s = "0"
	}
	return s, back.Cmp(r) == 0
}

func (ev *evaluator) template(src *source, e *hclsyntax.TemplateExpr) (value, bool) {
	at := src.span(e.Range())
	var b strings.Builder
	for _, part := range e.Parts {
		lit, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || lit.Val.IsNull() || lit.Val.Type() != cty.String {
			ev.ds.add(src.span(part.Range()), "Interpolation is not supported", "A manifest has no templates. Write the text itself, or make it with format() from a local.")
			return value{}, false
		}
		b.WriteString(lit.Val.AsString())
	}
	return ev.str(b.String(), at)
}

func (ev *evaluator) str(s string, at span) (value, bool) {
	if len(s) > maxString {
		ev.ds.add(at, "Text too long", "A text has at most %d bytes; this one has %d.", maxString, len(s))
		return value{}, false
	}
	if i := strings.IndexFunc(s, forbidden); i >= 0 {
		r := []rune(s[i:])[0]
		ev.ds.add(at, "Forbidden character", "%s is a control character or changes the direction of the text. Remove it.", codePoint(r))
		return value{}, false
	}
	return value{kind: kindString, text: s, span: at}, true
}

func (ev *evaluator) list(src *source, e *hclsyntax.TupleConsExpr, depth int) (value, bool) {
	out := value{kind: kindList, span: src.span(e.Range())}
	ok := true
	for _, x := range e.Exprs {
		v, good := ev.eval(src, x, depth)
		switch {
		case !good:
			ok = false
		case v.kind == kindList:
			ev.ds.add(v.at(src, x), "List inside a list", "Lists hold plain values. Join lists with concat().")
			ok = false
		case v.kind == kindNull:
			ev.ds.add(v.at(src, x), "null inside a list", "An unknown element cannot be declared. Leave it out, or set the whole attribute to null.")
			ok = false
		default:
			v.span = src.span(x.Range()) // where it is used, not where the local is defined
			out.list = append(out.list, v)
		}
	}
	return out, ev.spend(len(out.list), out.span) && ok
}

// at is where the value is used.
func (v value) at(src *source, x hclsyntax.Expression) span { return src.span(x.Range()) }

// spend keeps the work of evaluation bounded; locals make it exponential.
func (ev *evaluator) spend(n int, at span) bool {
	if ev.work += n; ev.work <= maxWork {
		return true
	}
	if !ev.spent {
		ev.spent = true
		ev.ds.add(at, "Manifest grows too large", "Its expressions make more than %d list elements. Locals that double each other do that.", maxWork)
	}
	return false
}

func (ev *evaluator) traversal(src *source, e *hclsyntax.ScopeTraversalExpr, depth int) (value, bool) {
	at := src.span(e.Range())
	root := e.Traversal.RootName()
	names := []string{root}
	for _, step := range e.Traversal[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok {
			ev.ds.add(at, "Invalid reference", "A reference is a block type and a label, such as store.documents.")
			return value{}, false
		}
		names = append(names, attr.Name)
	}
	switch {
	case len(names) == 1:
		ev.ds.add(at, "Invalid reference", "A reference is a block type and a label, such as party.%s. A text stands in quotes: %q.", root, root)
		return value{}, false
	case len(names) > 2:
		ev.ds.add(at, "Invalid reference", "A reference names a block (%s), not something in it.", strings.Join(names[:2], "."))
		return value{}, false
	case root == "local":
		return ev.local(src, names[1], at, depth)
	}
	return value{kind: kindReference, text: strings.Join(names, "."), span: at}, true
}

func (ev *evaluator) local(src *source, name string, at span, depth int) (value, bool) {
	l := ev.locals[name]
	if l == nil {
		known := make([]string, 0, len(ev.locals))
		for n := range ev.locals {
			known = append(known, n)
		}
		slices.Sort(known)
		ev.ds.add(at, "Undefined local", "No locals block defines %q.%s", name, suggest.DidYouMean(name, known))
		return value{}, false
	}
	ev.resolve(l, name, depth)
	v := l.value
	v.span = at
	return v, l.state == localDone
}

func (ev *evaluator) resolve(l *local, name string, depth int) {
	switch {
	case l.state == localRunning:
		ev.ds.add(l.name, "Local refers to itself", "The value of local.%s depends on local.%s.", name, name)
		l.state = localFailed
	case l.state == localNew && depth >= maxLocalDepth:
		ev.ds.add(l.name, "Locals refer to each other too deeply", "At most %d locals may refer to one another in a chain.", maxLocalDepth)
		l.state = localFailed
	case l.state == localNew:
		l.state = localRunning
		v, ok := ev.eval(l.src, l.expr, depth+1)
		switch {
		case l.state == localFailed: // found to be a cycle meanwhile
		case ok:
			l.value, l.state = v, localDone
		default:
			l.state = localFailed
		}
	}
}
