package finding

import (
	"slices"
	"strings"
)

// Diagnostic is a problem that keeps a file from being checked: in a manifest,
// a policy or a configuration. Summary is short; Detail says how to fix it.
type Diagnostic struct {
	Severity DiagnosticSeverity `json:"severity"`
	Summary  string             `json:"summary"`
	Detail   string             `json:"detail"`
	Range    Range              `json:"range"`
}

// DiagnosticSeverity tells an error, which makes the run fail with exit code 2,
// from a warning.
type DiagnosticSeverity string

// The severities of a diagnostic.
const (
	Error   DiagnosticSeverity = "error"
	Warning DiagnosticSeverity = "warning"
)

// SortDiagnostics orders diagnostics by place, then text, and drops repeats.
func SortDiagnostics(ds []Diagnostic) []Diagnostic {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if c := strings.Compare(a.Range.File, b.Range.File); c != 0 {
			return c
		}
		if c := a.Range.Start.Byte - b.Range.Start.Byte; c != 0 {
			return c
		}
		return strings.Compare(a.Summary+a.Detail, b.Summary+b.Detail)
	})
	return slices.Compact(ds)
}

// HasErrors reports whether one of the diagnostics is an error.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}
