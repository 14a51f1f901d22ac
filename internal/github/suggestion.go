package github

import (
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// maxSuggested is how many lines a suggestion may replace.
const maxSuggested = 50

// commentText is the text of a comment on lines of a file.
func (s *session) commentText(f finding.Finding, file string, lines span) string {
	return findingText(f, suggestion(f.Fix, file, lines, s.files[file].lines))
}

// suggestion is the block by which GitHub offers to replace the lines of a
// comment, or nothing where that is not sure to be the fix and the fix alone:
// the comment stands on just the lines of the attribute, the pull request shows
// them, and nothing else is on them. shown is the text of the file's lines.
func suggestion(fix *finding.Fix, file string, lines span, shown map[int]string) string {
	if fix == nil || fix.Range.File != file || linesOf(fix.Range) != lines || lines.last-lines.first >= maxSuggested {
		return ""
	}
	if fix.Replacement == "" || report.EscapeTerminal(fix.Replacement) != fix.Replacement {
		return ""
	}
	indent, ok := alone(fix, lines, shown)
	if !ok {
		return ""
	}
	return strings.TrimSuffix(report.CodeFence(indent+fix.Replacement, "suggestion"), "\n")
}

// alone reports whether the attribute that a fix replaces stands alone on its
// lines, and gives the white space before it.
func alone(fix *finding.Fix, lines span, shown map[int]string) (indent string, ok bool) {
	for n := lines.first; n <= lines.last; n++ {
		if _, ok := shown[n]; !ok {
			return "", false
		}
	}
	first, last := []rune(shown[lines.first]), []rune(shown[lines.last])
	start, end := fix.Range.Start.Column-1, fix.Range.End.Column-1
	if start < 0 || start > len(first) || end < 0 || end > len(last) || fix.Range.End.Line != lines.last {
		return "", false
	}
	indent = string(first[:start])
	name, _, _ := strings.Cut(fix.Replacement, "=")
	name = strings.TrimSpace(name)
	rest, named := strings.CutPrefix(string(first[start:]), name)
	if name == "" || !named || !strings.HasPrefix(strings.TrimLeft(rest, " \t"), "=") {
		return "", false
	}
	return indent, strings.Trim(indent+string(last[end:]), " \t") == ""
}
