package policytest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/policy"
)

// Case is an input on which a policy is evaluated besides the tests, as its
// pair of manifests is.
type Case struct {
	Policy string // id
	Input  map[string]any
	Now    time.Time
}

// Coverage says how much of one file was evaluated. Lines without an
// expression or the head of a rule are not counted.
type Coverage struct {
	File    string   `json:"file"` // as diagnostics call it
	Covered int      `json:"covered"`
	Missed  int      `json:"missed"`
	Ranges  [][2]int `json:"ranges"` // first and last line of what was missed, by line
	Never   []Rule   `json:"-"`      // rules that held in none of the cases, by line
}

// Rule is one definition of a rule.
type Rule struct {
	Name string `json:"rule"`
	Line int    `json:"line"`
}

// held is a tracer that notes which definitions of rules held.
type held map[place]bool

type place struct {
	file   string
	offset int
}

func placeOf(r *ast.Rule) place { return place{r.Location.File, r.Location.Offset} }

// Enabled says that it is to be told.
func (held) Enabled() bool { return true }

// Config asks for nothing more.
func (held) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent notes a rule whose body has succeeded.
func (h held) TraceEvent(e topdown.Event) {
	if r, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.ExitOp && r.Location != nil {
		h[placeOf(r)] = true
	}
}

// never are the definitions of a module that did not hold, without defaults.
func (h held) never(m *ast.Module) []Rule {
	var out []Rule
	for _, r := range m.Rules {
		for d := r; d != nil; d = d.Else {
			if !d.Default && d.Location != nil && !h[placeOf(d)] {
				out = append(out, Rule{Name: r.Head.Ref()[0].String(), Line: d.Location.Row})
			}
		}
	}
	return out
}

// Percent is the share of the lines that were evaluated; of none it is 100.
func (c Coverage) Percent() float64 {
	if c.Covered+c.Missed == 0 {
		return 100
	}
	return 100 * float64(c.Covered) / float64(c.Covered+c.Missed)
}

// evaluate asks each case's policy for its findings. It returns the definitions
// that held.
func evaluate(ctx context.Context, suite *policy.Suite, txn storage.Transaction, t Options, lines *cover.Cover) (held, error) {
	seen := held{}
	for _, c := range t.Cases {
		input, err := ast.InterfaceToValue(c.Input)
		if err != nil {
			return nil, fmt.Errorf("input of %s: %w", c.Policy, err)
		}
		for _, rule := range []string{"applies", "deny"} {
			ref := ast.MustParseRef("data.aicomply.policies")
			for part := range strings.SplitSeq(c.Policy+"/"+rule, "/") {
				ref = ref.Append(ast.StringTerm(part))
			}
			limited, stop := context.WithTimeout(ctx, defaultTimeout)
			// An evaluation error is the pair's to report.
			_ = topdown.NewQuery(ast.NewBody(ast.Equality.Expr(ast.VarTerm("x"), ast.NewTerm(ref)))).
				WithCompiler(suite.Compiler).WithStore(suite.Store).WithTransaction(txn).WithInput(ast.NewTerm(input)).
				WithTime(c.Now).WithQueryTracer(lines).WithQueryTracer(seen).WithEarlyExit(false).Iter(limited, func(topdown.QueryResult) error { return nil })
			stop()
		}
	}
	return seen, ctx.Err()
}

func coverageOf(lines *cover.Cover, suite *policy.Suite, seen held) []Coverage {
	r := lines.Report(suite.Modules)
	var out []Coverage
	for _, name := range slices.Sorted(maps.Keys(suite.Modules)) {
		if f := r.Files[name]; f != nil && !strings.HasSuffix(name, "_test.rego") {
			c := Coverage{File: name, Covered: f.CoveredLines, Missed: f.NotCoveredLines, Ranges: [][2]int{}, Never: seen.never(suite.Modules[name])}
			for _, rng := range f.NotCovered {
				if n := len(c.Ranges); n > 0 && rng.Start.Row <= c.Ranges[n-1][1]+1 {
					c.Ranges[n-1][1] = max(c.Ranges[n-1][1], rng.End.Row)
				} else {
					c.Ranges = append(c.Ranges, [2]int{rng.Start.Row, rng.End.Row})
				}
			}
			out = append(out, c)
		}
	}
	return out
}
