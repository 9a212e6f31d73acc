package scenario_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// headCost is cost = heads × rate, from 2020 to 2022, of 100 heads at 5 won.
func headCost(t *testing.T) (h, rate burden.Param, cost burden.Line, s *scenario.Scenario) {
	t.Helper()
	h, rate = burden.NewParam("heads", burden.Ratio, burden.Constant(100)), burden.NewParam("rate", burden.KRW, burden.Constant(5))
	cost = burden.NewLine("cost", burden.KRW)
	m, err := burden.NewModel("m", cost.Is(h.Times(rate)))
	require.NoError(t, err)
	return h, rate, cost, scenario.Baseline(m, 2020, 2022)
}

// A point of a sweep, as a scenario, has the figures that the sweep has of it; of two
// settings of a parameter in one year the last counts.
func TestSweepAt(t *testing.T) {
	h, rate, cost, s := headCost(t)
	point := func(value string, y ...scenario.Years) scenario.Setting {
		return scenario.Setting{Param: rate, Value: decimal.RequireFromString(value), Years: y}
	}
	w := scenario.Sweep{
		Scenario: s,
		Metrics:  []scenario.Metric{scenario.At(cost, 2020), scenario.At(cost, 2021), scenario.Total(cost)},
		Design: scenario.List{
			{},
			{point("6", scenario.Between(2020, 2021)), point("7.5", scenario.In(2021))},
			{point("8"), {Param: h, Value: decimal.RequireFromString("10"), Years: []scenario.Years{scenario.In(2022)}}},
		},
	}
	want := [][]string{{"500", "500", "1500"}, {"600", "750", "1850"}, {"800", "800", "1680"}} // by hand: 600+750+500, 800+800+80
	for o, err := range w.Run(t.Context()) {
		require.NoError(t, err)
		require.NoError(t, o.Err)
		at, err := w.At(o.Index)
		require.NoError(t, err)
		for k, m := range w.Metrics {
			dectest.Equal(t, want[o.Index][k], o.Values[k])
			v, err := at.Measure(m)
			require.NoError(t, err)
			dectest.Equal(t, want[o.Index][k], v)
		}
	}
	_, err := w.At(3)
	assert.Error(t, err, "there are three")
	w.Design = scenario.List{{{Param: burden.NewParam("other", burden.KRW, burden.Constant(1)), Value: decimal.RequireFromString("1")}}}
	_, err = w.At(0)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	w.Scenario = nil
	_, err = w.At(0)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// Counts of any quantum are values: 3 of 2.5 are 7.5; more digits than a number may have
// are a fault, told by what runs the axis.
func TestCountedQuanta(t *testing.T) {
	_, rate, cost, s := headCost(t)
	counts := make([]int64, 40)
	for i := range counts {
		counts[i] = int64(i) - 3
	}
	w := scenario.Sweep{Scenario: s, Design: scenario.NewColumns(scenario.NewCountedAxis(rate, "2.5", counts)), Metrics: []scenario.Metric{scenario.At(cost, 2020)}}
	require.True(t, scenario.HasEngine(w))
	for o, err := range w.Run(t.Context()) {
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(decimal.RequireFromString("250").Mul(decimal.NewFromInt(counts[o.Index]))), o.Values[0])
	}
	for _, c := range []struct {
		quantum string
		ok      bool
	}{
		{"0." + strings.Repeat("3", 100), true},
		{"0." + strings.Repeat("3", burden.MaxInputDigits), false},
	} {
		w.Design = scenario.NewColumns(scenario.NewCountedAxis(rate, c.quantum, counts))
		_, err := w.Summarize(t.Context())
		if c.ok {
			assert.NoError(t, err)
		} else {
			assert.ErrorIs(t, err, burden.ErrTooLarge)
		}
	}
}

// A grid may have more axes than the engine tells apart, and a metric be an average
// weighted by another line.
func TestManyAxesAndAverages(t *testing.T) {
	t.Parallel()
	h := burden.NewParam("heads", burden.Ratio, burden.Constant(100))
	rate := burden.NewParam("rate", burden.KRW, burden.Constant(5))
	cost := burden.NewLine("cost", burden.KRW).As(burden.Rate)
	staff := burden.NewLine("staff", burden.Ratio)
	m, err := burden.NewModel("m", cost.Is(rate), staff.Is(h))
	require.NoError(t, err)
	var axes []scenario.Axis
	for y := 1961; y <= 2025; y++ {
		values := []int{y}
		if y > 2019 {
			values = []int{y, y + 1}
		}
		axes = append(axes, scenario.NewAxis(rate, values, scenario.In(y)))
	}
	axes = append(axes, scenario.NewAxis(h, []int{50, 150}, scenario.In(2025)))
	w := scenario.Sweep{
		Scenario: scenario.Baseline(m, 2020, 2025), Design: scenario.NewGrid(axes...),
		Metrics: []scenario.Metric{scenario.Average(cost, staff, burden.RoundTo("0.01", burden.HalfUp)), scenario.At(cost, 2025)},
	}
	plain := plainly(t, w)
	require.Len(t, plain, 128)
	compareWith(t, w, plain)
	// (100 × (2020 + … + 2024) + 50 × 2025) / 550 = (1,011,000 + 101,250) / 550.
	dectest.Equal(t, "2022.27", plain[0].Values[0])
}
