// Package published reads tables of published figures: CSV with a header,
// numbers in a stated unit, and on every row a status and a source.
package published

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"example.com/burdenshare/burden"
)

// Row is one row of a table, by column name.
type Row map[string]string

// Table is rows in file order.
type Table []Row

// Tables returns what reads the tables data/<name> of a package, each once. They
// are compiled in and tests read each, so a missing or malformed one is a mistake
// that cannot reach a user; it panics.
func Tables(files fs.FS) func(name string) Table {
	var tables sync.Map // of name to Table; a cache of constants
	return func(name string) Table {
		if cached, ok := tables.Load(name); ok {
			return cached.(Table)
		}
		table := Must(Read(string(Must(fs.ReadFile(files, "data/"+name)))))
		tables.Store(name, table)
		return table
	}
}

// Must unwraps what is made of constants and embedded data alone, which a test
// makes each.
func Must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

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

// Entry returns the number in a column as an entry, with what the columns
// `status`, `source_url` and `print` say of it. The unit is that of the row's
// column `unit`, or the one given.
func (r Row) Entry(column, unit string) (burden.Entry, error) {
	if unit == "" {
		unit = r["unit"]
	}
	for _, s := range scales {
		if s.unit == "" && strings.ContainsAny(unit, "0123456789 ") {
			break // a scale that is not in the list
		}
		if strings.HasPrefix(unit, s.unit) {
			v, err := burden.Parse(r[column] + s.suffix)
			return burden.Entry{Value: v, Source: r["source_url"], Status: status(r["status"]), Print: r["print"]}, err
		}
	}
	return burden.Entry{}, fmt.Errorf("unit %q", unit)
}

// Period returns the first and the last year of a period: "2010", "FY2020",
// "2016-2019", "FY2022-2026". Of anything else, both are zero.
func Period(text string) (from, to int, err error) {
	first, last, several := strings.Cut(strings.TrimPrefix(text, "FY"), "-")
	if !several {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || to < from {
		return 0, 0, fmt.Errorf("period %q", text)
	}
	return from, to, nil
}

// Series returns the numbers in a column as a series by year. A year that
// stands twice, or a number that is none, is a fault of the series. Years are calendar
// years.
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
	return burden.NewSeries(spans...).On(burden.Calendar)
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
