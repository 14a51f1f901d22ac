package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"io/fs"
	"path"
	"reflect"
	"strings"
)

// fingerprint identifies everything that Load reads of the sources: each file's
// path, source and text. ok is false when there is something that Load might
// refuse, which it has to say itself.
//
// Unlike Set.Digest it covers data files that no policy refers to, since one
// could become what a policy refers to, and the frameworks.
func fingerprint(o Options) (key string, ok bool) {
	p := newPrinter()
	if o.Library != nil && !heldBySource(o) {
		p.source(Source{Name: libraryName, FS: o.Library}, func(r role) bool { return r == roleLibrary })
	}
	for _, s := range o.Sources {
		p.source(s, func(r role) bool { return r == rolePolicy || r == roleLibrary })
	}
	return p.sum(), !p.failed
}

// heldBySource reports whether the library is also a source, whose files then
// count once.
func heldBySource(o Options) bool {
	for _, s := range o.Sources {
		if s.Name == libraryName && reflect.TypeOf(s.FS).Comparable() && s.FS == o.Library {
			return true
		}
	}
	return false
}

// printer hashes files. Lengths are written before contents, so that no two
// folders are written alike.
type printer struct {
	hash    hash.Hash
	buffer  []byte
	entries int
	total   int64 // bytes of all files
	failed  bool
}

func newPrinter() *printer {
	return &printer{hash: sha256.New(), buffer: make([]byte, 16<<10)}
}

// sum is the hash of all that was written, as 32 bytes.
func (p *printer) sum() string { return string(p.hash.Sum(nil)) }

func (p *printer) source(s Source, want func(role) bool) {
	p.number(0)
	p.string(s.Name)
	err := fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if p.entries++; err != nil || p.entries > maxEntries || p.failed {
			p.failed = true
			return fs.SkipAll
		}
		inData := strings.HasPrefix(name, "data/")
		role := roleOf(name)
		switch {
		case d.IsDir():
			// As in reading: nothing there is policy, and data has no such folders.
			if !inData && skippedDir(name, d) {
				return fs.SkipDir
			}
		case role == roleMisplaced:
			p.failed = true
		case want(role):
			p.file(s.FS, name, d, maxFile)
		case inData && path.Ext(name) == ".json":
			p.file(s.FS, name, d, maxData)
		}
		return nil
	})
	p.failed = p.failed || err != nil
}

func (p *printer) number(n uint64) {
	p.hash.Write(binary.BigEndian.AppendUint64(p.buffer[:0], n))
}

func (p *printer) string(s string) {
	p.number(uint64(len(s)))
	p.write(s)
}

// write hashes a text without a copy of all of it.
func (p *printer) write(s string) {
	for s != "" {
		n := copy(p.buffer, s)
		p.hash.Write(p.buffer[:n])
		s = s[n:]
	}
}

// file hashes a regular file of at most limit bytes.
func (p *printer) file(fsys fs.FS, name string, d fs.DirEntry, limit int64) {
	if !d.Type().IsRegular() {
		p.failed = true
		return
	}
	f, err := fsys.Open(name)
	if err != nil {
		p.failed = true
		return
	}
	defer f.Close()
	p.number(1)
	p.string(name)
	p.content(f, limit)
}

// content hashes blocks, each after its length, and an empty one at the end.
func (p *printer) content(f fs.File, limit int64) {
	for {
		n, err := io.ReadFull(f, p.buffer[8:]) // number uses the first bytes
		p.number(uint64(n))
		p.hash.Write(p.buffer[8 : 8+n])
		limit -= int64(n)
		if p.total += int64(n); limit < 0 || p.total > maxTotal {
			p.failed = true
			return
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			p.number(0)
			return
		default:
			p.failed = true
			return
		}
	}
}
