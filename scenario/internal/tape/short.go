package tape

import (
	"math/big"
	"math/bits"

	"example.com/burdenshare/burden"
)

// The kernels of this file divide numbers of which the plan knows more than how long
// they are: no sign, a divisor that is not zero, a quotient that has few digits.

// cut is a constant divisor as a factor: ⌊n / divisor⌋ = ⌊n × factor / 2^(64+shift)⌋ for
// every n up to 2^63.
//
// With the factor ⌊2^(64+shift) / divisor⌋ + 1 the product is n × e / divisor too large,
// e less than the divisor, which is less than 2^(shift+1): less than 2^(64+shift) / divisor
// in all, so that the quotient cannot reach the next integer.
type cut struct {
	factor uint64
	shift  uint
	added  [2]uint64 // what is added to the dividend's magnitude before, by sign
}

// cutOf returns the cut that rounds as a mode does, for dividends whose magnitude is at
// most so much, and whether there is one: not where ties or remainders have to be seen.
func cutOf(divisor uint64, most *big.Int, mode burden.Mode) (cut, bool) {
	k := ruleOf(mode)
	reach := new(big.Int).Add(most, new(big.Int).SetUint64(divisor))
	if mode == burden.Exact || (k.back|k.odd) != 0 && divisor&1 == 0 || divisor < 2 || reach.BitLen() > 63 {
		return cut{}, false
	}
	c := cut{added: [2]uint64{k.added(divisor, 0), k.added(divisor, 1)}}
	c.shift = uint(bits.Len64(divisor) - 1)
	if divisor == 1<<c.shift {
		c.factor, c.shift = 1<<63, c.shift-1
		return c, true
	}
	c.factor, _ = bits.Div64(1<<c.shift, 0, divisor)
	c.factor++
	return c, true
}

// cutByConstant is r = a × up / the divisor of k, rounded; a is not negative.
func cutByConstant(r, a []int64, up int64, k *cut) {
	a = a[:len(r)]
	factor, shift, added, m := k.factor, k.shift&63, k.added[0], uint64(up)
	if m == 1 {
		for i := range r {
			q, _ := bits.Mul64(uint64(a[i])+added, factor)
			r[i] = int64(q >> shift)
		}
		return
	}
	for i := range r {
		q, _ := bits.Mul64(uint64(a[i])*m+added, factor)
		r[i] = int64(q >> shift)
	}
}

// multiplyCut is cutByConstant of a × (b + more), which is not negative.
func multiplyCut(r, a, b []int64, more int64, k *cut) {
	a, b = a[:len(r)], b[:len(r)]
	factor, shift, added := k.factor, k.shift&63, k.added[0]
	for i := range r {
		q, _ := bits.Mul64(uint64(a[i]*(b[i]+more))+added, factor)
		r[i] = int64(q >> shift)
	}
}

// cutSigned is cutByConstant for a of any sign; flip turns the quotient's.
func cutSigned(r, a []int64, up int64, k *cut, flip int) {
	a = a[:len(r)]
	factor, shift, turn := k.factor, k.shift&63, -int64(flip&1)
	more := k.added[0] ^ k.added[1]
	for i := range r {
		x := a[i] * up
		s := x >> 63
		t := s ^ turn
		q, _ := bits.Mul64(uint64((x^s)-s)+(k.added[0]^more&uint64(t)), factor)
		r[i] = (int64(q>>shift) ^ t) - t
	}
}

// reciprocal is how a divisor that several dividends have is made a row of factors:
// ⌊n / d⌋ = ⌊n × factor / 2^(64+shift)⌋ with the factor ⌊2^(64+shift) / d⌋ + 1, for every
// n less than 2^(64+shift) / d, for the reason given at cut.
type reciprocal struct {
	shift         uint
	factor, added int // rows
}

// reciprocalOf returns the shift for divisors from low to high and dividends less than
// most, and whether there is one.
func reciprocalOf(low, high, most *big.Int) (shift uint, ok bool) {
	n := low.BitLen()
	if n < 2 || n > 63 || high.BitLen() > 63 {
		return 0, false
	}
	reach := new(big.Int).Add(most, high) // with what is added to round
	reach.Mul(reach, high)
	return uint(n - 2), reach.BitLen() <= 64+n-2
}

// invert makes the factor of each divisor b × down, which is greater than 2^shift, and
// what is added to a dividend to round: half of it, or what a whole lacks.
func invert(factor, added, b []int64, down int64, shift uint, half, whole uint64) {
	added, b = added[:len(factor)], b[:len(factor)]
	for i := range factor {
		d := uint64(b[i]) * uint64(down)
		if d <= 1<<(shift&63) {
			continue // which the plan excludes
		}
		q, _ := bits.Div64(1<<(shift&63), 0, d)
		factor[i], added[i] = int64(q+1), int64(d>>1&half|(d-1)&whole)
	}
}

// multiplyInverse is r = a × up / d, rounded, of a divisor's factor and addition.
func multiplyInverse(r, a []int64, up int64, factor, added []int64, shift uint) {
	a, factor, added = a[:len(r)], factor[:len(r)], added[:len(r)]
	shift &= 63
	for i := range r {
		q, _ := bits.Mul64(uint64(a[i])*uint64(up)+uint64(added[i]), uint64(factor[i]))
		r[i] = int64(q >> shift)
	}
}

// divideUnsigned is r = a × up / (b × down), rounded by adding half the divisor, or
// what a whole of it lacks, to the dividend. Neither is negative, the divisor is not zero,
// and the sum is less than 2^64.
func divideUnsigned(r, a []int64, up int64, b []int64, down int64, half, whole uint64) {
	a, b = a[:len(r)], b[:len(r)]
	for i := range r {
		d := uint64(b[i]) * uint64(down)
		if d == 0 {
			continue // which the plan excludes; the division need not check again
		}
		r[i] = int64((uint64(a[i])*uint64(up) + (d>>1&half | (d-1)&whole)) / d)
	}
}

// leading says how a dividend a × up and a divisor are cut to 62 bits: both lose their
// last t bits. Of the dividend these are the upper word of (a << left) × factor, less
// right more bits.
type leading struct {
	left, right uint
	factor      uint64
	at          int  // the word of the divisor that its leading bits begin in
	by          uint // and its bits that are cut off
}

// leadingOf returns how a × up and a divisor from low to high are cut, where a is at
// most so much, and whether enough of the divisor is left to decide nearly every quotient.
func leadingOf(most *big.Int, up *multiple, low, high *big.Int) (leading, bool) {
	dividend := new(big.Int).Mul(most, up.value)
	t := max(dividend.BitLen(), high.BitLen()) - 62
	if t < 0 || most.BitLen() > 62 {
		return leading{}, false
	}
	k := leading{left: uint(63 - most.BitLen()), at: t / 64, by: uint(t % 64)}
	k.factor = up.leading << bits.LeadingZeros64(up.leading)
	// The product of the shifted a by the factor is a × up × 2^(left - place).
	place := up.value.BitLen() - 64
	right := t + int(k.left) - place - 64
	// Of the quotient's digits, as many again have to remain of the divisor, and some.
	digits := max(dividend.BitLen()-low.BitLen()+1, 1)
	if right < 0 || right > 63 || low.BitLen()-t < digits+8 {
		return leading{}, false
	}
	k.right = uint(right)
	return k, true
}

// divideShort is divideWide for an a of one word without sign and a divisor that is
// positive.
//
// Of N = a × up and D, the divisor, cut to N' and D' with t bits less, N / 2^t is at most
// 2 more than N', D / 2^t at most 1 more than D'. With q and rest of N' by D', or of
// N' + D'/2, the exact remainder, over 2^t, lies between rest - q and rest + 3: if that is
// between zero and D', q and its rounding are decided.
func divideShort(r, fail, a []int64, b [][]int64, k *leading, up *multiple, settle *settled) {
	nearest := uint64(0)
	if settle.mode == burden.HalfUp || settle.mode == burden.HalfDown || settle.mode == burden.HalfEven {
		nearest = 1<<64 - 1
	}
	away := settle.adds[0][0][1]
	a = a[:len(r)]
	lower := b[k.at]
	upper, some := lower, uint64(0)
	if k.at+1 < len(b) {
		upper, some = b[k.at+1], 1<<64-1
	}
	lower, upper = lower[:len(r)], upper[:len(r)]
	left, right, by, factor := k.left&63, k.right&63, k.by&63, k.factor
	for i := range r {
		d := uint64(lower[i])>>by | uint64(upper[i])&some<<1<<(^by&63)
		n, _ := bits.Mul64(uint64(a[i])<<left, factor)
		n = n>>right + d>>1&nearest
		if d == 0 {
			continue // which the plan excludes
		}
		q := n / d
		if rest := n - q*d; rest <= q || rest+3 > d {
			q = uint64(divideOne(fail, [][]int64{a}, b, i, i, up, true, true, settle)) - away
		}
		r[i] = int64(q + away)
	}
}
