package manifest_test

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// FuzzParse reads any bytes as a manifest. Every diagnostic lies in the file;
// a manifest without errors makes an input, and every path has a place.
func FuzzParse(f *testing.F) {
	example, err := os.ReadFile("../../testdata/examples/ticket-triage/ticket_triage.aicomply.hcl")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
	f.Add("system \"s\" {\n title = <<-E\n  x\n E\n}\nlocals {\n a = concat([1], local.b)\n}\n")
	f.Add("system \"s\" {\n title = \"\\u202e${a}\"\n}\n")
	f.Fuzz(func(t *testing.T, src string) {
		m, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(src)})
		for _, d := range ds {
			checkRange(t, m, d.Range)
		}
		if finding.HasErrors(ds) {
			return
		}
		input := m.Input()
		if _, err := json.Marshal(input); err != nil {
			t.Fatal(err)
		}
		eachPath(input, func(p finding.Path) { checkRange(t, m, m.RangeOf(p)) })
	})
}

// eachPath visits the path of every value of an input.
func eachPath(input map[string]any, visit func(finding.Path)) {
	var walk func(v any, p finding.Path)
	walk = func(v any, p finding.Path) {
		visit(p)
		switch v := v.(type) {
		case map[string]any:
			for k, e := range v {
				walk(e, append(p[:len(p):len(p)], k))
			}
		case []any:
			for i, e := range v {
				step := strconv.Itoa(i)
				if o, ok := e.(map[string]any); ok && o["name"] != nil {
					step = o["name"].(string)
				}
				walk(e, append(p[:len(p):len(p)], step))
			}
		}
	}
	walk(input, nil)
}

// FuzzRangeOf asks for any path of a real manifest.
func FuzzRangeOf(f *testing.F) {
	m, ds := manifest.Load(manifest.Options{FS: os.DirFS("../../testdata/examples")}, "ticket-triage")
	if finding.HasErrors(ds) {
		f.Fatal(ds)
	}
	f.Add("system\x00volume\x00per_week")
	f.Add("flow\x00prompt\x00carries\x000")
	f.Add("party\x00llmco\x00contract\x000\x00kind")
	for i := range schema.Manifest.Blocks {
		f.Add(schema.Manifest.Blocks[i].Type)
	}
	f.Fuzz(func(t *testing.T, path string) {
		p := finding.Path(strings.Split(path, "\x00"))
		checkRange(t, m, m.RangeOf(p))
		m.ObjectAt(p)
	})
}
