package burden

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// MinYear and MaxYear bound every year this package accepts.
const (
	MinYear = 1
	MaxYear = 9999
)

// Entry is one figure of a series, with what is known about it.
type Entry struct {
	Value  decimal.Decimal
	Source string // where it was read
	Status Status // how well it is attested
	Stage  Stage  // how far the money had come
	Print  string // which print (vintage) of an indicator it is: "first printed 2008-12-31"
}

// Span is an entry that holds from one year to another, both included.
type Span struct {
	From, To int
	Entry
}

// Series gives a value for each year, some years, or every year alike. It is
// immutable; the zero Series has no value in any year.
type Series struct {
	spans    []Span // by year, without overlap
	faults   []*Error
	basis    YearBasis
	by       bool // On said which basis
	anyBasis bool // the same in every year when it was made
}

// Constant returns the series that is value in every year.
func Constant[N Number](value N) Series {
	return Steps(map[int]N{MinYear: value})
}

// ByYear returns the series with a value in just the years given.
func ByYear[N Number](values map[int]N) Series {
	return sequence(values, func(year int, _ []int) int { return year })
}

// Steps returns the series in which a value holds from its year on until the
// year of the next value. Before the first there is none.
func Steps[N Number](values map[int]N) Series {
	return sequence(values, func(year int, later []int) int {
		if len(later) > 0 {
			return later[0] - 1
		}
		return max(year, MaxYear)
	})
}

func sequence[N Number](values map[int]N, until func(year int, later []int) int) Series {
	years := slices.Sorted(maps.Keys(values))
	var spans []Span
	var faults []*Error
	for i, y := range years {
		v, fault := number(values[y])
		if fault != nil {
			fault.Year = blamed(y)
			faults = append(faults, fault)
			continue
		}
		spans = append(spans, Span{y, until(y, years[i+1:]), Entry{Value: v}})
	}
	s := NewSeries(spans...)
	s.faults = append(faults, s.faults...)
	return s
}

// NewSeries returns the series made of spans, in any order. Two spans for one
// year, or a year outside [MinYear] to [MaxYear], are reported when a model is
// built with it.
func NewSeries(spans ...Span) Series {
	s := Series{spans: slices.Clone(spans)}
	slices.SortStableFunc(s.spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	last := MinYear - 1
	for i, p := range s.spans {
		switch {
		case p.From < MinYear || p.To > MaxYear || p.To < p.From:
			s.faults = append(s.faults, &Error{Input: "year", Value: spanText(p.From, p.To), Err: ErrOutOfRange})
		case p.From <= last:
			s.faults = append(s.faults, &Error{Input: "year", Value: strconv.Itoa(p.From), Err: ErrDuplicate})
		default:
			v, fault := number(p.Value)
			if fault != nil {
				fault.Year = blamed(p.From)
				s.faults = append(s.faults, fault)
			}
			s.spans[i].Value = v
		}
		last = max(last, p.To)
	}
	if len(s.faults) > 0 {
		s.spans = nil
	}
	if n := len(s.spans); n > 0 && s.spans[0].From == MinYear && s.spans[n-1].To == MaxYear {
		s.anyBasis = len(s.merged()) == 1
	}
	return s
}

// At returns the entry of a year, and whether there is one.
func (s Series) At(year int) (Entry, bool) {
	p := s.span(year)
	if p == nil {
		return Entry{}, false
	}
	return p.Entry, true
}

// span returns the span that a year is in, nil if there is none.
func (s *Series) span(year int) *Span {
	if len(s.spans) == 0 {
		return nil
	}
	// Most often it is the last one or, where every year has its own, in a place that is known.
	if last := &s.spans[len(s.spans)-1]; last.From <= year {
		if year > last.To {
			return nil
		}
		return last
	}
	if i := year - s.spans[0].From; i >= 0 && i < len(s.spans) && s.spans[i].From == year {
		return &s.spans[i]
	}
	i, found := slices.BinarySearchFunc(s.spans, year, func(p Span, y int) int {
		switch {
		case p.To < y:
			return -1
		case p.From > y:
			return 1
		}
		return 0
	})
	if !found {
		return nil
	}
	return &s.spans[i]
}

// Spans returns the series as spans, by year. A constant is one span of all years.
func (s Series) Spans() []Span { return slices.Clone(s.spans) }

// Sourced returns the series with source and status on every entry.
func (s Series) Sourced(source string, status Status) Series {
	spans := slices.Clone(s.spans)
	for i := range spans {
		spans[i].Source, spans[i].Status = source, status
	}
	s.spans = spans
	return s
}

// WithFault returns the series without values and with faults of the caller's own, which
// are reported when a model is built with it. A program that reads figures from a table
// uses it for a cell that it cannot read: the fault says where the cell is, and no figure
// becomes a zero. Nil faults are ignored. Without faults the series is returned unchanged.
func (s Series) WithFault(faults ...*Error) Series {
	if faults = notNil(faults); len(faults) > 0 {
		s.spans, s.faults = nil, append(slices.Clone(s.faults), faults...)
	}
	return s
}

// notNil returns the faults that are not nil.
func notNil(faults []*Error) []*Error {
	return slices.DeleteFunc(slices.Clone(faults), func(f *Error) bool { return f == nil })
}

// Set returns the series with e in the years from to to, whatever was there before.
func (s Series) Set(from, to int, e Entry) Series {
	spans, _ := s.cut(from, to)
	r := NewSeries(append(spans, Span{from, to, e})...)
	r.faults = append(slices.Clone(s.faults), r.faults...)
	r.basis, r.by, r.anyBasis = s.basis, s.by, s.anyBasis
	return r
}

// Without returns the series without values in the years from to to.
func (s Series) Without(from, to int) Series {
	if to < from {
		return s.Set(from, to, Entry{}) // which is a fault
	}
	s.spans, _ = s.cut(from, to)
	return s
}

// Splice returns the series, of actuals, with a forecast after it: the actuals up to
// their last year, the forecast from then on. A year before that without an actual
// stays without, because a forecast there has been overtaken. Every figure keeps its
// source, status and stage. Series of different year bases, and actuals without an end,
// are reported when a model is built with what comes out.
func (s Series) Splice(forecast Series) Series {
	faults := slices.Concat(s.faults, forecast.faults)
	if len(s.spans) == 0 && len(s.faults) == 0 {
		return forecast
	}
	r := s
	if len(s.spans) > 0 {
		last := s.spans[len(s.spans)-1].To
		if last == MaxYear {
			faults = append(faults, &Error{Input: "actuals", Value: "without an end", Err: ErrOutOfRange})
		}
		after, _ := forecast.cut(MinYear, last)
		r.spans = append(slices.Clone(s.spans), after...)
	}
	if !forecast.fitsAny() {
		if !s.fitsAny() && s.basis != forecast.basis {
			faults = append(faults, &Error{Input: "year basis", Value: s.basis.String() + " and " + forecast.basis.String(), Err: ErrYearBasis})
		}
		r.basis, r.by = forecast.basis, s.by || forecast.by
	}
	r.anyBasis, r.faults = false, faults
	return r
}

// SetSpans returns the series with the entries of spans in their years, whatever was
// there before: Set for many at once. No two spans have a year in common.
func (s Series) SetSpans(spans ...Span) Series {
	set := slices.Clone(spans)
	slices.SortStableFunc(set, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	all, next := slices.Clone(set), 0
	for _, p := range s.spans {
		for next < len(set) && set[next].To < p.From {
			next++
		}
		from := p.From
		for _, q := range set[next:] {
			if q.From > p.To {
				break
			}
			if q.From > from {
				all = append(all, Span{from, q.From - 1, p.Entry})
			}
			from = max(from, q.To+1)
		}
		if from <= p.To {
			all = append(all, Span{from, p.To, p.Entry})
		}
	}
	r := NewSeries(all...)
	r.faults = append(slices.Clone(s.faults), r.faults...)
	r.basis, r.by, r.anyBasis = s.basis, s.by, s.anyBasis
	return r
}

// Change returns the series with every entry in the years from to to replaced
// by what change makes of it. Years without an entry stay without. A nil change
// changes nothing.
func (s Series) Change(from, to int, change func(Entry) Entry) Series {
	if to < from {
		return s.Set(from, to, Entry{}) // which is a fault
	}
	if change == nil {
		change = func(e Entry) Entry { return e }
	}
	spans, inside := s.cut(from, to)
	for _, p := range inside {
		p.Entry = change(p.Entry)
		spans = append(spans, p)
	}
	r := NewSeries(spans...)
	r.faults = append(slices.Clone(s.faults), r.faults...)
	r.basis, r.by, r.anyBasis = s.basis, s.by, s.anyBasis
	return r
}

// cut splits the spans at the ends of [from, to] into those outside and those inside.
func (s Series) cut(from, to int) (outside, inside []Span) {
	if to < from {
		return slices.Clone(s.spans), nil
	}
	for _, p := range s.spans {
		if p.To < from || p.From > to {
			outside = append(outside, p)
			continue
		}
		if p.From < from {
			outside = append(outside, Span{p.From, from - 1, p.Entry})
		}
		if p.To > to {
			outside = append(outside, Span{to + 1, p.To, p.Entry})
		}
		inside = append(inside, Span{max(p.From, from), min(p.To, to), p.Entry})
	}
	return outside, inside
}

// Equal reports whether both series have equal entries in the same years, on the same
// year basis.
func (s Series) Equal(t Series) bool {
	return len(s.faults) == 0 && len(t.faults) == 0 && s.sameBasis(t) &&
		slices.EqualFunc(s.merged(), t.merged(), func(a, b Span) bool {
			return a.From == b.From && a.To == b.To && a.Equal(b.Entry)
		})
}

// fitsAny reports whether the series fits any year basis: it was made the same in every
// year, or has no values and does not say.
func (s Series) fitsAny() bool { return s.anyBasis || len(s.spans) == 0 && !s.by }

// sameBasis reports whether one series can stand for another in a checked model.
func (s Series) sameBasis(t Series) bool { return s.basis == t.basis && s.fitsAny() == t.fitsAny() }

// merged joins neighbouring spans with equal entries, so that equal series have equal spans.
func (s Series) merged() []Span {
	var list []Span
	for _, p := range s.spans {
		if n := len(list); n > 0 && list[n-1].To == p.From-1 && list[n-1].Equal(p.Entry) {
			list[n-1].To = p.To
			continue
		}
		list = append(list, p)
	}
	return list
}

// Equal reports whether two figures are equal in value and in all that is known about them.
func (e Entry) Equal(f Entry) bool {
	return e.Value.Equal(f.Value) && e.Source == f.Source && e.Status == f.Status && e.Stage == f.Stage && e.Print == f.Print
}

// blamed is the year that a fault names: none for the first there is, where a constant
// begins.
func blamed(year int) int {
	if year == MinYear {
		return 0
	}
	return year
}

func spanText(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + " to " + strconv.Itoa(to)
}
