package policy

import (
	"fmt"
	"io/fs"
	"regexp"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/print"
)

// The bounds of what one question prints.
const (
	maxPrints  = 100 // calls
	maxPrinted = 500 // bytes of one
)

// printed collects what print() says: texts that begin with their place, bounded
// by guardPrint, not escaped.
type printed []string

// Print makes it a hook of OPA.
func (p *printed) Print(_ print.Context, text string) error {
	*p = append(*p, text)
	return nil
}

// guardPrint makes every print() say where it stands, as in "a/b/b.rego:12: text",
// and bounds each text and their number.
func guardPrint() {
	original := topdown.GetBuiltin(ast.InternalPrint.Name)
	topdown.RegisterBuiltinFunc(ast.InternalPrint.Name, func(bc topdown.BuiltinContext, ops []*ast.Term, iter func(*ast.Term) error) error {
		if bc.PrintHook == nil {
			return iter(nil)
		}
		type calls struct{} // of one query
		n, ok := bc.Cache.Get(calls{})
		if !ok {
			n = new(int)
			bc.Cache.Put(calls{}, n)
		}
		hook := boundedPrint{to: bc.PrintHook, calls: n.(*int)}
		if *hook.calls > maxPrints {
			return iter(nil)
		}
		bc.PrintHook = hook
		return original(bc, ops, iter)
	})
}

type boundedPrint struct {
	to    print.Hook
	calls *int
}

func (b boundedPrint) Print(at print.Context, text string) error {
	switch *b.calls++; {
	case *b.calls > maxPrints+1:
		return nil
	case *b.calls > maxPrints:
		text = "further calls of print() are not shown"
	}
	place := ""
	if at.Location != nil {
		place = fmt.Sprintf("%s:%d: ", at.Location.File, at.Location.Row)
	}
	return b.to.Print(at, place+clipTo(text, maxPrinted))
}

// prints reports whether a policy of the sources may print. What cannot be read
// does not; whoever loads it says why.
func prints(o Options) bool {
	call := regexp.MustCompile(`\bprint\s*\(`)
	found := false
	for _, s := range (&pack{opts: o}).sources() {
		entries := 0
		_ = fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if entries++; err != nil || entries > maxEntries || found {
				return fs.SkipAll
			}
			if skippedDir(name, d) {
				return fs.SkipDir
			}
			if d.IsDir() || roleOf(name) == roleIgnored || roleOf(name) == roleTest {
				return nil
			}
			text, err := readFile(s.FS, name, maxFile)
			found = err == nil && call.Match(text)
			return nil
		})
	}
	return found
}
