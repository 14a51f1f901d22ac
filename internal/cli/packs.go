package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/bundle"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/signature"
	"github.com/aicomply/aicomply/internal/suggest"
)

// packs are the packs that the configurations of a run declare. Policies of a
// pack count for the deployments whose configuration declares it, and for no
// other.
type packs struct {
	pull     func(config.Pack) (bundle.Contents, error) // brings what the store does not have; nil = an error
	store    bundle.Store
	sources  []policy.Source
	digests  map[string]string   // of the files of each source, by its name
	declared map[string][]string // names of sources, by file of a configuration
	problems []finding.Diagnostic
	source   func(file string) []byte // of the configurations
}

func (a *app) newPacks() *packs {
	return &packs{store: a.packStore(), digests: map[string]string{}, declared: map[string][]string{}}
}

// packStore is where packs are kept that came over the network.
func (a *app) packStore() bundle.Store {
	dir := a.Getenv(cacheDir)
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		dir = filepath.Join(base, "aicomply")
	}
	return bundle.Store{Dir: filepath.Join(a.join(dir), "packs")}
}

// add reads the packs of a configuration; fsys is the repository that it is in.
// A pack that cannot be had is a problem of the whole run: without it nobody
// knows what would be found.
func (p *packs) add(conf *config.Config, fsys fs.FS) {
	file := conf.File()
	if _, done := p.declared[file]; done || file == "" {
		return
	}
	p.declared[file] = []string{}
	for _, pk := range conf.Packs() {
		name, files, err := p.read(pk, fsys)
		if err == nil {
			err = p.use(file, name, files)
		}
		if err != nil {
			p.source = conf.Source
			p.problems = append(p.problems, finding.Diagnostic{
				Severity: finding.Error, Summary: "Pack not available", Detail: fmt.Sprintf("Pack %q: %v.", pk.Name, err), Range: pk.Range,
			})
		}
	}
}

func (p *packs) use(file, name string, files bundle.Contents) error {
	delete(files, bundle.SignaturesFile)
	digest := files.Digest()
	if known, ok := p.digests[name]; ok && known != digest {
		return fmt.Errorf("%s has other files than what another repository of this run calls so; check the repositories one by one", name)
	} else if ok {
		p.declared[file] = append(p.declared[file], name)
		return nil // another configuration declares the same
	}
	p.digests[name], p.declared[file] = digest, append(p.declared[file], name)
	fsys, err := files.FS()
	if err == nil {
		p.sources = append(p.sources, policy.Source{Name: name, FS: fsys})
	}
	return err
}

// read is a pack's files, held against its digest and its signature, and what
// reports call it.
func (p *packs) read(pk config.Pack, fsys fs.FS) (name string, files bundle.Contents, err error) {
	if pk.Kind() == config.Folder {
		name = pk.Source
		files, err = readFolder(fsys, pk.Source)
	} else {
		name = pk.Name + "@" + strings.TrimPrefix(pk.Digest, "sha256:")[:min(12, max(0, len(pk.Digest)-7))]
		files, err = p.stored(pk)
	}
	if err != nil {
		return "", nil, err
	}
	return name, files, verifyPack(pk, files, fsys)
}

func readFolder(fsys fs.FS, dir string) (bundle.Contents, error) {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("%s is no folder of the repository", dir)
	}
	if info, err := fs.Stat(fsys, dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s; a source that is a path begins at the folder of the configuration", dir)
	}
	files, err := bundle.ReadDir(sub)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	return files, nil
}

// stored is a pack from the store or, if it may, from the network.
func (p *packs) stored(pk config.Pack) (bundle.Contents, error) {
	if pk.Digest == "" {
		return nil, fmt.Errorf("it has no digest, so anybody could change what it checks; run aicomply policy lock")
	}
	files, err := p.store.Get(pk.Digest)
	if !errors.Is(err, bundle.ErrAbsent) {
		return files, err
	}
	if p.pull == nil {
		return nil, fmt.Errorf("it has not been brought to this machine; run aicomply policy pull, or check with --pull")
	}
	return p.pull(pk)
}

// fetchPack brings a pack, holds it against its digest, and stores it.
func fetchPack(ctx context.Context, store bundle.Store, pk config.Pack) (bundle.Contents, error) {
	files, err := bundle.Fetch(ctx, pk)
	if err != nil {
		return nil, err
	}
	if got := files.Digest(); pk.Digest != "" && got != pk.Digest {
		return nil, fmt.Errorf("%s is now %s, not %s as the configuration says; if that is meant, run aicomply policy lock", pk.Source, got, pk.Digest)
	}
	return files, store.Put(files)
}

// verifyPack holds a pack against the key that the configuration names.
func verifyPack(pk config.Pack, files bundle.Contents, fsys fs.FS) error {
	if pk.SignedBy == "" {
		return nil
	}
	key, err := fs.ReadFile(fsys, pk.SignedBy)
	if err != nil {
		return fmt.Errorf("the key %s: %w", pk.SignedBy, cause(err))
	}
	if err := signature.Verify(files, key); err != nil {
		return fmt.Errorf("it has to be signed by the owner of %s, but %w", pk.SignedBy, err)
	}
	return nil
}

// excludes says why a policy does not count for the deployments of a
// configuration: it is of a pack that this configuration does not declare.
func (p *packs) excludes(conf *config.Config) func(finding.Rule) string {
	declared := p.declared[conf.File()]
	return func(r finding.Rule) string {
		for _, s := range p.sources {
			if strings.HasPrefix(r.Source, s.Name+"/") && !slices.Contains(declared, s.Name) {
				return "its pack is not declared for this deployment"
			}
		}
		return ""
	}
}

// choosePacks is the packs of the names; of none, all.
func choosePacks(all []config.Pack, names []string) ([]config.Pack, error) {
	var known []string
	for _, p := range all {
		known = append(known, p.Name)
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, fmt.Errorf("the configuration declares no pack %q.%s", n, suggest.DidYouMean(n, known))
		}
	}
	return slices.DeleteFunc(all, func(p config.Pack) bool {
		return p.Kind() == config.Folder || len(names) > 0 && !slices.Contains(names, p.Name)
	}), nil
}
