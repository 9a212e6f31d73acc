package burden_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

var (
	worth       = burden.NewLine("worth", burden.KRW)
	annuity     = burden.NewLine("annuity", burden.KRW)
	fourPercent = burden.NewParam("rate", burden.Ratio, burden.Constant("4%"))
	// The Korean contributions of 2020 to 2025, in 1e8 won.
	korean = burden.NewParam("contribution", burden.KRW, burden.ByYear(map[int]int{2020: 10389, 2021: 11833, 2022: 12472, 2023: 12896, 2024: 13463, 2025: 14028}))
	cents  = burden.RoundTo("0.01", burden.HalfUp)
)

// At 4 % the six years are worth 67,800.67 if they fall due on the first day, and
// 66,484.03 at mid-year; by hand the last day is the first over 1.04, 65,192.95.
func TestPresentValueOfTheKoreanContributions(t *testing.T) {
	shown := burden.NewLine("shown", burden.KRW)
	for timing, want := range map[burden.Timing]string{burden.StartOfYear: "67800.67", burden.MidYear: "66484.03", burden.EndOfYear: "65192.95"} {
		// To the won, which is 1e-8 here.
		d := burden.Discounting{Base: 2020, Rate: fourPercent, Timing: timing, Rounding: burden.RoundTo("1e-8", burden.HalfUp)}
		m := modelOf(t, burden.PresentValue(worth, korean, d), shown.Is(worth.Rounded(cents)))
		wantValue(t, want, projectionOf(t, m, 2020, 2025), shown, 2025)

		d.Rounding = cents // once, also at mid-year
		m = modelOf(t, burden.PresentValue(worth, korean, d))
		p := projectionOf(t, m, 2020, 2025)
		wantValue(t, want, p, worth, 2025)
		assert.Equal(t, "worth", m.Results()[0].Name())
		assert.Equal(t, burden.Stock, m.Results()[0].Measure())
		_, err := p.Total(worth, 2020, 2025)
		assert.Error(t, err, "a total of totals means nothing")
	}
	total := burden.NewLine("total", burden.KRW)
	p := projectionOf(t, modelOf(t, burden.RunningTotal(total, 2020, korean)), 2019, 2025)
	wantYears(t, "- 10389 22222 34694 47590 61053 75081", p, total) // by hand
	have, ok := p.Model().Line("total")
	assert.True(t, ok)
	assert.Equal(t, burden.Stock, have.Measure(), "a total of totals means nothing")
	_, err := p.Total(total, 2020, 2025)
	assert.Error(t, err)
}

// By hand, with rates whose factors divide: 25 % in 2020, 60 % in 2021, 100 % in 2022.
// Factors at the start of the years are 1, 1.25, 2, at the end 1.25, 2, 4.
func TestPresentValueByHand(t *testing.T) {
	rates := burden.NewParam("rate", burden.Ratio, burden.ByYear(map[int]string{2020: "25%", 2021: "60%", 2022: "100%"}))
	amounts := burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]int{2018: 7, 2019: 7, 2020: 100, 2021: -50, 2022: 8}))
	for timing, want := range map[burden.Timing]string{
		burden.StartOfYear: "100 60 64", // - 50 / 1.25, + 8 / 2
		burden.EndOfYear:   "80 55 57",  // 100 / 1.25, - 50 / 2, + 8 / 4
	} {
		p := projectionOf(t, modelOf(t, burden.PresentValue(worth, amounts, burden.Discounting{Base: 2020, Rate: rates, Timing: timing})), 2020, 2022)
		wantYears(t, want, p, worth)
	}
	// The amounts of years before the base year are not looked at.
	p := projectionOf(t, modelOf(t, burden.PresentValue(worth, amounts, burden.Discounting{Base: 2020, Rate: rates})), 2018, 2022)
	wantYears(t, "- - 100 60 64", p, worth)

	// Mid-year at 21 % and 44 %: factors 1.1 and 1.21 × 1.2.
	rates = burden.NewParam("rate", burden.Ratio, burden.ByYear(map[int]string{2020: "21%", 2021: "44%"}))
	amounts = burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]int{2020: 110, 2021: -1452}))
	p = projectionOf(t, modelOf(t, burden.PresentValue(worth, amounts, burden.Discounting{Base: 2020, Rate: rates, Timing: burden.MidYear})), 2020, 2021)
	wantYears(t, "100 -900", p, worth)
	p = projectionOf(t, p.Model(), 2020, 2020, burden.NewLine("worth.factor", burden.Ratio))
	wantYears(t, "1", p, burden.NewLine("worth.factor", burden.Ratio))

	// An annuity of 210 for two years at 10 %, due at the start, is worth 210 × (1 + 1/1.1);
	// a single 441 in 2020 is 231 a year on both first days (441 × 1.1 / 2.1), and
	// 254.1 on both last days (231 × 1.1).
	ten := burden.NewParam("rate", burden.Ratio, burden.Constant("10%"))
	single := burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]int{2020: 441, 2021: 0}))
	for timing, want := range map[burden.Timing]string{burden.StartOfYear: "441 231", burden.MidYear: "441 231", burden.EndOfYear: "441 231"} {
		p := projectionOf(t, modelOf(t, burden.Annuity(annuity, single, burden.Discounting{Base: 2020, Rate: ten, Timing: timing})), 2020, 2021)
		wantYears(t, want, p, annuity)
	}
}

// Each timing, mode and sign against rationals, by the definition: every amount over the
// factors of the years before it.
func TestPresentValueAgreesWithRationals(t *testing.T) {
	t.Parallel()
	pick := random(9)
	quantum := rat("0.01")
	for round := range 120 {
		mode := burden.Mode(1 + pick(7))
		rates, amounts := map[int]string{}, map[int]string{}
		constant := fmt.Sprint(pick(200)-50) + "e-3"
		for y := 2018; y <= 2024; y++ {
			rates[y], amounts[y] = fmt.Sprint(pick(200)-50)+"e-3", fmt.Sprint(pick(200001)-100000)+"e-1"
			if y > 2020 && pick(3) > 0 {
				rates[y] = rates[y-1] // so that often the rate stays for years, or all of them
			}
		}
		for timing := burden.StartOfYear; timing <= burden.EndOfYear; timing++ {
			d := burden.Discounting{Base: 2020, Timing: timing, Rounding: burden.RoundTo("0.01", mode),
				Rate: burden.NewParam("rate", burden.Ratio, burden.ByYear(rates))}
			a := burden.NewParam("amount", burden.KRW, burden.ByYear(amounts))
			same := d // a mid-year annuity leaves out the half year, which cancels at one rate
			same.Rate = burden.NewParam("same", burden.Ratio, burden.Constant(constant))
			p := projectionOf(t, modelOf(t, burden.PresentValue(worth, a, d), burden.Annuity(annuity, a, d),
				burden.Annuity(burden.NewLine("even", burden.KRW), a, same)), 2020, 2024)

			even := true
			sums, unit := new(big.Rat), new(big.Rat)
			factor, exact, roots, ones := ratInt(1), new(big.Rat), new(big.Rat), new(big.Rat)
			flat, flatExact, flatOnes := ratInt(1), new(big.Rat), new(big.Rat)
			for y := 2020; y <= 2024; y++ {
				grown := new(big.Rat).Add(ratInt(1), rat(rates[y]))
				late := new(big.Rat).Set(factor)
				if timing == burden.EndOfYear {
					late.Mul(late, grown)
				}
				exact.Add(exact, new(big.Rat).Quo(rat(amounts[y]), late))
				ones.Add(ones, new(big.Rat).Inv(late))

				// x / √grown is the root of x² / grown, with the sign.
				rooted := func(x, quantum *big.Rat, mode burden.Mode) *big.Rat {
					square := new(big.Rat).Mul(x, x)
					square.Quo(square, grown)
					toward := mode
					if x.Sign() < 0 && (mode == burden.Ceiling || mode == burden.Floor) {
						toward = burden.Ceiling + burden.Floor - mode
					}
					root := ratPower(square, 1, 2, quantum, toward)
					if x.Sign() < 0 {
						root.Neg(root)
					}
					return root
				}
				// A term is rounded to a billionth of the quantum; of an annuity, both sums are
				// rounded so, and their terms to a billionth of that.
				fine, finest := new(big.Rat).Mul(quantum, rat("1e-9")), new(big.Rat).Mul(quantum, rat("1e-18"))
				present := new(big.Rat).Quo(rat(amounts[y]), factor)
				roots.Add(roots, rooted(present, fine, burden.HalfEven))
				sums.Add(sums, rooted(present, finest, burden.HalfEven))
				unit.Add(unit, rooted(new(big.Rat).Inv(factor), finest, burden.HalfEven))
				even = even && rates[y] == rates[2020]
				factor.Mul(factor, grown)

				want := ratRound(exact, quantum, mode)
				if timing == burden.MidYear {
					want = ratRound(roots, quantum, mode)
					if even {
						want = rooted(exact, quantum, mode) // all at one rate: rounded once
					}
				}
				got, err := p.Value(worth, y)
				require.NoError(t, err)
				require.Zero(t, want.Cmp(got.Rat()), "%d: timing %d, %s: %d is %s, not %s", round, timing, mode, y, got, want.FloatString(6))

				got, err = p.Value(annuity, y)
				require.NoError(t, err)
				want = ratRound(new(big.Rat).Quo(exact, ones), quantum, mode)
				if timing == burden.MidYear && !even {
					want = ratRound(new(big.Rat).Quo(ratRound(sums, fine, burden.HalfEven), ratRound(unit, fine, burden.HalfEven)), quantum, mode)
				}
				require.Zero(t, want.Cmp(got.Rat()), "%d: annuity, timing %d, %s: %d is %s, not %s", round, timing, mode, y, got, want.FloatString(6))

				one := new(big.Rat).Add(ratInt(1), rat(constant))
				flatExact.Add(flatExact, new(big.Rat).Quo(rat(amounts[y]), flat))
				flatOnes.Add(flatOnes, new(big.Rat).Inv(flat))
				flat.Mul(flat, one)
				got, err = p.Value(burden.NewLine("even", burden.KRW), y)
				require.NoError(t, err)
				want = ratRound(new(big.Rat).Quo(flatExact, flatOnes), quantum, mode) // whenever in the year it is due
				require.Zero(t, want.Cmp(got.Rat()), "%d: even, timing %d, %s: %d", round, timing, mode, y)
			}
		}
	}
}

// At mid-year, floor and ceiling look to the value, not to its root: 10 over √1.1 is
// 9.5346…, and minus that, rounded down, -9.54.
func TestMidYearRoundsTheValue(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("10%"))
	for _, c := range []struct {
		amount int
		mode   burden.Mode
		want   string
	}{
		{10, burden.Floor, "9.53"}, {10, burden.Ceiling, "9.54"}, {10, burden.Up, "9.54"}, {10, burden.Down, "9.53"},
		{-10, burden.Floor, "-9.54"}, {-10, burden.Ceiling, "-9.53"}, {-10, burden.Up, "-9.54"}, {-10, burden.Down, "-9.53"},
		{0, burden.Ceiling, "0"},
	} {
		d := burden.Discounting{Base: 2020, Rate: rate, Timing: burden.MidYear, Rounding: burden.RoundTo("0.01", c.mode)}
		p := projectionOf(t, modelOf(t, burden.PresentValue(worth, burden.Amount(c.amount, burden.KRW), d)), 2020, 2020)
		wantYears(t, c.want, p, worth)
	}
	d := burden.Discounting{Base: 2020, Rate: rate, Timing: burden.MidYear}
	_, err := modelOf(t, burden.PresentValue(worth, burden.Amount(10, burden.KRW), d)).Project(2020, 2020)
	assert.ErrorIs(t, err, burden.ErrInexact, "no root without a rounding")
}

// Present values of parts sum to that of the whole where nothing is rounded, of a rate of
// zero to the running total, and each year adds its own to the year before.
func TestPresentValuesAndTotalsSum(t *testing.T) {
	pick := random(10)
	a, b := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW)
	pvA, pvB, pv, total := burden.NewLine("pv_a", burden.KRW), burden.NewLine("pv_b", burden.KRW), burden.NewLine("pv", burden.KRW), burden.NewLine("total", burden.KRW)
	free := burden.NewLine("free", burden.KRW)
	for range 100 {
		x, y, rates := map[int]int{}, map[int]int{}, map[int]string{}
		for year := 2020; year <= 2026; year++ {
			x[year], y[year] = pick(20001)-10000, pick(20001)-10000
			rates[year] = []string{"0", "25%", "60%", "100%", "-20%", "300%"}[pick(6)] // whose factors divide
		}
		for _, timing := range []burden.Timing{burden.StartOfYear, burden.EndOfYear} {
			d := burden.Discounting{Base: 2020, Rate: burden.NewParam("rate", burden.Ratio, burden.ByYear(rates)), Timing: timing}
			none := d
			none.Rate = burden.Amount(0, burden.Ratio)
			p := projectionOf(t, modelOf(t,
				a.Is(burden.NewParam("x", burden.KRW, burden.ByYear(x))), b.Is(burden.NewParam("y", burden.KRW, burden.ByYear(y))),
				burden.PresentValue(pvA, a, d), burden.PresentValue(pvB, b, d), burden.PresentValue(pv, a.Plus(b), d),
				burden.PresentValue(free, a.Plus(b), none), burden.RunningTotal(total, 2020, a.Plus(b))), 2020, 2026)
			sum := 0
			for year := 2020; year <= 2026; year++ {
				sum += x[year] + y[year]
				wantValue(t, fmt.Sprint(sum), p, total, year)
				wantValue(t, fmt.Sprint(sum), p, free, year)
				left, err := p.Value(pvA, year)
				require.NoError(t, err)
				right, err := p.Value(pvB, year)
				require.NoError(t, err)
				whole, err := p.Value(pv, year)
				require.NoError(t, err)
				require.True(t, left.Add(right).Equal(whole), "%d: %s and %s, but %s", year, left, right, whole)
			}
		}
	}
}

func TestPresentValueFaults(t *testing.T) {
	amount := burden.Amount(1, burden.KRW)
	of := func(d burden.Discounting) []burden.Definitions {
		if d.Rate == nil {
			d.Rate = fourPercent
		}
		if d.Base == 0 {
			d.Base = 2020
		}
		return []burden.Definitions{burden.PresentValue(worth, amount, d), burden.Annuity(worth, amount, d)}
	}
	for what, c := range map[string]struct {
		list  []burden.Definitions
		cause error
		want  string
	}{
		"unknown timing":   {of(burden.Discounting{Timing: 3}), burden.ErrOutOfRange, "worth: timing = 3: out of range"},
		"base before all":  {of(burden.Discounting{Base: -1}), burden.ErrOutOfRange, "year = -1"},
		"base after all":   {of(burden.Discounting{Base: 10000}), burden.ErrOutOfRange, "year = 10000"},
		"rate in won":      {of(burden.Discounting{Rate: amount}), burden.ErrUnit, "a ratio and KRW"},
		"rounding of zero": {of(burden.Discounting{Rounding: burden.RoundTo("0", burden.Up)}), burden.ErrOutOfRange, "quantum = 0"},
		"zero rate":        {of(burden.Discounting{Rate: burden.Formula{}}), burden.ErrIncomplete, "formula"},
		"no rate":          {[]burden.Definitions{burden.PresentValue(worth, amount, burden.Discounting{Base: 2020}), burden.Annuity(worth, amount, burden.Discounting{Base: 2020})}, burden.ErrIncomplete, "formula"},
		"no amount":        {[]burden.Definitions{burden.PresentValue(worth, nil, burden.Discounting{Base: 2020, Rate: fourPercent}), burden.Annuity(worth, nil, burden.Discounting{Base: 2020, Rate: fourPercent})}, burden.ErrIncomplete, "formula"},
		"no line":          {[]burden.Definitions{burden.PresentValue(burden.Line{}, amount, burden.Discounting{Base: 2020, Rate: fourPercent}), burden.Annuity(burden.Line{}, amount, burden.Discounting{Base: 2020, Rate: fourPercent})}, burden.ErrIncomplete, "line"},
		"another currency": {[]burden.Definitions{burden.PresentValue(burden.NewLine("worth", burden.USD), amount, burden.Discounting{Base: 2020, Rate: fourPercent}), burden.Annuity(burden.NewLine("worth", burden.USD), amount, burden.Discounting{Base: 2020, Rate: fourPercent})}, burden.ErrUnit, "USD"},
		"real of nominal":  {[]burden.Definitions{burden.PresentValue(burden.NewLine("worth", "KRW@2020"), amount, burden.Discounting{Base: 2020, Rate: fourPercent})}, burden.ErrUnit, "KRW@2020"},
	} {
		for i, d := range c.list {
			_, err := burden.NewModel("m", d)
			assert.ErrorIs(t, err, c.cause, "%s %d", what, i)
			assert.ErrorContains(t, err, c.want, "%s %d", what, i)
		}
	}
	for _, timing := range []burden.Timing{burden.StartOfYear, burden.MidYear, burden.EndOfYear} {
		d := burden.Discounting{Base: 2020, Timing: timing, Rounding: cents, Rate: burden.NewParam("rate", burden.Ratio, burden.Constant("-100%"))}
		_, err := modelOf(t, burden.PresentValue(worth, amount, d)).Project(2021, 2021, worth)
		assert.ErrorIs(t, err, burden.ErrDivisionByZero, "a rate that takes everything")
		d.Rate = burden.NewParam("rate", burden.Ratio, burden.ByYear(map[int]string{2020: "1%"}))
		_, err = modelOf(t, burden.PresentValue(worth, amount, d)).Project(2020, 2022, worth)
		assert.ErrorIs(t, err, burden.ErrMissingYear, "a rate that ends")
	}
	p := projectionOf(t, modelOf(t, burden.PresentValue(worth, amount, burden.Discounting{Base: 2020, Rate: fourPercent, Rounding: cents})), 2019, 2019, worth)
	_, err := p.Value(worth, 2019)
	assert.ErrorIs(t, err, burden.ErrNotApplicable, "before the base year")
	// The rate of the first year is not needed when nothing of it is discounted.
	d := burden.Discounting{Base: 2020, Rate: burden.NewParam("rate", burden.Ratio, burden.Series{}), Rounding: cents}
	wantYears(t, "1", projectionOf(t, modelOf(t, burden.PresentValue(worth, amount, d)), 2020, 2020, worth), worth)
	// Unit costs and fiscal years are present values like others.
	perHead := burden.NewLine("per_head", "KRW@2019/person").On(burden.FiscalOctober)
	cost := burden.NewParam("cost", perHead.Unit(), burden.ByYear(map[int]int{2020: 100, 2021: 104}).On(burden.FiscalOctober))
	for timing, want := range map[burden.Timing]string{burden.StartOfYear: "200", burden.MidYear: "196.12", burden.EndOfYear: "192.31"} { // 200 / √1.04, 200 / 1.04
		d := burden.Discounting{Base: 2020, Rate: fourPercent, Timing: timing, Rounding: cents}
		wantValue(t, want, projectionOf(t, modelOf(t, burden.PresentValue(perHead, cost, d)), 2020, 2021), perHead, 2021)
		// 100 × 1.04 + 104 over 2.04, whenever it is due.
		wantValue(t, "101.96", projectionOf(t, modelOf(t, burden.Annuity(perHead, cost, d)), 2020, 2021), perHead, 2021)
	}
}
