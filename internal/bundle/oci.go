package bundle

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"
)

// Media types of layers. OPA's bundles are one archive; conftest pushes one
// layer a file, titled with its path.
const (
	policyLayer = "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego"
	dataLayer   = "application/vnd.cncf.openpolicyagent.data.layer.v1+json"
	bundleLayer = ocispec.MediaTypeImageLayerGzip
	configType  = "application/vnd.cncf.openpolicyagent.config.v1+json"

	maxManifest = 4 << 20 // bytes
)

// repository opens a repository of a registry with the credentials that docker
// has for it.
func repository(name string) (*remote.Repository, error) {
	repo, err := remote.NewRepository(name)
	if err != nil {
		return nil, fmt.Errorf("%q names no repository of a registry: %w", clip(name), err)
	}
	client := &auth.Client{Client: retry.DefaultClient, Cache: auth.NewCache()}
	client.SetUserAgent("aicomply")
	if store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{}); err == nil {
		client.Credential = credentials.Credential(store)
	}
	repo.Client = client
	repo.PlainHTTP = loopback(repo.Reference.Registry)
	repo.MaxMetadataBytes = maxManifest
	return repo, nil
}

// pull reads a pack from a registry, in the form of OPA's bundles or of
// conftest's.
func pull(ctx context.Context, name, ref string) (Contents, error) {
	repo, err := repository(name)
	if err != nil {
		return nil, err
	}
	if repo.Reference.Reference != "" {
		return nil, errors.New("the source names a tag; write it in the attribute ref")
	}
	ref = cmp.Or(ref, "latest")
	desc, data, err := fetchManifest(ctx, repo, ref)
	if err != nil {
		return nil, fmt.Errorf("%s:%s: %w", name, ref, err)
	}
	if desc.MediaType != ocispec.MediaTypeImageManifest {
		return nil, fmt.Errorf("%s:%s is of media type %q, which is no manifest of a pack", name, ref, clip(desc.MediaType))
	}
	var m ocispec.Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%s:%s: damaged manifest: %w", name, ref, err)
	}
	c := collector{files: Contents{}}
	for _, layer := range m.Layers {
		if err := c.layer(ctx, repo, layer); err != nil {
			return nil, fmt.Errorf("%s:%s: %w", name, ref, err)
		}
	}
	if len(c.files) == 0 {
		return nil, fmt.Errorf("%s:%s holds no policies", name, ref)
	}
	return c.files, nil
}

// fetchManifest reads what a tag or digest names.
func fetchManifest(ctx context.Context, repo *remote.Repository, ref string) (ocispec.Descriptor, []byte, error) {
	desc, r, err := repo.FetchReference(ctx, ref)
	if err != nil {
		return ocispec.Descriptor{}, nil, err
	}
	defer r.Close()
	if desc.Size > maxManifest {
		return ocispec.Descriptor{}, nil, fmt.Errorf("content size %v exceeds MaxBytes %v: %w", desc.Size, maxManifest, errdef.ErrSizeExceedsLimit)
	}
	data, err := content.ReadAll(r, desc)
	return desc, data, err
}

// layer adds the files of a layer. Its bytes are held against the layer's
// digest before they are looked at.
func (c *collector) layer(ctx context.Context, from content.Fetcher, l ocispec.Descriptor) error {
	switch l.MediaType {
	case policyLayer, dataLayer, bundleLayer:
	default:
		return fmt.Errorf("a layer is of media type %q, which no pack has", clip(l.MediaType))
	}
	if l.Size > MaxBytes {
		return errTooLarge
	}
	r, err := from.Fetch(ctx, l)
	if err != nil {
		return fmt.Errorf("layer: %w", err)
	}
	data, err := content.ReadAll(r, l)
	if err := errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("layer: %w", err)
	}
	if l.MediaType == bundleLayer {
		return c.unpack(bytes.NewReader(data))
	}
	title := l.Annotations[ocispec.AnnotationTitle]
	if title == "" {
		return errors.New("a layer has no title, which would be the name of its file")
	}
	return c.add(title, bytes.NewReader(data))
}

// Push writes a pack to a registry, as OPA and conftest read it: one archive,
// marked to be unpacked. It returns the digest of the manifest that the tag
// names then.
func Push(ctx context.Context, files Contents, name, tag string) (string, error) {
	repo, err := repository(name)
	if err != nil {
		return "", err
	}
	archive, err := files.Pack()
	if err != nil {
		return "", err
	}
	layer := content.NewDescriptorFromBytes(bundleLayer, archive)
	layer.Annotations = map[string]string{
		ocispec.AnnotationTitle:       ".",
		"io.deis.oras.content.unpack": "true",
	}
	config := content.NewDescriptorFromBytes(configType, []byte("{}"))
	m := ocispec.Manifest{MediaType: ocispec.MediaTypeImageManifest, Config: config, Layers: []ocispec.Descriptor{layer}}
	m.SchemaVersion = 2
	text, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	manifest := content.NewDescriptorFromBytes(m.MediaType, text)
	// The manifest is last: a registry refuses one of blobs that it does not have.
	for _, part := range []struct {
		desc ocispec.Descriptor
		data []byte
	}{{config, []byte("{}")}, {layer, archive}, {manifest, text}} {
		if err := put(ctx, repo, part.desc, part.data); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := repo.Tag(ctx, manifest, tag); err != nil {
		return "", fmt.Errorf("%s:%s: %w", name, tag, err)
	}
	return manifest.Digest.String(), nil
}

// put pushes what the registry does not have yet.
func put(ctx context.Context, repo *remote.Repository, desc ocispec.Descriptor, data []byte) error {
	there, err := repo.Exists(ctx, desc)
	if err != nil {
		return fmt.Errorf("failed to perform %q on destination: %w", "Exists", err)
	}
	if there {
		return nil
	}
	if err := repo.Push(ctx, desc, bytes.NewReader(data)); err != nil && !errors.Is(err, errdef.ErrAlreadyExists) {
		return fmt.Errorf("failed to perform %q on destination: %w", "Push", err)
	}
	return nil
}
