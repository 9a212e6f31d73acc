package burden_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/effort"
)

// Every kind of node once, computed by hand in 2010. p is its year less 2000:
// 10 in 2010, 8 in 2008; q is 4 in every year; x is 2 × p.
func TestEveryNodeByHand(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.ByYear(map[int]int{2005: 5, 2006: 6, 2007: 7, 2008: 8, 2009: 9, 2010: 10, 2011: 11}))
	q := burden.NewParam("q", burden.Ratio, burden.Constant(4))
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	pieces := y.Starts(2005, p).From(2009, q).In(2010, p.Times(q)).Until(2010)
	cases := []struct {
		name, want string
		f          burden.Formula
	}{
		{"constant", "-1.25", burden.Amount("-1.25", burden.Ratio)},
		{"parameter", "10", p.Formula},
		{"line", "20", x.Formula},          // 2 × 10
		{"add", "34", p.Plus(q, x)},        // 10 + 4 + 20
		{"subtract", "-6", q.Minus(p)},     // 4 - 10
		{"multiply", "800", p.Times(q, x)}, // 10 × 4 × 20
		{"quotient", "0.833", p.Over(burden.Amount(12, burden.Ratio)).RoundedTo("0.001", burden.HalfUp)},                           // 0.8333…
		{"quotient, to a multiple of 3", "3", p.Over(q).RoundedTo("3", burden.HalfUp)},                                             // 2.5 is nearer to 3 than to 0
		{"quotient, exactly", "2.5", p.Over(q).Exactly()},                                                                          // 10 / 4
		{"power", "1.58", p.Over(q).ToThe(1, 2).RoundedTo("0.01", burden.HalfUp)},                                                  // √2.5 = 1.5811…
		{"power, negative", "0.16", p.Over(q).ToThe(-2, 1).Exactly()},                                                              // 1 / 2.5² = 1 / 6.25
		{"power, to zero", "1", p.Over(q).ToThe(0, 3).Exactly()},                                                                   // anything to the power 0
		{"power, exactly", "1.5", burden.Amount("3.375", burden.Ratio).Over(burden.Amount(1, burden.Ratio)).ToThe(1, 3).Exactly()}, // 1.5³
		{"round", "12", p.RoundedTo("4", burden.HalfUp)},                                                                           // 2.5 fours, a tie
		{"round, half down", "8", p.RoundedTo("4", burden.HalfDown)},
		{"round, zero rounding", "10", p.Rounded(burden.Rounding{})},
		{"minimum", "4", p.AtMost(x, q)},                                          // of 10, 20, 4
		{"maximum", "20", p.AtLeast(x, q)},                                        // of 10, 20, 4
		{"lag", "8", p.Lag(2)},                                                    // of 2008
		{"lag of nothing", "10", p.Lag(0)},                                        // of 2010
		{"lag of a lag", "7", p.Lag(2).Lag(1)},                                    // of 2007
		{"sum of operands", "34", burden.Sum(p, q, x)},                            // 10 + 4 + 20
		{"power of a power", "6.25", p.Over(q).ToThe(1, 2).ToThe(4, 1).Exactly()}, // (√2.5)⁴
		{"power of the largest power", "2.5", p.Over(q).ToThe(100, 1).ToThe(1, 100).Exactly()},
		{"power of the smallest power", "2.5", p.Over(q).ToThe(-100, 1).ToThe(-1, 100).Exactly()},
		{"the longest lag", "1", burden.When(p.Below(q), p.Lag(9999), burden.Amount(1, burden.Ratio))},
		{"the longest sum", "1", burden.When(p.Below(q), p.SumLags(9999, 9999).Plus(p.SumBetween(1, 9999)), burden.Amount(1, burden.Ratio))},
		{"the largest exponents", "1", q.Over(q).ToThe(100, 100).Exactly().Times(q.Over(q).ToThe(-100, 1).Exactly())},
		{"lag of a line", "18", x.Previous()},                                                                  // 2 × 9
		{"given year", "11", p.At(2011)},                                                                       // of 2011
		{"given year of an expression", "30", p.Plus(x).At(2010).Lag(1)},                                       // 10 + 20, from 2009
		{"sum over years", "24", p.SumBetween(2007, 2009)},                                                     // 7 + 8 + 9
		{"sum over past years", "27", p.SumLags(2, 0)},                                                         // 8 + 9 + 10
		{"sum of a line", "34", x.SumLags(2, 1)},                                                               // 2 × (8 + 9)
		{"by year, in one year", "40", pieces.Formula()},                                                       // 10 × 4
		{"by year, before", "4", pieces.Formula().Lag(1)},                                                      // q from 2009
		{"by year, first piece", "8", pieces.Formula().Lag(2)},                                                 // p of 2008
		{"when", "1", burden.When(q.Below(p), burden.Amount(1, burden.Ratio), burden.Amount(2, burden.Ratio))}, // 4 < 10
		{"when, equal", "2", burden.When(p.Below(p), burden.Amount(1, burden.Ratio), burden.Amount(2, burden.Ratio))},
		{"grown by", "50", p.GrownBy(q)}, // 10 × (1 + 4)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := modelOf(t, x.Is(p.Times(burden.Amount(2, burden.Ratio))), y.Is(c.f))
			wantValue(t, c.want, projectionOf(t, m, 2010, 2010, y), y, 2010)
		})
	}
}

// The branch of a when node that is not taken is not evaluated: 1/0 in it, or a
// line that has no value, does no harm.
func TestTheOtherBranchIsNotEvaluated(t *testing.T) {
	one, zero := burden.Amount(1, burden.Ratio), burden.Amount(0, burden.Ratio)
	x, broken := burden.NewLine("x", burden.Ratio), burden.NewLine("broken", burden.Ratio)
	for name, f := range map[string]burden.Formula{
		"then":      burden.When(zero.Below(one), one, one.Over(zero).Exactly()),
		"otherwise": burden.When(one.Below(zero), broken, one),
		"nested":    burden.When(burden.When(one.Below(zero), broken, zero).Below(one), one, broken),
		"by lines":  burden.When(x.At(2009).Below(broken.At(2008)), broken, one),
	} {
		m := modelOf(t, broken.Is(one.Over(zero).Exactly()).In(2008, zero), x.Starts(2009, one).Then(f))
		p := projectionOf(t, m, 2010, 2010, x)
		wantValue(t, "1", p, x, 2010)
		_, err := p.Value(broken, 2010)
		assert.ErrorIs(t, err, burden.ErrNotApplicable, name)
	}
}

// errorCase is a model without a fault whose projection has an error.
type errorCase struct {
	name        string
	definitions []burden.Definition
	from, to    int
	lines       []burden.Line
	want        error
	line        string // where the error is
	year        int
}

func projectionErrors() []errorCase {
	var (
		krw     = func(n string) burden.Formula { return burden.Amount(n, burden.KRW) }
		none    = burden.NewParam("nobody", burden.Persons, burden.Constant(0))
		cost    = burden.NewParam("cost", burden.KRW, burden.ByYear(map[int]string{2009: "1000", 2010: "-1000"}))
		early   = burden.NewParam("early", burden.KRW, burden.ByYear(map[int]int{2005: 1}))
		tooSoon = burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{2008: "4.7%"}))
		growth  = burden.NewIndexRule("growth", burden.Index{Driver: tooSoon, Lag: 2})
		a, b, c = burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW), burden.NewLine("c", burden.KRW)
		ratio   = burden.NewLine("ratio", burden.Ratio)
		perHead = burden.NewLine("per_head", burden.KRW.Per(burden.Persons))
		wide    = burden.NewParam("wide", burden.Ratio, burden.ByYear(map[int]string{2008: "1e-400", 2009: "1e400"}))
		big     = burden.NewLine("big", burden.Ratio)
	)
	is := func(definitions ...burden.Definition) []burden.Definition { return definitions }
	return []errorCase{
		{"parameter without the year", is(a.Is(cost)), 2009, 2012, nil, burden.ErrMissingYear, "a", 2011},
		{"parameter without the year, through a lag", is(growth, a.Starts(2009, krw("1")).Then(a.Previous().GrownBy(growth))), 2009, 2012, nil, burden.ErrMissingYear, "growth.raw", 2011},
		{"parameter without the year, from a later year", is(a.Is(cost.At(2012))), 2009, 2009, nil, burden.ErrMissingYear, "a", 2009},
		{"line before its first year", is(a.Starts(2009, cost), b.Is(a.Previous())), 2009, 2010, []burden.Line{b}, burden.ErrMissingYear, "b", 2009},
		{"line after its last year", is(a.Is(krw("1")).Until(2009), b.Is(a)), 2009, 2010, nil, burden.ErrMissingYear, "b", 2010},
		{"recurrence without a start", is(a.Is(a.Previous().Plus(krw("1")))), 2009, 2010, nil, burden.ErrMissingYear, "a", 1},
		{"line needed before year 1", is(a.Is(krw("1")), b.Is(a.Lag(3000))), 2009, 2009, []burden.Line{b}, burden.ErrMissingYear, "b", 2009},
		{"piece without a formula in the year", is(a.Is(b.Starts(2010, krw("1")).Formula().Lag(1))), 2010, 2010, nil, burden.ErrMissingYear, "a", 2010},
		{"line needed before year 1, in a sum", is(a.Is(krw("1")), b.Is(a.SumLags(3000, 2990))), 2009, 2009, []burden.Line{b}, burden.ErrMissingYear, "b", 2009},
		{"line needed before year 1, in a condition", is(a.Is(krw("1")), b.Is(burden.When(a.Lag(3000).Below(a), a, a))), 2009, 2009, []burden.Line{b}, burden.ErrMissingYear, "b", 2009},
		{"division by zero", is(perHead.Is(cost.Over(none).RoundedTo("0.01", burden.HalfUp))), 2009, 2009, nil, burden.ErrDivisionByZero, "per_head", 2009},
		{"division by a zero constant", is(a.Is(cost.Over(burden.Amount(0, burden.Ratio)).Exactly())), 2009, 2009, nil, burden.ErrDivisionByZero, "a", 2009},
		{"division by a difference", is(ratio.Is(cost.Over(cost.Minus(krw("1000"))).Exactly())), 2009, 2009, nil, burden.ErrDivisionByZero, "ratio", 2009},
		{"zero to a negative power", is(ratio.Is(krw("0").Over(cost).ToThe(-1, 2).RoundedTo("0.01", burden.Up))), 2009, 2009, nil, burden.ErrDivisionByZero, "ratio", 2009},
		{"no finite decimal", is(a.Is(cost.Over(burden.Amount(3, burden.Ratio)).Exactly())), 2009, 2009, nil, burden.ErrInexact, "a", 2009},
		{"no finite root", is(ratio.Is(krw("2").Over(krw("1")).ToThe(1, 2).Exactly())), 2009, 2009, nil, burden.ErrInexact, "ratio", 2009},
		{"not a multiple", is(a.Is(cost.RoundedTo("300", burden.Exact))), 2009, 2009, nil, burden.ErrInexact, "a", 2009},
		{"root of a negative number", is(ratio.Is(cost.Over(krw("10")).ToThe(1, 2).RoundedTo("0.01", burden.HalfUp))), 2009, 2010, nil, burden.ErrOutOfRange, "ratio", 2010},
		{"too many digits", is(big.Starts(2009, burden.Amount("1.5", burden.Ratio)).Then(big.Previous().Times(big.Previous()))), 2009, 2040, nil, burden.ErrTooLarge, "big", 2021},
		{"too many digits, in a sum", is(big.Is(wide.Times(wide, wide, wide, wide, wide, wide, wide).SumLags(1, 0))), 2009, 2009, nil, burden.ErrTooLarge, "big", 2009},
		{"too many digits, by rounding", is(big.Is(wide.Times(wide, wide, wide, wide, wide, wide, wide, wide, wide).RoundedTo("1e-400", burden.Up))), 2009, 2009, nil, burden.ErrTooLarge, "big", 2009},
		{"cycle through given years", is(a.Is(b.At(2010)), b.Is(a.At(2009))), 2009, 2009, nil, burden.ErrCycle, "b", 2010},
		{"cycle through a given year and a lag", is(a.Is(a.At(2010).Lag(1))), 2010, 2010, nil, burden.ErrCycle, "a", 2010},
		// Years ascending, lines in model order, operands from left to right, and what is needed before what is done.
		{"the earlier year first", is(a.Is(cost.Lag(1)), b.Is(cost)), 2009, 2012, nil, burden.ErrMissingYear, "a", 2009},
		{"the earlier line first", is(b.Is(early), a.Is(early)), 2009, 2009, nil, burden.ErrMissingYear, "b", 2009},
		{"model order, not the order asked in", is(b.Is(early), a.Is(early)), 2009, 2009, []burden.Line{a, b}, burden.ErrMissingYear, "b", 2009},
		{"the left operand first", is(c.Is(b.Plus(a)), a.Is(early), b.Is(cost.Over(burden.Amount(0, burden.Ratio)).Exactly())), 2009, 2009, nil, burden.ErrDivisionByZero, "b", 2009},
		{"the left operand first, before a year there is not", is(c.Is(b.Plus(a.Lag(3000))), a.Is(early), b.Is(early)), 2009, 2009, []burden.Line{c}, burden.ErrMissingYear, "b", 2009},
		{"what is needed first", is(b.Is(early.Plus(a)), a.Is(krw("1").Over(burden.Amount(3, burden.Ratio)).Exactly())), 2009, 2009, nil, burden.ErrInexact, "a", 2009},
		{"an error in a condition", is(b.Is(burden.When(early.Below(krw("1")), krw("1"), krw("2")).Plus(a)), a.Is(krw("1"))), 2009, 2009, nil, burden.ErrMissingYear, "b", 2009},
		{"an error in a branch", is(b.Is(burden.When(krw("0").Below(krw("1")), early, krw("2")))), 2009, 2009, nil, burden.ErrMissingYear, "b", 2009},
		// What is asked for.
		{"years in the wrong order", is(a.Is(cost)), 2010, 2009, nil, burden.ErrOutOfRange, "", 0},
		{"years beyond the last there is", is(a.Is(cost)), 2009, 10000, nil, burden.ErrOutOfRange, "", 0},
		{"year 0", is(a.Is(cost)), 0, 2009, nil, burden.ErrOutOfRange, "", 0},
		{"unknown line", is(a.Is(cost)), 2009, 2009, []burden.Line{b}, burden.ErrUnknownName, "", 0},
		{"zero line", is(a.Is(cost)), 2009, 2009, []burden.Line{{}}, burden.ErrUnknownName, "", 0},
		{"line in another unit", is(a.Is(cost)), 2009, 2009, []burden.Line{burden.NewLine("a", burden.USD)}, burden.ErrUnit, "a", 0},
	}
}

func TestProjectionErrors(t *testing.T) {
	for _, c := range projectionErrors() {
		t.Run(c.name, func(t *testing.T) {
			var p *burden.Projection
			var err error
			m := modelOf(t, c.definitions...)
			effort.AtMost(t, 1<<21, func() { p, err = m.Project(c.from, c.to, c.lines...) })
			assert.Nil(t, p)
			require.ErrorIs(t, err, c.want)
			e, ok := errors.AsType[*burden.Error](err)
			require.True(t, ok)
			assert.Equal(t, "m", e.Model)
			assert.Equal(t, c.line, e.Line, err)
			assert.Equal(t, c.year, e.Year, err)
		})
	}
}

// The random trees: formulas of the nodes of the package, and beside each a
// closure that computes the same with big.Rat and shares no code with it.

// oracle is the value of a formula in a year, or that it has none.
type oracle func(year int) (*big.Rat, error)

var errNoValue = errors.New("no value")

// world is parameters and lines that random formulas are about.
type world struct {
	pick    func(n int) int // of 0 to n-1
	params  []burden.Param
	values  []map[int]*big.Rat
	lines   []burden.Line
	oracles []oracle
}

// Lines start in the first year; parameters have values from some years before
// it to some years after the last that is projected.
const firstYear, lastYear = 2000, 2006

func newWorld(pick func(int) int) *world {
	w := &world{pick: pick}
	for _, name := range []string{"p", "q", "r"} {
		texts, values := map[int]string{}, map[int]*big.Rat{}
		for year := firstYear - 12; year <= lastYear+2; year++ {
			texts[year] = w.number()
			values[year] = rat(texts[year])
		}
		w.params = append(w.params, burden.NewParam(name, burden.Ratio, burden.ByYear(texts)))
		w.values = append(w.values, values)
	}
	return w
}

func (w *world) number() string { return burden.Text(decimal.New(25*int64(w.pick(49)-16), -2)) }

// define adds a line that starts in the first year and goes on, in every year
// within ±1000 so that recurrences stay small.
func (w *world) define(depth int) burden.LineDefinition {
	i := len(w.lines)
	l := burden.NewLine(string(rune('a'+i)), burden.Ratio)
	limit := func(f burden.Formula) burden.Formula {
		return f.AtMost(burden.Amount(1000, burden.Ratio)).AtLeast(burden.Amount(-1000, burden.Ratio)).RoundedTo("0.01", burden.HalfEven)
	}
	start, startOracle := w.formula(2, i, false)
	w.lines = append(w.lines, l)
	type known struct {
		v   *big.Rat
		err error
	}
	memo := map[int]known{}
	var nextOracle oracle
	w.oracles = append(w.oracles, func(year int) (*big.Rat, error) {
		if year < firstYear {
			return nil, errNoValue
		}
		if k, ok := memo[year]; ok {
			return k.v, k.err
		}
		memo[year] = known{nil, errNoValue} // while it is being computed
		f := nextOracle
		if year == firstYear {
			f = startOracle
		}
		v, err := f(year)
		if err == nil {
			v = least(rat("1000"), greatest(rat("-1000"), v))
			v = ratRound(v, rat("0.01"), burden.HalfEven)
		}
		memo[year] = known{v, err}
		return v, err
	})
	next, f := w.formula(depth, i, false)
	nextOracle = f
	return l.Starts(firstYear, limit(start)).Then(limit(next))
}

// formula returns a random formula, and its oracle. It refers to lines before
// the one of index upTo, and in years before to all.
func (w *world) formula(depth, upTo int, earlier bool) (burden.Formula, oracle) {
	kind := w.pick(18)
	if depth == 0 {
		kind %= 3
	}
	sub := func() (burden.Formula, oracle) { return w.formula(depth-1, upTo, earlier) }
	several := func(combine func(f burden.Formula, g ...burden.Operand) burden.Formula, op func(a, b *big.Rat) *big.Rat) (burden.Formula, oracle) {
		f, o := sub()
		var operands []burden.Operand
		oracles := []oracle{o}
		for range 1 + w.pick(2) {
			g, o := sub()
			operands, oracles = append(operands, g), append(oracles, o)
		}
		return combine(f, operands...), func(year int) (*big.Rat, error) {
			var result *big.Rat
			for _, o := range oracles {
				v, err := o(year)
				if err != nil {
					return nil, err
				}
				if result == nil {
					result = v
				} else {
					result = op(result, v)
				}
			}
			return result, nil
		}
	}
	two := func(combine func(f, g burden.Formula) burden.Formula, op func(a, b *big.Rat) (*big.Rat, error)) (burden.Formula, oracle) {
		f, of := sub()
		g, og := sub()
		return combine(f, g), func(year int) (*big.Rat, error) {
			a, err := of(year)
			if err != nil {
				return nil, err
			}
			b, err := og(year)
			if err != nil {
				return nil, err
			}
			return op(a, b)
		}
	}
	sum := func(o oracle, from, to int) (*big.Rat, error) {
		total := new(big.Rat)
		for year := from; year <= to; year++ {
			v, err := o(year)
			if err != nil {
				return nil, err
			}
			total.Add(total, v)
		}
		return total, nil
	}
	quantum := []string{"0.01", "0.3", "1", "5"}[w.pick(4)]
	mode := burden.Mode(1 + w.pick(7))
	rounding := burden.RoundTo(quantum, mode)
	switch kind {
	case 0:
		n := w.number()
		return burden.Amount(n, burden.Ratio), func(int) (*big.Rat, error) { return rat(n), nil }
	case 1:
		if lines := upTo; lines > 0 || earlier {
			if earlier {
				lines = len(w.lines)
			}
			if lines > 0 {
				i := w.pick(lines)
				return w.lines[i].Formula, func(year int) (*big.Rat, error) { return w.oracles[i](year) }
			}
		}
		fallthrough
	case 2:
		i := w.pick(len(w.params))
		return w.params[i].Formula, func(year int) (*big.Rat, error) {
			v, ok := w.values[i][year]
			if !ok {
				return nil, errNoValue
			}
			return v, nil
		}
	case 3:
		return several(burden.Formula.Plus, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) })
	case 4:
		return several(burden.Formula.Times, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) })
	case 5:
		return several(burden.Formula.AtMost, least)
	case 6:
		return several(burden.Formula.AtLeast, greatest)
	case 7:
		return two(func(f, g burden.Formula) burden.Formula { return f.Minus(g) }, func(a, b *big.Rat) (*big.Rat, error) {
			return new(big.Rat).Sub(a, b), nil
		})
	case 8:
		return two(func(f, g burden.Formula) burden.Formula { return f.Over(g).Rounded(rounding) }, func(a, b *big.Rat) (*big.Rat, error) {
			if b.Sign() == 0 {
				return nil, errNoValue
			}
			return ratRound(new(big.Rat).Quo(a, b), rat(quantum), mode), nil
		})
	case 9:
		f, o := sub()
		by := []string{"8", "-0.5", "1.25", "3"}[w.pick(4)]
		return f.Over(burden.Amount(by, burden.Ratio)).Exactly(), func(year int) (*big.Rat, error) {
			v, err := o(year)
			if err != nil {
				return nil, err
			}
			v = new(big.Rat).Quo(v, rat(by))
			if _, finite := v.FloatPrec(); !finite {
				return nil, errNoValue
			}
			return v, nil
		}
	case 10:
		p, q := w.pick(5)-2, 1+w.pick(3)
		return two(func(f, g burden.Formula) burden.Formula { return f.Over(g).ToThe(p, q).Rounded(rounding) }, func(a, b *big.Rat) (*big.Rat, error) {
			if b.Sign() == 0 || a.Sign()*b.Sign() < 0 || a.Sign() == 0 && p < 0 {
				return nil, errNoValue
			}
			return ratPower(new(big.Rat).Quo(a, b), p, q, rat(quantum), mode), nil
		})
	case 11:
		f, o := sub()
		return f.Rounded(rounding), func(year int) (*big.Rat, error) {
			v, err := o(year)
			if err != nil {
				return nil, err
			}
			return ratRound(v, rat(quantum), mode), nil
		}
	case 12:
		lag := w.pick(3)
		f, o := w.formula(depth-1, upTo, earlier || lag > 0)
		return f.Lag(lag), func(year int) (*big.Rat, error) { return o(year - lag) }
	case 13:
		to := w.pick(2)
		from := to + w.pick(3)
		f, o := w.formula(depth-1, upTo, earlier || to > 0)
		return f.SumLags(from, to), func(year int) (*big.Rat, error) { return sum(o, year-from, year-to) }
	case 14:
		from := firstYear + w.pick(3)
		to := from + w.pick(3)
		f, o := sub()
		return f.SumBetween(from, to), func(int) (*big.Rat, error) { return sum(o, from, to) }
	case 15:
		at := firstYear + w.pick(5)
		f, o := sub()
		return f.At(at), func(int) (*big.Rat, error) { return o(at) }
	case 16:
		from := firstYear + w.pick(5)
		f, of := sub()
		g, og := sub()
		return burden.NewLine("l", burden.Ratio).Is(f).From(from, g).Formula(), func(year int) (*big.Rat, error) {
			if year < from {
				return of(year)
			}
			return og(year)
		}
	}
	a, oa := sub()
	b, ob := sub()
	then, oThen := sub()
	otherwise, oOtherwise := sub()
	return burden.When(a.Below(b), then, otherwise), func(year int) (*big.Rat, error) {
		x, err := oa(year)
		if err != nil {
			return nil, err
		}
		y, err := ob(year)
		if err != nil {
			return nil, err
		}
		if x.Cmp(y) < 0 {
			return oThen(year)
		}
		return oOtherwise(year)
	}
}

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func ratInt(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func greatest(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// ratRound returns the multiple of the quantum that x becomes, from the meaning of the modes.
func ratRound(x, quantum *big.Rat, mode burden.Mode) *big.Rat {
	k := new(big.Rat).Quo(x, quantum)
	floor := new(big.Int).Div(k.Num(), k.Denom()) // rounds down, as the divisor is positive
	low := new(big.Rat).Mul(new(big.Rat).SetInt(floor), quantum)
	if low.Cmp(x) == 0 {
		return low
	}
	middle := new(big.Rat).Add(low, new(big.Rat).Mul(quantum, big.NewRat(1, 2)))
	return neighbour(low, quantum, x.Cmp(middle), mode)
}

// ratPower returns x to the power p/q, as a multiple of the quantum, for x of at least 0.
func ratPower(x *big.Rat, p, q int, quantum *big.Rat, mode burden.Mode) *big.Rat {
	power := func(x *big.Rat, n int) *big.Rat {
		result := ratInt(1)
		for range n {
			result.Mul(result, x)
		}
		return result
	}
	if p < 0 {
		x, p = new(big.Rat).Inv(x), -p
	}
	x = power(x, p)
	// The largest multiple whose q-th power is at most x, by halving.
	multiple := func(k *big.Int) *big.Rat { return new(big.Rat).Mul(new(big.Rat).SetInt(k), quantum) }
	low, high := big.NewInt(0), big.NewInt(1)
	for power(multiple(high), q).Cmp(x) <= 0 {
		high.Lsh(high, 1)
	}
	for one := big.NewInt(1); new(big.Int).Sub(high, low).Cmp(one) > 0; {
		k := new(big.Int).Add(low, high)
		if k.Rsh(k, 1); power(multiple(k), q).Cmp(x) <= 0 {
			low = k
		} else {
			high = k
		}
	}
	below := multiple(low)
	if power(below, q).Cmp(x) == 0 {
		return below
	}
	middle := new(big.Rat).Add(below, new(big.Rat).Mul(quantum, big.NewRat(1, 2)))
	return neighbour(below, quantum, x.Cmp(power(middle, q)), mode)
}

// neighbour chooses between the multiple below a value and the one above it,
// which lies on the given side of their middle.
func neighbour(low, quantum *big.Rat, side int, mode burden.Mode) *big.Rat {
	high := new(big.Rat).Add(low, quantum)
	outer, inner := high, low // further from zero, nearer to it
	if low.Sign() < 0 {
		outer, inner = low, high
	}
	even := low
	if k := new(big.Rat).Quo(low, quantum).Num(); k.Bit(0) == 1 {
		even = high
	}
	switch {
	case mode == burden.Up:
		return outer
	case mode == burden.Down:
		return inner
	case mode == burden.Ceiling:
		return high
	case mode == burden.Floor:
		return low
	case side < 0:
		return low
	case side > 0:
		return high
	case mode == burden.HalfUp:
		return outer
	case mode == burden.HalfDown:
		return inner
	}
	return even
}

// random picks from a seeded source, so that every run builds the same trees.
func random(seed uint64) func(int) int { return rand.New(rand.NewPCG(1, seed)).IntN }

func TestRandomTreesAgreeWithRationals(t *testing.T) {
	pick := random(2)
	values, errs := 0, 0
	for tree := range 400 {
		w := newWorld(pick)
		var definitions []burden.Definition
		for range 3 {
			definitions = append(definitions, w.define(1+tree%4))
		}
		m := modelOf(t, definitions...)
		for i, l := range w.lines {
			for year := firstYear; year <= lastYear; year++ {
				p, err := m.Project(year, year, l)
				want, wantErr := w.oracles[i](year)
				f, _ := m.Formula(l)
				if wantErr != nil {
					require.Error(t, err, "tree %d, %s %d: %s", tree, l, year, f)
					errs++
					continue
				}
				require.NoError(t, err, "tree %d, %s %d: %s", tree, l, year, f)
				got, err := p.Value(l, year)
				require.NoError(t, err)
				if got.Rat().Cmp(want) != 0 {
					t.Fatalf("tree %d, %s %d = %s, want %s: %s", tree, l, year, burden.Text(got), want.RatString(), f)
				}
				values++
			}
		}
	}
	assert.Greater(t, values, 5000, "values compared, beside %d errors", errs)
	assert.Greater(t, errs, 100)
}

// The neighbours that the oracle chooses, by hand: what it says is itself checked.
func TestTheOracleRounds(t *testing.T) {
	for mode, want := range map[burden.Mode]string{
		burden.HalfUp: "-1 -3 3", burden.HalfEven: "-1 -2 2", burden.HalfDown: "-1 -2 2",
		burden.Up: "-2 -3 3", burden.Down: "-1 -2 2", burden.Ceiling: "-1 -2 3", burden.Floor: "-2 -3 2",
	} {
		var got strings.Builder
		for i, x := range []string{"-1.25", "-2.5", "2.5"} {
			if i > 0 {
				got.WriteString(" ")
			}
			got.WriteString(ratRound(rat(x), ratInt(1), mode).RatString())
		}
		assert.Equal(t, want, got.String(), mode)
	}
	assert.Equal(t, "3/2", ratPower(rat("3.375"), 1, 3, rat("0.5"), burden.Down).RatString()) // 1.5³
	assert.Equal(t, "1", ratPower(ratInt(2), 1, 2, ratInt(1), burden.HalfUp).RatString())     // 1.41…
	assert.Equal(t, "1/8", ratPower(ratInt(2), -3, 1, rat("0.125"), burden.HalfUp).RatString())
}
