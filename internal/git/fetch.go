package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Fetched is one commit of another repository, in a folder of its own.
type Fetched struct {
	*Repository
	Commit string
}

// Fetch brings one commit of another repository into a new temporary folder:
// that of a branch, a tag or a commit id; empty = the default branch. This is
// the only function here that uses the network; it takes https and ssh
// addresses, and file addresses of this machine. The caller removes what it
// brought.
func Fetch(ctx context.Context, address, ref string) (*Fetched, error) {
	binary, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNoGit
	}
	dir, err := os.MkdirTemp("", "aicomply-git-*")
	if err != nil {
		return nil, err
	}
	f := &Fetched{Repository: &Repository{git: binary, dir: dir}}
	if err := f.fetch(ctx, address, ref); err != nil {
		return nil, errors.Join(err, f.Remove())
	}
	return f, nil
}

func (f *Fetched) fetch(ctx context.Context, address, ref string) error {
	// Without a template no hook of the user's is copied.
	if _, err := f.run(ctx, "init", "--quiet", "--bare", "--template=", "."); err != nil {
		return err
	}
	if ref == "" {
		ref = "HEAD"
	}
	limited, cancel := context.WithTimeout(ctx, 2*timeLimit)
	defer cancel()
	cmd := f.command(limited, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--end-of-options", address, ref)
	cmd.Env = append(cmd.Env, "GIT_ALLOW_PROTOCOL=https:ssh:file", "GIT_PROTOCOL_FROM_USER=0")
	stderr := &bounded{max: maxStderr}
	cmd.Stderr = stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("git fetch %s %s: %w: %s", printable(address), printable(ref), err, stderr.message())
	}
	out, err := f.run(ctx, "rev-parse", "--verify", "FETCH_HEAD^{commit}")
	if err != nil {
		return err
	}
	f.Commit = line(out)
	return nil
}

// Remove deletes what was fetched.
func (f *Fetched) Remove() error { return os.RemoveAll(filepath.Clean(f.dir)) }
