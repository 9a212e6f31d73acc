package scenario_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// division is x = round(a / b, 1) with a from 0 to 9 and b from 0 to 4: where b is
// zero a scenario fails.
func division(t *testing.T) (scenario.Sweep, burden.Param, burden.Param) {
	t.Helper()
	a := burden.NewParam("a", burden.KRW, burden.Constant(0))
	b := burden.NewParam("b", burden.Ratio, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	model, err := burden.NewModel("m", x.Is(a.Over(b).RoundedTo("1", burden.Down)))
	require.NoError(t, err)
	s := scenario.Baseline(model, 2020, 2021)
	return scenario.Sweep{
		Scenario: s,
		Design: scenario.NewGrid(
			scenario.NewAxis(a, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}),
			scenario.NewStepAxis(b, scenario.NewSteps(0, 4, 1), scenario.In(2021))),
		Metrics: []scenario.Metric{scenario.At(x, 2021), scenario.Total(x)},
	}, a, b
}

func TestGridIsIndexed(t *testing.T) {
	w, _, _ := division(t)
	require.Equal(t, 50, w.Design.Len())
	p := w.Design.At(23) // 23 = 4 × 5 + 3
	assert.Equal(t, "a", p[0].Param.Name())
	dectest.Equal(t, "4", p[0].Value)
	dectest.Equal(t, "3", p[1].Value)
}

// TestSweep compares every outcome with integer division.
func TestSweep(t *testing.T) {
	for _, workers := range []int{0, 1, 3} {
		w, _, _ := division(t)
		w.Workers = workers
		var seen []int
		w.Progress = func(done, of int) { seen = append(seen, done); assert.Equal(t, 50, of) }
		i := 0
		for o, err := range w.Run(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, i, o.Index)
			a, b := i/5, i%5
			if b == 0 {
				require.ErrorIs(t, o.Err, burden.ErrDivisionByZero)
				assert.Contains(t, o.Err.Error(), "["+strconv.Itoa(i)+"]")
			} else {
				require.NoError(t, o.Err)
				dectest.Equal(t, strconv.Itoa(a/b), o.Values[0], i)
				dectest.Equal(t, strconv.Itoa(a+a/b), o.Values[1], i) // in 2020 b is one
			}
			i++
		}
		assert.Equal(t, 50, i)
		assert.True(t, slices.IsSorted(seen))
		assert.Equal(t, 50, seen[len(seen)-1])
	}
}

// TestRangesMerge: the design cut in seven, summed up apart and merged in an odd
// order through JSON, gives the bytes of the whole.
func TestRangesMerge(t *testing.T) {
	w, _, _ := division(t)
	whole, err := w.Summarize(t.Context())
	require.NoError(t, err)
	want, err := json.Marshal(whole)
	require.NoError(t, err)
	merged := scenario.NewSummary(w.Metrics...)
	for _, k := range []int{4, 0, 6, 2, 5, 1, 3} {
		part := w
		part.From, part.To = k*50/7, (k+1)*50/7
		s, err := part.Summarize(t.Context())
		require.NoError(t, err)
		text, err := json.Marshal(s)
		require.NoError(t, err)
		var travelled scenario.Summary
		require.NoError(t, json.Unmarshal(text, &travelled))
		require.NoError(t, merged.Merge(&travelled))
	}
	got, err := json.Marshal(merged)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))

	m := whole.Metrics[0]
	assert.Equal(t, 40, m.Count)
	assert.Equal(t, 10, whole.Failed)
	assert.Len(t, whole.Failures, 10)
	assert.Equal(t, 0, whole.Failures[0].Index)
	// Σ a/b over a to 9 and b to 4, by hand: 45 + 20 + 12 + 8.
	dectest.Equal(t, "85", m.Sum)
	for p, want := range map[string]string{"0": "0", "0.5": "1", "1": "9"} {
		q, err := m.Quantile(p)
		require.NoError(t, err)
		require.True(t, q.Present)
		dectest.Equal(t, want, q.Amount, p)
	}
	low, _ := m.Min()
	high, _ := m.Max()
	dectest.Equal(t, "0", low)
	dectest.Equal(t, "9", high)
	mean, err := m.Mean(burden.RoundTo("0.001", burden.HalfEven))
	require.NoError(t, err)
	dectest.Equal(t, "2.125", mean) // 85/40
	assert.Equal(t, 4, m.Between(decimal.NewFromInt(6), decimal.NewFromInt(9)))
	bins, err := m.Histogram("5")
	require.NoError(t, err)
	require.Len(t, bins, 2)
	assert.Equal(t, 35, bins[0].Count) // 5 to 9 only with b = 1
	assert.Equal(t, 5, bins[1].Count)
}

func TestSummaryRefuses(t *testing.T) {
	w, _, _ := division(t)
	s := scenario.NewSummary(w.Metrics...)
	require.ErrorIs(t, s.Merge(nil), scenario.ErrBaseline)
	require.ErrorIs(t, s.Merge(scenario.NewSummary()), scenario.ErrBaseline)
	s.Add(scenario.Outcome{Index: 3})
	assert.Equal(t, 1, s.Failed)
	_, ok := s.Metrics[0].Min()
	assert.False(t, ok)
	none, err := s.Metrics[0].Quantile("50%")
	require.NoError(t, err)
	assert.False(t, none.Present)
	_, err = s.Metrics[0].Mean(burden.Rounding{})
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
	_, err = s.Metrics[0].Histogram("0")
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	bins, err := s.Metrics[0].Histogram("1")
	require.NoError(t, err)
	assert.Empty(t, bins)
	s.Add(scenario.Outcome{Values: []decimal.Decimal{decimal.NewFromInt(0), decimal.NewFromInt(0)}})
	s.Add(scenario.Outcome{Values: []decimal.Decimal{decimal.NewFromInt(1), decimal.NewFromInt(0)}})
	_, err = s.Metrics[0].Histogram("0.00001")
	require.ErrorIs(t, err, burden.ErrTooLarge)
	for _, text := range []string{`{`, `{"metrics":[{"metric":"m","values":[{"value":"x","count":1}]}]}`, `{"metrics":[{"metric":"m","values":[{"value":"1","count":0}]}]}`} {
		require.Error(t, json.Unmarshal([]byte(text), s), text)
	}
	// More failures than are named are still counted.
	for i := range 1500 {
		s.Add(scenario.Outcome{Index: 1500 - i, Err: burden.ErrMissingYear})
	}
	assert.Equal(t, 1501, s.Failed)
	assert.Len(t, s.Failures, 1000)
	assert.Equal(t, 1, s.Failures[0].Index)
}

func TestSweepFaults(t *testing.T) {
	w, a, b := division(t)
	foreign := burden.NewParam("nobody", burden.KRW, burden.Constant(0))
	x := w.Metrics[0]
	for name, c := range map[string]struct {
		change func(*scenario.Sweep)
		cause  error
	}{
		"no scenario": {func(w *scenario.Sweep) { w.Scenario = nil }, burden.ErrIncomplete},
		"no design":   {func(w *scenario.Sweep) { w.Design = nil }, burden.ErrIncomplete},
		"no metric":   {func(w *scenario.Sweep) { w.Metrics = nil }, burden.ErrIncomplete},
		"zero metric": {func(w *scenario.Sweep) { w.Metrics = []scenario.Metric{{}} }, burden.ErrIncomplete},
		"foreign line": {func(w *scenario.Sweep) {
			w.Metrics = []scenario.Metric{scenario.At(burden.NewLine("y", burden.KRW), 2020)}
		}, burden.ErrUnknownName},
		"mixed units": {func(w *scenario.Sweep) {
			w.Metrics = []scenario.Metric{x.Plus(scenario.At(burden.NewLine("x", burden.USD), 2020))}
		}, burden.ErrUnit},
		"range":      {func(w *scenario.Sweep) { w.To = 51 }, burden.ErrOutOfRange},
		"empty grid": {func(w *scenario.Sweep) { w.Design = scenario.NewGrid() }, burden.ErrIncomplete},
		"empty axis": {func(w *scenario.Sweep) { w.Design = scenario.NewGrid(scenario.NewAxis(a, []int(nil))) }, burden.ErrIncomplete},
		"bad value":  {func(w *scenario.Sweep) { w.Design = scenario.NewGrid(scenario.NewAxis(a, []string{"1", "x"})) }, burden.ErrNumber},
		"same axis": {func(w *scenario.Sweep) {
			w.Design = scenario.NewGrid(scenario.NewAxis(b, []int{1}), scenario.NewAxis(b, []int{2}, scenario.In(2020)))
		}, scenario.ErrConflict},
		"huge grid": {func(w *scenario.Sweep) {
			wide := make([]int, 100000)
			w.Design = scenario.NewGrid(scenario.NewAxis(a, wide), scenario.NewAxis(b, wide))
		}, burden.ErrTooLarge},
	} {
		bad := w
		c.change(&bad)
		_, err := bad.Summarize(t.Context())
		require.ErrorIs(t, err, c.cause, name)
	}
	// A parameter that the model does not have fails in each scenario, by name.
	w.Design = scenario.List{{{Param: foreign}}, {{Param: burden.NewParam("a", burden.USD, burden.Constant(0))}}, {}}
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 2, s.Failed)
	assert.Contains(t, s.Failures[0].Error, "nobody")
	assert.Contains(t, s.Failures[1].Error, "unit of a")
}

// endless is a design long enough not to be finished.
type endless struct{ scenario.List }

func (endless) Len() int              { return 1 << 30 }
func (endless) At(int) scenario.Point { return nil }

// TestCancel: once a sweep is cancelled, each worker ends its scenario and begins no
// other, and no goroutine stays; nor does one of a sweep whose reader stops.
func TestCancel(t *testing.T) {
	defer nothingStays(t)()
	w, _, _ := division(t)
	d := &asked{Design: endless{}}
	w.Design, w.Workers = d, 3
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	var begun int64
	for o, err := range w.Run(ctx) {
		if err != nil {
			last = err
			assert.Nil(t, o.Values)
			break
		}
		if n++; n == 100 {
			cancel()
			begun = d.times.Load()
		}
	}
	require.ErrorIs(t, last, context.Canceled)
	assert.LessOrEqual(t, d.times.Load()-begun, int64(w.Workers))
	assert.Less(t, n, 200, "what is yielded after the cancel is of one block")
	for range w.Run(t.Context()) {
		if n++; n > 300 {
			break
		}
	}
	cancelled, stop := context.WithCancel(t.Context())
	stop()
	_, err := w.Summarize(cancelled)
	require.ErrorIs(t, err, context.Canceled)
}

func TestMetrics(t *testing.T) {
	w, a, _ := division(t)
	s, err := w.Scenario.With("a", scenario.Set(a, 7))
	require.NoError(t, err)
	x := m1(t, s)
	for text, c := range map[string]struct {
		m    scenario.Metric
		want string
	}{
		"x 2020":               {scenario.At(x, 2020), "7"},
		"total of x":           {scenario.Total(x), "14"},
		"total of x in 2021":   {scenario.Total(x, scenario.In(2021)), "7"},
		"total of x - x 2020":  {scenario.Total(x).Minus(scenario.At(x, 2020)), "7"},
		"x 2020 + x 2021":      {scenario.At(x, 2020).Plus(scenario.At(x, 2021)), "14"},
		"total of x from 2021": {scenario.Total(x, scenario.From(2021)), "7"},
		"total of x in 2020 + total of x in 2021": {scenario.Total(x, scenario.In(2020), scenario.In(2021)), "14"},
	} {
		got, err := s.Measure(c.m)
		require.NoError(t, err, text)
		dectest.Equal(t, c.want, got, text)
		assert.Equal(t, text, c.m.String())
		assert.Equal(t, burden.KRW, c.m.Unit())
	}
	assert.Equal(t, "-x 2020", scenario.Metric{}.Minus(scenario.At(x, 2020)).String())
	assert.Equal(t, burden.Ratio, scenario.Metric{}.Unit())
	_, err = s.Measure(scenario.At(x, 2030))
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = s.Measure(scenario.Metric{})
	require.ErrorIs(t, err, burden.ErrIncomplete)
}

// TestShards: parts cover a design once, also when there are more parts than
// scenarios, so that some are empty.
func TestShards(t *testing.T) {
	w, _, _ := division(t)
	for _, n := range []int{1, 7, 80} {
		seen := map[int]int{}
		for i := range n {
			for o, err := range w.Shard(i, n).Run(t.Context()) {
				require.NoError(t, err)
				seen[o.Index]++
			}
		}
		require.Len(t, seen, 50, n)
		for i, times := range seen {
			assert.Equal(t, 1, times, i)
		}
	}
	for _, bad := range [][2]int{{0, 0}, {-1, 3}, {3, 3}} {
		_, err := w.Shard(bad[0], bad[1]).Summarize(t.Context())
		require.ErrorIs(t, err, burden.ErrOutOfRange)
	}
	w.Design = nil
	_, err := w.Shard(0, 1).Summarize(t.Context())
	require.ErrorIs(t, err, burden.ErrIncomplete)
}

// TestFaultsBeforeTheFirstScenario: what is wrong for every scenario is the sweep's
// fault, not an entry in the ledger.
func TestFaultsBeforeTheFirstScenario(t *testing.T) {
	w, _, _ := division(t)
	x := m1(t, w.Scenario)
	for name, c := range map[string]struct {
		m     scenario.Metric
		cause error
	}{
		"another unit":     {scenario.At(burden.NewLine(x.Name(), burden.USD), 2020), burden.ErrUnit},
		"another year":     {scenario.At(x, 2030), burden.ErrOutOfRange},
		"years of nothing": {scenario.Total(x, scenario.Years{}), burden.ErrOutOfRange},
		"reversed years":   {scenario.Total(x, scenario.Between(2021, 2020)), burden.ErrOutOfRange},
	} {
		bad := w
		bad.Metrics = []scenario.Metric{c.m}
		_, err := bad.Summarize(t.Context())
		require.ErrorIs(t, err, c.cause, name)
	}
	// A total beyond the scenario's years is not cut short.
	_, err := w.Scenario.Measure(scenario.Total(x, scenario.Between(2021, 2040)))
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	// A grid with an axis of nothing is a fault, not a sweep of nothing.
	w.Design = scenario.NewGrid(scenario.Axis{})
	_, err = w.Summarize(t.Context())
	require.ErrorIs(t, err, burden.ErrIncomplete)
	// Beyond its ends a design has points that cannot be applied.
	w.Design = endlessPoints{scenario.NewGrid()}
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 2, s.Failed)
}

// endlessPoints asks a grid and a list for points that they do not have.
type endlessPoints struct{ grid scenario.Grid }

func (endlessPoints) Len() int { return 2 }
func (d endlessPoints) At(i int) scenario.Point {
	if i == 0 {
		return d.grid.At(7)
	}
	return scenario.List{}.At(-1)
}

// TestOddSettings: absurdly many workers are as many as there is work for, a cause
// given with the cancellation is kept, and a summary made by hand can be added to.
func TestOddSettings(t *testing.T) {
	w, _, _ := division(t)
	w.Workers = 1 << 30
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 40, s.Metrics[0].Count)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(burden.ErrOutOfRange)
	_, err = w.Summarize(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	byHand := &scenario.Summary{Metrics: []scenario.MetricSummary{{Metric: "m"}}}
	byHand.Add(scenario.Outcome{Values: []decimal.Decimal{decimal.NewFromInt(1)}})
	assert.Equal(t, 1, byHand.Metrics[0].Count)
	require.Error(t, json.Unmarshal([]byte(`{"failed":0,"failures":[{"index":1,"error":"e"}]}`), byHand))
	require.Error(t, json.Unmarshal([]byte(`{"metrics":[{"metric":"m","values":[{"value":"1","count":9223372036854775807}]}]}`), byHand))
}

// Of a range, progress counts the range, and of nothing there is nothing to report.
func TestProgressOfARange(t *testing.T) {
	w, _, _ := division(t)
	w.From, w.To = 10, 50
	var last [2]int
	w.Progress = func(done, of int) { last = [2]int{done, of} }
	_, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, [2]int{40, 40}, last)
}

func TestFaultyShardsAndDesigns(t *testing.T) {
	w, _, _ := division(t)
	for _, s := range []scenario.Sweep{w.Shard(-1, 2), w.Shard(2, 2), w.Shard(0, 0), w.Shard(-2, -1)} {
		_, err := s.Summarize(t.Context())
		require.ErrorIs(t, err, burden.ErrOutOfRange)
	}
	for _, i := range []int{-1, 0, 1} {
		assert.Len(t, scenario.List{}.At(i), 1, "a point that is a fault")
		assert.Len(t, scenario.NewGrid().At(i), 1)
	}
	a := burden.NewParam("a", burden.KRW, burden.Constant(0))
	w.Design = scenario.NewGrid(scenario.NewAxis(a, []string{"one", "1e999999"}))
	_, err := w.Summarize(t.Context())
	require.ErrorIs(t, err, burden.ErrNumber, "the first fault is told")
	assert.NotErrorIs(t, err, burden.ErrTooLarge)
	assert.Zero(t, scenario.NewGrid().Len())
	assert.Zero(t, scenario.NewGrid(scenario.NewAxis(a, []string{"1", "two"})).Len())
	assert.Zero(t, scenario.NewGrid(scenario.NewAxis(a, []int{1, 2}), scenario.NewAxis(a, []int{1, 2})).Len())
}

// The toy agreement is of 2020 to 2023.
func TestAMetricOutsideTheYears(t *testing.T) {
	_, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: scenario.List{{}}, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2031)}}.Summarize(t.Context())
	assert.EqualError(t, err, "scenario: baseline: burden: toy: contribution 2031: the scenario is 2020 to 2023")
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
}

// A part that is none is a fault, also of a sweep without a design.
func TestShardsThatAreNone(t *testing.T) {
	whole := scenario.Sweep{Scenario: toy.Scenario(t), Design: scenario.List{{}, {}}, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2021)}}
	for i, w := range []scenario.Sweep{
		scenario.Sweep{}.Shard(0, 2), scenario.Sweep{Scenario: whole.Scenario}.Shard(0, 2), scenario.Sweep{Design: (*scenario.Grid)(nil)}.Shard(0, 2),
		whole.Shard(-1, 0), whole.Shard(0, 0), whole.Shard(0, -1), whole.Shard(-1, 2), whole.Shard(2, 2),
	} {
		_, err := w.Summarize(t.Context())
		if i < 3 { // scenario or design is missing
			assert.ErrorIs(t, err, burden.ErrIncomplete, i)
		} else {
			assert.ErrorIs(t, err, burden.ErrOutOfRange, i)
		}
	}
	for i := range 2 {
		sum, err := whole.Shard(i, 2).Summarize(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, sum.Metrics[0].Count)
	}
}
