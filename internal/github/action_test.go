package github

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const actionFile = "../../action.yml"

// action is the part of an action's metadata that the tests look at.
type action struct {
	Inputs map[string]struct {
		Description string  `yaml:"description"`
		Default     *string `yaml:"default"`
	} `yaml:"inputs"`
	Outputs map[string]struct {
		Description string `yaml:"description"`
		Value       string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Using string       `yaml:"using"`
		Steps []actionStep `yaml:"steps"`
	} `yaml:"runs"`
}

type actionStep struct {
	Name  string            `yaml:"name"`
	ID    string            `yaml:"id"`
	If    string            `yaml:"if"`
	Uses  string            `yaml:"uses"`
	Shell string            `yaml:"shell"`
	Run   string            `yaml:"run"`
	Dir   string            `yaml:"working-directory"`
	Env   map[string]string `yaml:"env"`
}

func readAction(t *testing.T) (action, string) {
	t.Helper()
	text, err := os.ReadFile(actionFile)
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	if a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Fatalf("not a composite action: %+v", a.Runs)
	}
	return a, string(text)
}

func (a action) step(t *testing.T, id string) actionStep {
	t.Helper()
	i := slices.IndexFunc(a.Runs.Steps, func(s actionStep) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no step %q", id)
	}
	return a.Runs.Steps[i]
}

func TestActionSteps(t *testing.T) {
	a, text := readAction(t)
	for _, s := range a.Runs.Steps {
		switch {
		case s.Uses != "":
			pinned := regexp.MustCompile(regexp.QuoteMeta(s.Uses) + ` # v\d+\.\d+\.\d+\n`)
			if !regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`).MatchString(s.Uses) || !pinned.MatchString(text) {
				t.Errorf("step %q: %s is not pinned to a commit, with its version beside it", s.Name, s.Uses)
			}
		case s.Shell != "bash":
			t.Errorf("step %q: shell %q", s.Name, s.Shell)
		case strings.Contains(s.Run, "${{"):
			t.Errorf("step %q puts an expression into its script", s.Name)
		}
		for name := range s.Env {
			if !strings.Contains(scripts(t, s), name) && name != "GITHUB_TOKEN" {
				t.Errorf("step %q: %s is set and not used", s.Name, name)
			}
		}
	}
	for _, s := range a.Runs.Steps {
		if strings.HasPrefix(s.Uses, "actions/cache/") {
			// What a fork could have written is never built with, and nothing is saved for others from a pull request.
			fork := !strings.Contains(s.If, "'pull_request'") ||
				strings.Contains(s.If, "github.event.pull_request.head.repo.full_name == github.repository")
			if !strings.Contains(s.If, "inputs.cache == 'true' && ") || !fork || strings.Contains(s.If, "pull_request_target") {
				t.Errorf("step %q runs if %s", s.Name, s.If)
			}
		}
	}
	if holders := strings.Count(text, "inputs.github-token"); holders != 1 {
		t.Errorf("the token goes to %d steps, want only the one that publishes", holders)
	}
}

// scripts is what a step runs: its script, and a file of the action that it calls.
func scripts(t *testing.T, s actionStep) string {
	t.Helper()
	file := regexp.MustCompile(`\$GITHUB_ACTION_PATH/([\w./-]+\.sh)`).FindStringSubmatch(s.Run)
	if file == nil {
		return s.Run
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(actionFile), file[1]))
	if err != nil {
		t.Fatal(err)
	}
	return s.Run + string(text)
}

func TestActionInputsAndOutputs(t *testing.T) {
	a, text := readAction(t)
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for name, in := range a.Inputs {
		if !kebab.MatchString(name) || in.Description == "" || in.Default == nil {
			t.Errorf("input %q: %+v", name, in)
		}
		if !strings.Contains(text, "${{ inputs."+name+" ") {
			t.Errorf("input %q is not used", name)
		}
	}
	for _, m := range regexp.MustCompile(`inputs\.([\w-]+)`).FindAllStringSubmatch(text, -1) {
		if _, ok := a.Inputs[m[1]]; !ok {
			t.Errorf("there is no input %q", m[1])
		}
	}
	// What the publisher writes is what the action hands on.
	r := newRun(t, newFake(t))
	r.mustPublish(makeReport(), Full)
	written := r.outputs()
	source := regexp.MustCompile(`^\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+)( \|\| '\w+')? \}\}$`)
	for name, out := range a.Outputs {
		m := source.FindStringSubmatch(out.Value)
		if !kebab.MatchString(name) || out.Description == "" || m == nil || m[2] != name {
			t.Errorf("output %q: %+v", name, out)
			continue
		}
		if _, ok := written[name]; m[1] == "publish" && !ok {
			t.Errorf("output %q is not written by the publisher", name)
		}
		if s := a.step(t, m[1]); m[1] != "publish" && !regexp.MustCompile(`\b`+name+`[= ]`).MatchString(scripts(t, s)) {
			t.Errorf("output %q is not written by step %q", name, m[1])
		}
		delete(written, name)
	}
	if len(written) > 0 {
		t.Errorf("the action does not hand on %v", written)
	}
}

// standIn is an executable in the place of aicomply that writes its arguments
// to a file, one a line, and makes the report.
const standIn = `#!/bin/sh
for arg in "$@"; do printf '%s\n' "$arg"; done > "$ARGS"
echo '::error::not a command'
if [ "$CODE" != 2 ] && [ "$1" = check ]; then echo '{}' > "$DIR/report.json"; fi
exit "$CODE"
`

// runStep runs the script of a step, as the runner would.
func runStep(t *testing.T, s actionStep, dir string, env ...string) (stdout, args, outputs string, code int) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir+"/bin", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"bin/aicomply": standIn, "step.sh": s.Run} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", dir+"/step.sh")
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "DIR=" + dir, "ARGS=" + dir + "/args",
		"GITHUB_OUTPUT=" + dir + "/output", "GITHUB_WORKSPACE=/w/repo"}, env...)
	out, err := cmd.Output()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(dir, name))
		return string(text)
	}
	return string(out), read("args"), read("output"), cmd.ProcessState.ExitCode()
}

func TestActionCheck(t *testing.T) {
	a, _ := readAction(t)
	check := a.step(t, "check")
	t.Run("everything", func(t *testing.T) {
		dir := t.TempDir()
		stdout, args, outputs, code := runStep(t, check, dir, "CODE=1", "SARIF=true", "STAGE=pilot", "FAIL_ON=low",
			"BASE=b b.json", "POLICY_REF=1234", "ONLY_NEW=true",
			"POLICIES= p one \r\n\n--stage=poc\n", "MANIFEST=a b\n-x\n$(touch pwned)")
		want := strings.Join([]string{"check", "--format", "text", "--format", "json=" + dir + "/report.json",
			"--format", "sarif=" + dir + "/report.sarif", "--stage=pilot", "--fail-on=low",
			"--policy-ref=1234", "--base=b b.json", "--only-new", "--policy=p one", "--policy=--stage=poc", "--", "a b", "-x", "$(touch pwned)", ""}, "\n")
		if args != want {
			t.Errorf("arguments\n%s\nwant\n%s", args, want)
		}
		if code != 0 || outputs != "exit-code=1\nreport-file="+dir+"/report.json\n" {
			t.Errorf("exit code %d, outputs %q", code, outputs)
		}
		paused := regexp.MustCompile(`(?s)^::stop-commands::([0-9a-f]{32})\n::error::not a command\n\n::([0-9a-f]{32})::\n$`).FindStringSubmatch(stdout)
		if paused == nil || paused[1] != paused[2] {
			t.Errorf("commands are not paused while aicomply writes: %q", stdout)
		}
	})
	t.Run("defaults", func(t *testing.T) {
		dir := t.TempDir()
		_, args, outputs, code := runStep(t, check, dir, "CODE=2", "SARIF=false", "UPLOAD_SARIF=false", "STAGE=",
			"FAIL_ON=", "POLICIES=", "BASE=", "POLICY_REF=", "ONLY_NEW=true", "MANIFEST=.")
		if want := "check\n--format\ntext\n--format\njson=" + dir + "/report.json\n--\n.\n"; args != want {
			t.Errorf("arguments %q, want %q", args, want)
		}
		if code != 0 || outputs != "exit-code=2\n" {
			t.Errorf("exit code %d, outputs %q", code, outputs)
		}
	})
	t.Run("SARIF for the upload", func(t *testing.T) {
		dir := t.TempDir()
		if _, args, _, _ := runStep(t, check, dir, "CODE=0", "UPLOAD_SARIF=true", "MANIFEST=."); !strings.Contains(args, "\nsarif="+dir+"/report.sarif\n") {
			t.Errorf("arguments %q", args)
		}
	})
}

func TestActionPublish(t *testing.T) {
	a, _ := readAction(t)
	publish := a.step(t, "publish")
	for dir, prefix := range map[string]string{".": ".", "svc/a": "svc/a", "/w/repo/svc": "svc", "/w/repo": ".", "/w/repo2": "/w/repo2"} {
		_, args, _, code := runStep(t, publish, t.TempDir(), "CODE=3", "COMMENT=auto", "REQUIRE_COMMENT=true",
			"WORKING_DIRECTORY="+dir, "REPORT=/tmp/report.json", "GITHUB_TOKEN=x")
		want := "publish\ngithub\n--comment=auto\n--path-prefix=" + prefix + "\n--require-comment\n--\n/tmp/report.json\n"
		if args != want || code != 3 {
			t.Errorf("in %s: exit code %d, arguments %q, want %q", dir, code, args, want)
		}
	}
	_, args, _, _ := runStep(t, publish, t.TempDir(), "CODE=0", "COMMENT=never", "REQUIRE_COMMENT=false", "INLINE=false", "CHECK_RUN=true",
		"UPLOAD_SARIF=true", "SARIF_FILE=/tmp/a b.sarif", "WORKING_DIRECTORY=.", "REPORT=r")
	if want := "publish\ngithub\n--comment=never\n--path-prefix=.\n--inline=false\n--check-run\n--sarif=/tmp/a b.sarif\n--\nr\n"; args != want {
		t.Errorf("arguments %q, want %q", args, want)
	}
}

func TestActionBooleans(t *testing.T) {
	a, _ := readAction(t)
	locate := a.step(t, "locate")
	env := []string{"GITHUB_ACTION_PATH=../..", "RUNNER_TEMP=" + t.TempDir()}
	for name := range locate.Env {
		env = append(env, name+"=false")
	}
	path, err := filepath.Abs(filepath.Dir(actionFile))
	if err != nil {
		t.Fatal(err)
	}
	env[0] = "GITHUB_ACTION_PATH=" + path
	_, _, outputs, code := runStep(t, locate, t.TempDir(), env...)
	if code != 0 || !regexp.MustCompile(`(?m)^sums=[0-9a-f]{40}$`).MatchString(outputs) || !strings.Contains(outputs, "source="+path+"\n") {
		t.Errorf("exit code %d, outputs %q", code, outputs)
	}
	for input, in := range a.Inputs {
		name := strings.ToUpper(strings.ReplaceAll(input, "-", "_"))
		if isBoolean := *in.Default == "true" || *in.Default == "false"; isBoolean != (locate.Env[name] != "") {
			t.Errorf("input %s: default %q, looked at: %t", input, *in.Default, !isBoolean)
		} else if isBoolean {
			stdout, _, outputs, code := runStep(t, locate, t.TempDir(), append(env, name+"=yes\n::warning::x")...)
			if want := "::error title=aicomply::The input " + input + " must be true or false.\n"; code != 2 || stdout != want || outputs != "" {
				t.Errorf("input %s: exit code %d, %q, outputs %q", input, code, stdout, outputs)
			}
		}
	}
}
