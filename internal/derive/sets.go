package derive

import (
	"encoding/binary"
	"maps"
	mathbits "math/bits"
	"slices"
)

// bits is a set of small numbers; nil is empty, and holds none.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

// or is a new set with the members of both.
func (b bits) or(c bits) bits {
	out := make(bits, max(len(b), len(c)))
	copy(out, b)
	for i, w := range c {
		out[i] |= w
	}
	return out
}

// not is the set of those of the first n numbers that are not in b.
func (b bits) not(n int) bits {
	out := newBits(n)
	for i := range n {
		if !b.has(i) {
			out.set(i)
		}
	}
	return out
}

// members lists the members, ascending.
func (b bits) members() []int {
	var out []int
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			out = append(out, i*64+mathbits.TrailingZeros64(w))
		}
	}
	return out
}

// single is the set with one member.
func single(i int) bits {
	b := newBits(i + 1)
	b.set(i)
	return b
}

// interner gives equal sets one number, so that a state is small and a union of
// two known sets is one look-up. Number 0 is the empty set.
type interner struct {
	sets   []bits
	index  map[string]int32
	unions map[[2]int32]int32
	words  int // computed in sets and unions: a bound on time and memory
}

func newInterner() *interner {
	in := &interner{index: map[string]int32{}, unions: map[[2]int32]int32{}}
	in.intern(nil)
	return in
}

func (in *interner) intern(b bits) int32 {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	key := make([]byte, 0, 8*len(b))
	for _, w := range b {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	if id, ok := in.index[string(key)]; ok {
		return id
	}
	id := int32(len(in.sets))
	in.sets = append(in.sets, b)
	in.index[string(key)] = id
	in.words += len(b)
	return id
}

func (in *interner) union(a, b int32) int32 {
	if a == b || b == 0 {
		return a
	}
	if a == 0 {
		return b
	}
	key := [2]int32{min(a, b), max(a, b)}
	if id, ok := in.unions[key]; ok {
		return id
	}
	id := in.intern(in.sets[a].or(in.sets[b]))
	in.unions[key] = id
	in.words += 1 + len(in.sets[id])
	return id
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
