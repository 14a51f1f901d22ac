// Package trace tells how rules were evaluated, for people who ask why one holds
// or does not: which lines of each body held, where it stopped, and with which
// values. It adds up over iterations, so that what it says grows with the policy
// and not with the input.
package trace

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The bounds of a text.
const (
	maxLines  = 200
	maxSource = 120 // bytes of a line of source
	maxDepth  = 40  // of what is shown
	callDepth = 4   // how much deeper a rule stands than the one that asks it
)

// Text is what a trace says.
type Text struct {
	Lines []string // not escaped
	Left  int      // lines that are left out
}

// Add adds a line.
func (t *Text) Add(line string) {
	if len(t.Lines) >= maxLines {
		t.Left++
		return
	}
	t.Lines = append(t.Lines, line)
}

// WriteTo adds what was recorded. Where it does not fit, rules that others ask
// are left out, the innermost first. The sources are the texts of the files, by
// the name that locations have.
func (r *Recorder) WriteTo(t *Text, sources map[string][]byte) {
	if r.root == nil {
		return
	}
	split := map[string][][]byte{}
	for deepest := maxDepth; ; deepest -= callDepth {
		w := &writer{sources: sources, split: split, deepest: deepest}
		for _, l := range r.root.lines {
			w.bodies(l.calls, 0, 0)
		}
		if deepest > 0 && len(t.Lines)+len(w.text.Lines)+w.text.Left >= maxLines {
			continue
		}
		for _, l := range w.text.Lines {
			t.Add(l)
		}
		t.Left += w.text.Left
		if w.hidden > 0 {
			t.Add(fmt.Sprintf("Left out: what was asked further down, %d times.", w.hidden))
		}
		return
	}
}

type writer struct {
	text    Text
	sources map[string][]byte
	split   map[string][][]byte // sources, as lines
	deepest int                 // the deepest rules that are shown
	hidden  int                 // rules that are not
}

func (w *writer) add(depth int, line string) {
	w.text.Add(strings.Repeat("  ", depth) + line)
}

// bodies lists those that were entered from the line in row, and came to
// nothing, before the others.
func (w *writer) bodies(all []*body, row, depth int) {
	for _, stopped := range []bool{true, false} {
		for _, b := range all {
			if (b.held == 0) == stopped {
				w.body(b, row, depth)
			}
		}
	}
}

func (w *writer) body(b *body, row, depth int) {
	if b.rule == nil {
		w.within(b, row, depth)
		return
	}
	if depth > w.deepest {
		w.hidden++
		return
	}
	at, more := b.rule.Location, ""
	if b.args != "" && b.entered > 1 {
		more = fmt.Sprintf(" and %d more", b.entered-1)
	}
	w.add(depth, fmt.Sprintf("%s%s%s at %s:%d %s", nameOf(b.rule), b.args, more, at.File, at.Row, b.outcome()))
	for _, v := range b.values {
		w.add(depth+1, "gives "+v)
	}
	w.lines(b, at.File, depth+1)
}

// within is a body that stands within an expression. What it does on a line of
// its own is shown; else only what it calls.
func (w *writer) within(b *body, row, depth int) {
	if b.key.at != nil && slices.ContainsFunc(b.lines, func(l *line) bool { return l.row != row }) {
		w.lines(b, b.key.at.File, depth)
		return
	}
	for _, l := range b.lines {
		w.bodies(l.calls, row, depth)
	}
}

func (w *writer) lines(b *body, file string, depth int) {
	for _, l := range b.lines {
		if l.row == 0 || unremarkable(b, l) {
			w.bodies(l.calls, l.row, depth)
			continue
		}
		w.add(depth, fmt.Sprintf("%4d  %s  -- %s", l.row, w.source(file, l), l.outcome()))
		for _, v := range l.without {
			w.add(depth+4, "stops: "+v)
		}
		for _, v := range l.with {
			w.add(depth+4, "holds: "+v)
		}
		w.bodies(l.calls, l.row, depth+callDepth-1)
	}
}

// unremarkable reports whether a line held that is only the body "true" of a
// rule without one, or the head of a rule whose body has lines of its own.
func unremarkable(b *body, l *line) bool {
	if b.rule == nil || l.stopped > 0 {
		return false
	}
	return len(b.rule.Body) == 1 && b.rule.Body[0].String() == "true" || l.row == b.rule.Head.Location.Row && len(b.lines) > 1
}

// source is the whole line of the file, or else its first expression.
func (w *writer) source(file string, l *line) string {
	lines, ok := w.split[file]
	if !ok {
		lines = bytes.Split(w.sources[file], []byte("\n"))
		w.split[file] = lines
	}
	text := l.text
	if l.row <= len(lines) && len(w.sources[file]) > 0 {
		text = string(lines[l.row-1])
	}
	return clip(strings.TrimSpace(text), maxSource)
}

func nameOf(r *ast.Rule) string {
	name := r.Head.Ref().GroundPrefix().String()
	if r.Default {
		return "default " + name
	}
	return name
}

func (b *body) outcome() string {
	switch {
	case b.held > 0:
		return "holds " + times(b.held)
	case len(b.lines) == 0:
		return "does not fit: its arguments or its key are others"
	}
	for _, l := range slices.Backward(b.lines) {
		if l.stopped > 0 {
			return fmt.Sprintf("stops at line %d", l.row)
		}
	}
	return "is not finished"
}

func (l *line) outcome() string {
	var parts []string
	if l.stopped > 0 {
		parts = append(parts, "stops "+times(l.stopped))
	}
	if l.held > 0 {
		parts = append(parts, "holds "+times(l.held))
	}
	if len(parts) == 0 {
		return "not finished"
	}
	return strings.Join(parts, ", ")
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
