package published

import (
	"cmp"
	"strings"

	"example.com/burdenshare/burden"
)

// Entry returns the number in a column as an entry, with what the columns
// `status`, `source_url` and `print` say of it. The unit is that of the row's
// column `unit`, or the one given. A figure that is words, and a cell that is bad
// or missing, is an error.
func (r Row) Entry(column, unit string) (burden.Entry, *burden.Error) {
	if _, there := r.cells[column]; !there {
		return burden.Entry{}, r.fault(column, burden.ErrUnknownName, "was asked for, but the table has no such column")
	}
	if isWords(cmp.Or(unit, r.cells["unit"])) {
		return burden.Entry{}, r.fault(column, burden.ErrNumber, "is words and not one number, as its unit says; it has no value")
	}
	if fault := cmp.Or(r.check(column), r.check("status"), r.check("source_url")); fault != nil {
		return burden.Entry{}, fault
	}
	appended, known := suffix(cmp.Or(unit, r.cells["unit"]))
	if !known {
		return burden.Entry{}, r.fault("unit", burden.ErrUnit, "is not a unit of the tables; the figure has no value (asked for as %q)", unit)
	}
	v, err := burden.Parse(r.cells[column] + appended)
	if err != nil {
		return burden.Entry{}, r.fault(column, burden.ErrNumber, "is not a decimal number; write it like 3.5")
	}
	s, _ := statusOf(r.cells["status"])
	return burden.Entry{Value: v, Source: r.cells["source_url"], Status: s, Print: r.cells["print"]}, nil
}

// Period splits the column `period`, such as "2021 (as agreed Nov 2019, 29 allies)", into the
// years and which of several prints of them the row is.
func (r Row) Period() (years, print string) {
	years, print, _ = strings.Cut(r.cells["period"], " (")
	return years, strings.TrimSuffix(print, ")")
}

// Years returns the first and the last year of a row: of its column `year`, or
// else of its period. A month has none.
func (r Row) Years() (from, to int, err error) {
	years, _ := r.Period()
	return Period(cmp.Or(r.cells["year"], years))
}

// Series returns the numbers in a column as a series, each row's in its year or in
// the years of its period. Two rows of one year, and whatever is wrong with the
// file, are faults of the series. Figures that are words have no value. Years are
// calendar years.
func (t Table) Series(column, unit string) burden.Series {
	var spans []burden.Span
	var faults []*burden.Error
	for _, r := range t.Rows {
		if isWords(r.cells["unit"]) {
			continue
		}
		e, fault := r.Entry(column, unit)
		from, to, err := r.Years()
		if fault == nil && err != nil {
			fault = r.fault("period", burden.ErrOutOfRange, "is not years; a series by year cannot have it")
		}
		if fault != nil {
			faults = append(faults, fault)
			continue
		}
		spans = append(spans, burden.Span{From: from, To: to, Entry: e})
	}
	if len(t.faults) > 0 { // those of these rows are among them
		return burden.Series{}.On(burden.Calendar).WithFault(t.faults...)
	}
	return burden.NewSeries(spans...).On(burden.Calendar).WithFault(faults...)
}

// Single returns the number of the only row in a column, the same in the years from
// first to last. If there is no row, or the figure is text, the series is empty. A second
// row is an error: nobody could ask for its figure.
func (t Table) Single(column, unit string, first, last int) burden.Series {
	var s burden.Series
	var faults []*burden.Error
	if len(t.Rows) > 1 {
		faults = []*burden.Error{t.Rows[1].fault(column, burden.ErrDuplicate, "is a second figure of the same name; the first is in line %d: give one of them a name of its own", t.Rows[0].line)}
	} else if len(t.Rows) == 1 && !isWords(t.Rows[0].cells["unit"]) {
		e, fault := t.Rows[0].Entry(column, unit)
		if fault != nil {
			faults = []*burden.Error{fault}
		} else {
			s = burden.NewSeries(burden.Span{From: first, To: last, Entry: e})
		}
	}
	if len(t.faults) > 0 {
		faults = t.faults
	}
	return s.WithFault(faults...)
}

// Indicator returns the numbers in the column `value` as prints. What is wrong with
// the file is a fault of every series of it.
func (t Table) Indicator() burden.Indicator {
	var prints []burden.Print
	var faults []*burden.Error
	for _, r := range t.Rows {
		e, fault := r.Entry("value", "")
		from, _, err := r.Years()
		if fault == nil && err != nil {
			fault = r.fault("year", burden.ErrOutOfRange, "is not a year; write it like 2010")
		}
		if fault != nil {
			faults = append(faults, fault)
			continue
		}
		prints = append(prints, burden.Print{
			Year: from, Value: e.Value, Printed: r.cells["printed"], SeenBy: r.cells["seen_by"], Base: r.cells["base_year"],
			Source: e.Source, Status: e.Status,
		})
	}
	if len(t.faults) > 0 {
		return burden.NewIndicator().WithFault(t.faults...)
	}
	return burden.NewIndicator(prints...).WithFault(faults...)
}
