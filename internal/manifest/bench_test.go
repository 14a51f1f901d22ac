package manifest_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// generated is a manifest with that many flows between a tenth as many
// components.
func generated(flows int) []byte {
	var b strings.Builder
	b.WriteString(`system "generated" {
  title = "Generated"
  stage = "pilot"
}
party "acme" {
  role    = "controller"
  country = "DE"
}
defaults {
  operator = party.acme
  region   = "eu-central-1"
}
purpose "support" {
  data_use    = "essential.service"
  legal_basis = "gdpr_6_1_b"
}
dataset "tickets" {
  data_categories = ["user.name", "user.contact.email"]
  data_subjects   = ["customer"]
  origin          = [component.c0]
}
`)
	nodes := max(2, flows/10)
	for i := range nodes {
		fmt.Fprintf(&b, "component \"c%d\" {\n  kind = \"service\" # step %d\n}\n", i, i)
	}
	for i := range flows {
		fmt.Fprintf(&b, `flow "f%d" {
  from                  = component.c%d
  to                    = component.c%d
  carries               = [dataset.tickets]
  purpose               = purpose.support
  encryption_in_transit = "tls1.3"
  authentication        = "mtls"
}
`, i, i%nodes, (i+1)%nodes)
	}
	return []byte(b.String())
}

func BenchmarkLoad(b *testing.B) {
	b.Run("example", func(b *testing.B) {
		fsys := os.DirFS("../../testdata/examples")
		b.ReportAllocs()
		for b.Loop() {
			_, ds := manifest.Load(manifest.Options{FS: fsys}, "ticket-triage")
			if finding.HasErrors(ds) {
				b.Fatal(ds[0])
			}
		}
	})
	for _, flows := range []int{1000, 10_000} {
		src := generated(flows)
		b.Run(fmt.Sprintf("flows=%d", flows), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				_, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": src})
				if finding.HasErrors(ds) {
					b.Fatal(ds[0])
				}
			}
		})
	}
}

func BenchmarkInput(b *testing.B) {
	m, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": generated(10_000)})
	if finding.HasErrors(ds) {
		b.Fatal(ds[0])
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Input()
	}
}
