package main

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

// The tests follow payments in 0.1 bn won with integers, and discount them with exact
// fractions; they share no code with the library.

// due2019 is the contribution of 2019.
const due2019 = 10389

// Won per dollar in 0.0001: the average of November 2019, and of 2020 to 2025, Federal
// Reserve.
var (
	seen  = []int64{11672989, 11672989, 11672989, 11672989, 11672989, 11672989}
	known = []int64{11805554, 11448911, 12917796, 13067637, 13634381, 14213963}
)

// halfUp divides and rounds half up.
func halfUp(a, b int64) int64 { return (2*a + b) / (2 * b) }

// growing are the payments from 2020 on at a growth in 0.01 %, rounded every year.
func growing(growth int64, years int) []int64 {
	list, amount := []int64{}, int64(due2019)
	for range years {
		amount = halfUp(amount*(10000+growth), 10000)
		list = append(list, amount)
	}
	return list
}

// paying are the payments in dollars: 4.7 bn in 2020, or 0.94 bn in each of 2021 to 2025
// besides the amount of 2019. A bn dollars at 0.0001 won a dollar is 0.001 of 0.1 bn won.
func paying(plan string, rates []int64, years int) []int64 {
	list := []int64{}
	for i := range years {
		switch {
		case plan == "at once" && i == 0:
			list = append(list, halfUp(47*rates[0], 10000))
		case plan == "in fifths" && i == 0:
			list = append(list, 0)
		case plan == "in fifths" && i <= 5:
			list = append(list, halfUp(94*rates[i]+due2019*100000, 100000))
		default:
			list = append(list, due2019)
		}
	}
	return list
}

// worth is the present value at a whole percent, the first payment undiscounted.
func worth(payments []int64, percent int64) *big.Rat {
	sum, factor := new(big.Rat), big.NewRat(1, 1)
	for _, p := range payments {
		sum.Add(sum, new(big.Rat).Mul(big.NewRat(p, 1), factor))
		factor.Mul(factor, big.NewRat(100, 100+percent))
	}
	return sum
}

// inBillions writes an amount in 0.1 bn won as the program does: in bn, to 0.001.
func inBillions(r *big.Rat) string {
	whole, decimals, _ := strings.Cut(new(big.Rat).Quo(r, big.NewRat(10, 1)).FloatString(3), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return "₩" + whole + "." + decimals + "bn"
}

// percent writes 0.01 % steps as the program does.
func percent(g int64) string { return fmt.Sprintf("%d.%02d %%", g/100, g%100) }

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(&out))
	return out.String()
}

// row returns the printed line that starts with words, and what follows them.
func row(t *testing.T, out string, words ...string) []string {
	t.Helper()
	want := strings.Fields(strings.Join(words, " "))
	for line := range strings.Lines(out) {
		have := strings.Fields(line)
		if len(have) >= len(want) && assert.ObjectsAreEqual(want, have[:len(want)]) {
			return have[len(want):]
		}
	}
	t.Fatalf("no line %v", want)
	return nil
}

func TestOutput(t *testing.T) { golden.Equal(t, "testdata/output.golden", output(t)) }

// TestSixYearsAsAgreed: 75,081 in all; at 4 % 67,800.67, and half a year later
// 66,484.03. The amounts are those of the eleventh agreement.
func TestSixYearsAsAgreed(t *testing.T) {
	amounts := []int64{10389, 11833, 12472, 12896, 13463, 14028}
	require.Equal(t, "75081", worth(amounts, 0).FloatString(0))
	require.Equal(t, "67800.67", worth(amounts, 4).FloatString(2))
	require.Equal(t, "66484.03", midYear(amounts, 4).FloatString(2))
	out := output(t)
	for _, rate := range []int64{0, 2, 4} {
		assert.Equal(t, []string{"₩7,508.100bn", inBillions(worth(amounts, rate)), inBillions(midYear(amounts, rate))},
			row(t, out, fmt.Sprintf("%d%%", rate)), rate)
	}
	assert.Contains(t, out, "₩6,780.067bn")
	assert.Contains(t, out, "₩6,648.403bn")
	assert.Contains(t, out, "2023 is recalled")
	assert.Contains(t, out, "2024 is recalled")
}

// midYear is the present value of payments half a year later, to the millionth below:
// the root of its square, in integers.
func midYear(payments []int64, percent int64) *big.Rat {
	square := worth(payments, percent)
	square.Mul(square, square).Mul(square, big.NewRat(100, 100+percent)).Mul(square, big.NewRat(1e12, 1))
	root := new(big.Int).Quo(square.Num(), square.Denom())
	return new(big.Rat).SetFrac(root.Sqrt(root), big.NewInt(1e6))
}

// TestBreakEven tries every growth from zero on for the first that costs at least as
// much as paying in dollars: 4.7 bn at 1167.2989 is 54,863.0, at 1180.5554 it is 55,486.1.
func TestBreakEven(t *testing.T) {
	require.Equal(t, []int64{54863, 10389}, paying("at once", seen, 2))
	require.Equal(t, []int64{55486, 10389}, paying("at once", known, 2))
	out := output(t)
	rows := 0
	for _, years := range []int{6, 10} {
		for _, plan := range []string{"at once", "in fifths"} {
			for _, path := range []string{"as seen in November 2019", "as known later"} {
				for _, rate := range []int64{0, 2, 4} {
					rates := seen
					if path == "as known later" {
						rates = known
					}
					cost := worth(paying(plan, rates, years), rate)
					growth := int64(0)
					for worth(growing(growth, years), rate).Cmp(cost) < 0 {
						growth++
					}
					require.NotZero(t, worth(growing(growth, years), rate).Cmp(cost), "none is met exactly")
					want := inBillions(cost) + " " + percent(growth-1) + " to " + percent(growth)
					got := row(t, out, fmt.Sprintf("2020 to %d %s %s %d%%", 2019+years, plan, path, rate))
					assert.Equal(t, want, strings.Join(got, " "), "%d %s %s %d", years, plan, path, rate)
					rows++
				}
			}
		}
	}
	assert.Equal(t, rows, strings.Count(out, "\n2020 to "))
}

// TestPayback adds the payments up until growth has cost as much for good.
func TestPayback(t *testing.T) {
	out := output(t)
	for _, plan := range []string{"at once", "in fifths"} {
		for _, growth := range []int64{620, 820, 1390} {
			var want []string
			for _, rate := range []int64{0, 2, 4} {
				year := 2049
				for y := 2049; y >= 2020; y-- {
					n := y - 2019
					if worth(paying(plan, known, n), rate).Cmp(worth(growing(growth, n), rate)) > 0 {
						break
					}
					year = y
				}
				want = append(want, fmt.Sprint(year))
			}
			label := fmt.Sprintf("%s %d.%d%%", plan, growth/100, growth%100/10)
			assert.Equal(t, want, row(t, out, label), label)
		}
	}
}

// TestRatePathsAreStated: the rates that convert, year by year.
func TestRatePathsAreStated(t *testing.T) {
	out := output(t)
	text := func(rates []int64) (list []string) {
		for _, r := range rates {
			list = append(list, fmt.Sprintf("%d.%04d", r/10000, r%10000))
		}
		return list
	}
	assert.Equal(t, text(seen), row(t, out, "as seen in November 2019"))
	assert.Equal(t, text(known), row(t, out, "as known later"))
}
