package burden_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// byYear is a parameter in dollars with the values, separated by blanks, of the
// years from 2020 on.
func byYear(name, values string) burden.Param {
	m := map[int]string{}
	for i, v := range strings.Fields(values) {
		m[2020+i] = v
	}
	return burden.NewParam(name, burden.USD, burden.ByYear(m))
}

func TestRatchet(t *testing.T) {
	x := burden.NewLine("x", burden.USD)
	next := byYear("next", "0 90 110 105 110 -20")
	definition := x.Starts(2020, burden.Amount(100, burden.USD)).Then(burden.Ratchet(x, next))
	p := projectionOf(t, modelOf(t, definition), 2020, 2025)
	wantYears(t, "100 100 110 110 110 110", p, x)
	// 90, 105 and -20 are below the year before; the 110 of 2024 just reaches it.
	bound, reached := p.Binding(x)
	assert.Equal(t, []int{2021, 2023, 2025}, bound)
	assert.Equal(t, []int{2024}, reached)
	assert.Equal(t, []string{"x floor 90 to 100!", "x floor 105 to 110!", "x floor 110 to 110", "x floor -20 to 110!"}, limitsOf(p))
	f, _ := p.Model().Formula(x)
	assert.Equal(t, "by_year{2020: USD(100), 2021: max(next, x[-1])}", f.String())

	// Without a first year there is nothing before to stay at.
	_, err := modelOf(t, x.Is(burden.Ratchet(x, next))).Project(2021, 2021)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	_, err = burden.NewModel("m", x.Is(burden.Ratchet(x, nil)))
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = burden.NewModel("m", x.Is(burden.Ratchet(burden.Line{}, next)))
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// Korea's growth under the eleventh agreement: 0 % in 2020, then 13.9 (7.4 and a
// step of 6.5), 5.4, 3.4, 4.4 and 4.2 %. The five of 2021 to 2025 sum to 31.3 %.
// Source: facts/korea_sma.csv, drivers as published.
var eleventhGrowth = burden.NewParam("growth", burden.Ratio, burden.ByYear(map[int]string{
	2020: "0", 2021: "13.9%", 2022: "5.4%", 2023: "3.4%", 2024: "4.4%", 2025: "4.2%",
}))

func TestMeanOver(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	mean := func(years int, quantum string) burden.LineDefinition {
		return x.Is(burden.MeanOver(eleventhGrowth, years).RoundedTo(quantum, burden.HalfUp))
	}
	for _, c := range []struct {
		years         int
		quantum, want string
	}{
		{5, "0.01%", "0.0626"}, // 31.3 / 5
		{5, "0.1%", "0.063"},   // as announced it was 6.2 %: the compound mean, see TestMeanFactor
		{6, "0.01%", "0.0522"}, // 31.3 / 6 = 5.2166…
		{1, "0.1%", "0.042"},   // the year before
		{2, "0.1%", "0.043"},   // 8.6 / 2
	} {
		wantYears(t, c.want, projectionOf(t, modelOf(t, mean(c.years, c.quantum)), 2026, 2026), x)
	}
	exactly := x.Is(burden.MeanOver(eleventhGrowth, 5).Exactly())
	wantYears(t, "0.0626", projectionOf(t, modelOf(t, exactly), 2026, 2026), x)
	_, err := modelOf(t, x.Is(burden.MeanOver(eleventhGrowth, 6).Exactly())).Project(2026, 2026)
	assert.ErrorIs(t, err, burden.ErrInexact)
	// The year itself is not among them, so 2026 is not needed but 2020 is.
	_, err = modelOf(t, mean(7, "0.1%")).Project(2026, 2026)
	assert.EqualError(t, err, "burden: m: x 2026: growth has no value for 2019, needed through a lag of 7")
	for _, years := range []int{0, -1, burden.MaxYear + 1} {
		_, err = burden.NewModel("m", mean(years, "0.1%"))
		assert.ErrorIs(t, err, burden.ErrOutOfRange, years)
		assert.Len(t, burden.Faults(err), 1)
	}
	_, err = burden.NewModel("m", x.Is(burden.MeanOver(nil, 5).Exactly()))
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// Korea paid 1,038.9 bn won in 2020 and 1,402.8 bn in 2025: 6.190 % a year, the
// "6.2 % average" on which the amount of 2026 was said to rest (facts/korea_sma.csv).
func TestMeanFactor(t *testing.T) {
	amount := burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]string{2020: "1038.9e9", 2024: "1346.3e9", 2025: "1402.8e9"}))
	x := burden.NewLine("x", burden.Ratio)
	mean := func(years int, quantum string) burden.LineDefinition {
		return x.Is(burden.MeanFactor(amount, years).RoundedTo(quantum, burden.HalfUp))
	}
	wantYears(t, "1.0619", projectionOf(t, modelOf(t, mean(5, "0.0001")), 2026, 2026), x)
	wantYears(t, "1.062", projectionOf(t, modelOf(t, mean(5, "0.001")), 2026, 2026), x)
	wantYears(t, "1.042", projectionOf(t, modelOf(t, mean(1, "0.001")), 2026, 2026), x) // 14028 / 13463 = 1.04197

	// To twelve places it is the nearest: half a place less and more to the fifth
	// power enclose 14028/10389.
	p := projectionOf(t, modelOf(t, mean(5, "1e-12")), 2026, 2026)
	v, err := p.Value(x, 2026)
	require.NoError(t, err)
	fifth := func(half int64) *big.Rat {
		b := new(big.Rat).Add(v.Rat(), big.NewRat(half, 2e12))
		power := new(big.Rat).Mul(b, b)
		return power.Mul(power, power).Mul(power, b)
	}
	grown := big.NewRat(14028, 10389)
	assert.Negative(t, fifth(-1).Cmp(grown))
	assert.Positive(t, fifth(1).Cmp(grown))

	for _, years := range []int{0, -1, 101} {
		_, err := burden.NewModel("m", mean(years, "0.0001"))
		assert.ErrorIs(t, err, burden.ErrOutOfRange, years)
	}
	_, err = modelOf(t, mean(2, "0.0001")).Project(2026, 2026)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	_, err = burden.NewModel("m", x.Is(burden.MeanFactor(nil, 5).RoundedTo("1", burden.Up)))
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

func TestPhaseIn(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	rate := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	cents := burden.RoundTo("0.01", burden.HalfUp)
	target := burden.NewParam("target", burden.Ratio, burden.Steps(map[int]string{2020: "10", 2023: "40"}))
	for _, c := range []struct {
		name        string
		first, last int
		from, to    burden.Operand
		rounding    burden.Rounding
		want        string // 2019 to 2026
	}{
		{"in five steps, exactly", 2020, 2025, rate("10"), rate("20"), burden.Rounding{}, "- 10 12 14 16 18 20 20"},
		{"downwards", 2020, 2024, rate("1"), rate("0"), burden.Rounding{}, "- 1 0.75 0.5 0.25 0 0 0"},
		{"rounded: 1/3, 2/3", 2021, 2024, rate("0"), rate("1"), cents, "- - 0 0.33 0.67 1 1 1"},
		{"the ends are not rounded", 2020, 2022, rate("0.001"), rate("0.004"), cents, "- 0.001 0 0.004 0.004 0.004 0.004 0.004"}, // 0.0025 to 0.01
		{"in one step", 2020, 2021, rate("1"), rate("2"), cents, "- 1 2 2 2 2 2 2"},
		// From 0 to what the target is in the year: a fifth of 10, two of 10, three of 40, four of 40.
		{"towards what moves", 2020, 2025, rate("0"), target, cents, "- 0 2 4 24 32 40 40"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := modelOf(t, burden.PhaseIn(x, c.first, c.last, c.from, c.to, c.rounding))
			wantYears(t, c.want, projectionOf(t, m, 2019, 2026), x)
		})
	}
	// Japan's schedule of four years, as one reads it.
	f, _ := modelOf(t, burden.PhaseIn(x, 2020, 2022, rate("61%"), rate("35%"), cents)).Formula(x)
	assert.Equal(t, "by_year{2020: 0.61, 2021: round((0.61 * 1 + 0.35 * 1) / 2, 0.01, half_up), 2022: 0.35}", f.String())

	_, err := modelOf(t, burden.PhaseIn(x, 2020, 2023, rate("0"), rate("1"), burden.Rounding{})).Project(2020, 2023)
	assert.ErrorIs(t, err, burden.ErrInexact)
}

func TestPhaseInFaults(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	one := burden.Amount(1, burden.Ratio)
	in := func(first, last int) burden.LineDefinition {
		return burden.PhaseIn(x, first, last, one, one, burden.Rounding{})
	}
	for _, c := range []struct {
		name       string
		definition burden.LineDefinition
		want       string
		err        error
	}{
		{"the last year before the first", in(2025, 2020), "x: phase-in = 2025 to 2020: out of range", burden.ErrOutOfRange},
		{"no step", in(2025, 2025), "x: phase-in = 2025: out of range", burden.ErrOutOfRange},
		{"beyond the last year there is", in(2025, burden.MaxYear+1), "x: phase-in = 2025 to 10000: out of range", burden.ErrOutOfRange},
		{"before the first year there is", in(0, 2025), "x: year = 0: out of range", burden.ErrOutOfRange},
		{"long before it", in(-1<<30, 2025), "x: year = -1073741824: out of range", burden.ErrOutOfRange},
		{"no value to start from", burden.PhaseIn(x, 2020, 2022, nil, one, burden.Rounding{}), "x 2020: formula: incomplete", burden.ErrIncomplete},
		{"no value to go to", burden.PhaseIn(x, 2020, 2022, one, nil, burden.Rounding{}), "x 2022: formula: incomplete", burden.ErrIncomplete},
		{"two units", burden.PhaseIn(x, 2020, 2022, one, burden.Amount(1, burden.USD), burden.Rounding{}), "", burden.ErrUnit},
		{"a bad rounding", burden.PhaseIn(x, 2020, 2022, one, one, burden.RoundTo("0", burden.Up)), "x: quantum = 0: out of range", burden.ErrOutOfRange},
		{"no line", burden.PhaseIn(burden.Line{}, 2020, 2022, one, one, burden.Rounding{}), "line: incomplete", burden.ErrIncomplete},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := burden.NewModel("m", c.definition)
			require.ErrorIs(t, err, c.err)
			if c.want != "" {
				assert.Contains(t, strings.Split(err.Error(), "\n"), "burden: m: "+c.want)
			}
		})
	}
	// As long as years go it is too large for one formula, and says so.
	_, err := burden.NewModel("m", in(burden.MinYear, burden.MaxYear))
	assert.ErrorIs(t, err, burden.ErrTooLarge)
}

// Half of what was due in 2020, 80, moves to 2021, a quarter of that to 2022.
func TestDeferral(t *testing.T) {
	x := burden.NewLine("x", burden.USD)
	due, deferred := byYear("due", "80 80 80 80"), burden.NewParam("deferred", burden.USD, burden.ByYear(map[int]int{2019: 0, 2020: 40, 2021: 10, 2022: 0, 2023: 0}))
	p := projectionOf(t, modelOf(t, x.Is(burden.Deferral(due, deferred))), 2020, 2023)
	wantYears(t, "40 110 90 80", p, x) // 80 - 40; 80 - 10 + 40; 80 - 0 + 10; 80
	total, err := p.Total(x, 2020, 2023)
	require.NoError(t, err)
	dectest.Equal(t, "320", total, "what is deferred is paid")

	f, _ := p.Model().Formula(x)
	assert.Equal(t, "due - deferred + deferred[-1]", f.String())
	_, err = p.Model().Project(2019, 2019)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	for _, f := range []burden.Formula{burden.Deferral(nil, deferred), burden.Deferral(due, nil)} {
		_, err = burden.NewModel("m", x.Is(f))
		assert.ErrorIs(t, err, burden.ErrIncomplete)
	}
	_, err = burden.NewModel("m", x.Is(burden.Deferral(due, burden.Amount(1, burden.KRW))))
	assert.ErrorIs(t, err, burden.ErrUnit)
}

func TestTermCeiling(t *testing.T) {
	x := burden.NewLine("x", burden.USD)
	ceiling := burden.NewParam("ceiling", burden.USD, burden.Constant(100))
	for _, c := range []struct{ name, need, want string }{ // 2020 to 2024
		{"used up in the last year", "30 30 30 30 30", "30 30 30 10 -"},
		{"used up early", "70 60 50 40 30", "70 30 0 0 -"},
		{"used up at once", "120 60 50 40 30", "100 0 0 0 -"},
		{"used up to the last", "25 25 25 25 25", "25 25 25 25 -"},
		{"never used up", "10 20 10 20 30", "10 20 10 20 -"},
		{"used up, then refilled by a refund", "90 20 -30 50 0", "90 10 -30 30 -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := modelOf(t, burden.TermCeiling(x, 2020, 2023, byYear("need", c.need), ceiling))
			wantYears(t, c.want, projectionOf(t, m, 2020, 2024), x)
		})
	}
	m := modelOf(t, burden.TermCeiling(x, 2020, 2022, byYear("need", "60 60 60"), ceiling))
	f, _ := m.Formula(x)
	assert.Equal(t, "by_year{2020: min(need, ceiling), 2021: min(need, ceiling - x[2020]), 2022: min(need, ceiling - sum(x, 2020, 2021)), 2023: none}", f.String())
	p := projectionOf(t, m, 2020, 2022)
	assert.Equal(t, []string{"x ceiling 60 to 40!", "x ceiling 60 to 0!"}, limitsOf(p))
	bound, _ := p.Binding(ceiling)
	assert.Equal(t, []int{2021, 2022}, bound, "what is left of the ceiling binds")
	// One year long, the term's ceiling is the year's.
	wantYears(t, "- 100 -", projectionOf(t, modelOf(t, burden.TermCeiling(x, 2021, 2021, byYear("need", "0 120 0"), ceiling)), 2020, 2022), x)
	// The first and the last years there are: 60 and the 40 that are left.
	for _, first := range []int{burden.MinYear, burden.MaxYear - 1} {
		m := modelOf(t, burden.TermCeiling(x, first, first+1, burden.Amount(60, burden.USD), ceiling))
		wantYears(t, "60 40", projectionOf(t, m, first, first+1), x)
	}
}

// Where the need is at least the ceiling, payments sum to the ceiling; elsewhere to
// the need. Each is what is needed or what is left.
func TestTermCeilingIsUsedUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x := burden.NewLine("x", burden.USD)
	for range 200 {
		var needs []string
		var need decimal.Decimal
		for range 6 {
			n := decimal.New(r.Int64N(10000), -2)
			needs, need = append(needs, burden.Text(n)), need.Add(n)
		}
		ceiling := decimal.New(r.Int64N(40000), -2)
		m := modelOf(t, burden.TermCeiling(x, 2020, 2025, byYear("need", strings.Join(needs, " ")), burden.Amount(ceiling, burden.USD)))
		p := projectionOf(t, m, 2020, 2025)
		left := ceiling
		for i, n := range needs {
			pays := literal(t, n)
			if pays.GreaterThan(left) {
				pays = left
			}
			left = left.Sub(pays)
			wantValue(t, burden.Text(pays), p, x, 2020+i)
		}
		total, err := p.Total(x, 2020, 2025)
		require.NoError(t, err)
		if need.GreaterThan(ceiling) {
			need = ceiling
		}
		dectest.Equal(t, burden.Text(need), total)
	}
}

func TestTermCeilingFaults(t *testing.T) {
	x := burden.NewLine("x", burden.USD)
	one := burden.Amount(1, burden.USD)
	for _, c := range []struct {
		name       string
		definition burden.LineDefinition
		want       string
		err        error
	}{
		{"the last year before the first", burden.TermCeiling(x, 2025, 2024, one, one), "x: term = 2025 to 2024: out of range", burden.ErrOutOfRange},
		{"beyond the last year there is", burden.TermCeiling(x, 2025, 1<<30, one, one), "x: term = 2025 to 1073741824: out of range", burden.ErrOutOfRange},
		{"long before the first year there is", burden.TermCeiling(x, -1<<30, 2025, one, one), "x: year = -1073741824: out of range", burden.ErrOutOfRange},
		{"no need", burden.TermCeiling(x, 2020, 2021, nil, one), "x: formula: incomplete", burden.ErrIncomplete},
		{"no ceiling", burden.TermCeiling(x, 2020, 2021, one, nil), "x: formula: incomplete", burden.ErrIncomplete},
		{"another unit", burden.TermCeiling(x, 2020, 2021, one, burden.Amount(1, burden.KRW)), "x: compares USD and KRW: min(USD(1), KRW(1))", burden.ErrUnit},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := burden.NewModel("m", c.definition)
			require.ErrorIs(t, err, c.err)
			assert.Contains(t, strings.Split(err.Error(), "\n"), "burden: m: "+c.want)
		})
	}
	// Of sums that grow every year, a term of 200 years is a formula and one of 300 too large.
	_, err := burden.NewModel("m", burden.TermCeiling(x, 2001, 2200, one, one))
	assert.NoError(t, err)
	_, err = burden.NewModel("m", burden.TermCeiling(x, 2001, 2300, one, one))
	assert.ErrorIs(t, err, burden.ErrTooLarge)
}

// Above 0, 100 and 200 dollars the rates are 10, 20 and 30 %.
var threeBrackets = []burden.Bracket{
	{Above: burden.Amount(0, burden.USD), Rate: burden.Amount("10%", burden.Ratio)},
	{Above: burden.NewParam("second", burden.USD, burden.Constant(100)), Rate: burden.NewParam("second_rate", burden.Ratio, burden.Constant("20%"))},
	{Above: burden.Amount(200, burden.USD), Rate: burden.Amount("30%", burden.Ratio)},
}

func TestBrackets(t *testing.T) {
	marginal, average := burden.NewLine("marginal", burden.USD), burden.NewLine("average", burden.USD)
	project := func(amount string, brackets ...burden.Bracket) *burden.Projection {
		a := burden.NewParam("amount", burden.USD, burden.Constant(amount))
		m := modelOf(t, marginal.Is(burden.MarginalBrackets(a, brackets...)), average.Is(burden.AverageBrackets(a, brackets...)))
		return projectionOf(t, m, 2020, 2020)
	}
	for _, c := range []struct{ amount, marginal, average string }{
		{"0", "0", "0"},
		{"50", "5", "5"},
		{"100", "10", "10"},            // exactly at a threshold the lower rate holds
		{"100.01", "10.002", "20.002"}, // just above it, the slice above pays 20 %, or all of it
		{"150", "20", "30"},            // 10 + 10; 20 % of 150
		{"200", "30", "40"},            // 10 + 20; 20 % of 200
		{"200.01", "30.003", "60.003"}, // 10 + 20 + 30 % of 0.01; 30 % of all
		{"1000", "270", "300"},         // 10 + 20 + 240; 30 % of all
		{"0.01", "0.001", "0.001"},     // just above the first threshold
		{"-50", "0", "0"},              // nothing is below all thresholds
	} {
		p := project(c.amount, threeBrackets...)
		wantValue(t, c.marginal, p, marginal, 2020)
		wantValue(t, c.average, p, average, 2020)
	}
	// Below the first threshold nothing is paid.
	p := project("99.99", threeBrackets[1:]...)
	wantValue(t, "0", p, marginal, 2020)
	wantValue(t, "0", p, average, 2020)
	p = project("100.01", threeBrackets[1])
	wantValue(t, "0.002", p, marginal, 2020)
	wantValue(t, "20.002", p, average, 2020)

	a := burden.NewParam("amount", burden.USD, burden.Constant(1))
	assert.Equal(t, "(larger(smaller(amount, second), USD(0)) - USD(0)) * 0.1 + (larger(amount, second) - second) * second_rate", burden.MarginalBrackets(a, threeBrackets[:2]...).String())
	assert.Equal(t, "amount * when(second < amount, second_rate, when(USD(0) < amount, 0.1, 0))", burden.AverageBrackets(a, threeBrackets[:2]...).String())
}

func TestBracketFaults(t *testing.T) {
	x := burden.NewLine("x", burden.USD)
	a := burden.NewParam("amount", burden.USD, burden.Constant(1))
	cost := burden.NewParam("troops", burden.Persons, burden.Constant(28500))
	perHead := burden.Amount(10, burden.USD.Per(burden.Persons))
	for _, c := range []struct {
		name string
		f    burden.Formula
		err  error
	}{
		{"marginal, no brackets", burden.MarginalBrackets(a), burden.ErrIncomplete},
		{"marginal, a zero bracket", burden.MarginalBrackets(a, burden.Bracket{}), burden.ErrIncomplete},
		{"marginal, a zero bracket in between", burden.MarginalBrackets(a, threeBrackets[0], burden.Bracket{}, threeBrackets[2]), burden.ErrIncomplete},
		{"marginal, no amount", burden.MarginalBrackets(nil, threeBrackets...), burden.ErrIncomplete},
		{"marginal, a threshold in another unit", burden.MarginalBrackets(a, burden.Bracket{Above: burden.Amount(0, burden.KRW), Rate: burden.Amount(1, burden.Ratio)}), burden.ErrUnit},
		{"average, a zero bracket", burden.AverageBrackets(a, burden.Bracket{}), burden.ErrIncomplete},
		{"average, no amount", burden.AverageBrackets(nil, threeBrackets...), burden.ErrIncomplete},
		{"average, no amount and no brackets", burden.AverageBrackets(nil), burden.ErrIncomplete},
		{"average, a threshold in another unit", burden.AverageBrackets(a, burden.Bracket{Above: burden.Amount(0, burden.KRW), Rate: burden.Amount(1, burden.Ratio)}), burden.ErrUnit},
		{"average, rates that are no ratios", burden.AverageBrackets(cost, burden.Bracket{Above: burden.Amount(0, burden.Persons), Rate: perHead}), burden.ErrUnit},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := burden.NewModel("m", x.Is(c.f))
			assert.ErrorIs(t, err, c.err)
		})
	}
	// Slices may pay by the head: 10 dollars for each soldier above 20,000.
	m := modelOf(t, x.Is(burden.MarginalBrackets(cost, burden.Bracket{Above: burden.Amount(20000, burden.Persons), Rate: perHead})))
	wantYears(t, "85000", projectionOf(t, m, 2020, 2020), x)
	// Without brackets nobody pays.
	wantYears(t, "0", projectionOf(t, modelOf(t, x.Is(burden.AverageBrackets(a))), 2020, 2020), x)
}

// The oracle goes through the brackets one by one, in rationals: of every slice
// what of the amount lies in it.
func TestBracketsAgainstRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	marginal, average := burden.NewLine("marginal", burden.USD), burden.NewLine("average", burden.USD)
	for range 300 {
		n := 1 + r.IntN(5)
		var brackets []burden.Bracket
		var above, rates []*big.Rat
		at := r.Int64N(100)
		for range n {
			rate := r.Int64N(1000)
			above, rates = append(above, big.NewRat(at, 10)), append(rates, big.NewRat(rate, 1000))
			brackets = append(brackets, burden.Bracket{Above: burden.Amount(decimal.New(at, -1), burden.USD), Rate: burden.Amount(decimal.New(rate, -3), burden.Ratio)})
			at += 1 + r.Int64N(100)
		}
		amount := decimal.New(r.Int64N(6000), -1)
		if r.IntN(3) == 0 {
			amount = literal(t, above[r.IntN(n)].FloatString(1)) // at a threshold
		}
		slices, whole := new(big.Rat), new(big.Rat)
		for i := range n {
			in := new(big.Rat).Sub(amount.Rat(), above[i])
			if in.Sign() <= 0 {
				break
			}
			if i+1 < n {
				in = least(in, new(big.Rat).Sub(above[i+1], above[i]))
			}
			slices.Add(slices, in.Mul(in, rates[i]))
			whole.Mul(amount.Rat(), rates[i])
		}
		a := burden.Amount(amount, burden.USD)
		m := modelOf(t, marginal.Is(burden.MarginalBrackets(a, brackets...)), average.Is(burden.AverageBrackets(a, brackets...)))
		p := projectionOf(t, m, 2020, 2020)
		wantValue(t, slices.FloatString(4), p, marginal, 2020)
		wantValue(t, whole.FloatString(4), p, average, 2020)
	}
	assert.Equal(t, "2.5000", fmt.Sprint(big.NewRat(5, 2).FloatString(4)), "four places hold a product of one and three")
}
