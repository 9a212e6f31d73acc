package exact

import (
	"errors"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Limits of a number that comes from outside. They are checked on the text,
// before any big number is made of it.
const (
	MaxInputDigits   = 256 // digits written, leading zeros not counted
	MaxInputExponent = 400 // magnitude of the decimal exponent
	maxInputLength   = 1024
)

// ErrSyntax reports text that is not a decimal number.
var ErrSyntax = errors.New("not a decimal number")

// Parse reads an optional sign, digits with an optional decimal point, an
// optional exponent and an optional percent sign: "4.7e9", "28500", "13.9%".
func Parse(s string) (decimal.Decimal, error) {
	if len(s) > maxInputLength {
		return decimal.Decimal{}, ErrTooLarge
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
	text := strings.TrimLeft(whole+fraction, "0")
	exp -= len(fraction)
	if len(text) > MaxInputDigits || exp > MaxInputExponent || exp < -MaxInputExponent {
		return decimal.Decimal{}, ErrTooLarge
	}
	coefficient, _ := new(big.Int).SetString("0"+text, 10)
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
		return 0, ErrTooLarge
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

// Text writes d in full, without an exponent, without trailing zeros: the same
// text for the same value. Parse reads it back.
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
	s, exp := c.String(), int(d.Exponent())
	if exp >= 0 {
		return sign + s + strings.Repeat("0", exp)
	}
	if pad := 1 - exp - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	whole, fraction := s[:len(s)+exp], strings.TrimRight(s[len(s)+exp:], "0")
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}
