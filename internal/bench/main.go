// Command bench measures aicomply beside its peers, conftest and opa, whole
// processes on the same data, and prints a table in Markdown.
//
//	go run ./internal/bench                       everything; installs the peers into a temporary folder
//	go run ./internal/bench -quick                small data, few rounds
//	go run ./internal/bench -run '^one' -rounds 40
//	go run ./internal/bench -tools DIR            conftest and opa from DIR
//	go run ./internal/bench -write                also into docs/performance.md
//	go run ./internal/bench -compare OLD          are all outputs those of the binary OLD, byte for byte?
//
// The sides of a workload run in turn, round after round, so that what else the
// machine does meets both. Before anything is timed, both have to find the same
// things. Timings decide nothing in CI.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"
)

// options are the flags.
type options struct {
	run     *regexp.Regexp
	rounds  int
	tools   string
	quick   bool
	write   bool
	compare string
	timeout time.Duration
}

func main() {
	o := options{}
	run := flag.String("run", "", "only workloads whose name matches this regular `expression`")
	flag.IntVar(&o.rounds, "rounds", 0, "how often each command runs; 0 = as each workload says")
	flag.StringVar(&o.tools, "tools", "", "take conftest and opa from this `folder` instead of installing them")
	flag.BoolVar(&o.quick, "quick", false, "small data and three rounds")
	flag.BoolVar(&o.write, "write", false, "write the table into docs/performance.md")
	flag.StringVar(&o.compare, "compare", "", "instead of timing, compare the outputs with those of this `binary` of aicomply")
	flag.DurationVar(&o.timeout, "timeout", 5*time.Minute, "how long one process may take")
	flag.Parse()
	var err error
	if o.run, err = regexp.Compile(*run); err != nil {
		fmt.Fprintln(os.Stderr, "bench: -run:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err = bench(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "aicomply-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	e := &env{dir: dir, timeout: o.timeout, quick: o.quick, made: map[string]bool{}}
	if err := e.build(ctx); err != nil {
		return err
	}
	if o.compare != "" {
		return compare(ctx, e, o.compare)
	}
	if err := e.peers(ctx, o.tools); err != nil {
		return err
	}
	var results []measured
	for _, w := range workloads(o.quick) {
		if !o.run.MatchString(w.name) {
			continue
		}
		if o.rounds > 0 {
			w.rounds = o.rounds
		} else if o.quick {
			w.rounds = min(w.rounds, 3)
		}
		r, err := measure(ctx, e, w)
		if err != nil {
			fmt.Print(table(results, e.machine(context.WithoutCancel(ctx)))) // what there is so far
			return fmt.Errorf("workload %s: %w", w.name, err)
		}
		results = append(results, r)
	}
	if len(results) == 0 {
		return fmt.Errorf("-run %s: no workload has such a name", o.run)
	}
	inits, err := e.inits(ctx, 11, 6)
	if err != nil {
		return err
	}
	text := table(results, e.machine(ctx)) + "\n" + inits
	fmt.Print(text)
	if o.write {
		return writeTable("docs/performance.md", text)
	}
	return nil
}

// env is where a run keeps its programs and data.
type env struct {
	dir     string // temporary
	tools   string // holds conftest and opa
	timeout time.Duration
	quick   bool
	made    map[string]bool // data that is there
}

// static builds programs as they are released, without the libraries of C, which
// take about a millisecond to start with.
const static = "CGO_ENABLED=0"

// build builds the programs of this repository.
func (e *env) build(ctx context.Context) error {
	for name, pkg := range map[string]string{"aicomply": "./cmd/aicomply", "data": "./internal/bench/data", "bare": "./internal/bench/bare"} {
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(e.dir, name), pkg)
		cmd.Env = append(os.Environ(), static)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s (run this in the root of the repository): %w\n%s", pkg, err, out)
		}
	}
	return nil
}

func (e *env) path(parts ...string) string {
	return filepath.Join(append([]string{e.dir}, parts...)...)
}

// data makes data with the program of that name, once.
func (e *env) data(ctx context.Context, args ...string) error {
	key := fmt.Sprint(args)
	if e.made[key] {
		return nil
	}
	e.made[key] = true
	ctx, stop := context.WithTimeout(ctx, e.timeout)
	defer stop()
	if out, err := exec.CommandContext(ctx, e.path("data"), args...).CombinedOutput(); err != nil {
		return fmt.Errorf("data %v: %w\n%s", args, err, out)
	}
	return nil
}
