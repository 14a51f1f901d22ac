package cli

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"unicode"
)

// GitHub's runner reads what a step prints, on both streams, and takes a line
// that begins with "::", or any that holds "##[", for a command. Manifests and
// policies in a pull request are somebody else's words.

// actions reports whether the runner reads what is printed.
func (s Streams) actions() bool { return s.Getenv("GITHUB_ACTIONS") == "true" }

// prose is stdout for text that is written bit by bit.
func (a *app) prose() io.Writer {
	if a.actions() {
		return commandless{a.Out}
	}
	return a.Out
}

// inert prints text as it is, and stops the runner from looking for commands
// until the end of it.
func inert(w io.Writer, data []byte) error {
	return inertly(w, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// inertly is inert for text that is written bit by bit.
func inertly(w io.Writer, text func(io.Writer) error) error {
	token := rand.Text()
	if _, err := fmt.Fprintf(w, "::stop-commands::%s\n", token); err != nil {
		return err
	}
	err := text(&trimmed{w: w})
	_, end := fmt.Fprintf(w, "\n::%s::\n", token)
	return cmp.Or(err, end)
}

// trimmed leaves out the line feeds at the end.
type trimmed struct {
	w    io.Writer
	held int
}

func (t *trimmed) Write(p []byte) (int, error) {
	text := bytes.TrimRight(p, "\n")
	if len(text) > 0 {
		if _, err := t.w.Write(bytes.Repeat([]byte("\n"), t.held)); err != nil {
			return 0, err
		}
		t.held = 0
		if _, err := t.w.Write(text); err != nil {
			return 0, err
		}
	}
	t.held += len(p) - len(text)
	return len(p), nil
}

// commandless breaks up what the runner would take for a command. Each Write
// begins a line.
type commandless struct{ w io.Writer }

func (c commandless) Write(p []byte) (int, error) {
	var out []byte
	for line := range bytes.Lines(p) {
		rest := bytes.TrimLeftFunc(line, unicode.IsSpace)
		if bytes.HasPrefix(rest, []byte("::")) {
			out = append(out, line[:len(line)-len(rest)]...)
			out, line = append(out, ": "...), rest[1:]
		}
		out = append(out, bytes.ReplaceAll(line, []byte("##["), []byte("## ["))...)
	}
	if _, err := c.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
