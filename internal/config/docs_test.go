package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

var example = regexp.MustCompile("(?s)```hcl config\n(.*?)```")

// The examples of docs/configuration.md are valid, and configure built-in
// policies. The first has each block.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := example.FindAllSubmatch(page, -1)
	if len(examples) == 0 {
		t.Fatal("no examples")
	}
	names, err := filepath.Glob("../../policies/*/*/*.rego")
	if err != nil {
		t.Fatal(err)
	}
	var builtin []finding.Rule
	for _, name := range names {
		dir := filepath.Dir(name)
		builtin = append(builtin, finding.Rule{ID: filepath.Base(filepath.Dir(dir)) + "/" + filepath.Base(dir)})
	}
	for i, e := range examples {
		c := load(t, string(e[1]))
		if ds := c.Check(builtin); len(ds) > 0 {
			t.Error(ds)
		}
		kinds := map[string]bool{}
		for _, o := range c.Overrides(builtin) {
			kinds[o.Kind] = true
		}
		if i == 0 && len(kinds) != 5 {
			t.Errorf("the first example has the overrides %v", kinds)
		}
	}
}
