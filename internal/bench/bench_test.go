package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	ms := func(wall ...int) []sample {
		var out []sample
		for _, w := range wall {
			out = append(out, sample{wall: time.Duration(w) * time.Millisecond, cpu: time.Duration(w) * time.Millisecond, rss: 20 << 20, ended: true})
		}
		return out
	}
	late := ms(20_000)
	late[0].ended = false
	got := table([]measured{{
		workload: workload{about: "things"}, names: []string{"ours", "theirs", "late"}, findings: "7",
		samples: [][]sample{ms(10, 30, 20), ms(100, 50, 400), late},
	}}, "a machine")
	for _, want := range []string{
		"Measured on a machine.",
		"| things; 7 findings alike | ours | 20 ms | 20 ms | 20 MiB |  |  |  | 3 |",
		"|  | theirs | 100 ms | 100 ms | 20 MiB | 0.10 | 0.10 | 1.00 | 3 |", // of 0.10, 0.60 and 0.05
		"|  | late | > 20000 ms | 20000 ms | 20 MiB |  |  |  | 1 |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestWriteTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.md")
	for text, want := range map[string]string{
		"a\n" + begin + "old\n" + end + "\nb\n": "a\n" + begin + "\nnew\n\n" + end + "\nb\n",
		"a\n" + begin:                           "",
		"a\n":                                   "",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		err := writeTable(file, "new\n")
		got, _ := os.ReadFile(file)
		if want == "" && (err == nil || string(got) != text) || want != "" && (err != nil || string(got) != want) {
			t.Errorf("%q became %q, error %v", text, got, err)
		}
	}
}

func TestDiffer(t *testing.T) {
	if n := differ([]byte("abc"), []byte("abd")); n != 2 {
		t.Error(n)
	}
	if n := differ([]byte("abc"), []byte("ab")); n != 2 {
		t.Error(n)
	}
}

func TestInitTrace(t *testing.T) {
	got := initTrace("aicomply 1\ninit errors @0.5 ms, 0.004 ms clock, 0 bytes, 0 allocs\ninit a/b @5.8 ms, 0.14 ms clock, 37032 bytes, 312 allocs\ninit of something else\n")
	if len(got) != 2 || got["errors"] != 0.004 || got["a/b"] != 0.14 {
		t.Error(got)
	}
}
