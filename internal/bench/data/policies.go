package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aicomply/aicomply/policies"
)

// adapter makes of the findings of the built-in policies what conftest wants:
// the member msg. It is one query, so that conftest evaluates each rule once.
const adapter = `package main

deny contains object.union(finding, {"msg": finding.message}) if some finding in data.aicomply.findings
`

// ownFacts is security/flow_unencrypted as one writes it for conftest on the
// manifest itself: it follows the data by itself. Of several ways to write it
// this was the fastest under conftest.
const ownFacts = `package main

deny contains {"msg": sprintf("%s is not encrypted", [f.name]), "policy": "security/flow_unencrypted", "path": ["flow", f.name, "encryption_in_transit"]} if {
	some f in flows
	f.encryption_in_transit == "none"
	some dataset in f.carries
	f.from in reached[dataset]
}

flows := [object.union(f, {"name": name}) | some name, blocks in input.flow; some f in blocks]

# Nodes without a way out are in the graph, too: graph.reachable leaves out others.
reached := {dataset: graph.reachable(object.union({f.to: [] | some f in flows}, edges[dataset]), origins) |
	some name, blocks in input.dataset
	dataset := sprintf("${dataset.%s}", [name])
	origins := {o | some block in blocks; some o in block.origin}
}

edges[dataset][f.from] contains f.to if {
	some f in flows
	some dataset in f.carries
}
`

// plain is what one finds in a repository that uses conftest. It takes a block as
// either side has it: one below its label, in a list or not, or one of a list
// with a name.
const plain = `package main

blocks(kind) := [{"name": object.get(block, "name", label), "is": block} | some label, value in input[kind]; some block in listed(value)]

listed(value) := value if is_array(value)

listed(value) := [value] if is_object(value)

deny contains msg if {
	some flow in blocks("flow")
	flow.is.encryption_in_transit == "none"
	msg := sprintf("flow %s is not encrypted", [flow.name])
}

deny contains msg if {
	some flow in blocks("flow")
	not flow.is.authentication in {"mtls", "oauth", "api_key"}
	msg := sprintf("flow %s: who calls is not known well enough", [flow.name])
}

deny contains msg if {
	some party in blocks("party")
	party.is.role == "processor"
	not party.is.dpa
	msg := sprintf("party %s has no agreement on data processing", [party.name])
}

deny contains msg if {
	some purpose in blocks("purpose")
	not startswith(purpose.is.legal_basis, "gdpr_6_")
	msg := sprintf("purpose %s has no legal basis", [purpose.name])
}

warn contains msg if {
	some component in blocks("component")
	component.is.kind == "service"
	not component.is.owner
	msg := sprintf("component %s has no owner", [component.name])
}

warn contains msg if {
	some purpose in blocks("purpose")
	not regex.match("^([1-9]|[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-5])d$", purpose.is.retention_max)
	msg := sprintf("purpose %s keeps data for more than a year", [purpose.name])
}
`

// writePeer writes the policies, their library and their data without tests,
// with the adapter; beside them, for the manifest itself, in own/ a policy that
// follows the data and in plain/ some that do not.
func writePeer(dir string) error {
	err := eachFile(func(name string, text []byte) error { return write(filepath.Join(dir, "all", name), text) })
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "all", "adapter.rego"), []byte(adapter)); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "plain", "plain.rego"), []byte(plain)); err != nil {
		return err
	}
	return write(filepath.Join(dir, "own", "own.rego"), []byte(ownFacts))
}

// writePolicies writes the policies n times. The areas of a copy get its number.
func writePolicies(n int, dir string) error {
	pkg := regexp.MustCompile(`(?m)^package aicomply\.policies\.(\w+)\.`)
	return eachFile(func(name string, text []byte) error {
		if strings.HasPrefix(name, "lib/") || !pkg.Match(text) {
			return nil
		}
		area, rest, _ := strings.Cut(name, "/")
		for i := range n {
			copied := pkg.ReplaceAll(text, fmt.Appendf(nil, "package aicomply.policies.${1}_%d.", i))
			if err := write(filepath.Join(dir, fmt.Sprintf("%s_%d", area, i), rest), copied); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachFile visits the policies, the library, main.rego and the data.
func eachFile(visit func(name string, text []byte) error) error {
	return fs.WalkDir(policies.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.rego") || filepath.Ext(name) == ".hcl" {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
}

func write(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
