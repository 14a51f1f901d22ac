package main

import (
	"context"
	"fmt"
)

// day is the day of every check.
const day = "2026-11-23"

// workload is some data, and the commands that run on it. The first command is
// the one that the others are compared with.
type workload struct {
	name   string
	about  string // what the table says it is
	rounds int
	make   func(ctx context.Context, e *env) error
	sides  func(e *env) []side
	agree  bool // the first and the second side have to find the same
}

// side is one command of a workload.
type side struct {
	name string
	dir  string
	args []string
	env  []string
}

// workloads lists what is measured. quick makes the data smaller.
func workloads(quick bool) []workload {
	few := func(n int) int {
		if quick {
			return max(n/100, 100)
		}
		return n
	}
	out := []workload{
		{name: "start", about: "`--version`", rounds: 21, sides: func(e *env) []side {
			return []side{
				{name: "aicomply", args: []string{e.path("aicomply"), "--version"}},
				{name: "conftest", args: []string{e.tools + "/conftest", "--version"}},
				{name: "opa", args: []string{e.tools + "/opa", "version"}},
			}
		}},
		one(),
		fleet(few(1000), 3),
		alike(few(1000), 3),
		formats(few(10_000)),
		fleet(few(10_000), 1),
	}
	for _, n := range []int{1000, 10_000, 30_000} {
		out = append(out, ready(few(n)), own(few(n)))
	}
	return append(out, depth(few(10_000)), deep(), many(), pack())
}

// one is one manifest with all policies. conftest and opa get the facts ready.
func one() workload {
	return workload{
		name: "one", about: "one manifest (324 lines), all policies; conftest and opa get the derived facts ready made", rounds: 11, agree: true,
		make: func(ctx context.Context, e *env) error {
			if err := e.data(ctx, "input", "testdata/examples/ticket-triage", e.path("one.in")); err != nil {
				return err
			}
			return e.data(ctx, "peer", e.path("peer"))
		},
		sides: func(e *env) []side {
			return []side{
				e.check("testdata/examples/ticket-triage"), e.conftest("one.in"),
				{name: "opa eval", args: []string{e.tools + "/opa", "eval", "--format", "raw", "-d", e.path("peer", "all"), "-i", e.path("one.in", "root.json"), "data.aicomply.findings"}},
				{name: "bare program", args: []string{e.path("bare")}},
			}
		},
	}
}

// check is aicomply over a folder.
func (e *env) check(dir string, args ...string) side {
	return side{name: "aicomply", dir: dir, args: append([]string{e.path("aicomply"), "check", "--now", day, "--format", "json"}, args...)}
}

// conftest is conftest with all policies over inputs.
func (e *env) conftest(inputs string) side {
	return side{name: "conftest", args: []string{e.tools + "/conftest", "test", "-o", "json", "--policy", e.path("peer", "all"), "--data", e.path("peer", "all"), e.path(inputs)}}
}

// fleet is many manifests with all policies.
func fleet(n, rounds int) workload {
	dir := fmt.Sprintf("fleet%d", n)
	return workload{
		name: fmt.Sprintf("fleet-%d", n), about: fmt.Sprintf("%d manifests, all policies; facts ready made for conftest", n), rounds: rounds, agree: n <= 1000,
		make: func(ctx context.Context, e *env) error {
			return e.inputs(ctx, dir, "fleet", fmt.Sprint(n))
		},
		sides: func(e *env) []side { return []side{e.check(e.path(dir)), e.conftest(dir + ".in")} },
	}
}

// alike is many manifests with the same policies for both, which were written
// for neither, on the same files.
func alike(n, rounds int) workload {
	dir := fmt.Sprintf("fleet%d", n)
	return workload{
		name: fmt.Sprintf("alike-%d", n), about: fmt.Sprintf("%d manifests, six rules as one writes them for conftest, the same text on the same files", n), rounds: rounds, agree: true,
		make: func(ctx context.Context, e *env) error {
			if err := e.data(ctx, "fleet", fmt.Sprint(n), e.path(dir)); err != nil {
				return err
			}
			return e.data(ctx, "peer", e.path("peer"))
		},
		sides: func(e *env) []side {
			ours := e.check(e.path(dir), "--no-builtin", "--policy", e.path("peer", "plain"))
			ours.env = []string{"AICOMPLY_CACHE_DIR=" + e.path("cache")}
			return []side{ours, {
				name: "conftest",
				args: []string{e.tools + "/conftest", "test", "-o", "json", "--parser", "hcl2", "--policy", e.path("peer", "plain"), e.path(dir)},
			}}
		},
	}
}

// formats asks what a report of very many manifests takes.
func formats(n int) workload {
	dir := fmt.Sprintf("fleet%d", n)
	return workload{
		name: fmt.Sprintf("formats-%d", n), about: fmt.Sprintf("%d manifests, all policies, the report in a file", n), rounds: 1,
		make: func(ctx context.Context, e *env) error { return e.data(ctx, "fleet", fmt.Sprint(n), e.path(dir)) },
		sides: func(e *env) []side {
			var out []side
			for _, format := range []string{"json", "text", "sarif"} {
				out = append(out, side{name: "aicomply, " + format, dir: e.path(dir), args: []string{
					e.path("aicomply"), "check", "--now", day, "--format", format, "-o", e.path("report." + format),
				}})
			}
			return out
		},
	}
}

// inputs makes manifests, their inputs and the policies of the peers.
func (e *env) inputs(ctx context.Context, dir string, args ...string) error {
	if err := e.data(ctx, append(args, e.path(dir))...); err != nil {
		return err
	}
	if err := e.data(ctx, "input", e.path(dir), e.path(dir+".in")); err != nil {
		return err
	}
	return e.data(ctx, "peer", e.path("peer"))
}

// ready is one large manifest with all policies.
func ready(n int) workload {
	dir := fmt.Sprintf("flows%d", n)
	return workload{
		name: fmt.Sprintf("flows-%d", n), about: fmt.Sprintf("one manifest with %d flows, all policies; facts ready made for conftest", n), rounds: roundsFor(n), agree: true,
		make:  func(ctx context.Context, e *env) error { return e.inputs(ctx, dir, "flows", fmt.Sprint(n)) },
		sides: func(e *env) []side { return []side{e.check(e.path(dir)), e.conftest(dir + ".in")} },
	}
}

// own is one large manifest with one policy, which conftest evaluates on the
// manifest itself, so that it has to follow the data.
func own(n int) workload {
	dir := fmt.Sprintf("flows%d", n)
	return workload{
		name: fmt.Sprintf("follow-%d", n), about: fmt.Sprintf("the same file with %d flows for both, one policy; conftest's follows the data in Rego", n), rounds: roundsFor(n), agree: true,
		make: func(ctx context.Context, e *env) error {
			if err := e.data(ctx, "flows", fmt.Sprint(n), e.path(dir)); err != nil {
				return err
			}
			return e.data(ctx, "peer", e.path("peer"))
		},
		sides: func(e *env) []side {
			return []side{e.check(e.path(dir), "--only", "security/flow_unencrypted"), {
				name: "conftest",
				args: []string{e.tools + "/conftest", "test", "-o", "json", "--parser", "hcl2", "--policy", e.path("peer", "own"), e.path(dir, "aicomply.hcl")},
			}}
		},
	}
}

func roundsFor(n int) int {
	switch {
	case n <= 1000:
		return 7
	case n <= 10_000:
		return 3
	}
	return 1
}

// depth asks whether the number of paths plays a part.
func depth(n int) workload {
	return workload{
		name: "layers", about: fmt.Sprintf("%d flows in 25 layers, beside the same number in 6", n), rounds: 3,
		make: func(ctx context.Context, e *env) error {
			for _, l := range []string{"25", "6"} {
				if err := e.data(ctx, "layers", fmt.Sprint(n), l, e.path("layers"+l)); err != nil {
					return err
				}
			}
			return nil
		},
		sides: func(e *env) []side {
			deep, shallow := e.check(e.path("layers25")), e.check(e.path("layers6"))
			deep.name, shallow.name = "aicomply, 25 layers", "aicomply, 6 layers"
			return []side{deep, shallow}
		},
	}
}

// deep is a graph on which OPA's own graph.reachable does not end.
func deep() workload {
	return workload{
		name: "paths", about: "300 flows in 25 layers, one policy; conftest's follows the data in Rego (stopped after 20 s)", rounds: 1,
		make: func(ctx context.Context, e *env) error {
			if err := e.data(ctx, "layers", "300", "25", e.path("paths")); err != nil {
				return err
			}
			return e.data(ctx, "peer", e.path("peer"))
		},
		sides: func(e *env) []side {
			return []side{e.check(e.path("paths"), "--only", "security/flow_unencrypted"), {
				name: "conftest", args: []string{"timeout", "20", e.tools + "/conftest", "test", "--parser", "hcl2", "--policy", e.path("peer", "own"), e.path("paths", "aicomply.hcl")},
			}}
		},
	}
}

// many asks what ten times the policies cost.
func many() workload {
	return workload{
		name: "policies", about: "one manifest, ten times the policies (nine copies by `--policy`), beside the built-in ones", rounds: 5,
		make: func(ctx context.Context, e *env) error {
			return e.data(ctx, "policies", "9", e.path("copies"))
		},
		sides: func(e *env) []side {
			ten, one := e.check("testdata/examples/ticket-triage", "--policy", e.path("copies")), e.check("testdata/examples/ticket-triage")
			ten.name, one.name = "aicomply, ×10", "aicomply"
			ten.env = []string{"AICOMPLY_CACHE_DIR=" + e.path("cache")}
			return []side{ten, one}
		},
	}
}

// pack is a folder of policies, kept compiled and not.
func pack() workload {
	return workload{
		name: "pack", about: "one manifest, all policies as a folder of the user's, kept compiled and not", rounds: 7, agree: true,
		make: func(ctx context.Context, e *env) error {
			if err := e.data(ctx, "input", "testdata/examples/ticket-triage", e.path("one.in")); err != nil {
				return err
			}
			return e.data(ctx, "peer", e.path("peer"))
		},
		sides: func(e *env) []side {
			kept := e.check("testdata/examples/ticket-triage", "--no-builtin", "--policy", "../../../policies")
			kept.name = "aicomply, kept"
			kept.env = []string{"AICOMPLY_CACHE_DIR=" + e.path("cache")}
			fresh := e.check("testdata/examples/ticket-triage", "--no-builtin", "--policy", "../../../policies", "--no-cache")
			fresh.name = "aicomply, --no-cache"
			return []side{kept, e.conftest("one.in"), fresh}
		},
	}
}
