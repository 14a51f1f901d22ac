// Package mutate asks whether the tests of the policies would notice if a
// policy decided something else. It makes small changes to each policy, one at
// a time (package mutation says which), and runs the policy's own tests and its
// pair of manifests on each. A change that nothing notices survives: either it
// makes no difference, or a test is missing.
//
// It prints, for each policy, how many changes were noticed of how many, and
// every change that was not. What does not load is no policy, and is not
// counted. The files of lib/ are changed as well; those that have no tests are
// tested by the policies that use them.
package mutate

import (
	"io/fs"
	"regexp"
	"time"

	"github.com/aicomply/aicomply/internal/framework"
)

// Options are the settings of a run.
type Options struct {
	Dir        string // what the folder is called
	FS         fs.FS  // the folder of policies
	Run        *regexp.Regexp
	Jobs       int                  // at least 1
	Sample     int                  // mutants of each file; 0 = all
	Seed       uint64               // of the sample
	Min        float64              // least share killed, 0 to 1
	Timeout    time.Duration        // of one mutant; one that takes longer counts as noticed
	Library    fs.FS                // lib/ and data/ of a folder that has none of its own; nil = none
	Frameworks *framework.Catalogue // of a folder without data/frameworks
}
