package policy

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/suggest"
)

// packagePrefix is the package below which policies stand.
const packagePrefix = "aicomply.policies"

// methods are how a policy comes to its findings.
func methods() []string { return []string{"attr", "graph", "arith", "date", "gap", "evidence", "diff"} }

// customKeys are the keys of METADATA's custom section.
func customKeys() []string {
	return []string{"aliases", "blocks_from", "controls", "deprecated", "jurisdictions", "method", "profiles", "remediation", "severity", "waivable"}
}

// metadata reads one policy's METADATA and reports what is wrong with it.
type metadata struct {
	diags      *diagnostics
	frameworks *framework.Catalogue
	file       file
	module     *ast.Module
	notes      *ast.Annotations
	custom     map[string]any
}

// rule is the policy as its METADATA describes it.
func (m *metadata) rule(id string) finding.Rule {
	i := slices.IndexFunc(m.module.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if i < 0 {
		m.diags.addAt(m.packageRange(), "Policy without METADATA", fmt.Sprintf(
			"Write a comment block that begins with # METADATA directly above the package line of %s, with title, description and, under custom, severity, blocks_from, method, remediation and controls.", id))
		return finding.Rule{}
	}
	m.notes = m.module.Annotations[i]
	m.custom = m.notes.Custom
	for _, key := range slices.Sorted(maps.Keys(m.custom)) {
		if !slices.Contains(customKeys(), key) {
			m.diags.addAt(m.keyRange(key), "Unknown key in METADATA",
				fmt.Sprintf("custom has no key %q.%s", key, suggest.OneOf(key, customKeys())))
		}
	}
	r := finding.Rule{
		ID: id, Source: m.file.name(),
		Title:         m.required("title", m.notes.Title),
		Description:   m.required("description", m.notes.Description),
		Severity:      finding.Severity(m.oneOf("severity", severityNames())),
		BlocksFrom:    finding.Stage(m.oneOf("blocks_from", []string{string(finding.PoC), string(finding.Pilot), string(finding.Production)})),
		Method:        m.oneOf("method", methods()),
		Remediation:   m.required("remediation", m.text("remediation")),
		Controls:      m.controls(),
		Jurisdictions: m.texts("jurisdictions"),
		Profiles:      m.profiles(),
		Aliases:       m.texts("aliases"),
		Deprecated:    m.text("deprecated"),
		NotWaivable:   m.notWaivable(),
	}
	for _, res := range m.notes.RelatedResources {
		r.RelatedResources = append(r.RelatedResources, finding.Resource{Description: res.Description, Ref: res.Ref.String()})
	}
	return r
}

func severityNames() []string {
	var out []string
	for _, s := range finding.Severities() {
		out = append(out, string(s))
	}
	return out
}

func (m *metadata) required(key, value string) string {
	value = strings.TrimSpace(value)
	if _, wrongType := m.custom[key]; value == "" && !wrongType {
		m.missing(key)
	}
	return value
}

func (m *metadata) missing(key string) {
	where := "custom: " + key
	if key == "title" || key == "description" {
		where = key
	}
	m.diags.addAt(m.headRange(), "METADATA lacks "+key, fmt.Sprintf("Add %s to the METADATA above the package line.", where))
}

// text is a string under custom, or "".
func (m *metadata) text(key string) string {
	v, ok := m.custom[key]
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if s = strings.TrimSpace(s); !ok || s == "" {
		m.diags.addAt(m.keyRange(key), "Wrong value in METADATA", fmt.Sprintf("custom.%s must be a text that is not empty.", key))
	}
	return s
}

func (m *metadata) oneOf(key string, allowed []string) string {
	if _, ok := m.custom[key]; !ok {
		m.missing(key)
		return ""
	}
	s := m.text(key)
	if s != "" && !slices.Contains(allowed, s) {
		m.diags.addAt(m.keyRange(key), "Unknown "+key, fmt.Sprintf("custom.%s is %q; it must be one of %s.%s",
			key, s, strings.Join(allowed, ", "), suggest.DidYouMean(s, allowed)))
	}
	return s
}

// texts is a list of strings under custom, none of them empty, or nil.
func (m *metadata) texts(key string) []string {
	v, ok := m.custom[key]
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	var out []string
	for _, item := range list {
		s, isText := item.(string)
		if s = strings.TrimSpace(s); !isText || s == "" {
			ok = false
			break
		}
		out = append(out, s)
	}
	if !ok {
		m.diags.addAt(m.keyRange(key), "Wrong value in METADATA", fmt.Sprintf("custom.%s must be a list of texts, none of them empty.", key))
		return nil
	}
	return out
}

func (m *metadata) controls() []finding.Control {
	if _, ok := m.custom["controls"]; !ok {
		m.missing("controls")
		return nil
	}
	ids := m.texts("controls")
	if list, ok := m.custom["controls"].([]any); ok && len(list) == 0 {
		m.diags.addAt(m.keyRange("controls"), "Policy without controls", "Name at least one control that the policy serves, such as \"gdpr:44\".")
	}
	var out []finding.Control
	for _, id := range ids {
		relation, ok := relationOf(id, m.frameworks)
		if !ok {
			m.diags.addAt(m.keyRange("controls"), "Unknown control", fmt.Sprintf("No framework has a control %q.%s", id, m.nearest(id)))
		}
		out = append(out, finding.Control{ID: id, Relation: relation})
	}
	return out
}

// relationOf is how policies relate to a control, and whether there is one.
// Without frameworks any control is.
func relationOf(id string, frameworks *framework.Catalogue) (finding.Relation, bool) {
	if frameworks == nil {
		return finding.Supports, true
	}
	c, ok := frameworks.Control(id)
	return c.Relation, ok
}

// isProfile reports whether there is a profile of that name; without
// frameworks any name is one.
func isProfile(id string, frameworks *framework.Catalogue) bool {
	if frameworks == nil {
		return true
	}
	_, ok := frameworks.Framework(id)
	return ok
}

func (m *metadata) profiles() []string {
	ids := m.texts("profiles")
	for _, id := range ids {
		if !isProfile(id, m.frameworks) {
			m.diags.addAt(m.keyRange("profiles"), "Unknown profile", fmt.Sprintf("There is no profile %q.%s", id, m.nearest(id)))
		}
	}
	return ids
}

func (m *metadata) nearest(id string) string {
	if n := m.frameworks.Nearest(id); n != "" {
		return fmt.Sprintf(" Did you mean %q?", n)
	}
	return ""
}

func (m *metadata) notWaivable() bool {
	v, ok := m.custom["waivable"]
	if !ok {
		return false
	}
	waivable, ok := v.(bool)
	if !ok {
		m.diags.addAt(m.keyRange("waivable"), "Wrong value in METADATA", "custom.waivable must be true or false.")
	}
	return !waivable
}

func (m *metadata) packageRange() finding.Range {
	p := parser{texts: map[string][]byte{m.file.name(): m.file.text}}
	return p.rangeOf(m.module.Package.Location)
}

// headRange is the # METADATA line.
func (m *metadata) headRange() finding.Range {
	from, to := m.lines()
	if i := bytes.Index(m.file.text[from:to], []byte("# METADATA")); i >= 0 {
		return rangeAt(m.file.name(), m.file.text, from+i, from+i+len("# METADATA"))
	}
	return m.packageRange()
}

// keyRange is the line of the METADATA that holds a key.
func (m *metadata) keyRange(key string) finding.Range {
	from, to := m.lines()
	at := from
	for line := range bytes.Lines(m.file.text[from:to]) {
		body := bytes.TrimLeft(line, "# \t")
		if rest, ok := bytes.CutPrefix(body, []byte(key)); ok && bytes.HasPrefix(bytes.TrimLeft(rest, " "), []byte(":")) {
			start := at + len(line) - len(body)
			return rangeAt(m.file.name(), m.file.text, start, start+len(bytes.TrimRight(body, " \t\r\n")))
		}
		at += len(line)
	}
	return m.headRange()
}

// lines is the span of the text from METADATA to the package line.
func (m *metadata) lines() (from, to int) {
	to = min(m.module.Package.Location.Offset, len(m.file.text))
	return min(lineOffset(m.file.text, cmp.Or(m.notes.Location.Row, 1)), to), to
}

// lineOffset is the byte at which a line, counted from 1, begins.
func lineOffset(text []byte, line int) int {
	at := 0
	for range line - 1 {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	return at
}
