package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

// clock is the day of every check.
func clock() time.Time { return time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC) }

// writeInputs writes what policies see of each deployment below src: the file
// is called as the deployment's folder, that of src itself "root".
func writeInputs(src, dir string) error {
	o, err := options()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	fsys := os.DirFS(src)
	names, err := manifest.Discover(fsys, ".")
	if err != nil {
		return err
	}
	for _, name := range names {
		conf, diags := config.Load(fsys, name, func(s string) string { return s })
		m, more := manifest.Load(manifest.Options{FS: fsys, Vocabulary: conf.Vocabulary()}, name)
		for _, d := range append(diags, more...) {
			if d.Severity == finding.Error {
				return fmt.Errorf("%s:%d: %s: %s", d.Range.File, d.Range.Start.Line, d.Summary, d.Detail)
			}
		}
		text, err := json.Marshal(check.Input(check.Deployment{Manifest: m, Config: conf}, o))
		if err != nil {
			return fmt.Errorf("input of %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, label(name)+".json"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// label is what both sides call a deployment: a member of a fleet by its
// number, and one that is alone "root".
func label(path string) string {
	if base := filepath.Base(path); strings.HasPrefix(base, "m0") {
		return base
	}
	return "root"
}

func options() (check.Options, error) {
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		return check.Options{}, err
	}
	set, diags := policy.Load(context.Background(), policy.Options{
		Sources: []policy.Source{{Name: "built-in", FS: policies.FS}}, Library: policies.FS,
		InputSchema: schema.InputSchema, Frameworks: frameworks, Compiled: policies.Compiled,
	})
	if set == nil {
		return check.Options{}, fmt.Errorf("built-in policies: %s", diags[0].Summary)
	}
	return check.Options{Policies: set, Frameworks: frameworks, Now: clock()}, nil
}
