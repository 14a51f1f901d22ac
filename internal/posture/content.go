package posture

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// followed are the types of the blocks that make up a posture, each after those
// that it refers to, as far as they do not refer to each other.
func followed() []string {
	return []string{"party", "purpose", "principal", "component", "store", "model", "tool", "audit_log", "dataset", "boundary", "system", "flow", "access"}
}

// block is one block of one of the two manifests, without its label.
type block struct {
	obj   *manifest.Object
	head  bool
	own   string // its attributes and nested blocks but for references; a party's label where that is all it is known by
	links []link // its references to followed blocks
}

// link is a reference: in which attribute, and to which block.
type link struct {
	role string
	to   int
}

// blocks lists the followed blocks of both manifests, the base's first. Either
// may be nil.
func blocks(base, head *manifest.Manifest) []block {
	var out []block
	for i, m := range []*manifest.Manifest{base, head} {
		if m == nil {
			continue
		}
		first, index := len(out), map[string]int{}
		for _, typ := range followed() {
			for _, o := range m.All(typ) {
				index[o.Ref] = len(out)
				out = append(out, block{obj: o, head: i == 1})
			}
		}
		own := ownIdentities(m)
		for j := first; j < len(out); j++ {
			out[j].describe(index)
			if out[j].obj.Type == "party" && !own[out[j].obj.Ref] {
				out[j].own += "\x00label\x00" + out[j].obj.Name
			}
		}
	}
	return out
}

// ownIdentities tells which parties declare something that no other does: a
// contact that several share is that of whoever manages them.
func ownIdentities(m *manifest.Manifest) map[string]bool {
	holders := map[string]int{}
	for _, o := range m.All("party") {
		for _, id := range identities(o) {
			holders[id]++
		}
	}
	out := map[string]bool{}
	for _, o := range m.All("party") {
		out[o.Ref] = slices.ContainsFunc(identities(o), func(id string) bool { return holders[id] == 1 })
	}
	return out
}

// identities are what a party declares that tells who it is, each once.
func identities(o *manifest.Object) []string {
	var out []string
	for _, attr := range []string{"contact", "dpo"} {
		if v := o.String(attr); v != "" {
			out = append(out, attr+" "+v)
		}
	}
	for _, c := range o.Blocks("contract") {
		if v := c.String("document"); v != "" {
			out = append(out, "document "+v)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// describe fills own and links. index finds blocks of the same manifest.
func (b *block) describe(index map[string]int) {
	w := &writer{index: index}
	w.object(b.obj, "")
	if o := b.obj; o.Type == "tool" && !(o.Has("operator") && o.Has("region")) {
		if users := o.Strings("used_by"); len(users) > 0 {
			w.link("used_by[0]", users[0]) // the model that it takes its place from
		}
	}
	slices.SortFunc(w.links, func(a, c link) int {
		if a.role != c.role {
			return strings.Compare(a.role, c.role)
		}
		return a.to - c.to
	})
	b.own, b.links = b.obj.Type+"\x00"+w.text.String(), slices.Compact(w.links)
}

type writer struct {
	index map[string]int
	text  strings.Builder
	links []link
}

func (w *writer) link(role, ref string) {
	if to, ok := w.index[ref]; ok {
		w.links = append(w.links, link{role, to})
	}
}

// object writes what a block declares in the order of the schema. Lists are
// sets: their order says nothing.
func (w *writer) object(o *manifest.Object, prefix string) {
	desc := o.Schema()
	for i := range desc.Attrs {
		a := &desc.Attrs[i]
		known := o.Has(a.Name)
		if !known && !o.Unknown(a.Name) {
			continue
		}
		texts := []string{o.String(a.Name)}
		if a.List {
			texts = distinct(o.Strings(a.Name))
		}
		switch {
		case known && a.Type == schema.Reference:
			for _, ref := range texts {
				w.link(prefix+a.Name, ref)
			}
			continue
		case known && a.Type == schema.Bool:
			v, _ := o.Bool(a.Name)
			texts = []string{strconv.FormatBool(v)}
		case !known:
			texts = []string{"\x01null"}
		}
		w.text.WriteString(a.Name + "\x02" + strings.Join(texts, "\x03") + "\x04")
	}
	for i := range desc.Blocks {
		w.nested(o.Blocks(desc.Blocks[i].Type), prefix)
	}
}

// nested writes nested blocks of one type, in an order of their own.
func (w *writer) nested(objs []*manifest.Object, prefix string) {
	var texts []string
	for _, n := range objs {
		inner := &writer{index: w.index}
		inner.object(n, prefix+n.Type+".")
		w.links = append(w.links, inner.links...)
		texts = append(texts, n.Type+"\x05"+n.Name+"\x05"+inner.text.String())
	}
	slices.Sort(texts)
	w.text.WriteString(strings.Join(texts, "\x06"))
}

// distinct is the sorted elements, each once.
func distinct(ss []string) []string {
	out := slices.Sorted(slices.Values(ss))
	return slices.Compact(out)
}
