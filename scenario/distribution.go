package scenario

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Distribution says how likely values are, by its quantile function. Those of this
// package are exact; module scenario/quantile has those that need special functions.
type Distribution interface {
	// Quantile returns the value that the share u of all draws does not exceed,
	// rounded once to the grid, which is not the zero rounding. u is from 0 to 1 and is
	// not changed. An error is a fault of the distribution, of u, or of the grid.
	Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error)
}

// Uniform returns the distribution in which every value from low to high is equally
// likely.
//
//	x = low + (high - low) × u
//
// Under a grid that rounds to the nearer, the two ends get half the draws of a point
// between them; [Discrete] over the points treats all alike.
func Uniform[N burden.Number](low, high N) Distribution {
	x, fault := ascending("uniform", low, high)
	return uniform{x[0], x[1], fault}
}

// Triangular returns the distribution from low to high that is most likely at a mode.
//
//	u = (x - low)² / ((high - low) (mode - low))             up to the mode
//	1 - u = (high - x)² / ((high - low) (high - mode))       from there
//
// The square root is not rounded by itself: x is rounded once, to the grid.
func Triangular[N burden.Number](low, mode, high N) Distribution {
	x, fault := ascending("triangular", low, mode, high)
	return triangular{x[0], x[1], x[2], fault}
}

// Discrete returns the distribution of some values with their weights, which need not
// sum to one: Discrete([]string{"2%", "3%"}, []int{1, 3}).
//
//	x = the smallest value such that it and those below have at least u of all weight
func Discrete[N, W burden.Number](values []N, weights []W) Distribution {
	d := discrete{}
	if len(values) == 0 || len(values) != len(weights) {
		d.fault = &burden.Error{Input: "discrete", Value: fmt.Sprintf("%d values, %d weights", len(values), len(weights)), Err: burden.ErrIncomplete}
		return d
	}
	for i := range values {
		v, fault := readNumber(values[i])
		w, weightFault := readNumber(weights[i])
		if fault == nil {
			fault = weightFault
		}
		if fault == nil && w.IsNegative() {
			fault = &burden.Error{Input: "weight", Value: burden.Text(w), Err: burden.ErrOutOfRange}
		}
		if fault != nil {
			d.fault = fault
			return d
		}
		d.points = append(d.points, weighted{v, w})
	}
	return d.ready()
}

// Empirical returns the distribution of values observed, each equally likely; a value
// observed twice is twice as likely.
//
//	x = the k-th smallest value, k = ⌈u × number of values⌉, at least 1
func Empirical[N burden.Number](values ...N) Distribution {
	weights := make([]int, len(values))
	for i := range weights {
		weights[i] = 1
	}
	d := Discrete(values, weights).(discrete)
	d.empirical = true
	return d
}

// ascending reads the numbers of a distribution, or says what is wrong with them.
func ascending[N burden.Number](name string, numbers ...N) ([]decimal.Decimal, *burden.Error) {
	list := make([]decimal.Decimal, len(numbers))
	var fault *burden.Error
	var text []string
	for i, n := range numbers {
		v, unread := readNumber(n)
		if fault == nil {
			fault = unread
		}
		list[i], text = v, append(text, burden.Text(v))
	}
	if fault == nil && !slices.IsSortedFunc(list, decimal.Decimal.Cmp) {
		fault = &burden.Error{Input: name, Value: strings.Join(text, " to "), Err: burden.ErrOutOfRange}
	}
	return list, fault
}

type uniform struct {
	low, high decimal.Decimal
	fault     *burden.Error
}

func (d uniform) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	if err := quantileFault(u, grid, d.fault); err != nil {
		return decimal.Decimal{}, err
	}
	x := new(big.Rat).Mul(d.high.Sub(d.low).Rat(), u)
	return onGrid(x.Add(x, d.low.Rat()), grid)
}

func (d uniform) String() string {
	return "uniform from " + burden.Text(d.low) + " to " + burden.Text(d.high)
}

type triangular struct {
	low, mode, high decimal.Decimal
	fault           *burden.Error
}

func (d triangular) String() string {
	return "triangular from " + burden.Text(d.low) + " to " + burden.Text(d.high) + " with mode " + burden.Text(d.mode)
}

func (d triangular) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	if err := quantileFault(u, grid, d.fault); err != nil {
		return decimal.Decimal{}, err
	}
	width, rising := d.high.Sub(d.low).Rat(), d.mode.Sub(d.low).Rat()
	// Every multiple of half the grid's quantum, less an end, is a multiple of this:
	// so what the root is beyond it does not matter to the rounding, only whether
	// there is anything.
	places := max(-grid.Quantum().Exponent()+1, -d.low.Exponent(), -d.high.Exponent(), 0)
	if new(big.Rat).Mul(u, width).Cmp(rising) <= 0 {
		x := rootOf(new(big.Rat).Mul(new(big.Rat).Mul(u, width), rising), places)
		return onGrid(x.Add(d.low.Rat(), x), grid)
	}
	falling := d.high.Sub(d.mode).Rat()
	above := new(big.Rat).Sub(oneRat, u)
	x := rootOf(above.Mul(above, width).Mul(above, falling), places)
	return onGrid(x.Sub(d.high.Rat(), x), grid)
}

// rootOf returns the square root of r, cut to decimal places; and if it is not such
// a decimal, half a unit of the last place more, to tell it from those on both sides.
func rootOf(r *big.Rat, places int32) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := new(big.Int).Mul(unit, unit)
	scaled.Mul(scaled, r.Num())
	cut, rest := new(big.Int).QuoRem(scaled, r.Denom(), new(big.Int))
	root := new(big.Int).Sqrt(cut)
	inexact := rest.Sign() != 0 || new(big.Int).Mul(root, root).Cmp(cut) != 0
	root.Lsh(root, 1)
	if inexact {
		root.SetBit(root, 0, 1)
	}
	return new(big.Rat).SetFrac(root, unit.Lsh(unit, 1))
}

// weighted is a value and its weight, or that of it and all below.
type weighted struct{ value, weight decimal.Decimal }

type discrete struct {
	points    []weighted // ascending, with the weight up to each
	empirical bool
	fault     *burden.Error
}

// ready sorts the values and adds up their weights.
func (d discrete) ready() discrete {
	slices.SortStableFunc(d.points, func(a, b weighted) int { return a.value.Cmp(b.value) })
	for i := range d.points[1:] {
		d.points[i+1].weight = d.points[i+1].weight.Add(d.points[i].weight)
	}
	if d.points[len(d.points)-1].weight.IsZero() {
		d.fault = &burden.Error{Input: "weights", Value: "0", Err: burden.ErrOutOfRange}
	}
	return d
}

func (d discrete) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	if err := quantileFault(u, grid, d.fault); err != nil {
		return decimal.Decimal{}, err
	}
	wanted := new(big.Rat).Mul(u, d.points[len(d.points)-1].weight.Rat())
	i, _ := slices.BinarySearchFunc(d.points, wanted, func(p weighted, w *big.Rat) int {
		if p.weight.IsZero() || p.weight.Rat().Cmp(w) < 0 {
			return -1 // without weight, not even u = 0 draws it
		}
		return 1
	})
	return grid.Apply(d.points[i].value)
}

func (d discrete) String() string {
	kind := "discrete"
	if d.empirical {
		kind = "empirical"
	}
	if d.fault != nil {
		return kind
	}
	return kind + ", " + strconv.Itoa(len(d.points)) + " values from " + burden.Text(d.points[0].value) + " to " + burden.Text(d.points[len(d.points)-1].value)
}

// quantileFault reports a fault that a distribution kept, or a share or a grid that is none.
func quantileFault(u *big.Rat, grid burden.Rounding, fault *burden.Error) error {
	if fault != nil {
		f := *fault
		return &f
	}
	switch {
	case u == nil:
		return &burden.Error{Input: "share of draws", Err: burden.ErrIncomplete}
	case u.Sign() < 0 || u.Cmp(oneRat) > 0:
		return &burden.Error{Input: "share of draws", Value: u.RatString(), Err: burden.ErrOutOfRange}
	case grid.IsZero():
		return &burden.Error{Input: "grid", Err: burden.ErrIncomplete}
	}
	return nil
}

// onGrid rounds a fraction once.
func onGrid(x *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	return grid.Quotient(decimal.NewFromBigInt(x.Num(), 0), decimal.NewFromBigInt(x.Denom(), 0))
}
