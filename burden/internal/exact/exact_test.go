package exact_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/dectest"
)

var modes = map[exact.Mode]string{
	exact.Exact: "exact", exact.HalfUp: "half up", exact.HalfEven: "half even", exact.HalfDown: "half down",
	exact.Up: "up", exact.Down: "down", exact.Ceiling: "ceiling", exact.Floor: "floor",
}

// dec is a literal of a test.
func dec(t testing.TB, s string) decimal.Decimal {
	t.Helper()
	d, err := exact.Parse(s)
	require.NoError(t, err, s)
	return d
}

// rat is the value of a decimal, taken from its text by math/big alone.
func rat(t testing.TB, d decimal.Decimal) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(exact.Text(d))
	require.True(t, ok, exact.Text(d))
	return r
}

// oracle rounds x to a multiple of quantum as the modes are defined: it looks at
// both neighbours on the number line and never at signs and magnitudes apart.
// The flag says whether x is a multiple; under mode Exact it then is the result.
func oracle(x, quantum *big.Rat, mode exact.Mode) (*big.Rat, bool) {
	scaled := new(big.Rat).Quo(x, quantum)
	low := new(big.Int).Div(scaled.Num(), scaled.Denom()) // Euclidean, so the floor
	high := new(big.Int).Add(low, big.NewInt(1))
	if scaled.IsInt() {
		return x, true
	}
	middle := new(big.Rat).SetFrac(new(big.Int).Add(low, high), big.NewInt(2))
	nearer, tie := low, scaled.Cmp(middle) == 0
	if scaled.Cmp(middle) > 0 {
		nearer = high
	}
	further, closer := low, high // from zero, to zero
	if x.Sign() > 0 {
		further, closer = high, low
	}
	even := low
	if low.Bit(0) == 1 {
		even = high
	}
	k := nearer
	switch {
	case mode == exact.Up || mode == exact.HalfUp && tie:
		k = further
	case mode == exact.Down || mode == exact.HalfDown && tie:
		k = closer
	case mode == exact.HalfEven && tie:
		k = even
	case mode == exact.Ceiling:
		k = high
	case mode == exact.Floor:
		k = low
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(k), quantum), false
}

// checkQuo compares Quo, and Over, which has a way of its own for words, with the oracle in
// every mode. Both give a multiple of the quantum with its exponent.
func checkQuo(t testing.TB, a, b, quantum decimal.Decimal) {
	t.Helper()
	x := new(big.Rat).Quo(rat(t, a), rat(t, b))
	for mode, name := range modes {
		at := fmt.Sprintf("%s / %s to %s, %s", exact.Text(a), exact.Text(b), exact.Text(quantum), name)
		want, whole := oracle(x, rat(t, quantum), mode)
		got, err := exact.Quo(a, b, quantum, mode)
		number, same := exact.Of(a).Over(exact.Of(b), quantum, mode)
		if mode == exact.Exact && !whole {
			assert.ErrorIs(t, err, exact.ErrInexact, at)
			assert.ErrorIs(t, same, exact.ErrInexact, at)
			continue
		}
		if !assert.NoError(t, err, at) || !assert.NoError(t, same, at) {
			continue
		}
		for _, d := range []decimal.Decimal{got, number.Decimal()} {
			if rat(t, d).Cmp(want) != 0 || d.Exponent() != quantum.Exponent() {
				t.Errorf("%s: got %s, want %s", at, exact.Text(d), want.RatString())
			}
		}
	}
}

// quanta of agreements, and some that are no power of ten.
var quanta = []string{"1", "0.1", "0.05", "0.1e9", "25", "0.01", "0.1%", "3", "0.7", "1e-25", "7e3"}

// draw is a decimal of up to 18 digits and a small exponent, of either sign.
func draw(r *rand.Rand) decimal.Decimal {
	n := r.Int64N(int64(1) << (1 + r.IntN(60)))
	if r.IntN(2) == 0 {
		n = -n
	}
	return decimal.New(n, int32(r.IntN(25)-12))
}

func TestQuoAgainstRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	half := dec(t, "0.5")
	for _, q := range quanta {
		quantum := dec(t, q)
		for range 60 {
			a, b := draw(r), draw(r)
			if b.IsZero() {
				continue
			}
			checkQuo(t, a, b, quantum)
			checkQuo(t, a, decimal.NewFromInt(1), quantum)
			// k quanta and k quanta and a half, times b: multiples and ties by construction.
			k := decimal.NewFromInt(r.Int64N(1<<20) - 1<<19)
			checkQuo(t, k.Mul(quantum).Mul(b), b, quantum)
			checkQuo(t, k.Add(half).Mul(quantum).Mul(b), b, quantum)
		}
	}
}

func TestQuoRoundsOnce(t *testing.T) {
	for _, c := range []struct{ a, b, quantum, want, why string }{
		{"0.4999999999999999996", "1", "1", "0", "cut to 16 places first it would be 0.5, and that 1"},
		{"-0.4999999999999999996", "1", "1", "0", "the same below zero"},
		{"1", "3e19", "1e-25", "3.33333e-20", "16 places of it are all zeros"},
		{"1", "3e19", "1", "0", "less than half of one"},
		{"2", "3", "1e-200", "0." + repeat("6", 199) + "7", "as many sixes as asked for"},
		{"1.5", "1", "1", "2", "a tie goes away from zero"},
	} {
		got, err := exact.Quo(dec(t, c.a), dec(t, c.b), dec(t, c.quantum), exact.HalfUp)
		require.NoError(t, err, c.why)
		dectest.Equal(t, c.want, got, c.why)
	}
}

func TestQuoExactAgainstRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	finite := 0
	for range 3000 {
		a, b := draw(r), draw(r)
		if r.IntN(3) == 0 { // a divisor of twos and fives
			b = decimal.New(int64(1)<<r.IntN(60), int32(r.IntN(9)-4))
		}
		if b.IsZero() {
			continue
		}
		x := new(big.Rat).Quo(rat(t, a), rat(t, b))
		// It is finite if some power of ten is a multiple of the denominator; 10^200 is for these sizes.
		rest := new(big.Int).Mod(new(big.Int).Exp(big.NewInt(10), big.NewInt(200), nil), x.Denom())
		got, err := exact.QuoExact(a, b)
		if rest.Sign() != 0 {
			require.ErrorIs(t, err, exact.ErrInexact, "%s / %s", a, b)
			continue
		}
		finite++
		require.NoError(t, err)
		require.Zero(t, rat(t, got).Cmp(x), "%s / %s = %s", exact.Text(a), exact.Text(b), exact.Text(got))
	}
	assert.Greater(t, finite, 500, "too few finite quotients among the cases")
}

// checkPow holds the result of Pow against the definition of its mode, raised to
// the power q so that only rationals are compared: with v = (a/b)^p and the
// result k quanta, a half-up result means ((k-1/2)·quantum)^q <= v < ((k+1/2)·quantum)^q.
func checkPow(t testing.TB, a, b decimal.Decimal, p, q int, quantum decimal.Decimal) {
	t.Helper()
	v := ratPow(new(big.Rat).Quo(rat(t, a), rat(t, b)), p)
	u := rat(t, quantum)
	// compare tells (k + n/2 quanta)^q and v apart; below zero it is below any root.
	compare := func(k *big.Rat, n int64) int {
		y := new(big.Rat).Add(k, big.NewRat(n, 2))
		if y.Sign() < 0 {
			return -1
		}
		return ratPow(y.Mul(y, u), q).Cmp(v)
	}
	for mode, name := range modes {
		at := fmt.Sprintf("(%s / %s)^(%d/%d) to %s, %s", exact.Text(a), exact.Text(b), p, q, exact.Text(quantum), name)
		got, err := exact.Pow(a, b, p, q, quantum, mode)
		if mode == exact.Exact && err != nil {
			assert.ErrorIs(t, err, exact.ErrInexact, at)
			down, err := exact.Pow(a, b, p, q, quantum, exact.Down)
			assert.NoError(t, err, at)
			assert.NotZero(t, compare(new(big.Rat).Quo(rat(t, down), u), 0), "%s: %s is the exact root", at, exact.Text(down))
			continue
		}
		if !assert.NoError(t, err, at) {
			continue
		}
		k := new(big.Rat).Quo(rat(t, got), u)
		if !k.IsInt() {
			t.Errorf("%s: %s is no multiple", at, exact.Text(got))
			continue
		}
		even := k.Num().Bit(0) == 0
		below, above := compare(k, -1), compare(k, 1) // the ties on both sides
		var ok bool
		switch mode {
		case exact.Exact:
			ok = compare(k, 0) == 0
		case exact.HalfUp:
			ok = below <= 0 && above > 0
		case exact.HalfDown:
			ok = below < 0 && above >= 0
		case exact.HalfEven:
			ok = (below < 0 || even && below == 0) && (above > 0 || even && above == 0)
		case exact.Up, exact.Ceiling:
			ok = compare(k, -2) < 0 && compare(k, 0) >= 0
		case exact.Down, exact.Floor:
			ok = compare(k, 0) <= 0 && compare(k, 2) > 0
		}
		if !ok {
			t.Errorf("%s: %s is the wrong neighbour", at, exact.Text(got))
		}
	}
}

// ratPow is x^n by repeated multiplication, n of either sign.
func ratPow(x *big.Rat, n int) *big.Rat {
	if n < 0 {
		x, n = new(big.Rat).Inv(x), -n
	}
	y := big.NewRat(1, 1)
	for range n {
		y.Mul(y, x)
	}
	return y
}

func TestPowAgainstInequalities(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	positive := func() decimal.Decimal { return decimal.New(1+r.Int64N(int64(1)<<(1+r.IntN(40))), int32(r.IntN(8)-4)) }
	for range 400 {
		quantum := dec(t, []string{"1", "0.1", "0.05", "25", "1e-12", "0.7"}[r.IntN(6)])
		p, q := r.IntN(13)-6, 1+r.IntN(7)
		checkPow(t, positive(), positive(), p, q, quantum)
		// Roots by construction: (k/2 quanta)^q is a multiple or, for an odd k, a tie.
		k := decimal.New(r.Int64N(2000)*5, -1).Mul(quantum)
		x := decimal.NewFromInt(1)
		for range q {
			x = x.Mul(k)
		}
		checkPow(t, x, decimal.NewFromInt(1), 1, q, quantum)
	}
}

func TestPow(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		p, q    int
		quantum string
		want    string
		why     string
	}{
		{"2", "1", 1, 2, "1e-10", "1.4142135624", "sqrt 2 = 1.41421356237309504880…, OEIS A002193"},
		{"2", "1", 1, 2, "1e-9", "1.414213562", "the same, cut elsewhere"},
		{"16", "1", 1, 4, "1e-10", "2", "2^4"},
		{"1.2", "1", 1, 5, "1e-10", "1.0371372893", "1.03713728933664817…, bc -l: e(l(1.2)/5)"},
		{"6", "5", 1, 5, "1e-4", "1.0371", "the same growth as a quotient"},
		{"2", "1", -1, 2, "1e-10", "0.7071067812", "0.70710678118654752440…, OEIS A010503"},
		{"5", "4", -2, 1, "0.01", "0.64", "0.8^2"},
		{"-4", "-1", 1, 2, "1", "2", "the quotient is 4"},
		{"0", "-7", 3, 5, "0.1", "0", "nothing to any power is nothing"},
		{"7", "3", 0, 9, "0.1", "1", "anything to the power 0 is 1"},
		{"0", "3", 0, 1, "0.1", "1", "and so is nothing"},
		{"1e9", "1", 1, 2, "0.1e9", "0", "31622.8 is less than half of 0.1e9"},
		{"7e399", "1", 100, 100, "1e399", "7e399", "a power and its root"},
	} {
		a, b, quantum := dec(t, c.a), dec(t, c.b), dec(t, c.quantum)
		got, err := exact.Pow(a, b, c.p, c.q, quantum, exact.HalfUp)
		require.NoError(t, err, c.why)
		dectest.Equal(t, c.want, got, c.why)
	}
}

func TestPowTies(t *testing.T) {
	hair := "1e-200"
	for _, c := range []struct {
		square string
		add    string
		mode   exact.Mode
		want   string
	}{
		// sqrt 6.25 = 2.5 and sqrt 12.25 = 3.5 lie on the tie.
		{"6.25", "0", exact.HalfUp, "3"}, {"6.25", "0", exact.HalfEven, "2"}, {"6.25", "0", exact.HalfDown, "2"},
		{"12.25", "0", exact.HalfUp, "4"}, {"12.25", "0", exact.HalfEven, "4"}, {"12.25", "0", exact.HalfDown, "3"},
		{"6.25", "0", exact.Up, "3"}, {"6.25", "0", exact.Down, "2"}, {"6.25", "0", exact.Ceiling, "3"}, {"6.25", "0", exact.Floor, "2"},
		// A hair beside the tie decides, whatever the digits between.
		{"6.25", hair, exact.HalfDown, "3"}, {"6.25", "-" + hair, exact.HalfUp, "2"},
		{"4", hair, exact.Up, "3"}, {"4", "-" + hair, exact.Down, "1"}, {"4", "0", exact.Up, "2"},
	} {
		got, err := exact.Pow(dec(t, c.square).Add(dec(t, c.add)), decimal.NewFromInt(1), 1, 2, decimal.NewFromInt(1), c.mode)
		require.NoError(t, err)
		dectest.Equal(t, c.want, got, c.square, c.add, modes[c.mode])
	}
}

// Without a quantum, a power is a finite decimal or nothing.
func TestPowExactly(t *testing.T) {
	for _, c := range []struct {
		a, b string
		p, q int
		want string // empty: none
	}{
		{"6.25", "1", 1, 2, "2.5"},
		{"27", "8", 1, 3, "1.5"},
		{"27", "8", -1, 3, ""},    // 2/3
		{"2", "1", 1, 2, ""},      // irrational
		{"2", "9", 1, 2, ""},      // irrational above
		{"4", "3", 1, 2, ""},      // irrational below
		{"8", "1", 2, 3, "4"},     // 2^2
		{"50", "2", -1, 2, "0.2"}, // 1/sqrt 25
		{"0", "5", 1, 4, "0"},
		{"1.331", "1", 1, 3, "1.1"},
	} {
		got, err := exact.Pow(dec(t, c.a), dec(t, c.b), c.p, c.q, decimal.Decimal{}, exact.Exact)
		if c.want == "" {
			assert.ErrorIs(t, err, exact.ErrInexact, "%v", c)
			continue
		}
		require.NoError(t, err, "%v", c)
		dectest.Equal(t, c.want, got, c)
	}
}

func TestErrors(t *testing.T) {
	one, long := decimal.NewFromInt(1), dec(t, repeat("7", 256))
	huge, tiny := decimal.New(1, exact.MaxExponent), decimal.New(1, -exact.MaxExponent)
	quo := func(a, b, quantum decimal.Decimal) error {
		v, err := exact.Quo(a, b, quantum, exact.HalfUp)
		assert.True(t, v.IsZero(), "on error the rest is zero")
		return err
	}
	quoExact := func(a, b decimal.Decimal) error {
		_, err := exact.QuoExact(a, b)
		return err
	}
	pow := func(a, b decimal.Decimal, p, q int, quantum decimal.Decimal) error {
		v, err := exact.Pow(a, b, p, q, quantum, exact.HalfUp)
		assert.True(t, v.IsZero(), "on error the rest is zero")
		return err
	}
	unknown := func() error {
		_, err := exact.Quo(dec(t, "0.5"), one, one, exact.Mode(99))
		return err
	}
	for name, c := range map[string]struct{ got, want error }{
		"quotient by zero":           {quo(one, decimal.Decimal{}, one), exact.ErrZero},
		"zero by zero":               {quo(decimal.Decimal{}, decimal.Decimal{}, one), exact.ErrZero},
		"exact quotient by zero":     {quoExact(one, decimal.Decimal{}), exact.ErrZero},
		"power of x by zero":         {pow(one, decimal.Decimal{}, 1, 2, one), exact.ErrZero},
		"zero to a negative power":   {pow(decimal.Decimal{}, one, -1, 2, one), exact.ErrZero},
		"root of a negative":         {pow(dec(t, "-2"), one, 1, 2, one), exact.ErrDomain},
		"root of a negative, below":  {pow(one, dec(t, "-2"), 1, 1, one), exact.ErrDomain},
		"an unknown mode":            {unknown(), exact.ErrInexact},
		"more digits than a value":   {quo(huge, one, dec(t, "3e-400")), exact.ErrTooLarge},
		"an exact quotient too fine": {quoExact(tiny, huge), exact.ErrTooLarge},
		"an exact quotient too long": {quoExact(dec(t, repeat("7", 200)).Mul(huge), dec(t, "1e-10")), exact.ErrTooLarge},
		"a power too large":          {pow(long.Mul(long).Mul(long).Mul(long), one, 100, 2, one), exact.ErrTooLarge},
		"a power too large in both":  {pow(long.Mul(long).Mul(long), long.Mul(long), 70, 2, one), exact.ErrTooLarge},
		"a quantum too fine":         {pow(one, one, 1, 100, tiny), exact.ErrTooLarge},
		"a root too long":            {pow(huge, one, 1, 1, dec(t, "1e-400")), exact.ErrTooLarge},
	} {
		assert.ErrorIs(t, c.got, c.want, name)
	}
}

func TestFits(t *testing.T) {
	digits := func(n int) decimal.Decimal {
		i, _ := new(big.Int).SetString(repeat("9", n), 10)
		return decimal.NewFromBigInt(i, 0)
	}
	assert.True(t, exact.Fits(decimal.Decimal{}))
	for _, c := range []struct {
		name      string
		last, out decimal.Decimal
	}{
		{"digits", digits(exact.MaxDigits), digits(exact.MaxDigits + 1)},
		{"large", decimal.New(-1, exact.MaxExponent), decimal.New(-1, exact.MaxExponent+1)},
		{"small", decimal.New(1, -exact.MaxExponent), decimal.New(1, -exact.MaxExponent-1)},
	} {
		assert.True(t, exact.Fits(c.last), c.name)
		assert.False(t, exact.Fits(c.out), c.name)
		assert.True(t, exact.Fits(c.last.Neg()), c.name)
		assert.False(t, exact.Fits(c.out.Neg()), c.name)
	}
}

// No operand is changed by what is computed from it.
func TestOperandsStayAsTheyAre(t *testing.T) {
	a, b, quantum := dec(t, "-7.5"), dec(t, "-3"), dec(t, "0.05")
	for mode := range modes {
		_, _ = exact.Quo(a, b, quantum, mode)
		_, _ = exact.Pow(a, b, -2, 3, quantum, mode)
	}
	_, _ = exact.QuoExact(a, b)
	dectest.Equal(t, "-7.5", a)
	dectest.Equal(t, "-3", b)
	dectest.Equal(t, "0.05", quantum)
}

func FuzzQuo(f *testing.F) {
	f.Add(int64(-15), int8(-1), int64(1), int8(0), int64(1), int8(0)) // a tie below zero
	f.Add(int64(1), int8(0), int64(3), int8(19), int64(1), int8(-25))
	f.Add(int64(7604), int8(8), int64(3), int8(0), int64(1), int8(8))
	f.Fuzz(func(t *testing.T, a int64, ae int8, b int64, be int8, q int64, qe int8) {
		if b == 0 || q <= 0 {
			return
		}
		checkQuo(t, decimal.New(a, int32(ae)), decimal.New(b, int32(be)), decimal.New(q, int32(qe)))
	})
}

func FuzzPow(f *testing.F) {
	f.Add(int64(2), int64(1), int8(1), uint8(2), int64(1), int8(-10))
	f.Add(int64(625), int64(100), int8(1), uint8(2), int64(1), int8(0)) // a tie
	f.Add(int64(6), int64(5), int8(-3), uint8(5), int64(5), int8(-2))
	f.Fuzz(func(t *testing.T, a, b int64, p int8, q uint8, quantum int64, qe int8) {
		if a <= 0 || b <= 0 || p < -12 || p > 12 || q < 1 || q > 12 || quantum <= 0 || qe < -30 || qe > 30 {
			return
		}
		checkPow(t, decimal.New(a, 0), decimal.New(b, 0), int(p), int(q), decimal.New(quantum, int32(qe)))
	})
}
