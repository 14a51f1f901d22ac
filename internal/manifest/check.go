package manifest

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aicomply/aicomply/internal/schema"
)

// check compares an evaluated attribute with its description. What it cannot
// decide before every block is known, references, is left to resolve.
func (d *decoder) check(f *file, a *attribute) bool {
	decl := a.decl
	if a.kind == kindNull {
		if decl.NotNull {
			d.ds.add(a.span, "Value required", "%q cannot be declared unknown. It says: %s", decl.Name, decl.Doc)
		}
		return !decl.NotNull
	}
	if !decl.List {
		if a.kind == kindList {
			d.ds.add(a.span, "Wrong type", "%q takes %s, not a list. Write it without brackets.", decl.Name, typeName(decl))
			return false
		}
		return d.checkValue(f, decl, &a.value)
	}
	if a.kind != kindList {
		d.ds.add(a.span, "Wrong type", "%q takes a list. Write it in brackets: %s = [ … ].", decl.Name, decl.Name)
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
	case schema.Number:
		return "a number"
	case schema.Integer:
		return "a whole number"
	case schema.Money:
		return "an amount"
	case schema.Share:
		return "a share from 0 to 1"
	case schema.Reference:
		if slices.Contains(decl.Refs, "*") {
			return "a reference, or \"*\" for all"
		}
		return "a reference to " + article(all(decl.Refs, "or"))
	case schema.Date:
		return "a date such as \"2026-11-23\""
	case schema.Duration:
		return "a duration such as \"90d\""
	case schema.Digest:
		return "a SHA-256 in hexadecimal digits"
	case schema.PolicyID:
		return "the id of a policy, such as \"access/review_overdue\""
	}
	return article(strings.ReplaceAll(string(decl.Type), "_", " "))
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
	if decl.Type == schema.Reference {
		return d.checkReference(decl, v)
	}
	if v.kind != wantKind(decl) {
		d.ds.add(v.span, "Wrong type", "%q takes %s.%s", decl.Name, typeName(decl), d.quotesHint(decl, v))
		return false
	}
	if problem := d.problemOf(decl, v.text); problem != "" {
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

// quotesHint says where quotes are missing, or too many.
func (d *decoder) quotesHint(decl *schema.Attr, v *value) string {
	named := v.kind == kindReference || v.kind == kindName
	switch want := wantKind(decl); {
	case want == kindString && (named || v.kind == kindNumber) && d.problemOf(decl, v.text) == "":
		return fmt.Sprintf(" It stands in quotes: \"%s\".", cut(v.text))
	case want == kindString && named:
		return " It stands in quotes."
	case want == kindString && v.kind == kindBool:
		return fmt.Sprintf(" It stands in quotes: \"%t\".", v.bool)
	case want == kindNumber && v.kind == kindString:
		return " Numbers have no quotes."
	case want == kindBool && v.kind == kindString:
		return " They have no quotes."
	}
	return ""
}

// checkReference checks the form of a reference. Only one to anything, as a
// waiver's, may be "*" or name an unlabelled block.
func (d *decoder) checkReference(decl *schema.Attr, v *value) bool {
	anything := slices.Contains(decl.Refs, "*")
	switch {
	case v.kind == kindString && anything && v.text == "*":
		return true
	case v.kind == kindString && strings.Contains(v.text, "."):
		d.ds.add(v.span, "Wrong type", "%q takes %s. A reference has no quotes.", decl.Name, typeName(decl))
	case v.kind == kindName && anything && d.isUnlabelled(v.text):
		v.kind = kindReference
		return true
	case v.kind == kindName:
		d.ds.add(v.span, "Invalid reference", "%q takes %s, which is written as a block type and a label, such as %s.", decl.Name, typeName(decl), d.example(decl, v.text))
	case v.kind == kindReference && strings.Count(v.text, ".") > 1:
		parts := strings.SplitN(v.text, ".", 3)
		d.ds.add(v.span, "Invalid reference", "A reference names a block, %s.%s, not something in it.", cut(parts[0]), cut(parts[1]))
	case v.kind == kindReference:
		return true
	default:
		d.ds.add(v.span, "Wrong type", "%q takes %s, written as a block type and a label, such as %s.", decl.Name, typeName(decl), d.example(decl, "name"))
	}
	return false
}

func (d *decoder) isUnlabelled(typ string) bool {
	desc := d.root.FindBlock(typ)
	return desc != nil && desc.Label == schema.Unlabelled
}

// example is a reference as the attribute may hold it.
func (d *decoder) example(decl *schema.Attr, name string) string {
	typ := decl.Refs[0]
	if typ == "*" {
		typ = "store"
	}
	if d.root.FindBlock(name) != nil {
		name = "name"
	}
	return typ + "." + cut(name)
}

var (
	policyID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]+$`) })
	sha256ID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-f]{64}$`) })

	taxonomyKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`) })
	regionName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`) })
)

// problemOf says what is wrong with the text of a value of the right kind, and
// how to mend it; "" if nothing is.
func (d *decoder) problemOf(decl *schema.Attr, text string) string {
	switch decl.Type {
	case "", schema.String:
		return d.enumProblem(decl, text)
	case schema.Bool:
	case schema.Number, schema.Money, schema.Integer, schema.Share:
		return numberProblem(decl, text)
	case schema.Date:
		if t, err := time.Parse(time.DateOnly, text); err != nil || t.Year() < 1900 || t.Year() > 2199 {
			return quoted(decl, text, "is not a date. Write year-month-day, such as \"2026-11-23\".")
		}
	case schema.Duration:
		if _, ok := schema.ParseDuration(text); !ok {
			return quoted(decl, text, "is not a duration. Write a whole number and a unit: \"30m\", \"72h\", \"90d\" or \"2w\"; at most 200 years.")
		}
	case schema.Digest:
		if !sha256ID().MatchString(text) {
			return quoted(decl, text, "is not a SHA-256. Write its 64 hexadecimal digits in lower case.")
		}
	case schema.PolicyID:
		if !policyID().MatchString(text) {
			return quoted(decl, text, "is not the id of a policy. Write area/name, such as \"access/review_overdue\".")
		}
	case schema.Path: // see pathChecker
	case schema.Region:
		if strings.TrimSpace(text) == "" {
			return quoted(decl, text, "is empty. Write a cloud region or a country's code, or null if it is not known.")
		}
	default:
		if !d.vocab.IsKnown(decl.Type, text) {
			return d.unknownKey(decl, text)
		}
	}
	return ""
}

func quoted(decl *schema.Attr, text, rest string) string {
	return "The value of \"" + decl.Name + "\", \"" + cut(text) + "\", " + rest
}

func (d *decoder) enumProblem(decl *schema.Attr, text string) string {
	switch {
	case decl.Enum == nil || decl.Open && text != "" || slices.Contains(decl.Enum, text):
		return ""
	case decl.Open:
		return quoted(decl, text, "is empty. Write "+all(decl.Enum, "or")+", or a name of your own.")
	}
	return quoted(decl, text, "is not one of "+all(decl.Enum, "and")+"."+d.hints.nearest(text, decl.Enum))
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

// spelling is what people mean by codes of their own, or "".
func spelling(code string) string {
	switch strings.ToUpper(code) {
	case "UK":
		return "GB"
	case "EL":
		return "GR"
	case "USA":
		return "US"
	case "GER":
		return "DE"
	}
	return ""
}

// unknownKey explains a value that is not in a closed list of the standards.
func (d *decoder) unknownKey(decl *schema.Attr, text string) string {
	if d.ds.full() {
		return text // counted, not shown
	}
	hint := ""
	code := spelling(text)
	if code == "" || !d.vocab.IsKnown(decl.Type, code) {
		code = strings.ToUpper(text)
	}
	if d.vocab.IsKnown(decl.Type, code) {
		hint = " Did you mean \"" + code + "\"?"
	} else {
		hint = d.hints.nearest(text, d.vocab.Known(decl.Type))
	}
	return quoted(decl, text, known(decl.Type)+hint)
}

// known says what the values of a closed list are.
func known(t schema.Type) string {
	switch t {
	case schema.Category:
		return "is not a data category. Categories are fideslang keys, such as \"user.contact.email\"."
	case schema.DataUse:
		return "is not a data use. Uses are fideslang keys, such as \"essential.service\"."
	case schema.Subject:
		return "is not a data subject. Subjects are fideslang keys, such as \"customer\"."
	case schema.Country:
		return "is not a country. Write its ISO 3166-1 alpha-2 code, such as \"DE\"."
	case schema.Jurisdiction:
		return "is not a jurisdiction. Write EU, EEA, UK, US-CA, or a country's ISO 3166-1 alpha-2 code."
	case schema.Territory:
		return "is not a territory. Write EU, EEA, a country's code, or a cloud region."
	}
	return "is not " + article(string(t)) + "."
}
