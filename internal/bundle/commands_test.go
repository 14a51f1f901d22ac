package bundle_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/bundle"
	"github.com/aicomply/aicomply/internal/cli"
)

const packPolicy = `# METADATA
# title: No store without a region
# description: A store has to say where it is.
# custom:
#   severity: high
#   blocks_from: poc
#   method: attr
#   remediation: Declare the region.
#   controls: ["nist-ai-rmf:MAP 4.1"]
package aicomply.policies.team.no_region

deny contains {"path": ["store", s.name, "region"], "message": "the store has no region"} if {
	some s in input.store
	not s.region
}
`

const packManifest = `system "demo" {
  title            = "Demo"
  intended_purpose = "Answers questions about the weather."
  stage            = "poc"
}

store "notes" {
}
`

// workplace runs commands in a repository of its own.
type workplace struct {
	t     *testing.T
	dir   string
	cache string
}

func newWorkplace(t *testing.T) workplace {
	w := workplace{t, t.TempDir(), t.TempDir()}
	if err := os.Mkdir(filepath.Join(w.dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.write("app/aicomply.hcl", packManifest)
	w.write("policies/team/no_region/no_region.rego", packPolicy)
	return w
}

func (w workplace) write(name, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w workplace) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// run runs a command, and checks its exit code and what it prints on either
// stream.
func (w workplace) run(code int, want string, args ...string) string {
	w.t.Helper()
	var out bytes.Buffer
	getenv := func(name string) string {
		return map[string]string{"AICOMPLY_CACHE_DIR": w.cache, "NO_COLOR": "1"}[name]
	}
	got := cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Getenv: getenv, Dir: w.dir})
	if got != code || !strings.Contains(out.String(), want) {
		w.t.Errorf("%s: exit code %d, want %d, with %q in:\n%s", strings.Join(args, " "), got, code, want, out.String())
	}
	return out.String()
}

// From a folder of policies to a check in another repository, by way of a
// registry.
func TestPackByRegistry(t *testing.T) {
	host := bundle.StartRegistry(t)
	team := newWorkplace(t)
	private, public := keyPair(t)
	team.write("private.pem", private)
	address := "oci://" + host + "/team/policies"
	team.run(0, "pushed 2 files to", "policy", "push", "policies", address+":v1", "--sign", "private.pem")

	user := newWorkplace(t)
	user.write(".aicomply/team.pem", public)
	user.write(".aicomply/config.hcl", "pack \"team\" {\n  source    = \""+address+"\"\n  ref       = \"v1\"\n  signed_by = \"team.pem\"\n}\n")
	check := []string{"check", "--only", "team/*", "--now", "2026-11-23", "app"}
	user.run(2, "it has no digest, so anybody could change what it checks; run aicomply policy lock", check...)
	user.run(0, "team  sha256:", "policy", "lock")
	user.run(1, "team/no_region", check...)
	user.run(0, "unchanged", "policy", "lock", "team")
	if config := user.read(".aicomply/config.hcl"); !strings.Contains(config, "\n  digest = \"sha256:") || !strings.HasSuffix(config, "\n}\n") {
		t.Errorf("the configuration is now:\n%s", config)
	}

	// Another machine brings what was locked, and only if it is told to.
	user.cache = t.TempDir()
	user.run(2, "it has not been brought to this machine; run aicomply policy pull, or check with --pull", check...)
	user.run(1, "team/no_region", append(check, "--pull")...)
	user.run(1, "team/no_region", check...)

	// Who moves the tag changes nothing.
	team.write("policies/team/no_region/no_region.rego", strings.Replace(packPolicy, "not s.region", "false", 1))
	team.run(0, "pushed 2 files", "policy", "push", "policies", address+":v1", "--sign", "private.pem")
	user.run(1, "team/no_region", check...)
	user.cache = t.TempDir()
	user.run(2, "as the configuration says; if that is meant, run aicomply policy lock", "policy", "pull")

	// Nor does who has no key.
	team.run(0, "pushed 1 files", "policy", "push", "policies", address+":v1")
	user.run(2, "it has to be signed by the owner of .aicomply/team.pem, but it is not signed", "policy", "lock")
}
