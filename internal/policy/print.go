package policy

import (
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/topdown/print"
)

// The bounds of what one policy prints about one deployment.
const (
	maxPrints  = 100 // lines
	maxPrinted = 500 // bytes of one
)

// Prints is what print() calls said, in the order of the calls.
type Prints struct {
	Lines []Printed
	Left  int // further lines, which are not kept
}

// Printed is what one print() said.
type Printed struct {
	File string
	Line int
	Text string // its first 500 bytes; not escaped
}

// Print makes Prints a hook of OPA.
func (p *Prints) Print(at print.Context, text string) error {
	if len(p.Lines) >= maxPrints {
		p.Left++
		return nil
	}
	line := Printed{Text: clipTo(text, maxPrinted)}
	if at.Location != nil {
		line.File, line.Line = at.Location.File, at.Location.Row
	}
	p.Lines = append(p.Lines, line)
	return nil
}

// clipTo cuts a text after so many bytes, at a character, and says so with an ellipsis.
func clipTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return strings.Clone(s[:most]) + "…"
}

var printCall = regexp.MustCompile(`\bprint\s*\(`)

// prints reports whether a policy of the sources may print. What cannot be read
// does not; whoever loads it says why.
func prints(o Options) bool {
	found := false
	for _, s := range (&pack{opts: o}).sources() {
		entries := 0
		_ = fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if entries++; err != nil || entries > maxEntries || found {
				return fs.SkipAll
			}
			if d.IsDir() || roleOf(name) == roleIgnored || roleOf(name) == roleTest {
				return nil
			}
			text, err := readFile(s.FS, name, maxFile)
			found = err == nil && printCall.Match(text)
			return nil
		})
	}
	return found
}
