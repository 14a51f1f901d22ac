package policy

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
)

// A blob is a set as Load leaves it, so that the next start need not parse and
// compile the texts: a magic that names the version of this format, the SHA-256
// of the rest, and the rest, which begins with the version of OPA and the
// fingerprint of the texts it was made of. A blob only ever saves time: one that
// does not fit the texts is not used.
const blobMagic = "aicomply policies 3\n"

// Compile loads the policies from their texts, as Load does, and returns the
// blob that gives the same set for Options.Compiled. Equal texts give equal
// bytes. A pack with any diagnostic has no blob, since a restored set would
// not repeat it.
func Compile(ctx context.Context, o Options) ([]byte, []finding.Diagnostic, error) {
	s, diags := load(ctx, o)
	if len(diags) > 0 {
		return nil, diags, errors.New("policies with diagnostics cannot be kept compiled")
	}
	key, ok := fingerprint(o)
	if !ok {
		return nil, nil, errors.New("policies: the folder changed while it was read")
	}
	blob, err := encodeBlob(s, key)
	if err != nil {
		return nil, nil, fmt.Errorf("policies cannot be kept compiled: %w", err)
	}
	if s := restore(string(blob), key); s == nil || !s.whole() {
		return nil, nil, errors.New("policies cannot be kept compiled: they do not decode")
	}
	return blob, nil, nil
}

func encodeBlob(s *Set, key string) ([]byte, error) {
	e := &encoder{ids: map[string]int{}}
	e.text(version.Version)
	e.text(key)
	e.text(s.digest)
	e.number(len(s.rules))
	for i, r := range s.rules {
		e.rule(r)
		e.bool(s.queries[i].applies != nil)
	}
	e.term(ast.NewTerm(s.data))
	e.modules(s.compiler)
	if e.err != nil {
		return nil, e.err
	}
	rest := e.bytes()
	sum := sha256.Sum256(rest)
	return append(append([]byte(blobMagic), sum[:]...), rest...), nil
}

// Ahead is a blob that is being read while its user does something else.
type Ahead struct {
	sets  chan *Set
	blob  string
	taken atomic.Bool
}

// ReadAhead begins to read a blob, for Options.Ahead. Whether it is of use shows
// when the sources are known.
func ReadAhead(blob string) *Ahead {
	a := &Ahead{sets: make(chan *Set, 1), blob: blob}
	go func() { a.sets <- restore(blob, "") }()
	return a
}

// read is restore. It waits for what is being read already, which serves one
// caller: a set is not shared.
func (a *Ahead) read(blob, key string) *Set {
	if a == nil || a.blob != blob || a.taken.Swap(true) {
		return restore(blob, key)
	}
	if s := <-a.sets; s != nil && s.key == key {
		return s
	}
	return nil
}

// restored is the set in Options.Compiled, or nil when it was made of other
// texts, by another version, or is no such blob at all. key is what fingerprint
// says of the sources.
func restored(o Options, key string, ok bool) *Set {
	if !ok || !strings.HasPrefix(o.Compiled, blobMagic) {
		return nil
	}
	s := o.Ahead.read(o.Compiled, key)
	if s == nil || !s.fits(o.Frameworks) {
		return nil
	}
	return s
}

// fits reports whether the rules are what full loading would make of their
// METADATA with these frameworks, which need not be those of the sources.
func (s *Set) fits(frameworks *framework.Catalogue) bool {
	for _, r := range s.rules {
		for _, c := range r.Controls {
			if relation, ok := relationOf(c.ID, frameworks); !ok || relation != c.Relation {
				return false
			}
		}
		for _, id := range r.Profiles {
			if !isProfile(id, frameworks) {
				return false
			}
		}
	}
	return true
}

// restore reads a blob. A nil set says that it is damaged, or not the one of
// these texts and this version of OPA. An empty key stands for any texts.
func restore(blob, key string) *Set {
	rest, ok := strings.CutPrefix(blob, blobMagic)
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	sum, rest := rest[:sha256.Size], rest[sha256.Size:]
	h := newPrinter()
	if h.write(rest); h.sum() != sum {
		return nil
	}
	return decodeBlob(rest, key)
}

// decodeBlob does not rely on the checksum to keep from panicking.
func decodeBlob(rest, key string) *Set {
	d := newDecoder(rest)
	if d.text() != version.Version {
		return nil
	}
	s := &Set{key: d.text()}
	if s.key != key && key != "" {
		return nil
	}
	s.digest = d.text()
	queries := newQueries()
	for range d.length() {
		r := d.rule()
		s.rules = append(s.rules, r)
		s.queries = append(s.queries, queries.query(r.ID, d.bool()))
	}
	data, ok := d.term().Value.(ast.Object)
	c := d.compiled()
	if !ok || d.err() != nil {
		return nil
	}
	s.data, s.store = data, inmem.NewFromASTObject(data)
	if s.compiler = c.compiler(); s.compiler == nil {
		return nil
	}
	return s
}
