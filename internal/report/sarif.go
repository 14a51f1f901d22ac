package report

import (
	"bytes"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURI  = "https://github.com/aicomply/aicomply"
	srcRoot     = "%SRCROOT%"   // conventional name of the root of the repository
	fpName      = "aicomply/v1" // changes when finding.Fingerprint does
	maxTags     = 20            // GitHub refuses a rule with more
)

// sarifFormat writes SARIF 2.1.0 as GitHub's code scanning reads it. Waived
// findings are there, suppressed; what cannot be decided or does not apply yet
// has a kind other than fail, and so no level.
type sarifFormat struct {
	rules   []sarifRule
	index   map[string]int // in rules, by id
	failed  bool           // a policy could not be evaluated
	notices []sarifNotification
}

func (s *sarifFormat) deployment(b *bytes.Buffer, r *Report, d Deployment, o Options) error {
	s.start(r)
	s.notify(d, o)
	for _, f := range d.Findings {
		s.add(finding.Rule{ID: f.Policy, Title: f.Title, Severity: f.Severity})
		res := sarifResultOf(d, f, o)
		res.RuleIndex = s.index[f.Policy]
		if err := encodeItem(b, res, 4); err != nil {
			return err
		}
	}
	return nil
}

func (s *sarifFormat) finish(w io.Writer, r *Report, body body, o Options) error {
	s.start(r)
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: ifElse(r.Tool.Name == "", "aicomply", Printable(r.Tool.Name)), Version: Printable(r.Tool.Version),
			InformationURI: projectURI, Rules: s.rules,
		}},
		Invocations: []sarifInvocation{s.invocation(r, o)},
		OriginalURIBaseIDs: map[string]sarifArtifact{
			srcRoot: {Description: &sarifText{Text: "The root of the repository."}},
		},
		Results:    []sarifResult{},
		ColumnKind: "unicodeCodePoints",
		Properties: map[string]any{"clock": r.Clock, "policiesDigest": r.Policies.Digest},
	}
	return encodeAround(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}, "results", 3, body)
}

// start lists the rules of the report. A finding whose rule is not among them
// gets a rule of its id alone.
func (s *sarifFormat) start(r *Report) {
	if s.index != nil {
		return
	}
	s.rules, s.index = []sarifRule{}, map[string]int{}
	for _, rule := range r.Rules {
		s.add(rule)
	}
}

func (s *sarifFormat) add(rule finding.Rule) {
	if _, ok := s.index[rule.ID]; !ok {
		s.index[rule.ID] = len(s.rules)
		s.rules = append(s.rules, sarifRuleOf(rule))
	}
}

func sarifRuleOf(r finding.Rule) sarifRule {
	out := sarifRule{
		ID:                   Printable(r.ID),
		DefaultConfiguration: &sarifConfig{Level: sarifLevel(r.Severity)},
		Properties:           &sarifProperties{SecuritySeverity: securitySeverity(r.Severity)},
		ShortDescription:     sarifOptional(r.Title),
		FullDescription:      sarifOptional(r.Description),
		Help:                 sarifHelp(r),
	}
	for _, a := range r.Aliases {
		out.DeprecatedIDs = appendNew(out.DeprecatedIDs, Printable(a))
	}
	// GitHub shows a security severity only for rules tagged "security".
	tags := appendNew([]string{"security"}, Printable(r.Area()))
	for _, c := range r.Controls {
		tags = appendNew(tags, Printable(c.ID))
	}
	out.Properties.Tags = tags[:min(len(tags), maxTags)]
	for _, res := range r.RelatedResources {
		if u, err := url.Parse(res.Ref); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			out.HelpURI = u.String()
			break
		}
	}
	return out
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func sarifOptional(s string) *sarifText {
	if s == "" {
		return nil
	}
	return &sarifText{Text: Printable(s)}
}

// sarifHelp is what code scanning shows beside an alert.
func sarifHelp(r finding.Rule) *sarifText {
	var text, md []string
	add := func(label, s string) {
		if s == "" {
			return
		}
		text = append(text, label+Printable(s))
		md = append(md, ifElse(label == "", "", "**"+strings.TrimSpace(label)+"** ")+EscapeMarkdown(Clip(s, maxText)))
	}
	add("", r.Description)
	add("Fix: ", r.Remediation)
	add("Controls: ", controls(r.Controls))
	if len(text) == 0 {
		return nil
	}
	return &sarifText{Text: strings.Join(text, "\n\n"), Markdown: strings.Join(md, "\n\n")}
}

func sarifLevel(s finding.Severity) string {
	switch s {
	case finding.Critical, finding.High:
		return "error"
	case finding.Medium:
		return "warning"
	}
	return "note"
}

// securitySeverity is a score on the scale of CVSS from which GitHub reads a
// severity again: over 9 critical, from 7 high, from 4 medium.
func securitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Medium:
		return "5.5"
	}
	return "3.0"
}

func sarifResultOf(d Deployment, f finding.Finding, o Options) sarifResult {
	res := sarifResult{
		RuleID: Printable(f.Policy), Message: sarifMessage(Sentence(f)),
		Locations:           sarifLocations(f.Range, f.Path, o),
		CodeFlows:           sarifFlow(f, o),
		PartialFingerprints: map[string]string{fpName: Printable(f.Fingerprint)},
		Fixes:               sarifFixes(f.Fix, o),
		Properties: map[string]any{
			"deployment": d.Path, "severity": f.Severity, "kind": f.Kind, "status": f.Status, "blocking": f.Blocking,
		},
	}
	for i, r := range f.Related {
		res.RelatedLocations = append(res.RelatedLocations, sarifLocation{ID: i + 1, Physical: sarifPhysicalOf(r, o)})
	}
	res.Kind, res.Level = sarifKind(d, f)
	if f.AppliesFrom != "" {
		res.Properties["appliesFrom"] = f.AppliesFrom
	}
	if f.New != nil {
		res.BaselineState = ifElse(*f.New, "new", "unchanged")
	}
	if f.Waiver != "" && f.Status != finding.Open {
		res.Suppressions = []sarifSuppression{{
			Kind:   "external",
			Status: ifElse(f.Status == finding.Waived, "accepted", "underReview"), Justification: Printable(waiverNote(f)),
		}}
	}
	return res
}

// sarifKind gives the kind and the level of a result. The standard wants level
// none for every kind but fail.
func sarifKind(d Deployment, f finding.Finding) (kind, level string) {
	switch {
	case f.Kind == finding.Upcoming:
		return "informational", "none"
	case Options{}.onlyCounted(d, f):
		return "open", "none"
	case f.Blocking || f.Status == finding.Waived:
		return "fail", sarifLevel(f.Severity)
	}
	return "fail", ifElse(f.Severity == finding.Low, "note", "warning")
}

// sarifMessage keeps a text from being read as an embedded link.
func sarifMessage(s string) sarifText {
	s = strings.ReplaceAll(Printable(s), "](", "] (")
	return sarifText{Text: ifElse(s == "", "(no message)", s)}
}

func sarifLocations(r finding.Range, p finding.Path, o Options) []sarifLocation {
	var loc sarifLocation
	if r.File != "" {
		loc.Physical = sarifPhysicalOf(r, o)
	}
	if len(p) > 0 {
		loc.Logical = []sarifLogical{{FullyQualifiedName: Printable(p.String())}}
	}
	if loc.Physical == nil && loc.Logical == nil {
		return nil
	}
	return []sarifLocation{loc}
}

func sarifPhysicalOf(r finding.Range, o Options) *sarifPhysical {
	p := &sarifPhysical{Artifact: sarifFile(o.fromRoot(r.File))}
	if r.Start.Line < 1 {
		return p
	}
	reg := &sarifRegion{StartLine: r.Start.Line, StartColumn: max(r.Start.Column, 0)}
	switch {
	case r.End.Line > r.Start.Line:
		reg.EndLine, reg.EndColumn = r.End.Line, max(r.End.Column, 0)
	case r.End.Line == r.Start.Line:
		reg.EndLine = r.End.Line
		if reg.StartColumn > 0 && r.End.Column >= reg.StartColumn {
			reg.EndColumn = r.End.Column
		}
	}
	p.Region = reg
	return p
}

// sarifFile names a file by a URI relative to the root of the repository, or an
// absolute one where the path is absolute.
func sarifFile(file string) sarifArtifact {
	file = strings.ToValidUTF8(file, "\ufffd")
	if path.IsAbs(file) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: file}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: file}).String(), URIBaseID: srcRoot}
}

// sarifFlow shows a witness as a code flow. Its elements are known by address
// alone; the last one is what the finding is about, and has its place.
func sarifFlow(f finding.Finding, o Options) []sarifCodeFlow {
	if len(f.Witness) == 0 {
		return nil
	}
	var steps []sarifThreadFlowLocation
	for i, w := range f.Witness {
		loc := sarifLocation{
			Logical: []sarifLogical{{FullyQualifiedName: Printable(w)}},
			Message: &sarifText{Text: sarifMessage(w).Text},
		}
		if i == len(f.Witness)-1 && f.Range.File != "" {
			loc.Physical = sarifPhysicalOf(f.Range, o)
		}
		steps = append(steps, sarifThreadFlowLocation{Location: loc})
	}
	return []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{Locations: steps}}}}
}

// invocation tells what went wrong in the run itself.
func (s *sarifFormat) invocation(r *Report, o Options) sarifInvocation {
	inv := sarifInvocation{ExecutionSuccessful: !finding.HasErrors(r.Diagnostics) && !s.failed}
	for _, d := range r.Diagnostics {
		inv.Notifications = append(inv.Notifications, sarifNotification{
			Level:     ifElse(d.Severity == finding.Warning, "warning", "error"),
			Message:   sarifMessage(oneLine(d)),
			Locations: sarifLocations(d.Range, nil, o),
		})
	}
	inv.Notifications = append(inv.Notifications, s.notices...)
	return inv
}

// notify keeps what there is to say of the evaluation of a deployment.
func (s *sarifFormat) notify(d Deployment, o Options) {
	for _, n := range overridden(d) {
		s.notices = append(s.notices, sarifNotification{
			Level: "note", Message: sarifMessage(oneLine(n)), Locations: sarifLocations(n.Range, nil, o),
		})
	}
	for _, p := range d.failures() {
		s.failed = true
		s.notices = append(s.notices, sarifNotification{
			Level:          "error",
			Message:        sarifMessage(d.Path + ": " + p.ID + " could not be evaluated: " + p.Reason),
			AssociatedRule: &sarifRuleRef{ID: Printable(p.ID)},
		})
	}
}
