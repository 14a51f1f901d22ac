package manifest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/aicomply/aicomply/internal/schema"
)

// decoder turns the syntax trees of one deployment into objects.
type decoder struct {
	root    *schema.Block
	vocab   *schema.Vocabulary
	ds      *diagnostics
	eval    *evaluator
	hints   *hints
	paths   pathChecker
	m       *Manifest
	partial bool // a file could not be read in full: what is missing may only be hidden

	blocks, values, textBytes int
	over                      bool // a limit was reported

	buf   []*hclsyntax.Attribute // reused by attributes
	named map[string][]string    // labels by block type
	held  map[string][]string    // categories by dataset
}

// file is one file of the deployment.
type file struct {
	name     string // in the repository
	dir      string // in the repository; paths in the file are relative to it
	src      *source
	body     *hclsyntax.Body
	importer *file // nil unless it was imported
}

// importedFrom reports whether the file is that one, or was imported by it,
// directly or by way of others.
func (f *file) importedFrom(name string) bool {
	for ; f != nil; f = f.importer {
		if f.name == name {
			return true
		}
	}
	return false
}

// sharedTypes are the blocks of files that are imported.
func sharedTypes() []string { return []string{"import", "party", "purpose"} }

// collectLocals must see every file before an expression is evaluated.
func (d *decoder) collectLocals(f *file) {
	d.outsideBlocks(f)
	for _, b := range f.body.Blocks {
		if b.Type != "locals" {
			continue
		}
		if len(b.Labels) > 0 {
			d.ds.add(f.src.span(b.LabelRanges[0]), "Unexpected label", "A locals block has no label: write locals { … }.")
		}
		for _, nested := range b.Body.Blocks {
			d.ds.add(f.src.span(nested.DefRange()), "Unknown block", "A locals block holds attributes only. For a list write %s = [ … ].", nested.Type)
		}
		for _, attr := range sorted(b.Body.Attributes, nil) {
			d.collectLocal(f, attr)
		}
	}
}

func (d *decoder) collectLocal(f *file, attr *hclsyntax.Attribute) {
	at := f.src.span(attr.NameRange)
	if first := d.eval.locals[attr.Name]; first != nil {
		r := first.at.rangeOf()
		d.ds.add(at, "Duplicate local", "local.%s is already defined at %s:%d. Rename one of the two.", attr.Name, r.File, r.Start.Line)
		return
	}
	d.eval.locals[attr.Name] = &local{src: f.src, expr: attr.Expr, name: attr.Name, at: at}
	d.eval.order = append(d.eval.order, attr.Name)
}

// outsideBlocks refuses attributes that are in no block.
func (d *decoder) outsideBlocks(f *file) {
	for _, attr := range sorted(f.body.Attributes, nil) {
		at := f.src.span(attr.NameRange)
		if desc := d.root.FindBlock(attr.Name); desc != nil {
			d.ds.add(at, "Block written as attribute", "%s is a block: write %s, without \"=\".", attr.Name, form(desc))
			continue
		}
		d.ds.add(at, "Attribute outside a block", "%q stands outside every block. Put it into the block that it describes.", attr.Name)
	}
}

// form is how a block is written.
func form(desc *schema.Block) string {
	if desc.Label == schema.Labelled {
		return desc.Type + " \"" + desc.Form.Example() + "\" { … }"
	}
	return desc.Type + " { … }"
}

// sorted puts attributes into source order: the syntax tree holds them in a map.
func sorted(attrs hclsyntax.Attributes, out []*hclsyntax.Attribute) []*hclsyntax.Attribute {
	for _, a := range attrs {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *hclsyntax.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return out
}

// decodeFile adds the file's blocks to the manifest.
func (d *decoder) decodeFile(f *file) {
	known := []string{"locals"}
	for i := range d.root.Blocks {
		known = append(known, d.root.Blocks[i].Type)
	}
	for _, b := range f.body.Blocks {
		desc := d.root.FindBlock(b.Type)
		switch {
		case d.over:
			return
		case f.importer != nil && (desc != nil || b.Type == "locals") && !slices.Contains(sharedTypes(), b.Type):
			d.ds.add(f.src.span(b.DefRange()), "Block not allowed in an imported file", "An imported file declares %s blocks only. Move this one into the deployment's own files.", all(sharedTypes(), "and"))
		case b.Type == "locals":
		case desc == nil:
			d.ds.add(f.src.span(b.TypeRange), "Unknown block", "There is no block type %q.%s", cut(b.Type), d.hints.nearest(b.Type, known))
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
		r, remedy := first.Range(), "Merge the two."
		if o.Name != "" && o.schema.Form == schema.Identifier {
			remedy = "Rename one of the two, or merge them."
		}
		d.ds.add(o.header, "Duplicate block", "%s is already declared at %s:%d. %s", o.Ref, r.File, r.Start.Line, remedy)
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
		d.exceed(f.src.span(b.DefRange()), "Too many blocks", "A %s has at most %d blocks.", d.ds.whole, MaxBlocks)
		return nil
	}
	o := &Object{Type: desc.Type, schema: desc, header: f.src.span(b.DefRange())}
	labelled := d.label(f, b, desc, o, top)
	if top {
		o.Ref = o.Type
		if desc.Label == schema.Labelled {
			o.Ref += "." + o.Name
		}
	}
	d.attributes(f, b.Body, o)
	d.nested(f, b.Body, o)
	if !labelled {
		return nil // decoded for its problems only
	}
	return o
}

const maxLabel = 128

// label reads the block's header. A top-level label is a name that references
// can use; a nested one is any short text. It reports whether the block can be
// named: of too many labels the first counts.
func (d *decoder) label(f *file, b *hclsyntax.Block, desc *schema.Block, o *Object, top bool) bool {
	switch {
	case desc.Label == schema.Unlabelled && len(b.Labels) > 0:
		d.ds.add(f.src.span(b.LabelRanges[0]), "Unexpected label", "A block of type %s has no label: write %s.", b.Type, form(desc))
		return true
	case desc.Label == schema.Unlabelled:
		return true
	case len(b.Labels) == 0:
		d.ds.add(f.src.span(b.TypeRange), "Missing label", "A block of type %s has a label: write %s.", b.Type, form(desc))
		return false
	case len(b.Labels) > 1:
		d.ds.add(f.src.span(b.LabelRanges[1]), "Unexpected label", "A block of type %s has one label: write %s.", b.Type, form(desc))
	}
	o.Name = b.Labels[0]
	at := f.src.span(b.LabelRanges[0])
	switch {
	case o.Name == "" || len(o.Name) > maxLabel || strings.ContainsFunc(o.Name, forbidden):
		d.ds.add(at, "Invalid label", "A label has 1 to %d bytes, and no control characters.", maxLabel)
		return false
	case top:
		return d.labelForm(at, desc, o.Name)
	}
	return true
}

// labelForm checks what the label of a top-level block is made of.
func (d *decoder) labelForm(at span, desc *schema.Block, label string) bool {
	problem := ""
	switch desc.Form {
	case schema.Identifier:
		if !hclsyntax.ValidIdentifier(label) {
			problem = "cannot be referred to. A label is made of letters, digits, \"_\" and \"-\", and starts with a letter."
		}
	case schema.PolicyLabel:
		if !policyID().MatchString(label) {
			problem = "is not the id of a policy. Write area/name, such as \"" + desc.Form.Example() + "\"."
		}
	case schema.KeyLabel:
		if !taxonomyKey().MatchString(label) {
			problem = "is not the key of a data category. Write names in lower case with dots between them, such as \"" + desc.Form.Example() + "\"."
		}
	case schema.RegionLabel:
		if !regionName().MatchString(label) {
			problem = "is not the name of a region. It is made of letters, digits, \"-\", \"_\" and \".\", such as \"" + desc.Form.Example() + "\"."
		}
	}
	if problem != "" {
		d.ds.add(at, "Invalid label", "%q %s", cut(label), problem)
	}
	return problem == ""
}

func (d *decoder) attributes(f *file, body *hclsyntax.Body, o *Object) {
	d.buf = sorted(body.Attributes, d.buf[:0])
	o.attrs = make([]attribute, 0, len(d.buf)+spare(o.schema))
	for _, attr := range d.buf {
		decl := o.schema.Find(attr.Name)
		if decl == nil {
			d.unknownAttribute(f, attr, o)
			continue
		}
		v, ok := d.eval.eval(f.src, attr.Expr, 0)
		a := attribute{value: v, decl: decl, source: f.src.span(attr.SrcRange)}
		if ok && d.count(&a) {
			ok = d.check(f, &a)
		}
		if !ok {
			a.kind = kindNull // its problem is reported; what depends on it is not
			a.list, a.text = nil, ""
		}
		o.attrs = append(o.attrs, a)
	}
	if d.partial {
		return
	}
	for i := range o.schema.Attrs {
		if decl := &o.schema.Attrs[i]; decl.Required && o.declared(decl.Name) == nil {
			d.ds.add(o.header, "Missing required attribute", "%s needs %q. It says: %s", describe(o), decl.Name, decl.Doc)
		}
	}
}

// spare is how many attributes a block may inherit.
func spare(desc *schema.Block) int {
	n := 0
	for i := range desc.Attrs {
		if desc.Attrs[i].Inherits {
			n++
		}
	}
	return n
}

func describe(o *Object) string {
	if o.Name == "" {
		return "This " + o.Type + " block"
	}
	return fmt.Sprintf("%s %q", o.Type, cut(o.Name))
}

func (d *decoder) unknownAttribute(f *file, attr *hclsyntax.Attribute, o *Object) {
	at := f.src.span(attr.NameRange)
	if desc := o.schema.FindBlock(attr.Name); desc != nil {
		d.ds.add(at, "Block written as attribute", "%s is a block: write %s, without \"=\".", attr.Name, form(desc))
		return
	}
	for i := range o.schema.Blocks {
		if o.schema.Blocks[i].Find(attr.Name) != nil {
			d.ds.add(at, "Unknown attribute", "%q stands in a block of type %s: write %s { %s = … }.", attr.Name, o.schema.Blocks[i].Type, o.schema.Blocks[i].Type, attr.Name)
			return
		}
	}
	names := make([]string, 0, len(o.schema.Attrs))
	for i := range o.schema.Attrs {
		names = append(names, o.schema.Attrs[i].Name)
	}
	d.ds.add(at, "Unknown attribute", "A block of type %s has no attribute %q.%s", o.Type, cut(attr.Name), d.hints.nearest(attr.Name, names))
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
		d.exceed(a.source, "Too many values", "A %s has at most %d values with %d MB of text; each use of a local counts.", d.ds.whole, MaxValues, MaxText>>20)
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
	type key struct{ typ, label string }
	var seen map[key]*Object // a hostile block has very many in it
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
		if first := seen[key{n.Type, n.Name}]; first != nil && !desc.Many {
			r := first.Range()
			name := n.Type
			if n.Name != "" {
				name = describe(n)
			}
			d.ds.add(n.header, "Duplicate block", "%s already has the block %s, at %s:%d. Merge the two.", describe(o), name, r.File, r.Start.Line)
			continue
		}
		if o.blocks == nil {
			o.blocks, seen = map[string][]*Object{}, map[key]*Object{}
		}
		seen[key{n.Type, n.Name}] = n
		o.blocks[n.Type] = append(o.blocks[n.Type], n)
	}
}

func (d *decoder) unknownBlock(f *file, b *hclsyntax.Block, o *Object) {
	at := f.src.span(b.TypeRange)
	if o.schema.Find(b.Type) != nil {
		d.ds.add(at, "Attribute written as block", "%s is an attribute: write %s = …, without braces.", b.Type, b.Type)
		return
	}
	names := make([]string, 0, len(o.schema.Blocks))
	for i := range o.schema.Blocks {
		names = append(names, o.schema.Blocks[i].Type)
	}
	if d.root.FindBlock(b.Type) != nil {
		d.ds.add(at, "Misplaced block", "A block of type %s stands outside every other. Move it behind the closing brace.", b.Type)
		return
	}
	d.ds.add(at, "Unknown block", "A block of type %s has no block %q in it.%s", o.Type, cut(b.Type), d.hints.nearest(b.Type, names))
}
