package manifest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/aicomply/aicomply/internal/finding"
)

// Limits of what is read. A deployment beyond them cannot be checked.
const (
	MaxFile       = 10 << 20 // bytes of a file
	MaxDeployment = 32 << 20 // bytes of all its files
	MaxDepth      = 100      // nested brackets, and operators in one expression
	MaxBlocks     = 200_000  // blocks, nested ones included
	MaxValues     = 1_000_000
	MaxText       = 64 << 20  // bytes of all texts, each use of a local counted
	maxProblems   = 1_000     // diagnostics collected; the rest are counted
	maxTokens     = 2_000_000 // words and signs of a deployment
)

// source is one file, and the way from byte offsets to lines and columns.
type source struct {
	name  string // as messages show it
	data  []byte
	lines []int // byte offset of the start of each line
	runes []int // code points before each chunk; nil where the file is ASCII
}

const chunk = 4096

var bom = []byte("\xef\xbb\xbf")

// span is a range of bytes in a source.
type span struct {
	src        *source
	start, end int
}

func newSource(name string, data []byte) *source {
	s := &source{name: name, data: data, lines: []int{0}}
	if len(data) >= 3 && string(data[:3]) == string(bom) {
		s.lines[0] = 3 // a byte order mark is not a column
	}
	ascii := true
	for i, b := range data {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	if !ascii {
		s.countRunes()
	}
	return s
}

func (s *source) countRunes() {
	n := 0
	for i, b := range s.data {
		if i%chunk == 0 {
			s.runes = append(s.runes, n)
		}
		if utf8.RuneStart(b) {
			n++
		}
	}
}

// runesBefore is the number of code points that start before the offset.
func (s *source) runesBefore(offset int) int {
	if s.runes == nil || len(s.data) == 0 {
		return offset
	}
	c := min(offset, len(s.data)-1) / chunk
	n := s.runes[c]
	for _, b := range s.data[c*chunk : offset] {
		if utf8.RuneStart(b) {
			n++
		}
	}
	return n
}

func (s *source) pos(offset int) finding.Pos {
	offset = min(offset, len(s.data))
	line, exact := slices.BinarySearch(s.lines, offset)
	if !exact {
		line--
	}
	line = max(line, 0)
	start := min(s.lines[line], offset)
	return finding.Pos{Line: line + 1, Column: s.runesBefore(offset) - s.runesBefore(start) + 1, Byte: offset}
}

func (sp span) rangeOf() finding.Range {
	if sp.src == nil {
		return finding.Range{}
	}
	return finding.Range{File: sp.src.name, Start: sp.src.pos(sp.start), End: sp.src.pos(sp.end)}
}

func (s *source) span(r hcl.Range) span { return span{s, r.Start.Byte, r.End.Byte} }

// parse checks the text and parses it. The body is nil if the text is not fit
// to be parsed; with syntax errors it holds what could be recovered.
// ok is false where something was reported.
func (s *source) parse(ds *diagnostics) (body *hclsyntax.Body, ok bool) {
	if !s.checkText(ds) || !s.checkShape(ds) {
		return nil, false
	}
	file, diags := hclsyntax.ParseConfig(s.data, s.name, hcl.InitialPos)
	for _, d := range diags {
		sp := span{src: s}
		if d.Subject != nil {
			sp = s.span(*d.Subject)
		}
		ds.add(sp, own(d.Summary), "%s", own(d.Detail))
	}
	body, _ = file.Body.(*hclsyntax.Body)
	return body, len(diags) == 0
}

// own puts a message of the parser into the words of this program: it calls an
// argument what everything else here calls an attribute. Names stay as they are.
func own(message string) string {
	for _, before := range []string{"The ", "An ", "Each "} {
		message = strings.ReplaceAll(message, before+"argument ", before+"attribute ")
	}
	return strings.ReplaceAll(message, "Argument ", "Attribute ")
}

// checkText refuses what makes a text look other than it is: bytes that are
// not UTF-8, control characters, and characters that change its direction.
func (s *source) checkText(ds *diagnostics) bool {
	ok := true
	for i := 0; i < len(s.data); {
		r, size := utf8.DecodeRune(s.data[i:])
		if r == utf8.RuneError && size == 1 {
			ds.add(span{s, i, i + 1}, "Invalid character encoding", "This byte is not UTF-8. Save the file as UTF-8.")
			return false
		}
		if forbidden(r) {
			ds.add(span{s, i, i + size}, "Forbidden character", "%s is a control character or changes the direction of the text, so that a reader sees something else than is there. Remove it.", codePoint(r))
			ok = false
			if ds.full() {
				return false
			}
		}
		i += size
	}
	return ok
}

func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// forbidden reports control characters other than tab and line ends, and the
// bidirectional formatting characters of Unicode (UAX #9).
func forbidden(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// diagnostics collects problems, up to a bound.
type diagnostics struct {
	doc     string // what is read, a "manifest"
	whole   string // what its files make up, a "deployment"
	list    []finding.Diagnostic
	dropped int
	tokens  int // words and signs read so far
}

func (ds *diagnostics) full() bool { return len(ds.list) >= maxProblems }

func (ds *diagnostics) outOfRange(at span) {
	ds.add(at, "Number out of range", "A number has at most %d digits after the point and is smaller than 1e15.", maxDecimals)
}

func (ds *diagnostics) add(at span, summary, format string, args ...any) {
	if ds.full() {
		ds.dropped++
		return
	}
	ds.list = append(ds.list, finding.Diagnostic{
		Severity: finding.Error, Summary: summary, Detail: fmt.Sprintf(format, args...), Range: at.rangeOf(),
	})
}
