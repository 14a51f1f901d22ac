package github

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// maxLinked is how long a path may be that a link leads to, in bytes.
const maxLinked = 1024

// How many characters of one text a comment shows.
const (
	longText  = 4000 // in a comment on a line
	shortText = 400  // in a list
	nameText  = 200  // of a path or an id
)

// disclaimer stands at the end of every summary.
const disclaimer = "_Generated pre-fill, not a legal determination._"

func md(s string, limit int) string   { return report.EscapeMarkdown(report.Clip(s, limit)) }
func code(s string, limit int) string { return report.CodeSpan(report.Clip(s, limit)) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// findingText is a comment on a line, without its marker. suggestion is the
// block that offers the finding's fix, or empty where the fix is told in words.
func findingText(f finding.Finding, suggestion string) string {
	parts := []string{
		fmt.Sprintf("**%s** %s", severityName(f.Severity), code(f.Policy, nameText)) + state(f),
		md(report.Sentence(f), longText),
	}
	if f.Remediation != "" {
		parts = append(parts, "**Fix:** "+md(f.Remediation, longText))
	}
	if suggestion != "" {
		parts = append(parts, suggestion, "The suggestion mends the manifest; "+report.FixNote+".")
	} else if fix := report.FixMarkdown(f.Fix); fix != "" {
		parts = append(parts, "**Fix:** "+fix)
	}
	if way := nodesOf(f.Witness); len(way) > 1 {
		parts = append(parts, "**Path:** "+md(strings.Join(way, " → "), longText))
	}
	if len(f.Controls) > 0 {
		parts = append(parts, "**Controls:** "+controlsText(f.Controls))
	}
	return fit(strings.Join(parts, "\n\n"))
}

// fit makes a text short enough for a comment, and ends it as splitMarker does,
// so that a text can be compared with one that is read back.
func fit(text string) string { return cutTo(text, maxBody) }

// resolvedText replaces a comment that has replies and whose finding is gone.
func resolvedText(sha string) string {
	return "No longer reported at " + code(sha, nameText) + "."
}

func severityName(s finding.Severity) string {
	if s == "" || !s.Valid() {
		return "Finding"
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:])
}

// state tells what the reader of one finding has to know beside its severity.
func state(f finding.Finding) string {
	s := " · advisory"
	if f.Blocking {
		s = " · blocking"
	}
	if f.Kind == finding.Gap || f.Kind == finding.Contradiction || f.Kind == finding.Stale {
		s += " · " + string(f.Kind)
	}
	if f.Status == finding.Pending {
		s += " · waiver pending"
	}
	return s
}

// nodesOf picks the nodes out of a witness, which alternates nodes and edges.
func nodesOf(witness []string) []string {
	var nodes []string
	for i := 0; i < len(witness); i += 2 {
		nodes = append(nodes, witness[i])
	}
	return nodes
}

func controlsText(controls []finding.Control) string {
	const most = 20
	var parts []string
	for i, c := range controls {
		if i == most {
			parts = append(parts, fmt.Sprintf("%d more", len(controls)-most))
			break
		}
		verb := "requires"
		if c.Relation == finding.Supports {
			verb = "supports"
		}
		parts = append(parts, code(c.ID, nameText)+" "+verb)
	}
	return strings.Join(parts, ", ")
}

// links makes addresses of lines at one commit.
type links struct {
	server, repository, sha string
	number                  int // of the pull request

	// moved reports that lines of a file may be others at the commit than in the
	// report; nil = of none.
	moved func(file string) bool
}

// checks is where the pull request shows the runs on it, with their summaries.
func (l links) checks() string {
	if l.number == 0 {
		return "job summary"
	}
	return fmt.Sprintf("[job summary](%s/%s/pull/%d/checks)", l.server, l.repository, l.number)
}

// commit is a link to a commit, or nothing where none is named.
func (l links) commit(sha string) string {
	if !isCommit(sha) {
		return ""
	}
	return fmt.Sprintf("[`%s`](%s/%s/commit/%s)", sha[:12], l.server, l.repository, sha)
}

// of is links to another commit.
func (l links) of(sha string) links {
	l.sha, l.moved = sha, nil
	return l
}

// at is a Markdown link to a range, or plain code where it lies outside the
// repository, or nothing where there is no place.
func (l links) at(r finding.Range) string {
	if r.File == "" {
		return ""
	}
	name := r.File
	if r.Start.Line > 0 {
		name = fmt.Sprintf("%s:%d", r.File, r.Start.Line)
	}
	label := code(name, nameText)
	if !inRepository(r.File) || l.sha == "" || len(r.File) > maxLinked {
		return label
	}
	note := ""
	if r.Start.Line > 0 && l.moved != nil && l.moved(r.File) {
		r, note = finding.Range{File: r.File}, " (line after the merge)"
	}
	// A bracket in a code span does not end a link's label.
	return "[" + label + "](" + l.url(r) + ")" + note
}

func (l links) url(r finding.Range) string {
	segments := strings.Split(path.Clean(r.File), "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(s), "@", "%40")
	}
	address := fmt.Sprintf("%s/%s/blob/%s/%s", l.server, l.repository, l.sha, strings.Join(segments, "/"))
	if lines := linesOf(r); lines.first > 0 {
		address += fmt.Sprintf("#L%d", lines.first)
		if lines.last > lines.first {
			address += fmt.Sprintf("-L%d", lines.last)
		}
	}
	return address
}

// inRepository reports whether a path names a file below the repository's root.
func inRepository(file string) bool {
	clean := path.Clean(file)
	return clean != "." && !path.IsAbs(clean) && clean != ".." && !strings.HasPrefix(clean, "../") &&
		!strings.ContainsRune(file, '\\')
}
