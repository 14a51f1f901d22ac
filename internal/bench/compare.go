package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// compare runs two binaries of aicomply over the examples and generated
// manifests, in every format, and fails at the first difference of what they
// write or return.
func compare(ctx context.Context, e *env, old string) error {
	old, err := filepath.Abs(old)
	if err != nil {
		return err
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	fleet := "1000"
	if e.quick {
		fleet = "100"
	}
	for _, args := range [][]string{{"fleet", fleet, e.path("fleet")}, {"flows", "1000", e.path("flows")}, {"layers", "1000", "25", e.path("layers")}} {
		if err := e.data(ctx, args...); err != nil {
			return err
		}
	}
	dirs := []string{e.path("fleet"), e.path("flows"), e.path("layers"), filepath.Join(root, "policies"), filepath.Join(root, "testdata")}
	examples, err := filepath.Glob(filepath.Join(root, "testdata", "examples", "*"))
	if err != nil {
		return err
	}
	n := 0
	for _, dir := range append(dirs, examples...) {
		for _, args := range comparisons() {
			if err := e.same(ctx, old, dir, args); err != nil {
				return err
			}
			n++
		}
	}
	fmt.Printf("%d outputs are the same\n", n)
	return nil
}

// comparisons are the commands that are compared.
func comparisons() [][]string {
	var out [][]string
	for _, format := range []string{"text", "json", "markdown", "sarif", "junit", "github"} {
		out = append(out, []string{"check", "--now", day, "--format", format})
	}
	return append(out,
		[]string{"check", "--now", day, "--verbose", "--stage", "production"},
		[]string{"check", "--now", day, "--only", "security/*", "--format", "json"},
		[]string{"check", "--now", "2030-01-01", "--format", "json"},
		[]string{"input", "--now", day},
		[]string{"coverage", "--now", day},
	)
}

// same fails when two binaries differ in one command.
func (e *env) same(ctx context.Context, old, dir string, args []string) error {
	type result struct {
		out, err []byte
		code     int
	}
	var results [2]result
	for i, binary := range []string{old, e.path("aicomply")} {
		limited, stop := context.WithTimeout(ctx, e.timeout)
		cmd := exec.CommandContext(limited, binary, args...)
		cmd.Dir = dir
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		err := cmd.Run()
		stop()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return fmt.Errorf("%s %v in %s: %w", binary, args, dir, err)
		}
		results[i] = result{out.Bytes(), errs.Bytes(), cmd.ProcessState.ExitCode()}
	}
	a, b := results[0], results[1]
	switch {
	case a.code != b.code:
		return fmt.Errorf("%v in %s: exit %d, was %d\n%s", args, dir, b.code, a.code, b.err)
	case !bytes.Equal(a.out, b.out):
		return fmt.Errorf("%v in %s: stdout differs at byte %d:\n%.200q, was\n%.200q", args, dir, differ(a.out, b.out), b.out[differ(a.out, b.out):], a.out[differ(a.out, b.out):])
	case !bytes.Equal(a.err, b.err):
		return fmt.Errorf("%v in %s: stderr differs:\n%s\nwas\n%s", args, dir, b.err, a.err)
	}
	return nil
}

// differ is the first byte in which two texts differ.
func differ(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
