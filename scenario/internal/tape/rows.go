package tape

import "math/bits"

// The kernels of this file do one thing to every scenario of a block. A row holds one
// 64-bit word of a number for each scenario; a number of more words has a row for
// each, the least significant first, in two's complement. Rows of one call are equally
// long, and the result may be one of the operands.
//
// Where a sum or product is longer than its result, the result is the sum or product
// modulo 2^(64 × words), which is the right one because the plan has proved that it fits.

// affine is r = a × m + k.
func affine(r, a []int64, m, k int64) {
	a = a[:len(r)]
	if m == 1 {
		for i := range r {
			r[i] = a[i] + k
		}
		return
	}
	for i := range r {
		r[i] = a[i]*m + k
	}
}

// linear is r = a × m + b × n.
func linear(r, a []int64, m int64, b []int64, n int64) {
	a, b = a[:len(r)], b[:len(r)]
	switch {
	case m == 1 && n == 1:
		for i := range r {
			r[i] = a[i] + b[i]
		}
	case m == 1 && n == -1:
		for i := range r {
			r[i] = a[i] - b[i]
		}
	default:
		for i := range r {
			r[i] = a[i]*m + b[i]*n
		}
	}
}

// sumRows is r = a + b + c + d; a nil d is none.
func sumRows(r, a, b, c, d []int64) {
	a, b, c = a[:len(r)], b[:len(r)], c[:len(r)]
	if d == nil {
		for i := range r {
			r[i] = a[i] + b[i] + c[i]
		}
		return
	}
	d = d[:len(r)]
	for i := range r {
		r[i] = (a[i] + b[i]) + (c[i] + d[i])
	}
}

// multiply is r = a × (b + k).
func multiply(r, a, b []int64, k int64) {
	a, b = a[:len(r)], b[:len(r)]
	for i := range r {
		r[i] = a[i] * (b[i] + k)
	}
}

// multiplyThree is r = a × b × c.
func multiplyThree(r, a, b, c []int64) {
	a, b, c = a[:len(r)], b[:len(r)], c[:len(r)]
	for i := range r {
		r[i] = a[i] * b[i] * c[i]
	}
}

// lesser is r = min(a, b).
func lesser(r, a, b []int64) {
	a, b = a[:len(r)], b[:len(r)]
	for i := range r {
		r[i] = min(a[i], b[i])
	}
}

// greater is r = max(a, b).
func greater(r, a, b []int64) {
	a, b = a[:len(r)], b[:len(r)]
	for i := range r {
		r[i] = max(a[i], b[i])
	}
}

// greaterLesser is r = min(max(a, b), c).
func greaterLesser(r, a, b, c []int64) {
	a, b, c = a[:len(r)], b[:len(r)], c[:len(r)]
	for i := range r {
		r[i] = min(max(a[i], b[i]), c[i])
	}
}

// lesserGreater is r = max(min(a, b), c).
func lesserGreater(r, a, b, c []int64) {
	a, b, c = a[:len(r)], b[:len(r)], c[:len(r)]
	for i := range r {
		r[i] = max(min(a[i], b[i]), c[i])
	}
}

// below is r = all ones where a < b, or a = b and borrow c is one, else zero. A nil c
// is none.
func below(r, a, b, c []int64) {
	a, b = a[:len(r)], b[:len(r)]
	if c == nil {
		for i := range r {
			var m int64
			if a[i] < b[i] {
				m = -1
			}
			r[i] = m
		}
		return
	}
	c = c[:len(r)]
	for i := range r {
		var m int64
		if a[i] < b[i] || a[i] == b[i] && c[i] != 0 {
			m = -1
		}
		r[i] = m
	}
}

// pick is r = a where m is all ones, b where it is zero.
func pick(r, m, a, b []int64) {
	m, a, b = m[:len(r)], a[:len(r)], b[:len(r)]
	for i := range r {
		r[i] = b[i] ^ (a[i]^b[i])&m[i]
	}
}

// either is r = a | b.
func either(r, a, b []int64) {
	a, b = a[:len(r)], b[:len(r)]
	for i := range r {
		r[i] = a[i] | b[i]
	}
}

// sign is r = the word above a in two's complement: all ones if a is negative.
func sign(r, a []int64) {
	a = a[:len(r)]
	for i := range r {
		r[i] = a[i] >> 63
	}
}

// gather is r = table at the indexes.
func gather(r []int64, table []int64, index []int32) {
	index = index[:len(r)]
	for i := range r {
		r[i] = table[index[i]]
	}
}

// addWord is (c, r) = a + b + c, the carry c out of the word and, unless it is the
// first, into it.
func addWord(r, c, a, b []int64, first bool) {
	c, a, b = c[:len(r)], a[:len(r)], b[:len(r)]
	if first {
		for i := range r {
			s, carry := bits.Add64(uint64(a[i]), uint64(b[i]), 0)
			r[i], c[i] = int64(s), int64(carry)
		}
		return
	}
	for i := range r {
		s, carry := bits.Add64(uint64(a[i]), uint64(b[i]), uint64(c[i]))
		r[i], c[i] = int64(s), int64(carry)
	}
}

// subtractWord is (c, r) = a - b - c, the borrow c out of the word and, unless it is
// the first, into it.
func subtractWord(r, c, a, b []int64, first bool) {
	c, a, b = c[:len(r)], a[:len(r)], b[:len(r)]
	if first {
		for i := range r {
			s, borrow := bits.Sub64(uint64(a[i]), uint64(b[i]), 0)
			r[i], c[i] = int64(s), int64(borrow)
		}
		return
	}
	for i := range r {
		s, borrow := bits.Sub64(uint64(a[i]), uint64(b[i]), uint64(c[i]))
		r[i], c[i] = int64(s), int64(borrow)
	}
}

// subtractMasked is (c, r) = a - (b & m) - c, as subtractWord.
func subtractMasked(r, c, a, b, m []int64, first bool) {
	c, a, b, m = c[:len(r)], a[:len(r)], b[:len(r)], m[:len(r)]
	if first {
		clear(c)
	}
	for i := range r {
		s, borrow := bits.Sub64(uint64(a[i]), uint64(b[i]&m[i]), uint64(c[i]))
		r[i], c[i] = int64(s), int64(borrow)
	}
}

// multiplyWord is (c, r) = a × m + b + c, a word of a product and the word carried out
// of it; all are without sign. A nil b is zero, and so is c coming in if first.
func multiplyWord(r, c, a, m, b []int64, first bool) {
	c, a, m = c[:len(r)], a[:len(r)], m[:len(r)]
	switch {
	case b == nil && first:
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), uint64(m[i]))
			r[i], c[i] = int64(l), int64(h)
		}
	case b == nil:
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), uint64(m[i]))
			l, carry := bits.Add64(l, uint64(c[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	case first:
		b = b[:len(r)]
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), uint64(m[i]))
			l, carry := bits.Add64(l, uint64(b[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	default:
		b = b[:len(r)]
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), uint64(m[i]))
			l, carry := bits.Add64(l, uint64(b[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			l, carry = bits.Add64(l, uint64(c[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	}
}

// scaleWord is multiplyWord by a constant.
func scaleWord(r, c, a []int64, m uint64, b []int64, first bool) {
	c, a = c[:len(r)], a[:len(r)]
	switch {
	case b == nil && first:
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), m)
			r[i], c[i] = int64(l), int64(h)
		}
	case b == nil:
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), m)
			l, carry := bits.Add64(l, uint64(c[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	case first:
		b = b[:len(r)]
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), m)
			l, carry := bits.Add64(l, uint64(b[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	default:
		b = b[:len(r)]
		for i := range r {
			h, l := bits.Mul64(uint64(a[i]), m)
			l, carry := bits.Add64(l, uint64(b[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			l, carry = bits.Add64(l, uint64(c[i]), 0)
			h, _ = bits.Add64(h, 0, carry)
			r[i], c[i] = int64(l), int64(h)
		}
	}
}

// within reports whether all counts lie from low to high.
func within(counts []int64, low, high int64) bool {
	width := uint64(high) - uint64(low)
	for len(counts) >= 4 {
		c := (*[4]int64)(counts)
		if uint64(c[0]-low) > width || uint64(c[1]-low) > width || uint64(c[2]-low) > width || uint64(c[3]-low) > width {
			return false
		}
		counts = counts[4:]
	}
	for _, k := range counts {
		if uint64(k-low) > width {
			return false
		}
	}
	return true
}
