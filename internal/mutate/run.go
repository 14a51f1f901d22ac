package mutate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/mutation"
	"github.com/aicomply/aicomply/internal/policy/policytest"
)

// verdict is what became of a mutant.
type verdict int

const (
	survived verdict = iota
	invalid          // it does not load
	byTests          // a _test.rego file noticed
	byTypes          // the type checker refuses the tests
	byPair           // fail.hcl or pass.hcl noticed
	byTime           // it took too long
	verdicts         // how many there are
)

// Run tests every mutant, prints what became of them, and reports whether
// enough were noticed.
func Run(ctx context.Context, o Options, out, progress io.Writer) (bool, error) {
	t, err := readTree(o)
	if err != nil {
		return false, err
	}
	units, err := t.units(o.Run)
	if err != nil {
		return false, err
	}
	if len(units) == 0 {
		return false, errors.New("no policy matches")
	}
	for i, u := range units {
		u.mutants = sample(u.mutants, o.Sample, o.Seed, uint64(i))
	}
	results, err := t.judge(ctx, units, o, progress)
	if err != nil {
		return false, err
	}
	return write(out, o, results)
}

// sample is n mutants in their order; all if n is 0.
func sample(all []mutation.Mutant, n int, seed, stream uint64) []mutation.Mutant {
	if n <= 0 || n >= len(all) {
		return all
	}
	chosen := rand.New(rand.NewPCG(seed, stream)).Perm(len(all))[:n]
	slices.Sort(chosen)
	var out []mutation.Mutant
	for _, i := range chosen {
		out = append(out, all[i])
	}
	return out
}

// result is what became of a unit. Its verdicts are those of its mutants.
type result struct {
	*unit
	broken   string // why its tests do not even pass without a change
	verdicts []verdict
}

// judge tests every mutant of every unit, several at a time.
func (t *tree) judge(ctx context.Context, units []*unit, o Options, progress io.Writer) ([]*result, error) {
	var results []*result
	var todo []func()
	for _, u := range units {
		r := &result{unit: u, verdicts: make([]verdict, len(u.mutants))}
		results = append(results, r)
		todo = append(todo, func() {
			if v, why := t.one(ctx, u, u.text, o); v != survived {
				r.broken = why
			}
		})
	}
	parallel(ctx, o.Jobs, todo)
	todo = nil
	for _, r := range results {
		for i, m := range r.mutants {
			if r.broken == "" {
				todo = append(todo, func() { r.verdicts[i], _ = t.one(ctx, r.unit, m.Apply(r.text), o) })
			}
		}
	}
	fmt.Fprintf(progress, "%d changes of %d files\n", len(todo), len(results))
	parallel(ctx, o.Jobs, todo)
	return results, ctx.Err()
}

// parallel runs functions, n at a time, until ctx is done.
func parallel(ctx context.Context, n int, todo []func()) {
	next := make(chan func())
	var wait sync.WaitGroup
	for range max(n, 1) {
		wait.Go(func() {
			for f := range next {
				f()
			}
		})
	}
	for _, f := range todo {
		if ctx.Err() != nil {
			break
		}
		next <- f
	}
	close(next)
	wait.Wait()
}

// one tests a text in the place of a unit's, and says why it was killed. An
// evaluation that cannot be stopped is left behind.
func (t *tree) one(ctx context.Context, u *unit, text []byte, o Options) (verdict, string) {
	limited, stop := context.WithTimeout(ctx, o.Timeout)
	defer stop()
	type answer struct {
		verdict
		why string
	}
	done := make(chan answer, 1)
	go func() {
		v, why := t.test(limited, u, text)
		done <- answer{v, why}
	}()
	select {
	case a := <-done:
		return a.verdict, a.why
	case <-limited.Done():
		return byTime, "took too long"
	}
}

// test runs the tests of a unit over a text, up to the first that fails. Tests
// come before manifests: they are quicker, and notice most.
func (t *tree) test(ctx context.Context, u *unit, text []byte) (verdict, string) {
	for _, s := range u.suites {
		files := maps.Clone(s.files)
		files[u.file] = &fstest.MapFile{Data: text}
		if v, why := t.rego(ctx, u, files); v != survived {
			return v, why
		}
		if s.pair == "" {
			continue
		}
		if v, why := t.manifests(ctx, u, files, s.pair); v != survived {
			return v, why
		}
	}
	return survived, ""
}

// rego runs the _test.rego files of a part of the tree.
func (t *tree) rego(ctx context.Context, u *unit, part fstest.MapFS) (verdict, string) {
	results, diags := policytest.Run(ctx, t.options(part), policytest.Options{})
	if v, why := u.refused(diags); v != survived {
		return v, why
	}
	for _, r := range results {
		if r.Status != policytest.Pass {
			return byTests, fmt.Sprintf("%s: %s %s", r.File, r.Name, r.Status)
		}
	}
	return survived, ""
}

// manifests runs the pair of a policy.
func (t *tree) manifests(ctx context.Context, u *unit, part fstest.MapFS, id string) (verdict, string) {
	set, diags := policy.Load(ctx, t.options(part))
	if v, why := u.refused(diags); v != survived {
		return v, why
	}
	for _, r := range pair.Run(ctx, part, []string{id}, check.Options{Policies: set, Frameworks: t.frameworks, Known: t.ids}) {
		if r.Problem != "" {
			return byPair, r.File + ": " + r.Problem
		}
	}
	return survived, ""
}

// refused is the verdict on errors from loading. A mutant that is wrong itself
// is none; one that the type checker finds out by its tests is killed by them.
func (u *unit) refused(diags []finding.Diagnostic) (verdict, string) {
	v, why := survived, ""
	for _, d := range diags {
		if d.Severity != finding.Error {
			continue
		}
		if d.Range.File == u.file || d.Range.File == "" {
			return invalid, d.Summary + ": " + d.Detail
		}
		v, why = byTypes, fmt.Sprintf("%s:%d: %s", d.Range.File, d.Range.Start.Line, d.Detail)
	}
	return v, why
}
