package scenario_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

func backtest(t testing.TB, s *scenario.Scenario, l burden.Line, published burden.Series, precision burden.Rounding) *scenario.Residuals {
	t.Helper()
	r, err := scenario.Backtest(s, l, published, precision)
	require.NoError(t, err)
	return r
}

// Every amount that a rule set, from two negotiated ones (BACKTEST, section 1).
func TestBacktestTheSuccession(t *testing.T) {
	m, contribution := korea.Succession()
	r := backtest(t, scenario.Baseline(m, 2007, 2026, contribution), contribution, korea.Contribution(), burden.Rounding{})
	assert.Equal(t, scenario.ResidualCounts{Published: 20, Matched: 20}, r.Counts())
	recalled := 0
	for i, row := range r.Rows() {
		assert.Equal(t, 2007+i, row.Year)
		assert.True(t, row.Match && row.Computed.Present && row.Err == nil)
		dectest.Equal(t, "0", row.Difference.Amount)
		if row.Published.Status == burden.Recalled {
			recalled++
		}
	}
	assert.Equal(t, 2, recalled)
}

// Residuals of wrong readings (BACKTEST, section 4).
func TestResiduals(t *testing.T) {
	a, agreed := eighth()
	for _, c := range []struct {
		name   string
		change scenario.Change
		want   []string // residuals of 2009 to 2013, in 0.1 bn won
	}{
		{"as agreed", scenario.Set(a.Base, "760e9", scenario.In(2009)), []string{"0", "0", "0", "0", "0"}},
		// 7957.2 → 7957; × 1.028 = 8179.8 → 8180; × 1.029 = 8417.2 → 8417; × 1.04 = 8753.7 → 8754
		{"no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)), []string{"0", "53", "55", "56", "59"}},
		// 8125 × 1.03 = 8368.75 → 8369; × 1.04 = 8703.8 → 8704
		{"latest print", scenario.Define(a.Driver.Is(korea.CPI().AsOf("2012-12-31"))), []string{"0", "0", "0", "8", "9"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := toy.With(t, agreed, c.name, c.change)
			r := backtest(t, s, a.Contribution, korea.Contribution(), burden.Rounding{})
			matched := 0
			for i, row := range r.Rows() {
				dectest.Equal(t, c.want[i]+"e8", row.Difference.Amount, row.Year)
				assert.Equal(t, c.want[i] == "0", row.Match, row.Year)
				assert.True(t, row.Difference.Amount.Equal(row.Computed.Amount.Sub(row.Published.Value)))
				if row.Match {
					matched++
				}
			}
			assert.Equal(t, scenario.ResidualCounts{Published: 5, Matched: matched}, r.Counts())
		})
	}
}

// A match is at the published precision, which the caller names.
func TestMatchAtPrecision(t *testing.T) {
	for _, c := range []struct {
		published string // of the toy agreement's 1320 won of 2022
		precision burden.Rounding
		match     bool
	}{
		{"1320", burden.Rounding{}, true},
		{"1320.0", burden.Rounding{}, true},
		{"1300", burden.Rounding{}, false},
		{"1300", burden.RoundTo("100", burden.HalfUp), true},
		{"1400", burden.RoundTo("100", burden.HalfUp), false},
		{"1400", burden.RoundTo("100", burden.Up), true},
		{"1300", burden.RoundTo("100", burden.Exact), false}, // 1320 is no multiple
		{"1320", burden.RoundTo("10", burden.Exact), true},
	} {
		r := backtest(t, toy.Scenario(t), toy.Contribution, burden.ByYear(map[int]string{2022: c.published}), c.precision)
		require.Len(t, r.Rows(), 1)
		assert.Equal(t, c.match, r.Rows()[0].Match, "%s %v", c.published, c.precision)
	}
}

// A year without a value is there and says why; the years around it are unharmed.
func TestBacktestReportsMissingYears(t *testing.T) {
	later := burden.NewLine("later", burden.KRW)
	s := toy.With(t, toy.Scenario(t), "without 2022",
		scenario.Define(later.Starts(2021, burden.Amount(100, burden.KRW).GrownBy(toy.CPI))),
		scenario.Define(toy.CPI.Is(burden.ByYear(map[int]string{2021: "10%", 2023: "30%"}))))
	published := burden.NewSeries(
		burden.Span{From: 2019, To: 2022, Entry: burden.Entry{Value: decimal.NewFromInt(110), Status: burden.Confirmed}},
		burden.Span{From: 2023, To: 2024, Entry: burden.Entry{Value: decimal.NewFromInt(120), Status: burden.Recalled}})
	r := backtest(t, s, later, published, burden.Rounding{})
	assert.Equal(t, scenario.ResidualCounts{Published: 4, Matched: 1, Missing: 2}, r.Counts())
	rows := r.Rows()
	assert.ErrorIs(t, rows[0].Err, burden.ErrNotApplicable)
	assert.True(t, rows[1].Match)
	assert.ErrorIs(t, rows[2].Err, burden.ErrMissingYear)
	dectest.Equal(t, "10", rows[3].Difference.Amount)
	assert.False(t, rows[2].Computed.Present || rows[2].Difference.Present || rows[2].Match)
	rows[1].Match = false
	assert.True(t, r.Rows()[1].Match, "what is handed out is a copy")
	assert.Equal(t, ""+
		"year  status     published  computed  residual     match\n"+
		"2020  confirmed        110         -         -  no value\n"+
		"2021  confirmed        110       110         0       yes\n"+
		"2022  confirmed        110         -         -  no value\n"+
		"2023  recalled         120       130        10        no\n"+
		"later: 1 of 4 published values match, compared exactly; no value in 2\n"+
		rows[0].Err.Error()+"\n"+rows[2].Err.Error()+"\n", r.String())
}

func TestBacktestFaults(t *testing.T) {
	good := burden.Constant(1000)
	unit := burden.NewLine("contribution", burden.USD)
	for _, c := range []struct {
		name      string
		scenario  *scenario.Scenario
		line      burden.Line
		published burden.Series
		precision burden.Rounding
		cause     error
	}{
		{"no scenario", nil, toy.Contribution, good, burden.Rounding{}, burden.ErrIncomplete},
		{"zero scenario", &scenario.Scenario{}, toy.Contribution, good, burden.Rounding{}, burden.ErrIncomplete},
		{"no model", scenario.Baseline(nil, 2020, 2023), toy.Contribution, good, burden.Rounding{}, burden.ErrIncomplete},
		{"zero line", toy.Scenario(t), burden.Line{}, good, burden.Rounding{}, burden.ErrUnknownName},
		{"unknown line", toy.Scenario(t), toy.Half, good, burden.Rounding{}, burden.ErrUnknownName},
		{"other unit", toy.Scenario(t), unit, good, burden.Rounding{}, burden.ErrUnit},
		{"no years", scenario.Baseline(toy.Model(t), 2023, 2020), toy.Contribution, good, burden.Rounding{}, burden.ErrOutOfRange},
		{"years without end", scenario.Baseline(toy.Model(t), 2020, 1<<30), toy.Contribution, good, burden.Rounding{}, burden.ErrOutOfRange},
		{"years before all", scenario.Baseline(toy.Model(t), -5, 2020), toy.Contribution, good, burden.Rounding{}, burden.ErrOutOfRange},
		{"bad series", toy.Scenario(t), toy.Contribution, burden.Constant("x"), burden.Rounding{}, burden.ErrNumber},
		{"bad quantum", toy.Scenario(t), toy.Contribution, good, burden.RoundTo("-1", burden.HalfUp), burden.ErrOutOfRange},
		{"coarser than published", toy.Scenario(t), toy.Contribution, good, burden.RoundTo("300", burden.HalfUp), burden.ErrInexact},
		{"nothing published", toy.Scenario(t), toy.Contribution, burden.ByYear(map[int]int{2019: 1, 2024: 1}), burden.Rounding{}, burden.ErrMissingYear},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := scenario.Backtest(c.scenario, c.line, c.published, c.precision)
			require.ErrorIs(t, err, c.cause)
			var typed *scenario.Error
			assert.ErrorAs(t, err, &typed)
			_, again := scenario.Conventions(c.scenario, c.line, c.published, c.precision, amendedLag(0))
			require.Error(t, again)
			assert.Equal(t, err.Error(), again.Error())
		})
	}
}

// amendedLag is the dimension of the toy agreement's lag, in years.
func amendedLag(years ...int) scenario.Dimension {
	d := scenario.Dimension{Name: "lag"}
	for _, n := range years {
		d.Alternatives = append(d.Alternatives, alternative(strconv.Itoa(n), scenario.AmendRule(toy.Growth, func(x *burden.Index) { x.Lag = n })))
	}
	return d
}

func alternative(name string, amendments ...scenario.Amendment) scenario.Alternative {
	return scenario.Alternative{Name: name, Amendments: amendments}
}

// cadences and roundingModes are the two dimensions of a line's rounding.
func cadences(l burden.Line) scenario.Dimension {
	return scenario.Dimension{Name: "cadence", Alternatives: []scenario.Alternative{
		alternative("yearly"),
		alternative("carried", scenario.AmendRounding(scenario.RoundingConvention{Lines: []burden.Line{l}, AtEnd: true}))}}
}

func roundingModes(l burden.Line, modes ...burden.Mode) scenario.Dimension {
	d := scenario.Dimension{Name: "mode"}
	for _, mode := range modes {
		d.Alternatives = append(d.Alternatives, alternative(mode.String(), scenario.AmendRounding(scenario.RoundingConvention{Lines: []burden.Line{l}, Mode: mode})))
	}
	return d
}

// readingsOfTheEighth are lag, print, driver precision, ceiling, cadence and mode.
func readingsOfTheEighth() []scenario.Dimension {
	a := korea.Eighth()
	lag := scenario.Dimension{Name: "lag"}
	for n := range 4 {
		lag.Alternatives = append(lag.Alternatives, alternative(strconv.Itoa(n), scenario.AmendRule(a.Growth, func(x *burden.Index) { x.Lag = n })))
	}
	return []scenario.Dimension{
		lag,
		{Name: "print", Alternatives: []scenario.Alternative{
			{Name: "first"},
			{Name: "latest", Changes: []scenario.Change{scenario.Define(a.Driver.Is(korea.CPI().AsOf("2025-12-31")))}},
			{Name: "bank", Changes: []scenario.Change{scenario.Define(a.Driver.Is(korea.CPIWorldBank()))}}}},
		{Name: "driver", Alternatives: []scenario.Alternative{
			alternative("as is"),
			alternative("0.1 %", scenario.AmendRule(a.Growth, func(x *burden.Index) { x.Precision = burden.RoundTo("0.1%", burden.HalfUp) }))}},
		{Name: "ceiling", Alternatives: []scenario.Alternative{alternative("4 %"), alternative("none", scenario.AmendRule(a.Growth, burden.NoCeiling))}},
		cadences(a.Contribution),
		roundingModes(a.Contribution, sevenModes...),
	}
}

// TestConventionsOfTheEighth checks all 672 readings against fractions: every
// value of every reading, which fit, and what the fits have in common. Nothing of
// the enumeration comes from the library but the names of the modes.
func TestConventionsOfTheEighth(t *testing.T) {
	prints := map[string][]string{ // in percent, 2007 to 2013
		"first":  {"2.5", "4.7", "2.8", "2.9", "4.0", "2.2", "1.3"},
		"latest": {"2.5", "4.7", "2.8", "3.0", "4.0", "2.2", "1.3"},
		"bank":   {"2.53457382137932", "4.67389655533408", "2.7564965449393", "2.93928652655686", "4.0259650043609", "2.18707104433314", "1.30134754547413"},
	}
	published := []string{"7904", "8125", "8361", "8695"} // in 0.1 bn won, 2010 to 2013
	hundred := big.NewRat(100, 1)
	values, fits := map[string][]*big.Rat{}, []string{}
	for lag := range 4 {
		for _, print := range []string{"first", "latest", "bank"} {
			for _, driver := range []string{"as is", "0.1 %"} {
				for _, ceiling := range []string{"4 %", "none"} {
					var growth []*big.Rat
					for year := 2010; year <= 2013; year++ {
						g := fraction(t, prints[print][year-lag-2007])
						if driver == "0.1 %" {
							g = fraction(t, g.FloatString(1)) // rounded to the nearest; no tie is among them
						}
						if four := big.NewRat(4, 1); ceiling == "4 %" && g.Cmp(four) > 0 {
							g = four
						}
						growth = append(growth, new(big.Rat).Quo(g, hundred))
					}
					for _, cadence := range []string{"yearly", "carried"} {
						for _, mode := range sevenModes {
							name := strings.Join([]string{strconv.Itoa(lag), print, driver, ceiling, cadence, mode.String()}, "|")
							values[name] = escalate(big.NewRat(7600, 1), growth, big.NewRat(1, 1), mode, cadence == "carried")
							fit := true
							for i, p := range published {
								fit = fit && values[name][i+1].Cmp(fraction(t, p)) == 0
							}
							if fit {
								fits = append(fits, name)
							}
						}
					}
				}
			}
		}
	}
	require.Len(t, values, 672)

	a, agreed := eighth()
	r, err := scenario.Conventions(agreed, a.Contribution, korea.Contribution(), burden.Rounding{}, readingsOfTheEighth()...)
	require.NoError(t, err)
	require.Equal(t, 672, r.Len())
	tenthOfBn := fraction(t, "1e8")
	for i := range r.Len() {
		x := r.At(i)
		want, known := values[strings.Join(x.Alternatives, "|")]
		require.True(t, known, x.Alternatives)
		require.NoError(t, x.Err)
		var misses []int
		for k, v := range x.Values {
			assert.Zero(t, new(big.Rat).Mul(want[k], tenthOfBn).Cmp(v.Amount.Rat()), "%v %d: %v", x.Alternatives, 2009+k, v)
			if k > 0 && want[k].Cmp(fraction(t, published[k-1])) != 0 {
				misses = append(misses, 2009+k)
			}
		}
		assert.Equal(t, misses, x.Misses, x.Alternatives)
		delete(values, strings.Join(x.Alternatives, "|"))
	}
	assert.Empty(t, values, "every reading, once")

	var got []string
	for _, x := range r.Fits() {
		got = append(got, strings.Join(x.Alternatives, "|"))
		assert.Equal(t, "2", x.Alternatives[0])
		assert.Equal(t, "4 %", x.Alternatives[3])
	}
	assert.Equal(t, fits, got, "the same set, in the same order")
	assert.Len(t, got, 18)
	assert.Equal(t, []scenario.Finding{
		{Dimension: "lag", Fitting: []string{"2"}, Excluded: []string{"0", "1", "3"}},
		{Dimension: "print", Fitting: []string{"first", "bank"}, Excluded: []string{"latest"}},
		{Dimension: "driver", Fitting: []string{"as is", "0.1 %"}},
		{Dimension: "ceiling", Fitting: []string{"4 %"}, Excluded: []string{"none"}},
		{Dimension: "cadence", Fitting: []string{"yearly", "carried"}},
		{Dimension: "mode", Fitting: []string{"half_up", "half_even", "half_down"}, Excluded: []string{"up", "down", "ceiling", "floor"}},
	}, r.Findings())
	groups := r.Groups()
	require.Len(t, groups, 1)
	assert.Equal(t, r.Fits(), groups[0].Readings)
}

// The order of the dimensions does not matter where they act on one definition.
func TestDimensionsCompose(t *testing.T) {
	a, agreed := eighth()
	fits := func(d []scenario.Dimension) []string {
		r, err := scenario.Conventions(agreed, a.Contribution, korea.Contribution(), burden.Rounding{}, d...)
		require.NoError(t, err)
		var list []string
		for _, x := range r.Fits() {
			names := slices.Sorted(slices.Values(x.Alternatives))
			list = append(list, strings.Join(names, "|"))
		}
		slices.Sort(list)
		return list
	}
	d := readingsOfTheEighth()
	forward := fits(d)
	slices.Reverse(d)
	assert.Equal(t, forward, fits(d))
}

// On the eleventh agreement, growth carried on unrounded is rejected.
func TestConventionsOfTheEleventh(t *testing.T) {
	a := korea.Eleventh()
	// From the confirmed amount of 2022: 1247.2 bn × 1.034 × 1.044 × 1.042 = 1402.894 bn (BACKTEST, section 4).
	definition, ok := a.Model.Definition(a.Contribution.Name())
	require.True(t, ok)
	m, err := a.Model.With(definition.(burden.LineDefinition).In(2022, burden.Amount("1247.2e9", burden.KRW)))
	require.NoError(t, err)
	growth := []*big.Rat{big.NewRat(34, 1000), big.NewRat(44, 1000), big.NewRat(42, 1000)}
	published := []string{"12472", "12896", "13463", "14028"}
	r, err := scenario.Conventions(scenario.Baseline(m, 2022, 2025), a.Contribution, korea.Contribution(), burden.Rounding{},
		cadences(a.Contribution), roundingModes(a.Contribution, sevenModes...))
	require.NoError(t, err)
	require.Equal(t, 14, r.Len())
	for i := range r.Len() {
		x := r.At(i)
		want := escalate(big.NewRat(12472, 1), growth, big.NewRat(1, 1), sevenModes[i%7], i >= 7)
		for k, v := range x.Values {
			assert.Zero(t, new(big.Rat).Mul(want[k], fraction(t, "1e8")).Cmp(v.Amount.Rat()), x.Alternatives)
			assert.Equal(t, want[k].Cmp(fraction(t, published[k])) != 0, slices.Contains(x.Misses, 2022+k), x.Alternatives)
		}
	}
	assert.Equal(t, []string{"carried", "half_up"}, r.At(7).Alternatives)
	dectest.Equal(t, "1402.9e9", r.At(7).Values[3].Amount)
	assert.Contains(t, r.At(7).Misses, 2025)
	assert.Empty(t, r.At(0).Misses)

	// From 2019, with the confirmed amounts alone, under every mode.
	confirmed := burden.ByYear(map[int]string{2020: "1038.9e9", 2021: "1183.3e9", 2022: "1247.2e9", 2025: "1402.8e9"})
	r, err = scenario.Conventions(scenario.Baseline(a.Model, 2020, 2025), a.Contribution, confirmed, burden.Rounding{},
		cadences(a.Contribution), roundingModes(a.Contribution, sevenModes...))
	require.NoError(t, err)
	assert.Equal(t, []scenario.Finding{
		{Dimension: "cadence", Fitting: []string{"yearly"}, Excluded: []string{"carried"}},
		{Dimension: "mode", Fitting: []string{"half_up", "half_even", "half_down"}, Excluded: []string{"up", "down", "ceiling", "floor"}},
	}, r.Findings())
}

// Added or compounded: 10389 × 1.074 × 1.065 = 11883, not 11833 (BACKTEST, section 4).
func TestAddedNotCompounded(t *testing.T) {
	a := korea.Eleventh()
	r, err := scenario.Conventions(scenario.Baseline(a.Model, 2021, 2021), a.Contribution, korea.Contribution(), burden.Rounding{},
		scenario.Dimension{Name: "step", Alternatives: []scenario.Alternative{
			alternative("added"),
			alternative("compounded", scenario.AmendRule(a.Growth, func(x *burden.Index) { x.Compound = true }))}})
	require.NoError(t, err)
	require.Len(t, r.Fits(), 1)
	assert.Equal(t, []string{"added"}, r.Fits()[0].Alternatives)
	dectest.Equal(t, "1188.3e9", r.At(1).Values[0].Amount)
}

// Beyond the published years the readings that fit part: prices of 2012 and 2013,
// 2.2 % and 1.3 %, unrounded 2.187 % and 1.301 %.
func TestGroupsThatLaterYearsSeparate(t *testing.T) {
	a := korea.Eighth()
	published := burden.ByYear(map[int]string{2010: "790.4e9", 2011: "812.5e9", 2012: "836.1e9", 2013: "869.5e9"})
	d := readingsOfTheEighth()
	r, err := scenario.Conventions(scenario.Baseline(a.Model, 2010, 2014), a.Contribution, published, burden.Rounding{}, d...)
	require.NoError(t, err)
	groups := r.Groups()
	require.Len(t, groups, 2)
	for i, c := range []struct{ cadence, last string }{
		{"yearly", "888.6e9"},  // 8695 × 1.022 = 8886.29
		{"carried", "888.7e9"}, // 8695.38… × 1.022 = 8886.68
	} {
		assert.Len(t, groups[i].Readings, 9)
		dectest.Equal(t, c.last, groups[i].Values[4].Amount)
		for _, x := range groups[i].Readings {
			assert.Equal(t, c.cadence, x.Alternatives[4])
			assert.Equal(t, groups[i].Values, x.Values)
		}
	}
	assert.Equal(t, `18 of 672 readings of contribution give all 4 published values, compared exactly

dimension  fits have                      no fit has
lag        2                              0, 1, 3
print      first, bank                    latest
driver     as is, 0.1 %                   -
ceiling    4 %                            none
cadence    yearly, carried                -
mode       half_up, half_even, half_down  up, down, ceiling, floor

group  fits  lag  print  driver        ceiling  cadence  mode
1      6     2    first  as is, 0.1 %  4 %      yearly   half_up, half_even, half_down
1      3     2    bank   0.1 %         4 %      yearly   half_up, half_even, half_down
2      6     2    first  as is, 0.1 %  4 %      carried  half_up, half_even, half_down
2      3     2    bank   0.1 %         4 %      carried  half_up, half_even, half_down

year          group 1          group 2
2014  888,600,000,000  888,700,000,000
`, r.String())
}

// A reading that needs a year that is not there does not fit, and says why; one
// whose missing year nobody published may fit.
func TestReadingsWithoutValues(t *testing.T) {
	published := burden.ByYear(map[int]int{2021: 1100, 2022: 1210})
	open := scenario.Dimension{Name: "ceiling", Alternatives: []scenario.Alternative{alternative("25 %"), alternative("none", scenario.AmendRule(toy.Growth, burden.NoCeiling))}}
	s := toy.With(t, toy.Scenario(t), "to 2022", scenario.Define(toy.CPI.Is(burden.ByYear(map[int]string{2021: "10%", 2022: "10%"}))))
	r, err := scenario.Conventions(s, toy.Contribution, published, burden.Rounding{}, amendedLag(0, 1, 30), open)
	require.NoError(t, err)
	require.Equal(t, 6, r.Len())

	x := r.At(0) // no prices of 2023, which nobody published
	assert.Empty(t, x.Misses)
	assert.NoError(t, x.Err)
	assert.Equal(t, []bool{true, true, true, false}, []bool{x.Values[0].Present, x.Values[1].Present, x.Values[2].Present, x.Values[3].Present})
	x = r.At(5)
	assert.Equal(t, []string{"30", "none"}, x.Alternatives)
	assert.Equal(t, []int{2021, 2022}, x.Misses)
	require.ErrorIs(t, x.Err, burden.ErrMissingYear)
	assert.Contains(t, x.Err.Error(), "scenario: lag 30, ceiling none: burden: toy: ")
	assert.Len(t, r.Fits(), 2)
	assert.Len(t, r.Groups(), 1)

	assert.Equal(t, scenario.Reading{}, r.At(-1))
	assert.Equal(t, scenario.Reading{}, r.At(6))
	x.Misses[0], x.Values[0].Present, x.Alternatives[0] = 0, false, ""
	assert.Equal(t, []int{2021, 2022}, r.At(5).Misses, "what is handed out is a copy")
	assert.True(t, r.At(5).Values[0].Present)
}

// Zero results are empty, not faults.
func TestZeroResults(t *testing.T) {
	assert.Zero(t, new(scenario.Residuals).Counts())
	assert.Contains(t, new(scenario.Residuals).String(), "0 of 0 published values match")
	assert.Zero(t, new(scenario.Readings).Len())
	assert.Empty(t, new(scenario.Readings).Findings())
	assert.Contains(t, new(scenario.Readings).String(), "0 of 0 readings")
	assert.Contains(t, new(scenario.Impacts).String(), "as agreed")
}

// Where nothing fits, there is no more to say than that.
func TestNoReadingFits(t *testing.T) {
	r, err := scenario.Conventions(toy.Scenario(t), toy.Contribution, burden.Constant(1), burden.RoundTo("1", burden.HalfUp), amendedLag(0))
	require.NoError(t, err)
	assert.Empty(t, r.Fits())
	assert.Empty(t, r.Groups())
	assert.Equal(t, ""+
		"0 of 1 readings of contribution give all 4 published values, compared to 1, half up\n\n"+
		"dimension  fits have  no fit has\n"+
		"lag        -          0\n", r.String())
}

// Readings that differ in nothing make one row, whichever dimension they differ in.
func TestReadingsThatDifferInNothing(t *testing.T) {
	dimension := func(name string, alternatives ...string) (d scenario.Dimension) {
		d.Name = name
		for _, a := range alternatives {
			d.Alternatives = append(d.Alternatives, alternative(a))
		}
		return d
	}
	r, err := scenario.Conventions(toy.Scenario(t), toy.Contribution, burden.ByYear(map[int]int{2020: 1000}), burden.Rounding{}, dimension("first", "a", "b"), dimension("second", "c", "d", "e"))
	require.NoError(t, err)
	assert.Contains(t, r.String(), "\n\ngroup  fits  first  second\n1      6     a, b   c, d, e\n")
}

// Alternatives that give a model each, but not together, are a reading that does not fit.
func TestReadingsWithoutAModel(t *testing.T) {
	r, err := scenario.Conventions(toy.Scenario(t), toy.Contribution, burden.Constant(1000), burden.Rounding{},
		scenario.Dimension{Name: "pay", Alternatives: []scenario.Alternative{{Name: "none"}, {Name: "of heads",
			Changes: []scenario.Change{scenario.Define(toy.Half.Is(toy.Contribution))}}}},
		scenario.Dimension{Name: "unit", Alternatives: []scenario.Alternative{alternative("won"), {Name: "heads",
			Changes: []scenario.Change{scenario.Define(burden.NewLine("third", burden.KRW).Is(burden.NewParam("half", burden.KRW, burden.Constant(1))))}}}})
	require.NoError(t, err)
	x := r.At(3)
	require.ErrorIs(t, x.Err, burden.ErrDuplicate, "half is a line and a parameter")
	assert.Equal(t, []int{2020, 2021, 2022, 2023}, x.Misses)
	assert.Equal(t, make([]scenario.Value, 4), x.Values)
}

// An amendment of a line's definition composes with its rounding.
func TestAmendLine(t *testing.T) {
	a, agreed := eighth()
	frozen := scenario.AmendLine(a.Contribution, func(d burden.LineDefinition) burden.LineDefinition {
		return d.In(2011, burden.Freeze(a.Contribution))
	})
	r, err := scenario.Conventions(agreed, a.Contribution, korea.Contribution(), burden.Rounding{},
		scenario.Dimension{Name: "2011", Alternatives: []scenario.Alternative{alternative("grown"), alternative("frozen", frozen)}},
		roundingModes(a.Contribution, burden.HalfUp, burden.Down))
	require.NoError(t, err)
	// 7904, 7904, × 1.029 = 8133.2, × 1.04 of 8133 = 8458.3
	assert.Equal(t, []string{"frozen", "down"}, r.At(3).Alternatives)
	for i, want := range []string{"7600", "7904", "7904", "8133", "8458"} {
		dectest.Equal(t, want+"e8", r.At(3).Values[i].Amount)
	}
	assert.Len(t, r.Fits(), 1)
}

func TestConventionFaults(t *testing.T) {
	set := func(v int) []scenario.Change { return []scenario.Change{scenario.Set(toy.Base, v)} }
	many := scenario.Dimension{}
	for i := range 300 {
		many.Alternatives = append(many.Alternatives, scenario.Alternative{Name: strconv.Itoa(i)})
	}
	named := func(name string, d scenario.Dimension) scenario.Dimension {
		d.Name = name
		return d
	}
	one := func(a scenario.Alternative) []scenario.Dimension {
		return []scenario.Dimension{{Name: "d", Alternatives: []scenario.Alternative{a}}}
	}
	for _, c := range []struct {
		name       string
		dimensions []scenario.Dimension
		cause      error
		want       string // in the message
	}{
		{"no dimension", nil, burden.ErrIncomplete, "dimensions"},
		{"dimension without a name", []scenario.Dimension{named("", amendedLag(0))}, burden.ErrIncomplete, `dimension ""`},
		{"dimension without alternatives", []scenario.Dimension{{Name: "d"}}, burden.ErrIncomplete, `dimension "d"`},
		{"dimension twice", []scenario.Dimension{amendedLag(0), amendedLag(1)}, burden.ErrDuplicate, `dimension "lag"`},
		{"alternative without a name", one(scenario.Alternative{}), burden.ErrIncomplete, "d without a name"},
		{"alternative twice", []scenario.Dimension{amendedLag(0, 0)}, burden.ErrDuplicate, "lag 0"},
		{"too many", []scenario.Dimension{named("a", many), named("b", many)}, burden.ErrTooLarge, "more than 65536"},
		{"changes of the same", []scenario.Dimension{
			{Name: "a", Alternatives: []scenario.Alternative{{Name: "x", Changes: set(1)}}},
			{Name: "b", Alternatives: []scenario.Alternative{{Name: "y"}, {Name: "z", Changes: set(2)}}}}, scenario.ErrConflict, "b z: set base to 2: against a x: set base to 1"},
		{"bad change", one(scenario.Alternative{Name: "a", Changes: []scenario.Change{{}}}), burden.ErrIncomplete, "d a: no change"},
		{"zero amendment", one(alternative("a", scenario.Amendment{})), burden.ErrIncomplete, "d a: amendment"},
		{"no function", one(alternative("a", scenario.AmendLine(toy.Contribution, nil))), burden.ErrIncomplete, "d a: amendment"},
		{"unknown rule", one(alternative("a", scenario.AmendRule(burden.NewIndexRule("other", burden.Index{})))), burden.ErrUnknownName, "d a: burden: toy: rule = other"},
		{"zero rule", one(alternative("a", scenario.AmendRule(burden.IndexRule{}, nil))), burden.ErrUnknownName, "d a: burden: toy: rule"},
		{"line that a rule defines", one(alternative("a", scenario.AmendLine(toy.Growth.Applied(), func(d burden.LineDefinition) burden.LineDefinition { return d }))), burden.ErrUnknownName, "definition of = growth"},
		{"bad rule", []scenario.Dimension{amendedLag(0, -1)}, burden.ErrOutOfRange, "lag -1"},
		{"no definition", one(alternative("a", scenario.AmendLine(toy.Contribution, func(burden.LineDefinition) burden.LineDefinition { return burden.LineDefinition{} }))), burden.ErrIncomplete, "d a"},
		{"bad rounding", one(alternative("a", scenario.AmendRounding(scenario.RoundingConvention{Mode: 99}))), burden.ErrUnknownName, "d a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := scenario.Conventions(toy.Scenario(t), toy.Contribution, burden.Constant(1000), burden.Rounding{}, c.dimensions...)
			require.ErrorIs(t, err, c.cause)
			var typed *scenario.Error
			assert.True(t, errors.As(err, &typed), fmt.Sprint(err))
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// The last year there is can be tested like any other.
func TestBacktestToTheLastYear(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(burden.Amount(5, burden.KRW)))
	require.NoError(t, err)
	b, err := scenario.Backtest(scenario.Baseline(m, burden.MaxYear-1, burden.MaxYear), x, burden.ByYear(map[int]int{burden.MaxYear: 5}), burden.Rounding{})
	require.NoError(t, err)
	assert.Contains(t, b.String(), "9999")
	_, err = scenario.Backtest(scenario.Baseline(m, burden.MinYear, 2), x, burden.ByYear(map[int]int{burden.MinYear: 5}), burden.Rounding{})
	require.NoError(t, err)
}

// One value that is missing is told, as two are.
func TestBacktestReportsOneMissingYear(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Starts(2021, burden.Amount(5, burden.KRW)))
	require.NoError(t, err)
	r := backtest(t, scenario.Baseline(m, 2020, 2021), x, burden.ByYear(map[int]int{2020: 5, 2021: 5}), burden.Rounding{})
	assert.Contains(t, r.String(), "; no value in 1\n")
}
