package scenario_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/anymodel"
)

// TestEngineAgreesWithPlain compares the engine's outcomes with the plain evaluator's, of
// random models, designs and metrics: values, errors and the order of both.
func TestEngineAgreesWithPlain(t *testing.T) {
	t.Parallel()
	goal := 20_000
	if os.Getenv("TAPE_LONG") != "" {
		goal = 1_000_000
	}
	values, failures, engines, sweeps := 0, 0, 0, 0
	for seed := uint64(1); values < goal; seed++ {
		r := rand.New(rand.NewPCG(seed, 11))
		m, err := anymodel.New(r)
		if err != nil {
			continue
		}
		w := anySweep(r, m)
		if w.Design == nil {
			continue
		}
		v, f := compareWithPlain(t, w)
		values, failures, sweeps = values+v, failures+f, sweeps+1
		if scenario.HasEngine(w) {
			engines++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d values, %d failing scenarios, %d of %d sweeps by the engine", values, failures, engines, sweeps)
	assert.Positive(t, failures)
	assert.Greater(t, engines, sweeps/4)
}

func compareWithPlain(t *testing.T, w scenario.Sweep) (values, failures int) {
	t.Helper()
	return compareWith(t, w, plainly(t, w))
}

// plainly are the outcomes of a sweep by the plain evaluator.
func plainly(t *testing.T, w scenario.Sweep) (list []scenario.Outcome) {
	t.Helper()
	for o, err := range scenario.Plainly(w).Run(t.Context()) {
		require.NoError(t, err)
		list = append(list, o)
	}
	return list
}

// failsThroughout reports whether a sweep says that every scenario fails.
func failsThroughout(t *testing.T, w scenario.Sweep) bool {
	t.Helper()
	for _, err := range w.Run(t.Context()) {
		return err != nil && strings.Contains(err.Error(), ": every scenario fails: ")
	}
	return false
}

// compareWith holds a sweep's outcomes against others, and its blocks.
func compareWith(t *testing.T, w scenario.Sweep, want []scenario.Outcome) (values, failures int) {
	t.Helper()
	if failsThroughout(t, w) { // it says so at once, and is right
		for _, o := range want {
			require.Error(t, o.Err)
		}
		return 0, len(want)
	}
	i := 0
	for o, err := range w.Run(t.Context()) {
		require.NoError(t, err)
		require.Less(t, i, len(want))
		require.Equal(t, want[i].Index, o.Index)
		if want[i].Err != nil {
			failures++
			require.EqualError(t, o.Err, want[i].Err.Error(), i)
		} else {
			require.NoError(t, o.Err, i)
			for k, v := range want[i].Values {
				values++
				require.True(t, v.Equal(o.Values[k]), "scenario %d, %s: %s, want %s", o.Index, w.Metrics[k], o.Values[k], v)
			}
		}
		i++
	}
	require.Equal(t, len(want), i)
	// The blocks say the same, lazily.
	for b, err := range w.Blocks(t.Context()) {
		require.NoError(t, err)
		for k := range w.Metrics {
			counts, quantum, ok := b.Counts(k)
			for i := range b.Len() {
				o := want[b.From()+i-w.From]
				got, err := b.Value(i, k)
				if o.Err != nil {
					require.EqualError(t, err, o.Err.Error())
					require.EqualError(t, b.Err(i), o.Err.Error())
					continue
				}
				require.NoError(t, err)
				require.True(t, o.Values[k].Equal(got))
				if ok {
					require.True(t, quantum.Mul(decimal.NewFromInt(counts[i])).Equal(got), "%v × %d", quantum, counts[i])
				}
			}
		}
	}
	return values, failures
}

// anySweep is a sweep of a random design over a model.
func anySweep(r *rand.Rand, m anymodel.Model) scenario.Sweep {
	years := func() []scenario.Years {
		y := anymodel.First + r.IntN(5)
		switch r.IntN(4) {
		case 0:
			return []scenario.Years{scenario.In(y)}
		case 1:
			return []scenario.Years{scenario.From(y), scenario.Between(y-4, y-2)}
		}
		return nil
	}
	kind := r.IntN(4)
	n := 25 + r.IntN(300)
	var axes []scenario.Axis
	for _, p := range m.Varied {
		if r.IntN(5) == 0 {
			continue
		}
		size := n
		if kind == 0 {
			size = 2 + r.IntN(5)
		}
		counts := make([]int64, size)
		for i := range counts {
			counts[i] = p.Low + r.Int64N(p.High-p.Low+1)
		}
		quantum := decimal.New(1, int32(-p.Scale))
		if r.IntN(2) == 0 {
			axes = append(axes, scenario.NewCountedAxis(p.Param, burden.Text(quantum), counts, years()...))
			continue
		}
		values := make([]decimal.Decimal, size)
		for i, k := range counts {
			values[i] = quantum.Mul(decimal.NewFromInt(k))
		}
		if r.IntN(8) == 0 {
			values[r.IntN(size)] = decimal.RequireFromString("123456789012345678901234567890.5")
		}
		axes = append(axes, scenario.NewAxis(p.Param, values, years()...))
	}
	if len(axes) == 0 {
		return scenario.Sweep{}
	}
	w := scenario.Sweep{Scenario: scenario.Baseline(m.Model, anymodel.First, anymodel.Last), Workers: 1 + r.IntN(3)}
	switch kind {
	case 0:
		w.Design = scenario.NewGrid(axes...)
	case 1, 2:
		w.Design = scenario.NewColumns(axes...)
	default: // points written out, some of another shape
		columns := scenario.NewColumns(axes...)
		var list scenario.List
		for i := range columns.Len() {
			p := columns.At(i)
			if r.IntN(30) == 0 {
				p = p[1:]
			}
			list = append(list, p)
		}
		if r.IntN(3) == 0 {
			list[3] = scenario.Point{{}}
		}
		w.Design = list
	}
	if size := w.Design.Len(); size > 400 || r.IntN(3) == 0 {
		w.From = r.IntN(max(size-25, 1))
		w.To = min(size, w.From+25+r.IntN(300))
	}
	for range 1 + r.IntN(5) {
		l := m.Lines()[r.IntN(len(m.Lines()))]
		var metric scenario.Metric
		switch kind := r.IntN(3); {
		case kind == 0, l.Measure() != burden.Flow: // which has no total
			metric = scenario.At(l, anymodel.First+r.IntN(5))
		case kind == 1:
			metric = scenario.Total(l)
		default:
			metric = scenario.Total(l, scenario.Between(anymodel.First, anymodel.First+2)).Minus(scenario.At(l, anymodel.Last-1))
		}
		w.Metrics = append(w.Metrics, metric)
	}
	return w
}

// TestSummaryAndWorkers: a summary by the engine, with one worker or several, has the
// bytes of the plain evaluator's.
func TestSummaryAndWorkers(t *testing.T) {
	t.Parallel()
	for seed := uint64(1); seed < 60; seed++ {
		r := rand.New(rand.NewPCG(seed, 12))
		m, err := anymodel.New(r)
		if err != nil {
			continue
		}
		w := anySweep(r, m)
		if w.Design == nil || failsThroughout(t, w) {
			continue
		}
		var want []byte
		for i, v := range []scenario.Sweep{scenario.Plainly(w), w, w} {
			v.Workers = []int{1, 1, 4}[i]
			s, err := v.Summarize(t.Context())
			require.NoError(t, err)
			got, err := json.Marshal(s)
			require.NoError(t, err)
			if i == 0 {
				want = got
			}
			require.Equal(t, string(want), string(got), seed)
		}
	}
}

// growing is an amount that grows by a rate, of which n are drawn for each year.
func growing(t testing.TB, n int) scenario.Sweep {
	t.Helper()
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant(0))
	amount := burden.NewLine("amount", burden.KRW)
	model, err := burden.NewModel("m", amount.Starts(2020, burden.Amount("1000e9", burden.KRW)).Then(amount.Previous().GrownBy(rate).RoundedTo("0.1e9", burden.HalfUp)))
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	var axes []scenario.Axis
	for y := 2021; y <= 2025; y++ {
		counts := make([]int64, n)
		for i := range counts {
			counts[i] = r.Int64N(60) - 10
		}
		axes = append(axes, scenario.NewCountedAxis(rate, "0.001", counts, scenario.In(y)))
	}
	return scenario.Sweep{
		Scenario: scenario.Baseline(model, 2020, 2025), Design: scenario.NewColumns(axes...),
		Metrics: []scenario.Metric{scenario.Total(amount), scenario.At(amount, 2025)},
	}
}

// TestBlocksAreBounded: a million scenarios are streamed in less than 4 MB, all that is
// allocated on the way counted, held or not.
func TestBlocksAreBounded(t *testing.T) {
	n := 1_000_000
	w := growing(t, n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	seen := 0
	for b, err := range w.Blocks(t.Context()) {
		require.NoError(t, err)
		counts, _, ok := b.Counts(0)
		require.True(t, ok)
		seen += len(counts)
	}
	runtime.ReadMemStats(&after)
	assert.Equal(t, n, seen)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
}

// TestBlocksCancelled: a cancelled sweep ends with the context's error, and no goroutine
// stays, nor does one when the loop is left.
func TestBlocksCancelled(t *testing.T) {
	w := growing(t, 100_000)
	for _, workers := range []int{1, 4} {
		w.Workers = workers
		gone := nothingStays(t)
		ctx, cancel := context.WithCancel(t.Context())
		blocks := 0
		var last error
		for b, err := range w.Blocks(ctx) {
			if last = err; err != nil {
				assert.Nil(t, b)
				break
			}
			if blocks++; blocks == 3 {
				cancel()
			}
		}
		cancel()
		require.ErrorIs(t, last, context.Canceled)
		assert.Less(t, blocks, 20)
		for b := range w.Blocks(t.Context()) {
			assert.Equal(t, 0, b.From())
			break
		}
		gone()
	}
}

// TestBlockRefuses: what a block does not have is an error.
func TestBlockRefuses(t *testing.T) {
	w := growing(t, 300)
	for b, err := range w.Blocks(t.Context()) {
		require.NoError(t, err)
		_, err = b.Value(0, 2)
		require.ErrorIs(t, err, burden.ErrOutOfRange)
		_, err = b.Value(-1, 0)
		require.ErrorIs(t, err, burden.ErrOutOfRange)
		require.ErrorIs(t, b.Err(b.Len()), burden.ErrOutOfRange)
		_, _, ok := b.Counts(-1)
		assert.False(t, ok)
	}
	for b, err := range (scenario.Sweep{}).Blocks(t.Context()) {
		assert.Nil(t, b)
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
}

// TestColumns: faults of columns and counted axes are reported by what runs them.
func TestColumns(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	q := burden.NewParam("q", burden.Ratio, burden.Constant(1))
	l := burden.NewLine("l", burden.Ratio)
	model, err := burden.NewModel("m", l.Is(p.Plus(q)))
	require.NoError(t, err)
	run := func(d scenario.Design) error {
		for _, err := range (scenario.Sweep{Scenario: scenario.Baseline(model, 2020, 2020), Design: d, Metrics: []scenario.Metric{scenario.At(l, 2020)}}).Blocks(t.Context()) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	two := scenario.NewCountedAxis(p, "0.5", []int64{1, 2})
	for name, c := range map[string]struct {
		design scenario.Design
		want   error
	}{
		"none":            {scenario.NewColumns(), burden.ErrIncomplete},
		"zero":            {scenario.Columns{}, burden.ErrIncomplete},
		"lengths":         {scenario.NewColumns(two, scenario.NewCountedAxis(q, "1", []int64{1})), burden.ErrOutOfRange},
		"twice":           {scenario.NewColumns(two, two), scenario.ErrConflict},
		"quantum":         {scenario.NewColumns(scenario.NewCountedAxis(p, "0", []int64{1})), burden.ErrOutOfRange},
		"quantum's text":  {scenario.NewGrid(scenario.NewCountedAxis(p, "x", []int64{1})), burden.ErrNumber},
		"no counts":       {scenario.NewColumns(scenario.NewCountedAxis(p, "1", nil)), burden.ErrIncomplete},
		"no such years":   {scenario.NewColumns(scenario.NewCountedAxis(p, "1", []int64{1}, scenario.In(0))), burden.ErrOutOfRange},
		"the zero axis":   {scenario.NewColumns(scenario.Axis{}), burden.ErrIncomplete},
		"a sound one":     {scenario.NewColumns(two, scenario.NewAxis(q, []string{"1", "2"})), nil},
		"beyond 64 bits ": {scenario.NewColumns(scenario.NewCountedAxis(p, "1e30", []int64{1 << 62, -5})), nil},
	} {
		if c.want == nil {
			require.NoError(t, run(c.design), name)
		} else {
			require.ErrorIs(t, run(c.design), c.want, name)
		}
	}
	at := scenario.NewColumns(two, scenario.NewAxis(q, []string{"7", "8"})).At(1)
	assert.True(t, decimal.RequireFromString("1").Equal(at[0].Value)) // 2 × 0.5
	assert.True(t, decimal.RequireFromString("8").Equal(at[1].Value))
}
