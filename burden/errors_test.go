package burden_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

func TestErrorText(t *testing.T) {
	for _, c := range []struct {
		e    burden.Error
		want string
	}{
		{burden.Error{}, "burden"},
		{burden.Error{Err: burden.ErrCycle}, "burden: cycle without a lag"},
		{burden.Error{Model: "sma8", Err: burden.ErrCycle}, "burden: sma8: cycle without a lag"},
		{burden.Error{Model: "sma8", Line: "contribution", Year: 2031, Input: "cpi", Err: burden.ErrMissingYear}, "burden: sma8: contribution 2031: cpi: missing year"},
		{burden.Error{Model: "sma8", Input: "cpi", Year: 2031, Err: burden.ErrMissingYear}, "burden: sma8: cpi 2031: missing year"},
		{burden.Error{Line: "contribution", Input: "ceiling", Value: "1.5", Err: burden.ErrOutOfRange}, "burden: contribution: ceiling = 1.5: out of range"},
		{burden.Error{Year: 2031, Err: burden.ErrMissingYear}, "burden: missing year"},
		{burden.Error{Model: "m", Line: "x", Input: "left out", Value: "left out", Detail: "adds KRW and person", Err: burden.ErrUnit}, "burden: m: x: adds KRW and person"},
		{burden.Error{Input: "quantum", Value: strings.Repeat("0", 500), Err: burden.ErrOutOfRange}, `burden: quantum = "` + strings.Repeat("0", 240) + `"… (500 bytes): out of range`},
	} {
		assert.Equal(t, c.want, c.e.Error())
	}
}

func TestErrorCause(t *testing.T) {
	_, err := burden.Parse("ten")
	wrapped := fmt.Errorf("reading the budget: %w", err)
	assert.ErrorIs(t, wrapped, burden.ErrNumber)
	assert.NotErrorIs(t, wrapped, burden.ErrTooLarge)
	e, ok := errors.AsType[*burden.Error](wrapped)
	require.True(t, ok)
	assert.Equal(t, `"ten"`, e.Input)
	assert.Equal(t, burden.ErrNumber, e.Unwrap())
}

func TestFaults(t *testing.T) {
	assert.Nil(t, burden.Faults(nil))
	single := errors.New("one")
	assert.Equal(t, []error{single}, burden.Faults(single))

	_, err := burden.NewModel("m", burden.NewParam("a", burden.Ratio, burden.Constant("x")), burden.NewParam("b", burden.Ratio, burden.Constant("1e999")))
	faults := burden.Faults(err)
	require.Len(t, faults, 2)
	assert.ErrorIs(t, faults[0], burden.ErrNumber)
	assert.ErrorIs(t, faults[1], burden.ErrTooLarge)
	assert.ErrorIs(t, err, burden.ErrNumber, "the joined error is all of them")
	assert.ErrorIs(t, err, burden.ErrTooLarge, "the joined error is all of them")
	for _, f := range faults {
		e, ok := errors.AsType[*burden.Error](f)
		require.True(t, ok)
		assert.Equal(t, "m", e.Model)
	}

	faults[0] = nil
	assert.NotNil(t, burden.Faults(err)[0], "the list is the caller's own")
}

// One list of what a reader sees of numbers, roundings, units and dates. A
// hostile text is cut, once, and its length told.
func TestMessages(t *testing.T) {
	parse := func(s string) error {
		_, err := burden.Parse(s)
		return err
	}
	apply := func(r burden.Rounding, s string) error {
		_, err := r.Apply(literal(t, s))
		return err
	}
	quotient := func(a, b string) error {
		_, err := burden.Rounding{}.Quotient(literal(t, a), literal(t, b))
		return err
	}
	model := func(u burden.Unit, s burden.Series) error { return paramFaults(u, s)[0] }
	long := strings.Repeat("7", 300)
	forty := strings.Repeat("7", 40)
	for _, c := range []struct {
		err  error
		want string
	}{
		{parse("5."), `burden: "5.": not a decimal number: digits stand on both sides of a decimal point; write 5`},
		{parse("a\"b\n"), `burden: "a\"b\n": not a decimal number`},
		{parse(long), `burden: "` + forty + `"… (300 bytes): too large: more than 256 digits`},
		{parse(strings.Repeat("x", 9999)), `burden: "` + strings.Repeat("x", 40) + `"… (9999 bytes): too large: more than 1024 characters`},
		{apply(burden.RoundTo("0", burden.Up), "1"), `burden: quantum = 0: out of range`},
		{apply(burden.RoundTo("-0.1", burden.Up), "1"), `burden: quantum = -0.1: out of range`},
		{apply(burden.RoundTo("", burden.Up), "1"), `burden: quantum = "": not a decimal number`},
		{apply(burden.RoundTo("1", burden.Mode(99)), "1"), `burden: rounding mode = unknown_mode: unknown name`},
		{quotient("1", "3"), `burden: quotient = 1/3: not exact without a rounding`},
		{quotient("-2.50", "0"), `burden: quotient = -2.5/0: division by zero`},
		{model(burden.Ratio, burden.Constant(long)), `burden: m: p: number = "` + forty + `"… (300 bytes): too large: more than 256 digits`},
		{model(burden.Ratio, burden.NewIndicator().AsOf(long)), `burden: m: p: day = "` + forty + `"… (300 bytes): not a day, which is written like 2006-01-02`},
		{model("won per person", burden.Constant(1)), `burden: m: unit of p = "won per person": no unit is called that; did you mean won/person?`},
	} {
		assert.EqualError(t, c.err, c.want)
	}
}
