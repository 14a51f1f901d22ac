package policytest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/policy"
)

// locateTimeout bounds how long failed tests are evaluated again to find out
// where they failed, and maxFailedCases the cases of one table that are named.
const (
	locateTimeout  = 5 * time.Second
	maxFailedCases = 5
)

// locate evaluates failed tests once more, to say which line they got to. What
// takes too long is left without.
func locate(ctx context.Context, suite *policy.Suite, txn storage.Transaction, results []Result) {
	ctx, stop := context.WithTimeout(ctx, locateTimeout)
	defer stop()
	for i := range results {
		if r := &results[i]; r.Status == Fail && r.FailedAt == "" && ctx.Err() == nil {
			r.FailedAt = failedAt(ctx, suite, txn, *r)
		}
	}
}

func failedAt(ctx context.Context, suite *policy.Suite, txn storage.Transaction, r Result) string {
	t := &lastFailure{file: r.File, line: r.Line}
	query, err := rego.New(rego.Store(suite.Store), rego.Transaction(txn), rego.Compiler(suite.Compiler), rego.Query("data."+r.Package+"."+r.Name)).PrepareForEval(ctx)
	if err != nil {
		return ""
	}
	if _, err := query.Eval(ctx, rego.EvalTransaction(txn), rego.EvalQueryTracer(t), rego.EvalRuleIndexing(false)); err != nil || t.at == nil {
		return ""
	}
	text, _, _ := strings.Cut(string(t.at.Text), "\n")
	return fmt.Sprintf("at line %d: %s", t.at.Row, text)
}

// lastFailure remembers the last expression of a test's own body that failed, in
// the order of the text: those before it held.
type lastFailure struct {
	file    string
	line    int
	queries map[uint64]bool // that evaluate the test
	at      *ast.Location
}

// Enabled reports that there is something to trace.
func (t *lastFailure) Enabled() bool { return true }

// Config asks for no values of variables.
func (t *lastFailure) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent notes where the test failed.
func (t *lastFailure) TraceEvent(e topdown.Event) {
	switch node := e.Node.(type) {
	case *ast.Rule:
		if e.Op == topdown.EnterOp && node.Location != nil && node.Location.File == t.file && node.Location.Row == t.line {
			if t.queries == nil {
				t.queries = map[uint64]bool{}
			}
			t.queries[e.QueryID] = true
		}
	case *ast.Expr:
		if l := node.Location; e.Op == topdown.FailOp && t.queries[e.QueryID] && l != nil && (t.at == nil || l.Offset >= t.at.Offset) {
			t.at = l
		}
	}
}

// failedCases names the cases of a table that failed, or is "".
func failedCases(r *tester.Result) string {
	var out []string
	for name, sub := range r.SubResults.Iter {
		if sub.Fail && len(sub.SubResults) == 0 {
			out = append(out, strings.Join(name, "/"))
		}
	}
	if slices.Sort(out); len(out) > maxFailedCases {
		out = append(out[:maxFailedCases], fmt.Sprintf("%d more", len(out)-maxFailedCases))
	}
	if len(out) == 0 {
		return ""
	}
	return "in case " + strings.Join(out, ", ")
}
