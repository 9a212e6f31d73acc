package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
	"example.com/burdenshare/scenario/policytest"
)

// answers writes answers on the grid as text: "exact 0.04", "flat 0.05 0.1".
func answers(x *scenario.Solution) []string {
	list := []string{}
	for _, a := range x.Answers {
		s := a.Kind.String() + " " + burden.Text(a.From.At)
		if a.Kind != scenario.Exact {
			s += " " + burden.Text(a.To.At)
		}
		list = append(list, s)
	}
	return list
}

// The twelfth agreement in 2027: 15,192 × (1 + CPI of 2025), at most 5 %, rounded
// half up to the 0.1 bn won that the numbers here count. 15,192 × 1.04 = 15,799.68
// and × 1.041 = 15,814.87; 15,799.5 / 15,192 = 1.039989, so that 4 % on the grid of
// 0.001 % shares its amount with its neighbours from 3.999 to 4.005 %
// (15,800.4396; 4.006 % is 15,800.5915); × 1.05 = 15,951.6, the amount at the ceiling.
func TestSolveTwelfthAgreement(t *testing.T) {
	a := korea.Twelfth()
	s := scenario.Baseline(a.Model, 2026, 2027)
	m := scenario.At(a.Contribution, 2027)
	for _, c := range []struct {
		target, step string
		kind         scenario.Kind
		want         string
	}{
		{"15800e8", "0.1%", scenario.Exact, "exact 0.04"},
		{"15800e8", "0.001%", scenario.Flat, "flat 0.03999 0.04005"},
		{"15810e8", "0.1%", scenario.Bracket, "bracket 0.04 0.041"},
		{"15952e8", "0.1%", scenario.Flat, "flat 0.05 0.1"},
		{"16000e8", "0.1%", scenario.None, ""},
		{"15192e8", "0.1%", scenario.Exact, "exact 0"},
	} {
		x, err := scenario.Solve(s, m, c.target, a.Driver, scenario.NewSteps("0%", "10%", c.step), scenario.In(2025))
		require.NoError(t, err)
		assert.Equal(t, c.kind, x.Kind(), c.target)
		assert.Equal(t, c.want, strings.Join(answers(x), ", "), c.target)
		assert.True(t, x.Proved, c.target)
		assert.Less(t, x.Evaluations, 40, "%s: bisected", c.target)
		dectest.Equal(t, "15192e8", x.Lowest.Value)
		dectest.Equal(t, "15952e8", x.Highest.Value)
		for _, a := range x.Answers {
			assert.Equal(t, c.want == "exact 0", a.AtStart, c.target)
			assert.Equal(t, c.want == "flat 0.05 0.1", a.AtEnd, c.target)
		}
		if c.kind == scenario.Bracket {
			dectest.Equal(t, "15800e8", x.Answers[0].From.Value)
			dectest.Equal(t, "15815e8", x.Answers[0].To.Value)
			dectest.Equal(t, c.target, x.Answers[0].To.Target)
		}
	}
}

// Every year's driver at once, and a sum over years: the ceiling binds from 5 % on,
// so what the term costs there is reached throughout.
func TestSolveTotalInAllYears(t *testing.T) {
	a := korea.Twelfth()
	s := scenario.Baseline(a.Model, 2026, 2030)
	grid := scenario.NewSteps("-2%", "10%", "0.01%")
	atCeiling := toy.With(t, s, "5 %", scenario.Set(a.Driver, "5%"))
	target, err := atCeiling.Measure(scenario.Total(a.Contribution))
	require.NoError(t, err)
	x, err := scenario.Solve(s, scenario.Total(a.Contribution), target, a.Driver, grid)
	require.NoError(t, err)
	assert.Equal(t, []string{"flat 0.05 0.1"}, answers(x))
	assert.True(t, x.Proved, "1 + growth is positive from -2 % on")

	// A difference of two years of one line may go either way as far as formulas
	// tell, so every point is evaluated.
	x, err = scenario.Solve(s, scenario.At(a.Contribution, 2030).Minus(scenario.At(a.Contribution, 2029)), 0, a.Driver, scenario.NewSteps("-2%", "10%", "1%"))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0"}, answers(x), "no growth, no difference")
	assert.False(t, x.Proved)
	assert.Equal(t, 13, x.Evaluations)
}

// TestBreakEven, by hand on the toy: growth of 10 % in 2021 on a base of 1000 is
// 1100, and 1200 less whatever the growth is the same amount at a base of 600.
func TestBreakEven(t *testing.T) {
	other := burden.NewLine("other", burden.KRW)
	model, err := toy.Model(t).With(other.Is(burden.Amount(1200, burden.KRW).Minus(burden.Amount(1000, burden.KRW).Times(toy.CPI))))
	require.NoError(t, err)
	agreed := scenario.Baseline(model, 2021, 2021, toy.Contribution)
	twin := toy.With(t, agreed, "twin", scenario.Define(toy.Contribution.Is(other)))
	m := scenario.At(toy.Contribution, 2021)
	grid := scenario.NewSteps("0%", "20%", "1%")

	// 1000 (1 + x) = 1200 - 1000 x at x = 10 %.
	x, err := scenario.BreakEven(agreed, twin, m, toy.CPI, grid, scenario.In(2021))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0.1"}, answers(x))
	assert.True(t, x.Proved, "one rises and the other falls")
	dectest.Equal(t, "1100", x.Answers[0].From.Value)
	dectest.Equal(t, "1100", x.Answers[0].From.Target)
	dectest.Equal(t, "1000", x.Lowest.Value)
	dectest.Equal(t, "1200", x.Lowest.Target)
	assert.Equal(t, "contribution 2021 of baseline = of twin by cpi in 2021, 0 % to 20 % in steps of 1 %:\n"+
		"  exactly at 10 % (1,100 KRW)\nmonotony proved: 10 of 21 points evaluated\n", x.String())

	// Between 9 % and 12 % in steps of 3 %, 1090 passes 1110 and 1120 passes 1080.
	x, err = scenario.BreakEven(agreed, twin, m, toy.CPI, scenario.NewSteps("0%", "18%", "3%"), scenario.In(2021))
	require.NoError(t, err)
	assert.Equal(t, []string{"bracket 0.09 0.12"}, answers(x))
	assert.Contains(t, x.String(), "  between 9 % (1,090 KRW and 1,110 KRW) and 12 % (1,120 KRW and 1,080 KRW)\n")

	x, err = scenario.BreakEven(agreed, twin, m, toy.CPI, scenario.NewSteps("0%", "9%", "3%"), scenario.In(2021))
	require.NoError(t, err)
	assert.Contains(t, x.String(), "  nowhere: from 0 % (1,000 KRW and 1,200 KRW) to 9 % (1,090 KRW and 1,110 KRW)\n")

	// With a fixed amount of another model, which has no such parameter.
	fixed, err := burden.NewModel("fixed", toy.Contribution.Is(burden.Amount(1170, burden.KRW)))
	require.NoError(t, err)
	lump := scenario.Baseline(fixed, 2021, 2021)
	x, err = scenario.BreakEven(agreed, lump, m, toy.CPI, grid, scenario.In(2021))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0.17"}, answers(x))
	x, err = scenario.BreakEven(lump, agreed, m, toy.CPI, grid, scenario.In(2021))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0.17"}, answers(x))
	assert.Contains(t, x.String(), "by cpi in 2021, 0 % to 20 %")

	same, err := scenario.BreakEven(agreed, agreed, m, toy.Heads, scenario.NewSteps(1, 5, 1))
	require.NoError(t, err)
	assert.Equal(t, []string{"flat 1 5"}, answers(same))
	assert.True(t, same.Proved)
	assert.Contains(t, same.String(), "  all the way from 1 person, the start of the grid to 5 persons, the end of the grid (1,100 KRW)\n")

	_, err = scenario.BreakEven(agreed, scenario.Baseline(fixed, 2021, 2022), m, toy.CPI, grid)
	assert.ErrorIs(t, err, scenario.ErrBaseline)
	_, err = scenario.BreakEven(lump, lump, m, toy.CPI, grid)
	assert.ErrorIs(t, err, burden.ErrUnknownName, "one of them has to have it")
	_, err = scenario.BreakEven(agreed, nil, m, toy.CPI, grid)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = scenario.BreakEven(nil, agreed, m, toy.CPI, grid)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	missing := toy.With(t, lump, "gap", scenario.Define(toy.Contribution.Starts(2022, burden.Amount(1, burden.KRW))))
	_, err = scenario.BreakEven(agreed, missing, m, toy.CPI, grid)
	assert.ErrorIs(t, err, burden.ErrNotApplicable)
	assert.EqualError(t, err, "scenario: gap: burden: fixed: contribution 2021: not applicable")
}

func TestSolutionSaysHow(t *testing.T) {
	square := burden.NewLine("square", burden.Ratio)
	x := burden.NewParam("x", burden.Ratio, burden.Constant(0))
	model, err := burden.NewModel("m", square.Is(x.Times(x)))
	require.NoError(t, err)
	s := scenario.Baseline(model, 2020, 2021)
	m := scenario.At(square, 2020)
	for _, c := range []struct {
		target string
		grid   scenario.Steps
		kind   scenario.Kind
		want   string
	}{
		{"400%", scenario.NewSteps(-3, 3, 1), scenario.Several, `square 2020 = 4 by x in 2020 and in 2021, -3 to 3 in steps of 1:
  exactly at -2
  exactly at 2
monotony not proved, every point searched: 7 of 7 points evaluated
`},
		{"5", scenario.NewSteps(-2, 3, 1), scenario.Bracket, `square 2020 = 5 by x in 2020 and in 2021, -2 to 3 in steps of 1:
  between 2 (4) and 3 (9)
monotony not proved, every point searched: 6 of 6 points evaluated
`},
		{"9", scenario.NewSteps(0, 3, 1), scenario.Exact, `square 2020 = 9 by x in 2020 and in 2021, 0 to 3 in steps of 1:
  exactly at 3, the end of the grid
monotony proved: 3 of 4 points evaluated
`},
		{"10", scenario.NewSteps(-3, 0, 1), scenario.None, `square 2020 = 10 by x in 2020 and in 2021, -3 to 0 in steps of 1:
  nowhere: from 0 (0) to -3 (9)
monotony proved: 4 of 4 points evaluated
`},
		{"4", scenario.NewSteps(2, 2, 1), scenario.Exact, `square 2020 = 4 by x in 2020 and in 2021, 2 to 2 in steps of 1:
  exactly at 2, the start of the grid, the end of the grid
monotony proved: 1 of 1 points evaluated
`},
	} {
		got, err := scenario.Solve(s, m, c.target, x, c.grid, scenario.In(2020), scenario.In(2021))
		require.NoError(t, err)
		assert.Equal(t, c.kind, got.Kind())
		assert.Equal(t, c.want, got.String())
	}
	assert.Equal(t, "several", scenario.Several.String())
	assert.Equal(t, "unknown kind", scenario.Kind(9).String())
}

func TestSteps(t *testing.T) {
	s := scenario.NewSteps("-1%", "1%", "0.5%")
	assert.Equal(t, 5, s.Len())
	for i, want := range []string{"-0.01", "-0.005", "0", "0.005", "0.01"} {
		dectest.Equal(t, want, s.At(i))
	}
	assert.Equal(t, "-0.01 to 0.01 in steps of 0.005", s.String())
	assert.Equal(t, 3, scenario.NewSteps(int64(5), 7, 1).Len())
	assert.Equal(t, 1<<31-1, scenario.NewSteps(decimal.New(0, 0), decimal.New(1<<31-2, 0), decimal.New(1, 0)).Len())
	assert.Equal(t, 0, scenario.Steps{}.Len())
	assert.Equal(t, "no steps", scenario.Steps{}.String())
	assert.Equal(t, "no steps", scenario.NewSteps(1, 0, 1).String())
	dectest.Equal(t, "0", scenario.Steps{}.At(7))
}

func TestSolveFaults(t *testing.T) {
	s := toy.Scenario(t)
	good := scenario.NewSteps("0%", "5%", "1%")
	m := scenario.At(toy.Contribution, 2021)
	price := burden.NewLine("price", burden.KRW.Per(burden.Persons))
	perCapita := toy.With(t, s, "per capita", scenario.Define(price.Is(burden.PerHead(toy.Contribution, toy.Heads).RoundedTo("1", burden.HalfUp))))
	cubed := burden.NewParam("cubed", burden.Ratio, burden.Constant(1))
	many := burden.NewLine("many", burden.Ratio)
	grown := toy.With(t, s, "grown", scenario.Define(many.Is(cubed.Minus(cubed.Times(cubed)))))
	long := "1." + strings.Repeat("7", 255) // 256 digits, the most there may be; 7 times it has 257
	for _, c := range []struct {
		name  string
		solve func() (*scenario.Solution, error)
		cause error
		want  []string
	}{
		{"no scenario", func() (*scenario.Solution, error) { return scenario.Solve(nil, m, 1, toy.CPI, good) }, burden.ErrIncomplete,
			[]string{"scenario: solve: incomplete"}},
		{"zero scenario", func() (*scenario.Solution, error) { return scenario.Solve(&scenario.Scenario{}, m, 1, toy.CPI, good) }, burden.ErrIncomplete,
			[]string{"scenario: solve: incomplete"}},
		{"all that can be zero", func() (*scenario.Solution, error) {
			return scenario.Solve(s, scenario.Metric{}, 1, burden.Param{}, scenario.Steps{}, scenario.Years{})
		}, burden.ErrIncomplete, []string{
			"scenario: baseline: burden: metric: incomplete",
			"scenario: baseline: burden: steps: incomplete",
			"scenario: baseline: set  to 0 in 0: burden: parameter: incomplete",
			"scenario: baseline: set  to 0 in 0: burden: years = in 0: out of range"}},
		{"metric of two units", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m.Plus(scenario.At(toy.Strength, 2021)), 1, toy.CPI, good)
		}, burden.ErrUnit, []string{"scenario: baseline: burden: metric = contribution 2021 + strength 2021: units do not agree"}},
		{"bad target", func() (*scenario.Solution, error) { return scenario.Solve(s, m, "much", toy.CPI, good) }, burden.ErrNumber,
			[]string{`scenario: baseline: burden: target = "much": not a decimal number`}},
		{"bad step", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps("0", "1", "1,5"))
		}, burden.ErrNumber, []string{`scenario: baseline: burden: step = "1,5": not a decimal number: the decimal sign is a point; write 1.5`}},
		{"step zero", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps(0, 1, 0))
		}, burden.ErrOutOfRange,
			[]string{"scenario: baseline: burden: steps = 0 to 1 in steps of 0: out of range"}},
		{"reversed", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps("1", "0", "0.1"))
		}, burden.ErrOutOfRange, []string{"scenario: baseline: burden: steps = 1 to 0 in steps of 0.1: out of range"}},
		{"not whole steps", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps("0", "1", "0.3"))
		}, burden.ErrInexact, []string{"scenario: baseline: burden: steps of 0.3 from 0 do not reach 1: the nearest are 0.9 and 1.2"}},
		{"absurd grid", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps("0", "1e400", "1e-400"))
		}, burden.ErrTooLarge, nil},
		{"2^31 numbers", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.CPI, scenario.NewSteps("0", "2147483647", "1"))
		}, burden.ErrTooLarge, nil},
		{"unknown parameter", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, burden.NewParam("cpl", burden.Ratio, burden.Series{}), good)
		}, burden.ErrUnknownName, []string{"scenario: baseline: set cpl to 0: burden: toy: no parameter is called \"cpl\"; did you mean cpi?"}},
		{"other unit", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, burden.NewParam("cpi", burden.USD, burden.Series{}), good)
		}, burden.ErrUnit, []string{"scenario: baseline: set cpi to 0: burden: toy: unit of cpi = USD: units do not agree"}},
		{"range above", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.Ceiling, scenario.NewSteps("0%", "60%", "1%"), scenario.In(2021))
		}, burden.ErrOutOfRange, []string{"scenario: baseline: set ceiling to 0.6 in 2021: burden: toy: ceiling = 0.6, not within 0 to 0.5: out of range"}},
		{"range below", func() (*scenario.Solution, error) {
			return scenario.Solve(s, m, 1, toy.Ceiling, scenario.NewSteps("-1%", "0%", "1%"))
		}, burden.ErrOutOfRange, []string{"scenario: baseline: set ceiling to -0.01: burden: toy: ceiling = -0.01, not within 0 to 0.5: out of range"}},
		{"fails at a point", func() (*scenario.Solution, error) {
			return scenario.Solve(perCapita, scenario.At(price, 2021), 1, toy.Heads, scenario.NewSteps(-2, 2, 1))
		}, burden.ErrDivisionByZero, []string{"scenario: per capita: set heads to 0: burden: toy: price 2021: heads = 0: division by zero"}},
		{"fails at the start, proved", func() (*scenario.Solution, error) {
			return scenario.Solve(s, scenario.At(toy.Contribution, 2024), 1, toy.Base, scenario.NewSteps(1, 3, 1))
		}, burden.ErrOutOfRange, []string{"scenario: baseline: set base to 1: burden: toy: contribution 2024: the projection is 2020 to 2023"}},
		{"line the model does not have", func() (*scenario.Solution, error) {
			return scenario.Solve(s, scenario.At(toy.Half, 2021), 1, toy.Base, scenario.NewSteps(1, 3, 1))
		}, burden.ErrUnknownName, []string{"scenario: baseline: set base to 1: burden: toy: line = half: unknown name"}},
		{"too many points to search", func() (*scenario.Solution, error) {
			return scenario.Solve(grown, scenario.At(many, 2021), 1, cubed, scenario.NewSteps(0, scenario.MaxPoints, 1))
		}, burden.ErrTooLarge, []string{"scenario: grown: burden: monotony is not proved and 131073 points are too many to search"}},
		{"numbers of too many digits between", func() (*scenario.Solution, error) {
			last, err := burden.Parse(long)
			require.NoError(t, err)
			return scenario.Solve(grown, scenario.At(many, 2021), 1, cubed, scenario.NewSteps(decimal.Decimal{}, last.Mul(decimal.New(10, 0)), last))
		}, burden.ErrTooLarge, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, err := c.solve()
			require.ErrorIs(t, err, c.cause)
			assert.Nil(t, x)
			if c.want != nil {
				assert.Equal(t, c.want, messages(err))
			}
		})
	}
}

// A pure number is shown as a number, and a rate as a percentage: the multiplier of a cost
// beside the ceiling of its growth. Before, steps of 0.3 were shown as 30 %. Half the cost of
// 200 is 100; nothing between 0.3 and 0.6 of it was tried. The grown cost is 200 × 1.1 = 220.
func TestPureNumbersAreNoPercentages(t *testing.T) {
	part := burden.NewParam("part", burden.Ratio, burden.Constant(1))
	step := burden.NewParam("step", burden.Ratio, burden.Constant("0.1"))
	cost, paid, grown := burden.NewLine("cost", burden.KRW), burden.NewLine("paid", burden.KRW), burden.NewLine("grown", burden.KRW)
	m, err := burden.NewModel("m", toy.Growth, cost.Is(burden.Amount(200, burden.KRW)), paid.Is(cost.Times(part)), grown.Is(cost.GrownBy(step)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2021, 2021)
	x, err := scenario.Solve(s, scenario.At(paid, 2021), 100, part, scenario.NewSteps("0", "0.9", "0.3"))
	require.NoError(t, err)
	assert.Contains(t, x.String(), "by part, 0 to 0.9 in steps of 0.3:\n  between 0.3 (60 KRW) and 0.6 (120 KRW)\n")
	x, err = scenario.Solve(s, scenario.At(paid, 2021), 100, part, scenario.NewSteps("0%", "100%", "50%"))
	require.NoError(t, err)
	assert.Contains(t, x.String(), "exactly at 50 %\n", "as it was asked for")
	x, err = scenario.Solve(s, scenario.At(grown, 2021), 220, step, scenario.NewSteps("0", "0.2", "0.1"))
	require.NoError(t, err)
	assert.Contains(t, x.String(), "by step, 0 % to 20 % in steps of 10 %:\n  exactly at 10 %\n", "cost × (1 + step)")
	x, err = scenario.Solve(s, scenario.At(toy.Growth.Applied(), 2021), "0.05", toy.Ceiling, scenario.NewSteps("0", "0.2", "0.05"))
	require.NoError(t, err)
	assert.Contains(t, x.String(), "exactly at 5 %\n", "a ceiling of an index rule")
	bars, err := scenario.OneAtATime(t.Context(), scenario.Sweep{Scenario: s, Metrics: []scenario.Metric{scenario.At(paid, 2021)}},
		scenario.NewAxis(part, []string{"0.5", "0.75"}), scenario.NewAxis(step, []string{"0.05", "0.2"}))
	require.NoError(t, err)
	assert.Regexp(t, `(?m)^part +0\.5 +0\.75 `, bars[0].String())
	assert.Regexp(t, `(?m)^step +5 % +20 % `, bars[0].String())
	said := strings.Join(policytest.Try(s, func(t policytest.T, s *scenario.Scenario) {
		policytest.Falls(t, s, scenario.At(paid, 2021), part, scenario.NewSteps("0.25", "0.75", "0.25"))
	}), "\n")
	assert.Contains(t, said, "part = 0.25")
}

// What multiplies a rate is no rate, and what is taken from one is: of the driver cpi × weight
// and the ceiling cpi × multiplier neither factor shows which it is; the add-on extra + more
// does. With weight 0 to 2 the growth is 5 % × weight, so 110 is reached at 2; of 200 × (1 - cut),
// 180 is at 10 %.
func TestFactorsOfRatesAreNoPercentages(t *testing.T) {
	ratio := func(name, value string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.Constant(value))
	}
	cpi, weight, multiplier, extra, more, cut, index := ratio("cpi", "5%"), ratio("weight", "1"), ratio("multiplier", "9"), ratio("extra", "0"), ratio("more", "0"), ratio("cut", "0"), ratio("index", "1.05")
	rule := burden.NewIndexRule("rule", burden.Index{Driver: cpi.Times(weight), AddOns: []burden.Operand{extra.Plus(more)}, Ceiling: cpi.Times(multiplier), From: 2021})
	other := burden.NewIndexRule("other", burden.Index{Driver: index.Minus(burden.Amount(1, burden.Ratio)), From: 2021})
	paid, less, square := burden.NewLine("paid", burden.KRW), burden.NewLine("less", burden.KRW), burden.NewLine("square", burden.Ratio)
	m, err := burden.NewModel("m", rule, other,
		paid.Starts(2020, burden.Amount(100, burden.KRW)).Then(paid.Previous().GrownBy(rule).GrownBy(other)),
		less.Is(burden.Amount(200, burden.KRW).Times(burden.Amount(1, burden.Ratio).Minus(cut))), square.Is(weight.Times(weight)))
	require.NoError(t, err)
	m, err = m.With(index.Is(burden.Constant(1)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2021)
	for _, c := range []struct {
		l      burden.Line
		year   int
		target string
		p      burden.Param
		steps  scenario.Steps
		want   string
	}{
		{paid, 2021, "110", weight, scenario.NewSteps("0", "2", "0.1"), "paid 2021 = 110 KRW by weight, 0 to 2 in steps of 0.1:\n  exactly at 2, the end of the grid\n"},
		{paid, 2021, "105", multiplier, scenario.NewSteps("0.5", "1.5", "0.5"), "by multiplier, 0.5 to 1.5 in steps of 0.5:\n  all the way from 1 to 1.5, the end of the grid\n"},
		{paid, 2021, "106", extra, scenario.NewSteps("0", "0.02", "0.01"), "by extra, 0 % to 2 % in steps of 1 %:\n  exactly at 1 %\n"},
		{paid, 2021, "0", index, scenario.NewSteps("0", "1.2", "0.6"), "by index, 0 to 1.2 in steps of 0.6:\n"},
		{less, 2021, "180", cut, scenario.NewSteps("0", "0.2", "0.1"), "by cut, 0 % to 20 % in steps of 10 %:\n  exactly at 10 %\n"},
		{less, 2021, "0", cut, scenario.NewSteps("0", "1", "0.5"), "by cut, 0 % to 100 % in steps of 50 %:\n  exactly at 100 %, the end of the grid\n"},
		{square, 2021, "0.5", weight, scenario.NewSteps("0.6", "1", "0.4"), "square 2021 = 0.5 by weight, 0.6 to 1 in steps of 0.4:\n  between 0.6 (0.36) and 1 (1)\n"},
	} {
		x, err := scenario.Solve(s, scenario.At(c.l, c.year), c.target, c.p, c.steps)
		require.NoError(t, err, c.p.Name())
		assert.Contains(t, x.String(), c.want)
	}
	// A table of the metric has one way too.
	bars, err := scenario.OneAtATime(t.Context(), scenario.Sweep{Scenario: s, Metrics: []scenario.Metric{scenario.At(square, 2021)}}, scenario.NewAxis(weight, []string{"0.5", "2"}))
	require.NoError(t, err)
	assert.Regexp(t, `^square 2021: 1 as it is\n.*\nweight +0\.5 +2 +0\.25 +4 +3\.75\n`, bars[0].String())
	fan, err := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(weight, []string{"0.5", "2"}))}.Fan(t.Context(), square)
	require.NoError(t, err)
	assert.Regexp(t, `\n2021 +2( +0\.25){3}( +4){2}\n`, fan.String())
}

// TestSolveOverlay: the parameter is set on top of what the scenario has.
func TestSolveOverlay(t *testing.T) {
	s := toy.With(t, toy.Scenario(t), "dear", scenario.Set(toy.Base, 2000), scenario.Define(toy.Growth.With(burden.NoCeiling)))
	m := scenario.At(toy.Contribution, 2021)
	x, err := scenario.Solve(s, m, 2300, toy.CPI, scenario.NewSteps("0%", "50%", "5%"), scenario.In(2021))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0.15"}, answers(x)) // 2000 × 1.15
	x, err = scenario.Solve(s, m, 1100, toy.Base, scenario.NewSteps(500, 1500, 100))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 1000"}, answers(x), "the base the overlay had set")
}

// proof is a formula of x and whether its direction is to be proved over a grid.
type proof struct {
	name     string
	formula  burden.Operand
	from, to int
	proved   bool
}

func TestWhatIsProved(t *testing.T) {
	t.Parallel()
	x := burden.NewParam("x", burden.Ratio, burden.Constant(0))
	k := burden.NewParam("k", burden.Ratio, burden.ByYear(map[int]int{2019: -1, 2020: 3, 2021: 4}))
	line := burden.NewLine("line", burden.Ratio).As(burden.Flow)
	n := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	r := func(f burden.Operand) burden.Formula { return n("0").Plus(f) }
	to, up := "0.01", burden.HalfUp
	exactly := burden.RoundTo(to, burden.Exact)
	split := func(total, weight burden.Operand) burden.Definition {
		return burden.NewSplit("split", burden.Ratio, burden.Split{Total: total, Quantum: "1", Remainder: burden.FirstGetsIt, Members: []burden.Member{
			{Key: "a", Weight: weight, Ceiling: n("2")}, {Key: "b", Weight: n("1"), Floor: n("0")},
		}})
	}
	a := burden.NewLine("split.a", burden.Ratio)
	never := burden.NewLine("never", burden.Ratio)
	early := burden.NewLine("early", burden.Ratio)
	for _, c := range []struct {
		proof
		more []burden.Definition
	}{
		{proof: proof{"sum", x.Plus(x, k), -2, 2, true}},
		{proof: proof{"difference", r(k).Minus(x), -2, 2, true}},
		{proof: proof{"difference with itself", x.Minus(x), -2, 2, false}},
		{proof: proof{"square of what is not negative", x.Times(x), 0, 2, true}},
		{proof: proof{"square of what is not positive", x.Times(x), -2, 0, true}},
		{proof: proof{"square", x.Times(x), -2, 2, false}},
		{proof: proof{"times negative", x.Times(n("-3")), -2, 2, true}},
		{proof: proof{"times zero", x.Times(x, x.Minus(x), n("0")), -2, 2, true}},
		{proof: proof{"mixed sign times constant", x.Times(k), -2, 2, true}},
		{proof: proof{"quotient", k.Over(x).RoundedTo(to, up), 1, 3, true}},
		{proof: proof{"quotient by negative", x.Over(x.Minus(n("9"))).RoundedTo(to, up), 1, 3, true}},
		{proof: proof{"quotient by what may be zero", k.Over(x).RoundedTo(to, up), 0, 3, false}},
		{proof: proof{"exact quotient", x.Over(n("-1.6")).Exactly(), -2, 3, true}},
		{proof: proof{"exact quotient by three", x.Over(n("3")).Exactly(), 0, 0, true}}, // 0/3
		{proof: proof{"inexact quotient", x.Over(n("3")).Exactly(), 0, 3, false}},
		{proof: proof{"quotient demanded", x.Over(n("4")).Rounded(exactly), 0, 4, false}},
		{proof: proof{"rounding", x.RoundedTo("3", burden.HalfEven), -9, 9, true}},
		{proof: proof{"rounding demanded", x.RoundedTo("1", burden.Exact), -9, 9, false}},
		{proof: proof{"rounding of a constant demanded", x.Plus(k.RoundedTo("1", burden.Exact)), -9, 9, true}},
		{proof: proof{"ceiling that turns", x.AtMost(n("1").Minus(x)), -2, 2, false}},
		{proof: proof{"ceiling never reached", x.AtMost(n("9").Minus(x)), -2, 2, true}},
		{proof: proof{"ceiling always binds", n("9").Minus(x).AtMost(x), -2, 2, true}},
		{proof: proof{"floor and ceiling", x.AtLeast(n("0"), k).AtMost(n("1")), -2, 2, true}},
		{proof: proof{"held by limits", x.Times(x).AtMost(n("-5")), -2, 2, true}},
		{proof: proof{"lags and sums", x.Lag(1).Plus(k.Lag(1), x.SumLags(2, 0), x.SumBetween(2000, 2001), x.At(1)), -2, 2, true}},
		{proof: proof{"condition decided", burden.When(x.Below(n("5")), x, x.Times(x)), -2, 2, true}},
		{proof: proof{"condition decided otherwise", burden.When(n("5").Below(x), x.Times(x), x), -2, 2, true}},
		{proof: proof{"condition that turns", burden.When(n("0").Below(x), x, x), -2, 2, false}},
		{proof: proof{"condition on a constant", burden.When(burden.PerHead(k, n("7")).ToThe(1, 2).RoundedTo(to, up).Below(n("0.6")), x, x.Plus(x)), -2, 2, true}},
		{proof: proof{"condition on what fails", burden.When(k.Over(x).RoundedTo(to, up).Below(k), x, x), -2, 2, false}},
		{proof: proof{"branch that fails", burden.When(x.Below(k), k.Over(x.Minus(x)).RoundedTo(to, up), x), -9, 9, false}},
		{proof: proof{"root", x.Over(n("2")).ToThe(1, 3).RoundedTo(to, up), 0, 9, true}},
		{proof: proof{"root of two negatives", x.Over(n("-2")).ToThe(3, 2).RoundedTo(to, up), -9, 0, true}},
		{proof: proof{"root of a negative", x.Over(n("2")).ToThe(1, 3).RoundedTo(to, up), -1, 9, false}},
		{proof: proof{"inverse root", n("2").Over(x).ToThe(-1, 2).RoundedTo(to, up), 1, 9, true}},
		{proof: proof{"inverse of zero", x.Over(k).ToThe(-1, 2).RoundedTo(to, up), 0, 9, false}},
		{proof: proof{"power zero of zero", x.Over(k).ToThe(0, 2).RoundedTo(to, up), 0, 9, true}},
		{proof: proof{"zero under a power below zero", k.Over(x).ToThe(-1, 2).RoundedTo(to, up), 0, 9, false}},
		{proof: proof{"root demanded", x.Over(n("1")).ToThe(1, 2).Exactly(), 0, 9, false}},
		// (0.05 - √x/10) (5 - x) is -0.2, -0.274, -0.246, -0.15; (3.5 - √x) (x - 3) is 3.15, 3.42, 3.36, 3.
		{proof: proof{"root below one", n("0.05").Minus(x.Over(n("100")).ToThe(1, 2).RoundedTo("0.0001", up)).Times(n("5").Minus(x)), 1, 4, false}},
		{proof: proof{"root above one", n("3.5").Minus(x.Over(n("1")).ToThe(1, 2).RoundedTo("0.0001", up)).Times(x.Minus(n("3"))), 6, 9, false}},
		{proof: proof{"power beyond all bounds", x.Over(n("1e-400")).ToThe(11, 1).RoundedTo("1", up), 1, 2, false}},
		{proof: proof{"numbers beyond all bounds", x.Times(slices.Repeat([]burden.Operand{n("1e400")}, 12)...).Times(slices.Repeat([]burden.Operand{n("1e-400")}, 2)...), 1, 2, false}},
		{proof: proof{"root of a constant demanded", x.Times(n("12").Over(k).ToThe(1, 2).Exactly()), 1, 9, true}},
		{proof: proof{"missing value", x.Plus(k.Lag(9)), 0, 2, false}},
		{proof: proof{"share of what moves", a, 0, 2, false}, more: []burden.Definition{split(x, k)}},
		{proof: proof{"share by what moves", a, 0, 2, false}, more: []burden.Definition{split(k, x)}},
		{proof: proof{"share that stays", x.Times(a), 0, 2, true}, more: []burden.Definition{split(k, k)}},
		{proof: proof{"share that fails", x.Times(a), 0, 2, false}, more: []burden.Definition{split(k, k.Minus(k).Minus(n("1")))}},
		{proof: proof{"line that ended", x.Plus(never), 0, 2, false}, more: []burden.Definition{never.Starts(2000, k).Until(2001)}},
		{proof: proof{"line before the first year", x.Plus(early), 0, 2, false}, more: []burden.Definition{early.Is(early.Lag(2000).Plus(x))}},
		{proof: proof{"too much work", x.Plus(early), 0, 2, false}, more: []burden.Definition{early.Starts(1000, x).Then(early.SumLags(1000, 1).AtMost(n("1"))).In(1000, x).From(1, n("1"))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := burden.NewModel("m", append(c.more, line.Starts(2020, c.formula))...)
			require.NoError(t, err)
			s := scenario.Baseline(m, 2020, 2020, line)
			got, err := scenario.Solve(s, scenario.At(line, 2020), 0, x, scenario.NewSteps(c.from, c.to, 1))
			for i := range c.to - c.from + 1 {
				if _, wrong := toy.With(t, s, "at", scenario.Set(x, c.from+i)).Measure(scenario.At(line, 2020)); wrong != nil {
					assert.False(t, c.proved)
					assert.ErrorContains(t, err, fmt.Sprintf(": set x to %d: ", c.from+i), "every point is evaluated, so the first that fails is named")
					return
				}
			}
			require.NoError(t, err)
			assert.Equal(t, c.proved, got.Proved)
		})
	}
}

// TestProofByYears: only in the years in which it is set does the parameter move.
func TestProofByYears(t *testing.T) {
	x := burden.NewParam("x", burden.Ratio, burden.Constant(5))
	line := burden.NewLine("line", burden.Ratio)
	m, err := burden.NewModel("m", line.Is(x.Minus(x.Lag(1))))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	for _, c := range []struct {
		years  []scenario.Years
		proved bool
		want   string
	}{
		{nil, false, "none"}, // always zero, but not by what either side does
		{[]scenario.Years{scenario.Between(2019, 2020)}, false, "none"},
		{[]scenario.Years{scenario.In(2019)}, true, "exact"},
		{[]scenario.Years{scenario.From(2020)}, true, "exact"},
		{[]scenario.Years{scenario.From(2021)}, true, "none"},
		{[]scenario.Years{scenario.In(2017), scenario.In(2018)}, true, "none"},
	} {
		for _, target := range []int{-2, 2} { // 3 - 5 and 5 - 3, which are the ends of the grid
			got, err := scenario.Solve(s, scenario.At(line, 2020), target, x, scenario.NewSteps(3, 7, 1), c.years...)
			require.NoError(t, err)
			assert.Equal(t, c.proved, got.Proved, c.years)
			assert.Equal(t, c.want, got.Kind().String(), c.years)
		}
	}
}

// TestProofOverManyYears: a recurrence of thousands of years is no recursion, its
// bounds keep few digits, and years in which a line is not applicable add nothing.
func TestProofOverManyYears(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant(0))
	amount := burden.NewLine("amount", burden.KRW)
	m, err := burden.NewModel("m", burden.Escalation(amount, 10, burden.Amount("1e9", burden.KRW), rate, burden.Rounding{}))
	require.NoError(t, err)
	s := scenario.Baseline(m, 1, 300, amount)
	x, err := scenario.Solve(s, scenario.Total(amount).Minus(scenario.Total(amount, scenario.Between(1, 200))), "0", rate, scenario.NewSteps("0.01%", "0.02%", "0.01%"))
	require.NoError(t, err)
	assert.False(t, x.Proved, "the years counted twice go either way")
	x, err = scenario.Solve(s, scenario.Total(amount, scenario.From(1)), "291e9", rate, scenario.NewSteps("-0.02%", "0.02%", "0.01%"))
	require.NoError(t, err)
	assert.True(t, x.Proved)
	assert.Equal(t, []string{"exact 0"}, answers(x), "291 years of a billion")

	long, err := burden.NewModel("long", burden.Escalation(amount, 10, burden.Amount("1e9", burden.KRW), rate, burden.RoundTo("1", burden.HalfUp)))
	require.NoError(t, err)
	x, err = scenario.Solve(scenario.Baseline(long, 9000, 9000), scenario.At(amount, 9000), "1e9", rate, scenario.NewSteps("0%", "0.02%", "0.01%"))
	require.NoError(t, err)
	assert.True(t, x.Proved)
	assert.Equal(t, []string{"exact 0"}, answers(x))
}

// machine makes random formulas, all of them pure numbers.
type machine struct {
	*rand.Rand
	params []burden.Param
	lines  []burden.Line // lines that may be used in the same year
	all    []burden.Line // lines that may be used of years before
	past   bool          // whether they may be
}

func (g *machine) number() string { return fmt.Sprintf("%de-1", g.IntN(51)-20) }

func (g *machine) rounding() burden.Rounding {
	if g.IntN(12) == 0 {
		return burden.RoundTo("0.5", burden.Exact)
	}
	return burden.RoundTo([]string{"0.1", "0.3", "1", "2.5"}[g.IntN(4)], burden.Mode(1+g.IntN(7)))
}

func (g *machine) formula(depth int) burden.Formula {
	if depth == 0 {
		switch g.IntN(5) {
		case 0:
			return burden.Amount(g.number(), burden.Ratio)
		case 1:
			return g.params[0].Formula
		case 2:
			if len(g.lines) > 0 {
				return g.lines[g.IntN(len(g.lines))].Formula
			}
		case 3:
			if g.past {
				return g.all[g.IntN(len(g.all))].Previous()
			}
		}
		return g.params[g.IntN(len(g.params))].Formula
	}
	f := func() burden.Formula { return g.formula(depth - 1 - g.IntN(depth)) }
	switch g.IntN(16) {
	case 0, 1:
		return f().Plus(f())
	case 2:
		return f().Minus(f())
	case 3, 4:
		return f().Times(f())
	case 5:
		return f().GrownBy(f())
	case 6:
		return f().Over(f()).Rounded(g.rounding())
	case 7:
		return f().Over(burden.Amount([]string{"-4", "0.5", "3", "20"}[g.IntN(4)], burden.Ratio)).Rounded([]burden.Rounding{{}, g.rounding()}[g.IntN(2)])
	case 8:
		return f().AtLeast(burden.Amount(0, burden.Ratio)).Over(f().AtLeast(burden.Amount("0.1", burden.Ratio))).
			ToThe(g.IntN(7)-3, 1+g.IntN(3)).Rounded(g.rounding())
	case 9:
		return f().Rounded(g.rounding())
	case 10:
		return f().AtMost(f(), f())
	case 11:
		return f().AtLeast(f())
	case 12:
		return burden.When(f().Below(f()), f(), f())
	case 13:
		return g.params[g.IntN(len(g.params))].SumLags(g.IntN(2)+1, g.IntN(2))
	case 14:
		return f().AtLeast(f()).AtMost(burden.Amount(g.number(), burden.Ratio))
	}
	return f().Rounded(g.rounding())
}

// scenario makes a random model of a few lines over 2020 to 2022.
func (g *machine) scenario(t *testing.T) (*scenario.Scenario, scenario.Metric) {
	t.Helper()
	g.lines, g.all = nil, nil
	for i := range 3 {
		g.all = append(g.all, burden.NewLine("l"+string(rune('0'+i)), burden.Ratio).As(burden.Flow))
	}
	var definitions []burden.Definition
	for _, l := range g.all {
		g.past = false
		d := l.Starts(2019+g.IntN(8)/7, g.formula(1+g.IntN(2)))
		g.past = true
		if g.IntN(4) > 0 {
			d = d.Then(g.formula(1 + g.IntN(3)))
		}
		if g.IntN(4) == 0 {
			d = d.In(2021, g.formula(1))
		}
		if g.IntN(8) == 0 {
			d = d.Until(2021)
		}
		definitions = append(definitions, d)
		g.lines = append(g.lines, l)
	}
	if g.IntN(4) == 0 {
		definitions = append(definitions, burden.NewSplit("s", burden.Ratio, burden.Split{
			Total: g.all[2].Rounded(burden.RoundTo("1", burden.HalfUp)), Quantum: "1",
			Members: []burden.Member{
				{Key: "a", Weight: g.params[1].AtLeast(burden.Amount("0", burden.Ratio))},
				{Key: "b", Weight: burden.Amount("1.5", burden.Ratio)},
				{Key: "c", Weight: g.params[g.IntN(2)].AtLeast(burden.Amount("0.2", burden.Ratio))},
			},
		}))
		g.all = append(g.all, burden.NewLine("s.a", burden.Ratio))
	}
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	last := g.all[len(g.all)-1]
	metric := scenario.At(last, 2020+g.IntN(3))
	if last.Measure() == burden.Flow {
		switch g.IntN(4) {
		case 0:
			metric = scenario.Total(last)
		case 1:
			metric = metric.Plus(scenario.Total(g.all[1], scenario.Between(2020, 2021)))
		case 2:
			metric = metric.Minus(scenario.At(g.all[0], 2020+g.IntN(3)))
		}
	}
	// Only lines of the metric, so that nothing else can fail.
	lines := slices.DeleteFunc(slices.Clone(g.all), func(l burden.Line) bool {
		return !strings.Contains(metric.String(), l.Name())
	})
	return scenario.Baseline(m, 2020, 2022, lines...), metric
}

// exhaustive evaluates every point by way of scenarios, until one fails.
func exhaustive(s *scenario.Scenario, m scenario.Metric, p burden.Param, grid scenario.Steps, years []scenario.Years) ([]decimal.Decimal, error) {
	var list []decimal.Decimal
	for i := range grid.Len() {
		at, err := s.With("at", scenario.Set(p, grid.At(i), years...))
		if err != nil {
			return nil, err
		}
		v, err := at.Measure(m)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// oracle finds the answers in numbers that are to be zero.
func oracle(grid scenario.Steps, gaps []decimal.Decimal) []string {
	list := []string{}
	at := func(i int) string { return burden.Text(grid.At(i)) }
	for i := 0; i < len(gaps); i++ {
		if i > 0 && gaps[i-1].Sign()*gaps[i].Sign() < 0 {
			list = append(list, "bracket "+at(i-1)+" "+at(i))
		}
		if !gaps[i].IsZero() {
			continue
		}
		first := i
		for i+1 < len(gaps) && gaps[i+1].IsZero() {
			i++
		}
		if first == i {
			list = append(list, "exact "+at(i))
		} else {
			list = append(list, "flat "+at(first)+" "+at(i))
		}
	}
	return list
}

// monotone reports whether numbers only rise or only fall.
func monotone(list []decimal.Decimal) bool {
	up := func(a, b decimal.Decimal) int { return a.Cmp(b) }
	down := func(a, b decimal.Decimal) int { return b.Cmp(a) }
	return slices.IsSortedFunc(list, up) || slices.IsSortedFunc(list, down)
}

// TestSolveIsExhaustiveSearch: on random models Solve finds what an evaluation of
// every point finds, errors included, whether it bisected or searched; and what is
// proved is so.
func TestSolveIsExhaustiveSearch(t *testing.T) {
	t.Parallel()
	const seed = 4
	g := &machine{Rand: rand.New(rand.NewPCG(seed, seed))}
	count := map[string]int{}
	for round := range 800 {
		x := burden.NewParam("x", burden.Ratio, burden.Constant(g.number()))
		g.params = []burden.Param{x}
		for i := range 3 {
			values := map[int]string{}
			for y := 2016; y <= 2022; y++ {
				values[y] = g.number()
			}
			g.params = append(g.params, burden.NewParam("p"+string(rune('0'+i)), burden.Ratio, burden.ByYear(values)))
		}
		s, m := g.scenario(t)
		from := decimal.New(int64(g.IntN(41)-20), -1)
		step := decimal.New(int64(1+g.IntN(3)), -1)
		grid := scenario.NewSteps(from, from.Add(step.Mul(decimal.NewFromInt(int64(g.IntN(16))))), step)
		years := [][]scenario.Years{nil, {scenario.From(2020)}, {scenario.In(2021)}, {scenario.In(2019), scenario.In(2021)}}[g.IntN(4)]
		about := func(x *scenario.Solution) string {
			var lines []string
			for _, l := range s.Model().Lines() {
				f, _ := s.Model().Formula(l)
				lines = append(lines, l.Name()+" = "+f.String())
			}
			return fmt.Sprintf("seed %d, round %d, %v %v: %v\n%s", seed, round, grid, years, x, strings.Join(lines, "\n"))
		}
		if _, ok := s.Model().Param("x"); !ok {
			continue
		}
		values, wrong := exhaustive(s, m, x, grid, years)
		if wrong != nil {
			count["failed"]++
			found, err := scenario.Solve(s, m, 0, x, grid, years...)
			require.Error(t, err, about(found))
			assert.ErrorIs(t, err, deepest(wrong), about(nil))
			continue
		}
		// Targets: some value there is, between two, beyond them all.
		i := g.IntN(len(values))
		targets := []decimal.Decimal{values[i], decimal.Max(values[0], values...).Add(step)}
		if i > 0 {
			targets = append(targets, values[i].Add(values[i-1]).Mul(decimal.New(5, -1)))
		}
		for _, target := range targets {
			found, err := scenario.Solve(s, m, target, x, grid, years...)
			require.NoError(t, err, about(nil))
			gaps := make([]decimal.Decimal, len(values))
			for i, v := range values {
				gaps[i] = v.Sub(target)
			}
			require.Equal(t, oracle(grid, gaps), answers(found), about(found))
			require.True(t, decimal.Min(values[0], values...).Equal(found.Lowest.Value), about(found))
			require.True(t, decimal.Max(values[0], values...).Equal(found.Highest.Value), about(found))
			count[found.Kind().String()]++
			if found.Proved {
				require.True(t, monotone(values), about(found))
				count["proved"]++
				if !values[0].Equal(values[len(values)-1]) {
					count["proved to move"]++
				}
			} else {
				require.Equal(t, grid.Len(), found.Evaluations, about(found))
				count["searched"]++
				if !monotone(values) {
					count["not monotone"]++
				}
			}
		}
		// Against another random model, which may lack a line of the metric.
		other, _ := g.scenario(t)
		other = scenario.Baseline(other.Model(), 2020, 2022, s.Lines()...)
		against, wrong := exhaustive(other, m, x, grid, years)
		even, err := scenario.BreakEven(s, other, m, x, grid, years...)
		if _, ok := other.Model().Param("x"); !ok {
			continue
		}
		if wrong != nil {
			require.Error(t, err, about(even))
			continue
		}
		require.NoError(t, err, about(nil))
		gaps := make([]decimal.Decimal, len(values))
		for i, v := range values {
			gaps[i] = v.Sub(against[i])
		}
		require.Equal(t, oracle(grid, gaps), answers(even), about(even))
		count["even"]++
		if even.Proved {
			require.True(t, monotone(gaps), about(even))
			count["even proved"]++
		}
	}
	t.Log(count)
	for _, kind := range []string{"none", "exact", "bracket", "flat", "several", "failed", "proved", "proved to move", "searched", "not monotone", "even", "even proved"} {
		assert.Greater(t, count[kind], 15, "random models show too little: %s", kind)
	}
}

// deepest is the cause at the end of a chain of errors.
func deepest(err error) error {
	for {
		u, ok := err.(interface{ Unwrap() error })
		if !ok || u.Unwrap() == nil {
			return err
		}
		err = u.Unwrap()
	}
}

// The question names the parameter even where the first of two scenarios lacks it, and
// where the second does.
func TestBreakEvenNamesTheParameter(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	moved, err := burden.NewModel("moved", x.Is(p))
	require.NoError(t, err)
	fixed, err := burden.NewModel("fixed", x.Is(burden.Amount(3, burden.KRW)))
	require.NoError(t, err)
	a, b := scenario.Baseline(moved, 2020, 2020), scenario.Baseline(fixed, 2020, 2020)
	for _, s := range [][2]*scenario.Scenario{{a, b}, {b, a}} {
		solution, err := scenario.BreakEven(s[0], s[1], scenario.At(x, 2020), p, scenario.NewSteps(0, 5, 1), scenario.In(2020))
		require.NoError(t, err)
		assert.Contains(t, solution.String(), " by p in 2020")
		assert.Equal(t, []string{"exact 3"}, answers(solution))
	}
}

// (50 - p²)(10.5 - p) falls, and rises again between 9 and 10: 3.5 at 7, -35 at 8,
// -46.5 at 9 and -25 at 10, by hand. Nothing may prove that it only falls.
func TestAProductWhoseFactorChangesSign(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	x := burden.NewLine("x", burden.Ratio)
	amount := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	square := p.Times(amount("0").Minus(p))
	m, err := burden.NewModel("m", x.Is(amount("50").Plus(square).Times(amount("10.5").Minus(p))))
	require.NoError(t, err)
	solution, err := scenario.Solve(scenario.Baseline(m, 2020, 2020), scenario.At(x, 2020), "-40", p, scenario.NewSteps(1, 10, 1))
	require.NoError(t, err)
	assert.False(t, solution.Proved)
	assert.Equal(t, []string{"bracket 8 9", "bracket 9 10"}, answers(solution))
}

// A third of 4 is no decimal, so nothing is proved of thirds, alone or in a sum, though
// those of 3 and 6 are exact: every point is evaluated, and that fails.
func TestNothingIsProvedOfWhatFails(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(3))
	third := p.Over(burden.Amount(3, burden.Ratio)).Exactly()
	x := burden.NewLine("x", burden.Ratio)
	for _, c := range []struct {
		f      burden.Formula
		target int
	}{{third, 2}, {third.Plus(p), 8}, {p.Plus(third), 8}, {p.Times(third), 12}, {third.Times(p), 12}, {p.AtMost(third), 2}, {third.AtMost(p), 2}} {
		m, err := burden.NewModel("m", x.Is(c.f))
		require.NoError(t, err)
		_, err = scenario.Solve(scenario.Baseline(m, 2020, 2020), scenario.At(x, 2020), c.target, p, scenario.NewSteps(3, 6, 1))
		require.ErrorIs(t, err, burden.ErrInexact, c.f)
	}
}

// A parameter in a year in which nothing reads it changes nothing, and the answer says so.
func TestNothingDependsOnTheParameter(t *testing.T) {
	s, err := scenario.Solve(toy.Scenario(t), scenario.At(toy.Contribution, 2023), "9000", toy.Base, scenario.NewSteps(100, 300, 100), scenario.In(2022))
	require.NoError(t, err)
	assert.Equal(t, scenario.None, s.Kind())
	// 1000 × 1.1 × 1.2 × 1.25, whatever the base is in 2022.
	assert.Contains(t, s.String(), "\n  nowhere: it is the same at every point of the grid (1,650 KRW)\n")
}
