package tape

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

func FuzzFused(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		n := 2 + r.IntN(2)
		a, x := randomRows(r, n, false)
		b, y := randomRows(r, n, false)
		single, u := randomRows(r, 1, true)
		short, v := randomRows(r, 2, true)
		m, less := odd(r), int64(odd(r)) // single less so much, and so much more: modulo a word it is single again
		lowered := make([]int64, lanes)
		for i := range lowered {
			lowered[i] = single[0][i] - less
		}
		factors, factor := make([]uint64, n), new(big.Int)
		for k := n - 1; k >= 0; k-- {
			factors[k] = odd(r)
			factor.Lsh(factor, 64).Or(factor, new(big.Int).SetUint64(factors[k]))
		}
		kernels := []struct {
			two, three func(r [][]int64)
			want       func(i int) *big.Int
		}{
			{func(r [][]int64) { scaleTwo(r, a, nil, m) }, func(r [][]int64) { scaleThree(r, a, nil, m) },
				func(i int) *big.Int { return new(big.Int).Mul(x[i], new(big.Int).SetUint64(m)) }},
			{func(r [][]int64) { scaleTwo(r, a, b, m) }, func(r [][]int64) { scaleThree(r, a, b, m) },
				func(i int) *big.Int {
					z := new(big.Int).Mul(x[i], new(big.Int).SetUint64(m))
					return z.Add(z, y[i])
				}},
			{func(r [][]int64) { spreadTwo(r, single[0], nil, factors) }, func(r [][]int64) { spreadThree(r, single[0], nil, factors) },
				func(i int) *big.Int { return new(big.Int).Mul(u[i], factor) }},
			{func(r [][]int64) { spreadTwo(r, single[0], b, factors) }, func(r [][]int64) { spreadThree(r, single[0], b, factors) },
				func(i int) *big.Int { z := new(big.Int).Mul(u[i], factor); return z.Add(z, y[i]) }},
			{func(r [][]int64) { productTwo(r, a, single[0], 0) }, func(r [][]int64) { productThree(r, a, single[0], 0) },
				func(i int) *big.Int { return new(big.Int).Mul(x[i], u[i]) }},
			{func(r [][]int64) { productTwo(r, short, lowered, less) }, func(r [][]int64) { productThree(r, short, lowered, less) },
				func(i int) *big.Int { return new(big.Int).Mul(v[i], u[i]) }},
			{func(r [][]int64) { productTwo(r, a, lowered, less) }, func(r [][]int64) { productThree(r, a, lowered, less) },
				func(i int) *big.Int { return new(big.Int).Mul(x[i], u[i]) }},
			{func(r [][]int64) { addTwo(r, a, b) }, func(r [][]int64) { addThree(r, a, b) },
				func(i int) *big.Int { return new(big.Int).Add(x[i], y[i]) }},
			{func(r [][]int64) { subtractTwo(r, a, b) }, func(r [][]int64) { subtractThree(r, a, b) },
				func(i int) *big.Int { return new(big.Int).Sub(x[i], y[i]) }},
		}
		for k, c := range kernels {
			got := emptyRows(n)
			if n == 2 {
				c.two(got)
			} else {
				c.three(got)
			}
			for i := range lanes {
				require.Zero(t, wrapped(c.want(i), n).Cmp(read(got, i)), "kernel %d of %d words", k, n)
			}
		}
		c, w := randomRows(r, 1, false)
		d, z := randomRows(r, 1, false)
		for _, last := range [][]int64{nil, single[0]} {
			got := emptyRows(1)
			sumRows(got[0], a[0], c[0], d[0], last)
			for i := range lanes {
				want := new(big.Int).Add(read(a[:1], i), w[i])
				if want.Add(want, z[i]); last != nil {
					want.Add(want, u[i])
				}
				require.Zero(t, wrapped(want, 1).Cmp(read(got, i)))
			}
		}
	})
}

// below64 is a number of at most so many bits, often near an end of that.
func below64(r *rand.Rand, bits int) int64 {
	return int64(odd(r) >> 1 >> (63 - bits))
}

func FuzzCutByConstant(f *testing.F) {
	for seed := range uint64(500) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		mode := burden.Mode(r.IntN(8))
		divisor, up := uint64(below64(r, 1+r.IntN(61))), int64(1+r.IntN(12))
		bits := 1 + r.IntN(59)
		k, ok := cutOf(divisor, new(big.Int).Mul(big.NewInt(up), new(big.Int).Lsh(one, uint(bits))), mode)
		if !ok {
			return
		}
		a := make([]int64, lanes)
		for i := range a {
			a[i] = below64(r, bits)
			if r.IntN(2) == 0 { // near a tie or a whole number
				n := a[i] / int64(divisor) * int64(divisor)
				if a[i] = n + int64(divisor/2)*int64(r.IntN(2)) + int64(r.IntN(3)) - 1; a[i] < 0 || a[i]>>bits != 0 {
					a[i] = 0
				}
				if n = a[i] / up; n*up != a[i] && r.IntN(2) == 0 {
					a[i] = n
				}
			}
		}
		got := make([]int64, lanes)
		check := func(flip int) {
			for i := range a {
				x := new(big.Int).Mul(big.NewInt(a[i]), big.NewInt(up))
				want := quotientOf(x, big.NewInt(signed(divisor, flip)), mode)
				require.Equal(t, want.Int64(), got[i], "%d × %d / %d, flip %d, %s", a[i], up, divisor, flip, mode)
			}
		}
		cutByConstant(got, a, up, &k)
		check(0)
		by, more := make([]int64, lanes), int64(odd(r))
		for i := range by {
			by[i] = up - more // modulo a word it is up again
		}
		clear(got)
		multiplyCut(got, a, by, more, &k)
		check(0)
		for i := range a {
			if r.IntN(2) == 0 {
				a[i] = -a[i]
			}
		}
		for flip := range 2 {
			cutSigned(got, a, up, &k, flip)
			check(flip)
		}
	})
}

func FuzzDivideUnsigned(f *testing.F) {
	for seed := range uint64(500) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		mode := burden.Mode(r.IntN(8))
		if !unseenTies(mode) {
			return
		}
		rule := ruleOf(mode)
		up, down, bits, width := int64(1+r.IntN(12)), int64(1+r.IntN(12)), 1+r.IntN(57), 1+r.IntN(30)
		least := max(below64(r, 1+r.IntN(28)), 1)
		a, b := make([]int64, lanes), make([]int64, lanes)
		for i := range a {
			b[i] = least + below64(r, width)
			a[i] = below64(r, bits)
			if r.IntN(2) == 0 {
				d := b[i] * down
				if n := (a[i]*up/d*d + d/2*int64(r.IntN(2)) + int64(r.IntN(3)) - 1) / up; n >= 0 && n>>bits == 0 {
					a[i] = n
				}
			}
		}
		got := make([]int64, lanes)
		check := func(what string) {
			for i := range a {
				x, y := new(big.Int).Mul(big.NewInt(a[i]), big.NewInt(up)), new(big.Int).Mul(big.NewInt(b[i]), big.NewInt(down))
				require.Equal(t, quotientOf(x, y, mode).Int64(), got[i], "%s: %d × %d / (%d × %d), %s", what, a[i], up, b[i], down, mode)
			}
		}
		divideUnsigned(got, a, up, b, down, rule.half, rule.whole[0])
		check("divided")
		low, high := big.NewInt(least*down), big.NewInt((least+1<<width)*down)
		if shift, ok := reciprocalOf(low, high, big.NewInt(up<<bits)); ok {
			factor, added := make([]int64, lanes), make([]int64, lanes)
			invert(factor, added, b, down, shift, rule.half, rule.whole[0])
			multiplyInverse(got, a, up, factor, added, shift)
			check("multiplied")
		}
	})
}

func FuzzDivideShort(f *testing.F) {
	for seed := range uint64(2000) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := source(seed)
		mode := burden.Mode(r.IntN(8))
		if mode == burden.Exact {
			return
		}
		up := multipleOf(new(big.Int).Add(pow10(1+r.IntN(60)), big.NewInt(int64(r.IntN(2)))))
		bits := 1 + r.IntN(62)
		most := new(big.Int).Lsh(one, uint(bits))
		most.Sub(most, one)
		dividend := new(big.Int).Mul(most, up.value)
		// Quotients of some digits, and divisors that differ by a few bits.
		low := new(big.Int).Rsh(dividend, uint(1+r.IntN(40)))
		low.Add(low, big.NewInt(1+int64(r.IntN(3))))
		high := new(big.Int).Lsh(low, uint(r.IntN(4)))
		k, ok := leadingOf(most, &up, low, high)
		if !ok {
			return
		}
		n := words(low, high)
		a, b := make([]int64, lanes), emptyRows(n)
		y := make([]*big.Int, lanes)
		for i := range a {
			a[i] = below64(r, bits)
			x := new(big.Int).Mul(big.NewInt(a[i]), up.value)
			y[i] = new(big.Int).Add(low, new(big.Int).Rsh(new(big.Int).Sub(high, low), uint(r.IntN(30))))
			// A divisor of which the dividend is about a whole or half number.
			if q := new(big.Int).Quo(x, y[i]); q.Sign() > 0 && r.IntN(3) > 0 {
				q.Lsh(q, 1).Add(q, big.NewInt(int64(r.IntN(2))))
				y[i].Quo(new(big.Int).Lsh(x, 1), q)
				y[i].Add(y[i], big.NewInt(int64(r.IntN(3)-1)))
			}
			if y[i] = least(high, y[i]); y[i].Cmp(low) < 0 {
				y[i] = low
			}
			storeBig(b, i, y[i], 0)
		}
		got := make([]int64, lanes)
		divideShort(got, make([]int64, lanes), a, b, &k, &up, settling(mode))
		for i := range a {
			x := new(big.Int).Mul(big.NewInt(a[i]), up.value)
			require.Equal(t, quotientOf(x, y[i], mode).Int64(), got[i], "%d × %d / %d, %s", a[i], up.value, y[i], mode)
		}
	})
}
