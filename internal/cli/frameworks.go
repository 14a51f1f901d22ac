package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/report"
)

// frameworkInfo is a framework as the JSON of `aicomply frameworks` shows it.
type frameworkInfo struct {
	ID string `json:"id"`
	framework.Framework
	Relation     finding.Relation `json:"relation"`
	Outdated     bool             `json:"outdated"`
	ControlCount int              `json:"control_count"`
	Covered      int              `json:"covered"`            // controls that a policy cites
	Controls     []controlInfo    `json:"controls,omitempty"` // of the only framework asked for
}

// controlInfo is a control, and the policies that cite it.
type controlInfo struct {
	ID                string              `json:"id"`
	Title             string              `json:"title"`
	Relation          finding.Relation    `json:"relation"`
	AppliesFrom       string              `json:"applies_from,omitempty"`
	AppliesFromAnnexI string              `json:"applies_from_annex_i,omitempty"`
	AppliesIf         map[string][]string `json:"applies_if,omitempty"`
	Confidence        string              `json:"confidence"`
	Note              string              `json:"note,omitempty"`
	Policies          []string            `json:"policies"`
}

func (a *app) frameworksCommand() *cobra.Command {
	var policies policyFlags
	var date string
	format := "text"
	cmd := &cobra.Command{
		Use:   "frameworks [ID]",
		Short: "List the laws and standards that policies are mapped to",
		Long: `List the laws and standards that policies are mapped to; with an ID, the controls of
one and how many policies cite each. Data that was last compared with its source more
than 180 days ago is marked, with a warning.`,
		Example: "  aicomply frameworks\n  aicomply frameworks gdpr",
		Args:    operands(0, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return builtinFrameworks(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", format, []string{"text", "json"}); err != nil {
				return err
			}
			now, err := clock(date)
			if err != nil {
				return err
			}
			pack, err := a.loadPolicies(cmd.Context(), policies)
			if err != nil {
				return err
			}
			return a.frameworks(pack, args, format, now)
		},
	}
	policies.add(cmd)
	addNow(cmd, &date)
	cmd.Flags().StringVarP(&format, "format", "f", format, "`FORMAT` of the list: text, json")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed([]string{"text", "json"}))
	return cmd
}

func (a *app) frameworks(p *pack, args []string, format string, now time.Time) error {
	list := p.frameworks.Frameworks()
	if len(args) > 0 {
		f, ok := p.frameworks.Framework(args[0])
		if !ok {
			return unknownFramework(p.frameworks, args[0])
		}
		list = []framework.Framework{f}
	}
	infos := make([]frameworkInfo, 0, len(list))
	for _, f := range list {
		infos = append(infos, newFrameworkInfo(p, f, now))
	}
	if old, ok := framework.Outdated(list, now); ok {
		if err := report.WriteDiagnostics(a.Err, []finding.Diagnostic{old}, report.Options{}); err != nil {
			return err
		}
	}
	switch {
	case len(args) > 0 && format == "json":
		return a.printJSON(infos[0])
	case len(args) > 0:
		return writeFramework(a.prose(), infos[0])
	}
	for i := range infos {
		infos[i].Controls = nil
	}
	if format == "json" {
		return a.printJSON(infos)
	}
	return listFrameworks(a.prose(), infos)
}

func unknownFramework(c *framework.Catalogue, id string) error {
	var ids []string
	for _, f := range c.Frameworks() {
		ids = append(ids, f.ID)
	}
	return fmt.Errorf("there is no framework %q.%s 'aicomply frameworks' shows all", id, didYouMean(id, ids))
}

func newFrameworkInfo(p *pack, f framework.Framework, now time.Time) frameworkInfo {
	info := frameworkInfo{Framework: f, ID: f.ID, Relation: f.Relation(), Outdated: f.Outdated(now)}
	for _, c := range p.frameworks.Controls(f.ID) {
		control := controlInfo{
			ID: c.ID, Title: c.Title, Relation: c.Relation, AppliesFrom: c.AppliesFrom, AppliesFromAnnexI: c.AppliesFromAnnexI,
			AppliesIf: c.AppliesIf, Confidence: c.Confidence, Note: c.Note, Policies: []string{},
		}
		for _, r := range p.set.Rules() {
			if slices.ContainsFunc(r.Controls, func(cited finding.Control) bool { return cited.ID == c.ID }) {
				control.Policies = append(control.Policies, r.ID)
			}
		}
		if len(control.Policies) > 0 {
			info.Covered++
		}
		info.Controls = append(info.Controls, control)
	}
	info.ControlCount = len(info.Controls)
	return info
}

// checked is when the data was compared with its source, as a list shows it.
func (f frameworkInfo) checked() string {
	date := f.CheckedOn
	if date == "" {
		date = "never"
	}
	if f.Outdated {
		return date + " (old)"
	}
	return date
}

func (f frameworkInfo) places() string {
	if len(f.Jurisdictions) == 0 {
		return "-"
	}
	return strings.Join(f.Jurisdictions, ", ")
}

func listFrameworks(out io.Writer, list []frameworkInfo) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FRAMEWORK\tKIND\tAPPLIES IN\tCONTROLS\tCOVERED\tCHECKED ON\tCONFIDENCE\tTITLE, VERSION")
	for _, f := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s, %s\n", report.EscapeTerminal(f.ID), f.Kind, report.EscapeTerminal(f.places()), f.ControlCount, f.Covered,
			report.EscapeTerminal(f.checked()), report.EscapeTerminal(f.Confidence), report.EscapeTerminal(f.Title), report.EscapeTerminal(f.Version))
	}
	return w.Flush()
}

func writeFramework(out io.Writer, f frameworkInfo) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", f.ID, f.Title)
	fmt.Fprintf(&b, "version     %s\nkind        %s\napplies in  %s\nsource      %s\nchecked on  %s\nconfidence  %s\n",
		f.Version, f.Kind, f.places(), f.Source, f.checked(), f.Confidence)
	if f.Note != "" {
		fmt.Fprintf(&b, "note        %s\n", f.Note)
	}
	fmt.Fprintf(&b, "\n%d controls, %d of them covered by policies\n\n", f.ControlCount, f.Covered)
	if _, err := io.WriteString(out, escapeLines(b.String())); err != nil || f.ControlCount == 0 {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CONTROL\tRELATION\tAPPLIES FROM\tCONFIDENCE\tPOLICIES\tTITLE")
	for _, c := range f.Controls {
		from, policies := "-", "not covered"
		if c.AppliesFrom != "" {
			from = c.AppliesFrom
		}
		if n := len(c.Policies); n > 0 {
			policies = fmt.Sprint(n)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", report.EscapeTerminal(c.ID), c.Relation, report.EscapeTerminal(from),
			report.EscapeTerminal(c.Confidence), policies, report.EscapeTerminal(c.Title))
	}
	return w.Flush()
}
