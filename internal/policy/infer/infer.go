package infer

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rounds bounds how far values are followed from rule to rule.
const rounds = 6

// Inference is what is known of rules and of the parameters of functions, from
// all rules and calls.
type Inference struct {
	root    *Shape
	rules   []*ast.Rule
	byName  map[string][]*ast.Rule
	results map[string]*Shape   // of a rule or function, by reference; absent or nil = not known
	params  map[string][]*Shape // of a function; an entry is nil when one call passes something unknown
}

// New follows an input of the shape root through compiled modules, which should
// hold no tests.
func New(root *Shape, modules map[string]*ast.Module) *Inference {
	i := &Inference{root: root, byName: map[string][]*ast.Rule{}, results: map[string]*Shape{}, params: map[string][]*Shape{}}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		i.rules = append(i.rules, modules[name].Rules...)
	}
	for _, r := range i.rules {
		i.byName[nameOf(r)] = append(i.byName[nameOf(r)], r)
	}
	for range rounds {
		i.results, i.params = i.resultsOf(), i.paramsOf()
	}
	return i
}

// Params are the shapes of a function's parameters.
func (i *Inference) Params(r *ast.Rule) []*Shape { return i.params[nameOf(r)] }

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
func (i *Inference) resultsOf() map[string]*Shape {
	out, seen := map[string]*Shape{}, map[string]bool{}
	for _, r := range i.rules {
		scope := i.Scope(r)
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
func (s *Scope) result(r *ast.Rule) *Shape {
	h := r.Head
	switch {
	case h.RuleKind() == ast.MultiValue && len(h.Ref()) == 1:
		return wrap(s.Of(h.Key), func(x *Shape) *Shape { return &Shape{Items: x} })
	case h.RuleKind() == ast.MultiValue:
		return nil
	case len(h.Ref()) == 2 && !h.Ref().IsGround():
		return wrap(s.Of(h.Value), func(x *Shape) *Shape { return &Shape{Values: x} })
	case len(h.Ref()) > 1:
		return nil
	}
	return s.Of(h.Value)
}

func wrap(s *Shape, f func(*Shape) *Shape) *Shape {
	if s == nil {
		return nil
	}
	return f(s)
}

// paramsOf joins what all calls of each function pass.
func (i *Inference) paramsOf() map[string][]*Shape {
	out := map[string][]*Shape{}
	for _, r := range i.rules {
		scope := i.Scope(r)
		ast.WalkExprs(r, func(e *ast.Expr) bool {
			if !e.IsCall() {
				return false
			}
			name := e.Operator().String()
			args := make([]*Shape, len(e.Operands()))
			for n, t := range e.Operands() {
				if len(e.With) == 0 { // else the input may be another
					args[n] = scope.Of(t)
				}
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

// Scope is what is known of the variables of one rule.
type Scope struct {
	*Inference
	vars map[ast.Var]*Shape
}

// Scope learns what is known of the variables of a rule.
func (i *Inference) Scope(r *ast.Rule) *Scope {
	s := &Scope{Inference: i, vars: map[ast.Var]*Shape{}}
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

func (s *Scope) learn(e *ast.Expr) {
	switch {
	case len(e.With) > 0 || e.Negated:
	case e.IsEvery():
		every := e.Terms.(*ast.Every)
		s.set(every.Value, s.Member(every.Domain))
	case e.IsEquality() || e.IsAssignment():
		s.set(e.Operand(0), s.Of(e.Operand(1)))
		s.set(e.Operand(1), s.Of(e.Operand(0)))
	case e.IsCall():
		ops := e.Operands()
		if result := s.results[e.Operator().String()]; result != nil && len(ops) > 0 {
			s.set(ops[len(ops)-1], result)
		}
	}
}

func (s *Scope) set(t *ast.Term, to *Shape) {
	if t == nil || to == nil {
		return
	}
	if v, ok := t.Value.(ast.Var); ok && s.vars[v] == nil {
		s.vars[v] = to
	}
}

// Member is the shape of the values of a collection.
func (s *Scope) Member(t *ast.Term) *Shape {
	next, _ := s.Of(t).Below(ast.VarTerm("any"))
	return next
}

// Of is the shape of a term; nil = not known.
func (s *Scope) Of(t *ast.Term) *Shape {
	if t == nil {
		return nil
	}
	switch v := t.Value.(type) {
	case ast.Var:
		if t.Equal(ast.InputRootDocument) {
			return s.root
		}
		return s.vars[v]
	case ast.Ref:
		out, unknown := s.Follow(v)
		if unknown > 0 {
			return never
		}
		return out
	case *ast.ArrayComprehension:
		return wrap(s.Of(v.Term), func(x *Shape) *Shape { return &Shape{Items: x} })
	case *ast.SetComprehension:
		return wrap(s.Of(v.Term), func(x *Shape) *Shape { return &Shape{Items: x} })
	case *ast.ObjectComprehension:
		return wrap(s.Of(v.Value), func(x *Shape) *Shape { return &Shape{Values: x} })
	}
	return nil
}

// Follow is the shape that a reference leads to, and the index of the first
// term that names nothing, or 0.
func (s *Scope) Follow(ref ast.Ref) (*Shape, int) {
	from, at := s.start(ref)
	for i := at; i < len(ref) && from != nil; i++ {
		next, ok := from.Below(ref[i])
		if !ok {
			return from, i
		}
		// A set is looked up by its members.
		if from.Items != nil {
			if _, number := ref[i].Value.(ast.String); number {
				return nil, 0
			}
		}
		from = next
	}
	return from, 0
}

// start is the shape of a reference's head, and the index of what follows it.
func (s *Scope) start(ref ast.Ref) (*Shape, int) {
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
