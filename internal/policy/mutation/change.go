package mutation

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// operators says how an infix operator of OPA is written, and what it becomes.
// A limit is moved by one (< and <=) and turned round (< and >=).
var operators = map[string]struct {
	kind    Kind
	written string
	others  []string
}{
	ast.Equal.Name:         {Comparison, "==", []string{"!="}},
	ast.NotEqual.Name:      {Comparison, "!=", []string{"=="}},
	ast.LessThan.Name:      {Comparison, "<", []string{"<=", ">="}},
	ast.LessThanEq.Name:    {Comparison, "<=", []string{"<", ">"}},
	ast.GreaterThan.Name:   {Comparison, ">", []string{">=", "<="}},
	ast.GreaterThanEq.Name: {Comparison, ">=", []string{">", "<"}},
	ast.Plus.Name:          {Arithmetic, "+", []string{"-"}},
	ast.Minus.Name:         {Arithmetic, "-", []string{"+", "|"}}, // of numbers, and of sets
	ast.Multiply.Name:      {Arithmetic, "*", []string{"/"}},
	ast.Divide.Name:        {Arithmetic, "/", []string{"*"}},
	ast.Rem.Name:           {Arithmetic, "%", []string{"*"}},
	ast.Or.Name:            {Arithmetic, "|", []string{"&"}},
	ast.And.Name:           {Arithmetic, "&", []string{"|"}},
}

// operator changes an infix operator; the same function called by its name stays.
func (f *finder) operator(t *ast.Term, name string) {
	o, ok := operators[name]
	if !ok || !strings.HasPrefix(f.rest(t.Location), o.written) {
		return
	}
	for _, other := range o.others {
		f.add(o.kind, t.Location.Offset, t.Location.Offset+len(o.written), other)
	}
}

var (
	dateText   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^"\d{4}-\d{2}-\d{2}"`) })
	numberText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?`) })
)

// string makes another string of one: a date one day earlier and later,
// anything else one character longer.
func (f *finder) string(t *ast.Term) {
	rest := f.rest(t.Location)
	if rest == "" || rest[0] != '"' && rest[0] != '`' {
		return // a name after a dot
	}
	from, end := t.Location.Offset, stringEnd(rest)
	if date := dateText().FindString(rest); date != "" {
		if day, err := time.Parse(`"`+time.DateOnly+`"`, date); err == nil {
			f.add(Constant, from, from+end, day.AddDate(0, 0, -1).Format(`"`+time.DateOnly+`"`))
			f.add(Constant, from, from+end, day.AddDate(0, 0, 1).Format(`"`+time.DateOnly+`"`))
			return
		}
	}
	if s, _ := t.Value.(ast.String); !strings.Contains(string(s), " ") {
		f.add(Constant, from, from+end, rest[:end-1]+"~"+rest[end-1:end])
	}
}

func (f *finder) number(t *ast.Term) {
	old := numberText().FindString(f.rest(t.Location))
	n, err := strconv.ParseFloat(old, 64)
	if err != nil {
		if t.Location != nil {
			f.lost("number", t.Location)
		}
		return
	}
	for _, other := range []float64{n - 1, n + 1} {
		f.add(Constant, t.Location.Offset, t.Location.Offset+len(old), strconv.FormatFloat(other, 'f', -1, 64))
	}
}

// boolean turns true and false round. The value of a rule without one is true
// and stands nowhere.
func (f *finder) boolean(t *ast.Term, v bool) {
	old := strconv.FormatBool(v)
	if keyword(f.rest(t.Location), old) {
		f.add(Constant, t.Location.Offset, t.Location.Offset+len(old), strconv.FormatBool(!v))
	}
}

// keyword reports whether a text begins with a word.
func keyword(text, word string) bool {
	rest, ok := strings.CutPrefix(text, word)
	return ok && (rest == "" || !strings.ContainsAny(rest[:1], "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
}

// elements takes each element of an array or a set out of it; empty is how the
// value without any is written.
func (f *finder) elements(t *ast.Term, empty string) {
	rest := f.rest(t.Location)
	if rest == "" || rest[0] != '[' && rest[0] != '{' {
		return
	}
	items, end := split(rest)
	from := t.Location.Offset
	for i, item := range items {
		switch {
		case len(items) == 1:
			f.add(Element, from, from+end, empty)
		case i+1 < len(items):
			f.add(Element, from+item.from, from+items[i+1].from, "")
		default:
			f.add(Element, from+items[i-1].to, from+item.to, "")
		}
	}
}

// span is the bytes of a text from one to before another.
type span struct{ from, to int }

// split finds what stands between the commas of a bracket with which a text
// begins, without the space and the comments around it, and where it ends.
func split(text string) (items []span, end int) {
	depth, item := 0, span{-1, -1}
	for i := 0; i < len(text); {
		next := i + 1
		switch c := text[i]; {
		case c == '#':
			comment, _, _ := strings.Cut(text[i:], "\n")
			i += len(comment)
			continue
		case c == '"' || c == '`':
			next = i + stringEnd(text[i:])
		case c == '[' || c == '{' || c == '(':
			if depth++; depth == 1 {
				i++
				continue
			}
		case c == ']' || c == '}' || c == ')':
			depth--
		}
		done := depth == 0
		if done || depth == 1 && text[i] == ',' {
			if item.from >= 0 {
				items = append(items, item)
			}
			if item = (span{-1, -1}); done {
				return items, next
			}
		} else if !strings.ContainsRune(" \t\r\n", rune(text[i])) {
			if item.from < 0 {
				item.from = i
			}
			item.to = next
		}
		i = next
	}
	return nil, 0
}

// stringEnd is the length of the string with which a text begins.
func stringEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return len(text)
}
