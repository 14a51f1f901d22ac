package manifest_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/manifest"
)

func TestDiscover(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"b/aicomply.hcl",
		"b/inner/aicomply.hcl", // below a deployment
		"a/x/one.aicomply.hcl",
		"a/x/two.aicomply.hcl",
		"a-b/aicomply.hcl",
		".hidden/aicomply.hcl",
		"a/node_modules/m/aicomply.hcl",
		"vendor/v/aicomply.hcl",
		"c/main.tf",
		"c/notaicomply.hcl",
		"e/aicomply.hcl/file", // a directory of that name
	} {
		fsys[name] = &fstest.MapFile{}
	}
	for _, tc := range []struct {
		name string
		want []string
	}{
		{".", []string{"a/x", "a-b", "b"}},
		{"a", []string{"a/x"}},
		{"b", []string{"b"}},
		{"b/inner", []string{"b/inner"}},
		{".hidden", []string{".hidden"}}, // named, not found
		{"a/x/two.aicomply.hcl", []string{"a/x/two.aicomply.hcl"}},
		{"c", nil},
		{"e", nil},
		{"none", nil},
	} {
		got, err := manifest.Discover(fsys, tc.name)
		if diff := cmp.Diff(tc.want, got); diff != "" || (err == nil) != (tc.want != nil) {
			t.Errorf("Discover(%s): %v (-want +got):\n%s", tc.name, err, diff)
		}
	}
}

func TestDiscoverFollowsNoLinks(t *testing.T) {
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, "real"))
	write(t, filepath.Join(dir, "real", "aicomply.hcl"), "")
	symlink(t, "real", filepath.Join(dir, "alias"))
	symlink(t, ".", filepath.Join(dir, "loop"))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	got, err := manifest.Discover(root.FS(), ".")
	if diff := cmp.Diff([]string{"real"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
