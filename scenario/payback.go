package scenario

import (
	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// PaybackYear returns the first year from which an alternative has paid for itself: the
// running total of a flow is not above the baseline's then, nor in any later year of the
// scenarios. Of a stock, such as a present value or a running total, its level counts.
// Of a one-off investment against the running cost it saves this is the payback year;
// of two ways to pay, the break-even year. ok is false if there is no such year.
//
//	Σ alternative[k] ≤ Σ baseline[k] over the years k from the first through y
//
// A flow that a scenario does not have in a year is nothing in it; of a stock only years
// in which both have the line count. It returns an error if the scenarios are of different
// years ([ErrBaseline]), one cannot be projected, or the line is a rate or no line of both.
func PaybackYear(baseline, alternative *Scenario, l burden.Line) (year int, ok bool, err error) {
	c, err := Compare(baseline, alternative, l)
	if err != nil {
		return 0, false, err
	}
	if baseline.from != alternative.from || baseline.to != alternative.to {
		return 0, false, &Error{Scenario: baseline.name, Other: alternative.name, Err: ErrBaseline}
	}
	var have burden.Line
	for _, side := range []*Scenario{baseline, alternative} {
		var known bool
		if have, known = side.model.Line(l.Name()); !known {
			return 0, false, &Error{Scenario: side.name, Err: &burden.Error{Input: "line", Value: l.Name(), Err: burden.ErrUnknownName}}
		}
		if have.Unit() != l.Unit() {
			return 0, false, &Error{Scenario: side.name, Err: &burden.Error{Input: "unit of " + l.Name(), Value: string(have.Unit()), Err: burden.ErrUnit}}
		}
		if have.Measure() == burden.Rate {
			return 0, false, &Error{Scenario: side.name, Err: &burden.Error{Line: l.Name(), Detail: "is a rate, which pays nothing back", Err: burden.ErrUnit}}
		}
	}
	var sum decimal.Decimal
	for _, r := range c.Rows() {
		d := r.Alternative.Amount.Sub(r.Baseline.Amount) // an absent amount is zero
		if have.Measure() == burden.Stock {
			if !r.Difference().Present {
				continue
			}
			sum = decimal.Decimal{}
		}
		sum = sum.Add(d)
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
