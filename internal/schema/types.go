package schema

import (
	"strconv"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
)

// Type is the type of an attribute's value, or of the elements of a list.
type Type string

// The types of the manifest language. Every quantity has a unit: there is no
// plain "amount".
const (
	String       Type = "string"
	Bool         Type = "bool"
	Number       Type = "number"    // not negative
	Integer      Type = "integer"   // not negative
	Share        Type = "share"     // 0 to 1
	Money        Type = "money"     // not negative, in cost.currency
	Date         Type = "date"      // ISO 8601 calendar date, UTC
	Duration     Type = "duration"  // "90d", "72h", "30m"
	Country      Type = "country"   // ISO 3166-1 alpha-2
	Territory    Type = "territory" // country, EU, EEA, or a cloud region
	Jurisdiction Type = "jurisdiction"
	Region       Type = "region"       // cloud region or country; an unknown one is a gap, not an error
	Path         Type = "path"         // relative to the manifest, inside the repository
	Category     Type = "category"     // fideslang data category
	DataUse      Type = "data_use"     // fideslang data use
	Subject      Type = "data_subject" // fideslang data subject
	PolicyID     Type = "policy"       // area/name
	Digest       Type = "sha256"       // 64 hexadecimal digits
	Reference    Type = "reference"
)

// Label says how a block is labelled.
type Label int

// The forms of a block header.
const (
	Unlabelled Label = iota // cost { … }
	Labelled                // flow "prompt" { … }
)

// Form says what the label of a top-level block is made of.
type Form int

// The forms of a label.
const (
	Identifier  Form = iota // what a reference can name: letters, digits, "_" and "-"
	PolicyLabel             // the id of a policy
	KeyLabel                // a key of the taxonomy
	RegionLabel             // the name of a region
)

// Example is a label of that form.
func (f Form) Example() string {
	switch f {
	case PolicyLabel:
		return "access/review_overdue"
	case KeyLabel:
		return "user.employee_id"
	case RegionLabel:
		return "fra-dc1"
	}
	return "name"
}

// Block describes one block type: the manifest language is a list of these.
type Block struct {
	Type     string
	Label    Label
	Form     Form   // what the label of a top-level block is made of
	Many     bool   // an unlabelled nested block that may be repeated; labelled blocks may always be
	Keyed    bool   // of derived facts: input holds them as an object keyed by address, not as an array
	Doc      string // one sentence
	Standard string // the term of the field that it stands for
	Attrs    []Attr
	Blocks   []Block
}

// Attr describes one attribute.
type Attr struct {
	Name      string
	Doc       string // one sentence, with the unit where there is one
	Type      Type   // zero value = String
	List      bool
	Enum      []string      // allowed values of a string
	Open      bool          // Enum lists the known values; others are allowed
	Refs      []string      // block types that a Reference may name
	From      finding.Stage // stage from which it is required; empty = optional
	Required  bool          // absent is an error, at every stage
	NotNull   bool          // so is null
	Inherits  bool          // taken from defaults where absent
	Sensitive bool          // its value is never printed
}

// Find is the attribute of that name, or nil.
func (b *Block) Find(name string) *Attr {
	for i := range b.Attrs {
		if b.Attrs[i].Name == name {
			return &b.Attrs[i]
		}
	}
	return nil
}

// FindBlock is the nested block of that type, or nil.
func (b *Block) FindBlock(typ string) *Block {
	for i := range b.Blocks {
		if b.Blocks[i].Type == typ {
			return &b.Blocks[i]
		}
	}
	return nil
}

// Array reports whether input holds blocks of this type as an array.
func (b *Block) Array() bool {
	return !b.Keyed && (b.Many || b.Label == Labelled && b.Type != "system")
}

var durationUnits = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}

// maxDuration keeps durations inside what time.Duration and dates can hold.
const maxDuration = 200 * 365 * 24 * time.Hour

// ParseDuration reads a whole number and a unit: m(inutes), h(ours), d(ays) or
// w(eeks). Days have 24 hours: manifests speak of calendar days, and the clock
// is UTC.
func ParseDuration(s string) (d time.Duration, ok bool) {
	if len(s) < 2 || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	unit, known := durationUnits[s[len(s)-1]]
	n, err := strconv.ParseInt(s[:len(s)-1], 10, 64)
	if !known || err != nil || n < 0 || n > int64(maxDuration/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}
