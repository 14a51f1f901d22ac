package git

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aicomply/aicomply/internal/suggest"
)

// maxRef bounds a revision as given, and maxNames the branches and tags among
// which the nearest to an unknown one is looked for.
const (
	maxRef   = 1024
	maxNames = "10000"
)

// Resolve is the commit, in full hexadecimal digits, that a revision names: a
// branch, a tag, a commit, or anything else that git understands. A branch that
// is only there as origin/REF is found too. The error for one that does not
// exist names the nearest branch or tag and, in a shallow clone, how to fetch.
func (r *Repository) Resolve(ctx context.Context, ref string) (commit string, err error) {
	switch {
	case ref == "":
		return "", errors.New("the revision is empty")
	case len(ref) > maxRef:
		return "", fmt.Errorf("the revision is longer than %d bytes", maxRef)
	case strings.HasPrefix(ref, "-") || printable(ref) != ref:
		return "", fmt.Errorf("%q is not a revision", ref)
	}
	for _, name := range []string{ref, "refs/remotes/origin/" + ref} {
		out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
		if f := new(failure); errors.As(err, &f) {
			continue
		} else if err != nil {
			return "", err
		}
		if commit := line(out); isHex(commit) {
			return commit, nil
		}
	}
	return "", r.unknown(ctx, ref)
}

// unknown explains that there is no such revision.
func (r *Repository) unknown(ctx context.Context, ref string) error {
	hint := ""
	if out, err := r.run(ctx, "for-each-ref", "--count="+maxNames, "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"); err == nil {
		hint = suggest.DidYouMean(ref, strings.Fields(printableLines(out)))
	}
	if r.shallow(ctx) {
		hint += " " + shallowHint(ref)
	}
	return fmt.Errorf("there is no branch, tag or commit %q.%s", ref, hint)
}

// shallowHint says how to fetch a revision that a shallow clone lacks. Such a
// clone follows one branch, so the name of another has to be given twice.
func shallowHint(ref string) string {
	name := strings.TrimPrefix(ref, "origin/")
	if !isHex(ref) {
		name += ":refs/remotes/origin/" + name
	}
	return "This is a shallow clone; fetch the revision with: git fetch --unshallow origin " + name + " (in GitHub Actions, set fetch-depth: 0 on actions/checkout)"
}

func printableLines(out []byte) string {
	var names []string
	for l := range strings.Lines(string(out)) {
		names = append(names, printable(strings.TrimSpace(l)))
	}
	return strings.Join(names, "\n")
}

// MergeBase is the best common ancestor of two commits, as Resolve gives them.
// If there is none, the error is ErrShallow where the clone does not have all
// of the history, else ErrUnrelated.
func (r *Repository) MergeBase(ctx context.Context, a, b string) (commit string, err error) {
	if !isHex(a) || !isHex(b) {
		return "", errors.New("merge base of what are no commits")
	}
	out, err := r.run(ctx, "merge-base", a, b)
	f := new(failure)
	switch {
	case errors.As(err, &f) && r.shallow(ctx):
		return "", ErrShallow
	case errors.As(err, &f) && f.code == 1:
		return "", ErrUnrelated
	case err != nil:
		return "", err
	}
	if commit := line(out); isHex(commit) {
		return commit, nil
	}
	return "", errors.New("git merge-base did not print a commit")
}

// shallow reports whether the clone lacks a part of the history.
func (r *Repository) shallow(ctx context.Context) bool {
	out, err := r.run(ctx, "rev-parse", "--is-shallow-repository")
	return err == nil && line(out) == "true"
}

// isHex reports whether s is a full object id, SHA-1 or SHA-256.
func isHex(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}
