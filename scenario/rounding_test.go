package scenario_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

var sevenModes = []burden.Mode{burden.HalfUp, burden.HalfEven, burden.HalfDown, burden.Up, burden.Down, burden.Ceiling, burden.Floor}

// fraction reads a number of the oracle; "%" is not among them.
func fraction(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// roundFraction is rounding from the definition: the multiples of the quantum
// below and above, and which of them the mode takes.
func roundFraction(x, quantum *big.Rat, mode burden.Mode) *big.Rat {
	q := new(big.Rat).Quo(x, quantum)
	below := new(big.Int).Div(q.Num(), q.Denom()) // Euclidean; the denominator is positive, so the floor
	if q.IsInt() {
		return new(big.Rat).Set(x)
	}
	above := new(big.Int).Add(below, big.NewInt(1))
	toBelow := new(big.Rat).Sub(q, new(big.Rat).SetInt(below)).Cmp(big.NewRat(1, 2)) // -1 nearer to below, 0 a tie
	towardsZero, away := below, above
	if q.Sign() < 0 {
		towardsZero, away = above, below
	}
	var n *big.Int
	switch mode {
	case burden.Up:
		n = away
	case burden.Down:
		n = towardsZero
	case burden.Ceiling:
		n = above
	case burden.Floor:
		n = below
	default:
		switch {
		case toBelow < 0:
			n = below
		case toBelow > 0:
			n = above
		case mode == burden.HalfUp:
			n = away
		case mode == burden.HalfDown:
			n = towardsZero
		case below.Bit(0) == 0:
			n = below
		default:
			n = above
		}
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), quantum)
}

// escalate is the oracle of a contribution that grows from a base: the amount
// shown in every year, rounded each year or carried on unrounded.
func escalate(base *big.Rat, growth []*big.Rat, quantum *big.Rat, mode burden.Mode, carried bool) []*big.Rat {
	level := base
	shown := []*big.Rat{base}
	for _, g := range growth {
		level = new(big.Rat).Mul(level, new(big.Rat).Add(big.NewRat(1, 1), g))
		amount := roundFraction(level, quantum, mode)
		if !carried {
			level = amount
		}
		shown = append(shown, amount)
	}
	return shown
}

func impact(t testing.TB, s *scenario.Scenario, m scenario.Metric, c ...scenario.RoundingConvention) *scenario.Impacts {
	t.Helper()
	x, err := scenario.RoundingImpact(s, m, c...)
	require.NoError(t, err)
	require.Len(t, x.Rows, len(c))
	return x
}

// TestImpactOnTheEighth: the total of 2009 to 2013 under every mode, two quanta,
// and both cadences, against fractions.
func TestImpactOnTheEighth(t *testing.T) {
	a, agreed := eighth()
	var growth []*big.Rat
	for _, g := range []string{"0.04", "0.028", "0.029", "0.04"} { // first prints of 2008 to 2011, at most 4 %
		growth = append(growth, fraction(t, g))
	}
	total := func(quantum string, mode burden.Mode, carried bool) *big.Rat {
		sum := new(big.Rat)
		for _, v := range escalate(fraction(t, "760e9"), growth, fraction(t, quantum), mode, carried) {
			sum.Add(sum, v)
		}
		return sum
	}
	asAgreed := total("0.1e9", burden.HalfUp, false)
	for _, mode := range sevenModes {
		for _, quantum := range []string{"", "0.1e9", "1", "10e9"} {
			for _, atEnd := range []bool{false, true} {
				c := scenario.RoundingConvention{Mode: mode, Quantum: quantum, AtEnd: atEnd}
				x := impact(t, agreed, scenario.Total(a.Contribution), c)
				if quantum == "" {
					quantum = "0.1e9"
				}
				want := total(quantum, mode, atEnd)
				row := x.Rows[0]
				require.NoError(t, row.Err)
				assert.Zero(t, want.Cmp(row.Value.Amount.Rat()), "%v: %v, not %s", c, row.Value, want.FloatString(2))
				assert.Zero(t, new(big.Rat).Sub(want, asAgreed).Cmp(row.Difference.Amount.Rat()), c)
				assert.Zero(t, asAgreed.Cmp(x.Agreed.Rat()))
			}
		}
	}
}

// TestImpactProperty: random escalations against fractions.
func TestImpactProperty(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 2))
	line := burden.NewLine("amount", burden.KRW)
	for range 300 {
		base := strconv.Itoa(rnd.IntN(4001) - 2000)
		series := map[int]string{}
		var growth []*big.Rat
		years := 1 + rnd.IntN(6)
		for y := range years {
			g := strconv.Itoa(rnd.IntN(301)-150) + "e-3"
			series[2021+y] = g
			growth = append(growth, fraction(t, g))
		}
		quantum, other := strconv.Itoa(1+rnd.IntN(40))+"e-1", strconv.Itoa(1+rnd.IntN(40))+"e-1"
		c := scenario.RoundingConvention{Mode: sevenModes[rnd.IntN(7)], Quantum: other, AtEnd: rnd.IntN(2) == 0}
		m, err := burden.NewModel("random", burden.Escalation(line, 2020, burden.Amount(base, burden.KRW),
			burden.NewParam("g", burden.Ratio, burden.ByYear(series)), burden.RoundTo(quantum, burden.HalfUp)))
		require.NoError(t, err)
		s := scenario.Baseline(m, 2020, 2020+years)
		x := impact(t, s, scenario.At(line, 2020+years), c)
		want := escalate(fraction(t, base), growth, fraction(t, other), c.Mode, c.AtEnd)[years]
		got := x.Rows[0].Value.Amount.Rat()
		assert.Zero(t, want.Cmp(got), "%v from %s by %v: %v, not %v", c, base, series, got, want)
	}
}

// rounder is a model in which every kind of rounding occurs. As agreed:
//
//	2020   2021  2022  2023
//	104.5  115   115   127   pay: 10 % a year, rounded to 1, frozen in 2022
//	9      10    11    12    step: helper rounded to 1, which is the step before and 0.5
func rounder(t testing.TB) (*scenario.Scenario, map[string]burden.Line) {
	t.Helper()
	l := map[string]burden.Line{}
	line := func(name string, u burden.Unit) burden.Line {
		l[name] = burden.NewLine(name, u)
		return l[name]
	}
	number := func(name string, u burden.Unit, v string) burden.Param {
		return burden.NewParam(name, u, burden.Constant(v))
	}
	rate := number("rate", burden.Ratio, "10%")
	pay, both := line("pay", burden.KRW), line("both", burden.KRW)
	helper, step := line("helper", burden.Ratio), line("step", burden.Ratio)
	cost, share, perHead := line("cost", burden.KRW), line("share", burden.Ratio), line("per_head", burden.KRW.Per(burden.Persons))
	root, exact, chosen, early := line("root", burden.Ratio), line("exact", burden.KRW), line("chosen", burden.KRW), line("early", burden.KRW)
	grown := line("grown", burden.Ratio)
	inflation := burden.NewIndexRule("inflation", burden.Index{
		Driver: number("index", burden.Ratio, "2.345%").RoundedTo("0.01%", burden.HalfUp), Precision: burden.RoundTo("0.1%", burden.HalfUp),
		AddOns:  []burden.Operand{number("extra", burden.Ratio, "0.55%").RoundedTo("0.1%", burden.HalfUp)},
		Floor:   number("low", burden.Ratio, "1.04%").RoundedTo("0.1%", burden.Up),
		Ceiling: number("high", burden.Ratio, "9%"),
	})
	split := burden.NewSplit("shares", burden.KRW, burden.Split{Total: burden.Amount(10, burden.KRW), Quantum: "1",
		Members: []burden.Member{{Key: "a", Weight: burden.Amount(1, burden.Ratio)}, {Key: "b", Weight: burden.Amount(2, burden.Ratio)}}})
	l["part"] = split.Part("a")
	l["inflation"] = inflation.Applied()
	one := func(f burden.Formula) burden.Formula { return f.RoundedTo("1", burden.HalfUp) }
	m, err := burden.NewModel("rounder", inflation, split,
		pay.Starts(2020, number("base", burden.KRW, "104.5")).Then(one(pay.Previous().GrownBy(rate))).In(2022, burden.Freeze(pay)).Until(2023),
		both.Is(pay.Plus(burden.Amount("0.25", burden.KRW))),
		helper.Starts(2021, step.Previous().Plus(burden.Amount("0.5", burden.Ratio))),
		step.Starts(2020, burden.Amount(9, burden.Ratio)).Then(one(helper.Formula)),
		cost.Is(one(number("full", burden.KRW, "1003").Times(number("part", burden.Ratio, "0.125").RoundedTo("0.01", burden.HalfUp)))),
		share.Is(cost.Over(number("whole", burden.KRW, "999")).RoundedTo("0.001", burden.HalfUp)),
		perHead.Is(burden.PerHead(pay, number("heads", burden.Persons, "7")).RoundedTo("0.1", burden.HalfUp)),
		root.Is(cost.Over(burden.Amount(100, burden.KRW)).ToThe(1, 2).RoundedTo("0.01", burden.HalfUp)),
		exact.Is(cost.Over(burden.Amount(4, burden.Ratio)).Exactly()),
		chosen.Is(burden.When(rate.Below(burden.Amount(1, burden.Ratio)), one(burden.Amount("2.5", burden.KRW)), one(burden.Amount("7", burden.KRW))).
			Plus(one(pay.At(2021).Times(burden.Amount("0.1", burden.Ratio))).AtMost(burden.Amount(1000, burden.KRW)))),
		early.Starts(2020, burden.Amount("1.5", burden.KRW)).From(2021, early.Previous().Plus(pay)).From(2022, one(early.Previous().Times(burden.Amount("1.5", burden.Ratio)))),
		grown.Is(inflation.Times(burden.Amount(100, burden.Ratio))))
	require.NoError(t, err)
	return scenario.Baseline(m, 2020, 2023), l
}

// TestImpactByHand works out every kind of rounding by hand.
func TestImpactByHand(t *testing.T) {
	s, l := rounder(t)
	type convention = scenario.RoundingConvention
	end := convention{AtEnd: true}
	only := func(c convention, names ...string) convention {
		for _, name := range names {
			c.Lines = append(c.Lines, l[name])
		}
		return c
	}
	for _, c := range []struct {
		line         string
		year         int
		convention   convention
		agreed, want string
		changes      string // lines
	}{
		// A freeze shows the carried amount rounded as before; a base as it is.
		{"pay", 2020, only(end, "pay"), "104.5", "104.5", "pay"},
		{"pay", 2022, only(end, "pay"), "115", "115", "pay"},                           // 114.95
		{"pay", 2023, only(end, "pay"), "127", "126", "pay"},                           // 126.5; 114.95 × 1.1 = 126.445
		{"pay", 2023, only(convention{Mode: burden.Down}, "pay"), "127", "125", "pay"}, // 114, 125.4
		{"pay", 2021, only(convention{Quantum: "10"}, "pay"), "115", "110", "pay"},
		{"pay", 2021, only(convention{Mode: burden.HalfUp, Quantum: "1.0"}, "pay"), "115", "115", ""}, // as agreed
		// What shows others shows them as they are shown.
		{"both", 2023, only(end, "pay", "both"), "127.25", "126.25", "pay"},
		// A helper between one year and the next carries too, if it is in scope: 9, 9.5, 10, 10.5.
		{"step", 2023, only(end, "step", "helper"), "12", "11", "step"},
		{"step", 2023, only(end, "step"), "12", "12", "step"}, // the helper takes what is shown: 9.5 → 10, 10.5 → 11, 11.5 → 12
		{"helper", 2022, only(end, "step", "helper"), "10.5", "10.5", "step"},
		// A rounding inside, in another unit, keeps its quantum; without it 1003 × 0.125.
		{"cost", 2020, only(convention{Quantum: "100"}, "cost"), "130", "100", "cost"},    // 130.39
		{"cost", 2020, only(convention{Mode: burden.Down}, "cost"), "130", "120", "cost"}, // 1003 × 0.12
		{"cost", 2020, only(end, "cost"), "130", "125", "cost"},                           // 125.375
		// Quotients and powers.
		{"share", 2020, only(convention{Mode: burden.Ceiling}, "share"), "0.13", "0.131", "share"}, // 130/999 = 0.1301…
		{"share", 2020, only(convention{Quantum: "0.05"}, "share"), "0.13", "0.15", "share"},
		{"share", 2020, only(end, "share"), "0.13", "0.13", ""},
		{"share", 2020, only(end, "share", "cost"), "0.13", "0.126", "cost share"},                   // 125.375/999 = 0.1255
		{"per_head", 2023, only(end, "pay", "per_head"), "18.1", "18.1", "pay per_head"},             // 127/7 = 18.14; 126.445/7 = 18.06
		{"root", 2020, only(convention{Mode: burden.Down}, "root"), "1.14", "1.14", "root"},          // √1.3 = 1.1401…
		{"root", 2020, only(convention{Mode: burden.Up}, "root"), "1.14", "1.15", "root"},            //
		{"root", 2020, only(end, "root", "cost"), "1.14", "1.12", "cost root"},                       // √1.25375 = 1.1197
		{"exact", 2020, only(convention{Mode: burden.Up}, "exact", "cost"), "32.5", "32.75", "cost"}, // 131/4
		{"exact", 2020, only(end, "exact", "cost"), "32.5", "31.25", "cost"},                         // a quarter of what cost shows, 125
		// Limits, conditions, years written out: 2.5 → 3 and 115 × 0.1 = 11.5 → 12; at the end 2.5 + 11.495 = 13.995.
		{"chosen", 2020, only(end, "chosen", "pay"), "15", "14", "pay chosen"},
		{"chosen", 2020, only(convention{Mode: burden.HalfDown}, "chosen"), "15", "13", "chosen"},
		// Before the first rounding there is none to show by: 1.5 + 114.95.
		{"early", 2021, only(end, "early", "pay"), "116.5", "116.45", "pay early"},
		{"early", 2022, only(end, "early", "pay"), "175", "175", "pay early"}, // 174.75; 174.675
		// A rule: 2.35 → 2.4 %, 0.6 % added; then 2.3 + 0.5; unrounded 2.345 + 0.55.
		{"grown", 2020, only(convention{Mode: burden.Down}, "inflation"), "3", "2.8", "inflation"},
		{"grown", 2020, only(convention{Quantum: "1%"}, "inflation"), "3", "3", "inflation"}, // 2 % + 1 %
		{"grown", 2020, only(end, "inflation"), "3", "2.895", "inflation"},
		{"inflation", 2020, only(end, "grown"), "0.03", "0.03", ""},
		// A split keeps its quantum, even where all the model is meant.
		{"part", 2020, convention{Mode: burden.Up}, "3", "3", "inflation pay step cost share per_head root chosen early"},
		{"pay", 2023, convention{AtEnd: true, Mode: burden.Up}, "127", "127", "inflation pay step cost share per_head root chosen early"}, // 126.445
	} {
		t.Run(c.line+" "+strconv.Itoa(c.year)+" "+c.convention.String(), func(t *testing.T) {
			x := impact(t, s, scenario.At(l[c.line], c.year), c.convention)
			dectest.Equal(t, c.agreed, x.Agreed)
			require.NoError(t, x.Rows[0].Err)
			dectest.Equal(t, c.want, x.Rows[0].Value.Amount)
			assert.True(t, x.Rows[0].Difference.Amount.Equal(x.Rows[0].Value.Amount.Sub(x.Agreed)))
			assert.ElementsMatch(t, strings.Fields(c.changes), x.Rows[0].Lines)
		})
	}
}

// A convention under which nothing can be evaluated is a row of its own.
func TestImpactThatFails(t *testing.T) {
	d, q := burden.NewLine("d", burden.KRW), burden.NewLine("q", burden.Ratio)
	m, err := burden.NewModel("divided", d.Is(burden.Amount(5, burden.KRW).RoundedTo("1", burden.Down)),
		q.Is(burden.Amount(10, burden.KRW).Over(d).RoundedTo("1", burden.Down)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	x := impact(t, s, scenario.At(q, 2020),
		scenario.RoundingConvention{Name: "coarse", Quantum: "10", Lines: []burden.Line{d}}, scenario.RoundingConvention{})
	assert.ErrorIs(t, x.Rows[0].Err, burden.ErrDivisionByZero)
	assert.False(t, x.Rows[0].Value.Present || x.Rows[0].Difference.Present)
	dectest.Equal(t, "0", x.Rows[1].Difference.Amount)
	assert.Equal(t, ""+
		"convention  changes  q 2020  difference\n"+
		"as agreed                 2\n"+
		"coarse      d             -           -\n"+
		"as agreed   nothing       2         0 %\n"+
		"scenario: baseline: coarse: burden: divided: q 2020: d = 0: division by zero\n", x.String())
}

func TestImpactFaults(t *testing.T) {
	s, l := rounder(t)
	metric := scenario.At(l["pay"], 2023)
	twice := burden.NewLine("twice", burden.KRW)
	carried := burden.NewLine("twice.unrounded", burden.KRW)
	taken, err := burden.NewModel("taken", twice.Is(carried.RoundedTo("1", burden.HalfUp)), carried.Is(burden.Amount("1.5", burden.KRW)))
	require.NoError(t, err)
	unknown := burden.NewLine("unknown", burden.KRW)
	type convention = scenario.RoundingConvention
	for _, c := range []struct {
		name       string
		scenario   *scenario.Scenario
		metric     scenario.Metric
		convention convention
		cause      error
	}{
		{"no scenario", nil, metric, convention{}, burden.ErrIncomplete},
		{"zero scenario", &scenario.Scenario{}, metric, convention{}, burden.ErrIncomplete},
		{"no metric", s, scenario.Metric{}, convention{}, burden.ErrIncomplete},
		{"metric of an unknown line", s, scenario.At(unknown, 2020), convention{}, burden.ErrUnknownName},
		{"metric of another year", s, scenario.At(l["pay"], 2024), convention{}, burden.ErrOutOfRange},
		{"no number", s, metric, convention{Quantum: "one"}, burden.ErrNumber},
		{"no positive quantum", s, metric, convention{Quantum: "0"}, burden.ErrOutOfRange},
		{"no mode", s, metric, convention{Mode: 99}, burden.ErrUnknownName},
		{"quantum for different units", s, metric, convention{Quantum: "1"}, burden.ErrUnit},
		{"quantum for a rule and a line", s, metric, convention{Quantum: "1", Lines: []burden.Line{l["pay"], l["inflation"]}}, burden.ErrUnit},
		{"unknown line", s, metric, convention{Lines: []burden.Line{unknown}}, burden.ErrUnknownName},
		{"line in another unit", s, metric, convention{Lines: []burden.Line{burden.NewLine("pay", burden.USD)}}, burden.ErrUnit},
		{"zero line", s, metric, convention{Lines: []burden.Line{{}}}, burden.ErrUnknownName},
		{"share of a split", s, metric, convention{Lines: []burden.Line{l["part"]}}, burden.ErrNotApplicable},
		{"name taken", scenario.Baseline(taken, 2020, 2020), scenario.At(twice, 2020), convention{AtEnd: true}, burden.ErrDuplicate},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := scenario.RoundingImpact(c.scenario, c.metric, c.convention)
			require.ErrorIs(t, err, c.cause)
			var typed *scenario.Error
			assert.ErrorAs(t, err, &typed)
		})
	}
}

// The convention's own words are its name, unless it has one.
func TestConventionNames(t *testing.T) {
	assert.Equal(t, "as agreed", scenario.RoundingConvention{}.String())
	assert.Equal(t, "floor, to 0.1e9, rounded at the end", scenario.RoundingConvention{Mode: burden.Floor, Quantum: "0.1e9", AtEnd: true}.String())
	assert.Equal(t, "coarse", scenario.RoundingConvention{Name: "coarse", Mode: burden.Floor}.String())
}

// On the succession of all agreements, rounding only what is shown moves
// amounts by no more than a few quanta, and leaves the negotiated ones alone.
func TestImpactOnTheSuccession(t *testing.T) {
	m, contribution := korea.Succession()
	s := scenario.Baseline(m, 2007, 2025, contribution)
	for _, c := range []struct {
		year int
		want string // in 0.1 bn
	}{
		{2007, "7255"},
		{2014, "9200"},
		{2018, "9602"},  // BACKTEST: 9200 × 1.013 × 1.013 × 1.007 × 1.010 = 9601.91
		{2021, "11833"}, // 9601.907… × 1.082 × 1.139 = 11833.2…
	} {
		x := impact(t, s, scenario.At(contribution, c.year), scenario.RoundingConvention{AtEnd: true})
		require.NoError(t, x.Rows[0].Err)
		dectest.Equal(t, c.want+"e8", x.Rows[0].Value.Amount, c.year)
	}
}

// A rule whose only rounding is the precision of its driver, or one in its ceiling, is
// read with another mode: 2.45 % cut to 2.4 % or rounded to 2.5 %, a ceiling likewise.
func TestImpactOnThePartsOfARule(t *testing.T) {
	rate := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	tenth := burden.RoundTo("0.1%", burden.Down)
	for name, index := range map[string]burden.Index{
		"precision": {Driver: rate("2.45%"), Precision: tenth},
		"driver":    {Driver: rate("2.45%").Rounded(tenth)},
		"add-on":    {Driver: rate("0"), AddOns: []burden.Operand{rate("2.45%").Rounded(tenth)}},
		"ceiling":   {Driver: rate("9%"), Ceiling: rate("2.45%").Rounded(tenth)},
		"floor":     {Driver: rate("0"), Floor: rate("2.45%").Rounded(tenth)},
	} {
		rule := burden.NewIndexRule("rule", index)
		x := burden.NewLine("x", burden.Ratio)
		m, err := burden.NewModel("m", rule, x.Is(rule))
		require.NoError(t, err)
		impacts, err := scenario.RoundingImpact(scenario.Baseline(m, 2020, 2020), scenario.At(x, 2020), scenario.RoundingConvention{Mode: burden.HalfUp})
		require.NoError(t, err)
		assert.Contains(t, impacts.String(), "2.5 %", name)
	}
}

// What is carried unrounded is carried through lines that stand in any order: 10/3 cut
// to 3 and doubled twice is 12 as agreed, and 13.33 cut to 13 at the end.
func TestImpactThroughAChainOfLines(t *testing.T) {
	a, b, c, d := burden.NewLine("a", burden.Ratio), burden.NewLine("b", burden.Ratio), burden.NewLine("c", burden.Ratio), burden.NewLine("d", burden.Ratio)
	two := burden.Amount(2, burden.Ratio)
	m, err := burden.NewModel("m",
		d.Is(c.RoundedTo("1", burden.Down)), c.Is(b.Times(two)), b.Is(a.Times(two)),
		a.Is(burden.Amount("3.333", burden.Ratio).RoundedTo("1", burden.Down)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	v, err := s.Measure(scenario.At(d, 2020))
	require.NoError(t, err)
	dectest.Equal(t, "12", v)
	impacts, err := scenario.RoundingImpact(s, scenario.At(d, 2020), scenario.RoundingConvention{AtEnd: true})
	require.NoError(t, err)
	assert.Contains(t, impacts.String(), "d, a         13           1")
}

// At the end of a chain a quotient is still rounded, because it has no value without. By
// hand: 100 / 3 to 0.01 is 33.33, and 33.33 × 7 is 233.31, where the quotient itself would
// have given 233.333…. The row names the line, as it does a power, a driver that is a quotient
// and a split; a line that is carried unrounded, such as total, is not among them.
func TestRoundingAtTheEndNamesWhatItLeavesRounded(t *testing.T) {
	each, total := burden.NewLine("each", burden.KRW), burden.NewLine("total", burden.KRW)
	mean, rate := burden.NewLine("mean", burden.Ratio), burden.NewLine("rate", burden.Ratio)
	one := burden.Amount(1, burden.Ratio)
	hundred, three := burden.Amount(100, burden.KRW), burden.Amount(3, burden.Ratio)
	rule := burden.NewIndexRule("rule", burden.Index{Driver: one.Over(three).RoundedTo("1%", burden.HalfUp), Precision: burden.RoundTo("10%", burden.HalfUp)})
	split := burden.NewSplit("share", burden.KRW, burden.Split{Total: burden.Amount(10, burden.KRW), Quantum: "1", Members: []burden.Member{{Key: "a", Weight: one}, {Key: "b", Weight: one}}})
	m, err := burden.NewModel("chain", rule, split,
		each.Is(hundred.Over(three).RoundedTo("0.01", burden.HalfUp)),
		total.Is(each.Times(burden.Amount(7, burden.Ratio)).RoundedTo("0.1", burden.HalfUp)),
		mean.Is(three.Over(one).ToThe(1, 2).RoundedTo("0.1", burden.HalfUp)),
		rate.Is(rule.Plus(mean)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	x := impact(t, s, scenario.At(total, 2020), scenario.RoundingConvention{AtEnd: true}, scenario.RoundingConvention{Mode: burden.Down}, scenario.RoundingConvention{AtEnd: true, Lines: []burden.Line{total}})
	assert.Equal(t, []string{"each", "mean", "rule", "share"}, x.Rows[0].StillRounded)
	assert.Empty(t, x.Rows[1].StillRounded, "it rounds where it was agreed")
	assert.Empty(t, x.Rows[2].StillRounded, "each is not among the lines, and is as agreed")
	dectest.Equal(t, "233.3", x.Rows[0].Value.Amount)
	assert.Contains(t, x.String(), "\nrounded at the end: still rounded on the way, by a quotient, a power or a split: each, mean, rule, share\n")
}
