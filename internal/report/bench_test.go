package report

import (
	"io"
	"slices"
	"testing"
)

func BenchmarkFormats(b *testing.B) {
	r := fixture()
	r.Deployments = slices.Repeat(r.Deployments, 50)
	r.Summarise()
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f.Write(io.Discard, r, Options{Sources: fixtureSources}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
