package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/bundle"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/signature"
)

const pullHelp = `Bring the packs that .aicomply/config.hcl declares to this machine, as their digests
say. Without arguments, all of them. check uses what was brought, and never the
network.`

const lockHelp = `Bring the packs that .aicomply/config.hcl declares, as they are now, and write their
digests into it. Without arguments, all of them. Look at the difference before you
commit it: it changes which policies are checked.`

const pushHelp = `Push a folder of policies to an OCI registry, as one archive that OPA and conftest
read, too. The credentials are docker's. With --sign the pack is signed as OPA's
bundles are; the public key then goes beside the configuration that declares the
pack, and its name into signed_by.`

func (a *app) policyPullCommand() *cobra.Command {
	return &cobra.Command{
		Use: "pull [PACK...]", Short: "Bring the packs of the configuration", Long: pullHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachPack(args, func(pk config.Pack, c *configured) error {
				if pk.Digest == "" {
					return errors.New("it has no digest yet; run aicomply policy lock")
				}
				files, err := a.packStore().Get(pk.Digest)
				if errors.Is(err, bundle.ErrAbsent) {
					files, err = fetchPack(cmd.Context(), a.packStore(), pk)
				}
				if err == nil {
					err = verifyPack(pk, files, c.r.root.FS())
				}
				if err == nil {
					fmt.Fprintf(a.Out, "%s  %s\n", pk.Name, pk.Digest)
				}
				return err
			})
		},
	}
}

func (a *app) policyLockCommand() *cobra.Command {
	return &cobra.Command{
		Use: "lock [PACK...]", Short: "Write the digests of packs into the configuration", Long: lockHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachPack(args, func(pk config.Pack, c *configured) error { return a.lock(cmd.Context(), pk, c) })
		},
	}
}

func (a *app) lock(ctx context.Context, pk config.Pack, c *configured) error {
	was := pk.Digest
	pk.Digest = ""
	files, err := fetchPack(ctx, a.packStore(), pk)
	if err != nil {
		return err
	}
	if err := verifyPack(pk, files, c.r.root.FS()); err != nil {
		return err
	}
	digest := files.Digest()
	if digest == was {
		fmt.Fprintf(a.Out, "%s  %s  unchanged\n", pk.Name, digest)
		return nil
	}
	if err := c.write(pk.Name, digest); err != nil {
		return err
	}
	if was == "" {
		was = "new"
	} else {
		was = "was " + was
	}
	fmt.Fprintf(a.Out, "%s  %s  %s\n", pk.Name, digest, was)
	return nil
}

// configured is the configuration that counts for the working directory.
type configured struct {
	a    *app
	r    *repository
	conf *config.Config
}

// eachPack does something with the packs of the names. One that fails does not
// keep the rest back.
func (a *app) eachPack(names []string, do func(config.Pack, *configured) error) error {
	r, at, err := a.openRepository(".")
	if err != nil {
		return err
	}
	defer r.close()
	c := &configured{a: a, r: r}
	if err := c.load(at); err != nil {
		return err
	}
	chosen, err := choosePacks(c.conf.Packs(), names)
	if err != nil {
		return err
	}
	if len(chosen) == 0 {
		return errors.New("the configuration declares no pack that comes over the network")
	}
	var errs []error
	for _, pk := range chosen {
		if err := do(pk, c); err != nil {
			errs = append(errs, fmt.Errorf("pack %s: %w", pk.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (c *configured) load(at string) error {
	conf, diags := config.Load(c.r.root.FS(), at, c.r.show)
	if err := c.a.explainDiagnostics(diags, conf.Source); err != nil {
		return err
	}
	if conf.File() == "" {
		return fmt.Errorf("there is no %s at or above the working directory", config.File)
	}
	c.conf = conf
	return nil
}

// write puts a digest into the configuration's file, and leaves everything else
// in it as it is.
func (c *configured) write(pack, digest string) error {
	at, declared, ok := c.conf.PackDigest(pack)
	if !ok {
		return fmt.Errorf("no such pack")
	}
	text := c.conf.Source(at.File)
	line := fmt.Sprintf("digest = %q", digest)
	if !declared {
		start := strings.LastIndexByte(string(text[:at.Start.Byte]), '\n') + 1
		indent := text[start:at.Start.Byte]
		indent = indent[:len(indent)-len(strings.TrimLeft(string(indent), " \t"))]
		line = "\n" + string(indent) + line
	}
	changed := string(text[:at.Start.Byte]) + line + string(text[at.End.Byte:])
	if err := c.a.writeFile(at.File, []byte(changed)); err != nil {
		return err
	}
	return c.load(c.conf.InRepository()) // places have moved
}

func (a *app) policyPushCommand() *cobra.Command {
	var sign string
	cmd := &cobra.Command{
		Use: "push DIR oci://REGISTRY/REPOSITORY:TAG", Short: "Push a folder of policies to a registry", Long: pushHelp,
		Example: "  aicomply policy push policies oci://ghcr.io/acme/ai-policies:v3 --sign private.pem",
		Args:    operands(2, 2),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeFolders(cmd, args, word)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.push(cmd.Context(), args[0], args[1], sign)
		},
	}
	cmd.Flags().StringVar(&sign, "sign", "", "sign with this private key, a PEM `FILE` (RSA, or ECDSA on P-256, P-384, P-521)")
	_ = cmd.MarkFlagFilename("sign", "pem")
	return cmd
}

func (a *app) push(ctx context.Context, dir, to, key string) error {
	name, tag, err := destination(to)
	if err != nil {
		return err
	}
	abs, err := a.absolute(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, cause(err))
	}
	files, err := bundle.ReadDir(os.DirFS(abs))
	if pe := new(fs.PathError); errors.As(err, &pe) {
		return fmt.Errorf("%s: %w", filepath.Join(dir, pe.Path), pe.Err)
	} else if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	if err := a.checkPushed(ctx, dir, abs); err != nil {
		return err
	}
	if key != "" {
		pem, err := os.ReadFile(a.join(key))
		if err != nil {
			return fmt.Errorf("--sign %s: %w", key, cause(err))
		}
		if files[bundle.SignaturesFile], err = signature.Sign(files, pem); err != nil {
			return fmt.Errorf("--sign %s: %w", key, err)
		}
	}
	manifest, err := bundle.Push(ctx, files, name, tag)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Out, "pushed %d files to %s:%s\nmanifest  %s\ndigest    %s\n", len(files), name, tag, manifest, files.Digest())
	return nil
}

// checkPushed refuses to push policies that do not load: whoever pulls them
// could do nothing about it.
func (a *app) checkPushed(ctx context.Context, dir, abs string) error {
	folder := policyFolder{Source: policy.Source{Name: dir, FS: os.DirFS(abs)}}
	o, err := a.folderOptions(folder)
	if err != nil {
		return err
	}
	_, diags := policy.Load(ctx, o)
	return a.explainDiagnostics(diags, policySource(o.Sources))
}

// destination takes oci://registry/repository:tag apart.
func destination(s string) (name, tag string, err error) {
	rest, ok := strings.CutPrefix(s, "oci://")
	i := strings.LastIndexByte(rest, ':')
	if !ok || i <= strings.LastIndexByte(rest, '/') || i == len(rest)-1 {
		return "", "", fmt.Errorf("%q is not of the form oci://registry/repository:tag", s)
	}
	return rest[:i], rest[i+1:], nil
}
