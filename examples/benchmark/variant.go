package main

import (
	"fmt"
	"math/big"
	"runtime"

	"github.com/cockroachdb/apd/v3"
	"github.com/shopspring/decimal"
)

// variant is one way of evaluating a workload.
type variant struct {
	name   string
	cores  int               // what the runtime may use; one unless it says more
	most   int               // scenarios a run takes; 0 is as many as fit its time
	fixed  bool              // it takes just as many as most, or nothing
	before func(n int)       // what is prepared for a run, untimed
	run    func(n int) error // what is timed: n scenarios
	after  func()            // what is given back, untimed
	// check holds results against the oracle's and says how many; nil if inexact.
	check func(e *expected) (int, error)
}

// Names of the variants that others are compared with.
const (
	naive          = "shopspring"
	byHand         = "float64"
	expert         = "shopspring-factorised"
	streamed       = "stream"
	totalsOnly     = "totals"
	decimalInOut   = "decimal-to-decimal"
	everyDecimal   = "every-decimal"
	twoWorkers     = "two-workers"
	allCores       = "all-cores"
	plainOne       = "plain"
	naiveTotals    = "shopspring-totals"
	float64Sums    = "float64-totals"
	tunedAPD       = "apd"
	fractions      = "bigrat"
	decimalsAtMost = 10_000 // scenarios whose Decimals are held at a time
)

// variants are those of a workload, with their inputs in their own type of number.
func variants(w workload) ([]variant, error) {
	a, err := newAgreement(w)
	if err != nil {
		return nil, err
	}
	e := &engine{agreement: a}
	if !w.grid {
		e.columns = w.columns(w.most)
	}
	plain, err := plainVariant(a)
	if err != nil {
		return nil, err
	}
	frame := newAPDFrame()
	list := []variant{
		handwritten(w, naive, 500/w.copies, decimal.New, shopspring, nil, func(d decimal.Decimal) decimal.Decimal { return d }),
		handwritten(w, byHand, w.most, toFloat64, inFloat64, nil, nil),
		e.variant(streamed, nil, 1),
		plain,
		handwritten(w, tunedAPD, 500/w.copies, toAPD, frame.evaluate, nil, fromAPD),
		handwritten(w, fractions, 100/w.copies, toRat, inBigRat, nil, fromRat),
	}
	switch {
	case w.grid:
		list = append(list, expertVariant(w))
	case w.copies == 1:
		totals := w.totals()
		list = append(list,
			e.variant(totalsOnly, totals, 1),
			e.fromAndToDecimals(),
			e.allAsDecimals(),
			handwritten(w, naiveTotals, 500/w.copies, decimal.New, shopspringTotals, totals, func(d decimal.Decimal) decimal.Decimal { return d }),
			handwritten(w, float64Sums, w.most, toFloat64, float64Totals, totals, nil))
	}
	if runtime.NumCPU() >= 2 && !w.grid {
		list = append(list, e.variant(twoWorkers, nil, 2))
	}
	if runtime.NumCPU() > 2 && !w.grid {
		list = append(list, e.variant(allCores, nil, runtime.NumCPU()))
	}
	return list, nil
}

// handwritten is a function over the row of a copy, run over the scenarios held, again
// and again: results at the places named, or all. In float64 those are as many as the
// engine has; of numbers that hold pointers few, so that they stay in the caches and cost
// the garbage collector nothing much.
func handwritten[T any](w workload, name string, held int, number func(int64, int32) T, f func(w workload, row, out []T), places []int, back func(T) decimal.Decimal) variant {
	width, size := w.width(), w.results()
	if places != nil {
		size = len(places) / w.copies
	}
	out := make([]T, w.copies*size)
	scenario := func(row []T) {
		for c := range w.copies {
			f(w, row[c*width:(c+1)*width], out[c*size:(c+1)*size])
		}
	}
	all := rows(w, w.sample(max(held, 1)), number)
	v := variant{name: name, run: func(n int) error {
		at := 0
		for range n {
			scenario(all[at : at+w.copies*width])
			if at += w.copies * width; at == len(all) {
				at = 0
			}
		}
		return nil
	}}
	if back != nil {
		v.check = func(e *expected) (int, error) {
			values := 0
			got := make([]decimal.Decimal, len(out))
			for _, i := range e.scenarios {
				scenario(rows(w, []int{i}, number))
				for k := range out {
					got[k] = back(out[k])
				}
				n, err := e.compare(i, places, got)
				if values += n; err != nil {
					return values, err
				}
			}
			return values, nil
		}
	}
	return v
}

func fromAPD(d apd.Decimal) decimal.Decimal {
	c := new(big.Int).Set(d.Coeff.MathBigInt())
	if d.Negative {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, d.Exponent)
}

// fromRat is a fraction that has to be a decimal: its denominator divides a power of ten.
func fromRat(x *big.Rat) decimal.Decimal {
	places := int32(0)
	for p := big.NewInt(1); new(big.Int).Rem(p, x.Denom()).Sign() != 0; places++ {
		p.Mul(p, big.NewInt(10))
	}
	n := new(big.Int).Mul(x.Num(), tenTo(int(places)))
	return decimal.NewFromBigInt(n.Quo(n, x.Denom()), -places)
}

// variant is a sweep of the counted design, or the grid, for metrics at the places named
// or all.
func (e *engine) variant(name string, places []int, workers int) variant {
	metrics := e.metrics
	if places != nil {
		metrics = e.pick(places)
	}
	return variant{
		name: name, cores: workers, most: e.w.most, fixed: e.w.grid,
		run: func(n int) error { return stream(e.sweep(e.counted(n), metrics, n, workers)) },
		check: func(x *expected) (int, error) {
			n := e.extent(x)
			return x.visit(e.sweep(e.counted(n), metrics, n, workers), places)
		},
	}
}

// extent is how many scenarios a sweep has that is checked.
func (e *engine) extent(x *expected) int {
	if e.w.grid {
		return gridSize()
	}
	return len(x.scenarios)
}

// fromAndToDecimals is a sweep of columns of Decimals for the totals as Decimals.
func (e *engine) fromAndToDecimals() variant {
	metrics, places := e.pick(e.w.totals()), e.w.totals()
	var columns [][]decimal.Decimal
	return variant{
		name: decimalInOut, most: min(decimalsAtMost, e.w.most),
		before: func(n int) { columns = e.decimals(n) },
		run:    func(n int) error { return streamDecimals(e.sweep(e.fromDecimals(columns), metrics, n, 1)) },
		after:  func() { columns = nil },
		check: func(x *expected) (int, error) {
			n := e.extent(x)
			return x.visit(e.sweep(e.fromDecimals(e.decimals(n)), metrics, n, 1), places)
		},
	}
}

// allAsDecimals is the sweep of the counted design with every value made a Decimal.
func (e *engine) allAsDecimals() variant {
	v := e.variant(everyDecimal, nil, 1)
	v.most = min(decimalsAtMost, e.w.most)
	v.run = func(n int) error { return streamDecimals(e.sweep(e.counted(n), e.metrics, n, 1)) }
	return v
}

// plainVariant is the plain evaluator over some models.
func plainVariant(a *agreement) (variant, error) {
	out := make([]decimal.Decimal, len(a.metrics))
	some, err := newPrepared(a, a.w.sample(max(20/a.w.copies, 1)))
	if err != nil {
		return variant{}, err
	}
	return variant{
		name: plainOne,
		run: func(n int) error {
			for k := range n {
				if err := some.evaluate(k%len(some.models), out); err != nil {
					return err
				}
			}
			return nil
		},
		check: func(e *expected) (int, error) {
			values := 0
			for _, i := range e.scenarios[:min(len(e.scenarios), 100)] {
				p, err := newPrepared(a, []int{i})
				if err == nil {
					err = p.evaluate(0, out)
				}
				if err != nil {
					return values, err
				}
				n, err := e.compare(i, nil, out)
				if values += n; err != nil {
					return values, err
				}
			}
			return values, nil
		},
	}, nil
}

// expertVariant computes a whole grid or, where a line depends on every axis, a tenth of
// it: the share of a scenario in what is computed once for many is as good as the same.
func expertVariant(w workload) variant {
	values := axisLength
	if w.plus {
		values = 1
	}
	return variant{
		name: expert, fixed: true, most: gridSize() / axisLength * values,
		run: func(int) error {
			runtime.KeepAlive(shopspringFactorised(w, values))
			return nil
		},
		check: func(e *expected) (int, error) {
			f, count := shopspringFactorised(w, values), 0
			out := make([]decimal.Decimal, w.results())
			for _, i := range e.scenarios {
				if digits(i)[axisTroops] >= values {
					continue
				}
				f.results(i, out)
				n, err := e.compare(i, nil, out)
				if count += n; err != nil {
					return count, err
				}
			}
			if count == 0 {
				return 0, fmt.Errorf("no scenario was checked")
			}
			return count, nil
		},
	}
}
