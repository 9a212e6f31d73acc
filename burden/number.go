package burden

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// Limits of numbers. Anything beyond is an [ErrTooLarge], found before time or
// memory is spent on it. The decimal exponent of a computed number is at most 8192
// in magnitude.
const (
	MaxInputDigits   = exact.MaxInputDigits   // digits of a number given from outside, without zeros at its ends
	MaxInputExponent = exact.MaxInputExponent // magnitude of the decimal exponent of the last of them
	MaxDigits        = exact.MaxDigits        // digits of a computed number
)

// Number is what a number may be given as: text such as "4.7e9", "28500" or
// "13.9%", an integer, or a decimal. Floating point is not among them, because
// what it holds is not what was written.
type Number interface {
	string | int | int64 | decimal.Decimal
}

// Parse reads a decimal number from text: an optional sign, digits with an
// optional decimal point, an optional exponent, an optional percent sign.
//
//	Parse("4.7e9")  4,700,000,000
//	Parse("13.9%")  0.139
//
// Digits are not grouped, the decimal sign is a point with digits on both sides, and no
// spaces belong to a number: 1240000.5, not "1,240,000.5", and 12%, not "12 %". The error
// says what to write instead, where that can be told.
//
// Parse returns an error if:
//   - the text is empty, not finite, or has any other character ([ErrNumber])
//   - the number has more than [MaxInputDigits] digits, not counting zeros at its ends, or its
//     last such digit a decimal exponent beyond ±[MaxInputExponent], so that 1e400 is a number
//     and 1e401 is not, or the text has more than 1024 characters ([ErrTooLarge])
func Parse(text string) (decimal.Decimal, error) {
	d, err := exact.Parse(text)
	if err != nil {
		return decimal.Decimal{}, &Error{Input: quoted(text), Err: numberCause(text, err)}
	}
	return d, nil
}

// Text writes a decimal in full: no exponent, no trailing zeros, and whatever
// the decimal library's package variables say. [Parse] reads it back, if the
// number is within its limits.
func Text(d decimal.Decimal) string { return exact.Text(d) }

// number turns what a caller gave into a decimal.
func number[N Number](v N) (decimal.Decimal, *Error) {
	switch v := any(v).(type) {
	case string:
		d, err := exact.Parse(v)
		if err != nil {
			return decimal.Decimal{}, &Error{Input: "number", Value: quoted(v), Err: numberCause(v, err)}
		}
		return d, nil
	case int:
		return decimal.NewFromInt(int64(v)), nil
	case int64:
		return decimal.NewFromInt(v), nil
	case decimal.Decimal:
		d, err := exact.Input(v)
		if err != nil {
			return decimal.Decimal{}, &Error{Input: "number", Value: fmt.Sprintf("a decimal of %d digits and exponent %d", v.NumDigits(), v.Exponent()), Err: cause(err)}
		}
		return d, nil
	}
	return decimal.Decimal{}, &Error{Input: "number", Err: ErrNumber}
}

// cause translates an error of package exact into a sentinel of this package.
func cause(err error) error {
	switch {
	case errors.Is(err, exact.ErrInexact):
		return ErrInexact
	case errors.Is(err, exact.ErrZero):
		return ErrDivisionByZero
	case err != exact.ErrTooLarge && errors.Is(err, exact.ErrTooLarge): // it names the limit
		return told{ErrTooLarge, err.Error()}
	case errors.Is(err, exact.ErrTooLarge):
		return ErrTooLarge
	case errors.Is(err, exact.ErrDomain), errors.Is(err, exact.ErrWeight), errors.Is(err, exact.ErrBounds):
		return ErrOutOfRange
	case errors.Is(err, exact.ErrSyntax):
		return ErrNumber
	}
	return err
}
