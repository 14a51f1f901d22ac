// Package suggest finds the name that somebody meant when they wrote another.
package suggest

import (
	"fmt"
	"slices"
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
// equally near ones, the first wins. A word that is the beginning of exactly
// one candidate means that one: "prod" is short for "production".
func Nearest(word string, candidates []string) string {
	if len(word) > maxWord {
		return ""
	}
	word = strings.ToLower(word)
	best, bestScore := "", 0.0
	begun, beginning := 0, ""
	for _, c := range candidates {
		lower := strings.ToLower(c)
		if len(word) >= 3 && strings.HasPrefix(lower, word) {
			begun, beginning = begun+1, c
		}
		if score := likeness(word, lower); score > bestScore && score >= closeEnough {
			best, bestScore = c, score
		}
	}
	if best == "" && begun == 1 {
		return beginning
	}
	return best
}

// likeness is the share of the two words that agrees, from 0 to 1. The same
// letters in another order are a slip of the fingers, which counting edits
// overrates in short words.
func likeness(a, b string) float64 {
	short, long := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if a != b && short == long && short > 2 && sameLetters(a, b) {
		return 0.95
	}
	if short > long {
		short, long = long, short
	}
	if float64(short) < closeEnough*float64(long) {
		return 0 // that many insertions alone are too many
	}
	return levenshtein.Match(a, b, nil)
}

func sameLetters(a, b string) bool {
	x, y := []rune(a), []rune(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// DidYouMean is a sentence that suggests the nearest candidate, with a space
// before it, or "".
func DidYouMean(word string, candidates []string) string {
	if n := Nearest(word, candidates); n != "" {
		return fmt.Sprintf(" Did you mean %q?", n)
	}
	return ""
}

// OneOf is DidYouMean, and names the candidates where none is near.
func OneOf(word string, candidates []string) string {
	if s := DidYouMean(word, candidates); s != "" || len(candidates) == 0 {
		return s
	}
	const most = 12
	if len(candidates) > most {
		return " It can be " + strings.Join(candidates[:most], ", ") + ", …"
	}
	return " It can be " + strings.Join(candidates, ", ") + "."
}
