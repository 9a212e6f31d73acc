package quantile_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/quantile"
)

var millionths = burden.RoundTo("1e-6", burden.HalfUp)

func share(t *testing.T, s string) *big.Rat {
	t.Helper()
	u, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return u
}

// TestKnownQuantiles: normal quantiles from tables (Abramowitz and Stegun, table 26.5
// and 26.6); exponentials of them; and a beta distribution's whose distribution
// function is a polynomial: PERT from 0 to 1 with mode 1/2 is beta(3, 3), of
// F(x) = 10x³ - 15x⁴ + 6x⁵, so F(1/4) = 53/512; with mode 0, beta(1, 5), of
// F(x) = 1 - (1-x)⁵.
func TestKnownQuantiles(t *testing.T) {
	for _, c := range []struct {
		name, u, want string
		d             scenario.Distribution
	}{
		{"normal", "0.975", "1.959964", quantile.Normal(0, 1)},
		{"normal", "0.025", "-1.959964", quantile.Normal(0, 1)},
		{"normal", "1/2", "0", quantile.Normal(0, 1)},
		{"normal", "0.995", "2.575829", quantile.Normal(0, 1)},
		{"normal", "0.999999", "4.753424", quantile.Normal(0, 1)},
		{"normal, mean and deviation", "0.975", "0.0297998", quantile.Normal("2%", "0.5%")},
		{"normal without spread", "0.9", "7", quantile.Normal(7, 0)},
		{"lognormal, median", "1/2", "1", quantile.LogNormal(0, 1)},
		{"lognormal", "0.975", "7.099071", quantile.LogNormal(0, 1)},
		{"lognormal", "0.025", "0.140863", quantile.LogNormal(0, 1)},
		{"PERT, median", "1/2", "0.5", quantile.PERT("0", "0.5", "1")},
		{"PERT, polynomial", "53/512", "0.25", quantile.PERT("0", "0.5", "1")},
		{"PERT, polynomial, upper side", "459/512", "0.75", quantile.PERT("0", "0.5", "1")},
		{"PERT, on another scale", "53/512", "3", quantile.PERT("1", "5", "9")},
		{"PERT, falling only", "31/32", "0.5", quantile.PERT(0, 0, 1)},
		{"PERT, falling only, lower side", "0.40951", "0.1", quantile.PERT(0, 0, 1)}, // 1 - 0.9⁵
		{"PERT, ends", "0", "-1", quantile.PERT(-1, 0, 1)},
		{"PERT, ends", "1", "1", quantile.PERT(-1, 0, 1)},
		{"PERT without width", "0.3", "2", quantile.PERT(2, 2, 2)},
	} {
		got, err := c.d.Quantile(share(t, c.u), millionths)
		require.NoError(t, err, c.name)
		want := share(t, c.want)
		off := new(big.Rat).Sub(got.Rat(), want)
		assert.LessOrEqual(t, off.Abs(off).Cmp(share(t, "1e-6")), 0, "%s at %s: got %s, want %s", c.name, c.u, got, c.want)
	}
}

// TestNormalIsSymmetric: also in the tails, where floating point is short of digits
// near one. At 2^-65, the smallest draw there is, the quantile is finite.
func TestNormalIsSymmetric(t *testing.T) {
	d := quantile.Normal(0, 1)
	for _, bits := range []uint{1, 2, 10, 40, 53, 60, 65} {
		u := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), bits))
		low, err := d.Quantile(u, burden.RoundTo("1e-9", burden.HalfUp))
		require.NoError(t, err)
		high, err := d.Quantile(new(big.Rat).Sub(big.NewRat(1, 1), u), burden.RoundTo("1e-9", burden.HalfUp))
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(low.Neg()), high, bits)
	}
}

// TestPERTMean: the mean over equal strata is near (low + 4 mode + high) / 6.
func TestPERTMean(t *testing.T) {
	d, sum := quantile.PERT(1, 2, 6), new(big.Rat)
	for i := range int64(2000) {
		x, err := d.Quantile(big.NewRat(2*i+1, 4000), millionths)
		require.NoError(t, err)
		sum.Add(sum, x.Rat())
	}
	mean, _ := sum.Quo(sum, big.NewRat(2000, 1)).Float64()
	assert.InDelta(t, 2.5, mean, 1e-4)
}

func TestQuantileErrors(t *testing.T) {
	half := big.NewRat(1, 2)
	for _, c := range []struct {
		name  string
		d     scenario.Distribution
		u     *big.Rat
		grid  burden.Rounding
		cause error
	}{
		{"normal at an end", quantile.Normal(0, 1), new(big.Rat), millionths, burden.ErrOutOfRange},
		{"normal at an end", quantile.Normal(0, 1), big.NewRat(1, 1), millionths, burden.ErrOutOfRange},
		{"lognormal at an end", quantile.LogNormal(0, 1), big.NewRat(1, 1), millionths, burden.ErrOutOfRange},
		{"lognormal overflows", quantile.LogNormal(1000, 1), half, millionths, burden.ErrOutOfRange},
		{"beyond floating point", quantile.Normal("1e400", "1"), half, millionths, burden.ErrOutOfRange},
		{"no share", quantile.Normal(0, 1), nil, millionths, burden.ErrIncomplete},
		{"no grid", quantile.Normal(0, 1), half, burden.Rounding{}, burden.ErrIncomplete},
		{"share above one", quantile.Normal(0, 1), big.NewRat(2, 1), millionths, burden.ErrOutOfRange},
		{"share below zero", quantile.Normal(0, 1), big.NewRat(-2, 1), millionths, burden.ErrOutOfRange},
		{"negative deviation", quantile.Normal(0, -1), half, millionths, burden.ErrOutOfRange},
		{"negative deviation", quantile.LogNormal(0, -1), half, millionths, burden.ErrOutOfRange},
		{"upside down", quantile.PERT(1, 0, 2), half, millionths, burden.ErrOutOfRange},
		{"upside down", quantile.PERT(0, 3, 2), half, millionths, burden.ErrOutOfRange},
		{"no number", quantile.Normal("x", "1"), half, millionths, burden.ErrNumber},
		{"no number", quantile.PERT("0", "1", ""), half, millionths, burden.ErrNumber},
	} {
		_, err := c.d.Quantile(c.u, c.grid)
		require.ErrorIs(t, err, c.cause, c.name)
		var e *burden.Error
		assert.ErrorAs(t, err, &e, c.name)
	}
}
