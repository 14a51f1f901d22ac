package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// The bounds of a finding. They keep a mistake in a policy from filling a report.
const (
	maxMessage = 8 << 10 // bytes
	maxPath    = 32      // elements
	maxElement = 1 << 10 // bytes of one element, key or reference
)

// Violation is one finding as a policy states it, before METADATA joins it.
type Violation struct {
	Path       finding.Path
	Message    string
	Kind       finding.Kind     // finding.Violation unless the policy says otherwise
	Severity   finding.Severity // "" = the rule's
	Key        string           // tells apart findings at one path; the sorted parts joined with commas
	Incidental bool             // about content that is only incidental: one severity lower
	Witness    Witness
	// AppliesFrom is the ISO date from which the law demands it, where that is
	// another than the date of the policy's controls. Before it the finding is
	// upcoming.
	AppliesFrom string
	// Fix is the value of the attribute at Path that settles the finding: a
	// text, a bool, a json.Number, or a list of texts; nil where there is none.
	Fix any
	// Places are set instead of Path on findings of foreign rules: paths of the
	// input, with indexes for labels, that the finding was traced to. It is about
	// the first; Unlocated says why there is none.
	Places    []finding.Path
	Unlocated string
}

// Witness names what the finding's shortest path is to lead to: a node or a
// flow, and the data category when the finding is about one.
type Witness struct {
	Node, Flow, Category string
}

// members are the members of a finding.
func members() []string {
	return []string{"applies_from", "fix", "incidental", "key", "kind", "message", "path", "severity", "witness"}
}

// Members are the names that a finding may have.
func Members() []string { return members() }

// Kinds are the kinds of findings that a policy may name.
func Kinds() []string {
	return []string{string(finding.Violation), string(finding.Gap), string(finding.Contradiction), string(finding.Stale)}
}

// Severities are the severities of findings.
func Severities() []string { return severityNames() }

// decodeSet reads the value of a deny set. Violations come sorted.
func decodeSet(v ast.Value) ([]Violation, error) {
	set, ok := v.(ast.Set)
	if !ok {
		return nil, errors.New("deny is not a set")
	}
	out := make([]Violation, 0, set.Len())
	err := set.Iter(func(t *ast.Term) error {
		violation, err := decode(t.Value)
		out = append(out, violation)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, compareViolations)
	return slices.CompactFunc(out, func(a, b Violation) bool { return compareViolations(a, b) == 0 }), nil
}

func compareViolations(a, b Violation) int {
	if c := slices.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	return slices.Compare(a.rest(), b.rest())
}

func (v Violation) rest() []string {
	return []string{v.Key, string(v.Kind), string(v.Severity), v.Message, fmt.Sprint(v.Incidental), v.Witness.Node, v.Witness.Flow, v.Witness.Category, v.AppliesFrom, fmt.Sprintf("%T %[1]q", v.Fix), fmt.Sprint(v.Places)}
}

// decode reads one member of deny. The order of the members does not matter.
func decode(v ast.Value) (Violation, error) {
	obj, ok := v.(ast.Object)
	if !ok {
		return Violation{}, fmt.Errorf("a finding must be an object with path and message, not %s", ast.ValueName(v))
	}
	out := Violation{Kind: finding.Violation}
	err := obj.Iter(func(k, v *ast.Term) error {
		key, ok := k.Value.(ast.String)
		if !ok {
			return fmt.Errorf("a finding has a member %s, which is not a text", k)
		}
		if err := out.set(string(key), v.Value); err != nil {
			return fmt.Errorf("the finding's %s: %w", clip(string(key)), err)
		}
		return nil
	})
	switch {
	case err != nil:
		return Violation{}, err
	case len(out.Path) == 0:
		return Violation{}, errors.New("the finding has no path")
	case out.Message == "":
		return Violation{}, errors.New("the finding has no message")
	case out.Kind == finding.Gap && out.Fix != nil:
		return Violation{}, errors.New("the finding is a gap with a fix; what is not declared has to be found out first")
	}
	return out, nil
}

func (v *Violation) set(member string, value ast.Value) (err error) {
	switch member {
	case "path":
		v.Path, err = decodePath(value)
	case "message":
		v.Message, err = decodeMessage(value)
	case "kind":
		var s string
		s, err = decodeOneOf(value, Kinds())
		v.Kind = finding.Kind(s)
	case "severity":
		var s string
		s, err = decodeOneOf(value, severityNames())
		v.Severity = finding.Severity(s)
	case "key":
		v.Key, err = decodeKey(value)
	case "incidental":
		b, ok := value.(ast.Boolean)
		if v.Incidental = bool(b); !ok {
			err = errors.New("want true or false")
		}
	case "witness":
		v.Witness, err = decodeWitness(value)
	case "applies_from":
		v.AppliesFrom, err = decodeDate(value)
	case "fix":
		v.Fix, err = decodeFix(value)
	default:
		err = fmt.Errorf("no such member.%s", suggest.OneOf(member, members()))
	}
	return err
}

// maxFix is how many texts the value of a fix may list.
const maxFix = 100

// decodeFix reads the value that an attribute should have. What the attribute
// takes is for the manifest to know.
func decodeFix(v ast.Value) (any, error) {
	switch v := v.(type) {
	case ast.Boolean:
		return bool(v), nil
	case ast.Number:
		return json.Number(v), nil
	case ast.String:
		return decodeText(v, maxElement)
	case *ast.Array:
		if v.Len() > maxFix {
			return nil, fmt.Errorf("longer than %d elements", maxFix)
		}
		list := make([]string, 0, v.Len())
		for i := range v.Len() {
			s, err := decodeText(v.Elem(i).Value, maxElement)
			if err != nil {
				return nil, fmt.Errorf("element %d: %w", i, err)
			}
			list = append(list, s)
		}
		return list, nil
	}
	return nil, fmt.Errorf("want the value of the attribute at path, a text, a number, true, false, or a list of texts, not %s", ast.ValueName(v))
}

func decodeDate(v ast.Value) (string, error) {
	s, err := decodeText(v, len(time.DateOnly))
	if err == nil {
		_, err = time.Parse(time.DateOnly, s)
	}
	if err != nil {
		return "", errors.New("want a date such as 2026-12-02")
	}
	return s, nil
}

func decodePath(v ast.Value) (finding.Path, error) {
	arr, ok := v.(*ast.Array)
	if !ok || arr.Len() == 0 {
		return nil, errors.New("want a list that is not empty")
	}
	if arr.Len() > maxPath {
		return nil, fmt.Errorf("longer than %d elements", maxPath)
	}
	path := make(finding.Path, 0, arr.Len())
	for i := range arr.Len() {
		element, err := decodeElement(arr.Elem(i).Value)
		if err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
		path = append(path, element)
	}
	return path, nil
}

// decodeElement reads a name or a list index.
func decodeElement(v ast.Value) (string, error) {
	if n, ok := v.(ast.Number); ok {
		if i, whole := n.Int(); whole && i >= 0 {
			return fmt.Sprint(i), nil
		}
		return "", errors.New("want a text or a whole number from 0")
	}
	return decodeText(v, maxElement)
}

func decodeText(v ast.Value, limit int) (string, error) {
	s, ok := v.(ast.String)
	switch {
	case !ok:
		return "", fmt.Errorf("want a text, not %s", ast.ValueName(v))
	case strings.TrimSpace(string(s)) == "":
		return "", errors.New("want a text that is not empty")
	case len(s) > limit:
		return "", fmt.Errorf("longer than %d bytes", limit)
	}
	return string(s), nil
}

// decodeMessage cuts a message off that names too much: a finding that is hard
// to read is worth more than an error in its place.
func decodeMessage(v ast.Value) (string, error) {
	s, err := decodeText(v, math.MaxInt)
	if len(s) > maxMessage {
		s = strings.ToValidUTF8(s[:maxMessage], "") + "…"
	}
	return s, err
}

func decodeOneOf(v ast.Value, allowed []string) (string, error) {
	s, err := decodeText(v, maxElement)
	if err == nil && !slices.Contains(allowed, s) {
		err = fmt.Errorf("%q is not one of %s.%s", clip(s), strings.Join(allowed, ", "), suggest.DidYouMean(s, allowed))
	}
	return s, err
}

// decodeKey reads a text, or a list or set of texts in any order.
func decodeKey(v ast.Value) (string, error) {
	var parts []string
	add := func(t *ast.Term) error {
		s, err := decodeText(t.Value, maxElement)
		parts = append(parts, s)
		return err
	}
	var err error
	switch v := v.(type) {
	case *ast.Array:
		err = v.Iter(add)
	case ast.Set:
		err = v.Iter(add)
	default:
		return decodeText(v, maxElement)
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ","), err
}

func decodeWitness(v ast.Value) (Witness, error) {
	var w Witness
	obj, ok := v.(ast.Object)
	if !ok {
		return w, fmt.Errorf("want an object with node or flow, not %s", ast.ValueName(v))
	}
	err := obj.Iter(func(k, v *ast.Term) error {
		text, err := decodeText(v.Value, maxElement)
		key, _ := k.Value.(ast.String)
		switch key {
		case "node":
			w.Node = text
		case "flow":
			w.Flow = text
		case "category":
			w.Category = text
		default:
			return fmt.Errorf("no member %s; it has node, flow and category", clip(k.String()))
		}
		return err
	})
	if err == nil && (w.Node == "") == (w.Flow == "") {
		err = errors.New("want either node or flow")
	}
	return w, err
}

// clip shortens what an error message quotes.
func clip(s string) string { return clipTo(s, 100) }

func clipTo(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
