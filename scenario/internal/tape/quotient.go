package tape

import (
	"math/big"
	"math/bits"

	"example.com/burdenshare/burden"
)

// settled says, of a quotient cut to an integer, whether the rounding adds one to it,
// by sign, by whether it is odd, and by what was cut off: 0 nothing, 1 less than half,
// 2 half, 3 more.
type settled [2][2][4]uint64

func settling(mode burden.Mode) *settled {
	var s settled
	for negative := range 2 {
		for odd := range 2 {
			for above := 1; above < 4; above++ {
				away := false
				switch mode {
				case burden.HalfUp:
					away = above >= 2
				case burden.HalfEven:
					away = above == 3 || above == 2 && odd == 1
				case burden.HalfDown:
					away = above == 3
				case burden.Up:
					away = true
				case burden.Ceiling:
					away = negative == 0
				case burden.Floor:
					away = negative == 1
				}
				if away {
					s[negative][odd][above] = 1
				}
			}
		}
	}
	return &s
}

// above classifies a remainder of a division by d: 0 if it is zero, 1 if it is less
// than half of d, 2 if half, 3 if more.
func above(rest, d uint64) int {
	switch half := d - rest; {
	case rest == 0:
		return 0
	case rest < half:
		return 1
	case rest == half:
		return 2
	}
	return 3
}

func magnitude(x int64) (m uint64, negative int) {
	s := x >> 63
	return uint64((x ^ s) - s), int(s & 1)
}

func signed(m uint64, negative int) int64 {
	s := -int64(negative)
	return (int64(m) ^ s) - s
}

// inverse is a constant divisor with ⌊2^(64+shift) / divisor⌋, or the largest word if
// that is longer than a word.
type inverse struct {
	divisor, factor uint64
	shift           uint
}

func inverseOf(d uint64) inverse {
	shift := uint(bits.Len64(d) - 1)
	if d == 1<<shift {
		return inverse{d, 1<<64 - 1, shift}
	}
	factor, _ := bits.Div64(1<<shift, 0, d)
	return inverse{d, factor, shift}
}

// divide is u / divisor, cut, and what is over. The estimate by the factor is right or
// one too small.
func (v inverse) divide(u uint64) (q, rest uint64) {
	q, _ = bits.Mul64(u, v.factor)
	q >>= v.shift
	rest = u - q*v.divisor
	if rest >= v.divisor {
		q++
		rest -= v.divisor
	}
	return q, rest
}

// divideByConstant is r = a × up / d, d positive or with its sign turned by flip,
// rounded to an integer. A remainder under the mode Exact sets fail.
func divideByConstant(r, fail, a []int64, up int64, d inverse, flip int, mode burden.Mode) {
	a = a[:len(r)]
	if mode == burden.HalfUp && flip == 0 {
		// Half a divisor added, cut, is rounded half up.
		half := d.divisor / 2
		for i := range r {
			n := a[i] * up
			s := n >> 63
			u := uint64((n^s)-s) + half
			q, _ := bits.Mul64(u, d.factor)
			q >>= d.shift & 63
			if u-q*d.divisor >= d.divisor {
				q++
			}
			r[i] = (int64(q) ^ s) - s
		}
		return
	}
	settle := settling(mode)
	for i := range r {
		u, negative := magnitude(a[i] * up)
		negative ^= flip
		q, rest := d.divide(u)
		q += settle[negative][q&1][above(rest, d.divisor)]
		r[i] = signed(q, negative)
		if mode == burden.Exact && rest != 0 {
			fail[i] = -1
		}
	}
}

// divideNarrow is r = a × up / (b × down), rounded to an integer. A divisor of zero
// sets fail, and so does a remainder under the mode Exact; fail may be nil if neither
// can be.
func divideNarrow(r, fail, a []int64, up int64, b []int64, down int64, mode burden.Mode) {
	a, b = a[:len(r)], b[:len(r)]
	if mode == burden.HalfUp && fail == nil {
		for i := range r {
			n, d := a[i]*up, b[i]*down
			s := (n ^ d) >> 63
			u, _ := magnitude(n)
			v, _ := magnitude(d)
			q := (u + v/2) / v
			r[i] = (int64(q) ^ s) - s
		}
		return
	}
	settle := settling(mode)
	for i := range r {
		u, negative := magnitude(a[i] * up)
		v, turned := magnitude(b[i] * down)
		if v == 0 {
			r[i], fail[i] = 0, -1
			continue
		}
		negative ^= turned
		q, rest := u/v, u%v
		q += settle[negative][q&1][above(rest, v)]
		r[i] = signed(q, negative)
		if mode == burden.Exact && rest != 0 {
			fail[i] = -1
		}
	}
}

// wide is a number of several words without sign, the least significant first.
type wide [maxWords + 1]uint64

// load takes the magnitude of a scenario's number, and its sign.
func (w *wide) load(rows [][]int64, i int, unsigned bool) (negative int) {
	for k, row := range rows {
		w[k] = uint64(row[i])
	}
	if top := len(rows) - 1; !unsigned && int64(w[top]) < 0 {
		carry := uint64(1)
		for k := range rows {
			w[k], carry = bits.Add64(^w[k], 0, carry)
		}
		return 1
	}
	return 0
}

// divideWide is r = a / b, rounded to an integer whose magnitude is less than 2^62. Of
// a constant divisor, which is not zero, b has one scenario for all.
//
// The leading 64 bits of the divisor and what of the dividend stands above the same
// place give a quotient that is right or a little too large. With D and N for these,
// q and rest their quotient and remainder, the exact remainder over the place is more
// than rest - q and less than rest + 1. Unless the interval meets zero, half of the
// divisor or the divisor, that decides; if it does, all words are looked at.
func divideWide(r, fail []int64, a, b [][]int64, unsignedA, unsignedB, constantB bool, mode burden.Mode) {
	settle := settling(mode)
	var n, d wide
	at, turned := 0, 0
	if constantB {
		turned = d.load(b, 0, unsignedB)
	}
	for i := range r {
		negative := n.load(a, i, unsignedA)
		if !constantB {
			turned = d.load(b, i, unsignedB)
		}
		negative ^= turned
		at = len(b) - 1
		for at > 0 && d[at] == 0 {
			at--
		}
		if d[at] == 0 {
			r[i], fail[i] = 0, -1
			continue
		}
		for k := len(a); k < at+2; k++ {
			n[k] = 0
		}
		shift := uint(bits.LeadingZeros64(d[at]))
		high, low, top := n[at+1]<<shift|n[at]>>1>>(63-shift), n[at]<<shift, d[at]<<shift
		if at > 0 {
			low |= n[at-1] >> 1 >> (63 - shift)
			top |= d[at-1] >> 1 >> (63 - shift)
		}
		q, rest := bits.Div64(high, low, top)
		var state int
		switch half := top >> 1; {
		case at == 0:
			state = above(rest, top)
		case rest > q && rest < half:
			state = 1
		case rest > half+1 && rest-half-1 > q && rest < top:
			state = 3
		default:
			q, state = n.correct(&d, q, len(a), at+1)
		}
		q += settle[negative][q&1][state]
		r[i] = signed(q, negative)
		if mode == burden.Exact && state != 0 {
			fail[i] = -1
		}
	}
}

// correct returns the quotient n / d, cut, and how its remainder stands to d, from an
// estimate that is at most two too large. n has at most words or more of them.
func (n *wide) correct(d *wide, q uint64, length, words int) (uint64, int) {
	var rest wide // n - q × d, with one word more for its sign
	size := max(length, words+1)
	size = min(size, maxWords+1)
	var carry, borrow uint64
	for k := range size {
		var h, l, x, y uint64
		if k < words {
			h, l = bits.Mul64(q, d[k])
		}
		l, x = bits.Add64(l, carry, 0)
		carry = h + x
		y = 0
		if k < length {
			y = n[k]
		}
		rest[k], borrow = bits.Sub64(y, l, borrow)
	}
	for borrow != 0 { // the remainder is negative
		q--
		carry = 0
		for k := range size {
			y := uint64(0)
			if k < words {
				y = d[k]
			}
			rest[k], carry = bits.Add64(rest[k], y, carry)
		}
		borrow -= carry
	}
	zero := true
	for k := range size {
		zero = zero && rest[k] == 0
	}
	if zero {
		return q, 0
	}
	// Twice the remainder against the divisor.
	twice := rest
	carry = 0
	for k := range size {
		twice[k], carry = rest[k]<<1|carry, rest[k]>>63
	}
	for k := size - 1; k >= 0; k-- {
		y := uint64(0)
		if k < words {
			y = d[k]
		}
		switch {
		case twice[k] > y:
			return q, 3
		case twice[k] < y:
			return q, 1
		}
	}
	return q, 2
}

// divideLong is divideWide for quotients of any length, in r's rows.
func divideLong(r [][]int64, fail []int64, a, b [][]int64, unsignedA, unsignedB, constantB bool, mode burden.Mode) {
	settle := settling(mode)
	n, d, q, rest := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	turned := 0
	for i := range r[0] {
		negative := loadBig(n, a, i, unsignedA)
		if i == 0 || !constantB {
			turned = loadBig(d, b, i, unsignedB)
		}
		negative ^= turned
		if d.Sign() == 0 {
			for k := range r {
				r[k][i] = 0
			}
			fail[i] = -1
			continue
		}
		q.QuoRem(n, d, rest)
		state := 0
		if rest.Sign() != 0 {
			state = 2 + rest.Lsh(rest, 1).Cmp(d)
		}
		if settle[negative][q.Bit(0)][state] == 1 {
			q.Add(q, one)
		}
		if mode == burden.Exact && state != 0 {
			fail[i] = -1
		}
		storeBig(r, i, q, negative)
	}
}

// loadBig takes the magnitude of a scenario's number, and its sign.
func loadBig(x *big.Int, rows [][]int64, i int, unsigned bool) (negative int) {
	var w wide
	negative = w.load(rows, i, unsigned)
	list := x.Bits()[:0]
	for k := range rows {
		list = append(list, big.Word(w[k]))
		if bits.UintSize == 32 {
			list = append(list, big.Word(w[k]>>32))
		}
	}
	x.SetBits(list)
	return negative
}

// storeBig puts a magnitude and its sign into rows, in two's complement.
func storeBig(rows [][]int64, i int, x *big.Int, negative int) {
	var w wide
	for k, word := range x.Bits() {
		if bits.UintSize == 32 {
			w[k/2] |= uint64(word) << (32 * (k % 2))
		} else {
			w[k] = uint64(word)
		}
	}
	carry := uint64(negative)
	for k := range rows {
		if negative == 1 {
			w[k], carry = bits.Add64(^w[k], 0, carry)
		}
		rows[k][i] = int64(w[k])
	}
}
