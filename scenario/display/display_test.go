package display_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/toy"
)

var toTenths = display.Style{
	Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions,
	Ratios: burden.RoundTo("0.1%", burden.HalfUp), Others: burden.RoundTo("0.01", burden.HalfUp),
}

// Texts are the way figures are printed in English; the first three are those of the
// contribution of 2019, the sum asked for then, and Japan's of 2022.
func TestShow(t *testing.T) {
	won := burden.RoundTo("1", burden.HalfEven)
	for _, c := range []struct {
		d       display.Style
		value   string
		unit    burden.Unit
		text    string
		rounded bool
	}{
		{toTenths, "1038.9e9", burden.KRW, "₩1,038.9bn", false},
		{toTenths, "4.7e9", burden.USD, "US$4.7bn", false},
		{toTenths, "201.7e9", burden.JPY, "¥201.7bn", false},
		{toTenths, "1.05e9", burden.EUR, "€1.1bn", true},
		{toTenths, "1e12", burden.KRW, "₩1,000.0bn", false},
		{toTenths, "-41e8", burden.KRW, "-₩4.1bn", false},
		{toTenths, "-0.04e9", burden.KRW, "₩0.0bn", true},
		{toTenths, "3.14e9", "GBP", "3.1bn GBP", true},
		{toTenths, "1038.94e9", "KRW@2019", "₩1,038.9bn at 2019 prices", true},
		{toTenths, "164912.284", burden.USD.Per(burden.Persons), "US$164,912.28/person", true},
		{toTenths, "1166.7", burden.KRW.Per(burden.USD), "₩1,166.70/USD", false},
		{toTenths, "28500", burden.Persons, "28,500.00 persons", false},
		{toTenths, "0.139", burden.Ratio, "13.9 %", false},
		{toTenths, "0.13945", burden.Ratio, "13.9 %", true},
		{toTenths, "1.35", burden.Ratio, "135.0 %", false},
		{display.Style{}, "1038912345678.9", burden.KRW, "₩1,038,912,345,678.9", false},
		{display.Style{}, "1.35028", burden.Ratio, "135.028 %", false},
		{display.Style{}, "28500", burden.Persons, "28,500 persons", false},
		{display.Style{Magnitude: display.Billions}, "1038912345678", burden.KRW, "₩1,038.912345678bn", false},
		{display.Style{Magnitude: display.Billions, Codes: true}, "1038.9e9", burden.KRW, "1,038.9bn KRW", false},
		{display.Style{Amounts: won, Magnitude: display.Thousands}, "1500.5", burden.KRW, "₩1.500 thousand", true},
		{display.Style{Amounts: burden.RoundTo("0.5e9", burden.Up), Magnitude: display.Trillions}, "1.0389e12", burden.KRW, "₩1.0390tn", true},
		{display.Style{Amounts: burden.RoundTo("25e6", burden.HalfUp), Magnitude: display.Millions}, "63e6", burden.USD, "US$75m", true},
		{toTenths, "0", "", "0.0 %", false},
	} {
		f, err := c.d.Show(toy.Number(t, c.value), c.unit)
		require.NoError(t, err, c.text)
		assert.Equal(t, c.text, f.Text, c.value)
		assert.Equal(t, c.text, f.String())
		assert.Equal(t, c.rounded, f.Rounded(), c.text)
		dectest.Equal(t, c.value, f.Exact, c.text)
	}
}

func TestDisplayErrors(t *testing.T) {
	one := decimal.NewFromInt(1)
	_, err := display.Style{Amounts: burden.RoundTo("0", burden.HalfUp)}.Show(one, burden.KRW)
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = display.Style{Amounts: burden.RoundTo("2", burden.Exact)}.Show(one, burden.KRW)
	require.ErrorIs(t, err, burden.ErrInexact)
	_, err = display.Style{Magnitude: 9}.Show(one, burden.KRW)
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = display.Style{Others: burden.RoundTo("x", burden.HalfUp)}.Column(burden.Persons, one)
	require.ErrorIs(t, err, burden.ErrNumber)
	_, err = display.Style{Amounts: burden.RoundTo("0", burden.HalfUp)}.Show(one, burden.Persons)
	require.NoError(t, err, "it is of amounts only")
	assert.Equal(t, "unknown magnitude", display.Magnitude(9).String())
	for m := display.Ones; m <= 6; m++ {
		_, err := display.Style{Magnitude: m}.Show(toy.Number(t, "1"), burden.KRW)
		assert.Equal(t, m.String() == "unknown magnitude", err != nil, m)
	}
	assert.Equal(t, "thousand", display.Thousands.String())
}

// Columns worked out by hand: what is cut, and to whom the quanta left go.
func TestColumn(t *testing.T) {
	whole := display.Style{Amounts: burden.RoundTo("1", burden.HalfUp)}
	for _, c := range []struct {
		name            string
		parts           []string
		plain, balanced []string // shown, the total last
	}{
		// Thirds of 100: 33 each, and of the one left the first has it.
		{"ties to the earlier", []string{"33.4", "33.3", "33.3"}, []string{"33", "33", "33", "100"}, []string{"34", "33", "33", "100"}},
		{"equal", []string{"0.5", "0.5"}, []string{"1", "1", "1"}, []string{"1", "0", "1"}},
		// 1.5 - 1.5 = 0: floors 1 and -2, one left, ties to the earlier.
		{"signs", []string{"1.5", "-1.5"}, []string{"2", "-2", "0"}, []string{"2", "-2", "0"}},
		{"signs turned", []string{"-1.5", "1.5"}, []string{"-2", "2", "0"}, []string{"-1", "1", "0"}},
		{"whole ones stay", []string{"3", "0.4", "0.4"}, []string{"3", "0", "0", "4"}, []string{"3", "1", "0", "4"}},
		{"nothing", nil, []string{"0"}, []string{"0"}},
		{"exact", []string{"1", "2"}, []string{"1", "2", "3"}, []string{"1", "2", "3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var parts []decimal.Decimal
			for _, p := range c.parts {
				parts = append(parts, toy.Number(t, p))
			}
			for _, evenly := range []bool{false, true} {
				d, want := whole, c.plain
				if evenly {
					d.Balanced, want = true, c.balanced
				}
				column, err := d.Column(burden.KRW, parts...)
				require.NoError(t, err)
				var shown []string
				for i, f := range column.Figures {
					shown = append(shown, burden.Text(f.Shown))
					dectest.Equal(t, c.parts[i], f.Exact)
				}
				assert.Equal(t, want, append(shown, burden.Text(column.Total.Shown)), "balanced %v", evenly)
			}
		})
	}
}

// What is balanced adds up and moves nothing by a whole quantum, for any amounts,
// quantum and mode; a part that is a multiple stays.
func TestBalancedColumnsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 2000 {
		quantum := []string{"1", "0.5", "25", "0.01"}[r.IntN(4)]
		mode := burden.Mode(1 + r.IntN(7))
		d := display.Style{Others: burden.RoundTo(quantum, mode), Balanced: true}
		q := toy.Number(t, quantum)
		var parts []decimal.Decimal
		for range r.IntN(9) {
			parts = append(parts, decimal.New(r.Int64N(200001)-100000, -3))
		}
		c, err := d.Column(burden.Persons, parts...)
		require.NoError(t, err)
		var exact, shown decimal.Decimal
		for _, f := range c.Figures {
			exact, shown = exact.Add(f.Exact), shown.Add(f.Shown)
			assert.True(t, f.Shown.Sub(f.Exact).Abs().LessThan(q), "%s as %s to %s", f.Exact, f.Shown, quantum)
		}
		total, err := burden.RoundTo(quantum, mode).Apply(exact)
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(total), c.Total.Shown, parts)
		dectest.Equal(t, burden.Text(c.Total.Shown), shown, parts, quantum, mode)
	}
}

func TestNote(t *testing.T) {
	show := func(d display.Style, v string, u burden.Unit) display.Figure {
		f, err := d.Show(toy.Number(t, v), u)
		require.NoError(t, err)
		return f
	}
	assert.Equal(t, "exact", display.Style{}.Note())
	assert.Equal(t, "exact", toTenths.Note(show(toTenths, "1038.9e9", burden.KRW)), "what was not rounded is not said to be")
	amount, ratio, head := show(toTenths, "1038.94e9", burden.KRW), show(toTenths, "0.0005", ""), show(toTenths, "0.001", burden.Persons)
	assert.Equal(t, "rounded: amounts to 0.1bn, half up", toTenths.Note(amount))
	assert.Equal(t, "rounded: ratios to 0.1 %, half up", toTenths.Note(ratio))
	assert.Equal(t, "rounded: amounts to 0.1bn, half up; ratios to 0.1 %, half up; other figures to 0.01, half up", toTenths.Note(amount, ratio, head))

	parts := []decimal.Decimal{toy.Number(t, "0.04e9"), toy.Number(t, "0.04e9")}
	plain, err := toTenths.Column(burden.KRW, parts...)
	require.NoError(t, err)
	assert.Equal(t, "rounded: amounts to 0.1bn, half up; parts may not add up to the total shown", toTenths.Note(plain.Figures...))
	even := toTenths
	even.Balanced = true
	balanced, err := even.Column(burden.KRW, parts...)
	require.NoError(t, err)
	assert.Equal(t, "rounded: total to 0.1bn, half up; parts balanced to add up to it", even.Note(balanced.Figures...))
	rates, err := even.Column(burden.Ratio, toy.Number(t, "0.0004"), toy.Number(t, "0.0004"))
	require.NoError(t, err)
	assert.Equal(t, "rounded: amounts to 0.1bn, half up; total of ratios to 0.1 %, half up; parts balanced to add up to it",
		even.Note(append(rates.Figures, amount)...), "a part is not rounded half up")
	assert.Equal(t, []string{"₩0.1bn", "₩0.0bn", "₩0.1bn"}, []string{balanced.Figures[0].Text, balanced.Figures[1].Text, balanced.Total.Text})
}

func ExampleStyle() {
	bn := display.Style{Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions, Balanced: true}
	labour, err := burden.Parse("516.04e9")
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := bn.Column(burden.KRW, labour, labour)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Figures[0], "+", c.Figures[1], "=", c.Total)
	fmt.Println(bn.Note(c.Figures...))
	fmt.Println(burden.Show(c.Total.Exact, c.Total.Unit))
	// Output:
	// ₩516.1bn + ₩516.0bn = ₩1,032.1bn
	// rounded: total to 0.1bn, half up; parts balanced to add up to it
	// 1,032,080,000,000 KRW
}

// Halves add up to a whole number, but are none themselves.
func TestAPartThatCannotBeShown(t *testing.T) {
	exact := display.Style{Others: burden.RoundTo("1", burden.Exact)}
	half := toy.Number(t, "0.5")
	_, err := exact.Column(burden.Persons, half, half)
	require.ErrorIs(t, err, burden.ErrInexact)
}
