package lint

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// texts reports calls of sprintf whose text has another number of places than
// there are values for: the message would say %!s(MISSING) or %!(EXTRA …).
func (c *checker) texts(m *ast.Module) {
	ast.WalkTerms(m, func(t *ast.Term) bool {
		call, ok := t.Value.(ast.Call)
		if !ok || len(call) != 3 || call[0].String() != ast.Sprintf.Name {
			return false
		}
		format, isText := call[1].Value.(ast.String)
		values, isArray := call[2].Value.(*ast.Array)
		if !isText || !isArray {
			return false
		}
		if n, known := verbs(string(format)); known && n != values.Len() {
			c.warn(t.Location, "Text and values do not match", "Places to fill in: %d, values: %d. Write one %%v for each value, and %%%% for a percent sign.", n, values.Len())
		}
		return false
	})
}

// verbs counts what a format takes; known is false if it says which values it
// takes, or takes a width from them.
func verbs(format string) (n int, known bool) {
	for {
		_, rest, ok := strings.Cut(format, "%")
		if !ok {
			return n, true
		}
		verb := strings.TrimLeft(rest, "+-# 0123456789.")
		switch {
		case verb == "":
			return n + 1, true
		case verb[0] == '[' || verb[0] == '*':
			return 0, false
		case verb[0] != '%':
			n++
		}
		format = verb[1:]
	}
}
