package exact_test

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/dectest"
)

func repeat(s string, n int) string { return strings.Repeat(s, n) }

// Text is the same for the same value, whatever its representation.
func TestText(t *testing.T) {
	for _, c := range []struct {
		d    decimal.Decimal
		want string
	}{
		{decimal.Decimal{}, "0"},
		{decimal.New(0, 7), "0"},
		{decimal.New(0, math.MaxInt32), "0"},
		{decimal.New(7604, 8), "760400000000"},
		{decimal.New(285, 2), "28500"},
		{decimal.New(28500, 0), "28500"},
		{decimal.New(2850000, -2), "28500"},
		{decimal.New(-1, 3), "-1000"},
		{decimal.New(139, -3), "0.139"},
		{decimal.New(13900, -5), "0.139"},
		{decimal.New(-5, -1), "-0.5"},
		{decimal.New(1250, -2), "12.5"},
		{decimal.New(1, -5), "0.00001"},
		{decimal.New(12, -1), "1.2"},
		{decimal.New(10, -1), "1"},
		// Far beyond the limits, writing in full would take gigabytes.
		{decimal.New(1, math.MaxInt32), "1e2147483647"},
		{decimal.New(-120, math.MinInt32), "-12e-2147483647"},
	} {
		assert.Equal(t, c.want, exact.Text(c.d))
	}
	// At the limits it is still in full.
	assert.Len(t, exact.Text(decimal.New(1, exact.MaxExponent)), exact.MaxExponent+1)
	assert.Len(t, exact.Text(decimal.New(1, -exact.MaxExponent)), exact.MaxExponent+2)
}

// The limits hold for the value, so a number is accepted or refused however it is written.
func TestLimitsAreThoseOfTheValue(t *testing.T) {
	nines := repeat("9", exact.MaxInputDigits)
	for _, c := range []struct {
		text string
		want error
	}{
		{nines, nil},
		{nines + "9", exact.ErrTooLarge},
		{"000" + nines + "000.000", nil},
		{"0." + nines, nil},
		{"0." + nines + "9", exact.ErrTooLarge},
		{"1e400", nil},
		{"0.01e402", nil},
		{"1" + repeat("0", 400), nil},
		{"1e401", exact.ErrTooLarge},
		{"10e400", exact.ErrTooLarge},
		{"1" + repeat("0", 401), exact.ErrTooLarge},
		{"1e-400", nil},
		{"10e-401", nil},
		{"1e-398%", nil},
		{"0." + repeat("0", 399) + "1", nil},
		{"1e-401", exact.ErrTooLarge},
		{"1e-399%", exact.ErrTooLarge},
		{"0." + repeat("0", 400) + "1", exact.ErrTooLarge},
		{"1e00000000000000000003", nil},
		{"0e99999", nil}, // zero, whatever its exponent
		{"0e100000", exact.ErrTooLarge},
		{repeat("0", 1024), nil},
		{repeat("0", 1025), exact.ErrTooLarge},
	} {
		d, err := exact.Parse(c.text)
		require.ErrorIs(t, err, c.want, c.text)
		if err != nil {
			dectest.Equal(t, "0", d, "on error the value is zero")
			continue
		}
		again, err := exact.Parse(exact.Text(d))
		require.NoError(t, err, c.text)
		assert.True(t, d.Equal(again), c.text)
	}
}

// Input puts a decimal under the limits of Parse.
func TestInput(t *testing.T) {
	shifted := func(s string, by int32) decimal.Decimal { return dec(t, s).Shift(by) }
	for _, c := range []struct {
		name string
		d    decimal.Decimal
		want string // empty: too large
	}{
		{"zero value", decimal.Decimal{}, "0"},
		{"zero with an exponent", decimal.New(0, math.MaxInt32), "0"},
		{"plain", decimal.New(-1250, -2), "-12.5"},
		{"trailing zeros", decimal.RequireFromString("0.5" + repeat("0", 999)), "0.5"},
		{"largest exponent", decimal.New(7, 400), "7e400"},
		{"the same, otherwise", decimal.New(700, 398), "7e400"},
		{"exponent beyond", decimal.New(7, 401), ""},
		{"the same, otherwise", decimal.New(700, 399), ""},
		{"smallest exponent", shifted("7e-400", 0), "7e-400"},
		{"below it", shifted("7e-400", -1), ""},
		{"extreme exponent", decimal.New(1, math.MinInt32), ""},
		{"digits", decimal.RequireFromString(repeat("3", 257)), ""},
		{"more zeros than are looked at", decimal.RequireFromString("1" + repeat("0", exact.MaxDigits)), ""},
	} {
		got, err := exact.Input(c.d)
		if c.want == "" {
			assert.ErrorIs(t, err, exact.ErrTooLarge, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		dectest.Equal(t, c.want, got, c.name)
	}
}
