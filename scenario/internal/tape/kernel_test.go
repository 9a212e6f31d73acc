package tape

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// Each fuzz target computes by kernel and by math/big; the numbers are made from a
// seed, with the words that carries and ties need more often than chance has them.

// lanes is how many scenarios a target computes at once.
const lanes = 5

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 5)) }

// odd returns a word that is often at an end of its range.
func odd(r *rand.Rand) uint64 {
	switch r.IntN(6) {
	case 0:
		return uint64(r.IntN(3))
	case 1:
		return -uint64(1 + r.IntN(3))
	case 2:
		return 1<<63 - 1 + uint64(r.IntN(3))
	case 3:
		return 1 << r.IntN(64)
	case 4:
		return r.Uint64() >> r.IntN(64)
	}
	return r.Uint64()
}

// number returns rows of n words, and the integers they are in two's complement.
func randomRows(r *rand.Rand, n int, unsigned bool) ([][]int64, []*big.Int) {
	rows, values := make([][]int64, n), make([]*big.Int, lanes)
	for k := range rows {
		rows[k] = make([]int64, lanes)
	}
	for i := range lanes {
		for k := range rows {
			rows[k][i] = int64(odd(r))
		}
		if unsigned {
			rows[n-1][i] &= 1<<63 - 1
		}
		values[i] = read(rows, i)
	}
	return rows, values
}

// read is the integer in two's complement that a scenario's words are.
func read(rows [][]int64, i int) *big.Int {
	x := new(big.Int)
	for k := len(rows) - 1; k >= 0; k-- {
		x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(uint64(rows[k][i])))
	}
	if rows[len(rows)-1][i] < 0 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(64*len(rows))))
	}
	return x
}

// wrapped is x modulo 2^(64 n), in two's complement.
func wrapped(x *big.Int, n int) *big.Int {
	m := new(big.Int).Lsh(big.NewInt(1), uint(64*n))
	x = new(big.Int).Mod(x, m)
	if x.Bit(64*n-1) == 1 {
		x.Sub(x, m)
	}
	return x
}

func emptyRows(n int) [][]int64 {
	rows := make([][]int64, n)
	for k := range rows {
		rows[k] = make([]int64, lanes)
	}
	return rows
}

func FuzzWords(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		n := 1 + r.IntN(5)
		a, x := randomRows(r, n, false)
		b, y := randomRows(r, n, false)
		m := odd(r)
		factors, p := randomRows(r, 1, true)
		sum, difference, scaled, scaledPlus, multiplied, multipliedPlus := emptyRows(n), emptyRows(n), emptyRows(n), emptyRows(n), emptyRows(n), emptyRows(n)
		masked, mask, carry := emptyRows(n), emptyRows(1)[0], emptyRows(6)
		for i := range mask {
			mask[i] = -int64(r.IntN(2))
		}
		for k := range n {
			addWord(sum[k], carry[0], a[k], b[k], k == 0)
			subtractWord(difference[k], carry[1], a[k], b[k], k == 0)
			scaleWord(scaled[k], carry[2], a[k], m, nil, k == 0)
			scaleWord(scaledPlus[k], carry[3], a[k], m, b[k], k == 0)
			multiplyWord(multiplied[k], carry[4], a[k], factors[0], nil, k == 0)
			multiplyWord(multipliedPlus[k], carry[5], a[k], factors[0], b[k], k == 0)
		}
		for k := range n {
			subtractMasked(masked[k], carry[0], a[k], b[k], mask, k == 0)
		}
		factor := new(big.Int).SetUint64(m)
		for i := range lanes {
			check := func(what string, got [][]int64, want *big.Int) {
				t.Helper()
				require.Zero(t, wrapped(want, n).Cmp(read(got, i)), what)
			}
			z := func() *big.Int { return new(big.Int) }
			check("a + b", sum, z().Add(x[i], y[i]))
			check("a - b", difference, z().Sub(x[i], y[i]))
			check("a m", scaled, z().Mul(x[i], factor))
			check("a m + b", scaledPlus, z().Add(z().Mul(x[i], factor), y[i]))
			check("a c", multiplied, z().Mul(x[i], p[i]))
			check("a c + b", multipliedPlus, z().Add(z().Mul(x[i], p[i]), y[i]))
			if mask[i] == 0 {
				check("a", masked, x[i])
			} else {
				check("a - b masked", masked, z().Sub(x[i], y[i]))
			}
		}
	})
}

func FuzzOneWord(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		a, x := randomRows(r, 1, false)
		b, y := randomRows(r, 1, false)
		c, third := randomRows(r, 1, false)
		m, n := int64(odd(r)), int64(odd(r))
		if r.IntN(3) == 0 {
			m, n = 1, 1-2*int64(r.IntN(2))
		}
		z := func() *big.Int { return new(big.Int) }
		bm, bn := big.NewInt(m), big.NewInt(n)
		for what, k := range map[string]struct {
			kernel func(r []int64)
			want   func(x, y, third *big.Int) *big.Int
		}{
			"a m + k":   {func(r []int64) { affine(r, a[0], m, n) }, func(x, _, _ *big.Int) *big.Int { return z().Add(z().Mul(x, bm), bn) }},
			"a m + b n": {func(r []int64) { linear(r, a[0], m, b[0], n) }, func(x, y, _ *big.Int) *big.Int { return z().Add(z().Mul(x, bm), z().Mul(y, bn)) }},
			"a (b + k)": {func(r []int64) { multiply(r, a[0], b[0], n) }, func(x, y, _ *big.Int) *big.Int { return z().Mul(x, z().Add(y, bn)) }},
			"a b c":     {func(r []int64) { multiplyThree(r, a[0], b[0], c[0]) }, func(x, y, third *big.Int) *big.Int { return z().Mul(z().Mul(x, y), third) }},
			"min":       {func(r []int64) { lesser(r, a[0], b[0]) }, func(x, y, _ *big.Int) *big.Int { return least(x, y) }},
			"max":       {func(r []int64) { greater(r, a[0], b[0]) }, func(x, y, _ *big.Int) *big.Int { return most(x, y) }},
			"min max":   {func(r []int64) { greaterLesser(r, a[0], b[0], c[0]) }, func(x, y, third *big.Int) *big.Int { return least(most(x, y), third) }},
			"max min":   {func(r []int64) { lesserGreater(r, a[0], b[0], c[0]) }, func(x, y, third *big.Int) *big.Int { return most(least(x, y), third) }},
			"a | b":     {func(r []int64) { either(r, a[0], b[0]) }, func(x, y, _ *big.Int) *big.Int { return z().Or(x, y) }},
			"sign":      {func(r []int64) { sign(r, a[0]) }, func(x, _, _ *big.Int) *big.Int { return big.NewInt(int64(min(x.Sign(), 0))) }},
		} {
			got := emptyRows(1)
			k.kernel(got[0])
			for i := range lanes {
				require.Zero(t, wrapped(k.want(x[i], y[i], third[i]), 1).Cmp(read(got, i)), what)
			}
		}
	})
}

func FuzzBelow(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		n := 1 + r.IntN(4)
		a, x := randomRows(r, n, false)
		b, y := randomRows(r, n, false)
		for k := range n { // often equal from some word on
			if r.IntN(2) == 0 {
				copy(b[k], a[k])
			}
		}
		for i := range y {
			y[i] = read(b, i)
		}
		mask, borrow := make([]int64, lanes), []int64(nil)
		if n > 1 {
			borrow = make([]int64, lanes)
		}
		for k := range n - 1 {
			subtractWord(mask, borrow, a[k], b[k], k == 0)
		}
		below(mask, a[n-1], b[n-1], borrow)
		smaller := emptyRows(n)
		for k := range n {
			pick(smaller[k], mask, a[k], b[k])
		}
		for i := range lanes {
			require.Zero(t, least(x[i], y[i]).Cmp(read(smaller, i)))
		}
	})
}

// quotientOf rounds x / y by comparing fractions, nil where there is none.
func quotientOf(x, y *big.Int, mode burden.Mode) *big.Int {
	if y.Sign() == 0 {
		return nil
	}
	v := rounded(new(big.Rat).SetFrac(x, y), burden.RoundTo("1", mode))
	if v == nil {
		return nil
	}
	return v.Num()
}

func FuzzDivideOneWord(f *testing.F) {
	for seed := range uint64(500) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		mode := burden.Mode(r.IntN(8))
		a, x := randomRows(r, 1, false)
		b, y := randomRows(r, 1, false)
		up, down := int64(1), int64(1)
		for i := range lanes { // small enough to be multiplied, often near a tie
			if r.IntN(2) == 0 {
				up, down = 10, 7
				a[0][i], b[0][i] = a[0][i]/10, b[0][i]/7
			}
		}
		if up != 1 {
			for i := range lanes {
				a[0][i], b[0][i] = a[0][i]/10, b[0][i]/7
			}
		}
		for i := range lanes {
			if r.IntN(2) == 0 && b[0][i] != 0 {
				k := int64(odd(r)>>1) / 4 / max(b[0][i], -b[0][i], 1)
				a[0][i] = k*b[0][i] + b[0][i]/2 + int64(r.IntN(3)) - 1
				if up != 1 {
					a[0][i] /= 10
				}
			}
			x[i], y[i] = read(a, i), read(b, i)
		}
		got, fail := make([]int64, lanes), make([]int64, lanes)
		divideNarrow(got, fail, a[0], up, b[0], down, mode)
		for i := range lanes {
			want := quotientOf(new(big.Int).Mul(x[i], big.NewInt(up)), new(big.Int).Mul(y[i], big.NewInt(down)), mode)
			require.Equal(t, want == nil, fail[i] != 0)
			if want != nil && want.IsInt64() {
				require.Equal(t, want.Int64(), got[i], "%d × %d / (%d × %d), %s", a[0][i], up, b[0][i], down, mode)
			}
		}
		d := b[0][0] * down
		if d == 0 {
			return
		}
		u, flip := magnitude(d)
		clear(fail)
		divideByConstant(got, fail, a[0], up, inverseOf(u), flip, mode)
		for i := range lanes {
			want := quotientOf(new(big.Int).Mul(x[i], big.NewInt(up)), big.NewInt(d), mode)
			require.Equal(t, want == nil, fail[i] != 0)
			if want != nil && want.IsInt64() {
				require.Equal(t, want.Int64(), got[i], "%d × %d / %d, %s", a[0][i], up, d, mode)
			}
		}
	})
}

func FuzzDivideWide(f *testing.F) {
	for seed := range uint64(800) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		mode := burden.Mode(r.IntN(8))
		unsignedA, unsignedB, constant := r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(3) == 0
		n := 1 + r.IntN(5)
		b, y := randomRows(r, n, unsignedB)
		var up *multiple
		factor := big.NewInt(1)
		if r.IntN(2) == 0 { // a dividend of one word, times a constant
			factor = pow10(1 + r.IntN(19*n))
			m := multipleOf(factor)
			up = &m
		}
		width := n + 1
		if up != nil {
			width = 1
		}
		a := emptyRows(width)
		x := make([]*big.Int, lanes)
		for i := range lanes {
			d := y[i]
			if constant {
				d = y[0]
				if d.Sign() == 0 {
					return
				}
			}
			if up != nil {
				k := int64(odd(r))
				if unsignedA {
					k &= 1<<63 - 1
				}
				// Keep the quotient short.
				q := new(big.Int).Mul(big.NewInt(k), factor)
				if d.Sign() != 0 {
					for q.Quo(q, d).BitLen() >= 60 {
						k /= 128
						q.Mul(big.NewInt(k), factor)
					}
				}
				a[0][i] = k
				x[i] = new(big.Int).Mul(big.NewInt(k), factor)
				continue
			}
			// About a whole or half number of divisors.
			q := new(big.Int).SetUint64(odd(r) >> (5 + r.IntN(50)))
			v := new(big.Int).Mul(q, d)
			if r.IntN(2) == 0 {
				v.Add(v, new(big.Int).Quo(d, big.NewInt(2)))
			}
			v.Add(v, big.NewInt(int64(r.IntN(3)-1)))
			if r.IntN(4) == 0 && d.Sign() != 0 {
				v.Add(v, new(big.Int).Quo(new(big.Int).Mul(d, big.NewInt(int64(r.IntN(1000)))), big.NewInt(1000)))
			}
			if unsignedA {
				v.Abs(v)
			} else if r.IntN(2) == 0 {
				v.Neg(v)
			}
			negative := 0
			if v.Sign() < 0 {
				negative = 1
			}
			storeBig(a, i, v, negative)
			x[i] = read(a, i)
		}
		got, fail := emptyRows(1), make([]int64, lanes)
		divideWide(got[0], fail, a, b, up, unsignedA, unsignedB, constant, settling(mode))
		long, failLong := emptyRows(width+1), make([]int64, lanes)
		if up == nil {
			divideLong(long, failLong, a, b, unsignedA, unsignedB, constant, settling(mode))
		}
		for i := range lanes {
			d := y[i]
			if constant {
				d = y[0]
			}
			want := quotientOf(x[i], d, mode)
			require.Equal(t, want == nil, fail[i] != 0)
			if want == nil {
				continue
			}
			require.Zero(t, want.Cmp(read(got, i)), "%d / %d, %s: %d, want %d", x[i], d, mode, read(got, i), want)
			if up == nil {
				require.Zero(t, want.Cmp(read(long, i)), "%d / %d, %s, long", x[i], d, mode)
			}
		}
	})
}

// A machine may be given blocks of any length up to the one it is for, in any order.
func TestBlocksOfAnyLength(t *testing.T) {
	n := 600
	w := newReference(t, 3, n, true, 5)
	p := w.compile(t, w.outputs)
	plan, ok := NewPlan(p, w.axes(), w.ranges)
	require.True(t, ok)
	run := NewRun(plan, w.columns)
	m, whole := run.Machine(BlockLen), run.Machine(BlockLen)
	for _, part := range [][2]int{{512, 88}, {0, 512}, {100, 1}, {99, 300}, {88, 512}} {
		require.True(t, m.Block(part[0], part[1]))
		for i := range part[1] {
			require.True(t, whole.Block(part[0]+i, 1))
			for k := range w.outputs {
				require.True(t, whole.Value(k, 0).Equal(m.Value(k, i)))
			}
		}
	}
}
