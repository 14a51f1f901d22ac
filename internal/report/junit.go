package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// The elements of JUnit XML that CI servers agree on.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		XMLName xml.Name
		Name    string `xml:"name,attr"`
		junitCounts
		Timestamp  string           `xml:"timestamp,attr,omitempty"`
		Properties *junitProperties `xml:"properties"`
		Cases      []junitCase      `xml:"testcase"`
	}
	junitProperties struct {
		Property []junitProperty `xml:"property"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		Classname string       `xml:"classname,attr"`
		File      string       `xml:"file,attr,omitempty"`
		Line      int          `xml:"line,attr,omitempty"`
		Failure   *junitReason `xml:"failure"`
		Error     *junitReason `xml:"error"`
		Skipped   *junitReason `xml:"skipped"`
		SystemOut string       `xml:"system-out,omitempty"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// junitFormat writes a test suite per deployment and in it a test case per
// policy. Only blocking findings fail a case: advisory, waived and upcoming
// ones are its output, so that a server's verdict is the exit code's.
type junitFormat struct {
	counts junitCounts // of the deployments
}

func (j *junitFormat) deployment(b *bytes.Buffer, r *Report, d Deployment, _ Options) error {
	s := deploymentSuite(d)
	s.close(r)
	j.counts.add(s.junitCounts)
	b.WriteByte('\n')
	return encodeXML(b, s, "  ")
}

func (j *junitFormat) finish(w io.Writer, r *Report, body body, _ Options) error {
	doc := junitSuites{Name: "aicomply", junitCounts: j.counts}
	if s := diagnosticSuite(r.Diagnostics); len(s.Cases) > 0 {
		s.close(r)
		doc.add(s.junitCounts)
		doc.Suites = append(doc.Suites, s)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := encodeXML(&b, doc, ""); err != nil {
		return err
	}
	const end = "</testsuites>"
	before := bytes.TrimSuffix(bytes.TrimSuffix(b.Bytes(), []byte(end)), []byte("\n"))
	if len(doc.Suites) == 0 && body.size == 0 {
		return body.around(w, before, []byte(end+"\n"))
	}
	return body.around(w, before, []byte("\n"+end+"\n"))
}

// encodeXML writes indented XML, with prefix in front of every line.
func encodeXML(b *bytes.Buffer, v any, prefix string) error {
	enc := xml.NewEncoder(b)
	enc.Indent(prefix, "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	return nil
}

// close fills in what is known once the suite has its cases.
func (s *junitSuite) close(r *Report) {
	s.XMLName.Local = "testsuite"
	s.count()
	if r.Clock != "" {
		s.Timestamp = CleanXML(r.Clock) + "T00:00:00"
	}
}

// diagnosticSuite holds the files that could not be checked.
func diagnosticSuite(ds []finding.Diagnostic) junitSuite {
	s := junitSuite{Name: "diagnostics"}
	for _, d := range ds {
		c := junitCase{Name: CleanXML(d.Summary), Classname: CleanXML(d.Range.File)}
		c.File, c.Line = CleanXML(d.Range.File), d.Range.Start.Line
		if d.Severity == finding.Warning {
			c.SystemOut = CleanXML(oneLine(d))
		} else {
			c.Error = &junitReason{Message: CleanXML(d.Summary), Type: "error", Text: CleanXML(d.Detail)}
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func overrideProperties(d Deployment) *junitProperties {
	if len(d.Overrides) == 0 {
		return nil
	}
	var out junitProperties
	for _, o := range d.Overrides {
		out.Property = append(out.Property, junitProperty{Name: "configured", Value: CleanXML(o.describe() + ", " + o.where())})
	}
	return &out
}

func deploymentSuite(d Deployment) junitSuite {
	name := ifElse(d.Path == "", d.System, d.Path)
	s := junitSuite{Name: CleanXML(name), Properties: overrideProperties(d)}
	of := map[string][]finding.Finding{}
	policies := d.Policies
	seen := map[string]bool{}
	for _, p := range policies {
		seen[p.ID] = true
	}
	for _, f := range d.Findings {
		of[f.Policy] = append(of[f.Policy], f)
		if !seen[f.Policy] { // a finding is shown even if its policy's result is not
			seen[f.Policy] = true
			policies = append(policies[:len(policies):len(policies)], PolicyResult{ID: f.Policy})
		}
	}
	for _, p := range policies {
		s.Cases = append(s.Cases, policyCase(name, p, of[p.ID]))
	}
	return s
}

func policyCase(suite string, p PolicyResult, fs []finding.Finding) junitCase {
	c := junitCase{Name: CleanXML(p.ID), Classname: CleanXML(suite)}
	var failed, noted []string
	for _, f := range fs {
		if !f.Blocking {
			noted = append(noted, junitText(f))
			continue
		}
		if len(failed) == 0 {
			c.Failure = &junitReason{Message: CleanXML(Sentence(f)), Type: CleanXML(string(f.Severity))}
			c.File, c.Line = CleanXML(f.Range.File), f.Range.Start.Line
		}
		failed = append(failed, junitText(f))
	}
	if c.Failure != nil {
		c.Failure.Text = strings.Join(failed, "\n\n")
	}
	c.SystemOut = strings.Join(noted, "\n\n")
	switch {
	case p.Result == finding.Errored:
		c.Error = &junitReason{Message: CleanXML(p.Reason), Type: "error"}
	case c.Failure != nil:
	case p.Result == finding.NotApplicable || p.Result == finding.Unknown:
		reason := strings.ReplaceAll(string(p.Result), "_", " ")
		if p.Reason != "" {
			reason += ": " + p.Reason
		}
		c.Skipped = &junitReason{Message: CleanXML(reason)}
	}
	return c
}

func junitText(f finding.Finding) string {
	lines := []string{
		fmt.Sprintf("%s: %s (%s)", place(f), f.Severity, strings.Join(tags(f), ", ")),
		Sentence(f),
	}
	if n := nodes(f.Witness); len(n) > 0 {
		lines = append(lines, "path: "+strings.Join(n, " → "))
	}
	if f.Remediation != "" {
		lines = append(lines, "fix: "+f.Remediation)
	}
	if fix := fixSentence(f.Fix); fix != "" {
		lines = append(lines, "fix: "+fix)
	}
	if note := waiverNote(f); note != "" {
		lines = append(lines, note)
	}
	return CleanXML(strings.Join(lines, "\n"))
}

func (s *junitSuite) count() {
	for _, c := range s.Cases {
		s.Tests++
		switch {
		case c.Error != nil:
			s.Errors++
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

func (c *junitCounts) add(d junitCounts) {
	c.Tests += d.Tests
	c.Failures += d.Failures
	c.Errors += d.Errors
	c.Skipped += d.Skipped
}
