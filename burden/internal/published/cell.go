package published

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/burdenshare/burden"
)

// kind is what the cells of a column hold.
type kind uint8

const (
	kindUnknown kind = iota
	kindWords        // anything
	kindName         // what rows are found by: not empty
	kindYear
	kindYearOrNothing
	kindPeriod
	kindDate
	kindDayOrNothing
	kindNumber
	kindUnit
	kindStatus
	kindSource
)

// kindOf returns what the cells of a column hold.
func kindOf(column string) kind {
	switch column {
	case "agreement", "country", "ally", "member", "scale", "kind", "pair", "mission", "section":
		return kindName
	case "item", "growth_rule", "driver_name", "driver_value_percent", "vintage", "note", "print":
		return kindWords
	case "year":
		return kindYear
	case "base_year", "driver_year":
		return kindYearOrNothing
	case "period":
		return kindPeriod
	case "date":
		return kindDate
	case "printed", "seen_by":
		return kindDayOrNothing
	case "amount", "value", "share_percent", "growth_percent", "cpi_percent":
		return kindNumber
	case "unit", "growth_unit":
		return kindUnit
	case "status":
		return kindStatus
	case "source_url":
		return kindSource
	}
	return kindUnknown
}

// check returns what is wrong with a cell, nil if nothing is.
func (r Row) check(column string) *burden.Error {
	text := r.cells[column]
	fault := func(cause error, format string, args ...any) *burden.Error {
		return r.fault(column, cause, format, args...)
	}
	if strings.TrimSpace(text) != text {
		return fault(burden.ErrSyntax, "has a space at an end; take it out")
	}
	switch kindOf(column) {
	case kindName:
		if text == "" {
			return fault(burden.ErrIncomplete, "is empty; say what the row is of")
		}
	case kindYear, kindYearOrNothing:
		if text == "" && kindOf(column) == kindYearOrNothing {
			return nil
		}
		if !isYear(text) {
			return fault(burden.ErrOutOfRange, "is not a year; write it like 2010")
		}
	case kindPeriod:
		years, _ := r.Period()
		if _, _, err := Period(years); err != nil && !isMonth(text) {
			return fault(burden.ErrOutOfRange, "is not a period; write it like 2010, 2016-2019, FY2020, FY2022-2026 or 2019-11")
		}
	case kindDate:
		if !isYear(text) && !isMonth(text) && !isDay(text) {
			return fault(burden.ErrDate, "is not a date; write it like 2019, 2019-11 or 2019-11-15")
		}
	case kindDayOrNothing:
		if text != "" && !isDay(text) {
			return fault(burden.ErrDate, "is not a day; write it like 2008-12-31, or leave it empty")
		}
	case kindNumber:
		return r.checkNumber(column)
	case kindUnit:
		if _, known := suffix(text); !known && !isWords(text) {
			return fault(burden.ErrUnit, "is not a unit of the tables; write it like percent, persons, bn USD or 1e8 KRW")
		}
	case kindStatus:
		if _, known := statusOf(text); !known {
			return fault(burden.ErrUnknownName, "is not a status; write confirmed, derived, brief, recalled or assumed")
		}
	case kindSource:
		if text == "" && r.cells["status"] != burden.Recalled.String() {
			return fault(burden.ErrIncomplete, "is empty; name the source, or mark the figure recalled")
		}
	}
	return nil
}

// checkNumber returns what is wrong with the number in a column. A figure printed as
// a range or as several numbers has a unit that says so, and is text.
func (r Row) checkNumber(column string) *burden.Error {
	if column == "cpi_percent" && r.cells[column] == "" { // a projection that does not say what it assumes
		return nil
	}
	_, err := burden.Parse(r.cells[column])
	if isWords(r.cells["unit"]) && (column == "amount" || column == "value") {
		switch {
		case r.cells[column] == "":
			return r.fault(column, burden.ErrIncomplete, "is empty; write down what the source says")
		case err == nil:
			return r.fault(column, burden.ErrUnit, "is one number, but its unit says text; take \"text: \" out of the unit")
		}
		return nil
	}
	if err != nil {
		return r.fault(column, burden.ErrNumber, "is not a decimal number; write it like 3.5")
	}
	return nil
}

// fault returns a fault of a cell, with its place.
func (r Row) fault(column string, cause error, format string, args ...any) *burden.Error {
	value := strconv.Quote(r.cells[column])
	return &burden.Error{Input: column, Value: value, Err: cause,
		Detail: fmt.Sprintf("%s, line %d, column %s: %s ", r.file, r.line, column, value) + fmt.Sprintf(format, args...)}
}

func isYear(text string) bool {
	y, err := strconv.Atoi(text)
	return err == nil && y >= 1000 && y <= burden.MaxYear && strconv.Itoa(y) == text
}

func isMonth(text string) bool { return written("2006-01", text) }
func isDay(text string) bool   { return written(time.DateOnly, text) }

func written(layout, text string) bool {
	_, err := time.Parse(layout, text)
	return err == nil
}

// isWords reports whether a unit says that its figure is not one number.
func isWords(unit string) bool { return strings.HasPrefix(unit, "text: ") }

// suffix returns what is appended to a number in a unit, and whether the unit is one
// of the tables: money, possibly in billions, in 100 millions or in millions, with
// what it is of; a percentage; or a count.
func suffix(unit string) (text string, known bool) {
	if unit == "percent" || strings.HasPrefix(unit, "percent of ") {
		return "%", slices.Contains([]string{"percent", "percent of GDP", "percent of defence spending", "percent of full cost"}, unit)
	}
	if slices.Contains([]string{"persons", "years", "levels", "rounds"}, unit) {
		return "", true
	}
	for _, s := range []struct{ scale, suffix string }{{"bn ", "e9"}, {"1e8 ", "e8"}, {"1e6 ", "e6"}, {"M ", "e6"}, {"", ""}} {
		if rest, ok := strings.CutPrefix(unit, s.scale); ok {
			currency, of, _ := strings.Cut(rest, " ")
			return s.suffix, slices.Contains([]string{"USD", "KRW", "JPY", "EUR"}, currency) &&
				slices.Contains([]string{"", "total", "part", "total at rate"}, of)
		}
	}
	return "", false
}

func statusOf(text string) (burden.Status, bool) {
	for s := burden.Confirmed; s <= burden.Assumed; s++ {
		if s.String() == text {
			return s, true
		}
	}
	return burden.Unstated, false
}

// Period returns the first and the last year of a period: "2010", "FY2020",
// "2016-2019", "FY2022-2026". Anything else is an error.
func Period(text string) (from, to int, err error) {
	first, last, several := strings.Cut(strings.TrimPrefix(text, "FY"), "-")
	if !several {
		last = first
	}
	if !isYear(first) || !isYear(last) || last < first {
		return 0, 0, fmt.Errorf("period %q", text)
	}
	from, _ = strconv.Atoi(first)
	to, _ = strconv.Atoi(last)
	return from, to, nil
}
