package scenario_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

func quantileOf(t *testing.T, d scenario.Distribution, u *big.Rat, grid burden.Rounding) decimal.Decimal {
	t.Helper()
	x, err := d.Quantile(u, grid)
	require.NoError(t, err)
	return x
}

func TestQuantiles(t *testing.T) {
	exact := burden.RoundTo("0.0001", burden.Exact)
	thousandths := burden.RoundTo("0.001", burden.HalfUp)
	for _, c := range []struct {
		name string
		d    scenario.Distribution
		u    *big.Rat
		grid burden.Rounding
		want string
	}{
		{"uniform, a quarter", scenario.Uniform("2%", "4%"), big.NewRat(1, 4), exact, "2.5%"},
		{"uniform, the ends", scenario.Uniform(-2, 4), big.NewRat(0, 1), exact, "-2"},
		{"uniform, the ends", scenario.Uniform(-2, 4), big.NewRat(1, 1), exact, "4"},
		{"uniform, a third is rounded once", scenario.Uniform(2, 4), big.NewRat(1, 3), thousandths, "2.667"},
		{"uniform without width", scenario.Uniform(3, 3), big.NewRat(2, 7), exact, "3"},
		// On 0 to 4 with mode 1, a quarter of all lies below the mode: u = x²/4 up to it,
		// 1 - u = (4-x)²/12 from there.
		{"triangular, ends", scenario.Triangular(0, 1, 4), big.NewRat(0, 1), exact, "0"},
		{"triangular, ends", scenario.Triangular(0, 1, 4), big.NewRat(1, 1), exact, "4"},
		{"triangular, mode", scenario.Triangular(0, 1, 4), big.NewRat(1, 4), exact, "1"},
		{"triangular, below the mode", scenario.Triangular(0, 1, 4), big.NewRat(1, 16), exact, "0.5"},
		{"triangular, above the mode", scenario.Triangular(0, 1, 4), big.NewRat(11, 12), exact, "3"},
		{"triangular, median", scenario.Triangular(0, 1, 4), big.NewRat(1, 2), thousandths, "1.551"}, // 4 - √6
		{"triangular without a rising side", scenario.Triangular(0, 0, 1), big.NewRat(3, 4), exact, "0.5"},
		{"triangular without width", scenario.Triangular(2, 2, 2), big.NewRat(1, 3), exact, "2"},
		{"discrete, first", scenario.Discrete([]string{"3%", "2%"}, []int{1, 3}), big.NewRat(3, 4), exact, "2%"},
		{"discrete, then second", scenario.Discrete([]string{"3%", "2%"}, []int{1, 3}), big.NewRat(76, 100), exact, "3%"},
		{"discrete, decimal weights", scenario.Discrete([]int{1, 2}, []string{"0.1", "0.9"}), big.NewRat(1, 10), exact, "1"},
		{"discrete, no weight is never drawn", scenario.Discrete([]int{1, 2, 3}, []int{0, 1, 0}), big.NewRat(0, 1), exact, "2"},
		{"discrete, no weight is never drawn", scenario.Discrete([]int{1, 2, 3}, []int{0, 1, 0}), big.NewRat(1, 1), exact, "2"},
		{"discrete, on the grid", scenario.Discrete([]string{"0.0125"}, []int{1}), big.NewRat(1, 2), thousandths, "0.013"},
		{"empirical, smallest", scenario.Empirical(5, 1, 3, 3), big.NewRat(0, 1), exact, "1"},
		{"empirical, order statistic", scenario.Empirical(5, 1, 3, 3), big.NewRat(3, 4), exact, "3"},
		{"empirical, largest", scenario.Empirical(5, 1, 3, 3), big.NewRat(76, 100), exact, "5"},
	} {
		dectest.Equal(t, c.want, quantileOf(t, c.d, c.u, c.grid), c.name)
	}
}

// TestDiscreteMean: over a multiple of the weights' sum of equal strata, the mean is the
// weighted mean to the last digit: (1×2 % + 2×3 % + 3×5.5 %) / 6.
func TestDiscreteMean(t *testing.T) {
	d := scenario.Discrete([]string{"2%", "3%", "5.5%"}, []int{1, 2, 3})
	sum := new(big.Rat)
	for i := range 60 {
		sum.Add(sum, quantileOf(t, d, big.NewRat(int64(2*i+1), 120), burden.RoundTo("0.1%", burden.Exact)).Rat())
	}
	assert.Equal(t, "49/1200", sum.Quo(sum, big.NewRat(60, 1)).RatString()) // 24.5 % / 6
}

// TestTriangularSquaredBack puts the quantile, cut to a millionth, into the distribution
// function again: it does not exceed u, and one millionth more does.
func TestTriangularSquaredBack(t *testing.T) {
	a, m, b := big.NewRat(-3, 2), big.NewRat(1, 3), big.NewRat(7, 2)
	mode := "0.3333"
	m.SetString(mode)
	d := scenario.Triangular("-1.5", mode, "3.5")
	sub := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
	cdf := func(x *big.Rat) *big.Rat {
		if x.Cmp(m) <= 0 {
			s := sub(x, a)
			return s.Mul(s, s).Quo(s, new(big.Rat).Mul(sub(b, a), sub(m, a)))
		}
		s := sub(b, x)
		return sub(big.NewRat(1, 1), s.Mul(s, s).Quo(s, new(big.Rat).Mul(sub(b, a), sub(b, m))))
	}
	const n = 997
	for k := int64(1); k < n; k++ {
		u := big.NewRat(k, n)
		x := quantileOf(t, d, u, burden.RoundTo("1e-6", burden.Floor))
		assert.LessOrEqual(t, cdf(x.Rat()).Cmp(u), 0, "%d/%d: %s", k, n, x)
		assert.Positive(t, cdf(x.Add(decimal.New(1, -6)).Rat()).Cmp(u), "%d/%d: %s", k, n, x)
	}
}

// TestTriangularIsRoundedOnce compares with the power of package burden, for a triangle
// that begins at zero, and each with its mirror image, in every mode.
func TestTriangularIsRoundedOnce(t *testing.T) {
	mirror := map[burden.Mode]burden.Mode{burden.Ceiling: burden.Floor, burden.Floor: burden.Ceiling}
	line := burden.NewLine("x", burden.Ratio)
	for _, mode := range []burden.Mode{burden.HalfUp, burden.HalfEven, burden.HalfDown, burden.Up, burden.Down, burden.Ceiling, burden.Floor} {
		for _, quantum := range []string{"0.001", "0.025", "2"} {
			for k := 0; k <= 97; k += 3 {
				// x² = u × 8 × 8: the rising side of 0 to 8 with mode 8; k = 0 and the squares are exact.
				radicand := burden.Amount(64*k, burden.Ratio).Over(burden.Amount(97, burden.Ratio))
				m, err := burden.NewModel("m", line.Is(radicand.ToThe(1, 2).RoundedTo(quantum, mode)))
				require.NoError(t, err)
				p, err := m.Project(2020, 2020)
				require.NoError(t, err)
				want, err := p.Value(line, 2020)
				require.NoError(t, err)

				name := fmt.Sprintf("%d/97, %s %s", k, quantum, mode)
				rising, falling := scenario.Triangular(0, 8, 8), scenario.Triangular(-8, -8, 0)
				dectest.Equal(t, burden.Text(want), quantileOf(t, rising, big.NewRat(int64(k), 97), burden.RoundTo(quantum, mode)), name)
				other, ok := mirror[mode]
				if !ok {
					other = mode
				}
				dectest.Equal(t, burden.Text(want.Neg()), quantileOf(t, falling, big.NewRat(int64(97-k), 97), burden.RoundTo(quantum, other)), name)
			}
		}
	}
	// A tie is one only if it is exact: √6.25 is, √(6.25 + 1e-40) is above it.
	tie := big.NewRat(625, 6400)
	above := new(big.Rat).Add(tie, new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(40), nil)))
	d := scenario.Triangular(0, 8, 8)
	dectest.Equal(t, "2", quantileOf(t, d, tie, burden.RoundTo("1", burden.HalfDown)))
	dectest.Equal(t, "3", quantileOf(t, d, above, burden.RoundTo("1", burden.HalfDown)))
}

func TestDistributionErrors(t *testing.T) {
	half, grid := big.NewRat(1, 2), burden.RoundTo("0.001", burden.HalfUp)
	for _, c := range []struct {
		name  string
		d     scenario.Distribution
		u     *big.Rat
		grid  burden.Rounding
		cause error
	}{
		{"no share", scenario.Uniform(0, 1), nil, grid, burden.ErrIncomplete},
		{"share above one", scenario.Uniform(0, 1), big.NewRat(3, 2), grid, burden.ErrOutOfRange},
		{"share below zero", scenario.Empirical(1), big.NewRat(-1, 2), grid, burden.ErrOutOfRange},
		{"no grid", scenario.Triangular(0, 1, 2), half, burden.Rounding{}, burden.ErrIncomplete},
		{"faulty grid", scenario.Triangular(0, 1, 2), half, burden.RoundTo("0", burden.HalfUp), burden.ErrOutOfRange},
		{"exact grid, irrational root", scenario.Triangular(0, 1, 3), half, burden.RoundTo("0.001", burden.Exact), burden.ErrInexact},
		{"exact grid, value between", scenario.Empirical("0.0005"), half, burden.RoundTo("0.001", burden.Exact), burden.ErrInexact},
		{"no number", scenario.Uniform("low", "1"), half, grid, burden.ErrNumber},
		{"no number", scenario.Uniform("0", "NaN"), half, grid, burden.ErrNumber},
		{"upside down", scenario.Uniform(2, 1), half, grid, burden.ErrOutOfRange},
		{"mode below", scenario.Triangular(2, 1, 3), half, grid, burden.ErrOutOfRange},
		{"mode above", scenario.Triangular(2, 4, 3), half, grid, burden.ErrOutOfRange},
		{"no values", scenario.Discrete([]int{}, []int{}), half, grid, burden.ErrIncomplete},
		{"no values", scenario.Empirical[int](), half, grid, burden.ErrIncomplete},
		{"no weight for each", scenario.Discrete([]int{1, 2}, []int{1}), half, grid, burden.ErrIncomplete},
		{"negative weight", scenario.Discrete([]int{1, 2}, []int{1, -1}), half, grid, burden.ErrOutOfRange},
		{"weight no number", scenario.Discrete([]int{1}, []string{"one"}), half, grid, burden.ErrNumber},
		{"value no number", scenario.Discrete([]string{""}, []int{1}), half, grid, burden.ErrNumber},
		{"no weight at all", scenario.Discrete([]int{1, 2}, []int{0, 0}), half, grid, burden.ErrOutOfRange},
	} {
		_, err := c.d.Quantile(c.u, c.grid)
		require.ErrorIs(t, err, c.cause, c.name)
		var e *burden.Error
		assert.ErrorAs(t, err, &e, c.name)
	}
}
