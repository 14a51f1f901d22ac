package manifest

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/internal/suggest"
)

// check compares an evaluated attribute with its description. What it cannot
// decide before every block is known, references, is left to resolve.
func (d *decoder) check(f *file, a *attribute) bool {
	decl := a.decl
	if a.kind == kindNull {
		if decl.NotNull {
			d.ds.add(a.span, "Value required", "%q cannot be declared unknown: %s", decl.Name, decl.Doc)
		}
		return !decl.NotNull
	}
	if !decl.List {
		if a.kind == kindList {
			d.ds.add(a.span, "Wrong type", "%q takes one value, %s, not a list.", decl.Name, typeName(decl))
			return false
		}
		return d.checkValue(f, decl, &a.value)
	}
	if a.kind != kindList {
		d.ds.add(a.span, "Wrong type", "%q takes a list: write %s = [ … ].", decl.Name, decl.Name)
		return false
	}
	ok := true
	a.list = slices.Clone(a.list) // a local's list is shared by its uses
	for i := range a.list {
		ok = d.checkValue(f, decl, &a.list[i]) && ok
	}
	return ok
}

// typeName says in words what an attribute takes.
func typeName(decl *schema.Attr) string {
	switch decl.Type {
	case "", schema.String:
		return "a text"
	case schema.Bool:
		return "true or false"
	case schema.Number, schema.Integer, schema.Money:
		return "a number"
	case schema.Share:
		return "a share from 0 to 1"
	case schema.Reference:
		return "a reference to " + strings.Join(decl.Refs, ", ")
	case schema.Date:
		return "a date such as \"2026-11-23\""
	case schema.Duration:
		return "a duration such as \"90d\""
	}
	return "a " + strings.ReplaceAll(string(decl.Type), "_", " ")
}

func wantKind(decl *schema.Attr) kind {
	switch decl.Type {
	case schema.Bool:
		return kindBool
	case schema.Number, schema.Integer, schema.Money, schema.Share:
		return kindNumber
	case schema.Reference:
		return kindReference
	}
	return kindString
}

func (d *decoder) checkValue(f *file, decl *schema.Attr, v *value) bool {
	if decl.Type == schema.Reference && slices.Contains(decl.Refs, "*") && v.kind == kindString && v.text == "*" {
		return true
	}
	if v.kind != wantKind(decl) {
		d.wrongKind(decl, v)
		return false
	}
	if problem := problemOf(decl, v.text); problem != "" {
		d.ds.add(v.span, "Invalid value", "%s", problem)
		return false
	}
	if decl.Type == schema.Path {
		if problem := d.paths.check(f.dir, v.text); problem != "" {
			d.ds.add(v.span, "Invalid path", "%s", problem)
			return false
		}
	}
	return true
}

func (d *decoder) wrongKind(decl *schema.Attr, v *value) {
	hint := ""
	switch {
	case decl.Type == schema.Reference && v.kind == kindString:
		hint = " A reference has no quotes."
	case v.kind == kindReference && wantKind(decl) == kindString:
		hint = " A text stands in quotes."
	case v.kind == kindString && wantKind(decl) == kindNumber:
		hint = " A number has no quotes."
	}
	d.ds.add(v.span, "Wrong type", "%q takes %s.%s", decl.Name, typeName(decl), hint)
}

var (
	policyID = regexp.MustCompile(`^[a-z0-9_]+/[a-z0-9_]+$`)
	sha256ID = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// problemOf says what is wrong with the text of a value of the right kind, and
// how to mend it; "" if nothing is.
func problemOf(decl *schema.Attr, text string) string {
	switch decl.Type {
	case "", schema.String:
		return enumProblem(decl, text)
	case schema.Number, schema.Money, schema.Integer, schema.Share:
		return numberProblem(decl, text)
	case schema.Date:
		if t, err := time.Parse(time.DateOnly, text); err != nil || t.Year() < 1900 || t.Year() > 2199 {
			return quoted(decl, text, "is not a date. Write year-month-day, such as \"2026-11-23\".")
		}
	case schema.Duration:
		if _, ok := schema.ParseDuration(text); !ok {
			return quoted(decl, text, "is not a duration. Write a whole number and a unit: \"30m\", \"72h\", \"90d\" or \"2w\".")
		}
	case schema.Digest:
		if !sha256ID.MatchString(text) {
			return quoted(decl, text, "is not a SHA-256. Write its 64 hexadecimal digits in lower case.")
		}
	case schema.PolicyID:
		if !policyID.MatchString(text) {
			return quoted(decl, text, "is not the id of a policy. Write area/name, such as \"access/review_overdue\".")
		}
	case schema.Region:
		if strings.TrimSpace(text) == "" {
			return quoted(decl, text, "is empty. Write a cloud region or a country's code, or null if it is not known.")
		}
	default:
		if !schema.IsKnown(decl.Type, text) {
			return unknownKey(decl, text)
		}
	}
	return ""
}

func quoted(decl *schema.Attr, text, rest string) string {
	return "The value of \"" + decl.Name + "\", \"" + cut(text) + "\", " + rest
}

// cut keeps a message readable whatever the value.
func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func enumProblem(decl *schema.Attr, text string) string {
	if decl.Enum == nil || decl.Open && text != "" || slices.Contains(decl.Enum, text) {
		return ""
	}
	return quoted(decl, text, "is not one of "+strings.Join(decl.Enum, ", ")+"."+suggest.DidYouMean(text, decl.Enum))
}

func numberProblem(decl *schema.Attr, text string) string {
	n, _ := new(big.Rat).SetString(text)
	switch {
	case n.Sign() < 0:
		return "\"" + decl.Name + "\" is not negative; this is " + text + "."
	case decl.Type == schema.Share && n.Cmp(big.NewRat(1, 1)) > 0:
		return "\"" + decl.Name + "\" is a share from 0 to 1; this is " + text + ". Write 8 % as 0.08."
	case decl.Type == schema.Integer && !n.IsInt():
		return "\"" + decl.Name + "\" is a whole number; this is " + text + "."
	}
	return ""
}

// spellings are what people write for codes that they know by another name.
var spellings = map[string]string{"UK": "GB", "EL": "GR", "USA": "US", "GER": "DE"}

func unknownKey(decl *schema.Attr, text string) string {
	hint := suggest.DidYouMean(text, schema.Known(decl.Type))
	if code := spellings[text]; code != "" {
		hint = " Did you mean \"" + code + "\"?"
	}
	what := map[schema.Type]string{
		schema.Category:     "is not a data category. Categories are fideslang keys, such as \"user.contact.email\".",
		schema.DataUse:      "is not a data use. Uses are fideslang keys, such as \"essential.service\".",
		schema.Subject:      "is not a data subject. Subjects are fideslang keys, such as \"customer\".",
		schema.Country:      "is not a country. Write its ISO 3166-1 alpha-2 code, such as \"DE\".",
		schema.Jurisdiction: "is not a jurisdiction. Write EU, EEA, UK, US-CA, or a country's ISO 3166-1 alpha-2 code.",
		schema.Territory:    "is not a territory. Write EU, EEA, a country's code, or a cloud region.",
	}[decl.Type]
	return quoted(decl, text, what+hint)
}
