package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/schema"
)

func (a *app) inputCommand() *cobra.Command {
	var policies policyFlags
	var run runFlags
	cmd := &cobra.Command{
		Use:   "input [PATH]",
		Short: "Print what policies see of a deployment",
		Long: `Print the normalised manifest with its derived facts as JSON: what policies see as
input. Stock OPA evaluates the same policies over it.`,
		Example: "  aicomply input services/triage > input.json\n  opa eval -d policies -i input.json data.aicomply.findings",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			stage, now, err := run.options()
			if err != nil {
				return err
			}
			d, err := a.oneDeployment(args)
			if err != nil {
				return err
			}
			pack, err := a.loadPolicies(cmd.Context(), policies)
			if err != nil {
				return err
			}
			return a.printJSON(check.Input(d, check.Options{Policies: pack.set, Frameworks: pack.frameworks, Now: now, Stage: stage}))
		},
	}
	policies.add(cmd)
	run.add(cmd)
	return cmd
}

// oneDeployment loads the only deployment at a path.
func (a *app) oneDeployment(paths []string) (check.Deployment, error) {
	ds, err := a.loadDeployments(paths)
	if err != nil {
		return check.Deployment{}, err
	}
	if len(ds) > 1 {
		return check.Deployment{}, fmt.Errorf("%d deployments found (%s, %s, …); name one", len(ds), ds[0].Manifest.Path, ds[1].Manifest.Path)
	}
	if d := ds[0]; !finding.HasErrors(d.Diagnostics) {
		return d, nil
	}
	if err := report.WriteDiagnostics(a.Err, ds[0].Diagnostics, report.Options{Sources: sourcesOf(ds)}); err != nil {
		return check.Deployment{}, err
	}
	return check.Deployment{}, silent
}

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of what policies see",
		Long:  "Print the JSON Schema (draft 7) that types the policies' input: every block, attribute and derived fact.",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.printJSON(schema.InputSchema()) },
	}
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
