package posture_test

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/posture"
)

const worlds = 40

func eachWorld(t *testing.T, run func(t *testing.T, r *rand.Rand, w world)) {
	for seed := range int64(worlds) {
		r := rand.New(rand.NewSource(seed))
		w := newWorld(r)
		run(t, r, w)
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, w.source(nil))
		}
	}
}

func TestRenamingAndReorderingAreNoChange(t *testing.T) {
	eachWorld(t, func(t *testing.T, r *rand.Rand, w world) {
		for _, fresh := range []bool{true, false} {
			if got := compare(t, w.source(nil), w.shuffled(r).source(w.renaming(r, fresh))); len(got) > 0 {
				t.Errorf("fresh labels %v: %q", fresh, lines(got))
			}
		}
		if got := compare(t, w.source(nil), w.shuffled(r).source(nil)); len(got) > 0 {
			t.Errorf("reordered: %q", lines(got))
		}
	})
}

// TestMirror holds the comparison of b with a to that of a with b, turned
// round. No order of values is wider both ways.
func TestMirror(t *testing.T) {
	eachWorld(t, func(t *testing.T, r *rand.Rand, w world) {
		other := newWorld(r)
		forth, back := compare(t, w.source(nil), other.source(nil)), compare(t, other.source(nil), w.source(nil))
		if len(forth) == 0 && len(back) == 0 {
			return
		}
		var want []string
		for _, c := range back {
			if c.Direction == posture.Changed && c.Widens && c.Attribute != "data_use" {
				i := slices.IndexFunc(forth, func(f posture.Change) bool {
					return f.Aspect == c.Aspect && f.Subject == c.Subject && f.Category == c.Category && f.Resource == c.Resource && f.Attribute == c.Attribute
				})
				if sets := strings.Contains(c.Before+c.After, ", ") || c.Before != "" && (c.Attribute == "used_by" || c.Attribute == "permissions" || c.Attribute == "sub_processors"); i < 0 || forth[i].Widens && !sets {
					t.Errorf("wider both ways: %+v", c)
				}
			}
			c.Before, c.After = c.After, c.Before
			switch c.Direction {
			case posture.Added:
				c.Direction = posture.Removed
			case posture.Removed:
				c.Direction = posture.Added
			}
			c.Widens = false
			want = append(want, lines([]posture.Change{c})...)
		}
		got := slices.Clone(forth)
		for i := range got {
			got[i].Widens = false
		}
		gotLines := lines(got)
		slices.Sort(gotLines)
		slices.Sort(want)
		if diff := cmp.Diff(want, gotLines); diff != "" {
			t.Error(diff)
		}
	})
}

// TestOneAddition adds one thing to a world, and where said so renames and
// reorders it at the same time.
func TestOneAddition(t *testing.T) {
	eachWorld(t, func(t *testing.T, r *rand.Rand, w world) {
		people, shelf := pick(r, w.refs("principal")...), "<store.shelf0>"
		for _, test := range []struct {
			aspect posture.Aspect
			head   world
			want   string
			also   []posture.Aspect
		}{
			{posture.Recipient, w.with("party", "new", "  role = \"processor\"\n"), "recipient added party.new: -> processor !", nil},
			{posture.DataCategory, w.with("dataset", "new", "  data_categories = [\"user.financial\"]\n  origin = ["+shelf+"]\n"),
				"data_category added user.financial: -> declared, identified !", []posture.Aspect{posture.Reach}},
			{posture.DataSubject, w.with("dataset", "new", "  data_subjects = [\"patient\"]\n"), "data_subject added patient !", nil},
			{posture.Country, w.with("component", "new", "  region = \"JP\"\n"), "country added JP !", nil},
			{posture.Tool, w.with("tool", "new", "  effect = \"write\"\n"), "tool added tool.new: -> write !", nil},
			{posture.Purpose, w.with("purpose", "new", ""), "purpose added purpose.new !", nil},
			{posture.Model, w.with("model", "new", "  version = \"9\"\n"), "model added model.new: -> 9 !", nil},
			{posture.Retention, w.with("store", "new", "  retention = \"5d\"\n"), "retention added store.new: -> 5d !", nil},
			{posture.Access, w.with("principal", "new", "").with("access", "new", "  principal = <principal.new>\n  resource = "+shelf+"\n  permissions = [\"write\"]\n"),
				"access added principal.new store.shelf0: -> write !", nil},
			{posture.Access, w.with("audit_log", "new", "").with("access", "new", "  principal = "+people+"\n  resource = <audit_log.new>\n  permissions = [\"read\"]\n"),
				"access added " + strings.Trim(people, "<>") + " audit_log.new: -> read !", nil},
		} {
			got := compare(t, w.source(nil), test.head.shuffled(r).source(nil))
			hold(t, got, test.aspect, test.want, test.also)
			if back := compare(t, test.head.source(nil), w.source(nil)); len(back) != len(got) {
				t.Errorf("removed again: %q", lines(back))
			}
		}
	})
}

// hold says whether there is one change of the aspect, and no other but of those
// that follow from it.
func hold(t *testing.T, got []posture.Change, aspect posture.Aspect, want string, also []posture.Aspect) {
	t.Helper()
	var of []posture.Change
	for _, c := range got {
		if c.Aspect == aspect {
			of = append(of, c)
		} else if !slices.Contains(also, c.Aspect) {
			t.Errorf("%s: also %q", want, lines([]posture.Change{c}))
		}
	}
	if !slices.Equal(lines(of), []string{want}) {
		t.Errorf("got %q, want %q", lines(got), want)
	}
}

func TestAddThenRevert(t *testing.T) {
	eachWorld(t, func(t *testing.T, r *rand.Rand, w world) {
		head := w.with("store", "extra", "  region = \"JP\"\n").with("flow", "extra", "  from = <component.part0>\n  to = <store.extra>\n")
		there := compare(t, w.source(nil), head.source(nil))
		if len(there) == 0 {
			t.Error("nothing was added")
		}
		if got := compare(t, w.source(nil), head[:len(w)].source(nil)); len(got) > 0 {
			t.Errorf("%q", lines(got))
		}
	})
}

// TestRenamedAndChanged: what is added shows even if all else got new labels at
// the same time, and nothing else does.
func TestRenamedAndChanged(t *testing.T) {
	exact := 0
	eachWorld(t, func(t *testing.T, r *rand.Rand, w world) {
		head := w.with("dataset", "new", "  data_subjects = [\"patient\"]\n")
		got := lines(compare(t, w.source(nil), head.shuffled(r).source(w.renaming(r, true))))
		if !slices.Contains(got, "data_subject added patient !") {
			t.Errorf("%q", got)
		}
		if len(got) == 1 {
			exact++
		}
	})
	if exact < worlds {
		t.Errorf("only that in %d of %d worlds", exact, worlds)
	}
}
