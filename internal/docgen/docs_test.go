package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/aicomply/aicomply/internal/cli"
)

// root is the repository, seen from this package.
const root = "../.."

// docs are the pages that the tests read, by name, relative to the root.
func docs(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no docs: %v", err)
	}
	generated, err := filepath.Glob(filepath.Join(root, "docs", "policies", "*.md"))
	if err != nil || len(generated) == 0 {
		t.Fatalf("no pages of policies: %v", err)
	}
	names = append(names, generated...)
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md"} {
		names = append(names, filepath.Join(root, name))
	}
	out := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.ToSlash(rel)] = string(text)
	}
	return out
}

// block is a fenced block: its info string ("hcl manifest"), its text without
// the indentation of the fence, and the line after it.
type block struct {
	info, text, after string
}

// split separates a page into its fenced blocks and the lines between them.
func split(page string) (blocks []block, prose []string) {
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		body := strings.TrimLeft(lines[i], " ")
		info, fenced := strings.CutPrefix(body, "```")
		if !fenced {
			prose = append(prose, lines[i])
			continue
		}
		indent := lines[i][:len(lines[i])-len(body)]
		var text strings.Builder
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "```"; i++ {
			text.WriteString(strings.TrimPrefix(lines[i], indent) + "\n")
		}
		after := ""
		for _, l := range lines[min(i+1, len(lines)):] {
			if after = strings.TrimSpace(l); after != "" {
				break
			}
		}
		blocks = append(blocks, block{info, text.String(), after})
	}
	return blocks, prose
}

// invoke is the command line, in the root of the repository.
func invoke(t *testing.T, args []string) (stdout, stderr string, code int) {
	t.Helper()
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	code = cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir})
	return out.String(), errs.String(), code
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`^#{1,6} (.+)$`)
)

// anchors are the fragments that GitHub makes of a page's headings.
func anchors(page string) map[string]bool {
	out := map[string]bool{}
	_, prose := split(page)
	for _, l := range prose {
		m := heading.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		out[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return out
}

func TestLinksResolve(t *testing.T) {
	pages := docs(t)
	seen := 0
	for name, page := range pages {
		_, prose := split(page)
		for _, m := range link.FindAllStringSubmatch(strings.Join(prose, "\n"), -1) {
			target, fragment, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			seen++
			to := name
			if target != "" {
				to = filepath.ToSlash(filepath.Join(filepath.Dir(name), target))
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s: %s: %v", name, m[1], err)
			} else if fragment != "" && !anchors(pages[to])[fragment] {
				t.Errorf("%s: %s has no heading for #%s", name, to, fragment)
			}
		}
	}
	if seen == 0 {
		t.Error("no links found")
	}
}

// TestDocsNeverPromise keeps two words out that no report can stand for. The
// rule itself names them.
func TestDocsNeverPromise(t *testing.T) {
	promise := regexp.MustCompile(`(?i)\b(compliant|certified)\b`)
	for name, page := range docs(t) {
		if word := promise.FindString(page); word != "" && name != "CONTRIBUTING.md" {
			t.Errorf("%s says %q", name, word)
		}
	}
}

// command is one command of a console block, and what the block shows of it.
type command struct {
	args  []string
	shown []string // lines, but for those that are only "…"
	code  string
}

// commands are the commands of a console block that run aicomply. Redirections
// are left out: what is printed is what matters.
func commands(b block) []command {
	var out []command
	for _, l := range strings.Split(b.text, "\n") {
		line, prompt := strings.CutPrefix(l, "$ ")
		_, args, ours := strings.Cut(line, "aicomply ")
		switch {
		case prompt && ours:
			args, _, _ = strings.Cut(args, " > ")
			out = append(out, command{args: words(args), code: "0"})
		case prompt && line == "echo $?" && len(out) > 0:
			out[len(out)-1].code = ""
		case len(out) > 0 && out[len(out)-1].code == "":
			out[len(out)-1].code = l
		case len(out) > 0 && strings.Trim(l, " …") != "":
			out[len(out)-1].shown = append(out[len(out)-1].shown, l)
		}
	}
	if code, ok := strings.CutPrefix(b.after, "It exits with code "); ok && len(out) > 0 {
		out[len(out)-1].code = strings.TrimSuffix(code, ".")
	}
	return out
}

// words splits a command line; what stands in single quotes is one word.
func words(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}

func TestConsoleBlocks(t *testing.T) {
	seen := 0
	for name, page := range docs(t) {
		blocks, _ := split(page)
		for _, b := range blocks {
			if b.info != "console" || name == "docs/policies/authoring.md" { // a test of package bundle runs that page
				continue
			}
			for _, c := range commands(b) {
				seen++
				stdout, stderr, code := invoke(t, c.args)
				if got := string(rune('0' + code)); got != c.code {
					t.Errorf("%s: aicomply %s exits with %s, the page says %s\n%s", name, strings.Join(c.args, " "), got, c.code, stderr)
				}
				for _, l := range c.shown {
					if !strings.Contains(l, "…") && !strings.Contains(stdout+stderr, l+"\n") {
						t.Errorf("%s: aicomply %s does not print %q", name, strings.Join(c.args, " "), l)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no commands found")
	}
}

func TestManifestsInDocs(t *testing.T) {
	seen := 0
	for name, page := range docs(t) {
		blocks, _ := split(page)
		for _, b := range blocks {
			if b.info != "hcl manifest" {
				continue
			}
			seen++
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "aicomply.hcl"), []byte(b.text), 0o644); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, code := invoke(t, []string{"check", "--now", "2026-11-23", dir})
			if code == 2 || stderr != "" {
				t.Errorf("%s: a manifest is not valid\n%s%s", name, stdout, stderr)
			}
		}
	}
	if seen == 0 {
		t.Error("no manifests found")
	}
}

// The policy that CONTRIBUTING.md shows is written to files as a reader would,
// and tested.
func TestPolicyInContributing(t *testing.T) {
	blocks, _ := split(docs(t)["CONTRIBUTING.md"])
	dir, files := t.TempDir(), 0
	for _, b := range blocks {
		_, file, ok := strings.Cut(b.info, " policies/")
		if !ok {
			continue
		}
		files++
		full := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(b.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if files != 4 {
		t.Fatalf("%d files, want a policy, its tests and its pair", files)
	}
	stdout, stderr, code := invoke(t, []string{"policy", "test", dir})
	if code != 0 || stdout != "6 passed, 0 failed\n" {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}
