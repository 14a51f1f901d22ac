package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/internal/suggest"
)

// maxAdded bounds the categories and the regions that a configuration adds:
// each category below a dataset's own may have to be followed through the
// graph.
const maxAdded = 500

// vocabulary is the built-in vocabulary with what the configuration adds.
func vocabulary(doc *manifest.Manifest) (*schema.Vocabulary, []finding.Diagnostic) {
	var out []finding.Diagnostic
	for _, typ := range []string{"category", "region"} {
		if all := doc.All(typ); len(all) > maxAdded {
			out = append(out, problem(all[maxAdded].Range(), "Too many blocks", fmt.Sprintf("A configuration adds at most %d blocks of type %s.", maxAdded, typ)))
		}
	}
	if len(out) > 0 {
		return nil, out
	}
	categories, diags := addedCategories(doc)
	regions, more := addedRegions(doc)
	if len(categories)+len(regions) == 0 {
		return nil, append(diags, more...)
	}
	return schema.Extend(categories, regions), append(diags, more...)
}

// addedCategories reads the category blocks, from the top of the tree down:
// what is below an added category inherits from it.
func addedCategories(doc *manifest.Manifest) (map[string]schema.CategoryInfo, []finding.Diagnostic) {
	blocks := slices.Clone(doc.All("category"))
	slices.SortStableFunc(blocks, func(a, b *manifest.Object) int {
		return cmp.Or(cmp.Compare(strings.Count(a.Name, "."), strings.Count(b.Name, ".")), cmp.Compare(a.Name, b.Name))
	})
	added := map[string]schema.CategoryInfo{}
	var out []finding.Diagnostic
	for _, o := range blocks {
		if _, exists := schema.CategoryOf(o.Name); exists {
			out = append(out, problem(o.LabelRange(), "Category exists", quote(o.Name)+" is a category already. A configuration adds categories; it does not change them."))
			continue
		}
		info, diags := categoryOf(doc, o, schema.Extend(added, nil))
		out = append(out, diags...)
		added[o.Name] = info
	}
	return added, out
}

// categoryOf is what a category block declares, over what it inherits. A
// category below a special one is special: what is true of the whole is true of
// its parts.
func categoryOf(doc *manifest.Manifest, o *manifest.Object, known *schema.Vocabulary) (schema.CategoryInfo, []finding.Diagnostic) {
	info := schema.CategoryInfo{Title: o.String("title"), Special: o.String("special")}
	info.Credential, _ = o.Bool("credential")
	parentKey := parentOf(o.Name)
	parent, ok := known.CategoryOf(parentKey)
	if !ok {
		detail := "A category is added below an existing one, such as \"user." + o.Name + "\"."
		if parentKey != "" {
			detail = "There is no category " + quote(parentKey) + " above it." + suggest.DidYouMean(parentKey, known.Known(schema.Category))
		}
		return info, []finding.Diagnostic{problem(o.LabelRange(), "Category without parent", detail)}
	}
	var out []finding.Diagnostic
	if o.Has("special") && parent.Special != "" && parent.Special != info.Special {
		out = append(out, problem(attributeOf(doc, o, "special"), "Contradictory category",
			quote(parentKey)+", above it, is "+parent.Special+", and so is what is below. Remove \"special\"."))
	}
	if o.Has("credential") && parent.Credential && !info.Credential {
		out = append(out, problem(attributeOf(doc, o, "credential"), "Contradictory category",
			quote(parentKey)+", above it, is a credential, and so is what is below. Remove \"credential\"."))
	}
	info.Special = cmp.Or(info.Special, parent.Special)
	info.Credential = info.Credential || parent.Credential
	return info, out
}

// parentOf is the key above a key, or "".
func parentOf(key string) string {
	return key[:max(strings.LastIndexByte(key, '.'), 0)]
}

// addedRegions reads the region blocks.
func addedRegions(doc *manifest.Manifest) (map[string]schema.RegionInfo, []finding.Diagnostic) {
	added := map[string]schema.RegionInfo{}
	var out []finding.Diagnostic
	for _, o := range doc.All("region") {
		switch {
		case schema.IsKnown(schema.Territory, o.Name) || schema.IsKnown(schema.Jurisdiction, o.Name):
			out = append(out, problem(o.LabelRange(), "Region exists", quote(o.Name)+" has a place already. A configuration adds regions; it does not move them."))
		default:
			added[o.Name] = schema.RegionInfo{Country: o.String("country")}
		}
	}
	return added, out
}
