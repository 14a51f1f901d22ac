package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

// completeExplain completes a policy or, after --finding, a report.
func completeExplain(cmd *cobra.Command, args []string, begin string) ([]string, cobra.ShellCompDirective) {
	if cmd.Flags().Changed("finding") {
		return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return completePolicies(cmd, args, begin)
}

// explainFinding explains what a saved report says under a fingerprint.
func (a *app) explainFinding(fingerprint, file string) error {
	r, err := a.readReport(file)
	if err != nil {
		return err
	}
	found, err := r.Find(fingerprint)
	if err != nil {
		return fmt.Errorf("%s: --finding: %w", file, err)
	}
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		return err
	}
	o := report.ExplainOptions{
		Options:  report.Options{Width: a.Width, Color: a.colored()},
		Control:  func(id string) (title, from, source string) { return describeControl(frameworks, id) },
		Resource: blockOf,
	}
	var b bytes.Buffer
	for i, e := range found {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := report.WriteExplanation(&b, e, o); err != nil {
			return err
		}
	}
	_, err = a.prose().Write(b.Bytes())
	return err
}

// describeControl is the title of a control, since when it applies, and where its text is.
func describeControl(c *framework.Catalogue, id string) (title, from, source string) {
	info, ok := c.Control(id)
	if !ok {
		return "", "", ""
	}
	f, _ := c.Framework(info.Framework)
	return info.Title, info.AppliesFrom, f.Source
}

// blockOf is the reference of the block that a path lies in; "" if it names none.
func blockOf(p finding.Path) (ref string, sure bool) {
	if len(p) == 0 {
		return "", true
	}
	b := schema.Manifest.FindBlock(p[0])
	switch {
	case b == nil:
		return "", true
	case b.Array() && len(p) > 1:
		return p[0] + "." + p[1], true
	}
	return p[0], b.Array() || p[0] == "system"
}
