package scenario_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

var permille = burden.RoundTo("0.1%", burden.HalfUp)

// prices draws consumer prices of the toy agreement between 0 and 40 %.
func prices(runs int, process scenario.Process, years scenario.Years) scenario.Simulation {
	return scenario.Simulation{Seed: 11, Runs: runs, Inputs: []scenario.Uncertain{
		{Param: toy.CPI, Years: years, Process: process, Grid: permille},
	}}
}

var years21to23 = scenario.Between(2021, 2023)

func processes() map[string]scenario.Process {
	d := scenario.Uniform("0", "40%")
	history := burden.ByYear(map[int]string{2001: "1%", 2002: "2%", 2003: "3%", 2004: "4%", 2005: "5%", 2006: "6%", 2007: "7%"})
	return map[string]scenario.Process{
		"each year":      scenario.EachYear(d),
		"held":           scenario.Held(d),
		"autoregressive": scenario.Autoregressive(scenario.Triangular("-2%", "0", "3%"), "0.6", "2%", "4%"),
		"bootstrap":      scenario.BlockBootstrap(history, 3),
	}
}

// TestNothingElseChangesADraw: not another run, a later year, another parameter before or
// after, nor another worker.
func TestNothingElseChangesADraw(t *testing.T) {
	for name, process := range processes() {
		s := prices(50, process, years21to23)
		before := [][]string{drawn(t, s, "cpi", 2021), drawn(t, s, "cpi", 2022), drawn(t, s, "cpi", 2023)}
		check := func(t *testing.T, s scenario.Simulation, n int) {
			t.Helper()
			for i, year := range []int{2021, 2022, 2023} {
				assert.Equal(t, before[i], drawn(t, s, "cpi", year)[:n], "%s %d", name, year)
			}
		}
		more := s
		more.Runs = 80
		check(t, more, 50)
		longer := s
		longer.Inputs = slices.Clone(s.Inputs)
		longer.Inputs[0].Years = scenario.Between(2021, 2030)
		check(t, longer, 50)
		if name != "autoregressive" { // which says from which year on it starts
			longer.Inputs[0].Years = scenario.Between(2015, 2026)
			check(t, longer, 50)
		}
		other := s
		other.Inputs = []scenario.Uncertain{uncertain(toy.Heads, scenario.Between(2019, 2022)), s.Inputs[0], uncertain(toy.Base, scenario.In(2020))}
		check(t, other, 50)
		other.Couplings = []scenario.Coupling{} // none
		check(t, other, 50)
		reseeded := s
		reseeded.Seed++
		assert.NotEqual(t, before[0], drawn(t, reseeded, "cpi", 2021), name)
	}
}

// TestHaltonIsTiedToItsInputs: more runs change no draw, an input after none before it.
func TestHaltonIsTiedToItsInputs(t *testing.T) {
	s := prices(60, scenario.EachYear(scenario.Uniform(0, 1)), years21to23)
	s.Sampling = scenario.Halton
	more := s
	more.Runs = 600
	more.Inputs = append(slices.Clone(s.Inputs), uncertain(toy.Heads, scenario.In(2021)))
	for year := 2021; year <= 2023; year++ {
		assert.Equal(t, drawn(t, s, "cpi", year), drawn(t, more, "cpi", year)[:60])
	}
}

func TestWorkersAndRangesAreBitEqual(t *testing.T) {
	for _, sampling := range []scenario.Sampling{scenario.Independent, scenario.LatinHypercube, scenario.Halton} {
		s := prices(200, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)
		s.Sampling = sampling
		sweep := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.Total(toy.Contribution), scenario.At(toy.Contribution, 2023)}, Workers: 1}
		one, err := sweep.Summarize(t.Context())
		require.NoError(t, err)
		assert.Zero(t, one.Failed)
		want, err := one.MarshalJSON()
		require.NoError(t, err)

		sweep.Workers = 7
		many, err := sweep.Summarize(t.Context())
		require.NoError(t, err)
		got, err := many.MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))

		whole := scenario.NewSummary(sweep.Metrics...)
		for _, cut := range [][2]int{{150, 200}, {0, 77}, {77, 150}} {
			sweep.From, sweep.To = cut[0], cut[1]
			part, err := sweep.Summarize(t.Context())
			require.NoError(t, err)
			require.NoError(t, whole.Merge(part))
		}
		got, err = whole.MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))
	}
}

// TestRunsAreTheirPoints: a run of the sweep is what its point, set by hand, gives; and
// every value is on the grid.
func TestRunsAreTheirPoints(t *testing.T) {
	s := prices(40, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)
	m := scenario.At(toy.Contribution, 2023)
	for o, err := range (scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{m}}).Run(t.Context()) {
		require.NoError(t, err)
		require.NoError(t, o.Err)
		var changes []scenario.Change
		for _, set := range s.At(o.Index) {
			assert.True(t, decimal.NewFromBigInt(set.Value.Shift(3).BigInt(), -3).Equal(set.Value), "on the grid")
			changes = append(changes, scenario.Set(set.Param, set.Value, set.Years...))
		}
		v, err := toy.With(t, toy.Scenario(t), "replayed", changes...).Measure(m)
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(v), o.Values[0])
	}
}

// TestOutsideTheRange: a draw outside the parameter's range is an entry of the ledger
// that names run and value, or, clamped, the nearer end.
func TestOutsideTheRange(t *testing.T) {
	s := scenario.Simulation{Seed: 1, Runs: 100, Inputs: []scenario.Uncertain{
		{Param: toy.Ceiling, Years: scenario.In(2022), Process: scenario.EachYear(scenario.Uniform("-50%", "100%")), Grid: permille},
	}}
	sweep := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}
	failed := 0
	for o, err := range sweep.Run(t.Context()) {
		require.NoError(t, err)
		v := scenario.Draw(1, "ceiling", 2022, o.Index)
		v.Mul(v, big.NewRat(3, 2)).Sub(v, big.NewRat(1, 2))
		x := quantileOf(t, scenario.Uniform("-50%", "100%"), scenario.Draw(1, "ceiling", 2022, o.Index), permille)
		if outside := x.Rat().Sign() < 0 || x.Rat().Cmp(big.NewRat(1, 2)) > 0; !outside {
			assert.NoError(t, o.Err)
			continue
		}
		failed++
		require.ErrorIs(t, o.Err, burden.ErrOutOfRange)
		var e *scenario.Error
		require.ErrorAs(t, o.Err, &e)
		assert.Contains(t, o.Err.Error(), fmt.Sprintf("run %d: ceiling in 2022: burden: ceiling = %s, not within 0 to 0.5: out of range", o.Index, burden.Text(x)))
		assert.Len(t, s.At(o.Index), 1, "a point that nothing can apply")
		_, applies := toy.Scenario(t).Model().Param(s.At(o.Index)[0].Param.Name())
		assert.False(t, applies)
	}
	assert.InDelta(t, 67, failed, 15)

	clamped := s
	clamped.Inputs = slices.Clone(s.Inputs)
	clamped.Inputs[0].Clamp = true
	seen := map[string]int{}
	for _, v := range drawn(t, clamped, "ceiling", 2022) {
		seen[v]++
	}
	assert.Equal(t, failed, seen["0"]+seen["0.5"])
	sweep.Design = clamped
	sum, err := sweep.Summarize(t.Context())
	require.NoError(t, err)
	assert.Zero(t, sum.Failed)
}

// TestEndsOfTheRange: both belong to it.
func TestEndsOfTheRange(t *testing.T) {
	s := scenario.Simulation{Runs: 20, Inputs: []scenario.Uncertain{
		{Param: toy.Ceiling, Years: scenario.In(2022), Process: scenario.EachYear(scenario.Empirical("0", "50%")), Grid: permille},
	}}
	sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
	require.NoError(t, err)
	assert.Zero(t, sum.Failed)
	assert.Subset(t, drawn(t, s, "ceiling", 2022), []string{"0", "0.5"})
}

// TestModelsRangeHolds: the model's range holds also where the handle has none.
func TestModelsRangeHolds(t *testing.T) {
	bare := burden.NewParam("ceiling", burden.Ratio, burden.Constant("1%"))
	s := scenario.Simulation{Runs: 3, Inputs: []scenario.Uncertain{
		{Param: bare, Years: scenario.In(2022), Process: scenario.Held(scenario.Uniform("60%", "70%")), Grid: permille},
	}}
	sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, sum.Failed)
	assert.Regexp(t, `\[0\].*0\.6\d*, not within`, sum.Failures[0].Error)
}

// broken is a distribution that has no value above a half.
type broken struct{}

func (broken) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	if u.Cmp(big.NewRat(1, 2)) > 0 {
		return decimal.Decimal{}, burden.ErrMissingYear
	}
	return grid.Apply(decimal.New(1, -2))
}

// TestAFailingDrawIsInTheLedger: of every process, and the others go on.
func TestAFailingDrawIsInTheLedger(t *testing.T) {
	for _, process := range []scenario.Process{
		scenario.EachYear(broken{}), scenario.Held(broken{}), scenario.Autoregressive(broken{}, "1", "0", "0"),
	} {
		s := prices(40, process, years21to23)
		sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
		require.NoError(t, err)
		assert.NotZero(t, sum.Failed, process)
		assert.NotZero(t, sum.Metrics[0].Count, process)
		assert.Regexp(t, `run \d+: cpi: burden: draw.* = 0\.[5-9]\d*: missing year`, sum.Failures[0].Error, process)
		assert.Contains(t, s.String(), "scenario_test.broken")
	}
	// Rounding to the grid can fail only where the grid is exact: 1 % × 0.5 is off 1 %.
	s := prices(10, scenario.Autoregressive(scenario.Empirical(0), "0.5", "0", "1%"), years21to23)
	s.Inputs[0].Grid = burden.RoundTo("1%", burden.Exact)
	sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
	require.NoError(t, err)
	assert.Contains(t, sum.Failures[0].Error, "autoregressive 2021 = 0.005")
}

// What is drawn needs a first and a last year. Before, no years were "in 0: out of range",
// and From(2025) was "too large".
func TestYearsOfWhatIsDrawnAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		years scenario.Years
		says  string
	}{
		{scenario.Years{}, "no years are named in which it is drawn; name the first and the last: Years: scenario.Between(2026, 2030)"},
		{scenario.From(2025), "it is drawn for each year, and years from 2025 have no last year; use scenario.Between(2025, the last year)"},
		{scenario.Between(2025, 9999), "it is drawn for each year, and years from 2025 have no last year; use scenario.Between(2025, the last year)"},
	} {
		s := prices(10, scenario.EachYear(scenario.Uniform(0, 1)), c.years)
		_, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
		assert.EqualError(t, err, "scenario: baseline: scenario: simulation: cpi: burden: "+c.says)
	}
}

func TestSimulationErrors(t *testing.T) {
	good := prices(10, scenario.EachYear(scenario.Uniform(0, 1)), years21to23)
	input := func(change func(*scenario.Uncertain)) func(*scenario.Simulation) {
		return func(s *scenario.Simulation) { change(&s.Inputs[0]) }
	}
	process := func(p scenario.Process) func(*scenario.Simulation) {
		return input(func(in *scenario.Uncertain) { in.Process = p })
	}
	second := uncertain(toy.Heads, years21to23)
	couple := func(c scenario.Copula, params ...burden.Param) func(*scenario.Simulation) {
		return func(s *scenario.Simulation) {
			s.Inputs = append(s.Inputs, second, uncertain(toy.Base, scenario.In(2021)))
			s.Couplings = []scenario.Coupling{{Params: params, Copula: c}}
		}
	}
	together := scenario.RankCorrelated(1)
	for _, c := range []struct {
		name   string
		change func(*scenario.Simulation)
		cause  error
	}{
		{"no runs", func(s *scenario.Simulation) { s.Runs = 0 }, burden.ErrIncomplete},
		{"negative runs", func(s *scenario.Simulation) { s.Runs = -1 }, burden.ErrOutOfRange},
		{"too many runs", func(s *scenario.Simulation) { s.Runs = 1<<30 + 1 }, burden.ErrTooLarge},
		{"no inputs", func(s *scenario.Simulation) { s.Inputs = nil }, burden.ErrIncomplete},
		{"zero input", func(s *scenario.Simulation) { s.Inputs[0] = scenario.Uncertain{} }, burden.ErrIncomplete},
		{"an input twice", func(s *scenario.Simulation) { s.Inputs = append(s.Inputs, s.Inputs[0]) }, burden.ErrDuplicate},
		{"no process", process(nil), burden.ErrIncomplete},
		{"no years", input(func(in *scenario.Uncertain) { in.Years = scenario.Years{} }), burden.ErrIncomplete},
		{"years upside down", input(func(in *scenario.Uncertain) { in.Years = scenario.Between(2023, 2021) }), burden.ErrOutOfRange},
		{"years without an end", input(func(in *scenario.Uncertain) { in.Years = scenario.From(2021) }), burden.ErrIncomplete},
		{"years before the first", input(func(in *scenario.Uncertain) { in.Years = scenario.Between(0, 2021) }), burden.ErrOutOfRange},
		{"too many years", input(func(in *scenario.Uncertain) { in.Years = scenario.Between(2021, 3021) }), burden.ErrTooLarge},
		{"no grid", input(func(in *scenario.Uncertain) { in.Grid = burden.Rounding{} }), burden.ErrIncomplete},
		{"faulty grid", input(func(in *scenario.Uncertain) { in.Grid = burden.RoundTo("x", burden.HalfUp) }), burden.ErrNumber},
		{"no distribution", process(scenario.EachYear(nil)), burden.ErrIncomplete},
		{"no distribution", process(scenario.Held(nil)), burden.ErrIncomplete},
		{"no distribution", process(scenario.Autoregressive(nil, 0, 0, 0)), burden.ErrIncomplete},
		{"faulty distribution", process(scenario.EachYear(scenario.Uniform(2, 1))), burden.ErrOutOfRange},
		{"explosive", process(scenario.Autoregressive(scenario.Uniform(0, 1), "1.01", "0", "0")), burden.ErrOutOfRange},
		{"no coefficient", process(scenario.Autoregressive(scenario.Uniform(0, 1), "", "0", "0")), burden.ErrNumber},
		{"no start", process(scenario.Autoregressive(scenario.Uniform(0, 1), "0", "0", "x")), burden.ErrNumber},
		{"no history", process(scenario.BlockBootstrap(burden.Series{}, 1)), burden.ErrMissingYear},
		{"history too short", process(scenario.BlockBootstrap(burden.ByYear(map[int]int{1: 1, 2: 1, 4: 1}), 3)), burden.ErrMissingYear},
		{"blocks of nothing", process(scenario.BlockBootstrap(burden.Constant(1), 0)), burden.ErrOutOfRange},
		{"blocks before the first year", process(scenario.BlockBootstrap(burden.Constant(1), 2021)), burden.ErrOutOfRange},
		{"history off an exact grid", func(s *scenario.Simulation) {
			s.Inputs[0].Process = scenario.BlockBootstrap(burden.Constant("0.0001"), 1)
			s.Inputs[0].Grid = burden.RoundTo("0.1%", burden.Exact)
		}, burden.ErrInexact},
		{"unknown sampling", func(s *scenario.Simulation) { s.Sampling = 9 }, burden.ErrUnknownName},
		{"too few runs for the third prime", func(s *scenario.Simulation) { s.Sampling = scenario.Halton }, burden.ErrOutOfRange},
		{"coupling of one", couple(together, toy.CPI), burden.ErrIncomplete},
		{"coupling without a copula", couple(nil, toy.CPI, toy.Heads), burden.ErrIncomplete},
		{"coupling of an unknown", couple(together, toy.CPI, toy.Ceiling), burden.ErrUnknownName},
		{"coupling of an unknown first", couple(together, toy.Ceiling, toy.CPI), burden.ErrUnknownName},
		{"coupled twice", couple(together, toy.CPI, toy.CPI), burden.ErrDuplicate},
		{"coupled in other years", couple(together, toy.CPI, toy.Base), burden.ErrMissingYear},
		{"correlation above one", couple(scenario.RankCorrelated("1.1"), toy.CPI, toy.Heads), burden.ErrOutOfRange},
		{"correlation no number", couple(scenario.RankCorrelated("much"), toy.CPI, toy.Heads), burden.ErrNumber},
	} {
		s := good
		s.Inputs = slices.Clone(good.Inputs)
		c.change(&s)
		_, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
		require.ErrorIs(t, err, c.cause, c.name)
		var e *scenario.Error
		assert.ErrorAs(t, err, &e, c.name)
		assert.NotPanics(t, func() { assert.Equal(t, "", s.At(0)[0].Param.Name(), c.name) }, c.name)
		assert.GreaterOrEqual(t, s.Len(), 0)
	}
	for _, i := range []int{-1, 10} {
		assert.Equal(t, "", good.At(i)[0].Param.Name(), "run %d is none of it", i)
	}
}

func TestSimulationString(t *testing.T) {
	s := prices(600, processes()["autoregressive"], years21to23)
	s.Sampling = scenario.Halton
	s.Inputs[0].Clamp = true
	s.Inputs = append(s.Inputs,
		scenario.Uncertain{Param: toy.Heads, Years: scenario.In(2021), Process: scenario.Held(scenario.Empirical(1, 2, 4)), Grid: burden.RoundTo("1", burden.HalfUp)},
		scenario.Uncertain{Param: toy.Base, Years: scenario.From(2021), Process: scenario.EachYear(scenario.Discrete([]int{}, []int{})), Grid: burden.RoundTo("1", burden.HalfUp)},
		scenario.Uncertain{Param: toy.Ceiling, Years: scenario.In(2021), Process: scenario.EachYear(scenario.Discrete([]int{5, 6}, []int{1, 2})), Grid: permille},
		scenario.Uncertain{Param: burden.NewParam("share", burden.Ratio, burden.Series{}), Years: scenario.In(2021), Process: scenario.Held(scenario.Uniform("1%", "2%")), Grid: permille})
	s.Couplings = []scenario.Coupling{{Params: []burden.Param{toy.Heads, toy.Base}, Copula: scenario.RankCorrelated("-0.5")}}
	assert.Equal(t, `seed 11, 600 runs, Halton
cpi 2021 to 2023: autoregressive, coefficient 0.6, mean 0.02, from 0.04, shocks triangular from -0.02 to 0.03 with mode 0, to 0.001, half up, within its range
heads 2021: for all years empirical, 3 values from 1 to 4, to 1, half up
base 2021: each year discrete, to 1, half up
ceiling 2021: each year discrete, 2 values from 5 to 6, to 0.001, half up
share 2021: for all years uniform from 0.01 to 0.02, to 0.001, half up
heads&base: rank correlation -1/2
`, s.String())
}

// TestCancelled: once a simulation is cancelled, each worker ends the run that it draws and
// begins no other, and no goroutine stays.
func TestCancelled(t *testing.T) {
	defer nothingStays(t)()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := &asked{Design: prices(1<<30, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)}
	sweep := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Workers: 4}
	var begun int64
	sweep.Progress = func(done, _ int) {
		require.Zero(t, begun, "no block is taken after the cancel")
		if done > 100 {
			cancel()
			begun = s.times.Load()
		}
	}
	f, err := sweep.Fan(ctx, toy.Contribution)
	require.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, f)
	assert.LessOrEqual(t, s.times.Load()-begun, int64(4))
}
