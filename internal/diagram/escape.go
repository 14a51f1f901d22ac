package diagram

import (
	"fmt"
	"strings"
	"unicode"
)

// printable gives one line of text: what acts on a reader's screen instead of
// being seen (control and direction characters, line breaks, tags) becomes a
// replacement character, and any run of spaces one space.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsGraphic(r) || r == '\u3164' || r >= 0xe0000:
			r = unicode.ReplacementChar
		}
		if r != ' ' || !strings.HasSuffix(b.String(), " ") {
			b.WriteRune(r)
		}
	}
	if out := strings.TrimSpace(b.String()); out != "" {
		return out
	}
	return "?" // an empty label is an error in Mermaid
}

// clip cuts s after limit characters and says so with an ellipsis. It looks at
// no more of s than it keeps.
func clip(s string, limit int) string {
	n := 0
	for i := range s {
		if n == limit {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// mermaidText is text for between the quotes of a Mermaid label. What remains
// as it is has no meaning to Mermaid's lexer, to the Markdown, icon and formula
// syntax that it looks for in labels, or to HTML: letters, digits, spaces, and
// some punctuation between two of those. The rest is written as Mermaid's codes
// for characters, by number. Icons (fa:fa-car) and formulas ($$x$$) are looked
// for after codes are read, so a space without width breaks them up.
func mermaidText(s string, limit int) string {
	rs := []rune(printable(clip(s, limit)))
	alnum := func(i int) bool { return i >= 0 && i < len(rs) && (unicode.IsLetter(rs[i]) || unicode.IsDigit(rs[i])) }
	var b strings.Builder
	for i, r := range rs {
		switch {
		case alnum(i) || r == ' ' || unicode.IsMark(r):
			b.WriteRune(r)
		case strings.ContainsRune("_-.,/", r) && alnum(i-1) && (alnum(i+1) || r == ',' && i+1 < len(rs) && rs[i+1] == ' '):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
			if r == ':' && alnum(i+1) || r == '$' && i+1 < len(rs) && rs[i+1] == '$' {
				b.WriteString("#8203;")
			}
		}
	}
	return b.String()
}

// dotText is text for between the quotes of a DOT label: backslashes start
// escapes there, and ampersands entities.
func dotText(s string, limit int) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(printable(clip(s, limit)))
}
