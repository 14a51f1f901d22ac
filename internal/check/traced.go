package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
)

// foreignFindings are the findings of a rule that need not say where they are:
// it was traced to places of the input.
func (e *run) foreignFindings(rule finding.Rule, vs []policy.Violation) []finding.Finding {
	related := map[string][]finding.Range{}
	var kept []policy.Violation
	for _, v := range vs {
		places := e.settle(&v)
		id := v.Path.String() + "\x00" + v.Message
		if _, again := related[id]; !again {
			kept = append(kept, v)
		}
		related[id] = append(related[id], places...)
	}
	e.distinguish(kept)
	out := make([]finding.Finding, 0, len(kept))
	for _, v := range kept {
		places := related[v.Path.String()+"\x00"+v.Message]
		if v.Unlocated != "" {
			v.Message += fmt.Sprintf(" (location unknown: %s)", v.Unlocated)
		}
		f := e.finding(rule, v)
		f.Related = otherRanges(places, f.Range)
		out = append(out, f)
	}
	return out
}

// settle gives a violation its path, and returns the other places that it rests
// on.
func (e *run) settle(v *policy.Violation) []finding.Range {
	var others []finding.Range
	for _, place := range v.Places {
		path, ok := e.m.PathOf(place)
		switch {
		case !ok:
		case len(v.Path) == 0:
			v.Path = path
		case len(path) <= len(v.Path) && slices.Equal(path, v.Path[:len(path)]): // a block that it lies in
		default:
			others = append(others, e.m.RangeOf(path))
		}
	}
	if len(v.Path) == 0 {
		v.Path = finding.Path{"system"}
		if v.Unlocated == "" {
			v.Unlocated = fmt.Sprintf("it rests on input.%s, which is not in the manifest", strings.Join(v.Places[0], "."))
		}
	}
	return others
}

// maxRelated bounds the further places of a finding.
const maxRelated = 8

// otherRanges are the places other than the finding's own, each once, by file
// and line.
func otherRanges(all []finding.Range, own finding.Range) []finding.Range {
	out := slices.DeleteFunc(all, func(r finding.Range) bool { return r == own || r.IsZero() })
	slices.SortFunc(out, func(a, b finding.Range) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Start.Byte, b.Start.Byte), cmp.Compare(a.End.Byte, b.End.Byte))
	})
	out = slices.Compact(out)
	return out[:min(len(out), maxRelated)]
}

// distinguish gives violations of one rule at one path keys that tell them
// apart: of their messages without numbers, which change when nothing else does,
// and of their order where that is not enough. A violation that is alone at its
// path needs none, so that its fingerprint outlives a new wording.
func (e *run) distinguish(vs []policy.Violation) {
	at := map[string]int{}
	for _, v := range vs {
		at[v.Path.String()]++
	}
	used := map[string]int{}
	for i := range vs {
		path := vs[i].Path.String()
		if at[path] < 2 {
			continue
		}
		sum := sha256.Sum256([]byte(withoutNumbers(vs[i].Message)))
		key := hex.EncodeToString(sum[:6])
		if used[path+key]++; used[path+key] > 1 {
			key += fmt.Sprintf("-%d", used[path+key])
		}
		vs[i].Key = key
	}
}

func withoutNumbers(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}
