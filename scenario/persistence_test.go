package scenario_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// floorOf is ⌊u × n⌋.
func floorOf(u *big.Rat, n int64) int {
	x := new(big.Rat).Mul(u, big.NewRat(n, 1))
	return int(new(big.Int).Quo(x.Num(), x.Denom()).Int64())
}

func TestHeldIsOneDraw(t *testing.T) {
	s := prices(20, scenario.Held(scenario.Uniform("0", "40%")), years21to23)
	assert.Equal(t, drawn(t, s, "cpi", 2021), drawn(t, s, "cpi", 2023))
	for run, v := range drawn(t, s, "cpi", 2022) {
		x := quantileOf(t, scenario.Uniform("0", "40%"), scenario.Draw(11, "cpi", 0, run), permille)
		assert.Equal(t, burden.Text(x), v)
	}
}

// TestAutoregressive goes through the recursion with fractions.
func TestAutoregressive(t *testing.T) {
	shock := scenario.Triangular("-2%", "0", "3%")
	s := prices(50, scenario.Autoregressive(shock, "0.6", "2%", "4%"), years21to23)
	paths := [][]string{drawn(t, s, "cpi", 2021), drawn(t, s, "cpi", 2022), drawn(t, s, "cpi", 2023)}
	mean, coefficient := big.NewRat(2, 100), big.NewRat(6, 10)
	for run := range 50 {
		x := big.NewRat(4, 100)
		for i, year := range []int{2021, 2022, 2023} {
			e := quantileOf(t, shock, scenario.Draw(11, "cpi", year, run), permille)
			x.Sub(x, mean).Mul(x, coefficient).Add(x, mean).Add(x, e.Rat())
			// Half up to a thousandth: away from zero on a tie.
			doubled := new(big.Rat).Mul(new(big.Rat).Abs(x), big.NewRat(2000, 1))
			doubled.Add(doubled, big.NewRat(1, 1))
			k := new(big.Int).Quo(doubled.Num(), new(big.Int).Lsh(doubled.Denom(), 1)).Int64()
			x = big.NewRat(k*int64(x.Sign()), 1000)
			got, ok := new(big.Rat).SetString(paths[i][run])
			assert.True(t, ok)
			assert.Equal(t, x.RatString(), got.RatString(), "run %d, %d", run, year)
		}
	}
}

// TestBlockBootstrap: history is its own year, with 2004 missing. Blocks of three are
// those from 2001 and 2005 to 2007; within a block a year follows the one before.
func TestBlockBootstrap(t *testing.T) {
	history := map[int]int{}
	for _, year := range []int{2001, 2002, 2003, 2005, 2006, 2007, 2008, 2009, 2011} {
		history[year] = year
	}
	one := burden.RoundTo("1", burden.Exact)
	s := scenario.Simulation{Seed: 11, Runs: 300, Inputs: []scenario.Uncertain{
		{Param: toy.Heads, Years: scenario.Between(2026, 2031), Process: scenario.BlockBootstrap(burden.ByYear(history), 3), Grid: one},
	}}
	assert.Contains(t, s.String(), "heads 2026 to 2031: blocks of 3 years out of 2001 to 2003 and 2005 to 2009 (4 blocks), to 1, exact")
	starts := []int{2001, 2005, 2006, 2007}
	paths := map[int][]string{}
	for year := 2026; year <= 2031; year++ {
		paths[year] = drawn(t, s, "heads", year)
	}
	counts, follows := map[string]int{}, map[int]int{}
	for run := range 300 {
		phase := floorOf(scenario.Draw(11, "heads", 0, run), 3)
		for year := 2026; year <= 2031; year++ {
			begins := year
			for begins%3 != phase {
				begins--
			}
			want := starts[floorOf(scenario.Draw(11, "heads", begins, run), 4)] + year - begins
			got, _ := strconv.Atoi(paths[year][run])
			assert.Equal(t, want, got, "run %d, %d", run, year)
			counts[paths[year][run]]++
			if year > 2026 {
				if last, _ := strconv.Atoi(paths[year-1][run]); got == last+1 {
					follows[year]++
				}
			}
		}
	}
	assert.Len(t, counts, 8, "2011 is in no block")
	// Of 1,800 values, 2001 is one of the three years of one of the four blocks, a
	// twelfth, and 2007 a year of three of them, a quarter.
	assert.InDelta(t, 150, counts["2001"], 40)
	assert.InDelta(t, 450, counts["2007"], 70)
	// A block goes on in two of three years, every year alike, and by chance in some more.
	for year := 2027; year <= 2031; year++ {
		assert.InDelta(t, 200+300/3*3/16, follows[year], 35, "%d", year)
	}
}

// TestBlockBootstrapOfSomeYears: only the years named are history.
func TestBlockBootstrapOfSomeYears(t *testing.T) {
	s := scenario.Simulation{Runs: 100, Inputs: []scenario.Uncertain{{
		Param: toy.Heads, Years: scenario.In(2026), Grid: burden.RoundTo("1", burden.Exact),
		Process: scenario.BlockBootstrap(burden.Steps(map[int]int{1: 1, 2001: 2, 2003: 3}), 1, scenario.In(2000), scenario.Between(2002, 2003)),
	}}}
	assert.Contains(t, s.String(), "blocks of 1 years out of 2000 and 2002 to 2003 (3 blocks)")
	seen := map[string]bool{}
	for _, v := range drawn(t, s, "heads", 2026) {
		seen[v] = true
	}
	assert.Equal(t, map[string]bool{"1": true, "2": true, "3": true}, seen)
}
