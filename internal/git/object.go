package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// objects is a long-lived git cat-file: an object id goes in, what it is comes
// out. It starts with the first request.
type objects struct {
	r    *Repository
	ctx  context.Context
	mode string // --batch or --batch-check

	mu     sync.Mutex
	cmd    *exec.Cmd
	cancel context.CancelFunc
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *bounded
	err    error // after which it cannot be used
}

// header is what git says of an object.
type header struct {
	kind string // blob, tree, commit, tag
	size int64
}

var errClosed = errors.New("the files of the commit are closed")

// get asks for an object. With --batch, data is its content; the caller made
// sure that it is small enough.
func (o *objects) get(id string) (h header, data []byte, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil && o.cmd == nil {
		o.err = o.start()
	}
	if o.err != nil {
		return header{}, nil, o.err
	}
	timer := time.AfterFunc(timeLimit, o.cancel)
	h, data, err = o.exchange(id)
	late := !timer.Stop()
	if missing := new(missingError); err != nil && !errors.As(err, &missing) {
		o.err = o.failed(err, late)
		err = o.err
	}
	return h, data, err
}

func (o *objects) start() error {
	ctx, cancel := context.WithCancel(o.ctx)
	stderr := &bounded{max: maxStderr}
	cmd := o.r.command(ctx, "cat-file", o.mode)
	cmd.Stderr = stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		cancel()
		return fmt.Errorf("git cat-file: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		_ = in.Close()
		cancel()
		return fmt.Errorf("git cat-file: %w", err)
	}
	o.cmd, o.cancel, o.stderr, o.in, o.out = cmd, cancel, stderr, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// missingError is an object that the repository does not have.
type missingError struct{ id string }

func (e *missingError) Error() string {
	return fmt.Sprintf("object %s is not in the repository: it is damaged, or a partial clone", e.id)
}

func (o *objects) exchange(id string) (header, []byte, error) {
	if _, err := io.WriteString(o.in, id+"\n"); err != nil {
		return header{}, nil, err
	}
	text, err := o.out.ReadSlice('\n')
	if err != nil {
		return header{}, nil, err
	}
	f := strings.Fields(string(text))
	if len(f) == 2 && f[1] == "missing" {
		return header{}, nil, &missingError{id}
	}
	if len(f) != 3 || f[0] != id {
		return header{}, nil, errors.New("its answer is not understood")
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil || size < 0 {
		return header{}, nil, errors.New("its answer is not understood")
	}
	h := header{f[1], size}
	if o.mode != "--batch" {
		return h, nil, nil
	}
	if size > maxObject {
		return h, nil, errors.New("the object is too large")
	}
	data := make([]byte, size+1) // and the line feed after it
	_, err = io.ReadFull(o.out, data)
	return h, data[:size:size], err
}

// failed ends the process and says why it failed.
func (o *objects) failed(err error, late bool) error {
	o.stop()
	switch msg := o.stderr.message(); {
	case o.ctx.Err() != nil:
		return o.ctx.Err()
	case late:
		return fmt.Errorf("git cat-file took longer than %s", timeLimit)
	case msg != "":
		return fmt.Errorf("git cat-file: %s", msg)
	}
	return fmt.Errorf("git cat-file: %w", err)
}

func (o *objects) stop() {
	if o.cmd == nil {
		return
	}
	_ = o.in.Close()
	o.cancel()
	_ = o.cmd.Wait() // killed, or at the end of its input: neither is news
	o.cmd = nil
}

func (o *objects) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stop()
	o.err = errClosed
}
