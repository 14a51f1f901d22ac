package git

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// info describes an entry of a tree. git keeps no times.
type info struct {
	e    entry
	size int64
}

func (i info) Name() string       { return i.e.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.e.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.e.mode.IsDir() }

// Sys is a Submodule for a submodule, else nil.
func (i info) Sys() any {
	if i.e.sub {
		return Submodule(i.e.id)
	}
	return nil
}

// dirEntry is one name in a listing; its size is asked for when it is needed.
type dirEntry struct {
	t *Tree
	e entry
}

func (d dirEntry) Name() string      { return d.e.name }
func (d dirEntry) IsDir() bool       { return d.e.mode.IsDir() }
func (d dirEntry) Type() fs.FileMode { return d.e.mode.Type() }
func (d dirEntry) String() string    { return fs.FormatDirEntry(d) }

func (d dirEntry) Info() (fs.FileInfo, error) {
	size, err := d.t.size(d.e)
	return info{d.e, size}, at("stat", d.e.name, err)
}

func (t *Tree) list(op, name string, e entry) ([]fs.DirEntry, error) {
	if !e.mode.IsDir() {
		return nil, at(op, name, errNotDir)
	}
	entries, err := t.entries(e)
	if err != nil {
		return nil, at(op, name, err)
	}
	out := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		out = append(out, dirEntry{t, e})
	}
	return out, nil
}

// file is an open file.
type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

// folder is an open folder.
type folder struct {
	info info
	list []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) { return 0, at("read", f.info.Name(), errIsDir) }

// ReadDir gives the next n names; with n <= 0, all that are left.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.list) {
		if n > 0 && len(f.list) == 0 {
			return nil, io.EOF
		}
		n = len(f.list)
	}
	out := f.list[:n:n]
	f.list = f.list[n:]
	return out, nil
}
