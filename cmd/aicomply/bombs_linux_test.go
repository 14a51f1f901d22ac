package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostilePolicies runs policies that are made to never end or to take all
// memory: each has to end with exit code 2 and a reason, in time and within
// memory. The bounds are far beyond what is seen, so that a busy machine does
// not break them, and far below what each policy would take.
func TestHostilePolicies(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds for each policy")
	}
	const (
		slow  = "error: main/deny: evaluation took longer than 2s"
		large = "error: main/deny: evaluation needed more than 192 MiB of memory"
	)
	grow := func(step, use string) string {
		var b strings.Builder
		b.WriteString("v0 := [x | some x in numbers.range(1, 1000)]\ns0 := concat(\"\", [\"aaaaaaaaaa\" | some x in v0])\n")
		for i := range 30 {
			b.WriteString(strings.NewReplacer("$1", fmt.Sprint(i+1), "$0", fmt.Sprint(i)).Replace(step) + "\n")
		}
		return b.String() + fmt.Sprintf("deny contains \"x\" if count(%s) > 0", use)
	}
	for name, test := range map[string]struct {
		body string
		want string // one of these, separated by |
	}{
		"comprehension":   {`deny contains "x" if count([1 | some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i * j == 7]) > 0`, slow},
		"large sets":      {`deny contains "x" if count({[i, j, k] | some i in numbers.range(1, 1000); some j in numbers.range(1, 1000); some k in numbers.range(1, 1000)}) == 0`, slow + "|" + large},
		"range":           {`deny contains "x" if count(numbers.range(1, 2000000000)) > 0`, slow + "|" + large},
		"regex":           {`deny contains "x" if { s := concat("", ["aaaaaaaaaa" | some x in numbers.range(1, 100000)]); count([y | some y in numbers.range(1, 100000); regex.match(sprintf("(a+)+b(.*a){200}%d$", [y]), s)]) > 0 }`, slow + "|" + large},
		"concat":          {grow(`s$1 := concat("", [s$0, s$0])`, "s30"), "would make more than 16777216 bytes|" + large},
		"sprintf":         {grow(`s$1 := sprintf("%s%s", [s$0, s$0])`, "s30"), "would make more than 16777216 bytes|" + large},
		"replace":         {grow(`s$1 := replace(s$0, "a", s$0)`, "s30"), "would make more than 16777216 bytes"},
		"regex.replace":   {grow(`s$1 := regex.replace(s$0, "a", s$0)`, "s30"), "would make more than 16777216 bytes|" + large},
		"strings.replace": {grow(`s$1 := strings.replace_n({"a": s$0}, s$0)`, "s30"), "would make more than 16777216 bytes|" + large},
		"many texts":      {`deny contains "x" if { s := sprintf("%999999d", [1]); count([sprintf("%s%d", [s, i]) | some i in numbers.range(1, 100000)]) > 0 }`, large + "|" + slow},
		"array.concat":    {grow(`v$1 := array.concat(v$0, v$0)`, "v30"), slow + "|" + large},
		"shift":           {`deny contains "x" if bits.lsh(1, 1000000000000) > 0`, "would make more than 16777216 bytes"},
		"large numbers":   {grow(`n$1 := n$0 * n$0`, "[n30]") + "\nn0 := 100000000000000000000000000000000", slow + "|" + large},
		"exponent":        {`deny contains "x" if to_number("1e999999999") + 1 > 0`, "value out of range"},
		"paths":           {"g[n] := m if { some n in numbers.range(1, 60); m := [x | some x in numbers.range(n + 1, 60)] }\ndeny contains \"x\" if count(graph.reachable_paths(object.union({}, g), {1})) > 0", slow + "|" + large},
		"messages":        {`deny contains msg if { some i in numbers.range(1, 100000000); msg := sprintf("m %d", [i]) }`, slow + "|" + large},
		"walk":            {`deny contains msg if { walk(input, [p, _]); walk(input, [q, _]); walk(input, [r, _]); walk(input, [s, _]); msg := sprintf("%v%v%v%v", [p, q, r, s]) }`, slow + "|" + large},
		"template":        {`deny contains "x" if strings.render_template("", {}) == ""`, "Function not available"},
		"http.send":       {`deny contains "x" if http.send({"method": "get", "url": "http://127.0.0.1:1"}).status_code == 200`, "Function not available"},
		"opa.runtime":     {`deny contains "x" if opa.runtime().env.HOME`, "Function not available"},
		"recursion":       {"deny contains \"x\" if a\na if b\nb if a", "is recursive"},
		"recursive calls": {"f(x) := f(x + 1)\ndeny contains \"x\" if f(1)", "is recursive"},
		"deep brackets":   {"deny contains \"x\" if " + strings.Repeat("[", 100000), "Brackets may be nested 100 deep"},
		"long sum":        {"deny contains \"x\" if 1" + strings.Repeat(" + 1", 50000) + " > 0", "An expression may be nested 1000 deep"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "theirs", "p.rego"), "package main\n\n"+test.body+"\n")
			endsInTime(t, dir, strings.Split(test.want, "|"))
		})
	}
	t.Run("100 MB", func(t *testing.T) {
		dir := t.TempDir()
		rule := "deny contains \"x\" if input.system.title == \"a title that nobody would ever give\"\n"
		for i := range 100 {
			write(t, filepath.Join(dir, "theirs", fmt.Sprintf("p%d.rego", i)), "package main\n\n"+strings.Repeat(rule, 1000000/len(rule)))
		}
		endsInTime(t, dir, []string{"Too much Rego"})
	})
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func endsInTime(t *testing.T, dir string, want []string) {
	t.Helper()
	write(t, filepath.Join(dir, "app", "aicomply.hcl"), "system \"s\" {\n  title = \"t\"\n  stage = \"poc\"\n}\n")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(self)
	// The test binary is the command when it is called so: see TestMain.
	cmd.Args = []string{"aicomply", "check", "--no-builtin", "--policy", "theirs", "--policy-timeout", "2s", "--policy-memory", "192", "app"}
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	err = cmd.Wait()
	if !kill.Stop() {
		t.Fatal("it did not end within a minute")
	}
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("%v, want exit code 2", err)
	}
	found := false
	for _, w := range want {
		found = found || strings.Contains(out.String(), w)
	}
	if text := out.String(); !found || strings.Contains(text, "goroutine ") {
		t.Errorf("got %s\nwant one of %q", text[:min(len(text), 2000)], want)
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		const most = 1 << 20 // KiB
		t.Logf("%d MiB, %s", usage.Maxrss>>10, cmd.ProcessState.UserTime().Round(time.Millisecond))
		if usage.Maxrss > most {
			t.Errorf("it took %d MiB", usage.Maxrss>>10)
		}
	}
}
