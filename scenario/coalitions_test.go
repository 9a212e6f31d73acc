package scenario_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/anymodel"
)

// TestAttributionAgreesWithPlain compares attributions in blocks with those evaluated one
// coalition at a time: shares, effects and errors.
func TestAttributionAgreesWithPlain(t *testing.T) {
	whole, faulty := 0, 0
	for seed := uint64(1); whole < 25; seed++ {
		r := rand.New(rand.NewPCG(seed, 21))
		m, err := anymodel.New(r)
		if err != nil || len(m.Varied) < 5 {
			continue
		}
		baseline := scenario.Baseline(m.Model, anymodel.First, anymodel.Last)
		var changes []scenario.Change
		for _, p := range m.Varied {
			v := decimal.New(p.Low+r.Int64N(p.High-p.Low+1), int32(-p.Scale))
			if low, high, ranged := p.Range(); ranged && (v.LessThan(low) || v.GreaterThan(high)) {
				v = high
			}
			var years []scenario.Years
			if r.IntN(2) == 0 {
				years = append(years, scenario.Between(anymodel.First+r.IntN(2), anymodel.Last-r.IntN(2)))
			}
			changes = append(changes, scenario.Set(p.Param, v, years...))
		}
		if l := m.Lines()[0]; r.IntN(2) == 0 {
			changes = append(changes, scenario.Define(l.Is(m.Varied[0].Plus(m.Varied[1]))))
		}
		alternative, err := baseline.With("changed", changes...)
		if err != nil {
			continue
		}
		metric := scenario.At(m.Lines()[r.IntN(len(m.Lines()))], anymodel.First+2)
		want, errWant := scenario.AttributePlainly(baseline, alternative, metric)
		got, err := scenario.Attribute(baseline, alternative, metric)
		if errWant != nil {
			require.EqualError(t, err, errWant.Error(), seed)
			faulty++
			continue
		}
		require.NoError(t, err, seed)
		whole++
		require.Len(t, got.Effects, len(want.Effects))
		for i, e := range want.Effects {
			assert.Zero(t, e.Share().Cmp(got.Effects[i].Share()), "seed %d, %s", seed, e.Name)
			assert.True(t, e.Alone.Equal(got.Effects[i].Alone) && e.Last.Equal(got.Effects[i].Last), "seed %d, %s", seed, e.Name)
		}
		assert.True(t, want.Interaction.Equal(got.Interaction))
	}
	assert.Positive(t, faulty)
}

// Of four changes, each of which takes 2 from a divisor of 4, any two leave none, though
// no, one, three and all of them do: 8/4, 8/2, 8/-2, 8/-4.
func TestAttributionThroughPairs(t *testing.T) {
	var terms []burden.Operand
	var changes []scenario.Change
	for _, name := range []string{"a", "b", "c", "d"} {
		p := burden.NewParam(name, burden.Ratio, burden.Constant(1))
		terms, changes = append(terms, p), append(changes, scenario.Set(p, -1))
	}
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(burden.Amount(8, burden.Ratio).Over(burden.Sum(terms...)).Exactly()))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	for n, want := range map[int]string{0: "2", 1: "4", 3: "-4", 4: "-2"} {
		some, err := s.With("some", changes[:n]...)
		require.NoError(t, err)
		v, err := some.Measure(scenario.At(x, 2020))
		require.NoError(t, err)
		dectest.Equal(t, want, v)
	}
	all, err := s.With("all", changes...)
	require.NoError(t, err)
	_, err = scenario.Attribute(s, all, scenario.At(x, 2020))
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
}

// TestSearchInBlocks: a search over more points than a block finds what the formula
// says: (x - 300)² = 40,000 at 100 and 500.
func TestSearchInBlocks(t *testing.T) {
	x := burden.NewParam("x", burden.Ratio, burden.Constant(0))
	off := x.Minus(burden.Amount(300, burden.Ratio))
	square := burden.NewLine("square", burden.Ratio)
	inverse := burden.NewLine("inverse", burden.Ratio)
	model, err := burden.NewModel("m", square.Is(off.Times(off)), inverse.Is(burden.Amount(1, burden.Ratio).Over(off).RoundedTo("0.001", burden.HalfUp)))
	require.NoError(t, err)
	s := scenario.Baseline(model, 2020, 2020, square)
	solution, err := scenario.Solve(s, scenario.At(square, 2020), 40000, x, scenario.NewSteps(0, 1000, 1))
	require.NoError(t, err)
	require.Len(t, solution.Answers, 2)
	dectest.Equal(t, "100", solution.Answers[0].From.At)
	dectest.Equal(t, "500", solution.Answers[1].From.At)
	assert.Equal(t, 1001, solution.Evaluations)
	// At 300 the divisor is zero: the error names the point.
	_, err = scenario.Solve(s, scenario.At(inverse, 2020), "0.25", x, scenario.NewSteps(0, 1000, 1))
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
	assert.ErrorContains(t, err, "set x to 300")
	// Both of a pair are searched: (x - 300)² = x at (601 ± √1201) / 2, between points.
	other, err := burden.NewModel("m", square.Is(x))
	require.NoError(t, err)
	pair, err := scenario.BreakEven(s, scenario.Baseline(other, 2020, 2020, square), scenario.At(square, 2020), x, scenario.NewSteps(0, 1000, 1))
	require.NoError(t, err)
	require.Len(t, pair.Answers, 2)
	dectest.Equal(t, "283", pair.Answers[0].From.At) // 283.17…
	dectest.Equal(t, "317", pair.Answers[1].From.At) // 317.82…
}
