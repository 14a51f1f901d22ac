package prove

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/schema"
)

// change is one way to make another manifest of one.
type change struct {
	what  string // "store.encryption_at_rest": the attribute or block, without labels
	apply func(doc)
}

// hints are values that a policy's text speaks of: limits and words that decide.
type hints struct {
	words   map[string]bool // every identifier and text
	numbers []any
	texts   []any
}

var (
	wordText   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`) })
	numberText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b\d+(\.\d+)?\b`) })
	quotedText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"([^"\\\n]{1,60})"`) })
)

// hintsOf reads the text of a policy and of what it uses, without METADATA.
func hintsOf(text string) hints {
	h := hints{words: map[string]bool{}}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, w := range wordText().FindAllString(line, -1) {
			h.words[w] = true
		}
		for _, m := range quotedText().FindAllStringSubmatch(line, -1) {
			if v := any(m[1]); !slices.Contains(h.texts, v) && !strings.Contains(m[1], " ") {
				h.texts = append(h.texts, v)
			}
		}
		for _, n := range numberText().FindAllString(line, -1) {
			f, err := strconv.ParseFloat(n, 64)
			if err != nil {
				continue
			}
			for _, x := range []float64{f - 1, f, f + 1} {
				if v := any(x); x >= 0 && !slices.Contains(h.numbers, v) {
					h.numbers = append(h.numbers, v)
				}
			}
		}
	}
	return h
}

// most values of one kind that are tried at one place.
const most = 8

// valuesOf are values to try for an attribute.
func (h hints) valuesOf(a *schema.Attr, d doc) []any {
	single := h.single(a, d)
	if !a.List {
		return single
	}
	out := []any{[]any{}}
	for _, v := range single {
		out = append(out, []any{v})
	}
	return append(out, slices.Clone(single)) // all of them
}

func (h hints) single(a *schema.Attr, d doc) []any {
	var out []any
	add := func(vs ...any) {
		for _, v := range vs {
			if !slices.Contains(out, v) && len(out) < 2*most {
				out = append(out, v)
			}
		}
	}
	switch {
	case len(a.Enum) > 0:
		for _, v := range a.Enum {
			add(v)
		}
		return out
	case a.Type == schema.Reference:
		for _, v := range addresses(d, a.Refs) {
			add(v)
		}
		return out
	}
	switch a.Type {
	case schema.Bool:
		add(true, false)
	case schema.Number, schema.Integer, schema.Money:
		add(0.0, 1.0, 1000000.0)
		add(h.numbers[:min(len(h.numbers), most)]...)
	case schema.Share:
		add(0.0, 0.5, 1.0)
	case schema.Date:
		for _, days := range []int{-1000, -1, 0, 1, 1000} {
			add(pair.Clock().AddDate(0, 0, days).Format(time.DateOnly))
		}
	case schema.Duration:
		add("1h", "30d", "2000d")
		for _, t := range h.texts {
			if _, ok := schema.ParseDuration(t.(string)); ok {
				add(t)
			}
		}
	case schema.Country, schema.Jurisdiction, schema.Territory, schema.Region:
		add("US", "DE", "IN")
		if a.Type == schema.Region {
			add("eu-central-1", "nowhere-1")
		}
	case schema.Category:
		add("user.name", "user.health_and_medical", "user.criminal_history", "user.authorizing")
	case schema.DataUse:
		add("essential.service", "marketing", "train_ai_system")
	case schema.Subject:
		add("customer", "employee", "patient")
	case schema.Path:
		add("docs/record.md")
	case schema.Digest:
		add(strings.Repeat("a", 64))
	case schema.PolicyID:
		return nil
	default:
		add("x", "")
		add(h.texts[:min(len(h.texts), most)]...)
	}
	return out
}

// addresses are those of the blocks of some types, in the order of the manifest.
func addresses(d doc, types []string) []string {
	var out []string
	for i := range schema.Manifest.Blocks {
		b := &schema.Manifest.Blocks[i]
		if b.Label != schema.Labelled || b.Type == "system" || !slices.Contains(types, b.Type) && !slices.Contains(types, "*") {
			continue
		}
		for _, o := range objects(d, b) {
			if name, ok := o["name"].(string); ok && len(out) < most {
				out = append(out, b.Type+"."+name)
			}
		}
	}
	return out
}

// place leads to an object of a manifest: the same in a clone.
type place []any // keys and indexes

func (p place) in(d doc) map[string]any {
	var v any = map[string]any(d)
	for _, key := range p {
		switch k := key.(type) {
		case string:
			v = v.(map[string]any)[k]
		case int:
			v = v.([]any)[k]
		}
	}
	return v.(map[string]any)
}

// changes are all single changes of a manifest, in the order of the schema.
func (h hints) changes(d doc) []change {
	var out []change
	h.body(&out, d, schema.Manifest, nil, "")
	return out
}

func (h hints) body(out *[]change, d doc, b *schema.Block, at place, name string) {
	for i := range b.Attrs {
		h.attribute(out, d, &b.Attrs[i], at, join(name, b.Attrs[i].Name))
	}
	for i := range b.Blocks {
		inner := &b.Blocks[i]
		if inner.Type == "defaults" || inner.Type == "import" || inner.Type == "waiver" {
			continue
		}
		what := join(name, inner.Type)
		switch v := at.in(d)[inner.Type].(type) {
		case map[string]any:
			if inner.Type != "system" {
				*out = append(*out, change{what, func(d doc) { delete(at.in(d), inner.Type) }})
			}
			h.body(out, d, inner, append(slices.Clone(at), inner.Type), what)
		case []any:
			for n := range v {
				*out = append(*out, change{what, func(d doc) { without(at.in(d), inner.Type, n) }})
				h.body(out, d, inner, append(slices.Clone(at), inner.Type, n), what)
			}
		}
		if at.in(d)[inner.Type] == nil || inner.Array() {
			*out = append(*out, change{what, func(d doc) { h.add(d, at.in(d), inner) }})
		}
	}
}

func without(o map[string]any, typ string, n int) {
	list := slices.Delete(slices.Clone(o[typ].([]any)), n, n+1)
	if o[typ] = list; len(list) == 0 {
		delete(o, typ)
	}
}

// add puts another block into a body, with what it cannot do without.
func (h hints) add(d doc, o map[string]any, b *schema.Block) {
	x := map[string]any{}
	for i := range b.Attrs {
		if a := &b.Attrs[i]; a.Required {
			if vs := h.valuesOf(a, d); len(vs) > 0 {
				x[a.Name] = vs[len(vs)-1]
			}
		}
	}
	if b.Label == schema.Labelled {
		x["name"] = "another"
	}
	if !b.Array() {
		o[b.Type] = x
		return
	}
	list, _ := o[b.Type].([]any)
	o[b.Type] = append(slices.Clone(list), x)
}

func (h hints) attribute(out *[]change, d doc, a *schema.Attr, at place, what string) {
	old, present := at.in(d)[a.Name]
	if present && !a.Required {
		*out = append(*out, change{what, func(d doc) { delete(at.in(d), a.Name) }})
	}
	if !a.NotNull && !a.Required {
		*out = append(*out, change{what, func(d doc) {
			o := at.in(d)
			delete(o, a.Name)
			list, _ := o["unknown"].([]any)
			o["unknown"] = append(slices.Clone(list), a.Name)
		}})
	}
	for _, v := range h.valuesOf(a, d) {
		if text, ok := old.(string); ok && text == v {
			continue
		}
		*out = append(*out, change{what, func(d doc) { at.in(d)[a.Name] = v }})
	}
}

func join(name, part string) string {
	if name == "" {
		return part
	}
	return name + "." + part
}
