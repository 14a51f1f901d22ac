package derive

import (
	"encoding/json"
	"math/big"
	"strings"
	"time"
)

// decimals is how far derived numbers are kept: far below what anybody
// declares, and enough that a policy's comparison is that of exact arithmetic.
const decimals = 9

// number is a value as input holds it: a plain decimal, without exponent or
// trailing zeros.
func number(r *big.Rat) json.Number {
	s := r.FloatString(decimals)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		s = "0"
	}
	return json.Number(s)
}

func whole(n int64) json.Number { return number(new(big.Rat).SetInt64(n)) }

func rat(a, b int64) *big.Rat    { return big.NewRat(a, b) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func div(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) } // b is not zero
func isShare(a *big.Rat) bool    { return a.Sign() >= 0 && a.Cmp(rat(1, 1)) <= 0 }
func largest(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) > 0 {
		return b
	}
	return a
}

// record collects the facts of one block; what is not known is left out.
type record map[string]any

func (r record) num(name string, v *big.Rat) {
	if v != nil {
		r[name] = number(v)
	}
}

func (r record) text(name, v string) {
	if v != "" {
		r[name] = v
	}
}

// days sets the whole days from one date to another, where both are known.
func (r record) days(name string, from, to time.Time) {
	if !from.IsZero() && !to.IsZero() {
		r[name] = whole((to.Unix() - from.Unix()) / secondsPerDay)
	}
}

// date sets a date, where it is known.
func (r record) date(name string, t time.Time) {
	if !t.IsZero() {
		r[name] = t.Format(time.DateOnly)
	}
}

const secondsPerDay = 24 * 60 * 60

// midnight is the beginning of a day in UTC.
func midnight(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
