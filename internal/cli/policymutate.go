package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/mutate"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/policies"
)

// mutating are the flags of policy prove --mutate.
type mutating struct {
	mutate bool
	sample int
	min    float64
}

func (f *mutating) add(cmd *cobra.Command) {
	f.min = 90
	cmd.Flags().BoolVar(&f.mutate, "mutate", false, "ask instead whether tests notice small changes of the policies and of lib/")
	cmd.Flags().IntVar(&f.sample, "sample", 0, "with --mutate, test only so many changes of each file; 0 = all")
	cmd.Flags().Float64Var(&f.min, "min", f.min, "with --mutate, the least `PERCENT` of changes that tests have to notice")
}

// mutantTimeout is how long the tests of one change may take.
const mutantTimeout = 20 * time.Second

func (a *app) mutatePolicies(ctx context.Context, f policyProving, folders []policyFolder) error {
	switch {
	case f.format != "text" || f.save != "":
		return errors.New("--mutate prints text, and has no manifests to save")
	case !(f.min >= 0 && f.min <= 100):
		return fmt.Errorf("--min: %v is no percentage; write a number from 0 to 100", f.min)
	}
	o, err := a.policyOptions(policyFlags{})
	if err != nil {
		return err
	}
	a.collectLess(smallWork) // thousands of short-lived compilers
	for _, folder := range folders {
		if o.Sources = []policy.Source{folder.Source}; len(folder.ids()) == 0 && policy.HasForeign(o) {
			return fmt.Errorf("%s: --mutate changes policies that were written for aicomply, and the Rego there was not; without --mutate it is searched", folder.Name)
		}
		run := regexp.MustCompile(f.run)
		if f.run == "" && folder.part != "" {
			run = regexp.MustCompile("^" + regexp.QuoteMeta(folder.part) + "(/|$)")
		}
		good, err := mutate.Run(ctx, mutate.Options{
			Dir: folder.Name, FS: folder.FS, Run: run, Jobs: runtime.GOMAXPROCS(0), Sample: f.sample, Seed: f.seed,
			Min: f.min / 100, Timeout: mutantTimeout, Library: policies.FS, Frameworks: o.Frameworks,
		}, a.prose(), a.Err)
		if err != nil {
			return err
		}
		if !good {
			a.code = exitFindings
		}
	}
	return nil
}
