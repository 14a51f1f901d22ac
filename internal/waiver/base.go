package waiver

import (
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// The ways in which a change edits a waiver.
const (
	Added   = "added"
	Widened = "widened" // it reaches further, or lasts longer
	Changed = "changed" // it was on the base, where it had no effect
	Removed = "removed"
)

// Edit is a waiver of the head that the base does not grant, or one of the base
// that is gone.
type Edit struct {
	Waiver string // address, "waiver.log_review"
	How    string // Added, Widened, Changed or Removed
	Range  finding.Range
}

// Edits lists what differs from the base, in the order of the waivers; nothing
// without a base to compare with. A waiver that reaches less far than before is
// no edit.
func (w *Waivers) Edits() []Edit {
	if !w.compared() {
		return nil
	}
	var out []Edit
	var all index
	if w.base != nil {
		all = w.index(w.base.m.All("waiver"))
	}
	for _, b := range w.m.All("waiver") {
		if !w.granted(b) {
			out = append(out, Edit{b.Ref, w.how(all, b), b.Range()})
		}
	}
	if w.base == nil {
		return out
	}
	here := w.index(w.m.All("waiver"))
	for _, old := range w.base.m.All("waiver") {
		if !here.knows(w.id(old), old) {
			out = append(out, Edit{old.Ref, Removed, finding.Range{File: old.Range().File}})
		}
	}
	return out
}

// how says what became of a waiver that the base does not grant.
func (w *Waivers) how(all index, b *manifest.Object) string {
	switch {
	case all.reach(w.id(b), b):
		return Changed
	case all.knows(w.id(b), b):
		return Widened
	}
	return Added
}

func (w *Waivers) compared() bool { return w.o.Compared || w.o.Base != nil }

// granted reports whether the base has a waiver that has an effect there and
// reaches as far as b.
func (w *Waivers) granted(b *manifest.Object) bool { return w.effective.reach(w.id(b), b) }

// id is the policy that a waiver names, by its id or a former one.
func (w *Waivers) id(b *manifest.Object) string {
	if rule, ok := w.o.Rule(b.String("policy")); ok {
		return rule.ID
	}
	return b.String("policy")
}

// index finds waivers by what they are about.
type index struct {
	last  map[[2]string]string // policy and resource to the last day of the longest
	names map[[2]string]bool   // policy and label
}

func (w *Waivers) index(list []*manifest.Object) index {
	x := index{map[[2]string]string{}, map[[2]string]bool{}}
	for _, b := range list {
		id := w.id(b)
		key := [2]string{id, b.String("resource")}
		x.last[key] = max(x.last[key], b.String("expires"))
		x.names[[2]string{id, b.Name}] = true
	}
	return x
}

// reach reports whether one of the waivers covers all that b does.
func (x index) reach(policy string, b *manifest.Object) bool {
	for _, resource := range []string{b.String("resource"), "*"} {
		if last, ok := x.last[[2]string{policy, resource}]; ok && last >= b.String("expires") {
			return true
		}
	}
	return false
}

// knows reports whether one of the waivers is for the policy and has the label
// or the resource of b.
func (x index) knows(policy string, b *manifest.Object) bool {
	_, ok := x.last[[2]string{policy, b.String("resource")}]
	return ok || x.names[[2]string{policy, b.Name}]
}
