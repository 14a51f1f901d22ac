//go:build !unix

package policy

import (
	"errors"
	"io/fs"
)

// private is left to the system, whose folder for caches is the user's own.
func private(info fs.FileInfo) error {
	if !info.IsDir() {
		return errors.New("not a folder")
	}
	return nil
}
