package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// TestManifests checks that what is generated is valid and the same each time.
func TestManifests(t *testing.T) {
	texts := map[string]func() string{
		"clean": func() string { return small(2) }, "faulty": func() string { return small(3) },
		"flows": func() string { return flows(50) }, "layers": func() string { return layers(100, 5) },
	}
	for name, text := range texts {
		m, diags := manifest.Parse(".", map[string][]byte{"aicomply.hcl": []byte(text())})
		if finding.HasErrors(diags) {
			t.Errorf("%s: %v", name, diags[0])
		}
		if again := text(); again != text() {
			t.Errorf("%s differs from run to run", name)
		}
		if want := map[string]int{"flows": 50, "layers": 100}[name]; want > 0 && len(m.All("flow")) != want {
			t.Errorf("%s has %d flows", name, len(m.All("flow")))
		}
	}
}

func TestAgree(t *testing.T) {
	const ours = `{"deployments": [{"path": "x/m00001", "findings": [{"policy": "a/b", "path": ["flow", "f"], "key": "x,y", "message": "m (incidental content: one severity lower)"}]}]}`
	theirs := func(name, message string) string {
		return `[{"filename": "in/` + name + `.json", "failures": [{"msg": "m", "metadata": {"policy": "a/b", "path": ["flow", "f"], "key": ["y", "x"], "message": "` + message + `"}}]}]`
	}
	tests := map[string]struct{ ours, theirs, want string }{
		"same":             {ours, theirs("m00001", "m"), ""},
		"other deployment": {ours, theirs("m00002", "m"), "only conftest finds m00002"},
		"other message":    {ours, theirs("m00001", "n"), "only conftest finds"},
		"fewer":            {ours, "[]", "only aicomply finds"},
		"nothing":          {"{}", "[]", "nothing to compare"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			files := []string{filepath.Join(t.TempDir(), "ours"), filepath.Join(t.TempDir(), "theirs")}
			for i, text := range []string{test.ours, test.theirs} {
				if err := os.WriteFile(files[i], []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			err := agree(files[0], files[1])
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
