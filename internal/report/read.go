package report

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
)

// MaxReportSize is the largest JSON report that Read takes, in bytes.
const MaxReportSize = 64 << 20

// Read reads a JSON report back. It takes members it does not know, from a
// newer version, but every value that the program decides on has to be one it
// knows: an unknown severity would otherwise rank below low. Findings are
// sorted and counted anew, so a report's summary is never taken on trust.
func Read(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxReportSize+1))
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if len(data) > MaxReportSize {
		return nil, fmt.Errorf("read report: larger than %d MiB", MaxReportSize>>20)
	}
	var rep Report
	if err := json.Unmarshal(data, &rep); err != nil {
		return nil, fmt.Errorf("read report: %w", jsonError(err))
	}
	if rep.SchemaVersion != SchemaVersion {
		return nil, fmt.Errorf("read report: schema_version is %d; this version of aicomply reads %d",
			rep.SchemaVersion, SchemaVersion)
	}
	if err := rep.validate(); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	out := withoutNulls(&rep)
	for _, d := range rep.Deployments {
		out.Deployments = append(out.Deployments, filled(d))
	}
	out.Summarise()
	return out, nil
}

// jsonError says where in the document a decoding error lies.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("byte %d: not a JSON report: %w", syntax.Offset, err)
	case errors.As(err, &typ):
		return fmt.Errorf("byte %d: %q is a JSON %s: %w", typ.Offset, typ.Field, typ.Value, err)
	}
	return err
}

func (r *Report) validate() error {
	err := errors.Join(
		validDate("clock", r.Clock),
		optional("stage", r.Stage, finding.Stages()),
		optional("fail_on", r.FailOn, finding.Severities()),
		r.validComparison(),
	)
	for i, rule := range r.Rules {
		err = errors.Join(err, at("rules", i, validRule(rule)))
	}
	for i, d := range r.Deployments {
		err = errors.Join(err, at("deployments", i, d.validate()))
		if err != nil {
			break // one deployment's problems say enough
		}
	}
	for i, d := range r.Diagnostics {
		err = errors.Join(err, at("diagnostics", i, validDiagnostic(d)))
	}
	return first(err)
}

// first keeps the first of joined errors: the others tend to be the same.
func first(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return first(joined.Unwrap()[0])
	}
	return err
}

func validRule(r finding.Rule) error {
	if r.ID == "" {
		return errors.New("id: missing")
	}
	err := errors.Join(
		oneOf("severity", r.Severity, finding.Severities()),
		optional("blocks_from", r.BlocksFrom, finding.Stages()),
	)
	return errors.Join(err, validControls(r.Controls))
}

func (d Deployment) validate() error {
	err := oneOf("stage", d.Stage, finding.Stages())
	if r := d.Readiness; r != nil {
		err = errors.Join(err, oneOf("readiness.declared_stage", r.DeclaredStage, finding.Stages()), validDate("readiness.go_live", r.GoLive))
	}
	for i, f := range d.Findings {
		err = errors.Join(err, at("findings", i, validFinding(f)))
	}
	for i, f := range d.Fixed {
		err = errors.Join(err, at("fixed", i, validFinding(f)))
	}
	err = errors.Join(err, validChanges(d.Changes))
	if d.Diagram != nil {
		if wrong := d.Diagram.Validate(); wrong != nil {
			err = errors.Join(err, fmt.Errorf("diagram: %w", wrong))
		}
	}
	for i, p := range d.Policies {
		if p.ID == "" {
			return at("policies", i, errors.New("id: missing"))
		}
		err = errors.Join(err, at("policies", i, oneOf("result", p.Result, results())))
	}
	return first(err)
}

func validFinding(f finding.Finding) error {
	if f.Policy == "" {
		return errors.New("policy: missing")
	}
	for i, r := range f.Related {
		if err := validRange(r); err != nil {
			return at("related", i, err)
		}
	}
	// The fingerprint ends up in the markers of pull request comments.
	if _, err := hex.DecodeString(f.Fingerprint); err != nil || f.Fingerprint == "" || len(f.Fingerprint) > 128 {
		return fmt.Errorf("fingerprint: %q is not hexadecimal", Clip(f.Fingerprint, 40))
	}
	return first(errors.Join(
		oneOf("severity", f.Severity, finding.Severities()),
		oneOf("kind", f.Kind, finding.Kinds()),
		oneOf("status", f.Status, []finding.Status{finding.Open, finding.Waived, finding.Pending}),
		validDate("applies_from", f.AppliesFrom),
		validControls(f.Controls),
		validRange(f.Range),
		validFix(f.Fix),
	))
}

func validFix(f *finding.Fix) error {
	if f == nil {
		return nil
	}
	return validRange(f.Range)
}

func validDate(name, v string) error {
	if v == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, v); err != nil {
		return fmt.Errorf("%s: %q is not an ISO date", name, Clip(v, 40))
	}
	return nil
}

func validControls(cs []finding.Control) error {
	for i, c := range cs {
		err := oneOf("relation", c.Relation, []finding.Relation{finding.Requires, finding.Supports})
		if err != nil {
			return at("controls", i, err)
		}
	}
	return nil
}

func validDiagnostic(d finding.Diagnostic) error {
	return first(errors.Join(
		oneOf("severity", d.Severity, []finding.DiagnosticSeverity{finding.Error, finding.Warning}),
		validRange(d.Range),
	))
}

func validRange(r finding.Range) error {
	p := []int{r.Start.Line, r.Start.Column, r.Start.Byte, r.End.Line, r.End.Column, r.End.Byte}
	if slices.Min(p) < 0 {
		return errors.New("range: a position is negative")
	}
	return nil
}

func results() []finding.Result {
	return []finding.Result{finding.Passed, finding.Failed, finding.WaivedResult,
		finding.NotApplicable, finding.Unknown, finding.Errored}
}

func at(list string, i int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s[%d]: %w", list, i, first(err))
}

func optional[T ~string](name string, v T, known []T) error {
	if v == "" {
		return nil
	}
	return oneOf(name, v, known)
}

func oneOf[T ~string](name string, v T, known []T) error {
	if slices.Contains(known, v) {
		return nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return fmt.Errorf("%s: %q is not one of %s", name, Clip(string(v), 40), strings.Join(names, ", "))
}
