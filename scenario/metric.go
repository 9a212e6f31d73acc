package scenario

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/internal/tape"
)

// Metric is one number taken from a scenario: a line in a year, a total over years,
// a sum and difference of such, or one such over another, as a cost per head or a
// share of a budget. It is data, so that a sweep knows before it starts what has to be
// computed. The zero Metric is a fault of what uses it.
type Metric struct{ addends []addend }

// addend is a sum of terms, or the quotient of two such sums, taken once or subtracted.
type addend struct {
	terms    []term
	per      []term // the divisor; nil where there is none
	rounding burden.Rounding
	negative bool
	fault    *burden.Error
}

// term is a line in a year, or added up over years, taken once or subtracted.
type term struct {
	line     burden.Line
	from, to int
	total    bool
	all      bool // a total over the years of the scenario, whichever they are
	negative bool
	// other is, of an average, the weight that the line is multiplied with, or, where
	// the line is the weight, the averaged line, in whose years it counts.
	other   *burden.Line
	product bool
	event   *limitEvent // if set, the term is whether that happened in what the line needs
}

// At returns the metric that is a line's value in a year.
func At(l burden.Line, year int) Metric {
	return sumOf(term{line: l, from: year, to: year})
}

// Total returns the metric that is a flow added up over the scenario's years, or
// the years named, which have to lie within them; From reaches to their end.
func Total(l burden.Line, years ...Years) Metric {
	return sumOf(totals(term{line: l}, years)...)
}

// Average returns the metric that is a rate averaged over the scenario's years, or the
// years named, by a weight: a cost per head by heads, an interest rate by what is owed.
// A simple mean of a rate would treat a small year like a large one.
//
//	round((rate[y] × weight[y] + …) / (weight[y] + …))
//
// Only years in which both are applicable count.
func Average(rate, weight burden.Line, r burden.Rounding, years ...Years) Metric {
	fault := roundingFault(r)
	if rate.Measure() == burden.Flow {
		fault = &burden.Error{Input: "average", Detail: "an average is of a rate or a stock, and " + rate.Name() + " is a flow; a flow totals", Err: burden.ErrUnit}
	}
	return Metric{[]addend{{
		terms:    totals(term{line: rate, other: &weight, product: true}, years),
		per:      totals(term{line: weight, other: &rate}, years),
		rounding: r,
		fault:    fault,
	}}}
}

// roundingFault is what is wrong with a rounding.
func roundingFault(r burden.Rounding) *burden.Error {
	_, err := r.Apply(decimal.Decimal{})
	fault, _ := errors.AsType[*burden.Error](err)
	return fault
}

func sumOf(terms ...term) Metric { return Metric{[]addend{{terms: terms}}} }

// totals returns a term over each of the years.
func totals(t term, years []Years) []term {
	t.total = true
	if len(years) == 0 {
		t.all = true
		return []term{t}
	}
	list := make([]term, len(years))
	for i, y := range years {
		t.from, t.to = y.from, y.to
		list[i] = t
	}
	return list
}

// Plus returns the sum of two metrics of one unit.
func (m Metric) Plus(n Metric) Metric { return Metric{slices.Concat(m.addends, n.addends)} }

// Minus returns the difference of two metrics of one unit.
func (m Metric) Minus(n Metric) Metric {
	addends := slices.Clone(m.addends)
	for _, a := range n.addends {
		a.negative = !a.negative
		addends = append(addends, a)
	}
	return Metric{addends}
}

// Over returns the quotient of two metrics, rounded once as told, so that a unit cost
// is a metric like any other: At(contribution, 2019).Over(At(troops, 2019), r). The
// units divide. Under the zero rounding it is exact or a [burden.ErrInexact]. Neither
// metric is a quotient itself.
func (m Metric) Over(n Metric, r burden.Rounding) Metric {
	a := addend{rounding: r, fault: roundingFault(r)}
	var sound [2]bool
	a.terms, sound[0] = m.flat()
	a.per, sound[1] = n.flat()
	if !sound[0] || !sound[1] {
		a.fault = &burden.Error{Input: "metric", Detail: "a quotient of quotients; divide sums, and round once", Err: burden.ErrOutOfRange}
	}
	return Metric{[]addend{a}}
}

// flat returns the terms of a metric that is a sum, and whether it is.
func (m Metric) flat() ([]term, bool) {
	list := []term{}
	for _, a := range m.addends {
		if a.per != nil {
			return list, false
		}
		for _, t := range a.terms {
			t.negative = t.negative != a.negative
			list = append(list, t)
		}
	}
	return list, true
}

// Unit returns the unit of the metric's number.
func (m Metric) Unit() burden.Unit {
	if len(m.addends) == 0 {
		return burden.Ratio
	}
	return m.addends[0].unit()
}

func (a addend) unit() burden.Unit {
	u := sumUnit(a.terms)
	if a.per != nil {
		u = u.Per(sumUnit(a.per))
	}
	return u
}

func sumUnit(terms []term) burden.Unit {
	if len(terms) == 0 {
		return burden.Ratio
	}
	return terms[0].unit()
}

func (t term) unit() burden.Unit {
	if t.event != nil {
		return burden.Ratio
	}
	if t.product {
		return t.line.Unit().Times(t.other.Unit())
	}
	return t.line.Unit()
}

// String writes the metric: "contribution 2025 - contribution 2019".
func (m Metric) String() string {
	var b strings.Builder
	for _, a := range m.addends {
		switch {
		case a.per == nil:
			writeTerms(&b, a.terms, a.negative)
			continue
		case a.negative && b.Len() == 0:
			b.WriteString("-")
		case a.negative:
			b.WriteString(" - ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		if len(a.terms) > 0 && a.terms[0].product {
			t := a.terms[0]
			b.WriteString("average of " + t.line.Name() + " by " + t.other.Name())
			for i, t := range a.terms {
				if !t.all {
					b.WriteString([]string{" ", " and "}[min(i, 1)] + Years{t.from, t.to}.String())
				}
			}
			continue
		}
		b.WriteString(grouped(a.terms) + " / " + grouped(a.per))
	}
	return visible.Text(b.String())
}

// roundings writes how the metric's quotients are rounded, which its name leaves out.
func (m Metric) roundings() string {
	var list []string
	for _, a := range m.addends {
		if a.per != nil {
			list = append(list, a.rounding.String())
		}
	}
	return strings.Join(list, "; ")
}

// grouped writes a sum, in parentheses if it is more than a line in a year.
func grouped(terms []term) string {
	var b strings.Builder
	writeTerms(&b, terms, false)
	if len(terms) == 1 && !terms[0].negative && !terms[0].total {
		return b.String()
	}
	return "(" + b.String() + ")"
}

func writeTerms(b *strings.Builder, terms []term, negative bool) {
	for _, t := range terms {
		switch minus := t.negative != negative; {
		case minus && (b.Len() == 0):
			b.WriteString("-")
		case minus:
			b.WriteString(" - ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		switch {
		case t.event != nil:
			b.WriteString(t.event.name + " " + strconv.Itoa(t.from))
		case !t.total:
			b.WriteString(t.line.Name() + " " + strconv.Itoa(t.from))
		case t.all:
			b.WriteString("total of " + t.line.Name())
		default:
			b.WriteString("total of " + t.line.Name() + " " + Years{t.from, t.to}.String())
		}
	}
}

// all returns every term of the metric.
func (m Metric) all() []term {
	var list []term
	for _, a := range m.addends {
		list = append(append(list, a.terms...), a.per...)
	}
	return list
}

// Lines returns the lines that the metric needs, each once.
func (m Metric) Lines() []burden.Line {
	var list []burden.Line
	add := func(l burden.Line) {
		if !slices.ContainsFunc(list, func(k burden.Line) bool { return k.Name() == l.Name() }) {
			list = append(list, l)
		}
	}
	for _, t := range m.all() {
		add(t.line)
		if t.other != nil {
			add(*t.other)
		}
	}
	return list
}

// Check returns an error if the metric is empty ([burden.ErrIncomplete]), adds different
// units ([burden.ErrUnit]), or has years that end before they begin or are out of range
// ([burden.ErrOutOfRange]).
func (m Metric) Check() error {
	if len(m.addends) == 0 {
		return &burden.Error{Input: "metric", Err: burden.ErrIncomplete}
	}
	for _, a := range m.addends {
		if a.fault != nil {
			fault := *a.fault
			return &fault
		}
		if len(a.terms) == 0 || a.per != nil && len(a.per) == 0 {
			return &burden.Error{Input: "metric", Err: burden.ErrIncomplete}
		}
		for _, terms := range [][]term{a.terms, a.per} {
			for _, t := range terms {
				if t.unit() != sumUnit(terms) || a.unit() != m.Unit() {
					return &burden.Error{Input: "metric", Value: m.String(), Err: burden.ErrUnit}
				}
			}
		}
	}
	for _, t := range m.all() {
		if !t.all && (t.from < burden.MinYear || t.to > burden.MaxYear || t.to < t.from) {
			return &burden.Error{Input: "years of the metric", Value: m.String(), Err: burden.ErrOutOfRange}
		}
	}
	return nil
}

// Of returns the metric's number in a projection. It returns an error if:
//   - a line cannot be taken or added up ([burden.Projection.Value], [burden.Projection.Total])
//   - a year is outside the projection ([burden.ErrOutOfRange])
//   - units or year bases differ ([burden.ErrUnit], [burden.ErrYearBasis])
//   - years end before they begin ([burden.ErrOutOfRange])
//   - a divisor is zero ([burden.ErrDivisionByZero])
//   - there is no projection ([burden.ErrIncomplete])
func (m Metric) Of(p *burden.Projection) (decimal.Decimal, error) {
	if err := m.Check(); err != nil {
		return decimal.Decimal{}, err
	}
	if p == nil || p.Model() == nil {
		return decimal.Decimal{}, &burden.Error{Input: "projection", Err: burden.ErrIncomplete}
	}
	if err := m.CheckYearBases(p.Model()); err != nil {
		return decimal.Decimal{}, err
	}
	var sum decimal.Decimal
	for _, a := range m.addends {
		v, err := sumTerms(p, a.terms)
		if err == nil && a.per != nil {
			var by decimal.Decimal
			if by, err = sumTerms(p, a.per); err == nil {
				v, err = a.rounding.Quotient(v, by)
			}
			if fault, ok := err.(*burden.Error); ok && fault.Line == "" {
				fault.Model, fault.Line = p.Model().ID(), m.String()
			}
		}
		if err != nil {
			return decimal.Decimal{}, err
		}
		if a.negative {
			v = v.Neg()
		}
		sum = sum.Add(v)
	}
	return sum, nil
}

// CheckYearBases reports lines of different year bases in one metric
// ([burden.ErrYearBasis]). Lines that the model does not have are not reported. Without a
// model it returns a [burden.ErrIncomplete].
func (m Metric) CheckYearBases(model *burden.Model) error {
	if model == nil {
		return &burden.Error{Input: "model", Err: burden.ErrIncomplete}
	}
	var first burden.Line
	for _, l := range m.Lines() {
		have, _ := model.Line(l.Name())
		basis, known := have.Basis()
		if !known {
			continue
		}
		other, after := first.Basis()
		if after && basis != other {
			return &burden.Error{Model: model.ID(), Input: "metric", Value: m.String() + ": " + first.Name() + " is by " + other.String() + " years, " + l.Name() + " by " + basis.String() + " years", Err: burden.ErrYearBasis}
		}
		first = have
	}
	return nil
}

func sumTerms(p *burden.Projection, terms []term) (decimal.Decimal, error) {
	var sum decimal.Decimal
	for _, t := range terms {
		v, err := t.of(p)
		if err != nil {
			return decimal.Decimal{}, err
		}
		if t.negative {
			v = v.Neg()
		}
		sum = sum.Add(v)
	}
	return sum, nil
}

func (t term) of(p *burden.Projection) (decimal.Decimal, error) {
	first, last := p.Years()
	from, to := t.years(first, last)
	if fault := t.outside(p.Model(), first, last); fault != nil {
		return decimal.Decimal{}, fault
	}
	switch {
	case !t.total:
		return p.Value(t.line, t.from)
	case t.other == nil:
		return p.Total(t.line, from, to)
	}
	var sum decimal.Decimal
	any := false
	for year := from; year <= to; year++ {
		v, err := p.Value(t.line, year)
		w, err2 := p.Value(*t.other, year)
		if err = cmp.Or(err, err2); err != nil {
			if errors.Is(err, burden.ErrNotApplicable) {
				continue
			}
			return decimal.Decimal{}, err
		}
		if t.product {
			v = v.Mul(w)
		}
		sum, any = sum.Add(v), true
	}
	if !any {
		return decimal.Decimal{}, &burden.Error{Model: p.Model().ID(), Line: t.line.Name(), Input: "average over", Value: Years{from, to}.String(), Err: burden.ErrNotApplicable}
	}
	return sum, nil
}

// outside reports a total or an average over years that are not all in a projection of
// these years.
func (t term) outside(model *burden.Model, first, last int) *burden.Error {
	from, to := t.years(first, last)
	if !t.total || from >= first && from <= last && to <= last {
		return nil
	}
	what := "total"
	if t.other != nil {
		what = "average"
	}
	return &burden.Error{
		Model: model.ID(), Line: t.line.Name(), Input: what + " over", Value: Years{t.from, t.to}.String(),
		Detail: what + " " + Years{t.from, t.to}.String() + ", but the projection is " + Years{first, last}.String(), Err: burden.ErrOutOfRange,
	}
}

// years are the years of the term in a scenario of these years.
func (t term) years(first, last int) (from, to int) {
	from, to = t.from, t.to
	if t.all {
		from, to = first, last
	}
	if to == burden.MaxYear { // of From: to the end of the scenario
		to = last
	}
	return from, to
}

// on returns the metric of a model over years.
func (m Metric) on(model *burden.Model, from, to int) (decimal.Decimal, error) {
	if err := m.Check(); err != nil {
		return decimal.Decimal{}, err
	}
	values, err := measure(model, from, to, m.needs(model, from, to), m)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return values[0], nil
}

// needs lists the lines that the metric needs of a model, in the years it needs them.
func (m Metric) needs(model *burden.Model, from, to int) []burden.LineYears {
	var list []burden.LineYears
	for _, t := range m.all() {
		first, last := t.years(from, to)
		if t.other == nil {
			list = append(list, burden.LineYears{Line: t.line, From: first, To: last})
			continue
		}
		// Of an average only years in which both are applicable count; no years but the
		// lines themselves are asked for first, so that one of another model is an error.
		list = append(list, burden.LineYears{Line: t.line, From: 1}, burden.LineYears{Line: *t.other, From: 1})
		for year := max(first, from); year <= min(last, to); year++ {
			if tape.Applicable(model, t.line.Name(), year) && tape.Applicable(model, t.other.Name(), year) {
				list = append(list, burden.LineYears{Line: t.line, From: year, To: year}, burden.LineYears{Line: *t.other, From: year, To: year})
			}
		}
	}
	return joined(list)
}

// joined returns the same lines and years, each once and in spans as long as can be.
func joined(list []burden.LineYears) []burden.LineYears {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b burden.LineYears) int {
		return cmp.Or(cmp.Compare(a.Line.Name(), b.Line.Name()), cmp.Compare(a.From, b.From))
	})
	spans := list[:0]
	for _, a := range list {
		if n := len(spans); n > 0 && spans[n-1].Line.Name() == a.Line.Name() && spans[n-1].Line.Unit() == a.Line.Unit() && a.From <= spans[n-1].To+1 {
			spans[n-1].To = max(spans[n-1].To, a.To)
			continue
		}
		spans = append(spans, a)
	}
	return spans
}

// measure runs a model for metrics, whose needs are given: the one place where a
// changed model is evaluated, and where another way of evaluating takes over.
func measure(model *burden.Model, from, to int, needs []burden.LineYears, metrics ...Metric) ([]decimal.Decimal, error) {
	p, err := model.ProjectOnly(from, to, needs...)
	if err != nil {
		return nil, err
	}
	events, err := record(p, from, to, needs, metrics)
	if err != nil {
		return nil, err
	}
	values := make([]decimal.Decimal, len(metrics))
	for i, m := range metrics {
		if x := m.event(); x != nil {
			values[i] = events[x][m.addends[0].terms[0].from]
			continue
		}
		if values[i], err = m.Of(p); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// Measure returns a metric of a scenario. It computes what the metric needs and nothing
// else, whichever lines the scenario was asked for: an error in a year or a line that the
// metric does not need is not met. It returns the errors of [burden.Model.ProjectOnly] and
// of [Metric.Of], naming the scenario.
func (s *Scenario) Measure(m Metric) (decimal.Decimal, error) {
	if s == nil || s.model == nil {
		return decimal.Decimal{}, incomplete("measure", "model")
	}
	v, err := m.on(s.model, s.from, s.to)
	if err != nil {
		return decimal.Decimal{}, &Error{Scenario: s.name, Err: err}
	}
	return v, nil
}
