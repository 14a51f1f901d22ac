package schema

import (
	"maps"
	"slices"
)

// Vocabulary is the data categories and regions that a manifest may name: the
// built-in ones, and those that an organisation adds. Nil, like the zero value,
// is the built-in ones alone. It does not change once it is made.
type Vocabulary struct {
	categories map[string]CategoryInfo
	regions    map[string]RegionInfo
}

// Extend is the built-in vocabulary with categories and regions added to it. An
// added name wins over a built-in one. The caller must not change the maps any
// more.
func Extend(categories map[string]CategoryInfo, regions map[string]RegionInfo) *Vocabulary {
	return &Vocabulary{categories: categories, regions: regions}
}

func (v *Vocabulary) added() (map[string]CategoryInfo, map[string]RegionInfo) {
	if v == nil {
		return nil, nil
	}
	return v.categories, v.regions
}

// CategoryOf looks a data category up.
func (v *Vocabulary) CategoryOf(key string) (CategoryInfo, bool) {
	added, _ := v.added()
	if c, ok := added[key]; ok {
		return c, true
	}
	c, ok := loadTaxonomy().Categories[key]
	return c, ok
}

// CategoriesBelow lists the categories strictly below key, sorted.
func (v *Vocabulary) CategoriesBelow(key string) []string {
	added, _ := v.added()
	var out []string
	for _, categories := range []map[string]CategoryInfo{loadTaxonomy().Categories, added} {
		for k := range categories {
			if len(k) > len(key) && Covers(key, k) {
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// RegionOf looks a region up. A country's code is always a region.
func (v *Vocabulary) RegionOf(name string) (RegionInfo, bool) {
	if _, ok := CountryOf(name); ok {
		return RegionInfo{Country: name}, true
	}
	_, added := v.added()
	if r, ok := added[name]; ok {
		return r, true
	}
	r, ok := loadRegions()[name]
	return r, ok
}

// Regions lists the known cloud regions, sorted.
func (v *Vocabulary) Regions() []string {
	_, added := v.added()
	return union(loadRegions(), added)
}

// union is the keys of two maps, sorted.
func union[T any](a, b map[string]T) []string {
	out := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(out)
	return slices.Compact(out)
}

// jurisdictions besides countries: unions, and states with laws of their own.
func jurisdictionExtras() []string { return []string{"EU", "EEA", "UK", "US-CA"} }

// Known lists every value that an attribute of a taxonomy type accepts, sorted;
// nil for types that are not a closed list.
func (v *Vocabulary) Known(t Type) []string {
	switch t {
	case Category:
		added, _ := v.added()
		return union(loadTaxonomy().Categories, added)
	case DataUse:
		return slices.Sorted(maps.Keys(loadTaxonomy().Uses))
	case Subject:
		return slices.Sorted(maps.Keys(loadTaxonomy().Subjects))
	case Country:
		return slices.Sorted(maps.Keys(loadCountries()))
	case Jurisdiction:
		return slices.Sorted(slices.Values(append(v.Known(Country), jurisdictionExtras()...)))
	case Territory:
		return slices.Sorted(slices.Values(append(append(v.Known(Country), "EU", "EEA"), v.Regions()...)))
	}
	return nil
}

// IsKnown reports whether value is one that a taxonomy type accepts.
func (v *Vocabulary) IsKnown(t Type, value string) bool {
	switch t {
	case Category:
		_, ok := v.CategoryOf(value)
		return ok
	case DataUse:
		_, ok := loadTaxonomy().Uses[value]
		return ok
	case Subject:
		_, ok := loadTaxonomy().Subjects[value]
		return ok
	case Country:
		_, ok := CountryOf(value)
		return ok
	case Jurisdiction:
		_, ok := CountryOf(value)
		return ok || slices.Contains(jurisdictionExtras(), value)
	case Territory:
		_, ok := v.RegionOf(value)
		return ok || value == "EU" || value == "EEA"
	}
	return true
}

// builtin is the vocabulary without additions.
func builtin() *Vocabulary { return nil }

// CategoryOf looks a built-in data category up.
func CategoryOf(key string) (CategoryInfo, bool) { return builtin().CategoryOf(key) }

// CategoriesBelow lists the built-in categories strictly below key, sorted.
func CategoriesBelow(key string) []string { return builtin().CategoriesBelow(key) }

// RegionOf looks a built-in region up. A country's code is always a region.
func RegionOf(name string) (RegionInfo, bool) { return builtin().RegionOf(name) }

// Regions lists the built-in cloud regions, sorted.
func Regions() []string { return builtin().Regions() }

// Known lists every built-in value that an attribute of a taxonomy type
// accepts, sorted; nil for types that are not a closed list.
func Known(t Type) []string { return builtin().Known(t) }

// IsKnown reports whether value is a built-in one that a taxonomy type accepts.
func IsKnown(t Type, value string) bool { return builtin().IsKnown(t, value) }
