package burden_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// Numbers as people write them, and the number that each means.
var meantNumbers = []struct{ text, write string }{
	// Thousands, by the customs of several countries.
	{"1,240,000", "1240000"}, {"1 240 000", "1240000"}, {"1_240_000", "1240000"}, {"1.240.000", "1240000"}, {"1'240'000", "1240000"}, {"1’240’000", "1240000"},
	{"12,40,000", "1240000"}, {"1\u202f240", "1240"}, {"1\u00a0240", "1240"}, {"1\u2009240", "1240"}, {"-1,240,000", "-1240000"}, {"1,240,000.25e3", "1240000.25e3"},
	{"1.240.000,5", "1240000.5"}, {"1,240,000.5", "1240000.5"}, {"1 240 000,5", "1240000.5"}, {"1,240.5", "1240.5"}, {"1.240,5", "1240.5"},
	// A comma for a point; of three digits behind it nobody can tell.
	{"4,7", "4.7"}, {"0,240", "0.240"}, {"1234,567", "1234.567"}, {"1,2340", "1.2340"}, {"4,7e9", "4.7e9"}, {",5", "0.5"}, {"-,5", "-0.5"},
	{"1,240", "1240, or 1.240 if that was meant"}, {"-12,345", "-12345, or -12.345 if that was meant"}, {"1,240%", "1240%, or 1.240% if that was meant"}, {"1,000e3", "1000e3, or 1.000e3 if that was meant"},
	// Percentages.
	{"12 %", "12%"}, {"1,5 %", "1.5%"}, {"12\u00a0%", "12%"}, {"12 percent", "12%"}, {"12 per cent", "12%"}, {"12％", "12%"}, {"%5", "5%"},
	// What does not belong to it: footnotes, spaces, units, magnitudes.
	{"4.7p", "4.7"}, {"3.5x", "3.5"}, {"4.7*", "4.7"}, {"4.7¹", "4.7"}, {"4.7 r", "4.7"}, {"4.7%p", "4.7%"}, {" 5", "5"}, {"5\n", "5"}, {"\ufeff5", "5"}, {"\u200e5", "5"},
	{"$4.7", "4.7"}, {"KRW 100", "100"}, {"4.7e9 KRW", "4.7e9"}, {"₩1,240,000", "1240000"}, {"~5", "5"},
	{"4.7 bn", "4.7, or 4.7e9 if that was meant"}, {"4.7m", "4.7, or 4.7e6 if that was meant"}, {"12k", "12, or 12e3 if that was meant"},
	// Signs, points and digits.
	{"−5", "-5"}, {"–5", "-5"}, {"- 5", "-5"}, {"(5)", "-5"}, {"(1,240,000)", "-1240000"}, {".5", "0.5"}, {"-.5", "-0.5"}, {"5.", "5"}, {"１２", "12"}, {"١٢", "12"}, {"1٫5", "1.5"}, {"1·5", "1.5"},
}

// Numbers that mean nothing that can be told, or might mean something else than what
// comes near.
var meaningless = []string{"", "abc", "n/a", "-", "1/3", "1,2,3", "1.2.3", "1 2", "1,5,000", "0x10", "NaN", "Inf", "e5", "5‰", "12%%", "3–4", "2019-20", "1e1,000", "1.240,000.5", "1..5", "½", "--5", "+-1", "%5%", strings.Repeat("1,240", 20)}

// TestNumbersSayHowTheyAreWritten: text that is not a number says what to write, which is
// one, wherever a number is given as text.
func TestNumbersSayHowTheyAreWritten(t *testing.T) {
	for _, c := range meantNumbers {
		_, err := burden.Parse(c.text)
		require.ErrorIs(t, err, burden.ErrNumber, "%q", c.text)
		assert.True(t, strings.HasSuffix(err.Error(), "; write "+c.write), "%v, want %s", err, c.write)
		_, err = burden.NewModel("m", burden.NewParam("cost", burden.KRW, burden.Constant(c.text)))
		require.ErrorIs(t, err, burden.ErrNumber)
		assert.True(t, strings.HasSuffix(err.Error(), "; write "+c.write), "%v", err)
		assert.ErrorContains(t, err, "burden: m: cost: number = ")
	}
	for _, text := range meaningless {
		_, err := burden.Parse(text)
		require.ErrorIs(t, err, burden.ErrNumber, "%q", text)
		assert.True(t, strings.HasSuffix(err.Error(), ": not a decimal number"), "%v", err)
	}
	_, err := burden.Parse("1,240,000")
	assert.EqualError(t, err, `burden: "1,240,000": not a decimal number: thousands separators are not allowed; write 1240000`)
	e, ok := errors.AsType[*burden.Error](err)
	require.True(t, ok)
	assert.ErrorIs(t, e.Err, burden.ErrNumber)
}

var suggested = regexp.MustCompile(`; write (\S+?)(?:, or (\S+) if that was meant)?$`)

// Whatever is suggested can be read.
func FuzzNumberHints(f *testing.F) {
	for _, c := range meantNumbers {
		f.Add(c.text)
	}
	for _, text := range meaningless {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := burden.Parse(text)
		if err == nil {
			return
		}
		require.Less(t, len(err.Error()), 600)
		found := suggested.FindStringSubmatch(err.Error())
		if found == nil {
			return
		}
		for _, number := range found[1:] {
			if number != "" {
				_, err = burden.Parse(number)
				require.NoError(t, err, "suggested for %q", text)
			}
		}
	})
}

// TestUnitsSayWhatMayBeMeant: a bad unit says so and what may be meant.
func TestUnitsSayWhatMayBeMeant(t *testing.T) {
	for _, c := range []struct {
		unit burden.Unit
		want string
	}{
		{"$", "no unit is called that; did you mean USD?"},
		{"US$", "no unit is called that; did you mean USD?"},
		{"€", "no unit is called that; did you mean EUR?"},
		{"₩", "no unit is called that; did you mean KRW?"},
		{"¥/person", "no unit is called that; did you mean JPY/person?"},
		{"USD per person", "no unit is called that; did you mean USD/person?"},
		{"USD / person", "no unit is called that; did you mean USD/person?"},
		{"KRW ", "no unit is called that; did you mean KRW?"},
		{"person*month", "no unit is called that; did you mean month·person?"},
		{"KRW/person/month", "no unit is called that; did you mean KRW/month/person?"},
		{"m²", "no unit is called that; did you mean m^2?"},
		{"two words", "no unit is called that; write a unit such as KRW, person, KRW/person or KRW@2019, or one word of your own such as vessel"},
		{"%", "no unit is called that; a percentage is a number such as 5%, and its unit is Ratio"},
		{"KRW@19000", "no unit is called that; only a currency is at the prices of a year, from 1 to 9999, such as KRW@2019"},
		{"person@2019", "no unit is called that; only a currency is at the prices of a year, from 1 to 9999, such as KRW@2019"},
		{burden.Persons.AtPrices(2019), "not a unit: prices are of one nominal currency, and powers of a factor go up to 99"},
	} {
		faults := paramFaults(c.unit, burden.Constant(1))
		if assert.Len(t, faults, 1, c.unit) {
			assert.ErrorIs(t, faults[0], burden.ErrUnit)
			assert.ErrorContains(t, faults[0], "unit of p = ")
			assert.ErrorContains(t, faults[0], ": "+c.want)
		}
		for _, d := range []burden.Definition{burden.NewLine("x", c.unit).Is(burden.Amount(1, burden.KRW)), burden.NewLine("x", burden.KRW).Is(burden.Amount(1, c.unit))} {
			_, err := burden.NewModel("m", d)
			assert.ErrorContains(t, err, ": "+c.want)
		}
	}
}

// TestLimitsAreNamed: an error about something too large or out of range names the limit.
func TestLimitsAreNamed(t *testing.T) {
	ratio := burden.NewLine("r", burden.Ratio)
	one := burden.Amount(1, burden.Ratio)
	for want, f := range map[string]burden.Formula{
		"exponent = 101/1: out of range: an exponent is p/q, with p from -100 to 100 and q from 1 to 100": one.Over(one).ToThe(101, 1).Exactly(),
		"exponent = 1/0: out of range: an exponent is p/q, with p from -100 to 100 and q from 1 to 100":   one.Over(one).ToThe(1, 0).Exactly(),
		"too large: a decimal exponent beyond 400":                                                        burden.Amount("1e401", burden.Ratio),
		"too large: more than 256 digits":                                                                 burden.Amount(strings.Repeat("7", 257), burden.Ratio),
		"too large: more than 1024 characters":                                                            burden.Amount(strings.Repeat("0", 1025), burden.Ratio),
		"too large: a unit has powers up to 99":                                                           burden.Amount(1, "m^99").Times(burden.Amount(1, "m")),
	} {
		_, err := burden.NewModel("m", ratio.Is(f))
		assert.ErrorContains(t, err, want)
	}
	for _, text := range []string{"1e400", "1e-400"} {
		_, err := burden.Parse(text)
		assert.NoError(t, err)
	}
}
