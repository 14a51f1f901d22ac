package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy/provenance"
)

// maxFindings bounds what one foreign rule finds in one deployment.
const maxFindings = 10_000

// abroad is the evaluation of foreign rules over one input.
type abroad struct {
	*foreign
	txn     storage.Transaction
	cache   topdown.VirtualCache
	origins *provenance.Origins // of the input; made when a finding has to be located
}

func (e *evaluation) goAbroad() {
	if e.set.foreign == nil {
		return
	}
	e.abroad = &abroad{foreign: e.set.foreign, cache: topdown.NewVirtualCache()}
	e.abroad.txn, _ = e.abroad.store.NewTransaction(e.ctx) // fails only on a store that writes
}

// foreignPolicy evaluates one foreign rule.
func (e *evaluation) foreignPolicy(r *foreignRule) Outcome {
	out := Outcome{ID: r.meta.ID, Applicable: true}
	if r.except != nil {
		v, err := e.askAbroad(r.except, e.input, nil)
		if err != nil {
			out.Err = err
			return out
		}
		if excepted(v, suffix(r.name)) {
			out.Applicable, out.Reason = false, fmt.Sprintf("an exception of package %s silences it", r.pkg)
			return out
		}
	}
	input := e.input
	if r.spec != nil && len(r.spec.Input) > 0 {
		if input = below(input, r.spec.Input); input == nil {
			out.Undefined, out.Reason = true, fmt.Sprintf("the deployment has no input.%s, which it looks at", strings.Join(r.spec.Input, "."))
			return out
		}
	}
	v, err := e.askAbroad(r.ref, input, nil)
	if err != nil {
		out.Err = err
		return out
	}
	return e.judge(r, v, out)
}

// judge turns the value of a rule into an outcome.
func (e *evaluation) judge(r *foreignRule, v ast.Value, out Outcome) Outcome {
	if v == nil && (r.spec == nil || !slices.Contains(r.spec.FailsWhen, config.WhenUndefined)) {
		out.Undefined, out.Reason = true, fmt.Sprintf("data.%s.%s is undefined on this deployment", r.pkg, r.name)
		return out
	}
	items, err := r.items(v)
	if err != nil {
		out.Err = fmt.Errorf("data.%s.%s: %w", r.pkg, r.name, err)
		return out
	}
	if len(items) > maxFindings {
		out.Err = fmt.Errorf("data.%s.%s: it has %d findings, and may have %d", r.pkg, r.name, len(items), maxFindings)
		return out
	}
	out.Violations = e.locate(r, items)
	slices.SortFunc(out.Violations, compareViolations)
	return out
}

// item is one finding, and the value that makes it: a member of the rule, or
// nil where it is the rule itself.
type item struct {
	value     *ast.Term
	key       *ast.Term // of a partial object
	violation Violation
}

// items reads the value of a rule.
func (r *foreignRule) items(v ast.Value) ([]item, error) {
	if r.spec != nil {
		return r.configuredItems(v)
	}
	var out []item
	add := func(t *ast.Term) error {
		violation, err := decodeForeign(t.Value)
		out = append(out, item{value: t, violation: violation})
		return err
	}
	switch v := v.(type) {
	case ast.Set:
		err := v.Iter(add)
		return out, err
	case *ast.Array:
		err := v.Iter(add)
		return out, err
	case ast.Object:
		if r.object {
			err := v.Iter(func(k, t *ast.Term) error {
				err := add(t)
				out[len(out)-1].key = k
				return err
			})
			return out, err
		}
	}
	return nil, fmt.Errorf("it is %s, and not a set or list of texts or of objects with msg. Say what its value means in a rego block of .aicomply/config.hcl", article(v))
}

func article(v ast.Value) string {
	name := ast.ValueName(v)
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// decodeForeign reads a finding as conftest does: a text, or an object whose
// msg is one. path and severity count where they are what ours are; what else
// an object has is its author's.
func decodeForeign(v ast.Value) (Violation, error) {
	out := Violation{Kind: finding.Violation}
	message := v
	if obj, ok := v.(ast.Object); ok {
		msg := obj.Get(ast.InternedTerm("msg"))
		if msg == nil {
			return out, errors.New("a finding is an object without msg")
		}
		message = msg.Value
		if t := obj.Get(ast.InternedTerm("path")); t != nil {
			if p, err := decodePath(t.Value); err == nil {
				out.Path = p
			}
		}
		if t := obj.Get(ast.InternedTerm("severity")); t != nil {
			s, _ := t.Value.(ast.String)
			if severity := finding.Severity(strings.ToLower(string(s))); severity.Valid() {
				out.Severity = severity
			}
		}
	}
	var err error
	if out.Message, err = decodeMessage(message); err != nil {
		if _, ok := v.(ast.Object); ok {
			return out, fmt.Errorf("msg of a finding: %w", err)
		}
		return out, fmt.Errorf("a finding: %w", err)
	}
	return out, nil
}

// configuredItems reads the value of a rule that the configuration names.
func (r *foreignRule) configuredItems(v ast.Value) ([]item, error) {
	when := func(what string) bool { return slices.Contains(r.spec.FailsWhen, what) }
	whole := []item{{violation: configuredViolation(r.spec, nil)}}
	switch v := v.(type) {
	case nil:
		return whole, nil
	case ast.Boolean:
		if when(config.WhenTrue) || when(config.WhenFalse) {
			if bool(v) && when(config.WhenTrue) || !bool(v) && when(config.WhenFalse) {
				return whole, nil
			}
			return nil, nil
		}
	case *ast.Array, ast.Set, ast.Object:
		if when(config.WhenNotEmpty) {
			return r.members(v), nil
		}
	}
	return nil, fmt.Errorf("it is %s, which fails_when of rego %q does not tell of: %s", article(v), r.spec.Label, strings.Join(r.spec.FailsWhen, ", "))
}

func (r *foreignRule) members(v ast.Value) []item {
	var out []item
	add := func(t *ast.Term) { out = append(out, item{value: t, violation: configuredViolation(r.spec, t)}) }
	switch v := v.(type) {
	case *ast.Array:
		v.Foreach(add)
	case ast.Set:
		v.Foreach(add)
	case ast.Object:
		v.Foreach(func(_, t *ast.Term) { add(t) })
	}
	return out
}

// configuredViolation is the finding of one member of a rule's value: it says what the
// configuration says, and what the member says of itself.
func configuredViolation(s *config.Rego, member *ast.Term) Violation {
	out := Violation{Kind: finding.Violation, Message: s.Message, Path: s.Path}
	if member == nil {
		return out
	}
	said, err := decodeForeign(member.Value)
	if err != nil {
		if obj, ok := member.Value.(ast.Object); ok {
			if t := obj.Get(ast.InternedTerm("message")); t != nil {
				said, err = decodeForeign(t.Value)
			}
		}
	}
	if err == nil {
		out.Message = strings.TrimRight(out.Message, ".: ") + ": " + said.Message
		out.Severity = said.Severity
	}
	return out
}

// suffix is what conftest calls a rule in its exceptions: its name without deny_,
// violation_ or warn_.
func suffix(name string) string {
	m := findingRule().FindStringSubmatch(name)
	if m == nil {
		return name
	}
	return strings.TrimPrefix(m[2], "_")
}

// excepted reports whether one of the lists of an exception rule has a name.
func excepted(v ast.Value, name string) bool {
	found := false
	each(v, func(list *ast.Term) {
		each(list.Value, func(t *ast.Term) {
			found = found || t.Value.Compare(ast.String(name)) == 0
		})
	})
	return found
}

func each(v ast.Value, f func(*ast.Term)) {
	switch v := v.(type) {
	case ast.Set:
		v.Foreach(f)
	case *ast.Array:
		v.Foreach(f)
	case ast.Object:
		v.Foreach(func(_, t *ast.Term) { f(t) })
	}
}

// below is the part of an input at a path, or nil.
func below(t *ast.Term, path []string) *ast.Term {
	for _, key := range path {
		if t = provenance.Child(t, key); t == nil {
			return nil
		}
	}
	return t
}

// askAbroad evaluates a reference to a foreign rule and returns its value, or
// nil when it is undefined. With a tracer nothing is skipped: no indexing, no
// early end, and no results of before.
func (e *evaluation) askAbroad(ref ast.Ref, input *ast.Term, trace *tracing) (ast.Value, error) {
	if e.stoppedAlready() {
		return nil, e.stopped()
	}
	cancel, cache := e.cancel, e.abroad.cache
	if trace != nil {
		cancel, cache = trace.cancel, topdown.NewVirtualCache()
	}
	body := ast.NewBody(ast.Equality.Expr(ast.NewTerm(result), ast.NewTerm(ref)))
	q := topdown.NewQuery(body).
		WithCompiler(e.abroad.compiler).WithStore(e.abroad.store).WithTransaction(e.abroad.txn).
		WithInput(input).WithTime(e.opts.Now).WithCancel(cancel).
		WithStrictBuiltinErrors(true).WithVirtualCache(cache)
	if trace != nil {
		q = q.WithQueryTracer(trace.tracer).WithIndexing(false).WithEarlyExit(false)
	} else { // what is evaluated again has said it already
		q = q.WithPrintHook(&e.printed)
	}
	var value ast.Value
	var err error
	if r := e.opts.trace; r != nil && trace == nil {
		defer r.follow(e.set.abroad(), q, body, &value, &err)()
	}
	err = q.Iter(context.WithoutCancel(e.ctx), func(r topdown.QueryResult) error {
		value = r[result].Value
		return nil
	})
	switch {
	case err == nil:
		return value, nil
	case trace != nil:
		return nil, err
	}
	e.abroad.cache = topdown.NewVirtualCache() // see forget
	if topdown.IsCancel(err) || e.stoppedAlready() {
		return nil, e.stopped()
	}
	return nil, evalError(err)
}
