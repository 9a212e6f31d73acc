package published_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
	"example.com/burdenshare/internal/dectest"
)

const sample = `year,item,amount,unit,status,source_url,print
2019,labour,5005,1e8 KRW,confirmed,"a paper, p. 3",about
2020,labour,40-45,text: percent,confirmed,a paper,
2019,other,7,1e8 KRW,recalled,,
`

func TestRead(t *testing.T) {
	table := published.Read("f.csv", sample)
	require.Empty(t, table.Faults())
	require.Len(t, table.Rows, 3)
	e, fault := table.Where("item", "labour", "year", "2019").Rows[0].Entry("amount", "")
	require.Nil(t, fault)
	dectest.Equal(t, "500.5e9", e.Value)
	assert.Equal(t, []any{"a paper, p. 3", burden.Confirmed, "about"}, []any{e.Source, e.Status, e.Print})
	e, fault = table.Rows[2].Entry("amount", "")
	require.Nil(t, fault)
	assert.Equal(t, burden.Recalled, e.Status)
	assert.Empty(t, table.Where("item", "labour", "year", "2021").Rows)
	assert.Len(t, table.Only(func(r published.Row) bool { return r.Text("year") == "2019" }).Rows, 2)

	_, fault = table.Rows[1].Entry("amount", "")
	assert.ErrorIs(t, fault, burden.ErrNumber, "words are no number")
	_, fault = table.Rows[0].Entry("value", "")
	assert.ErrorIs(t, fault, burden.ErrUnknownName, "no such column")
	assert.ErrorContains(t, fault, "f.csv, line 2, column value")
}

func TestMalformedTables(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":          "",
		"a short row":      "year,amount\n2019\n",
		"an open quote":    "year,amount\n2019,\"7\n",
		"a quote too many": "year,amount\n2019,7\"\n",
	} {
		faults := published.Read("f.csv", text).Faults()
		if assert.Len(t, faults, 1, name) {
			assert.ErrorIs(t, faults[0], burden.ErrSyntax, name)
			assert.ErrorContains(t, faults[0], "f.csv", name)
		}
	}
	faults := published.Read("f.csv", "year,amuont,unit,year\n2019,7,USD,2019\n").Faults()
	require.Len(t, faults, 2)
	assert.ErrorIs(t, faults[0], burden.ErrUnknownName)
	assert.ErrorContains(t, faults[0], `f.csv, line 1: "amuont" is not the name of a column`)
	assert.ErrorIs(t, faults[1], burden.ErrDuplicate)
}

// TestEveryBadCellReachesTheModel: one cell is wrong, and building a model with any
// series or indicator of the table says which: file, line, column and value, and how to
// mend it. So it is if the row with the cell has been left out by a filter.
func TestEveryBadCellReachesTheModel(t *testing.T) {
	const good = `year,item,value,unit,printed,seen_by,base_year,status,source_url
2002,cpi,2.8,percent,,2006-12-29,,confirmed,a paper
2003,cpi,3.5,percent,2003-12-31,2006-12-29,2000,confirmed,a paper
`
	require.Empty(t, published.Read("korea/data/cpi.csv", good).Faults())
	for _, c := range []struct {
		column, was, is string
		cause           error
		mend            string
	}{
		{"value", ",3.5,", ",3.5x,", burden.ErrNumber, "write it like 3.5"},
		{"value", ",3.5,", ",4.7x,", burden.ErrNumber, "write it like 3.5"},
		{"value", ",3.5,", ",,", burden.ErrNumber, "write it like 3.5"},
		{"value", ",3.5,", `,"3,5",`, burden.ErrNumber, "write it like 3.5"},
		{"value", ",3.5,", ",3.5 ,", burden.ErrSyntax, "take it out"},
		{"status", "2000,confirmed", "2000,confrimed", burden.ErrUnknownName, "write confirmed, derived"},
		{"status", "2000,confirmed", "2000,unstated", burden.ErrUnknownName, "write confirmed, derived"},
		{"status", "2000,confirmed", "2000,", burden.ErrUnknownName, "write confirmed, derived"},
		{"year", "2003,cpi", "2O03,cpi", burden.ErrOutOfRange, "write it like 2010"},
		{"year", "2003,cpi", ",cpi", burden.ErrOutOfRange, "write it like 2010"},
		{"year", "2003,cpi", "203,cpi", burden.ErrOutOfRange, "write it like 2010"},
		{"year", "2003,cpi", "+2003,cpi", burden.ErrOutOfRange, "write it like 2010"},
		{"printed", "2003-12-31", "2003-12-32", burden.ErrDate, "write it like 2008-12-31"},
		{"printed", "2003-12-31", "31.12.2003", burden.ErrDate, "write it like 2008-12-31"},
		{"seen_by", "2003-12-31,2006-12-29", "2003-12-31,2006-12", burden.ErrDate, "write it like 2008-12-31"},
		{"base_year", ",2000,", ",2000s,", burden.ErrOutOfRange, "write it like 2010"},
		{"unit", "3.5,percent", "3.5,precent", burden.ErrUnit, "write it like percent"},
		{"unit", "3.5,percent", "3.5,percent of all", burden.ErrUnit, "write it like percent"},
		{"unit", "3.5,percent", "3.5,", burden.ErrUnit, "write it like percent"},
		{"value", "3.5,percent", "3.5,text: percent", burden.ErrUnit, `take "text: " out`},
		{"source_url", "2000,confirmed,a paper", "2000,confirmed,", burden.ErrIncomplete, "name the source"},
	} {
		text := strings.Replace(good, c.was, c.is, 1)
		require.Contains(t, good, c.was)
		table := published.Read("korea/data/cpi.csv", text)
		for name, s := range map[string]burden.Series{
			"series":           table.Series("value", ""),
			"another row":      table.Where("year", "2002").Series("value", ""),
			"no row":           table.Where("year", "1990").Series("value", ""),
			"the only row":     table.Single("value", "", burden.MinYear, burden.MaxYear),
			"first printed":    table.Indicator().FirstPrinted(),
			"as of":            table.Indicator().AsOf("2010-01-01"),
			"picked":           table.Where("year", "2002").Indicator().Picked(nil),
			"with":             table.With(burden.Constant(1)),
			"sourced, on, set": table.Series("value", "").Sourced("s", burden.Assumed).On(burden.Calendar).Set(2003, 2003, burden.Entry{}),
		} {
			line := burden.NewLine("line", burden.Ratio)
			_, err := burden.NewModel("m", line.Is(burden.NewParam("cpi", burden.Ratio, s)))
			require.ErrorIs(t, err, c.cause, "%s: %s", name, c.is)
			typed, ok := errors.AsType[*burden.Error](err)
			require.True(t, ok, c.is)
			assert.Equal(t, "cpi: "+c.column, typed.Input, c.is)
			assert.Contains(t, err.Error(), "korea/data/cpi.csv, line 3, column "+c.column+": ", "%s: %s", name, c.is)
			assert.Contains(t, err.Error(), c.mend, c.is)
			assert.Contains(t, err.Error(), typed.Value, c.is)
		}
	}
}

// TestWordsHaveNoValue: a figure printed as a range is said to be words, and has none.
func TestWordsHaveNoValue(t *testing.T) {
	table := published.Read("f.csv", sample).Where("year", "2020")
	assert.Empty(t, table.Series("amount", "").Spans())
	assert.Empty(t, table.Single("amount", "", 2020, 2020).Spans())
	line := burden.NewLine("line", burden.Ratio)
	_, err := burden.NewModel("m", line.Is(burden.NewParam("spread", burden.Ratio, table.Series("amount", ""))))
	assert.NoError(t, err)
}

func TestUnits(t *testing.T) {
	for unit, want := range map[string]string{
		"percent": "0.07", "percent of GDP": "0.07", "bn JPY": "7e9", "1e8 KRW": "7e8", "1e8 KRW part": "7e8",
		"1e6 USD": "7e6", "M EUR": "7e6", "KRW": "7", "persons": "7", "1e8 KRW total at rate": "7e8",
		"1e3 KRW": "", "thousand USD": "", "100 KRW": "", "tn KRW": "", "bn": "", "bn GBP": "", "1e8 KRW totl": "", "1e8": "",
	} {
		row := "year,amount,unit,status,source_url\n2019,7," + unit + ",confirmed,a paper\n"
		table := published.Read("f.csv", row)
		for _, given := range []string{"", unit} { // from the row, or as given
			e, fault := table.Rows[0].Entry("amount", given)
			if want == "" {
				assert.ErrorIs(t, fault, burden.ErrUnit, unit)
				assert.ErrorContains(t, fault, unit)
				assert.Len(t, table.Faults(), 1)
				continue
			}
			require.Nil(t, fault, unit)
			dectest.Equal(t, want, e.Value, unit)
		}
	}
}

func TestPeriod(t *testing.T) {
	for text, want := range map[string][2]int{
		"2010": {2010, 2010}, "FY2020": {2020, 2020}, "2016-2019": {2016, 2019}, "FY2022-2026": {2022, 2026},
	} {
		from, to, err := published.Period(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, [2]int{from, to}, text)
	}
	for _, text := range []string{"", "FY", "long ago", "2019-", "-2019", "2019-2016", "2019-11", "2016-2018-2019", "2021 (as agreed)"} {
		from, to, err := published.Period(text)
		assert.Error(t, err, text)
		assert.Zero(t, from+to, text)
	}
}

func TestTables(t *testing.T) {
	table := published.Tables("land", fstest.MapFS{
		"data/good.csv": {Data: []byte(sample)},
		"data/bad.csv":  {Data: []byte("year,amount\n2019\n")},
	})
	assert.Len(t, table("good.csv").Rows, 3)
	assert.Same(t, &table("good.csv").Rows[0], &table("good.csv").Rows[0], "read once")
	for file, cause := range map[string]error{"bad.csv": burden.ErrSyntax, "none.csv": burden.ErrIncomplete} {
		faults := table(file).Faults()
		if assert.Len(t, faults, 1, file) {
			assert.ErrorIs(t, faults[0], cause, file)
			assert.ErrorContains(t, faults[0], "land/data/"+file)
		}
	}
}

// TestSeries: a year that stands twice is a fault of the series, and a month is no year.
func TestSeries(t *testing.T) {
	build := func(s burden.Series) error {
		line := burden.NewLine("line", burden.KRW)
		_, err := burden.NewModel("m", line.Is(burden.NewParam("figure", burden.KRW, s)))
		return err
	}
	table := published.Read("f.csv", sample)
	assert.NoError(t, build(table.Where("item", "labour").Series("amount", "")))
	assert.ErrorIs(t, build(table.Series("amount", "")), burden.ErrDuplicate)
	months := published.Read("f.csv", "period,value,status,source_url\n2019-11,7,confirmed,a paper\n")
	require.Empty(t, months.Faults())
	assert.ErrorIs(t, build(months.Series("value", "KRW")), burden.ErrOutOfRange)
	dectest.Equal(t, "7", months.Single("value", "KRW", 2019, 2019).Spans()[0].Value)
}

// Of two rows of one name, neither is silently the figure.
func TestTwoFiguresOfOneName(t *testing.T) {
	table := published.Read("korea/data/talks.csv", "date,item,amount,unit,status,source_url\n2020-04,employees,8500,persons,confirmed,a paper\n2020-04,employees,8600,persons,confirmed,another\n")
	require.Empty(t, table.Faults())
	l := burden.NewLine("l", burden.Persons)
	_, err := burden.NewModel("m", l.Is(burden.NewParam("p", burden.Persons, table.Single("amount", "", 2020, 2020))))
	require.ErrorIs(t, err, burden.ErrDuplicate)
	assert.ErrorContains(t, err, `korea/data/talks.csv, line 3, column amount: "8600" is a second figure of the same name; the first is in line 2: give one of them a name of its own`)
}

// A figure that is words, but of no words.
func TestWordsAreNotEmpty(t *testing.T) {
	faults := published.Read("f.csv", "year,item,value,unit,status,source_url\n2019,x,,text: percent,confirmed,a paper\n").Faults()
	require.Len(t, faults, 1)
	require.ErrorIs(t, faults[0], burden.ErrIncomplete)
	assert.ErrorContains(t, faults[0], `f.csv, line 2, column value: "" is empty; write down what the source says`)
}
