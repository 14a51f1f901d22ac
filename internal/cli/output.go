package cli

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	cmd.Flags().StringArrayVarP(&f.formats, "format", "f", nil, "format of the report: "+strings.Join(formatNames(), ", ")+"; NAME=FILE writes it to a file; repeatable (default text)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the report to this file instead of stdout; without --format, its extension says in which format")
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

// targets checks the flags: at most one format goes to stdout, and two never
// to one file.
func (f *outputFlags) targets() ([]target, error) {
	var out []target
	plain := 0
	for _, spec := range f.formats {
		name, file, toFile := strings.Cut(spec, "=")
		format, err := report.Lookup(name)
		if err != nil {
			return nil, fmt.Errorf("--format: %w", err)
		}
		switch {
		case toFile && file == "":
			return nil, fmt.Errorf("--format %s: no file after \"=\"", spec)
		case !toFile:
			plain++
			file = f.output
		}
		out = append(out, target{format, file})
	}
	switch {
	case plain > 1:
		return nil, fmt.Errorf("--format: only one format can go to one place; write the others as NAME=FILE")
	case plain == 0 && f.output != "":
		format, err := formatOf(f.output)
		if err != nil {
			return nil, err
		}
		out = append(out, target{format, f.output})
	case len(out) == 0:
		format, err := report.Lookup("text")
		if err != nil {
			return nil, err
		}
		out = append(out, target{format, ""})
	}
	seen := map[string]bool{}
	for _, t := range out {
		if t.file != "" && seen[filepath.Clean(t.file)] {
			return nil, fmt.Errorf("two formats would be written to %s", t.file)
		}
		seen[filepath.Clean(t.file)] = t.file != ""
	}
	return out, nil
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
	return report.Format{}, fmt.Errorf("-o %s: no format has the extension %q (there are %s); name one with --format.%s", file, ext, strings.Join(known, ", "), suggest.DidYouMean(ext, known))
}

// write renders everything before it writes anything. Diagnostics also go to
// stderr, where the format on stdout is not for people.
func (a *app) write(r *report.Report, targets []target, verbose bool, sources func(string) []byte) error {
	o := report.Options{Color: a.colored(), Width: a.Width, Verbose: verbose, Sources: sources}
	rendered := make([]bytes.Buffer, len(targets))
	forPeople := false
	for i, t := range targets {
		own := o
		own.Color = o.Color && t.file == ""
		if err := t.format.Write(&rendered[i], r, own); err != nil {
			return fmt.Errorf("format %s: %w", t.format.Name, err)
		}
		forPeople = forPeople || t.file == "" && t.format.Name == "text"
	}
	if !forPeople && len(r.Diagnostics) > 0 {
		o.Color = false
		if err := report.WriteDiagnostics(a.Err, r.Diagnostics, o); err != nil {
			return err
		}
	}
	for i, t := range targets {
		if err := a.deliver(t, rendered[i].Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) deliver(t target, data []byte) error {
	if t.file != "" {
		return a.writeFile(t.file, data)
	}
	if t.format.Name != "github" && a.Getenv("GITHUB_ACTIONS") == "true" {
		return inert(a.Out, data)
	}
	_, err := a.Out.Write(data)
	return err
}

// inert prints text so that GitHub's runner takes no line of it for a command:
// manifests in a pull request are somebody else's words.
func inert(w io.Writer, data []byte) error {
	token := rand.Text()
	_, err := fmt.Fprintf(w, "::stop-commands::%s\n%s\n::%s::\n", token, bytes.TrimRight(data, "\n"), token)
	return err
}

// writeFile replaces a file as a whole, so that nobody reads half a report.
func (a *app) writeFile(name string, data []byte) error {
	file := name
	if !filepath.IsAbs(file) {
		file = filepath.Join(a.Dir, file)
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(file, data, 0o644) // a device or a pipe cannot be replaced
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".aicomply-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, cause(err))
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
