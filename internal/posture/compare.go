package posture

import (
	"cmp"
	"slices"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// State is a deployment at one time.
type State struct {
	Manifest *manifest.Manifest // without error diagnostics; nil = the deployment is not there
	Facts    *derive.Facts      // derived from it; nil = Compare derives them
}

// Compare lists what is different in head, in the order of aspects, subjects and
// what is said of them. Of a deployment that is new or gone, that is all of it.
func Compare(base, head State) []Change {
	c := &comparison{base: base.facts(), head: head.facts(), baseManifest: base.Manifest, headManifest: head.Manifest}
	bs := blocks(base.Manifest, head.Manifest)
	near := neighbours(bs)
	if alike(bs, near) {
		return nil
	}
	names := newNames(bs, match(bs, near))
	c.before = collect(base.Manifest, c.base, names.base)
	c.after = collect(head.Manifest, c.head, names.head)
	c.compare()
	slices.SortFunc(c.out, order)
	c.witnesses()
	return c.out
}

func (s State) facts() *derive.Facts {
	if s.Facts == nil && s.Manifest != nil {
		return derive.Compute(s.Manifest, derive.Options{})
	}
	return s.Facts
}

// order sorts changes.
func order(a, b Change) int {
	return cmp.Or(
		slices.Index(Aspects(), a.Aspect)-slices.Index(Aspects(), b.Aspect),
		cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Category, b.Category),
		cmp.Compare(a.Attribute, b.Attribute), cmp.Compare(a.Direction, b.Direction),
	)
}

// names gives blocks names by which both sides can be compared: those of the
// base, where they are the same block.
type names struct {
	base, head func(ref string) string
}

func newNames(bs []block, id []int) names {
	canonical := map[string]string{} // of the head
	for i := range bs {
		if !bs[i].head {
			continue
		}
		if same := id[i]; same != i {
			canonical[bs[i].obj.Ref] = bs[same].obj.Ref
		} else {
			canonical[bs[i].obj.Ref] = "\x00" + bs[i].obj.Ref // no address of the base
		}
	}
	return names{
		base: func(ref string) string { return ref },
		head: func(ref string) string { return canonical[ref] },
	}
}

type comparison struct {
	base, head                 *derive.Facts
	baseManifest, headManifest *manifest.Manifest
	before, after              *collection
	out                        []Change
}

func (c *comparison) compare() {
	for k, new := range c.after.items {
		old, ok := c.before.items[k]
		switch {
		case ok:
			c.changed(k, old, new)
		case !new.quiet && c.tells(k, c.before):
			c.out = append(c.out, new.change(k, Added))
		}
	}
	for k, old := range c.before.items {
		if _, ok := c.after.items[k]; !ok && !old.quiet && c.tells(k, c.after) {
			c.out = append(c.out, old.change(k, Removed))
		}
	}
}

// tells reports whether it says something that a subject and a category are
// together on one side alone: only where the other has both, apart.
func (c *comparison) tells(k key, other *collection) bool {
	if k.category == "" || k.aspect == Reach {
		return true
	}
	_, subject := other.items[key{aspect: k.aspect, subject: k.subject}]
	return subject && other.categories[k.category]
}

// change is the item as added or removed.
func (it item) change(k key, d Direction) Change {
	out := Change{
		Aspect: k.aspect, Direction: d, Subject: it.subject, Category: k.category, Resource: it.resource,
		Widens: d == Added, Block: it.block, Range: it.at,
	}
	if d == Added {
		out.After = it.summary
	} else {
		out.Before = it.summary
	}
	return out
}

// changed compares the values of what is there on both sides.
func (c *comparison) changed(k key, old, new item) {
	for i, v := range new.values {
		was := old.values[i]
		if v.same == was.same {
			continue
		}
		out := new.change(k, Changed)
		out.Attribute, out.Before, out.After = v.name, was.text, v.text
		out.Widens = v.wider(was)
		if len(v.path) > 0 {
			out.Range = c.headManifest.RangeOf(append(finding.Path{}, v.path...))
		}
		c.out = append(c.out, out)
	}
}

// maxWitness is how many nodes and edges the witnesses of a comparison have
// together.
const maxWitness = 20000

// witnesses adds to each new reach how the data gets there, and says by what.
func (c *comparison) witnesses() {
	left := maxWitness
	for i := range c.out {
		ch := &c.out[i]
		if ch.Aspect != Reach || ch.Direction == Removed || !ch.Widens || left <= 0 {
			continue
		}
		path := c.head.Witness(derive.Target{Node: ch.Subject, Category: ch.Category})
		if left -= len(path); left < 0 || len(path) == 0 {
			continue
		}
		ch.Witness = path
		if len(path) > 1 {
			ch.Block = path[len(path)-2]
			ch.Range = c.headManifest.Get(ch.Block).Range()
		}
	}
}
