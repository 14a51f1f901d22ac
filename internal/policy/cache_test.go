package policy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/framework"
)

// entries are the names in a folder, with the prefixes that tests care for.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

// TestCacheKey checks that another program, other texts and another name of the
// folder each get an entry of their own, and the same again does not.
func TestCacheKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	files := one(always)
	load := func(program, name string, files map[string]string) {
		t.Helper()
		o := testOptions(t, files)
		o.Sources[0].Name, o.Cache = name, &Cache{Dir: dir, Program: program}
		mustLoadOptions(t, o)
	}
	for i, step := range []func(){
		func() { load("1", "pack", files) },
		func() { load("2", "pack", files) },
		func() { load("1", "other", files) },
		func() { load("1", "pack", one(always+"\n\n# more\n")) },
	} {
		for range 2 {
			step()
			if got := entries(t, dir); len(got) != i+1 {
				t.Fatalf("step %d: %q", i, got)
			}
		}
	}
}

// TestCacheChecksFrameworks: which controls there are does not stand in the
// policies, so a set is not taken for one that was checked against others.
func TestCacheChecksFrameworks(t *testing.T) {
	o := testOptions(t, one(always))
	o.Cache = &Cache{Dir: filepath.Join(t.TempDir(), "cache")}
	mustLoadOptions(t, o)
	none, err := framework.Load(packFS(nil))
	if err != nil {
		none = &framework.Catalogue{}
	}
	o.Frameworks = none
	if s, diags := Load(context.Background(), o); s != nil || !strings.Contains(show(diags), "Unknown control") {
		t.Errorf("loaded: %v\n%s", s != nil, show(diags))
	}
}

func TestEvict(t *testing.T) {
	path := t.TempDir()
	dir, err := os.OpenRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	now := time.Now()
	write := func(name string, age time.Duration) {
		file := filepath.Join(path, name)
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range maxCached + 3 {
		write(fmt.Sprintf("%02d%s", i, cacheExtension), time.Duration(i)*time.Minute)
	}
	write("a.pack.1-1.tmp", 2*time.Hour)
	write("b.pack.1-1.tmp", time.Minute)
	write("notes", 9*time.Hour)
	if err := evict(dir); err != nil {
		t.Fatal(err)
	}
	got := entries(t, path)
	for name, want := range map[string]bool{
		"00.pack": true, fmt.Sprintf("%02d.pack", maxCached-1): true, fmt.Sprintf("%02d.pack", maxCached): false,
		fmt.Sprintf("%02d.pack", maxCached+2): false, "a.pack.1-1.tmp": false, "b.pack.1-1.tmp": true, "notes": true,
	} {
		if slices.Contains(got, name) != want {
			t.Errorf("%s: kept %v, want %v", name, !want, want)
		}
	}
}
