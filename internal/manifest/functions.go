package manifest

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type function func(ev *evaluator, args []value, at span) (value, bool)

func functionNames() []string {
	return []string{"concat", "distinct", "format", "lower", "setunion", "upper"}
}

// functionOf is the function of that name, or nil. All are pure: the result
// depends on the arguments alone.
func functionOf(name string) function {
	switch name {
	case "concat":
		return concat
	case "distinct":
		return distinct
	case "format":
		return format
	case "lower":
		return mapText(name, strings.ToLower)
	case "setunion":
		return setunion
	case "upper":
		return mapText(name, strings.ToUpper)
	}
	return nil
}

func (ev *evaluator) call(src *source, e *hclsyntax.FunctionCallExpr, depth int) (value, bool) {
	at := src.span(e.Range())
	f := functionOf(e.Name)
	if f == nil {
		ev.ds.add(src.span(e.NameRange), "Unknown function", "There is no function %q. The functions are %s.%s", e.Name, all(functionNames(), "and"), ev.hints.nearest(e.Name, functionNames()))
		return value{}, false
	}
	if ev.spent {
		return value{}, false // what is made from now on is too much
	}
	if e.ExpandFinal {
		ev.ds.add(at, "Unsupported expression", "Arguments cannot be expanded with \"...\".")
		return value{}, false
	}
	args, ok := make([]value, 0, len(e.Args)), true
	for _, a := range e.Args {
		v, good := ev.eval(src, a, depth)
		v.span = src.span(a.Range())
		args, ok = append(args, v), ok && good
	}
	if !ok {
		return value{}, false
	}
	v, ok := f(ev, args, at)
	v.span = at
	return v, ok
}

func (ev *evaluator) wrongArgument(at span, name, want string) (value, bool) {
	ev.ds.add(at, "Wrong argument", "%s() takes %s.", name, want)
	return value{}, false
}

func concat(ev *evaluator, args []value, at span) (value, bool) {
	out := value{kind: kindList}
	for _, a := range args {
		if a.kind != kindList {
			return ev.wrongArgument(a.span, "concat", "lists")
		}
		if !ev.spend(len(a.list), at) {
			return value{}, false
		}
		out.list = append(out.list, a.list...)
	}
	return out, true
}

func distinct(ev *evaluator, args []value, at span) (value, bool) {
	if len(args) != 1 || args[0].kind != kindList {
		return ev.wrongArgument(at, "distinct", "one list")
	}
	return unique(args[0].list), ev.spend(len(args[0].list), at)
}

// setunion keeps the order of first appearance, so that a finding's place does
// not depend on the alphabet.
func setunion(ev *evaluator, args []value, at span) (value, bool) {
	all, ok := concat(ev, args, at)
	if !ok {
		return value{}, false
	}
	return unique(all.list), true
}

func unique(list []value) value {
	type key struct {
		kind kind
		text string
		bool bool
	}
	out := value{kind: kindList}
	seen := map[key]bool{}
	for _, v := range list {
		k := key{v.kind, v.text, v.bool}
		if !seen[k] {
			seen[k] = true
			out.list = append(out.list, v)
		}
	}
	return out
}

func mapText(name string, f func(string) string) function {
	return func(ev *evaluator, args []value, at span) (value, bool) {
		if len(args) != 1 || args[0].kind != kindString {
			return ev.wrongArgument(at, name, "one text")
		}
		return ev.str(f(args[0].text), at)
	}
}

// format knows %s, %d and %v, each of which takes a text or a number, and %%.
func format(ev *evaluator, args []value, at span) (value, bool) {
	const usage = "a text with %s, %d or %v for each text or number that follows it"
	if len(args) == 0 || args[0].kind != kindString {
		return ev.wrongArgument(at, "format", usage)
	}
	var b strings.Builder
	pattern, rest := args[0].text, args[1:]
	for i := 0; i < len(pattern) && b.Len() <= maxString; i++ { // str reports what is longer
		if pattern[i] != '%' {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		switch {
		case i < len(pattern) && pattern[i] == '%':
			b.WriteByte('%')
		case i < len(pattern) && strings.IndexByte("sdv", pattern[i]) >= 0 && len(rest) > 0 && (rest[0].kind == kindString || rest[0].kind == kindNumber):
			b.WriteString(rest[0].text)
			rest = rest[1:]
		default:
			return ev.wrongArgument(at, "format", usage)
		}
	}
	if len(rest) > 0 && b.Len() <= maxString {
		return ev.wrongArgument(at, "format", usage)
	}
	return ev.str(b.String(), at)
}
