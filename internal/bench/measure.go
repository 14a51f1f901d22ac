package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// sample is one run of one command.
type sample struct {
	wall, cpu time.Duration
	rss       int64 // peak, bytes
	ended     bool  // in time
}

// measured is a workload with its samples, by side and round.
type measured struct {
	workload
	names    []string
	samples  [][]sample
	findings string // how many both sides agree on; "" = not compared
}

func measure(ctx context.Context, e *env, w workload) (measured, error) {
	fmt.Fprintf(os.Stderr, "%s\n", w.name)
	if w.make != nil {
		if err := w.make(ctx, e); err != nil {
			return measured{}, err
		}
	}
	sides := w.sides(e)
	m := measured{workload: w, samples: make([][]sample, len(sides))}
	for _, s := range sides {
		m.names = append(m.names, s.name)
	}
	if w.agree {
		n, err := e.agree(ctx, sides[0], sides[1])
		if err != nil {
			return measured{}, err
		}
		m.findings = n
	}
	// One round to warm up, except where one takes long.
	for round := -min(1, w.rounds-1); round < w.rounds; round++ {
		for i := range sides {
			// Now the one first, now the other.
			k := (i + max(round, 0)) % len(sides)
			s, err := e.time(ctx, sides[k])
			if err != nil {
				return measured{}, err
			}
			if round >= 0 {
				m.samples[k] = append(m.samples[k], s)
			}
		}
	}
	return m, nil
}

// command is a side as a process.
func (s side) command(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.args[0], s.args[1:]...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), s.env...)
	return cmd
}

// time runs a command once; what it prints is thrown away.
func (e *env) time(ctx context.Context, s side) (sample, error) {
	limited, stop := context.WithTimeout(ctx, e.timeout)
	defer stop()
	cmd := s.command(limited)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	begin := time.Now()
	err := cmd.Run()
	out := sample{wall: time.Since(begin), ended: true}
	if cmd.ProcessState == nil || ctx.Err() != nil {
		return out, cmp.Or(ctx.Err(), err)
	}
	const stopped = 124 // by the program timeout
	switch code := cmd.ProcessState.ExitCode(); {
	case limited.Err() != nil || code == stopped:
		out.ended = false
	case code != 0 && code != 1: // 1 = something was found
		return out, fmt.Errorf("%s: exit %d\n%s", strings.Join(s.args, " "), code, stderr.String())
	}
	out.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	out.rss = peak(cmd.ProcessState)
	return out, nil
}

// agree fails unless both commands find the same, and says how much that is.
func (e *env) agree(ctx context.Context, ours, theirs side) (string, error) {
	ctx, stop := context.WithTimeout(ctx, e.timeout)
	defer stop()
	files := []string{e.path("ours.json"), e.path("theirs.json")}
	for i, s := range []side{ours, theirs} {
		if err := save(s.command(ctx), files[i]); err != nil {
			return "", fmt.Errorf("%s: %w", strings.Join(s.args, " "), err)
		}
	}
	out, err := exec.CommandContext(ctx, e.path("data"), "agree", files[0], files[1]).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("the sides disagree: %s", out)
	}
	return strings.TrimSpace(string(out)), nil
}

// save runs a command with its output into a file. That something was found is
// no error.
func save(cmd *exec.Cmd, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	cmd.Stdout = f
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// median is the middle value; of none, 0.
func median[T cmp.Ordered](values []T) T {
	var zero T
	if len(values) == 0 {
		return zero
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
