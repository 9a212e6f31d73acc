package main

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

// whitePaper prints the contributions up to 2019.
const whitePaper = "published: Defense White Paper 2018, p. 181"

func growthExpected() map[int]expectation {
	return map[int]expectation{
		1: {"220e6", whitePaper, func(t *testing.T, x sample) {
			for year := 1991; year <= 1995; year++ {
				published, _ := korea.ContributionUSD().At(year)
				dectest.Equal(t, burden.Text(published.Value), x.value(t, x.line, year), year)
			}
			_, err := x.project(t, 1996).Value(x.line, 1996)
			assert.ErrorIs(t, err, burden.ErrNotApplicable, "a schedule does not go on")
		}},
		2: {"220e6", whitePaper + "; by hand: 150 + 150 × 2/4 = 225, cut to 220", func(t *testing.T, x sample) {
			// 187.5, 225 and 262.5, each cut to 10 m, are what was agreed.
			for year := 1991; year <= 1995; year++ {
				published, _ := korea.ContributionUSD().At(year)
				dectest.Equal(t, burden.Text(published.Value), x.value(t, x.line, year), year)
			}
			assert.Equal(t, []burden.Status{burden.Confirmed, burden.Derived}, x.statuses(t), "the cost is derived, and says so")
		}},
		3: {"399e6", "published: Donga Ilbo, 22 December 1998, as the amount agreed for 1998; by hand: 300 × 1.1³ = 399.3", func(t *testing.T, x sample) {
			dectest.Equal(t, "330e6", x.value(t, x.line, 1996)) // White Paper 2018
			dectest.Equal(t, "363e6", x.value(t, x.line, 1997)) // by hand; the White Paper cuts it to 3.6 hundred million
		}},
		4: {"314e6", "published: Seoul Shinmun, 13 January 2014", func(t *testing.T, x sample) {
			planned, ok := x.model.Line("planned")
			require.True(t, ok)
			dectest.Equal(t, "399e6", x.value(t, planned, 1998), "the plan stands beside the override")
			without := x.with(t, contributionUSD.Starts(1996, planned))
			dectest.Equal(t, "399e6", without.value(t, x.line, 1998), "and is the amount without it")
			dectest.Equal(t, "363e6", x.value(t, x.line, 1997), "other years keep to it")
		}},
		5: {"287.1e9", "computed, not published: 2575 × (1 + 0.107 + 0.008) = 2871.125, by hand; drivers as printed", func(t *testing.T, x sample) {
			a := korea.Fourth()
			dectest.Equal(t, "287.1e9", sample{model: a.Model}.value(t, a.Won, 2000), "as the rule of the agreement says it")
		}},
		6: {"591.0e9", "computed: 5368 × (1 + 0.088 + 0.013) = 5910.168, by hand; the total it leads to, 6686, is published", func(t *testing.T, x sample) {
			dectest.Equal(t, "660.1e9", x.value(t, x.line, 2004)) // Hankyoreh, 26 April 2005
			assert.Equal(t, []burden.Status{burden.Confirmed}, x.statuses(t))
			x.year = 2004
			assert.Equal(t, []burden.Status{burden.Confirmed, burden.Derived}, x.statuses(t), "the deflator of 2002 is back-solved")
		}},
		7: {"725.5e9", whitePaper, func(t *testing.T, x sample) {
			label := x.with(t, contribution.Starts(2006, base).Then(inTenths(contribution.Previous().GrownBy(burden.Amount("6.6%", burden.Ratio)))))
			dectest.Equal(t, "725.3e9", label.value(t, x.line, 2007), "the percentage is a rounded label: 6804 × 1.066 = 7253.06")
		}},
		8: {"1038.9e9", "published: Reuters, 10 March 2021", func(t *testing.T, x sample) {
			dectest.Equal(t, "1115.8e9", x.value(t, x.line, 2021), "growth goes on from the frozen amount, here without the step: 10389 × 1.074 = 11157.786")
			assert.Empty(t, x.roundings(t, 2020), "a freeze rounds nothing")
		}},
		9: {"741.5e9", whitePaper + "; by hand: 7255 × 1.022 = 7414.61", nil},
		10: {"790.4e9", whitePaper + "; by hand: 7600 × 1.04, as 4.7 % is above the ceiling", func(t *testing.T, x sample) {
			ceiling, ok := x.model.Param("ceiling")
			require.True(t, ok)
			p, err := x.model.Project(2009, 2013)
			require.NoError(t, err)
			bound, reached := p.Binding(ceiling)
			assert.Equal(t, []int{2010}, bound)
			assert.Equal(t, []int{2013}, reached)
			a := korea.Eighth()
			for year := 2009; year <= 2013; year++ {
				dectest.Equal(t, burden.Text(sample{model: a.Model}.value(t, a.Contribution, year)), x.value(t, x.line, year), "written out, or as a rule", year)
			}
			ninth := x.with(t, grown(2014, cpi.Lag(2).AtMost(ceiling)))
			dectest.Equal(t, "932.0e9", ninth.value(t, x.line, 2015)) // White Paper 2018; 9200 × 1.013 = 9319.6
			// Catch-up, which no Korean agreement has: the 0.7 % that the ceiling cut in 2010
			// is added to 2.8 % in 2011. By hand: 7904 × 1.035 = 8180.64.
			catchUp := sample{model: a.Model}.with(t, a.Growth.With(func(x *burden.Index) { x.Carry, x.From = burden.CarryExcess, 2010 }))
			dectest.Equal(t, "0.007", catchUp.value(t, a.Growth.Carried(), 2010))
			dectest.Equal(t, "818.1e9", catchUp.value(t, a.Contribution, 2011))
			dectest.Equal(t, "812.5e9", x.value(t, x.line, 2011), "as agreed, what is cut lapses")
		}},
		11: {"1551.1e9", "computed, not yet published: 15192 × 1.021 = 15511.032, by hand; CPI of 2025 as printed on 31 December 2025", func(t *testing.T, x sample) {
			a := korea.Twelfth()
			dectest.Equal(t, "1551.1e9", sample{model: a.Model}.value(t, a.Contribution, 2027), "as the rule of the agreement says it")
			// Prices as in 2022, 5.1 %, would meet the ceiling: 15511 × 1.05 = 16286.55, by hand.
			driver, ok := x.model.Param("cpi")
			require.True(t, ok)
			assumed := burden.Entry{Value: decimal.New(51, -3), Status: burden.Assumed}
			high := x.with(t, driver.Is(driver.Series().Set(2026, 2026, assumed)))
			high.year = 2028
			dectest.Equal(t, "1628.7e9", high.value(t, x.line, 2028))
			assert.Equal(t, []burden.Status{burden.Confirmed, burden.Assumed}, high.statuses(t))
			// A floor under growth with what it gave taken back, which no Korean agreement
			// has: at least 3 % in 2027 leaves 5 % - 0.9 % for 2028. 15648 × 1.041 = 16289.568.
			advanced := sample{model: a.Model}.with(t, driver.Is(driver.Series().Set(2026, 2026, burden.Entry{Value: decimal.New(5, -2)})),
				a.Growth.With(func(x *burden.Index) {
					x.Floor, x.Carry, x.From = burden.Amount("3%", burden.Ratio), burden.CarryAdvance, 2027
				}))
			dectest.Equal(t, "-0.009", advanced.value(t, a.Growth.Carried(), 2027))
			dectest.Equal(t, "1629.0e9", advanced.value(t, a.Contribution, 2028))
		}},
		12: {"1038.9e9", "published: Ministry of Foreign Affairs, 2019; by hand: 9602 × 1.082 = 10389.364", nil},
		13: {"1247.2e9", "published: reports named in package korea; by hand: 11833 × 1.054 = 12471.982", func(t *testing.T, x sample) {
			same := x.with(t, grown(2021, defence))
			dectest.Equal(t, "1223.5e9", same.value(t, x.line, 2022), "growth of the same year would give 11833 × 1.034 = 12235.322")
		}},
		14: {"1183.3e9", "published: reports of the agreement of 10 March 2021; by hand: 10389 × 1.139 = 11833.071", func(t *testing.T, x sample) {
			a := korea.Eleventh()
			compounded := sample{model: a.Model}.with(t, a.Growth.With(func(x *burden.Index) { x.Compound = true }))
			dectest.Equal(t, "1188.3e9", compounded.value(t, a.Contribution, 2021), "compounded: 10389 × 1.074 × 1.065 = 11883.04")
		}},
		15: {"1519.2e9", "computed: 14028 × 1.062 = 14897.736, half up 14898, + 294; published, but the 294 are what that amount leaves", func(t *testing.T, x sample) {
			// Compound mean 2021-2025: (14028/10389)^(1/5) = 1.06190, arithmetic mean 31.3/5 = 6.26 %.
			growth, factor, mean := korea.Eleventh().Growth, burden.NewLine("factor", burden.Ratio), burden.NewLine("mean", burden.Ratio)
			m := x.with(t, growth, factor.Is(burden.MeanFactor(base, 5).RoundedTo("0.00001", burden.HalfUp)),
				mean.Is(burden.MeanOver(growth, 5).RoundedTo("0.1%", burden.HalfUp)))
			dectest.Equal(t, "1.06190", m.value(t, factor, 2026))
			dectest.Equal(t, "6.3%", m.value(t, mean, 2026), "another paper prints the arithmetic mean")
			assert.Contains(t, x.statuses(t), burden.Derived)
		}},
		16: {"1644.4e9", "computed: 15496, 15806, 16122, 16444, each year × 1.02 and rounded, by hand; the 2 % is an assumption", func(t *testing.T, x sample) {
			for year, want := range map[int]string{2027: "1549.6e9", 2028: "1580.6e9", 2029: "1612.2e9"} {
				dectest.Equal(t, want, x.value(t, x.line, year), year)
			}
			assert.Contains(t, x.statuses(t), burden.Assumed)
		}},
		17: {"1038.9e9", "published: Reuters, 10 March 2021", func(t *testing.T, x sample) {
			before := x.with(t, contribution.Starts(2019, base).Until(2019))
			_, err := before.project(t, 2020).Value(x.line, 2020)
			assert.ErrorIs(t, err, burden.ErrNotApplicable, "before the signature there is no amount, not even zero")
			standings, err := x.project(t, 2020).StandsOn(x.line, 2020)
			require.NoError(t, err)
			require.Len(t, standings, 1)
			assert.Equal(t, burden.Agreed, standings[0].Stage, "agreed is not executed")
			_, err = x.project(t, 2021).Value(x.line, 2021)
			assert.ErrorIs(t, err, burden.ErrNotApplicable, "the gap year alone is filled")
		}},
		18: {"500.5e9", "published: labour part of 2019, Defense White Paper 2020; that 2020 pays the same is the rule, by hand", func(t *testing.T, x sample) {
			inForce, ok := x.model.Param("in_force")
			require.True(t, ok)
			agreed := x.with(t, inForce.Is(burden.Constant(1)))
			_, err := agreed.model.Project(2020, 2020)
			assert.ErrorIs(t, err, burden.ErrMissingYear, "with an agreement its amount is needed, and none is published for 2020")
			dectest.Equal(t, "500.5e9", x.value(t, x.line, 2019))
		}},
		19: {"724.5e9", "computed: 10389 - 3144, by hand; both published", nil},
		20: {"40e6", "published: half of 80 m payable in 1999, Donga Ilbo, 22 December 1998", func(t *testing.T, x sample) {
			// With nothing else due in 2000, both years pay the 80 m once.
			due, ok := x.model.Param("construction")
			require.True(t, ok)
			alone := x.with(t, due.Is(due.Series().Set(2000, 2000, burden.Entry{Status: burden.Assumed})))
			p, err := alone.model.Project(1999, 2000)
			require.NoError(t, err)
			total, err := p.Total(x.line, 1999, 2000)
			require.NoError(t, err)
			dectest.Equal(t, "80e6", total)
		}},
		21: {"812.5e9", whitePaper + "; by hand: 7904 × 1.028 = 8125.312", func(t *testing.T, x sample) {
			records := x.roundings(t, 2011)
			require.Len(t, records, 2, "the driver, then the amount")
			dectest.Equal(t, "0.028", records[0].After)
			assert.Equal(t, "812531200000", records[1].Before())
			driver, ok := x.model.Param("cpi_world_bank")
			require.True(t, ok)
			raw := x.with(t, grown(2010, driver.Lag(2)))
			dectest.Equal(t, "812.2e9", raw.value(t, x.line, 2011), "unrounded driver: 7904 × 1.02756… = 8121.87")
			// Each currency part by itself, in the fifth agreement of 2003: 6686 is published.
			a := korea.Fifth()
			dectest.Equal(t, "668.6e9", sample{model: a.Model}.value(t, a.Total, 2003))
			unrounded := sample{model: a.Model}.with(t, burden.Escalation(a.Won, 2002, a.WonBase, a.Growth, burden.Rounding{}),
				burden.Escalation(a.Dollars, 2002, a.DollarsBase, a.Growth, burden.Rounding{}))
			dectest.Equal(t, "668.7e9", unrounded.value(t, a.Total, 2003), "(5368 + 58.8 × 12) × 1.101 = 6687.03")
		}},
		22: {"836.1e9", whitePaper + "; by hand: 8125 × 1.029 = 8360.625", func(t *testing.T, x sample) {
			shown := func(x sample) string {
				why, err := x.project(t, 2012).Explain(x.line, 2012)
				require.NoError(t, err)
				for _, in := range why.Steps[len(why.Steps)-1].Inputs {
					if in.Param == "cpi" {
						return in.Print
					}
				}
				return ""
			}
			assert.Equal(t, "first printed 2010-12-31, base 2005", shown(x))
			later := x.with(t, cpi.Is(korea.CPI().AsOf("2012-12-31")))
			assert.Equal(t, "seen by 2012-12-31, base 2010", shown(later))
			dectest.Equal(t, "836.9e9", later.value(t, x.line, 2012), "as of the end of 2012: 8125 × 1.03 = 8368.75")
			// The same of a budget: 4.5 % in the draft, 4.2 % in the final one. 14028 is published.
			a := korea.Eleventh()
			draft, _ := korea.DefenceGrowthDraft().At(2024)
			drafted := sample{model: a.Model}.with(t, a.Driver.Is(a.Driver.Series().Set(2024, 2024, draft)))
			dectest.Equal(t, "1402.8e9", sample{model: a.Model}.value(t, a.Contribution, 2025))
			dectest.Equal(t, "1406.9e9", drafted.value(t, a.Contribution, 2025), "13463 × 1.045 = 14068.835")
		}},
	}
}

// project evaluates the sample's line in a year.
func (x sample) project(t *testing.T, year int) *burden.Projection {
	t.Helper()
	p, err := x.model.Project(year, year, x.line)
	require.NoError(t, err)
	return p
}

// value returns a line of the sample's model in a year.
func (x sample) value(t *testing.T, l burden.Line, year int) decimal.Decimal {
	t.Helper()
	x.line = l
	v, err := x.project(t, year).Value(l, year)
	require.NoError(t, err)
	return v
}

// with returns the sample with definitions replaced or added.
func (x sample) with(t *testing.T, definitions ...burden.Definition) sample {
	t.Helper()
	m, err := x.model.With(definitions...)
	require.NoError(t, err)
	x.model = m
	return x
}

// statuses lists how well the figures behind the sample's number are attested.
func (x sample) statuses(t *testing.T) []burden.Status {
	t.Helper()
	standings, err := x.project(t, x.year).StandsOn(x.line, x.year)
	require.NoError(t, err)
	var list []burden.Status
	for _, s := range standings {
		list = append(list, s.Status)
	}
	return slices.Compact(list) // sorted by status, then stage
}

// roundings lists what was rounded for the sample's number in a year, without
// the years before.
func (x sample) roundings(t *testing.T, year int) []burden.RoundingRecord {
	t.Helper()
	var list []burden.RoundingRecord
	for _, r := range x.project(t, year).Roundings() {
		if r.Year == year {
			list = append(list, r)
		}
	}
	return list
}
