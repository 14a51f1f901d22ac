package cli

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/scaffold"
)

const policyNewHelp = `Write the folder of a new policy: the policy, its tests, and the pair of manifests
that it fails and passes. It can be checked and tested at once; change it from there.
Nothing is ever overwritten.

An id is area/name, of small letters, digits and _. The area is the theme, such as
transfer; the name says what is wrong, such as no_mechanism.`

func (a *app) policyNewCommand() *cobra.Command {
	dir := "policies"
	cmd := &cobra.Command{
		Use:     "new AREA/NAME",
		Short:   "Write the folder of a new policy",
		Long:    policyNewHelp,
		Example: "  aicomply policy new store/backup_unencrypted\n  aicomply policy new --dir ../our-policies vendor/no_exit_plan",
		Args:    operands(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return areas(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.newPolicy(dir, args[0]) },
	}
	cmd.Flags().StringVarP(&dir, "dir", "d", dir, "folder `DIR` of policies; made if it is missing")
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

// areas are those of the built-in policies, as beginnings of an id.
func areas() []string {
	var out []string
	for _, id := range builtinIDs() {
		out = append(out, path.Dir(id)+"/")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (a *app) newPolicy(dir, id string) error {
	if _, _, err := scaffold.Split(id); err != nil {
		return err
	}
	if dir == "" {
		return fmt.Errorf("--dir is empty")
	}
	ids := builtinIDs()
	taken := func(id string) bool { return slices.Contains(ids, id) || scaffold.Exists(a.join(dir), id) }
	if free := scaffold.Free(id, taken); free != id {
		owner := filepath.ToSlash(filepath.Join(dir, id)) + " exists"
		if slices.Contains(ids, id) {
			owner = "it is the id of a built-in policy"
		}
		return fmt.Errorf("%s is taken: %s. %s is free", id, owner, free)
	}
	files, err := scaffold.Write(a.join(dir), id)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	var b strings.Builder
	shown := func(file string) string { return filepath.ToSlash(filepath.Join(dir, file)) }
	for _, f := range files {
		fmt.Fprintf(&b, "wrote %s\n", shown(f.Path))
	}
	fmt.Fprintf(&b, `
It works as it stands. Change the policy, its tests and its pair of manifests, and look at each step:

  aicomply policy check %[1]s
  aicomply policy test %[1]s
  aicomply policy prove %[1]s
  aicomply check --policy %[2]s --only %[3]s

'aicomply schema' shows what policies can read, and 'aicomply input' what they see of a deployment.
`, shown(id), filepath.ToSlash(filepath.Clean(dir)), id)
	fmt.Fprint(a.prose(), escapeLines(b.String()))
	return nil
}
