package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text in a report is written by whoever wrote the manifest, and on a pull
// request that is a stranger. Everything that leaves this package goes through
// one of the functions below, chosen by where the text lands. They never fail,
// run in linear time and give valid UTF-8 for any input.

// maxText is how many characters of one message, title or remediation a format
// for people shows. JSON and SARIF hold the whole text.
const maxText = 4000

// hidden reports whether a character acts on a reader's screen instead of
// being seen: control characters (and with them ANSI escapes), bidirectional
// controls, invisible format characters, line separators, and the variation
// selectors that are only good for smuggling data. The joiners that emoji and
// several scripts need are not hidden.
func hidden(r rune) bool {
	switch {
	case r >= ' ' && r <= '~':
		return false
	case r == '\u200c' || r == '\u200d':
		return false
	case r == '\u2028' || r == '\u2029' || r == '\u3164' || r == '\ufffe' || r == '\uffff':
		return true
	case r >= 0xe0000 && r <= 0xe0fff:
		return true
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)
}

// visible spells a hidden character out, as in \u{202e}.
func visible(r rune) string { return fmt.Sprintf(`\u{%x}`, r) }

// Printable makes every hidden character but line feeds and tabs visible, turns
// CRLF into LF, and replaces bytes that are not UTF-8.
func Printable(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) && r != '\n' && r != '\t' {
			b.WriteString(visible(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// EscapeTerminal gives one line of text that is safe on a terminal: line
// breaks and tabs become spaces, and no other hidden character is left.
func EscapeTerminal(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, Printable(s))
}

// Clip cuts s after limit characters and says so with an ellipsis.
func Clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// breaker is put where GitHub would otherwise see a mention, a reference or a
// URL. It renders as a zero-width space.
const breaker = "&#8203;"

// EscapeMarkdown gives one line of Markdown that renders as s does in plain
// text, in a paragraph, a list item or a table cell of GitHub Flavored Markdown.
// It holds no HTML, link, image, mention, issue reference or automatic link.
func EscapeMarkdown(s string) string {
	s = strings.TrimSpace(EscapeTerminal(s))
	var b strings.Builder
	digits := true // only digits so far: "1." would begin a list
	for i, r := range s {
		rest := s[i+utf8.RuneLen(r):]
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '|': // a backslash would be read twice in a table cell
			b.WriteString("&#124;")
		case r == '@':
			b.WriteString("@" + breaker)
		case r == '#':
			b.WriteString(`\#` + breaker)
		case r == ':' && strings.HasPrefix(rest, "//"):
			b.WriteString(":" + breaker)
		case r == '.' && hasSuffixFold(s[:i], "www"), r == '-' && hasSuffixFold(s[:i], "gh"):
			b.WriteString(breaker + string(r))
		case strings.ContainsRune("\\`*_[]!~$", r), i == 0 && strings.ContainsRune("-+=", r),
			i > 0 && digits && (r == '.' || r == ')'):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
		digits = digits && r >= '0' && r <= '9'
	}
	return b.String()
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// CodeSpan gives a Markdown code span that holds s on one line, or nothing for
// an empty s. Use it outside tables: see CodeCell.
func CodeSpan(s string) string {
	s = EscapeTerminal(s)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// CodeCell is CodeSpan for a table cell, where a vertical bar ends the cell
// even inside a code span: text that holds one is escaped instead.
func CodeCell(s string) string {
	if strings.ContainsAny(s, "|\\`") {
		return EscapeMarkdown(s)
	}
	return CodeSpan(s)
}

// CodeFence gives a Markdown code block that holds s, ending in a line feed.
// The fence is longer than any run of backticks in s. lang is not escaped.
func CodeFence(s, lang string) string {
	s = strings.TrimSuffix(Printable(s), "\n")
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	return fence + lang + "\n" + s + "\n" + fence + "\n"
}

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// EscapeCommandData escapes the data of a GitHub workflow command, which may
// have several lines. The older syntax "##[command]", which a runner looks for
// anywhere in a line, is broken up, and tabs become spaces.
func EscapeCommandData(s string) string {
	s = strings.ReplaceAll(Printable(s), "##[", "## [")
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", "\t", " ").Replace(s)
}

// EscapeCommandProperty escapes the value of a property of a GitHub workflow
// command, such as its title.
func EscapeCommandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(EscapeCommandData(s))
}

// CleanXML gives text that an XML 1.0 document can hold, to be escaped by
// encoding/xml: the characters that XML forbids are among those made visible.
func CleanXML(s string) string { return Printable(s) }
