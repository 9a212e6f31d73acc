package exact_test

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/dectest"
)

// checkNumber compares what numbers do with math/big, and the form of what comes out with
// that of the decimal library, which always computes at length.
func checkNumber(t testing.TB, a, b decimal.Decimal) {
	t.Helper()
	x, y := exact.Of(a), exact.Of(b)
	p, q := rat(t, a), rat(t, b)
	for _, c := range []struct {
		name  string
		f     func(exact.Number, exact.Number) (exact.Number, bool)
		ratio *big.Rat
		plain decimal.Decimal
	}{
		{"+", exact.Number.Add, new(big.Rat).Add(p, q), a.Add(b)},
		{"-", exact.Number.Sub, new(big.Rat).Sub(p, q), a.Sub(b)},
		{"×", exact.Number.Mul, new(big.Rat).Mul(p, q), a.Mul(b)},
	} {
		at := fmt.Sprintf("%s %s %s", a, c.name, b)
		n, ok := c.f(x, y)
		got := n.Decimal()
		assert.True(t, ok, at)
		if rat(t, got).Cmp(c.ratio) != 0 {
			t.Errorf("%s: got %s, want %s", at, exact.Text(got), c.ratio.RatString())
		}
		if exact.Fits(c.plain) {
			assert.Equal(t, c.plain.Exponent(), got.Exponent(), at)
		}
		assert.Equal(t, c.ratio.Sign() == 0, n.IsZero(), at)
		// What came out goes on as it would if it had been given, whatever its form.
		again := exact.Of(got)
		assert.Zero(t, n.Cmp(again), at)
		assert.Zero(t, n.InBoth().Cmp(again), at)
		assert.Equal(t, rat(t, got).Cmp(p), n.Cmp(x), at)
		twice, _ := n.Add(n)
		assert.Zero(t, rat(t, twice.Decimal()).Cmp(new(big.Rat).Add(c.ratio, c.ratio)), at)
	}
	assert.Equal(t, p.Cmp(q), x.Cmp(y), "%s and %s", a, b)
	assert.Zero(t, rat(t, x.Decimal()).Cmp(p), "%s", a)
}

// The neighbours of where a coefficient leaves its word, and of powers of ten.
var edges = []int64{
	0, 1, 2, 5, 9, 10, 999, 1000, 1 << 31, 1 << 32, 3037000499, 3037000500, // the root of 2^63, cut and up
	1e9, 999999999999999999, 1e18, 1<<62 - 1, 1 << 62, math.MaxInt64 - 1, math.MaxInt64,
}

func TestNumbersAtTheEdges(t *testing.T) {
	var list []decimal.Decimal
	for _, c := range edges {
		for _, e := range []int32{0, -3, 19} {
			list = append(list, decimal.New(c, e), decimal.New(-c, e))
		}
	}
	wide := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 63), 0) // 2^63
	list = append(list, decimal.Decimal{}, decimal.New(math.MinInt64, 0), decimal.New(math.MinInt64, 1),
		wide, wide.Neg(), wide.Add(wide), wide.Add(wide).Add(decimal.New(7, 0)), // the last word of which is 7
		decimal.New(3, 100), decimal.New(-3, -100))
	for _, a := range list {
		for _, b := range list {
			checkNumber(t, a, b)
		}
	}
}

func TestQuotientsAtTheEdges(t *testing.T) {
	quanta := []string{"1", "0.01", "0.1e9", "0.05", "7e3"}
	for _, a := range edges {
		for _, b := range edges[1:] {
			for i, q := range quanta {
				checkQuo(t, decimal.New(-a, int32(i*3)), decimal.New(b, -2), dec(t, q))
			}
			// A quotient that is nearly a whole word, and one beyond.
			checkQuo(t, decimal.New(math.MaxInt64, 0), decimal.New(b, 0), decimal.New(a+1-a/math.MaxInt64, -1))
		}
	}
	for _, c := range []struct{ a, b int64 }{{math.MinInt64, 1}, {math.MinInt64, -1}, {math.MinInt64, math.MinInt64}, {1, math.MinInt64}} {
		checkQuo(t, decimal.New(c.a, 0), decimal.New(c.b, 0), decimal.New(1, 0))
		checkQuo(t, decimal.New(c.a, 18), decimal.New(c.b, 0), decimal.New(3, 0))
	}
}

func TestNumbersAgainstRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a, b := draw(r), draw(r)
		if r.IntN(3) == 0 {
			b = b.Mul(draw(r)).Mul(draw(r)) // too long for a word
		}
		checkNumber(t, a, b)
		checkNumber(t, b, a)
		checkNumber(t, a.Mul(b), b)
	}
}

// Limits are the same in both ways.
func TestNumberLimits(t *testing.T) {
	one, huge, tiny := decimal.New(1, 0), decimal.New(1, exact.MaxExponent), decimal.New(1, -exact.MaxExponent)
	for _, c := range []struct {
		name string
		a, b decimal.Decimal
		f    func(exact.Number, exact.Number) (exact.Number, bool)
		want bool
	}{
		{"the largest exponent", huge, one, exact.Number.Mul, true},
		{"the smallest exponent", tiny, one, exact.Number.Mul, true},
		{"an exponent too large", huge, decimal.New(3, 1), exact.Number.Mul, false},
		{"an exponent too small", tiny, decimal.New(3, -1), exact.Number.Mul, false},
		{"zeros at the end make room", tiny, decimal.New(1000, -3), exact.Number.Mul, true},
		{"a sum of too many digits", huge, tiny, exact.Number.Add, false},
		{"a difference of too many digits", huge, tiny, exact.Number.Sub, false},
		{"nothing beside much", decimal.Decimal{}, huge, exact.Number.Sub, true}, // written out it has 8193 digits
	} {
		_, ok := c.f(exact.Of(c.a), exact.Of(c.b))
		assert.Equal(t, c.want, ok, c.name)
	}
	for _, quantum := range []decimal.Decimal{decimal.New(1, -exact.MaxExponent-1), decimal.New(1, exact.MaxExponent+1)} {
		_, err := exact.Of(decimal.Decimal{}).Over(exact.Of(one), quantum, exact.HalfUp)
		_, same := exact.Quo(decimal.Decimal{}, one, quantum, exact.HalfUp)
		assert.ErrorIs(t, err, exact.ErrTooLarge)
		assert.ErrorIs(t, same, exact.ErrTooLarge)
	}
	_, err := exact.Of(one).Over(exact.Number{}, one, exact.HalfUp)
	assert.ErrorIs(t, err, exact.ErrZero)
}

func TestZeroNumber(t *testing.T) {
	var n exact.Number
	assert.True(t, n.IsZero())
	dectest.Equal(t, "0", n.Decimal())
	sum, ok := n.Add(exact.Of(dec(t, "2.5")))
	require.True(t, ok)
	dectest.Equal(t, "2.5", sum.Decimal())
	assert.Equal(t, cmp.Compare(0, 1), n.Cmp(exact.Of(dec(t, "0.1"))))
}

func FuzzNumber(f *testing.F) {
	f.Add(int64(math.MaxInt64), int8(0), int64(1), int8(0), uint8(0))
	f.Add(int64(math.MinInt64), int8(-3), int64(-1), int8(-22), uint8(0))
	f.Add(int64(14028), int8(8), int64(1039), int8(-3), uint8(30))
	f.Fuzz(func(t *testing.T, a int64, ae int8, b int64, be int8, wider uint8) {
		x, y := decimal.New(a, int32(ae)), decimal.New(b, int32(be))
		checkNumber(t, x, y)
		long := y.Mul(decimal.New(1, int32(wider))).Add(decimal.New(1, -int32(wider)))
		checkNumber(t, x, long)
		if !long.IsZero() {
			checkQuo(t, x, long, decimal.New(1, int32(be)))
		}
	})
}
