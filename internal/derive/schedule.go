package derive

import (
	"math/big"
	"time"

	"github.com/aicomply/aicomply/internal/manifest"
)

// date is a declared date; zero = not declared.
func date(o *manifest.Object, attr string) time.Time {
	t, ok := o.Date(attr)
	if !ok {
		return time.Time{}
	}
	return t
}

// after is a declared date plus a declared duration, at midnight; zero = one of
// them is not declared.
func after(o *manifest.Object, start, every string) time.Time {
	t, ok := o.Date(start)
	d, also := o.Duration(every)
	if !ok || !also {
		return time.Time{}
	}
	return midnight(t.Add(d))
}

func (f *Facts) goLive() time.Time { return date(f.m.System(), "go_live") }

func (f *Facts) modelDates(o *manifest.Object) record {
	r := record{}
	r.days("retires_in_days", f.now, date(o, "retires_on"))
	r.days("retires_after_go_live_days", f.goLive(), date(o, "retires_on"))
	return r
}

func (f *Facts) maintenance(o *manifest.Object) record {
	r, due := record{}, after(o, "last_done", "cadence")
	r.date("due", due)
	r.days("overdue_days", due, f.now)
	return r
}

func (f *Facts) assessment(o *manifest.Object) record {
	r := record{}
	r.days("lead_days", date(o, "started"), f.goLive())
	r.days("after_pilot_days", date(f.m.System(), "pilot_start"), date(o, "started"))
	r.days("overdue_days", after(o, "approved", "review_every"), f.now)
	return r
}

func (f *Facts) access(o *manifest.Object) record {
	r, due := record{}, after(o, "last_review", "review_every")
	if o.Has("permissions") {
		r["reads"] = reads(o)
	}
	r.date("review_due", due)
	r.days("overdue_days", due, f.now)
	r.days("expired_days", date(o, "expires"), f.now)
	return r
}

// inDays is a duration in days.
func inDays(d time.Duration) *big.Rat { return rat(int64(d/time.Second), secondsPerDay) }

// retention is how long a store keeps data, and how long the purposes of the
// personal data in it allow.
func (f *Facts) store(o *manifest.Object) record {
	r := record{"unchecked": f.unchecked(o)}
	if kept, ok := o.Duration("retention"); ok {
		backup, _ := o.Duration("backup_retention")
		r.num("retention_days", add(inDays(kept), inDays(backup)))
	}
	var limit time.Duration
	var by string
	for _, p := range f.keptFor(f.graph.byRef[o.Ref]) {
		purpose := f.graph.purpose[p]
		if d, ok := f.m.Get(purpose).Duration("retention_max"); ok && (by == "" || d < limit) {
			limit, by = d, purpose
		}
	}
	if by != "" {
		r.num("limit_days", inDays(limit))
		r["limit_purpose"] = by
	}
	return r
}

// keptFor is the purposes, in declaration order, for which a node holds
// personal data: those under which it arrives, and where it enters here, those
// for which it was collected.
func (f *Facts) keptFor(n int) []int {
	var purposes bits
	for _, p := range f.arrived.atNode(n) {
		if f.graph.personal(p) {
			purposes = purposes.or(f.arrived.sets.sets[p.purposes])
		}
	}
	for _, i := range f.graph.nodes[n].seeds {
		set := f.graph.sets[f.graph.items[i].set]
		if !f.graph.personal(passing{item: i, level: set.level}) {
			continue
		}
		for _, ref := range set.obj.Strings("collected_for") {
			if p, ok := f.graph.purposeOf[ref]; ok {
				purposes = purposes.or(single(int(p)))
			}
		}
	}
	return purposes.members()
}

// personal reports whether a person can be singled out by the item there.
func (g *graph) personal(p passing) bool {
	return p.level >= pseudonymised && g.cats[g.items[p.item].cat].user
}
