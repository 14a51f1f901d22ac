package internal_test

import (
	"os/exec"
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
		for _, h := range heavy {
			if dep == h || strings.HasPrefix(dep, h+"/") {
				t.Errorf("the program imports %s; find out by which way: go mod why, go list -deps", dep)
			}
		}
	}
}
