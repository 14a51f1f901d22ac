package cli

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/coverage"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/policies"
)

const coverageHelp = `Show, control by control, which policies ask for it, what became of them on each
deployment, and what that rests on. Controls that no policy asks for are there as not
covered. Looked at are the frameworks of the deployment's profiles and jurisdictions,
or those that --framework names.

It exits with 0 whatever the results are, and with 2 if something could not be checked.`

// coverageFlags are the flags of coverage.
type coverageFlags struct {
	policyFlags
	runFlags
	frameworks     []string
	format, output string
}

func (a *app) coverageCommand() *cobra.Command {
	var f coverageFlags
	cmd := &cobra.Command{
		Use:     "coverage [PATH...]",
		Short:   "Show which controls of laws and standards the policies cover",
		Long:    coverageHelp,
		Example: "  aicomply coverage\n  aicomply coverage --framework gdpr services/triage\n  aicomply coverage -o coverage.csv",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.coverage(cmd.Context(), f, args) },
	}
	f.policyFlags.add(cmd)
	f.runFlags.add(cmd)
	cmd.Flags().StringArrayVar(&f.frameworks, "framework", nil, "show this framework `ID` only, such as gdpr; repeatable")
	cmd.Flags().StringVarP(&f.format, "format", "f", "", "`FORMAT` of the matrix: "+strings.Join(coverageFormats(), ", ")+" (default text)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the matrix to this `FILE`, - for stdout; without --format, its extension says in which format")
	_ = cmd.RegisterFlagCompletionFunc("framework", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return builtinFrameworks(), cobra.ShellCompDirectiveNoFileComp
	})
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(coverageFormats()))
	return cmd
}

func coverageFormats() []string {
	var out []string
	for _, f := range coverage.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// builtinFrameworks are the ids of the frameworks, for completion. Each has a
// file of its name.
func builtinFrameworks() []string {
	entries, _ := policies.FS.ReadDir(framework.Dir)
	var ids []string
	for _, e := range entries {
		ids = append(ids, strings.TrimSuffix(e.Name(), ".json"))
	}
	return ids
}

// target is the format that the flags ask for, and the file; "" is stdout.
func (f *coverageFlags) target() (format coverage.Format, file string, err error) {
	file = stdoutIfDash(f.output)
	name, ext := f.format, filepath.Ext(file)
	if name == "" && file == "" {
		name = "text"
	}
	var exts []string
	for _, known := range coverage.Formats() {
		if known.Name == name || name == "" && known.Ext == ext {
			return known, file, nil
		}
		exts = append(exts, known.Ext)
	}
	if name == "" {
		return format, "", unknownExtension(file, exts)
	}
	return format, "", oneOf("--format", name, coverageFormats())
}

func (a *app) coverage(ctx context.Context, f coverageFlags, paths []string) error {
	stage, now, err := f.runFlags.options()
	if err != nil {
		return err
	}
	format, file, err := f.target()
	if err != nil {
		return err
	}
	deployments, err := a.loadDeployments(paths)
	if err != nil {
		return err
	}
	pack, err := a.loadPolicies(ctx, f.policyFlags, configsOf(deployments)...)
	if err != nil {
		return err
	}
	for _, id := range f.frameworks {
		if _, ok := pack.frameworks.Framework(id); !ok {
			return fmt.Errorf("--framework: %w", unknownFramework(pack.frameworks, id))
		}
	}
	m, err := coverage.Compute(ctx, deployments, coverage.Options{
		Frameworks: f.frameworks,
		Check: check.Options{
			Policies: pack.set, Frameworks: pack.frameworks, Now: now, Stage: stage,
			Known: builtinIDs(), Tool: report.Tool{Name: "aicomply", Version: version()}, Source: pack.name(),
		},
	})
	if err != nil {
		return err
	}
	if m.Incomplete() {
		a.code = exitError
	}
	if err := report.WriteDiagnostics(a.Err, m.Diagnostics, report.Options{Sources: sourcesOf(deployments)}); err != nil {
		return err
	}
	return a.writeCoverage(m, format, file)
}

func (a *app) writeCoverage(m *coverage.Matrix, format coverage.Format, file string) error {
	var b bytes.Buffer
	if err := format.Write(&b, m); err != nil {
		return err
	}
	switch {
	case file != "":
		return a.writeFile(file, b.Bytes())
	case format.Name == "text" && a.actions():
		return inert(a.Out, b.Bytes())
	}
	_, err := a.Out.Write(b.Bytes())
	return err
}
