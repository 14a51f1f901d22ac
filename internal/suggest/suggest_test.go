package suggest

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	words := []string{"encryption_in_transit", "retention", "user.contact.email", "tls1.2", "tls1.3", "from", "production"}
	for _, tc := range []struct{ word, want string }{
		{"encrpytion_in_transit", "encryption_in_transit"},
		{"retension", "retention"},
		{"user.contact.emial", "user.contact.email"},
		{"tls1.4", "tls1.2"},
		{"colour", ""},
		{"form", "from"},
		{"prod", "production"},
		{"pr", ""},
		{"", ""},
		{"ret", "retention"},
		{"tls", ""},
		{"ret\u00e9ntion", "retention"},
		{strings.Repeat("x", 10_000), ""},
	} {
		if got := Nearest(tc.word, words); got != tc.want {
			t.Errorf("Nearest(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
}

// A name that is offered is one of the candidates, a name that is among them
// is its own nearest, and of equally near ones the first wins.
func TestNearestOfItself(t *testing.T) {
	words := []string{"flow", "store", "store_a", "store_b", "größe", "a"}
	for _, w := range words {
		if got := Nearest(w, words); got != w {
			t.Errorf("Nearest(%q) = %q", w, got)
		}
	}
	if got := Nearest("store_c", words); got != "store_a" {
		t.Errorf("Nearest(store_c) = %q", got)
	}
	if got := Nearest("strore", words); !slices.Contains(words, got) {
		t.Errorf("Nearest(strore) = %q", got)
	}
	if got := Nearest("x", nil); got != "" {
		t.Errorf("Nearest of nothing = %q", got)
	}
}

func TestDidYouMean(t *testing.T) {
	if got := DidYouMean("flows", []string{"flow"}); got != " Did you mean \"flow\"?" {
		t.Errorf("%q", got)
	}
	if got := DidYouMean("xyz", []string{"flow"}); got != "" {
		t.Errorf("%q", got)
	}
}
