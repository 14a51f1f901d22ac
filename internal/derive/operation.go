package derive

import (
	"math/big"

	"github.com/aicomply/aicomply/internal/manifest"
)

// perWeek is the cases a week in production.
func (f *Facts) perWeek() (*big.Rat, bool) {
	return f.m.System().Block("volume").Number("per_week")
}

// intake is what a pipeline, or all of them, do with input. Shares are of all
// input; nil = not known.
type intake struct {
	sum, unhandled, unaccounted, failing *big.Rat
}

func (i intake) record() record {
	r := record{}
	r.num("share_sum", i.sum)
	r.num("unhandled_share", i.unhandled)
	r.num("unaccounted_share", i.unaccounted)
	return r
}

// intakeOf sums the formats of a pipeline. A format without a declared share
// leaves open what depends on it. A handler without a declared failure rate is
// taken to fail never, so failures are a lower bound.
func intakeOf(pipeline *manifest.Object) intake {
	formats := pipeline.Blocks("input_format")
	if len(formats) == 0 {
		return intake{}
	}
	in := intake{sum: rat(0, 1), unhandled: rat(0, 1), failing: rat(0, 1)}
	for _, f := range formats {
		share, _ := f.Number("share")
		in.sum = plus(in.sum, share)
		if !f.Has("handler") {
			in.unhandled = plus(in.unhandled, share)
		} else if rate, ok := f.Number("failure_rate"); ok {
			in.failing = plus(in.failing, times(rate, share))
		}
	}
	if in.sum != nil {
		in.unaccounted = largest(sub(rat(1, 1), in.sum), rat(0, 1))
	}
	return in
}

// intake sums all pipelines; of none, nothing is known.
func (f *Facts) intake() intake {
	total := intake{}
	for i, o := range f.m.All("pipeline") {
		in := intakeOf(o)
		if i == 0 {
			total = in
			continue
		}
		total.sum, total.failing = plus(total.sum, in.sum), plus(total.failing, in.failing)
		total.unhandled = plus(total.unhandled, in.unhandled)
		total.unaccounted = plus(total.unaccounted, in.unaccounted)
	}
	return total
}

// plus and times are nil where an operand is not known.
func plus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return add(a, b)
}

func times(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return mul(a, b)
}

// operation sets what all pipelines, reviewers and cost items come to.
func (f *Facts) operation(r record) {
	total := f.intake()
	r.num("unhandled_share", total.unhandled)
	r.num("unaccounted_share", total.unaccounted)
	perWeek, _ := f.perWeek()
	r.num("exceptions_per_week", times(total.failing, perWeek))
	f.review(r, total, perWeek)
	if monthly, ok := f.monthlyCost(); ok {
		r.num("monthly_cost", monthly)
		if poc, ok := f.m.Single("cost").Number("poc_monthly"); ok && poc.Sign() > 0 {
			r.num("cost_growth", div(monthly, poc))
		}
	}
}

// review sets the hours that reviews take and those that there are. Without a
// pipeline, only the reviewed share counts.
func (f *Facts) review(r record, total intake, perWeek *big.Rat) {
	blocks := f.m.All("oversight")
	if len(blocks) == 0 {
		return
	}
	if len(f.m.All("pipeline")) == 0 {
		total = intake{failing: rat(0, 1), unhandled: rat(0, 1), unaccounted: rat(0, 1)}
	}
	share, available := rat(0, 1), rat(0, 1)
	var minutes *big.Rat
	for _, o := range blocks {
		reviewed, _ := o.Number("review_share")
		hours, _ := o.Number("hours_per_week")
		share, available = plus(share, reviewed), plus(available, hours)
		if m, ok := o.Number("minutes_per_review"); ok {
			minutes = largest(minutes, m)
		}
	}
	hours := times(times(minutes, rat(1, 60)), perWeek)
	cases := plus(plus(share, total.failing), total.unhandled)
	r.num("review_hours_per_week", times(cases, hours))
	r.num("review_hours_with_unaccounted", times(plus(cases, total.unaccounted), hours))
	r.num("review_hours_available", available)
}

// monthlyCost sums the items of cost; not known where there are none, or one
// of them is not.
func (f *Facts) monthlyCost() (*big.Rat, bool) {
	items := f.m.Single("cost").Blocks("item")
	sum := rat(0, 1)
	for _, o := range items {
		sum = plus(sum, f.itemCost(o))
	}
	return sum, len(items) > 0 && sum != nil
}

// itemCost is what an item costs a month: its fixed cost, and its price for
// each of the cases of a month, which has 52/12 weeks. Nil = not known.
func (f *Facts) itemCost(o *manifest.Object) *big.Rat {
	monthly, fixed := o.Number("monthly")
	price, metered := o.Number("price_per_volume")
	if !metered {
		return monthly
	}
	perWeek, _ := f.perWeek()
	cost := times(times(price, perWeek), rat(52, 12))
	if fixed {
		cost = plus(cost, monthly)
	}
	return cost
}
