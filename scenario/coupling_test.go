package scenario_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// coupled draws two parameters between 0 and 1 on a fine grid.
func coupled(runs int, c scenario.Copula) scenario.Simulation {
	return scenario.Simulation{Seed: 2, Runs: runs,
		Inputs:    []scenario.Uncertain{uncertain(toy.CPI, years21to23), uncertain(toy.Heads, years21to23)},
		Couplings: []scenario.Coupling{{Params: []burden.Param{toy.CPI, toy.Heads}, Copula: c}}}
}

func TestTogetherAndOpposed(t *testing.T) {
	together := coupled(20, scenario.RankCorrelated(1))
	assert.Equal(t, drawn(t, together, "cpi", 2022), drawn(t, together, "heads", 2022))

	opposed := coupled(20, scenario.RankCorrelated(-1))
	for run, v := range drawn(t, opposed, "heads", 2022) {
		u := scenario.Draw(2, "cpi", 2022, run)
		assert.Equal(t, burden.Text(quantileOf(t, scenario.Uniform(0, 1), u.Sub(big.NewRat(1, 1), u), fineGrid)), v)
	}
	apart := coupled(20, scenario.RankCorrelated(0))
	alone := apart
	alone.Couplings = nil
	assert.Equal(t, drawn(t, alone, "heads", 2022), drawn(t, apart, "heads", 2022))
	// The first keeps its draws in any case, and all keep them in years not coupled.
	assert.Equal(t, drawn(t, alone, "cpi", 2021), drawn(t, opposed, "cpi", 2021))
}

// TestRankCorrelation computes Spearman's correlation of 2,000 runs, exactly, as
// 12 × mean of (u - ½)(v - ½): within three standard deviations, some 0.07, of what
// was asked.
func TestRankCorrelation(t *testing.T) {
	t.Parallel()
	for _, rho := range []string{"0.7", "0.3", "-0.5"} {
		s := coupled(2000, scenario.RankCorrelated(rho))
		sum, half := new(big.Rat), big.NewRat(1, 2)
		a, b := drawn(t, s, "cpi", 2021), drawn(t, s, "heads", 2021)
		equal := 0
		for i := range a {
			u, _ := new(big.Rat).SetString(a[i])
			v, _ := new(big.Rat).SetString(b[i])
			if a[i] == b[i] {
				equal++
			}
			sum.Add(sum, u.Mul(u.Sub(u, half), v.Sub(v, half)))
		}
		got, _ := sum.Mul(sum, big.NewRat(12, 2000)).Float64()
		want, _ := new(big.Rat).SetString(rho)
		asked, _ := want.Float64()
		assert.InDelta(t, asked, got, 0.07, rho)
		if asked > 0 {
			assert.InDelta(t, 2000*asked, equal, 75, "share of the runs drawn together")
		}
	}
}

// TestBootstrapsTogether: coupled histories keep what happened in the same year.
func TestBootstrapsTogether(t *testing.T) {
	one := burden.RoundTo("1", burden.Exact)
	a, b := map[int]int{}, map[int]int{}
	for year := 2001; year <= 2012; year++ {
		a[year], b[year] = year, -year
	}
	s := coupled(50, scenario.RankCorrelated(1))
	s.Inputs[0].Process, s.Inputs[0].Grid = scenario.BlockBootstrap(burden.ByYear(a), 3), one
	s.Inputs[1].Process, s.Inputs[1].Grid = scenario.BlockBootstrap(burden.ByYear(b), 3), one
	for year := 2021; year <= 2023; year++ {
		x, y := drawn(t, s, "cpi", year), drawn(t, s, "heads", year)
		for i := range x {
			assert.Equal(t, "-"+x[i], y[i])
		}
	}
}

// faulty is a copula that fails in the way named for a low draw of the first.
type faulty string

func (f faulty) Couple(own []*big.Rat, _ *big.Rat) ([]*big.Rat, error) {
	if own[0].Cmp(big.NewRat(1, 3)) > 0 {
		return own, nil
	}
	switch f {
	case "error":
		return nil, errors.New("no")
	case "short":
		return own[:1], nil
	case "nil":
		return make([]*big.Rat, len(own)), nil
	}
	return []*big.Rat{own[0], big.NewRat(1, 1)}, nil
}

func TestFaultyCopulas(t *testing.T) {
	for _, f := range []faulty{"error", "short", "nil", "one"} {
		s := coupled(30, f)
		sum, err := scenario.Sweep{Scenario: toy.Scenario(t), Design: s, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2023)}}.Summarize(t.Context())
		require.NoError(t, err)
		assert.NotZero(t, sum.Failed, f)
		assert.NotZero(t, sum.Metrics[0].Count, f)
		assert.Contains(t, sum.Failures[0].Error, "coupling = cpi&heads", f)
	}
	_, err := scenario.RankCorrelated(-1).Couple([]*big.Rat{big.NewRat(1, 2), big.NewRat(1, 2), big.NewRat(1, 2)}, big.NewRat(1, 2))
	require.ErrorIs(t, err, burden.ErrOutOfRange, "three cannot all be opposed")
}

// No correlation is none, and not a negative one: three parameters take it.
func TestNoCorrelationOfThree(t *testing.T) {
	w := sweepOf(t, inY.Is(inA.Plus(inB, inC)))
	s := scenario.Simulation{Seed: 3, Runs: 4, Couplings: []scenario.Coupling{{Params: []burden.Param{inA, inB, inC}, Copula: scenario.RankCorrelated("0")}}}
	for _, p := range []burden.Param{inA, inB, inC} {
		s.Inputs = append(s.Inputs, scenario.Uncertain{Param: p, Years: scenario.In(2020), Process: scenario.EachYear(scenario.Uniform(0, 1)), Grid: fineGrid})
	}
	w.Design = s
	sum, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 4, sum.Metrics[0].Count)
	s.Couplings[0].Copula = scenario.RankCorrelated("-0.1")
	w.Design = s
	_, err = w.Summarize(t.Context())
	require.ErrorIs(t, err, burden.ErrOutOfRange)
}
