package policy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// QueryFile is what the places of a query's diagnostics are in.
const QueryFile = "query"

// Query evaluates a query over the input of one deployment, within the bounds
// that policies have, and with all their data. The set was loaded with
// Options.Debug. With an error among the diagnostics, which say where in the
// query, there is no answer. The error is non-nil only for an input that is no
// plain value and for a done ctx.
func (s *Set) Query(ctx context.Context, input map[string]any, query string, o EvalOptions) (*Answer, []finding.Diagnostic, error) {
	if s.debug == nil {
		return nil, nil, errors.New("policies were loaded without what queries need")
	}
	value, err := toValue(input)
	if err != nil {
		return nil, nil, fmt.Errorf("policy input: %w", err)
	}
	q := &asking{set: s, text: query}
	if q.compile(); q.diags.failed() {
		for i, d := range q.diags.list {
			q.diags.list[i].Summary = strings.Replace(d.Summary, "in a policy", "in a query", 1)
		}
		return nil, finding.SortDiagnostics(q.diags.list), nil
	}
	e := s.evaluation(value, o)
	answer, ok := within(ctx, e, func() *Answer { return q.evaluate(e) })
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if !ok {
		answer = &Answer{Err: e.stopped()}
	}
	return answer, nil, nil
}

// asking is a query on its way.
type asking struct {
	set      *Set
	text     string
	diags    diagnostics
	parser   parser
	world    world
	body     ast.Body
	compiler ast.QueryCompiler
	shown    []captured
}

// captured is an expression of the query as it was written, and the variable
// that has its value; without one it is true when it holds.
type captured struct {
	Expression
	value ast.Var
}

func (q *asking) compile() {
	q.parser = parser{diags: &q.diags, caps: capabilities(), texts: map[string][]byte{}}
	q.parser.texts[QueryFile] = []byte(q.text)
	if q.body = q.parser.parseQuery(q.text); q.diags.failed() {
		return
	}
	if q.choose(); q.diags.failed() {
		return
	}
	maps.Copy(q.parser.texts, q.world.texts)
	q.parser.texts[QueryFile] = []byte(q.text)
	q.compiler = q.world.compiler.QueryCompiler().WithEnablePrintStatements(true).WithStrict(false).
		WithStageAfterID("ResolveRefs", ast.QueryCompilerStageDefinition{Name: "Capture", MetricName: "capture", Stage: q.capture})
	body, err := q.compiler.Compile(q.body)
	if err != nil {
		q.parser.report(QueryFile, withoutCaptured(err), "Query does not compile")
		return
	}
	if q.body = body; q.set.debug.schema != nil {
		check := inputCheck{parser: &q.parser, root: newShape(q.set.debug.schema()), aliases: map[ast.Var]*shape{}}
		check.learn(body)
		ast.WalkRefs(body, check.ref)
	}
}

// parseQuery reads expressions, bounded as files are.
func (p *parser) parseQuery(text string) ast.Body {
	whole := rangeAt(QueryFile, []byte(text), 0, len(text))
	if len(text) > maxFile {
		p.diags.addAt(finding.Range{File: QueryFile}, "Query too large", fmt.Sprintf("A query may have at most %d bytes.", maxFile))
		return nil
	}
	if brackets, at := nesting([]byte(text)); brackets > maxBrackets {
		p.tooDeep(rangeAt(QueryFile, []byte(text), at, at+1), fmt.Sprintf("Brackets may be nested %d deep.", maxBrackets))
		return nil
	}
	stmts, _, err := ast.ParseStatementsWithOpts(QueryFile, text, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: p.caps})
	if err != nil {
		p.report(QueryFile, err, "Cannot parse query")
		return nil
	}
	var out ast.Body
	for _, stmt := range stmts {
		body, ok := stmt.(ast.Body)
		if !ok {
			p.diags.addAt(p.rangeOf(stmt.Loc()), "Not a query", "A query is expressions, such as input.system.stage, and defines no rule, package or import.")
			return nil
		}
		for _, e := range body {
			out.Append(e)
		}
	}
	if len(out) == 0 {
		p.diags.addAt(whole, "Empty query", "Write an expression, such as input.system.stage.")
		return nil
	}
	if what := tooDeep(out); what != "" {
		p.tooDeep(whole, what)
	}
	return out
}

// choose finds the world that the query asks about, and reports names below
// data that neither has: they would be undefined, which reads like an answer.
func (q *asking) choose() {
	worlds := q.set.worlds()
	used := map[int]bool{}
	ast.WalkRefs(q.body, func(ref ast.Ref) bool {
		names := namesOf(ref)
		if len(names) == 0 {
			return false
		}
		i := slices.IndexFunc(worlds, func(w world) bool { _, ok := w.below(names); return ok })
		if used[i] = true; i < 0 {
			q.unknown(names, worlds)
		}
		return false
	})
	if used[0] && used[1] && !q.diags.failed() {
		q.diags.addAt(rangeAt(QueryFile, []byte(q.text), 0, len(q.text)), "Query of two worlds",
			"Policies of aicomply and other Rego do not see each other's data. Ask in two queries.")
	}
	if q.world = worlds[0]; used[1] {
		q.world = worlds[1]
	}
}

// namesOf are the constant names with which a reference below data begins.
func namesOf(ref ast.Ref) []*ast.Term {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return nil
	}
	n := 1
	for n < len(ref) && isText(ref[n]) {
		n++
	}
	return ref[1:n]
}

func isText(t *ast.Term) bool {
	_, ok := t.Value.(ast.String)
	return ok
}

// unknown reports the first of the names that is not there.
func (q *asking) unknown(names []*ast.Term, worlds []world) {
	deepest := 0
	var there []string
	for _, w := range worlds {
		n := 0
		for n+1 < len(names) {
			if _, ok := w.below(names[:n+1]); !ok {
				break
			}
			n++
		}
		below, _ := w.below(names[:n])
		if n > deepest {
			deepest, there = n, nil
		}
		if n == deepest {
			there = append(there, below...)
		}
	}
	slices.Sort(there)
	path := "data"
	for _, t := range names[:deepest] {
		path += "." + text(t)
	}
	word := text(names[deepest])
	q.diags.addAt(q.parser.rangeOf(names[deepest].Location), "Unknown name in a query",
		fmt.Sprintf("There is no %q in %s.%s", clip(word), clip(path), suggest.OneOf(word, slices.Compact(there))))
}

// capture makes every expression that has a value bind it to a variable, so that
// the answer can show it. An expression beside others still has to be true.
func (q *asking) capture(_ ast.QueryCompiler, body ast.Body) (ast.Body, error) {
	several := len(body) > 1
	vars := ast.NewVarVisitor().WithParams(ast.VarVisitorParams{SkipRefCallHead: true})
	vars.Walk(body)
	for v := range vars.Vars() {
		several = several || !ast.ReservedVars.Contains(v)
	}
	out := slices.Clone(body)
	for i, e := range body {
		c := captured{}
		if e.Location != nil {
			c.Text, c.Row, c.Col = string(e.Location.Text), e.Location.Row, e.Location.Col
		}
		name := ast.Var(fmt.Sprintf("%sanswer%d", ast.WildcardPrefix, i))
		if !e.Negated && !e.IsAssignment() && !e.IsEquality() && q.bind(e, ast.NewTerm(name).SetLocation(e.Location)) {
			c.value = name
			if several {
				holds := e.Copy()
				holds.Terms, holds.With, holds.Generated = ast.NewTerm(name).SetLocation(e.Location), nil, true
				out.Append(holds)
			}
		}
		q.shown = append(q.shown, c)
	}
	return out, nil
}

// withoutCaptured leaves out what is said of the variables of capture, as each
// only repeats what is wrong with its expression.
func withoutCaptured(err error) error {
	all, ok := errors.AsType[ast.Errors](err)
	if !ok {
		return err
	}
	own := slices.DeleteFunc(slices.Clone(all), func(e *ast.Error) bool { return strings.HasPrefix(e.Message, "var _ ") })
	if len(own) == 0 {
		return err
	}
	return own
}

// bind makes an expression bind its value to a variable, if it has one.
func (q *asking) bind(e *ast.Expr, to *ast.Term) bool {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		e.Terms = ast.Equality.Expr(terms, to).Terms
		return true
	case []*ast.Term:
		t := q.world.compiler.TypeEnv.GetByValue(terms[0].Value)
		if !types.Void(t) && types.Arity(t) == len(terms)-1 {
			e.Terms = append(slices.Clone(terms), to)
			return true
		}
	}
	return false
}
