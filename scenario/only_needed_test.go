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

// An agreement that has a value in 2010 and none in 2011: x = round(k/d) with k = 1 and
// d = 1, then 0, which is 1 in 2010 and a division by zero in 2011. Beside it y is k in
// both years, and z is asked for as well and fails in both.
func gone(t testing.TB) (s *scenario.Scenario, k burden.Param, x, y burden.Line) {
	t.Helper()
	k = burden.NewParam("k", burden.KRW, burden.Constant(1))
	d := burden.NewParam("d", burden.Ratio, burden.ByYear(map[int]int{2010: 1, 2011: 0}))
	x, y = burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	z := burden.NewLine("z", burden.KRW)
	m, err := burden.NewModel("m", x.Is(k.Over(d).RoundedTo("1", burden.HalfUp)), y.Is(k), z.Is(k.Over(d.Minus(d)).Exactly()))
	require.NoError(t, err)
	return scenario.Baseline(m, 2010, 2011), k, x, y
}

// TestOnlyWhatIsAskedFor: whatever measures a metric computes what the metric needs and
// nothing else, so an error in another year or line is not met.
func TestOnlyWhatIsAskedFor(t *testing.T) {
	s, k, x, y := gone(t)
	first := scenario.At(x, 2010)
	_, err := s.Project()
	require.ErrorIs(t, err, burden.ErrDivisionByZero, "the scenario as a whole has no values")
	v, err := s.Measure(first)
	require.NoError(t, err)
	dectest.Equal(t, "1", v)
	// The metric that needs 2011 ends in the error of 2011.
	_, err = s.Measure(scenario.Total(x))
	assert.EqualError(t, err, "scenario: baseline: burden: m: x 2011: d = 0: division by zero")

	// By hand: at k = 7, x 2010 is 7 and y 2010 to 2011 is 7 + 7 = 14.
	for _, c := range []struct {
		m    scenario.Metric
		want string
	}{
		{first, "7"},
		{scenario.Total(x, scenario.In(2010)), "7"},
		{scenario.Total(y), "14"},
		{scenario.Total(y).Minus(first), "7"},
		{first.Over(scenario.At(y, 2011), burden.RoundTo("0.01", burden.HalfUp)), "1"},
		{scenario.Average(x.As(burden.Rate), y, burden.RoundTo("0.01", burden.HalfUp), scenario.In(2010)), "7"},
		{scenario.Average(y.As(burden.Stock), x, burden.RoundTo("0.01", burden.HalfUp), scenario.Between(2010, 2010)), "7"},
	} {
		seven := toy.With(t, s, "seven", scenario.Set(k, 7))
		v, err := seven.Measure(c.m)
		require.NoError(t, err, c.m.String())
		dectest.Equal(t, c.want, v, c.m.String())
		for _, n := range []int{3, 40} { // without an engine, and with one
			values := make([]int, n)
			for i := range values {
				values[i] = 7
			}
			w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(k, values)), Metrics: []scenario.Metric{c.m}}
			assert.Equal(t, n == 40, scenario.HasEngine(w), c.m.String())
			for _, w := range []scenario.Sweep{w, scenario.Plainly(w)} {
				for o, err := range w.Run(t.Context()) {
					require.NoError(t, err)
					require.NoError(t, o.Err, c.m.String())
					dectest.Equal(t, c.want, o.Values[0], c.m.String())
				}
			}
		}
	}

	// Solve, break-even, attribution, tornado, Morris and rounding conventions measure too.
	solved, err := scenario.Solve(s, first, 5, k, scenario.NewSteps(0, 9, 1))
	require.NoError(t, err)
	assert.True(t, solved.Proved)
	assert.Equal(t, []string{"exact 5"}, answers(solved))
	even, err := scenario.BreakEven(s, toy.With(t, s, "six", scenario.Set(k, 6)), first, k, scenario.NewSteps(0, 9, 1))
	require.NoError(t, err)
	assert.NotEmpty(t, even.String())
	why, err := scenario.Attribute(s, toy.With(t, s, "six", scenario.Set(k, 6)), first)
	require.NoError(t, err)
	dectest.Equal(t, "5", why.Difference) // 6 - 1
	_, err = scenario.Waterfall(s, toy.With(t, s, "six", scenario.Set(k, 6)), first, "k")
	assert.NoError(t, err)
	w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(k, []int{1, 2})), Metrics: []scenario.Metric{first}}
	tornado, err := scenario.OneAtATime(t.Context(), w, scenario.NewAxis(k, []int{1, 3}))
	require.NoError(t, err)
	assert.Empty(t, tornado[0].Failures)
	effects, err := scenario.Morris{Inputs: []scenario.Axis{scenario.NewAxis(k, []int{1, 2, 3, 4})}, Trajectories: 2, Seed: 1}.Run(t.Context(), w)
	require.NoError(t, err)
	assert.Zero(t, effects[0].Failed)
	impacts, err := scenario.RoundingImpact(s, first, scenario.RoundingConvention{Quantum: "10", Mode: burden.Up})
	require.NoError(t, err)
	require.NoError(t, impacts.Rows[0].Err)
	dectest.Equal(t, "10", impacts.Rows[0].Value.Amount)

	// So do those that look at a line in some years.
	c, err := scenario.Compare(s, toy.With(t, s, "six", scenario.Set(k, 6)), y)
	require.NoError(t, err)
	assert.Len(t, c.Rows(), 2)
	early := scenario.Baseline(s.Model(), 2010, 2010, x)
	c, err = scenario.Compare(scenario.Baseline(s.Model(), 2010, 2011, x), early)
	require.NoError(t, err)
	assert.Len(t, c.Rows(), 1, "the year 2010")
	moved, err := scenario.AttributeYears(s, y, 2010, 2011)
	require.NoError(t, err)
	dectest.Equal(t, "0", moved.Difference)
	years, err := scenario.Backtest(s, x, burden.ByYear(map[int]int{2010: 1}), burden.Rounding{})
	require.NoError(t, err)
	assert.Equal(t, 1, years.Counts().Matched)
}

// TestErrorsOfWhatIsAskedFor: of several errors the first of those that the metrics meet
// is told, years ascending and lines in the model's order, by either evaluator.
func TestErrorsOfWhatIsAskedFor(t *testing.T) {
	s, k, x, y := gone(t)
	z, _ := s.Model().Line("z")
	for _, c := range []struct {
		metrics []scenario.Metric
		want    string
	}{
		{[]scenario.Metric{scenario.At(x, 2011), scenario.At(z, 2011)}, "x 2011: d = 0"},
		{[]scenario.Metric{scenario.At(z, 2011), scenario.At(x, 2011)}, "x 2011: d = 0"},
		{[]scenario.Metric{scenario.At(x, 2011), scenario.At(z, 2010)}, "z 2010: d - d = 0"},
		{[]scenario.Metric{scenario.At(x, 2010), scenario.At(z, 2011)}, "z 2011: d - d = 0"},
		{[]scenario.Metric{scenario.Total(y), scenario.At(y, 2010).Over(scenario.At(z, 2010), burden.Rounding{})}, "z 2010: d - d = 0"},
		{[]scenario.Metric{scenario.Average(y.As(burden.Rate), x, burden.Rounding{})}, "x 2011: d = 0"},
	} {
		w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(k, make([]int, 40))), Metrics: c.metrics}
		for _, w := range []scenario.Sweep{w, scenario.Plainly(w)} {
			for o, err := range w.Run(t.Context()) {
				if err != nil { // no draw has a part in it, so the sweep ends at once
					assert.ErrorContains(t, err, "every scenario fails: burden: m: "+c.want)
					break
				}
				assert.ErrorContains(t, o.Err, "burden: m: "+c.want, o.Index)
			}
		}
	}
}

// TestLongChainsKeepTheEngine: a value whose chain of years and lines is longer than is
// compiled in one go is worked out in blocks all the same.
func TestLongChainsKeepTheEngine(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant(0))
	var definitions []burden.Definition
	before := burden.NewLine("l0", burden.Ratio)
	definitions = append(definitions, before.Starts(2001, burden.Amount(1, burden.Ratio)).Then(before.Previous().GrownBy(rate).RoundedTo("0.01", burden.HalfUp)))
	for i := 1; i < 300; i++ {
		l := burden.NewLine("l"+string(rune('a'+i/26))+string(rune('a'+i%26)), burden.Ratio)
		definitions = append(definitions, l.Is(before.Plus(burden.Amount("0.01", burden.Ratio))))
		before = l
	}
	// The last line leads back to the first, a year before.
	first := burden.NewLine("l0", burden.Ratio)
	definitions[0] = first.Starts(2001, burden.Amount(1, burden.Ratio)).Then(before.Previous().GrownBy(rate).RoundedTo("0.01", burden.HalfUp))
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	values := make([]string, 20)
	for i := range values {
		values[i] = "1%"
	}
	w := scenario.Sweep{
		Scenario: scenario.Baseline(m, 2001, 2060), Design: scenario.NewGrid(scenario.NewAxis(rate, values)),
		Metrics: []scenario.Metric{scenario.At(before, 2060)},
	}
	assert.True(t, scenario.HasEngine(w), "300 lines in 60 years")
}
