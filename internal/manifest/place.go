package manifest

import (
	"slices"
	"strconv"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// PathOf turns a path of Input, with an index for each element of a list, into
// the path of a finding, with labels. What is not declared keeps its names, so
// that RangeOf finds the nearest ancestor. ok is false for what is not of the
// manifest, such as the clock.
func (m *Manifest) PathOf(in []string) (path finding.Path, ok bool) {
	if len(in) == 0 {
		return nil, false
	}
	if in[0] == "stage" {
		return finding.Path{"system", "stage"}, true
	}
	desc := m.root.FindBlock(in[0])
	if desc == nil {
		return nil, false
	}
	path = finding.Path{in[0]}
	objects := m.All(in[0])
	if !desc.Array() {
		if len(objects) == 0 {
			return append(path, in[1:]...), true
		}
		return objects[0].pathOf(path, in[1:]), true
	}
	if len(in) == 1 {
		return path, true
	}
	i, ok := index(in[1], len(objects))
	if !ok {
		return path, true
	}
	return objects[i].pathOf(append(path, objects[i].Name), in[2:]), true
}

// pathOf goes on below an object, which is at path.
func (o *Object) pathOf(path finding.Path, in []string) finding.Path {
	switch {
	case len(in) == 0:
		return path
	case len(in) == 1 && (in[0] == "name" || in[0] == "ref"):
		return path
	case in[0] == "unknown":
		if names := o.unknowns(); len(in) > 1 {
			if i, ok := index(in[1], len(names)); ok {
				return append(path, names[i])
			}
		}
		return path
	}
	desc := o.schema.FindBlock(in[0])
	if desc == nil {
		return append(path, in...)
	}
	path = append(path, in[0])
	nested := o.Blocks(in[0])
	switch {
	case len(nested) == 0:
		return append(path, in[1:]...)
	case !desc.Array():
		return nested[0].pathOf(path, in[1:])
	case len(in) == 1:
		return path
	}
	i, ok := index(in[1], len(nested))
	switch {
	case !ok:
		return path
	case desc.Label == schema.Labelled:
		return nested[i].pathOf(append(path, nested[i].Name), in[2:])
	}
	return nested[i].pathOf(append(path, strconv.Itoa(i)), in[2:])
}

// unknowns is the attributes that are declared unknown, as Input lists them.
func (o *Object) unknowns() []string {
	var out []string
	for i := range o.schema.Attrs {
		if name := o.schema.Attrs[i].Name; o.Unknown(name) {
			out = append(out, name)
		}
	}
	return slices.Clip(out)
}
