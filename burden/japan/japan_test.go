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

// TestEachPrintedIncreaseIsRight: 46.6, 75.0 and 108.6 bn are printed as the increase of
// one total. Each is right on its own base: five times the budget of 2021, the total of
// FY2016-2020 that was printed in 2021, and the total of those years as agreed.
func TestEachPrintedIncreaseIsRight(t *testing.T) {
	const before = "FY2016-2020"
	param := func(name string, s burden.Series) burden.Param { return burden.NewParam(name, burden.JPY, s) }
	total, budget := param("total", japan.Support(term, japan.Total)), param("budget", japan.ByYear(japan.Budget))
	printed := param("printed", japan.Support(before, "host nation support, 5-year total, print of 2021"))
	agreed := param("agreed", japan.Support(before, japan.Total))
	onBudget, onPrint, onAgreed := burden.NewLine("on_budget", burden.JPY), burden.NewLine("on_print", burden.JPY), burden.NewLine("on_agreed", burden.JPY)
	m, err := burden.NewModel("increases",
		onBudget.Is(total.Minus(budget.At(2021).Times(burden.Amount(5, burden.Ratio)))),
		onPrint.Is(total.Minus(printed.At(2016))),
		onAgreed.Is(total.Minus(agreed.At(2016))))
	require.NoError(t, err)
	p, err := m.Project(2022, 2022)
	require.NoError(t, err)
	for _, version := range []struct {
		line       burden.Line
		item, want string
	}{
		{onBudget, "increase as printed, version 1", "46.6e9"},  // 1055.1 - 5 × 201.7
		{onPrint, "increase as printed, version 2", "75.0e9"},   // 1055.1 - 980.1
		{onAgreed, "increase as printed, version 3", "108.6e9"}, // 1055.1 - 946.5
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

// TestTotalsAsAgreed: 946.5 bn were agreed for FY2016-2020; "about 940" is a less exact
// print of it. 980.1 bn, printed in 2021, is another figure and says so where it is
// explained. FY2011-2015 is derived: 946.5 less its printed increase of 13.3.
func TestTotalsAsAgreed(t *testing.T) {
	agreed := at(t, japan.Support("FY2016-2020", japan.Total), 2020)
	dectest.Equal(t, "946.5e9", agreed.Value)
	assert.Equal(t, burden.Confirmed, agreed.Status)
	earlier := at(t, japan.Support("FY2011-2015", japan.Total), 2011)
	dectest.Equal(t, "933.2e9", earlier.Value)
	assert.Equal(t, burden.Derived, earlier.Status)
	dectest.Equal(t, "13.3e9", agreed.Value.Sub(earlier.Value))
	dectest.Equal(t, "940e9", at(t, japan.Support("FY2016-2020", japan.Total+" (about)"), 2016).Value)

	printed := burden.NewParam("printed", burden.JPY, japan.Support("FY2016-2020", "host nation support, 5-year total, print of 2021"))
	line := burden.NewLine("line", burden.JPY)
	m, err := burden.NewModel("m", line.Is(printed))
	require.NoError(t, err)
	p, err := m.Project(2016, 2016)
	require.NoError(t, err)
	why, err := p.Explain(line, 2016)
	require.NoError(t, err)
	assert.Contains(t, why.String(), "980,100,000,000 JPY")
	assert.Contains(t, why.String(), "946.5 bn were agreed in 2015")
	for _, e := range []burden.Entry{agreed, at(t, printed.Series(), 2016)} {
		assert.NotContains(t, e.Print, "conflict")
	}
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
		table := published.Read(file, string(text))
		require.Empty(t, table.Faults())
		require.NotEmpty(t, table.Rows)
		for _, r := range table.Rows {
			period, item := r.Text("period"), r.Text("item")
			spans := get(period, item).Spans()
			require.Len(t, spans, 1, "%s %s", period, item)
			s := spans[0]
			assert.NotZero(t, s.From, "%s %s", period, item)
			assert.NotEmpty(t, s.Source, item)
			if s.Status != burden.Confirmed {
				require.Equal(t, burden.Derived, s.Status, "%s %s", period, item)
				derived = append(derived, period+" "+item)
			}
		}
	}
	assert.ElementsMatch(t, []string{"FY2022 " + japan.Facilities, "FY2011-2015 " + japan.Total}, derived)
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
