package korea_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

// amount projects one line of a model for one year.
func amount(t *testing.T, m *burden.Model, l burden.Line, year int) decimal.Decimal {
	t.Helper()
	p, err := m.Project(year, year, l)
	require.NoError(t, err)
	v, err := p.Value(l, year)
	require.NoError(t, err)
	return v
}

func with(t *testing.T, m *burden.Model, definitions ...burden.Definition) *burden.Model {
	t.Helper()
	m, err := m.With(definitions...)
	require.NoError(t, err)
	return m
}

// TestFifthReproducesItsAmounts: the total of 2003, and the parts and the total of
// 2004, as Hankyoreh and Donga Ilbo of 26 April 2005 print them. The parts of 2003
// are printed nowhere: 5368 × 1.101 = 5910.168, 58.8 × 1.101 = 64.7388, by hand.
func TestFifthReproducesItsAmounts(t *testing.T) {
	a := korea.Fifth()
	for _, c := range []struct {
		line burden.Line
		year int
		want string
	}{
		{a.Won, 2002, "536.8e9"}, {a.Dollars, 2002, "58.8e6"},
		{a.Won, 2003, "591.0e9"}, {a.Dollars, 2003, "64.7e6"}, {a.Total, 2003, "668.6e9"},
		{a.Won, 2004, "660.1e9"}, {a.Dollars, 2004, "72.3e6"}, {a.Total, 2004, "746.9e9"},
	} {
		dectest.Equal(t, c.want, amount(t, a.Model, c.line, c.year), c.line.Name(), c.year)
	}
	for _, year := range []int{2003, 2004} {
		published, ok := korea.ContributionAtRate().At(year)
		require.True(t, ok)
		assert.Equal(t, burden.Confirmed, published.Status)
		dectest.Equal(t, burden.Text(published.Value), amount(t, a.Model, a.Total, year), year)
	}
	p, err := a.Model.Project(2002, 2004)
	require.NoError(t, err)
	_, err = p.Value(a.Total, 2002) // no printed rate
	assert.ErrorIs(t, err, burden.ErrNotApplicable)
}

// TestFifthSaysWhatIsDerived: 2.9 % for 2002 is back-solved. A model of the parts
// alone shows that it is the only driver with one decimal that leads to 2004.
func TestFifthSaysWhatIsDerived(t *testing.T) {
	a := korea.Fifth()
	p, err := a.Model.Project(2003, 2004)
	require.NoError(t, err)
	derived := func(year int) []string {
		standings, err := p.StandsOn(a.Won, year)
		require.NoError(t, err)
		for _, s := range standings {
			if s.Status == burden.Derived {
				return s.Params
			}
		}
		return nil
	}
	assert.Empty(t, derived(2003))
	assert.Equal(t, []string{"deflator"}, derived(2004))
	e, _ := a.Driver.Series().At(2002)
	assert.Equal(t, "back-solved from the 2004 amount, not a print", e.Print)

	var fit []string
	for tenths := int64(-50); tenths <= 100; tenths++ {
		e.Value = decimal.New(tenths, -3)
		m := with(t, a.Model, a.Driver.Is(a.Driver.Series().Set(2002, 2002, e)))
		if amount(t, m, a.Won, 2004).Equal(decimal.New(6601, 8)) {
			fit = append(fit, burden.Text(e.Value))
		}
	}
	assert.Equal(t, []string{"0.029"}, fit)
}

// TestFifthRoundsEachPart: parts carried unrounded into the total of 2003 give
// (5368 + 58.8 × 12) × 1.101 = 6687.03, one too much.
func TestFifthRoundsEachPart(t *testing.T) {
	a := korea.Fifth()
	m := with(t, a.Model,
		burden.Escalation(a.Won, a.First, a.WonBase, a.Growth, burden.Rounding{}),
		burden.Escalation(a.Dollars, a.First, a.DollarsBase, a.Growth, burden.Rounding{}))
	dectest.Equal(t, "668.7e9", amount(t, m, a.Total, 2003))
}

// TestFourthAsFarAsItIsKnown: by hand, 2575 + 141.2 × 13 = 4410.6 for 1999, and for
// 2000 growth of 10.7 % + 0.8 %: 2575 × 1.115 = 2871.125, 141.2 × 1.115 = 157.438.
func TestFourthAsFarAsItIsKnown(t *testing.T) {
	a := korea.Fourth()
	dectest.Equal(t, "441.1e9", amount(t, a.Model, a.Total, 1999))
	dectest.Equal(t, "287.1e9", amount(t, a.Model, a.Won, 2000))
	dectest.Equal(t, "157.4e6", amount(t, a.Model, a.Dollars, 2000))

	_, err := a.Model.Project(2000, 2000, a.Total)
	require.ErrorIs(t, err, burden.ErrMissingYear)
	assert.ErrorContains(t, err, "budget_rate has no value for 2000")
	_, err = a.Model.Project(2001, 2001, a.Won)
	require.ErrorIs(t, err, burden.ErrMissingYear)
	assert.ErrorContains(t, err, "cpi has no value for 2000")
}

// TestFourthDoesNotReproduceItsTotals: for 2000, 455.7 bn won and 3.9 hundred million
// dollars, cut to one decimal, are published. Only rates above 1,070.8 and below
// 1,071.5 give the won; there the dollars are 425 m, and they would need 1,229. For
// 2001 the published 444 m dollars come out at no rate that a source names: not at
// the market's, not at 1,300, not at the 1,200 of the fifth. Its driver of 2000,
// 2.3 %, is noted beside the amount in the data, without a print, so assumed here.
func TestFourthDoesNotReproduceItsTotals(t *testing.T) {
	a := korea.Fourth()
	inDollars := burden.NewLine("total_in_dollars", burden.USD)
	dollars := inDollars.Is(a.Won.Over(a.Rate).RoundedTo(korea.QuantumUSD, burden.HalfUp).Plus(a.Dollars))
	at := func(rate string) *burden.Model {
		return with(t, a.Model, dollars, a.Rate.Is(burden.Constant(rate)))
	}
	for rate, want := range map[string][2]string{
		// By hand: 2871 + 157.4 × 10.709 = 4556.6; 2871/10.709 + 157.4 = 425.5; and so on.
		"1070.9": {"455.7e9", "425.5e6"},
		"1071.5": {"455.8e9", "425.3e6"},
		"1070.8": {"455.6e9", "425.5e6"},
		"1229":   {"480.5e9", "391.0e6"}, // what the dollars would need
	} {
		dectest.Equal(t, want[0], amount(t, at(rate), a.Total, 2000), rate)
		dectest.Equal(t, want[1], amount(t, at(rate), inDollars, 2000), rate)
	}
	e, _ := korea.ContributionAtRate().At(2000)
	dectest.Equal(t, "455.7e9", e.Value)

	cpi := a.AddOn.Is(a.AddOn.Series().Set(2000, 2000, burden.Entry{Value: decimal.New(23, -3), Status: burden.Assumed}))
	for rate, want := range map[string]string{
		// By hand: growth 8.8 % + 2.3 %; 2871 × 1.111 = 3189.681, 157.4 × 1.111 = 174.8714.
		"1292.0149": "421.8e6", "1300": "420.3e6", "1200": "440.7e6",
	} {
		dectest.Equal(t, want, amount(t, with(t, at(rate), cpi), inDollars, 2001), rate)
	}
	e, _ = korea.ContributionUSD().At(2001)
	dectest.Equal(t, "444e6", e.Value)
}

// TestRatesByPurpose spot-checks each purpose against the source named with it.
func TestRatesByPurpose(t *testing.T) {
	for _, c := range []struct {
		purpose, period, want string
		status                burden.Status
	}{
		{"market", "2002", "1250.314", burden.Confirmed},      // Federal Reserve
		{"announcement", "2001-11", "1245", burden.Confirmed}, // Hankyung, 16 November 2001
		{"budget", "2002", "1300", burden.Derived},
		{"budget", "2003", "1200", burden.Derived},
		{"budget", "2004", "1200", burden.Confirmed}, // Hankyoreh, 26 April 2005
		{"budget", "1999", "1300", burden.Confirmed}, // Donga Ilbo, 22 December 1998
		{"implied", "1995", "800", burden.Derived},   // 240 bn won for 300 m dollars
	} {
		e, ok := korea.Rate(c.purpose, c.period).At(2000)
		require.True(t, ok, "%s %s", c.purpose, c.period)
		dectest.Equal(t, c.want, e.Value, c.purpose, c.period)
		assert.Equal(t, c.status, e.Status, "%s %s", c.purpose, c.period)
		assert.NotEmpty(t, e.Source)
	}
	assert.Empty(t, korea.Rate("market", "2001-11").Spans())
	assert.Empty(t, korea.Rate("", "2004").Spans())
	assert.Equal(t, "budget rate", korea.Fifth().Rate.Purpose())
}
