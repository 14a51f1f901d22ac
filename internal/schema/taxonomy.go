package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/policies"
)

// CategoryInfo is what the taxonomy says of a data category.
type CategoryInfo struct {
	Title      string `json:"title"`
	Special    string `json:"special"` // "art9", "art10" or ""
	Credential bool   `json:"credential"`
}

type term struct {
	Title string `json:"title"`
}

type taxonomy struct {
	Categories map[string]CategoryInfo `json:"data_categories"`
	Uses       map[string]term         `json:"data_uses"`
	Subjects   map[string]term         `json:"data_subjects"`
}

// CountryInfo is what the countries table says of a country.
type CountryInfo struct {
	Name string `json:"name"`
	EEA  bool   `json:"eea"`
	EU   bool   `json:"eu"`
}

// Param is a parameter of policies: its default and its unit.
type Param struct {
	Value any    `json:"value"` // a duration as text, else a number
	Unit  string `json:"unit"`
	Why   string `json:"why"`
}

// RegionInfo says where a cloud region is: in a country, or in an area (EU,
// EEA, US) that spans several.
type RegionInfo struct {
	Country string `json:"country"`
	Area    string `json:"area"`
}

// The tables are embedded and read when first asked for, so that commands that
// need none of them start without.
var (
	loadTaxonomy = sync.OnceValue(func() taxonomy { return mustRead[taxonomy]("taxonomy") })

	loadParams = sync.OnceValue(func() map[string]Param { return mustRead[map[string]Param]("params") })

	loadCountries = sync.OnceValue(func() map[string]CountryInfo {
		return mustRead[struct {
			ByCode map[string]CountryInfo `json:"by_code"`
		}]("countries").ByCode
	})

	loadRegions = sync.OnceValue(func() map[string]RegionInfo {
		return mustRead[struct {
			ByName map[string]RegionInfo `json:"by_name"`
		}]("regions").ByName
	})
)

// mustRead reads policies/data/<name>.json, which holds one object under its
// own name. A table that does not parse is a defect of the build, found by the
// tests of package policies.
func mustRead[T any](name string) T {
	data, err := policies.FS.ReadFile("data/" + name + ".json")
	if err != nil {
		panic(err)
	}
	var file map[string]T
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // parameters are exact
	if err := dec.Decode(&file); err != nil {
		panic(fmt.Errorf("data/%s.json: %w", name, err))
	}
	return file[name]
}

// Params is the parameters of policies by name. The caller must not change it.
func Params() map[string]Param { return loadParams() }

// Covers reports whether the category key covers category: equal, or above it.
func Covers(key, category string) bool {
	return category == key || strings.HasPrefix(category, key) && category[len(key)] == '.'
}

// CountryOf looks a country up by its ISO 3166-1 alpha-2 code.
func CountryOf(code string) (CountryInfo, bool) {
	c, ok := loadCountries()[code]
	return c, ok
}
