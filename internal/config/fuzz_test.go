package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// FuzzLoad reads any bytes as a configuration. Every diagnostic and every
// override lies in the file, and parameters keep their types.
func FuzzLoad(f *testing.F) {
	names, err := filepath.Glob("testdata/err/*.hcl")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add(additions)
	f.Add("params {\n  waiver_max = \"90d\"\n  cost_growth = 1e3\n}\n")
	f.Add("locals {\n  a = [local.a]\n}\npolicy \"a/b\" {\n  reason = local.a\n}\n")
	f.Fuzz(func(t *testing.T, src string) {
		c, ds := config.Load(repository(src), "app", nil)
		for _, d := range append(ds, c.Check(rules())...) {
			checkRange(t, d.Range, []byte(src))
		}
		if finding.HasErrors(ds) {
			return
		}
		for _, o := range c.Overrides(rules()) {
			checkRange(t, o.Range, []byte(src))
			if o.Kind == "" || o.Name == "" {
				t.Errorf("override %+v", o)
			}
		}
		for name, v := range c.Params() {
			switch v := v.(type) {
			case string:
				if _, ok := schema.ParseDuration(v); !ok {
					t.Errorf("%s = %q", name, v)
				}
			case json.Number:
				if _, err := v.Float64(); err != nil {
					t.Errorf("%s = %q", name, v)
				}
			default:
				t.Errorf("%s = %#v", name, v)
			}
		}
		for _, key := range c.Vocabulary().Known(schema.Category) {
			if _, ok := c.Vocabulary().CategoryOf(key); !ok {
				t.Errorf("%s is listed and not known", key)
			}
		}
	})
}
