// Command actrun runs the action in workflows on this machine, with nektos/act
// and a fake GitHub: the tests of internal/github that have the build tag act.
//
//	go run ./internal/actrun          run them and print a table
//	go run ./internal/actrun -write   and put it into docs/action-tested.md
//
// act is installed into a temporary folder, at a fixed version. It needs git,
// bash and a module proxy or a filled module cache, and nothing else from the network.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const (
	actModule  = "github.com/nektos/act"
	actVersion = "v0.2.89"
	page       = "docs/action-tested.md"
	begin, end = "<!-- result of go run ./internal/actrun -->\n", "<!-- end of result -->\n"
)

func main() {
	write := flag.Bool("write", false, "put the table into "+page)
	flag.Parse()
	if err := run(*write, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "actrun:", err)
		os.Exit(1)
	}
}

func run(write bool, out io.Writer) error {
	dir, err := os.MkdirTemp("", "actrun")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	act := filepath.Join(dir, "act")
	if runtime.GOOS == "windows" {
		act += ".exe"
	}
	install := exec.Command("go", "install", actModule+"@"+actVersion)
	install.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if text, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("install act: %w\n%s", err, text)
	}
	tests := exec.Command("go", "test", "-json", "-tags=act", "-count=1", "-timeout=15m", "-run=^TestAct$", "./internal/github")
	tests.Env = append(os.Environ(), "ACT="+act)
	var log bytes.Buffer
	tests.Stdout, tests.Stderr = &log, os.Stderr
	failed := tests.Run()
	if exit := (*exec.ExitError)(nil); failed != nil && !errors.As(failed, &exit) {
		return fmt.Errorf("go test: %w", failed)
	}
	table, shown, err := summarise(&log)
	if err != nil {
		return err
	}
	fmt.Fprint(out, table)
	if failed != nil {
		return fmt.Errorf("scenarios failed\n%s", shown)
	}
	if write {
		return record(table)
	}
	return nil
}

// summarise makes a table of the scenarios from what go test -json wrote, and
// gives the text that the failed ones printed.
func summarise(r io.Reader) (table, failed string, err error) {
	type event struct {
		Action, Test, Output string
	}
	printed, results := map[string]string{}, map[string]string{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			failed += lines.Text() + "\n"
			continue
		}
		switch e.Action {
		case "output", "build-output":
			printed[e.Test] += e.Output
		case "pass", "fail", "skip":
			results[e.Test] = e.Action
		}
	}
	if err := lines.Err(); err != nil {
		return "", "", fmt.Errorf("read go test's output: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "act %s, %s\n\n| scenario | result |\n|---|---|\n", actVersion, runtime.Version())
	scenarios := 0
	for _, test := range slices.Sorted(maps.Keys(results)) {
		if results[test] == "fail" {
			failed += printed[test]
		}
		if _, name, ok := strings.Cut(test, "/"); ok {
			scenarios++
			fmt.Fprintf(&b, "| %s | %s |\n", strings.ReplaceAll(name, "_", " "), results[test])
		}
	}
	if scenarios == 0 {
		return "", "", fmt.Errorf("no scenario ran\n%s%s", printed[""], failed)
	}
	return b.String(), failed, nil
}

// record puts the table between the two comments of the page.
func record(table string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no place for the result", page)
	}
	return os.WriteFile(page, []byte(before+begin+table+end+after), 0o644)
}
