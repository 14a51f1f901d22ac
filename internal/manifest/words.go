package manifest

import (
	"strings"

	"github.com/aicomply/aicomply/internal/suggest"
)

// maxCompared bounds the names that are compared over all problems: a manifest
// can name each of 200,000 blocks wrongly.
const maxCompared = 1_000_000

// hints suggests names for those that are misspelt, as long as it is cheap.
type hints struct {
	ds       *diagnostics
	compared int
}

// nearest is a sentence that suggests the candidate most like word, with a
// space before it, or "".
func (h *hints) nearest(word string, candidates []string) string {
	return didYouMean(h.name(word, candidates))
}

// name is the candidate most like word, or "".
func (h *hints) name(word string, candidates []string) string {
	if h.ds.full() || h.compared > maxCompared {
		return ""
	}
	h.compared += len(candidates)
	return suggest.Nearest(word, candidates)
}

// didYouMean is the sentence that suggests a name; "" without one.
func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return " Did you mean \"" + name + "\"?"
}

// all joins words as a sentence does: "a, b or c".
func all(words []string, conjunction string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// article puts the indefinite article before a word.
func article(word string) string {
	if strings.ContainsRune("aeio", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// title starts a word with a capital letter.
func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// cut keeps a message readable whatever the value.
func cut(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxShown {
			return s[:i] + "…"
		}
	}
	return s
}

const maxShown = 60 // code points of a value in a message
