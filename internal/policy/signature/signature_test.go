package signature

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// keys makes a pair of keys in PEM form.
func keys(t *testing.T, curve elliptic.Curve) (private, public []byte) {
	t.Helper()
	var der, pub []byte
	if curve == nil {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		der = x509.MarshalPKCS1PrivateKey(key)
		pub, err = x509.MarshalPKIXPublicKey(&key.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pub})
	}
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pub, err = x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pub})
}

func pack() map[string][]byte {
	return map[string][]byte{
		"privacy/names/names.rego": []byte("package aicomply.policies.privacy.names\n\ndefault applies := false\n"),
		"privacy/names/fail.hcl":   []byte("system \"x\" {}\n"),
		"data.json":                []byte(`{"b": 1, "a": [2]}`),
	}
}

func signed(t *testing.T, private []byte) map[string][]byte {
	t.Helper()
	files := pack()
	sig, err := Sign(files, private)
	if err != nil {
		t.Fatal(err)
	}
	files[File] = sig
	return files
}

func TestSignAndVerify(t *testing.T) {
	for name, curve := range map[string]elliptic.Curve{"RSA": nil, "P-256": elliptic.P256(), "P-384": elliptic.P384()} {
		t.Run(name, func(t *testing.T) {
			private, public := keys(t, curve)
			_, stranger := keys(t, curve)
			files := signed(t, private)
			if err := Verify(files, public); err != nil {
				t.Errorf("a good signature: %v", err)
			}
			if err := Verify(files, stranger); err == nil || !strings.Contains(err.Error(), "not by that key") {
				t.Errorf("another key: %v", err)
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	private, public := keys(t, elliptic.P256())
	_, rsaPublic := keys(t, nil)
	for name, tc := range map[string]struct {
		change func(map[string][]byte)
		key    []byte
		want   string
	}{
		"no signature":    {func(f map[string][]byte) { delete(f, File) }, public, "it is not signed"},
		"a changed file":  {func(f map[string][]byte) { f["privacy/names/names.rego"] = []byte("package x") }, public, "digest mismatch"},
		"an added file":   {func(f map[string][]byte) { f["x.rego"] = []byte("package x") }, public, "x.rego not included"},
		"a removed file":  {func(f map[string][]byte) { delete(f, "data.json") }, public, "signed files are missing: data.json"},
		"a key, no PEM":   {func(map[string][]byte) {}, []byte("ssh-rsa AAAA"), "not in PEM form"},
		"another type":    {func(map[string][]byte) {}, rsaPublic, "not by that key"},
		"a private key":   {func(map[string][]byte) {}, private, "the key has to be a public key, and this is a PRIVATE KEY"},
		"no token":        {func(f map[string][]byte) { f[File] = []byte(`{"signatures": []}`) }, public, "missing JWT"},
		"no JSON":         {func(f map[string][]byte) { f[File] = []byte(`x`) }, public, File},
		"a plugin":        {func(f map[string][]byte) { f[File] = []byte(`{"signatures": ["a"], "plugin": "evil"}`) }, public, "plugin"},
		"an unsigned JWT": {func(f map[string][]byte) { f[File] = []byte(`{"signatures": ["eyJhbGciOiJub25lIn0.e30."]}`) }, public, "not by that key"},
	} {
		files := signed(t, private)
		tc.change(files)
		if err := Verify(files, tc.key); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
	files := pack()
	if err := Verify(files, public); !errors.Is(err, ErrMissing) {
		t.Errorf("unsigned: %v", err)
	}
}

// Stock OPA reads our signatures, and we read those of opa sign.
func TestStockOPA(t *testing.T) {
	private, public := keys(t, elliptic.P256())
	dir := t.TempDir()
	write := func(root string, files map[string][]byte) {
		t.Helper()
		for name, data := range files {
			file := filepath.Join(root, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	path, err := exec.Command("go", "tool", "-n", "opa").Output()
	if err != nil {
		t.Fatal(err)
	}
	// OPA calls files by their paths from where it runs.
	opa := func(root string, args ...string) (string, error) {
		cmd := exec.Command(strings.TrimSpace(string(path)), args...)
		cmd.Dir = root
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	write(dir, map[string][]byte{"private.pem": private, "public.pem": public})
	plain := pack()
	delete(plain, "privacy/names/fail.hcl") // OPA puts Rego and data into a bundle, and nothing else

	t.Run("ours", func(t *testing.T) {
		files := maps.Clone(plain)
		sig, err := Sign(files, private)
		if err != nil {
			t.Fatal(err)
		}
		files[File] = sig
		root := filepath.Join(dir, "ours")
		write(root, map[string][]byte{"pack.tar.gz": archive(t, files)})
		build := []string{"build", "--bundle", "pack.tar.gz", "-o", filepath.Join(dir, "out.tar.gz"), "--verification-key", filepath.Join(dir, "public.pem"), "--signing-alg", "ES256", "--verification-key-id", keyID}
		if out, err := opa(root, build...); err != nil {
			t.Errorf("opa does not take the signature: %v\n%s", err, out)
		}
		files["data.json"] = []byte(`{"a": 3}`)
		write(root, map[string][]byte{"pack.tar.gz": archive(t, files)})
		if out, err := opa(root, build...); err == nil {
			t.Errorf("opa takes a changed file:\n%s", out)
		}
	})
	t.Run("theirs", func(t *testing.T) {
		root := filepath.Join(dir, "theirs")
		write(root, plain)
		out, err := opa(root, "sign", "--bundle", ".", "--signing-key", filepath.Join(dir, "private.pem"), "--signing-alg", "ES256", "--output-file-path", ".")
		if err != nil {
			t.Fatalf("opa sign: %v\n%s", err, out)
		}
		files := maps.Clone(plain)
		files[File], err = os.ReadFile(filepath.Join(root, File))
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(files, public); err != nil {
			t.Errorf("a signature of opa's: %v", err)
		}
	})
}

func archive(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	for name, data := range files {
		h := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))}
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
