package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/aicomply/aicomply/internal/finding"
)

func writeJSON(w io.Writer, r *Report, _ Options) error {
	return EncodeJSON(w, withoutNulls(r))
}

// EncodeJSON writes indented JSON that ends in a line feed. Hidden characters
// inside strings are written as \u escapes: a terminal that shows the file
// stays safe and a reader gets the same text back.
func EncodeJSON(w io.Writer, v any) error {
	out := &escaper{w: w}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	switch {
	case out.err != nil:
		return fmt.Errorf("write report: %w", out.err)
	case err != nil:
		return fmt.Errorf("encode report: %w", err)
	}
	return nil
}

// escaper passes a document on with what is hidden in it escaped. An encoder
// writes whole documents, so that no character is cut in two, and the report of
// a large repository is not copied once more.
type escaper struct {
	w   io.Writer
	err error
}

func (e *escaper) Write(doc []byte) (int, error) {
	_, e.err = e.w.Write(escapeHidden(doc))
	return len(doc), e.err
}

// escapeHidden works on a whole JSON document: outside strings it holds no
// hidden character but line feeds. The replacement character is escaped too,
// since the encoder escapes it only where it stands for a byte that is not
// UTF-8, and a report that is read and written again should not change.
func escapeHidden(doc []byte) []byte {
	escaped := func(r rune) bool { return r != '\n' && (hidden(r) || r == '\ufffd') }
	if bytes.IndexFunc(doc, escaped) < 0 {
		return doc
	}
	var b bytes.Buffer
	for _, r := range string(doc) {
		switch {
		case !escaped(r):
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

// withoutNulls is a copy of the report in which every list that has a place in
// the JSON is there, if empty. The report itself stays as it is.
func withoutNulls(r *Report) *Report {
	c := *r
	c.SchemaVersion = SchemaVersion
	c.Rules = list(r.Rules)
	for i := range c.Rules {
		c.Rules[i].Controls = list(c.Rules[i].Controls)
	}
	c.Diagnostics = list(r.Diagnostics)
	c.Deployments = list(r.Deployments)
	for i := range c.Deployments {
		d := &c.Deployments[i]
		d.Policies = list(d.Policies)
		d.Findings = withoutNullsIn(list(d.Findings))
		if d.Fixed != nil {
			d.Fixed = withoutNullsIn(list(d.Fixed))
		}
		if d.Diagram != nil {
			shown := *d.Diagram
			shown.Nodes, shown.Edges = list(shown.Nodes), list(shown.Edges)
			d.Diagram = &shown
		}
	}
	return &c
}

func withoutNullsIn(fs []finding.Finding) []finding.Finding {
	for i := range fs {
		fs[i].Controls = list(fs[i].Controls)
		fs[i].Path = finding.Path(list([]string(fs[i].Path)))
	}
	return fs
}

// list copies s and is never nil.
func list[T any](s []T) []T { return append([]T{}, s...) }
