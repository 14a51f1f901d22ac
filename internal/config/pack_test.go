package config_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/config"
)

func TestPackDeclarations(t *testing.T) {
	const digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	remote := `source = "oci://registry.example/team/policies"` + "\n"
	for name, tc := range map[string]struct{ block, want string }{
		"a registry":         {remote + `ref = "v1.2_3"` + "\n" + `digest = "` + digest + `"`, ""},
		"a git repository":   {`source = "git+https://example.com/x"` + "\n" + `folder = "policies"`, ""},
		"a folder":           {`source = "../policies"`, ""},
		"a misspelt scheme":  {`source = "ocl://x/y"`, `Did you mean "oci"?`},
		"another scheme":     {`source = "http://x/y"`, "a source begins with oci, git+https, git+ssh"},
		"a password":         {`source = "git+https://me:secret@example.com/x"`, "holds neither a digest nor a password"},
		"an option":          {remote + `ref = "--upload-pack=x"`, `"--upload-pack=x" is not a tag, branch or commit`},
		"a way up":           {remote + `ref = "a/../b"`, "not a tag, branch or commit"},
		"a long ref":         {remote + `ref = "` + strings.Repeat("a", 256) + `"`, "not a tag, branch or commit"},
		"half a digest":      {remote + `digest = "sha256:e3b0"`, "a digest is sha256: and 64 hexadecimal digits"},
		"another digest":     {remote + `digest = "` + strings.ToUpper(digest) + `"`, "a digest is sha256: and 64 hexadecimal digits"},
		"a folder's ref":     {`source = "../policies"` + "\n" + `ref = "v1"`, "a folder of the repository has no ref"},
		"a folder's digest":  {`source = "../policies"` + "\n" + `digest = "` + digest + `"`, "a folder of the repository has no digest"},
		"part of a registry": {remote + `folder = "x"`, "only a git repository has a folder"},
		"a folder elsewhere": {`source = "git+https://example.com/x"` + "\n" + `folder = "../x"`, `"../x" is not a folder of the pack`},
		"no source":          {`source = ""`, "the source is empty"},
	} {
		fsys := fstest.MapFS{config.File: {Data: []byte("pack \"team\" {\n" + tc.block + "\n}\n")}}
		c, diags := config.Load(fsys, ".", nil)
		var said strings.Builder
		for _, d := range diags {
			said.WriteString(d.Summary + ": " + d.Detail + "\n")
		}
		if got := said.String(); (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		if tc.want == "" && len(c.Packs()) != 1 {
			t.Errorf("%s: packs %v", name, c.Packs())
		}
	}
}
