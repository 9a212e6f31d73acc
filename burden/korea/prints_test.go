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

// TestProjectionsOf2030: the government published two projections with the growth of
// consumer prices that they assume. The twelfth agreement gives both to the last digit.
// By hand, at 2 %: 15192, 15496 (15495.84), 15806 (15805.92), 16122 (16122.12), 16444
// (16444.44); at 2.5 %: 15192, 15572 (15571.8), 15961 (15961.3), 16360 (16360.025), 16769.
func TestProjectionsOf2030(t *testing.T) {
	a := korea.Twelfth()
	for item, want := range map[string][2]string{
		"government projection at CPI 2 %":   {"1644.4e9", "2%"},
		"government projection at CPI 2.5 %": {"1676.9e9", "2.5%"},
	} {
		published, cpi := korea.Projected(item)
		e, ok := published.At(2030)
		require.True(t, ok, item)
		dectest.Equal(t, want[0], e.Value, item)
		assert.Equal(t, []any{burden.Confirmed, burden.Expected}, []any{e.Status, e.Stage}, item)
		growth, ok := cpi.At(2028)
		require.True(t, ok, item)
		dectest.Equal(t, want[1], growth.Value, item)

		m := with(t, a.Model, a.Driver.Is(cpi))
		dectest.Equal(t, burden.Text(e.Value), amount(t, m, a.Contribution, 2030), item)
	}
}

// TestOneProjectionIsNotReproducible: a third paper prints 1,671.6 bn won and no prices.
// No growth with one decimal, the same in all four years, gives it: 2.4 % gives 1,670.3
// and 2.5 % gives 1,676.9.
func TestOneProjectionIsNotReproducible(t *testing.T) {
	published, cpi := korea.Projected("another paper (CPI path not printed)")
	e, ok := published.At(2030)
	require.True(t, ok)
	dectest.Equal(t, "1671.6e9", e.Value)
	assert.Empty(t, cpi.Spans())

	a := korea.Twelfth()
	for tenths := int64(0); tenths <= 50; tenths++ {
		m := with(t, a.Model, a.Driver.Is(burden.Constant(decimal.New(tenths, -3))))
		assert.False(t, amount(t, m, a.Contribution, 2030).Equal(e.Value), tenths)
	}
	none, cpi := korea.Projected("no such item")
	assert.Empty(t, none.Spans())
	assert.Empty(t, cpi.Spans())
}

// TestPartsOf1994AddUp: 38 + 52 + 50 + 120 = 260 million dollars (Seoul Shinmun, 26
// September 1994).
func TestPartsOf1994AddUp(t *testing.T) {
	e, ok := korea.ContributionUSD().At(1994)
	require.True(t, ok)
	rest := e.Value
	for item, want := range map[string]string{"CDIP": "38e6", "logistics": "52e6", "construction": "50e6", "labour": "120e6"} {
		part, ok := korea.Split(1994, item).At(1994)
		require.True(t, ok, item)
		dectest.Equal(t, want, part.Value, item)
		rest = rest.Sub(part.Value)
	}
	dectest.Equal(t, "0", rest)
}

// TestOtherPrintsOfTheContribution: what else is printed for a year has its own status,
// and does not stand in for the contribution.
func TestOtherPrintsOfTheContribution(t *testing.T) {
	usd := korea.ContributionUSD()
	for _, c := range []struct {
		year   int
		item   string
		want   string
		usd    string // the contribution of the year, "" if agreements were not in dollars alone
		status burden.Status
	}{
		{1998, "planned", "399e6", "314e6", burden.Confirmed},
		{1998, "planned, print of 1995", "390e6", "314e6", burden.Confirmed},
		{2001, "used, over", "420e6", "444e6", burden.Confirmed},
		{2002, "White Paper, cut", "470e6", "490e6", burden.Confirmed},
		{2003, "White Paper, cut", "550e6", "", 0},
		{2004, "White Paper, cut", "620e6", "", 0},
		{2000, "", "", "390e6", burden.Derived},
		{1989, "", "", "45e6", burden.Confirmed},
		{1990, "planned", "", "70e6", burden.Confirmed},
	} {
		e, ok := korea.OtherContribution(c.year, c.item).At(c.year)
		require.Equal(t, c.want != "", ok, "%d %s", c.year, c.item)
		if ok {
			dectest.Equal(t, c.want, e.Value, c.year, c.item)
			assert.NotEmpty(t, e.Print, "%d %s", c.year, c.item)
		}
		main, ok := usd.At(c.year)
		require.Equal(t, c.usd != "", ok, c.year)
		if ok {
			dectest.Equal(t, c.usd, main.Value, c.year)
			assert.Equal(t, c.status, main.Status, c.year)
		}
	}
	// By hand: 5368 / 13.00 + 58.8 = 471.7, which the White Paper cuts to 4.7 hundred million.
	e, _ := usd.At(2002)
	assert.Contains(t, e.Print, "the White Paper prints 4.7 hundred million")
	e, _ = usd.At(2000)
	assert.Contains(t, e.Print, "printed only as 3.9 hundred million")
}

// TestLaterTalksAndShares spot-checks figures found later against the sources named with them.
func TestLaterTalksAndShares(t *testing.T) {
	for want, s := range map[string]burden.Series{
		"9000":  korea.Talks("2020-03-19", "Korean employees", burden.Confirmed),
		"8500":  korea.Talks("2020-04", "Korean employees", burden.Confirmed),
		"8600":  korea.Talks("2020-04", "Korean employees, government estimate", burden.Confirmed),
		"4500":  korea.Talks("2020-03-31", "furlough notices", burden.Confirmed),
		"16.4%": korea.Split(1991, "share of won-based cost"),
		"32.2%": korea.Split(1995, "share of won-based cost"),
	} {
		spans := s.Spans()
		require.Len(t, spans, 1, want)
		dectest.Equal(t, want, spans[0].Value)
		assert.Equal(t, burden.Confirmed, spans[0].Status)
	}
}
