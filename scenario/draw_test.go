package scenario_test

import (
	"fmt"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// fineGrid is a grid on which nothing is lost that a test looks at.
var fineGrid = burden.RoundTo("1e-30", burden.Floor)

// TestGoldenDraws freezes the draws that the documentation names. k is what
// printf '7\ncpi\n2027\n0' | sha256sum and so on begin with.
func TestGoldenDraws(t *testing.T) {
	for _, c := range []struct {
		seed      int64
		param     string
		year, run int
		k         string
	}{
		{7, "cpi", 2027, 0, "e5d54ab1e45dfd69"},
		{7, "cpi", 2027, 1, "725ef32e71b4b5da"},
		{7, "cpi", 2028, 0, "e5022506d9f6315a"},
		{-1, "sma12.cpi", 0, 999, "1f653c0a214e8423"},
	} {
		k, ok := new(big.Int).SetString(c.k, 16)
		require.True(t, ok)
		k.Lsh(k, 1).Add(k, big.NewInt(1))
		want := new(big.Rat).SetFrac(k, new(big.Int).Lsh(big.NewInt(1), 65))
		assert.Equal(t, want.RatString(), scenario.Draw(c.seed, c.param, c.year, c.run).RatString(), c.param)
	}
}

// TestDrawsFillTheUnitInterval counts 10,000 draws in ten parts: 1,000 each but for
// some three standard deviations of 30; and pairs of neighbouring runs, of neighbouring
// years and of neighbouring seeds in four quarters of a square, 2,500 with one of 43.
func TestDrawsFillTheUnitInterval(t *testing.T) {
	half := big.NewRat(1, 2)
	var bins [10]int
	pairs := map[string]*[2][2]int{"runs": {}, "years": {}, "seeds": {}}
	upper := func(u *big.Rat) int { return (u.Cmp(half) + 1) / 2 }
	for run := range 10000 {
		u := scenario.Draw(1, "cpi", 2026, run)
		tenth := new(big.Rat).Mul(u, big.NewRat(10, 1))
		bins[new(big.Int).Quo(tenth.Num(), tenth.Denom()).Int64()]++
		for name, v := range map[string]*big.Rat{
			"runs":  scenario.Draw(1, "cpi", 2026, run+1),
			"years": scenario.Draw(1, "cpi", 2027, run),
			"seeds": scenario.Draw(2, "cpi", 2026, run),
		} {
			pairs[name][upper(u)][upper(v)]++
		}
	}
	for i, n := range bins {
		assert.InDelta(t, 1000, n, 100, "part %d", i)
	}
	for name, p := range pairs {
		for _, n := range []int{p[0][0], p[0][1], p[1][0], p[1][1]} {
			assert.InDelta(t, 2500, n, 150, name)
		}
	}
}

// drawn returns the values of a parameter in a year over all runs, as text.
func drawn(t *testing.T, s scenario.Simulation, param string, year int) []string {
	t.Helper()
	var list []string
	for i := range s.Len() {
		found := false
		for _, set := range s.At(i) {
			if set.Param.Name() == param && set.Years[0] == scenario.In(year) {
				list, found = append(list, burden.Text(set.Value)), true
			}
		}
		require.True(t, found, "run %d sets %s in %d", i, param, year)
	}
	return list
}

func uncertain(p burden.Param, years scenario.Years) scenario.Uncertain {
	return scenario.Uncertain{Param: p, Years: years, Process: scenario.EachYear(scenario.Uniform(0, 1)), Grid: fineGrid}
}

// TestLatinHypercube: every stratum once, whatever the number of runs, and in another
// order for another year.
func TestLatinHypercube(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 7, 16, 17, 63, 64, 65, 100, 1000} {
		s := scenario.Simulation{Seed: 3, Runs: n, Sampling: scenario.LatinHypercube, Inputs: []scenario.Uncertain{{
			Param: toy.CPI, Years: scenario.Between(2020, 2021), Grid: burden.RoundTo("1", burden.Floor),
			Process: scenario.EachYear(scenario.Uniform(0, n)),
		}}}
		seen := map[string]bool{}
		for _, stratum := range drawn(t, s, "cpi", 2020) {
			seen[stratum] = true
		}
		assert.Len(t, seen, n)
		for i := range n {
			assert.True(t, seen[strconv.Itoa(i)], "%d of %d", i, n)
		}
		if n > 10 {
			assert.NotEqual(t, drawn(t, s, "cpi", 2020), drawn(t, s, "cpi", 2021))
		}
	}
}

// TestLatinHypercubeOrders: of three runs, every order of the strata occurs about as
// often: 600 seeds, six orders, 100 each but for some three standard deviations of 9.
func TestLatinHypercubeOrders(t *testing.T) {
	orders := map[string]int{}
	for seed := range 600 {
		s := scenario.Simulation{Seed: int64(seed), Runs: 3, Sampling: scenario.LatinHypercube, Inputs: []scenario.Uncertain{{
			Param: toy.CPI, Years: scenario.In(2020), Grid: burden.RoundTo("1", burden.Floor),
			Process: scenario.EachYear(scenario.Uniform(0, 3)),
		}}}
		orders[fmt.Sprint(drawn(t, s, "cpi", 2020))]++
	}
	assert.Len(t, orders, 6)
	for order, n := range orders {
		assert.InDelta(t, 100, n, 30, order)
	}
}

// TestHalton takes the shift off again: what is left are the first numbers of the van
// der Corput sequences of bases 2 and 3.
func TestHalton(t *testing.T) {
	s := scenario.Simulation{Seed: 5, Runs: 8, Sampling: scenario.Halton, Inputs: []scenario.Uncertain{uncertain(toy.CPI, scenario.Between(2020, 2021))}}
	for year, sequence := range map[int][]*big.Rat{
		2020: {big.NewRat(1, 2), big.NewRat(1, 4), big.NewRat(3, 4), big.NewRat(1, 8), big.NewRat(5, 8), big.NewRat(3, 8), big.NewRat(7, 8), big.NewRat(1, 16)},
		2021: {big.NewRat(1, 3), big.NewRat(2, 3), big.NewRat(1, 9), big.NewRat(4, 9), big.NewRat(7, 9), big.NewRat(2, 9), big.NewRat(5, 9), big.NewRat(8, 9)},
	} {
		for run, got := range drawn(t, s, "cpi", year) {
			want := new(big.Rat).Add(sequence[run], scenario.Draw(5, "cpi", year, -1))
			if one := big.NewRat(1, 1); want.Cmp(one) >= 0 {
				want.Sub(want, one)
			}
			on, err := scenario.Uniform(0, 1).Quantile(want, fineGrid)
			require.NoError(t, err)
			assert.Equal(t, burden.Text(on), got, "%d, run %d", year, run)
		}
	}
}

// TestHaltonSpreads: every square of a 2 by 3 grid of the first two dimensions has the
// same number of runs, one more or less for the shift; independent draws have not.
func TestHaltonSpreads(t *testing.T) {
	counts := map[[2]string]int{}
	s := scenario.Simulation{Seed: 5, Runs: 600, Sampling: scenario.Halton, Inputs: []scenario.Uncertain{
		{Param: toy.CPI, Years: scenario.In(2020), Process: scenario.EachYear(scenario.Uniform(0, 2)), Grid: burden.RoundTo("1", burden.Floor)},
		{Param: toy.Heads, Years: scenario.In(2020), Process: scenario.EachYear(scenario.Uniform(0, 3)), Grid: burden.RoundTo("1", burden.Floor)},
	}}
	a, b := drawn(t, s, "cpi", 2020), drawn(t, s, "heads", 2020)
	for i := range a {
		counts[[2]string{a[i], b[i]}]++
	}
	assert.Len(t, counts, 6)
	for square, n := range counts {
		assert.InDelta(t, 100, n, 4, "%v", square)
	}
}

func TestSamplingNames(t *testing.T) {
	assert.Equal(t, "independent, Latin hypercube, Halton, unknown sampling",
		fmt.Sprintf("%v, %v, %v, %v", scenario.Independent, scenario.LatinHypercube, scenario.Halton, scenario.Sampling(9)))
}

// uniform are the draws of parameters from zero to one, by run and parameter.
func uniform(t testing.TB, sampling scenario.Sampling, runs, inputs int) [][]*big.Rat {
	t.Helper()
	s := scenario.Simulation{Seed: 5, Runs: runs, Sampling: sampling}
	for i := range inputs {
		p := burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant("0.5"))
		s.Inputs = append(s.Inputs, scenario.Uncertain{Param: p, Years: scenario.In(2020), Process: scenario.EachYear(scenario.Uniform(0, 1)), Grid: fineGrid})
	}
	list := make([][]*big.Rat, runs)
	for run := range list {
		for _, setting := range s.At(run) {
			list[run] = append(list[run], setting.Value.Rat())
		}
		require.Len(t, list[run], inputs)
	}
	return list
}

// Of a Latin hypercube of n runs each n-th part of the interval holds one, whatever n.
func TestLatinHypercubesOfAnySize(t *testing.T) {
	for runs := 1; runs <= 70; runs++ {
		seen := map[int64]bool{}
		for _, row := range uniform(t, scenario.LatinHypercube, runs, 1) {
			x := new(big.Rat).Mul(row[0], big.NewRat(int64(runs), 1))
			seen[new(big.Int).Quo(x.Num(), x.Denom()).Int64()] = true
		}
		assert.Len(t, seen, runs)
	}
}

// The i-th input of a Halton sequence is in the base of the i-th prime p. Its first two
// points are 1/p and 2/p, but of base two 1/2 and 1/4, each shifted by as much.
func TestHaltonBases(t *testing.T) {
	rows := uniform(t, scenario.Halton, 143, 6) // as many as six bases need
	for i, want := range []string{"3/4", "1/3", "1/5", "1/7", "1/11", "1/13"} {
		step := new(big.Rat).Sub(rows[1][i], rows[0][i])
		if step.Sign() < 0 {
			step.Add(step, big.NewRat(1, 1))
		}
		off := step.Sub(step, fraction(t, want))
		assert.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1e18)), "input %d: %s", i, want)
	}
}
