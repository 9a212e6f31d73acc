package main

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

// rat reads a fraction or a decimal.
func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	require.True(t, ok, text)
	return r
}

// chain compounds growth rates in percent.
func chain(t *testing.T, percents string) *big.Rat {
	t.Helper()
	level := big.NewRat(1, 1)
	for p := range strings.FieldsSeq(percents) {
		factor := new(big.Rat).Quo(rat(t, p), big.NewRat(100, 1))
		level.Mul(level, factor.Add(factor, big.NewRat(1, 1)))
	}
	return level
}

// over divides and rounds half up to a number of decimals. No quotient here is a tie.
func over(a, b *big.Rat, decimals int) string { return new(big.Rat).Quo(a, b).FloatString(decimals) }

// bn writes an amount in 0.1 bn won as the program does: in bn.
func bn(amount *big.Rat, decimals int) string {
	whole, rest, _ := strings.Cut(over(amount, big.NewRat(10, 1), decimals), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return "₩" + whole + "." + rest + "bn"
}

// The columns of the printed table.
const (
	wonAre = iota + 1
	won
	dollars
	in2019Won
	perMember
	ofBudget
)

// fields returns the printed row of a year.
func fields(t *testing.T, out, year string) []string {
	t.Helper()
	for line := range strings.Lines(out) {
		if row := strings.Fields(strings.ReplaceAll(line, " %", "%")); len(row) == ofBudget+1 && row[0] == year {
			return row
		}
	}
	t.Fatalf("no row %s", year)
	return nil
}

// printed returns what follows a text in the output.
func printed(t *testing.T, out, what string) string {
	t.Helper()
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, what+"  "); ok {
			return strings.TrimSpace(rest)
		}
	}
	t.Fatalf("no line %q", what)
	return ""
}

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(&out))
	return out.String()
}

func TestOutput(t *testing.T) { golden.Equal(t, "testdata/output.golden", output(t)) }

// from2019 is consumer price growth of 2020 to 2025 in percent, Statistics Korea as
// reported by Newspim, 30 December 2024, and Etoday, 31 December 2025.
const from2019 = "0.5 2.5 5.1 3.6 2.3 2.1"

// TestGrowthNominalAndReal: 1,038.9 bn won in 2019 and 1,402.8 bn in 2025.
func TestGrowthNominalAndReal(t *testing.T) {
	out := output(t)
	hundred, before, after := big.NewRat(100, 1), big.NewRat(10389, 1), big.NewRat(14028, 1)
	growth := func(to *big.Rat) string {
		return over(new(big.Rat).Mul(new(big.Rat).Sub(to, before), hundred), before, 2)
	}
	deflated := new(big.Rat).Quo(after, chain(t, from2019))
	require.Equal(t, "35.03", growth(after))
	require.Equal(t, "15.26", growth(deflated))
	require.Equal(t, "11974.08", deflated.FloatString(2))
	assert.Equal(t, "35.03 %", printed(t, out, "2019 to 2025, nominal"))
	assert.Equal(t, "15.26 %", printed(t, out, "2019 to 2025, real"))
	assert.Equal(t, "₩1,402.8bn", printed(t, out, "2025, nominal"))
	assert.Equal(t, "₩1,197.408bn at 2019 prices", printed(t, out, "2025, real"))
}

// TestRealAmountsByHand deflates backwards and forwards by the growth printed: that of
// 2010 is the 3.0 % that stood in print at the end of 2025, not the 2.9 % first printed.
func TestRealAmountsByHand(t *testing.T) {
	out := output(t)
	until2019 := "4.1 2.8 3.5 3.6 2.8 2.2 2.5 4.7 2.8 3.0 4.0 2.2 1.3 1.3 0.7 1.0 1.9 1.5 0.4" // 2001 to 2019
	assert.Equal(t, bn(new(big.Rat).Mul(big.NewRat(4557, 1), chain(t, until2019)), 3), fields(t, out, "2000")[in2019Won])
	growth := strings.Fields(from2019)
	for i, amount := range []int64{10389, 11833, 12472, 12896, 13463, 14028} {
		year := []string{"2020", "2021", "2022", "2023", "2024", "2025"}[i]
		deflated := new(big.Rat).Quo(big.NewRat(amount, 1), chain(t, strings.Join(growth[:i+1], " ")))
		assert.Equal(t, bn(deflated, 3), fields(t, out, year)[in2019Won], year)
	}
	// World Bank, FP.CPI.TOTL.ZG as of July 2025: 2020 to 2022.
	other := over(big.NewRat(12472, 1), chain(t, "0.537288023411737 2.49833333333339 5.08951365062842"), 2)
	require.Equal(t, "11516.82", other)
	assert.Equal(t, "₩1,151.682bn at 2019 prices", printed(t, out, "2022, real by the World Bank"))
	for _, year := range []string{"1991", "1995", "1999", "2001", "2026"} {
		assert.Equal(t, "-", fields(t, out, year)[in2019Won], year) // no print of the CPI of 2000 and 2026, no won of 2001
	}
}

// TestFiscalYear: a quarter of 1,183.3 bn of 2021 and three quarters of 1,247.2 bn of 2022.
func TestFiscalYear(t *testing.T) {
	sum := new(big.Rat).Add(big.NewRat(11833, 4), big.NewRat(3*12472, 4))
	require.Equal(t, "12312.25", sum.FloatString(2))
	assert.Equal(t, "₩1,231.225bn", printed(t, output(t), "2022, US fiscal year"))
}

// TestPerHeadShareAndRate: 28,500 members (Washington Post, 1 April 2020); the budget of
// 2025, 61,246.9 bn won; the average rate of 2025, 1421.3963 (Federal Reserve).
func TestPerHeadShareAndRate(t *testing.T) {
	out := output(t)
	row := fields(t, out, "2025")
	amount := big.NewRat(1402800000000, 1)
	assert.Equal(t, "US$"+over(amount, rat(t, "1421396300"), 1)+"m", row[dollars])
	require.Equal(t, "49221053", over(amount, big.NewRat(28500, 1), 0))
	assert.Equal(t, "₩49,221,053/person", row[perMember])
	assert.Equal(t, over(big.NewRat(1402800, 1), big.NewRat(612469, 1), 2)+"%", row[ofBudget])
	assert.Equal(t, "-", fields(t, out, "2018")[perMember])
	assert.Equal(t, "₩36,452,632/person", fields(t, out, "2019")[perMember]) // 1,038.9 bn / 28,500 = 36,452,631.6
	assert.Contains(t, out, "28500, which after 2019 is assumed")
}

// TestNothingIsBetterAttestedThanItsSource: recalled amounts say so, and amounts that
// are converted here are derived.
func TestNothingIsBetterAttestedThanItsSource(t *testing.T) {
	out := output(t)
	for year, want := range map[string]string{
		"1991": "confirmed ₩107.3bn", "1997": "confirmed ₩344.9bn", "2000": "confirmed ₩455.7bn", "2003": "confirmed ₩668.6bn",
		"1992": "derived ₩141.2bn", // 180 m × 784.6608
		"1993": "derived ₩177.3bn", // 220 m × 805.7516
		"1996": "derived ₩265.6bn", // 330 m × 804.9968
		"1998": "derived ₩439.7bn", // 314 m × 1400.4036
		"1999": "derived ₩441.1bn", // 257.5 bn won and 141.2 m × 1300 = 441.06 bn
		"2001": "- -", "2002": "derived ₩613.2bn",
		"2023": "recalled ₩1,289.6bn", "2024": "recalled ₩1,346.3bn", "2025": "confirmed ₩1,402.8bn", "2026": "confirmed ₩1,519.2bn",
	} {
		assert.Equal(t, want, fields(t, out, year)[wonAre]+" "+fields(t, out, year)[won], year)
	}
	assert.Equal(t, 2, strings.Count(out, "recalled"))
}

// TestPricesAndVolumeAddUp works the shares out by hand, in 0.1 bn won rounded half up:
// each alone, each last, and the mean of the two.
func TestPricesAndVolumeAddUp(t *testing.T) {
	level := chain(t, from2019)
	require.Equal(t, "12171", new(big.Rat).Mul(big.NewRat(10389, 1), level).FloatString(0)) // prices alone
	require.Equal(t, "11974", over(big.NewRat(14028, 1), level, 0))                         // volume alone
	var (
		pricesAlone, pricesLast = 12171 - 10389, 14028 - 11974
		volumeAlone, volumeLast = 11974 - 10389, 14028 - 12171
		prices, volume          = (pricesAlone + pricesLast) / 2, (volumeAlone + volumeLast) / 2
	)
	require.Equal(t, 14028-10389, prices+volume)
	require.Equal(t, []int{1782, 2054, 1918, 1585, 1857, 1721}, []int{pricesAlone, pricesLast, prices, volumeAlone, volumeLast, volume})
	out := output(t)
	assert.Equal(t, "191,800,000,000  178,200,000,000  205,400,000,000", printed(t, out, "prices    "))
	assert.Equal(t, "172,100,000,000  158,500,000,000  185,700,000,000", printed(t, out, "volume    "))
	assert.Equal(t, "363,900,000,000", printed(t, out, "difference"))
}
