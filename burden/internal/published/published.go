// Package published reads tables of published figures: CSV with a header,
// numbers in a stated unit, and on every row a status and a source.
//
// A table is checked cell by cell when it is read. What a cell may hold follows
// from the name of its column, which means the same in every table:
//
//	year                          a year: 2010
//	period                        a year, years or a month: 2010, FY2020, FY2022-2026, 2019-11;
//	                              the print may follow in brackets: 2021 (as agreed)
//	date                          a year, a month or a day
//	printed, seen_by              a day, or nothing
//	base_year, driver_year        a year, or nothing
//	amount, value, ..._percent    a number; with a unit that begins with "text: ", words
//	unit, growth_unit             a unit of the list in cell.go
//	status                        confirmed, derived, brief, recalled or assumed
//	source_url                    a source; a recalled figure may have none
//
// The other columns of the list in cell.go hold words. A cell that breaks this
// rule is a fault of every series and indicator made from the table, because a
// filter might leave out the row that has it. The fault names file, line, column
// and value, and arrives when a model is built.
package published

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"example.com/burdenshare/burden"
)

// Row is one row of a table.
type Row struct {
	file  string
	line  int
	cells map[string]string
}

// Text returns the cell of a column as it is written, or "" if there is none.
func (r Row) Text(column string) string { return r.cells[column] }

// Table is rows in file order, and what is wrong with the file.
type Table struct {
	Rows   []Row
	faults []*burden.Error
}

// Tables returns what reads the tables data/<name> of a package, each once.
// Faults name a file as <package>/data/<name>. A missing file is a table with
// that fault.
func Tables(pkg string, files fs.FS) func(name string) Table {
	var tables sync.Map // of name to Table; a cache of constants
	return func(name string) Table {
		if cached, ok := tables.Load(name); ok {
			return cached.(Table)
		}
		file := "data/" + name
		text, err := fs.ReadFile(files, file)
		table := Read(pkg+"/"+file, string(text))
		if err != nil {
			table = Table{faults: []*burden.Error{{Input: "file", Value: file, Err: burden.ErrIncomplete,
				Detail: pkg + "/" + file + ": no such file; tables are in the folder data and are embedded"}}}
		}
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

// Read reads a table and checks every cell of it. What is wrong is kept in the
// table: see [Table.Faults].
func Read(file, text string) Table {
	reader := csv.NewReader(strings.NewReader(text))
	header, err := reader.Read()
	if err != nil {
		return Table{faults: []*burden.Error{malformed(file, err)}}
	}
	var t Table
	for i, column := range header {
		if kindOf(column) == kindUnknown {
			t.faults = append(t.faults, &burden.Error{Input: "column", Value: column, Err: burden.ErrUnknownName,
				Detail: fmt.Sprintf("%s, line 1: %q is not the name of a column; use one of those that burden/internal/published lists, or add it there", file, column)})
		}
		for _, other := range header[:i] {
			if other == column {
				t.faults = append(t.faults, &burden.Error{Input: "column", Value: column, Err: burden.ErrDuplicate,
					Detail: fmt.Sprintf("%s, line 1: column %s stands twice; leave one out", file, column)})
			}
		}
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t
		}
		if err != nil {
			return Table{Rows: t.Rows, faults: append(t.faults, malformed(file, err))}
		}
		line, _ := reader.FieldPos(0)
		row := Row{file, line, map[string]string{}}
		for i, column := range header {
			row.cells[column] = record[i]
		}
		for _, column := range header {
			if fault := row.check(column); fault != nil {
				t.faults = append(t.faults, fault)
			}
		}
		t.Rows = append(t.Rows, row)
	}
}

func malformed(file string, err error) *burden.Error {
	why := "the file is empty; it needs a header and rows"
	if !errors.Is(err, io.EOF) {
		why = err.Error() + "; every row has as many cells as the header, and a cell with a comma or a quote stands in quotes"
	}
	return &burden.Error{Input: "table", Value: file, Err: burden.ErrSyntax, Detail: file + ": " + why}
}

// Faults returns what is wrong with the file, row by row; nothing, if all is well.
func (t Table) Faults() []*burden.Error { return append([]*burden.Error(nil), t.faults...) }

// Where returns the rows that have these values: pairs of a column and a value.
// The faults of the file stay with them.
func (t Table) Where(pairs ...string) Table {
	return t.Only(func(r Row) bool {
		for i := 0; i+1 < len(pairs); i += 2 {
			if r.cells[pairs[i]] != pairs[i+1] {
				return false
			}
		}
		return true
	})
}

// Only returns the rows that keep says to keep. The faults of the file stay with them.
func (t Table) Only(keep func(Row) bool) Table {
	some := Table{faults: t.faults}
	for _, r := range t.Rows {
		if keep(r) {
			some.Rows = append(some.Rows, r)
		}
	}
	return some
}

// With returns a series made from the table's rows, with the faults of the file.
func (t Table) With(s burden.Series) burden.Series { return s.WithFault(t.faults...) }
