package exact

import (
	"cmp"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Number is a decimal as formulas compute with it: in a machine word while its coefficient
// fits in one, as most coefficients of agreements do. What does not fit is computed by the
// decimal library. Both ways give the same value with the same exponent.
//
// The zero Number is zero. A Number is immutable.
type Number struct {
	word     int64 // the coefficient, if it fits
	exponent int32
	form     form
	d        decimal.Decimal
}

// form says in which forms a number is there.
type form uint8

const (
	inWord form = iota
	inBoth
	asDecimal // it does not fit in a word
)

// powers of ten that fit in a word.
var powers = func() (list [20]uint64) {
	list[0] = 1
	for i := 1; i < len(list); i++ {
		list[i] = 10 * list[i-1]
	}
	return list
}()

// Of returns d as a number.
func Of(d decimal.Decimal) Number {
	n := Number{d.CoefficientInt64(), d.Exponent(), inBoth, d}
	// Of a longer coefficient that was but the last word.
	if d.Cmp(decimal.New(n.word, n.exponent)) != 0 {
		n.form = asDecimal
	}
	return n
}

// Decimal returns the number as a decimal.
func (n Number) Decimal() decimal.Decimal {
	if n.form == inWord {
		return decimal.New(n.word, n.exponent)
	}
	return n.d
}

// InBoth returns the number with its decimal, which is then made only once.
func (n Number) InBoth() Number {
	if n.form == inWord {
		n.form, n.d = inBoth, n.Decimal()
	}
	return n
}

// IsLong reports whether the coefficient does not fit in a word.
func (n Number) IsLong() bool { return n.form == asDecimal }

// wordDigits is how many digits a word has at most.
const wordDigits = 19

// Extent is how many digits the number has at most when it is written out.
func (n Number) Extent() int {
	digits, e := wordDigits, int(n.exponent)
	if n.form == asDecimal {
		digits, e = n.d.NumDigits(), int(n.d.Exponent())
	}
	return digits + max(e, -e)
}

// IsZero reports whether the number is zero.
func (n Number) IsZero() bool { return n.form != asDecimal && n.word == 0 }

// Cmp returns -1, 0 or +1: whether a is less than, equal to or greater than b.
func (a Number) Cmp(b Number) int {
	if a.form != asDecimal && b.form != asDecimal && a.exponent == b.exponent {
		return cmp.Compare(a.word, b.word)
	}
	return a.Decimal().Cmp(b.Decimal())
}

// Add returns a+b in a form within the limits, and whether it has one.
func (a Number) Add(b Number) (Number, bool) {
	if x, y, e, ok := aligned(a, b); ok {
		if sum := x + y; (x < 0) != (y < 0) || (sum < 0) == (x < 0) {
			return Number{word: sum, exponent: e}, true
		}
	}
	return fitted(a.Decimal().Add(b.Decimal()))
}

// Sub returns a-b in a form within the limits, and whether it has one.
func (a Number) Sub(b Number) (Number, bool) {
	if x, y, e, ok := aligned(a, b); ok {
		if rest := x - y; (x < 0) == (y < 0) || (rest < 0) == (x < 0) {
			return Number{word: rest, exponent: e}, true
		}
	}
	return fitted(a.Decimal().Sub(b.Decimal()))
}

// Mul returns a*b in a form within the limits, and whether it has one.
func (a Number) Mul(b Number) (Number, bool) {
	if a.form != asDecimal && b.form != asDecimal {
		e := int(a.exponent) + int(b.exponent)
		if n, ok := signed(magnitude(a.word), magnitude(b.word), (a.word < 0) != (b.word < 0), e); ok {
			return n, true
		}
	}
	return fitted(a.Decimal().Mul(b.Decimal()))
}

// fitted is Fit with a number as its result.
func fitted(d decimal.Decimal) (Number, bool) {
	d, ok := Fit(d)
	return Of(d), ok
}

// aligned returns the coefficients of a and b at the lower of their exponents, if they fit.
func aligned(a, b Number) (x, y int64, e int32, ok bool) {
	if a.form == asDecimal || b.form == asDecimal {
		return 0, 0, 0, false
	}
	x, y, e, ok = a.word, b.word, a.exponent, true
	switch shift := int(a.exponent) - int(b.exponent); {
	case shift > 0:
		e = b.exponent
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

// signed returns x*y of a power of ten, with a sign, if coefficient and exponent fit.
func signed(x, y uint64, negative bool, e int) (Number, bool) {
	over, c := bits.Mul64(x, y)
	if over != 0 || c >= 1<<63 || e > MaxExponent || e < -MaxExponent {
		return Number{}, false
	}
	n := Number{word: int64(c), exponent: int32(e)}
	if negative {
		n.word = -n.word
	}
	return n, true
}

// magnitude returns x without its sign.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// Over returns a/b rounded once to a multiple of quantum, which is positive.
func (a Number) Over(b Number, quantum decimal.Decimal, mode Mode) (Number, error) {
	if b.IsZero() {
		return Number{}, ErrZero
	}
	if n, ok, err := a.over(b, Of(quantum), mode); ok {
		return n, err
	}
	d, err := Quo(a.Decimal(), b.Decimal(), quantum, mode)
	return Of(d), err
}

// over is Over where everything but the shifted dividend, which may take two words, fits
// in a word. If it does not, ok is false. The divisor is not zero.
func (a Number) over(b, quantum Number, mode Mode) (n Number, ok bool, err error) {
	if a.form == asDecimal || b.form == asDecimal || quantum.form == asDecimal {
		return n, false, nil
	}
	q := uint64(quantum.word)
	// a/(b*quantum) = num/den, a quotient of integers, num in two words.
	shift := int(a.exponent) - int(b.exponent) - int(quantum.exponent)
	if shift >= len(powers) || -shift >= len(powers) {
		return n, false, nil
	}
	over, den := bits.Mul64(magnitude(b.word), q)
	if over != 0 {
		return n, false, nil
	}
	num, high := magnitude(a.word), uint64(0)
	if shift >= 0 {
		high, num = bits.Mul64(num, powers[shift])
	} else if over, den = bits.Mul64(den, powers[-shift]); over != 0 {
		return n, false, nil
	}
	if high >= den { // more than a word of quanta
		return n, false, nil
	}
	k, rest := bits.Div64(high, num, den)
	if k >= 1<<63 {
		return n, false, nil
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
	negative := (a.word < 0) != (b.word < 0)
	away, err := further(above, k%2 == 1, negative, mode)
	if err != nil {
		return n, true, err
	}
	if away {
		k++
	}
	n, ok = signed(k, q, negative, int(quantum.exponent))
	return n, ok, nil
}
