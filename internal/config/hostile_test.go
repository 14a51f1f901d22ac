package config_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
)

// A hostile configuration is refused with a bounded number of problems, in
// bounded time.
func TestHostile(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	doubling := "locals {\n  l0 = [1, 1]\n"
	for i := range 60 {
		doubling += fmt.Sprintf("  l%d = concat(local.l%d, local.l%d)\n", i+1, i, i)
	}
	doubling += "}\nparams {\n  cost_growth = local.l60\n}\n"
	for name, src := range map[string]string{
		"deep brackets":       "params {\n  cost_growth = " + strings.Repeat("[", 1<<20),
		"deep parentheses":    "params {\n  cost_growth = " + strings.Repeat("(", 1<<20),
		"long number":         "params {\n  cost_growth = " + strings.Repeat("9", 1<<20) + "\n}\n",
		"large exponent":      "params {\n  cost_growth = 1e999999999\n}\n",
		"doubling locals":     doubling,
		"many blocks":         many(200_001, "policy \"a/p%d\" {}\n"),
		"many unexplained":    many(5000, "policy \"a/p%d\" {\n  enabled = false\n}\n"),
		"many unknown blocks": many(5000, "block%d {}\n"),
		"many regions":        many(5000, "region \"r%d\" {\n  country = \"DE\"\n}\n"),
		"deep categories":     "category \"user" + strings.Repeat(".x", 1<<16) + "\" {\n  title = \"x\"\n}\n",
	} {
		start := time.Now()
		c, ds := config.Load(repository(src), "app", nil)
		if !finding.HasErrors(ds) || len(ds) > 1001 {
			t.Errorf("%s: %d diagnostics", name, len(ds))
		}
		if n := len(c.Check(rules())); n > 1001 {
			t.Errorf("%s: %d diagnostics of policies", name, n)
		}
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s takes %v", name, d)
		}
	}
}

func TestManyUnknownPolicies(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "policy \"access/p%d\" {}\n", i)
	}
	if n := len(load(t, b.String()).Check(rules())); n != 1000 {
		t.Errorf("%d diagnostics", n)
	}
}
