// Package posture says what a change does to the data and the people behind a
// deployment: which data categories, data subjects, recipients, countries,
// purposes, retention periods, models, tools and access grants come, go or
// change, and which data reaches a place that it did not reach before.
//
// It compares two checked manifests with their derived facts, by what they
// declare and not by the names of their blocks or their order. The rules, the
// first that holds counts:
//
//  1. If the two manifests are the same but for labels and order, nothing has
//     changed, whatever was renamed to what. Same means that no chain of
//     declarations and references tells them apart.
//  2. A block is the one of the same label that declares the same.
//  3. Blocks of one type whose declarations went round among their labels, with
//     what is around them, as where two swapped theirs, are followed by what
//     they declare.
//  4. A block is the one of the same label, with other declarations.
//  5. A block whose label is new is one whose label is gone, if all their
//     attributes and nested blocks are equal, references included. Of several,
//     the one in the likest surroundings.
//
// A party is who it is, not how it is declared: two vendors may well declare
// the same. So rules 1, 3 and 5 follow a party only if it declares something
// that is its own, a contact, data protection officer or contract document that
// no other party declares. One that declares none is its label.
package posture

import "github.com/aicomply/aicomply/internal/finding"

// Aspect is what a change is about.
type Aspect string

// The aspects, in the order in which they are shown.
const (
	Reach        Aspect = "reach" // a data category reaches a node
	DataCategory Aspect = "data_category"
	DataSubject  Aspect = "data_subject"
	Recipient    Aspect = "recipient"
	Country      Aspect = "country"
	Purpose      Aspect = "purpose"
	Retention    Aspect = "retention"
	Model        Aspect = "model"
	Tool         Aspect = "tool"
	Access       Aspect = "access"
	Decision     Aspect = "decision" // how far the system decides by itself, and with what effect
)

// Aspects lists the aspects in order.
func Aspects() []Aspect {
	return []Aspect{Reach, DataCategory, DataSubject, Recipient, Country, Purpose, Retention, Model, Tool, Access, Decision}
}

// Direction says how something changed.
type Direction string

// The directions of a change.
const (
	Added   Direction = "added"
	Removed Direction = "removed"
	Changed Direction = "changed" // it is there on both sides, with another value
)

// Directions lists the directions.
func Directions() []Direction { return []Direction{Added, Removed, Changed} }

// Change is one difference between two states of a deployment.
//
// With a Category it is about that category at the subject: it reaches the node,
// is received by the party, is in the country, serves the purpose, or is about
// the data subjects. Such pairs are listed where subject and category are both
// there on both sides; a new recipient stands for all that it receives. Only
// reach lists every pair.
type Change struct {
	Aspect    Aspect    `json:"aspect"`
	Direction Direction `json:"direction"`
	Subject   string    `json:"subject"`             // a category, data subject or country, or the address of a block
	Category  string    `json:"category,omitempty"`  // the data category at the subject
	Resource  string    `json:"resource,omitempty"`  // of an access grant: address of what it is on; the subject is the principal
	Attribute string    `json:"attribute,omitempty"` // of a changed one: what of it; absent where it has only one value
	Before    string    `json:"before,omitempty"`    // value in the base; absent = not there, or not declared
	After     string    `json:"after,omitempty"`     // value in the head; likewise

	// Widens marks what exposes more than before: whatever is added; a category
	// that is now declared instead of incidental, or identifies persons more; a
	// longer retention; another recipient behind a label; rights, effects and
	// automation that go further. A value that is not declared counts as wider
	// than the narrowest one and narrower than the others, of a duration as
	// longer than all. What merely differs, such as the version of a model, the
	// legal basis of a purpose or the country of a party, does not widen.
	Widens bool `json:"widens,omitempty"`

	Witness []string      `json:"witness,omitempty"` // of a new reach: alternating nodes and edges, from an origin to the subject
	Block   string        `json:"block,omitempty"`   // address of the block that it stands in, or by which it becomes true
	Range   finding.Range `json:"range"`             // of that, in the head; of something removed, in the base
}
