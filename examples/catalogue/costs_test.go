package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

func costsExpected() map[int]expectation {
	return map[int]expectation{
		34: {
			want:   "46.9%",
			source: "computed: 790.4 / 1.1557389 = 683.9 m dollars; 683.9 / (683.9 + 773.3) = 46.93 %; in won as printed 7,904 / (7,904 + 8,939) = 46.93 %",
			more:   stationingCostWithoutPay,
		},
		35: {
			want:   "910e9",
			source: "published: cable 06SEOUL3468, 910 bn won for 2008, 44 % of the cost",
			more:   targetRisesInEqualSteps,
		},
		36: {
			want:   "65.2%",
			source: "published: Jjan, 3 June 2013, 65.2 %; (8,561 + 8,188) / (8,561 + 8,188 + 8,939) = 16,749 / 25,688 = 65.202 %",
			more:   wideAndNarrow,
		},
		37: {
			want:   "40%",
			source: "published: Imaeil, 10 January 2006: 843.11 m dollars, 40.0 % of the stationing cost",
			more:   bothPrintsGiveTheShare,
		},
		38: {
			want:   "69.8%",
			source: "computed: 13.4 / 19.2 = 69.79 %; published as about 70 %, GAO-21-270",
			more:   guestSharesAsPrinted,
		},
		39: {
			want:   "4464.2e6",
			source: "published: Sedaily, 28 November 2019: 2,104.0 + 2,218.1 + 140.8 + 1.3 + 0 = 4,464.2",
			more:   definitionsFromNarrowToWide,
		},
		40: {
			want:   "156639",
			source: "published: Sedaily, 28 November 2019; 4,464.2 m / 28,500 = 156,638.6",
			more:   costPerHeadInJapan,
		},
		41: {
			want:   "4464.2e6",
			source: "published: Shina Ilbo, 28 November 2019, the whole cost of FY2020",
			more:   demandIsMoreThanCost,
		},
		42: {
			want:   "6696.3e6",
			source: "computed: 4,464.2 × 1.5 = 6,696.3",
			more:   discountNeedsAFigure,
		},
		43: {
			want:   "1262.5e6",
			source: "computed: 2 × 200 + 3 × 50 = 550; 28,500 × 0.025 = 712.5; together 1,262.5",
			more:   abroadAndAtHome,
		},
		44: {
			want: "3034.2e6",
			source: "computed: direct support 1,085.1, 1,139.4, 1,196.4, 1,256.2, 1,319.0, 1,385.0, 1,454.3, 1,527.0 and 1,603.4 from 2026 to 2034, " +
				"together 11,965.8; 33,000 - 11,965.8 - 9 × 2,000 = 3,034.2",
			more: umbrellaBindsInItsLastYear,
		},
	}
}

// inJapan returns a published figure of what the forces in Japan cost.
func inJapan(t *testing.T, period, item string) burden.Series {
	t.Helper()
	s := japan.Cost(period, item)
	require.NotEmpty(t, s.Spans(), item)
	return s
}

// publishedInKorea returns the number of a published figure.
func publishedInKorea(t *testing.T, period, item string) string {
	t.Helper()
	spans := korea.Cost(period, item).Spans()
	require.NotEmpty(t, spans, item)
	return burden.Text(spans[0].Value)
}

// stationingCostWithoutPay: the items add to the printed 773.3, to which pay would
// add 2,006.3; and the same shape with the figures of 2012 falls where the United
// States put it, between 40 and 45 %.
func stationingCostWithoutPay(t *testing.T, x sample) {
	dectest.Equal(t, publishedInKorea(t, "2010", "US non-personnel stationing cost (NPSC)"), lineIn(t, x.model, "guest", 2010))
	dectest.Equal(t, "683.9e6", lineIn(t, x.model, "host", 2010))

	guest := inKorea("guest_2012", burden.USD, "2012", "US non-personnel cost")
	m, err := x.model.With(
		lineOf(t, x.model, "host").Is(burden.Amount("744e6", burden.USD)), // Korea Times, June 2013
		lineOf(t, x.model, "guest").Is(guest))
	require.NoError(t, err)
	dectest.Equal(t, "40.3%", lineIn(t, m, "share", 2012)) // 744 / 1,844 = 40.35 %, by hand
}

// targetRisesInEqualSteps: the share printed for 2008 lies half way, and each
// year's proposal is the printed one. At the goal of 50 % the host nation pays
// half of what 2009 costs.
func targetRisesInEqualSteps(t *testing.T, x sample) {
	shares := map[int]string{2007: "43%", 2008: "44%", 2009: "45%"}
	items := map[int]string{2007: "US proposal for 2007", 2008: "US proposal for 2008", 2009: "US proposal for 2009"}
	for year, share := range shares {
		dectest.Equal(t, share, lineIn(t, x.model, "target", year), year)
		dectest.Equal(t, publishedInKorea(t, "2006", items[year]), lineIn(t, x.model, "proposal", year), year)
	}
	goal := burden.Constant(publishedInKorea(t, "2012", "target share of NPSC"))
	m := withSeries(t, x.model, "last_share", goal)
	dectest.Equal(t, "1136e9", lineIn(t, m, "proposal", 2009)) // 2,271.1 / 2 = 1,135.55
	dectest.Equal(t, "46.5%", lineIn(t, m, "target", 2008))
}

// wideAndNarrow: the share is printed as 65.1 and as 65.2, and of the printed
// amounts no mode makes 65.1; without what is forgone it is 48.9 %.
func wideAndNarrow(t *testing.T, x sample) {
	dectest.Equal(t, "65.1%", korea.Cost("2010", "ROK share, wide definition").Spans()[0].Value)
	formula, ok := x.model.Formula(x.line)
	require.True(t, ok)
	node := formula.Node()
	direct, total := node.Operands[0], node.Operands[1]
	for _, mode := range []burden.Mode{burden.HalfUp, burden.HalfEven, burden.Down, burden.Floor} {
		m, err := x.model.With(x.line.Is(direct.Over(total).RoundedTo("0.1%", mode)))
		require.NoError(t, err)
		dectest.Equal(t, "65.2%", lineIn(t, m, "share", 2010), mode)
	}
	dectest.Equal(t, "48.9%", lineIn(t, x.model, "narrow", 2010)) // 8,561 / 17,500
}

// bothPrintsGiveTheShare: the support is printed as 843.11 and, in another table
// of the same report, as 842.81, with direct support of 486.31; both are 40.0 %.
// The share says that it stands on a derived cost.
func bothPrintsGiveTheShare(t *testing.T, x sample) {
	dectest.Equal(t, publishedInKorea(t, "2002", "total support"), lineIn(t, x.model, "support", 2002))
	other := withSeries(t, x.model, "direct", burden.ByYear(map[int]string{2002: "486.31e6"}))
	dectest.Equal(t, "842.81e6", lineIn(t, other, "support", 2002))
	dectest.Equal(t, "40.0%", lineIn(t, other, "share", 2002))

	list, err := projected(t, x.model, "share", 2002).StandsOn(x.line, 2002)
	require.NoError(t, err)
	assert.Equal(t, []burden.Standing{
		{Status: burden.Confirmed, Params: []string{"direct", "indirect"}},
		{Status: burden.Derived, Params: []string{"stationing_cost"}},
	}, list)
}

// guestSharesAsPrinted: Korea's 69.8 % is printed as about 70, Japan's 62.4 % as
// about 62, and both totals are printed. Without the relocation of Yongsan, 2.5 of
// the 5.8 bn, the guest's share in Korea is 80.2 %.
func guestSharesAsPrinted(t *testing.T, x sample) {
	dectest.Equal(t, publishedInKorea(t, "2016-2019", "total"), lineIn(t, x.model, "total", 2019))
	m := withSeries(t, x.model, "obligations", inJapan(t, "2016-2019", "US obligations (5 accounts)"))
	m = withSeries(t, m, "direct_support", inJapan(t, "2016-2019", "host direct support, cash and in kind"))
	dectest.Equal(t, burden.Text(inJapan(t, "2016-2019", "total").Spans()[0].Value), lineIn(t, m, "total", 2019))
	dectest.Equal(t, "62.4%", lineIn(t, m, "guest_share", 2019)) // 20.9 / 33.5 = 62.39 %

	for want, model := range map[string]*burden.Model{"70%": x.model, "62%": m} {
		printed, err := burden.RoundTo("1%", burden.HalfUp).Apply(lineIn(t, model, "guest_share", 2019))
		require.NoError(t, err)
		dectest.Equal(t, want, printed)
	}
	// 13.4 / (19.2 - 2.5) = 80.24 %.
	without := withSeries(t, x.model, "direct_support", burden.Constant("3.3e9"))
	dectest.Equal(t, "80.2%", lineIn(t, without, "guest_share", 2019))
	dectest.Equal(t, "2.5e9", korea.Cost("2016-2019", "Yongsan relocation inside the 5.8").Spans()[0].Value)
}

// definitionsFromNarrowToWide: four costs of the same forces, and only the first
// two stand on published figures alone.
func definitionsFromNarrowToWide(t *testing.T, x sample) {
	assumptions := map[string][]string{}
	for _, c := range []struct{ line, want string }{
		{"incremental", "420.8e6"},           // 2,104.0 × 0.25 / 1.25
		{"direct", "4464.2e6"},               // printed
		{"total", "7314.2e6"},                // and 28,500 × 0.1
		{"regional_commitment", "25663.9e6"}, // 7,314.2 × 100,000 / 28,500 = 25,663.86
	} {
		dectest.Equal(t, c.want, lineIn(t, x.model, c.line, 2020), c.line)
		list, err := projected(t, x.model, c.line, 2020).StandsOn(lineOf(t, x.model, c.line), 2020)
		require.NoError(t, err)
		for _, s := range list {
			if s.Status == burden.Assumed {
				assumptions[c.line] = s.Params
			}
		}
	}
	assert.Equal(t, map[string][]string{
		"total":               {"behind_each"},
		"regional_commitment": {"behind_each", "regional_forces"},
	}, assumptions)
}

// costPerHeadInJapan: the same division with Japan's figures, as printed.
func costPerHeadInJapan(t *testing.T, x sample) {
	dectest.Equal(t, publishedInKorea(t, "FY2020", "cost per soldier at 28,500"), lineIn(t, x.model, "per_head", 2020))
	m := withSeries(t, x.model, "cost", inJapan(t, "FY2020", "total US cost"))
	m = withSeries(t, m, "troops", burden.Constant("54000")) // Sedaily, 28 November 2019
	dectest.Equal(t, "105885", lineIn(t, m, "per_head", 2020))
	dectest.Equal(t, burden.Text(inJapan(t, "FY2020", "cost per soldier at 54,000").Spans()[0].Value), lineIn(t, m, "per_head", 2020))
}

// demandIsMoreThanCost: the accounts add to the printed total; the first demand,
// 5 bn, was 1.12 times that, and the 4.7 bn asked for later 1.05 times.
func demandIsMoreThanCost(t *testing.T, x sample) {
	dectest.Equal(t, publishedInKorea(t, "FY2020", "total US cost"), lineIn(t, x.model, "cost", 2020))
	dectest.Equal(t, "1.12", lineIn(t, x.model, "times_cost", 2020)) // 5,000 / 4,464.2 = 1.1200
	later := withSeries(t, x.model, "asked", korea.Talks("2019-11", "US demand", burden.Confirmed))
	dectest.Equal(t, "1.05", lineIn(t, later, "times_cost", 2020)) // 4,700 / 4,464.2 = 1.0528
}

// discountNeedsAFigure: the markup is the printed 150 % of the cost less the cost;
// the discount has no figure, which is an error and not a discount of zero.
func discountNeedsAFigure(t *testing.T, x sample) {
	markup, _ := x.model.Param("markup")
	asked, ok := korea.Talks("2019-03", "'Cost plus 50'", burden.Confirmed).At(2019)
	require.True(t, ok)
	added, ok := markup.Series().At(2020)
	require.True(t, ok)
	dectest.Equal(t, "1", asked.Value.Sub(added.Value))

	aligned := lineOf(t, x.model, "aligned")
	_, err := x.model.Project(2020, 2020, aligned)
	require.ErrorIs(t, err, burden.ErrMissingYear)
	m := withSeries(t, x.model, "discount", burden.Constant("10%"))
	dectest.Equal(t, "6026.67e6", lineIn(t, m, "aligned", 2020)) // 6,696.3 × 0.9
	discount, _ := x.model.Param("discount")
	_, err = x.model.With(discount.Is(burden.Constant("150%")))
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
}

// abroadAndAtHome: at home people cost 712.5 / 1.25 = 570 and installations half,
// 275, or at the upper factor 550 / 2.5 = 220. An amount beyond the range that a
// parameter keeps is refused.
func abroadAndAtHome(t *testing.T, x sample) {
	dectest.Equal(t, "845e6", lineIn(t, x.model, "home", 2020))
	upper := withSeries(t, x.model, "fixed_factor", burden.Constant("2.5"))
	dectest.Equal(t, "790e6", lineIn(t, upper, "home", 2020))
	// One small installation less saves what is fixed, whoever was on it.
	fewer := withSeries(t, x.model, "small", burden.Constant("2"))
	dectest.Equal(t, "1212.5e6", lineIn(t, fewer, "abroad", 2020))

	large, _ := x.model.Param("fixed_large")
	_, err := x.model.With(large.Is(burden.Constant("250e6")))
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
}

// umbrellaBindsInItsLastYear: nine years are paid as needed, the tenth gets what is
// left of the 33 bn, and the term adds up to them. Needs that just use it up reach
// the ceiling without being cut, and smaller ones never meet it.
func umbrellaBindsInItsLastYear(t *testing.T, x sample) {
	project := func(m *burden.Model) *burden.Projection {
		p, err := m.Project(2026, 2035)
		require.NoError(t, err)
		return p
	}
	limited := func(p *burden.Projection) (bound, reached []int) {
		for _, l := range p.Limits() {
			if l.Binds {
				bound = append(bound, l.Year)
			} else {
				reached = append(reached, l.Year)
			}
		}
		return bound, reached
	}
	p := project(x.model)
	bound, reached := limited(p)
	assert.Equal(t, []int{2035}, bound)
	assert.Empty(t, reached)
	total, err := p.Total(x.line, 2026, 2035)
	require.NoError(t, err)
	dectest.Equal(t, "33e9", total)
	need, err := p.Model().Project(2035, 2035, lineOf(t, x.model, "need"))
	require.NoError(t, err)
	wanted, err := need.Value(lineOf(t, x.model, "need"), 2035)
	require.NoError(t, err)
	dectest.Equal(t, "3683.6e6", wanted) // 1,603.4 × 1.05 = 1,683.57, and 2,000

	// Ten years of direct support come to 13,649.4; 19,350.6 are left for the rest.
	just := withSeries(t, x.model, "indirect", burden.Constant("1935.06e6"))
	bound, reached = limited(project(just))
	assert.Empty(t, bound)
	assert.Equal(t, []int{2035}, reached)
	bound, reached = limited(project(withSeries(t, x.model, "indirect", burden.Constant("1e9"))))
	assert.Empty(t, bound)
	assert.Empty(t, reached)
}
