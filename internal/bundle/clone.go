package bundle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/aicomply/aicomply/internal/git"
)

// clone reads a pack from a folder of a git repository.
func clone(ctx context.Context, address, ref, folder string) (_ Contents, err error) {
	repo, err := git.Fetch(ctx, address, ref)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, repo.Remove()) }()
	tree, err := repo.Tree(ctx, repo.Commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	below, err := fs.Sub(tree, cmp.Or(folder, "."))
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", folder, err)
	}
	files, err := ReadDir(below)
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", repo.Commit, err)
	}
	return files, nil
}
