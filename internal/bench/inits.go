package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// inits says what initialising the packages takes at each start, and which of
// them take most: a dependency that costs time without being used shows there.
func (e *env) inits(ctx context.Context, rounds, most int) (string, error) {
	clocks := map[string][]float64{} // by package
	for range rounds {
		cmd := exec.CommandContext(ctx, e.path("aicomply"), "--version")
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("aicomply --version: %w\n%s", err, out)
		}
		for name, clock := range initTrace(string(out)) {
			clocks[name] = append(clocks[name], clock)
		}
	}
	if len(clocks) == 0 {
		return "", fmt.Errorf("aicomply --version: no trace of initialisation")
	}
	of := func(name string) float64 { return median(clocks[name]) }
	names := slices.SortedFunc(maps.Keys(clocks), func(a, b string) int { return cmp.Or(cmp.Compare(of(b), of(a)), strings.Compare(a, b)) })
	total := 0.0
	for _, name := range names {
		total += of(name)
	}
	var parts []string
	for _, name := range names[:min(most, len(names))] {
		parts = append(parts, fmt.Sprintf("`%s` %.2f", name, of(name)))
	}
	return fmt.Sprintf("Initialising %d packages takes %.1f ms of each start of aicomply; most: %s.\n", len(clocks), total, strings.Join(parts, ", ")), nil
}

// initTrace is the milliseconds of each package in the output of a program with
// GODEBUG=inittrace=1, whose lines are "init PACKAGE @1.2 ms, 0.34 ms clock, …".
func initTrace(out string) map[string]float64 {
	clocks := map[string]float64{}
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) < 7 || f[0] != "init" || f[6] != "clock," {
			continue
		}
		if ms, err := strconv.ParseFloat(f[4], 64); err == nil && f[5] == "ms" {
			clocks[f[1]] += ms
		}
	}
	return clocks
}
