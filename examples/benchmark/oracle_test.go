package main

import (
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small are the workloads of a few scenarios, enough for the batch engine.
var small = []workload{
	{name: "w", years: 10, copies: 1, most: 60, seed: 1},
	{name: "w-r", years: 10, copies: 1, rounded: true, most: 60, seed: 2},
	{name: "w-30y", years: 30, copies: 1, most: 40, seed: 3},
	{name: "w-24l", years: 4, copies: 3, most: 40, seed: 4},
	{name: "grid-w", years: 10, copies: 1, grid: true, most: gridSize(), seed: 5},
	{name: "grid-w+", years: 10, copies: 1, grid: true, plus: true, most: gridSize(), seed: 6},
}

func TestEveryExactVariantAgreesWithTheOracle(t *testing.T) {
	for _, w := range small {
		t.Run(w.name, func(t *testing.T) {
			list, err := variants(w)
			require.NoError(t, err)
			e := expect(w, w.sample(40))
			for _, v := range list {
				if v.check == nil {
					assert.Contains(t, []string{byHand, float64Sums}, v.name, "only these are not checked")
					continue
				}
				n, err := v.check(e)
				require.NoError(t, err, v.name)
				assert.Positive(t, n, v.name)
			}
		})
	}
}

// By hand, from the definitions: the first year of the first scenario of the grid, 24,000
// persons, prices up 0.5 %, ceiling 2 %, 70 % of the labour cost, 1,050 won a dollar.
func TestOracleByHand(t *testing.T) {
	w := workload{years: 10, copies: 1, grid: true, plus: true}
	e := expect(w, []int{0})
	for _, c := range []struct {
		place int
		want  string
		how   string
	}{
		{perHeadCost, "45526500", "45,300,000 × 1.005"},
		{totalCost, "1092636000000", "24,000 × 45,526,500"},
		{labour, "320264000000", "8,600 × 53,200,000 × 0.7"},
		{growth, "0.005", "below the ceiling"},
		{contribution, "1409800000000", "1402.8 bn × 1.005 = 1409.814 bn"},
		{contributionUSD, "1342666666.67", "1409.8 bn / 1050 = 1,342,666,666.666…"},
		{gap, "-317164000000", "1092.636 bn - 1409.8 bn"},
		{share, "1.290274", "1409.8 / 1092.636 = 1.29027416…"},
	} {
		assert.True(t, e.same(e.results[0][c.place*w.years], decimal.RequireFromString(c.want)), "%s: %s", lineNames[c.place], c.how)
	}
	net := e.results[0][lines*w.years+len(totalled)]
	assert.True(t, e.same(net, decimal.RequireFromString("-607074285.71")), "(-317.164 bn - 320.264 bn) / 1050 = -607,074,285.714…")
}

func TestNearestIsHalfAwayFromZero(t *testing.T) {
	for _, c := range [][3]int64{{5, 2, 3}, {-5, 2, -3}, {12, 5, 2}, {-12, 5, -2}, {13, 5, 3}, {0, 7, 0}} {
		got := nearest(big.NewRat(c[0], c[1]), big.NewRat(1, 1))
		assert.Zero(t, got.Cmp(big.NewRat(c[2], 1)), "%d/%d", c[0], c[1])
		got = roundRat(big.NewRat(c[0], c[1]), big.NewRat(1, 1))
		assert.Zero(t, got.Cmp(big.NewRat(c[2], 1)), "%d/%d", c[0], c[1])
	}
}

// A check that finds nothing would be worth nothing.
func TestCompareFindsADigit(t *testing.T) {
	w := small[0]
	e := expect(w, []int{3})
	right := make([]decimal.Decimal, w.results())
	shopspring(w, rows(w, []int{3}, decimal.New), right)
	n, err := e.compare(3, nil, right)
	require.NoError(t, err)
	assert.Equal(t, 85, n, "8 lines of 10 years and 5 totals")
	for place := range right {
		wrong := slices.Clone(right)
		wrong[place] = wrong[place].Add(decimal.New(1, int32(-scale(w)-2)))
		_, err := e.compare(3, nil, wrong)
		assert.Error(t, err, "result %d", place)
	}
	_, err = e.compare(3, nil, right[1:])
	assert.Error(t, err, "one too few")
	_, err = e.compare(3, w.totals(), right[80:])
	assert.NoError(t, err)
}
