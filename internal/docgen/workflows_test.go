package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"
)

var (
	uses   = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (\S+)(.*)$`)
	pinned = regexp.MustCompile(`^([\w./-]+)@[0-9a-f]{40}$`)
)

// A tag can be moved; a commit cannot. The action, the workflows and the
// workflow that README.md shows agree on which commit of an action they use.
func TestActionsArePinnedAlike(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	first := map[string]string{}
	for _, name := range []string{"action.yml", "README.md", "docs/action.md"} {
		files = append(files, filepath.Join(root, name))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
			if m[1] == "./" || m[1] == "aicomply/aicomply@main" || m[1] == "aicomply/aicomply@<commit>" {
				continue
			}
			p := pinned.FindStringSubmatch(m[1])
			if p == nil || !regexp.MustCompile(`^ # v\d+\.\d+\.\d+$`).MatchString(m[2]) {
				t.Errorf("%s: %s is not pinned to a commit, with its version beside it", file, m[1])
				continue
			}
			if old, ok := first[p[1]]; ok && old != m[1]+m[2] {
				t.Errorf("%s: %s, elsewhere %s", file, m[1]+m[2], old)
			}
			first[p[1]] = m[1] + m[2]
		}
	}
	if len(first) == 0 {
		t.Error("no action is used")
	}
}

// workflows are the workflows of the repository and those that the docs show,
// by where they are.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = string(text)
	}
	recipes := 0
	for name, page := range docs(t) {
		blocks, _ := split(page)
		for i, b := range blocks {
			if b.info == "yaml workflow" || strings.HasPrefix(b.text, "name: aicomply\n") {
				recipes++
				out[fmt.Sprintf("%s, block %d", name, i+1)] = b.text
			}
		}
	}
	if len(files) == 0 || recipes == 0 {
		t.Fatalf("%d workflows, %d recipes", len(files), recipes)
	}
	return out
}

// The action of this commit stands in for the one that a recipe names, so that
// its inputs and outputs are known to the linter.
func TestWorkflowsLint(t *testing.T) {
	action, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	ours := regexp.MustCompile(`uses: aicomply/aicomply@.*`)
	for name, text := range workflows(t) {
		dir := t.TempDir()
		file := filepath.Join(dir, ".github", "workflows", "w.yml")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "action.yml"), action, 0o644); err != nil {
			t.Fatal(err)
		}
		text = ours.ReplaceAllString(text, "uses: ./")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		project, err := actionlint.NewProject(dir)
		if err != nil {
			t.Fatal(err)
		}
		linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{WorkingDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		found, err := linter.Lint(file, []byte(text), project)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			t.Errorf("%s: %s", name, e)
		}
	}
}

// What actionlint leaves to taste: rights are said, and never those of the
// target branch; no expression gets into a script.
func TestWorkflowsAreSafe(t *testing.T) {
	type step struct {
		Run string `yaml:"run"`
	}
	for name, text := range workflows(t) {
		var w struct {
			On          yaml.Node `yaml:"on"`
			Permissions yaml.Node `yaml:"permissions"`
			Jobs        map[string]struct {
				Steps []step `yaml:"steps"`
			} `yaml:"jobs"`
		}
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if w.Permissions.Kind != yaml.MappingNode {
			t.Errorf("%s does not say which permissions it needs", name)
		}
		if strings.Contains(text, "pull_request_target") {
			t.Errorf("%s runs with the rights of the target branch", name)
		}
		for job, j := range w.Jobs {
			for _, s := range j.Steps {
				if strings.Contains(s.Run, "${{") {
					t.Errorf("%s: job %s puts an expression into a script", name, job)
				}
			}
		}
	}
}
