package internal_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// heavy is what must not get into the program: libraries that cost time at each
// start, and that OPA has for other uses of it.
var heavy = []string{
	"github.com/open-policy-agent/opa/v1/sdk",
	"github.com/open-policy-agent/opa/v1/runtime",
	"github.com/open-policy-agent/opa/v1/server",
	"github.com/open-policy-agent/opa/v1/plugins",
	"github.com/open-policy-agent/opa/v1/download",
	"github.com/open-policy-agent/opa/v1/repl",
	"github.com/open-policy-agent/opa/cmd/internal",
	"github.com/open-policy-agent/opa/internal/runtime",
	"github.com/bytecodealliance/wasmtime-go",
	"github.com/tetratelabs/wazero",
	"github.com/containerd",
	"github.com/dgraph-io",
	"github.com/prometheus",
	"go.opentelemetry.io",
	"google.golang.org/grpc",
	"sigs.k8s.io/yaml",
	"github.com/hashicorp/hcl/v2/hclwrite", // brings go-cmp along
	"github.com/google/go-cmp",
}

// alone are packages that must not get in either, though those below them may.
var alone = []string{
	"oras.land/oras-go/v2",
	"oras.land/oras-go/v2/content/oci",
}

// TestStartIsLean keeps heavy libraries out of the program.
func TestStartIsLean(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"cmd/aicomply").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 100 {
		t.Fatalf("only %d packages", len(deps))
	}
	for _, dep := range deps {
		if slices.Contains(alone, dep) {
			t.Errorf("the program imports %s; use the packages below it", dep)
		}
		for _, h := range heavy {
			if dep == h || strings.HasPrefix(dep, h+"/") {
				t.Errorf("the program imports %s; find out by which way: go mod why, go list -deps", dep)
			}
		}
	}
}
