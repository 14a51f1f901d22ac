package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// Fix is the change of source that gives the attribute at a path a value: a
// text, a bool, a json.Number, or a list of texts. References are texts, as in
// Input. It is nil where the source has no such attribute to change: absent, or
// taken from defaults. The error says why the attribute cannot take the value,
// or that the path leads to none.
func (m *Manifest) Fix(p finding.Path, v any) (*finding.Fix, error) {
	decl, err := m.attrAt(p)
	if err != nil {
		return nil, err
	}
	a := attribute{decl: decl}
	if a.value, err = valueOf(decl, v); err != nil {
		return nil, err
	}
	if err := m.accepts(&a); err != nil {
		return nil, err
	}
	at := m.declaredAt(p)
	if at == nil || at.inherited || at.source.src == nil {
		return nil, nil
	}
	return &finding.Fix{Range: at.source.rangeOf(), Replacement: nameAndSign(at) + string(a.value.hcl())}, nil
}

// attrAt is the description of the attribute that a path leads to.
func (m *Manifest) attrAt(p finding.Path) (*schema.Attr, error) {
	block := m.root
	for i := 0; i < len(p); i++ {
		if decl := block.Find(p[i]); decl != nil && i == len(p)-1 && block != m.root {
			return decl, nil
		}
		next := block.FindBlock(p[i])
		if next == nil {
			break
		}
		if block = next; block.Array() {
			i++ // the label or index
		}
	}
	return nil, fmt.Errorf("%s is no attribute; a fix changes the attribute at the path of its finding", cut(p.String()))
}

// declaredAt is the attribute at a path, or nil.
func (m *Manifest) declaredAt(p finding.Path) *attribute {
	o, rest := m.top(p)
	for o != nil && len(rest) > 1 {
		nested := o.Blocks(rest[0])
		desc := o.schema.FindBlock(rest[0])
		i := 0
		switch {
		case desc == nil || len(nested) == 0:
			return nil
		case desc.Array() && desc.Label == schema.Labelled:
			if i = slices.IndexFunc(nested, func(n *Object) bool { return n.Name == rest[1] }); i < 0 {
				return nil
			}
		case desc.Array():
			var ok bool
			if i, ok = index(rest[1], len(nested)); !ok {
				return nil
			}
		}
		o, rest = nested[i], rest[1:]
		if desc.Array() {
			rest = rest[1:]
		}
	}
	if o == nil || len(rest) != 1 {
		return nil
	}
	return o.declared(rest[0])
}

// valueOf is a plain value as the attribute would hold it.
func valueOf(decl *schema.Attr, v any) (value, error) {
	switch v := v.(type) {
	case string:
		if decl.Type == schema.Reference && v != "*" {
			return value{kind: kindReference, text: v}, nil
		}
		return value{kind: kindString, text: v}, nil
	case bool:
		return value{kind: kindBool, bool: v}, nil
	case json.Number:
		if s := v.String(); len(s) <= maxNumberText && exponent(s) <= 20 {
			if r, ok := new(big.Rat).SetString(s); ok {
				if canonical, ok := canonicalNumber(r); ok {
					return value{kind: kindNumber, text: canonical}, nil
				}
			}
		}
		return value{}, fmt.Errorf("%s is not a number that a manifest can hold", cut(v.String()))
	case []string:
		out := value{kind: kindList, list: make([]value, 0, len(v))}
		for _, s := range v {
			e, err := valueOf(decl, s)
			if err != nil {
				return value{}, err
			}
			out.list = append(out.list, e)
		}
		return out, nil
	}
	return value{}, fmt.Errorf("a fix is a text, a number, true, false, or a list of texts, not %T", v)
}

// accepts checks a value as if it stood in the source.
func (m *Manifest) accepts(a *attribute) error {
	ds := &diagnostics{doc: "manifest", whole: "deployment"}
	d := &decoder{root: m.root, vocab: m.vocab, ds: ds, hints: &hints{ds: ds}, named: map[string][]string{}, m: m}
	for _, v := range append([]value{a.value}, a.list...) {
		if strings.ContainsFunc(v.text, forbidden) || strings.ContainsRune(v.text, '\n') || len(v.text) > maxString {
			return fmt.Errorf("%q takes no text with control characters, several lines, or more than %d bytes", a.decl.Name, maxString)
		}
	}
	if d.check(&file{dir: "."}, a) && a.decl.Type == schema.Reference {
		if a.kind == kindReference {
			d.resolveValue(a.decl, &a.value)
		}
		for i := range a.list {
			d.resolveValue(a.decl, &a.list[i])
		}
	}
	if len(ds.list) > 0 {
		return fmt.Errorf("%s: %s", ds.list[0].Summary, ds.list[0].Detail)
	}
	return nil
}

// nameAndSign is what the source has before the value, so that an equals sign
// that is aligned with others stays so.
func nameAndSign(a *attribute) string {
	text := a.source.src.data[a.source.start:a.source.end]
	before, _, ok := bytes.Cut(text, []byte("="))
	if gap, found := bytes.CutPrefix(before, []byte(a.decl.Name)); ok && found && len(gap) > 0 && len(bytes.Trim(gap, " ")) == 0 {
		return string(before) + "= "
	}
	return a.decl.Name + " = "
}

// hcl writes a value as source.
func (v *value) hcl() []byte {
	switch v.kind {
	case kindReference, kindNumber:
		return []byte(v.text)
	case kindBool:
		return strconv.AppendBool(nil, v.bool)
	case kindList:
		parts := make([][]byte, 0, len(v.list))
		for i := range v.list {
			parts = append(parts, v.list[i].hcl())
		}
		return append(append([]byte("["), bytes.Join(parts, []byte(", "))...), ']')
	}
	return quotedText(v.text)
}
