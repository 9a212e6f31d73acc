package scenario

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/internal/limit"
)

// Verdict is what came of an expectation of a document: of a line in one year, of a
// total, or of the years in which a limit binds.
type Verdict struct {
	Expectation int       // its index in the document
	Scenario    *Scenario // whose result it is
	What        string    // such as "contribution 2010"
	Line        burden.Line
	Year        int // of a line in a year, otherwise 0
	// Expected and Found are written for people, with every digit and the unit. Nothing
	// is found where there is an error.
	Expected, Found string
	Tolerance       string // how far it may be off, "" for not at all
	Holds           bool   // what was found is what was expected
	Err             error  // why there is nothing to compare
}

// String says in one line what was expected and what was found.
func (v Verdict) String() string {
	at, expected, found := visible.Text(v.Scenario.Name()+": "+v.What), visible.Text(v.Expected), visible.Text(v.Found)
	if v.Tolerance != "" {
		expected += " ± " + visible.Text(v.Tolerance)
	}
	switch {
	case v.Err != nil:
		return at + ": expected " + expected + ": " + causeText(v.Err)
	case v.Holds && v.Found == v.Expected:
		return at + ": " + found + ", as expected"
	case v.Holds:
		return at + ": " + found + ", expected " + expected
	}
	return at + ": " + found + ", BUT expected " + expected
}

// Verdicts evaluates what the document expects and returns what came of each
// expectation, in order, a year after the other. What cannot be evaluated is a
// verdict with an error. It returns the errors of [Document.Check] only.
func (d *Document) Verdicts() ([]Verdict, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	return b.verdicts(d), nil
}

// VerdictsOn is [Document.Verdicts] with another scenario as the baseline, one of a
// model that differs from the document's: the document's scenarios make their changes
// to its model. So it shows what the expectations would have noticed. A scenario whose
// changes do not fit the model is an error of each verdict on it.
//
// It returns the errors of [Document.Check], and a [burden.ErrIncomplete] if the
// scenario is nil or has no model.
func (d *Document) VerdictsOn(baseline *Scenario) ([]Verdict, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	if baseline.Model() == nil {
		return nil, incomplete("document", "scenario")
	}
	if len(b.scenarios) == 0 {
		return nil, nil // nothing is expected without years
	}
	from, to := baseline.Years()
	base := Baseline(baseline.Model(), from, to, baseline.Lines()...)
	on := &built{model: baseline.Model(), scenarios: []*Scenario{baseline}, unfit: map[*Scenario]error{}}
	for _, s := range b.scenarios[1:] {
		changed, err := base.Apply(s.overlays...)
		if err != nil {
			changed = base
		}
		changed = changed.Named(s.Name())
		on.scenarios = append(on.scenarios, changed)
		if err != nil {
			on.unfit[changed] = err
		}
	}
	return on.verdicts(d), nil
}

func (b *built) verdicts(d *Document) []Verdict {
	var list []Verdict
	for i, x := range d.Expect {
		s := b.scenario(x.Scenario)
		for _, f := range x.examine(s, b.unfit[s]) {
			f.Expectation, f.Scenario = i, s
			list = append(list, f)
		}
	}
	return list
}

// scenario finds a scenario by name; of no name it is the baseline.
func (b *built) scenario(name string) *Scenario {
	if name == "" {
		return b.scenarios[0]
	}
	i := slices.IndexFunc(b.scenarios[1:], func(s *Scenario) bool { return s.Name() == name })
	return b.scenarios[1+i]
}

// examine compares an expectation without faults with a scenario, unless that could
// not be made.
func (x Expectation) examine(s *Scenario, unfit error) []Verdict {
	switch {
	case x.Binds != "":
		return []Verdict{x.binding(s, unfit)}
	case x.Total != "":
		l, _ := s.Model().Line(x.Total)
		m := Total(l)
		if len(x.Years) > 0 {
			y, _ := x.Years[0].parse()
			m = Total(l, y)
		}
		f := Verdict{What: m.String(), Line: l}
		return []Verdict{f.compare(x, s, unfit, m, x.Value)}
	}
	l, _ := s.Model().Line(x.Line)
	var list []Verdict
	for _, key := range sortedYears(x.ByYear) {
		y, _ := year(key)
		m := At(l, y)
		f := Verdict{What: m.String(), Line: l, Year: y}
		list = append(list, f.compare(x, s, unfit, m, x.ByYear[key]))
	}
	return list
}

// compare measures a metric and sets it against a number.
func (v Verdict) compare(x Expectation, s *Scenario, unfit error, m Metric, expected DocNumber) Verdict {
	want, _ := burden.Parse(string(expected))
	v.Expected = burden.Show(want, m.Unit())
	var tolerance decimal.Decimal
	if x.Tolerance != "" {
		tolerance, _ = burden.Parse(string(x.Tolerance))
		v.Tolerance = burden.Show(tolerance, m.Unit())
	}
	if v.Err = unfit; unfit != nil {
		return v
	}
	found, err := s.Measure(m)
	if err != nil {
		v.Err = err
		return v
	}
	v.Found = burden.Show(found, m.Unit())
	v.Holds = !found.Sub(want).Abs().GreaterThan(tolerance)
	return v
}

// binding sets the years in which a limit binds against those expected.
func (x Expectation) binding(s *Scenario, unfit error) Verdict {
	f := Verdict{What: "years in which " + x.Binds + " binds", Expected: yearsText(x.years(s.to))}
	if f.Err = unfit; unfit != nil {
		return f
	}
	p, err := s.Project()
	by := x.limit(s.Model())
	if err == nil {
		p, err = withLimited(p, limit.Lines(s.Model(), by))
	}
	if err != nil {
		f.Err = &Error{Scenario: s.name, Err: err}
		return f
	}
	bound, _ := p.Binding(by)
	bound = slices.Compact(slices.Sorted(slices.Values(bound)))
	f.Found = yearsText(bound)
	f.Holds = slices.Equal(bound, x.years(s.to))
	return f
}

// withLimited returns a projection in which at least one of the lines that have a limit
// is computed: where none is, never would say nothing.
func withLimited(p *burden.Projection, lines []burden.Line) (*burden.Projection, error) {
	from, to := p.Years()
	for _, l := range lines {
		for y := from; y <= to; y++ {
			if _, err := p.Value(l, y); err == nil {
				return p, nil
			}
		}
	}
	if len(lines) == 0 {
		return p, nil // it has been dropped
	}
	return p.Model().Project(from, to, lines...)
}

// limit finds the limit that is expected to bind in a model: a parameter or line.
func (x Expectation) limit(m *burden.Model) burden.Formula {
	if param, ok := m.Param(x.Binds); ok {
		return param.Formula
	}
	l, _ := m.Line(x.Binds)
	return l.Formula
}

// years are the years expected, each once, those without an end to the last of the
// scenarios.
func (x Expectation) years(last int) []int {
	all := map[int]bool{}
	for _, text := range x.Years {
		y, err := text.parse()
		if err != nil {
			continue // never, as the document has been checked
		}
		if y.to == burden.MaxYear {
			y.to = last
		}
		for k := y.from; k <= y.to; k++ {
			all[k] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// yearsText writes years: "2010, 2012 to 2014".
func yearsText(list []int) string {
	if len(list) == 0 {
		return "never"
	}
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		text := strconv.Itoa(list[i])
		if j > i {
			text += " to " + strconv.Itoa(list[j])
		}
		parts, i = append(parts, text), j+1
	}
	return strings.Join(parts, ", ")
}

// never is what an expectation says of a limit that binds in no year.
const never DocYears = "never"

// expectations checks what is written of each expectation.
func (c *complaints) expectations() {
	for i, x := range c.d.Expect {
		if c.full() {
			return
		}
		path := "expect[" + strconv.Itoa(i) + "]"
		given := 0
		for _, is := range []bool{x.Line != "", x.Total != "", x.Binds != ""} {
			if is {
				given++
			}
		}
		spoiled := c.spoiled[path]
		switch {
		case spoiled:
		case given != 1:
			c.add(path, "an expectation is of one of line, total and binds", "", burden.ErrIncomplete)
		case x.Line != "" && (len(x.ByYear) == 0 || x.Value != "" || len(x.Years) > 0):
			c.add(path, "the values of a line are expected by_year", "", burden.ErrIncomplete)
		case x.Total != "" && (x.Value == "" || x.ByYear != nil || len(x.Years) > 1):
			c.add(path, "of a total one value is expected, of all years or of years from one to another", "", burden.ErrIncomplete)
		case x.Binds != "" && (len(x.Years) == 0 || x.Value != "" || x.ByYear != nil || x.Tolerance != ""):
			c.add(path, "of what binds just the years are expected, [\"never\"] if it does not", "", burden.ErrIncomplete)
		}
		for _, key := range sortedYears(x.ByYear) {
			c.key(key, path+".by_year")
			c.number(x.ByYear[key], path+".by_year."+key)
		}
		c.number(x.Value, path+".value")
		if text := c.number(x.Tolerance, path+".tolerance"); strings.HasPrefix(text, "-") {
			c.add(path+".tolerance", "a tolerance is not negative", "", burden.ErrOutOfRange)
		}
		if x.Binds == "" || !slices.Equal(x.Years, []DocYears{never}) {
			c.yearsIn(x.Years, path)
		}
		if x.Scenario != "" && !slices.ContainsFunc(c.d.WhatIf, func(s DocScenario) bool { return s.Name == x.Scenario }) {
			var names []string
			for _, s := range c.d.WhatIf {
				names = append(names, s.Name)
			}
			c.add(path+".scenario", "no scenario is called "+quote(x.Scenario), closest.Name(x.Scenario, names...), burden.ErrUnknownName)
		}
	}
}

// expected checks that what is expected is there to be compared.
func (c *complaints) expected(b *built) {
	for i, x := range c.d.Expect {
		if c.full() {
			return
		}
		path := "expect[" + strconv.Itoa(i) + "]"
		m := b.scenario(x.Scenario).Model()
		switch {
		case x.Line != "":
			if l, ok := c.lineOf(m, x.Line, path+".line"); ok {
				c.amountsOf(x, l.Unit(), path)
			}
		case x.Total != "":
			if l, ok := c.lineOf(m, x.Total, path+".total"); ok {
				c.amountsOf(x, l.Unit(), path)
				if l.Measure() != burden.Flow {
					c.add(path+".total", x.Total+" is a "+l.Measure().String()+", and only flows total over years", "", burden.ErrUnit)
				}
			}
		default:
			_, isLine := m.Line(x.Binds)
			_, isParam := m.Param(x.Binds)
			// A scenario may be there to drop a limit, so that it need not have it itself.
			if here := func(s *Scenario) bool { return len(limit.Lines(s.Model(), x.limit(s.Model()))) > 0 }; isLine || isParam {
				if !slices.ContainsFunc(b.scenarios, here) {
					c.add(path+".binds", x.Binds+" limits nothing: it is no limit in a min or max, no floor or ceiling of an index or a share", "", burden.ErrUnknownName)
				}
			} else {
				c.add(path+".binds", "no parameter or line is called "+quote(x.Binds), closest.Name(x.Binds, slices.Collect(maps.Keys(m.Names()))...), burden.ErrUnknownName)
			}
		}
		outside := func(path string) {
			c.add(path, "the scenarios are of "+strconv.Itoa(c.d.From)+" to "+strconv.Itoa(c.d.To), "", burden.ErrOutOfRange)
		}
		for _, key := range sortedYears(x.ByYear) {
			if y, _ := year(key); y < c.d.From || y > c.d.To {
				outside(path + ".by_year." + key)
			}
		}
		for k, text := range x.Years {
			y, err := text.parse()
			if err == nil && (y.from < c.d.From || y.from > c.d.To || y.to > c.d.To && y.to != burden.MaxYear) {
				outside(path + ".years[" + strconv.Itoa(k) + "]")
			}
		}
	}
}

// amountsOf reports percentages among what is expected in a unit.
func (c *complaints) amountsOf(x Expectation, unit burden.Unit, path string) {
	for _, key := range sortedYears(x.ByYear) {
		c.percent(x.ByYear[key], unit, path+".by_year."+key)
	}
	c.percent(x.Value, unit, path+".value")
	c.percent(x.Tolerance, unit, path+".tolerance")
}
