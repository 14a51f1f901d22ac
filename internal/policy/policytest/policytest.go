// Package policytest runs the tests of policies, the rules named test_… in
// files that end in _test.rego, with OPA's own test runner. It is apart from
// package policy because that runner is slow to start and no check needs it.
package policytest

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
)

// defaultTimeout is how long one test may take when nothing else is said.
const defaultTimeout = 10 * time.Second

// Options say which tests to run. The zero value runs all of them.
type Options struct {
	Run     string        // regular expression on "package.test_name"; "" = all
	Timeout time.Duration // of each test; 0 = 10 s
	Jobs    int           // tests that run at a time; 0 = as many as there are processors

	// Where asks at which line each failed test failed, for which it is evaluated
	// again.
	Where bool

	// Coverage asks which lines are evaluated, by the tests and by Cases.
	Coverage bool
	Cases    []Case
}

// Status is how a test ended.
type Status string

// The statuses of a test.
const (
	Pass  Status = "pass"
	Fail  Status = "fail"
	Skip  Status = "skip"  // named todo_test_…
	Error Status = "error" // it could not be evaluated
)

// Result is how one test ended.
type Result struct {
	Package  string        // "aicomply.policies.transfer.no_mechanism_test"
	Name     string        // "test_denies"
	File     string        // as diagnostics call it
	Line     int           // of the test
	Status   Status        // how it ended
	FailedAt string        // "at line 12: count(deny) == 1" or "in case two", of a failed test where it is known
	Err      error         // of Error
	Output   string        // what it printed, each text after its place
	Duration time.Duration // not deterministic
}

// Run runs the tests of the sources. Results come by
// package, name and line. With an error among the diagnostics no test ran.
func Run(ctx context.Context, o policy.Options, t Options) ([]Result, []finding.Diagnostic) {
	results, _, diags := RunCovered(ctx, o, t)
	return results, diags
}

// RunCovered is Run, and says how much of each file was evaluated if
// Options.Coverage asks for it: files by name, without those that hold tests.
func RunCovered(ctx context.Context, o policy.Options, t Options) ([]Result, []Coverage, []finding.Diagnostic) {
	if _, err := regexp.Compile(t.Run); err != nil {
		return nil, nil, []finding.Diagnostic{{Severity: finding.Error, Summary: "Not a regular expression", Detail: fmt.Sprintf("The pattern of tests to run: %v.", err)}}
	}
	suites, diags := policy.LoadSuites(o)
	var found []Result
	var covered []Coverage
	for _, suite := range suites {
		results, lines, err := run(ctx, suite, t)
		if err != nil {
			return nil, nil, suite.Explain(err)
		}
		found, covered = append(found, results...), append(covered, lines...)
	}
	slices.SortFunc(found, func(a, b Result) int {
		return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Name, b.Name), strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return found, covered, diags
}

func run(ctx context.Context, suite *policy.Suite, t Options) ([]Result, []Coverage, error) {
	txn, err := suite.Store.NewTransaction(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("test data: %w", err)
	}
	defer suite.Store.Abort(ctx, txn)
	if !t.Coverage {
		found, err := collect(ctx, suite, txn, t, nil)
		return found, nil, err
	}
	lines := cover.New()
	found, err := collect(ctx, suite, txn, t, lines)
	var seen held
	if err == nil && !suite.Foreign {
		seen, err = evaluate(ctx, suite, txn, t, lines)
	}
	return found, coverageOf(lines, suite, seen), err
}

func collect(ctx context.Context, suite *policy.Suite, txn storage.Transaction, t Options, lines *cover.Cover) ([]Result, error) {
	runner := tester.NewRunner().
		SetCompiler(suite.Compiler.WithEnablePrintStatements(true)).
		SetStore(suite.Store).
		SetModules(suite.Modules).
		CapturePrintOutput(true).
		RaiseBuiltinErrors(true).
		SetParallel(cmp.Or(t.Jobs, runtime.GOMAXPROCS(0))).
		SetTimeout(cmp.Or(t.Timeout, defaultTimeout)).
		Filter(t.Run)
	if lines != nil {
		runner.SetCoverageQueryTracer(lines)
	}
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, err
	}
	var out []Result
	for r := range results {
		out = append(out, newResult(r, cmp.Or(t.Timeout, defaultTimeout)))
	}
	if t.Where {
		locate(ctx, suite, txn, out)
	}
	return out, ctx.Err()
}

func newResult(r *tester.Result, timeout time.Duration) Result {
	out := Result{
		Package: strings.TrimPrefix(r.Package, "data."), Name: r.Name, Status: Pass,
		Err: r.Error, Output: string(r.Output), Duration: r.Duration,
	}
	if r.Location != nil {
		out.File, out.Line = r.Location.File, r.Location.Row
	}
	switch {
	case r.Error != nil:
		out.Status = Error
	case r.Skip:
		out.Status = Skip
	case r.Fail:
		out.Status = Fail
	}
	if out.Status == Fail {
		out.FailedAt = failedCases(r)
	}
	if topdown.IsCancel(r.Error) {
		out.Err = fmt.Errorf("it took longer than %v", timeout)
	}
	return out
}
