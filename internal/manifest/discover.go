package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// maxFolders bounds the search for deployments below a directory.
const maxFolders = 100_000

// ErrNoDeployment is what Discover says where there is none.
var ErrNoDeployment = errors.New("no aicomply.hcl and no *.aicomply.hcl in it or below it")

// Discover lists the deployments at a path of fsys: the path itself if it is a
// file or a directory with a manifest, else every directory below it that has
// one, in lexical order. Below a deployment it does not look further, nor into
// hidden and vendored folders, nor through symbolic links. It fails with
// ErrNoDeployment if there is none.
func Discover(fsys fs.FS, name string) ([]string, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	s := &search{fsys: fsys}
	if err := s.visit(name); err != nil {
		return nil, err
	}
	if len(s.found) == 0 {
		return nil, ErrNoDeployment
	}
	return s.found, nil
}

type search struct {
	fsys    fs.FS
	found   []string
	visited int
}

func (s *search) visit(dir string) error {
	if s.visited++; s.visited > maxFolders {
		return fmt.Errorf("more than %d folders below it; name the deployments' own", maxFolders)
	}
	entries, err := fs.ReadDir(s.fsys, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if IsManifest(e.Name()) && !e.IsDir() {
			s.found = append(s.found, dir)
			return nil
		}
	}
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules" || e.Name() == "vendor" {
			continue
		}
		if err := s.visit(path.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
