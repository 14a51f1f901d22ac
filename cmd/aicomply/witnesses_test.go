package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/aicomply/aicomply/internal/cli"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/policies"
)

// These tests hold the promise of policy prove: what it says of a manifest,
// stock OPA says, too, of what aicomply input makes of it.

// witness is a manifest, and what policy prove says of one policy on it.
type witness struct {
	Area  string `json:"area"`
	Name  string `json:"name"`
	Input any    `json:"input"`
	want  string // "fires", "passes" or "error"
}

// TestWitnessesOnStockOPA takes every third of the built-in policies.
func TestWitnessesOnStockOPA(t *testing.T) {
	var sample []string
	for i, id := range builtIn(t) {
		if i%3 == 0 {
			sample = append(sample, regexp.QuoteMeta(id))
		}
	}
	root, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	all := proven(t, root, 0, "--tries", "6", "--run", "^("+strings.Join(sample, "|")+")$")
	if len(all) < 2*len(sample) {
		t.Errorf("%d witnesses of %d policies; want one that fires and one that passes of each", len(all), len(sample))
	}
	compare(t, filepath.Join(root, "policies"), all)
}

// TestWitnessesOfDefectsOnStockOPA takes the defects of the script policyprove.
func TestWitnessesOfDefectsOnStockOPA(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(root, "testdata", "script", "policyprove.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	all := proven(t, dir, 1, "defects")
	kinds := map[string]int{}
	for _, w := range all {
		kinds[w.want]++
	}
	if kinds["fires"] == 0 || kinds["passes"] == 0 || kinds["error"] == 0 {
		t.Fatalf("witnesses %v; want some of each kind", kinds)
	}
	compare(t, filepath.Join(dir, "defects"), all)
}

// builtIn are the built-in policies that need no manifest to compare with.
func builtIn(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(policies.FS, "*/*/"+pair.Fail)
	if err != nil || len(files) == 0 {
		t.Fatal("no policies", err)
	}
	var out []string
	for _, f := range files {
		id := strings.TrimSuffix(f, "/"+pair.Fail)
		if _, err := fs.Stat(policies.FS, id+"/"+pair.Base); err != nil {
			out = append(out, id)
		}
	}
	return out
}

func run(t *testing.T, dir string, code int, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	got := cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir})
	if got != code {
		t.Fatalf("aicomply %s exits with %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), errs.String())
	}
	return out.Bytes()
}

// proven runs policy prove, and reads the manifests that it saves and those
// that show a problem.
func proven(t *testing.T, dir string, code int, args ...string) []*witness {
	t.Helper()
	saved := t.TempDir()
	var result struct {
		Policies []struct {
			Policy   string
			Problems []struct{ Kind, Text, Manifest string }
		}
	}
	text := run(t, dir, code, append([]string{"policy", "prove", "--format", "json", "--save", saved}, args...)...)
	if err := json.Unmarshal(text, &result); err != nil {
		t.Fatal(err)
	}
	var out []*witness
	add := func(id, file, want string) {
		area, name, _ := strings.Cut(id, "/")
		w := &witness{Area: area, Name: name, want: want}
		if err := json.Unmarshal(run(t, dir, 0, "input", "--now", clock, file), &w.Input); err != nil {
			t.Fatal(err)
		}
		out = append(out, w)
	}
	for _, p := range result.Policies {
		for _, want := range []string{"fires", "passes"} {
			file := filepath.Join(saved, strings.ReplaceAll(p.Policy, "/", ".")+"."+want+".hcl")
			if _, err := os.Stat(file); err == nil {
				add(p.Policy, file, want)
			}
		}
		for _, problem := range p.Problems {
			if problem.Manifest == "" {
				continue
			}
			file := filepath.Join(t.TempDir(), "aicomply.hcl")
			if err := os.WriteFile(file, []byte(problem.Manifest), 0o600); err != nil {
				t.Fatal(err)
			}
			add(p.Policy, file, shows(problem.Kind, problem.Text))
		}
	}
	return out
}

// shows is what a policy does on the manifest of a problem.
func shows(kind, text string) string {
	switch {
	case kind == "error":
		return "error"
	case kind == "fails_open", kind == "pair" && strings.HasPrefix(text, "it finds nothing"):
		return "passes"
	}
	return "fires"
}

// compare asks OPA what each policy says of its witness: all at once, but for
// those that it has to fail on.
func compare(t *testing.T, folder string, all []*witness) {
	t.Helper()
	var sound []*witness
	for _, w := range all {
		if w.want != "error" {
			sound = append(sound, w)
			continue
		}
		if _, err := evaluate(t, folder, []*witness{w}); err == nil || !strings.Contains(err.Error(), "conflict") {
			t.Errorf("%s/%s: OPA evaluates what prove says is a conflict: %v", w.Area, w.Name, err)
		}
	}
	got, err := evaluate(t, folder, sound)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(sound) {
		t.Fatalf("%d answers to %d witnesses", len(got), len(sound))
	}
	for i, w := range sound {
		if got[i] != w.want {
			text, _ := json.Marshal(w.Input)
			t.Errorf("%s/%s: OPA: %s, prove: %s, of\n%.2000s", w.Area, w.Name, got[i], w.want, text)
		}
	}
}

// question is the query: what each policy says, with its own input.
const question = `[said |
	some w in input
	own := w.input
	p := data.aicomply.policies[w.area][w.name] with input as own
	said := {"found": count(p.deny), "applies": object.get(p, "applies", true)}
]`

func evaluate(t *testing.T, folder string, all []*witness) ([]string, error) {
	t.Helper()
	binary, err := exec.Command("go", "tool", "-n", "opa").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(strings.TrimSpace(string(binary)), "eval", "--strict-builtin-errors", "--format", "json", "--data", folder, "--stdin-input", question)
	cmd.Stdin = bytes.NewReader(text)
	out, failed := cmd.Output()
	var answer struct {
		Errors []struct{ Message string }
		Result []struct {
			Expressions []struct {
				Value []struct {
					Found   int
					Applies bool
				}
			}
		}
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatalf("opa eval: %v\n%s", failed, out)
	}
	if len(answer.Errors) > 0 {
		return nil, &opaError{answer.Errors[0].Message}
	}
	if failed != nil || len(answer.Result) != 1 {
		t.Fatalf("opa eval: %v\n%s", failed, out)
	}
	var said []string
	for _, v := range answer.Result[0].Expressions[0].Value {
		said = append(said, map[bool]string{true: "fires", false: "passes"}[v.Found > 0])
		if !v.Applies {
			said[len(said)-1] = "does not apply"
		}
	}
	return said, nil
}

type opaError struct{ message string }

func (e *opaError) Error() string { return e.message }
