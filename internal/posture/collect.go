package posture

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// collection is the posture of one side.
type collection struct {
	m          *manifest.Manifest
	name       func(ref string) string // what both sides call a block
	items      map[key]item
	categories map[string]bool // all that there are
	held       map[held][]value
}

func collect(m *manifest.Manifest, f *derive.Facts, name func(string) string) *collection {
	c := &collection{m: m, name: name, items: map[key]item{}, categories: map[string]bool{}, held: map[held][]value{}}
	if m == nil {
		return c
	}
	c.datasets()
	c.parties()
	c.purposes(f.Uses())
	c.nodes(f)
	c.machines()
	c.grants()
	c.system()
	return c
}

// block adds what a block stands for by itself.
func (c *collection) block(a Aspect, o *manifest.Object, it item) {
	it.subject, it.block, it.at = o.Ref, o.Ref, o.Range()
	c.items[key{aspect: a, subject: c.name(o.Ref)}] = it
}

// once adds an item unless it is there: the first place counts.
func (c *collection) once(k key, it item) {
	if _, ok := c.items[k]; !ok {
		c.items[k] = it
	}
}

// pair adds that a category is at a subject.
func (c *collection) pair(a Aspect, subject, shown, category string, o *manifest.Object, at finding.Range) {
	c.once(key{aspect: a, subject: subject, category: category}, item{subject: shown, block: o.Ref, at: at})
}

func (c *collection) datasets() {
	for _, o := range c.m.All("dataset") {
		declared, may := o.Strings("data_categories"), o.Strings("may_contain")
		for i, category := range declared {
			c.category(o, category, "data_categories", i, false)
		}
		for i, category := range may {
			c.category(o, category, "may_contain", i, true)
		}
		all := distinct(append(declared, may...))
		for i, s := range o.Strings("data_subjects") {
			at := c.m.RangeOf(finding.Path{"dataset", o.Name, "data_subjects", strconv.Itoa(i)})
			c.once(key{aspect: DataSubject, subject: s}, item{subject: s, block: o.Ref, at: at})
			for _, category := range all {
				c.pair(DataSubject, s, s, category, o, at)
			}
		}
	}
}

// category adds a category of a dataset to what other datasets say of it.
func (c *collection) category(o *manifest.Object, category, attr string, i int, incidental bool) {
	c.categories[category] = true
	level := o.String("identifiability")
	if level == "" {
		level = "identified"
	}
	values := slices.Clone(c.holding(category, incidental, level))
	k := key{aspect: DataCategory, subject: category}
	it, ok := c.items[k]
	if !ok {
		it = item{subject: category, block: o.Ref, at: c.m.RangeOf(finding.Path{"dataset", o.Name, attr, strconv.Itoa(i)}), values: values}
	}
	for n, v := range values {
		if v.rank > it.values[n].rank {
			it.values[n] = v
		}
	}
	it.summary = summary(it.values[0].text, it.values[1].text)
	c.items[k] = it
}

// holding is in which way a category is somewhere. How far persons can be
// identified is of no matter where it is about none.
func (c *collection) holding(category string, incidental bool, level string) []value {
	if !schema.Covers("user", category) {
		level = ""
	}
	k := held{incidental, level}
	if c.held[k] == nil {
		c.held[k] = k.values()
	}
	return c.held[k]
}

// held is what can be said of a category somewhere.
type held struct {
	incidental bool
	level      string
}

func (k held) values() []value {
	content := value{name: "content", text: "declared", same: "declared", rank: 1}
	if k.incidental {
		content = value{name: "content", text: "incidental", same: "incidental"}
	}
	v := value{name: "identifiability"}
	v.text, v.same = k.level, k.level
	v.rank = int64(slices.Index([]string{"non_personal", "synthetic", "anonymised", "pseudonymised", "identified"}, k.level))
	return []value{content, v}
}

func (c *collection) parties() {
	for _, o := range c.m.All("party") {
		terms := o.Block("data_terms")
		it := item{summary: summary(o.String("role"), o.String("country")), values: []value{
			ranked(o, "role", "processor sub_processor", "controller joint_controller third_party"),
			plain(o, "country"), who(o), set(o, "sub_processors", c.name),
			flag(terms, "trains_on_inputs").within(o, "data_terms"), flag(terms, "human_review").within(o, "data_terms"),
			lasting(terms, "input_retention", false).within(o, "data_terms"),
		}}
		c.block(Recipient, o, it)
	}
}

func (c *collection) purposes(uses map[string][]string) {
	for _, o := range c.m.All("purpose") {
		use := plain(o, "data_use")
		use.other = true
		c.block(Purpose, o, item{summary: summary(o.String("data_use"), o.String("legal_basis")), values: []value{
			use, plain(o, "legal_basis"), plain(o, "special_category_basis"), plain(o, "criminal_data_basis"),
			lasting(o, "retention_max", false), set(o, "compatible_with", c.name),
		}})
		for _, category := range uses[o.Ref] {
			c.pair(Purpose, c.name(o.Ref), o.Ref, category, o, o.Range())
		}
	}
}

// nodes adds what reaches which node, and with it which party and place.
func (c *collection) nodes(f *derive.Facts) {
	for _, n := range f.Nodes() {
		o, place := n.Object, cmp.Or(n.Country, n.Area)
		ref, at := c.name(o.Ref), o.Range()
		where := c.m.RangeOf(finding.Path{o.Type, o.Name, map[bool]string{true: "country", false: "region"}[o.Type == "principal"]})
		if place != "" {
			c.once(key{aspect: Country, subject: place}, item{subject: place, block: o.Ref, at: where})
		}
		for _, h := range f.Holdings(n) {
			c.categories[h.Category] = true
			values := c.holding(h.Category, h.Incidental, h.Identifiability)
			c.items[key{aspect: Reach, subject: ref, category: h.Category}] = item{
				subject: o.Ref, block: o.Ref, at: at, values: values, summary: summary(values[0].text, values[1].text),
			}
			if place != "" {
				c.pair(Country, place, place, h.Category, o, where)
			}
			if n.Operator != "" {
				c.pair(Recipient, c.name(n.Operator), n.Operator, h.Category, o, at)
			}
		}
	}
}

func (c *collection) machines() {
	for _, o := range c.m.All("store") {
		c.block(Retention, o, item{summary: o.String("retention"), values: []value{
			lasting(o, "retention", false), lasting(o, "backup_retention", true),
		}})
	}
	for _, o := range c.m.All("model") {
		c.block(Model, o, item{summary: o.String("version"), values: []value{
			plain(o, "version"), plain(o, "digest"), plain(o, "kind"), plain(o, "hosting"), plain(o, "changed"),
			flag(o, "fine_tuned").merely(), set(o, "trained_on", c.name),
		}})
	}
	for _, o := range c.m.All("tool") {
		outbound := flag(o, "outbound")
		summarised := summary(o.String("effect"), map[bool]string{true: "outbound"}[outbound.text == "true"])
		c.block(Tool, o, item{summary: summarised, values: []value{
			ranked(o, "effect", "read", "write", "irreversible"), ranked(o, "approval", "human", "none"),
			outbound, set(o, "scopes", itself), set(o, "used_by", c.name),
		}})
	}
}

// grants adds who may do what with which resource, over all grants, and what is
// open to everybody.
func (c *collection) grants() {
	for _, o := range c.m.All("access") {
		who, what := o.String("principal"), o.String("resource")
		k := key{aspect: Access, subject: c.name(who), resource: c.name(what)}
		it, ok := c.items[k]
		if !ok {
			it = item{subject: who, resource: what, block: o.Ref, at: o.Range(), values: []value{{name: "permissions", members: map[string]bool{}}}}
		}
		v := &it.values[0]
		for _, p := range o.Strings("permissions") {
			v.members[p] = true
		}
		v.text = strings.Join(sortedKeys(v.members), ", ")
		v.same, it.summary = v.text, v.text
		c.items[k] = it
	}
	c.open("store", "public")
	c.open("component", "internet_exposed")
	for _, o := range c.m.All("principal") {
		c.block(Access, o, item{quiet: true, values: []value{ranked(o, "kind", "service human_group", "vendor_support data_subject", "public")}})
	}
}

// open adds blocks that an attribute opens.
func (c *collection) open(typ, attr string) {
	for _, o := range c.m.All(typ) {
		if open, _ := o.Bool(attr); open {
			c.block(Access, o, item{summary: attr})
		}
	}
}

func (c *collection) system() {
	o := c.m.System()
	if o == nil {
		return
	}
	it := item{
		subject: "system", block: "system", at: o.Range(), summary: summary(o.String("automation_level"), o.String("decision_effect")),
		values: []value{
			ranked(o, "automation_level", "not_automated", "assistive", "partial", "conditional", "high", "full", "autonomous"),
			ranked(o, "decision_effect", "none", "similarly_significant", "legal"),
		},
	}
	for i := range it.values {
		it.values[i].path = finding.Path{"system", it.values[i].name}
	}
	it.quiet = it.summary == ""
	c.items[key{aspect: Decision}] = it
}

// who is a party's declared identity. Where none of it is kept, somebody else
// may stand behind the label.
func who(o *manifest.Object) value {
	ids := identities(o)
	return value{name: "identity", text: strings.Join(ids, ", "), same: strings.Join(ids, "\x00"), whose: ids}
}
