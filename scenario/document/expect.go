package document

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/budget"
	"example.com/burdenshare/scenario/internal/limit"
)

// Verdict is what came of an expectation of a document: of a line in one year, of a
// total, or of the years in which a limit binds.
type Verdict struct {
	Expectation int                // its index in the document
	Scenario    *scenario.Scenario // whose result it is
	What        string             // such as "contribution 2010"
	Line        burden.Line
	Year        int // of a line in a year, otherwise 0
	// Expected and Found are written for people, with every digit and the unit. Nothing
	// is found where there is an error.
	Expected, Found string
	Tolerance       string // how far it may be off, "" for not at all
	Holds           bool   // what was found is what was expected
	Err             error  // why there is nothing to compare
}

// causes writes an error, of several causes one behind the other.
func causes(err error) string {
	var list []string
	for _, f := range burden.Faults(err) {
		list = append(list, visible.Text(f.Error()))
	}
	return strings.Join(list, "; ")
}

// String says in one line what was expected and what was found.
func (v Verdict) String() string {
	at, expected, found := visible.Text(v.Scenario.Name()+": "+v.What), visible.Text(v.Expected), visible.Text(v.Found)
	if v.Tolerance != "" {
		expected += " ± " + visible.Text(v.Tolerance)
	}
	switch {
	case v.Err != nil:
		return at + ": expected " + expected + ": " + strings.ReplaceAll(causes(v.Err), "\n", "; ")
	case v.Holds && v.Found == v.Expected:
		return at + ": " + found + ", as expected"
	case v.Holds:
		return at + ": " + found + ", expected " + expected
	}
	return at + ": " + found + ", BUT expected " + expected
}

// Verdicts evaluates what the document expects and returns what came of each
// expectation, in order, a year after the other. What cannot be evaluated is a
// verdict with an error. It returns the errors of [Document.Check], and a
// [burden.ErrTooLarge] if all that is expected is too much to evaluate in one call: of a
// sensible document it never is, but a mebibyte has room for ten thousand scenarios of ten
// thousand years.
func (d *Document) Verdicts() ([]Verdict, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	return b.verdicts(d)
}

// VerdictsOn is [Document.Verdicts] with another scenario as the baseline, one of a
// model that differs from the document's: the document's scenarios make their changes
// to its model. So it shows what the expectations would have noticed. A scenario whose
// changes do not fit the model is an error of each verdict on it.
//
// It returns the errors of [Document.Verdicts], and a [burden.ErrIncomplete] if the
// scenario is nil or has no model.
func (d *Document) VerdictsOn(baseline *scenario.Scenario) ([]Verdict, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	if baseline.Model() == nil {
		return nil, incomplete("scenario")
	}
	if len(b.scenarios) == 0 {
		return nil, nil // nothing is expected without years
	}
	from, to := baseline.Years()
	base := scenario.Baseline(baseline.Model(), from, to, baseline.Lines()...)
	on := &built{model: baseline.Model(), scenarios: []*scenario.Scenario{baseline}, unfit: map[*scenario.Scenario]error{}}
	for _, s := range b.scenarios[1:] {
		changed, err := base.Apply(s.Overlays()...)
		if err != nil {
			changed = base
		}
		changed = changed.Named(s.Name())
		on.scenarios = append(on.scenarios, changed)
		if err != nil {
			on.unfit[changed] = err
		}
	}
	return on.verdicts(d)
}

// verdicts evaluates what is expected, scenario by scenario, so that what several
// expectations need of one is computed once and kept only as long.
func (b *built) verdicts(d *Document) ([]Verdict, error) {
	of := make([]*scenario.Scenario, len(d.Expect))
	first := map[*scenario.Scenario]int{}
	order := make([]int, len(d.Expect))
	for i, x := range d.Expect {
		of[i], order[i] = b.scenario(x.Scenario), i
		if _, known := first[of[i]]; !known {
			first[of[i]] = i
		}
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(first[of[i]], first[of[k]]) })
	found := make([][]Verdict, len(d.Expect))
	work := budget.New()
	var e *examiner
	for _, i := range order {
		if e == nil || e.s != of[i] {
			e = &examiner{s: of[i], unfit: b.unfit[of[i]], work: work, limits: &b.limits, projections: map[string]*burden.Projection{}, bound: map[string]binding{}}
		}
		found[i] = e.examine(d.Expect[i])
		if work.Spent() {
			err := budget.Overspent("evaluating all that is expected", "expect something of fewer scenarios, lines or years")
			return nil, &Error{File: d.File, Path: "expect[" + strconv.Itoa(i) + "]", Problem: err.Detail, Err: err}
		}
		for k := range found[i] {
			found[i][k].Expectation, found[i][k].Scenario = i, of[i]
		}
	}
	return slices.Concat(found...), nil
}

// examiner compares expectations of one scenario with what comes out, unless its changes
// do not fit.
type examiner struct {
	s           *scenario.Scenario
	unfit       error
	work        *budget.Budget
	limits      *limit.Index
	projections map[string]*burden.Projection // of a line alone, by its name; nil of one that cannot be projected
	bound       map[string]binding            // by what binds
	years       map[string][]int              // in which limits bound that the scenario computed, by what they read
	limited     map[string][]burden.Line      // by what limits them
}

// binding is when a limit bound, or why that is not known.
type binding struct {
	years []int
	err   error
}

// scenario finds a scenario by name; of no name it is the baseline.
func (b *built) scenario(name string) *scenario.Scenario {
	if name == "" {
		return b.scenarios[0]
	}
	if b.named == nil {
		b.named = firsts(b.scenarios[1:], (*scenario.Scenario).Name)
	}
	return b.scenarios[1+b.named[name]]
}

// examine compares an expectation without faults with the scenario.
func (e *examiner) examine(x Expectation) []Verdict {
	switch {
	case x.Binds != "":
		return []Verdict{e.binding(x)}
	case x.Total != "":
		l, _ := e.s.Model().Line(x.Total)
		m := scenario.Total(l)
		if len(x.Years) > 0 {
			y, _ := x.Years[0].parse()
			m = scenario.Total(l, y)
		}
		f := Verdict{What: m.String(), Line: l}
		return []Verdict{e.compare(f, x, l, m, x.Value)}
	}
	l, _ := e.s.Model().Line(x.Line)
	var list []Verdict
	for _, key := range sortedYears(x.ByYear) {
		y, _ := year(key)
		m := scenario.At(l, y)
		f := Verdict{What: m.String(), Line: l, Year: y}
		list = append(list, e.compare(f, x, l, m, x.ByYear[key]))
	}
	return list
}

// compare measures a metric of a line and sets it against a number.
func (e *examiner) compare(v Verdict, x Expectation, l burden.Line, m scenario.Metric, expected Number) Verdict {
	want, _ := burden.Parse(string(expected))
	v.Expected = burden.Show(want, m.Unit())
	var tolerance decimal.Decimal
	if x.Tolerance != "" {
		tolerance, _ = burden.Parse(string(x.Tolerance))
		v.Tolerance = burden.Show(tolerance, m.Unit())
	}
	if v.Err = e.unfit; e.unfit != nil {
		return v
	}
	found, err := e.measure(l, m)
	if err != nil {
		v.Err = err
		return v
	}
	v.Found = burden.Show(found, m.Unit())
	v.Holds = !found.Sub(want).Abs().GreaterThan(tolerance)
	return v
}

// measure is [scenario.Scenario.Measure] of a metric of one line. The line is evaluated once for
// all years, however many are asked for; only where that fails, for each metric alone.
func (e *examiner) measure(l burden.Line, m scenario.Metric) (decimal.Decimal, error) {
	if e.work.Spent() {
		return decimal.Decimal{}, burden.ErrTooLarge // which ends the call
	}
	p, tried := e.projections[l.Name()]
	if !tried {
		p, _ = e.work.Project(e.s.Model(), e.s.FirstYear(), e.s.LastYear(), l)
		e.projections[l.Name()] = p
	}
	if p != nil {
		if v, err := m.Of(p); err == nil {
			return v, nil
		}
	}
	e.work.Spend(8 * (e.s.LastYear() - e.s.FirstYear() + 1))
	return e.s.Measure(m)
}

// binding sets the years in which a limit binds against those expected.
func (e *examiner) binding(x Expectation) Verdict {
	f := Verdict{What: "years in which " + x.Binds + " binds", Expected: yearsText(x.years(e.s.LastYear()))}
	if f.Err = e.unfit; e.unfit != nil || e.work.Spent() {
		return f
	}
	b, known := e.bound[x.Binds]
	if !known {
		b = e.binds(x.Binds)
		e.bound[x.Binds] = b
	}
	if f.Err = b.err; b.err != nil {
		return f
	}
	f.Found = yearsText(b.years)
	f.Holds = slices.Equal(b.years, x.years(e.s.LastYear()))
	return f
}

// binds finds the years in which a limit binds.
func (e *examiner) binds(name string) binding {
	p, err := e.s.Project()
	by := limitOf(e.s.Model(), name)
	if err == nil {
		e.work.Spend(p.Work())
		p, err = withLimited(p, e.limitedBy(name), e.work)
	}
	if err != nil {
		return binding{err: &scenario.Error{Scenario: e.s.Name(), Err: err}}
	}
	var bound []int
	if own, _ := e.s.Project(); p != own {
		bound, _ = p.Binding(by)
	} else {
		bound = e.bindingYears(p)[name]
	}
	return binding{years: slices.Compact(slices.Sorted(slices.Values(bound)))}
}

// limitedBy returns the lines of the scenario's model that a parameter or line limits.
func (e *examiner) limitedBy(name string) []burden.Line {
	if e.limited == nil {
		e.limited = map[string][]burden.Line{}
		for _, l := range e.s.Model().Lines() {
			g, _ := e.s.Model().Formula(l)
			for limit := range e.limits.Limits(g) {
				e.limited[limit] = append(e.limited[limit], l)
			}
		}
	}
	return e.limited[name]
}

// bindingYears is [burden.Projection.Binding] of everything that may bind.
func (e *examiner) bindingYears(p *burden.Projection) map[string][]int {
	if e.years == nil {
		e.years = map[string][]int{}
		for _, r := range p.Limits() {
			if !r.Binds {
				continue
			}
			for name := range e.limits.Names(r.Limit) {
				e.years[name] = append(e.years[name], r.Year)
			}
		}
	}
	return e.years
}

// withLimited returns a projection in which at least one of the lines that have a limit
// is computed: where none is, never would say nothing.
func withLimited(p *burden.Projection, lines []burden.Line, work *budget.Budget) (*burden.Projection, error) {
	from, to := p.Years()
	for _, l := range lines {
		work.Spend(to - from + 1)
		for y := from; y <= to; y++ {
			if _, err := p.Value(l, y); err == nil {
				return p, nil
			}
		}
	}
	if len(lines) == 0 {
		return p, nil // it has been dropped
	}
	return work.Project(p.Model(), from, to, lines...)
}

// limitOf finds the limit that is expected to bind in a model: a parameter or line.
func limitOf(m *burden.Model, name string) burden.Formula {
	if param, ok := m.Param(name); ok {
		return param.Formula
	}
	l, _ := m.Line(name)
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
		to := y.Last()
		if to == burden.MaxYear {
			to = last
		}
		for k := y.First(); k <= to; k++ {
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

// namesOf and paramsOf are the owners of names that a model has: of all, and of those of
// parameters.
type (
	namesOf  struct{ *burden.Model }
	paramsOf struct{ *burden.Model }
)

// never is what an expectation says of a limit that binds in no year.
const never Years = "never"

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
		if x.Binds == "" || !slices.Equal(x.Years, []Years{never}) {
			c.yearsIn(x.Years, path)
		}
		if x.Scenario != "" && c.scenarioAt(x.Scenario) < 0 {
			c.unknownScenario(path+".scenario", x.Scenario)
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
			if isLine || isParam {
				if !b.limitSomewhere(x.Binds) {
					c.add(path+".binds", x.Binds+" limits nothing: it is no limit in a min or max, no floor or ceiling of an index or a share", "", burden.ErrUnknownName)
				}
			} else {
				c.unknown(path+".binds", "no parameter or line is called "+visible.Quote(x.Binds), x.Binds, namesOf{m}, func() []string { return slices.Collect(maps.Keys(m.Names())) })
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
			if err == nil && (y.First() < c.d.From || y.First() > c.d.To || y.Last() > c.d.To && y.Last() != burden.MaxYear) {
				outside(path + ".years[" + strconv.Itoa(k) + "]")
			}
		}
	}
}

// limitSomewhere reports whether a parameter or line limits something in the baseline or
// a scenario.
func (b *built) limitSomewhere(name string) bool {
	if b.limiting == nil {
		b.limiting = map[string]bool{}
		seen := map[burden.Formula]bool{} // scenarios share most formulas
		for _, s := range b.scenarios {
			for _, l := range s.Model().Lines() {
				if g, _ := s.Model().Formula(l); !seen[g] {
					seen[g] = true
					maps.Copy(b.limiting, b.limits.Limits(g))
				}
			}
		}
	}
	return b.limiting[name]
}

// amountsOf reports percentages among what is expected in a unit.
func (c *complaints) amountsOf(x Expectation, unit burden.Unit, path string) {
	for _, key := range sortedYears(x.ByYear) {
		c.percent(x.ByYear[key], unit, path+".by_year."+key)
	}
	c.percent(x.Value, unit, path+".value")
	c.percent(x.Tolerance, unit, path+".tolerance")
}
