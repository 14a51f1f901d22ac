package derive

import (
	"maps"

	"github.com/aicomply/aicomply/internal/schema"
)

// Jurisdictions is where the system is used: what it declares, and what those
// places lie in. With none declared it is every jurisdiction that a policy
// knows.
func (f *Facts) Jurisdictions() []string {
	return jurisdictions(f.m.System().Strings("jurisdictions"))
}

// jurisdictions is where the system is used, and what those places lie in,
// sorted. With none declared it may be used anywhere, so it is every place
// whose law a policy may ask for.
func jurisdictions(declared []string) []string {
	if len(declared) == 0 {
		return []string{"EEA", "EU", "UK", "US", "US-CA"}
	}
	in := map[string]bool{}
	for _, j := range declared {
		in[j] = true
		country, _ := schema.CountryOf(j)
		in["EU"] = in["EU"] || country.EU
		in["EEA"] = in["EEA"] || country.EEA || country.EU || j == "EU"
		in["US"] = in["US"] || j == "US-CA"
		in["UK"] = in["UK"] || j == "GB" // the ISO code of what its law calls the UK
		in["GB"] = in["GB"] || j == "UK"
	}
	maps.DeleteFunc(in, func(_ string, used bool) bool { return !used })
	return sortedKeys(in)
}
