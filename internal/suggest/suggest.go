// Package suggest finds the name that somebody meant when they wrote another.
package suggest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// closeEnough is the share of a word that must agree before it is suggested;
// below it, a suggestion is more often wrong than right.
const closeEnough = 0.6

// maxWord bounds the comparison, whose cost is quadratic in the lengths.
const maxWord = 200

// Nearest is the candidate most like word, or "" when none is like it. Of
// equally near ones, the first wins.
func Nearest(word string, candidates []string) string {
	best, bestScore := "", 0.0
	if len(word) > maxWord {
		return ""
	}
	n := utf8.RuneCountInString(word)
	for _, c := range candidates {
		short, long := n, utf8.RuneCountInString(c)
		if short > long {
			short, long = long, short
		}
		if float64(short) < closeEnough*float64(long) {
			continue // that many insertions alone are too many
		}
		if score := levenshtein.Match(strings.ToLower(word), strings.ToLower(c), nil); score > bestScore && score >= closeEnough {
			best, bestScore = c, score
		}
	}
	return best
}

// DidYouMean is a sentence that suggests the nearest candidate, with a space
// before it, or "".
func DidYouMean(word string, candidates []string) string {
	if n := Nearest(word, candidates); n != "" {
		return fmt.Sprintf(" Did you mean %q?", n)
	}
	return ""
}
