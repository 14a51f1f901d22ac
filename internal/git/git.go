// Package git reads a git repository by running the git binary: it resolves
// revisions, finds merge bases, and shows the files of a commit as an fs.FS.
// It never touches the checkout, the index or the network: a partial clone
// fetches nothing, no hook, filter, pager or file system monitor runs, and
// replacement objects do not count.
//
// Revisions and the content of the repository may come from strangers. What is
// read is bounded in size and time, and what git says is shown only as
// printable text.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
)

const (
	timeLimit = time.Minute // of one command, and of one object
	maxOutput = 8 << 20     // bytes that a command may print
	maxStderr = 4 << 10     // bytes kept of what it complains about
)

// Errors that callers tell apart.
var (
	ErrNoGit         = errors.New("the program git is not installed, or not on PATH")
	ErrNotRepository = errors.New("not a git repository")
	ErrShallow       = errors.New("the history is cut off (a shallow clone), so there is no common commit; fetch all of it with: git fetch --unshallow (in GitHub Actions, set fetch-depth: 0 on actions/checkout)")
	ErrUnrelated     = errors.New("they have no common commit: their histories are unrelated")
)

// Repository is a git repository with a checkout. It may be used by several
// goroutines.
type Repository struct {
	git string // the binary
	dir string
}

// Open finds the repository that a folder belongs to. It fails with ErrNoGit
// or ErrNotRepository, or with what git says, such as that the folder belongs
// to another user.
func Open(ctx context.Context, dir string) (*Repository, error) {
	binary, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNoGit
	}
	r := &Repository{git: binary, dir: dir}
	out, err := r.run(ctx, "rev-parse", "--show-toplevel")
	if f := new(failure); errors.As(err, &f) && strings.Contains(f.stderr, "not a git repository") {
		return nil, fmt.Errorf("%s: %w", dir, ErrNotRepository)
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	r.dir, err = filepath.EvalSymlinks(filepath.FromSlash(line(out)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return r, nil
}

// Dir is the top folder of the checkout, absolute, its symbolic links resolved.
func (r *Repository) Dir() string { return r.dir }

// failure is a git command that ended with another code than 0.
type failure struct {
	command string
	code    int
	stderr  string // printable, on one line
}

func (f *failure) Error() string {
	if f.stderr == "" {
		return fmt.Sprintf("git %s failed with code %d", f.command, f.code)
	}
	return fmt.Sprintf("git %s: %s", f.command, f.stderr)
}

// command prepares a git command.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	global := []string{"--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"}
	cmd := exec.CommandContext(ctx, r.git, append(global, args...)...)
	cmd.Dir = r.dir
	cmd.Env = environment()
	cmd.WaitDelay = time.Second // a child of git must not keep us waiting
	return cmd
}

// run gives what a git command prints.
func (r *Repository) run(ctx context.Context, args ...string) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	cmd := r.command(limited, args...)
	stdout, stderr := &bounded{max: maxOutput}, &bounded{max: maxStderr}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := cmd.Run()
	exit := new(exec.ExitError)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, fmt.Errorf("git %s took longer than %s", args[0], timeLimit)
	case errors.As(err, &exit):
		return nil, &failure{command: args[0], code: exit.ExitCode(), stderr: stderr.message()}
	case err != nil:
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	case stdout.over:
		return nil, fmt.Errorf("git %s printed more than %d bytes", args[0], maxOutput)
	}
	return stdout.Bytes(), nil
}

// environment is that of this process without what would point git elsewhere:
// a hook sets GIT_DIR and GIT_INDEX_FILE, for example. Which configuration the
// user wants read, and whom the user trusts, stays.
func environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		keep := strings.HasPrefix(name, "GIT_CONFIG_") || name == "GIT_EXEC_PATH" || name == "GIT_DISCOVERY_ACROSS_FILESYSTEM"
		return strings.HasPrefix(name, "GIT_") && !keep
	})
	return append(env, "LC_ALL=C", "LANGUAGE=", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0")
}

// bounded keeps the first bytes of what is written to it.
type bounded struct {
	bytes.Buffer
	max  int
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if left := b.max - b.Len(); len(p) > left {
		b.over = true
		b.Buffer.Write(p[:left])
		return len(p), nil
	}
	return b.Buffer.Write(p)
}

// ReadFrom keeps exec from going around the bound.
func (b *bounded) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}

// message is what git complained about, as one line of printable text.
func (b *bounded) message() string {
	var lines []string
	for l := range strings.Lines(strings.ToValidUTF8(b.String(), "\ufffd")) {
		l = strings.TrimSpace(l)
		for _, prefix := range []string{"fatal: ", "error: "} {
			l = strings.TrimPrefix(l, prefix)
		}
		if l != "" && !strings.HasPrefix(l, "hint: ") {
			lines = append(lines, printable(l))
		}
	}
	return strings.Join(lines, "; ")
}

// printable replaces the characters that act on a terminal or hide.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// line is the output of a command that prints one line.
func line(out []byte) string { return strings.TrimRight(string(out), "\r\n") }
