// Package published reads tables of published figures: CSV with a header,
// numbers in a stated unit, and on every row a status and a source.
package published

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// Row is one row of a table, by column name.
type Row map[string]string

// Table is rows in file order.
type Table []Row

// Read reads a table. The files are part of the program, so an error is a
// mistake in it.
func Read(text string) (Table, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no header")
	}
	var table Table
	for _, record := range records[1:] {
		row := Row{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		table = append(table, row)
	}
	return table, nil
}

// Where returns the rows that have these values: pairs of a column and a value.
func (t Table) Where(pairs ...string) Table {
	var rows Table
	for _, row := range t {
		all := true
		for i := 0; i+1 < len(pairs); i += 2 {
			all = all && row[pairs[i]] == pairs[i+1]
		}
		if all {
			rows = append(rows, row)
		}
	}
	return rows
}

// scales are the units of the tables, as what is appended to a number.
var scales = []struct{ unit, suffix string }{
	{"percent", "%"}, {"bn ", "e9"}, {"1e8 ", "e8"}, {"1e6 ", "e6"}, {"M ", "e6"}, {"", ""},
}

// Entry returns the number in a column as an entry. The unit is that of the
// row's column `unit`, or the one given.
func (r Row) Entry(column, unit string) (burden.Entry, error) {
	if unit == "" {
		unit = r["unit"]
	}
	for _, s := range scales {
		if s.unit == "" && strings.ContainsAny(unit, "0123456789") {
			break // a scale that is not in the list
		}
		if strings.HasPrefix(unit, s.unit) {
			v, err := burden.Parse(r[column] + s.suffix)
			return burden.Entry{Value: v, Source: r["source_url"], Status: status(r["status"])}, err
		}
	}
	return burden.Entry{}, fmt.Errorf("unit %q", unit)
}

// Series returns the numbers in a column as a series by year. A year that
// stands twice, or a number that is none, is a fault of the series.
func (t Table) Series(column, unit string) burden.Series {
	var spans []burden.Span
	for _, r := range t {
		year, err := strconv.Atoi(r["year"])
		if err != nil {
			year = 0 // out of range: a fault of the series
		}
		e, err := r.Entry(column, unit)
		if err != nil {
			year = 0
		}
		spans = append(spans, burden.Span{From: year, To: year, Entry: e})
	}
	return burden.NewSeries(spans...)
}

// Indicator returns the numbers in the column `value` as prints.
func (t Table) Indicator() burden.Indicator {
	var prints []burden.Print
	for _, r := range t {
		e, _ := r.Entry("value", "")
		year, _ := strconv.Atoi(r["year"])
		prints = append(prints, burden.Print{
			Year: year, Value: e.Value, Printed: r["printed"], SeenBy: r["seen_by"], Base: r["base_year"],
			Source: e.Source, Status: e.Status,
		})
	}
	return burden.NewIndicator(prints...)
}

func status(text string) burden.Status {
	for s := burden.Unstated; s <= burden.Assumed; s++ {
		if s.String() == text {
			return s
		}
	}
	return burden.Unstated
}
