package policy

import (
	"errors"
	"maps"
	"slices"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A blob holds rules as the evaluator looks for them: a tree of names, with the
// rules of each name in a part of their own. OPA gives each name an index, which
// says by looking at the input which of the rules can matter. That of most names
// looks at nothing, and returns the same rules always. They are read when they
// are first asked for, which for many is never.

// The bits of a node.
const (
	nodeHidden = 1 << iota
	nodeConstant
	nodeMultiValue // of a constant node, what its index says
	nodeEarlyExit
	nodeEarlyExitAll
	nodeGroundRefs
)

var errDamaged = errors.New("the compiled policies are damaged")

// asked is a resolver that notes whether an index asks anything.
type asked struct{ any bool }

func (a *asked) Resolve(ast.Ref) (ast.Value, error) {
	a.any = true
	return nil, nil
}

// IndexEveryCandidateEvaluated makes an index ask all that it ever does.
func (a *asked) IndexEveryCandidateEvaluated() bool { return true }

// constantBits are those of a node whose index returns its rules whatever the
// input is; ok is false for others. An index that asks nothing of its resolver
// has nothing else to go by.
func constantBits(n *ast.TreeNode) (flags int, ok bool) {
	if n.Index == nil || len(n.Values) == 0 {
		return 0, false
	}
	var a asked
	some, err := n.Index.Lookup(&a)
	if err != nil || a.any {
		return 0, false
	}
	all, err := n.Index.AllRules(nil)
	if err != nil {
		return 0, false
	}
	rules, fallback := split(n.Values)
	for _, r := range []*ast.IndexResult{some, all} {
		if !slices.Equal(r.Rules, rules) || r.Default != fallback || len(r.Else) > 0 {
			return 0, false
		}
	}
	return bits(n.Hide, true, some.Kind == ast.MultiValue, some.EarlyExit, all.EarlyExit, some.OnlyGroundRefs), true
}

// split takes the default apart from the other rules of a name.
func split(values []*ast.Rule) (rules []*ast.Rule, fallback *ast.Rule) {
	for _, r := range values {
		if r.Default {
			fallback = r
		} else {
			rules = append(rules, r)
		}
	}
	return rules, fallback
}

// modules writes the files that rules stand in, and then the tree of rules.
func (e *encoder) modules(c *ast.Compiler) {
	names := slices.Sorted(maps.Keys(c.Modules))
	ids := map[string]int{}
	e.number(len(names))
	for i, name := range names {
		m := c.Modules[name]
		e.file, ids[name] = name, i
		e.text(name)
		e.terms(m.Package.Path)
		if len(m.Imports) > 0 || len(m.Annotations) > 0 {
			e.fail("imports or METADATA after compiling")
		}
	}
	e.node(c, c.RuleTree, ids)
}

func (e *encoder) node(c *ast.Compiler, n *ast.TreeNode, files map[string]int) {
	indexed := slices.ContainsFunc(n.Values, func(r *ast.Rule) bool { return hasIndex(c, r) })
	flags, constant := constantBits(n)
	if !constant || indexed {
		flags = bits(n.Hide)
	}
	e.number(flags)
	e.number(len(n.Values))
	if flags&nodeConstant != 0 {
		e.number(len(n.Values[0].Head.Args))
	}
	if len(n.Values) > 0 {
		outer := e.out
		e.out = nil
		for _, r := range n.Values {
			e.ruleOf(c, r, files)
		}
		part := e.out
		e.out = outer
		e.number(len(part))
		e.out = append(e.out, part...)
	}
	e.number(len(n.Sorted))
	for _, key := range n.Sorted {
		e.term(ast.NewTerm(key))
		e.node(c, n.Children[key], files)
	}
}

func (e *encoder) ruleOf(c *ast.Compiler, r *ast.Rule, files map[string]int) {
	if r.Location == nil {
		e.fail("a rule without a place")
		return
	}
	id, ok := files[r.Location.File]
	if !ok {
		e.fail("a place in %s", r.Location.File)
	}
	e.file, e.row = r.Location.File, 0
	e.number(id)
	e.bool(hasIndex(c, r))
	e.astRule(r)
}

// hasIndex reports whether a rule holds a comprehension that the compiler found
// an index for.
func hasIndex(c *ast.Compiler, r *ast.Rule) bool {
	found := false
	ast.WalkTerms(r, func(t *ast.Term) bool {
		found = found || c.ComprehensionIndex(t) != nil
		return found
	})
	return found
}

// compiled is what a blob says of its rules.
type compiled struct {
	tree     *ast.TreeNode
	constant []*ast.TreeNode        // those nodes of the tree, which have no values yet
	indexed  map[string]*ast.Module // the rules with a comprehension to index, by file
}

func (d *decoder) compiled() compiled {
	d.files = make([]*ast.Module, d.length())
	for i := range d.files {
		d.file, d.place = d.text(), nil
		path := ast.Ref(d.terms())
		if !isPackage(path) {
			d.fail()
			break
		}
		d.files[i] = &ast.Module{Package: &ast.Package{Path: path, Location: d.newPlace(1)}}
	}
	c := compiled{indexed: map[string]*ast.Module{}}
	c.tree = d.node(&c, nil)
	return c
}

func (d *decoder) node(c *compiled, key ast.Value) *ast.TreeNode {
	n := &ast.TreeNode{Key: key}
	if !d.enter() {
		return n
	}
	defer d.leave()
	flags := d.number()
	n.Hide = flags&nodeHidden != 0
	switch count := d.length(); {
	case count == 0:
	case flags&nodeConstant != 0:
		x := &constant{from: d, count: count, arity: d.length(), flags: flags}
		x.part = d.cut(d.number())
		n.Index = x
		c.constant = append(c.constant, n)
	default:
		part := d.cut(d.number())
		rest := d.in
		d.in = part
		if n.Values = d.rulesOf(count, c.indexed); d.err() != nil {
			d.fail()
		} else {
			d.in = rest
		}
	}
	children := d.length()
	if children == 0 {
		return n
	}
	n.Children, n.Sorted = make(map[ast.Value]*ast.TreeNode, children), make([]ast.Value, 0, children)
	for range children {
		key := d.term().Value
		switch key.(type) {
		case ast.String, ast.Var, ast.Number, ast.Boolean, ast.Null:
		default:
			d.fail()
		}
		if d.failed {
			return n
		}
		n.Sorted = append(n.Sorted, key)
		n.Children[key] = d.node(c, key)
	}
	return n
}

// rulesOf reads the rules of a name, and notes those with a comprehension to index.
func (d *decoder) rulesOf(count int, indexed map[string]*ast.Module) []*ast.Rule {
	rules := make([]*ast.Rule, 0, count)
	for range count {
		id := d.number()
		if id >= len(d.files) {
			d.fail()
		}
		hasIndex := d.bool()
		if d.failed {
			return nil
		}
		d.module, d.place = d.files[id], nil
		d.file = d.module.Package.Location.File
		r := d.astRule()
		rules = append(rules, r)
		if hasIndex && indexed != nil {
			if indexed[d.file] == nil {
				indexed[d.file] = &ast.Module{Package: d.module.Package}
			}
			indexed[d.file].Rules = append(indexed[d.file].Rules, r)
		}
	}
	return rules
}

// constant is the index of a name that returns the same rules always, which it
// reads when they are first asked for. It is safe for concurrent use.
type constant struct {
	from  *decoder
	part  string // of the blob
	count int    // rules
	arity int    // their arguments
	flags int
	ready atomic.Pointer[constantRules]
}

type constantRules struct {
	rules    []*ast.Rule
	fallback *ast.Rule
	err      error
}

func (x *constant) get() *constantRules {
	if r := x.ready.Load(); r != nil {
		return r
	}
	return x.read()
}

func (x *constant) read() *constantRules {
	d := x.from
	d.lazily.Lock()
	defer d.lazily.Unlock()
	if r := x.ready.Load(); r != nil {
		return r
	}
	d.in, d.failed, d.depth = x.part, false, 0
	out := &constantRules{}
	out.rules, out.fallback = split(d.rulesOf(x.count, nil))
	if d.err() != nil {
		out = &constantRules{err: errDamaged}
	}
	x.ready.Store(out)
	return out
}

// Build is never called: the index was built before the blob was made.
func (x *constant) Build([]*ast.Rule) bool { return true }

// Lookup returns the rules.
func (x *constant) Lookup(ast.ValueResolver) (*ast.IndexResult, error) {
	return x.result(nodeEarlyExit)
}

// AllRules returns the rules.
func (x *constant) AllRules(ast.ValueResolver) (*ast.IndexResult, error) {
	return x.result(nodeEarlyExitAll)
}

func (x *constant) result(earlyExit int) (*ast.IndexResult, error) {
	c := x.get()
	if c.err != nil {
		return nil, c.err
	}
	r := ast.IndexResultPool.Get() // the evaluator puts it back
	r.Kind = ast.RuleKind(bits(x.flags&nodeMultiValue != 0))
	r.Rules = append(r.Rules[:0], c.rules...)
	clear(r.Else)
	r.Default = c.fallback
	r.EarlyExit = x.flags&earlyExit != 0
	r.OnlyGroundRefs = x.flags&nodeGroundRefs != 0
	return r, nil
}

// compiler is one that holds the rules, with no checks and no rewriting. The
// indices that are not constant are built by OPA.
//
// Rules that no compiler made, as a damaged blob may hold, can make it fail or
// panic; then there is none.
func (c compiled) compiler() (out *ast.Compiler) {
	defer func() {
		if recover() != nil || out.Failed() {
			out = nil
		}
	}()
	out = ast.NewCompiler().WithSkipStages(skipped()...).WithCapabilities(capabilities()).WithVirtual(c.isVirtual)
	after(out, firstStage, func() { out.Modules, out.RuleTree = c.indexed, c.tree })
	after(out, ast.StageBuildRuleIndices, c.placehold)
	// Compile copies the modules that it is given; the rules are those of the tree.
	empty := make(map[string]*ast.Module, len(c.indexed))
	for name, m := range c.indexed {
		empty[name] = &ast.Module{Package: m.Package}
	}
	out.Compile(empty)
	return out
}

func after(c *ast.Compiler, stage ast.StageID, do func()) {
	c.WithStageAfterID(stage, ast.CompilerStageDefinition{
		Name: "After" + string(stage), MetricName: "after_" + string(stage),
		Stage: func(*ast.Compiler) *ast.Error { do(); return nil },
	})
}

// placehold gives the constant nodes rules of which there are as many as those
// not read yet, with as many arguments; nothing else is asked of the rules of a
// node. It is done last: OPA would build an index of any node with rules.
func (c compiled) placehold() {
	blanks := map[int]*ast.Rule{}
	for _, n := range c.constant {
		x := n.Index.(*constant)
		blank := blanks[x.arity]
		if blank == nil {
			blank = &ast.Rule{Head: &ast.Head{Args: make(ast.Args, x.arity)}}
			blanks[x.arity] = blank
		}
		n.Values = slices.Repeat([]*ast.Rule{blank}, x.count)
	}
}

// firstStage is one that has nothing to do.
const firstStage = ast.StageRemoveImports

// skipped are the stages that have no work once modules went through all.
func skipped() []ast.StageID {
	return slices.DeleteFunc(slices.Clone(ast.AllStages()), func(s ast.StageID) bool {
		return s == firstStage || s == ast.StageBuildRuleIndices || s == ast.StageBuildComprehensionIndices
	})
}

// isVirtual reports whether a reference is to rules, as OPA does once all nodes
// have theirs.
func (c compiled) isVirtual(ref ast.Ref) bool {
	node := c.tree
	for _, t := range ref.GroundPrefix() {
		node = node.Child(t.Value)
		if node == nil {
			return false
		}
		if len(node.Values) > 0 || node.Index != nil {
			return true
		}
	}
	return true
}

// whole reports whether all rules of a set can be read.
func (s *Set) whole() bool {
	whole := true
	s.compiler.RuleTree.DepthFirst(func(n *ast.TreeNode) bool {
		if x, ok := n.Index.(*constant); ok && x.get().err != nil {
			whole = false
		}
		return false
	})
	return whole
}
