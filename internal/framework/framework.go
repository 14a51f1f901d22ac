// Package framework holds the laws and voluntary standards that policies are
// mapped to: which controls each has, from when they apply and where.
//
// The data are the JSON files below data/frameworks of the policies folder:
// dated, sourced, and part of what a release is reviewed for. This package only
// reads them. A control is addressed by its framework and its number within
// it, as in "gdpr:44" or "nist-ai-rmf:MAP 3.3".
package framework

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Dir is where the files stand below the root of a policies folder.
const Dir = "data/frameworks"

// maxFile bounds one file; the longest catalogue in use is below 100 kB.
const maxFile = 4 << 20

// Framework is a law or a standard.
type Framework struct {
	ID            string   `json:"-"`
	Title         string   `json:"title"`
	Version       string   `json:"version"`
	Kind          string   `json:"kind"` // "law" or "standard"
	Jurisdictions []string `json:"jurisdictions"`
	Source        string   `json:"source"`     // address of the text
	CheckedOn     string   `json:"checked_on"` // ISO date
	Confidence    string   `json:"confidence"`
	Note          string   `json:"note"`
}

// MaxAge is how long data on a framework counts as current: laws change, and so
// do the dates from which they apply.
const MaxAge = 180 * 24 * time.Hour

// Outdated reports whether the data was compared with its source longer than
// MaxAge before now, or nobody says when.
func (f Framework) Outdated(now time.Time) bool {
	checked, err := time.Parse(time.DateOnly, f.CheckedOn)
	return err != nil || now.UTC().Truncate(24*time.Hour).Sub(checked) > MaxAge
}

// Outdated is a warning that names the frameworks of a list whose data is
// outdated; ok is false if none is.
func Outdated(fs []Framework, now time.Time) (warning finding.Diagnostic, ok bool) {
	var old []string
	for _, f := range fs {
		if f.Outdated(now) {
			old = append(old, fmt.Sprintf("%s (checked on %s)", f.ID, cmp.Or(f.CheckedOn, "an unknown date")))
		}
	}
	return finding.Diagnostic{
		Severity: finding.Warning,
		Summary:  "Data on frameworks is out of date",
		Detail: fmt.Sprintf("Last compared with the sources more than %d days before %s: %s. What applies, and from when, may have changed since; a newer version of aicomply may know.",
			MaxAge/(24*time.Hour), now.UTC().Format(time.DateOnly), strings.Join(old, ", ")),
	}, len(old) > 0
}

// Relation says how a policy mapped to this framework relates to it: a law
// requires, a standard supports.
func (f Framework) Relation() finding.Relation {
	if f.Kind == "law" {
		return finding.Requires
	}
	return finding.Supports
}

// Control is one numbered demand of a framework. Dates are ISO dates, and
// empty when the control has no start or always applied.
type Control struct {
	ID                string // "gdpr:44"
	Framework         string // "gdpr"
	Title             string
	Relation          finding.Relation
	AppliesFrom       string
	AppliesFromAnnexI string              // its later start for products under Annex I of the AI Act
	AppliesIf         map[string][]string // facts of the system, any value of each, that it depends on; nil = always
	Jurisdictions     []string
	Confidence        string // the framework's, unless the control has its own
	Note              string
}

// Catalogue is every framework that was loaded. It is immutable.
type Catalogue struct {
	frameworks []Framework // by id
	controls   map[string]Control
}

type fileControl struct {
	Title             string                     `json:"title"`
	AppliesFrom       string                     `json:"applies_from"`
	AppliesFromAnnexI string                     `json:"applies_from_annex_i"`
	AppliesIf         map[string]json.RawMessage `json:"applies_if"`
	Confidence        string                     `json:"confidence"`
	Note              string                     `json:"note"`
}

type fileFramework struct {
	Framework
	Controls map[string]fileControl `json:"controls"`
}

// Load reads the frameworks below Dir of fsys. A folder that is not there is
// an empty catalogue.
func Load(fsys fs.FS) (*Catalogue, error) {
	entries, err := fs.ReadDir(fsys, Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("frameworks: %w", err)
	}
	c := &Catalogue{controls: map[string]Control{}}
	for _, e := range entries {
		if !e.Type().IsRegular() || path.Ext(e.Name()) != ".json" {
			continue
		}
		if err := c.read(fsys, path.Join(Dir, e.Name())); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(c.frameworks, func(a, b Framework) int { return strings.Compare(a.ID, b.ID) })
	return c, nil
}

func (c *Catalogue) read(fsys fs.FS, name string) error {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > maxFile {
		return fmt.Errorf("framework %s: larger than %d bytes", name, maxFile)
	}
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("framework %s: %w", name, err)
	}
	var file map[string]fileFramework
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("framework %s: %w", name, err)
	}
	for _, id := range slices.Sorted(maps.Keys(file)) {
		if err := c.add(id, file[id]); err != nil {
			return fmt.Errorf("framework %s: %w", name, err)
		}
	}
	return nil
}

func (c *Catalogue) add(id string, file fileFramework) error {
	f := file.Framework
	f.ID = id
	switch {
	case f.Kind != "law" && f.Kind != "standard":
		return fmt.Errorf("%s: kind is %q, not law or standard", id, f.Kind)
	case f.Title == "":
		return fmt.Errorf("%s: no title", id)
	case slices.ContainsFunc(c.frameworks, func(o Framework) bool { return o.ID == id }):
		return fmt.Errorf("%s is defined twice", id)
	}
	c.frameworks = append(c.frameworks, f)
	for key, from := range file.Controls {
		control, err := newControl(f, key, from)
		if err != nil {
			return err
		}
		c.controls[control.ID] = control
	}
	return nil
}

func newControl(f Framework, key string, from fileControl) (Control, error) {
	c := Control{
		ID: f.ID + ":" + key, Framework: f.ID, Title: from.Title, Relation: f.Relation(),
		AppliesFrom: from.AppliesFrom, AppliesFromAnnexI: from.AppliesFromAnnexI,
		Jurisdictions: f.Jurisdictions, Confidence: from.Confidence, Note: from.Note,
	}
	if c.Confidence == "" {
		c.Confidence = f.Confidence
	}
	if len(from.AppliesIf) > 0 {
		c.AppliesIf = make(map[string][]string, len(from.AppliesIf))
	}
	for fact, raw := range from.AppliesIf {
		values, err := factValues(raw)
		if err != nil {
			return Control{}, fmt.Errorf("%s: applies_if.%s: %w", c.ID, fact, err)
		}
		c.AppliesIf[fact] = values
	}
	return c, nil
}

// factValues reads a value or a list of values; a boolean becomes "true" or "false".
func factValues(raw json.RawMessage) ([]string, error) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	out := make([]string, 0, len(list))
	for _, item := range list {
		switch item := item.(type) {
		case string, bool, float64:
			out = append(out, fmt.Sprint(item))
		default:
			return nil, errors.New("want a string, a number, a boolean or a list of them")
		}
	}
	return out, nil
}

// Frameworks lists the frameworks by id. The caller must not change it.
func (c *Catalogue) Frameworks() []Framework { return c.frameworks }

// Framework is the framework with an id such as "gdpr".
func (c *Catalogue) Framework(id string) (Framework, bool) {
	i, ok := slices.BinarySearchFunc(c.frameworks, id, func(f Framework, id string) int { return strings.Compare(f.ID, id) })
	if !ok {
		return Framework{}, false
	}
	return c.frameworks[i], true
}

// Control is the control with an id such as "gdpr:44".
func (c *Catalogue) Control(id string) (Control, bool) {
	control, ok := c.controls[id]
	return control, ok
}

// Controls lists a framework's controls as a reader counts: 9(1) before 10.
func (c *Catalogue) Controls(framework string) []Control {
	var out []Control
	for _, control := range c.controls {
		if control.Framework == framework {
			out = append(out, control)
		}
	}
	slices.SortFunc(out, func(a, b Control) int { return naturally(a.ID, b.ID) })
	return out
}

// naturally compares ids, runs of digits in them by their value.
func naturally(a, b string) int {
	whole := strings.Compare(a, b)
	for a != "" && b != "" {
		m, n := digits(a), digits(b)
		if m == 0 || n == 0 {
			if a[0] != b[0] {
				return int(a[0]) - int(b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := strings.TrimLeft(a[:m], "0"), strings.TrimLeft(b[:n], "0")
		if c := cmp.Or(len(x)-len(y), strings.Compare(x, y)); c != 0 {
			return c
		}
		a, b = a[m:], b[n:]
	}
	return cmp.Or(len(a)-len(b), whole)
}

// digits is the length of the run of digits that s begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// Nearest is the control, or for a word without a colon the framework, whose id
// is most like id; "" when none is.
func (c *Catalogue) Nearest(id string) string {
	ids := make([]string, 0, len(c.frameworks))
	for _, f := range c.frameworks {
		ids = append(ids, f.ID)
	}
	if strings.Contains(id, ":") {
		ids = slices.Sorted(maps.Keys(c.controls))
	}
	return suggest.Nearest(id, ids)
}
