package tape

import (
	"math/big"
	"math/bits"

	"example.com/burdenshare/burden"
)

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

// multiple is a constant by which a dividend of one word is multiplied: its words, and
// ⌊words / 2^place⌋ of 64 bits, or all of it if it has no more.
type multiple struct {
	value   *big.Int
	words   []uint64
	leading uint64
	place   uint
}

func multipleOf(k *big.Int) multiple {
	m := multiple{value: k}
	for _, w := range twos(k, (k.BitLen()+63)/64) {
		m.words = append(m.words, uint64(w))
	}
	if n := k.BitLen(); n > 64 {
		m.place = uint(n - 64)
	}
	m.leading = new(big.Int).Rsh(k, m.place).Uint64()
	return m
}

// divideWide is r = a × up / b, rounded to an integer whose magnitude is less than
// 2^60; up is one unless a has one word. Of a constant divisor, which is not zero, b
// has one scenario for all.
//
// The leading 64 bits of the divisor are a number D, and the dividend cut at the same
// place is a number N, which is one too small if the dividend is negative and at most
// 2q + 3 if it is made of the leading bits of up. With q and rest the quotient and remainder of N by D, or to the nearest of
// N + D/2, the exact remainder lies within 4q + 4 of rest. Unless that meets zero or
// the divisor, q and its rounding are decided, and no tie is near; if it does, all words
// are looked at.
func divideWide(r, fail []int64, a, b [][]int64, up *multiple, unsignedA, unsignedB, constantB bool, settle *settled) {
	one := func(i int) int64 {
		k := i
		if constantB {
			k = 0
		}
		return divideOne(fail, a, b, i, k, up, unsignedA, unsignedB, settle)
	}
	nearest := uint64(0)
	if settle.mode == burden.HalfUp || settle.mode == burden.HalfDown || settle.mode == burden.HalfEven {
		nearest = 1<<64 - 1
	}
	// What lies between two integers goes to the one further from zero, or does not.
	away := settle.adds[0][0][1]
	if settle.mode == burden.Exact || !unsignedA && settle.adds[1][0][1] != away || !unsignedB {
		for i := range r {
			r[i] = one(i)
		}
		return
	}
	top := len(b) - 1
	first, second, some := b[top], b[max(top-1, 0)], uint64(1<<64-1)
	if top == 0 {
		some = 0
	}
	if up != nil {
		x := a[0]
		base := int(up.place) - 64*top
		for i := range r {
			k := i
			if constantB {
				k = 0
			}
			d := uint64(first[k])
			shift := uint(bits.LeadingZeros64(d))
			d = d<<(shift&63) | uint64(second[k])&some>>1>>(^shift&63)
			u, negative := magnitude(x[i])
			high, low := bits.Mul64(u, up.leading)
			if move := base + int(shift); move >= 0 && move < 64 {
				m := uint(move) & 63
				high, low = high<<m|low>>1>>(^m&63), low<<m
			} else if move < 0 && move > -64 {
				m := uint(-move) & 63
				high, low = high>>m, low>>m|high<<1<<(^m&63)
			} else {
				r[i] = one(i)
				continue
			}
			low, carry := bits.Add64(low, d>>1&nearest, 0)
			high += carry
			if high >= d {
				r[i] = one(i)
				continue
			}
			q, rest := bits.Div64(high, low, d)
			if margin := 4*q + 4; rest < margin || rest > d-margin || margin > d {
				r[i] = one(i)
				continue
			}
			r[i] = signed(q+away, negative)
		}
		return
	}
	var words [3][]int64 // the dividend's below the divisor's top, at it and above it
	var present [3]uint64
	for j := range words {
		words[j] = a[0]
		if at := top - 1 + j; at >= 0 && at < len(a) {
			words[j], present[j] = a[at], 1<<64-1
		}
	}
	whole := ^some & 1
	sign, negatives := a[len(a)-1], int64(-1)
	if unsignedA {
		negatives = 0
	}
	for i := range r {
		k := i
		if constantB {
			k = 0
		}
		d := uint64(first[k])
		shift := uint(bits.LeadingZeros64(d))
		d = d<<(shift&63) | uint64(second[k])&some>>1>>(^shift&63)
		// Of a negative dividend the complement, which is one less than its magnitude: that
		// counts only if nothing is cut off.
		s := sign[i] >> 63 & negatives
		below, at, above := uint64(words[0][i]^s)&present[0], uint64(words[1][i]^s)&present[1], uint64(words[2][i]^s)&present[2]
		at, carry := bits.Add64(at, uint64(s)&whole, 0)
		above += carry
		high, low := above<<(shift&63)|at>>1>>(^shift&63), at<<(shift&63)|below>>1>>(^shift&63)
		low, carry = bits.Add64(low, d>>1&nearest, 0)
		high += carry
		if high >= d {
			r[i] = one(i)
			continue
		}
		q, rest := bits.Div64(high, low, d)
		if margin := 4*q + 4; rest < margin || rest > d-margin || margin > d {
			r[i] = one(i)
			continue
		}
		r[i] = (int64(q+away) ^ s) - s
	}
}

// dividend takes the magnitude of a × up, and its sign.
func (w *wide) dividend(a [][]int64, i int, up *multiple, unsigned bool) (negative int) {
	*w = wide{}
	negative = w.load(a, i, unsigned)
	if up == nil {
		return negative
	}
	u := w[0]
	var carry uint64
	for k, f := range up.words {
		h, l := bits.Mul64(u, f)
		var c uint64
		w[k], c = bits.Add64(l, carry, 0)
		carry = h + c
	}
	w[len(up.words)] = carry
	return negative
}

// divideOne is divideWide for one scenario, the k-th divisor, with all words looked at.
func divideOne(fail []int64, a, b [][]int64, i, k int, up *multiple, unsignedA, unsignedB bool, settle *settled) int64 {
	var n, d wide
	negative := n.dividend(a, i, up, unsignedA)
	negative ^= d.load(b, k, unsignedB)
	at := len(b) - 1
	for at > 0 && d[at] == 0 {
		at--
	}
	if d[at] == 0 {
		fail[i] = -1
		return 0
	}
	length := max(len(a), at+1)
	if up != nil {
		length = max(length, len(up.words)+1)
	}
	length = min(length+1, maxWords+1)
	shift := uint(bits.LeadingZeros64(d[at]))
	high, low, leading := n[at+1]<<shift|n[at]>>1>>(63-shift), n[at]<<shift, d[at]<<shift
	if at > 0 {
		low |= n[at-1] >> 1 >> (63 - shift)
		leading |= d[at-1] >> 1 >> (63 - shift)
	}
	q, _ := bits.Div64(high, low, leading)
	q, state := n.correct(&d, q, length, at+1)
	if settle.mode == burden.Exact && state != 0 {
		fail[i] = -1
	}
	return signed(q+settle.adds[negative][q&1][state], negative)
}

// correct returns the quotient n / d, cut, and how its remainder stands to d, from an
// estimate that is a little off. The numbers have at most so many words.
func (n *wide) correct(d *wide, q uint64, length, words int) (uint64, int) {
	var rest wide // n - q × d, negative if there is a borrow
	var carry, borrow uint64
	for k := range length {
		h, l := uint64(0), uint64(0)
		if k < words {
			h, l = bits.Mul64(q, d[k])
		}
		l, x := bits.Add64(l, carry, 0)
		carry = h + x
		rest[k], borrow = bits.Sub64(n[k], l, borrow)
	}
	for borrow != 0 { // the quotient is too large
		q--
		carry = 0
		for k := range length {
			y := uint64(0)
			if k < words {
				y = d[k]
			}
			rest[k], carry = bits.Add64(rest[k], y, carry)
		}
		borrow -= carry
	}
	for rest.compare(d, length, words) >= 0 { // or too small
		q++
		borrow = 0
		for k := range length {
			y := uint64(0)
			if k < words {
				y = d[k]
			}
			rest[k], borrow = bits.Sub64(rest[k], y, borrow)
		}
	}
	if rest == (wide{}) {
		return q, 0
	}
	carry = 0
	for k := range length { // twice the remainder against the divisor
		rest[k], carry = rest[k]<<1|carry, rest[k]>>63
	}
	return q, 2 + rest.compare(d, length, words)
}

// compare is the sign of w - d, of which d has so many words.
func (w *wide) compare(d *wide, length, words int) int {
	for k := length - 1; k >= 0; k-- {
		y := uint64(0)
		if k < words {
			y = d[k]
		}
		switch {
		case w[k] > y:
			return 1
		case w[k] < y:
			return -1
		}
	}
	return 0
}
