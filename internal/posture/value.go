package posture

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// key identifies what is compared, by names that both sides have in common.
type key struct {
	aspect                      Aspect
	subject, resource, category string
}

// item is what one side has under a key.
type item struct {
	subject, resource string // as this side names them
	values            []value
	summary           string // in short, where it is added or removed
	quiet             bool   // it is only compared where both sides have it
	block             string
	at                finding.Range
}

// value is one of the things that may differ about an item.
type value struct {
	name string
	text string       // as shown; empty = not declared
	same string       // equal on both sides = no difference
	path finding.Path // where it is declared; nil = where the item is

	rank    int64           // greater = wider
	members map[string]bool // of a set: those that it has; wider = with another one
	other   bool            // unordered, and any other value is wider
	whose   []string        // tells who somebody is; wider = nothing of it is kept
}

// wider reports whether the value exposes more than another of its kind.
func (v value) wider(than value) bool {
	if len(v.whose) > 0 && len(than.whose) > 0 {
		return !slices.ContainsFunc(v.whose, func(id string) bool { return slices.Contains(than.whose, id) })
	}
	if v.members == nil && than.members == nil {
		return v.other || v.rank > than.rank
	}
	if than.members["*"] {
		return false
	}
	for m := range v.members {
		if !than.members[m] {
			return true
		}
	}
	return false
}

// plain is a value that merely differs.
func plain(o *manifest.Object, attr string) value {
	v := value{name: attr, text: o.String(attr), same: o.String(attr)}
	if o != nil {
		v.path = finding.Path{o.Type, o.Name, attr}
	}
	return v
}

// ranked is a value of an ordered list, from the narrowest to the widest; some
// are as wide as each other, written with a space between them. Not declared
// stands between the first and the second.
func ranked(o *manifest.Object, attr string, narrowestFirst ...string) value {
	v := plain(o, attr)
	v.rank = 1
	for i, names := range narrowestFirst {
		if v.text != "" && slices.Contains(strings.Fields(names), v.text) {
			v.rank = int64(2 * i)
		}
	}
	return v
}

// flag is a bool that is wider when it is true.
func flag(o *manifest.Object, attr string) value {
	v := plain(o, attr)
	v.rank = 1
	if b, ok := o.Bool(attr); ok {
		v.text = strconv.FormatBool(b)
		v.rank = map[bool]int64{false: 0, true: 2}[b]
	}
	v.same = v.text
	return v
}

// merely is a value that is not wider, whatever it is.
func (v value) merely() value {
	v.rank = 0
	return v
}

// lasting is a duration; one that is not declared has no end, or where absent
// means none, no length.
func lasting(o *manifest.Object, attr string, absentIsNone bool) value {
	v := plain(o, attr)
	d, ok := o.Duration(attr)
	switch {
	case ok:
		v.rank = int64(d)
	case !absentIsNone || o.Unknown(attr):
		v.rank = math.MaxInt64
	}
	v.same = strconv.FormatInt(v.rank, 10)
	return v
}

// set is a list whose order says nothing; name gives what its elements are
// compared by.
func set(o *manifest.Object, attr string, name func(string) string) value {
	v := plain(o, attr)
	v.members = map[string]bool{}
	shown := distinct(o.Strings(attr))
	for _, e := range shown {
		v.members[name(e)] = true
	}
	v.text, v.same = strings.Join(shown, ", "), strings.Join(sortedKeys(v.members), "\x00")
	return v
}

func itself(s string) string { return s }

// within is a value of a nested block as one of the block around it.
func (v value) within(o *manifest.Object, nested string) value {
	v.path = finding.Path{o.Type, o.Name, nested, v.name}
	v.name = nested + "." + v.name
	return v
}

// summary joins what is declared of texts.
func summary(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), ", ")
}
