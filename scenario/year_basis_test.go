package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// A small agreement by US fiscal years: 100 grown by a rate by fiscal years and a
// constant, which fits any, and a calendar amount beside it.
var (
	funds  = burden.NewParam("funds", burden.KRW, burden.ByYear(map[int]int{2020: 100, 2021: 200, 2022: 400}).On(burden.FiscalOctober))
	extra  = burden.NewParam("extra", burden.Ratio, burden.Constant("50%"))
	spent  = burden.NewLine("spent", burden.KRW).On(burden.FiscalOctober)
	stated = burden.NewLine("stated", burden.KRW)
	local  = burden.NewParam("local", burden.KRW, burden.ByYear(map[int]int{2019: 5, 2020: 10, 2021: 20, 2022: 30}))
)

func fiscal(t testing.TB) *scenario.Scenario {
	t.Helper()
	m, err := burden.NewModel("fiscal", spent.Is(funds.GrownBy(extra).RoundedTo("1", burden.HalfUp)), stated.Is(local))
	require.NoError(t, err)
	return scenario.Baseline(m, 2020, 2022)
}

func TestSettingsKeepTheYearBasis(t *testing.T) {
	s := fiscal(t)
	expect(t, s, spent, "150 300 600")
	for _, c := range []struct {
		change scenario.Change
		want   string
	}{
		{scenario.Set(funds, 1000), "1500 1500 1500"},
		{scenario.Set(funds, 1000, scenario.In(2021)), "150 1500 600"},
		{scenario.Set(funds, 1000, scenario.In(2020), scenario.From(2022)), "1500 300 1500"},
		{scenario.Scale(funds, 2, scenario.From(2021)), "150 600 1200"},
		{scenario.Shift(funds, -50), "75 225 525"},
		// A constant that a scenario changes in one year fits any basis still.
		{scenario.Set(extra, 1, scenario.In(2021)), "150 400 600"},
		{scenario.Set(extra, 0), "100 200 400"},
		{scenario.Scale(extra, 2, scenario.Between(2021, 2022)), "150 400 800"},
		{scenario.Shift(extra, "0.5", scenario.In(2020)), "200 300 600"},
		{scenario.Define(funds.Is(burden.ByYear(map[int]int{2020: 2, 2021: 4, 2022: 6}).On(burden.FiscalOctober))), "3 6 9"},
		{scenario.Define(funds.Is(burden.Constant(2))), "3 3 3"},
		{scenario.Define(spent.Is(funds)), "100 200 400"},
	} {
		x := toy.With(t, s, "x", c.change)
		expect(t, x, spent, c.want)
		l, ok := x.Model().Line("spent")
		assert.True(t, ok)
		basis, _ := l.Basis()
		assert.Equal(t, burden.FiscalOctober, basis, c.change.String())
		if p, ok := x.Model().Param("extra"); ok {
			_, known := p.Series().Basis()
			assert.False(t, known, c.change.String())
		}
	}
	for _, c := range []scenario.Change{
		scenario.Define(funds.Is(burden.ByYear(map[int]int{2020: 2}).On(burden.Calendar))),
		scenario.Define(extra.Is(burden.ByYear(map[int]int{2020: 2}))),
		scenario.Define(extra.Is(burden.Constant(2).On(burden.Calendar))),
		scenario.Define(spent.On(burden.Calendar).Is(funds)),
		scenario.Define(spent.Is(funds.Plus(local))),
		scenario.Define(burden.NewLine("sum", burden.KRW).Is(stated.Plus(spent))),
	} {
		_, err := s.With("x", c)
		assert.ErrorIs(t, err, burden.ErrYearBasis, c.String())
		assert.Len(t, burden.Faults(err), 1, "%v", err)
	}
	// A line that replaces one on another basis takes its readers with it.
	restated := toy.With(t, s, "restated", scenario.Define(burden.NewLine("spent", burden.KRW).Is(local)))
	assert.Equal(t, []string{"spent: round(funds * (1 + extra), 1, half_up) KRW, a flow by prior_october years | local KRW, a flow"}, differencesOf(s, restated)[len(differencesOf(s, restated))-1:])
}

func differencesOf(a, b *scenario.Scenario) []string {
	var list []string
	for _, d := range scenario.Diff(a, b) {
		list = append(list, d.String())
	}
	return list
}

// The same figures of other years are a difference, and no model to merge with.
func TestDiffOfYearBases(t *testing.T) {
	s := fiscal(t)
	other := func(b burden.YearBasis) *scenario.Scenario {
		m, err := s.Model().With(funds.Is(burden.ByYear(map[int]int{2020: 100, 2021: 200, 2022: 400}).On(b)), spent.On(b).Is(funds.GrownBy(extra).RoundedTo("1", burden.HalfUp)))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2022)
	}
	assert.Empty(t, scenario.Diff(s, other(burden.FiscalOctober)))
	assert.Equal(t, []string{
		"funds: 2020: 100, 2021: 200, 2022: 400 KRW, by prior_october years, of any value | 2020: 100, 2021: 200, 2022: 400 KRW, of any value",
		"spent: round(funds * (1 + extra), 1, half_up) KRW, a flow by prior_october years | round(funds * (1 + extra), 1, half_up) KRW, a flow",
	}, differencesOf(s, other(burden.Calendar)))
	_, err := scenario.Merge(s, other(burden.Calendar))
	assert.ErrorIs(t, err, scenario.ErrBaseline)
}

// Metrics of two bases are errors wherever they are used, and say which.
func TestMetricsDoNotMixYearBases(t *testing.T) {
	s := fiscal(t)
	weight := burden.NewLine("weight", burden.KRW)
	for _, m := range []scenario.Metric{
		scenario.At(spent, 2020).Minus(scenario.At(stated, 2020)),
		scenario.Total(stated).Plus(scenario.Total(spent)),
		scenario.At(spent, 2020).Over(scenario.At(stated, 2020), burden.RoundTo("0.01", burden.HalfUp)),
		scenario.Average(spent.As(burden.Rate), stated, burden.RoundTo("0.01", burden.HalfUp)),
	} {
		_, err := s.Measure(m)
		assert.ErrorIs(t, err, burden.ErrYearBasis, m.String())
		assert.ErrorContains(t, err, "by prior_october years")
		assert.ErrorContains(t, err, "by calendar years")
		_, err = scenario.Solve(s, m, 1, extra, scenario.NewSteps(0, 1, 1))
		assert.ErrorIs(t, err, burden.ErrYearBasis)
		_, err = scenario.Attribute(s, toy.With(t, s, "x", scenario.Set(extra, 1)), m)
		assert.ErrorIs(t, err, burden.ErrYearBasis)
		w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(extra, []int{0, 1})), Metrics: []scenario.Metric{m}}
		_, err = w.Summarize(t.Context())
		assert.ErrorIs(t, err, burden.ErrYearBasis, "before anything is run")
	}
	// The model's lines count, whatever the handles say.
	_, err := s.Measure(scenario.At(spent.On(burden.Calendar), 2020).Minus(scenario.At(stated.On(burden.FiscalOctober), 2020)))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	v, err := s.Measure(scenario.At(spent.On(burden.Calendar), 2021).Minus(scenario.At(spent, 2020)))
	require.NoError(t, err)
	dectest.Equal(t, "150", v)
	// Converted, they meet.
	m, err := s.Model().With(burden.ConvertYears(weight.On(burden.FiscalOctober), 2020, 2022, local, burden.Calendar, burden.Rounding{}))
	require.NoError(t, err)
	v, err = scenario.Baseline(m, 2020, 2022).Measure(scenario.Total(spent).Over(scenario.Total(weight), burden.RoundTo("0.01", burden.HalfUp)))
	require.NoError(t, err)
	dectest.Equal(t, "19.53", v) // 1050 / (8.75 + 17.5 + 27.5) = 1050 / 53.75 = 19.534…
}

// What scenarios are asked otherwise works by fiscal years too.
func TestQuestionsByFiscalYears(t *testing.T) {
	s := fiscal(t)
	more := toy.With(t, s, "more", scenario.Set(extra, 1, scenario.From(2021)), scenario.Scale(funds, 2))
	a, err := scenario.Attribute(s, more, scenario.At(spent, 2021)) // 300 to 400 × 2 = 800
	require.NoError(t, err)
	dectest.Equal(t, "500", a.Difference)
	a, err = scenario.AttributeYears(s, spent, 2020, 2021)
	require.NoError(t, err)
	dectest.Equal(t, "150", a.Difference)
	c, err := scenario.Compare(s, more)
	require.NoError(t, err)
	assert.NotEmpty(t, c.Rows())
	x, err := scenario.Solve(s, scenario.At(spent, 2022), 800, extra, scenario.NewSteps(0, 2, 1))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 1"}, answers(x))
	assert.True(t, x.Proved)

	// Rounded, or not at all, or at the end: the grown amount leads to the next year.
	level := burden.NewLine("level", burden.KRW).On(burden.FiscalOctober)
	rate := burden.NewParam("rate", burden.Ratio, burden.ByYear(map[int]string{2021: "5%", 2022: "5%"}).On(burden.FiscalOctober))
	m, err := burden.NewModel("grown", burden.Escalation(level, 2020, burden.Amount(10, burden.KRW), rate, burden.RoundTo("1", burden.HalfUp)))
	require.NoError(t, err)
	grown := scenario.Baseline(m, 2020, 2022)
	expect(t, grown, level, "10 11 12") // 10.5, 11.55
	_, err = scenario.AttributeYears(grown, level, 2021, 2022)
	assert.NoError(t, err)
	impacts := impact(t, grown, scenario.At(level, 2022), scenario.RoundingConvention{AtEnd: true})
	assert.NotNil(t, impacts)

	// Growth at a constant rate fits any basis, in metrics and in what is rebuilt.
	flat := burden.NewIndexRule("flat", burden.Index{Driver: extra})
	m, err = burden.NewModel("flat", flat, spent.Starts(2020, funds).Then(spent.Previous().GrownBy(flat).RoundedTo("1", burden.HalfUp)), stated.Is(local.GrownBy(flat)))
	require.NoError(t, err)
	constant := scenario.Baseline(m, 2020, 2022, spent, stated, flat.Applied())
	expect(t, constant, spent, "100 150 225")
	for _, l := range []burden.Line{spent, stated} {
		v, err := constant.Measure(scenario.Average(flat.Applied(), l, burden.Rounding{}))
		require.NoError(t, err)
		dectest.Equal(t, "0.5", v)
		_, err = scenario.AttributeYears(constant, l, 2021, 2022)
		assert.NoError(t, err)
	}
	impact(t, constant, scenario.At(spent, 2022), scenario.RoundingConvention{Mode: burden.Down}, scenario.RoundingConvention{AtEnd: true})
	_, err = constant.Measure(scenario.At(spent, 2022).Minus(scenario.At(stated, 2022)))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = constant.With("x", scenario.Define(flat.With(func(x *burden.Index) {
		x.AddOns = []burden.Operand{burden.NewParam("step", burden.Ratio, burden.ByYear(map[int]int{2020: 0, 2021: 0, 2022: 0}))}
	})))
	assert.ErrorIs(t, err, burden.ErrYearBasis, "no longer")

	// Through a conversion, which a proof follows.
	converted := burden.NewLine("converted", burden.KRW)
	m, err = s.Model().With(burden.ConvertYears(converted, 2021, 2021, spent, burden.FiscalOctober, burden.Rounding{}))
	require.NoError(t, err)
	moved := scenario.Baseline(m, 2021, 2021, converted)
	expect(t, moved, converted, "375") // 300 × 9/12 + 600 × 3/12
	x, err = scenario.Solve(moved, scenario.At(converted, 2021), 250, extra, scenario.NewSteps(0, 2, 1))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0"}, answers(x)) // 200 × 9/12 + 400 × 3/12
	_, err = scenario.AttributeYears(moved, converted, 2021, 2021)
	assert.NoError(t, err)

	// Nothing to measure is no panic.
	for _, p := range []*burden.Projection{nil, {}} {
		_, err = scenario.At(spent, 2020).Of(p)
		assert.ErrorIs(t, err, burden.ErrIncomplete)
		_, err = scenario.Metric{}.Of(p)
		assert.ErrorIs(t, err, burden.ErrIncomplete)
	}
}

// TestTwoScenariosOnDifferentYears: what one has by calendar years and the other by
// fiscal ones is not set side by side, however the line came by its basis.
func TestTwoScenariosOnDifferentYears(t *testing.T) {
	out := burden.NewLine("out", burden.KRW)
	with := func(s burden.Series) *scenario.Scenario {
		m, err := burden.NewModel("m", out.Is(burden.NewParam("a", burden.KRW, s)))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2021)
	}
	figures := burden.ByYear(map[int]int{2020: 100, 2021: 110})
	a, b := with(figures), with(figures.On(burden.FiscalApril))
	_, err := scenario.Compare(a, b)
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = scenario.Attribute(a, b, scenario.Total(out))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, _, err = scenario.PaybackYear(a, b, out)
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = scenario.Backtest(b, out, figures, burden.Rounding{})
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	r, err := scenario.Revise(a, b)
	require.NoError(t, err)
	assert.Contains(t, r.String(), "a: KRW, calendar years became KRW, april years (changed rule)")
	_, err = r.Bridge(scenario.Total(out), "1")
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	// One value for every year fits any.
	_, err = scenario.Compare(b, with(burden.Constant(5)))
	assert.NoError(t, err)
}

// The change of a real amount between years is attributed like any other, whatever year
// basis it is on: 100 in 2020 is 150 in 2021, by growth of 50 %.
func TestAttributeYearsOfARealAmount(t *testing.T) {
	real := burden.NewLine("real", burden.KRW.AtPrices(2019))
	base := burden.NewParam("base", real.Unit(), burden.ByYear(map[int]int{2020: 100}).On(burden.FiscalOctober))
	growth := burden.NewParam("growth", burden.Ratio, burden.ByYear(map[int]string{2021: "50%", 2022: "20%"}).On(burden.FiscalOctober))
	m, err := burden.NewModel("m", real.Starts(2020, base).Then(real.Previous().GrownBy(growth)))
	require.NoError(t, err)
	x, err := scenario.AttributeYears(scenario.Baseline(m, 2020, 2022), real, 2021, 2022)
	require.NoError(t, err)
	dectest.Equal(t, "150", x.Baseline)
	dectest.Equal(t, "180", x.Alternative)
	_, err = scenario.Baseline(m, 2020, 2022).With("x", scenario.Define(burden.NewLine("moved", real.Unit()).Is(real.Formula.On(burden.Calendar))))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
}
