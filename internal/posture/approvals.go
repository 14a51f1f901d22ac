package posture

import (
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// Renewed tells, by address, which assessments of head were approved together
// with the change: they are approved, and the base has no approval of the same
// kind, under the same label or covering the same, that is as late. base may be
// nil.
func Renewed(base, head *manifest.Manifest) map[string]bool {
	var before []*manifest.Object
	if base != nil {
		before = base.All("assessment")
	}
	byKind := map[string][]*manifest.Object{}
	for _, o := range before {
		if _, ok := o.Date("approved"); ok && o.String("status") == "approved" {
			byKind[o.String("kind")] = append(byKind[o.String("kind")], o)
		}
	}
	out := map[string]bool{}
	for _, o := range head.All("assessment") {
		date, ok := o.Date("approved")
		out[o.Ref] = ok && o.String("status") == "approved" && !slices.ContainsFunc(byKind[o.String("kind")], func(old *manifest.Object) bool {
			was, _ := old.Date("approved")
			same := old.Name == o.Name || slices.Equal(distinct(old.Strings("covers")), distinct(o.Strings("covers")))
			return same && !was.Before(date)
		})
	}
	return out
}
