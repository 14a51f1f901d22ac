package mutate

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
)

// tally counts mutants by verdict.
type tally [verdicts]int

func (t *tally) add(o tally) {
	for v, n := range o {
		t[v] += n
	}
}

// total is the mutants that load.
func (t tally) total() int {
	sum := 0
	for _, n := range t {
		sum += n
	}
	return sum - t[invalid]
}

func (t tally) killed() int { return t.total() - t[survived] }

// share is from 0 to 1; of nothing it is 1.
func (t tally) share() float64 {
	if t.total() == 0 {
		return 1
	}
	return float64(t.killed()) / float64(t.total())
}

func (t tally) String() string {
	return fmt.Sprintf("%4d/%-4d %5.1f %%  (%d do not load)", t.killed(), t.total(), 100*t.share(), t[invalid])
}

func (r *result) tally() tally {
	var t tally
	for _, v := range r.verdicts {
		t[v]++
	}
	return t
}

// write prints the results and reports whether they are good enough.
func write(out io.Writer, o Options, results []*result) (bool, error) {
	w := bufio.NewWriter(out)
	var all tally
	var areas []string
	byArea := map[string]tally{}
	good := true
	for _, r := range results {
		if r.broken != "" {
			good = false
			fmt.Fprintf(w, "%-45s not tested: %s\n", r.id, r.broken)
			continue
		}
		t, area := r.tally(), path.Dir(r.id)
		fmt.Fprintf(w, "%-45s %s\n", r.id, t)
		sum, seen := byArea[area]
		if !seen {
			areas = append(areas, area)
		}
		sum.add(t)
		byArea[area] = sum
		all.add(t)
	}
	fmt.Fprintln(w)
	for _, area := range areas {
		fmt.Fprintf(w, "%-45s %s\n", area, byArea[area])
	}
	fmt.Fprintf(w, "%-45s %s\n", "all", all)
	fmt.Fprintf(w, "\nNoticed by tests %d, by the types of the tests %d, by pairs %d, by the time taken %d.\n", all[byTests], all[byTypes], all[byPair], all[byTime])
	writeSurvivors(w, o.Dir, results)
	if all.share() < o.Min {
		good = false
		fmt.Fprintf(w, "\nTests notice %.1f %% of the changes, less than %.1f %%.\n", 100*all.share(), 100*o.Min)
	}
	return good, w.Flush()
}

func writeSurvivors(w io.Writer, dir string, results []*result) {
	title := "\nNot noticed:\n"
	for _, r := range results {
		for i, m := range r.mutants {
			if r.broken != "" || r.verdicts[i] != survived {
				continue
			}
			fmt.Fprintf(w, "%s%s:%d:%d: %s: %s → %s\n", title, filepath.Join(dir, r.file), m.Line, m.Column, m.Kind, shown(m.Old), shown(m.New))
			title = ""
		}
	}
}

// shown is a piece of policy on one line.
func shown(s string) string {
	return cmp.Or(strings.Join(strings.Fields(s), " "), "(nothing)")
}
