package main

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// oracle computes results from the definitions of the lines, by recursion, in fractions.
// It shares no code with what it checks.
type oracle struct {
	w      workload
	counts []int64 // of one copy
	known  map[[2]int]*big.Rat
}

// oracleResults are the exact results of one scenario, each as a count of 10^-scale.
func oracleResults(w workload, i int) []*big.Int {
	counts := make([]int64, w.copies*w.width())
	w.row(counts, i)
	var all []*big.Int
	put := func(x *big.Rat) {
		n := new(big.Int).Mul(x.Num(), tenTo(scale(w)))
		n, rest := n.QuoRem(n, x.Denom(), new(big.Int))
		if rest.Sign() != 0 {
			panic("oracle: a result is finer than it can be")
		}
		all = append(all, n)
	}
	for c := range w.copies {
		o := &oracle{w: w, counts: counts[c*w.width() : (c+1)*w.width()], known: map[[2]int]*big.Rat{}}
		for line := range lines {
			for t := 1; t <= w.years; t++ {
				put(o.line(line, t))
			}
		}
		for _, line := range totalled {
			sum := new(big.Rat)
			for t := 1; t <= w.years; t++ {
				sum.Add(sum, o.line(line, t))
			}
			put(sum)
		}
		if w.plus {
			for t := 1; t <= w.years; t++ {
				net := new(big.Rat).Sub(o.line(gap, t), o.line(labour, t))
				put(nearest(net.Quo(net, o.scalar(fx, -2)), big.NewRat(1, 100)))
			}
		}
	}
	return all
}

// line is what a line is in year t, counted from 1.
func (o *oracle) line(line, t int) *big.Rat {
	if v, ok := o.known[[2]int{line, t}]; ok {
		return v
	}
	v := new(big.Rat)
	switch line {
	case perHeadCost:
		if t == 0 {
			return o.scalar(perHeadBase, 0)
		}
		v.Mul(o.line(perHeadCost, t-1), plusOne(o.cpi(t)))
		if o.w.rounded {
			v = nearest(v, big.NewRat(1, 100))
		}
	case totalCost:
		v.Mul(big.NewRat(o.counts[t-1], 1), o.line(perHeadCost, t))
	case labour:
		v.Mul(o.scalar(employees, 0), big.NewRat(o.counts[o.w.years+t-1], 1))
		v.Mul(v, o.scalar(labourShare, -3))
	case growth:
		v = o.cpi(t - 2)
		if v.Sign() < 0 {
			v = new(big.Rat)
		}
		if limit := o.scalar(ceiling, -3); v.Cmp(limit) > 0 {
			v = limit
		}
	case contribution:
		if t == 0 {
			return o.scalar(contributionBase, 8)
		}
		v = nearest(v.Mul(o.line(contribution, t-1), plusOne(o.line(growth, t))), big.NewRat(100_000_000, 1))
	case contributionUSD:
		v = nearest(v.Quo(o.line(contribution, t), o.scalar(fx, -2)), big.NewRat(1, 100))
	case gap:
		v.Sub(o.line(totalCost, t), o.line(contribution, t))
	case share:
		v = nearest(v.Quo(o.line(contribution, t), o.line(totalCost, t)), big.NewRat(1, 1_000_000))
	}
	o.known[[2]int{line, t}] = v
	return v
}

// cpi of year t, the first being two years before year 1.
func (o *oracle) cpi(t int) *big.Rat { return big.NewRat(o.counts[2*o.w.years+t+1], 1000) }

func (o *oracle) scalar(which, exponent int) *big.Rat {
	count := o.counts[3*o.w.years+2+which]
	if exponent < 0 {
		return new(big.Rat).SetFrac(big.NewInt(count), tenTo(-exponent))
	}
	return new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(count), tenTo(exponent)))
}

func plusOne(x *big.Rat) *big.Rat { return new(big.Rat).Add(x, big.NewRat(1, 1)) }

// nearest is the multiple of q nearest to x, of two the one further from zero: the floor
// of |x/q| + 1/2, with x's sign.
func nearest(x, q *big.Rat) *big.Rat {
	k := new(big.Rat).Quo(new(big.Rat).Abs(x), q)
	k.Add(k, big.NewRat(1, 2))
	floor := new(big.Int).Div(k.Num(), k.Denom())
	return new(big.Rat).Mul(new(big.Rat).SetInt(floor.Mul(floor, big.NewInt(int64(x.Sign())))), q)
}

// scale is how many decimal places the results of a workload can have: three for every
// year's inflation, and those of labour.
func scale(w workload) int { return 3*w.years + 6 }

func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// expected is what the oracle says of some scenarios of a workload.
type expected struct {
	w         workload
	scenarios []int
	results   map[int][]*big.Int
	powers    []*big.Int
}

func expect(w workload, scenarios []int) *expected {
	e := &expected{w: w, scenarios: scenarios, results: make(map[int][]*big.Int, len(scenarios))}
	for _, i := range scenarios {
		e.results[i] = oracleResults(w, i)
	}
	for n := range scale(w) + 40 {
		e.powers = append(e.powers, tenTo(n))
	}
	return e
}

// compare holds one scenario's results, those at the places named or all, against the
// oracle's, and returns how many there were.
func (e *expected) compare(i int, places []int, got []decimal.Decimal) (int, error) {
	want := e.results[i]
	if places == nil && len(got) != len(want) || places != nil && len(got) != len(places) {
		return 0, fmt.Errorf("scenario %d: %d results", i, len(got))
	}
	for k, v := range got {
		place := k
		if places != nil {
			place = places[k]
		}
		if !e.same(want[place], v) {
			return k, fmt.Errorf("scenario %d, result %d: %v, the oracle has %s", i, place, v, decimal.NewFromBigInt(want[place], int32(-scale(e.w))))
		}
	}
	return len(got), nil
}

func (e *expected) same(want *big.Int, got decimal.Decimal) bool {
	c, shift := got.Coefficient(), int(got.Exponent())+scale(e.w)
	if shift >= 0 {
		return c.Mul(c, e.powers[shift]).Cmp(want) == 0
	}
	return new(big.Int).Mul(want, e.powers[-shift]).Cmp(c) == 0
}
