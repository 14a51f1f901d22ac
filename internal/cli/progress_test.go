package cli

import (
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	start := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var out strings.Builder
	a := &app{Streams: Streams{Err: &out, ErrTTY: true, Getenv: func(string) string { return "" }}}
	p := a.newProgress(10_000, start)
	at := func(d time.Duration, done int, want string) {
		t.Helper()
		out.Reset()
		p.show(done, start.Add(d))
		if out.String() != want {
			t.Errorf("after %s: %q, want %q", d, out.String(), want)
		}
	}
	at(999*time.Millisecond, 10, "")
	at(time.Second, 2310, "\rchecked 2,310 of 10,000\x1b[K")
	at(1100*time.Millisecond, 2400, "")
	at(1200*time.Millisecond, 2500, "\rchecked 2,500 of 10,000\x1b[K")
	out.Reset()
	p.clear()
	p.clear()
	if out.String() != "\r\x1b[K" {
		t.Errorf("cleared by %q", out.String())
	}
	short := a.newProgress(1, start)
	out.Reset()
	if short.clear(); out.String() != "" {
		t.Errorf("a short run wrote %q", out.String())
	}
	a.ErrTTY = false
	if p := a.newProgress(1, start); p != nil {
		t.Error("progress without a terminal")
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}

func TestTrimmed(t *testing.T) {
	var b strings.Builder
	w := &trimmed{w: &b}
	for _, s := range []string{"\n", "a\n\n", "", "b", "c\n", "\n"} {
		if n, err := w.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatal(n, err)
		}
	}
	if b.String() != "\na\n\nbc" {
		t.Errorf("%q", b.String())
	}
}
