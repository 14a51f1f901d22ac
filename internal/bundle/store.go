package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/aicomply/aicomply/internal/config"
)

// Store keeps packs by their digest.
type Store struct {
	Dir string // folder; made when something is written
}

// ErrAbsent says that the store does not have a pack.
var ErrAbsent = errors.New("the pack is not in the local store")

func (s Store) file(digest string) string {
	return filepath.Join(s.Dir, strings.TrimPrefix(digest, "sha256:")+".tar.gz")
}

// Get reads the pack with a digest. One that is there with other contents than
// its name says is an error, and one that is not there ErrAbsent.
func (s Store) Get(digest string) (Contents, error) {
	if !config.IsDigest(digest) {
		return nil, fmt.Errorf("%q is no digest", clip(digest))
	}
	data, err := os.ReadFile(s.file(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrAbsent
	} else if err != nil {
		return nil, err
	}
	c, err := Unpack(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.file(digest), err)
	}
	if got := c.Digest(); got != digest {
		return nil, fmt.Errorf("%s holds %s: remove the file, and pull again", s.file(digest), got)
	}
	return c, nil
}

// Put writes a pack. Others see it whole or not at all.
func (s Store) Put(c Contents) error {
	data, err := c.Pack()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.Dir, ".pack-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), s.file(c.Digest()))
}
