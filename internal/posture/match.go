package posture

import (
	"slices"
	"strconv"
	"strings"
)

// How far the surroundings of blocks are looked at: from a store over a flow to
// the dataset that it carries, and on to where that enters.
const (
	nearby   = 2 // what decides that labels went round
	farthest = 3 // what decides between blocks that declare the same
)

// matcher finds which block of the head is which of the base.
type matcher struct {
	bs    []block
	near  [][]edge
	id    []int   // of each block; of a block of the head that is one of the base, that one's
	done  []bool  // the block's type is matched
	views [][]int // surroundings; nil until asked for
}

// match numbers the blocks by rules 2 to 5 of the package.
func match(bs []block, near [][]edge) []int {
	m := &matcher{bs: bs, near: near, id: make([]int, len(bs)), done: make([]bool, len(bs))}
	types := map[string][2][]int{}
	for i := range bs {
		m.id[i] = i
		t := types[bs[i].obj.Type]
		t[side(bs[i])] = append(t[side(bs[i])], i)
		types[bs[i].obj.Type] = t
	}
	for _, typ := range followed() {
		t := types[typ]
		switch typ {
		case "flow", "access", "boundary": // what they do is compared, not they
		case "system":
			if len(t[0]) > 0 && len(t[1]) > 0 {
				m.pair(t[0][0], t[1][0])
			}
		default:
			m.matchType(t[0], t[1])
		}
		for _, i := range slices.Concat(t[0], t[1]) {
			m.done[i] = true
		}
	}
	return m.id
}

func side(b block) int {
	if b.head {
		return 1
	}
	return 0
}

func (m *matcher) pair(base, head int) { m.id[head] = m.id[base] }

// matchType matches the blocks of one type, given those of the base and those
// of the head.
func (m *matcher) matchType(base, head []int) {
	byLabel := map[string]int{}
	for _, h := range head {
		byLabel[m.bs[h].obj.Name] = h
	}
	var left, differ [][2]int // base and head of one label; -1 = none
	found := map[int]bool{}
	for _, b := range base {
		h, ok := byLabel[m.bs[b].obj.Name]
		switch {
		case !ok:
			left = append(left, [2]int{b, -1})
			continue
		case m.key(b) == m.key(h): // rule 2
			m.pair(b, h)
		default:
			differ = append(differ, [2]int{b, h})
		}
		found[h] = true
	}
	for _, p := range m.wentRound(differ) { // rule 4
		m.pair(p[0], p[1])
	}
	var gone, fresh []int
	for _, p := range left {
		gone = append(gone, p[0])
	}
	for _, h := range head {
		if !found[h] {
			fresh = append(fresh, h)
		}
	}
	m.pairEqual(gone, fresh, m.key) // rule 5
}

// key is what a block declares: its attributes, and which blocks it refers to,
// of the types that are matched already.
func (m *matcher) key(i int) string {
	var s strings.Builder
	s.WriteString(m.bs[i].own)
	var refs []string
	for _, l := range m.bs[i].links {
		if m.done[l.to] {
			refs = append(refs, "\x00"+l.role+"="+strconv.Itoa(m.id[l.to]))
		}
	}
	slices.Sort(refs)
	s.WriteString(strings.Join(refs, ""))
	return s.String()
}

// wentRound follows rule 3: of pairs with one label and different declarations,
// it matches those whose declarations, with their surroundings, are all there
// on both sides as often. It returns the other pairs.
func (m *matcher) wentRound(pairs [][2]int) [][2]int {
	if len(pairs) < 2 {
		return pairs
	}
	keys := make([][2]string, len(pairs))
	users := map[string][]int{} // key -> pairs that have it
	balance := map[string]int{} // key -> base minus head
	for p, pair := range pairs {
		for s, i := range pair {
			k := m.placedKey(i)
			keys[p][s] = k
			users[k] = append(users[k], p)
			balance[k] += 1 - 2*s
		}
	}
	out := make([]bool, len(pairs))
	var queue []string
	for _, k := range sortedKeys(balance) {
		if balance[k] != 0 {
			queue = append(queue, k)
		}
	}
	for len(queue) > 0 {
		k := queue[0]
		queue = queue[1:]
		for _, p := range users[k] {
			if out[p] {
				continue
			}
			out[p] = true
			for s, other := range keys[p] {
				if balance[other] == 0 {
					queue = append(queue, other)
				}
				balance[other] -= 1 - 2*s
			}
		}
		users[k] = nil
	}
	var base, head []int
	var rest [][2]int
	for p, pair := range pairs {
		if out[p] {
			rest = append(rest, pair)
			continue
		}
		base, head = append(base, pair[0]), append(head, pair[1])
	}
	m.pairEqual(base, head, m.placedKey)
	return rest
}

// placedKey is what a block declares, and what is around it: two stores that
// swapped their retention, but not their data, did not swap labels. A party is
// itself wherever it is.
func (m *matcher) placedKey(i int) string {
	if m.bs[i].obj.Type == "party" {
		return m.key(i)
	}
	return m.key(i) + "\x00" + strconv.Itoa(m.view(nearby)[i])
}

// pairEqual matches blocks of equal keys: first those in the same surroundings,
// as far as one can see, then the others in their order.
func (m *matcher) pairEqual(base, head []int, key func(int) string) {
	groups := map[string]*[2][]int{}
	for s, list := range [][]int{base, head} {
		for _, i := range list {
			k := key(i)
			if groups[k] == nil {
				groups[k] = &[2][]int{}
			}
			groups[k][s] = append(groups[k][s], i)
		}
	}
	for _, k := range sortedKeys(groups) {
		g := groups[k]
		if len(g[0])*len(g[1]) == 0 {
			continue
		}
		if len(g[0])+len(g[1]) > 2 {
			for distance := farthest; distance > 0; distance-- {
				g[0], g[1] = m.pairBy(m.view(distance), g[0], g[1])
			}
		}
		for n := range min(len(g[0]), len(g[1])) {
			m.pair(g[0][n], g[1][n])
		}
	}
}

// pairBy matches blocks of equal colours, in their order, and returns the rest.
func (m *matcher) pairBy(colours []int, base, head []int) (b, h []int) {
	waiting := map[int][]int{}
	for _, i := range head {
		waiting[colours[i]] = append(waiting[colours[i]], i)
	}
	taken := map[int]bool{}
	for _, i := range base {
		list := waiting[colours[i]]
		if len(list) == 0 {
			b = append(b, i)
			continue
		}
		m.pair(i, list[0])
		taken[list[0]] = true
		waiting[colours[i]] = list[1:]
	}
	for _, i := range head {
		if !taken[i] {
			h = append(h, i)
		}
	}
	return b, h
}

func (m *matcher) view(distance int) []int {
	if m.views == nil {
		m.views = surroundings(m.bs, m.near, farthest)
	}
	return m.views[distance]
}
