package report

import (
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// FixNote goes with every fix: a manifest only says how a deployment is.
const FixNote = "the deployment itself must be changed as well"

// FixText is a fix as the attribute to write, on one line and with one space
// around its equals sign; "" without a fix. It is not escaped.
func FixText(f *finding.Fix) string {
	if f == nil {
		return ""
	}
	name, value, ok := strings.Cut(f.Replacement, "=")
	if !ok {
		return f.Replacement
	}
	return strings.TrimSpace(name) + " = " + strings.TrimSpace(value)
}

// fixSentence is a fix with its note; "" without one.
func fixSentence(f *finding.Fix) string {
	text := FixText(f)
	if text == "" {
		return ""
	}
	return text + "; " + FixNote
}

// FixMarkdown is a fix with its note as Markdown; "" without one.
func FixMarkdown(f *finding.Fix) string {
	text := CodeSpan(Clip(FixText(f), maxText))
	if text == "" {
		return ""
	}
	return text + "; " + FixNote
}

// sarifFixes is the change of source that settles a finding.
func sarifFixes(f *finding.Fix, o Options) []sarifFix {
	if f == nil || f.Range.File == "" || f.Range.Start.Line < 1 {
		return nil
	}
	place := sarifPhysicalOf(f.Range, o)
	return []sarifFix{{
		Description: sarifMessage(fixSentence(f)),
		Changes: []sarifChange{{
			Artifact:     place.Artifact,
			Replacements: []sarifReplacement{{Deleted: place.Region, Inserted: sarifContent{Text: Printable(f.Replacement)}}},
		}},
	}}
}
