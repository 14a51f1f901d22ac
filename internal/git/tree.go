package git

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

const (
	maxObject = 32 << 20 // bytes of a file or a folder that is read
	maxLink   = 4096     // bytes of the target of a symbolic link
	maxLinks  = 8        // symbolic links on the way to a file, as os.Root has it
	maxSteps  = 10_000   // names on the way to a file, those of links included
)

// Why a path cannot be followed.
var (
	errEscapes = errors.New("path escapes from the repository")
	errNotDir  = errors.New("not a directory")
	errIsDir   = errors.New("is a directory")
	errLinks   = errors.New("too many levels of symbolic links")
)

// Tree is the files of a commit as a file system. Folders are read when they
// are asked for, so a commit costs what is looked at. Symbolic links are
// followed as os.Root follows them: inside the tree, never out of it. A
// submodule is an empty folder, as in a checkout without submodules. A Tree may
// be used by several goroutines, and has to be closed.
type Tree struct {
	root    entry
	check   *objects // sizes
	content *objects

	mu      sync.Mutex
	folders map[string][]entry // by object id, sorted by name
	sizes   map[string]int64
}

// entry is one name in a folder.
type entry struct {
	name string
	mode fs.FileMode
	id   string
	sub  bool // a submodule
}

// Submodule is what Sys of a submodule's FileInfo gives: the commit of the
// other repository.
type Submodule string

// Tree opens the files of a commit, as Resolve gives it. The context bounds the
// tree's whole life.
func (r *Repository) Tree(ctx context.Context, commit string) (*Tree, error) {
	if !isHex(commit) {
		return nil, fmt.Errorf("%q is no commit", commit)
	}
	out, err := r.run(ctx, "rev-parse", "--verify", "--end-of-options", commit+"^{tree}")
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", commit, err)
	}
	return &Tree{
		root:    entry{name: ".", mode: fs.ModeDir | 0o755, id: line(out)},
		check:   &objects{r: r, ctx: ctx, mode: "--batch-check"},
		content: &objects{r: r, ctx: ctx, mode: "--batch"},
		folders: map[string][]entry{}, sizes: map[string]int64{},
	}, nil
}

// Close ends the git processes behind the tree.
func (t *Tree) Close() error {
	t.check.close()
	t.content.close()
	return nil
}

// Open opens a file or a folder. The content of a file is read at once.
func (t *Tree) Open(name string) (fs.File, error) {
	e, err := t.find("open", name, true)
	if err != nil {
		return nil, err
	}
	if e.mode.IsDir() {
		list, err := t.list("open", name, e)
		if err != nil {
			return nil, err
		}
		return &folder{info: info{e, 0}, list: list}, nil
	}
	data, err := t.read("open", name, e)
	if err != nil {
		return nil, err
	}
	return &file{Reader: bytes.NewReader(data), info: info{e, int64(len(data))}}, nil
}

// ReadFile is the content of a file.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	e, err := t.find("open", name, true)
	if err != nil {
		return nil, err
	}
	data, err := t.read("read", name, e)
	return bytes.Clone(data), err
}

// ReadDir lists a folder, sorted by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := t.find("open", name, true)
	if err != nil {
		return nil, err
	}
	return t.list("readdir", name, e)
}

// Stat describes a file, symbolic links followed.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.stat("stat", name, true) }

// Lstat describes a file; of a symbolic link, the link itself.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) { return t.stat("lstat", name, false) }

// ReadLink is the target of a symbolic link.
func (t *Tree) ReadLink(name string) (string, error) {
	e, err := t.find("readlink", name, false)
	if err == nil && e.mode&fs.ModeSymlink == 0 {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	target, err := t.target(e)
	return target, at("readlink", name, err)
}

func (t *Tree) stat(op, name string, follow bool) (fs.FileInfo, error) {
	e, err := t.find(op, name, follow)
	if err != nil {
		return nil, err
	}
	size, err := t.size(e)
	return info{e, size}, at(op, name, err)
}

func at(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// find goes to a path. Without follow, a link at its end is not followed.
func (t *Tree) find(op, name string, follow bool) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, at(op, name, fs.ErrInvalid)
	}
	e, err := t.walk(strings.Split(name, "/"), follow)
	e.name = path.Base(name) // that of a link, not of what it leads to
	return e, at(op, name, err)
}

func (t *Tree) walk(steps []string, follow bool) (entry, error) {
	way := []entry{t.root} // from the root to where we are
	links := 0
	for n := 0; len(steps) > 0; n++ {
		step := steps[0]
		steps = steps[1:]
		here := way[len(way)-1]
		switch {
		case n > maxSteps:
			return entry{}, errLinks
		case !here.mode.IsDir():
			return entry{}, errNotDir
		case step == "." || step == "":
			continue
		case step == ".." && len(way) == 1:
			return entry{}, errEscapes
		case step == "..":
			way = way[:len(way)-1]
			continue
		}
		e, err := t.child(here, step)
		if err != nil {
			return entry{}, err
		}
		if e.mode&fs.ModeSymlink == 0 || len(steps) == 0 && !follow {
			way = append(way, e)
			continue
		}
		target, err := t.target(e)
		if err != nil {
			return entry{}, err
		}
		if links++; links > maxLinks {
			return entry{}, errLinks
		}
		steps = append(strings.Split(target, "/"), steps...)
	}
	return way[len(way)-1], nil
}

// target is where a symbolic link points, relative to its folder.
func (t *Tree) target(e entry) (string, error) {
	if size, err := t.size(e); err != nil {
		return "", err
	} else if size > maxLink {
		return "", fmt.Errorf("a symbolic link of more than %d bytes", maxLink)
	}
	_, data, err := t.content.get(e.id)
	switch target := string(data); {
	case err != nil:
		return "", err
	case target == "":
		return "", fs.ErrNotExist
	case path.IsAbs(target):
		return "", errEscapes
	default:
		return target, nil
	}
}

func (t *Tree) child(dir entry, name string) (entry, error) {
	list, err := t.entries(dir)
	if err != nil {
		return entry{}, err
	}
	i, ok := slices.BinarySearchFunc(list, name, func(e entry, name string) int { return cmp.Compare(e.name, name) })
	if !ok {
		return entry{}, fs.ErrNotExist
	}
	return list[i], nil
}

// entries lists a folder.
func (t *Tree) entries(dir entry) ([]entry, error) {
	if dir.sub {
		return nil, nil
	}
	t.mu.Lock()
	list, ok := t.folders[dir.id]
	t.mu.Unlock()
	if ok {
		return list, nil
	}
	data, err := t.object(dir.id, "tree")
	if err != nil {
		return nil, err
	}
	list, err = parseTree(data, len(dir.id)/2)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir.id, err)
	}
	t.mu.Lock()
	t.folders[dir.id] = list
	t.mu.Unlock()
	return list, nil
}

// object is the content of an object, of the kind that it has to have.
func (t *Tree) object(id, kind string) ([]byte, error) {
	h, _, err := t.check.get(id)
	switch {
	case err != nil:
		return nil, err
	case h.kind != kind:
		return nil, fmt.Errorf("object %s is a %s, not a %s: the repository is damaged", id, h.kind, kind)
	case h.size > maxObject:
		return nil, fmt.Errorf("it has %d bytes; %d can be read", h.size, maxObject)
	}
	_, data, err := t.content.get(id)
	return data, err
}

// size is the number of bytes of a file or of the target of a link.
func (t *Tree) size(e entry) (int64, error) {
	if e.mode.IsDir() {
		return 0, nil
	}
	t.mu.Lock()
	size, ok := t.sizes[e.id]
	t.mu.Unlock()
	if ok {
		return size, nil
	}
	h, _, err := t.check.get(e.id)
	if err != nil {
		return 0, err
	}
	t.mu.Lock()
	t.sizes[e.id] = h.size
	t.mu.Unlock()
	return h.size, nil
}

func (t *Tree) read(op, name string, e entry) ([]byte, error) {
	if e.mode.IsDir() {
		return nil, at(op, name, errIsDir)
	}
	data, err := t.object(e.id, "blob")
	return data, at(op, name, err)
}

// parseTree reads a folder as git stores it: for each name its mode in octal,
// the name, and an id of idSize bytes. git sorts folders as if their names
// ended in a slash; here they are sorted by name.
func parseTree(data []byte, idSize int) ([]entry, error) {
	errDamaged := errors.New("it is damaged")
	var list []entry
	for len(data) > 0 {
		mode, rest, ok := bytes.Cut(data, []byte(" "))
		name, rest, ok2 := bytes.Cut(rest, []byte{0})
		if !ok || !ok2 || len(rest) < idSize {
			return nil, errDamaged
		}
		e := entry{name: string(name), id: hex.EncodeToString(rest[:idSize])}
		data = rest[idSize:]
		switch string(mode) {
		case "40000":
			e.mode = fs.ModeDir | 0o755
		case "160000":
			e.mode, e.sub = fs.ModeDir|0o755, true
		case "120000":
			e.mode = fs.ModeSymlink | 0o777
		case "100755":
			e.mode = 0o755
		case "100644", "100664":
			e.mode = 0o644
		default:
			return nil, errDamaged
		}
		if e.name == "" || e.name == "." || e.name == ".." || strings.Contains(e.name, "/") {
			return nil, errDamaged
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	for i := 1; i < len(list); i++ {
		if list[i].name == list[i-1].name {
			return nil, errDamaged
		}
	}
	return list, nil
}
