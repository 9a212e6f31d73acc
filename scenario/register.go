package scenario

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Assumption is one figure that a scenario stands on: a parameter in the years in which
// it is the same, with all that is known about it.
type Assumption struct {
	Param burden.Param
	Years Years
	burden.Entry
	// Changed tells a figure that the scenario has differently from its baseline.
	Changed bool
}

// Register is every figure that a scenario stands on.
type Register []Assumption

// Register returns the scenario's assumptions: every figure of every parameter, in the
// order of the model and by year, whether a result needs it or not. What two registers
// have differently, [Revise] says.
func (s *Scenario) Register() Register {
	if s == nil || s.model == nil {
		return nil
	}
	var list Register
	for _, p := range s.model.Params() {
		old := burden.NewParam(p.Name(), p.Unit(), burden.Series{})
		if have, ok := s.base.Param(p.Name()); ok {
			old = have
		}
		revised := revisedFigures(p.Name(), old, p)
		otherwise := kindText(old) != kindText(p) || termsText(old) != termsText(p)
		for _, span := range p.Series().Spans() {
			years := Years{span.From, span.To}
			for len(revised) > 0 && revised[0].Years.to < span.From {
				revised = revised[1:] // both are by year
			}
			changed := otherwise || len(revised) > 0 && revised[0].Years.Overlaps(years)
			list = append(list, Assumption{p, years, span.Entry, changed})
		}
	}
	return list
}

// String writes the register as a text table.
func (r Register) String() string {
	cells := [][]string{{"parameter", "years", "value", "status", "low / central / high", "range", "print, purpose, source"}}
	for _, a := range r {
		years := "all"
		if a.Years != (Years{burden.MinYear, burden.MaxYear}) {
			years = strings.TrimPrefix(a.Years.String(), "in ")
		}
		if basis, known := a.Param.Series().Basis(); known && basis != burden.Calendar {
			years += ", " + basis.String()
		}
		unit := a.Param.Unit()
		show := func(d decimal.Decimal) string { return Value{d, true}.Show(unit) }
		status := a.Status.String()
		if a.Stage != burden.NoStage {
			status = a.Stage.String() + ", " + status
		}
		if a.Changed {
			status += ", changed"
		}
		estimate, within := "", ""
		if e, ok := a.Param.Estimate(); ok {
			estimate = show(e.Low) + " / " + show(e.Central) + " / " + show(e.High)
		}
		if low, high, ok := a.Param.Range(); ok {
			within = show(low) + " to " + show(high)
		}
		var notes []string
		for _, n := range []string{a.Print, a.Param.Purpose(), a.Source} {
			if n != "" {
				notes = append(notes, n)
			}
		}
		cells = append(cells, []string{a.Param.Name(), years, burden.Show(a.Value, unit), status, estimate, within, strings.Join(notes, "; ")})
	}
	return display.Align(cells, len(cells[0]))
}

// EstimateAxes returns an axis for every parameter of a model that has a three-point
// estimate, over its low, central and high value in all years or those named: inputs for
// [OneAtATime], and a [Grid] of every combination.
func EstimateAxes(m *burden.Model, years ...Years) []Axis {
	var list []Axis
	for _, p := range estimated(m) {
		e, _ := p.Estimate()
		values := slices.CompactFunc([]decimal.Decimal{e.Low, e.Central, e.High}, decimal.Decimal.Equal)
		list = append(list, NewAxis(p, values, years...))
	}
	return list
}

// EstimateInputs returns the triangular distribution, held over the years, of every
// parameter of a model that has a three-point estimate: inputs for a [Simulation], each
// drawn to a grid.
func EstimateInputs(m *burden.Model, years Years, grid burden.Rounding) []Uncertain {
	var list []Uncertain
	for _, p := range estimated(m) {
		e, _ := p.Estimate()
		list = append(list, Uncertain{Param: p, Years: years, Process: Held(Triangular(e.Low, e.Central, e.High)), Grid: grid})
	}
	return list
}

// estimated are the parameters of a model with a three-point estimate.
func estimated(m *burden.Model) []burden.Param {
	if m == nil {
		return nil
	}
	return slices.DeleteFunc(m.Params(), func(p burden.Param) bool { _, ok := p.Estimate(); return !ok })
}
