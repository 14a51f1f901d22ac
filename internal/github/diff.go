package github

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/sourcegraph/go-diff/diff"

	"github.com/aicomply/aicomply/internal/finding"
)

// span is a run of lines of the new file, both ends included.
type span struct{ first, last int }

// changedFile is a file of the pull request, with the lines that can take a
// comment. A file without a patch (binary, too large) has none.
type changedFile struct {
	blob    string // git's id of the content at the head
	removed bool
	hunks   []span
	lines   map[int]string // text of the lines that hunks show, without their line feed
}

// commentable lists, hunk by hunk, the lines of the new file that a patch shows,
// and their text.
// GitHub sends a patch without a file header and without a final newline.
func commentable(patch string) (hunks []span, lines map[int]string, err error) {
	if patch == "" {
		return nil, nil, nil
	}
	parsed, err := diff.ParseHunks([]byte(patch + "\n"))
	if err != nil {
		return nil, nil, fmt.Errorf("parse patch: %w", err)
	}
	// The parser takes carriage returns away. Without the lines as they are,
	// nothing can be said of what they hold.
	exact := !strings.Contains(patch, "\r")
	lines = map[int]string{}
	for _, h := range parsed {
		first := int(h.NewStartLine)
		next := first
		for line := range bytes.Lines(h.Body) {
			if line[0] == '+' || line[0] == ' ' {
				if exact {
					lines[next] = string(bytes.TrimSuffix(line[1:], []byte("\n")))
				}
				next++
			}
		}
		if next > first && first > 0 {
			hunks = append(hunks, span{first, next - 1})
		}
	}
	return hunks, lines, nil
}

// linesOf is the span of lines that a range covers; its end is exclusive, so a
// range that ends before column 1 of a line leaves that line out.
func linesOf(r finding.Range) span {
	s := span{r.Start.Line, r.End.Line}
	if r.End.Column <= 1 {
		s.last--
	}
	s.last = max(s.last, s.first)
	return s
}

// place finds where in the hunks a comment about lines can stand: on all of
// them if one hunk shows them, else on the first of them that is shown.
func place(hunks []span, lines span) (span, bool) {
	if lines.first < 1 {
		return span{}, false
	}
	for _, h := range hunks {
		if h.first <= lines.first && lines.last <= h.last {
			return lines, true
		}
	}
	for _, h := range hunks {
		if first := max(h.first, lines.first); first <= min(h.last, lines.last) {
			return span{first, first}, true
		}
	}
	return span{}, false
}
