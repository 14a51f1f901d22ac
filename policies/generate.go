//go:build ignore

// Generate writes compiled.bin, the built-in policies compiled. Run it with
// go generate ./policies after any change below policies/.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		return err
	}
	blob, diags, err := policy.Compile(context.Background(), policy.Options{
		Sources: []policy.Source{{Name: "built-in", FS: policies.FS}}, Library: policies.FS,
		InputSchema: schema.InputSchema, Frameworks: frameworks,
	})
	for _, d := range diags {
		fmt.Fprintf(os.Stderr, "%s:%d: %s: %s\n", d.Range.File, d.Range.Start.Line, d.Summary, d.Detail)
	}
	if err != nil {
		return err
	}
	return os.WriteFile("compiled.bin", blob, 0o644)
}
