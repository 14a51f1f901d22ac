package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for id, want := range map[string]string{
		"transfer/no_clause":           "",
		"a/b2":                         "",
		"transfer":                     "write area/name",
		"a/b/c":                        "write area/name",
		"/b":                           `the area "" is empty`,
		"a/":                           `the name "" is empty`,
		"a/No-Clause":                  `Did you mean "a/no_clause"?`,
		"a/2b":                         "has to begin with a small letter",
		"a/default":                    `the name "default" is a word of Rego`,
		"input/b":                      `the area "input" is a word of Rego`,
		"data/b":                       "is a word of Rego",
		"lib/b":                        "Choose another area",
		"a/b_test":                     "Choose another name",
		"../b":                         `the area ".." has to begin`,
		"a/" + strings.Repeat("x", 61): "longer than 60",
	} {
		_, _, err := Split(id)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", id, err, want)
		}
	}
}

func TestFree(t *testing.T) {
	taken := map[string]bool{"a/b": true, "a/b_2": true}
	if got := Free("a/b", func(id string) bool { return taken[id] }); got != "a/b_3" {
		t.Errorf("got %s", got)
	}
}

func TestWriteNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	files, err := Write(filepath.Join(dir, "new"), "a/b")
	if err != nil || len(files) != 4 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, "new", f.Path))
		if err != nil || string(text) != string(f.Text) || strings.Contains(string(text), "{{area}}") || strings.Contains(string(text), "{{name}}") {
			t.Errorf("%s: %v", f.Path, err)
		}
	}
	if _, err := Write(filepath.Join(dir, "new"), "a/b"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(file, "a/b"); err == nil || Exists(file, "a/b") {
		t.Errorf("a file as folder: %v", err)
	}
	if !Exists(filepath.Join(dir, "new"), "a/b") || Exists(dir, "a/b") {
		t.Error("Exists is wrong")
	}
}
