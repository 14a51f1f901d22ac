// Package finding is the vocabulary that every other package speaks: what a
// policy is (Rule), what it says about a deployment (Finding), and where
// (Path, Range). It does no I/O and imports nothing of this module.
//
// One noun flows through the program. A policy evaluates to findings, a waiver
// marks findings, a report orders findings, a pull request shows findings.
// A problem in what a user wrote is a value of this package, never a Go error.
package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Finding is one statement of one policy about one place of a deployment.
type Finding struct {
	Policy      string    `json:"policy"`   // id, "area/name"
	Title       string    `json:"title"`    // the policy's title
	Severity    Severity  `json:"severity"` // after incidental downgrade and configuration
	Kind        Kind      `json:"kind"`
	Status      Status    `json:"status"`
	Blocking    bool      `json:"blocking"`      // open, at or above --fail-on, and the policy's stage reached
	New         *bool     `json:"new,omitempty"` // absent without a base to compare with
	Path        Path      `json:"path"`
	Key         string    `json:"key,omitempty"` // what, at the path, the finding is about: the sorted categories of a graph finding
	Message     string    `json:"message"`
	Remediation string    `json:"remediation"`
	Controls    []Control `json:"controls"`
	AppliesFrom string    `json:"applies_from,omitempty"` // of an upcoming finding: the first date on which a control requires it
	Fingerprint string    `json:"fingerprint"`
	Waiver      string    `json:"waiver,omitempty"` // address of the waiver that names it
	Range       Range     `json:"range"`
	Related     []Range   `json:"related,omitempty"` // other places that the finding rests on, where it was located by tracing
	Witness     []string  `json:"witness,omitempty"` // alternating nodes and edges, from an origin to the anchor
	Fix         *Fix      `json:"fix,omitempty"`     // only where giving one attribute another value is the whole remedy
}

// Fix is a change of one attribute that settles a finding, once the deployment
// itself is changed so.
type Fix struct {
	Range       Range  `json:"range"`       // of the attribute, from its name to the end of its value
	Replacement string `json:"replacement"` // HCL source of the attribute: encryption_in_transit = "tls1.3"
}

// Control ties a policy to one control of a framework.
type Control struct {
	ID       string   `json:"id"`       // "gdpr:44"
	Relation Relation `json:"relation"` // law requires, a voluntary standard supports
}

// Path addresses a place in the normalised manifest by block type, label,
// attribute, nested block and list index: flow, prompt, transfer, mechanism.
// A list index is a decimal string.
type Path []string

// String joins the path with dots, as in "flow.prompt.transfer".
func (p Path) String() string { return strings.Join(p, ".") }

// Range is a span of a source file. Lines and columns count from 1, columns in
// Unicode code points; bytes count from 0. End is exclusive.
type Range struct {
	File  string `json:"file"`
	Start Pos    `json:"start"`
	End   Pos    `json:"end"`
}

// Pos is a position in a source file.
type Pos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// IsZero reports whether the range names no place.
func (r Range) IsZero() bool { return r.File == "" && r.Start.Line == 0 }

// Rule is a policy as its METADATA describes it.
type Rule struct {
	ID               string     `json:"id"`
	Title            string     `json:"title"`
	Description      string     `json:"description"`
	Severity         Severity   `json:"severity"`
	BlocksFrom       Stage      `json:"blocks_from"`
	Controls         []Control  `json:"controls"`
	Remediation      string     `json:"remediation"`
	Jurisdictions    []string   `json:"jurisdictions,omitempty"` // where its law applies; empty = everywhere
	Profiles         []string   `json:"profiles,omitempty"`      // only when one of these is active; empty = always
	Method           string     `json:"method"`                  // attr, graph, arith, date, gap; rego = a rule of other people
	NotWaivable      bool       `json:"not_waivable,omitempty"`
	Advisory         bool       `json:"advisory,omitempty"` // its findings never block, whatever their severity
	Aliases          []string   `json:"aliases,omitempty"`  // former ids
	Deprecated       string     `json:"deprecated,omitempty"`
	RelatedResources []Resource `json:"related_resources,omitempty"`
	Source           string     `json:"source"` // file that holds it
}

// Resource is a document that a policy points at.
type Resource struct {
	Description string `json:"description,omitempty"`
	Ref         string `json:"ref"`
}

// Area is the first half of the rule's id.
func (r Rule) Area() string {
	area, _, _ := strings.Cut(r.ID, "/")
	return area
}

// Fingerprint identifies a finding across edits of the manifest: it holds no
// line, no message and no severity. deployment is the manifest's directory,
// slash-separated and relative to the repository; key tells apart findings of
// one policy at one path, so that a new category on a flow that already had a
// finding is a new finding.
func Fingerprint(deployment, policy string, path Path, key string) string {
	h := sha256.New()
	for _, part := range append([]string{deployment, policy, key}, path...) {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Sort orders findings as every report shows them: blocking first, then by
// severity, what is wrong before what is not declared, place and policy. Equal
// inputs give equal orders.
func Sort(fs []Finding) {
	slices.SortFunc(fs, func(a, b Finding) int {
		switch {
		case a.Blocking != b.Blocking:
			return ifElse(a.Blocking, -1, 1)
		case a.Severity != b.Severity:
			return b.Severity.rank() - a.Severity.rank()
		case (a.Kind == Gap) != (b.Kind == Gap):
			return ifElse(b.Kind == Gap, -1, 1)
		case a.Range.File != b.Range.File:
			return strings.Compare(a.Range.File, b.Range.File)
		case a.Range.Start.Byte != b.Range.Start.Byte:
			return a.Range.Start.Byte - b.Range.Start.Byte
		case a.Policy != b.Policy:
			return strings.Compare(a.Policy, b.Policy)
		}
		return strings.Compare(a.Fingerprint+a.Message, b.Fingerprint+b.Message)
	})
}

func ifElse[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

// Stands reports whether a finding is open: it is not waived, and a law requires
// it already.
func (f Finding) Stands() bool { return f.Status != Waived && f.Kind != Upcoming }
