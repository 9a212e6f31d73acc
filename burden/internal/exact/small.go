package exact

import (
	"math/bits"

	"github.com/shopspring/decimal"
)

// Most coefficients of agreements have less than 19 digits. What fits in machine words
// is computed in them; what does not, the functions of this package compute at length.
// Both ways give the same value with the same exponent.

// powers of ten that fit in a word.
var powers = func() (list [20]uint64) {
	list[0] = 1
	for i := 1; i < len(list); i++ {
		list[i] = 10 * list[i-1]
	}
	return list
}()

// small returns a coefficient that fits in an int64.
func small(d decimal.Decimal) (int64, bool) {
	c := d.CoefficientInt64() // or its last word
	return c, d.Cmp(decimal.New(c, d.Exponent())) == 0
}

// magnitude returns x without its sign.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// Add returns a+b in a form within the limits, and whether it has one.
func Add(a, b decimal.Decimal) (decimal.Decimal, bool) {
	if x, y, e, ok := aligned(a, b); ok {
		if sum := x + y; (x < 0) != (y < 0) || (sum < 0) == (x < 0) {
			return decimal.New(sum, e), true
		}
	}
	return Fit(a.Add(b))
}

// Sub returns a-b in a form within the limits, and whether it has one.
func Sub(a, b decimal.Decimal) (decimal.Decimal, bool) {
	if x, y, e, ok := aligned(a, b); ok {
		if rest := x - y; (x < 0) == (y < 0) || (rest < 0) == (x < 0) {
			return decimal.New(rest, e), true
		}
	}
	return Fit(a.Sub(b))
}

// Mul returns a*b in a form within the limits, and whether it has one.
func Mul(a, b decimal.Decimal) (decimal.Decimal, bool) {
	if x, ok := small(a); ok {
		if y, ok := small(b); ok {
			e := int(a.Exponent()) + int(b.Exponent())
			if d, ok := signed(magnitude(x), magnitude(y), (x < 0) != (y < 0), e); ok {
				return d, true
			}
		}
	}
	return Fit(a.Mul(b))
}

// signed returns x*y of a power of ten, with its sign, if coefficient and exponent fit.
func signed(x, y uint64, negative bool, e int) (d decimal.Decimal, ok bool) {
	over, c := bits.Mul64(x, y)
	if over != 0 || c >= 1<<63 || e > MaxExponent || e < -MaxExponent {
		return d, false
	}
	if negative {
		return decimal.New(-int64(c), int32(e)), true
	}
	return decimal.New(int64(c), int32(e)), true
}

// aligned returns the coefficients of a and b at the lower of their exponents, if they fit.
func aligned(a, b decimal.Decimal) (x, y int64, e int32, ok bool) {
	x, ok = small(a)
	if !ok {
		return 0, 0, 0, false
	}
	y, ok = small(b)
	if !ok {
		return 0, 0, 0, false
	}
	e = a.Exponent()
	switch shift := int(e) - int(b.Exponent()); {
	case shift > 0:
		e = b.Exponent()
		x, ok = shifted(x, shift)
	case shift < 0:
		y, ok = shifted(y, -shift)
	}
	return x, y, e, ok && e <= MaxExponent && e >= -MaxExponent
}

// shifted returns x times a power of ten, if that fits.
func shifted(x int64, places int) (int64, bool) {
	if places >= len(powers) {
		return 0, false
	}
	over, c := bits.Mul64(magnitude(x), powers[places])
	if over != 0 || c >= 1<<63 {
		return 0, false
	}
	if x < 0 {
		return -int64(c), true
	}
	return int64(c), true
}

// quoSmall is Quo where everything but the shifted dividend, which may take two words,
// fits in a word. If it does not, ok is false. The divisor is not zero.
func quoSmall(a, b, quantum decimal.Decimal, mode Mode) (d decimal.Decimal, ok bool, err error) {
	x, ok := small(a)
	if !ok {
		return d, false, nil
	}
	y, ok := small(b)
	if !ok {
		return d, false, nil
	}
	q, ok := small(quantum)
	if !ok {
		return d, false, nil
	}
	// a/(b*quantum) = num/den, a quotient of integers, num in two words.
	shift := int(a.Exponent()) - int(b.Exponent()) - int(quantum.Exponent())
	if shift >= len(powers) || -shift >= len(powers) {
		return d, false, nil
	}
	over, den := bits.Mul64(magnitude(y), uint64(q))
	if over != 0 {
		return d, false, nil
	}
	num, high := magnitude(x), uint64(0)
	if shift >= 0 {
		high, num = bits.Mul64(num, powers[shift])
	} else if over, den = bits.Mul64(den, powers[-shift]); over != 0 {
		return d, false, nil
	}
	if high >= den { // more than a word of quanta
		return d, false, nil
	}
	k, rest := bits.Div64(high, num, den)
	if k >= 1<<63 {
		return d, false, nil
	}
	above := 0
	switch {
	case rest == 0:
	case rest < den-rest:
		above = 1
	case rest == den-rest:
		above = 2
	default:
		above = 3
	}
	negative := (x < 0) != (y < 0)
	away, err := further(above, k%2 == 1, negative, mode)
	if err != nil {
		return d, true, err
	}
	if away {
		k++
	}
	d, ok = signed(k, uint64(q), negative, int(quantum.Exponent()))
	return d, ok, nil
}
