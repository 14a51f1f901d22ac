package cli

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestCommandless(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"a :: b\n":                      "a :: b\n",
		"::error::x\n":                  ": :error::x\n",
		"a\n \t\u00a0::set-output::\nb": "a\n \t\u00a0: :set-output::\nb",
		":::error::":                    ": ::error::",
		"a ##[error]b ##[c]":            "a ## [error]b ## [c]",
	} {
		var b bytes.Buffer
		if n, err := (commandless{&b}).Write([]byte(in)); n != len(in) || err != nil {
			t.Errorf("%q: %d, %v", in, n, err)
		}
		if b.String() != want {
			t.Errorf("%q: %q, want %q", in, &b, want)
		}
	}
}

func TestEscapeJSON(t *testing.T) {
	const text = "ü€😀 \u009b \u202e \U000e0041 \x7f \u200d"
	doc, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	out := escapeJSON(doc)
	if want := "\"ü€😀 \\u009b \\u202e \\udb40\\udc41 \\u007f \u200d\""; string(out) != want {
		t.Errorf("%s, want %s", out, want)
	}
	var back string
	if err := json.Unmarshal(out, &back); err != nil || back != text {
		t.Errorf("%q, %v", back, err)
	}
}
