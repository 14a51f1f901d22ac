package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func (a *app) policyCommand() *cobra.Command {
	return group("policy", "List, write, check, test, prove and share policies", a.policyListCommand(), a.policyNewCommand(), a.policyCheckCommand(), a.policyTestCommand(), a.policyProveCommand(),
		a.policyPullCommand(), a.policyLockCommand(), a.policyPushCommand())
}

func (a *app) policyListCommand() *cobra.Command {
	var f policyFlags
	format := "text"
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the policies",
		Args:  operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", format, []string{"text", "json"}); err != nil {
				return err
			}
			own, err := a.ownConfig(f)
			if err != nil {
				return err
			}
			pack, err := a.loadPolicies(cmd.Context(), f, own...)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(pack.set.Rules())
			}
			return listPolicies(a.prose(), pack)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVarP(&format, "format", "f", format, "`FORMAT` of the list: text, json")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed([]string{"text", "json"}))
	return cmd
}

func listPolicies(out io.Writer, p *pack) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "POLICY\tSEVERITY\tBLOCKS FROM\tTITLE")
	for _, r := range p.set.Rules() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Severity, r.BlocksFrom, escapeLines(r.Title))
	}
	return w.Flush()
}
