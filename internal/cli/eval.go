package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/policy"
)

const evalHelp = `Evaluate a Rego query with what policies see: input is the deployment as aicomply input
prints it, and data holds the policies, their library and their data files. The QUERY
"-" is read from stdin. It runs as policies do: offline, with the clock of --now, and
within the bounds of time and memory.

With --trace the argument is the id of a policy instead of a query. Before its value
stands which lines of its rules held, where each body stopped, and with which values.

Exit codes: 0 it was evaluated, 1 with --fail there is no answer (the query is undefined,
or the policy does not apply), 2 it could not be evaluated.`

const evalExample = `  aicomply eval input.system.stage
  aicomply eval 'some s in input.store; not s.region' services/triage
  aicomply eval 'data.aicomply.policies.transfer.no_mechanism.deny'
  aicomply eval --trace transfer/no_mechanism services/triage`

// evalFlags are the flags of eval.
type evalFlags struct {
	policyFlags
	runFlags
	format  string
	trace   bool
	fail    bool
	timeout time.Duration
	memory  int
}

func evalFormats() []string { return []string{"text", "json"} }

func (a *app) evalCommand() *cobra.Command {
	f := evalFlags{policyFlags: policyFlags{debug: true}}
	cmd := &cobra.Command{
		Use:     "eval QUERY [PATH]",
		Short:   "Evaluate a Rego query over a deployment, or trace a policy",
		Long:    evalHelp,
		Example: evalExample,
		Args:    operands(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", f.format, evalFormats()); err != nil {
				return err
			}
			return a.eval(cmd.Context(), f, args[0], args[1:])
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begin string) ([]string, cobra.ShellCompDirective) {
			switch {
			case len(args) > 0:
				return nil, cobra.ShellCompDirectiveFilterDirs
			case f.trace:
				return completePolicies(cmd, args, begin)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	f.policyFlags.add(cmd)
	f.runFlags.add(cmd)
	cmd.Flags().StringVarP(&f.format, "format", "f", "text", "`FORMAT` of the answer: "+strings.Join(evalFormats(), ", "))
	cmd.Flags().BoolVar(&f.trace, "trace", false, "the argument is the id of a policy; tell step by step how it is evaluated")
	cmd.Flags().BoolVar(&f.fail, "fail", false, "exit with 1 if there is no answer")
	cmd.Flags().DurationVar(&f.timeout, "policy-timeout", 30*time.Second, "longest `TIME` for the evaluation")
	cmd.Flags().IntVar(&f.memory, "policy-memory", 2048, "most memory that the evaluation may take, in `MIB`")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(evalFormats()))
	return cmd
}

// eval evaluates a query, or traces the policy that it names.
func (a *app) eval(ctx context.Context, f evalFlags, query string, paths []string) error {
	if f.timeout <= 0 || f.memory <= 0 || f.memory > 1<<20 {
		return fmt.Errorf("--policy-timeout and --policy-memory must be more than 0, and the latter at most %d", 1<<20)
	}
	stage, now, err := f.runFlags.options()
	if err != nil {
		return err
	}
	d, err := a.oneDeployment(paths)
	if err != nil {
		return err
	}
	pack, err := a.loadPolicies(ctx, f.policyFlags, d.Config)
	if err != nil {
		return err
	}
	input := check.Input(d, check.Options{Policies: pack.set, Frameworks: pack.frameworks, Now: now, Stage: stage})
	bounds := policy.EvalOptions{Now: now, Timeout: f.timeout, Memory: int64(f.memory) << 20}
	if f.trace {
		return a.trace(ctx, f, pack, query, input, bounds)
	}
	return a.query(ctx, f, pack, query, input, bounds)
}

func (a *app) query(ctx context.Context, f evalFlags, p *pack, query string, input map[string]any, o policy.EvalOptions) (err error) {
	if query == "-" {
		if query, err = readQuery(a.In); err != nil {
			return err
		}
	}
	answer, diags, err := p.set.Query(ctx, input, query, o)
	if err != nil {
		return err
	}
	source := policySource(p.sources)
	if err := a.explainDiagnostics(diags, func(file string) []byte {
		if file == policy.QueryFile {
			return []byte(query)
		}
		return source(file)
	}); err != nil {
		return err
	}
	return a.answer(f, answer, nil)
}

// maxQuery is how much is read of a query, in bytes: more than it may have.
const maxQuery = 2 << 20

func readQuery(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxQuery))
	if err != nil {
		return "", fmt.Errorf("read the query from stdin: %w", err)
	}
	return string(text), nil
}

// trace prints how a policy is evaluated, and its value.
func (a *app) trace(ctx context.Context, f evalFlags, p *pack, id string, input map[string]any, o policy.EvalOptions) error {
	if _, ok := p.set.Rule(id); !ok {
		return unknownPolicy(p, id)
	}
	t, err := p.set.Trace(ctx, input, id, o)
	if err != nil {
		return err
	}
	lines := t.Lines
	if t.Left > 0 {
		lines = append(lines, fmt.Sprintf("%d more lines are left out", t.Left))
	}
	if t.Cut {
		lines = append(lines, "It takes more steps than are recorded: what comes later is not counted.")
	}
	return a.answer(f, &t.Answer, lines)
}
