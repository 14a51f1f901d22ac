package cli

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Progress is shown once a run takes this long, and then so often.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// progress says on a terminal how far a long run has come, on one line that is
// gone at the end. A nil progress says nothing.
type progress struct {
	w     io.Writer
	total int
	next  time.Time
	shown bool
}

// newProgress is nil where nobody looks: in pipes, logs and dumb terminals, and
// in CI, some of which pretends to be a terminal.
func (a *app) newProgress(total int, now time.Time) *progress {
	if !a.ErrTTY || a.Getenv("TERM") == "dumb" || a.Getenv("CI") != "" {
		return nil
	}
	return &progress{w: a.Err, total: total, next: now.Add(progressAfter)}
}

func (p *progress) show(done int, now time.Time) {
	if p == nil || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(progressEvery), true
	fmt.Fprintf(p.w, "\rchecked %s of %s\x1b[K", thousands(done), thousands(p.total))
}

// clear takes the line away.
func (p *progress) clear() {
	if p != nil && p.shown {
		p.shown = false
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// thousands is a number as people read it: 2,310.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// interrupted is the error of a run that the user ended while deployments were
// checked.
type interrupted struct{ done, total int }

func (e interrupted) Error() string {
	deployments := "deployments were"
	if e.total == 1 {
		deployments = "deployment was"
	}
	return fmt.Sprintf("interrupted: %s of %s %s checked; no report was written", thousands(e.done), thousands(e.total), deployments)
}
