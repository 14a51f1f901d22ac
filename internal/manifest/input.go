package manifest

import (
	"encoding/json"
	"slices"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// Input is the manifest as policies see it: plain values, defaults expanded,
// nulls left out and listed in each block's "unknown". Numbers are
// json.Number. The caller owns the result.
func (m *Manifest) Input() map[string]any {
	out := make(map[string]any, len(m.objects)+8)
	for i := range m.root.Blocks {
		desc := &m.root.Blocks[i]
		objects := m.All(desc.Type)
		switch {
		case desc.Type == "import" || desc.Type == "defaults" || len(objects) == 0:
		case desc.Array():
			out[desc.Type] = inputs(objects)
		default:
			out[desc.Type] = objects[0].input()
		}
	}
	return out
}

func inputs(objects []*Object) []any {
	out := make([]any, 0, len(objects))
	for _, o := range objects {
		out = append(out, o.input())
	}
	return out
}

func (o *Object) input() map[string]any {
	out := make(map[string]any, len(o.attrs)+3)
	if o.schema.Label == schema.Labelled {
		out["name"] = o.Name
	}
	if o.Ref != "" {
		out["ref"] = o.Ref
	}
	var unknown []any
	for i := range o.schema.Attrs {
		name := o.schema.Attrs[i].Name
		switch a := o.declared(name); {
		case a == nil:
		case a.kind == kindNull:
			unknown = append(unknown, name)
		default:
			out[name] = a.input()
		}
	}
	if unknown != nil {
		out["unknown"] = unknown
	}
	for i := range o.schema.Blocks {
		desc := &o.schema.Blocks[i]
		switch nested := o.Blocks(desc.Type); {
		case len(nested) == 0:
		case desc.Array():
			out[desc.Type] = inputs(nested)
		default:
			out[desc.Type] = nested[0].input()
		}
	}
	return out
}

func (v *value) input() any {
	switch v.kind {
	case kindBool:
		return v.bool
	case kindNumber:
		return json.Number(v.text)
	case kindList:
		out := make([]any, 0, len(v.list))
		for i := range v.list {
			out = append(out, v.list[i].input())
		}
		return out
	}
	return v.text
}

// ordered is all top-level blocks, in the order of the schema and the source.
func (m *Manifest) ordered() []*Object {
	var out []*Object
	for i := range m.root.Blocks {
		out = append(out, m.All(m.root.Blocks[i].Type)...)
	}
	return out
}

// ObjectAt is the top-level block that a path lies in, or nil if the path
// names no block of the manifest.
func (m *Manifest) ObjectAt(p finding.Path) *Object {
	o, _ := m.top(p)
	return o
}

func (m *Manifest) top(p finding.Path) (*Object, finding.Path) {
	if len(p) == 0 {
		return nil, nil
	}
	desc := m.root.FindBlock(p[0])
	switch {
	case desc == nil:
		return nil, nil
	case !desc.Array():
		return m.Single(p[0]), p[1:]
	case len(p) > 1:
		return m.byRef[p[0]+"."+p[1]], p[2:]
	}
	return nil, nil
}

// RangeOf is where a path stands in the source. What is not there is at its
// nearest ancestor that is: an absent attribute at its block's header, an
// absent block at the header of the system.
func (m *Manifest) RangeOf(p finding.Path) finding.Range {
	o, rest := m.top(p)
	if o == nil {
		if o = m.System(); o == nil {
			return m.anywhere()
		}
		return o.Range()
	}
	return o.rangeOf(rest)
}

func (o *Object) rangeOf(p finding.Path) finding.Range {
	if len(p) == 0 {
		return o.Range()
	}
	if a := o.declared(p[0]); a != nil {
		if len(p) > 1 && a.kind == kindList && !a.inherited {
			if i, ok := index(p[1], len(a.list)); ok {
				return a.list[i].span.rangeOf()
			}
		}
		return a.source.rangeOf()
	}
	desc := o.schema.FindBlock(p[0])
	nested := o.Blocks(p[0])
	switch {
	case desc == nil || len(nested) == 0:
		return o.Range()
	case !desc.Array():
		return nested[0].rangeOf(p[1:])
	case len(p) == 1:
		return nested[0].Range()
	case desc.Label == schema.Labelled:
		if i := slices.IndexFunc(nested, func(n *Object) bool { return n.Name == p[1] }); i >= 0 {
			return nested[i].rangeOf(p[2:])
		}
	default:
		if i, ok := index(p[1], len(nested)); ok {
			return nested[i].rangeOf(p[2:])
		}
	}
	return o.Range()
}

// index reads a list index that is below n.
func index(s string, n int) (int, bool) {
	i := 0
	if s == "" || len(s) > 7 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		i = i*10 + int(c-'0')
	}
	return i, i < n
}
