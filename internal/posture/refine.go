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
	r := &refinement{bs: bs, near: near, class: make([]int, len(bs)), place: make([]int, len(bs))}
	byOwn := map[string][]int{}
	for i := range bs {
		byOwn[bs[i].own] = append(byOwn[bs[i].own], i)
	}
	for _, own := range sortedKeys(byOwn) {
		if !r.balanced(byOwn[own]) {
			return false
		}
		r.enqueue(r.newClass(byOwn[own]))
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
	place   []int   // of each block, among the members of its class
	members [][]int // of each class
	heads   []int   // of each class, how many members are of the head
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
func (r *refinement) balanced(blocks []int) bool { return 2*r.countHeads(blocks) == len(blocks) }

func (r *refinement) countHeads(blocks []int) int {
	n := 0
	for _, i := range blocks {
		if r.bs[i].head {
			n++
		}
	}
	return n
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
// keeps the class's number: what is told apart by the others is by it, too. Its
// members are not looked at, so that taking apart a large class bit by bit does
// not take the square of its size.
func (r *refinement) split(class int, parts map[string][]int) bool {
	var all [][]int
	touched, heads := 0, 0
	for _, key := range sortedKeys(parts) {
		all = append(all, parts[key])
		touched += len(parts[key])
		heads += r.countHeads(parts[key])
	}
	rest := len(r.members[class]) - touched
	if rest == 0 && len(all) == 1 {
		return true
	}
	if 2*(r.heads[class]-heads) != rest {
		return false
	}
	slices.SortStableFunc(all, func(a, b []int) int { return len(b) - len(a) })
	for n, part := range all {
		if n == 0 && len(part) >= rest {
			continue
		}
		if !r.balanced(part) {
			return false
		}
		r.move(part)
	}
	if largest := all[0]; len(largest) >= rest { // what is left is it and the rest
		if !r.balanced(largest) {
			return false
		}
		in := map[int]bool{}
		for _, i := range largest {
			in[i] = true
		}
		r.move(slices.DeleteFunc(slices.Clone(r.members[class]), func(i int) bool { return in[i] }))
	}
	return true
}

// move makes members of one class a class of their own.
func (r *refinement) move(blocks []int) {
	if len(blocks) == 0 {
		return
	}
	old := r.class[blocks[0]]
	for _, i := range blocks {
		list := r.members[old]
		last := list[len(list)-1]
		list[r.place[i]], r.place[last] = last, r.place[i]
		r.members[old] = list[:len(list)-1]
	}
	r.heads[old] -= r.countHeads(blocks)
	r.enqueue(r.newClass(blocks))
}

func (r *refinement) newClass(blocks []int) int {
	c := len(r.members)
	r.members = append(r.members, slices.Clone(blocks))
	r.heads = append(r.heads, r.countHeads(blocks))
	for n, i := range blocks {
		r.class[i], r.place[i] = c, n
	}
	return c
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
