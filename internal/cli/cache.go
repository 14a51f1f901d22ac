package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/aicomply/aicomply/internal/policy"
)

// cacheDir is the variable that names the folder for compiled policies and packs.
const cacheDir = "AICOMPLY_CACHE_DIR"

// policyCache is where policies are kept compiled: AICOMPLY_CACHE_DIR, or a
// folder below the user's for caches. It is nil where there is none.
func (a *app) policyCache() *policy.Cache {
	dir := a.Getenv(cacheDir)
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			a.log.Debugf("policy cache not used: %v", err)
			return nil
		}
		// Not with all its parents: a home that is not there stays away.
		_ = os.Mkdir(base, 0o700)
		dir = filepath.Join(base, "aicomply")
		_ = os.Mkdir(dir, 0o700)
		dir = filepath.Join(dir, "policies")
	}
	return &policy.Cache{Dir: a.join(dir), Program: program(), Log: a.log.Debugf}
}

// program tells this build from others: what the build recorded, and for builds
// from changed sources, which record the same, the file itself.
func program() string {
	id := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		id = info.String()
	}
	if file, err := os.Executable(); err == nil {
		if info, err := os.Stat(file); err == nil {
			id += fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
		}
	}
	return id
}
