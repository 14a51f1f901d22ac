package cli

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/suggest"
)

// outputFlags say in which formats a report goes where.
type outputFlags struct {
	formats []string
	output  string
	verbose bool
}

func (f *outputFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.formats, "format", "f", nil, "`FORMAT` of the report: "+strings.Join(formatNames(), ", ")+"; FORMAT=FILE writes it to a file; repeatable (default text)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the report to this `FILE`, - for stdout; without --format, its extension says in which format")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "show controls, facts not declared yet, and policies that gave no answer")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(formatNames()))
}

func formatNames() []string {
	var out []string
	for _, f := range report.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// target is one rendering of the report; an empty file is stdout.
type target struct {
	format report.Format
	file   string
}

// targets are what the flags ask for, checked.
func (f *outputFlags) targets() ([]target, error) {
	out, err := f.named()
	if err != nil {
		return nil, err
	}
	toOutput := slices.ContainsFunc(f.formats, func(spec string) bool { return !strings.Contains(spec, "=") })
	switch file := stdoutIfDash(f.output); {
	case file != "" && !toOutput:
		format, err := formatOf(file)
		if err != nil {
			return nil, err
		}
		out = append(out, target{format, file})
	case len(out) == 0:
		format, err := report.Lookup("text")
		if err != nil {
			return nil, err
		}
		out = append(out, target{format, ""})
	}
	seen := map[string]bool{}
	for _, t := range out {
		file := filepath.Clean(t.file)
		if seen[file] {
			return nil, fmt.Errorf("only one format can go to %s; write the others as FORMAT=FILE", cmp.Or(t.file, "stdout"))
		}
		seen[file] = true
	}
	return out, nil
}

// named are the targets of --format.
func (f *outputFlags) named() ([]target, error) {
	var out []target
	for _, spec := range f.formats {
		name, file, toFile := strings.Cut(spec, "=")
		format, err := report.Lookup(name)
		switch {
		case err != nil:
			return nil, fmt.Errorf("--format: %w", err)
		case toFile && file == "":
			return nil, fmt.Errorf("--format %s: no file after \"=\"", spec)
		case !toFile:
			file = f.output
		}
		out = append(out, target{format, stdoutIfDash(file)})
	}
	return out, nil
}

func stdoutIfDash(file string) string {
	if file == "-" {
		return ""
	}
	return file
}

// formatOf is the format that a file's extension stands for.
func formatOf(file string) (report.Format, error) {
	ext := filepath.Ext(file)
	var known []string
	for _, f := range report.Formats() {
		if f.Ext == ext {
			return f, nil
		}
		known = append(known, f.Ext)
	}
	return report.Format{}, unknownExtension(file, known)
}

func unknownExtension(file string, known []string) error {
	ext := filepath.Ext(file)
	return fmt.Errorf("-o %s: no format has the extension %q (there are %s); name one with --format.%s", file, ext, strings.Join(known, ", "), suggest.DidYouMean(ext, known))
}

// print writes a report to stdout. Only text is for the log of a workflow: the
// other formats are read by programs, and github is commands itself.
func (a *app) print(f report.Format, data []byte) error {
	return a.renderOut(f, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// prefix is the path from the root of the repository to the working directory.
func (a *app) prefix() string {
	base, err := a.absolute(".")
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(repositoryOf(base), base)
	if err != nil || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}

// writeFile replaces a file as a whole.
func (a *app) writeFile(name string, data []byte) error {
	return a.renderFile(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
