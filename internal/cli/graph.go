package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

const graphHelp = `Draw which data flows where: nodes by operator and country, flows, uses of tools, and
grants that can read. Nodes and flows with findings are coloured by severity, and the
way that the worst finding names is marked. A large deployment is cut to --limit nodes,
the part around findings first; the drawing says what it leaves out. --base marks what
a change adds.

GitHub and GitLab show mermaid in Markdown. For a picture, dot -Tsvg of Graphviz draws
what --format dot writes.

It exits with 0 whatever the findings are, and with 2 if something could not be read or
checked.`

// graphFlags are the flags of graph.
type graphFlags struct {
	policyFlags
	runFlags
	format, output string
	limit          int
	plain          bool
	base           string
}

// graphFormat is one way to write diagrams.
type graphFormat struct {
	name, ext string
	several   bool // it can hold more than one
	write     func(*bytes.Buffer, []drawn) error
}

// drawn is the diagram of one deployment.
type drawn struct {
	Path    string           `json:"path"`
	System  string           `json:"system"`
	Diagram *diagram.Diagram `json:"diagram"`
}

func graphFormats() []graphFormat {
	return []graphFormat{
		{"mermaid", ".mmd", true, writeMermaid},
		{"dot", ".dot", false, func(b *bytes.Buffer, ds []drawn) error {
			b.WriteString(diagram.DOT(ds[0].Diagram))
			return nil
		}},
		{"json", ".json", true, func(b *bytes.Buffer, ds []drawn) error {
			return report.EncodeJSON(b, map[string]any{"deployments": ds})
		}},
	}
}

func graphFormatNames() []string {
	var out []string
	for _, f := range graphFormats() {
		out = append(out, f.name)
	}
	return out
}

func (a *app) graphCommand() *cobra.Command {
	var f graphFlags
	cmd := &cobra.Command{
		Use:     "graph [PATH...]",
		Short:   "Draw the data flow of a deployment",
		Long:    graphHelp,
		Example: "  aicomply graph\n  aicomply graph --stage production -o flow.mmd services/triage\n  aicomply graph --format dot services/triage | dot -Tsvg > flow.svg",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := (&gateFlags{ref: f.base}).notEmpty(cmd); err != nil {
				return err
			}
			return a.graph(cmd.Context(), f, args)
		},
	}
	f.policyFlags.add(cmd)
	f.runFlags.add(cmd)
	cmd.Flags().StringVarP(&f.format, "format", "f", "", "`FORMAT` of the drawing: "+strings.Join(graphFormatNames(), ", ")+" (default mermaid)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the drawing to this `FILE`, - for stdout; without --format, its extension says in which format")
	cmd.Flags().IntVar(&f.limit, "limit", diagram.MaxNodes, "draw at most this `NUMBER` of nodes")
	cmd.Flags().StringVar(&f.base, "base", "", "mark what the merge base of `REF` and HEAD does not have")
	cmd.Flags().BoolVar(&f.plain, "plain", false, "evaluate no policies and mark no findings")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(graphFormatNames()))
	return cmd
}

// target is the format that the flags ask for, and the file; "" is stdout.
func (f *graphFlags) target() (format graphFormat, file string, err error) {
	file = stdoutIfDash(f.output)
	name, ext := f.format, filepath.Ext(file)
	if name == "" && file == "" {
		name = "mermaid"
	}
	var exts []string
	for _, known := range graphFormats() {
		if known.name == name || name == "" && known.ext == ext {
			return known, file, nil
		}
		exts = append(exts, known.ext)
	}
	if name == "" {
		return format, "", unknownExtension(file, exts)
	}
	return format, "", oneOf("--format", name, graphFormatNames())
}

func (a *app) graph(ctx context.Context, f graphFlags, paths []string) error {
	format, file, err := f.target()
	if err != nil {
		return err
	}
	if f.limit < 1 || f.limit > diagram.MaxLimit {
		return fmt.Errorf("--limit: %d is not between 1 and %d", f.limit, diagram.MaxLimit)
	}
	stage, now, err := f.runFlags.options()
	if err != nil {
		return err
	}
	if f.plain && f.base != "" {
		return errors.New("--base: --plain marks nothing; leave one of them out")
	}
	gate, err := a.openGate(ctx, gateFlags{ref: f.base}, nil)
	if err != nil {
		return err
	}
	if gate != nil && !gate.comparesCommits() {
		return fmt.Errorf("--base %s: a saved report holds no manifest to draw; name a git revision", f.base)
	}
	defer gate.close()
	deployments, err := a.loadCompared(paths, gate)
	if err != nil {
		return err
	}
	if len(deployments) > 1 && !format.several {
		return fmt.Errorf("--format %s: %d deployments found (%s, %s, …), and it holds one drawing; name one", format.name, len(deployments), deployments[0].Manifest.Path, deployments[1].Manifest.Path)
	}
	var ds []drawn
	if f.plain {
		ds, err = a.drawPlain(deployments, f.limit)
	} else {
		o := check.Options{Now: now, Stage: stage, Diagram: f.limit}
		if err := gate.compare(&o, deployments); err != nil {
			return err
		}
		ds, err = a.drawChecked(ctx, deployments, f.policyFlags, o)
	}
	if err != nil || len(ds) == 0 {
		return err
	}
	var b bytes.Buffer
	if err := format.write(&b, ds); err != nil {
		return err
	}
	if file != "" {
		return a.writeFile(file, b.Bytes())
	}
	_, err = a.Out.Write(b.Bytes())
	return err
}

// drawPlain draws the deployments that have no errors.
func (a *app) drawPlain(deployments []check.Deployment, limit int) ([]drawn, error) {
	var out []drawn
	var diags []finding.Diagnostic
	for _, d := range deployments {
		diags = append(diags, d.Diagnostics...)
		if finding.HasErrors(d.Diagnostics) {
			a.code = exitError
			continue
		}
		facts := derive.Compute(d.Manifest, derive.Options{})
		out = append(out, drawn{d.Manifest.Path, d.Manifest.System().Name, diagram.Build(d.Manifest, facts, diagram.Options{Limit: limit})})
	}
	return out, report.WriteDiagnostics(a.Err, diags, report.Options{Sources: sourcesOf(deployments)})
}

// drawChecked draws the deployments that can be checked, with their findings. A
// policy that cannot be evaluated might have marked something.
func (a *app) drawChecked(ctx context.Context, deployments []check.Deployment, f policyFlags, o check.Options) ([]drawn, error) {
	pack, err := a.loadPolicies(ctx, f, configsOf(deployments)...)
	if err != nil {
		return nil, err
	}
	o.Policies, o.Frameworks, o.Known = pack.set, pack.frameworks, builtinIDs()
	r, err := check.Run(ctx, deployments, o)
	if err != nil {
		return nil, err
	}
	if exitCode(r) == exitError {
		a.code = exitError
	}
	if n := r.Summary.Errors; n > 0 {
		fmt.Fprintf(a.Err, "aicomply: policies that could not be evaluated: %d; their findings are not drawn, aicomply check says why\n", n)
	}
	var out []drawn
	for _, d := range r.Deployments {
		out = append(out, drawn{d.Path, d.System, d.Diagram})
	}
	return out, report.WriteDiagnostics(a.Err, r.Diagnostics, report.Options{Sources: sourcesOf(deployments)})
}

// writeMermaid writes one diagram, or several, each below a comment that names
// its deployment.
func writeMermaid(b *bytes.Buffer, ds []drawn) error {
	for i, d := range ds {
		if len(ds) > 1 {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(diagram.MermaidComment(d.Path))
		}
		b.WriteString(diagram.Mermaid(d.Diagram))
	}
	return nil
}

// diagramFor is how many nodes the diagrams of a report have: only JSON carries
// them, and the others need not wait for them.
func diagramFor(targets []target) int {
	if slices.ContainsFunc(targets, func(t target) bool { return t.format.Name == "json" }) {
		return diagram.MaxNodes
	}
	return 0
}
