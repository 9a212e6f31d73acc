package burden

import (
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// Mode says which neighbouring multiple of the quantum a value between two
// multiples becomes.
type Mode uint8

const (
	// Exact, the zero value, rounds nothing: a value that is not a multiple of
	// the quantum is an [ErrInexact].
	Exact Mode = iota
	// HalfUp takes the nearer multiple, and on a tie the one further from zero.
	HalfUp
	// HalfEven takes the nearer multiple, and on a tie the even one.
	HalfEven
	// HalfDown takes the nearer multiple, and on a tie the one nearer to zero.
	HalfDown
	// Up rounds away from zero.
	Up
	// Down rounds towards zero: it cuts.
	Down
	// Ceiling rounds towards positive infinity.
	Ceiling
	// Floor rounds towards negative infinity.
	Floor
)

var modeNames = [...]string{"exact", "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"}

// String returns the mode's name as formulas print it: "half_up".
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return "unknown_mode"
}

// Rounding is a quantum and a mode: to which multiples, and which of two
// neighbours. Its zero value rounds nothing and makes whatever would need
// rounding an [ErrInexact].
type Rounding struct {
	quantum decimal.Decimal
	mode    Mode
	fault   *Error
}

// RoundTo returns the rounding to multiples of quantum, such as "0.1e9" for
// 0.1 bn, "0.01" for cents, "0.1%" for the precision of a driver.
//
// A quantum that is not a positive number, or an unknown mode, is reported when
// a model is built with it.
func RoundTo(quantum string, mode Mode) Rounding {
	q, fault := number(quantum)
	if fault == nil && q.Sign() <= 0 {
		fault = &Error{Value: quantum, Err: ErrOutOfRange}
	}
	if fault != nil {
		fault.Input = "quantum"
	} else if int(mode) >= len(modeNames) {
		fault = &Error{Input: "rounding mode", Value: mode.String(), Err: ErrUnknownName}
	}
	return Rounding{quantum: q, mode: mode, fault: fault}
}

// Quantum returns the quantum; zero for the zero rounding.
func (r Rounding) Quantum() decimal.Decimal { return r.quantum }

// Mode returns the mode.
func (r Rounding) Mode() Mode { return r.mode }

// IsZero reports whether r is the zero value, which rounds nothing.
func (r Rounding) IsZero() bool { return r.quantum.IsZero() && r.fault == nil }

// Apply returns x rounded. It returns an error if:
//   - x would have to be rounded and r does not say how ([ErrInexact])
//   - r is faulty, or the result is beyond the limits ([ErrTooLarge])
func (r Rounding) Apply(x decimal.Decimal) (decimal.Decimal, error) {
	return r.Quotient(x, decimal.NewFromInt(1))
}

// Quotient returns a/b, rounded once from the infinitely precise quotient.
// Besides the errors of [Rounding.Apply] it returns [ErrDivisionByZero].
func (r Rounding) Quotient(a, b decimal.Decimal) (decimal.Decimal, error) {
	if r.fault != nil {
		fault := *r.fault
		return decimal.Decimal{}, &fault
	}
	if !exact.Fits(a) || !exact.Fits(b) {
		return decimal.Decimal{}, &Error{Input: "operand", Err: ErrTooLarge}
	}
	v, err := r.quotient(exact.Of(a), exact.Of(b))
	if err != nil {
		fault := &Error{Input: "quotient", Value: Text(a) + "/" + Text(b), Err: err}
		if b.Equal(decimal.NewFromInt(1)) {
			fault.Input, fault.Value = "number", Text(a)
		}
		return decimal.Decimal{}, fault
	}
	return v.Decimal(), nil
}

// mirrored returns the rounding that does to -x what r does to x.
func (r Rounding) mirrored() Rounding {
	switch r.mode {
	case Floor:
		r.mode = Ceiling
	case Ceiling:
		r.mode = Floor
	}
	return r
}

// finer returns the rounding to a billionth of the quantum, half even, for what is rounded
// again by r. Of the zero rounding it is that.
func (r Rounding) finer() Rounding {
	if r.IsZero() || r.fault != nil {
		return r
	}
	return Rounding{quantum: r.quantum.Shift(-9), mode: HalfEven}
}

// quotient is Quotient for operands known to be within the limits; its error is a sentinel.
func (r Rounding) quotient(a, b exact.Number) (exact.Number, error) {
	var v exact.Number
	var err error
	if r.IsZero() {
		var d decimal.Decimal
		d, err = exact.QuoExact(a.Decimal(), b.Decimal())
		v = exact.Of(d)
	} else {
		v, err = a.Over(b, r.quantum, exact.Mode(r.mode))
	}
	if err != nil {
		return exact.Number{}, cause(err)
	}
	return v, nil
}

// String describes the rounding for people: "to 100,000,000, half up".
func (r Rounding) String() string {
	if r.IsZero() {
		return "exact"
	}
	return "to " + grouped(r.quantum) + ", " + strings.ReplaceAll(r.mode.String(), "_", " ")
}

// grouped writes a number for people, with thousands separators and every digit.
func grouped(d decimal.Decimal) string {
	whole, fraction, point := strings.Cut(Text(d), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}
