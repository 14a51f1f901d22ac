// Package signature signs packs of policies and checks their signatures, in the
// way of OPA's bundles: a JSON Web Token in .signatures.json lists the hash of
// every file.
package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/util"
)

// File is where a pack holds its signature.
const File = ".signatures.json"

// keyID is the id under which the one key is looked up.
const keyID = "aicomply"

// ErrMissing says that a pack that has to be signed is not.
var ErrMissing = errors.New("it is not signed")

// Sign makes the signature of files, by path, with a private key in PEM form:
// an RSA key, or an ECDSA key on P-256, P-384 or P-521. It returns the content
// of File.
func Sign(files map[string][]byte, key []byte) ([]byte, error) {
	alg, err := algorithm(key, "PRIVATE", privateKey)
	if err != nil {
		return nil, err
	}
	infos, err := hashes(files)
	if err != nil {
		return nil, err
	}
	token, err := bundle.GenerateSignedToken(infos, bundle.NewSigningConfig(string(key), alg, ""), keyID)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(bundle.SignaturesConfig{Signatures: []string{token}}, "", " ")
}

func hashes(files map[string][]byte) ([]bundle.FileInfo, error) {
	h, err := bundle.NewSignatureHasher(bundle.SHA256)
	if err != nil {
		return nil, err
	}
	var out []bundle.FileInfo
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == File {
			continue
		}
		var value any = files[name]
		if bundle.IsStructuredDoc(name) { // hashed by content, whatever its white space
			if err := util.Unmarshal(files[name], &value); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		sum, err := h.HashFile(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, bundle.NewFile(name, hex.EncodeToString(sum), string(bundle.SHA256)))
	}
	return out, nil
}

// Verify checks that a signature over exactly these files was made by the owner
// of a public key in PEM form. A file that is not in the signature, and one of
// the signature that is not there, are errors.
func Verify(files map[string][]byte, key []byte) error {
	text, ok := files[File]
	if !ok {
		return ErrMissing
	}
	alg, err := algorithm(key, "PUBLIC", publicKey)
	if err != nil {
		return err
	}
	var sig bundle.SignaturesConfig
	if err := json.Unmarshal(text, &sig); err != nil {
		return fmt.Errorf("%s: %w", File, err)
	}
	if sig.Plugin != "" {
		return fmt.Errorf("%s: it asks for the plugin %q, which is not there", File, sig.Plugin)
	}
	keys := map[string]*bundle.KeyConfig{keyID: {Key: string(key), Algorithm: alg}}
	listed, err := bundle.VerifyBundleSignature(sig, bundle.NewVerificationConfig(keys, keyID, "", nil))
	if err != nil {
		return fmt.Errorf("its signature is not by that key: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == File {
			continue
		}
		if err := bundle.VerifyBundleFile(name, *bytes.NewBuffer(files[name]), listed); err != nil {
			return err
		}
	}
	if missing := slices.Sorted(maps.Keys(listed)); len(missing) > 0 {
		return fmt.Errorf("signed files are missing: %s", strings.Join(missing[:min(len(missing), 5)], ", "))
	}
	return nil
}

// algorithm is the one that goes with a key.
func algorithm(key []byte, kind string, parse func([]byte) (any, error)) (string, error) {
	block, _ := pem.Decode(key)
	if block == nil {
		return "", errors.New("the key is not in PEM form")
	}
	k, err := parse(block.Bytes)
	if err != nil && strings.HasSuffix(block.Type, "KEY") && strings.Contains(block.Type, "PUBLIC") != strings.Contains(kind, "PUBLIC") {
		return "", fmt.Errorf("the key has to be a %s key, and this is a %s", strings.ToLower(kind), block.Type)
	}
	if err != nil {
		return "", fmt.Errorf("the key (%s): %w", block.Type, err)
	}
	var curve string
	switch k := k.(type) {
	case *rsa.PublicKey, *rsa.PrivateKey:
		return "RS256", nil
	case *ecdsa.PublicKey:
		curve = k.Curve.Params().Name
	case *ecdsa.PrivateKey:
		curve = k.Curve.Params().Name
	}
	if alg, ok := map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[curve]; ok {
		return alg, nil
	}
	return "", errors.New("the key is neither an RSA key nor an ECDSA key on P-256, P-384 or P-521")
}

func publicKey(der []byte) (any, error) {
	if k, err := x509.ParsePKIXPublicKey(der); err == nil {
		return k, nil
	}
	return x509.ParsePKCS1PublicKey(der)
}

func privateKey(der []byte) (any, error) {
	if k, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return k, nil
	}
	if k, err := x509.ParseECPrivateKey(der); err == nil {
		return k, nil
	}
	return x509.ParsePKCS1PrivateKey(der)
}
