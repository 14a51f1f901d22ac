package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
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
	for _, file := range append(files, filepath.Join(root, "action.yml"), filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
			if m[1] == "./" || m[1] == "aicomply/aicomply@main" {
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
