package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const root = "../.."

func read(t *testing.T, elem ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestManAndCompletions(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"man", dir, "2026-03-01T10:00:00+02:00"}, {"completions", dir}} {
		if err := run(args); err != nil {
			t.Fatal(err)
		}
	}
	page := read(t, dir, "aicomply-check.1")
	for _, want := range []string{`.TH "AICOMPLY" "1" "Mar 2026"`, `--fail-on`, "aicomply-check"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of check has no %s", want)
		}
	}
	for _, name := range []string{"aicomply.bash", "_aicomply", "aicomply.fish", "aicomply.ps1"} {
		if !strings.Contains(read(t, dir, name), "__complete") {
			t.Errorf("%s completes nothing", name)
		}
	}
	if err := run([]string{"man", dir, "today"}); err == nil {
		t.Error("today is no date")
	}
}

func TestSBOM(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "dist", "sbom.json")
	if err := run([]string{"sbom", self, file}); err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal([]byte(read(t, file)), &b); err != nil {
		t.Fatal(err)
	}
	opa := slices.IndexFunc(b.Components, func(c component) bool { return c.Name == "github.com/open-policy-agent/opa" })
	if opa < 0 || b.Components[opa].PURL != "pkg:golang/github.com/open-policy-agent/opa@"+b.Components[opa].Version {
		t.Errorf("components %+v", b.Components)
	}
	if b.Metadata.Component.Name != "github.com/aicomply/aicomply" || len(b.Metadata.Component.Hashes) != 1 || len(b.Depends[0].On) != len(b.Components) {
		t.Errorf("%+v, depends on %d of %d", b.Metadata, len(b.Depends[0].On), len(b.Components))
	}
	if err := run([]string{"sbom", filepath.Join(root, "go.mod"), file}); err == nil {
		t.Error("go.mod is no binary")
	}
}

// The hook of pre-commit: its files are the manifests, its entry a program that
// go install makes, with arguments that it takes.
func TestPreCommitHook(t *testing.T) {
	var hooks []struct {
		ID, Name, Entry, Language, Files string
		PassFilenames                    *bool `yaml:"pass_filenames"`
	}
	if err := yaml.Unmarshal([]byte(read(t, root, ".pre-commit-hooks.yaml")), &hooks); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 1 || hooks[0].ID != "aicomply" || hooks[0].Language != "golang" || hooks[0].PassFilenames == nil || *hooks[0].PassFilenames {
		t.Fatalf("hooks %+v", hooks)
	}
	entry := strings.Fields(hooks[0].Entry)
	program := filepath.Join(t.TempDir(), entry[0])
	if out, err := exec.Command("go", "build", "-o", program, root+"/cmd/"+entry[0]).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for manifest, code := range map[string]int{"system \"s\" {\n  stage = \"poc\"\n  go_live = \"nonsense\"\n}\n": 2, "system \"s\" {\n  stage = \"pilot\"\n}\n": 1} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "aicomply.hcl"), []byte(manifest), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, entry[1:]...)
		cmd.Dir = dir
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != code {
			t.Errorf("exit code %d, want %d\n%s", cmd.ProcessState.ExitCode(), code, out)
		}
	}
}
