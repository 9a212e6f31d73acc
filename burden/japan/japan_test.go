package japan_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/internal/dectest"
)

const term = "FY2022-2026"

func at(t *testing.T, s burden.Series, year int) burden.Entry {
	t.Helper()
	e, ok := s.At(year)
	require.True(t, ok, year)
	return e
}

// TestBothPrintedIncreasesAreRight: "46.6" and "75.0" were printed as the
// increase of the same total. Each is right on its own base, the one on five
// times the budget of 2021, the other on the total of FY2016-2020.
func TestBothPrintedIncreasesAreRight(t *testing.T) {
	total := burden.NewParam("total", burden.JPY, japan.Support(term, japan.Total))
	before := burden.NewParam("before", burden.JPY, japan.Support("FY2016-2020", japan.Total))
	budget := burden.NewParam("budget", burden.JPY, japan.ByYear(japan.Budget))
	onBudget, onTotal := burden.NewLine("on_budget", burden.JPY), burden.NewLine("on_total", burden.JPY)
	m, err := burden.NewModel("increases",
		onBudget.Is(total.Minus(budget.At(2021).Times(burden.Amount(5, burden.Ratio)))),
		onTotal.Is(total.Minus(before.At(2016))))
	require.NoError(t, err)
	p, err := m.Project(2022, 2022)
	require.NoError(t, err)
	for _, version := range []struct {
		line       burden.Line
		item, want string
	}{
		{onBudget, "increase as printed, version 1", "46.6e9"}, // 1055.1 - 5 × 201.7
		{onTotal, "increase as printed, version 2", "75.0e9"},  // 1055.1 - 980.1
	} {
		got, err := p.Value(version.line, 2022)
		require.NoError(t, err)
		dectest.Equal(t, version.want, got, version.item)
		dectest.Equal(t, burden.Text(at(t, japan.Support(term, version.item), 2022).Value), got, version.item)
	}
	// 1055.1 / 5 = 211.02, printed as 211.
	mean, err := burden.RoundTo("1e9", burden.HalfUp).Quotient(at(t, japan.Support(term, japan.Total), 2022).Value, at(t, burden.Constant(5), 2022).Value)
	require.NoError(t, err)
	dectest.Equal(t, burden.Text(at(t, japan.Support(term, "annual average (as printed)"), 2022).Value), mean)
}

// TestConflictingPrints: two sources print different totals of FY2016-2020. Each
// figure says so wherever it is explained.
func TestConflictingPrints(t *testing.T) {
	one := at(t, japan.Support("FY2016-2020", japan.Total), 2016)
	other := at(t, japan.Support("FY2016-2020", japan.Total+" (conflicting print)"), 2016)
	dectest.Equal(t, "980.1e9", one.Value)
	dectest.Equal(t, "940e9", other.Value)
	assert.NotEqual(t, one.Source, other.Source)
	assert.Contains(t, one.Print, "conflicts with another print: about 940 bn")
	assert.Contains(t, other.Print, "conflicts with another print: 980.1 bn")

	// The printed increase of 75.0 bn stands on 980.1; on 940 it would be 115.1.
	total := at(t, japan.Support(term, japan.Total), 2022).Value
	increase := at(t, japan.Support(term, "increase as printed, version 2"), 2022).Value
	dectest.Equal(t, burden.Text(increase), total.Sub(one.Value))
	dectest.Equal(t, "115.1e9", total.Sub(other.Value))

	before := burden.NewParam("before", burden.JPY, japan.Support("FY2016-2020", japan.Total))
	line := burden.NewLine("line", burden.JPY)
	m, err := burden.NewModel("m", line.Is(before))
	require.NoError(t, err)
	p, err := m.Project(2016, 2016)
	require.NoError(t, err)
	why, err := p.Explain(line, 2016)
	require.NoError(t, err)
	assert.Contains(t, why.String(), "conflicts with another print: about 940 bn")
}

// TestPublishedFigures spot-checks values against the sources named with them.
func TestPublishedFigures(t *testing.T) {
	for i, want := range []string{"23.4e9", "23.4e9", "15.1e9", "13.3e9", "13.3e9"} { // MOFA, 21 December 2021
		dectest.Equal(t, want, at(t, japan.ByYear(japan.Utilities), 2022+i).Value, 2022+i)
	}
	dectest.Equal(t, "0.61", at(t, japan.ByYear(japan.UtilitiesShare), 2021).Value)
	assert.Contains(t, at(t, japan.ByYear(japan.UtilitiesShare), 2025).Print, "about")
	dectest.Equal(t, "201.7e9", at(t, japan.ByYear(japan.Budget), 2021).Value)
	dectest.Equal(t, "275.6e9", at(t, japan.ByYear(japan.Budget), 1999).Value)
	dectest.Equal(t, "211.2e9", at(t, japan.Support("FY2023", japan.Budget), 2023).Value)
	dectest.Equal(t, "223.2e9", at(t, japan.Support("FY2023", "host nation support, contract basis"), 2023).Value)
	dectest.Equal(t, "20e9", at(t, japan.Support(term, japan.EquipmentCeiling), 2026).Value)
	dectest.Equal(t, "164.1e9", at(t, japan.Support(term, japan.FacilitiesCeiling), 2022).Value)
	// Two categories of workers make the total: 23,178 = 3,893 + 19,285 (MOFA).
	workers := at(t, japan.Support(term, "workers funded, welfare facilities"), 2022).Value.
		Add(at(t, japan.Support(term, "workers funded, other"), 2022).Value)
	dectest.Equal(t, "23178", workers)
	dectest.Equal(t, burden.Text(workers), at(t, japan.Support(term, japan.Workers), 2022).Value)
	// 5,717.8 million dollars for 54,000 are 105,885 dollars each, as printed beside it.
	perHead, err := burden.RoundTo("1", burden.HalfUp).Quotient(at(t, japan.Cost("FY2020", "total US cost"), 2020).Value, at(t, burden.Constant(54000), 2020).Value)
	require.NoError(t, err)
	dectest.Equal(t, burden.Text(at(t, japan.Cost("FY2020", "cost per soldier at 54,000"), 2020).Value), perHead)
	// 20.9 of obligations and 12.6 of host support make the 33.5 bn dollars printed.
	dectest.Equal(t, "33.5e9", at(t, japan.Cost("2016-2019", "US obligations (5 accounts)"), 2019).Value.
		Add(at(t, japan.Cost("2016-2019", "host direct support, cash and in kind"), 2019).Value))
}

// TestEveryFigureHasStatusAndSource reads each row of the data files and asks for
// it through the package.
func TestEveryFigureHasStatusAndSource(t *testing.T) {
	var derived []string
	for file, get := range map[string]func(period, item string) burden.Series{"support.csv": japan.Support, "cost.csv": japan.Cost} {
		text, err := os.ReadFile("data/" + file)
		require.NoError(t, err)
		rows, err := published.Read(string(text))
		require.NoError(t, err)
		require.NotEmpty(t, rows)
		for _, r := range rows {
			spans := get(r["period"], r["item"]).Spans()
			require.Len(t, spans, 1, "%s %s", r["period"], r["item"])
			s := spans[0]
			assert.NotZero(t, s.From, "%s %s", r["period"], r["item"])
			assert.NotEmpty(t, s.Source, r["item"])
			if s.Status != burden.Confirmed {
				require.Equal(t, burden.Derived, s.Status, "%s %s", r["period"], r["item"])
				derived = append(derived, r["period"]+" "+r["item"])
			}
		}
	}
	assert.Equal(t, []string{"FY2022 " + japan.Facilities}, derived)
	// 29.8 in FY2023, printed as 3.1 more than the year before.
	dectest.Equal(t, "26.7e9", at(t, japan.ByYear(japan.Facilities), 2022).Value)
}

// TestMissingFigureIsAnError: a figure that is not there, or of another period,
// cannot become a zero.
func TestMissingFigureIsAnError(t *testing.T) {
	for name, s := range map[string]burden.Series{
		"item":             japan.Support(term, "no such item"),
		"period":           japan.Support("FY2027-2031", japan.Total),
		"year in no print": japan.ByYear(japan.Budget),
		"outside the term": japan.Support(term, japan.Total),
		"cost":             japan.Cost("FY2021", "total US cost"),
	} {
		line := burden.NewLine("line", burden.JPY)
		m, err := burden.NewModel("m", line.Is(burden.NewParam("figure", burden.JPY, s)))
		require.NoError(t, err, name)
		_, err = m.Project(2027, 2027)
		assert.ErrorIs(t, err, burden.ErrMissingYear, name)
	}
}
