package lint

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rounds bounds how far values are followed from rule to rule.
const rounds = 6

// inference is what is known of rules and of the parameters of functions, from
// the rules and calls of all files that hold no tests.
type inference struct {
	root     *shape
	compiler *ast.Compiler
	rules    []*ast.Rule
	results  map[string]*shape   // of a rule or function, by reference; absent or nil = not known
	params   map[string][]*shape // of a function; an entry is nil when one call passes something unknown
}

func newInference(root *shape, c *ast.Compiler) *inference {
	i := &inference{root: root, compiler: c, results: map[string]*shape{}, params: map[string][]*shape{}}
	for _, name := range slices.Sorted(maps.Keys(c.Modules)) {
		if !isTest(name) {
			i.rules = append(i.rules, c.Modules[name].Rules...)
		}
	}
	return i
}

func (i *inference) run() {
	for range rounds {
		i.results, i.params = i.resultsOf(), i.paramsOf()
	}
}

func nameOf(r *ast.Rule) string {
	return r.Module.Package.Path.Extend(r.Head.Ref().GroundPrefix()).String()
}

// branches are a rule and its else branches.
func branches(r *ast.Rule) []*ast.Rule {
	var out []*ast.Rule
	for ; r != nil; r = r.Else {
		out = append(out, r)
	}
	return out
}

// resultsOf joins what the definitions of each rule come to.
func (i *inference) resultsOf() map[string]*shape {
	out, seen := map[string]*shape{}, map[string]bool{}
	for _, r := range i.rules {
		scope := i.scope(r)
		for _, b := range branches(r) {
			name, s := nameOf(r), scope.result(b)
			if seen[name] {
				s = join(out[name], s)
			}
			out[name], seen[name] = s, true
		}
	}
	return out
}

// result is the shape of what one definition makes.
func (s *scope) result(r *ast.Rule) *shape {
	h := r.Head
	switch {
	case h.RuleKind() == ast.MultiValue && len(h.Ref()) == 1:
		return wrap(s.of(h.Key), func(x *shape) *shape { return &shape{items: x} })
	case h.RuleKind() == ast.MultiValue:
		return nil
	case len(h.Ref()) == 2 && !h.Ref().IsGround():
		return wrap(s.of(h.Value), func(x *shape) *shape { return &shape{values: x} })
	case len(h.Ref()) > 1:
		return nil
	}
	return s.of(h.Value)
}

func wrap(s *shape, f func(*shape) *shape) *shape {
	if s == nil {
		return nil
	}
	return f(s)
}

// paramsOf joins what all calls of each function pass.
func (i *inference) paramsOf() map[string][]*shape {
	out := map[string][]*shape{}
	for _, r := range i.rules {
		scope := i.scope(r)
		ast.WalkExprs(r, func(e *ast.Expr) bool {
			if !e.IsCall() {
				return false
			}
			name := e.Operator().String()
			args := make([]*shape, len(e.Operands()))
			for n, t := range e.Operands() {
				args[n] = scope.of(t)
			}
			before, seen := out[name]
			for n := range args {
				if seen && n < len(before) {
					args[n] = join(before[n], args[n])
				}
			}
			out[name] = args
			return false
		})
	}
	return out
}

// scope is what is known of the variables of one rule.
type scope struct {
	*inference
	vars map[ast.Var]*shape
}

func (i *inference) scope(r *ast.Rule) *scope {
	s := &scope{inference: i, vars: map[ast.Var]*shape{}}
	params := i.params[nameOf(r)]
	for n, t := range r.Head.Args {
		if v, ok := t.Value.(ast.Var); ok && n < len(params) && params[n] != nil {
			s.vars[v] = params[n]
		}
	}
	for range 8 {
		before := len(s.vars)
		ast.WalkExprs(r, func(e *ast.Expr) bool { s.learn(e); return false })
		if len(s.vars) == before {
			break
		}
	}
	return s
}

func (s *scope) learn(e *ast.Expr) {
	switch {
	case len(e.With) > 0 || e.Negated:
	case e.IsEvery():
		every := e.Terms.(*ast.Every)
		s.set(every.Value, s.member(every.Domain))
	case e.IsEquality() || e.IsAssignment():
		s.set(e.Operand(0), s.of(e.Operand(1)))
		s.set(e.Operand(1), s.of(e.Operand(0)))
	case e.IsCall():
		ops := e.Operands()
		if result := s.results[e.Operator().String()]; result != nil && len(ops) > 0 {
			s.set(ops[len(ops)-1], result)
		}
	}
}

func (s *scope) set(t *ast.Term, to *shape) {
	if t == nil || to == nil {
		return
	}
	if v, ok := t.Value.(ast.Var); ok && s.vars[v] == nil {
		s.vars[v] = to
	}
}

// member is the shape of the values of a collection.
func (s *scope) member(t *ast.Term) *shape {
	next, _ := s.of(t).below(ast.VarTerm("any"))
	return next
}

// of is the shape of a term; nil = not known.
func (s *scope) of(t *ast.Term) *shape {
	if t == nil {
		return nil
	}
	switch v := t.Value.(type) {
	case ast.Var:
		return s.vars[v]
	case ast.Ref:
		out, _ := s.follow(v)
		return out
	case *ast.ArrayComprehension:
		return wrap(s.of(v.Term), func(x *shape) *shape { return &shape{items: x} })
	case *ast.SetComprehension:
		return wrap(s.of(v.Term), func(x *shape) *shape { return &shape{items: x} })
	case *ast.ObjectComprehension:
		return wrap(s.of(v.Value), func(x *shape) *shape { return &shape{values: x} })
	}
	return nil
}

// follow is the shape that a reference leads to, and the index of the first
// term that names nothing, or 0.
func (s *scope) follow(ref ast.Ref) (*shape, int) {
	from, at := s.start(ref)
	for i := at; i < len(ref) && from != nil; i++ {
		next, ok := from.below(ref[i])
		if !ok {
			return from, i
		}
		// A set is looked up by its members.
		if from.items != nil {
			if _, number := ref[i].Value.(ast.String); number {
				return nil, 0
			}
		}
		from = next
	}
	return from, 0
}

// start is the shape of a reference's head, and the index of what follows it.
func (s *scope) start(ref ast.Ref) (*shape, int) {
	if ref[0].Equal(ast.InputRootDocument) {
		return s.root, 1
	}
	if !ref[0].Equal(ast.DefaultRootDocument) {
		v, _ := ref[0].Value.(ast.Var)
		return s.vars[v], 1
	}
	for n := len(ref); n > 1; n-- {
		if !ref[:n].IsGround() {
			continue
		}
		if out, ok := s.results[ref[:n].String()]; ok {
			return out, n
		}
	}
	return nil, 1
}
