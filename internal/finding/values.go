package finding

import "slices"

// Severity says how bad a finding is where it applies.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Severities lists the severities, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low} }

func (s Severity) rank() int {
	i := slices.Index(Severities(), s)
	if i < 0 {
		return 0
	}
	return len(Severities()) - i
}

// Valid reports whether s is one of Severities.
func (s Severity) Valid() bool { return s.rank() > 0 }

// AtLeast reports whether s is as bad as t, or worse.
func (s Severity) AtLeast(t Severity) bool { return s.rank() >= t.rank() }

// Lower is the next milder severity; low stays low.
func (s Severity) Lower() Severity {
	all := Severities()
	i := slices.Index(all, s)
	if i < 0 {
		return s
	}
	return all[min(i+1, len(all)-1)]
}

// Kind says what sort of statement a finding is.
type Kind string

// The kinds of finding.
const (
	Violation     Kind = "violation"     // a declared or derived fact breaks the policy
	Gap           Kind = "gap"           // a fact the policy needs is not declared
	Contradiction Kind = "contradiction" // evidence says otherwise than the manifest
	Stale         Kind = "stale"         // it was true once; its date has passed
	Upcoming      Kind = "upcoming"      // every law that requires it applies only later
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Violation, Gap, Contradiction, Stale, Upcoming} }

// Status says whether a finding stands.
type Status string

// The statuses of a finding.
const (
	Open    Status = "open"
	Waived  Status = "waived"
	Pending Status = "pending" // a waiver names it that is not on the base yet; it still stands
)

// Relation says how a control relates to a policy.
type Relation string

// The relations: law requires, a voluntary standard supports.
const (
	Requires Relation = "requires"
	Supports Relation = "supports"
)

// Stage is how far a deployment has come.
type Stage string

// The stages, in order.
const (
	PoC        Stage = "poc"
	Pilot      Stage = "pilot"
	Production Stage = "production"
	Retired    Stage = "retired"
)

// Stages lists the stages in order.
func Stages() []Stage { return []Stage{PoC, Pilot, Production, Retired} }

// Reached reports whether a deployment at stage s has come as far as t.
func (s Stage) Reached(t Stage) bool {
	return slices.Index(Stages(), s) >= slices.Index(Stages(), t)
}

// Valid reports whether s is one of Stages.
func (s Stage) Valid() bool { return slices.Contains(Stages(), s) }

// Result is what became of one policy on one deployment.
type Result string

// The results of a policy.
const (
	Passed        Result = "passed"
	Failed        Result = "failed"
	WaivedResult  Result = "waived"
	NotApplicable Result = "not_applicable"
	Unknown       Result = "unknown" // gaps, and no violation
	Errored       Result = "error"
)
