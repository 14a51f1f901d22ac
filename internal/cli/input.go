package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
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
input. Stock OPA evaluates the same policies over it, and aicomply eval asks questions
of it.`,
		Example: "  aicomply input services/triage > input.json\n  opa eval -d policies -i input.json data.aicomply.findings",
		Args:    operands(0, 1),
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
	return ds[0], a.explainDiagnostics(ds[0].Diagnostics, sourcesOf(ds))
}

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of what policies see",
		Long:  "Print the JSON Schema (draft 7) that types the policies' input: every block, attribute and derived fact.",
		Args:  operands(0, 0),
		RunE:  func(*cobra.Command, []string) error { return a.printJSON(schema.InputSchema()) },
	}
}

func (a *app) printJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := a.Out.Write(escapeJSON(b.Bytes()))
	return err
}

// escapeJSON escapes the characters of a JSON document that act on a terminal
// and that encoding/json leaves as they are: C1 and bidirectional controls.
func escapeJSON(doc []byte) []byte {
	var out []byte
	for _, r := range string(doc) {
		if r < 0x7f || report.Printable(string(r)) == string(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}
