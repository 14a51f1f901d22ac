package git

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// repo is a real repository in a temporary folder.
type repo struct {
	t   *testing.T
	dir string
}

// newRepo makes an empty repository whose first branch is main. No
// configuration but its own counts.
func newRepo(t *testing.T) *repo {
	t.Helper()
	for k, v := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-11-23T00:00:00Z",
		"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2026-11-23T00:00:00Z",
	} {
		t.Setenv(k, v)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &repo{t, dir}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repo) link(target, name string) {
	r.t.Helper()
	if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything and gives the commit.
func (r *repo) commit(message string) string {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *repo) open() *Repository {
	r.t.Helper()
	opened, err := Open(context.Background(), r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	return opened
}

func (r *repo) tree(commit string) *Tree {
	r.t.Helper()
	tree, err := r.open().Tree(context.Background(), commit)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = tree.Close() })
	return tree
}

func TestOpen(t *testing.T) {
	r := newRepo(t)
	r.write("sub/file", "x")
	t.Setenv("GIT_DIR", "/nowhere") // as a hook might have it
	opened, err := Open(context.Background(), filepath.Join(r.dir, "sub"))
	if err != nil || opened.Dir() != r.dir {
		t.Errorf("got %v, %v; want %s", opened, err, r.dir)
	}
	if _, err := Open(context.Background(), t.TempDir()); !errors.Is(err, ErrNotRepository) {
		t.Errorf("outside a repository: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(context.Background(), r.dir); !errors.Is(err, ErrNoGit) {
		t.Errorf("without git: %v", err)
	}
}

func TestResolve(t *testing.T) {
	r := newRepo(t)
	first := r.commit("first")
	r.git("tag", "-a", "-m", "tag", "v1")
	second := r.commit("second")
	r.git("update-ref", "refs/remotes/origin/release", first)
	g := r.open()
	for ref, want := range map[string]string{
		"HEAD": second, "main": second, "v1": first, "HEAD~1": first, first: first, first[:12]: first, "release": first, "origin/release": first,
	} {
		if got, err := g.Resolve(context.Background(), ref); got != want || err != nil {
			t.Errorf("%s: %q, %v; want %s", ref, got, err, want)
		}
	}
	blob := r.git("hash-object", "-w", "--stdin")
	for ref, want := range map[string]string{
		"mian":                    `no branch, tag or commit "mian". Did you mean "main"?`,
		"":                        "empty",
		"--all":                   `"--all" is not a revision`,
		"a\x1b[31mb":              "not a revision",
		"main..v1":                "no branch, tag or commit",
		blob:                      "no branch, tag or commit",
		strings.Repeat("0", 40):   "no branch, tag or commit",
		strings.Repeat("a", 2000): "longer than",
	} {
		if got, err := g.Resolve(context.Background(), ref); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v; want an error with %q", ref, got, err, want)
		}
	}
}

func TestMergeBase(t *testing.T) {
	r := newRepo(t)
	base := r.commit("base")
	main := r.commit("on main")
	r.git("checkout", "-q", "-b", "topic", base)
	topic := r.commit("on topic")
	r.git("checkout", "-q", "--orphan", "other")
	other := r.commit("other")
	g := r.open()
	if got, err := g.MergeBase(context.Background(), main, topic); got != base || err != nil {
		t.Errorf("got %q, %v; want %s", got, err, base)
	}
	if _, err := g.MergeBase(context.Background(), main, other); !errors.Is(err, ErrUnrelated) {
		t.Errorf("unrelated histories: %v", err)
	}
	if _, err := g.MergeBase(context.Background(), main, "--all"); err == nil {
		t.Error("an option is taken for a commit")
	}

	shallow := newRepo(t)
	shallow.git("fetch", "-q", "--depth=1", "file://"+r.dir, "main:main2", "topic:topic")
	g = shallow.open()
	if _, err := g.MergeBase(context.Background(), main, topic); !errors.Is(err, ErrShallow) {
		t.Errorf("shallow clone: %v", err)
	}
	for ref, hint := range map[string]string{
		"nothing/alike": "git fetch --unshallow origin nothing/alike:refs/remotes/origin/nothing/alike ",
		"origin/main2":  "git fetch --unshallow origin main2:refs/remotes/origin/main2 ", // like main2, which is there
	} {
		if _, err := g.Resolve(context.Background(), ref); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("unknown in a shallow clone: %v", err)
		}
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	r := newRepo(t)
	files := map[string]string{"a.txt": "a", "a/b.txt": "b", "a.d/x": "", "a/c/d/e": "e\x00e", "empty": ""}
	for name, text := range files {
		r.write(name, text)
	}
	if err := os.Chmod(filepath.Join(r.dir, "a.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.link("c/d", "a/short")
	r.link("../a.txt", "a/up")
	tree := r.tree(r.commit("files"))
	r.write("a.txt", "changed since")
	if err := fstest.TestFS(tree, "a.txt", "a/b.txt", "a.d/x", "a/c/d/e", "empty", "a/short", "a/up"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"a.txt": "a", "a/short/e": "e\x00e", "a/up": "a"} {
		if got, err := fs.ReadFile(tree, name); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	if info, err := fs.Stat(tree, "a.txt"); err != nil || info.Mode() != 0o755 || info.Size() != 1 {
		t.Errorf("a.txt: %v, %v", info, err)
	}
}

// TestTreeFollowsPathsAsARootDoes compares what is refused with os.Root on the
// same files.
func TestTreeFollowsPathsAsARootDoes(t *testing.T) {
	r := newRepo(t)
	r.write("f", "f")
	r.write("d/e/f", "deep")
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"abs": outside, "out": "../x", "d/out": "../../f", "self": "self", "gone": "nothing", "in": "d/../d/e/f", "dir": "d/e",
		"d/up": "..", "through": "f/../f", "l1": "f", "l2": "l1", "l3": "l2", "l4": "l3", "l5": "l4", "l6": "l5", "l7": "l6", "l8": "l7", "l9": "l8",
	} {
		r.link(target, name)
	}
	tree := r.tree(r.commit("links"))
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	disk := root.FS()
	for _, name := range []string{"f", "f/x", "d/e/f", "abs", "out", "d/out", "self", "gone", "in", "dir/f", "d/up/f", "d/up/d/up/f",
		"through", "l8", "l9", "nothing", "d/nothing/x", "../f", "/f", "d//e", "", "."} {
		got, gotErr := fs.Stat(tree, name)
		want, wantErr := fs.Stat(disk, name)
		if (gotErr == nil) != (wantErr == nil) || errors.Is(gotErr, fs.ErrNotExist) != errors.Is(wantErr, fs.ErrNotExist) {
			t.Errorf("%q: %v; on disk %v", name, gotErr, wantErr)
		} else if gotErr == nil && (got.IsDir() != want.IsDir() || got.Name() != want.Name() || !got.IsDir() && got.Size() != want.Size()) {
			t.Errorf("%q is %v, on disk %v", name, got, want)
		}
	}
}

func TestSubmoduleIsAnEmptyFolder(t *testing.T) {
	r := newRepo(t)
	r.write("f", "f")
	commit := r.commit("f")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+commit+",sub")
	r.git("commit", "-q", "-m", "submodule")
	tree := r.tree(r.git("rev-parse", "HEAD"))
	list, err := fs.ReadDir(tree, "sub")
	if len(list) != 0 || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
	if info, err := fs.Stat(tree, "sub"); err != nil || info.Sys() != Submodule(commit) {
		t.Errorf("got %v, %v", info, err)
	}
	if _, err := fs.Stat(tree, "sub/f"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of a submodule: %v", err)
	}
}

// TestNothingIsFetched reads a partial clone: what is not there is an error,
// even if the configuration would have git fetch it.
func TestNothingIsFetched(t *testing.T) {
	far := newRepo(t)
	far.write("f", "text")
	commit := far.commit("f")
	far.git("config", "uploadpack.allowFilter", "true")
	near := newRepo(t)
	near.git("config", "protocol.file.allow", "always")
	near.git("remote", "add", "origin", "file://"+far.dir)
	near.git("fetch", "-q", "--filter=blob:none", "origin", "main")
	tree := near.tree(commit)
	if _, err := fs.ReadDir(tree, "."); err != nil {
		t.Fatal(err)
	}
	if data, err := fs.ReadFile(tree, "f"); err == nil {
		t.Errorf("%q was fetched", data)
	}
}

func TestSHA256(t *testing.T) {
	r := newRepo(t)
	r.dir = filepath.Join(r.dir, "new")
	if err := os.Mkdir(r.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git("init", "-q", "-b", "main", "--object-format=sha256")
	r.write("d/f", "f")
	if got, err := fs.ReadFile(r.tree(r.commit("f")), "d/f"); string(got) != "f" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestReplacementsDoNotCount(t *testing.T) {
	r := newRepo(t)
	r.write("f", "true")
	commit := r.commit("true")
	r.write("f", "false")
	other := r.commit("false")
	r.git("replace", commit, other)
	if got, err := fs.ReadFile(r.tree(commit), "f"); string(got) != "true" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestEndOfATree(t *testing.T) {
	r := newRepo(t)
	r.write("f", "f")
	commit := r.commit("f")
	tree := r.tree(commit)
	if _, err := fs.ReadFile(tree, "f"); err != nil {
		t.Fatal(err)
	}
	_ = tree.Close()
	if _, err := fs.ReadFile(tree, "f"); err == nil {
		t.Error("a closed tree is read")
	}
	ctx, cancel := context.WithCancel(context.Background())
	tree, err := r.open().Tree(ctx, commit)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	cancel()
	if _, err := fs.ReadFile(tree, "f"); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
}

func TestDamagedTrees(t *testing.T) {
	id := strings.Repeat("i", 20)
	for name, data := range map[string]string{
		"no id": "100644 f\x00short", "no name": "100644", "no zero": "100644 f", "parent": "40000 ..\x00" + id,
		"slash": "100644 a/b\x00" + id, "twice": "100644 a\x00" + id + "40000 a\x00" + id, "mode": "777 a\x00" + id, "empty": "100644 \x00" + id,
	} {
		if list, err := parseTree([]byte(data), 20); err == nil {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestMessagesArePrintable(t *testing.T) {
	b := &bounded{max: 60}
	_, _ = b.Write([]byte("hint: x\nfatal: a\x1b[31m\u202eb\xff\n\nerror: c" + strings.Repeat("d", 100)))
	if got := b.message(); !strings.HasPrefix(got, "a\ufffd[31m\ufffdb\ufffd; cdd") || len(got) > 80 {
		t.Errorf("got %q", got)
	}
}
