package config

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Pack is a pack of policies as the configuration declares it.
type Pack struct {
	Name     string // label of its block
	Source   string // as declared; of kind Folder, a path in the repository
	Ref      string // tag, branch or commit; empty = latest, or the default branch
	Folder   string // of a git repository: the folder that is the pack; empty = all of it
	Digest   string // of its contents; empty = not locked
	SignedBy string // path in the repository of a public key in PEM form; empty = no signature is asked for
	Range    finding.Range
}

// PackKind is a way in which packs are brought.
type PackKind string

// The kinds of source.
const (
	Folder   PackKind = "folder" // of the repository
	Git      PackKind = "git"
	Registry PackKind = "registry" // of the OCI
)

// Kind tells how the pack is brought; "" if its source says nothing known.
func (p Pack) Kind() PackKind {
	scheme, _, remote := strings.Cut(p.Source, "://")
	if !remote {
		return Folder
	}
	switch scheme {
	case "oci":
		return Registry
	case "git+https", "git+ssh", "git+file":
		return Git
	}
	return ""
}

// isRef takes for tags, branches and commits nothing that a command could read
// as an option.
func isRef(s string) bool {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._/+-", c)
	}
	other := func(c rune) bool { return !plain(c) }
	return s != "" && len(s) < 256 && !strings.ContainsFunc(s, other) && !strings.ContainsAny(s[:1], "./+-") && !strings.Contains(s, "..")
}

// IsDigest reports whether a text is the digest of a pack: sha256: and 64
// hexadecimal digits.
func IsDigest(s string) bool {
	digits, ok := strings.CutPrefix(s, "sha256:")
	other := func(c rune) bool { return (c < '0' || c > '9') && (c < 'a' || c > 'f') }
	return ok && len(digits) == 64 && !strings.ContainsFunc(digits, other)
}

// problem says what is wrong with the declaration, and with which attribute.
func (p Pack) problem() (attribute string, err error) {
	scheme, rest, remote := strings.Cut(p.Source, "://")
	switch {
	case p.Source == "":
		return "source", errors.New("the source is empty")
	case p.Kind() == "":
		known := []string{"oci", "git+https", "git+ssh"}
		return "source", fmt.Errorf("a source begins with %s, or is a folder of the repository.%s", strings.Join(known, ", "), suggest.DidYouMean(scheme, known))
	case remote && scheme != "git+ssh" && strings.Contains(rest, "@"):
		return "source", errors.New("a source holds neither a digest nor a password; write the digest in the attribute digest, and log in with docker or git")
	case !remote && p.Ref != "":
		return "ref", errors.New("a folder of the repository has no ref; the commit says which version it is")
	case !remote && p.Digest != "":
		return "digest", errors.New("a folder of the repository has no digest; the commit says which version it is")
	case p.Ref != "" && !isRef(p.Ref):
		return "ref", fmt.Errorf("%s is not a tag, branch or commit", quote(p.Ref))
	case p.Digest != "" && !IsDigest(p.Digest):
		return "digest", errors.New("a digest is sha256: and 64 hexadecimal digits; aicomply policy lock writes it")
	case p.Folder != "" && p.Kind() != Git:
		return "folder", errors.New("only a git repository has a folder that is the pack; name the folder in the source")
	case p.Folder != "" && !slices.Contains([]string{p.Folder, p.Folder + "/"}, path.Clean(p.Folder)) || strings.HasPrefix(p.Folder, "/") || strings.HasPrefix(p.Folder, ".."):
		return "folder", fmt.Errorf("%s is not a folder of the pack", quote(p.Folder))
	}
	return "", nil
}

// Packs are the packs that the configuration declares, in source order.
func (c *Config) Packs() []Pack {
	var out []Pack
	for _, o := range c.blocks("pack") {
		p := packOf(o)
		if p.Kind() == Folder {
			p.Source = c.inRepository(p.Source)
		}
		if p.SignedBy != "" {
			p.SignedBy = c.inRepository(p.SignedBy)
		}
		out = append(out, p)
	}
	return out
}

func packOf(o *manifest.Object) Pack {
	return Pack{
		Name: o.Name, Source: o.String("source"), Ref: o.String("ref"), Folder: o.String("folder"),
		Digest: o.String("digest"), SignedBy: o.String("signed_by"), Range: o.Range(),
	}
}

// inRepository turns a path relative to the configuration's file into one in
// the repository.
func (c *Config) inRepository(name string) string { return path.Join(path.Dir(c.doc.ID), name) }

// InRepository is the path of the configuration's file in the repository.
func (c *Config) InRepository() string { return c.doc.ID }

// PackDigest is where a pack's digest stands or, where there is none, has to be
// written: an empty range behind its source. ok is false without such a pack.
func (c *Config) PackDigest(name string) (at finding.Range, declared, ok bool) {
	i := slices.IndexFunc(c.blocks("pack"), func(o *manifest.Object) bool { return o.Name == name })
	if i < 0 {
		return finding.Range{}, false, false
	}
	o := c.blocks("pack")[i]
	if o.Has("digest") {
		return c.doc.RangeOf(finding.Path{"pack", name, "digest"}), true, true
	}
	at = c.doc.RangeOf(finding.Path{"pack", name, "source"})
	at.Start = at.End
	return at, false, true
}

// badPacks reports packs whose declaration makes no sense.
func badPacks(doc *manifest.Manifest) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, o := range doc.All("pack") {
		if attribute, err := packOf(o).problem(); err != nil && len(out) < maxProblems {
			out = append(out, problem(attributeOf(doc, o, attribute), "Invalid pack", fmt.Sprintf("Pack %s: %v.", quote(o.Name), err)))
		}
	}
	return out
}
