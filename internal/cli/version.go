package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the module's version, as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of aicomply, OPA and Go",
		Args:  operands(0, 0),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.Out, "aicomply %s\n", version())
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return nil
			}
			for _, dep := range info.Deps {
				if dep.Path == "github.com/open-policy-agent/opa" {
					fmt.Fprintf(a.Out, "opa %s\n", dep.Version)
				}
			}
			fmt.Fprintf(a.Out, "go %s\n", info.GoVersion)
			return nil
		},
	}
}
