// Package quantile has the distributions and the copula of a simulation that need
// special functions: normal, lognormal, PERT, and the Gaussian copula. It is a module
// of its own, so that package scenario needs no floating point and nothing but a
// decimal library.
//
// # Model
//
// [Normal], [LogNormal] and [PERT] are a scenario.Distribution, [Gaussian] is a
// scenario.Copula. The special functions are gonum's.
//
// # Exactness and rounding
//
// A quantile is computed in floating point and rounded once, from the number that came
// out, to the grid of the parameter. What enters the model is a point of the grid, and
// everything after is exact; a run is replayed exactly from its points.
//
// Floating point is the same on one platform every time. On another, the last bits may
// differ, because a processor fuses a multiplication and an addition or a routine is
// written in its assembly. The grid bounds that: a draw differs only where the number
// lies at the very edge between two grid points, within some 1e-15 of its own size, and
// then by one quantum. For a rate of some percent on a grid of 0.1 % that is one draw in
// some 10^13. The copula's draws are put on a grid of 2^-32 for the same reason. Where
// no single draw may differ, keep the points of the runs, as a scenario.List, instead
// of drawing them again.
//
// # Errors
//
// Constructors do not fail: a simulation reports what is wrong before its first run,
// as a burden.Error. No function panics.
//
// # Zero values and concurrency
//
// Every value is immutable and safe for concurrent use.
//
// # Stability
//
// Version 0: names may change.
package quantile

import (
	"math"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/stat/distuv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Normal returns the normal distribution of a mean and a standard deviation, which is
// not negative.
//
//	x = mean + deviation × Φ⁻¹(u)
func Normal[N burden.Number](mean, deviation N) scenario.Distribution {
	return newDistribution("normal", []N{mean, deviation}, notNegative, func(n []float64, u *big.Rat) float64 {
		return n[0] + n[1]*normal(u)
	})
}

// LogNormal returns the distribution of a value whose natural logarithm is normal, of
// a mean and a standard deviation of that logarithm.
//
//	x = exp(mean + deviation × Φ⁻¹(u))
func LogNormal[N burden.Number](mean, deviation N) scenario.Distribution {
	return newDistribution("lognormal", []N{mean, deviation}, notNegative, func(n []float64, u *big.Rat) float64 {
		return math.Exp(n[0] + n[1]*normal(u))
	})
}

// PERT returns the distribution from low to high that is most likely at a mode, and
// less often near its ends than a triangular one: a beta distribution whose mean is
// (low + 4 mode + high) / 6.
//
//	x = low + (high - low) × B⁻¹(u; 1 + 4 (mode - low)/(high - low), 1 + 4 (high - mode)/(high - low))
//
// Source: D. G. Malcolm and others, Operations Research 7 (1959).
func PERT[N burden.Number](low, mode, high N) scenario.Distribution {
	return newDistribution("PERT", []N{low, mode, high}, ascending, func(n []float64, u *big.Rat) float64 {
		low, mode, high := n[0], n[1], n[2]
		width := high - low
		if width == 0 {
			return low
		}
		rising, falling := 1+4*(mode-low)/width, 1+4*(high-mode)/width
		if share, upper := lower(u); upper {
			return high - width*distuv.Beta{Alpha: falling, Beta: rising}.Quantile(share)
		} else {
			return low + width*distuv.Beta{Alpha: rising, Beta: falling}.Quantile(share)
		}
	})
}

// distribution is a quantile function of some numbers.
type distribution struct {
	name    string
	numbers []decimal.Decimal
	floats  []float64
	inverse func(numbers []float64, u *big.Rat) float64
	fault   *burden.Error
}

func newDistribution[N burden.Number](name string, numbers []N, valid func([]decimal.Decimal) bool, inverse func([]float64, *big.Rat) float64) distribution {
	d := distribution{name: name, inverse: inverse}
	for _, n := range numbers {
		v, fault := read(n)
		if d.fault == nil {
			d.fault = fault
		}
		f, _ := v.Rat().Float64()
		d.numbers, d.floats = append(d.numbers, v), append(d.floats, f)
	}
	if d.fault == nil && !valid(d.numbers) {
		d.fault = &burden.Error{Input: name, Value: d.list(), Err: burden.ErrOutOfRange}
	}
	return d
}

// Quantile returns the value at u, rounded to the grid once.
func (d distribution) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	switch {
	case d.fault != nil:
		f := *d.fault
		return decimal.Decimal{}, &f
	case u == nil || grid.IsZero():
		return decimal.Decimal{}, &burden.Error{Input: "share of draws or grid", Err: burden.ErrIncomplete}
	case u.Sign() < 0 || u.Cmp(one) > 0:
		return decimal.Decimal{}, &burden.Error{Input: "share of draws", Value: u.RatString(), Err: burden.ErrOutOfRange}
	}
	x := new(big.Rat).SetFloat64(d.inverse(d.floats, u))
	if x == nil { // not finite: the ends of what has none, or an exponential beyond them
		return decimal.Decimal{}, &burden.Error{Input: d.String(), Value: "at " + u.FloatString(6), Err: burden.ErrOutOfRange}
	}
	return grid.Quotient(decimal.NewFromBigInt(x.Num(), 0), decimal.NewFromBigInt(x.Denom(), 0))
}

// String names the distribution and its numbers: "normal 0.02, 0.005".
func (d distribution) String() string { return d.name + " " + d.list() }

func (d distribution) list() string {
	list := make([]string, len(d.numbers))
	for i, n := range d.numbers {
		list[i] = burden.Text(n)
	}
	return strings.Join(list, ", ")
}

func notNegative(numbers []decimal.Decimal) bool { return !numbers[1].IsNegative() }

func ascending(numbers []decimal.Decimal) bool {
	return numbers[0].LessThanOrEqual(numbers[1]) && numbers[1].LessThanOrEqual(numbers[2])
}

// normal is Φ⁻¹, the same at u and one less u but for the sign.
func normal(u *big.Rat) float64 {
	share, upper := lower(u)
	z := distuv.UnitNormal.Quantile(share)
	if upper {
		return -z
	}
	return z
}

// lower returns the smaller of u and one less u, and whether it is the latter: near
// one, floating point has too few digits, near zero it has enough.
func lower(u *big.Rat) (share float64, upper bool) {
	rest := new(big.Rat).Sub(one, u)
	if rest.Cmp(u) < 0 {
		share, _ = rest.Float64()
		return share, true
	}
	share, _ = u.Float64()
	return share, false
}

var one = big.NewRat(1, 1)

// read checks a number where every number is: in a series made of it.
func read[N burden.Number](value N) (decimal.Decimal, *burden.Error) {
	s := burden.Constant(value)
	if e, ok := s.At(burden.MinYear); ok {
		return e.Value, nil
	}
	_, err := burden.NewModel("number", burden.NewParam("value", burden.Ratio, s))
	for _, f := range burden.Faults(err) {
		if f, ok := f.(*burden.Error); ok {
			return decimal.Decimal{}, f
		}
	}
	return decimal.Decimal{}, &burden.Error{Input: "number", Err: burden.ErrNumber}
}
