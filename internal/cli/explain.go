package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/report"
)

func (a *app) explainCommand() *cobra.Command {
	var f policyFlags
	var fingerprint string
	cmd := &cobra.Command{
		Use:   "explain POLICY | --finding FINGERPRINT REPORT",
		Short: "Say what a policy checks, why, and how to fix what it finds; or explain one finding",
		Long: `Say what a policy checks, why, how to fix what it finds, and show its pair of manifests.

With --finding, explain one finding of a saved JSON report ("-" is stdin), from the
report alone: why it blocks or does not, what it rests on, the way of the data, what
asks for it, and how to fix or to accept it. At least six digits of the fingerprint are
needed.`,
		Example:           "  aicomply explain transfer/no_mechanism\n  aicomply explain --finding 3f9a1c report.json",
		Args:              operands(1, 1),
		ValidArgsFunction: completeExplain,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("finding") {
				return a.explainFinding(fingerprint, args[0])
			}
			own, err := a.ownConfig(f)
			if err != nil {
				return err
			}
			pack, err := a.loadPolicies(cmd.Context(), f, own...)
			if err != nil {
				return err
			}
			rule, ok := pack.set.Rule(args[0])
			if !ok {
				return unknownPolicy(pack, args[0])
			}
			return a.explain(pack, rule)
		},
	}
	cmd.Flags().StringVar(&fingerprint, "finding", "", "explain the finding with this `FINGERPRINT`, or the only one that begins so, in the JSON report that the argument names")
	f.add(cmd)
	return cmd
}

func unknownPolicy(p *pack, id string) error {
	hint := ""
	if n := p.set.Nearest(id); n != "" {
		hint = fmt.Sprintf(" Did you mean %q?", n)
	}
	return fmt.Errorf("there is no policy %q.%s 'aicomply policy list' shows all", id, hint)
}

func (a *app) explain(p *pack, r finding.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", r.ID, r.Title)
	fmt.Fprintf(&b, "severity    %s\nblocks from %s\nmethod      %s\nsource      %s\n", r.Severity, r.BlocksFrom, r.Method, r.Source)
	if len(r.Jurisdictions) > 0 {
		fmt.Fprintf(&b, "applies in  %s\n", strings.Join(r.Jurisdictions, ", "))
	}
	if len(r.Profiles) > 0 {
		fmt.Fprintf(&b, "asked for by profile %s\n", strings.Join(r.Profiles, ", "))
	}
	if r.NotWaivable {
		b.WriteString("cannot be waived\n")
	}
	if r.Advisory {
		b.WriteString("never blocks\n")
	}
	fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(r.Description))
	if r.Remediation != "" {
		fmt.Fprintf(&b, "\nFix\n  %s\n", strings.ReplaceAll(strings.TrimSpace(r.Remediation), "\n", "\n  "))
	}
	if len(r.Controls) > 0 {
		writeControls(&b, p.frameworks, r.Controls)
	}
	for _, res := range r.RelatedResources {
		fmt.Fprintf(&b, "\nSee %s %s\n", res.Description, res.Ref)
	}
	for _, e := range pair.Examples() {
		if text := p.example(r.ID, e.File); text != nil {
			fmt.Fprintf(&b, "\n%s\n\n%s\n", e.Title, indent(string(text)))
		}
	}
	_, err := io.WriteString(a.prose(), escapeLines(b.String()))
	return err
}

func writeControls(w io.Writer, frameworks *framework.Catalogue, controls []finding.Control) {
	fmt.Fprintf(w, "\nControls\n")
	for _, c := range controls {
		info, _ := frameworks.Control(c.ID)
		from := ""
		if info.AppliesFrom != "" {
			from = ", from " + info.AppliesFrom
		}
		if info.Confidence != "" && info.Confidence != "primary" {
			from += ", source " + info.Confidence
		}
		fmt.Fprintf(w, "  %-8s %s  %s%s\n", c.Relation, c.ID, info.Title, from)
	}
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}

// escapeLines makes other people's text safe for a terminal, line by line.
func escapeLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = report.EscapeTerminal(l)
	}
	return strings.Join(lines, "\n")
}
