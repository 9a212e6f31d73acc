package scenario_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/anymodel"
)

// sameAttribution compares an attribution in blocks with one evaluated coalition by
// coalition, errors included, and reports whether there was one.
func sameAttribution(t *testing.T, baseline, alternative *scenario.Scenario, m scenario.Metric, context any) bool {
	t.Helper()
	want, errWant := scenario.AttributePlainly(baseline, alternative, m)
	got, err := scenario.Attribute(baseline, alternative, m)
	if errWant != nil {
		require.EqualError(t, err, errWant.Error(), context)
		return false
	}
	require.NoError(t, err, context)
	require.Len(t, got.Effects, len(want.Effects))
	for i, e := range want.Effects {
		assert.Zero(t, e.Share().Cmp(got.Effects[i].Share()), "%v, %s", context, e.Name)
		assert.True(t, e.Alone.Equal(got.Effects[i].Alone) && e.Last.Equal(got.Effects[i].Last), "%v, %s", context, e.Name)
	}
	assert.True(t, want.Interaction.Equal(got.Interaction))
	return true
}

// otherFormula is a line that has another formula: often pieces of the same years, at
// times a divisor that may be zero, or another line, which may need this one.
func otherFormula(r *rand.Rand, m anymodel.Model, l burden.Line) burden.LineDefinition {
	p := func() burden.Param { return m.Varied[r.IntN(len(m.Varied))].Param }
	if f, _ := m.Formula(l); f.Node().Kind == burden.ByYearNode && r.IntN(4) > 0 {
		n := f.Node()
		d := l.Starts(n.Starts[0], n.Operands[0].Plus(p()))
		for k := 1; k < len(n.Starts); k++ {
			if n.Operands[k] == (burden.Formula{}) {
				return d.Until(n.Starts[k] - 1)
			}
			d = d.From(n.Starts[k], n.Operands[k].Minus(p()))
		}
		return d
	}
	switch r.IntN(4) {
	case 0:
		return l.Is(p().Over(p()).RoundedTo("0.01", burden.HalfEven))
	case 1:
		return l.Is(m.Lines()[r.IntN(len(m.Lines()))].Plus(p()))
	}
	return l.Is(p().Times(p()).Minus(p()))
}

func TestAttributionOfStructureAgreesWithPlain(t *testing.T) {
	t.Parallel()
	whole, faulty := 0, 0
	for seed := uint64(1); seed < 400; seed++ {
		r := rand.New(rand.NewPCG(seed, 33))
		m, err := anymodel.New(r)
		if err != nil || len(m.Varied) < 2 || len(m.Lines()) < 3 {
			continue
		}
		baseline := scenario.Baseline(m.Model, anymodel.First, anymodel.Last)
		var changes []scenario.Change
		for _, l := range m.Lines() {
			if d, _ := m.Definition(l.Name()); d != nil && r.IntN(3) > 0 {
				changes = append(changes, scenario.Define(otherFormula(r, m, l)))
			}
		}
		for _, p := range m.Varied[:2] {
			changes = append(changes, scenario.Set(p.Param, 3+r.IntN(9)))
		}
		alternative, err := baseline.With("changed", changes...)
		if err != nil {
			continue
		}
		if sameAttribution(t, baseline, alternative, scenario.At(m.Lines()[r.IntN(len(m.Lines()))], anymodel.First+2), seed) {
			whole++
		} else {
			faulty++
		}
	}
	t.Logf("%d attributions agree, and %d errors", whole, faulty)
	assert.Greater(t, whole, 30)
	assert.Greater(t, faulty, 10)
}

// chain is a total of some lines, each x and its number in the baseline and twice that in the alternative.
func chain(t *testing.T, count int, more ...burden.Definition) (*burden.Model, []burden.Line, []scenario.Change) {
	t.Helper()
	x := burden.NewParam("x", burden.Ratio, burden.Constant(3))
	total := burden.NewLine("total", burden.Ratio)
	var sum burden.Formula
	var lines []burden.Line
	var changes []scenario.Change
	for k := range count {
		l := burden.NewLine("part"+strconv.Itoa(k), burden.Ratio)
		if lines = append(lines, l); k == 0 {
			sum = l.Plus(burden.Amount(0, burden.Ratio))
		} else {
			sum = sum.Plus(l)
		}
		more = append(more, l.Is(x.Plus(burden.Amount(k, burden.Ratio))))
		changes = append(changes, scenario.Define(l.Is(x.Times(burden.Amount(2, burden.Ratio)))))
	}
	m, err := burden.NewModel("chain", append(more, total.Is(sum))...)
	require.NoError(t, err)
	return m, append(lines, total), changes
}

// Six lines are 64 combinations on one model. By hand: part k is 3 + k and becomes 6, so
// each has 3 - k of the difference.
func TestStructureIsChosenByColumn(t *testing.T) {
	m, lines, changes := chain(t, 6)
	baseline := scenario.Baseline(m, 2020, 2020)
	alternative, err := baseline.With("other", changes...)
	require.NoError(t, err)
	metric := scenario.At(lines[6], 2020)
	a, err := scenario.Attribute(baseline, alternative, metric)
	require.NoError(t, err)
	for k, e := range a.Effects {
		dectest.Equal(t, strconv.Itoa(3-k), e.Alone)
		assert.Equal(t, strconv.Itoa(3-k)+"/1", e.Share().String())
	}
	models, err := scenario.ModelsOfAttribution(baseline, alternative, metric)
	require.NoError(t, err)
	assert.Equal(t, 1, models)
}

// Two lines that need each other only if one of them is changed and the other is not: the
// fault is that of the combination, as it is when each is a model of its own.
func TestStructureThatMayNeedItself(t *testing.T) {
	m, lines, changes := chain(t, 6)
	baseline := scenario.Baseline(m, 2020, 2020)
	changes[0] = scenario.Define(lines[0].Is(lines[1].Plus(burden.Amount(1, burden.Ratio))))
	alternative, err := baseline.With("fine", changes...)
	require.NoError(t, err)
	assert.True(t, sameAttribution(t, baseline, alternative, scenario.At(lines[6], 2020), "no cycle in any"))
	before, err := baseline.With("before", scenario.Define(lines[1].Is(lines[0].Plus(burden.Amount(1, burden.Ratio)))))
	require.NoError(t, err)
	_, err = scenario.Attribute(before, alternative, scenario.At(lines[6], 2020))
	require.ErrorIs(t, err, burden.ErrCycle)
	assert.False(t, sameAttribution(t, before, alternative, scenario.At(lines[6], 2020), "a cycle in one"))
}

// Terms of an index rule and a split are changes of structure that no column chooses: they
// have a model for each combination, in which the lines are chosen.
func TestStructureOfRulesAndSplits(t *testing.T) {
	x := burden.NewParam("x", burden.Ratio, burden.Constant(3))
	rule := func(ceiling, floor string) burden.IndexRule {
		return burden.NewIndexRule("growth", burden.Index{
			Driver: burden.NewParam("driver", burden.Ratio, burden.Constant("0.07")), Floor: burden.Amount(floor, burden.Ratio), Ceiling: burden.Amount(ceiling, burden.Ratio),
		})
	}
	split := func(weight int) burden.SplitRule {
		return burden.NewSplit("parts", burden.Ratio, burden.Split{
			Total:   x.Times(burden.Amount(10, burden.Ratio)),
			Members: []burden.Member{{Key: "a", Weight: burden.Amount(weight, burden.Ratio)}, {Key: "b", Weight: x}},
			Quantum: "1",
		})
	}
	result := burden.NewLine("result", burden.Ratio)
	m, lines, changes := chain(t, 4, rule("0.05", "0"), split(1))
	total := lines[4]
	m, err := m.With(result.Is(total.Times(rule("0.05", "0").Applied()).Plus(split(1).Part("a"))))
	require.NoError(t, err)
	baseline := scenario.Baseline(m, 2020, 2021)
	changes = append(changes, scenario.Define(rule("0.06", "0.01")), scenario.Define(split(2)), scenario.Set(x, 5))
	alternative, err := baseline.With("other", changes...)
	require.NoError(t, err)
	for _, l := range []burden.Line{total, result, split(1).Part("b")} {
		assert.True(t, sameAttribution(t, baseline, alternative, scenario.At(l, 2021), l.Name()))
	}
	models, err := scenario.ModelsOfAttribution(baseline, alternative, scenario.At(total, 2021))
	require.NoError(t, err)
	assert.LessOrEqual(t, models, 8, "ceiling, floor and split, with or without; 128 with the lines")
}
