package exact

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Limits of a number that comes from outside. They are checked on the text,
// before any big number is made of it, and hold for the value: zeros before and
// after its digits do not count.
const (
	MaxInputDigits   = 256 // digits from the first to the last that is not zero
	MaxInputExponent = 400 // magnitude of the decimal exponent of the last
	maxInputLength   = 1024
)

// limit is an ErrTooLarge that names the limit.
type limit struct{ what string }

func (b limit) Error() string { return "too large: " + b.what }

func (b limit) Unwrap() error { return ErrTooLarge }

var (
	manyDigits    = limit{"more than " + strconv.Itoa(MaxInputDigits) + " digits"}
	largeExponent = limit{"a decimal exponent beyond " + strconv.Itoa(MaxInputExponent)}
)

// ErrSyntax reports text that is not a decimal number.
var ErrSyntax = errors.New("not a decimal number")

// Parse reads an optional sign, digits with an optional decimal point, an
// optional exponent and an optional percent sign: "4.7e9", "28500", "13.9%".
func Parse(s string) (decimal.Decimal, error) {
	if len(s) > maxInputLength {
		return decimal.Decimal{}, limit{"more than " + strconv.Itoa(maxInputLength) + " characters"}
	}
	rest, exp := s, 0
	if t, ok := strings.CutSuffix(rest, "%"); ok {
		rest, exp = t, -2
	}
	negative := strings.HasPrefix(rest, "-")
	if negative || strings.HasPrefix(rest, "+") {
		rest = rest[1:]
	}
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		e, err := exponent(rest[i+1:])
		if err != nil {
			return decimal.Decimal{}, err
		}
		rest, exp = rest[:i], exp+e
	}
	whole, fraction, point := strings.Cut(rest, ".")
	if !digits(whole) || point && !digits(fraction) {
		return decimal.Decimal{}, ErrSyntax
	}
	return input(negative, whole+fraction, exp-len(fraction))
}

// Input returns d as [Parse] would have read it, under the same limits.
func Input(d decimal.Decimal) (decimal.Decimal, error) {
	if d.NumDigits() > MaxDigits {
		return decimal.Decimal{}, manyDigits
	}
	c := d.Coefficient()
	negative := c.Sign() < 0
	return input(negative, c.Abs(c).String(), int(d.Exponent()))
}

// input makes a decimal of its digits and its exponent, without trailing zeros.
func input(negative bool, written string, exp int) (decimal.Decimal, error) {
	written = strings.TrimLeft(written, "0")
	text := strings.TrimRight(written, "0")
	if text == "" {
		return decimal.Decimal{}, nil
	}
	exp += len(written) - len(text)
	switch {
	case len(text) > MaxInputDigits:
		return decimal.Decimal{}, manyDigits
	case exp > MaxInputExponent || exp < -MaxInputExponent:
		return decimal.Decimal{}, largeExponent
	}
	coefficient, _ := new(big.Int).SetString(text, 10)
	if negative {
		coefficient.Neg(coefficient)
	}
	return decimal.NewFromBigInt(coefficient, int32(exp)), nil
}

// exponent reads the digits after the e, at most five of them.
func exponent(s string) (int, error) {
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	if !digits(s) {
		return 0, ErrSyntax
	}
	s = strings.TrimLeft(s, "0")
	if len(s) > 5 {
		return 0, largeExponent
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	if negative {
		n = -n
	}
	return n, nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// maxWritten is the exponent beyond which no value within the limits lies.
const maxWritten = MaxExponent + MaxDigits

// Text writes d in full, without an exponent, without trailing zeros: the same
// text for the same value. Parse reads back what it can have read. Only a value
// far beyond the limits keeps its exponent, lest the text outgrow memory.
func Text(d decimal.Decimal) string {
	if d.IsZero() {
		return "0"
	}
	c := d.Coefficient()
	sign := ""
	if c.Sign() < 0 {
		sign = "-"
		c.Abs(c)
	}
	full := c.String()
	s := strings.TrimRight(full, "0")
	exp := int(d.Exponent()) + len(full) - len(s)
	if exp > maxWritten || exp < -maxWritten {
		return sign + s + "e" + strconv.Itoa(exp)
	}
	if exp >= 0 {
		return sign + s + strings.Repeat("0", exp)
	}
	if pad := 1 - exp - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	return sign + s[:len(s)+exp] + "." + s[len(s)+exp:]
}
