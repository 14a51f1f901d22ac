package posture

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
)

// edge is a neighbour of a block. The label says how the neighbour sees the
// block: in which attribute it refers to it, or is referred to by it.
type edge struct{ label, to int }

// neighbours lists for each block those that it refers to and those that refer
// to it.
func neighbours(bs []block) [][]edge {
	out := make([][]edge, len(bs))
	labels := map[string]int{}
	for i := range bs {
		for _, l := range bs[i].links {
			n, ok := labels[l.role]
			if !ok {
				n = 2 * len(labels)
				labels[l.role] = n
			}
			out[i] = append(out[i], edge{n + 1, l.to})
			out[l.to] = append(out[l.to], edge{n, i})
		}
	}
	return out
}

// alike reports whether the blocks of the base and those of the head are the
// same but for labels and order: whether the coarsest partition of all in which
// equals declare the same and have equal neighbours has as many of the base as
// of the head in each class. Time O(m log n) for n blocks and m references.
func alike(bs []block, near [][]edge) bool {
	r := &refinement{bs: bs, near: near, class: make([]int, len(bs))}
	byOwn := map[string]int{}
	for i := range bs {
		c, ok := byOwn[bs[i].own]
		if !ok {
			c = len(r.members)
			byOwn[bs[i].own] = c
			r.members = append(r.members, nil)
		}
		r.class[i] = c
		r.members[c] = append(r.members[c], i)
	}
	for c := range r.members {
		if !r.balanced(r.members[c]) {
			return false
		}
		r.enqueue(c)
	}
	for len(r.queue) > 0 {
		c := r.queue[len(r.queue)-1]
		r.queue = r.queue[:len(r.queue)-1]
		r.queued[c] = false
		if !r.splitBy(c) {
			return false
		}
	}
	return true
}

type refinement struct {
	bs      []block
	near    [][]edge
	class   []int   // of each block
	members [][]int // of each class
	queue   []int   // classes whose neighbours are to be told apart
	queued  []bool
}

func (r *refinement) enqueue(c int) {
	for len(r.queued) <= c {
		r.queued = append(r.queued, false)
	}
	if !r.queued[c] {
		r.queued[c] = true
		r.queue = append(r.queue, c)
	}
}

// balanced reports whether as many of the blocks are of the base as of the head.
func (r *refinement) balanced(blocks []int) bool {
	n := 0
	for _, i := range blocks {
		if r.bs[i].head {
			n++
		}
	}
	return 2*n == len(blocks)
}

// splitBy tells blocks apart by how often they have which link to a class. It
// reports whether base and head can still be alike.
func (r *refinement) splitBy(c int) bool {
	seen := map[int][]int{} // block -> labels of its links to the class
	for _, i := range r.members[c] {
		for _, e := range r.near[i] {
			seen[e.to] = append(seen[e.to], e.label)
		}
	}
	parts := map[int]map[string][]int{} // class -> links -> blocks
	for i, labels := range seen {
		slices.Sort(labels)
		key := make([]byte, 0, 2*len(labels))
		for _, l := range labels {
			key = binary.AppendUvarint(key, uint64(l))
		}
		if parts[r.class[i]] == nil {
			parts[r.class[i]] = map[string][]int{}
		}
		parts[r.class[i]][string(key)] = append(parts[r.class[i]][string(key)], i)
	}
	for _, class := range sortedKeys(parts) {
		if !r.split(class, parts[class]) {
			return false
		}
	}
	return true
}

// split divides a class into the parts and what is in none of them. The largest
// keeps the class's number: what is told apart by the others is by it, too.
func (r *refinement) split(class int, parts map[string][]int) bool {
	touched := map[int]bool{}
	var all [][]int
	for _, key := range sortedKeys(parts) {
		all = append(all, parts[key])
		for _, i := range parts[key] {
			touched[i] = true
		}
	}
	if len(touched) < len(r.members[class]) {
		var rest []int
		for _, i := range r.members[class] {
			if !touched[i] {
				rest = append(rest, i)
			}
		}
		all = append(all, rest)
	}
	if len(all) == 1 {
		return true
	}
	slices.SortStableFunc(all, func(a, b []int) int { return len(b) - len(a) })
	for n, part := range all {
		if !r.balanced(part) {
			return false
		}
		if n == 0 {
			r.members[class] = part
			continue
		}
		fresh := len(r.members)
		r.members = append(r.members, part)
		for _, i := range part {
			r.class[i] = fresh
		}
		r.enqueue(fresh)
	}
	return true
}

// surroundings are colours of blocks, one list for each distance from 0 on.
// Two blocks have the same colour at a distance if they cannot be told apart by
// what is no farther away.
func surroundings(bs []block, near [][]edge, distance int) [][]int {
	out := make([][]int, 1, distance+1)
	ids := map[string]int{}
	id := func(s string) int {
		n, ok := ids[s]
		if !ok {
			n = len(ids)
			ids[s] = n
		}
		return n
	}
	for i := range bs {
		out[0] = append(out[0], id(bs[i].own))
	}
	for k := range distance {
		last, next := out[k], make([]int, len(bs))
		for i := range bs {
			seen := make([]edge, 0, len(near[i]))
			for _, e := range near[i] {
				seen = append(seen, edge{e.label, last[e.to]})
			}
			slices.SortFunc(seen, func(a, b edge) int { return cmp.Or(a.label-b.label, a.to-b.to) })
			var s strings.Builder
			s.WriteString(strconv.Itoa(k+1) + ":" + strconv.Itoa(last[i]))
			for _, e := range seen {
				s.WriteString("," + strconv.Itoa(e.label) + "=" + strconv.Itoa(e.to))
			}
			next[i] = id(s.String())
		}
		out = append(out, next)
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
