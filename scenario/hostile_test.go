package scenario_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	worst "example.com/burdenshare/internal/hostile"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

// many makes n things.
func many[T any](n int, f func(i int) T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = f(i)
	}
	return list
}

// everyYear is a series with another value in each year there is.
func everyYear(offset int) burden.Series {
	values := map[int]int{}
	for year := burden.MinYear; year <= burden.MaxYear; year++ {
		values[year] = year + offset
	}
	return burden.ByYear(values)
}

// Changes, designs and inputs as many as a mebibyte holds. Where there are limits, the
// worst within them is tried too.
func TestHostileScenarios(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(p))
	require.NoError(t, err)
	base := scenario.Baseline(m, 2000, 2010)
	numbered := func(i int) burden.Param {
		return burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant(i))
	}
	wideModel := func(n int) *burden.Model {
		m, err := burden.NewModel("m", x.Is(burden.Sum(many(n, func(i int) burden.Operand { return numbered(i) })...)))
		require.NoError(t, err)
		return m
	}
	worst.Run(t, "30,000 changes of one parameter", func(t *testing.T) {
		_, err := base.With("many", many(30000, func(i int) scenario.Change { return scenario.Set(p, i, scenario.In(1+i%9999)) })...)
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "as many changes of one parameter as there may be", func(t *testing.T) {
		s, err := base.With("many", many(scenario.MaxScenarioChanges, func(i int) scenario.Change { return scenario.Set(p, i, scenario.In(1+2*i)) })...)
		require.NoError(t, err)
		_, err = scenario.Compare(base, s)
		require.NoError(t, err)
	})
	worst.Run(t, "as many conflicts as there may be", func(t *testing.T) {
		_, err := base.With("many", many(scenario.MaxScenarioChanges, func(i int) scenario.Change { return scenario.Set(p, i) })...)
		require.Error(t, err)
	})
	worst.Run(t, "as many parameters changed as there may be", func(t *testing.T) {
		s, err := scenario.Baseline(wideModel(20000), 2000, 2010).With("many", many(scenario.MaxScenarioChanges, func(i int) scenario.Change { return scenario.Set(numbered(i), -i) })...)
		require.NoError(t, err)
		_, err = s.Project()
		require.NoError(t, err)
		_ = s.Register().String()
	})
	worst.Run(t, "as many overlays as there may be", func(t *testing.T) {
		_, err := base.Apply(many(scenario.MaxScenarioChanges, func(i int) scenario.Overlay {
			return scenario.NewOverlay("o", scenario.Set(p, i, scenario.In(1+2*i))).Priority(i % 7)
		})...)
		require.NoError(t, err)
	})
	worst.Run(t, "60,000 stretches of years", func(t *testing.T) {
		_, err := base.With("many", scenario.Set(p, 1, many(60000, func(i int) scenario.Years { return scenario.In(1) })...))
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "as many stretches of years as there may be", func(t *testing.T) {
		_, err := base.With("many", scenario.Scale(p, 2, many(scenario.MaxScenarioChanges, func(i int) scenario.Years { return scenario.In(1 + 2*i) })...))
		if err != nil {
			require.ErrorIs(t, err, burden.ErrTooLarge)
		}
	})
	worst.Run(t, "a series of every year", func(t *testing.T) {
		a := scenario.Baseline(wideYears(t, everyYear(0)), burden.MinYear, burden.MaxYear)
		b := scenario.Baseline(wideYears(t, everyYear(1)), burden.MinYear, burden.MaxYear)
		_ = b.Register()
		r, err := scenario.Revise(a, b)
		require.NoError(t, err)
		_ = r.Changes()
		v, err := scenario.VarianceOf(burden.NewParam("p", burden.Ratio, everyYear(0)), burden.NewParam("p", burden.Ratio, everyYear(1)))
		if err == nil {
			_ = v.String()
		}
		c, err := scenario.Compare(a, b)
		require.NoError(t, err)
		_ = c.String()
		_, _ = c.Display(display.Style{Balanced: true, Ratios: burden.RoundTo("0.1%", burden.HalfUp)})
		_, _, _ = scenario.PaybackYear(a, b, x)
		_ = everyYear(0).Splice(everyYear(1))
	})
	worst.Run(t, "30,000 axes", func(t *testing.T) {
		_, err := scenario.Sweep{Scenario: base, Metrics: []scenario.Metric{scenario.At(x, 2000)},
			Design: scenario.NewGrid(many(30000, func(i int) scenario.Axis { return scenario.NewAxis(numbered(i), []int{1}) })...)}.Summarize(context.Background())
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "axes of long values", func(t *testing.T) {
		a := scenario.NewAxis(p, many(4000, func(i int) string { return strings.Repeat("9", 250) + "e400" }))
		_, err := scenario.Sweep{Scenario: base, Design: scenario.NewGrid(a), Metrics: []scenario.Metric{scenario.At(x, 2000)}}.Summarize(context.Background())
		require.NoError(t, err)
	})
	worst.Run(t, "20,000 inputs", func(t *testing.T) {
		s := scenario.Simulation{Runs: 10, Sampling: scenario.Halton, Inputs: many(20000, func(i int) scenario.Uncertain {
			return scenario.Uncertain{Param: numbered(i), Years: scenario.In(2000), Process: scenario.EachYear(scenario.Uniform(0, 1)), Grid: fineGrid}
		})}
		_, err := scenario.Sweep{Scenario: base, Design: s, Metrics: []scenario.Metric{scenario.At(x, 2000)}}.Summarize(context.Background())
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "as many inputs and years as there may be, and no run", func(t *testing.T) {
		s := scenario.Simulation{Runs: 10, Sampling: scenario.Halton, Inputs: many(1000, func(i int) scenario.Uncertain {
			return scenario.Uncertain{Param: numbered(i), Years: scenario.Between(2000, 2999), Process: scenario.EachYear(scenario.Uniform(0, 1)), Grid: fineGrid}
		})}
		_, err := scenario.Sweep{Scenario: scenario.Baseline(wideModel(1000), 2000, 2000), Design: s, Metrics: []scenario.Metric{scenario.At(x, 2000)}}.Summarize(context.Background())
		require.Error(t, err)
	})
	worst.Run(t, "steps", func(t *testing.T) {
		_, err := scenario.Solve(base, scenario.At(x, 2000), 5, p, scenario.NewSteps("0", "1e400", "1e-400"))
		require.Error(t, err)
		_, err = scenario.Solve(base, scenario.At(x, 2000), "1000.5", p, scenario.NewSteps(0, 2000000000, 1))
		require.NoError(t, err)
	})
	worst.Run(t, "a summary", func(t *testing.T) {
		var b strings.Builder
		b.WriteString(`{"metrics":[{"metric":"x","values":[`)
		for i := range 25000 { // 10^-400 to 10^400, and between them small ones
			v := decimal.New(1, int32(i-400))
			switch {
			case i >= 24600:
				v = decimal.New(1, int32(i-24598))
			case i >= 400:
				v = decimal.New(int64(i), -3)
			}
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(`{"value":"` + burden.Text(v) + `","count":` + strconv.Itoa(1+i) + `}`)
		}
		b.WriteString(`]}],"failed":0}`)
		var s scenario.Summary
		require.NoError(t, json.Unmarshal([]byte(b.String()), &s))
		require.NoError(t, s.Merge(&s))
		for _, q := range []string{"0", "0.5", "1"} {
			_, err := s.Metrics[0].Quantile(q)
			require.NoError(t, err)
		}
		_, err := s.Metrics[0].Histogram("1e-400")
		require.ErrorIs(t, err, burden.ErrTooLarge)
		_, err = json.Marshal(&s)
		require.NoError(t, err)
	})
	worst.Run(t, "a summary of long numbers", func(t *testing.T) {
		var text strings.Builder
		text.WriteString(`{"metrics":[{"metric":"x","values":[{"value":"1","count":1}`)
		for i := range 64 {
			text.WriteString(`,{"value":"` + strings.Repeat("9", 16000) + strconv.Itoa(10+i) + `","count":1}`)
		}
		text.WriteString(`]}],"failed":0}`)
		var s scenario.Summary
		require.NoError(t, json.Unmarshal([]byte(text.String()), &s))
	})
	worst.Run(t, "a waterfall of as many changes as there may be", func(t *testing.T) {
		a := scenario.Baseline(wideModel(20000), 2000, 2000)
		b, err := a.With("many", many(300, func(i int) scenario.Change { return scenario.Set(numbered(i), -1-i) })...)
		require.NoError(t, err)
		_, err = scenario.Waterfall(a, b, scenario.At(x, 2000))
		require.ErrorIs(t, err, burden.ErrTooLarge)
		_, err = scenario.Attribute(a, b, scenario.At(x, 2000))
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
}

// wideYears is a model of one parameter with that series.
func wideYears(t *testing.T, s burden.Series) *burden.Model {
	t.Helper()
	m, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(burden.NewParam("p", burden.Ratio, s)))
	require.NoError(t, err)
	return m
}
