package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
)

// Cache keeps packs compiled in a folder of the user's, so that policies that
// did not change are not parsed, checked and compiled again. It only ever saves
// time: what does not fit the texts is not used, and what goes wrong is no
// error.
//
// A pack that is restored decides what is found, so the folder has to be one
// that nobody else can write to; another is not used. What stands in an entry
// is told by its name, which is made of every text and of the program.
type Cache struct {
	Dir     string                           // made when it is not there, its parent is not
	Program string                           // identifies the program that compiles
	Log     func(format string, args ...any) // says why something was not used; nil = nobody
}

// The bounds of the folder.
const (
	maxCached     = 32        // entries
	maxCachedSize = 256 << 20 // bytes of all
	maxEntry      = 64 << 20  // bytes of one
	staleAfter    = time.Hour // what another process left half written
)

const (
	cacheMagic     = "aicomply cached policies 1\n"
	cacheExtension = ".pack"
)

func (c *Cache) log(format string, args ...any) {
	if c.Log != nil {
		c.Log(format, args...)
	}
}

// key identifies what the sources of a fingerprint compile to; "" when that
// cannot be told.
func (c *Cache) key(texts string, ok bool) string {
	if !ok {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", len(c.Program), c.Program, texts))
	return string(sum[:])
}

// cached is load, but for what the cache holds. texts is what fingerprint says of
// the sources.
func cached(o Options, texts string, ok bool, load func() (*Set, []finding.Diagnostic)) (*Set, []finding.Diagnostic) {
	c := o.Cache
	key := c.key(texts, ok)
	if key == "" {
		c.log("policy cache: the policies cannot be told apart from others")
		return load()
	}
	dir, err := c.open()
	if err != nil {
		c.log("policy cache not used: %v", err)
		return load()
	}
	defer dir.Close()
	name := hex.EncodeToString([]byte(key)) + cacheExtension
	if s, diags, err := readEntry(dir, name, key); err != nil {
		c.log("policy cache: %v", err)
	} else if s.fits(o.Frameworks) {
		_ = dir.Chtimes(name, time.Time{}, time.Now()) // used just now, for evict
		return s, diags
	}
	s, diags := load()
	// What changed meanwhile is not what the key says.
	if s == nil || c.key(fingerprint(o)) != key {
		return s, diags
	}
	if err := writeEntry(dir, name, key, s, diags); err != nil {
		c.log("policies not cached: %v", err)
	} else if err := evict(dir); err != nil {
		c.log("policy cache: %v", err)
	}
	return s, diags
}

// open opens the folder, and refuses one that others can write to.
func (c *Cache) open() (*os.Root, error) {
	if err := os.Mkdir(c.Dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	dir, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, err
	}
	// Asked of the open folder, not of its name, which could lead elsewhere by now.
	info, err := dir.Stat(".")
	if err == nil {
		err = private(info)
	}
	if err != nil {
		_ = dir.Close()
		return nil, fmt.Errorf("%s: %w", c.Dir, err)
	}
	return dir, nil
}

// An entry is a magic, the SHA-256 of the rest, and the rest: the length of the
// warnings, the warnings as JSON, and the blob, which holds the key again.
func encodeEntry(key string, s *Set, diags []finding.Diagnostic) ([]byte, error) {
	warnings, err := json.Marshal(diags)
	if err != nil {
		return nil, err
	}
	var again []finding.Diagnostic
	if err := json.Unmarshal(warnings, &again); err != nil || !reflect.DeepEqual(diags, again) {
		return nil, errors.New("their warnings cannot be kept")
	}
	blob, err := encodeBlob(s, key)
	if err != nil {
		return nil, err
	}
	if s := restore(string(blob), key); s == nil || !s.whole() {
		return nil, errors.New("they do not decode")
	}
	rest := slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(warnings))), warnings, blob)
	if len(rest) > maxEntry {
		return nil, errors.New("they are too large")
	}
	sum := sha256.Sum256(rest)
	return slices.Concat([]byte(cacheMagic), sum[:], rest), nil
}

func decodeEntry(text, key string) (*Set, []finding.Diagnostic, error) {
	damaged := errors.New("the entry is damaged, or of another version")
	rest, ok := strings.CutPrefix(text, cacheMagic)
	if !ok || len(rest) < sha256.Size+4 {
		return nil, nil, damaged
	}
	sum, rest := rest[:sha256.Size], rest[sha256.Size:]
	if h := sha256.Sum256([]byte(rest)); string(h[:]) != sum {
		return nil, nil, damaged
	}
	n := binary.BigEndian.Uint32([]byte(rest[:4]))
	if rest = rest[4:]; uint64(n) > uint64(len(rest)) {
		return nil, nil, damaged
	}
	var diags []finding.Diagnostic
	if err := json.Unmarshal([]byte(rest[:n]), &diags); err != nil {
		return nil, nil, damaged
	}
	s := restore(rest[n:], key)
	if s == nil || finding.HasErrors(diags) {
		return nil, nil, damaged
	}
	return s, diags, nil
}

func readEntry(dir *os.Root, name, key string) (*Set, []finding.Diagnostic, error) {
	info, err := dir.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, errors.New("the policies are not there yet")
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular() || info.Size() > maxEntry+1024:
		return nil, nil, fmt.Errorf("%s is no entry", name)
	}
	f, err := dir.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var text strings.Builder
	text.Grow(int(info.Size()))
	if _, err := io.Copy(&text, io.LimitReader(f, maxEntry+1024)); err != nil {
		return nil, nil, err
	}
	return decodeEntry(text.String(), key)
}

// writeEntry writes another file first, so that nobody reads half an entry.
func writeEntry(dir *os.Root, name, key string, s *Set, diags []finding.Diagnostic) error {
	text, err := encodeEntry(key, s, diags)
	if err != nil {
		return err
	}
	tmp := fmt.Sprintf("%s.%d-%d.tmp", name, os.Getpid(), time.Now().UnixNano())
	f, err := dir.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = dir.Rename(tmp, name)
	}
	if err != nil {
		_ = dir.Remove(tmp)
	}
	return err
}

// evict removes what was used longest ago until the rest is within bounds, and
// what processes that died left half written. Other files are not touched.
func evict(dir *os.Root) error {
	entries, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		return err
	}
	var kept []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil || !info.Mode().IsRegular():
		case strings.HasSuffix(e.Name(), cacheExtension):
			kept = append(kept, info)
		case strings.Contains(e.Name(), cacheExtension+".") && strings.HasSuffix(e.Name(), ".tmp") && time.Since(info.ModTime()) > staleAfter:
			_ = dir.Remove(e.Name())
		}
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	var total int64
	for i, info := range kept {
		if total += info.Size(); i >= maxCached || total > maxCachedSize {
			err = errors.Join(err, dir.Remove(info.Name()))
		}
	}
	return err
}
