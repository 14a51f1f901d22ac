package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/finding"
)

// jsonFormat is the model itself. Its deployments are encoded one by one.
type jsonFormat struct{}

func (jsonFormat) deployment(b *bytes.Buffer, _ *Report, d Deployment, _ Options) error {
	return encodeItem(b, filled(d), 2)
}

func (jsonFormat) finish(w io.Writer, r *Report, body body, _ Options) error {
	return encodeAround(w, withoutNulls(r), "deployments", 1, body)
}

// encodeItem encodes one item of a list that lies so many levels deep in an
// indented document, with the comma that separates it from the one before.
func encodeItem(b *bytes.Buffer, v any, depth int) error {
	indent := strings.Repeat("  ", depth)
	b.WriteString(",\n" + indent)
	if err := encodeJSON(b, v, indent); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line feed at the end
	return nil
}

// encodeAround writes a document whose list of that name, so many levels deep,
// is empty, with the items in it. No text in a document has a line feed, so
// that the list is found by the line it is on.
func encodeAround(w io.Writer, doc any, name string, depth int, items body) error {
	var b bytes.Buffer
	if err := EncodeJSON(&b, doc); err != nil {
		return err
	}
	indent := "\n" + strings.Repeat("  ", depth)
	line := indent + `"` + name + `": [`
	before, after, ok := bytes.Cut(b.Bytes(), []byte(line+"]"))
	switch {
	case !ok:
		return fmt.Errorf("encode report: it has no empty list %s", name)
	case items.size == 0:
		_, err := w.Write(b.Bytes())
		return err
	}
	before = append(bytes.Clone(before), line...)
	skip := &skipper{w: w, n: 1} // the comma before the first
	return body{items.size, func(io.Writer) error { return items.writeTo(skip) }}.around(w, before, append([]byte(indent+"]"), after...))
}

// skipper leaves out the first n bytes.
type skipper struct {
	w io.Writer
	n int
}

func (s *skipper) Write(p []byte) (int, error) {
	skip := min(s.n, len(p))
	s.n -= skip
	n, err := s.w.Write(p[skip:])
	return n + skip, err
}

// EncodeJSON writes indented JSON that ends in a line feed. Hidden characters
// inside strings are written as \u escapes: a terminal that shows the file
// stays safe and a reader gets the same text back.
func EncodeJSON(w io.Writer, v any) error { return encodeJSON(w, v, "") }

// encodeJSON puts prefix in front of all lines but the first.
func encodeJSON(w io.Writer, v any, prefix string) error {
	out := &escaper{w: w}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
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
	if !anyHidden(doc, escaped) {
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

// anyHidden reports whether a character is to be escaped. Almost all are
// printable ASCII, which none is.
func anyHidden(doc []byte, escaped func(rune) bool) bool {
	for i := 0; i < len(doc); {
		if c := doc[i]; c >= ' ' && c <= '~' || c == '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(doc[i:])
		if escaped(r) {
			return true
		}
		i += size
	}
	return false
}

// withoutNulls is a copy of the report, without its deployments, in which every
// list that has a place in the JSON is there, if empty. The report itself stays
// as it is.
func withoutNulls(r *Report) *Report {
	c := *r
	c.SchemaVersion = SchemaVersion
	c.Rules = list(r.Rules)
	for i := range c.Rules {
		c.Rules[i].Controls = list(c.Rules[i].Controls)
	}
	c.Diagnostics = list(r.Diagnostics)
	c.Deployments = []Deployment{}
	return &c
}

// filled is a copy of the deployment without nulls.
func filled(d Deployment) Deployment {
	d.Policies = there(d.Policies)
	d.Findings = withoutNullsIn(d.Findings)
	if d.Fixed != nil {
		d.Fixed = withoutNullsIn(d.Fixed)
	}
	if d.Diagram != nil {
		shown := *d.Diagram
		shown.Nodes, shown.Edges = there(shown.Nodes), there(shown.Edges)
		d.Diagram = &shown
	}
	return d
}

func withoutNullsIn(fs []finding.Finding) []finding.Finding {
	fs = list(fs)
	for i := range fs {
		fs[i].Controls = there(fs[i].Controls)
		fs[i].Path = finding.Path(there([]string(fs[i].Path)))
	}
	return fs
}

// there is s, or an empty list where it is nil.
func there[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// list copies s and is never nil.
func list[T any](s []T) []T { return append([]T{}, s...) }
