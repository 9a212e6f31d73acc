package burden_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/effort"
)

// A quarter of the Korean contribution of 2021 and three quarters of 2022's, in 1e8 won:
// (11,833 + 3 × 12,472) / 4 = 12,312.25.
func TestKoreanContributionByUSFiscalYear(t *testing.T) {
	x := burden.NewLine("x", burden.KRW).On(burden.FiscalOctober)
	d := burden.ConvertYears(x, 2021, 2025, korean, burden.Calendar, burden.Rounding{})
	p := projectionOf(t, modelOf(t, d), 2020, 2025)
	wantValue(t, "12312.25", p, x, 2022)
	_, err := p.Value(x, 2020)
	assert.ErrorIs(t, err, burden.ErrNotApplicable)
	assert.Equal(t, `by_year{2021: on(prior_october, exact((contribution[-1] * month(3) + contribution * month(9)) / on(calendar, month(12)))), 2026: none}`, d.Formula().String())

	// Weights of one's own, stated with On.
	y := burden.NewLine("y", burden.KRW).On(burden.FiscalOctober)
	quarter, rest := burden.Amount("0.25", burden.Ratio), burden.Amount("0.75", burden.Ratio)
	own := modelOf(t, y.Is(korean.Lag(1).Times(quarter).Plus(korean.Times(rest)).On(burden.FiscalOctober)))
	wantValue(t, "12312.25", projectionOf(t, own, 2022, 2022), y, 2022)
}

// By hand, of a flow of 1200, 2400, 3600, 4800 in 2020 to 2023, which is 100, 200, 300,
// 400 a month.
func TestConvertYearsByHand(t *testing.T) {
	flow := burden.ByYear(map[int]int{2020: 1200, 2021: 2400, 2022: 3600, 2023: 4800})
	for _, c := range []struct {
		from, to burden.YearBasis
		want     string // of 2021 and 2022
	}{
		{burden.Calendar, burden.Calendar, "2400 3600"},
		{burden.Calendar, burden.FiscalApril, "2700 3900"},   // 9 of its own, 3 of the next
		{burden.Calendar, burden.FiscalOctober, "2100 3300"}, // 3 of the year before, 9 of its own
		{burden.Calendar, burden.FiscalJuly, "1800 3000"},    // 6 and 6
		{burden.FiscalApril, burden.Calendar, "2100 3300"},
		{burden.FiscalApril, burden.FiscalOctober, "1800 3000"}, // April 2020 to September is half of what begins in October 2020
		{burden.FiscalOctober, burden.Calendar, "2700 3900"},
		{burden.FiscalOctober, burden.FiscalApril, "3000 4200"},
		{burden.FiscalJuly, burden.FiscalOctober, "2700 3900"},
		{11, -11, "1400 2600"},
	} {
		x := burden.NewLine("x", burden.KRW).On(c.to)
		p := burden.NewParam("p", burden.KRW, flow.On(c.from))
		if c.from == 11 {
			// The year 2021 of x is February 2020 to January 2021. Of it, February to
			// November 2020 lie in the year 2019, from December 2019, and two months in 2020.
			p = burden.NewParam("p", burden.KRW, burden.ByYear(map[int]int{2019: 1200, 2020: 2400, 2021: 3600}).On(11))
		}
		m := modelOf(t, burden.ConvertYears(x, 2021, 2022, p, c.from, burden.Rounding{}))
		wantYears(t, c.want, projectionOf(t, m, 2021, 2022), x)
	}
}

// What a year does not touch is not needed: on the same basis no year but its own.
func TestConvertYearsNeedsNoOtherYears(t *testing.T) {
	for _, basis := range []burden.YearBasis{burden.Calendar, burden.FiscalApril, burden.FiscalJuly} {
		x := burden.NewLine("x", burden.KRW).On(basis)
		p := burden.NewParam("p", burden.KRW, burden.ByYear(map[int]int{2021: 24}).On(basis))
		wantYears(t, "24", projectionOf(t, modelOf(t, burden.ConvertYears(x, 2021, 2021, p, basis, burden.Rounding{})), 2021, 2021), x)
	}
}

// monthly is the oracle: what a flow by years gives in twelve months from a first, where
// months are counted from January of the year 0.
func monthly(values map[int]*big.Rat, basis, first int) *big.Rat {
	sum := new(big.Rat)
	for m := first; m < first+12; m++ {
		for year, v := range values {
			if begins := 12*year + basis; begins <= m && m < begins+12 {
				sum.Add(sum, new(big.Rat).Quo(v, ratInt(12)))
			}
		}
	}
	return sum
}

// Every pair of bases, rounded and, of multiples of twelve, exact, month by month; and
// the total is preserved where the years cover all of the flow.
func TestConvertYearsAgreesMonthByMonth(t *testing.T) {
	pick := random(12)
	for from := burden.YearBasis(-11); from <= 11; from++ {
		for to := burden.YearBasis(-11); to <= 11; to++ {
			even, odd := map[int]int{}, map[int]int{}
			evens, odds := map[int]*big.Rat{}, map[int]*big.Rat{}
			total := 0
			for y := 2000; y <= 2010; y++ {
				odd[y] = pick(2001) - 1000
				even[y] = 0
				if y >= 2004 && y <= 2006 {
					even[y] = 12 * (pick(2001) - 1000)
					total += even[y]
				}
				evens[y], odds[y] = ratInt(int64(even[y])), ratInt(int64(odd[y]))
			}
			mode := burden.Mode(1 + pick(7))
			a, b := burden.NewLine("a", burden.KRW).On(to), burden.NewLine("b", burden.KRW).On(to)
			p := projectionOf(t, modelOf(t,
				burden.ConvertYears(a, 2002, 2008, burden.NewParam("even", burden.KRW, burden.ByYear(even).On(from)), from, burden.Rounding{}),
				burden.ConvertYears(b, 2002, 2008, burden.NewParam("odd", burden.KRW, burden.ByYear(odd).On(from)), from, burden.RoundTo("0.1", mode))), 2002, 2008)
			for y := 2002; y <= 2008; y++ {
				v, err := p.Value(a, y)
				require.NoError(t, err)
				want := monthly(evens, int(from), 12*y+int(to))
				require.Zero(t, want.Cmp(v.Rat()), "%s to %s, %d: %s", from, to, y, v)
				v, err = p.Value(b, y)
				require.NoError(t, err)
				want = ratRound(monthly(odds, int(from), 12*y+int(to)), rat("0.1"), mode)
				require.Zero(t, want.Cmp(v.Rat()), "%s to %s, %d, %s: %s", from, to, y, mode, v)
			}
			sum, err := p.Total(a, 2002, 2008)
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint(total), burden.Text(sum), "%s to %s", from, to)
		}
	}
}

// Quarters divide whatever the amount, thirds do not.
func TestQuartersNeedNoRounding(t *testing.T) {
	quarters := []burden.YearBasis{burden.Calendar, burden.FiscalApril, burden.FiscalOctober, burden.FiscalJuly, -9, 6, 9}
	for _, from := range quarters {
		for _, to := range quarters {
			x := burden.NewLine("x", burden.KRW).On(to)
			p := burden.NewParam("p", burden.KRW, burden.ByYear(map[int]int{2018: 1, 2019: 2, 2020: 7, 2021: 11, 2022: 1}).On(from))
			_, err := modelOf(t, burden.ConvertYears(x, 2020, 2020, p, from, burden.Rounding{})).Project(2020, 2020)
			assert.NoError(t, err, "%s to %s", from, to)
		}
	}
	x := burden.NewLine("x", burden.KRW).On(1)
	_, err := modelOf(t, burden.ConvertYears(x, 2020, 2020, korean, burden.Calendar, burden.Rounding{})).Project(2020, 2020)
	assert.ErrorIs(t, err, burden.ErrInexact, "a twelfth of 11,833 is no decimal")
}

func TestConvertYearsFaults(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	fiscal := x.On(burden.FiscalOctober)
	for _, c := range []struct {
		d     burden.LineDefinition
		cause error
		want  string
	}{
		{burden.ConvertYears(x, 2021, 2020, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "years = 2021 to 2020"},
		{burden.ConvertYears(x, 0, 2020, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "years = 0 to 2020"},
		{burden.ConvertYears(x, 2020, 10000, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "years = 2020 to 10000"},
		{burden.ConvertYears(x, 1, 9999, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "years = 1 to 9999"},
		{burden.ConvertYears(x, 2020, 2020, korean, 12, burden.Rounding{}), burden.ErrOutOfRange, "year basis = 12"},
		{burden.ConvertYears(x.On(-12), 2020, 2020, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "year basis = -12"},
		{burden.ConvertYears(x.On(burden.FiscalApril), 9999, 9999, korean, burden.Calendar, burden.Rounding{}), burden.ErrOutOfRange, "10000"},
		{burden.ConvertYears(x, 2020, 2020, korean, burden.Calendar, burden.RoundTo("0", burden.Up)), burden.ErrOutOfRange, "quantum = 0"},
		{burden.ConvertYears(x, 2020, 2020, nil, burden.Calendar, burden.Rounding{}), burden.ErrIncomplete, "formula"},
		{burden.ConvertYears(burden.Line{}, 2020, 2020, korean, burden.Calendar, burden.Rounding{}), burden.ErrIncomplete, "line"},
		{burden.ConvertYears(x, 2020, 2020, fourPercent, burden.Calendar, burden.Rounding{}), burden.ErrUnit, "a ratio"},
		// What is converted is on the basis it is said to be on.
		{burden.ConvertYears(fiscal, 2020, 2021, korean, burden.FiscalApril, burden.Rounding{}), burden.ErrYearBasis, "mixes calendar years and years from April"},
		{burden.ConvertYears(x, 2020, 2021, korean, burden.FiscalOctober, burden.Rounding{}), burden.ErrYearBasis, "mixes calendar years and years from October of the year before"},
		{burden.ConvertYears(realLine, 2020, 2021, burden.NewParam("old", realLine.Unit(), burden.Constant(1)), burden.FiscalOctober, burden.Rounding{}), burden.ErrYearBasis,
			"real: changes the year basis of a figure in KRW@2019, which is at a year's prices; convert the nominal amounts first and deflate afterwards; Inflate makes nominal amounts of real ones: "},
	} {
		_, err := burden.NewModel("m", c.d)
		assert.ErrorIs(t, err, c.cause, c.want)
		assert.ErrorContains(t, err, c.want)
		assert.Len(t, burden.Faults(err), 1, "%v", err)
	}
	// The same every year fits any basis, and is the same on every other.
	same := burden.NewParam("same", burden.KRW, burden.Constant(5))
	for _, to := range []burden.YearBasis{burden.FiscalOctober, burden.FiscalApril, 11} {
		p := projectionOf(t, modelOf(t, burden.ConvertYears(x.On(to), 2020, 2022, same, burden.FiscalJuly, burden.Rounding{})), 2020, 2022)
		wantYears(t, "5 5 5", p, x)
	}
	// At the edges of time there is no year before and none after.
	early := modelOf(t, burden.ConvertYears(fiscal, 1, 3, same, burden.Calendar, burden.Rounding{}))
	wantYears(t, "5 5", projectionOf(t, early, 2, 3), fiscal)
	_, err := early.Project(1, 1)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	late := modelOf(t, burden.ConvertYears(fiscal, 9000, 9999, same, burden.Calendar, burden.Rounding{}))
	wantYears(t, "5 5", projectionOf(t, late, 9998, 9999), fiscal)
	// Twice as many years take twice as much, not four times.
	long := func(years int) func() {
		return func() {
			m := modelOf(t, burden.ConvertYears(x.On(burden.FiscalApril), 2000, 2000+years, same, burden.Calendar, burden.Rounding{}))
			wantYears(t, "5", projectionOf(t, m, 2000+years, 2000+years), x)
		}
	}
	effort.AtMost(t, 3*effort.Bytes(t, long(512)), long(1024))
	_, err = modelOf(t, burden.ConvertYears(fiscal, 2020, 2020, korean, burden.Calendar, burden.Rounding{})).Project(2020, 2020)
	assert.ErrorContains(t, err, "contribution has no value for 2019, needed through a lag of 1")
	_, err = modelOf(t, burden.ConvertYears(x.On(burden.FiscalApril), 2025, 2025, korean, burden.Calendar, burden.Rounding{})).Project(2025, 2025)
	assert.ErrorContains(t, err, "contribution has no value for 2026, needed from a later year")
}

// Counted on fingers: the lapse of the tenth agreement, an accession in mid-year, a
// date before the years asked for, and one month.
func TestMonthsInForce(t *testing.T) {
	for _, c := range []struct {
		first, last string
		basis       burden.YearBasis
		want        string // of 2019 to 2022
	}{
		{"2020-04", "2021-02", burden.Calendar, "0 9 2 0"},
		{"2020-04", "2021-02", burden.FiscalApril, "0 11 0 0"},
		{"2020-04", "2021-02", burden.FiscalOctober, "0 6 5 0"}, // April to September 2020, then October to February
		{"2020-04", "2021-02", burden.FiscalJuly, "0 3 8 0"},
		{"0001-01", "9999-12", burden.Calendar, "12 12 12 12"},
		{"0001-01", "9999-12", -11, "12 12 12 12"},
		{"2004-05", "2020-01", burden.Calendar, "12 1 0 0"}, // in force long before
		{"2021-12", "2022-01", burden.Calendar, "0 0 1 1"},
		{"2020-07", "2020-07", burden.Calendar, "0 1 0 0"},
		// Without an end: through the last year, whenever it began.
		{"2020-04", "", burden.Calendar, "0 9 12 12"},
		{"2020-04", "", burden.FiscalApril, "0 12 12 12"},
		{"2020-04", "", burden.FiscalOctober, "0 6 12 12"},
		{"0001-01", "", burden.Calendar, "12 12 12 12"},
		{"2022-12", "", burden.Calendar, "0 0 0 1"},
		{"2023-01", "", burden.Calendar, "0 0 0 0"},
		{"2020-07", "2020-07", 6, "0 1 0 0"},
		{"2020-07", "2020-07", 7, "1 0 0 0"}, // August 2019 to July 2020
		{"2020-07", "2020-07", -11, "0 0 1 0"},
		{"2023-01", "2023-12", burden.Calendar, "0 0 0 0"},
		{"2019-01", "2022-12", burden.Calendar, "12 12 12 12"},
	} {
		months := burden.NewLine("months", burden.Months).On(c.basis)
		s := burden.MonthsInForce(c.first, c.last, c.basis, 2019, 2022)
		basis, known := s.Basis()
		assert.True(t, known)
		assert.Equal(t, c.basis, basis)
		p := projectionOf(t, modelOf(t, months.Is(burden.NewParam("in_force", burden.Months, s))), 2019, 2022)
		wantYears(t, c.want, p, months)
		_, ok := s.At(2018)
		assert.False(t, ok, "nothing is said of other years")
	}
	for _, c := range []struct {
		first, last string
		basis       burden.YearBasis
		from, to    int
		cause       error
		want        string
	}{
		{"2020", "2021-01", 0, 2020, 2021, burden.ErrDate, `p: first month = "2020": not a month, which is written like 2006-01`},
		{"2020-4", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020-13", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020-00", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"0000-01", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020-04-01", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"+020-04", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020-+4", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020/04", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2021-03-10", "2021-12", 0, 2020, 2021, burden.ErrDate, `p: first month = "2021-03-10": not a month but a day; whole months are counted, so write 2021-03`},
		{"2020-04", "2021-03-31", 0, 2020, 2021, burden.ErrDate, `p: last month = "2021-03-31": not a month but a day; whole months are counted, so write 2021-03`},
		{"2020-04", "2021-03-32", 0, 2020, 2021, burden.ErrDate, `p: last month = "2021-03-32": not a month, which is written like 2006-01`},
		{"", "2021-01", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"", "", 0, 2020, 2021, burden.ErrDate, "first month"},
		{"2020-04", " ", 0, 2020, 2021, burden.ErrDate, `p: last month = " ": not a month, which is written like 2006-01`},
		{"2020-04", "2020-03", 0, 2020, 2021, burden.ErrOutOfRange, "months = 2020-04 to 2020-03"},
		{"2020-04", "2020-05", 12, 2020, 2021, burden.ErrOutOfRange, "year basis = 12"},
		{"2020-04", "2020-05", 0, 2021, 2020, burden.ErrOutOfRange, "year = 2021 to 2020"},
		{"2020-04", "2020-05", 0, 0, 2020, burden.ErrOutOfRange, "year = 0 to 2020"},
		{"2020-04", "2020-05", 0, 2020, 10000, burden.ErrOutOfRange, "year = 2020 to 10000"},
	} {
		faults := paramFaults(burden.Months, burden.MonthsInForce(c.first, c.last, c.basis, c.from, c.to))
		if assert.Len(t, faults, 1, c.want) {
			assert.ErrorIs(t, faults[0], c.cause, c.want)
			assert.ErrorContains(t, faults[0], c.want)
		}
	}
}

// A lapse of three months leaves nine twelfths, by hand 10,389 × 9 / 12 = 7,791.75, and
// a retroactive start pays for months already gone.
func TestProrate(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	months := func(first, last string, basis burden.YearBasis) burden.Param {
		return burden.NewParam("in_force", burden.Months, burden.MonthsInForce(first, last, basis, 2020, 2022))
	}
	part := func(m burden.Operand, r burden.Rounding) *burden.Model {
		return modelOf(t, x.Is(burden.Prorate(korean, m).Rounded(r)))
	}
	wantYears(t, "7791.75 11833 0", projectionOf(t, part(months("2020-04", "2021-12", burden.Calendar), burden.Rounding{}), 2020, 2022), x)
	// 10,389 / 12 = 865.75; 11,833 × 7 / 12 = 6902.583…
	wantYears(t, "865.75 6902.6 0", projectionOf(t, part(months("2020-12", "2021-07", burden.Calendar), burden.RoundTo("0.05", burden.HalfUp)), 2020, 2022), x)
	_, err := part(months("2020-12", "2021-07", burden.Calendar), burden.Rounding{}).Project(2021, 2021)
	assert.ErrorIs(t, err, burden.ErrInexact)
	_, err = part(months("2020-12", "2021-07", burden.Calendar), cents).Project(2023, 2023)
	assert.ErrorIs(t, err, burden.ErrMissingYear, "of a year not asked for the months are not known")

	// Months of fiscal years are of fiscal years.
	_, err = burden.NewModel("m", x.Is(burden.Prorate(korean, months("2020-04", "2021-12", burden.FiscalApril)).Exactly()))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = burden.NewModel("m", x.Is(burden.Prorate(korean, burden.Amount(3, burden.Ratio)).Exactly()))
	assert.ErrorIs(t, err, burden.ErrUnit, "a number is no number of months")
	for _, q := range []burden.Quotient{burden.Prorate(nil, burden.Amount(3, burden.Months)), burden.Prorate(korean, nil)} {
		_, err = burden.NewModel("m", x.Is(q.Exactly()))
		assert.ErrorIs(t, err, burden.ErrIncomplete)
	}
}

// Aid of 100 m dollars in each fiscal year from October, by a fiscal price index of 106
// in 2019 and 114 in 2020 and a calendar one of 108 in 2019. The calendar year 2019 has
// nine months of the fiscal year 2019 and three of 2020.
//
// Deflated first, by hand: 100 m and 100 m × 106 / 114 = 92,982,456.140…, then 0.75 of
// the one and 0.25 of the other, 98,245,614.04. Both have the unit USD@2019, but only
// prices of a fiscal year are in that number. Converted first it is 75 m + 25 m, and at
// the prices of its own year 100,000,000.00.
func TestRealAmountsKeepTheirYearBasis(t *testing.T) {
	wrong := new(big.Rat).Add(rat("75e6"), new(big.Rat).Mul(rat("25e6"), new(big.Rat).Quo(rat("106"), rat("114"))))
	require.Equal(t, "98245614.04", wrong.FloatString(2))

	real := burden.USD.AtPrices(2019)
	prices := func(name string, b burden.YearBasis, levels map[int]string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.ByYear(levels).On(b))
	}
	aid := burden.NewParam("aid", burden.USD, burden.ByYear(map[int]string{2019: "100e6", 2020: "100e6"}).On(burden.FiscalOctober))
	fiscal := prices("fiscal_prices", burden.FiscalOctober, map[int]string{2019: "106", 2020: "114"})
	calendar := prices("calendar_prices", burden.Calendar, map[int]string{2019: "108"})
	deflated := burden.NewLine("deflated", real).Is(burden.Deflate(aid, fiscal, 2019).RoundedTo("0.01", burden.HalfUp))
	moved, converted := burden.NewLine("moved", real).On(burden.Calendar), burden.NewLine("converted", burden.USD)

	_, err := burden.NewModel("m", deflated, burden.ConvertYears(moved, 2019, 2019, deflated.Line(), burden.FiscalOctober, burden.RoundTo("0.01", burden.HalfUp)))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	assert.Len(t, burden.Faults(err), 1, "%v", err)

	p := projectionOf(t, modelOf(t, burden.ConvertYears(converted, 2019, 2019, aid, burden.FiscalOctober, burden.Rounding{}),
		moved.Is(burden.Deflate(converted, calendar, 2019).RoundedTo("0.01", burden.HalfUp))), 2019, 2019)
	wantYears(t, "100000000", p, moved)
}

// What is refused is a price base anywhere in the unit, in a formula of any kind, written
// in Go or as text; a ratio of two real amounts has none and can be converted.
func TestNoUnitWithAPriceBaseChangesItsYearBasis(t *testing.T) {
	real := burden.USD.AtPrices(2019)
	years := func(name string, u burden.Unit) burden.Param {
		return burden.NewParam(name, u, burden.ByYear(map[int]int{2019: 100, 2020: 100}).On(burden.FiscalOctober))
	}
	old := years("old", real)
	for _, f := range []burden.Formula{
		old.Formula,
		years("each", real.Per(burden.Persons)).Formula,
		years("rate", "KRW@2015/USD@2019").Formula,
		years("factor", "USD@2019/USD").Formula,
		years("inverse", "1/USD@2019").Formula,
		years("square", real.Times(real)).Formula,
		years("work", real.Times(burden.Months)).Formula,
		old.Lag(1), old.At(2019), old.SumLags(1, 0), old.Plus(old), old.AtMost(old), old.RoundedTo("1", burden.HalfUp),
		burden.When(old.Below(old), old, old), burden.NewLine("l", real).Starts(2019, old).Formula(),
		burden.Amount(5, real),
		old.Lag(1).Times(burden.Amount("0.25", burden.Ratio)).Plus(old.Times(burden.Amount("0.75", burden.Ratio))),
	} {
		for _, b := range []burden.YearBasis{burden.Calendar, burden.FiscalOctober} {
			_, err := burden.NewModel("m", burden.NewLine("x", real).Is(f.On(b)))
			assert.ErrorIs(t, err, burden.ErrYearBasis, "%s", f)
			assert.ErrorContains(t, err, "convert the nominal amounts first and deflate afterwards", "%s", f)
			// Inside another formula, of any unit, as well.
			_, err = burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(f.On(b).Over(f.On(b)).Exactly()))
			assert.ErrorIs(t, err, burden.ErrYearBasis, "%s", f)
			assert.Len(t, burden.Faults(err), 1, "%v", err)
		}
		text, err := burden.ParseFormula("on(calendar, "+f.String()+")", burden.Names{"old": old, "each": years("each", real.Per(burden.Persons)), "rate": years("rate", "KRW@2015/USD@2019"),
			"factor": years("factor", "USD@2019/USD"), "inverse": years("inverse", "1/USD@2019"), "square": years("square", real.Times(real)), "work": years("work", real.Times(burden.Months))})
		require.NoError(t, err)
		_, err = burden.NewModel("m", burden.NewLine("x", real).Is(text))
		assert.ErrorIs(t, err, burden.ErrYearBasis, "%s", f)
	}
	share := burden.NewLine("share", burden.Ratio).On(burden.Calendar)
	_, err := burden.NewModel("m", share.Is(old.Over(years("all", real)).Exactly().On(burden.Calendar)))
	assert.NoError(t, err)
	// A line states its basis and converts nothing.
	_, err = burden.NewModel("m", burden.NewLine("x", real).On(burden.FiscalOctober).Is(old))
	assert.NoError(t, err)
	_, err = burden.NewModel("m", burden.NewLine("x", real).On(burden.Calendar).Is(old))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	// So does the total, a weight or a bound of a split.
	part := func(total, weight, ceiling burden.Operand) error {
		_, err := burden.NewModel("m", burden.NewSplit("s", real, burden.Split{Total: total, Quantum: "1", Members: []burden.Member{{Key: "only", Weight: weight, Ceiling: ceiling}}}))
		return err
	}
	one := burden.Amount(1, burden.Ratio)
	assert.NoError(t, part(old, one, nil))
	assert.ErrorIs(t, part(old.On(burden.Calendar), one, nil), burden.ErrYearBasis)
	assert.ErrorIs(t, part(old, old.On(burden.FiscalOctober), nil), burden.ErrYearBasis)
	assert.ErrorIs(t, part(old, one, old.On(burden.FiscalOctober)), burden.ErrYearBasis)
}
