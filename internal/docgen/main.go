// Command docgen writes the generated parts of the documentation: the manifest
// reference in docs/manifest.md, docs/input.md, the list in docs/policies.md, the
// report in docs/report.md, the drawing in docs/diagram.md, what docs/debugging.md
// asks, and in README.md the output shown and the tables of the action.
//
//	go run ./internal/docgen          write them
//	go run ./internal/docgen -check   fail if one is out of date
//
// A generated part stands between two comments, "<!-- generated: NAME -->" and
// "<!-- end: NAME -->"; what is around them is written by hand.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aicomply/aicomply/internal/cli"
	"github.com/aicomply/aicomply/internal/schema"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a file is out of date")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

// part is one generated part of one file.
type part struct {
	file, name string
	text       func() (string, error)
}

func parts() []part {
	return []part{
		{"docs/manifest.md", "reference", func() (string, error) {
			var b strings.Builder
			err := schema.WriteReference(&b)
			return b.String(), err
		}},
		{"docs/configuration.md", "config", func() (string, error) {
			var b strings.Builder
			err := schema.WriteConfigReference(&b)
			return b.String(), err
		}},
		{"docs/policies.md", "list", policyList},
		{"docs/policies.md", "functions", func() (string, error) { return functionTable(), nil }},
		{"README.md", "check", func() (string, error) {
			return transcript("check", "./testdata/examples/ticket-triage", "--now", "2026-11-23")
		}},
		{"docs/report.md", "example", reportExample},
		{"docs/diagram.md", "drawing", drawing},
		{"docs/debugging.md", "finding", func() (string, error) {
			return transcript("explain", "--finding", "769edf", "./testdata/golden/ticket-triage.json")
		}},
		{"docs/debugging.md", "eval", func() (string, error) {
			return transcript("eval", "some s in input.store; not s.erasable; name := s.name", "./testdata/examples/ticket-triage")
		}},
		{"docs/debugging.md", "trace", func() (string, error) {
			return transcript("eval", "--trace", "privacy/deidentification_bypassed", "./testdata/examples/ticket-triage", "--now", "2026-11-23")
		}},
		{"docs/diff.md", "diff", func() (string, error) {
			const folder = "./policies/scope/material_change_unassessed/"
			return transcript("diff", folder+"base.hcl", folder+"fail.hcl")
		}},
		{"README.md", "action", actionTables},
		{"README.md", "help", func() (string, error) { return transcript("--help") }},
	}
}

// run brings every part and page up to date, or with check says which is not.
func run(check bool) error {
	files, err := generate()
	if err != nil {
		return err
	}
	old, err := filepath.Glob("docs/policies/*.md")
	if err != nil {
		return err
	}
	for _, f := range old {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if _, ok := files[filepath.ToSlash(f)]; !ok && strings.HasPrefix(string(text), generatedFrom) {
			files[filepath.ToSlash(f)] = "" // its area is gone
		}
	}
	var stale []string
	for _, f := range sortedFiles(files) {
		if current, err := os.ReadFile(filepath.FromSlash(f)); err == nil && string(current) == files[f] {
			continue
		}
		stale = append(stale, f)
		if check {
			continue
		}
		if err := write(f, files[f]); err != nil {
			return err
		}
	}
	if check && len(stale) > 0 {
		return fmt.Errorf("out of date: %s; run go run ./internal/docgen", strings.Join(stale, ", "))
	}
	return nil
}

// generate is every file that has generated text, by name.
func generate() (map[string]string, error) {
	files, err := areaPages()
	if err != nil {
		return nil, err
	}
	files["docs/input.md"] = inputPage()
	for _, p := range parts() {
		doc, ok := files[p.file]
		if !ok {
			data, err := os.ReadFile(filepath.FromSlash(p.file))
			if err != nil {
				return nil, err
			}
			doc = string(data)
		}
		text, err := p.text()
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", p.file, p.name, err)
		}
		if files[p.file], err = replace(doc, p.name, text); err != nil {
			return nil, fmt.Errorf("%s: %w", p.file, err)
		}
	}
	return files, nil
}

// write puts a file in place; one without text is removed.
func write(file, text string) error {
	if text == "" {
		return os.Remove(filepath.FromSlash(file))
	}
	if err := os.MkdirAll(filepath.Dir(filepath.FromSlash(file)), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.FromSlash(file), []byte(text), 0o644)
}

// replace puts text between the comments that name the part.
func replace(doc, name, text string) (string, error) {
	begin, end := "<!-- generated: "+name+" -->\n", "<!-- end: "+name+" -->"
	before, rest, ok := strings.Cut(doc, begin)
	if !ok {
		return "", fmt.Errorf("no %q", strings.TrimSpace(begin))
	}
	_, after, ok := strings.Cut(rest, end)
	if !ok {
		return "", fmt.Errorf("no %q", end)
	}
	return before + begin + strings.TrimRight(text, "\n") + "\n" + end + after, nil
}

// transcript runs the command line and shows what it printed.
func transcript(args ...string) (string, error) {
	out, code, err := aicomply(args...)
	if err != nil {
		return "", err
	}
	exit := ""
	if code != 0 {
		exit = fmt.Sprintf("\nIt exits with code %d.\n", code)
	}
	var shown []string
	for _, a := range args {
		if strings.Contains(a, " ") {
			a = "'" + a + "'"
		}
		shown = append(shown, a)
	}
	return fmt.Sprintf("```console\n$ go run ./cmd/aicomply %s\n%s```\n%s", strings.Join(shown, " "), out, exit), nil
}

var hexadecimal = regexp.MustCompile(`[0-9a-f]{32,}`)

// drawing is the diagram of an example as Markdown shows it.
func drawing() (string, error) {
	out, _, err := aicomply("graph", "./testdata/examples/ticket-triage", "--now", "2026-11-23")
	return "```mermaid\n" + out + "```", err
}

// tail is what follows the first element of the lists of a diagram.
var tail = regexp.MustCompile(`("(?:nodes|edges)": \[\n *\{[^}]*\}),\n( *)[^\]]*\n( *\])`)

// reportExample is a JSON report with one policy and one finding. Digest and
// fingerprint are left out: the one changes with every policy, the other with
// the folder that counts as the repository. Of the diagram it shows one node
// and one edge.
func reportExample() (string, error) {
	text, err := transcript("check", "./testdata/examples/ticket-triage", "--now", "2026-11-23", "--only", "transfer/special_category_third_country", "--format", "json")
	return tail.ReplaceAllString(hexadecimal.ReplaceAllString(text, "…"), "$1,\n$2…\n$3"), err
}

func aicomply(args ...string) (stdout string, code int, err error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", 0, err
	}
	var out, errs bytes.Buffer
	code = cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir})
	if errs.Len() > 0 {
		return "", code, fmt.Errorf("aicomply %s: %s", strings.Join(args, " "), errs.String())
	}
	return out.String(), code, nil
}
