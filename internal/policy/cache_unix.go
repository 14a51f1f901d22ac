//go:build unix

package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// private says why a folder is not one that only this user can write to.
func private(info fs.FileInfo) error {
	owner, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.IsDir():
		return errors.New("not a folder")
	case !ok || int(owner.Uid) != os.Geteuid():
		return errors.New("it belongs to another user")
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("others can write to it (%s); take that away with chmod go-w", info.Mode().Perm())
	}
	return nil
}
