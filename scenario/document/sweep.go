package document

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// Limits of the sweeps of a document, so that checking one takes no time to speak of.
const (
	maxAxes       = 64
	maxAxisValues = scenario.MaxPoints // of all axes together
	maxSpans      = 64                 // how many years from one to another an axis or a metric may have
)

// Sweep returns the sweep of a name; of no name, the only one. Document, name and a
// range of indexes say what a machine has to run: [scenario.Sweep.Shard]. It returns the errors
// of [Document.Check], and a [burden.ErrUnknownName] if there is no such sweep.
func (d *Document) Sweep(name string) (scenario.Sweep, error) {
	b, err := d.build()
	if err != nil {
		return scenario.Sweep{}, err
	}
	if name == "" && len(b.sweeps) == 1 {
		return b.sweeps[0], nil
	}
	var names []string
	for i, x := range d.Sweeps {
		if x.Name == name {
			return b.sweeps[i], nil
		}
		names = append(names, x.Name)
	}
	fault := &Error{File: d.File, Path: "sweeps", Problem: "no sweep is called " + visible.Quote(name), Suggestion: closest.Name(name, names...), Err: burden.ErrUnknownName}
	switch {
	case len(names) == 0:
		fault.Problem = `the document has no sweep; add one: "sweeps": [{"name": …, "grid": [{"parameter": …, "values": […]}], "metrics": [{"line": …, "year": …}]}]`
	case name == "":
		fault.Problem = "the document has " + strconv.Itoa(len(names)) + " sweeps; say which one: " + someNames(names)
	case fault.Suggestion == "":
		fault.Problem += "; the document has " + someNames(names)
	}
	fault.Line, fault.Column = d.places.of(fault.Path)
	return scenario.Sweep{}, fault
}

// someNames lists the first of some names, each quoted.
func someNames(names []string) string {
	const most = 5
	var list []string
	for _, n := range names[:min(most, len(names))] {
		list = append(list, visible.Quote(n))
	}
	if len(names) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// sweeps checks the sweeps and builds them.
func (c *complaints) sweeps(b *built) {
	values, taken := 0, map[string]bool{}
	for i, x := range c.d.Sweeps {
		if c.full() {
			return
		}
		path := "sweeps[" + strconv.Itoa(i) + "]"
		switch {
		case c.badName(x.Name, path+".name"):
		case taken[x.Name] && x.Name != "":
			c.add(path+".name", visible.Quote(x.Name)+" is the name of a sweep before", "", burden.ErrDuplicate)
		}
		taken[x.Name] = true
		if x.Scenario != "" && c.scenarioAt(x.Scenario) < 0 {
			c.unknownScenario(path+".scenario", x.Scenario)
			continue
		}
		w := scenario.Sweep{Scenario: b.scenario(x.Scenario)}
		before := len(c.faults)
		switch {
		case len(x.Grid) > maxAxes:
			c.add(path+".grid", "a grid has at most "+strconv.Itoa(maxAxes)+" parameters, not "+strconv.Itoa(len(x.Grid))+"; make several sweeps", "", burden.ErrTooLarge)
			continue
		case len(x.Grid) == 0:
			c.add(path+".grid", "a grid has parameters", "", burden.ErrIncomplete)
		case len(x.Metrics) == 0:
			c.add(path+".metrics", "there is nothing to measure", "", burden.ErrIncomplete)
		}
		axes := make([]scenario.Axis, len(x.Grid))
		for k, a := range x.Grid {
			axes[k] = c.axis(a, w.Scenario.Model(), &values, path+".grid["+strconv.Itoa(k)+"]")
		}
		for k, m := range x.Metrics {
			if c.full() {
				return
			}
			w.Metrics = append(w.Metrics, c.metric(m, w.Scenario, path+".metrics["+strconv.Itoa(k)+"]"))
		}
		if len(c.faults) == before && !c.full() {
			w.Design = scenario.NewGrid(axes...)
			if err := w.Check(); err != nil {
				c.sweepFault(err, path)
			}
		}
		b.sweeps = append(b.sweeps, w)
	}
}

// axis reads a parameter of a grid and its values.
func (c *complaints) axis(x Axis, m *burden.Model, values *int, path string) scenario.Axis {
	p, ok := m.Param(x.Parameter)
	if !ok {
		c.unknown(path+".parameter", "no parameter is called "+visible.Quote(x.Parameter), x.Parameter, paramsOf{m}, func() []string {
			var names []string
			for _, p := range m.Params() {
				names = append(names, p.Name())
			}
			return names
		})
	}
	years := c.yearsOf(x.Years, path)
	if (len(x.Values) == 0) == (x.Steps == nil) {
		c.add(path, "its values are one of values and steps", "", burden.ErrIncomplete)
		return scenario.Axis{}
	}
	before := len(c.faults)
	if x.Steps == nil {
		var list []string
		for i, n := range x.Values {
			list = append(list, c.needed(n, p.Unit(), path+".values["+strconv.Itoa(i)+"]"))
		}
		if c.tooMany(len(list), values, path) || !ok || len(c.faults) > before || c.outside(p, len(list), parsed(list), path+".values") {
			return scenario.Axis{}
		}
		return c.sound(scenario.NewAxis(p, list, years...), path)
	}
	from, to, by := c.needed(x.Steps.From, p.Unit(), path+".steps.from"), c.needed(x.Steps.To, p.Unit(), path+".steps.to"), c.needed(x.Steps.By, p.Unit(), path+".steps.by")
	if len(c.faults) > before {
		return scenario.Axis{}
	}
	steps := scenario.NewSteps(from, to, by)
	if err := steps.Check(); err != nil {
		c.add(path+".steps", told(err), "", err)
		return scenario.Axis{}
	}
	if c.tooMany(steps.Len(), values, path) || !ok {
		return scenario.Axis{}
	}
	if c.outside(p, steps.Len(), steps.At, path+".steps") {
		return scenario.Axis{}
	}
	return c.sound(scenario.NewStepAxis(p, steps, years...), path)
}

// sound returns an axis, and reports what is wrong with its years. Its parameter and its
// values have been checked before.
func (c *complaints) sound(a scenario.Axis, path string) scenario.Axis {
	for _, fault := range burden.Faults(scenario.NewGrid(a).Check()) {
		c.add(path+".years", told(fault), "", causeOf(fault))
	}
	return a
}

// needed returns the text of a number in a unit, which has to be there.
func (c *complaints) needed(n Number, unit burden.Unit, path string) string {
	if n == "" {
		c.add(path, "is missing", "", burden.ErrIncomplete)
	}
	return c.amount(n, unit, path)
}

// outside reports values of a parameter none of which is in its range, so that every
// scenario would fail. If only some are outside, only some scenarios fail, which is no
// fault of the sweep.
func (c *complaints) outside(p burden.Param, n int, at func(int) decimal.Decimal, path string) bool {
	low, high, ranged := p.Range()
	if !ranged {
		return false
	}
	for i := range n {
		if v := at(i); !v.LessThan(low) && !v.GreaterThan(high) {
			return false
		}
	}
	c.add(path, "every value is outside the range of "+p.Name()+", "+burden.Text(low)+" to "+burden.Text(high)+", so every scenario would fail", "", burden.ErrOutOfRange)
	return true
}

// parsed returns the numbers of texts that have been checked.
func parsed(list []string) func(int) decimal.Decimal {
	return func(i int) decimal.Decimal {
		v, _ := burden.Parse(list[i])
		return v
	}
}

// tooMany counts values, and reports when they are too many.
func (c *complaints) tooMany(n int, values *int, path string) bool {
	if n <= maxAxisValues-*values {
		*values += n
		return false
	}
	c.add(path, "the grids of a document have at most "+strconv.Itoa(maxAxisValues)+" values, parameter by parameter, and "+strconv.Itoa(n)+" here are too many; take longer steps", "", burden.ErrTooLarge)
	return true
}

// yearsOf reads the years of a sweep, up to maxSpans of them.
func (c *complaints) yearsOf(list []Years, path string) []scenario.Years {
	if len(list) > maxSpans {
		c.add(path+".years", "there are at most "+strconv.Itoa(maxSpans)+" of them, not "+strconv.Itoa(len(list))+"; join neighbours, as in \"2010 to 2019\"", "", burden.ErrTooLarge)
		return nil
	}
	return c.yearsIn(list, path)
}

// metric reads what is measured.
func (c *complaints) metric(x Metric, s *scenario.Scenario, path string) scenario.Metric {
	before := len(c.faults)
	m := c.sum(Divisor{x.Line, x.Year, x.Total, x.Years}, s, path)
	if x.Per == nil {
		if x.Rounding != nil {
			c.add(path+".round", "only a quotient is rounded here; a line is rounded in its formula", "", burden.ErrIncomplete)
		}
		return m
	}
	var r burden.Rounding
	if x.Rounding != nil {
		mode := choice(c, x.Rounding.Mode, burden.Exact, burden.Floor, "mode", path+".round")
		if text := c.number(x.Rounding.Quantum, path+".round.quantum"); text != "" {
			r = burden.RoundTo(text, mode)
		}
	}
	per := c.sum(*x.Per, s, path+".per")
	if len(c.faults) > before {
		return m
	}
	m = m.Over(per, r)
	if fault := m.Check(); fault != nil {
		c.add(path, told(fault), "", causeOf(fault))
	}
	return m
}

// sum reads a line in a year, or a total.
func (c *complaints) sum(x Divisor, s *scenario.Scenario, path string) scenario.Metric {
	within := "the scenarios are of " + strconv.Itoa(s.FirstYear()) + " to " + strconv.Itoa(s.LastYear())
	switch {
	case x.Line != "" && x.Total == "" && x.Year != 0 && len(x.Years) == 0:
		l, _ := c.lineOf(s.Model(), x.Line, path+".line")
		if x.Year < s.FirstYear() || x.Year > s.LastYear() {
			c.add(path+".year", within, "", burden.ErrOutOfRange)
		}
		return scenario.At(l, x.Year)
	case x.Total != "" && x.Line == "" && x.Year == 0:
		l, ok := c.lineOf(s.Model(), x.Total, path+".total")
		if ok && l.Measure() != burden.Flow {
			c.add(path+".total", x.Total+" is a "+l.Measure().String()+", and only flows total over years", "", burden.ErrUnit)
		}
		years := c.yearsOf(x.Years, path)
		if len(years) < len(x.Years) {
			return scenario.Metric{}
		}
		for i, y := range years {
			if y.First() < s.FirstYear() || y.First() > s.LastYear() || y.Last() > s.LastYear() && y.Last() != burden.MaxYear {
				c.add(path+".years["+strconv.Itoa(i)+"]", within, "", burden.ErrOutOfRange)
			}
		}
		return scenario.Total(l, years...)
	}
	c.add(path, "a metric is of a line and its year, or of a total", "", burden.ErrIncomplete)
	return scenario.Metric{}
}

// sweepFault reports a fault of a whole sweep at its metrics or its grid.
func (c *complaints) sweepFault(err error, path string) {
	cause := causeOf(err)
	switch e := cause.(type) {
	case *burden.Error:
		if e.Input == "metric" || e.Input == "years of the metric" {
			path += ".metrics"
		} else {
			path += ".grid"
		}
		c.add(path, c.told(e), "", e)
	case *scenario.Error: // two axes of one parameter
		c.add(path+".grid", "two of its axes set the same: "+e.Change, "", e)
	default:
		c.add(path, told(cause), "", err)
	}
}

// canonical writes the sweep in the one way that equal ones have. Values and steps stay
// what they are, also where they say the same.
func (x Sweep) canonical() Sweep {
	x.Grid = slices.Clone(x.Grid)
	for i, a := range x.Grid {
		a.Values = slices.Clone(a.Values)
		for k, n := range a.Values {
			a.Values[k] = canonicalNumber(n)
		}
		if s := a.Steps; s != nil {
			a.Steps = &Steps{canonicalNumber(s.From), canonicalNumber(s.To), canonicalNumber(s.By)}
		}
		a.Years = canonicalYears(a.Years)
		x.Grid[i] = a
	}
	x.Metrics = slices.Clone(x.Metrics)
	for i, m := range x.Metrics {
		m.Years = canonicalYears(m.Years)
		if m.Per != nil {
			per := *m.Per
			per.Years = canonicalYears(per.Years)
			m.Per = &per
		}
		if m.Rounding != nil {
			m.Rounding = &Rounding{canonicalNumber(m.Rounding.Quantum), m.Rounding.Mode}
		}
		x.Metrics[i] = m
	}
	return x
}
