package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/bundle"
	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

const checkHelp = `Check deployments against policies.

A PATH is a directory with aicomply.hcl or *.aicomply.hcl, a directory that has
such directories below it, or one manifest file. Without a PATH it is the current
directory.

Exit codes: 0 nothing blocks, 1 findings block, 2 something could not be checked.
A finding blocks if it is open, at or above --fail-on, and the deployment has come
as far as the stage from which its policy blocks. --stage production evaluates as
if already there, and so lists everything that would block production.

--base compares with the commit where the work branched off another branch, or with
a saved JSON report: findings are new or existing, those that are gone are listed as
fixed, and a waiver that the base does not have is pending and has no effect yet.
With --only-new the existing ones do not make the run fail. --policy-ref keeps a
change from weakening its own check: policies and configuration are read as they are
at that commit.`

const checkExample = `  aicomply check
  aicomply check --stage production
  aicomply check --base origin/main --only-new --policy-ref base
  aicomply check --only 'transfer/*' --only 'privacy/*' services/triage
  aicomply check -o report.json
  aicomply check --format text --format json=report.json --format sarif=report.sarif`

// checkFlags are the flags of check.
type checkFlags struct {
	policyFlags
	runFlags
	outputFlags
	gateFlags
	failOn     string
	timeout    time.Duration
	memory     int
	only, skip []string
	pull       bool
}

// runFlags say at which stage and time a deployment is looked at.
type runFlags struct {
	stage, now string
}

func (f *runFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.stage, "stage", "", "evaluate as if at this `STAGE`: poc, pilot, production, retired (default: each system's own)")
	addNow(cmd, &f.now)
	_ = cmd.RegisterFlagCompletionFunc("stage", fixed(names(finding.Stages())))
}

func addNow(cmd *cobra.Command, date *string) {
	cmd.Flags().StringVar(date, "now", "", "evaluate as if on this `DATE`, such as 2026-11-23 (default: today, UTC)")
}

// clock is the date that --now gives, or the time.
func clock(date string) (time.Time, error) {
	if date == "" {
		return time.Now().UTC(), nil
	}
	now, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return time.Time{}, fmt.Errorf("--now: %q is not a date; write year-month-day, such as 2026-11-23", date)
	}
	return now, nil
}

func names[T ~string](values []T) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

// options checks the flags.
func (f *runFlags) options() (stage finding.Stage, now time.Time, err error) {
	if f.stage != "" {
		if err := oneOf("--stage", f.stage, names(finding.Stages())); err != nil {
			return "", time.Time{}, err
		}
	}
	now, err = clock(f.now)
	return finding.Stage(f.stage), now, err
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:     "check [PATH...]",
		Short:   "Check deployments against policies",
		Long:    checkHelp,
		Example: checkExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.gateFlags.notEmpty(cmd); err != nil {
				return err
			}
			return a.check(cmd.Context(), f, args)
		},
	}
	f.policyFlags.add(cmd)
	f.runFlags.add(cmd)
	f.outputFlags.add(cmd)
	f.gateFlags.add(cmd)
	cmd.Flags().StringVar(&f.failOn, "fail-on", string(finding.High), "least `SEVERITY` that makes the run fail: critical, high, medium, low")
	cmd.Flags().StringArrayVar(&f.only, "only", nil, "evaluate only policies that match this `GLOB`, such as 'transfer/*'; repeatable")
	cmd.Flags().StringArrayVar(&f.skip, "skip", nil, "leave out policies that match this `GLOB`; repeatable")
	cmd.Flags().BoolVar(&f.pull, "pull", false, "bring packs of the configuration that are not on this machine yet, over the network")
	cmd.Flags().DurationVar(&f.timeout, "policy-timeout", 30*time.Second, "longest `TIME` for all policies on one deployment")
	cmd.Flags().IntVar(&f.memory, "policy-memory", 2048, "most memory that evaluating policies may take, in `MIB`")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", fixed(names(finding.Severities())))
	for _, flag := range []string{"only", "skip"} {
		_ = cmd.RegisterFlagCompletionFunc(flag, completePolicies)
	}
	return cmd
}

func (a *app) check(ctx context.Context, f checkFlags, paths []string) error {
	if err := oneOf("--fail-on", f.failOn, names(finding.Severities())); err != nil {
		return err
	}
	if f.timeout <= 0 || f.memory <= 0 || f.memory > 1<<20 {
		return fmt.Errorf("--policy-timeout and --policy-memory must be more than 0, and the latter at most %d", 1<<20)
	}
	stage, now, err := f.runFlags.options()
	if err != nil {
		return err
	}
	targets, err := f.outputFlags.targets()
	if err != nil {
		return err
	}
	a.collectLess(smallWork)
	a.readAhead(f.policyFlags)
	gate, err := a.openGate(ctx, f.gateFlags, f.dirs)
	if err != nil {
		return err
	}
	defer gate.close()
	if f.pull {
		a.packs.pull = func(pk config.Pack) (bundle.Contents, error) { return fetchPack(ctx, a.packs.store, pk) }
	}
	found, err := a.find(paths, gate)
	if err != nil {
		return err
	}
	defer found.close()
	var loaded []check.Deployment
	if gate != nil { // what another commit has and this one does not is known when all are loaded
		loaded = found.loadAll()
	}
	f.at = gate.policies()
	if len(found.places) > manyDeployments {
		a.collectLess(manyWork)
	}
	f.print = f.verbose
	pack, err := a.loadPolicies(ctx, f.policyFlags, found.configurations()...)
	if err != nil {
		return err
	}
	keep, err := selectPolicies(pack.ids(), f.only, f.skip)
	if err != nil {
		return err
	}
	options := check.Options{
		Policies: pack.set, Frameworks: pack.frameworks, Now: now, Stage: stage, FailOn: finding.Severity(f.failOn),
		Only: keep, Known: builtinIDs(), Tool: report.Tool{Name: "aicomply", Version: version()}, Source: gate.named(pack),
		Timeout: f.timeout, Memory: int64(f.memory) << 20,
		Diagram: diagramFor(targets),
	}
	if err := gate.compare(&options, loaded); err != nil {
		return err
	}
	source := check.Source{N: len(found.places), Load: a.loader(found, loaded)}
	return a.stream(ctx, source, options, a.newReporting(targets, report.Options{Width: a.Width, Verbose: f.verbose, Prefix: a.prefix()}))
}

// loader gives the deployments one by one: those that are loaded, or else as
// they are found.
func (a *app) loader(found *found, loaded []check.Deployment) func(i int) check.Deployment {
	return func(i int) check.Deployment {
		var d check.Deployment
		if loaded != nil {
			d = loaded[i]
		} else {
			d = found.places[i].load()
		}
		if sourceBytes(d) > largeSources {
			a.collectLess(largeWork)
		}
		return d
	}
}

// stream checks the deployments and writes the report.
func (a *app) stream(ctx context.Context, source check.Source, o check.Options, out *reporting) error {
	defer out.close()
	progress, prints := a.newProgress(source.N, time.Now()), a.collectPrints(out.o.Verbose, &o)
	done := 0
	r, err := check.Stream(ctx, source, o, func(r *report.Report, result check.Result) error {
		if err := out.add(r, result); err != nil {
			return err
		}
		done++
		progress.show(done, time.Now())
		return nil
	})
	progress.clear()
	switch {
	case errors.Is(err, context.Canceled):
		return interrupted{done, source.N}
	case err != nil:
		return err
	}
	prints.show(a)
	switch err := out.write(ctx, r); {
	case errors.Is(err, context.Canceled):
		return errors.New("interrupted while the report was written")
	case err != nil:
		return err
	}
	a.code = exitCode(r)
	return nil
}

// How much the heap may grow before it is collected, in percent. A check of one
// manifest ends before a collection would pay; a large one must bound memory.
const (
	smallWork    = 800
	largeWork    = 200
	manyWork     = 200
	largeSources = 512 << 10 // bytes of manifests

	manyDeployments = 20
)

// collectLess tunes the garbage collector, unless the user did.
func (a *app) collectLess(percent int) {
	if a.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

func sourceBytes(d check.Deployment) int {
	n := 0
	for _, f := range d.Manifest.Files {
		n += len(d.Manifest.Source(f))
	}
	return n
}

// exitCode says what the report amounts to. What could not be checked counts
// more than what was found: nobody should read a 1 as "all was looked at".
func exitCode(r *report.Report) int {
	switch {
	case finding.HasErrors(r.Diagnostics) || r.Summary.Errors > 0:
		return exitError
	case r.Summary.Blocking > 0:
		return exitFindings
	}
	return exitOK
}

// sourcesOf finds the bytes of a file among those that the deployments were
// made of.
func sourcesOf(deployments []check.Deployment) func(string) []byte {
	return func(file string) []byte {
		for _, d := range deployments {
			if data := d.Manifest.Source(file); data != nil {
				return data
			}
			if data := d.Config.Source(file); data != nil {
				return data
			}
		}
		return nil
	}
}
