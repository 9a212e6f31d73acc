package scenario

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Splice returns a forecast with actuals in front: the actuals up to their last year,
// the forecast after it. A year before that without an actual stays without, because a
// forecast there has been overtaken. Every figure keeps its source, status and stage.
// Series of different year bases are a [burden.ErrYearBasis].
func Splice(actual, forecast burden.Series) (burden.Series, error) {
	if err := sameBases("splice", actual, forecast); err != nil {
		return burden.Series{}, err
	}
	spans := actual.Spans()
	if len(spans) == 0 {
		return forecast, nil
	}
	last := spans[len(spans)-1].To
	for _, s := range forecast.Spans() {
		if s.To > last {
			s.From = max(s.From, last+1)
			spans = append(spans, s)
		}
	}
	basis, known := actual.Basis()
	if !known {
		basis, known = forecast.Basis()
	}
	s := burden.NewSeries(spans...)
	if known {
		s = s.On(basis)
	}
	return s, nil
}

// sameBases reports two series that are by different years.
func sameBases(what string, a, b burden.Series) error {
	x, known := a.Basis()
	y, also := b.Basis()
	if known && also && x != y {
		return &Error{Scenario: what, Err: &burden.Error{Input: "year basis", Value: x.String() + " and " + y.String(), Err: burden.ErrYearBasis}}
	}
	return nil
}

// Variance is how far a year's figure came from another for the same year, such as
// what was executed from what was budgeted.
type Variance struct {
	Year       int
	Planned    burden.Entry
	Came       burden.Entry
	Difference decimal.Decimal // what came less what was planned
	unit       burden.Unit
}

// Ratio returns the difference over what was planned, rounded as told; absent where
// that is zero.
func (v Variance) Ratio(r burden.Rounding) Value {
	return value(r.Quotient(v.Difference, v.Planned.Value))
}

// String says in one line what was planned, what came, and the difference, with the
// stage and status of each.
func (v Variance) String() string {
	return fmt.Sprintf("%d: planned %s, came %s, difference %s", v.Year,
		figureText(v.Planned, v.unit), figureText(v.Came, v.unit), burden.Show(v.Difference, v.unit))
}

// maxVariances bounds the years of variances.
const maxVariances = 1 << 12

// Variances are the variances of a series by year.
type Variances []Variance

// VarianceOf sets two series of one unit side by side, year by year: what was planned
// and what came. Expected, agreed, budgeted and executed amounts of one year differ by
// [burden.Stage], and each is planned for the next. Years that only one has are left out.
// Series of different year bases are a [burden.ErrYearBasis]; more than 4096 years a
// [burden.ErrTooLarge].
func VarianceOf(unit burden.Unit, planned, came burden.Series) (Variances, error) {
	if err := sameBases("variance", planned, came); err != nil {
		return nil, err
	}
	var list Variances
	rest := came.Spans() // both are by year
	for _, s := range planned.Spans() {
		for len(rest) > 0 && rest[0].To < s.From {
			rest = rest[1:]
		}
		for _, t := range rest {
			if t.From > s.To {
				break
			}
			for year := max(s.From, t.From); year <= min(s.To, t.To); year++ {
				if len(list) == maxVariances {
					return nil, &Error{Scenario: "variance", Err: &burden.Error{Input: "years", Value: "more than " + strconv.Itoa(maxVariances), Err: burden.ErrTooLarge}}
				}
				list = append(list, Variance{year, s.Entry, t.Entry, t.Value.Sub(s.Value), unit})
			}
		}
	}
	return list, nil
}

// String writes the variances as a text table, ratios rounded half up to 0.1 %.
func (v Variances) String() string {
	if len(v) == 0 {
		return ""
	}
	known := func(e burden.Entry) string {
		return strings.TrimSpace(cmp.Or(e.Stage.String(), "amount") + ", " + e.Status.String())
	}
	cells := [][]string{{"year", "planned", "", "came", "", "difference", "ratio"}}
	for _, x := range v {
		show := func(d decimal.Decimal) string { return Value{d, true}.show(x.unit) }
		cells = append(cells, []string{
			strconv.Itoa(x.Year), show(x.Planned.Value), known(x.Planned), show(x.Came.Value), known(x.Came),
			show(x.Difference), x.Ratio(burden.RoundTo("0.1%", burden.HalfUp)).show(burden.Ratio),
		})
	}
	return align(cells, 1) + "ratio: difference over planned, rounded half up to 0.1 %\n"
}

// PaybackYear returns the first year from which an alternative has paid for itself: the
// running total of a flow is not above the baseline's then, nor in any later year of the
// scenarios. Of a stock, such as a present value or a running total, its level counts.
// Of a one-off investment against the running cost it saves this is the payback year;
// of two ways to pay, the break-even year. ok is false if there is no such year.
//
//	Σ alternative[k] ≤ Σ baseline[k] over the years k from the first through y
//
// Only years in which both have the line count. It returns an error if the scenarios are
// of different years ([ErrBaseline]), one cannot be projected, or the line is a rate or
// no line of theirs.
func PaybackYear(baseline, alternative *Scenario, l burden.Line) (year int, ok bool, err error) {
	c, err := Compare(baseline, alternative, l)
	if err != nil {
		return 0, false, err
	}
	if baseline.from != alternative.from || baseline.to != alternative.to {
		return 0, false, &Error{Scenario: baseline.name, Other: alternative.name, Err: ErrBaseline}
	}
	have, known := baseline.model.Line(l.Name())
	if !known {
		have = l
	}
	if have.Measure() == burden.Rate {
		return 0, false, &Error{Scenario: baseline.name, Err: &burden.Error{Line: l.Name(), Detail: "is a rate, which pays nothing back", Err: burden.ErrUnit}}
	}
	var sum decimal.Decimal
	for _, r := range c.Rows() {
		d := r.Difference()
		if !d.Present {
			continue
		}
		sum = sum.Add(d.Amount)
		if have.Measure() == burden.Stock {
			sum = d.Amount
		}
		switch {
		case sum.Sign() > 0:
			ok = false
		case !ok:
			year, ok = r.Year, true
		}
	}
	if !ok {
		year = 0
	}
	return year, ok, nil
}
