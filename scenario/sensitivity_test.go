package scenario_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"math/big"
	"runtime"
	"slices"
	"strings"
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

// The inputs of small models that sensitivities are taken of.
var (
	inA    = burden.NewParam("a", burden.Ratio, burden.Constant(2))
	inB    = burden.NewParam("b", burden.Ratio, burden.Constant(2))
	inC    = burden.NewParam("c", burden.Ratio, burden.Constant(5))
	inIdle = burden.NewParam("idle", burden.Ratio, burden.Constant(1))
	inY    = burden.NewLine("y", burden.Ratio)
	inZ    = burden.NewLine("z", burden.Ratio)
)

// sweepOf is a sweep of a model of one year, measuring y, and z if it is defined.
func sweepOf(t testing.TB, definitions ...burden.Definition) scenario.Sweep {
	t.Helper()
	m, err := burden.NewModel("small", append(definitions, inA, inB, inC, inIdle)...)
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020)}
	for _, l := range []burden.Line{inY, inZ} {
		if _, ok := m.Line(l.Name()); ok {
			w.Metrics = append(w.Metrics, scenario.At(l, 2020))
		}
	}
	return w
}

// linearSweep measures y = 10 + 3a - 2b + c/2, z = ab.
func linearSweep(t testing.TB) scenario.Sweep {
	t.Helper()
	number := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	return sweepOf(t,
		inY.Is(number("10").Plus(number("3").Times(inA)).Minus(number("2").Times(inB)).Plus(number("0.5").Times(inC))),
		inZ.Is(inA.Times(inB)))
}

// quotientSweep measures y = a/b, which b = 0 makes fail.
func quotientSweep(t testing.TB) scenario.Sweep {
	t.Helper()
	return sweepOf(t, inY.Is(inA.Over(inB).RoundedTo("0.01", burden.HalfUp)))
}

func valuesOf(p burden.Param, values ...string) scenario.Axis { return scenario.NewAxis(p, values) }

// endsSoon runs a design's scenarios, cancels them when a few blocks are done, and checks
// that no block is taken after that, that little is allocated, that the context's error is
// returned, and that no goroutine stays.
func endsSoon(t *testing.T, work func(context.Context, scenario.Sweep) error, w scenario.Sweep) {
	t.Helper()
	defer nothingStays(t)()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	blocks := 0
	var at runtime.MemStats
	w.Progress = func(int, int) {
		switch blocks++; blocks {
		case 3:
			cancel()
			runtime.ReadMemStats(&at)
		case 4:
			t.Fatal("a block was taken after the cancel")
		}
	}
	err := work(ctx, w)
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	require.Equal(t, 3, blocks, "it was under way")
	require.ErrorIs(t, err, context.Canceled)
	_, typed := errors.AsType[*scenario.Error](err)
	assert.True(t, typed)
	assert.Less(t, after.TotalAlloc-at.TotalAlloc, uint64(1<<20))
}

// outcomesOf yields outcomes written out.
func outcomesOf(list ...scenario.Outcome) iter.Seq2[scenario.Outcome, error] {
	return func(yield func(scenario.Outcome, error) bool) {
		for _, o := range list {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// evaluated yields what a function makes of a design's points, without a scenario.
func evaluated(d scenario.Design, f func(scenario.Point) decimal.Decimal) iter.Seq2[scenario.Outcome, error] {
	return func(yield func(scenario.Outcome, error) bool) {
		for i := range d.Len() {
			if !yield(scenario.Outcome{Index: i, Values: []decimal.Decimal{f(d.At(i))}}, nil) {
				return
			}
		}
	}
}

// inParts runs a sweep in three parts, the last first.
func inParts(ctx context.Context, w scenario.Sweep, n int) iter.Seq2[scenario.Outcome, error] {
	return func(yield func(scenario.Outcome, error) bool) {
		for _, part := range [][2]int{{n / 2, n}, {n / 3, n / 2}, {0, n / 3}} {
			w.From, w.To = part[0], part[1]
			for o, err := range w.Run(ctx) {
				if !yield(o, err) {
					return
				}
			}
		}
	}
}

// covers reports whether an estimate's interval holds a number.
func covers(e scenario.Estimate, x *big.Rat) bool {
	return e.Low.Rat().Cmp(x) <= 0 && x.Cmp(e.High.Rat()) <= 0
}

func fractionOf(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// nearly is a fraction as a floating point number.
func nearly(f scenario.Fraction) float64 { v, _ := f.Rat().Float64(); return v }

// y = 10 + 3a - 2b + c/2 is 14.5 at a = 2, b = 2, c = 5. a from 1 to 3 moves it by 3
// down and up; b from 2 to 5 by 6 down; c from 1 to 13 by 2 down and 4 up, as much as
// a; idle not at all.
func TestOneAtATime(t *testing.T) {
	tornadoes, err := scenario.OneAtATime(context.Background(), linearSweep(t),
		valuesOf(inIdle, "1", "9"), valuesOf(inC, "13", "1"), valuesOf(inA, "1", "2", "3"), scenario.NewStepAxis(inB, scenario.NewSteps(2, 5, 1)))
	require.NoError(t, err)
	require.Len(t, tornadoes, 2, "one a metric")
	x := tornadoes[0]
	assert.Equal(t, "y 2020", x.Metric.String())
	dectest.Equal(t, "14.5", x.Base.Amount)
	for i, want := range []struct{ input, low, high, atLow, atHigh, swing string }{
		{"a", "1", "3", "11.5", "17.5", "6"},
		{"b", "2", "5", "14.5", "8.5", "6"},
		{"c", "1", "13", "12.5", "18.5", "6"},
		{"idle", "1", "9", "14.5", "14.5", "0"},
	} {
		b := x.Bars[i]
		assert.Equal(t, want.input, b.Input, "widest first, ties by name")
		dectest.Equal(t, want.low, b.Low, b.Input)
		dectest.Equal(t, want.high, b.High, b.Input)
		dectest.Equal(t, want.atLow, b.AtLow.Amount, b.Input)
		dectest.Equal(t, want.atHigh, b.AtHigh.Amount, b.Input)
		dectest.Equal(t, want.swing, b.Swing.Amount, b.Input)
	}
	assert.Zero(t, x.Failed)
	// z = ab is 4: a makes it 2 to 6, b 4 to 10.
	assert.Equal(t, "b", tornadoes[1].Bars[0].Input)
	dectest.Equal(t, "6", tornadoes[1].Bars[0].Swing.Amount)
}

// The bar of a metric that turns between the ends reaches to the scenario as it is:
// y = (a - 2)² is 0 at a = 2, and 1 at both 1 and 3.
func TestOneAtATimeReachesToTheScenarioAsItIs(t *testing.T) {
	off := inA.Minus(burden.Amount(2, burden.Ratio))
	x, err := scenario.OneAtATime(context.Background(), sweepOf(t, inY.Is(off.Times(off))), valuesOf(inA, "1", "3"))
	require.NoError(t, err)
	dectest.Equal(t, "1", x[0].Bars[0].Swing.Amount)
}

func TestOneAtATimeCountsAndNamesFailures(t *testing.T) {
	x, err := scenario.OneAtATime(context.Background(), quotientSweep(t), valuesOf(inB, "0", "4"), valuesOf(inA, "2", "4"))
	require.NoError(t, err)
	assert.Equal(t, 1, x[0].Failed)
	require.Len(t, x[0].Failures, 1)
	assert.Equal(t, 1, x[0].Failures[0].Index)
	assert.Contains(t, x[0].Failures[0].Error, "division by zero")
	assert.Equal(t, "b", x[0].Bars[1].Input, "what could not be measured comes last")
	assert.False(t, x[0].Bars[1].AtLow.Present)
	assert.False(t, x[0].Bars[1].Swing.Present)
	dectest.Equal(t, "0.5", x[0].Bars[1].AtHigh.Amount)
	assert.Contains(t, x[0].String(), "\nb        0     4       -      0.5      -\n")
	assert.Contains(t, x[0].String(), "failed scenarios: 1\n  scenario: baseline [1]: ")

	// Where the scenario itself fails, nothing swings.
	w := quotientSweep(t)
	w.Scenario = toy.With(t, w.Scenario, "none", scenario.Set(inB, 0))
	inputs := []scenario.Axis{valuesOf(inA, "2", "4", "6"), valuesOf(inC, "1", "2"), valuesOf(inIdle, "1", "2")}
	_, err = scenario.OneAtATime(context.Background(), w, inputs...)
	assert.EqualError(t, err, "scenario: none: every scenario fails: burden: small: y 2020: b = 0: division by zero")
	x, err = scenario.OneAtATime(context.Background(), w, append(inputs, valuesOf(inB, "1", "2"))...)
	require.NoError(t, err)
	assert.Equal(t, 7, x[0].Failed)
	assert.False(t, x[0].Base.Present)
	assert.True(t, strings.HasPrefix(x[0].String(), "y 2020: - as it is\n"))
	assert.True(t, strings.HasSuffix(x[0].String(), "\n  …\n"), "not all of them are written out")
}

// Parameters may be moved in some years and not in others, and are then several inputs.
func TestOneAtATimeByYear(t *testing.T) {
	w := scenario.Sweep{Scenario: toy.Scenario(t), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}
	x, err := scenario.OneAtATime(context.Background(), w,
		scenario.NewAxis(toy.CPI, []string{"0", "10%"}, scenario.In(2021)),
		scenario.NewAxis(toy.CPI, []string{"0", "40%"}, scenario.In(2022), scenario.From(2023)))
	require.NoError(t, err)
	// 1000 × 1.1 × (1, or 1.25 the ceiling, squared); 1000 × (1 or 1.1) × 1.2 × 1.25
	assert.Equal(t, "cpi in 2022 and from 2023", x[0].Bars[0].Input)
	dectest.Equal(t, "1100", x[0].Bars[0].AtLow.Amount)
	dectest.Equal(t, "1718.75", x[0].Bars[0].AtHigh.Amount)
	assert.Equal(t, "cpi in 2021", x[0].Bars[1].Input)
	dectest.Equal(t, "1500", x[0].Bars[1].AtLow.Amount)
	dectest.Equal(t, "1650", x[0].Bars[1].AtHigh.Amount)
}

func TestSensitivityErrors(t *testing.T) {
	stranger := burden.NewParam("stranger", burden.Ratio, burden.Constant(1))
	wrongUnit := burden.NewParam("a", burden.KRW, burden.Constant(1))
	ranged := scenario.Sweep{Scenario: toy.Scenario(t), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}
	for _, c := range []struct {
		name   string
		sweep  scenario.Sweep
		inputs []scenario.Axis
		cause  error
	}{
		{"no inputs", linearSweep(t), nil, burden.ErrIncomplete},
		{"zero axis", linearSweep(t), []scenario.Axis{{}}, burden.ErrIncomplete},
		{"bad number", linearSweep(t), []scenario.Axis{valuesOf(inA, "1", "x")}, burden.ErrNumber},
		{"zero steps", linearSweep(t), []scenario.Axis{scenario.NewStepAxis(inA, scenario.Steps{})}, burden.ErrIncomplete},
		{"uneven steps", linearSweep(t), []scenario.Axis{scenario.NewStepAxis(inA, scenario.NewSteps("0", "1", "0.3"))}, burden.ErrInexact},
		{"too many steps", linearSweep(t), []scenario.Axis{scenario.NewStepAxis(inA, scenario.NewSteps(0, scenario.MaxPoints, 1))}, burden.ErrTooLarge},
		{"one parameter twice", linearSweep(t), []scenario.Axis{valuesOf(inA, "1", "2"), valuesOf(inA, "3", "4")}, scenario.ErrConflict},
		{"stranger", linearSweep(t), []scenario.Axis{valuesOf(stranger, "1", "2")}, burden.ErrUnknownName},
		{"wrong unit", linearSweep(t), []scenario.Axis{valuesOf(wrongUnit, "1", "2")}, burden.ErrUnit},
		{"out of range", ranged, []scenario.Axis{valuesOf(toy.Ceiling, "0", "51%")}, burden.ErrOutOfRange},
		{"no scenario", scenario.Sweep{}, []scenario.Axis{valuesOf(inA, "1", "2")}, burden.ErrIncomplete},
		{"no metric", scenario.Sweep{Scenario: toy.Scenario(t)}, []scenario.Axis{valuesOf(toy.Heads, "1", "2")}, burden.ErrIncomplete},
	} {
		ctx := context.Background()
		_, oneErr := scenario.OneAtATime(ctx, c.sweep, c.inputs...)
		_, morrisErr := scenario.Morris{Inputs: c.inputs, Trajectories: 4}.Run(ctx, c.sweep)
		_, sobolErr := scenario.Sobol{Inputs: c.inputs, Runs: 32}.Run(ctx, c.sweep)
		for _, err := range []error{oneErr, morrisErr, sobolErr} {
			require.ErrorIs(t, err, c.cause, c.name)
			_, typed := errors.AsType[*scenario.Error](err)
			assert.True(t, typed, c.name)
		}
	}
	// A design that nothing runs has points that nothing can apply, and does not panic.
	for _, d := range []scenario.Design{scenario.Morris{}, scenario.Sobol{}, scenario.Morris{Inputs: make([]scenario.Axis, 1)}, scenario.Sobol{Inputs: make([]scenario.Axis, 1)}} {
		assert.Zero(t, d.Len())
		for i := range 3 {
			for _, s := range slices.Concat(d.At(i), d.At(-i)) {
				assert.Empty(t, s.Param.Name())
			}
		}
	}
	// All faults are reported, not just the first.
	_, err := scenario.OneAtATime(context.Background(), linearSweep(t), valuesOf(stranger, "1"), valuesOf(wrongUnit, "1"))
	require.ErrorIs(t, err, burden.ErrUnknownName)
	require.ErrorIs(t, err, burden.ErrUnit)
}

func TestOneAtATimeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := scenario.OneAtATime(ctx, linearSweep(t), valuesOf(inA, "1", "2"))
	require.ErrorIs(t, err, context.Canceled)
}

func TestFraction(t *testing.T) {
	var none scenario.Fraction
	assert.Nil(t, none.Rat())
	v, err := none.Rounded(burden.Rounding{})
	require.NoError(t, err)
	assert.False(t, v.Present)

	x, err := scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "0", "1")}, Trajectories: 2, Levels: 2}.Run(context.Background(), linearSweep(t))
	require.NoError(t, err)
	mu := x[0].Inputs[0].Mu
	mu.Rat().SetInt64(99) // a copy
	assert.Equal(t, "3", mu.String())
	assert.Equal(t, "-", none.String())
}

// The context may end while scenarios run, and while runs are drawn again and sorted.
func TestSobolEndsWithItsContext(t *testing.T) {
	endsSoon(t, func(ctx context.Context, w scenario.Sweep) error {
		_, err := scenario.Sobol{Inputs: productAxes, Runs: 1 << 20}.Run(ctx, w)
		return err
	}, productSweep(t))
	for _, d := range []scenario.Sobol{
		{Inputs: productAxes, Runs: 32, Resamples: 1 << 10},
		{Inputs: productAxes, Runs: 1 << 10, Resamples: 1 << 8},
	} {
		var list []scenario.Outcome
		for o := range evaluated(d, func(p scenario.Point) decimal.Decimal { return p[0].Value.Mul(p[1].Value) }) {
			list = append(list, o)
		}
		metrics := productSweep(t).Metrics
		collect := func(last int64) (*polled, uint64, error) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			p := &polled{Context: ctx, cancel: cancel, last: last}
			_, err := d.Collect(p, metrics, outcomesOf(list...))
			var after runtime.MemStats
			runtime.ReadMemStats(&after)
			return p, after.TotalAlloc - p.allocated, err
		}
		gone := nothingStays(t)
		whole, _, err := collect(math.MaxInt64)
		require.NoError(t, err)
		all := whole.polls.Load()
		require.Greater(t, all, int64(d.Runs))
		if d.Runs == 32 { // where sorting is most of the work, it asks too
			require.Greater(t, all, int64((d.Runs+4)*d.Resamples))
		}
		for i := range int64(20) {
			p, bytes, err := collect(all * (i + 1) / 21)
			require.ErrorIs(t, err, context.Canceled)
			_, typed := errors.AsType[*scenario.Error](err)
			assert.True(t, typed)
			assert.Less(t, bytes, uint64(1<<17), "cancelled after %d of 21 parts", i+1)
			assert.LessOrEqual(t, p.polls.Load()-p.last, int64(4*d.Resamples), "cancelled after %d of 21 parts", i+1)
		}
		gone()
	}
}

// polled is a context that counts how often it is asked whether it has ended, and ends
// when it has been asked so often.
type polled struct {
	context.Context
	cancel    func()
	last      int64
	polls     atomic.Int64
	allocated uint64 // bytes, when it ended
}

func (p *polled) Err() error {
	err := p.Context.Err()
	if p.polls.Add(1) == p.last {
		p.cancel()
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		p.allocated = now.TotalAlloc
	}
	return err
}

// Of eight inputs whose zero makes the metric fail, five failures are shown.
func TestFailuresShownAreFew(t *testing.T) {
	var axes []scenario.Axis
	product := burden.Amount(1, burden.Ratio)
	for i := range 8 {
		p := burden.NewParam("d"+string(rune('0'+i)), burden.Ratio, burden.Constant(1))
		product = product.Times(p)
		axes = append(axes, scenario.NewAxis(p, []int{0, 1}))
	}
	w := sweepOf(t, inY.Is(inA.Over(product).Exactly()))
	list, err := scenario.OneAtATime(t.Context(), w, axes...)
	require.NoError(t, err)
	text := list[0].String()
	assert.Contains(t, text, "failed scenarios: 8\n")
	assert.Equal(t, 5, strings.Count(text, "\n  scenario: "), text)
	assert.Contains(t, text, "\n  …\n")
}
