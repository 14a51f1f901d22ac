package trace

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxValue is how many bytes of a value are shown.
const maxValue = 80

// Short is a value on one line, cut short. Of a large one only the beginning is
// written. A nil term is "".
func Short(t *ast.Term) string {
	if t == nil {
		return ""
	}
	var b brief
	b.term(t)
	return clip(b.String(), maxValue)
}

// brief writes terms until there is enough.
type brief struct {
	strings.Builder
}

func (b *brief) term(t *ast.Term) {
	if b.Len() > maxValue {
		return
	}
	switch v := t.Value.(type) {
	case ast.String:
		b.WriteString(ast.String(clip(string(v), maxValue)).String())
	case *ast.Array:
		b.list("[", "]", v.Len(), v.Elem)
	case ast.Set:
		if v.Len() == 0 {
			b.WriteString("set()")
			return
		}
		members := v.Slice()
		b.list("{", "}", len(members), func(i int) *ast.Term { return members[i] })
	case ast.Object:
		keys := v.Keys()
		b.list("{", "}", len(keys), func(i int) *ast.Term {
			b.term(keys[i])
			b.WriteString(": ")
			return v.Get(keys[i])
		})
	default:
		b.WriteString(v.String())
	}
}

func (b *brief) list(begin, end string, n int, at func(int) *ast.Term) {
	b.WriteString(begin)
	for i := 0; i < n && b.Len() <= maxValue; i++ {
		if i > 0 {
			b.WriteString(", ")
		}
		b.term(at(i))
	}
	b.WriteString(end)
}

// clip cuts a text after so many bytes, and says so with an ellipsis.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
