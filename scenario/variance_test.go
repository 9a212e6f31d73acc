package scenario_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// TestVarianceOf2015: agreed 932.0 bn won, drafted 844.8 bn; 872 / 8448 = 10.32 %.
// Source: Defense White Paper 2018; AjuNews, 18 September 2014.
func TestVarianceOf2015(t *testing.T) {
	agreed := burden.ByYear(map[int]string{2015: "932.0e9", 2016: "944.1e9"}).Sourced("white paper", burden.Confirmed).AtStage(burden.Agreed)
	drafted := burden.ByYear(map[int]string{2014: "1", 2015: "844.8e9"}).Sourced("AjuNews", burden.Confirmed).AtStage(burden.Expected)
	won := func(name string, s burden.Series) burden.Param { return burden.NewParam(name, burden.KRW, s) }
	list, err := scenario.VarianceOf(won("drafted", drafted), won("agreed", agreed))
	require.NoError(t, err)
	require.Len(t, list, 1)
	dectest.Equal(t, "87200000000", list[0].Difference)
	assert.Equal(t, burden.Expected, list[0].Planned.Stage)
	assert.Equal(t, burden.Agreed, list[0].Came.Stage)
	dectest.Equal(t, "0.103", list[0].Ratio(burden.RoundTo("0.1%", burden.HalfUp)).Amount)
	assert.Equal(t, "2015: planned 844,800,000,000 KRW [expected, confirmed], came 932,000,000,000 KRW [agreed, confirmed], difference 87,200,000,000 KRW", list[0].String())
	assert.Contains(t, list.String(), "10.3 %")

	_, err = scenario.VarianceOf(won("drafted", drafted), won("agreed", agreed.On(burden.FiscalOctober)))
	require.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = scenario.VarianceOf(won("drafted", drafted), burden.NewParam("agreed", burden.KRW.AtPrices(2019), agreed))
	require.ErrorIs(t, err, burden.ErrUnit)
	_, err = scenario.VarianceOf(won("drafted", burden.ByYear(map[int]string{2015: "x"})), won("agreed", agreed))
	require.ErrorIs(t, err, burden.ErrNumber)
	_, err = scenario.VarianceOf(won("a", burden.Constant(1)), won("b", burden.Constant(2)))
	require.ErrorIs(t, err, burden.ErrTooLarge)
	zero, err := scenario.VarianceOf(won("nothing", burden.ByYear(map[int]int{2015: 0})), won("agreed", agreed))
	require.NoError(t, err)
	assert.False(t, zero[0].Ratio(burden.RoundTo("1", burden.HalfUp)).Present)
	double, err := scenario.VarianceOf(won("planned", burden.ByYear(map[int]int{2015: 2})), won("came", burden.ByYear(map[int]int{2015: 5})))
	require.NoError(t, err)
	assert.Contains(t, double.String(), "150 %")
	assert.Empty(t, scenario.Variances(nil).String())
}

// TestPaybackYear: 50 once against 10 more a year is paid back in the sixth year, when
// 5 × 10 have been saved and the sixth adds to it: Σ of 50, 0, … ≤ Σ of 10, 10, … first
// where 50 ≤ 10 n, n = 5, the year 2024.
func TestPaybackYear(t *testing.T) {
	cost := burden.NewLine("cost", burden.KRW)
	running := burden.NewParam("running", burden.KRW, burden.Constant(10))
	once := burden.NewParam("once", burden.KRW, burden.Constant(0).Set(2020, 2020, burden.Entry{Value: decimal.NewFromInt(50)}))
	m, err := burden.NewModel("m", cost.Is(running.Formula))
	require.NoError(t, err)
	keep := scenario.Baseline(m, 2020, 2029)
	invest, err := keep.With("invest", scenario.Define(cost.Is(once.Formula)))
	require.NoError(t, err)
	year, ok, err := scenario.PaybackYear(keep, invest, cost)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, 2024, year)
	year, ok, err = scenario.PaybackYear(invest, keep, cost) // until 2024 it is no dearer, then it is
	require.NoError(t, err)
	assert.False(t, ok)
	assert.Zero(t, year)

	// A cost that comes back late undoes what was paid back: 50 again in 2026, so that
	// 100 ≤ 10 n first where n = 10, the year 2029.
	late, err := keep.With("late", scenario.Define(cost.Is(burden.NewParam("twice", burden.KRW, once.Series().Set(2026, 2026, burden.Entry{Value: decimal.NewFromInt(50)})).Formula)))
	require.NoError(t, err)
	year, ok, err = scenario.PaybackYear(keep, late, cost)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, 2029, year)

	// Of a level, the level counts.
	level := cost.As(burden.Stock)
	a := stockScenario(t, level, map[int]int{2020: 5, 2021: 9, 2022: 12})
	b := stockScenario(t, level, map[int]int{2020: 8, 2021: 9, 2022: 11})
	year, ok, err = scenario.PaybackYear(a, b, level)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, 2021, year)

	// What is paid before the baseline has the line counts: 100 in 2020, then 1 a year,
	// against 10 a year from 2021; 100 + n ≤ 10 n first where n = 12, the year 2032.
	early := flowScenario(t, cost, map[int]int{2020: 100}, 1)
	saved := flowScenario(t, cost, nil, 10)
	year, ok, err = scenario.PaybackYear(saved, early, cost)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, 2032, year)

	rate := stockScenario(t, cost.As(burden.Rate), map[int]int{2020: 5, 2021: 9, 2022: 12})
	_, _, err = scenario.PaybackYear(rate, rate, cost)
	require.ErrorIs(t, err, burden.ErrUnit)
	_, _, err = scenario.PaybackYear(keep, scenario.Baseline(m, 2021, 2029), cost)
	require.ErrorIs(t, err, scenario.ErrBaseline)
	_, _, err = scenario.PaybackYear(keep, nil, cost)
	require.Error(t, err)
	_, _, err = scenario.PaybackYear(keep, keep, burden.NewLine("other", burden.KRW))
	require.ErrorIs(t, err, burden.ErrUnknownName)
}

// flowScenario has given amounts, and from 2021 to 2040 the same every year.
func flowScenario(t *testing.T, l burden.Line, first map[int]int, then int) *scenario.Scenario {
	t.Helper()
	yearly := burden.NewParam("yearly", burden.KRW, burden.Constant(then))
	d := l.Starts(2021, yearly)
	for year, v := range first {
		d = d.From(year, burden.Amount(v, burden.KRW)).From(2021, yearly)
	}
	m, err := burden.NewModel("m", d)
	require.NoError(t, err)
	return scenario.Baseline(m, 2020, 2040)
}

func stockScenario(t *testing.T, l burden.Line, values map[int]int) *scenario.Scenario {
	t.Helper()
	m, err := burden.NewModel("m", l.Is(burden.NewParam("v", burden.KRW, burden.ByYear(values)).Formula))
	require.NoError(t, err)
	return scenario.Baseline(m, 2020, 2022)
}

func TestRegister(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	a := burden.NewParam("a", burden.KRW, burden.Constant(10).Sourced("treaty", burden.Confirmed)).Within("0", "100").Estimated("5", "10", "20").For("budget")
	b := burden.NewParam("b", burden.Ratio, burden.ByYear(map[int]string{2020: "5%", 2021: "6%"}).Sourced("office", burden.Derived).AtStage(burden.Budgeted))
	m, err := burden.NewModel("m", x.Is(a.Times(b)))
	require.NoError(t, err)
	base := scenario.Baseline(m, 2020, 2021)
	list := base.Register()
	require.Len(t, list, 3)
	assert.Equal(t, "b", list[1].Param.Name())
	assert.Equal(t, scenario.In(2020), list[1].Years)
	assert.Equal(t, "office", list[1].Source)
	for _, row := range list {
		assert.False(t, row.Changed)
	}
	high, err := base.With("high", scenario.Set(a, 20, scenario.In(2021)))
	require.NoError(t, err)
	changed := 0
	for _, row := range high.Register() {
		if row.Changed {
			changed++
			dectest.Equal(t, "20", row.Value)
			assert.Equal(t, scenario.In(2021), row.Years)
		}
	}
	assert.Equal(t, 1, changed)
	text := high.Register().String()
	for _, want := range []string{"5 / 10 / 20", "0 to 100", "budget; treaty", "budgeted, derived", "assumed, changed"} {
		assert.Contains(t, text, want)
	}
	assert.Nil(t, (*scenario.Scenario)(nil).Register())

	// The triple feeds a tornado, by hand 20 × 5 % - 5 × 5 % = 0.75 in 2020 …
	w := scenario.Sweep{Scenario: base, Metrics: []scenario.Metric{scenario.At(x, 2020)}}
	axes := scenario.EstimateAxes(m)
	require.Len(t, axes, 1)
	bars, err := scenario.OneAtATime(context.Background(), w, axes...)
	require.NoError(t, err)
	dectest.Equal(t, "0.75", bars[0].Bars[0].Swing.Amount)
	// … and a simulation, whose draws stay between low and high.
	w.Design = scenario.Simulation{Seed: 1, Runs: 200, Inputs: scenario.EstimateInputs(m, scenario.Between(2020, 2021), burden.RoundTo("0.01", burden.HalfUp))}
	sum, err := w.Summarize(context.Background())
	require.NoError(t, err)
	low, _ := sum.Metrics[0].Min()
	upper, _ := sum.Metrics[0].Max()
	assert.True(t, low.GreaterThanOrEqual(decimal.RequireFromString("0.25")), low)
	assert.True(t, upper.LessThanOrEqual(decimal.NewFromInt(1)), upper)
	assert.Nil(t, scenario.EstimateAxes(nil))
}

// A forecast that began before the last actual goes on after it.
func TestSpliceCutsTheForecast(t *testing.T) {
	s := burden.ByYear(map[int]int{2019: 1, 2020: 2}).Splice(burden.Constant(9))
	_, err := burden.NewModel("m", burden.NewParam("p", burden.Ratio, s))
	require.NoError(t, err)
	for year, want := range map[int]string{2019: "1", 2020: "2", 2021: "9", 2050: "9"} {
		e, ok := s.At(year)
		require.True(t, ok)
		dectest.Equal(t, want, e.Value, year)
	}
	_, ok := s.At(2018)
	assert.False(t, ok)
}

func TestRegisterNamesTheYears(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.Constant(10))
	b := burden.NewParam("b", burden.KRW, burden.ByYear(map[int]int{2020: 5}))
	m, err := burden.NewModel("m", burden.NewLine("x", burden.KRW).Is(a.Plus(b)))
	require.NoError(t, err)
	lines := strings.Split(scenario.Baseline(m, 2020, 2020).Register().String(), "\n")
	assert.Contains(t, lines[1], "a          all ")
	assert.Contains(t, lines[2], "b          2020 ")
}
