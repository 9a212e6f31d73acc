package policytest_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// subject is an agreement with the tests that package korea has for it.
type subject struct {
	name  string
	s     *scenario.Scenario
	check policytest.Check
	// equivalent are the mutants that come to the same in every line and year, and why.
	equivalent map[string]string
}

const (
	tie      = "no tie ever occurred" // TestNoKoreanAmountWasATie
	oneYear  = "grows in one year alone, so nothing is carried on"
	nearby   = "carried on, the amounts round to the same"
	uncapped = "consumer prices rose by 2.2 % at most"
	cutUp    = "7414.61 is rounded up anyway"
	cutDown  = "10389.364 is rounded down anyway"
)

// published returns the check that a line gives what was published, to the last digit.
func published(t policytest.T, s *scenario.Scenario, l burden.Line) *burden.Projection {
	p := policytest.Project(t, s)
	policytest.Published(t, p, l, korea.Contribution(), burden.Rounding{})
	return p
}

func subjects(t *testing.T) []subject {
	half := func(more map[string]string) map[string]string {
		list := map[string]string{
			"mode changed: half up became half even": tie,
			"mode changed: half up became half down": tie,
		}
		maps.Copy(list, more)
		return list
	}
	plain := func(a korea.Agreement) policytest.Check {
		return func(t policytest.T, s *scenario.Scenario) { published(t, s, a.Contribution) }
	}
	over := func(a korea.Agreement) *scenario.Scenario { return scenario.Baseline(a.Model, a.First, a.Last) }

	eighth, twelfth := korea.Eighth(), korea.Twelfth()
	// Of the twelfth only the first amount is published; prices after 2025 are given.
	supplied, err := over(twelfth).With("prices", scenario.Set(twelfth.Driver, "2%", scenario.In(2026)),
		scenario.Set(twelfth.Driver, "6%", scenario.In(2027)), scenario.Set(twelfth.Driver, "5%", scenario.In(2028)))
	require.NoError(t, err)

	return []subject{
		{"seventh", over(korea.Seventh()), plain(korea.Seventh()), half(map[string]string{
			"mode changed: half up became up":          cutUp,
			"mode changed: half up became ceiling":     cutUp,
			"rounding carried: rounded for show alone": oneYear,
		})},
		{"eighth", over(eighth), func(t policytest.T, s *scenario.Scenario) {
			p := published(t, s, eighth.Contribution)
			policytest.Binds(t, p, eighth.Ceiling, 2010)
			policytest.Reached(t, p, eighth.Ceiling, 2013)
			policytest.Value(t, p, eighth.Growth.Raw(), 2010, "4.7%") // consumer prices of 2008
			policytest.Value(t, p, eighth.Growth.Raw(), 2013, "4.0%") // and of 2011
		}, half(map[string]string{
			"rounding carried: rounded for show alone": nearby,
		})},
		{"ninth", over(korea.Ninth()), plain(korea.Ninth()), half(map[string]string{
			"rounding carried: rounded for show alone": nearby,
			"parameter moved: 1 % up":                  uncapped,
			"parameter moved: 1 % down":                uncapped,
			"ceiling dropped: ceiling":                 uncapped,
		})},
		{"tenth", over(korea.Tenth()), plain(korea.Tenth()), half(map[string]string{
			"mode changed: half up became down":        cutDown,
			"mode changed: half up became floor":       cutDown,
			"rounding carried: rounded for show alone": oneYear,
		})},
		{"eleventh", over(korea.Eleventh()), plain(korea.Eleventh()), half(nil)},
		{"twelfth", supplied, func(t policytest.T, s *scenario.Scenario) {
			p := policytest.Project(t, s)
			// 15192 × 1.021 = 15511.032, × 1.02 = 15821.22, × 1.05 = 16612.05, × 1.05 =
			// 17442.6, each rounded, by hand.
			for i, amount := range []string{"1519.2e9", "1551.1e9", "1582.1e9", "1661.2e9", "1744.3e9"} {
				policytest.Value(t, p, twelfth.Contribution, 2026+i, amount)
			}
			policytest.Binds(t, p, twelfth.Ceiling, 2029)
			policytest.Reached(t, p, twelfth.Ceiling, 2030)
			policytest.Value(t, p, twelfth.Growth.Raw(), 2029, "6%")
			policytest.Value(t, p, twelfth.Growth.Raw(), 2030, "5%")
		}, half(map[string]string{
			"rounding carried: rounded for show alone": nearby,
		})},
	}
}

// what names a mutation, wherever it is made.
func what(m policytest.Mutant) string { return m.Kind + ": " + m.Change }

// TestKoreasTestsNoticeEveryMutation: what package korea asserts of its agreements
// notices every standard mutation that makes a difference, each of them on some
// agreement; those that make none are named, with the reason.
func TestKoreasTestsNoticeEveryMutation(t *testing.T) {
	noticed, seen := map[string]string{}, map[string]bool{}
	for _, x := range subjects(t) {
		r := policytest.Sensitive(t, x.s, "100%", x.check)
		require.NotNil(t, r, x.name)
		assert.Zero(t, r.Left)
		equivalent := map[string]string{}
		for _, m := range r.Mutants {
			seen[what(m)] = true
			switch m.Outcome {
			case policytest.Equivalent:
				equivalent[what(m)] = x.equivalent[what(m)]
			case policytest.Noticed:
				noticed[what(m)] = x.name
			case policytest.Refused: // an amount out of itself
				assert.Equal(t, "lag moved: 1 became 0", what(m), x.name)
				assert.ErrorIs(t, m.Err, burden.ErrCycle)
			}
		}
		assert.Equal(t, x.equivalent, equivalent, x.name)
	}
	for mutation := range seen {
		switch mutation {
		case "mode changed: half up became half even", "mode changed: half up became half down", "lag moved: 1 became 0":
		default:
			assert.NotEmpty(t, noticed[mutation], mutation)
		}
	}
	// The terms that are in one agreement alone.
	for mutation, where := range map[string]string{
		"rates compounded: ":                       "eleventh",
		"rounding carried: rounded for show alone": "eleventh",
		"override removed: 2020: contribution[-1]": "eleventh", // the freeze
		"add-on dropped: labour_step":              "eleventh",
	} {
		assert.Equal(t, where, noticed[mutation], mutation)
	}
}

// TestNoKoreanAmountWasATie computes every amount that grew from the one before in
// whole hundred millions of won and tenths of a percent.
func TestNoKoreanAmountWasATie(t *testing.T) {
	amount := func(year int) int64 {
		e, ok := korea.Contribution().At(year)
		require.True(t, ok, year)
		return e.Value.Shift(-8).IntPart()
	}
	rate := func(s burden.Series, year int) int64 {
		e, ok := s.At(year)
		require.True(t, ok, year)
		return e.Value.Shift(3).IntPart()
	}
	cpi, budget := korea.CPI().FirstPrinted(), korea.DefenceGrowth()
	for year := 2008; year <= 2025; year++ {
		var permille int64
		switch {
		case year == 2014 || year == 2009: // negotiated, or carried on by the seventh's rule
			continue
		case year < 2019:
			permille = rate(cpi, year-2)
			if year >= 2009 {
				permille = min(permille, 40)
			}
		case year == 2019:
			permille = rate(budget, 2019)
		case year == 2020:
			continue // frozen
		case year == 2021:
			permille = rate(budget, 2020) + 65
		default:
			permille = rate(budget, year-1)
		}
		grown := amount(year-1) * (1000 + permille)
		assert.NotEqual(t, int64(500), grown%1000, year)
		assert.Equal(t, amount(year), (grown+500)/1000, year)
	}
}

// TestATieIsNoticed: 7220 × 1.025 = 7400.5, which half up makes 7401 and half even
// and half down make 7400.
func TestATieIsNoticed(t *testing.T) {
	base := burden.NewParam("base", burden.KRW, burden.Constant("722.0e9"))
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2.5%"))
	l := burden.NewLine("contribution", burden.KRW)
	m, err := burden.NewModel("tie", burden.Escalation(l, 2009, base, rate, toWon))
	require.NoError(t, err)
	r := policytest.Sensitive(t, scenario.Baseline(m, 2009, 2010), "100%", func(t policytest.T, s *scenario.Scenario) {
		policytest.Value(t, policytest.Project(t, s), l, 2010, "740.1e9")
	})
	require.NotNil(t, r)
	found := map[string]policytest.Outcome{}
	for _, m := range r.Mutants {
		found[m.Change] = m.Outcome
	}
	assert.Equal(t, policytest.Noticed, found["half up became half even"])
	assert.Equal(t, policytest.Noticed, found["half up became half down"])
	assert.Equal(t, policytest.Equivalent, found["half up became up"])
}

// TestTheSuccessionIsSensitive: the agreements as one model, standing on three amounts.
func TestTheSuccessionIsSensitive(t *testing.T) {
	m, contribution := korea.Succession()
	s := scenario.Baseline(m, 2007, 2026, contribution)
	r, err := policytest.Mutate(s, func(t policytest.T, s *scenario.Scenario) { published(t, s, contribution) })
	require.NoError(t, err)
	var unnoticed []string
	for _, m := range r.Of(policytest.Unnoticed) {
		unnoticed = append(unnoticed, m.String())
	}
	// Amounts do not tell how far prices rose above the ceiling.
	assert.Equal(t, []string{
		"year moved: sma8.cpi, 0.1 % up in 2008",
		"year moved: sma8.cpi, 0.1 % down in 2008",
		"year moved: sma8.cpi, 0.1 % up in 2011",
	}, unnoticed)
	var undecided []string
	for _, b := range r.Branches {
		if len(b.Years) == 0 {
			undecided = append(undecided, b.String())
		}
	}
	// The ninth never came near its ceiling; the twelfth has one year of these.
	assert.Equal(t, []string{
		"sma9.growth: ceiling sma9.ceiling of min(sma9.growth.raw, sma9.ceiling)",
		"sma12.growth: subject sma12.growth.raw of min(sma12.growth.raw, sma12.ceiling)",
		"sma12.growth: ceiling sma12.ceiling of min(sma12.growth.raw, sma12.ceiling)",
		"sma12.contribution: from 2027 round(sma12.contribution[-1] * (1 + sma12.growth), 100000000, half_up) of by_year",
	}, undecided)
}
