package scenario_test

import (
	"math/big"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

var binds = scenario.Binds(toy.Ceiling)

func fanTable(t *testing.T, f *scenario.Fan, quantiles ...string) string {
	t.Helper()
	text, err := f.Table(quantiles...)
	require.NoError(t, err)
	return text
}

// afterTheFirst is the toy agreement in the years that grow.
func afterTheFirst(t *testing.T) *scenario.Scenario {
	return scenario.Baseline(toy.Model(t), 2021, 2023, toy.Contribution)
}

// TestFan works the toy agreement out run by run: contribution × (1 + the smaller of
// what is drawn and 25 %), and the ceiling binds where more than 25 % is drawn.
func TestFan(t *testing.T) {
	const runs = 101
	s := prices(runs, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: s}.Fan(t.Context(), toy.Contribution, binds)
	require.NoError(t, err)
	level := slices.Repeat([]decimal.Decimal{decimal.NewFromInt(1000)}, runs)
	quarter := decimal.New(25, -2)
	for year := 2021; year <= 2023; year++ {
		bound := 0
		for run, text := range drawn(t, s, "cpi", year) {
			rate, err := burden.Parse(text)
			require.NoError(t, err)
			if rate.GreaterThan(quarter) {
				rate = quarter
				bound++
			}
			level[run] = level[run].Add(level[run].Mul(rate))
		}
		sorted := slices.SortedFunc(slices.Values(level), decimal.Decimal.Cmp)
		m, ok := f.Year(year)
		require.True(t, ok)
		assert.Equal(t, runs, m.Count)
		for p, k := range map[string]int{"0": 1, "5%": 6, "50%": 51, "95%": 96, "100%": 101} { // ⌈p × 101⌉
			q, err := m.Quantile(p)
			require.NoError(t, err)
			dectest.Equal(t, burden.Text(sorted[k-1]), q.Amount, year, p)
		}
		times, of := f.Happens("ceiling binds", year)
		assert.Equal(t, [2]int{bound, runs}, [2]int{times, of})
		assert.InDelta(t, 38, bound, 15)
	}
}

// TestFanOfParts: fans of parts merge to the fan of the whole.
func TestFanOfParts(t *testing.T) {
	sweep := scenario.Sweep{Scenario: afterTheFirst(t), Design: prices(60, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)}
	whole, err := sweep.Fan(t.Context(), toy.Contribution, binds)
	require.NoError(t, err)
	sweep.From, sweep.To = 35, 60
	f, err := sweep.Fan(t.Context(), toy.Contribution, binds)
	require.NoError(t, err)
	sweep.From, sweep.To = 0, 35
	g, err := sweep.Fan(t.Context(), toy.Contribution, binds)
	require.NoError(t, err)
	require.NoError(t, f.Summary.Merge(g.Summary))
	assert.Equal(t, whole.String(), f.String())
}

func TestFanTable(t *testing.T) {
	s := scenario.List{
		{{Param: toy.CPI, Value: decimal.New(10, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{Param: toy.CPI, Value: decimal.New(30, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{Param: toy.CPI, Value: decimal.New(20, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{}}, // fails
	}
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: s}.Fan(t.Context(), toy.Contribution, binds, scenario.Above(toy.Growth.Applied(), toy.Growth.Raw()).Named("falls"))
	require.NoError(t, err)
	// 1000 × 1.1, 1.25 or 1.2; then 1.2 and 1.25 for all, the ceiling binding in 2023.
	assert.Equal(t, `contribution  runs    50%   100%  ceiling binds          falls
2021             3  1,200  1,250              1  33.3 %      0  0 %
2022             3  1,440  1,500              0     0 %      0  0 %
2023             3  1,800  1,875              3   100 %      0  0 %
failed scenarios: 1
  scenario: baseline [3]: burden: toy: parameter: unknown name
`, fanTable(t, f, "50%", "100%"))
}

func TestFanWithoutValues(t *testing.T) {
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: scenario.List{{{}}}}.Fan(t.Context(), toy.Contribution, binds)
	require.NoError(t, err)
	assert.Contains(t, fanTable(t, f, "50%"), "2021             0    -              -  -\n")
	for _, year := range []int{2020, 2024} {
		_, ok := f.Year(year)
		assert.False(t, ok)
	}
	times, of := f.Happens("nothing", 2021)
	assert.Zero(t, times+of)
	assert.NotPanics(t, func() { _ = (&scenario.Fan{From: 1, To: 2}).String() })
}

func TestFanErrors(t *testing.T) {
	design := prices(3, scenario.Held(scenario.Uniform(0, 1)), years21to23)
	for _, c := range []struct {
		name   string
		s      *scenario.Scenario
		events []scenario.Event
		cause  error
	}{
		{"no scenario", nil, nil, burden.ErrIncomplete},
		{"event without a name", afterTheFirst(t), []scenario.Event{binds.Named("")}, burden.ErrIncomplete},
		{"no event", afterTheFirst(t), []scenario.Event{{}}, burden.ErrIncomplete},
		{"nothing that limits", afterTheFirst(t), []scenario.Event{scenario.Binds(nil)}, burden.ErrIncomplete},
		{"two events of one name", afterTheFirst(t), []scenario.Event{binds, binds}, burden.ErrDuplicate},
		{"years that are none", scenario.Baseline(afterTheFirst(t).Model(), 2026, 30_000_000), nil, burden.ErrOutOfRange},
		{"units", afterTheFirst(t), []scenario.Event{scenario.Above(toy.Contribution, toy.Growth.Raw())}, burden.ErrUnit},
		{"unknown line", afterTheFirst(t), []scenario.Event{scenario.Above(toy.Half, toy.Contribution)}, burden.ErrUnknownName},
	} {
		f, err := scenario.Sweep{Scenario: c.s, Design: design}.Fan(t.Context(), toy.Contribution, c.events...)
		require.ErrorIs(t, err, c.cause, c.name)
		assert.Nil(t, f, c.name)
	}
}

// One run of eighty is 1.25 %, which rounds half up to 1.3.
func TestFanTableRoundsHalfUp(t *testing.T) {
	var points scenario.List
	for i := range 80 {
		points = append(points, scenario.Point{{Param: inA, Value: decimal.NewFromInt(int64(min(i, 1)))}})
	}
	w := sweepOf(t, inY.Is(inA), inZ.Is(inC))
	w.Design = points
	f, err := w.Fan(t.Context(), inY, scenario.Above(inZ, burden.NewLine("y", burden.Ratio)).Named("none"))
	require.NoError(t, err)
	assert.Contains(t, fanTable(t, f), "80  100 %")
	f, err = w.Fan(t.Context(), inY, scenario.Above(inY, inZ).Named("some"))
	require.NoError(t, err)
	assert.Contains(t, fanTable(t, f), "0  0 %")
	w = sweepOf(t, inY.Is(inA), inZ.Is(burden.Amount("0.5", burden.Ratio)))
	w.Design = points
	f, err = w.Fan(t.Context(), inY, scenario.Above(inZ, inY).Named("below"))
	require.NoError(t, err)
	assert.Contains(t, fanTable(t, f), "1  1.3 %")
}

// A limit that can never count is an error that says which one would.
func TestEventsOfLimitsThatCannotCount(t *testing.T) {
	w := scenario.Sweep{Scenario: afterTheFirst(t), Design: prices(3, scenario.Held(scenario.Uniform(0, 1)), years21to23)}
	for _, c := range []struct {
		name string
		of   burden.Line
		e    scenario.Event
		says string
	}{
		{"misspelt", toy.Contribution, scenario.Binds(burden.NewParam("cieling", burden.Ratio, burden.Series{})), `no parameter is called "cieling"; did you mean ceiling?`},
		{"of another line", toy.Strength, scenario.Binds(toy.Ceiling), "strength needs nothing that ceiling limits; make the fan of a line that does, such as growth"},
		{"no limit", toy.Contribution, scenario.Reached(toy.Base), "base is no ceiling or floor of any formula of the model"},
		{"the rule", toy.Contribution, scenario.Binds(toy.Growth), "growth is no ceiling or floor of any formula of the model; name the parameter, the line or the formula that is the limit, such as growth.Index().Ceiling"},
		{"another formula", toy.Contribution, scenario.Binds(burden.Amount("25%", burden.Ratio)), "0.25 is no ceiling or floor of any formula of the model; name the parameter, the line or the formula that is the limit, such as growth.Index().Ceiling"},
	} {
		_, err := w.Fan(t.Context(), c.of, c.e)
		require.ErrorIs(t, err, burden.ErrUnknownName, c.name)
		assert.EqualError(t, err, "scenario: baseline: event "+c.e.Name()+": burden: toy: "+c.says, c.name)
	}
}

// counting is a distribution that counts how often it is drawn from.
type counting struct {
	scenario.Distribution
	drawn *atomic.Int64
}

func (c counting) Quantile(u *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	c.drawn.Add(1)
	return c.Distribution.Quantile(u, grid)
}

// A fault that no draw has a part in is told after one run: prices are drawn for 2021 and
// 2022, and nothing gives those of 2023. Before, all runs were made, and the fan was a table
// of dashes. Draws are counted, three runs of two years at the most.
func TestAFaultOfEveryRunIsToldAtOnce(t *testing.T) {
	var drawn atomic.Int64
	m, err := toy.Model(t).With(toy.CPI.Is(burden.ByYear(map[int]string{2021: "10%"})))
	require.NoError(t, err)
	later := scenario.Baseline(m, 2021, 2023)
	draws := func(runs int) scenario.Simulation {
		return prices(runs, scenario.EachYear(counting{scenario.Uniform("0", "40%"), &drawn}), scenario.Between(2021, 2022))
	}
	missing := "scenario: baseline: every scenario fails: burden: toy: growth.raw 2023: cpi has no value for 2023"
	metrics := []scenario.Metric{scenario.At(toy.Contribution, 2023)}
	axis := scenario.NewAxis(toy.CPI, []string{"1%", "2%", "3%", "4%"}, scenario.In(2022))
	for name, run := range map[string]func() error{
		"fan": func() error {
			_, err := scenario.Sweep{Scenario: later, Design: draws(10_000)}.Fan(t.Context(), toy.Contribution, binds)
			return err
		},
		"summarize": func() error {
			_, err := scenario.Sweep{Scenario: later, Design: draws(10_000), Metrics: metrics}.Summarize(t.Context())
			return err
		},
		"one worker": func() error {
			_, err := scenario.Sweep{Scenario: later, Design: draws(10_000), Metrics: metrics, Workers: 1}.Summarize(t.Context())
			return err
		},
		"a part, and not the first": func() error {
			_, err := scenario.Sweep{Scenario: later, Design: draws(10_000), Metrics: metrics}.Shard(999, 1000).Summarize(t.Context())
			return err
		},
		"results": func() error {
			for _, err := range (scenario.Sweep{Scenario: later, Design: draws(10_000), Metrics: metrics}).Results(t.Context()).Rows() {
				return err
			}
			return nil
		},
		"blocks": func() error {
			for _, err := range (scenario.Sweep{Scenario: later, Design: draws(10_000), Metrics: metrics}).Blocks(t.Context()) {
				return err
			}
			return nil
		},
		"grid": func() error {
			w := scenario.Sweep{Scenario: later, Design: scenario.NewGrid(axis, scenario.NewStepAxis(toy.Ceiling, scenario.NewSteps("0", "50%", "0.01%"))), Metrics: metrics}
			w.Progress = func(int, int) { t.Error("a block was run") }
			_, err := w.Summarize(t.Context())
			return err
		},
		"morris": func() error {
			_, err := scenario.Morris{Inputs: []scenario.Axis{axis}, Trajectories: 1000}.Run(t.Context(), scenario.Sweep{Scenario: later, Metrics: metrics, Progress: func(int, int) { t.Error("a block was run") }})
			return err
		},
		"sobol": func() error {
			_, err := scenario.Sobol{Inputs: []scenario.Axis{axis}, Runs: 1000}.Run(t.Context(), scenario.Sweep{Scenario: later, Metrics: metrics, Progress: func(int, int) { t.Error("a block was run") }})
			return err
		},
	} {
		drawn.Store(0)
		err := run()
		assert.EqualError(t, err, missing, name)
		assert.ErrorIs(t, err, burden.ErrMissingYear, name)
		assert.LessOrEqual(t, drawn.Load(), int64(6), name)
	}
	// Where the draws have a part in it, every run is made and is in the ledger.
	_, err = scenario.Sweep{Scenario: scenario.Baseline(m, 2021, 2022), Design: draws(30), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2022)}}.Summarize(t.Context())
	require.NoError(t, err, "2023 is not asked for")
	out := prices(30, scenario.EachYear(scenario.Uniform("60%", "70%")), years21to23) // of a ceiling
	out.Inputs[0].Param = toy.Ceiling
	sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: out, Metrics: metrics}.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 30, sum.Failed)
}

// An event counts in the years in which its lines apply: the growth begins a year after the
// contribution. Before, every run failed for the year before.
func TestAnEventCountsWhereItsLinesApply(t *testing.T) {
	design := prices(40, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)
	f, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: design}.Fan(t.Context(), toy.Contribution, scenario.Above(toy.Growth.Raw(), toy.Growth.Applied()), binds)
	require.NoError(t, err)
	assert.Zero(t, f.Summary.Failed)
	for _, e := range []string{"growth.raw above growth", "ceiling binds"} {
		times, of := f.Happens(e, 2020)
		assert.Zero(t, times+of, e)
		_, of = f.Happens(e, 2021)
		assert.Equal(t, 40, of, e)
	}
	assert.Regexp(t, `\n2020 +40( +1,000){5} +- +- +- +-\n`, f.String())
	// A line of the fan that does not apply is a fault of the fan.
	_, err = scenario.Sweep{Scenario: toy.Scenario(t), Design: design}.Fan(t.Context(), toy.Growth.Applied())
	require.ErrorIs(t, err, burden.ErrNotApplicable)
	assert.EqualError(t, err, "scenario: baseline: burden: toy: growth 2020: growth has no formula in 2020, and the fan is of 2020 to 2023; give the scenario years in which it has")
}

// The first run that failed stands under the table, with its index.
func TestTheFirstFailureIsUnderTheFan(t *testing.T) {
	design := prices(40, scenario.EachYear(scenario.Uniform("0", "60%")), scenario.In(2021))
	design.Inputs[0].Param = toy.Ceiling // of at most 50 %
	w := scenario.Sweep{Scenario: afterTheFirst(t), Design: design}
	f, err := w.Fan(t.Context(), toy.Contribution)
	require.NoError(t, err)
	first := f.Summary.Failures[0]
	require.Positive(t, f.Summary.Failed)
	assert.Contains(t, f.String(), "\nfailed scenarios: "+strconv.Itoa(f.Summary.Failed)+"\n  "+first.Error+"\n")
	assert.Contains(t, first.Error, "["+strconv.Itoa(first.Index)+"]")
	_, err = w.At(first.Index)
	assert.Error(t, err, "the run can be had again, and fails again")
}

// The fault that is told is one that all scenarios have, and the number of scenarios makes no
// difference. In each of these, y of 2020 or 2021 fails in every scenario; the other faults,
// which some scenarios meet first, are not of all.
func TestTheFaultOfEveryScenarioIsCommonToAll(t *testing.T) {
	k := burden.NewParam("k", burden.Ratio, burden.Constant(1))
	ranged := k.Within("0", "10")
	prices := burden.NewParam("prices", burden.Ratio, burden.ByYear(map[int]string{2020: "1%"}))
	zero := burden.NewParam("zero", burden.Ratio, burden.Constant(0))
	x, y, z := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio), burden.NewLine("z", burden.Ratio)
	split := burden.NewSplit("share", burden.Ratio, burden.Split{Total: k.Over(zero).Exactly(), Quantum: "0.01", Members: []burden.Member{{Key: "a", Weight: k}, {Key: "b", Weight: k}}})
	tenth := burden.RoundTo("0.1", burden.HalfUp)
	lacking := "m: y 2021: prices has no value for 2021"
	none := "m: y 2020: zero = 0: division by zero"
	for name, c := range map[string]struct {
		definitions []burden.Definition
		metric      scenario.Metric
		steps       scenario.Steps
		years       []scenario.Years
		want        string
	}{
		"points out of range":        {[]burden.Definition{y.Is(ranged.Plus(prices))}, scenario.At(y, 2021), scenario.NewSteps("-1", "3", "0.1"), nil, lacking},
		"all points out of range":    {[]burden.Definition{y.Is(ranged.Plus(prices))}, scenario.At(y, 2021), scenario.NewSteps("-9", "-1", "0.1"), nil, lacking},
		"another line fails first":   {[]burden.Definition{x.Is(k.Over(k.Minus(burden.Amount(1, burden.Ratio))).Rounded(tenth)), y.Is(x.Previous().Plus(prices))}, scenario.At(y, 2021), scenario.NewSteps("0", "3", "0.1"), nil, lacking},
		"the model as it is is well": {[]burden.Definition{x.Is(k), y.Is(x.Plus(prices))}, scenario.At(y, 2021), scenario.NewSteps("1", "3", "0.1"), []scenario.Years{scenario.In(2021)}, lacking},
		"a power":                    {[]burden.Definition{y.Is(k.Over(zero).ToThe(1, 2).Rounded(tenth))}, scenario.At(y, 2020), scenario.NewSteps("1", "3", "0.1"), nil, none},
		"a quotient":                 {[]burden.Definition{y.Is(k.Over(zero).Rounded(tenth))}, scenario.At(y, 2020), scenario.NewSteps("1", "3", "0.1"), nil, none},
		"a split":                    {[]burden.Definition{split, y.Is(split.Part("a"))}, scenario.At(y, 2020), scenario.NewSteps("1", "3", "0.1"), nil, "m: share.a 2020: zero = 0: division by zero"},
		"a metric": {[]burden.Definition{x.Is(k), z.Is(zero)}, scenario.At(x, 2020).Over(scenario.At(z, 2020), tenth), scenario.NewSteps("1", "3", "0.1"), nil,
			"m: x 2020 / z 2020: quotient = 1/0: division by zero"},
	} {
		m, err := burden.NewModel("m", c.definitions...)
		require.NoError(t, err, name)
		s := scenario.Baseline(m, 2020, 2021)
		for _, n := range []int{1, 2, c.steps.Len()} {
			var list scenario.List
			values := make([]decimal.Decimal, n)
			for i := range values {
				values[i] = c.steps.At(i)
				list = append(list, scenario.Point{{Param: k, Value: values[i], Years: c.years}})
			}
			axis := scenario.NewAxis(k, values, c.years...)
			grid := scenario.NewGrid(axis)
			for _, d := range []scenario.Design{grid, &grid, scenario.NewColumns(axis), list, &list} {
				_, err := scenario.Sweep{Scenario: s, Design: d, Metrics: []scenario.Metric{c.metric}}.Summarize(t.Context())
				assert.EqualError(t, err, "scenario: baseline: every scenario fails: burden: "+c.want, "%s, %T of %d", name, d, n)
			}
			// Of another type it is known only that parameters may be set.
			sum, err := scenario.Sweep{Scenario: s, Design: strange{list}, Metrics: []scenario.Metric{c.metric}}.Summarize(t.Context())
			require.NoError(t, err, name)
			assert.Equal(t, n, sum.Failed, name)
		}
	}
	// A fault of the formulas is told of any design.
	m, err := burden.NewModel("m", x.Is(k), y.Starts(2021, k).Then(k))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2021), Design: strange{scenario.List{{}, {}}}, Metrics: []scenario.Metric{scenario.At(x, 2020), scenario.At(y, 2020)}}
	_, err = w.Summarize(t.Context())
	assert.ErrorContains(t, err, "every scenario fails: burden: m: y 2020: ")
}

// strange is a design of a type that the package does not know.
type strange struct{ list scenario.List }

func (s strange) Len() int                { return s.list.Len() }
func (s strange) At(i int) scenario.Point { return s.list.At(i) }
