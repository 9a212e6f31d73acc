package policytest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Tolerance says how far a number may be from what is expected. The zero Tolerance
// is none.
type Tolerance struct {
	kind   toleranceKind
	amount decimal.Decimal
	unit   burden.Unit
	to     burden.Rounding
}

type toleranceKind uint8

const (
	exactly toleranceKind = iota
	within
	rounded
	faulty
)

// Within returns the tolerance of an amount in a unit, that of the line or, of a ratio,
// of its part: found and expected may be as far apart as that, but no further.
func Within[N burden.Number](amount N, unit burden.Unit) Tolerance {
	d, ok := number(amount)
	if !ok || d.Sign() < 0 || percentOf(amount, unit) {
		return Tolerance{kind: faulty}
	}
	return Tolerance{kind: within, amount: d, unit: unit}
}

// RoundedTo returns the tolerance of a rounding: what is found, rounded so, is what
// is expected. It is for figures as printed, "48 %" of 48.18 %.
func RoundedTo(quantum string, mode burden.Mode) Tolerance {
	return Tolerance{kind: rounded, to: burden.RoundTo(quantum, mode)}
}

// String says the tolerance in words: "within 50,000,000 KRW".
func (o Tolerance) String() string {
	switch o.kind {
	case within:
		return "within " + burden.Show(o.amount, o.unit)
	case rounded:
		return "rounded " + o.to.String()
	case faulty:
		return "a tolerance that is no number, below zero, or a percentage of something else than a ratio"
	}
	return "exactly"
}

// one returns the tolerance among those given: none, or the only one.
func one(t T, given []Tolerance) (o Tolerance, ok bool) {
	t.Helper()
	switch {
	case len(given) > 1:
		return o, fail(t, "more than one tolerance was given")
	case len(given) == 1:
		o = given[0]
	}
	if o.kind == faulty {
		return o, fail(t, "the tolerance is not a number, is below zero, or is a percentage of something else than a ratio")
	}
	return o, true
}

// percentOf reports a percentage of what is no ratio: 1 % of a won is hardly meant.
func percentOf[N burden.Number](n N, unit burden.Unit) bool {
	text, ok := any(n).(string)
	return ok && strings.HasSuffix(text, "%") && unit != burden.Ratio
}

// check reports a tolerance that does not fit what is expected, in words.
func (o Tolerance) check(expected decimal.Decimal, unit burden.Unit) string {
	switch o.kind {
	case within:
		if o.unit != unit {
			return "the tolerance is in " + named(o.unit) + ", the number in " + named(unit)
		}
	case rounded:
		r, err := o.to.Apply(expected)
		if err != nil {
			return "the tolerance rounds nothing: " + err.Error()
		}
		if !r.Equal(expected) {
			return "what is expected, " + burden.Show(expected, unit) + ", is not rounded " + o.to.String() + " itself"
		}
	}
	return ""
}

// accepts reports whether found is what is expected.
func (o Tolerance) accepts(found, expected decimal.Decimal) bool {
	switch o.kind {
	case within:
		return found.Sub(expected).Abs().LessThanOrEqual(o.amount)
	case rounded:
		r, err := o.to.Apply(found)
		return err == nil && r.Equal(expected)
	}
	return found.Equal(expected)
}

func named(u burden.Unit) string {
	if u == burden.Ratio {
		return "a pure ratio"
	}
	return string(u)
}

// Value asserts what a line comes to in a year, exactly or with a tolerance.
//
//	policytest.Value(t, p, contribution, 2010, "790.4e9")
//	policytest.Value(t, p, demand, 2019, "5.5e12", policytest.Within("50e9", burden.KRW))
func Value[N burden.Number](t T, p *burden.Projection, l burden.Line, year int, expected N, tolerance ...Tolerance) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	what := l.Name() + " " + strconv.Itoa(year)
	found, err := p.Value(l, year)
	if err != nil {
		return fail(t, what+" has no value", because(err), where(p))
	}
	return compare(t, what, found, expected, l.Unit(), tolerance, func() []row { return []row{where(p), why(p, l, year)} })
}

// Total asserts what a flow comes to over the years from one to another, both
// included.
func Total[N burden.Number](t T, p *burden.Projection, l burden.Line, from, to int, expected N, tolerance ...Tolerance) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	what := "total of " + l.Name() + ", " + span(from, to)
	found, err := p.Total(l, from, to)
	if err != nil {
		return fail(t, what+" has no value", because(err), where(p))
	}
	return compare(t, what, found, expected, l.Unit(), tolerance, func() []row {
		return []row{where(p), {"years", byYear(p, l, from, to)}, why(p, l, to)}
	})
}

// byYear lists the values of a line.
func byYear(p *burden.Projection, l burden.Line, from, to int) string {
	var text strings.Builder
	for year := from; year <= to; year++ {
		if v, err := p.Value(l, year); err == nil {
			text.WriteString(strconv.Itoa(year) + "  " + burden.Show(v, l.Unit()) + "\n")
		}
	}
	return text.String()
}

// Measure asserts what a metric comes to: a difference between years or lines, say.
func Measure[N burden.Number](t T, p *burden.Projection, m scenario.Metric, expected N, tolerance ...Tolerance) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	found, err := m.Of(p)
	if err != nil {
		return fail(t, "the metric "+m.String()+" has no value", because(err), where(p))
	}
	return compare(t, m.String(), found, expected, m.Unit(), tolerance, func() []row {
		rows := []row{where(p)}
		from, _ := p.Years()
		last := lastYear(p, m, found)
		for _, l := range m.Lines() {
			rows = append(rows, row{l.Name(), byYear(p, l, from, last)}, why(p, l, last))
		}
		return rows
	})
}

// lastYear returns the last year that a metric needs: the first up to which it is what
// it is. Of many years it is the last of all.
func lastYear(p *burden.Projection, m scenario.Metric, found decimal.Decimal) int {
	const most = 100
	from, to := p.Years()
	for year := from; year < min(to, from+most); year++ {
		q, err := p.Model().Project(from, year, m.Lines()...)
		if err != nil {
			break
		}
		if v, err := m.Of(q); err == nil && v.Equal(found) {
			return year
		}
	}
	return to
}

// compare asserts a number. What goes with a failure is worked out only for one.
func compare[N burden.Number](t T, what string, found decimal.Decimal, expected N, unit burden.Unit, given []Tolerance, more func() []row) bool {
	t.Helper()
	o, ok := one(t, given)
	if !ok {
		return false
	}
	want, ok := number(expected)
	if !ok {
		return notANumber(t, "number expected of "+what, expected)
	}
	if percentOf(expected, unit) {
		return fail(t, fmt.Sprintf("the number expected of %s, %v, is a percentage, and it is in %s", what, expected, named(unit)))
	}
	if fault := o.check(want, unit); fault != "" {
		return fail(t, what+" cannot be compared", row{"fault", fault})
	}
	if o.accepts(found, want) {
		return true
	}
	return fail(t, what+" is not what was expected", append([]row{
		{"expected", burden.Show(want, unit) + ", " + o.String()},
		{"found", burden.Show(found, unit)},
		{"off by", offBy(found, want, unit)},
	}, more()...)...)
}

// Ratio asserts what one line is of another in a year. Nothing is divided: without
// a tolerance the part is exactly the ratio times the whole, and a tolerance in
// money is how far the part may be from that. A ratio as printed is compared with
// [RoundedTo], from the infinitely precise quotient.
//
//	policytest.Ratio(t, p, labour, contribution, 2019, "48%", policytest.RoundedTo("1%", burden.HalfUp))
func Ratio[N burden.Number](t T, p *burden.Projection, part, whole burden.Line, year int, expected N, tolerance ...Tolerance) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	what := part.Name() + " / " + whole.Name() + " " + strconv.Itoa(year)
	a, err := p.Value(part, year)
	var b decimal.Decimal
	if err == nil {
		b, err = p.Value(whole, year)
	}
	if err != nil {
		return fail(t, what+" has no value", because(err), where(p))
	}
	o, ok := one(t, tolerance)
	if !ok {
		return false
	}
	want, ok := number(expected)
	unit := part.Unit().Per(whole.Unit())
	if err := compatible(p.Model(), unit, part.Over(whole).Exactly()); err != nil {
		return fail(t, what+" is no ratio", because(err), where(p))
	}
	switch {
	case !ok:
		return notANumber(t, "number expected of "+what, expected)
	case b.IsZero():
		return fail(t, what+" has no value", row{"error", whole.Name() + " is zero"}, where(p), why(p, whole, year))
	}
	fault, fits := o.check(want, part.Unit()), false
	if o.kind == rounded {
		fault = o.check(want, unit)
		q, err := o.to.Quotient(a, b)
		fits = err == nil && q.Equal(want)
	} else {
		fits = o.accepts(a, want.Mul(b))
	}
	switch {
	case fault != "":
		return fail(t, what+" cannot be compared", row{"fault", fault})
	case fits:
		return true
	}
	found := burden.Show(a, part.Unit()) + " / " + burden.Show(b, whole.Unit())
	if q, err := burden.RoundTo("0.0001", burden.HalfUp).Quotient(a, b); err == nil {
		found += ", about " + burden.Show(q, unit)
	}
	return fail(t, what+" is not what was expected",
		row{"expected", burden.Show(want, unit) + ", " + o.String()},
		row{"found", found},
		row{part.Name(), offBy(a, want.Mul(b), part.Unit())},
		where(p), row{"why the part", explained(p, part, year)}, row{"why the whole", explained(p, whole, year)})
}

// explained is the text of [why].
func explained(p *burden.Projection, l burden.Line, year int) string { return why(p, l, year).text }
