package tape

import "math/bits"

// The kernels of this file do numbers of two and three words at once: what one word
// carries to the next stays in the processor. Results are modulo 2^128 or 2^192, as those
// of longer numbers word by word. An operand has as many words as the result, unless it
// is said to have fewer.

// scaleTwo is r = a × m + b; b may be nil, for zero.
func scaleTwo(r, a, b [][]int64, m uint64) {
	r0, r1, a0, a1 := r[0], r[1], a[0], a[1]
	n := len(r0)
	r1, a0, a1 = r1[:n], a0[:n], a1[:n]
	if b == nil {
		for i := range r0 {
			h, l := bits.Mul64(uint64(a0[i]), m)
			r0[i], r1[i] = int64(l), int64(uint64(a1[i])*m+h)
		}
		return
	}
	b0, b1 := b[0][:n], b[1][:n]
	for i := range r0 {
		h, l := bits.Mul64(uint64(a0[i]), m)
		l, carry := bits.Add64(l, uint64(b0[i]), 0)
		h, _ = bits.Add64(uint64(a1[i])*m+h, uint64(b1[i]), carry)
		r0[i], r1[i] = int64(l), int64(h)
	}
}

// scaleThree is r = a × m + b; b may be nil, for zero.
func scaleThree(r, a, b [][]int64, m uint64) {
	r0, r1, r2, a0, a1, a2 := r[0], r[1], r[2], a[0], a[1], a[2]
	n := len(r0)
	r1, r2, a0, a1, a2 = r1[:n], r2[:n], a0[:n], a1[:n], a2[:n]
	if b == nil {
		for i := range r0 {
			h, l := bits.Mul64(uint64(a0[i]), m)
			high, low := bits.Mul64(uint64(a1[i]), m)
			low, carry := bits.Add64(low, h, 0)
			high, _ = bits.Add64(uint64(a2[i])*m, high, carry)
			r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high)
		}
		return
	}
	b0, b1, b2 := b[0][:n], b[1][:n], b[2][:n]
	for i := range r0 {
		h, l := bits.Mul64(uint64(a0[i]), m)
		high, low := bits.Mul64(uint64(a1[i]), m)
		low, carry := bits.Add64(low, h, 0)
		high, _ = bits.Add64(uint64(a2[i])*m, high, carry)
		l, carry = bits.Add64(l, uint64(b0[i]), 0)
		low, carry = bits.Add64(low, uint64(b1[i]), carry)
		high, _ = bits.Add64(high, uint64(b2[i]), carry)
		r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high)
	}
}

// spreadTwo is r = a × m + b for an a of one word without sign; b may be nil, for zero.
func spreadTwo(r [][]int64, a []int64, b [][]int64, m []uint64) {
	r0, r1 := r[0], r[1]
	n := len(r0)
	r1, a = r1[:n], a[:n]
	m0, m1 := m[0], m[1]
	if b == nil {
		for i := range r0 {
			x := uint64(a[i])
			h, l := bits.Mul64(x, m0)
			r0[i], r1[i] = int64(l), int64(x*m1+h)
		}
		return
	}
	b0, b1 := b[0][:n], b[1][:n]
	for i := range r0 {
		x := uint64(a[i])
		h, l := bits.Mul64(x, m0)
		l, carry := bits.Add64(l, uint64(b0[i]), 0)
		h, _ = bits.Add64(x*m1+h, uint64(b1[i]), carry)
		r0[i], r1[i] = int64(l), int64(h)
	}
}

// spreadThree is r = a × m + b for an a of one word without sign; b may be nil, for zero.
func spreadThree(r [][]int64, a []int64, b [][]int64, m []uint64) {
	r0, r1, r2 := r[0], r[1], r[2]
	n := len(r0)
	r1, r2, a = r1[:n], r2[:n], a[:n]
	m0, m1, m2 := m[0], m[1], m[2]
	if b == nil {
		for i := range r0 {
			x := uint64(a[i])
			h, l := bits.Mul64(x, m0)
			high, low := bits.Mul64(x, m1)
			low, carry := bits.Add64(low, h, 0)
			high, _ = bits.Add64(x*m2, high, carry)
			r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high)
		}
		return
	}
	b0, b1, b2 := b[0][:n], b[1][:n], b[2][:n]
	for i := range r0 {
		x := uint64(a[i])
		h, l := bits.Mul64(x, m0)
		high, low := bits.Mul64(x, m1)
		low, carry := bits.Add64(low, h, 0)
		high, _ = bits.Add64(x*m2, high, carry)
		l, carry = bits.Add64(l, uint64(b0[i]), 0)
		low, carry = bits.Add64(low, uint64(b1[i]), carry)
		high, _ = bits.Add64(high, uint64(b2[i]), carry)
		r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high)
	}
}

// productTwo is r = a × (b + k) for a b + k of one word without sign.
func productTwo(r, a [][]int64, b []int64, k int64) {
	r0, r1, a0, a1 := r[0], r[1], a[0], a[1]
	n := len(r0)
	r1, a0, a1, b = r1[:n], a0[:n], a1[:n], b[:n]
	for i := range r0 {
		m := uint64(b[i] + k)
		h, l := bits.Mul64(uint64(a0[i]), m)
		r0[i], r1[i] = int64(l), int64(uint64(a1[i])*m+h)
	}
}

// productThree is r = a × (b + k) for a b + k of one word without sign. An a of two words
// has none either.
func productThree(r, a [][]int64, b []int64, k int64) {
	r0, r1, r2, a0, a1 := r[0], r[1], r[2], a[0], a[1]
	n := len(r0)
	r1, r2, a0, a1, b = r1[:n], r2[:n], a0[:n], a1[:n], b[:n]
	if len(a) == 2 {
		for i := range r0 {
			m := uint64(b[i] + k)
			h, l := bits.Mul64(uint64(a0[i]), m)
			high, low := bits.Mul64(uint64(a1[i]), m)
			low, carry := bits.Add64(low, h, 0)
			r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high+carry)
		}
		return
	}
	a2 := a[2][:n]
	for i := range r0 {
		m := uint64(b[i] + k)
		h, l := bits.Mul64(uint64(a0[i]), m)
		high, low := bits.Mul64(uint64(a1[i]), m)
		low, carry := bits.Add64(low, h, 0)
		high, _ = bits.Add64(uint64(a2[i])*m, high, carry)
		r0[i], r1[i], r2[i] = int64(l), int64(low), int64(high)
	}
}

// addTwo is r = a + b.
func addTwo(r, a, b [][]int64) {
	r0 := r[0]
	n := len(r0)
	r1, a0, a1, b0, b1 := r[1][:n], a[0][:n], a[1][:n], b[0][:n], b[1][:n]
	for i := range r0 {
		l, carry := bits.Add64(uint64(a0[i]), uint64(b0[i]), 0)
		h, _ := bits.Add64(uint64(a1[i]), uint64(b1[i]), carry)
		r0[i], r1[i] = int64(l), int64(h)
	}
}

// addThree is r = a + b.
func addThree(r, a, b [][]int64) {
	r0 := r[0]
	n := len(r0)
	r1, r2, a0, a1, a2 := r[1][:n], r[2][:n], a[0][:n], a[1][:n], a[2][:n]
	b0, b1, b2 := b[0][:n], b[1][:n], b[2][:n]
	for i := range r0 {
		l, carry := bits.Add64(uint64(a0[i]), uint64(b0[i]), 0)
		h, carry := bits.Add64(uint64(a1[i]), uint64(b1[i]), carry)
		t, _ := bits.Add64(uint64(a2[i]), uint64(b2[i]), carry)
		r0[i], r1[i], r2[i] = int64(l), int64(h), int64(t)
	}
}

// subtractTwo is r = a - b.
func subtractTwo(r, a, b [][]int64) {
	r0 := r[0]
	n := len(r0)
	r1, a0, a1, b0, b1 := r[1][:n], a[0][:n], a[1][:n], b[0][:n], b[1][:n]
	for i := range r0 {
		l, borrow := bits.Sub64(uint64(a0[i]), uint64(b0[i]), 0)
		h, _ := bits.Sub64(uint64(a1[i]), uint64(b1[i]), borrow)
		r0[i], r1[i] = int64(l), int64(h)
	}
}

// subtractThree is r = a - b.
func subtractThree(r, a, b [][]int64) {
	r0 := r[0]
	n := len(r0)
	r1, r2, a0, a1, a2 := r[1][:n], r[2][:n], a[0][:n], a[1][:n], a[2][:n]
	b0, b1, b2 := b[0][:n], b[1][:n], b[2][:n]
	for i := range r0 {
		l, borrow := bits.Sub64(uint64(a0[i]), uint64(b0[i]), 0)
		h, borrow := bits.Sub64(uint64(a1[i]), uint64(b1[i]), borrow)
		t, _ := bits.Sub64(uint64(a2[i]), uint64(b2[i]), borrow)
		r0[i], r1[i], r2[i] = int64(l), int64(h), int64(t)
	}
}
