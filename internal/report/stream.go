package report

import (
	"bytes"
	"fmt"
	"io"
)

// Stream renders a report in one format while it is made: each deployment is
// rendered as soon as its result is there, and need not be kept. What comes
// before the deployments is often known only after them, so that what was
// rendered waits, packed, until Finish.
type Stream struct {
	format renderer
	o      Options
	buf    bytes.Buffer
	body   spool
}

// renderer is one format, once for each report. deployment renders one
// deployment; finish writes the report around what was rendered, which body
// writes.
type renderer interface {
	deployment(b *bytes.Buffer, r *Report, d Deployment, o Options) error
	finish(w io.Writer, r *Report, body body, o Options) error
}

// body is all that was rendered of the deployments.
type body struct {
	size    int64
	writeTo func(io.Writer) error
}

// Stream begins a report in this format. Close ends it.
func (f Format) Stream(o Options) *Stream { return &Stream{format: f.begin(), o: o} }

// Write renders a whole report.
func (f Format) Write(w io.Writer, r *Report, o Options) error {
	s := f.Stream(o)
	defer s.Close()
	for _, d := range r.Deployments {
		if err := s.Add(r, d, o.Sources); err != nil {
			return err
		}
	}
	return s.Finish(w, r)
}

// Add renders the next deployment. Of r it needs what is known before the
// deployments are: Clock, Rules and Policies. source gives the bytes of the
// deployment's files; it may be nil.
func (s *Stream) Add(r *Report, d Deployment, source func(file string) []byte) error {
	o := s.o
	o.Sources = source
	s.buf.Reset()
	if err := s.format.deployment(&s.buf, r, d, o); err != nil {
		return err
	}
	if _, err := s.body.Write(s.buf.Bytes()); err != nil {
		return fmt.Errorf("keep the report: %w", err)
	}
	return nil
}

// Finish writes the report. r is complete but for its deployments.
func (s *Stream) Finish(w io.Writer, r *Report) error {
	return s.format.finish(w, r, body{s.body.size, s.body.writeTo}, s.o)
}

// Close drops what is kept.
func (s *Stream) Close() { s.body.close() }

// around writes what comes before the deployments, them, and what comes after.
func (b body) around(w io.Writer, before, after []byte) error {
	if _, err := w.Write(before); err != nil {
		return err
	}
	if err := b.writeTo(w); err != nil {
		return err
	}
	_, err := w.Write(after)
	return err
}
