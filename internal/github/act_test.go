//go:build act

package github

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests of this file run the action itself, in workflows, with nektos/act
// on this machine, against the fake GitHub. go run ./internal/actrun installs
// act and runs them.

// ourCommit is the commit of aicomply that the workflow names; act takes the
// working tree in its place.
const ourCommit = "abababababababababababababababababababab"

const actWorkflow = `name: aicomply
on: [pull_request, merge_group, push]
permissions:
  contents: read
  pull-requests: write
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - uses: aicomply/aicomply@` + ourCommit + `
        id: aicomply
        with:
          policies: pack
WITH
      - if: always()
        shell: bash
        env:
          OUTPUTS: ${{ toJSON(steps.aicomply.outputs) }}
          OUTCOME: ${{ steps.aicomply.outcome }}
        run: |
          printf '%s' "$OUTPUTS" > "$RESULTS/outputs.json"
          printf '%s' "$OUTCOME" > "$RESULTS/outcome"
`

const actPolicy = `# METADATA
# title: A store without a region
# description: Nobody knows where the data is.
# custom:
#   severity: high
#   blocks_from: poc
#   method: attr
#   remediation: Declare its region.
#   controls: ["gdpr:30(1)(e)"]
package aicomply.policies.store.region_missing

deny contains {"path": ["store", s.name], "message": sprintf("store %s has no region", [s.name])} if {
	some s in input.store
	not s.region
}
`

const (
	actBase = "system \"s\" {\n  stage = \"pilot\"\n}\nstore \"logs\" {\n}\n"
	actHead = actBase + "store \"mail\" {\n}\n"
	actFile = "aicomply.hcl"
)

// actRun is one workflow run.
type actRun struct {
	*fake
	dir, base string
	event     string // its name
	with      string // inputs, one a line
	offline   bool   // the origin is out of reach
	merged    bool   // the checkout is a merge with main, not the head
}

// actResult is what a workflow run left behind.
type actResult struct {
	outputs      map[string]string
	outcome, log string // act writes the job summary into the log
	cache        string // what was asked of the cache, one a line
	code         int
}

// newActRun makes an origin with a base commit and a head commit, which has the
// files given, and a pull request of it.
func newActRun(t *testing.T, head map[string]string) *actRun {
	t.Helper()
	return newActRunOn(t, actPolicy, head)
}

// newActRunOn is newActRun with another policy on the base.
func newActRunOn(t *testing.T, policy string, head map[string]string) *actRun {
	t.Helper()
	r := &actRun{fake: newFake(t), dir: t.TempDir(), event: "pull_request"}
	h := history{t: t, dir: r.dir}
	origin := filepath.Join(r.dir, "origin")
	h.git(r.dir, "init", "--quiet", "--initial-branch=main", origin)
	commit := func(files map[string]string) string {
		for name, text := range files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(origin, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(origin, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		h.git(origin, "add", "--all")
		h.git(origin, "commit", "--quiet", "--allow-empty", "-m", "change")
		return h.git(origin, "rev-parse", "HEAD")
	}
	r.base = commit(map[string]string{actFile: actBase, actPack: policy})
	h.git(origin, "checkout", "--quiet", "-b", "topic")
	r.head = commit(head)
	for _, name := range slices.Sorted(maps.Keys(head)) {
		patch := h.git(origin, "diff", "--no-color", r.base, r.head, "--", name)
		if at := strings.Index(patch, "@@"); at >= 0 {
			r.files = append(r.files, fakeFile{name, patch[at:], h.git(origin, "rev-parse", r.head+":"+name)})
		}
	}
	pr := r.payload["pull_request"].(map[string]any)
	pr["base"].(map[string]any)["sha"] = r.base
	return r
}

// merge lets main move on by a file, and checks out what GitHub would: the merge
// of main and the head. The event's base stays where it was.
func (r *actRun) merge(name, text string) (main string) {
	r.t.Helper()
	r.merged = true
	h, origin := history{t: r.t, dir: r.dir}, filepath.Join(r.dir, "origin")
	h.git(origin, "checkout", "--quiet", "main")
	if err := os.WriteFile(filepath.Join(origin, name), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
	h.git(origin, "add", "--all")
	h.git(origin, "commit", "--quiet", "-m", "main moves on")
	h.git(origin, "checkout", "--quiet", "-b", "merged")
	h.git(origin, "merge", "--quiet", "-m", "merge", "topic")
	return h.git(origin, "rev-parse", "main")
}

func (r *actRun) fork() {
	r.readOnly = true
	pr := r.payload["pull_request"].(map[string]any)
	pr["head"].(map[string]any)["repo"].(map[string]any)["full_name"] = "someone/Hello-World"
}

// run runs the workflow in a checkout as actions/checkout makes it: one commit.
func (r *actRun) run() actResult {
	t := r.t
	t.Helper()
	act, results := os.Getenv("ACT"), t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil || act == "" {
		t.Fatalf("set ACT to the program act: %v", err)
	}
	h := history{t: t, dir: r.dir}
	work := filepath.Join(t.TempDir(), "Hello-World")
	origin := "file://" + filepath.Join(r.dir, "origin")
	h.git(r.dir, "clone", "--quiet", "--depth=1", "--branch="+map[bool]string{false: "topic", true: "merged"}[r.merged], origin, work)
	if r.offline {
		h.git(work, "remote", "set-url", "origin", "file:///nowhere")
	}
	workflow := filepath.Join(work, ".github", "workflows", "aicomply.yml")
	stubs := r.stubs()
	event := r.eventFile()
	if r.event != "pull_request" {
		payload := map[string]any{"repository": r.payload["repository"], "before": r.base, "after": r.head}
		if r.event == "merge_group" {
			payload["merge_group"] = map[string]any{"base_sha": r.base, "head_sha": r.head, "base_ref": "refs/heads/main"}
		}
		event = filepath.Join(r.dir, "event.json")
		writeJSON(t, event, payload)
	}
	if err := os.MkdirAll(filepath.Dir(workflow), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(workflow, []byte(strings.Replace(actWorkflow, "WITH\n", r.with, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{r.event, "--platform=ubuntu-latest=-self-hosted", "--action-offline-mode", "--eventpath=" + event,
		"--action-cache-path=" + filepath.Join(r.dir, "actions"), "--secret=GITHUB_TOKEN=" + testToken,
		"--env=GITHUB_API_URL=" + r.server.URL + fakeBase, "--env=GITHUB_GRAPHQL_URL=" + r.server.URL + "/api/graphql",
		"--env=GITHUB_REPOSITORY=Codertocat/Hello-World", "--env=RESULTS=" + results, "--env=SHA_REF=" + strings.Repeat("e", 40),
		"--local-repository=aicomply/aicomply@" + ourCommit + "=" + root}
	for _, s := range stubs {
		args = append(args, "--local-repository="+s)
	}
	cmd := exec.CommandContext(t.Context(), act, args...)
	cmd.Dir = work
	cmd.WaitDelay = 5 * time.Second
	out, _ := cmd.CombinedOutput()
	if strings.Contains(string(out), testToken) {
		t.Error("the token is in the log")
	}
	res := actResult{log: string(out), code: cmd.ProcessState.ExitCode(), outputs: map[string]string{}}
	read := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(results, name))
		return string(text)
	}
	if err := json.Unmarshal([]byte(read("outputs.json")), &res.outputs); err != nil {
		t.Fatalf("no outputs: %v\n%s", err, out)
	}
	res.outcome, res.cache = read("outcome"), read("cache")
	return res
}

// stubs stand in for the actions of others that action.yml uses, which would
// have to be fetched: setup-go leaves the Go that is on the path, and the cache
// notes what it is asked for and has the build cache of this machine.
func (r *actRun) stubs() []string {
	text, err := os.ReadFile(actionFile)
	if err != nil {
		r.t.Fatal(err)
	}
	stub := func(path, inputs, run string) {
		if err := os.MkdirAll(path, 0o755); err != nil {
			r.t.Fatal(err)
		}
		yml := "name: stub\ndescription: stub\n" + inputs + "runs:\n  using: composite\n  steps:\n    - shell: bash\n" +
			"      env:\n        TARGET: ${{ inputs.path }}\n      run: " + run + "\n"
		if err := os.WriteFile(filepath.Join(path, "action.yml"), []byte(yml), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	var out []string
	for _, m := range regexp.MustCompile(`uses: (actions/(setup-go|cache))(/\w+)?(@[0-9a-f]{40})`).FindAllStringSubmatch(string(text), -1) {
		path := filepath.Join(r.dir, "stubs", m[2])
		if s := m[1] + m[4] + "=" + path; !slices.Contains(out, s) {
			out = append(out, s)
		}
		if m[2] == "setup-go" {
			stub(path, "", "go version")
			continue
		}
		stub(path+m[3], "inputs:\n  path: {description: x}\n  key: {description: x}\n",
			"echo '"+strings.Trim(m[3], "/")+"' >> \"$RESULTS/cache\"; ln -sfn \"$(go env GOCACHE)\" \"$TARGET\"")
	}
	return out
}

func writeJSON(t *testing.T, file string, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
