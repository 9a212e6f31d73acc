package policytest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// fiscal is a cost per person in fiscal years from October, out of pay by calendar
// year: 100 × 0.25 + 200 × 0.75 = 175 in 2021, 200 × 0.25 + 240 × 0.75 = 230 in 2022,
// for 20 and 23 persons, so 8.75 and 10 each, and 405 / 43 = 9.42 in both years.
type fiscal struct {
	paid, people    burden.Param
	calendar, us    burden.Line
	heads           burden.Line
	scenario        *scenario.Scenario
	perHead, middle scenario.Metric
}

func fiscalYears(t testing.TB) fiscal {
	t.Helper()
	f := fiscal{
		paid:     burden.NewParam("paid", burden.KRW, burden.ByYear(map[int]int{2020: 100, 2021: 200, 2022: 240})),
		people:   burden.NewParam("people", burden.Persons, burden.ByYear(map[int]int{2021: 20, 2022: 23}).On(burden.FiscalOctober)),
		calendar: burden.NewLine("calendar", burden.KRW), us: burden.NewLine("us", burden.KRW), heads: burden.NewLine("heads", burden.Persons),
	}
	share := func(text string) burden.Formula { return burden.Amount(text, burden.Ratio) }
	m, err := burden.NewModel("fiscal", f.calendar.Is(f.paid), f.heads.Is(f.people),
		f.us.Is(f.calendar.Lag(1).Times(share("0.25")).Plus(f.calendar.Times(share("0.75"))).On(burden.FiscalOctober)))
	require.NoError(t, err)
	f.scenario = scenario.Baseline(m, 2021, 2022, f.calendar, f.us, f.heads)
	cents := burden.RoundTo("0.01", burden.HalfUp)
	f.perHead = scenario.At(f.us, 2022).Over(scenario.At(f.heads, 2022), cents)
	f.middle = scenario.Total(f.us).Over(scenario.At(f.heads, 2021).Plus(scenario.At(f.heads, 2022)), cents)
	return f
}

// TestQuotientsAndYearBases: what is so passes, and what is not says what was found.
func TestQuotientsAndYearBases(t *testing.T) {
	f := fiscalYears(t)
	p := policytest.Project(t, f.scenario)
	policytest.Value(t, p, f.us, 2021, 175)
	policytest.Total(t, p, f.us, 2021, 2022, 405)
	policytest.Measure(t, p, f.perHead, 10)
	policytest.Measure(t, p, f.middle, "9.42")
	policytest.Measure(t, p, f.middle, "9.5", policytest.Within("0.08", burden.KRW.Per(burden.Persons)))
	policytest.Ratio(t, p, f.us, f.heads, 2021, "8.75")
	policytest.Falls(t, f.scenario, f.perHead, f.people, scenario.NewSteps("20", "25", "1"))
	policytest.Rises(t, f.scenario, f.middle, f.paid, scenario.NewSteps("200", "300", "50"), scenario.In(2021))
	policytest.NeverAbove(t, p, f.us, burden.Amount(230, burden.KRW))
	policytest.Published(t, p, f.us, burden.ByYear(map[int]int{2021: 175}).On(burden.FiscalOctober), burden.Rounding{})
	more, err := f.scenario.With("more", scenario.Set(f.paid, 480, scenario.In(2022)))
	require.NoError(t, err)
	policytest.MostlyDueTo(t, f.scenario, more, f.perHead, "paid", 1)

	unit := burden.KRW.Per(burden.Persons)
	for want, assertion := range map[string]func(policytest.T){
		"expected: 11 KRW/person, exactly\n  found:    10 KRW/person": func(t policytest.T) { policytest.Measure(t, p, f.perHead, 11) },
		"expected: 9.33 KRW/person, within 0.08 KRW/person":           func(t policytest.T) { policytest.Measure(t, p, f.middle, "9.33", policytest.Within("0.08", unit)) },
		"the tolerance is in KRW, the number in KRW/person": func(t policytest.T) {
			policytest.Measure(t, p, f.middle, "9.33", policytest.Within("0.08", burden.KRW))
		},
		"it falls\n  at people = 20 persons: 11.5 KRW/person\n  at people = 21 persons: 10.95 KRW/person": func(t policytest.T) {
			policytest.Rises(t, f.scenario, f.perHead, f.people, scenario.NewSteps("20", "25", "1"))
		},
		// Figures of different years do not meet, whatever brings them together.
		"us cannot be compared with calendar\n":       func(t policytest.T) { policytest.NeverAbove(t, p, f.us, f.calendar) },
		"us / calendar 2021 is no ratio\n":            func(t policytest.T) { policytest.Ratio(t, p, f.us, f.calendar, 2021, "87.5%") },
		"the shares of calendar cannot be added up\n": func(t policytest.T) { policytest.SharesSum(t, p, f.calendar, f.us) },
		"calendar is by calendar years, us by prior_october years": func(t policytest.T) {
			policytest.Measure(t, p, scenario.At(f.calendar, 2021).Minus(scenario.At(f.us, 2021)), 25)
		},
		"us is by years from October of the year before, but its formula gives calendar years: published": func(t policytest.T) {
			policytest.Published(t, p, f.us, burden.ByYear(map[int]int{2021: 175}), burden.Rounding{})
		},
	} {
		failures := policytest.Try(f.scenario, func(t policytest.T, _ *scenario.Scenario) { assertion(t) })
		if assert.Len(t, failures, 1, want) {
			assert.Contains(t, failures[0], want)
		}
	}
}

// TestWeightsOfAYearBasisAreNoticed: what is stated to be on a basis is changed as
// any other formula, and its statement stays.
func TestWeightsOfAYearBasisAreNoticed(t *testing.T) {
	f := fiscalYears(t)
	r := policytest.Sensitive(t, f.scenario, "100%", func(t policytest.T, s *scenario.Scenario) {
		p := policytest.Project(t, s)
		policytest.Value(t, p, f.us, 2021, 175)
		policytest.Measure(t, p, f.perHead, 10)
		policytest.Measure(t, p, f.middle, "9.42")
	})
	require.NotNil(t, r)
	assert.Equal(t, []string{
		"lag moved at 0.0.0, 1 became 2: noticed",
		"lag moved at 0.0.0, 1 became 0: noticed",
		"constant moved at 0.0.1, 0.25 became 0.26: noticed",
		"constant moved at 0.0.1, 0.25 became 0.24: noticed",
		"constant moved at 0.1.1, 0.75 became 0.76: noticed",
		"constant moved at 0.1.1, 0.75 became 0.74: noticed",
	}, of(r, "us"))
}
