package manifest

import (
	"maps"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/schema"
)

// inherit gives components, stores, models and flows what defaults declares
// and they do not. An explicit null stops it.
func (d *decoder) inherit() {
	defaults := d.m.Single("defaults")
	if defaults == nil {
		return
	}
	for i := range d.root.Blocks {
		desc := &d.root.Blocks[i]
		for j := range desc.Attrs {
			decl := &desc.Attrs[j]
			v, ok := defaults.get(decl.Name)
			if !decl.Inherits || !ok {
				continue
			}
			for _, o := range d.m.All(desc.Type) {
				if o.declared(decl.Name) == nil {
					o.attrs = append(o.attrs, attribute{value: v.value, decl: decl, source: o.header, inherited: true})
				}
			}
		}
	}
}

// resolve checks every reference: it names a block, and one of the right type.
func (d *decoder) resolve() {
	for _, o := range d.m.ordered() {
		d.resolveObject(o)
		if o.Type == "flow" {
			d.checkOmits(o)
		}
	}
}

func (d *decoder) resolveObject(o *Object) {
	for i := range o.attrs {
		a := &o.attrs[i]
		if a.decl.Type != schema.Reference || a.inherited { // that is checked where it is declared
			continue
		}
		if a.kind == kindReference {
			d.resolveValue(a.decl, &a.value)
		}
		for j := range a.list {
			d.resolveValue(a.decl, &a.list[j])
		}
	}
	for i := range o.schema.Blocks {
		for _, n := range o.Blocks(o.schema.Blocks[i].Type) {
			d.resolveObject(n)
		}
	}
}

func (d *decoder) resolveValue(decl *schema.Attr, v *value) {
	typ, label, _ := strings.Cut(v.text, ".")
	target := d.m.byRef[v.text]
	allowed := slices.Contains(decl.Refs, typ) || slices.Contains(decl.Refs, "*")
	switch {
	case target != nil && allowed:
	case target != nil:
		d.ds.add(v.span, "Reference of the wrong kind", "%q takes %s; %s is %s.", decl.Name, typeName(decl), v.text, article(typ))
	case d.partial:
	case d.root.FindBlock(typ) == nil:
		d.ds.add(v.span, "Undefined reference", "There is no block type %q.%s", cut(typ), d.nearestRef(v.text, decl))
	case label == "":
		d.ds.add(v.span, "Undefined reference", "No %s block is declared.", typ)
	default:
		d.ds.add(v.span, "Undefined reference", "No %s block %q is declared.%s", typ, cut(label), d.nearestRef(v.text, decl))
	}
}

// nearestRef suggests the block whose address is most like ref: of its type the
// one with the nearest label, else one with its label, else any that is like it.
func (d *decoder) nearestRef(ref string, decl *schema.Attr) string {
	if d.ds.full() {
		return ""
	}
	typ, label, _ := strings.Cut(ref, ".")
	types := decl.Refs
	if slices.Contains(types, "*") {
		types = slices.Sorted(maps.Keys(d.m.objects))
	}
	if slices.Contains(types, typ) {
		if name := d.hints.name(label, d.labels(typ)); name != "" {
			return didYouMean(typ + "." + name)
		}
	}
	for _, t := range types {
		if d.m.byRef[t+"."+label] != nil {
			return didYouMean(t + "." + label)
		}
	}
	if meant := d.hints.name(typ, types); meant != typ && meant != "" {
		if name := d.hints.name(label, d.labels(meant)); name != "" {
			return didYouMean(meant + "." + name)
		}
	}
	return ""
}

// labels lists the labels of the blocks of a type, sorted.
func (d *decoder) labels(typ string) []string {
	out, ok := d.named[typ]
	if !ok {
		for _, o := range d.m.All(typ) {
			out = append(out, o.Name)
		}
		slices.Sort(out)
		d.named[typ] = out
	}
	return out
}

// checkOmits refuses a flow that says of one category that it carries it and
// that it does not.
func (d *decoder) checkOmits(flow *Object) {
	omits, ok := flow.get("omits")
	if !ok {
		return
	}
	carrier := map[string]string{} // category -> the dataset that holds it
	for _, ref := range flow.Strings("carries") {
		for _, category := range d.categories(ref) {
			if carrier[category] == "" {
				carrier[category] = ref
			}
		}
	}
	for _, o := range omits.list {
		if ref := carrier[o.text]; ref != "" {
			d.ds.add(o.span, "Contradictory flow", "%s omits %q and carries %s, which holds it. Remove one of the two.", flow.Ref, o.text, ref)
		}
	}
}

// categories lists what a dataset holds, each once: a hostile dataset repeats
// them, and many flows carry it. What it only may hold can well be left out.
func (d *decoder) categories(ref string) []string {
	out, ok := d.held[ref]
	if !ok {
		ds := d.m.Get(ref)
		out = ds.Strings("data_categories")
		slices.Sort(out)
		out = slices.Compact(out)
		d.held[ref] = out
	}
	return out
}
