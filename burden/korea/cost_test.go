package korea_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

// TestCostAndSplitAreAsPublished reads one figure of each unit the tables have.
func TestCostAndSplitAreAsPublished(t *testing.T) {
	for _, c := range []struct {
		name   string
		series burden.Series
		from   int
		to     int
		want   string
	}{
		// Sedaily, 28 November 2019.
		{"million dollars", korea.Cost("FY2020", "total US cost"), 2020, 2020, "4464.2e6"},
		{"dollars", korea.Cost("FY2020", "cost per soldier at 28,500"), 2020, 2020, "156639"},
		// GAO-21-270: a figure of four years stands in each of them.
		{"billion dollars", korea.Cost("2016-2019", "US obligations (5 accounts)"), 2016, 2019, "13.4e9"},
		{"ten years", korea.Cost("2026-2035", "'comprehensive support' shared plan"), 2026, 2035, "33e9"},
		// SPARK, 3 June 2013.
		{"won", korea.Cost("2010", "ROK direct support"), 2010, 2010, "856.1e9"},
		{"percent", korea.Cost("2010", "ROK share, wide definition"), 2010, 2010, "65.1%"},
		// White Paper 2018, p. 180, and Stripes 2004.
		{"share in kind", korea.Split(2018, "in-kind share of construction"), 2018, 2018, "88%"},
		{"labour in dollars", korea.Split(2003, "labour"), 2003, 2003, "242.2e6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spans := c.series.Spans()
			require.Len(t, spans, 1)
			assert.Equal(t, []int{c.from, c.to}, []int{spans[0].From, spans[0].To})
			assert.Equal(t, burden.Confirmed, spans[0].Status)
			assert.NotEmpty(t, spans[0].Source)
			dectest.Equal(t, c.want, spans[0].Value)
		})
	}
}

// TestCostPartsAddUp: the accounts of FY2020 and both halves of the support of
// 2002 sum to the printed totals, and pay and the rest to the whole of 2010.
func TestCostPartsAddUp(t *testing.T) {
	for total, parts := range map[[2]string][]string{
		{"FY2020", "total US cost"}: {"military personnel", "operation and maintenance", "family housing", "revolving funds", "military construction"},
		{"2002", "total support"}:   {"direct support", "indirect support"},
		{"2010", "US total"}:        {"US non-personnel stationing cost (NPSC)", "US military pay"},
		{"2016-2019", "total"}:      {"US obligations (5 accounts)", "host direct support, cash and in kind"},
	} {
		period := total[0]
		whole := korea.Cost(period, total[1]).Spans()
		require.Len(t, whole, 1, total)
		rest := whole[0].Value
		for _, item := range parts {
			part := korea.Cost(period, item).Spans()
			require.Len(t, part, 1, item)
			rest = rest.Sub(part[0].Value)
		}
		dectest.Equal(t, "0", rest, total)
	}
}

// TestNoFigureHasNoValue: what is not there, or not one number, is missing, never zero.
func TestNoFigureHasNoValue(t *testing.T) {
	for name, none := range map[string]burden.Series{
		"a range":           korea.Cost("2012", "ROK share of NPSC, US estimate"),
		"another period":    korea.Cost("2019", "US obligations (5 accounts)"),
		"no such item":      korea.Cost("2010", "total"),
		"three in one":      korea.Split(2013, "rule-of-thumb split labour/construction/logistics"),
		"no such year":      korea.Split(1990, "labour"),
		"a period of words": korea.Cost("long ago", "total"),
	} {
		assert.Empty(t, none.Spans(), name)
	}
}
