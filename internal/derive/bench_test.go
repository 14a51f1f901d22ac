package derive_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/manifest"
)

// layered is a deployment of about that many flows, from every node of a layer
// to every node of the next: the number of paths grows with the width to the
// power of the layers.
func layered(flows, layers int) (src string, last string) {
	width := 1
	for (layers-1)*(width+1)*(width+1) <= flows {
		width++
	}
	var b strings.Builder
	b.WriteString("system \"s\" {}\nparty \"p\" {\n country = \"DE\"\n}\n")
	for i := range 4 {
		fmt.Fprintf(&b, "purpose \"p%d\" { retention_max = \"30d\" }\ndataset \"d%d\" {\n data_categories = [\"user.name\", \"user.contact.email\"]\n may_contain = [\"user.health_and_medical\"]\n origin = [component.l0n%d]\n}\n", i, i, i%width)
	}
	n := 0
	for l := range layers {
		for i := range width {
			fmt.Fprintf(&b, "component \"l%dn%d\" { operator = party.p }\n", l, i)
			for j := range width {
				if l+1 == layers {
					break
				}
				n++
				fmt.Fprintf(&b, "flow \"f%d\" {\n from = component.l%dn%d\n to = component.l%dn%d\n carries = [dataset.d0, dataset.d1]\n", n, l, i, l+1, j)
				if n%3 == 0 {
					fmt.Fprintf(&b, " purpose = purpose.p%d\n", n%4)
				}
				b.WriteString("}\n")
			}
		}
	}
	return b.String(), fmt.Sprintf("component.l%dn%d", layers-1, width-1)
}

var sizes = []struct{ flows, layers int }{{1000, 6}, {1000, 25}, {10000, 6}, {10000, 25}}

func bench(b *testing.B, run func(b *testing.B, m *manifest.Manifest, last string)) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("flows=%d/layers=%d", s.flows, s.layers), func(b *testing.B) {
			src, last := layered(s.flows, s.layers)
			m := parse(b, src)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, m, last)
		})
	}
}

func BenchmarkCompute(b *testing.B) {
	bench(b, func(b *testing.B, m *manifest.Manifest, _ string) {
		for b.Loop() {
			derive.Compute(m, derive.Options{Now: clock})
		}
	})
}

func BenchmarkInput(b *testing.B) {
	bench(b, func(b *testing.B, m *manifest.Manifest, _ string) {
		f := derive.Compute(m, derive.Options{Now: clock})
		for b.Loop() {
			f.Input()
		}
	})
}

func BenchmarkWitness(b *testing.B) {
	bench(b, func(b *testing.B, m *manifest.Manifest, last string) {
		for b.Loop() {
			f := derive.Compute(m, derive.Options{Now: clock})
			for range 1000 {
				f.Witness(derive.Target{Node: last, Category: "user.name"})
			}
		}
	})
}

// TestLayers would not end if the time grew with the number of paths, which is
// 6 to the power of 25 here.
func TestLayers(t *testing.T) {
	src, last := layered(900, 25)
	m := parse(t, src)
	f := derive.Compute(m, derive.Options{Now: clock})
	in := f.Input()
	if got := len(at(in, "node", last, "receives").([]any)); got != 12 || f.Incomplete() {
		t.Errorf("%d entries, incomplete %v", got, f.Incomplete())
	}
	if path := f.Witness(derive.Target{Node: last}); len(path) != 2*24+1 {
		t.Errorf("witness %q", path)
	}
	first, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(derive.Compute(parse(t, src), derive.Options{Now: clock}).Input())
	if string(first) != string(again) {
		t.Error("two runs differ")
	}
}

func TestTooLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("system \"s\" {}\nlocals {\n all = [\"user.name\", \"user.device\", \"user.contact\", \"user.contact.email\", \"user.job_title\"]\n}\n")
	b.WriteString("component \"a\" {}\ncomponent \"b\" {}\nflow \"f\" {\n from = component.a\n to = component.b\n}\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "dataset \"d%d\" {\n data_categories = local.all\n origin = [component.a]\n}\ncomponent \"c%d\" {}\n", i, i)
	}
	f := compute(t, b.String())
	if !f.Incomplete() {
		t.Error("not incomplete")
	}
	if got := at(f.Input(), "node", "component.a", "receives"); len(got.([]any)) != 0 {
		t.Errorf("%d entries", len(got.([]any)))
	}
}
