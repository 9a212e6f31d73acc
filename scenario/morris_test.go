package scenario_test

import (
	"context"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// An effect is what a move would come to over the input's whole range: of a linear
// metric the coefficient times the range, however the input moves. y = 10 + 3a - 2b + c/2.
func TestMorrisOfALinearMetric(t *testing.T) {
	for _, levels := range []int{0, 2, 4, 6, 10} {
		x, err := scenario.Morris{
			Inputs: []scenario.Axis{
				scenario.NewStepAxis(inA, scenario.NewSteps("0", "7", "0.1")), // 3 × 7
				valuesOf(inB, "-1", "0", "5", "5.5"),                          // -2 × 6.5, unevenly spaced
				valuesOf(inC, "2", "3", "4"),                                  // 1/2 × 2, fewer than the levels
				valuesOf(inIdle, "7"),                                         // a constant
			},
			Trajectories: 20, Levels: levels, Seed: 7,
		}.Run(context.Background(), linearSweep(t))
		require.NoError(t, err)
		for j, want := range []struct{ input, mu, star string }{
			{"a", "21", "21"}, {"b", "-13", "13"}, {"c", "1", "1"}, {"idle", "0", "0"},
		} {
			e := x[0].Inputs[j]
			assert.Equal(t, want.input, e.Input)
			assert.Equal(t, want.mu, e.Mu.String(), e.Input)
			assert.Equal(t, want.star, e.MuStar.String(), e.Input)
			assert.Equal(t, "0", e.SigmaSquared.String(), e.Input)
			assert.Equal(t, 20, e.Count)
			assert.Zero(t, e.Missing)
		}
	}
}

// Effects that are not linear, from the design by hand: z = ab on two levels, a of 0 and
// 3, b of 1 and 2. The effect of a is 3b at the b of the moment, that of b is a.
func TestMorrisOfAProductByHand(t *testing.T) {
	d := scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "0", "3"), valuesOf(inB, "1", "2")}, Trajectories: 5, Levels: 2, Seed: 3}
	x, err := d.Run(context.Background(), linearSweep(t))
	require.NoError(t, err)
	var effects [2][]int64 // of a, of b
	for first := 0; first < d.Len(); first += 3 {
		for i := first; i < first+2; i++ {
			here, there := d.At(i), d.At(i+1)
			if here[0].Value.Equal(there[0].Value) { // b moved
				effects[1] = append(effects[1], here[0].Value.IntPart())
			} else {
				assert.True(t, here[1].Value.Equal(there[1].Value), "one input a move")
				effects[0] = append(effects[0], 3*here[1].Value.IntPart())
			}
		}
	}
	for j, list := range effects {
		require.Len(t, list, 5)
		var sum, squares int64
		for _, e := range list {
			sum += e
			squares += e * e
		}
		// mean sum/5; variance (squares - sum²/5) / 4
		mu, variance := decimal.NewFromInt(sum), decimal.NewFromInt(5*squares-sum*sum)
		e := x[1].Inputs[j]
		fifth, err := e.Mu.Rounded(burden.RoundTo("0.1", burden.Exact))
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(mu), fifth.Amount.Mul(decimal.NewFromInt(5)))
		s, err := e.SigmaSquared.Rounded(burden.RoundTo("0.01", burden.Exact))
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(variance), s.Amount.Mul(decimal.NewFromInt(20)))
		assert.Positive(t, variance.Sign(), "the input does not act alone")
	}
}

// Over many trajectories every level of every input is visited, whole trajectories
// move every input once, and levels are where they should be.
func TestMorrisDesign(t *testing.T) {
	d := scenario.Morris{Inputs: []scenario.Axis{
		scenario.NewStepAxis(inA, scenario.NewSteps(0, 9, 1)), valuesOf(inB, "1", "2"), valuesOf(inC, "4"),
	}, Trajectories: 50, Seed: 1}
	assert.Equal(t, 200, d.Len())
	seen := map[string]int{}
	for i := range d.Len() {
		p := d.At(i)
		seen[burden.Text(p[0].Value)]++
		if i%4 == 3 {
			assert.False(t, p[0].Value.Equal(d.At(i - 3)[0].Value), "every input moves")
			assert.False(t, p[1].Value.Equal(d.At(i - 3)[1].Value), "every input moves")
		}
	}
	assert.Len(t, seen, 4)
	for _, level := range []string{"0", "3", "6", "9"} {
		assert.Greater(t, seen[level], 20, level)
	}
}

// A further input or trajectory, another order of inputs, changes no level at which
// another input starts, and not in which order the others move.
func TestMorrisDrawsStay(t *testing.T) {
	a, b, c := valuesOf(inA, "0", "1", "2", "3"), valuesOf(inB, "0", "1", "2", "3"), valuesOf(inC, "0", "1", "2", "3")
	few := scenario.Morris{Inputs: []scenario.Axis{a, b}, Trajectories: 10, Seed: 5}
	more := scenario.Morris{Inputs: []scenario.Axis{c, b, a}, Trajectories: 11, Seed: 5}
	movedFirst := func(d scenario.Morris, trajectory int) string {
		k := len(d.Inputs) + 1
		for step := range k - 1 {
			here, there := d.At(trajectory*k+step), d.At(trajectory*k+step+1)
			for j := range here {
				if name := here[j].Param.Name(); name != "c" && !here[j].Value.Equal(there[j].Value) {
					return name
				}
			}
		}
		return ""
	}
	var orders []string
	for r := range few.Trajectories {
		p, q := few.At(3*r), more.At(4*r)
		dectest.Equal(t, burden.Text(p[0].Value), q[2].Value)
		dectest.Equal(t, burden.Text(p[1].Value), q[1].Value)
		orders = append(orders, movedFirst(few, r))
		assert.Equal(t, movedFirst(few, r), movedFirst(more, r))
	}
	assert.Contains(t, orders, "a")
	assert.Contains(t, orders, "b")
	other := few
	other.Seed = 6
	assert.True(t, slices.ContainsFunc([]int{0, 3, 6, 9, 12, 15, 18, 21, 24, 27}, func(i int) bool { return !few.At(i)[0].Value.Equal(other.At(i)[0].Value) }), "by seed")
}

// Scenarios that fail cost the moves to and from them, and are named.
func TestMorrisCountsAndNamesFailures(t *testing.T) {
	d := scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "1", "3"), valuesOf(inB, "0", "1"), valuesOf(inIdle, "1", "2")}, Trajectories: 10, Levels: 2, Seed: 2}
	x, err := d.Run(context.Background(), quotientSweep(t))
	require.NoError(t, err)
	failed := 0
	for i := range d.Len() {
		if d.At(i)[1].Value.IsZero() {
			failed++
		}
	}
	assert.Equal(t, failed, x[0].Failed)
	require.Len(t, x[0].Failures, failed)
	assert.Contains(t, x[0].Failures[0].Error, "division by zero")
	a, b := x[0].Inputs[0], x[0].Inputs[1]
	assert.Equal(t, 0, b.Count, "every move of b is to or from zero")
	assert.Equal(t, 10, b.Missing)
	assert.Nil(t, b.Mu.Rat())
	assert.Nil(t, b.SigmaSquared.Rat())
	assert.Equal(t, 10, a.Count+a.Missing)
	assert.Positive(t, a.Count)
	assert.Equal(t, "2", a.Mu.String(), "a/1 over a axis of 2")
	text, err := x[0].Table(burden.RoundTo("0.1", burden.HalfUp))
	require.NoError(t, err)
	assert.Regexp(t, `\nb +- +- +- +0, 10 missing\n`, text)
	assert.Contains(t, text, "failed scenarios: ")
	assert.NotContains(t, text, "NaN")

	one := d
	one.Trajectories, one.Inputs = 1, d.Inputs[:1]
	x, err = one.Run(context.Background(), quotientSweep(t))
	require.NoError(t, err)
	assert.NotNil(t, x[0].Inputs[0].Mu.Rat())
	assert.Nil(t, x[0].Inputs[0].SigmaSquared.Rat(), "one effect has no variance")
}

func TestMorrisIsTheSameOnManyWorkersAndInParts(t *testing.T) {
	d := scenario.Morris{Inputs: []scenario.Axis{scenario.NewStepAxis(inA, scenario.NewSteps("0", "7", "0.1")), valuesOf(inB, "1", "2", "3", "4")}, Trajectories: 40, Seed: 9}
	ctx, w := context.Background(), linearSweep(t)
	text := func(x []scenario.MorrisEffects, err error) string {
		require.NoError(t, err)
		s, err := x[1].Table(burden.RoundTo("0.0000001", burden.HalfUp))
		require.NoError(t, err)
		return s
	}
	w.Workers = 1
	want := text(d.Run(ctx, w))
	w.Workers = 7
	w.From, w.To = 3, 5 // plays no part
	assert.Equal(t, want, text(d.Run(ctx, w)))
	w.Design = d
	assert.Equal(t, want, text(d.Collect(w.Metrics, inParts(ctx, w, d.Len()))))
}

func TestMorrisErrors(t *testing.T) {
	a := []scenario.Axis{valuesOf(inA, "1", "2")}
	for _, c := range []struct {
		name   string
		design scenario.Morris
		cause  error
	}{
		{"no trajectories", scenario.Morris{Inputs: a}, burden.ErrIncomplete},
		{"negative trajectories", scenario.Morris{Inputs: a, Trajectories: -1}, burden.ErrOutOfRange},
		{"too many trajectories", scenario.Morris{Inputs: a, Trajectories: 1 << 30}, burden.ErrTooLarge},
		{"odd levels", scenario.Morris{Inputs: a, Trajectories: 1, Levels: 3}, burden.ErrOutOfRange},
		{"negative levels", scenario.Morris{Inputs: a, Trajectories: 1, Levels: -2}, burden.ErrOutOfRange},
		{"equal values", scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "1", "1", "2")}, Trajectories: 1}, burden.ErrOutOfRange},
		{"descending values", scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "2", "1")}, Trajectories: 1}, burden.ErrOutOfRange},
	} {
		assert.Zero(t, c.design.Len(), c.name)
		w := linearSweep(t)
		_, err := c.design.Run(context.Background(), w)
		require.ErrorIs(t, err, c.cause, c.name)
		_, err = c.design.Collect(w.Metrics, outcomesOf())
		require.ErrorIs(t, err, c.cause, c.name)
	}
	d, metrics := scenario.Morris{Inputs: a, Trajectories: 1}, linearSweep(t).Metrics
	_, err := d.Collect(metrics, nil)
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = d.Collect(metrics, outcomesOf(scenario.Outcome{Index: 2}))
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = d.Collect(metrics, outcomesOf(scenario.Outcome{Index: 1}))
	require.ErrorIs(t, err, scenario.ErrBaseline)
	x, err := d.Collect(metrics, outcomesOf())
	require.NoError(t, err, "nothing was run")
	assert.Equal(t, 1, x[0].Inputs[0].Missing)

	z, err := scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "0", "1", "3"), valuesOf(inB, "0", "1", "3")}, Trajectories: 3}.Run(context.Background(), linearSweep(t))
	require.NoError(t, err)
	_, err = z[1].Table(burden.RoundTo("x", burden.HalfUp))
	require.ErrorIs(t, err, burden.ErrNumber)
}

func TestMorrisEndsWithItsContext(t *testing.T) {
	d := scenario.Morris{Inputs: []scenario.Axis{valuesOf(inA, "1", "2"), valuesOf(inB, "1", "2")}, Trajectories: 1 << 20}
	endsSoon(t, func(ctx context.Context, w scenario.Sweep) error {
		_, err := d.Run(ctx, w)
		return err
	}, linearSweep(t))
}
