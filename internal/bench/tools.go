package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// conftestVersion is the version of conftest that is measured; that of opa is
// the one that go.mod asks for.
const conftestVersion = "v0.71.1"

// peers finds the peers in a folder, or installs them from the Go module proxy.
func (e *env) peers(ctx context.Context, tools string) error {
	if tools != "" {
		abs, err := filepath.Abs(tools)
		if err != nil {
			return err
		}
		for _, name := range []string{"conftest", "opa"} {
			if _, err := os.Stat(filepath.Join(abs, name)); err != nil {
				return fmt.Errorf("-tools: %w", err)
			}
		}
		e.tools = abs
		return nil
	}
	version, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Version}}", "github.com/open-policy-agent/opa").Output()
	if err != nil {
		return fmt.Errorf("version of opa: %w", err)
	}
	e.tools = e.path("tools")
	for _, pkg := range []string{
		"github.com/open-policy-agent/conftest@" + conftestVersion,
		"github.com/open-policy-agent/opa@" + strings.TrimSpace(string(version)),
	} {
		cmd := exec.CommandContext(ctx, "go", "install", "-trimpath", "-ldflags=-s -w", pkg)
		cmd.Env = append(os.Environ(), "GOBIN="+e.tools, "GOFLAGS=-mod=mod", static)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("install %s: %w\n%s", pkg, err, out)
		}
	}
	return nil
}

// machine says on what was measured, and which versions.
func (e *env) machine(ctx context.Context) string {
	parts := []string{fmt.Sprintf("%s/%s, %d CPUs", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())}
	if model := cpuModel(); model != "" {
		parts[0] += " (" + model + ")"
	}
	parts = append(parts, runtime.Version())
	for _, name := range []string{"conftest", "opa"} {
		parts = append(parts, name+" "+moduleVersion(ctx, filepath.Join(e.tools, name)))
	}
	return strings.Join(parts, ", ")
}

func cpuModel() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// moduleVersion is the version of the module that a binary was built from.
func moduleVersion(ctx context.Context, binary string) string {
	out, err := exec.CommandContext(ctx, "go", "version", "-m", binary).Output()
	if err != nil {
		return "of unknown version"
	}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 2 && fields[0] == "mod" {
			return fields[2]
		}
	}
	return "of unknown version"
}
