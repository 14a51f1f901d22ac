// Package internal_test keeps the order of the packages: each may import only
// those above it, and each big library has one package that knows it.
package internal_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/aicomply/aicomply/"

// order is the packages of the program, each above those that may import it.
// A package that is not here has no place yet: give it one.
var order = []string{
	"policies",
	"internal/finding",
	"internal/suggest",
	"internal/git",
	"internal/schema",
	"internal/manifest",
	"internal/config",
	"internal/bundle",
	"internal/derive",
	"internal/posture",
	"internal/diagram",
	"internal/framework",
	"internal/policy/infer",
	"internal/policy/provenance",
	"internal/policy/trace",
	"internal/policy",
	"internal/policy/lint",
	"internal/policy/policytest",
	"internal/policy/mutation",
	"internal/policy/signature",
	"internal/waiver",
	"internal/report",
	"internal/check",
	"internal/coverage",
	"internal/pair",
	"internal/prove",
	"internal/mutate",
	"internal/scaffold",
	"internal/github",
	"internal/cli",
	"cmd/aicomply",
}

// commands are programs for contributors; they may import anything, and
// nothing imports them.
var commands = []string{"internal/actrun", "internal/docgen", "internal/release", "internal/bench", "internal/bench/bare", "internal/bench/data", "internal/github/openapislice"}

// owners says which packages may import a library directly.
var owners = map[string][]string{
	"github.com/open-policy-agent/opa":      {"internal/policy/infer", "internal/policy/provenance", "internal/policy/trace", "internal/policy", "internal/policy/lint", "internal/policy/policytest", "internal/policy/mutation", "internal/policy/signature"},
	"github.com/google/go-github":           {"internal/github"},
	"github.com/hashicorp/hcl":              {"internal/manifest"},
	"github.com/zclconf/go-cty":             {"internal/manifest"},
	"github.com/spf13/cobra":                {"internal/cli"},
	"github.com/sirupsen/logrus":            {"internal/cli", "internal/github"},
	"github.com/sourcegraph/go-diff":        {"internal/github"},
	"github.com/agext/levenshtein":          {"internal/suggest"},
	"golang.org/x/term":                     {"internal/cli"},
	"oras.land/oras-go":                     {"internal/bundle"},
	"github.com/aicomply/aicomply/policies": {"internal/schema", "internal/cli"},
}

type pkg struct {
	ImportPath string
	GoFiles    []string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,GoFiles,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.ImportPath, module) && len(p.GoFiles) > 0 {
			list = append(list, p)
		}
	}
}

func TestPackagesImportOnlyThoseAbove(t *testing.T) {
	seen := 0
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if slices.Contains(commands, name) {
			continue
		}
		place := slices.Index(order, name)
		if place < 0 {
			t.Errorf("%s has no place in the order", name)
			continue
		}
		seen++
		for _, imp := range p.Imports {
			if rest, ours := strings.CutPrefix(imp, module); ours && slices.Index(order, rest) >= place {
				t.Errorf("%s imports %s, which stands below it", name, rest)
			}
		}
	}
	if seen != len(order) {
		t.Errorf("%d of the %d packages in the order exist", seen, len(order))
	}
}

func TestLibrariesHaveOneOwner(t *testing.T) {
	used := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if slices.Contains(commands, name) {
			continue
		}
		for _, imp := range p.Imports {
			for lib, allowed := range owners {
				if imp != lib && !strings.HasPrefix(imp, lib+"/") {
					continue
				}
				used[lib] = true
				if !slices.Contains(allowed, name) {
					t.Errorf("%s imports %s; only %s may", name, imp, strings.Join(allowed, ", "))
				}
			}
		}
	}
	for lib := range owners {
		if !used[lib] {
			t.Errorf("nothing imports %s: remove it from the list", lib)
		}
	}
}
