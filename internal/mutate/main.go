// Command mutate asks whether the tests of the policies would notice if a
// policy decided something else. It makes small changes to each policy, one at
// a time (package mutation says which), and runs the policy's own tests and its
// pair of manifests on each. A change that nothing notices survives: either it
// makes no difference, or a test is missing.
//
//	go run ./internal/mutate                        all policies in ./policies
//	go run ./internal/mutate -run '^transfer/'      those whose id matches
//	go run ./internal/mutate -sample 5 -seed 7      five changes of each
//
// It prints, for each policy, how many changes were noticed of how many, and
// every change that was not. It exits with 1 if the share noticed is below -min.
// What does not load is no policy, and is not counted. The files of
// policies/lib are changed as well; those that have no tests are tested by the
// policies that use them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"runtime/debug"
	"time"
)

func main() {
	o := options{}
	run := flag.String("run", "", "only policies whose id matches this regular `expression`; the id of a library file is lib/<topic>")
	flag.IntVar(&o.jobs, "j", runtime.GOMAXPROCS(0), "how many changes are tested at a time")
	flag.IntVar(&o.sample, "sample", 0, "test only so many changes of each policy; 0 = all")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses the changes of -sample")
	flag.Float64Var(&o.min, "min", 0.90, "the least share of changes that tests have to notice")
	flag.DurationVar(&o.timeout, "timeout", 20*time.Second, "how long the tests of one change may take; one that takes longer counts as noticed")
	flag.Parse()
	if flag.NArg() > 1 {
		fmt.Fprintln(os.Stderr, "mutate: at most one folder of policies")
		os.Exit(2)
	}
	o.dir = "policies"
	if flag.NArg() == 1 {
		o.dir = flag.Arg(0)
	}
	expression, err := regexp.Compile(*run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate: -run:", err)
		os.Exit(2)
	}
	o.run = expression
	debug.SetGCPercent(400) // thousands of short-lived compilers; a quarter of the time was collecting them
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	good, err := mutate(ctx, o, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if !good {
		os.Exit(1)
	}
}

// options are the settings of a run.
type options struct {
	dir     string
	run     *regexp.Regexp
	jobs    int           // at least 1
	sample  int           // mutants of each unit; 0 = all
	seed    uint64        // of the sample
	min     float64       // least share killed, 0 to 1
	timeout time.Duration // of one mutant
}
