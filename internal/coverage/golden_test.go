package coverage

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var digest = regexp.MustCompile(`sha256:[0-9a-f]+`)

// golden compares with a file that was looked at. The digest of the policies
// changes with the way it is made, and is left out.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = digest.ReplaceAllString(got, "sha256:…")
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; if that is meant, run with -update (-want +got):\n%s", file, diff)
	}
}
