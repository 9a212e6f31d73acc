package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Metric is one number taken from a scenario: a line in a year, a total over
// years, or a sum and difference of such. It is data, so that a sweep knows before
// it starts what has to be computed. Anything else, such as a share, is a line of
// the model. The zero Metric is a fault of what uses it.
type Metric struct{ terms []term }

// term is a line in a year, or added up over years, taken once or subtracted.
type term struct {
	line     burden.Line
	from, to int
	total    bool
	all      bool // a total over the years of the scenario, whichever they are
	negative bool
}

// At returns the metric that is a line's value in a year.
func At(l burden.Line, year int) Metric {
	return Metric{[]term{{line: l, from: year, to: year}}}
}

// Total returns the metric that is a flow added up over the scenario's years, or
// the years named, which have to lie within them; From reaches to their end.
func Total(l burden.Line, years ...Years) Metric {
	var m Metric
	for _, y := range years {
		m.terms = append(m.terms, term{line: l, from: y.from, to: y.to, total: true})
	}
	if len(years) == 0 {
		m.terms = []term{{line: l, total: true, all: true}}
	}
	return m
}

// Plus returns the sum of two metrics of one unit.
func (m Metric) Plus(n Metric) Metric { return Metric{slices.Concat(m.terms, n.terms)} }

// Minus returns the difference of two metrics of one unit.
func (m Metric) Minus(n Metric) Metric {
	terms := slices.Clone(m.terms)
	for _, t := range n.terms {
		t.negative = !t.negative
		terms = append(terms, t)
	}
	return Metric{terms}
}

// Unit returns the unit of the metric's number.
func (m Metric) Unit() burden.Unit {
	if len(m.terms) == 0 {
		return burden.Ratio
	}
	return m.terms[0].line.Unit()
}

// String writes the metric: "contribution 2025 - contribution 2019".
func (m Metric) String() string {
	var b strings.Builder
	for i, t := range m.terms {
		switch {
		case t.negative && i == 0:
			b.WriteString("-")
		case t.negative:
			b.WriteString(" - ")
		case i > 0:
			b.WriteString(" + ")
		}
		switch {
		case !t.total:
			b.WriteString(t.line.Name() + " " + strconv.Itoa(t.from))
		case t.all:
			b.WriteString("total of " + t.line.Name())
		default:
			b.WriteString("total of " + t.line.Name() + " " + Years{t.from, t.to}.String())
		}
	}
	return b.String()
}

// lines returns the lines the metric needs.
func (m Metric) lines() []burden.Line {
	var list []burden.Line
	for _, t := range m.terms {
		if !slices.ContainsFunc(list, func(l burden.Line) bool { return l.Name() == t.line.Name() }) {
			list = append(list, t.line)
		}
	}
	return list
}

// check reports a metric that is empty, adds different units, or is of years that
// are none.
func (m Metric) check() error {
	if len(m.terms) == 0 {
		return &burden.Error{Input: "metric", Err: burden.ErrIncomplete}
	}
	for _, t := range m.terms {
		if t.line.Unit() != m.Unit() {
			return &burden.Error{Input: "metric", Value: m.String(), Err: burden.ErrUnit}
		}
		if !t.all && (t.from < burden.MinYear || t.to > burden.MaxYear || t.to < t.from) {
			return &burden.Error{Input: "years of the metric", Value: m.String(), Err: burden.ErrOutOfRange}
		}
	}
	return nil
}

// Of returns the metric's number in a projection. Its errors are those of
// [burden.Projection.Value] and [burden.Projection.Total], [burden.ErrUnit] where
// units differ, and [burden.ErrOutOfRange] where years end before they begin.
func (m Metric) Of(p *burden.Projection) (decimal.Decimal, error) {
	if err := m.check(); err != nil {
		return decimal.Decimal{}, err
	}
	var sum decimal.Decimal
	for _, t := range m.terms {
		var v decimal.Decimal
		var err error
		if t.total {
			from, to := t.from, t.to
			first, last := p.Years()
			if t.all {
				from, to = first, last
			}
			if to == burden.MaxYear { // of From: to the end of the scenario
				to = last
			}
			v, err = p.Total(t.line, from, to)
		} else {
			v, err = p.Value(t.line, t.from)
		}
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

// on returns the metric of a model over years.
func (m Metric) on(model *burden.Model, from, to int) (decimal.Decimal, error) {
	if err := m.check(); err != nil {
		return decimal.Decimal{}, err
	}
	values, err := measure(model, from, to, m.lines(), m)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return values[0], nil
}

// measure runs a model for metrics, whose lines are given: the one place where a
// changed model is evaluated, and where another way of evaluating takes over.
func measure(model *burden.Model, from, to int, lines []burden.Line, metrics ...Metric) ([]decimal.Decimal, error) {
	p, err := model.Project(from, to, lines...)
	if err != nil {
		return nil, err
	}
	values := make([]decimal.Decimal, len(metrics))
	for i, m := range metrics {
		if values[i], err = m.Of(p); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// Measure returns a metric of a scenario: its projection's number.
func (s *Scenario) Measure(m Metric) (decimal.Decimal, error) {
	p, err := s.Project()
	if err != nil {
		return decimal.Decimal{}, err
	}
	v, err := m.Of(p)
	if err != nil {
		return decimal.Decimal{}, &Error{Scenario: s.name, Err: err}
	}
	return v, nil
}
