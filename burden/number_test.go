package burden_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/effort"
)

// literal is a number of a test.
func literal(t testing.TB, s string) decimal.Decimal {
	t.Helper()
	d, err := burden.Parse(s)
	require.NoError(t, err, s)
	return d
}

func TestParse(t *testing.T) {
	t.Run("success", func(t *testing.T) {
		for text, want := range map[string]decimal.Decimal{
			"4.7e9":                             decimal.New(47, 8),
			"28500":                             decimal.New(28500, 0),
			"13.9%":                             decimal.New(139, -3),
			"-0.5":                              decimal.New(-5, -1),
			"+3":                                decimal.New(3, 0),
			"0":                                 decimal.New(0, 0),
			"-0":                                decimal.New(0, 0),
			"0e0":                               decimal.New(0, 0),
			"0.000":                             decimal.New(0, 0),
			"007":                               decimal.New(7, 0),
			"0.1E9":                             decimal.New(1, 8),
			"1e+3":                              decimal.New(1000, 0),
			"25e-2":                             decimal.New(25, -2),
			"-1.50e1%":                          decimal.New(-15, -2),
			"1e003":                             decimal.New(1000, 0),
			"1.005":                             decimal.New(1005, -3),
			"1e400":                             decimal.New(1, 400),
			"1e-400":                            decimal.New(1, -400),
			"9007199254740993":                  decimal.New(9007199254740993, 0), // 2^53+1, which no float64 holds
			strings.Repeat("9", 256):            decimal.New(1, 256).Sub(decimal.New(1, 0)),
			strings.Repeat("0", 500) + "1.5":    decimal.New(15, -1),
			"1" + strings.Repeat("0", 400):      decimal.New(1, 400),
			"0." + strings.Repeat("0", 9) + "1": decimal.New(1, -10),
		} {
			got, err := burden.Parse(text)
			require.NoError(t, err, text)
			assert.True(t, want.Equal(got), "Parse(%q) = %s", text, burden.Text(got))
		}
	})
	t.Run("error", func(t *testing.T) {
		for want, texts := range map[error][]string{
			burden.ErrNumber: {
				"", ".", "5.", ".5", "-", "+", "%", "-%", "e", "e5", "1e", "1e+", "1e-", "1e5.0", "1e5e5", "1ee5",
				"1_000", "1,000", "0x10", "0b1", "1/2", "NaN", "nan", "Inf", "-Inf", "infinity", "--1", "+-1", "1-", "1.2.3",
				" 1", "1 ", "1 000", "1\n", "\t1", "1\x00", "5%%", "5% ", "%5", "1%e5", "5.%",
				"١٢", "１２", "1٫5", "−5", "1e５", "½", "٪", "1\u00a0000", "\xff", "ten",
			},
			burden.ErrTooLarge: {
				"1e401", "-1e401", "10e400", "1e-401", "1e99999", "1e-99999", "1e999999999999", "-1e-999999999999", "1e9999999999999999999999%",
				strings.Repeat("9", 257), "0." + strings.Repeat("9", 257), strings.Repeat("9", 10000), strings.Repeat("0", 10000),
				"1" + strings.Repeat("0", 401), "1e" + strings.Repeat("9", 10000), strings.Repeat("x", 10000),
			},
		} {
			for _, text := range texts {
				got, err := burden.Parse(text)
				assert.ErrorIs(t, err, want, "%.50q", text)
				_, typed := errors.AsType[*burden.Error](err)
				assert.True(t, typed, "%.50q", text)
				assert.True(t, got.IsZero(), "%.50q", text)
			}
		}
	})
}

// Hostile texts cost no time: the limits are found on the text.
func TestParseIsQuick(t *testing.T) {
	assert.Equal(t, []int{256, 400, 4096}, []int{burden.MaxInputDigits, burden.MaxInputExponent, burden.MaxDigits}, "as TestParse has them")
	long := strings.Repeat("9", 1<<20)
	for _, text := range []string{long, "0." + long, "1e" + long, "-" + long + "%", long + "e" + long, "1e999999999999", "1e-999999999999"} {
		var err error
		effort.AtMost(t, 1<<12, func() { _, err = burden.Parse(text) })
		assert.ErrorIs(t, err, burden.ErrTooLarge)
		assert.Less(t, len(err.Error()), 120, "a message keeps the text short")
	}
}

// A number means the same as text, as an integer and as a decimal of any
// representation, and has the same limits.
func TestNumber(t *testing.T) {
	for name, s := range map[string]burden.Series{
		"text":              burden.Constant("28500"),
		"percent":           burden.Constant("2850000%"),
		"int":               burden.Constant(28500),
		"int64":             burden.Constant(int64(28500)),
		"decimal":           burden.Constant(decimal.New(285, 2)),
		"decimal, padded":   burden.Constant(decimal.New(28500, 3).Shift(-3)),
		"decimal, 900 long": burden.Constant(decimal.RequireFromString("28500." + strings.Repeat("0", 900))),
	} {
		e, ok := s.At(2019)
		require.True(t, ok, name)
		dectest.Equal(t, "28500", e.Value, name)
		assert.True(t, s.Equal(burden.Constant(28500)), name)
		assert.Empty(t, paramFaults(burden.Persons, s), name)
	}
	e, _ := burden.Constant(int64(math.MinInt64)).At(1)
	assert.Equal(t, "-9223372036854775808", burden.Text(e.Value))
	e, _ = burden.Constant(decimal.New(0, math.MaxInt32)).At(1)
	dectest.Equal(t, "1", e.Value.Add(decimal.New(1, 0)), "a zero of a monstrous exponent is only a zero")

	for name, s := range map[string]burden.Series{
		"exponent":       burden.Constant(decimal.New(1, 401)),
		"small exponent": burden.Constant(decimal.New(1, -401)),
		"extreme":        burden.Constant(decimal.New(1, math.MaxInt32)),
		"digits":         burden.Constant(decimal.RequireFromString(strings.Repeat("3", 257))),
		"text":           burden.Constant("1e401"),
	} {
		assert.ErrorIs(t, errors.Join(paramFaults(burden.Persons, s)...), burden.ErrTooLarge, name)
	}
}

// Text writes in full and Parse reads it back.
func TestTextAndParse(t *testing.T) {
	assert.Equal(t, "760400000000", burden.Text(decimal.New(7604, 8)))
	assert.Equal(t, "0.139", burden.Text(decimal.New(13900, -5)))
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		d := decimal.New(r.Int64()-r.Int64(), int32(r.IntN(600)-300))
		text := burden.Text(d)
		got, err := burden.Parse(text)
		require.NoError(t, err, text)
		require.True(t, d.Equal(got), text)
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok, text)
		require.Zero(t, want.Cmp(d.Rat()), text)
		require.Equal(t, text, burden.Text(got))
	}
}

// Whatever a host program sets the decimal library's package variables to, the
// numbers are the same. The test sets every one of them and is not parallel.
func TestHostProgramChangesNothing(t *testing.T) {
	compute := func() []string {
		var list []string
		note := func(d decimal.Decimal, err error) { list = append(list, fmt.Sprint(burden.Text(d), " ", err)) }
		for _, s := range []string{"4.7e9", "28500", "13.9%", "-0.5", "1e300", "1e-300", "1e401", "1e-99999", "0.100"} {
			note(burden.Parse(s))
		}
		for _, mode := range []burden.Mode{burden.Exact, burden.HalfUp, burden.HalfEven, burden.HalfDown, burden.Up, burden.Down, burden.Ceiling, burden.Floor} {
			cents := burden.RoundTo("0.01", mode)
			list = append(list, cents.String())
			note(cents.Apply(decimal.New(-23450001, -7)))
			note(cents.Quotient(decimal.New(1, 0), decimal.New(3, 0)))
			note(burden.RoundTo("1e-40", mode).Quotient(decimal.New(1, 0), decimal.New(3, 19)))
			v, err := exact.Pow(decimal.New(2, 0), decimal.New(3, 0), -5, 7, decimal.New(1, -60), exact.Mode(mode))
			note(v, err)
		}
		note(burden.Rounding{}.Quotient(decimal.New(1, 0), decimal.New(1, 0).Add(decimal.New(3, 0))))
		note(burden.Rounding{}.Apply(decimal.New(12500, -4)))
		s := burden.Constant(decimal.New(5000, -4))
		list = append(list, fmt.Sprint(s.Equal(burden.Constant("0.5")), paramFaults(burden.Ratio, burden.Constant(decimal.New(1, 401)))))
		return list
	}
	before := compute()

	division, pow, exp, decode := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations, decimal.MaxDecodeExponent
	trim, scientific, unquoted := decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	defer func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations, decimal.MaxDecodeExponent = division, pow, exp, decode
		decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = trim, scientific, unquoted
	}()
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations, decimal.MaxDecodeExponent = 1, 1, 1, 1
	decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = !trim, !scientific, !unquoted
	_, err := decimal.NewFromString("1e2")
	assert.Error(t, err, "the variables have to bite")
	assert.Equal(t, "0.3", decimal.New(1, 0).Div(decimal.New(3, 0)).String(), "the variables have to bite")

	assert.Equal(t, before, compute())
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"4.7e9", "28500", "13.9%", "-0.5", "+3", "0e0", "", ".", "5.", "1e401", "NaN", "1_000", "0x10", "1e", "1e400", "0e99999", "١"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := burden.Parse(s)
		if err != nil {
			if !errors.Is(err, burden.ErrNumber) && !errors.Is(err, burden.ErrTooLarge) {
				t.Fatalf("Parse(%q): %v", s, err)
			}
			return
		}
		again, err := burden.Parse(burden.Text(d))
		if err != nil || !d.Equal(again) {
			t.Fatalf("Parse(%q) = %s, read back as %s, %v", s, burden.Text(d), burden.Text(again), err)
		}
		// What Parse accepts, math/big accepts too, with the same value.
		if d.IsZero() {
			return // and math/big takes its time over 0e99999
		}
		number, percent := strings.CutSuffix(s, "%")
		want, ok := new(big.Rat).SetString(number)
		if !ok {
			t.Fatalf("Parse(%q) = %s, but it is no number to math/big", s, burden.Text(d))
		}
		if percent {
			want.Quo(want, big.NewRat(100, 1))
		}
		if want.Cmp(d.Rat()) != 0 {
			t.Fatalf("Parse(%q) = %s, want %s", s, burden.Text(d), want.RatString())
		}
	})
}
