package cli

import (
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	start := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var out strings.Builder
	env := map[string]string{}
	a := &app{Streams: Streams{Err: &out, ErrTTY: true, Getenv: func(name string) string { return env[name] }}}
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
	for name, value := range map[string]string{"CI": "true", "TERM": "dumb"} {
		env = map[string]string{name: value}
		if p := a.newProgress(1, start); p != nil {
			t.Errorf("progress with %s=%s", name, value)
		}
	}
	env, a.ErrTTY = nil, false
	if p := a.newProgress(1, start); p != nil {
		t.Error("progress without a terminal")
	}
}

func TestInterrupted(t *testing.T) {
	for _, test := range []struct {
		e    interrupted
		want string
	}{
		{interrupted{132, 1000}, "interrupted: 132 of 1,000 deployments were checked; no report was written"},
		{interrupted{0, 1}, "interrupted: 0 of 1 deployment was checked; no report was written"},
	} {
		if got := test.e.Error(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
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
