package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	settle     = 100 * time.Millisecond // without a change, before tests run again: editors write several files
	maxWatched = 5000                   // folders
)

// watchTests tests the folders whenever a file in them changes. Being
// interrupted is how it ends: the exit code is that of the last run.
func (a *app) watchTests(ctx context.Context, f policyTesting, folders []policyFolder) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	defer w.Close()
	for _, folder := range folders {
		if folder.dir == "" {
			return errors.New("--watch: the built-in policies do not change; name a folder")
		}
		if err := watchBelow(w, folder.dir); err != nil {
			return err
		}
	}
	for {
		a.code = exitOK
		if err := a.testPolicies(ctx, f, folders); err != nil && ctx.Err() == nil {
			a.fail(err) // a file half written is no reason to stop
			a.code = exitError
		}
		if ctx.Err() != nil {
			return nil
		}
		fmt.Fprintf(a.Err, "watching %s; Ctrl-C ends\n", folders[0].Name)
		if err := changed(ctx, w); err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// watchBelow watches a folder and all below it.
func watchBelow(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return nil // gone again, or not a folder
		case p != dir && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case len(w.WatchList()) >= maxWatched:
			return fmt.Errorf("--watch: more than %d folders below %s; name the folder of a policy", maxWatched, dir)
		}
		if err := w.Add(p); err != nil {
			return fmt.Errorf("watch %s: %w", p, err)
		}
		return nil
	})
}

// changed waits until a file that matters has changed and nothing has for a
// moment, or until ctx is done.
func changed(ctx context.Context, w *fsnotify.Watcher) error {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-quiet:
			return nil
		case err := <-w.Errors:
			return fmt.Errorf("watch: %w", err)
		case e := <-w.Events:
			if info, err := os.Stat(e.Name); err == nil && info.IsDir() {
				if err := watchBelow(w, e.Name); err != nil {
					return err
				}
				quiet = time.After(settle)
			}
			if e.Op != fsnotify.Chmod && matters(e.Name) {
				quiet = time.After(settle)
			}
		}
	}
}

func matters(file string) bool {
	switch filepath.Ext(file) {
	case ".rego", ".hcl", ".json":
		return !strings.HasPrefix(filepath.Base(file), ".")
	}
	return false
}
