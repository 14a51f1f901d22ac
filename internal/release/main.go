// Command release writes what goes into a release beside the binary. GoReleaser
// calls it, see .goreleaser.yaml.
//
//	go run ./internal/release man DIR DATE       manual pages, dated DATE (RFC 3339)
//	go run ./internal/release completions DIR    for bash, zsh, fish and PowerShell
//	go run ./internal/release sbom BINARY FILE   what BINARY is built from, as CycloneDX
//
// It is a program of its own so that aicomply does not carry the writer of
// manual pages.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/aicomply/aicomply/internal/cli"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "man":
		return man(args[1], args[2])
	case len(args) == 2 && args[0] == "completions":
		return completions(args[1])
	case len(args) == 3 && args[0] == "sbom":
		return writeSBOM(args[1], args[2])
	}
	return errors.New("want man DIR DATE, completions DIR, or sbom BINARY FILE")
}

func man(dir, date string) error {
	at, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return fmt.Errorf("date %q: %w", date, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	at = at.UTC()
	root := cli.Command()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Title: "AICOMPLY", Section: "1", Source: "aicomply", Date: &at}, dir)
}

func completions(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root := cli.Command()
	for file, write := range map[string]func(*cobra.Command, string) error{
		"aicomply.bash": func(c *cobra.Command, f string) error { return c.GenBashCompletionFileV2(f, true) },
		"_aicomply":     (*cobra.Command).GenZshCompletionFile,
		"aicomply.fish": func(c *cobra.Command, f string) error { return c.GenFishCompletionFile(f, true) },
		"aicomply.ps1":  (*cobra.Command).GenPowerShellCompletionFileWithDesc,
	} {
		if err := write(root, filepath.Join(dir, file)); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}
