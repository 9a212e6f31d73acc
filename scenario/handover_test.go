package scenario_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// TestHandover: what the engine cannot do, the plain evaluator does, for a scenario or
// for all; nobody sees the difference but in time.
func TestHandover(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	q := burden.NewParam("q", burden.Ratio, burden.ByYear(map[int]int{2020: 1}))
	narrow := p.Within("0", "20")
	a, b := burden.NewLine("a", burden.Ratio).As(burden.Flow), burden.NewLine("b", burden.Ratio).As(burden.Flow)
	one, ten := burden.Amount(1, burden.Ratio), burden.Amount(10, burden.Ratio)
	upTo := func(n int) []int {
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		return list
	}
	doubled := a.Previous()
	for range 8 { // 2^8 nodes that the plain evaluator visits one by one
		doubled = doubled.Plus(doubled)
	}
	cases := map[string]struct {
		definitions []burden.Definition
		engine      bool
		fails       int // of 40 scenarios, p from 0 to 39
		years       []scenario.Years
	}{
		"all is well":        {[]burden.Definition{a.Is(p.Times(p).Plus(one))}, true, 0, nil},
		"a divisor of zero":  {[]burden.Definition{a.Is(one.Over(p.Minus(ten)).RoundedTo("0.1", burden.HalfEven))}, true, 1, nil},
		"a rounding to none": {[]burden.Definition{a.Is(p.RoundedTo("2", burden.Exact))}, true, 20, nil},
		"a quotient without rounding": {
			// 1/p is a finite decimal for 1, 2, 4, 5, 8, 10, 16, 20, 25, 32.
			[]burden.Definition{a.Is(one.Over(p).Exactly())}, false, 30, nil},
		"a range": {[]burden.Definition{a.Is(narrow.Plus(one))}, true, 19, nil},
		"a year without a value, where it matters": {
			[]burden.Definition{a.Is(burden.When(p.Below(ten), one, q.Formula))}, true, 30, nil},
		"a branch that is never right, nor taken": {
			[]burden.Definition{a.Is(burden.When(p.Below(burden.Amount(1000, burden.Ratio)), p, one.Over(burden.Amount(0, burden.Ratio)).RoundedTo("1", burden.Up)))}, true, 0, nil},
		"lines that need each other in a branch taken from ten on": {
			[]burden.Definition{a.Is(burden.When(p.Below(ten), one, b.At(2021))), b.Is(a.Previous().Plus(p))}, true, 30, nil},
		"a power of what varies":   {[]burden.Definition{a.Is(p.Plus(one).Over(ten).ToThe(1, 3).RoundedTo("0.001", burden.HalfUp))}, false, 0, nil},
		"a power of what does not": {[]burden.Definition{a.Is(burden.Amount(2, burden.Ratio).Over(one).ToThe(1, 2).RoundedTo("0.001", burden.HalfUp).Times(p))}, true, 0, nil},
		"too wide":                 {[]burden.Definition{a.Starts(2016, p.Plus(one)).Then(a.Previous().Times(burden.Amount("1e130", burden.Ratio).Plus(p)))}, false, 0, nil},
		"a line that ends":         {[]burden.Definition{a.Is(p.Formula).Until(2020)}, true, 0, nil},
		"never there":              {[]burden.Definition{a.Is(p.Formula).Until(2010)}, false, 40, nil},
		"much work":                {[]burden.Definition{a.Starts(2000, p.Formula).Then(doubled.RoundedTo("1", burden.HalfUp).AtMost(ten))}, true, 0, nil},
		"a parameter in a year":    {[]burden.Definition{a.Is(one.Over(p).RoundedTo("1", burden.HalfDown))}, true, 1, []scenario.Years{scenario.In(2021)}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			model, err := burden.NewModel("m", c.definitions...)
			require.NoError(t, err)
			for _, design := range []scenario.Design{
				scenario.NewGrid(scenario.NewAxis(p, upTo(40), c.years...)),
				scenario.NewColumns(scenario.NewAxis(p, upTo(40), c.years...)),
				written(scenario.NewGrid(scenario.NewAxis(p, upTo(40), c.years...))),
			} {
				w := scenario.Sweep{Scenario: scenario.Baseline(model, 2020, 2021, a), Design: design, Metrics: []scenario.Metric{scenario.Total(a)}}
				_, failing := compareWithPlain(t, w)
				assert.Equal(t, c.fails, failing)
				if _, list := design.(scenario.List); !list {
					assert.Equal(t, c.engine, scenario.HasEngine(w))
				}
			}
		})
	}
}

// written is a design as a list.
func written(d scenario.Design) scenario.List {
	var l scenario.List
	for i := range d.Len() {
		l = append(l, d.At(i))
	}
	return l
}

// TestWorkIsBounded: a sweep that the plain evaluator finds too much work is too much for
// the engine too, though shared nodes would make it little.
func TestWorkIsBounded(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	a := burden.NewLine("a", burden.Ratio).As(burden.Flow)
	f := p.Formula
	for range 14 {
		f = f.Plus(f)
	}
	f = f.AtMost(p)
	model, err := burden.NewModel("m", a.Is(f.SumLags(0, 0)))
	require.NoError(t, err)
	values := make([]int, 20)
	for i := range values {
		values[i] = i
	}
	w := scenario.Sweep{
		Scenario: scenario.Baseline(model, 2001, 2001+599), Design: scenario.NewGrid(scenario.NewAxis(p, values)),
		Metrics: []scenario.Metric{scenario.Total(a)},
	}
	assert.False(t, scenario.HasEngine(w))
	w.Scenario = scenario.Baseline(model, 2001, 2001+99)
	assert.True(t, scenario.HasEngine(w))
	// What no metric needs is no work.
	w.Scenario, w.Metrics = scenario.Baseline(model, 2001, 2001+599), []scenario.Metric{scenario.Total(a, scenario.Between(2501, 2600))}
	assert.True(t, scenario.HasEngine(w))
}

// TestFewScenarios: for a few, no model is compiled.
func TestFewScenarios(t *testing.T) {
	w := growing(t, 19)
	assert.False(t, scenario.HasEngine(w))
	assert.True(t, scenario.HasEngine(growing(t, 20)))
}

// TestOutliers: what a long column has beyond its first counts is worked out too: longer
// numbers, another sign, a divisor of zero; by one worker and by several, in a part and
// in whole.
func TestOutliers(t *testing.T) {
	t.Parallel()
	a, b := burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.Ratio, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a.Times(b, b).Over(b.Plus(burden.Amount(3, burden.Ratio))).RoundedTo("0.01", burden.HalfEven)))
	require.NoError(t, err)
	n := 9000
	for _, outlier := range []int64{1, -3, -4, 0, 40_000, 1 << 40, math.MaxInt64, math.MinInt64} {
		counts, others := make([]int64, n), make([]int64, n)
		for i := range n {
			counts[i], others[i] = int64(i%700)+100, int64(i%13)+7
		}
		others[5000], counts[7000] = outlier, outlier
		design := scenario.NewColumns(scenario.NewCountedAxis(a, "1", counts), scenario.NewCountedAxis(b, "1", others))
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Design: design, Metrics: []scenario.Metric{scenario.At(x, 2020)}}
		want := plainly(t, w)
		require.Len(t, want, n)
		for _, workers := range []int{1, 3} {
			for _, from := range []int{0, 4500} {
				w.Workers, w.From = workers, from
				compareWith(t, w, want[from:])
			}
		}
	}
}

// TestQuantaOfOutliers: which plan a block is worked out by depends on its counts alone,
// so the quantum it is counted in is the same every time, however many are at work.
func TestQuantaOfOutliers(t *testing.T) {
	w := growing(t, 20_000)
	axes := make([]scenario.Axis, 5)
	rate, _ := w.Scenario.Model().Param("rate")
	for y := range axes {
		counts := make([]int64, 20_000)
		for i := range counts {
			counts[i] = int64(i*(y+3)%97) - 10
		}
		counts[7000], counts[15_000] = 1<<40, -1<<50
		axes[y] = scenario.NewCountedAxis(rate, "0.001", counts, scenario.In(2021+y))
	}
	w.Design = scenario.NewColumns(axes...)
	var want []string
	for _, workers := range []int{1, 2, 5, 5, 5} {
		w.Workers = workers
		var got []string
		for b, err := range w.Blocks(t.Context()) {
			require.NoError(t, err)
			_, quantum, ok := b.Counts(1)
			got = append(got, burden.Text(quantum))
			if !ok {
				got = append(got, "not in 64 bits")
			}
		}
		if want == nil {
			want = got
			assert.Contains(t, want, "not in 64 bits", "an outlier's amount is long")
		}
		require.Equal(t, want, got, "%d workers", workers)
	}
}
