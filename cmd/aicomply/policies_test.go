package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// clock is the date on which the pairs of manifests are checked.
const clock = "2026-11-23"

// policiesDir holds the built-in policies; those embedded in the binary are
// the same files.
var policiesDir = filepath.Join(root, "policies")

// aicomply runs this binary as the aicomply command, which TestMain makes it,
// and fails the test on an exit code that is not among the given.
func aicomply(t *testing.T, codes []int, args ...string) []byte {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"aicomply"}, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); !slices.Contains(codes, code) {
		t.Fatalf("aicomply %s: exit code %d\n%s%s", strings.Join(args, " "), code, &stdout, &stderr)
	}
	return stdout.Bytes()
}

// checked is the report of a run of aicomply check on the files.
func checked(t *testing.T, codes []int, args ...string) *report.Report {
	t.Helper()
	r, err := report.Read(bytes.NewReader(aicomply(t, codes, append([]string{"check", "--format", "json", "--now", clock}, args...)...)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// policyIDs lists the policies by their folders on disk, so that a new one is
// tested without a word here.
func policyIDs(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(policiesDir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, dir := range dirs {
		area := filepath.Base(filepath.Dir(dir))
		if info, err := os.Stat(dir); err == nil && info.IsDir() && area != "lib" && area != "data" {
			ids = append(ids, area+"/"+filepath.Base(dir))
		}
	}
	if len(ids) == 0 {
		t.Fatal("no policies")
	}
	return ids
}

func TestPoliciesPassTheirTests(t *testing.T) {
	out := aicomply(t, []int{0}, "policy", "test", policiesDir)
	if !strings.HasSuffix(string(out), " passed, 0 failed\n") {
		t.Errorf("%s", out)
	}
}

// TestPairs checks the two manifests beside every built-in policy as a user
// would: the findings are where the comments in fail.hcl say, and pass.hcl has
// none although the policy applies to it.
func TestPairs(t *testing.T) {
	for _, id := range policyIDs(t) {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(policiesDir, filepath.FromSlash(id))
			text, err := os.ReadFile(filepath.Join(dir, "fail.hcl"))
			if err != nil {
				t.Fatal(err)
			}
			args := []string{"--only", id}
			if base, err := os.ReadFile(filepath.Join(dir, "base.hcl")); err == nil {
				dir = changed(t, dir, base)
				args = append(args, "--base", "HEAD")
			}
			r := checked(t, []int{0, 1}, append(args, filepath.Join(dir, "fail.hcl"), filepath.Join(dir, "pass.hcl"))...)
			fail, pass := r.Deployments[0], r.Deployments[1]
			if diff := cmp.Diff(expected(string(text)), found(fail)); diff != "" {
				t.Errorf("fail.hcl (-expected +found):\n%s", diff)
			}
			if result := pass.Policies[0]; result.Result != finding.Passed || result.ID != id {
				t.Errorf("pass.hcl: %s %s %s: %s", result.ID, result.Result, result.Reason, found(pass))
			}
		})
	}
}

// changed is a repository in which the pair of a folder is an edit of base.
func changed(t *testing.T, dir string, base []byte) string {
	t.Helper()
	repo := t.TempDir()
	pair := []string{"fail.hcl", "pass.hcl"}
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(repo, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range pair {
		write(name, base)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"commit", "-q", "-m", "base"}} {
		cmd := exec.Command("git", append([]string{"-C", repo, "-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	for _, name := range pair {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		write(name, text)
	}
	return repo
}

// expected are the lines that begin with "# expect:", at least one.
func expected(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "# expect: "); ok {
			out = append(out, strings.TrimSpace(rest))
		}
	}
	slices.Sort(out)
	if len(out) == 0 {
		return []string{"an expected finding"}
	}
	return out
}

// found are the findings as such lines describe them.
func found(d report.Deployment) []string {
	var out []string
	for _, f := range d.Findings {
		s := f.Path.String()
		if f.Kind != finding.Violation {
			s += " " + string(f.Kind)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
