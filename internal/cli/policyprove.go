package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/policytest"
	"github.com/aicomply/aicomply/internal/prove"
	"github.com/aicomply/aicomply/policies"
)

const policyProveHelp = `Search for manifests that show what each policy does: one on which it finds something,
and one on which it applies and finds nothing. The search changes the pair beside the
policy by the schema of manifests, and runs every candidate through the whole pipeline.

It fails for a policy that never fires, that fires wherever it applies, that passes on a
manifest which declares nothing, that cannot be evaluated on some manifest, or whose pair
is the wrong way round. --verbose tells, without failing, on which attributes the result
depended, which of them its METADATA does not speak of, and which rules and lines no
candidate reached. What a search does not find may still exist.

The same policies, --tries and --seed give the same result. --time stops a search that
takes too long: what was found until then is printed, with the policies that were not
searched to the end, and the exit code is 2.

--mutate asks something else: whether the tests would notice if the policy decided
otherwise. It makes one small change at a time, and lists those that no test notices.

Exit codes: 0 proven, 1 a policy has a problem, or tests notice less than --min, 2 not
searched, or not to the end.`

// policyProving is what policy prove was asked for.
type policyProving struct {
	format  string
	run     string
	verbose bool
	save    string
	seed    uint64
	tries   int
	time    time.Duration
	mutating
}

func (a *app) policyProveCommand() *cobra.Command {
	f := policyProving{format: "text", seed: 1, tries: 200, time: 5 * time.Minute}
	cmd := &cobra.Command{
		Use:   "prove [DIR...]",
		Short: "Search for manifests that show what policies do",
		Long:  policyProveHelp,
		Example: "  aicomply policy prove policies/transfer/no_mechanism -v\n  aicomply policy prove --save witnesses policies\n" +
			"  aicomply policy prove --mutate policies/transfer",
		ValidArgsFunction: completeFolders,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", f.format, []string{"text", "json"}); err != nil {
				return err
			}
			if _, err := regexp.Compile(f.run); err != nil {
				return fmt.Errorf("--run: %w", err)
			}
			if f.tries < 1 || f.time <= 0 {
				return errors.New("--tries and --time: nothing can be searched for in none")
			}
			folders, err := a.policyFolders(args)
			if err != nil {
				return err
			}
			if f.mutate {
				return a.mutatePolicies(cmd.Context(), f, folders)
			}
			return a.provePolicies(cmd.Context(), f, folders)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.format, "format", "f", f.format, "`FORMAT` of the result: text, json")
	flags.StringVar(&f.run, "run", "", "only policies whose id matches this regular `EXPRESSION`")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print the manifests, and what the result depended on")
	flags.StringVar(&f.save, "save", "", "write the manifests to this folder `DIR`, as area.name.fires.hcl and area.name.passes.hcl")
	flags.Uint64Var(&f.seed, "seed", f.seed, "`NUMBER` that chooses among the candidates")
	flags.IntVar(&f.tries, "tries", f.tries, "`NUMBER` of manifests to evaluate for each policy")
	flags.DurationVar(&f.time, "time", f.time, "`DURATION` of the whole search")
	f.mutating.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("format", fixed([]string{"text", "json"}))
	_ = cmd.MarkFlagDirname("save")
	return cmd
}

// proven is what became of one policy, and what of it the search did not reach
// or does not find described. null is not known, since a search was stopped.
type proven struct {
	prove.Result
	Undocumented []string          `json:"undocumented"` // of what it depends on: attributes that its METADATA does not speak of
	Unreached    [][2]int          `json:"unreached"`    // lines
	Vacuous      []policytest.Rule `json:"vacuous"`      // definitions of rules that held nowhere
}

func (a *app) provePolicies(ctx context.Context, f policyProving, folders []policyFolder) error {
	limited, stop := context.WithTimeout(ctx, f.time)
	defer stop()
	var all []proven
	for _, folder := range folders {
		results, err := a.proveFolder(ctx, limited, f, folder)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		all = append(all, results...)
	}
	if len(all) == 0 {
		return errors.New("no policy matches")
	}
	if f.save != "" {
		if err := a.saveWitnesses(f.save, all); err != nil {
			return err
		}
	}
	for _, p := range all {
		if len(p.Problems) > 0 {
			a.code = exitFindings
		}
	}
	if f.format == "json" {
		if err := a.printJSON(map[string]any{"schema_version": 1, "seed": f.seed, "tries": f.tries, "policies": all}); err != nil {
			return err
		}
	} else {
		a.writeProven(all, f)
	}
	if n := stopped(all); n > 0 {
		return fmt.Errorf("the search took longer than %s: %s not searched to the end; raise --time, or name fewer policies", f.time, plural(n, "policy was", "policies were"))
	}
	return nil
}

// stopped counts the policies whose search did not end.
func stopped(all []proven) int {
	n := 0
	for _, p := range all {
		if p.Stopped {
			n++
		}
	}
	return n
}

func (a *app) proveFolder(ctx, limited context.Context, f policyProving, folder policyFolder) ([]proven, error) {
	o, err := a.folderOptions(folder)
	if err != nil {
		return nil, err
	}
	set, diags := policy.Load(ctx, o)
	if err := a.explainDiagnostics(diags, policySource(o.Sources)); err != nil {
		return nil, err
	}
	run := regexp.MustCompile(f.run)
	var targets []prove.Target
	for _, r := range set.Rules() {
		if folder.holds(r.ID) && run.MatchString(r.ID) {
			targets = append(targets, folder.target(r))
		}
	}
	options := prove.Options{
		Check: check.Options{Policies: set, Frameworks: o.Frameworks, Known: builtinIDs()},
		Tries: f.tries, Seed: f.seed, Witnesses: f.verbose || f.save != "" || f.format == "json",
	}
	out := make([]proven, len(targets))
	if err := eachOf(len(targets), func(i int) (err error) {
		out[i].Result, err = prove.Run(limited, targets[i], options)
		return err
	}); err != nil {
		return nil, err
	}
	for i := range out {
		if r, ok := set.Rule(out[i].Policy); ok {
			out[i].Undocumented = undocumented(r, out[i].DependsOn)
		}
	}
	if stopped(out) > 0 {
		return out, nil
	}
	return out, a.unreached(ctx, o, out)
}

// eachOf calls a function for each number below n, as many at a time as there
// are processors, and returns the first error by number.
func eachOf(n int, f func(int) error) error {
	errs := make([]error, n)
	next := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				errs[i] = f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// maxSeeds is how many manifests of other policies a search starts from.
const maxSeeds = 6

// target is a policy with its text and the manifests to start from. One without
// a pair starts from those of built-in policies that read the most of the same.
func (f policyFolder) target(r finding.Rule) prove.Target {
	id := r.ID
	read := func(file string) string {
		text, _ := fs.ReadFile(f.FS, path.Join(id, file))
		return string(text)
	}
	if r.Method == policy.ForeignMethod {
		text, _ := fs.ReadFile(f.FS, f.inside(r.Source))
		return prove.Target{ID: id, Text: string(text), Foreign: true, Seeds: nearestPairs(string(text))}
	}
	t := prove.Target{ID: id, Text: read(path.Base(id) + ".rego"), Fail: read(pair.Fail), Pass: read(pair.Pass), Base: read(pair.Base)}
	text := t.Text
	for _, m := range libraryUse().FindAllStringSubmatch(text, -1) {
		file := path.Join("lib", m[1], m[1]+".rego")
		more, err := fs.ReadFile(f.FS, file)
		if err != nil {
			more, _ = fs.ReadFile(policies.FS, file)
		}
		t.Text += "\n" + string(more)
	}
	if t.Fail == "" || t.Pass == "" {
		t.Seeds = nearestPairs(text)
	}
	return t
}

var (
	libraryUse = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bdata\.aicomply\.lib\.(\w+)`) })
	inputName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\binput\.(\w+)`) })
	blockName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^(\w+) `) })
)

// nearestPairs are the built-in manifests that hold the most of the blocks that
// a text reads.
func nearestPairs(text string) []string {
	reads := map[string]bool{}
	for _, m := range inputName().FindAllStringSubmatch(text, -1) {
		reads[m[1]] = true
	}
	type candidate struct {
		text  string
		score int
	}
	var all []candidate
	for _, id := range builtinIDs() {
		for _, file := range []string{pair.Fail, pair.Pass} {
			data, err := fs.ReadFile(policies.FS, path.Join(id, file))
			if err != nil {
				continue
			}
			blocks := map[string]bool{}
			for _, m := range blockName().FindAllStringSubmatch(string(data), -1) {
				if reads[m[1]] {
					blocks[m[1]] = true
				}
			}
			all = append(all, candidate{string(data), len(blocks)})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.score - a.score })
	var out []string
	for _, c := range all[:min(len(all), maxSeeds)] {
		out = append(out, c.text)
	}
	return out
}

// unreached adds the lines that nothing tried has evaluated.
func (a *app) unreached(ctx context.Context, o policy.Options, all []proven) error {
	var cases []policytest.Case
	for _, p := range all {
		for _, in := range p.Inputs {
			cases = append(cases, policytest.Case{Policy: p.Policy, Input: in, Now: pair.Clock()})
		}
	}
	_, covered, diags := policytest.RunCovered(ctx, o, policytest.Options{Run: "^$", Coverage: true, Cases: cases})
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(covered) == 0 && len(diags) > 0 {
		return a.explainDiagnostics(diags, policySource(o.Sources))
	}
	for i, p := range all {
		all[i].Unreached, all[i].Vacuous = [][2]int{}, []policytest.Rule{}
		for _, c := range covered {
			if strings.HasSuffix("/"+c.File, "/"+path.Join(p.Policy, path.Base(p.Policy)+".rego")) {
				all[i].Unreached, all[i].Vacuous = c.Ranges, append(all[i].Vacuous, c.Never...)
			}
		}
	}
	return nil
}
