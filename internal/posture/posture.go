// Package posture says what a change does to the data and the people behind a
// deployment: which data categories, data subjects, recipients, countries,
// purposes, retention periods, models, tools and access grants come, go or
// change, and which data reaches a place that it did not reach before.
//
// It compares two checked manifests with their derived facts, by what they
// declare and not by the names of their blocks or their order: a renamed or
// moved block is no change.
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
)

// Aspects lists the aspects in order.
func Aspects() []Aspect {
	return []Aspect{Reach, DataCategory, DataSubject, Recipient, Country, Purpose, Retention, Model, Tool, Access}
}

// Direction says how something changed.
type Direction string

// The directions of a change.
const (
	Added   Direction = "added"
	Removed Direction = "removed"
	Changed Direction = "changed" // it is there on both sides, with another value
)

// Change is one difference between two states of a deployment.
type Change struct {
	Aspect    Aspect        `json:"aspect"`
	Direction Direction     `json:"direction"`
	Subject   string        `json:"subject"`            // what changed: a category, a party, a country, a block's address
	Category  string        `json:"category,omitempty"` // of reach: the data category that reaches the subject
	Before    string        `json:"before,omitempty"`   // of a changed one
	After     string        `json:"after,omitempty"`
	Widens    bool          `json:"widens,omitempty"`  // more data, more recipients, more places, longer, or more rights than before
	Witness   []string      `json:"witness,omitempty"` // of a new reach: alternating nodes and edges, from an origin to the subject
	Range     finding.Range `json:"range"`             // in the head; of something removed, in the base
}
