package manifest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/internal/suggest"
)

// decoder turns the syntax trees of one deployment into objects.
type decoder struct {
	ds      *diagnostics
	eval    *evaluator
	paths   pathChecker
	m       *Manifest
	partial bool // a file has syntax errors: what is missing may only be hidden

	blocks, values, textBytes int
	over                      bool // a limit was reported
}

// file is one parsed file and the block types that it may hold.
type file struct {
	src   *source
	dir   string // in the repository; paths in the file are relative to it
	body  *hclsyntax.Body
	types []string // nil = all
}

// sharedTypes are the blocks of files that are imported.
func sharedTypes() []string { return []string{"import", "party", "purpose"} }

// collectLocals must see every file before an expression is evaluated.
func (d *decoder) collectLocals(f *file) {
	for _, attr := range sorted(f.body.Attributes) {
		d.ds.add(f.src.span(attr.NameRange), "Attribute outside a block", "%q stands outside every block. Put it into the block that it describes.", attr.Name)
	}
	for _, b := range f.body.Blocks {
		if b.Type != "locals" || f.types != nil {
			continue
		}
		if len(b.Labels) > 0 {
			d.ds.add(f.src.span(b.LabelRanges[0]), "Unexpected label", "A locals block has no label.")
		}
		for _, nested := range b.Body.Blocks {
			d.ds.add(f.src.span(nested.DefRange()), "Unexpected block", "A locals block holds attributes only.")
		}
		for _, attr := range sorted(b.Body.Attributes) {
			name := f.src.span(attr.NameRange)
			if d.eval.locals[attr.Name] != nil {
				d.ds.add(name, "Duplicate local", "local.%s is defined twice in this deployment.", attr.Name)
				continue
			}
			d.eval.locals[attr.Name] = &local{src: f.src, expr: attr.Expr, name: name}
		}
	}
}

// sorted puts attributes into source order: the syntax tree holds them in a map.
func sorted(attrs hclsyntax.Attributes) []*hclsyntax.Attribute {
	out := make([]*hclsyntax.Attribute, 0, len(attrs))
	for _, a := range attrs {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *hclsyntax.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return out
}

// decodeFile adds the file's blocks to the manifest.
func (d *decoder) decodeFile(f *file) {
	known := []string{"locals"}
	for i := range schema.Manifest.Blocks {
		known = append(known, schema.Manifest.Blocks[i].Type)
	}
	for _, b := range f.body.Blocks {
		desc := schema.Manifest.FindBlock(b.Type)
		switch {
		case d.over:
			return
		case f.types != nil && !slices.Contains(f.types, b.Type) && (desc != nil || b.Type == "locals"):
			d.ds.add(f.src.span(b.DefRange()), "Block not allowed in an imported file", "An imported file declares %s blocks only. Move this block into the deployment's own files.", strings.Join(f.types, ", "))
		case b.Type == "locals":
		case desc == nil:
			d.ds.add(f.src.span(b.TypeRange), "Unknown block", "There is no block type %q.%s", b.Type, suggest.DidYouMean(b.Type, known))
		default:
			d.add(f, d.object(f, b, desc, true))
		}
	}
}

// add puts a top-level object into the manifest, unless its address is taken.
func (d *decoder) add(f *file, o *Object) {
	if o == nil {
		return
	}
	if first := d.m.byRef[o.Ref]; first != nil {
		r := first.Range()
		d.ds.add(o.header, "Duplicate block", "%s is already declared at %s:%d. Rename one of the two, or merge them.", o.Ref, r.File, r.Start.Line)
		return
	}
	if o.Type == "system" && d.m.System() != nil {
		r := d.m.System().Range()
		d.ds.add(o.header, "More than one system", "A deployment has exactly one system block; the first is at %s:%d. Put the other into a directory of its own.", r.File, r.Start.Line)
		return
	}
	d.m.byRef[o.Ref] = o
	d.m.objects[o.Type] = append(d.m.objects[o.Type], o)
}

func (d *decoder) object(f *file, b *hclsyntax.Block, desc *schema.Block, top bool) *Object {
	if d.blocks++; d.blocks > MaxBlocks {
		d.exceed(f.src.span(b.DefRange()), "Too many blocks", "A deployment has at most %d blocks.", MaxBlocks)
		return nil
	}
	o := &Object{Type: desc.Type, schema: desc, header: f.src.span(b.DefRange()), attrs: map[string]*attribute{}}
	if !d.label(f, b, desc, o, top) {
		return nil
	}
	if top {
		o.Ref = o.Type
		if desc.Label == schema.Labelled {
			o.Ref += "." + o.Name
		}
	}
	d.attributes(f, b.Body, o)
	d.nested(f, b.Body, o)
	return o
}

const maxLabel = 128

// label checks the block's header. A top-level label is a name that references
// can use; a nested one is any short text.
func (d *decoder) label(f *file, b *hclsyntax.Block, desc *schema.Block, o *Object, top bool) bool {
	switch {
	case desc.Label == schema.Unlabelled && len(b.Labels) > 0:
		d.ds.add(f.src.span(b.LabelRanges[0]), "Unexpected label", "A %s block has no label: write %s { … }.", b.Type, b.Type)
		return false
	case desc.Label == schema.Unlabelled:
		return true
	case len(b.Labels) == 0:
		d.ds.add(f.src.span(b.TypeRange), "Missing label", "A %s block has a label: write %s \"name\" { … }.", b.Type, b.Type)
		return false
	case len(b.Labels) > 1:
		d.ds.add(f.src.span(b.LabelRanges[1]), "Unexpected label", "A %s block has one label.", b.Type)
		return false
	}
	o.Name = b.Labels[0]
	at := f.src.span(b.LabelRanges[0])
	switch {
	case o.Name == "" || len(o.Name) > maxLabel || strings.ContainsFunc(o.Name, forbidden):
		d.ds.add(at, "Invalid label", "A label has 1 to %d bytes, and no control characters.", maxLabel)
		return false
	case top && !hclsyntax.ValidIdentifier(o.Name):
		d.ds.add(at, "Invalid label", "References use this label, so it is made of letters, digits, \"_\" and \"-\", and starts with a letter.")
		return false
	}
	return true
}

func (d *decoder) attributes(f *file, body *hclsyntax.Body, o *Object) {
	for _, attr := range sorted(body.Attributes) {
		decl := o.schema.Find(attr.Name)
		if decl == nil {
			d.unknownAttribute(f, attr, o)
			continue
		}
		v, ok := d.eval.eval(f.src, attr.Expr, 0)
		a := &attribute{value: v, decl: decl, source: f.src.span(attr.SrcRange)}
		if ok && d.count(a) {
			ok = d.check(f, a)
		}
		if !ok {
			a.kind = kindNull // its problem is reported; what depends on it is not
			a.list, a.text = nil, ""
		}
		o.attrs[attr.Name] = a
	}
	if d.partial {
		return
	}
	for i := range o.schema.Attrs {
		if decl := &o.schema.Attrs[i]; decl.Required && o.attrs[decl.Name] == nil {
			d.ds.add(o.header, "Missing required attribute", "%s needs %q: %s", describe(o), decl.Name, decl.Doc)
		}
	}
}

func describe(o *Object) string {
	if o.Name == "" {
		return "Block " + o.Type
	}
	return fmt.Sprintf("%s %q", o.Type, o.Name)
}

func (d *decoder) unknownAttribute(f *file, attr *hclsyntax.Attribute, o *Object) {
	at := f.src.span(attr.NameRange)
	if o.schema.FindBlock(attr.Name) != nil {
		d.ds.add(at, "Block written as attribute", "%s is a block: write %s { … }, without \"=\".", attr.Name, attr.Name)
		return
	}
	names := make([]string, 0, len(o.schema.Attrs))
	for i := range o.schema.Attrs {
		names = append(names, o.schema.Attrs[i].Name)
	}
	d.ds.add(at, "Unknown attribute", "A %s block has no attribute %q.%s", o.Type, attr.Name, suggest.DidYouMean(attr.Name, names))
}

// count bounds what the decoded manifest can grow to: a local is written once
// and used many times.
func (d *decoder) count(a *attribute) bool {
	d.values += 1 + len(a.list)
	d.textBytes += len(a.text)
	for i := range a.list {
		d.textBytes += len(a.list[i].text)
	}
	if d.values > MaxValues || d.textBytes > MaxText {
		d.exceed(a.source, "Too many values", "A deployment has at most %d values with %d MB of text; each use of a local counts.", MaxValues, MaxText>>20)
		return false
	}
	return !d.over
}

func (d *decoder) exceed(at span, summary, format string, args ...any) {
	if !d.over {
		d.over = true
		d.ds.add(at, summary, format, args...)
	}
}

func (d *decoder) nested(f *file, body *hclsyntax.Body, o *Object) {
	for _, b := range body.Blocks {
		if d.over {
			return
		}
		desc := o.schema.FindBlock(b.Type)
		if desc == nil {
			d.unknownBlock(f, b, o)
			continue
		}
		n := d.object(f, b, desc, false)
		if n == nil {
			continue
		}
		for _, other := range o.blocks[n.Type] {
			if !desc.Many && other.Name == n.Name {
				d.ds.add(n.header, "Duplicate block", "%s already has this block, at line %d.", describe(o), other.Range().Start.Line)
				n = nil
				break
			}
		}
		if n != nil {
			if o.blocks == nil {
				o.blocks = map[string][]*Object{}
			}
			o.blocks[n.Type] = append(o.blocks[n.Type], n)
		}
	}
}

func (d *decoder) unknownBlock(f *file, b *hclsyntax.Block, o *Object) {
	at := f.src.span(b.TypeRange)
	if o.schema.Find(b.Type) != nil {
		d.ds.add(at, "Attribute written as block", "%s is an attribute: write %s = …", b.Type, b.Type)
		return
	}
	names := make([]string, 0, len(o.schema.Blocks))
	for i := range o.schema.Blocks {
		names = append(names, o.schema.Blocks[i].Type)
	}
	d.ds.add(at, "Unknown block", "A %s block has no block %q in it.%s", o.Type, b.Type, suggest.DidYouMean(b.Type, names))
}
