package suggest

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"encryption_in_transit", "retention", "user.contact.email", "tls1.2", "tls1.3"}
	for _, tc := range []struct{ word, want string }{
		{"encrpytion_in_transit", "encryption_in_transit"},
		{"retension", "retention"},
		{"user.contact.emial", "user.contact.email"},
		{"tls1.4", "tls1.2"},
		{"colour", ""},
		{"", ""},
	} {
		if got := Nearest(tc.word, words); got != tc.want {
			t.Errorf("Nearest(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
}
