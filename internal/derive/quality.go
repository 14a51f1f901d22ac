package derive

import (
	"math/big"
	"slices"

	"github.com/aicomply/aicomply/internal/manifest"
)

// wilsonZ is the quantile of the normal distribution for an interval of 95 %.
func wilsonZ() *big.Rat { return rat(1959964, 1000000) }

// maxSample is the largest sample that is worth asking for.
const maxSample = 1_000_000_000

// evaluation is the facts of one evaluation block.
func (f *Facts) evaluation(o *manifest.Object) record {
	r := record{}
	value, ok := o.Number("value")
	if !ok || !isShare(value) || !countsCases(o.String("metric")) {
		return r
	}
	lower := o.String("better") == "lower"
	if perWeek, ok := f.perWeek(); ok {
		wrong := value
		if !lower {
			wrong = sub(rat(1, 1), value)
		}
		r.num("errors_per_week", mul(wrong, perWeek))
	}
	if size, ok := o.Number("sample_size"); ok && size.Sign() > 0 {
		if lower {
			r.num("wilson_upper", wilson(value, size, true))
		} else {
			r.num("wilson_lower", wilson(value, size, false))
		}
	}
	if threshold, ok := o.Number("threshold"); ok {
		r.num("sample_needed", sampleNeeded(value, threshold, lower))
	}
	return r
}

// countsCases reports whether a metric is a share of cases. A time or a
// distance is none, even where it happens to be below one.
func countsCases(metric string) bool {
	return !slices.Contains([]string{"latency", "mae", "rmse"}, metric)
}

// wilson is a bound of the Wilson score interval of a share p over n cases:
// (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), kept within 0 and 1.
func wilson(p, n *big.Rat, upper bool) *big.Rat {
	z2n := div(mul(wilsonZ(), wilsonZ()), n)
	centre := add(p, mul(z2n, rat(1, 2)))
	spread := add(div(mul(p, sub(rat(1, 1), p)), n), mul(div(z2n, n), rat(1, 4)))
	reach := mul(wilsonZ(), sqrt(spread))
	if !upper {
		reach.Neg(reach)
	}
	bound := div(add(centre, reach), add(rat(1, 1), z2n))
	switch {
	case bound.Sign() < 0:
		return rat(0, 1)
	case bound.Cmp(rat(1, 1)) > 0:
		return rat(1, 1)
	}
	return bound
}

// sqrt is exact to 128 bits. The argument is not negative.
func sqrt(r *big.Rat) *big.Rat {
	f := new(big.Float).SetPrec(128).SetRat(r)
	out, _ := f.Sqrt(f).Rat(nil)
	if out == nil {
		return new(big.Rat)
	}
	return out
}

// sampleNeeded is the smallest number of cases at which the bound for a value
// reaches the threshold t, or nil. The bound is where the value lies z standard
// errors away from t, so it is ceil(z² t(1-t) / (value-t)²), without a root.
func sampleNeeded(value, t *big.Rat, lower bool) *big.Rat {
	distance := sub(value, t)
	if !isShare(t) || distance.Sign() == 0 || (distance.Sign() < 0) != lower {
		return nil
	}
	n := div(mul(mul(wilsonZ(), wilsonZ()), mul(t, sub(rat(1, 1), t))), mul(distance, distance))
	up := new(big.Int).Add(n.Num(), new(big.Int).Sub(n.Denom(), big.NewInt(1)))
	needed := new(big.Rat).SetInt(up.Div(up, n.Denom()))
	if needed.Cmp(rat(maxSample, 1)) > 0 {
		return nil
	}
	return largest(needed, rat(1, 1))
}
