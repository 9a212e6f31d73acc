package published_test

import (
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
2020,labour,,1e8 KRW,confirmed,a paper,
2019,other,7,1e8 KRW,,,
`

func TestRead(t *testing.T) {
	rows, err := published.Read(sample)
	require.NoError(t, err)
	require.Len(t, rows, 3)
	e, err := rows.Where("item", "labour", "year", "2019")[0].Entry("amount", "")
	require.NoError(t, err)
	dectest.Equal(t, "500.5e9", e.Value)
	assert.Equal(t, []any{"a paper, p. 3", burden.Confirmed, "about"}, []any{e.Source, e.Status, e.Print})
	e, err = rows[2].Entry("amount", "")
	require.NoError(t, err)
	assert.Equal(t, burden.Unstated, e.Status)
	assert.Empty(t, rows.Where("item", "labour", "year", "2021"))

	_, err = rows[1].Entry("amount", "")
	assert.ErrorIs(t, err, burden.ErrNumber, "no figure is no zero")
}

func TestMalformedTables(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":          "",
		"a short row":      "year,amount\n2019\n",
		"an open quote":    "year,amount\n2019,\"7\n",
		"a quote too many": "year,amount\n2019,7\"\n",
	} {
		_, err := published.Read(text)
		assert.Error(t, err, name)
	}
}

func TestUnits(t *testing.T) {
	for unit, want := range map[string]string{
		"percent": "0.07", "percent of GDP": "0.07", "bn JPY": "7e9", "1e8 KRW": "7e8", "1e8 KRW part": "7e8",
		"1e6 USD": "7e6", "M EUR": "7e6", "KRW": "7", "persons": "7",
		"1e3 KRW": "", "thousand USD": "", "100 KRW": "", "tn KRW": "", // no scale of the tables
	} {
		row := published.Row{"amount": "7", "unit": unit}
		for _, given := range []string{"", unit} { // from the row, or as given
			e, err := row.Entry("amount", given)
			if want == "" {
				assert.ErrorContains(t, err, unit)
				continue
			}
			require.NoError(t, err, unit)
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
	table := published.Tables(fstest.MapFS{
		"data/good.csv": {Data: []byte(sample)},
		"data/bad.csv":  {Data: []byte("year,amount\n2019\n")},
	})
	assert.Len(t, table("good.csv"), 3)
	assert.Same(t, &table("good.csv")[0], &table("good.csv")[0], "read once")
	assert.Panics(t, func() { table("bad.csv") })
	assert.Panics(t, func() { table("none.csv") })
}

// TestSeries: a row of no year, or without a figure, is a fault of the series, as
// is a year that stands twice.
func TestSeries(t *testing.T) {
	rows, err := published.Read(sample)
	require.NoError(t, err)
	build := func(rows published.Table) error {
		line := burden.NewLine("line", burden.KRW)
		_, err := burden.NewModel("m", line.Is(burden.NewParam("figure", burden.KRW, rows.Series("amount", ""))))
		return err
	}
	assert.NoError(t, build(rows[:1]))
	assert.ErrorIs(t, build(rows[:2]), burden.ErrOutOfRange, "without a figure")
	assert.ErrorIs(t, build(published.Table{rows[0], rows[2]}), burden.ErrDuplicate)
	assert.ErrorIs(t, build(published.Table{{"year": "soon", "amount": "7", "unit": "KRW"}}), burden.ErrOutOfRange)
}
