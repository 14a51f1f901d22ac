package provenance

import (
	"slices"
)

// read is one place of the input that a rule looked at.
type read struct {
	path   []string // in the input, derived facts led back to blocks
	absent bool     // there is nothing at the path
	miss   bool     // looked at in something that failed, as below a not
	weak   bool     // a set does not have what failed here; it counts only if the finding is about its block
	swept  bool     // one of all that a comprehension went through
	order  int      // of the expression for whose sake it was looked at
	test   bool     // it decided whether the rule holds; the others only go into the message
}

// Proof is what one way to a value rests on.
type Proof []read

// Places are at most so many of the paths that a value rests on, the one that it
// is about first.
func (p Proof) Places(most int) [][]string {
	best, known := p.candidates()
	best = slices.Clone(best)
	slices.SortStableFunc(best, compareReads)
	var out [][]string
	add := func(path []string) {
		inside := func(q []string) bool { return len(q) >= len(path) && slices.Equal(q[:len(path)], path) }
		if len(path) > 0 && len(out) < most && !slices.ContainsFunc(out, inside) {
			out = append(out, path)
		}
	}
	for _, r := range best {
		add(r.path)
	}
	// A helper that lists all blocks of a kind has been at each of them; what is
	// about one of them has nothing to do with the others.
	other := func(r read) bool {
		b := block(r.path)
		return known && (r.swept || r.depth() <= 2) && b[0] == block(out[0])[0] && b != block(out[0])
	}
	rest := slices.DeleteFunc(slices.Clone(p), func(r read) bool { return r.weak || len(out) > 0 && other(r) })
	slices.SortStableFunc(rest, compareReads)
	for _, r := range rest {
		add(r.path)
	}
	return out
}

// candidates are the reads among which a finding's place is chosen: those that
// decided, and of these, if there are any, those in a block that the message
// speaks of; then it is known which block the finding is about.
func (p Proof) candidates() (reads []read, known bool) {
	subjects := map[[2]string]bool{}
	var tests []read
	for _, r := range p {
		switch {
		case r.test && !r.weak:
			tests = append(tests, r)
		case !r.test:
			subjects[block(r.path)] = true
		}
	}
	var about []read
	for _, r := range p {
		if r.test && subjects[block(r.path)] {
			about = append(about, r)
		}
	}
	switch {
	case len(about) > 0:
		return about, true
	case len(tests) > 0:
		return tests, false
	}
	return p.spoken(), false
}

// spoken is the reads in the blocks that the message speaks of, or the last
// expression that makes it: where nothing decides, as in a difference of sets.
func (p Proof) spoken() []read {
	last := 0
	for _, r := range p {
		last = max(last, r.order)
	}
	blocks := map[[2]string]bool{}
	for _, r := range p {
		if r.order == last && !r.weak {
			blocks[block(r.path)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(p), func(r read) bool { return !blocks[block(r.path)] })
}

// compareReads puts deeper places first, then those of later expressions: what
// a rule is about tends to stand behind what it is limited to. What an
// expression names itself comes before all that a comprehension went through.
func compareReads(a, b read) int {
	if d := b.depth() - a.depth(); d != 0 {
		return d
	}
	if a.order != b.order {
		return b.order - a.order
	}
	switch {
	case a.swept == b.swept:
		return 0
	case b.swept:
		return -1
	}
	return 1
}

// depth counts a label as the block that it names.
func (r read) depth() int {
	n := len(r.path)
	if n > 1 && (r.path[n-1] == "name" || r.path[n-1] == "ref") {
		n--
	}
	return n
}
