package manifest

import (
	"bytes"
	"math/big"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// Object is one block of a manifest after decoding: references resolved,
// defaults inherited, values checked against the schema. All accessors accept
// a nil Object and an absent attribute and then return the zero value, so that
// system.Block("volume").Number("per_week") needs no checks on the way.
type Object struct {
	Type string // block type, "flow"
	Name string // label, empty for an unlabelled block
	Ref  string // address, "flow.prompt"; of an unlabelled block its type; empty for a nested block

	schema *schema.Block
	header span
	attrs  []attribute // declared ones in source order, then inherited ones
	blocks map[string][]*Object
}

// attribute is an attribute of an object, declared or inherited.
type attribute struct {
	value
	decl      *schema.Attr
	source    span // name and value; the block's header where it is inherited
	inherited bool
}

// value is what an expression evaluates to.
type value struct {
	kind kind
	bool bool
	text string // strings, names and references; numbers as canonical decimal literals
	list []value
	span span
}

type kind uint8

const (
	kindNull kind = iota // declared unknown
	kindString
	kindNumber
	kindBool
	kindReference
	kindName // a bare name: no value, but often a text without quotes
	kindList
)

// Range is the block's header.
func (o *Object) Range() finding.Range { return o.header.rangeOf() }

// LabelRange is the label in the block's header; the header of a block without
// one.
func (o *Object) LabelRange() finding.Range {
	at := o.header
	if o.Name != "" && at.src != nil {
		header := at.src.data[at.start:at.end]
		rest := bytes.TrimLeft(header[min(len(o.Type), len(header)):], " \t")
		at.start = at.end - len(rest)
	}
	return at.rangeOf()
}

// Schema is the description of the block's type.
func (o *Object) Schema() *schema.Block { return o.schema }

// Has reports whether the attribute is declared with a value.
func (o *Object) Has(attr string) bool {
	_, ok := o.get(attr)
	return ok
}

// Unknown reports whether the attribute is declared unknown (null).
func (o *Object) Unknown(attr string) bool {
	a := o.declared(attr)
	return a != nil && a.kind == kindNull
}

// declared is the attribute, null or not, or nil. Blocks have so few of them
// that a search beats a map.
func (o *Object) declared(name string) *attribute {
	if o == nil {
		return nil
	}
	for i := range o.attrs {
		if o.attrs[i].decl.Name == name {
			return &o.attrs[i]
		}
	}
	return nil
}

// get is the attribute if it is declared with a value.
func (o *Object) get(name string) (*attribute, bool) {
	a := o.declared(name)
	return a, a != nil && a.kind != kindNull
}

// String is the text of a string, enum, reference, date or duration attribute.
func (o *Object) String(attr string) string {
	if a, ok := o.get(attr); ok {
		return a.text
	}
	return ""
}

// Strings is the texts of a list attribute, in declared order.
func (o *Object) Strings(attr string) []string {
	a, ok := o.get(attr)
	if !ok {
		return nil
	}
	out := make([]string, 0, len(a.list))
	for _, e := range a.list {
		out = append(out, e.text)
	}
	return out
}

// Bool is the value of a bool attribute; ok is false where it is not declared.
func (o *Object) Bool(attr string) (value, ok bool) {
	a, ok := o.get(attr)
	return ok && a.bool, ok
}

// Number is the exact value of a number, share or money attribute.
func (o *Object) Number(attr string) (value *big.Rat, ok bool) {
	a, ok := o.get(attr)
	if !ok || a.kind != kindNumber {
		return nil, false
	}
	return new(big.Rat).SetString(a.text)
}

// Date is the value of a date attribute, at midnight UTC.
func (o *Object) Date(attr string) (value time.Time, ok bool) {
	a, ok := o.get(attr)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, a.text)
	return t, err == nil
}

// Duration is the value of a duration attribute such as "30d" or "72h".
func (o *Object) Duration(attr string) (value time.Duration, ok bool) {
	a, ok := o.get(attr)
	if !ok {
		return 0, false
	}
	return schema.ParseDuration(a.text)
}

// Block is the first nested block of the type, or nil.
func (o *Object) Block(typ string) *Object {
	if bs := o.Blocks(typ); len(bs) > 0 {
		return bs[0]
	}
	return nil
}

// Blocks is the nested blocks of the type, in source order.
func (o *Object) Blocks(typ string) []*Object {
	if o == nil {
		return nil
	}
	return o.blocks[typ]
}
