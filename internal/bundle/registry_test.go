package bundle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"

	"github.com/aicomply/aicomply/internal/config"
)

// registryProgram is the CNCF's registry, installed from the module proxy.
const registryProgram = "github.com/distribution/distribution/v3/cmd/registry@v3.1.2"

var installed struct {
	sync.Once
	binary string
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if installed.binary != "" {
		_ = os.RemoveAll(filepath.Dir(installed.binary))
	}
	os.Exit(code)
}

func registryBinary(t *testing.T) string {
	t.Helper()
	installed.Do(func() {
		dir, err := os.MkdirTemp("", "registry-*")
		if err != nil {
			installed.err = err
			return
		}
		cmd := exec.Command("go", "install", registryProgram)
		cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			installed.err = fmt.Errorf("go install %s: %w\n%s", registryProgram, err, out)
			return
		}
		installed.binary = filepath.Join(dir, "registry")
	})
	if installed.err != nil {
		t.Fatal(installed.err)
	}
	return installed.binary
}

// startRegistry runs a registry on this machine, and says where.
func startRegistry(t *testing.T) string {
	t.Helper()
	binary := registryBinary(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	l.Close()
	dir := t.TempDir()
	settings := fmt.Sprintf("version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: %s}\n", dir, host)
	file := filepath.Join(dir, "config.yml")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd := exec.Command(binary, "serve", file)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if resp, err := http.Get("http://" + host + "/v2/"); err == nil {
			resp.Body.Close()
			return host
		}
		if time.Now().After(end) {
			t.Fatalf("the registry does not answer:\n%s", log.String())
		}
	}
}

func TestRegistry(t *testing.T) {
	ctx := context.Background()
	host := startRegistry(t)
	name := host + "/security/policies"
	if _, err := Push(ctx, contents(), name, "v1"); err != nil {
		t.Fatal(err)
	}
	fetch := func(source, ref string) (Contents, error) {
		return Fetch(ctx, config.Pack{Source: "oci://" + source, Ref: ref})
	}

	t.Run("what was pushed comes back", func(t *testing.T) {
		got, err := fetch(name, "v1")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(contents(), got); diff != "" {
			t.Errorf("pulled (-want +got):\n%s", diff)
		}
	})
	t.Run("a tag moves", func(t *testing.T) {
		changed := contents()
		changed["data/limits.json"] = []byte(`{"max": 2}`)
		if _, err := Push(ctx, changed, name, "v1"); err != nil {
			t.Fatal(err)
		}
		got, err := fetch(name, "v1")
		if err != nil {
			t.Fatal(err)
		}
		if got.Digest() != changed.Digest() {
			t.Error("the tag still gives the old contents")
		}
	})
	t.Run("no such tag", func(t *testing.T) {
		if _, err := fetch(name, "v9"); err == nil || !strings.Contains(err.Error(), "policies:v9") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no registry", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err := Fetch(ctx, config.Pack{Source: "oci://127.0.0.1:1/x/y"})
		if err == nil {
			t.Error("no error")
		}
	})
	t.Run("as conftest pushes", func(t *testing.T) {
		files := map[string]string{"policy/deny.rego": "package main\n", "policy/data.json": `{"a": 1}`}
		pushLayers(t, name, "conftest", files, map[string]string{".rego": policyLayer, ".json": dataLayer})
		got, err := fetch(name, "conftest")
		if err != nil {
			t.Fatal(err)
		}
		want := Contents{}
		for f, text := range files {
			want[f] = []byte(text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("pulled (-want +got):\n%s", diff)
		}
	})
	t.Run("a layer of another kind", func(t *testing.T) {
		pushLayers(t, name, "other", map[string]string{"x.wasm": "x"}, map[string]string{".wasm": "application/wasm"})
		if _, err := fetch(name, "other"); err == nil || !strings.Contains(err.Error(), `media type "application/wasm"`) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a file that leads out", func(t *testing.T) {
		pushLayers(t, name, "out", map[string]string{"../../x.rego": "package x"}, map[string]string{".rego": policyLayer})
		if _, err := fetch(name, "out"); err == nil || !strings.Contains(err.Error(), "not a plain relative path") {
			t.Errorf("got %v", err)
		}
	})
}

// pushLayers pushes one layer a file, titled with its path.
func pushLayers(t *testing.T, name, tag string, files, types map[string]string) {
	t.Helper()
	ctx := context.Background()
	repo, err := repository(name)
	if err != nil {
		t.Fatal(err)
	}
	var layers []ocispec.Descriptor
	for file, text := range files {
		desc := content.NewDescriptorFromBytes(types[filepath.Ext(file)], []byte(text))
		desc.Annotations = map[string]string{ocispec.AnnotationTitle: file}
		if err := put(ctx, repo, desc, []byte(text)); err != nil {
			t.Fatal(err)
		}
		layers = append(layers, desc)
	}
	manifest, err := oras.PackManifest(ctx, repo, oras.PackManifestVersion1_0, "", oras.PackManifestOptions{Layers: layers})
	if err := errors.Join(err, repo.Tag(ctx, manifest, tag)); err != nil {
		t.Fatal(err)
	}
}

func TestGit(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-11-23T00:00:00Z", "GIT_COMMITTER_DATE=2026-11-23T00:00:00Z")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	run("init", "-q", "-b", "main")
	for name, data := range contents() {
		file := filepath.Join(dir, "rules", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	run("add", ".")
	run("commit", "-q", "-m", "first")
	run("tag", "v1")
	commit := run("rev-parse", "HEAD")
	source := "git+file://" + dir
	for _, ref := range []string{"", "main", "v1", commit} {
		got, err := Fetch(context.Background(), config.Pack{Source: source, Ref: ref, Folder: "rules"})
		if err != nil {
			t.Errorf("ref %q: %v", ref, err)
			continue
		}
		if diff := cmp.Diff(contents(), got); diff != "" {
			t.Errorf("ref %q (-want +got):\n%s", ref, diff)
		}
	}
	for name, p := range map[string]config.Pack{
		"no such ref":    {Source: source, Ref: "v2", Folder: "rules"},
		"no such folder": {Source: source, Folder: "policies"},
		"no repository":  {Source: source + "x"},
		"other protocol": {Source: "git+ext::sh -c true"},
	} {
		if _, err := Fetch(context.Background(), p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	left, _ := filepath.Glob(filepath.Join(temp, "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
