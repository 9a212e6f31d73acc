package nato_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/nato"
	"example.com/burdenshare/internal/dectest"
)

// TestPublishedShares spot-checks shares against the sources named with them.
func TestPublishedShares(t *testing.T) {
	for _, c := range []struct {
		ally, period string
		from, to     int
		want         string
	}{
		{"United States", "2016-2017", 2016, 2017, "22.144%"},
		{"Germany", "2016-2017", 2016, 2017, "14.65%"},
		{"France", "2016-2017", 2016, 2017, "10.63%"},
		{"United Kingdom", "2016-2017", 2016, 2017, "9.84%"},
		{"United States", "2019-2020", 2019, 2020, "22.1%"},
		{"Germany", "2019-2020", 2019, 2020, "14.8%"},
		{"Estonia", "2020", 2020, 2020, "0.116%"},
		{"Czechia", "2020", 2020, 2020, "0.9788%"},
		{"United States", "2021", 2021, 2021, "16.35%"},
		{"Germany", "2021", 2021, 2021, "16.35%"},
		{"Estonia", "2021", 2021, 2021, "0.125%"},
		{"Czechia", "2021", 2021, 2021, "1.0558%"},
		{"United States", "2026", 2026, 2026, "15%"},
		{"Germany", "2026", 2026, 2026, "15%"},
	} {
		spans := nato.Share(c.ally, c.period).Spans()
		require.Len(t, spans, 1, "%s %s", c.ally, c.period)
		assert.Equal(t, c.from, spans[0].From)
		assert.Equal(t, c.to, spans[0].To)
		dectest.Equal(t, c.want, spans[0].Value, c.ally, c.period)
		assert.Equal(t, burden.Confirmed, spans[0].Status)
		assert.NotEmpty(t, spans[0].Source)
	}
	e, _ := nato.Share("Czechia", "2021").At(2021)
	assert.Equal(t, "as agreed, 29 allies", e.Print)
	for _, none := range []burden.Series{
		nato.Share("Germany", "2018"),
		nato.Share("Spain", "2021"),
		nato.Share("Germany", "2024-2025"), // recalled only
		nato.Guideline("common funding"),
		nato.Funding("equipment guideline"),
	} {
		assert.Empty(t, none.Spans())
	}
}

// TestRecalledTablesAreOff: the sums show that they are not the published tables,
// and every entry says that it is recalled.
func TestRecalledTablesAreOff(t *testing.T) {
	for _, c := range []struct {
		period string
		allies int
		sum    string
		print  string
	}{{"2021-2023", 30, "99.9985%", "30 allies"}, {"2024-2025", 32, "99.9984%", "32 allies"}} {
		shares := nato.RecalledShares(c.period)
		assert.Len(t, shares, c.allies)
		total := decimal.Zero
		for _, s := range shares {
			e := recalled(t, s)
			total = total.Add(e.Value)
			assert.Equal(t, burden.Recalled, e.Status, s.Ally)
			assert.Equal(t, c.print, e.Print, s.Ally)
		}
		dectest.Equal(t, c.sum, total, c.period)
	}
	assert.Len(t, nato.RecalledShares("2026-2027"), 2)
	assert.Empty(t, nato.RecalledShares("2016-2017")) // published, in part
}

// recalled returns the one figure of a recalled share.
func recalled(t *testing.T, s nato.AllyShare) burden.Entry {
	t.Helper()
	spans := s.Share.Spans()
	require.Len(t, spans, 1, s.Ally)
	return spans[0].Entry
}

func TestGuidelinesAndFunding(t *testing.T) {
	for item, want := range map[string]string{
		"defence spending guideline": "2%", "equipment guideline": "20%", "Hague commitment by 2035": "5%",
		"Hague: core defence": "3.5%", "Hague: resilience and infrastructure": "1.5%", "Spain: own target": "2.1%",
	} {
		e, ok := nato.Guideline(item).At(2030)
		require.True(t, ok, item)
		dectest.Equal(t, want, e.Value, item)
		assert.Equal(t, burden.Confirmed, e.Status, item)
	}
	_, ok := nato.Guideline("defence spending guideline").At(2013)
	assert.False(t, ok, "agreed in 2014")

	for item, years := range map[string]map[int]string{
		"common funding":  {2025: "4.6e9", 2026: "5.3e9"},
		"civil budget":    {2026: "528.2e6"},
		"military budget": {2026: "2420e6"}, "Czech payment at 1.0558%": {2021: "22.39e6"}, "Estonian payment": {2019: "2.5e6"},
	} {
		s := nato.Funding(item)
		assert.Len(t, s.Spans(), len(years), item)
		for year, want := range years {
			e, ok := s.At(year)
			require.True(t, ok, item)
			dectest.Equal(t, want, e.Value, item, year)
			assert.Equal(t, burden.Confirmed, e.Status, item)
			assert.NotEmpty(t, e.Source, item)
		}
	}
}
