package bundle_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/bundle"
)

var update = flag.Bool("update", false, "rewrite what docs/policies/authoring.md shows of commands whose output is another")

const authoring = "../../docs/policies/authoring.md"

// TestAuthoring does what docs/policies/authoring.md says, in an empty folder and with
// the program: it writes the files that the page shows and runs its commands,
// in its order, and compares all that they print, on both streams, with what
// the page shows. A line "…" stands for any lines. It is in this package since
// the page publishes a pack: ghcr.io/acme becomes a registry on this machine.
func TestAuthoring(t *testing.T) {
	text, err := os.ReadFile(authoring)
	if err != nil {
		t.Fatal(err)
	}
	reader := newReader(t)
	var page strings.Builder
	lines := strings.SplitAfter(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		page.WriteString(lines[i])
		info, fenced := strings.CutPrefix(strings.TrimSpace(lines[i]), "```")
		if !fenced {
			continue
		}
		var block strings.Builder
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "```"; i++ {
			block.WriteString(lines[i])
		}
		kind, file, _ := strings.Cut(info, " ")
		switch {
		case kind == "console":
			page.WriteString(reader.commands(block.String()))
		case file != "":
			reader.write(file, block.String())
			page.WriteString(block.String())
		default:
			page.WriteString(block.String())
		}
		page.WriteString(lines[i])
	}
	if reader.ran < 10 {
		t.Errorf("%d commands", reader.ran)
	}
	if *update {
		if err := os.WriteFile(authoring, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMessagesInAuthoring: the messages that the page explains are those of the
// program.
func TestMessagesInAuthoring(t *testing.T) {
	text, err := os.ReadFile(authoring)
	if err != nil {
		t.Fatal(err)
	}
	var program strings.Builder
	err = filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile(name)
		program.Write(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## When something is wrong\n")
	messages := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1)
	if len(messages) < 10 {
		t.Errorf("%d messages", len(messages))
	}
	source := strings.ReplaceAll(program.String(), `\"`, `"`)
	for _, m := range messages {
		for part := range strings.SplitSeq(m[1], "…") {
			if !strings.Contains(source, part) {
				t.Errorf("no message has %q", part)
			}
		}
	}
}

// reader does what a page says.
type reader struct {
	workplace
	bin, host string
	code, ran int
}

func newReader(t *testing.T) *reader {
	r := &reader{workplace: workplace{t, t.TempDir(), t.TempDir()}, bin: t.TempDir(), host: bundle.StartRegistry(t)}
	out, err := exec.Command("go", "build", "-o", filepath.Join(r.bin, "aicomply"), "../../cmd/aicomply").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return r
}

// commands runs the commands of a block, and returns the block as it should be.
func (r *reader) commands(block string) string {
	var out strings.Builder
	for _, c := range strings.Split("\n"+block, "\n$ ")[1:] {
		line, want, _ := strings.Cut(c, "\n")
		got := r.command(line)
		want, shown := strings.TrimRight(want, "\n"), strings.TrimRight(got, "\n")
		if want == shown || shownAs(want).MatchString("\n"+shown+"\n") {
			got = want
		} else if !*update {
			r.t.Errorf("%s\nprints\n%s\nand the page says\n%s", line, got, want)
		}
		out.WriteString("$ " + line + "\n" + strings.TrimSuffix(got, "\n"))
		if got != "" {
			out.WriteString("\n")
		}
	}
	return out.String()
}

// shownAs is what a page's text stands for.
func shownAs(want string) *regexp.Regexp {
	parts := strings.Split("\n"+strings.TrimSuffix(want, "\n")+"\n", "\n…\n")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`^(?s)` + strings.Join(parts, `\n(.*\n)?`) + "$")
}

// command runs one line in a shell. One that fails has to be followed by one
// that shows its exit code.
func (r *reader) command(line string) string {
	r.t.Helper()
	if line == "echo $?" {
		code := r.code
		r.code = 0
		return string(rune('0'+code)) + "\n"
	}
	if r.code != 0 {
		r.t.Errorf("the command before %q exits with %d, which the page does not say", line, r.code)
	}
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(line, "ghcr.io/acme", r.host+"/acme"))
	cmd.Dir = r.dir
	cmd.Env = []string{"PATH=" + r.bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + r.cache, "AICOMPLY_CACHE_DIR=" + r.cache, "NO_COLOR=1"}
	out, err := cmd.CombinedOutput()
	exit := new(exec.ExitError)
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	r.code = cmd.ProcessState.ExitCode()
	r.ran++
	return strings.ReplaceAll(string(out), r.host+"/acme", "ghcr.io/acme")
}

// write writes a file of the page. What names the registry names ours.
func (r *reader) write(name, text string) {
	r.workplace.write(name, strings.ReplaceAll(text, "ghcr.io/acme", r.host+"/acme"))
}
