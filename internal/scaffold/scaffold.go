// Package scaffold writes the folder of a new policy: the policy, its tests and
// its pair of manifests. What it writes loads, passes its own tests and shows
// every part of the contract, so that an author changes what is there instead
// of starting from an empty file. It never overwrites anything.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed template
var templates embed.FS

// maxName is the longest area or name, in bytes.
const maxName = 60

// File is one file of a new policy.
type File struct {
	Path string // relative to the folder of policies: "transfer/mine/mine.rego"
	Text []byte
}

// Files are the files of a policy with a valid id, in the order in which an
// author reads them.
func Files(id string) ([]File, error) {
	area, name, err := Split(id)
	if err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("{{area}}", area, "{{name}}", name)
	var out []File
	for _, f := range []struct{ template, file string }{
		{"policy.rego.txt", name + ".rego"}, {"policy_test.rego.txt", name + "_test.rego"}, {"fail.hcl.txt", "fail.hcl"}, {"pass.hcl.txt", "pass.hcl"},
	} {
		text, err := templates.ReadFile(path.Join("template", f.template))
		if err != nil {
			return nil, err
		}
		out = append(out, File{path.Join(area, name, f.file), []byte(fill.Replace(string(text)))})
	}
	return out, nil
}

var word = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]*$`) })

// keywords of Rego cannot be parts of a package.
func keywords() []string {
	return []string{"as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null", "package", "some", "true", "with"}
}

// Split takes an id apart. Its error says what an id looks like.
func Split(id string) (area, name string, err error) {
	area, name, ok := strings.Cut(id, "/")
	if !ok || strings.Contains(name, "/") {
		return "", "", fmt.Errorf("%q is no id of a policy: write area/name, such as %q", id, "transfer/no_clause")
	}
	for _, part := range []struct{ what, text string }{{"area", area}, {"name", name}} {
		if why := invalid(part.text); why != "" {
			return "", "", fmt.Errorf("%q is no id of a policy: the %s %q %s%s", id, part.what, part.text, why, proposal(id))
		}
	}
	switch {
	case area == "lib":
		return "", "", fmt.Errorf("%q is no id of a policy: lib/ holds what policies share, and data/ their data. Choose another area", id)
	case strings.HasSuffix(name, "_test"):
		return "", "", fmt.Errorf("%q is no id of a policy: a file that ends in _test.rego holds tests. Choose another name", id)
	}
	return area, name, nil
}

func invalid(part string) string {
	switch {
	case part == "":
		return "is empty"
	case len(part) > maxName:
		return fmt.Sprintf("is longer than %d characters", maxName)
	case !word().MatchString(part):
		return "has to begin with a small letter, and hold only small letters, digits and _"
	case slices.Contains(keywords(), part):
		return "is a word of Rego"
	}
	return ""
}

// proposal is a valid id made of one that is not, or "".
func proposal(id string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '/':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '_'
	}, id)
	if area, name, ok := strings.Cut(clean, "/"); ok && clean != id && invalid(area) == "" && invalid(name) == "" {
		return fmt.Sprintf(". Did you mean %q?", clean)
	}
	return ""
}

// Free is the id itself, or the nearest that is not taken: with a number.
func Free(id string, taken func(id string) bool) string {
	free := id
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s_%d", id, n)
	}
	return free
}

// Write writes the files of a policy below dir, and makes the folders that are
// missing. A folder of the policy that exists is an error that wraps
// fs.ErrExist, and nothing is written.
func Write(dir, id string) ([]File, error) {
	files, err := Files(id)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, filepath.FromSlash(id))
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the area: %w", err)
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the policy: %w", err)
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(f.Path)), f.Text); err != nil {
			return nil, fmt.Errorf("write %s: %w", f.Path, err)
		}
	}
	return files, nil
}

// writeNew writes a file that does not exist yet.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// Exists reports whether something stands where a policy would. What cannot be
// looked at is left for Write to fail on.
func Exists(dir, id string) bool {
	_, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(id)))
	return err == nil
}
