package derive

import (
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/suggest"
)

// place is where a node is, and in whose hands. Empty fields are not known.
type place struct {
	operator string // address of a party
	role     string
	region   string
	unknown  bool   // the region is in no table
	nearest  string // the known region most like an unknown one
	country  string
	area     string
	boundary string // what it lies in, comparable
}

// newPlaces fills the places of nodes.
func newPlaces(m *manifest.Manifest, nodes []node) {
	regions := m.Vocabulary().Regions()
	nearest := map[string]string{}
	bounds := newBoundaries(m)
	for i := range nodes {
		o := nodes[i].obj
		p := place{operator: inModel(m, o, "operator"), region: inModel(m, o, "region")}
		party := m.Get(p.operator)
		p.role = party.String("role")
		info, known := m.Vocabulary().RegionOf(p.region)
		switch {
		case o.Type == "principal":
			p.country = o.String("country")
		case known:
			p.country, p.area = info.Country, info.Area
		case p.region != "":
			p.unknown = true
			if _, done := nearest[p.region]; !done {
				nearest[p.region] = suggest.Nearest(p.region, regions)
			}
			p.nearest = nearest[p.region]
		case !o.Unknown("region"): // a region declared unknown may be anywhere, also abroad
			p.country = party.String("country")
		}
		p.boundary = bounds.of(m, o, p.operator)
		nodes[i].place = p
	}
}

// inModel is an attribute of a node; of a tool that does not declare it, that
// of the first model that can call it.
func inModel(m *manifest.Manifest, o *manifest.Object, attr string) string {
	if o.Type != "tool" || o.Has(attr) || o.Unknown(attr) {
		return o.String(attr)
	}
	for _, ref := range o.Strings("used_by") {
		return m.Get(ref).String(attr)
	}
	return ""
}

// maxNesting bounds how many boundaries around one are looked at.
const maxNesting = 32

// boundaries say which trust boundaries things lie in directly.
type boundaries map[string][]string

func newBoundaries(m *manifest.Manifest) boundaries {
	b := boundaries{}
	for _, o := range m.All("boundary") {
		for _, ref := range o.Strings("contains") {
			b[ref] = append(b[ref], o.Ref)
		}
	}
	return b
}

// of is what a node lies in: its innermost declared boundaries, else the
// organisation that runs it. People of the organisation lie in that of the
// system's controller, outsiders each in their own.
func (b boundaries) of(m *manifest.Manifest, o *manifest.Object, operator string) string {
	direct := slices.Clone(b[o.Ref])
	if own := o.String("boundary"); own != "" {
		direct = append(direct, own)
	}
	if len(direct) > 0 {
		return b.innermost(direct)
	}
	if o.Type == "principal" {
		switch o.String("kind") {
		case "data_subject", "public", "vendor_support":
			return "principal:" + o.Ref
		case "human_group", "service":
			operator = m.System().String("controller")
		}
	}
	if operator == "" {
		return ""
	}
	return "operator:" + operator
}

// innermost leaves out boundaries that lie around another of the list.
func (b boundaries) innermost(direct []string) string {
	slices.Sort(direct)
	direct = slices.Compact(direct)
	around := map[string]bool{}
	if len(direct) > 1 {
		for _, ref := range direct {
			for _, outer := range b.around(ref) {
				around[outer] = true
			}
		}
	}
	inner := slices.DeleteFunc(slices.Clone(direct), func(ref string) bool { return around[ref] })
	if len(inner) == 0 { // they contain each other
		inner = direct
	}
	return strings.Join(inner, " ")
}

// around lists the boundaries around one, nearest first.
func (b boundaries) around(ref string) []string {
	var out []string
	queue := b[ref]
	for len(queue) > 0 && len(out) < maxNesting {
		next := queue[0]
		queue = queue[1:]
		if next != ref && !slices.Contains(out, next) {
			out = append(out, next)
			queue = slices.Concat(queue, b[next])
		}
	}
	return out
}
