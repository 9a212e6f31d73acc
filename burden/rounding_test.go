package burden_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

func TestModes(t *testing.T) {
	// One column for each mode: what the number becomes, rounded to a multiple of 1.
	order := []burden.Mode{burden.HalfUp, burden.HalfEven, burden.HalfDown, burden.Up, burden.Down, burden.Ceiling, burden.Floor}
	for x, want := range map[string][]string{
		"2.5":     {"3", "2", "2", "3", "2", "3", "2"},
		"3.5":     {"4", "4", "3", "4", "3", "4", "3"},
		"-2.5":    {"-3", "-2", "-2", "-3", "-2", "-2", "-3"},
		"-3.5":    {"-4", "-4", "-3", "-4", "-3", "-3", "-4"},
		"0.5":     {"1", "0", "0", "1", "0", "1", "0"},
		"-0.5":    {"-1", "0", "0", "-1", "0", "0", "-1"},
		"2.4":     {"2", "2", "2", "3", "2", "3", "2"},
		"2.6":     {"3", "3", "3", "3", "2", "3", "2"},
		"-2.4":    {"-2", "-2", "-2", "-3", "-2", "-2", "-3"},
		"2.50001": {"3", "3", "3", "3", "2", "3", "2"},
		"7":       {"7", "7", "7", "7", "7", "7", "7"},
		"0":       {"0", "0", "0", "0", "0", "0", "0"},
	} {
		for i, mode := range order {
			got, err := burden.RoundTo("1", mode).Apply(literal(t, x))
			require.NoError(t, err, "%s %s", x, mode)
			dectest.Equal(t, want[i], got, x, mode)
		}
	}
	names := []string{"exact", "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "unknown_mode"}
	for m, name := range names {
		assert.Equal(t, name, burden.Mode(m).String())
	}
	var zero burden.Mode
	assert.Equal(t, burden.Exact, zero)
}

func TestRoundingApply(t *testing.T) {
	for _, c := range []struct {
		x, quantum string
		mode       burden.Mode
		want, why  string
	}{
		{"812.5312e9", "0.1e9", burden.HalfUp, "812.5e9", "790.4e9 × 1.028, the Korean contribution of 2011: 8,125 (1e8 won)"},
		{"836.0625e9", "0.1e9", burden.HalfUp, "836.1e9", "812.5e9 × 1.029, that of 2012: 8,361; half up, not cut"},
		{"0.0285", "0.1%", burden.HalfUp, "0.029", "a driver to one decimal of a percent"},
		{"1.005", "0.01", burden.HalfUp, "1.01", "the tie that a binary 1.005 misses"},
		{"1.12", "0.05", burden.HalfUp, "1.1", "22.4 times 0.05"},
		{"-1.125", "0.05", burden.HalfUp, "-1.15", "-22.5 times 0.05"},
		{"37.5", "25", burden.HalfEven, "50", "1.5 times 25, and 2 is even"},
		{"760.4e9", "0.1e9", burden.Exact, "760.4e9", "a multiple already"},
	} {
		got, err := burden.RoundTo(c.quantum, c.mode).Apply(literal(t, c.x))
		require.NoError(t, err, c.why)
		dectest.Equal(t, c.want, got, c.why)
	}
}

func TestRoundingQuotient(t *testing.T) {
	for _, c := range []struct {
		r          burden.Rounding
		a, b, want string
	}{
		{burden.RoundTo("1", burden.HalfUp), "0.4999999999999999996", "1", "0"}, // rounded twice it would be 1
		{burden.RoundTo("1e-25", burden.HalfUp), "1", "3e19", "3.33333e-20"},
		{burden.RoundTo("0.01", burden.HalfUp), "1038.9e9", "28500", "36452631.58"}, // 36,452,631.5789…, the contribution of 2019 per soldier
		{burden.RoundTo("1", burden.Floor), "-7", "2", "-4"},
		{burden.RoundTo("0.5", burden.Exact), "7", "2", "3.5"},
		{burden.Rounding{}, "1", "8", "0.125"},
		{burden.Rounding{}, "-3", "-75e-2", "4"},
		{burden.Rounding{}, "0", "7", "0"},
	} {
		got, err := c.r.Quotient(literal(t, c.a), literal(t, c.b))
		require.NoError(t, err, c.a)
		dectest.Equal(t, c.want, got, c.a, c.b)
	}
}

func TestRoundingErrors(t *testing.T) {
	one, three := decimal.NewFromInt(1), decimal.NewFromInt(3)
	monstrous := decimal.New(1, 1<<30)
	for name, c := range map[string]struct {
		r    burden.Rounding
		a, b decimal.Decimal
		want error
	}{
		"no finite decimal":     {burden.Rounding{}, one, three, burden.ErrInexact},
		"not a multiple":        {burden.RoundTo("0.1", burden.Exact), one, three, burden.ErrInexact},
		"by zero":               {burden.RoundTo("0.1", burden.HalfUp), one, decimal.Decimal{}, burden.ErrDivisionByZero},
		"by zero, exactly":      {burden.Rounding{}, one, decimal.Decimal{}, burden.ErrDivisionByZero},
		"a monstrous dividend":  {burden.RoundTo("0.1", burden.HalfUp), monstrous, one, burden.ErrTooLarge},
		"a monstrous divisor":   {burden.Rounding{}, one, monstrous, burden.ErrTooLarge},
		"a monstrous result":    {burden.RoundTo("3e-400", burden.HalfUp), decimal.New(1, 8000), one, burden.ErrTooLarge},
		"quantum zero":          {burden.RoundTo("0", burden.HalfUp), one, one, burden.ErrOutOfRange},
		"quantum negative":      {burden.RoundTo("-0.1", burden.HalfUp), one, one, burden.ErrOutOfRange},
		"quantum no number":     {burden.RoundTo("ten", burden.HalfUp), one, one, burden.ErrNumber},
		"quantum empty":         {burden.RoundTo("", burden.HalfUp), one, one, burden.ErrNumber},
		"quantum too small":     {burden.RoundTo("1e-401", burden.HalfUp), one, one, burden.ErrTooLarge},
		"unknown mode":          {burden.RoundTo("0.1", burden.Mode(8)), one, one, burden.ErrUnknownName},
		"far from a known mode": {burden.RoundTo("0.1", burden.Mode(255)), one, one, burden.ErrUnknownName},
	} {
		got, err := c.r.Quotient(c.a, c.b)
		assert.ErrorIs(t, err, c.want, name)
		e, ok := errors.AsType[*burden.Error](err)
		require.True(t, ok, name)
		assert.True(t, got.IsZero(), name)

		// A caller that writes into its error does not write into the rounding.
		text := e.Error()
		e.Input, e.Err = "changed", nil
		_, err = c.r.Quotient(c.a, c.b)
		assert.EqualError(t, err, text, name)
	}
	_, err := burden.RoundTo("0", burden.HalfUp).Apply(one)
	assert.ErrorIs(t, err, burden.ErrOutOfRange, "apply")

	// What is wrong with a rounding is reported by the model, all of it together.
	line := burden.NewLine("amount", burden.KRW)
	other := burden.NewLine("other", burden.KRW)
	_, err = burden.NewModel("m",
		line.Is(burden.Amount(1, burden.KRW).RoundedTo("0", burden.HalfUp)),
		other.Is(burden.Amount(1, burden.KRW).RoundedTo("1", burden.Mode(99))))
	assert.Len(t, burden.Faults(err), 2)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
}

// A power is rounded like a quotient, and has one error more.
func TestRootOfANegativeNumber(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(burden.Amount(-2, burden.Ratio).Over(burden.Amount(1, burden.Ratio)).ToThe(1, 2).RoundedTo("0.01", burden.HalfUp)))
	require.NoError(t, err)
	_, err = m.Project(2000, 2000)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
}

func TestRoundingValue(t *testing.T) {
	r := burden.RoundTo("0.1e9", burden.HalfUp)
	dectest.Equal(t, "100000000", r.Quantum())
	assert.Equal(t, burden.HalfUp, r.Mode())
	assert.False(t, r.IsZero())

	var zero burden.Rounding
	dectest.Equal(t, "0", zero.Quantum())
	assert.Equal(t, burden.Exact, zero.Mode())
	assert.True(t, zero.IsZero())
	assert.False(t, burden.RoundTo("0", burden.Exact).IsZero(), "a faulty rounding is not the zero value")
	assert.False(t, burden.RoundTo("1", burden.Exact).IsZero(), "nor is one that demands multiples")
}

func TestRoundingString(t *testing.T) {
	for want, r := range map[string]burden.Rounding{
		"exact":                      {},
		"to 100,000,000, half up":    burden.RoundTo("0.1e9", burden.HalfUp),
		"to 0.01, half even":         burden.RoundTo("0.010", burden.HalfEven),
		"to 1, floor":                burden.RoundTo("1", burden.Floor),
		"to 999, down":               burden.RoundTo("999", burden.Down),
		"to 1,000, up":               burden.RoundTo("1e3", burden.Up),
		"to 1,234.0625, half down":   burden.RoundTo("1234.0625", burden.HalfDown),
		"to 12,345,678, exact":       burden.RoundTo("12345678", burden.Exact),
		"to 0.001, ceiling":          burden.RoundTo("0.1%", burden.Ceiling),
		"to 1, unknown mode":         burden.RoundTo("1", burden.Mode(77)),
		"to 100,000, half even":      burden.RoundTo("100000", burden.HalfEven),
		"to 123,456.123456, half up": burden.RoundTo("123456.123456", burden.HalfUp),
	} {
		assert.Equal(t, want, r.String())
	}
}
