package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/lint"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/policies"
)

const policyCheckHelp = `Check policies without running them: that they load, that every name is one that the
input has, also behind function calls, in every and in the input that tests make up;
that values compared with an attribute are among those that it can have; that findings
have a path to something, and ask something of the input; that two definitions of one
rule do not contradict.
Rego that was not written for aicomply is checked too: rules that can never find
anything in a deployment, because of names that it does not have, are warnings.

A DIR is a folder of policies, or the folder of one area or one policy in it.
Without a DIR the built-in policies are checked.

Exit codes: 0 nothing wrong, 1 errors (with --strict, warnings too), 2 a folder or file
could not be read, or there is no policy in it.`

// policyChecking is what policy check was asked for.
type policyChecking struct {
	format string
	strict bool
}

func (a *app) policyCheckCommand() *cobra.Command {
	f := policyChecking{format: "text"}
	cmd := &cobra.Command{
		Use:     "check [DIR...]",
		Short:   "Check policies for mistakes without running them",
		Long:    policyCheckHelp,
		Example: "  aicomply policy check policies\n  aicomply policy check --format sarif policies > policies.sarif",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", f.format, policyCheckFormats()); err != nil {
				return err
			}
			return a.checkPolicies(cmd.Context(), f, args)
		},
		ValidArgsFunction: completeFolders,
	}
	cmd.Flags().StringVarP(&f.format, "format", "f", f.format, "`FORMAT` of the result: "+strings.Join(policyCheckFormats(), ", "))
	cmd.Flags().BoolVar(&f.strict, "strict", false, "exit with 1 for warnings, too")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(policyCheckFormats()))
	return cmd
}

func policyCheckFormats() []string { return []string{"text", "json", "sarif"} }

// completeFolders completes folders.
func completeFolders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// policyFolders are the folders that arguments name; without any, the built-in
// policies.
func (a *app) policyFolders(dirs []string) ([]policyFolder, error) {
	if len(dirs) == 0 {
		return []policyFolder{{Source: policy.Source{Name: builtin, FS: policies.FS}}}, nil
	}
	var out []policyFolder
	for _, dir := range dirs {
		f, err := a.policyFolder(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, cause(err))
		}
		out = append(out, f)
	}
	return apart(out), nil
}

// apart leaves out the folders that others of the same policies hold, so that
// nothing is said or counted twice.
func apart(folders []policyFolder) []policyFolder {
	var out []policyFolder
	for i, f := range folders {
		if !slices.ContainsFunc(folders, func(g policyFolder) bool { return g.dir == f.dir && g.part != f.part && g.holds(f.part) }) &&
			!slices.ContainsFunc(folders[:i], func(g policyFolder) bool { return g.dir == f.dir && g.part == f.part }) {
			out = append(out, f)
		}
	}
	return out
}

func (a *app) checkPolicies(ctx context.Context, f policyChecking, dirs []string) error {
	folders, err := a.policyFolders(dirs)
	if err != nil {
		return err
	}
	var all []finding.Diagnostic
	var sources []policy.Source
	count := 0
	for _, folder := range folders {
		o, err := a.folderOptions(folder)
		if err != nil {
			return err
		}
		sources = append(sources, folder.Source)
		count += len(folder.ids()) + policy.CountForeign(o)
		all = append(all, folder.own(lint.Run(ctx, o, lint.Options{BuiltIn: builtinText}))...)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	all = finding.SortDiagnostics(all)
	if err := a.writeLint(f.format, all, count, policySource(sources)); err != nil {
		return err
	}
	a.code = lintCode(all, f.strict)
	return nil
}

// builtinText is the text of a built-in policy, or nil.
func builtinText(id string) []byte {
	text, err := fs.ReadFile(policies.FS, path.Join(id, path.Base(id)+".rego"))
	if err != nil {
		return nil
	}
	return text
}

// ids are the policies of the folder, found by their files.
func (f policyFolder) ids() []string {
	matches, _ := fs.Glob(f.FS, "*/*/*.rego")
	var ids []string
	for _, m := range matches {
		id := path.Dir(m)
		if path.Base(m) == path.Base(id)+".rego" && path.Dir(id) != "lib" && f.holds(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// own are the diagnostics on the part of the folder that is meant. A file of
// the library that the folder holds too is called as it is there.
func (f policyFolder) own(all []finding.Diagnostic) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, d := range all {
		name, ok := f.shown(d.Range.File)
		if !ok {
			continue
		}
		d.Range.File = name
		rest := f.inside(d.Range.File)
		if d.Range.File == "" || d.Range.File == f.Name || f.holds(rest) || d.Severity == finding.Error && strings.HasPrefix(rest, "lib/") {
			out = append(out, d)
		}
	}
	return out
}

// lintCode is 2 where a folder or file could not be looked at.
func lintCode(ds []finding.Diagnostic, strict bool) int {
	code := exitOK
	for _, d := range ds {
		switch {
		case strings.HasPrefix(d.Summary, "Cannot read ") || strings.HasPrefix(d.Summary, "Cannot load ") ||
			d.Summary == "No policies found" || d.Summary == "Policy file too large":
			return exitError
		case d.Severity == finding.Error || strict:
			code = exitFindings
		}
	}
	return code
}

func (a *app) writeLint(format string, ds []finding.Diagnostic, count int, sources func(string) []byte) error {
	errs := 0
	for _, d := range ds {
		if d.Severity == finding.Error {
			errs++
		}
	}
	switch format {
	case "json":
		return a.printJSON(map[string]any{
			"schema_version": 1, "tool": report.Tool{Name: "aicomply", Version: version()}, "policies": count,
			"diagnostics": append([]finding.Diagnostic{}, ds...), "errors": errs, "warnings": len(ds) - errs,
		})
	case "sarif":
		f, err := report.Lookup("sarif")
		if err != nil {
			return err
		}
		return f.Write(a.Out, report.OfDiagnostics(report.Tool{Name: "aicomply", Version: version()}, ds), report.Options{Prefix: a.prefix()})
	}
	if err := report.WriteDiagnostics(a.prose(), ds, report.Options{Sources: sources, Color: a.colored(), Width: a.Width}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(io.Writer(a.Out), "%s checked: %s, %s\n", plural(count, "policy", "policies"), plural(errs, "error", "errors"), plural(len(ds)-errs, "warning", "warnings"))
	return err
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
