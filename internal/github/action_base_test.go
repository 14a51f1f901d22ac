package github

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// history is an origin with a branch main of some commits, a branch topic off
// its root, and a clone of topic.
type history struct {
	t                         *testing.T
	dir, origin, clone        string
	root, main, topic, orphan string
}

func newHistory(t *testing.T, commits int, clone ...string) history {
	t.Helper()
	h := history{t: t, dir: t.TempDir()}
	h.origin, h.clone = filepath.Join(h.dir, "origin"), filepath.Join(h.dir, "clone")
	h.git(h.dir, "init", "--quiet", "--initial-branch=main", h.origin)
	commit := func(name string) string {
		h.git(h.origin, "commit", "--quiet", "--allow-empty", "-m", name)
		return h.git(h.origin, "rev-parse", "HEAD")
	}
	h.root = commit("root")
	h.git(h.origin, "branch", "topic")
	for i := range commits {
		h.main = commit(fmt.Sprint(i))
	}
	h.git(h.origin, "checkout", "--quiet", "topic")
	for i := range commits {
		h.topic = commit(fmt.Sprint("t", i))
	}
	h.git(h.origin, "checkout", "--quiet", "--orphan", "orphan")
	h.orphan = commit("orphan")
	h.git(h.dir, append([]string{"clone", "--quiet", "--branch=topic", "file://" + h.origin, h.clone}, clone...)...)
	return h
}

func (h history) git(dir string, args ...string) string {
	h.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	out, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// fetchBase runs the script in a folder of its own name.
func fetchBase(t *testing.T, dir string, env ...string) (stdout, outputs string, code int) {
	t.Helper()
	script, err := filepath.Abs(filepath.Join(filepath.Dir(actionFile), ".github", "action", "fetch-base.sh"))
	if err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(t.TempDir(), "output")
	cmd := exec.Command("bash", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append([]string{"BASE=", "POLICY_REF=", "EVENT_BASE=", "EVENT_HEAD=",
		"GITHUB_OUTPUT=" + output, "GIT_CEILING_DIRECTORIES=" + filepath.Dir(dir)}, env...)...)
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(output)
	return string(out), string(text), cmd.ProcessState.ExitCode()
}

func both(commit string) string { return "base=" + commit + "\nbase-commit=" + commit + "\n" }

func TestActionFetchesBase(t *testing.T) {
	for _, depth := range []string{"--depth=1", "--depth=3", "--no-single-branch"} {
		h := newHistory(t, 60, depth)
		stdout, outputs, code := fetchBase(t, h.clone, "EVENT_BASE="+h.main)
		if code != 0 || stdout != "" || outputs != both(h.main) {
			t.Errorf("%s: exit code %d, outputs %q, %s", depth, code, outputs, stdout)
		}
		if got := h.git(h.clone, "merge-base", "HEAD", h.main); got != h.root {
			t.Errorf("%s: merge base %s, want %s", depth, got, h.root)
		}
		shallow := h.git(h.clone, "rev-parse", "--is-shallow-repository")
		if depth == "--no-single-branch" && shallow != "false" {
			t.Error("a whole history has become shallow")
		}
	}
}

// What a workflow for a pull request checks out is a merge with the target as it
// is, which may be newer than the event's base.
func TestActionComparesWithWhatIsMerged(t *testing.T) {
	for _, depth := range []string{"--depth=1", "--no-single-branch"} {
		h := newHistory(t, 2)
		h.git(h.origin, "checkout", "--quiet", "--detach", h.main)
		h.git(h.origin, "merge", "--quiet", "--no-ff", "-m", "merge", h.topic)
		h.git(h.origin, "branch", "merged")
		work := filepath.Join(h.dir, "work")
		h.git(h.dir, "clone", "--quiet", "--branch=merged", depth, "file://"+h.origin, work)
		for _, c := range []struct{ base, head, want string }{
			{"", h.topic, h.main},
			{"", h.orphan, h.root}, // a checkout of something else
			{"", "", h.root},
			{h.root, h.topic, h.root},
		} {
			stdout, outputs, code := fetchBase(t, work, "BASE="+c.base, "EVENT_BASE="+h.root, "EVENT_HEAD="+c.head)
			if code != 0 || stdout != "" || outputs != both(c.want) {
				t.Errorf("%s, %+v: exit code %d, outputs %q, %s", depth, c, code, outputs, stdout)
			}
			if got := h.git(work, "merge-base", "HEAD", c.want); got != c.want {
				t.Errorf("%s, %+v: merge base %s", depth, c, got)
			}
		}
	}
}

func TestActionBases(t *testing.T) {
	h := newHistory(t, 2, "--depth=1")
	h.git(h.origin, "tag", "-a", "-m", "v", "v1", h.main)
	for _, c := range []struct{ base, policyRef, outputs, says string }{
		{base: "none"},
		{base: "main", outputs: both(h.main)},
		{base: "origin/main", outputs: both(h.main)},
		{base: "refs/tags/v1", outputs: both(h.main)},
		{base: h.root, outputs: both(h.root)},
		{base: "old report.json", outputs: "base=old report.json\n"},
		{base: "nowhere", says: "notice"},
		{base: strings.Repeat("1", 40), says: "notice"},
		{base: "orphan", says: "notice"},
		{base: "main", policyRef: "orphan", outputs: "policy-commit=" + h.orphan + "\n" + both(h.main)},
		{base: "none", policyRef: "v1", outputs: "policy-commit=" + h.main + "\n"},
		{base: h.main, policyRef: "base", outputs: "policy-commit=" + h.main + "\n" + both(h.main)},
		{base: "none", policyRef: "base", says: "error"},
		{base: "nowhere", policyRef: "base", says: "error"},
		{policyRef: "nowhere", says: "error"},
		{policyRef: "--upload-pack=touch pwned", says: "error"},
		{policyRef: "main\nbase-commit=x", says: "error"},
		{base: "--upload-pack=touch pwned", says: "error"},
		{base: "-f", says: "error"},
		{base: "main:main", says: "error"},
		{base: "main~1", says: "error"},
		{base: "a\n::warning::x.json", says: "error"},
		{base: "main\nbase-commit=x", says: "error"},
		{base: "$(touch pwned)", says: "error"},
		{base: `"; touch pwned; "`, says: "error"},
	} {
		stdout, outputs, code := fetchBase(t, h.clone, "BASE="+c.base, "POLICY_REF="+c.policyRef)
		if (code != 0) != (c.says == "error") || outputs != c.outputs && c.says != "error" {
			t.Errorf("%+v: exit code %d, outputs %q, %s", c, code, outputs, stdout)
		}
		switch ok, _ := regexp.MatchString(`(?m)^::`+c.says+` title=aicomply::`, stdout); {
		case c.says == "" && stdout != "", c.says != "" && !ok, strings.Contains(stdout, "::warning"):
			t.Errorf("%+v: says %q", c, stdout)
		}
	}
	if _, err := os.Stat(filepath.Join(h.clone, "pwned")); err == nil {
		t.Error("an input was executed")
	}
}

// Without the origin, or without git, findings count as new, and the run goes on.
func TestActionWithoutOrigin(t *testing.T) {
	h := newHistory(t, 2, "--depth=1")
	h.git(h.clone, "remote", "set-url", "origin", "https://user:hunter2@127.0.0.1:1/x")
	for dir, commit := range map[string]string{h.clone: h.main, t.TempDir(): h.main} {
		stdout, outputs, code := fetchBase(t, dir, "EVENT_BASE="+commit)
		if code != 0 || outputs != "" || !strings.HasPrefix(stdout, "::notice title=aicomply::The base could not be fetched") || strings.Contains(stdout, "hunter2") {
			t.Errorf("exit code %d, outputs %q, %s", code, outputs, stdout)
		}
	}
}
