package vectors_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/exact"
)

// Why a case is skipped.
const (
	special   = "NaN, infinity, or no number at all: this library has none"
	beyond    = "an exponent beyond 8192, the most a value here may have"
	mode05up  = "the rounding 05up, which this library does not have"
	overflow  = "overflow: a range of exponents that a case sets, and this library does not"
	precision = "quantize to more digits than the case's precision, which this library does not have"
	operation = "an operation that this library does not have"
)

// run and skipped are how many cases of each file are run, and how many are skipped for
// each reason, so that none is skipped in silence: together they are the 15,805 lines
// with a result in these files. Other counts mean that the files, the reader or what
// applies have changed.
var run = map[string]int{
	"abs": 79, "add": 1858, "base": 980, "compare": 514, "divide": 469, "minus": 100, "multiply": 298, "plus": 109,
	"quantize": 559, "randoms": 1100, "rounding": 707, "squareroot": 3569, "subtract": 577, "tointegral": 157, "tointegralx": 169,
}

var skipped = map[string]int{
	special: 768, beyond: 2667, mode05up: 164, overflow: 52, precision: 49, operation: 860,
}

var modes = map[string]burden.Mode{
	"half_up": burden.HalfUp, "half_even": burden.HalfEven, "half_down": burden.HalfDown,
	"up": burden.Up, "down": burden.Down, "ceiling": burden.Ceiling, "floor": burden.Floor,
}

func TestGeneralDecimalArithmetic(t *testing.T) {
	dir := files(t)
	ran, left := map[string]int{}, map[string]int{}
	for _, name := range []string{
		"abs", "add", "base", "compare", "divide", "minus", "multiply", "plus", "quantize",
		"randoms", "rounding", "squareroot", "subtract", "tointegral", "tointegralx",
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range read(t, dir, name) {
				if reason := c.check(t); reason != "" {
					left[reason]++
				} else {
					ran[name]++
				}
			}
		})
	}
	total := 0
	for _, name := range slices.Sorted(maps.Keys(ran)) {
		t.Logf("%6d of %s", ran[name], name)
		total += ran[name]
	}
	without := 0
	for _, reason := range slices.Sorted(maps.Keys(left)) {
		t.Logf("%6d skipped: %s", left[reason], reason)
		without += left[reason]
	}
	t.Logf("%d cases run, %d skipped for %d reasons", total, without, len(left))
	assert.Equal(t, run, ran, "cases run, by file")
	assert.Equal(t, skipped, left, "cases skipped, by reason")
}

// check runs a case, or returns why it does not apply.
func (c testCase) check(t *testing.T) (reason string) {
	t.Helper()
	if c.op == "tosci" || c.op == "toeng" || c.op == "apply" {
		if reason, done := c.syntax(t); done {
			return reason
		}
	}
	var v []decimal.Decimal
	for _, text := range c.operands {
		digits, exponent, ok := finite(text)
		if !ok {
			return special
		}
		if exponent > exact.MaxExponent || exponent < -exact.MaxExponent {
			return beyond
		}
		v = append(v, decimal.NewFromBigInt(digits, int32(exponent)))
		c.parses(t, text, v[len(v)-1])
	}
	mode, known := modes[c.rounding]
	switch {
	case c.op == "squareroot":
		mode = burden.HalfEven // as the cases define it, whatever the directive
	case !known && c.rounding == "05up":
		return mode05up
	}
	require.True(t, known || c.op == "squareroot", c.rounding)
	one := decimal.NewFromInt(1)
	num, den, p, q := v[0], one, 1, 1 // the exact result is (num / den)^(p/q)
	switch c.op {
	case "add":
		num = v[0].Add(v[1])
	case "subtract":
		num = v[0].Sub(v[1])
	case "multiply":
		num = v[0].Mul(v[1])
	case "plus", "apply", "tosci", "toeng":
	case "minus":
		num = v[0].Neg()
	case "abs":
		num = v[0].Abs()
	case "divide":
		den = v[1]
	case "squareroot":
		q = 2
	case "quantize", "tointegral", "tointegralx":
	case "compare":
		assert.Equal(t, c.result, map[int]string{-1: "-1", 0: "0", 1: "1"}[v[0].Cmp(v[1])], c.id)
		return ""
	default:
		return operation
	}
	if c.conditions["overflow"] {
		return overflow
	}
	if num.Exponent() > exact.MaxExponent || num.Exponent() < -exact.MaxExponent {
		return beyond
	}
	// A zero divisor, or the root of a negative number, is an error here too.
	if den.IsZero() || q == 2 && num.IsNegative() {
		_, err := exact.Pow(num, den, p, q, one, exact.HalfEven)
		want := exact.ErrZero
		if q == 2 {
			want = exact.ErrDomain
		} else {
			_, err = burden.RoundTo("1", mode).Quotient(num, den)
			assert.ErrorIs(t, err, burden.ErrDivisionByZero, c.id)
			_, err = exact.Quo(num, den, one, exact.Mode(mode))
		}
		assert.ErrorIs(t, err, want, c.id)
		assert.True(t, c.conditions["division_by_zero"] || c.conditions["division_undefined"] || c.conditions["invalid_operation"], c.id)
		return ""
	}
	if c.conditions["invalid_operation"] {
		require.Equal(t, "quantize", c.op, c.id)
		return precision
	}
	digits, exponent, ok := finite(c.result)
	if !ok {
		return special
	}
	if exponent > exact.MaxExponent || exponent < -exact.MaxExponent {
		return beyond
	}
	want := decimal.NewFromBigInt(digits, int32(exponent))
	var quantum int
	switch c.op {
	case "quantize":
		quantum = int(v[1].Exponent())
	case "tointegral", "tointegralx":
		quantum = max(0, int(v[0].Exponent()))
	default:
		quantum = c.quantum(num, den, q)
	}
	if quantum > exact.MaxExponent || quantum < -exact.MaxExponent {
		return beyond
	}
	c.compare(t, num, den, q, quantum, mode, want)
	return ""
}

// quantum is the exponent of the last digit of a result by the case's precision, or by
// its least exponent where that is greater.
func (c testCase) quantum(num, den decimal.Decimal, root int) int {
	if num.IsZero() {
		return 0
	}
	first := adjusted(num) - adjusted(den)
	switch {
	case root == 2:
		first = adjusted(num) >> 1 // rounded down
	case num.Abs().LessThan(den.Abs().Shift(int32(first))):
		first--
	}
	return max(first-c.precision+1, c.minExponent-c.precision+1)
}

func (c testCase) compare(t *testing.T, num, den decimal.Decimal, root, quantum int, mode burden.Mode, want decimal.Decimal) {
	t.Helper()
	unit := decimal.New(1, int32(quantum))
	work := func(m exact.Mode) (decimal.Decimal, error) {
		if root == 2 {
			return exact.Pow(num, den, 1, 2, unit, m)
		}
		return exact.Quo(num, den, unit, m)
	}
	got, err := work(exact.Mode(mode))
	require.NoError(t, err, c.id)
	assert.True(t, want.Equal(got), "%s: %s, want %s", c.id, burden.Text(got), burden.Text(want))
	// A result that had to be rounded is the one that the mode Exact refuses.
	if c.op != "tointegral" {
		_, err = work(exact.Exact)
		assert.Equal(t, c.conditions["inexact"], errors.Is(err, exact.ErrInexact), "%s: %v", c.id, err)
	}
	if root == 1 && quantum <= burden.MaxInputExponent && quantum >= -burden.MaxInputExponent {
		public, err := burden.RoundTo(burden.Text(unit), mode).Quotient(num, den)
		require.NoError(t, err, c.id)
		assert.True(t, want.Equal(public), "%s: %s, want %s", c.id, burden.Text(public), burden.Text(want))
	}
}

// parses checks that burden.Parse reads a finite number as the case means it, or says
// that it is beyond the limits or not written as it takes numbers.
func (c testCase) parses(t *testing.T, text string, want decimal.Decimal) {
	t.Helper()
	got, err := burden.Parse(text)
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, point := strings.Cut(strings.TrimLeft(mantissa, "+-"), ".")
	switch {
	case whole == "" || point && fraction == "":
		assert.ErrorIs(t, err, burden.ErrNumber, "%s: %s", c.id, text)
	case errors.Is(err, burden.ErrTooLarge):
		far := len(strings.Trim(want.Coefficient().String(), "-0")) > burden.MaxInputDigits
		e := int(want.Exponent()) + want.NumDigits()
		assert.True(t, far || e > burden.MaxInputExponent || want.Exponent() < -burden.MaxInputExponent, "%s: %s: %v", c.id, text, err)
	default:
		require.NoError(t, err, "%s: %s", c.id, text)
		assert.True(t, want.Equal(got), "%s: Parse(%q) = %s", c.id, text, burden.Text(got))
		again, err := burden.Parse(burden.Text(got))
		require.NoError(t, err, c.id)
		assert.True(t, want.Equal(again), "%s: %s", c.id, burden.Text(got))
	}
}

// syntax runs a case about what is no number: Parse takes none of it.
func (c testCase) syntax(t *testing.T) (reason string, done bool) {
	t.Helper()
	if _, _, ok := finite(c.operands[0]); ok {
		return "", false
	}
	_, err := burden.Parse(c.operands[0])
	assert.True(t, errors.Is(err, burden.ErrNumber) || errors.Is(err, burden.ErrTooLarge), "%s: Parse(%q): %v", c.id, c.operands[0], err)
	return "", true
}
