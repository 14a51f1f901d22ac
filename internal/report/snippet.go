package report

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/finding"
)

const (
	tabStop    = 4
	lineWidth  = 120 // columns of a source line that are shown when the terminal's width is not known
	minSnippet = 20
	maxLine    = 16 << 10 // bytes of a source line that is shown at all: a longer one is not written by hand
)

// sources looks up lines of source files, splitting each file once.
type sources struct {
	get   func(file string) []byte
	lines map[string][][]byte
	kept  *Lines
}

func (o Options) sources() *sources {
	s := newSources(o.Sources)
	s.kept = o.Lines
	return s
}

func newSources(get func(string) []byte) *sources {
	return &sources{get: get, lines: map[string][][]byte{}}
}

// Lines are single lines of source files. The zero value has none.
type Lines struct {
	byPlace map[linePlace]string
}

type linePlace struct {
	file string
	line int
}

// Keep takes over the lines that diagnostics show, so that the sources need not
// be kept.
func (l *Lines) Keep(diags []finding.Diagnostic, source func(file string) []byte) {
	if len(diags) == 0 {
		return
	}
	src := newSources(source)
	for _, d := range diags {
		at := linePlace{d.Range.File, d.Range.Start.Line}
		if _, done := l.byPlace[at]; done {
			continue
		}
		if text, ok := src.line(at.file, at.line); ok {
			if l.byPlace == nil {
				l.byPlace = map[linePlace]string{}
			}
			l.byPlace[at] = text
		}
	}
}

// line gives line n of a file, counting from 1, without its line break. It gives
// none where the source is not at hand or the line is too long to show.
func (s *sources) line(file string, n int) (string, bool) {
	if s.kept != nil {
		if text, ok := s.kept.byPlace[linePlace{file, n}]; ok {
			return text, true
		}
	}
	if s.get == nil || file == "" {
		return "", false
	}
	lines, ok := s.lines[file]
	if !ok {
		if src := s.get(file); src != nil {
			lines = bytes.Split(src, []byte("\n"))
		}
		s.lines[file] = lines
	}
	if n < 1 || n > len(lines) {
		return "", false
	}
	line := bytes.TrimSuffix(lines[n-1], []byte("\r"))
	return string(line[:min(len(line), maxLine)]), len(line) <= maxLine
}

// cell is one character of a source line as it is shown.
type cell struct {
	text  string
	width int // columns on a terminal
}

// cells lays a line out: tabs are filled with spaces, hidden characters are
// spelled out, and each cell knows its width, so that a mark under the line
// stands under the right characters.
func cells(line string) []cell {
	cs := make([]cell, 0, len(line))
	col := 0
	for i, r := range line {
		var c cell
		switch {
		case r == '\t':
			n := tabStop - col%tabStop
			c = cell{strings.Repeat(" ", n), n}
		case hidden(r):
			c = cell{visible(r), len(visible(r))}
		case r == utf8.RuneError:
			c = cell{"\ufffd", 1}
		default:
			c = cell{line[i : i+utf8.RuneLen(r)], runeWidth(r)}
		}
		cs = append(cs, c)
		col += c.width
	}
	return cs
}

// snippet renders the first line of a range, and a line of spaces and carets
// that marks the range in it. Both fit into width columns.
func snippet(line string, r finding.Range, width int) (text, marks string) {
	cs := cells(line)
	start := min(max(r.Start.Column-1, 0), len(cs))
	end := len(cs)
	if r.End.Line <= r.Start.Line && r.End.Column > 0 {
		end = min(r.End.Column-1, len(cs))
	}
	end = max(end, start)
	lo, hi := window(cs, start, end, width)
	text = join(cs[lo:hi])
	pad := total(cs[lo:max(lo, start)])
	if lo > 0 {
		text = "…" + text
		pad++
	}
	if hi < len(cs) {
		text += "…"
	}
	n := total(cs[min(start, hi):min(end, hi)])
	return text, strings.Repeat(" ", pad) + strings.Repeat("^", max(n, 1))
}

// window picks the cells to show: all of them if they fit, else from the
// beginning if the range is near it, else from a little before the range.
func window(cs []cell, start, end, width int) (lo, hi int) {
	if total(cs) <= width {
		return 0, len(cs)
	}
	budget := max(width-2, 1) // room for an ellipsis on both sides
	if total(cs[:end]) > budget {
		lo = start
		for lead := 0; lo > 0 && lead+cs[lo-1].width <= budget/4; lo-- {
			lead += cs[lo-1].width
		}
		for lo < start && cs[lo].width == 0 { // do not begin with a combining mark
			lo++
		}
	}
	hi = lo
	for used := 0; hi < len(cs) && used+cs[hi].width <= budget; hi++ {
		used += cs[hi].width
	}
	return lo, hi
}

func total(cs []cell) int {
	n := 0
	for _, c := range cs {
		n += c.width
	}
	return n
}

func join(cs []cell) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.text)
	}
	return b.String()
}

// displayWidth is how many columns a line takes on a terminal.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is 0 for combining marks and joiners, 2 for wide East Asian
// characters and emoji, and 1 for all others: what most terminals do.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r == '\u200c' || r == '\u200d' || unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide holds the blocks that Unicode's East Asian Width (UAX #11) lists as wide
// or fullwidth.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x231a, Hi: 0x231b, Stride: 1},
		{Lo: 0x23e9, Hi: 0x23ec, Stride: 1}, {Lo: 0x26a1, Hi: 0x26a1, Stride: 1},
		{Lo: 0x2705, Hi: 0x2705, Stride: 1}, {Lo: 0x274c, Hi: 0x274c, Stride: 1},
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0x33ff, Stride: 1},
		{Lo: 0x3400, Hi: 0x4dbf, Stride: 1}, {Lo: 0x4e00, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97c, Stride: 1}, {Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff01, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x16fe0, Hi: 0x18cff, Stride: 1}, {Lo: 0x1b000, Hi: 0x1b2ff, Stride: 1},
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}
