package burden

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Print is one year's figure of an indicator as it was published at one time.
// An agreement that says "the rate as published" stands on one print, and a
// later one can change the last digit of an amount.
type Print struct {
	Year    int
	Value   decimal.Decimal
	Printed string // day of publication, 2006-01-02, where known
	SeenBy  string // otherwise the day by which a source shows the figure
	Base    string // base year of the index, where stated
	Source  string
	Status  Status
}

// day is when the figure was certainly out.
func (p Print) day() string { return cmp.Or(p.Printed, p.SeenBy) }

// days are the days to check: both if both are given.
func (p Print) days() []string {
	if p.Printed != "" && p.SeenBy != "" {
		return []string{p.Printed, p.SeenBy}
	}
	return []string{p.day()}
}

// Indicator keeps every print of each year. Its methods choose one print a year
// and return a plain series; explanations say which print a number stands on.
type Indicator struct {
	prints []Print // by year, then day
	faults []*Error
}

// NewIndicator returns the indicator with these prints, in any order. A print
// without a day, a bad date in Printed or SeenBy, or two prints of a year on one day
// are reported when a model is built with a series of it.
func NewIndicator(prints ...Print) Indicator {
	n := Indicator{prints: slices.Clone(prints)}
	slices.SortStableFunc(n.prints, func(a, b Print) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.day(), b.day()))
	})
	for i, p := range n.prints {
		for _, day := range p.days() {
			if fault := checkDay(day); fault != nil {
				fault.Year = p.Year
				n.faults = append(n.faults, fault)
			}
		}
		if i > 0 && n.prints[i-1].Year == p.Year && n.prints[i-1].day() == p.day() {
			n.faults = append(n.faults, &Error{Input: "print", Year: p.Year, Value: p.day(), Err: ErrDuplicate})
		}
	}
	return n
}

// WithFault returns the indicator with faults of the caller's own, which are reported
// when a model is built with a series of it; see [Series.WithFault].
func (n Indicator) WithFault(faults ...*Error) Indicator {
	if faults = notNil(faults); len(faults) > 0 {
		n.prints, n.faults = nil, append(slices.Clone(n.faults), faults...)
	}
	return n
}

// Prints returns every print, by year and day.
func (n Indicator) Prints() []Print { return slices.Clone(n.prints) }

// FirstPrinted returns each year's figure as it was first published.
func (n Indicator) FirstPrinted() Series {
	return n.choose(func(prints []Print) (Print, bool) { return prints[0], true })
}

// AsOf returns each year's figure as somebody looking on that day would have
// found it: the latest print up to it. Years not yet printed by then are missing.
func (n Indicator) AsOf(day string) Series {
	s := n.choose(func(prints []Print) (Print, bool) {
		for _, p := range slices.Backward(prints) {
			if p.day() <= day {
				return p, true
			}
		}
		return Print{}, false
	})
	if fault := checkDay(day); fault != nil {
		s.faults = append(s.faults, fault)
	}
	return s
}

// Picked returns the print of the named day in the years of days, and the first
// print in every other year. A day on which that year was not printed is
// reported when a model is built with the series.
func (n Indicator) Picked(days map[int]string) Series {
	missing := []*Error{}
	found := map[int]bool{}
	s := n.choose(func(prints []Print) (Print, bool) {
		day, named := days[prints[0].Year]
		if !named {
			return prints[0], true
		}
		for _, p := range prints {
			if p.day() == day {
				found[p.Year] = true
				return p, true
			}
		}
		return Print{}, false
	})
	for year, day := range days {
		if !found[year] {
			missing = append(missing, &Error{Input: "print of", Year: year, Value: day, Err: ErrUnknownName})
		}
	}
	slices.SortFunc(missing, func(a, b *Error) int { return cmp.Compare(a.Year, b.Year) })
	s.faults = append(s.faults, missing...)
	return s
}

// choose makes a series of the print that pick takes from each year's prints.
func (n Indicator) choose(pick func([]Print) (Print, bool)) Series {
	var spans []Span
	for i := 0; i < len(n.prints); {
		j := i + 1
		for j < len(n.prints) && n.prints[j].Year == n.prints[i].Year {
			j++
		}
		if p, ok := pick(n.prints[i:j]); ok {
			spans = append(spans, Span{p.Year, p.Year, Entry{Value: p.Value, Source: p.Source, Status: p.Status, Print: p.label(i, n.prints)}})
		}
		i = j
	}
	s := NewSeries(spans...)
	s.faults = append(slices.Clone(n.faults), s.faults...)
	return s
}

// label says which print it is: the first of its year, a later one, or one whose
// day of publication is not known.
func (p Print) label(first int, prints []Print) string {
	var b strings.Builder
	switch {
	case p.Printed == "":
		b.WriteString("seen by ")
	case p.day() == prints[first].day():
		b.WriteString("first printed ")
	default:
		b.WriteString("printed ")
	}
	b.WriteString(p.day())
	if p.Base != "" {
		b.WriteString(", base " + p.Base)
	}
	return b.String()
}

func checkDay(day string) *Error {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return &Error{Input: "day", Value: quoted(day), Err: told{ErrDate, "not a day, which is written like 2006-01-02"}}
	}
	return nil
}
