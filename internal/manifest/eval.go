package manifest

import (
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	maxLocalDepth = 200       // locals that refer to locals
	maxString     = 64 << 10  // bytes of one text
	maxMagnitude  = 1e15      // of a number
	maxDecimals   = 12        // digits after the point
	maxNumberText = 64        // characters of a number
	maxWork       = 2_000_000 // elements made while evaluating
)

// evaluator computes the values of expressions. It knows the locals; it never
// sees the environment, the file system or the network.
type evaluator struct {
	ds     *diagnostics
	hints  *hints
	locals map[string]*local
	order  []string // names of the locals, in source order
	work   int      // list elements made so far, over all expressions
	bytes  int      // bytes of text made so far
	spent  bool
}

type local struct {
	src   *source
	expr  hclsyntax.Expression
	name  string
	at    span // of the name
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
	case *hclsyntax.ObjectConsExpr:
		ev.ds.add(at, "Unsupported expression", "A %s has no objects. Write a nested block, without \"=\", where there is one.", ev.ds.doc)
		return value{}, false
	}
	ev.ds.add(at, "Unsupported expression", "A value is a literal, a reference, a list of these, a local, null, or a call of %s.", all(functionNames(), "or"))
	return value{}, false
}

func text(src *source, r hcl.Range) string { return string(src.data[r.Start.Byte:r.End.Byte]) }

func (ev *evaluator) literal(src *source, e *hclsyntax.LiteralValueExpr) (value, bool) {
	at := src.span(e.Range())
	switch {
	case !e.Val.IsKnown() && e.Val.Type() != cty.Number:
		return value{}, false // stands for a syntax error, reported by the parser
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
	ev.ds.outOfRange(at)
	return value{}, false
}

func exponent(literal string) int {
	_, exp, ok := strings.Cut(strings.ToLower(literal), "e")
	if !ok {
		return 0
	}
	n := 0
	for _, c := range strings.TrimLeft(exp, "+-") {
		if n = n*10 + int(c-'0'); n > maxExponent {
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
	return strings.TrimSuffix(strings.TrimRight(s, "0"), "."), back.Cmp(r) == 0
}

func (ev *evaluator) template(src *source, e *hclsyntax.TemplateExpr) (value, bool) {
	at := src.span(e.Range())
	var b strings.Builder
	for _, part := range e.Parts {
		lit, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || lit.Val.IsNull() || lit.Val.Type() != cty.String {
			ev.ds.add(src.span(part.Range()), "Interpolation is not supported", "A %s has no templates. Write the text itself, or make it with format() from a local.", ev.ds.doc)
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
		r, _ := utf8.DecodeRuneInString(s[i:])
		ev.ds.add(at, "Forbidden character", "%s is a control character or changes the direction of the text. Remove it.", codePoint(r))
		return value{}, false
	}
	if ev.bytes += len(s); ev.bytes > MaxText {
		return value{}, ev.grown(at)
	}
	return value{kind: kindString, text: s, span: at}, true
}

func (ev *evaluator) list(src *source, e *hclsyntax.TupleConsExpr, depth int) (value, bool) {
	out := value{kind: kindList, span: src.span(e.Range()), list: make([]value, 0, len(e.Exprs))}
	ok := true
	for _, x := range e.Exprs {
		v, good := ev.eval(src, x, depth)
		switch {
		case !good:
			ok = false
		case v.kind == kindList:
			ev.ds.add(src.span(x.Range()), "List inside a list", "Lists hold plain values. Join lists with concat().")
			ok = false
		case v.kind == kindNull:
			ev.ds.add(src.span(x.Range()), "null inside a list", "An unknown element cannot be declared. Leave it out, or set the whole attribute to null.")
			ok = false
		default:
			v.span = src.span(x.Range()) // where it is used, not where the local is defined
			out.list = append(out.list, v)
		}
	}
	return out, ev.spend(len(out.list), out.span) && ok
}

// spend keeps the work of evaluation bounded; locals make it exponential.
func (ev *evaluator) spend(n int, at span) bool {
	if ev.work += n; ev.work <= maxWork {
		return true
	}
	return ev.grown(at)
}

// grown reports, once, that expressions make too much, and is false.
func (ev *evaluator) grown(at span) bool {
	if !ev.spent {
		ev.spent = true
		ev.ds.add(at, title(ev.ds.doc)+" grows too large", "Its expressions make more than %d list elements, or %d MB of text. Locals that double each other do that.", maxWork, MaxText>>20)
	}
	return false
}

// traversal evaluates a name with dots: a reference, or a local. A bare name
// is neither, and a name with more dots is none that a block has; what should
// stand there, the attribute says.
func (ev *evaluator) traversal(src *source, e *hclsyntax.ScopeTraversalExpr, depth int) (value, bool) {
	at := src.span(e.Range())
	root := e.Traversal.RootName()
	var path strings.Builder
	path.WriteString(root)
	for _, step := range e.Traversal[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok {
			ev.ds.add(at, "Invalid reference", "A reference is a block type and a label, such as store.documents, without brackets.")
			return value{}, false
		}
		path.WriteByte('.')
		path.WriteString(attr.Name)
	}
	switch n := len(e.Traversal); {
	case root == "local" && n == 2:
		return ev.local(e.Traversal[1].(hcl.TraverseAttr).Name, at, depth)
	case root == "local":
		ev.ds.add(at, "Invalid reference", "A local is named by \"local.\" and its name, such as local.region.")
		return value{}, false
	case n == 1:
		return value{kind: kindName, text: root, span: at}, true
	}
	return value{kind: kindReference, text: path.String(), span: at}, true
}

func (ev *evaluator) local(name string, at span, depth int) (value, bool) {
	l := ev.locals[name]
	if l == nil {
		ev.ds.add(at, "Undefined local", "No locals block defines %q.%s", name, ev.hints.nearest(name, ev.order))
		return value{}, false
	}
	ev.resolve(l, depth)
	v := l.value
	v.span = at
	return v, l.state == localDone
}

// resolveAll evaluates every local, so that one that nothing uses is checked
// as well.
func (ev *evaluator) resolveAll() {
	for _, name := range ev.order {
		ev.resolve(ev.locals[name], 0)
	}
}

func (ev *evaluator) resolve(l *local, depth int) {
	switch {
	case l.state == localRunning:
		ev.ds.add(l.at, "Local refers to itself", "The value of local.%s depends on local.%s. Remove one of the references.", l.name, l.name)
		l.state = localFailed
	case l.state == localNew && depth >= maxLocalDepth:
		ev.ds.add(l.at, "Locals refer to each other too deeply", "At most %d locals may refer to one another in a chain.", maxLocalDepth)
		l.state = localFailed
	case l.state == localNew:
		l.state = localRunning
		v, ok := ev.eval(l.src, l.expr, depth+1)
		switch {
		case l.state == localFailed: // found to be a cycle meanwhile
		case ok && v.kind == kindName:
			ev.ds.add(v.span, "Invalid reference", "A text stands in quotes: %q. A reference is a block type and a label, such as party.%s.", v.text, v.text)
			l.state = localFailed
		case ok:
			l.value, l.state = v, localDone
		default:
			l.state = localFailed
		}
	}
}
