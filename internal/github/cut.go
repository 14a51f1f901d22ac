package github

import (
	"strings"
	"unicode/utf8"
)

// maxBody is how long a comment may get, in bytes. GitHub refuses more than
// 65,536 characters; what is left pays for the marker.
const maxBody = 60_000

const (
	cutNote    = "\n\n*The rest is left out: it is too long for GitHub. The report file has it all.*\n"
	detailsEnd = "\n</details>\n"
)

// cut shortens Markdown to at most limit bytes, and closes what is open at
// that point: a code fence and <details> elements. Both are recognised
// at the start of a line only, which is how this program writes them.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	// Room for what may have to be appended, wherever the cut falls.
	all := scan(text)
	room := 1 + all.longestFence + len(cutNote) + all.deepest*len(detailsEnd)
	end := max(limit-room, 0)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	kept := text[:end]
	kept = kept[:boundary(kept)]
	at := scan(kept)
	if at.fence != "" {
		kept += "\n" + at.fence
	}
	return kept + cutNote + strings.Repeat(detailsEnd, at.details)
}

// boundary is where to end a text that goes on: after a whole line where there
// is one in the last kilobyte, or where the last line has code spans, which must
// not lose their end; else before what is not complete.
func boundary(text string) int {
	line := strings.LastIndexByte(text, '\n')
	if line >= 0 && (line > len(text)-1024 || strings.Contains(text[line:], "`")) {
		return line
	}
	if i := strings.LastIndexByte(text, '&'); i >= 0 && i > len(text)-8 && !strings.Contains(text[i:], ";") {
		text = text[:i]
	}
	return len(strings.TrimRight(text, `@#:\`)) // each has what makes it harmless behind it
}

// nesting is what a piece of Markdown leaves open at its end, and the most it
// had open at once.
type nesting struct {
	fence   string // that would close the open code fence, or empty
	details int    // open <details> elements

	longestFence, deepest int
}

func scan(text string) nesting {
	var n nesting
	for line := range strings.Lines(text) {
		fence := fenceOf(line)
		switch {
		case n.fence == "" && fence != "":
			n.fence = fence
			n.longestFence = max(n.longestFence, len(fence))
		case n.fence != "":
			if len(fence) >= len(n.fence) && strings.TrimSpace(line) == fence {
				n.fence = ""
			}
		case strings.HasPrefix(line, "<details"):
			n.details++
			n.deepest = max(n.deepest, n.details)
		case strings.HasPrefix(line, "</details>"):
			n.details = max(n.details-1, 0)
		}
	}
	return n
}

// fenceOf is the run of three or more backticks that a line begins with, after
// at most three spaces. With more backticks behind it, it is a code span.
func fenceOf(line string) string {
	trimmed := strings.TrimLeft(line, " ")
	if len(line)-len(trimmed) > 3 {
		return ""
	}
	n := len(trimmed) - len(strings.TrimLeft(trimmed, "`"))
	if n < 3 || strings.Contains(trimmed[n:], "`") {
		return ""
	}
	return trimmed[:n]
}
