package quantile_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/quantile"
)

// TestGaussianRankCorrelation couples 4,000 draws of three parameters: each stays
// uniform, and the rank correlations are 6/π arcsin(rho/2).
func TestGaussianRankCorrelation(t *testing.T) {
	c := quantile.Gaussian([]string{"0.8"}, []string{"-0.3", "0.1"})
	const runs = 4000
	var sums [3][3]float64
	var lower [3]int
	for run := range runs {
		own := []*big.Rat{scenario.Draw(1, "a", 0, run), scenario.Draw(1, "b", 0, run), scenario.Draw(1, "c", 0, run)}
		before := own[1].RatString()
		coupled, err := c.Couple(own, big.NewRat(1, 2))
		require.NoError(t, err)
		assert.Equal(t, own[0].RatString(), coupled[0].RatString(), "the first keeps its own")
		assert.Equal(t, before, own[1].RatString(), "what comes in is not changed")
		var u [3]float64
		for i := range u {
			u[i], _ = coupled[i].Float64()
			if u[i] < 0.25 {
				lower[i]++
			}
		}
		for i := range u {
			for j := range u {
				sums[i][j] += 12 * (u[i] - 0.5) * (u[j] - 0.5) / runs
			}
		}
	}
	for i := range lower {
		assert.InDelta(t, runs/4, lower[i], 100)
		assert.InDelta(t, 1, sums[i][i], 0.05)
	}
	for _, p := range []struct {
		i, j int
		rho  float64
	}{{0, 1, 0.8}, {0, 2, -0.3}, {1, 2, 0.1}} {
		assert.InDelta(t, 6/math.Pi*math.Asin(p.rho/2), sums[p.i][p.j], 0.05, "%v", p)
	}
}

// TestGaussianTails: the extremes of all draws are still between 0 and 1.
func TestGaussianTails(t *testing.T) {
	tiny := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 65))
	big1 := new(big.Rat).Sub(big.NewRat(1, 1), tiny)
	for _, u := range []*big.Rat{tiny, big1} {
		coupled, err := quantile.Gaussian([]string{"0.99"}).Couple([]*big.Rat{u, u}, nil)
		require.NoError(t, err)
		assert.Positive(t, coupled[1].Sign())
		assert.Negative(t, coupled[1].Cmp(big.NewRat(1, 1)))
	}
}

func TestGaussianErrors(t *testing.T) {
	half := big.NewRat(1, 2)
	two, three := []*big.Rat{half, half}, []*big.Rat{half, half, half}
	for _, c := range []struct {
		name  string
		c     scenario.Copula
		own   []*big.Rat
		cause error
	}{
		{"no rows", quantile.Gaussian[string](), two, burden.ErrIncomplete},
		{"row too long", quantile.Gaussian([]string{"0", "0"}), two, burden.ErrIncomplete},
		{"row too short", quantile.Gaussian([]string{"0"}, []string{"0"}), three, burden.ErrIncomplete},
		{"no number", quantile.Gaussian([]string{"much"}), two, burden.ErrNumber},
		{"correlation of one", quantile.Gaussian([]int{1}), two, burden.ErrOutOfRange},
		{"above one", quantile.Gaussian([]int{2}), two, burden.ErrOutOfRange},
		{"beyond floating point", quantile.Gaussian([]string{"1e400"}), two, burden.ErrOutOfRange},
		{"do not fit together", quantile.Gaussian([]string{"0.9"}, []string{"0.9", "-0.9"}), three, burden.ErrOutOfRange},
		{"of two, not three", quantile.Gaussian([]string{"0.5"}), three, burden.ErrIncomplete},
		{"draw of zero", quantile.Gaussian([]string{"0.5"}), []*big.Rat{half, new(big.Rat)}, burden.ErrOutOfRange},
		{"no draw", quantile.Gaussian([]string{"0.5"}), []*big.Rat{nil, half}, burden.ErrOutOfRange},
	} {
		_, err := c.c.Couple(c.own, half)
		require.ErrorIs(t, err, c.cause, c.name)
	}
}
