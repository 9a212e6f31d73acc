package korea_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

func agreements() []korea.Agreement {
	return []korea.Agreement{korea.Seventh(), korea.Eighth(), korea.Ninth(), korea.Tenth(), korea.Eleventh(), korea.Twelfth()}
}

// TestAgreementsReproducePublishedAmounts compares every year of each agreement
// for which drivers are published with the published amount.
func TestAgreementsReproducePublishedAmounts(t *testing.T) {
	published := korea.Contribution()
	for _, a := range agreements() {
		last := min(a.Last, 2026)
		p, err := a.Model.Project(a.First, last)
		require.NoError(t, err, a.Model.ID())
		for year := a.First; year <= last; year++ {
			got, err := p.Value(a.Contribution, year)
			require.NoError(t, err)
			want, ok := published.At(year)
			require.True(t, ok, year)
			dectest.Equal(t, burden.Text(want.Value), got, year)
		}
	}
}

func TestSuccessionStandsOnThreeAmounts(t *testing.T) {
	m, contribution := korea.Succession()
	var bases []string
	for _, p := range m.Params() {
		if p.Unit() == burden.KRW {
			bases = append(bases, p.Name())
		}
	}
	assert.Equal(t, []string{"sma7.base", "sma9.base", "sma12.base"}, bases)
	p, err := m.Project(2007, 2027, contribution)
	require.NoError(t, err)
	for year := 2007; year <= 2026; year++ {
		got, err := p.Value(contribution, year)
		require.NoError(t, err)
		want, _ := korea.Contribution().At(year)
		dectest.Equal(t, burden.Text(want.Value), got, year)
	}
	got, err := p.Value(contribution, 2027)
	require.NoError(t, err)
	dectest.Equal(t, "1551.1e9", got) // 15192 × 1.021 = 15511.032, by hand
}

func TestCeilingBindsOnceInTheEighth(t *testing.T) {
	a := korea.Eighth()
	p, err := a.Model.Project(a.First, a.Last)
	require.NoError(t, err)
	bound, reached := p.Binding(a.Ceiling)
	assert.Equal(t, []int{2010}, bound)   // CPI 2008 was 4.7 %
	assert.Equal(t, []int{2013}, reached) // CPI 2011 was 4.0 %, the ceiling itself
}

// TestNoDateReproducesTheEighth looks at consumer prices as of every day from
// before the agreement to long after it. At signing the later figures did not
// exist; when all existed, that of 2010 had been rebased.
func TestNoDateReproducesTheEighth(t *testing.T) {
	a := korea.Eighth()
	reproduces := func(cpi burden.Series) bool {
		m, err := a.Model.With(a.Driver.Is(cpi))
		require.NoError(t, err)
		p, err := m.Project(a.First, a.Last)
		if err != nil {
			require.ErrorIs(t, err, burden.ErrMissingYear)
			return false
		}
		for year := a.First; year <= a.Last; year++ {
			got, err := p.Value(a.Contribution, year)
			require.NoError(t, err)
			if want, _ := korea.Contribution().At(year); !got.Equal(want.Value) {
				return false
			}
		}
		return true
	}
	assert.True(t, reproduces(korea.CPI().FirstPrinted()))
	days := 0
	for day := time.Date(2006, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, 1) {
		if reproduces(korea.CPI().AsOf(day.Format(time.DateOnly))) {
			t.Errorf("as of %s the eighth agreement comes out", day.Format(time.DateOnly))
		}
		days++
	}
	assert.Greater(t, days, 7000)
}

// TestTwelfthTakesConsumerPrices projects to 2030 with prices the caller supplies.
func TestTwelfthTakesConsumerPrices(t *testing.T) {
	a := korea.Twelfth()
	_, err := a.Model.Project(2026, 2030)
	require.ErrorIs(t, err, burden.ErrMissingYear)
	cpi := a.Driver.Series()
	for year, text := range map[int]string{2026: "0.02", 2027: "0.06", 2028: "0.05"} {
		v, err := burden.Parse(text)
		require.NoError(t, err)
		cpi = cpi.Set(year, year, burden.Entry{Value: v})
	}
	m, err := a.Model.With(a.Driver.Is(cpi))
	require.NoError(t, err)
	p, err := m.Project(2026, 2030)
	require.NoError(t, err)
	// 15511 × 1.02 = 15821.22; × 1.05 = 16612.05; 16612 × 1.05 = 17442.6, each rounded, by hand.
	for year, want := range map[int]string{2028: "1582.1e9", 2029: "1661.2e9", 2030: "1744.3e9"} {
		got, err := p.Value(a.Contribution, year)
		require.NoError(t, err)
		dectest.Equal(t, want, got, year)
	}
	bound, reached := p.Binding(a.Ceiling)
	assert.Equal(t, []int{2029}, bound)
	assert.Equal(t, []int{2030}, reached)
}

// TestModelsAreTheSameEveryTime: scenarios of two calls then share a baseline.
func TestModelsAreTheSameEveryTime(t *testing.T) {
	again := agreements()
	for i, a := range agreements() {
		assert.Same(t, a.Model, again[i].Model, a.Model.ID())
	}
	assert.Same(t, korea.Fourth().Model, korea.Fourth().Model)
	assert.Same(t, korea.Fifth().Model, korea.Fifth().Model)
	one, _ := korea.Succession()
	other, _ := korea.Succession()
	assert.Same(t, one, other)
}

// TestHandlesAreTheSameEveryTime uses the handles of one call on the model of another.
func TestHandlesAreTheSameEveryTime(t *testing.T) {
	p, err := korea.Eighth().Model.Project(2009, 2009)
	require.NoError(t, err)
	got, err := p.Value(korea.Eighth().Contribution, 2009)
	require.NoError(t, err)
	dectest.Equal(t, "760.0e9", got)
}

func TestOnlyTwoAmountsAreRecalled(t *testing.T) {
	var recalled []int
	for _, s := range korea.Contribution().Spans() {
		assert.NotEmpty(t, s.Source, s.From)
		if s.Status == burden.Recalled {
			recalled = append(recalled, s.From)
		}
	}
	assert.Equal(t, []int{2023, 2024}, recalled)
	for name, s := range map[string]burden.Series{
		"CPI": korea.CPI().FirstPrinted(), "World Bank": korea.CPIWorldBank(), "deflator": korea.GDPDeflator().FirstPrinted(), "GDP": korea.RealGDPGrowth().FirstPrinted(),
		"budget": korea.DefenceBudget(), "growth": korea.DefenceGrowth(), "draft": korea.DefenceGrowthDraft(),
		"dollars": korea.ContributionUSD(), "at rate": korea.ContributionAtRate(), "market rate": korea.MarketRate(),
		"labour": korea.Part("labour"), "construction": korea.Part("construction"), "logistics": korea.Part("logistics"),
	} {
		require.NotEmpty(t, s.Spans(), name)
		for _, span := range s.Spans() {
			assert.NotEqual(t, burden.Recalled, span.Status, "%s %d", name, span.From)
			assert.NotEqual(t, burden.Unstated, span.Status, "%s %d", name, span.From)
			assert.NotEmpty(t, span.Source, "%s %d", name, span.From)
		}
	}
}

// TestPartsAddUpToTheContribution: 3490+4148+1682 = 9320, 3710+4442+1450 = 9602,
// 5005+3710+1674 = 10389 (White Papers 2018 and 2020).
func TestPartsAddUpToTheContribution(t *testing.T) {
	for _, year := range []int{2015, 2018, 2019} {
		total, _ := korea.Contribution().At(year)
		rest := total.Value
		for _, category := range []string{"labour", "construction", "logistics"} {
			e, ok := korea.Part(category).At(year)
			require.True(t, ok, "%s %d", category, year)
			rest = rest.Sub(e.Value)
		}
		dectest.Equal(t, "0", rest, year)
	}
}

// TestPublishedFigures spot-checks values against the sources named with them.
func TestPublishedFigures(t *testing.T) {
	at := func(s burden.Series, year int) burden.Entry {
		e, ok := s.At(year)
		require.True(t, ok, year)
		return e
	}
	dectest.Equal(t, "300e6", at(korea.ContributionUSD(), 1995).Value) // White Paper 2018, p. 181
	dectest.Equal(t, "314e6", at(korea.ContributionUSD(), 1998).Value) // renegotiated, not the 399 agreed
	dectest.Equal(t, "0.042", at(korea.DefenceGrowth(), 2024).Value)   // final, not the draft's
	dectest.Equal(t, "0.045", at(korea.DefenceGrowthDraft(), 2024).Value)
	dectest.Equal(t, "52840.1e9", at(korea.DefenceBudget(), 2021).Value)
	dectest.Equal(t, "0.013", at(korea.GDPDeflator().FirstPrinted(), 2001).Value)
	dectest.Equal(t, "1167.2989", at(korea.Rate("market", "2019-11"), 2019).Value)
	dectest.Equal(t, "1165.8016", at(korea.Rate("market", "2019"), 2019).Value)
	dectest.Equal(t, "4.7e9", at(korea.Talks("2019-11", "US demand", burden.Confirmed), 2019).Value)
	brief := at(korea.Talks("2019-11", "US demand", burden.Brief), 2019)
	assert.Equal(t, burden.Brief, brief.Status)
	for _, none := range []burden.Series{
		korea.Rate("market", "2019-13"),
		korea.Talks("2019", "US demand", burden.Confirmed),
		korea.Talks("2019", "same in USD, as printed by the press", burden.Confirmed), // six figures in one
	} {
		assert.Empty(t, none.Spans())
	}
}

// TestMarketRateIsTheYearsAverages: by year what Rate returns one at a time, and
// no month or budget rate among them.
func TestMarketRateIsTheYearsAverages(t *testing.T) {
	spans := korea.MarketRate().Spans()
	require.Len(t, spans, 2025-1991+1)
	for i, span := range spans {
		year := 1991 + i
		require.Equal(t, year, span.From)
		require.Equal(t, year, span.To)
		one, ok := korea.Rate("market", strconv.Itoa(year)).At(year)
		require.True(t, ok, year)
		dectest.Equal(t, burden.Text(one.Value), span.Value, year)
		assert.Equal(t, one.Source, span.Source)
	}
	dectest.Equal(t, "1180.5554", spans[29].Value) // 2020, Federal Reserve
	dectest.Equal(t, "1421.3963", spans[34].Value) // 2025
}

// TestMissingFigureIsAnError: a figure that is not there cannot become a zero.
func TestMissingFigureIsAnError(t *testing.T) {
	rate := burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-13"))
	line := burden.NewLine("line", burden.KRW.Per(burden.USD))
	m, err := burden.NewModel("m", line.Is(rate))
	require.NoError(t, err)
	_, err = m.Project(2019, 2019)
	assert.True(t, errors.Is(err, burden.ErrMissingYear), err)
}
