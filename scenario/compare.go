package scenario

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/budget"
)

// Comparison sets two scenarios side by side, line by line and year by year.
type Comparison struct {
	baseline, alternative string
	from, years           int
	rows, totals          []Row
	scenarios             [2]*Scenario
	projections           [2]*burden.Projection // in the years and lines compared
}

// Row is one line in one year under both scenarios, or, in [Comparison.Totals],
// its total over the years. A value that is not applicable is absent.
type Row struct {
	Line                  burden.Line
	Year                  int // 0 for a total
	Baseline, Alternative Value
	// uneven tells a total over years of which the scenarios have different ones.
	uneven bool
}

// Value is a number that may be absent.
type Value struct {
	Amount  decimal.Decimal
	Present bool
}

// String writes the number in full, a dash where it is absent.
func (v Value) String() string {
	if !v.Present {
		return "-"
	}
	return burden.Text(v.Amount)
}

// Difference returns the alternative less the baseline. It is absent if either
// is, and of totals also if the scenarios have the line in different years: the
// differences of the years would not add up to it.
func (r Row) Difference() Value {
	if !r.comparable() {
		return Value{}
	}
	return Value{r.Alternative.Amount.Sub(r.Baseline.Amount), true}
}

// Ratio returns the alternative over the baseline, rounded as told, once. It is
// absent where the difference is, if the baseline is zero, or if the rounding
// cannot say what the quotient becomes.
func (r Row) Ratio(rounding burden.Rounding) Value {
	if !r.comparable() {
		return Value{}
	}
	v, err := rounding.Quotient(r.Alternative.Amount, r.Baseline.Amount)
	return Value{v, err == nil}
}

func (r Row) comparable() bool { return r.Baseline.Present && r.Alternative.Present && !r.uneven }

// Compare sets two scenarios side by side, in the years of both: the lines named, in
// each scenario whose model has them, or else all lines that either was asked for. A
// value is absent where the scenario did not compute that line. Nothing else is computed:
// an error in another year, or in a line that is not compared, is not met.
func Compare(baseline, alternative *Scenario, lines ...burden.Line) (*Comparison, error) {
	if baseline == nil || alternative == nil {
		return nil, incomplete("compare", "scenario")
	}
	from, to := max(baseline.from, alternative.from), min(baseline.to, alternative.to)
	for _, s := range []*Scenario{baseline, alternative} {
		if s.model == nil {
			return nil, incomplete(s.name, "model")
		}
	}
	if from > to {
		return nil, &Error{Scenario: baseline.name, Other: alternative.name, Err: ErrBaseline}
	}
	p, err := baseline.projectNamed(from, to, lines)
	if err != nil {
		return nil, err
	}
	q, err := alternative.projectNamed(from, to, lines)
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		lines = slices.Concat(baseline.lines, alternative.lines)
	}
	c := &Comparison{baseline: baseline.name, alternative: alternative.name, from: from, years: to - from + 1}
	c.scenarios, c.projections = [2]*Scenario{baseline, alternative}, [2]*burden.Projection{p, q}
	for _, l := range union(lines, nil) {
		if !p.Model().Has(l) && !q.Model().Has(l) {
			_, err := p.Value(l, from) // says what is wrong with the line
			return nil, &Error{Scenario: baseline.name, Err: err}
		}
		if err := sameYears(p.Model(), q.Model(), l); err != nil {
			return nil, &Error{Scenario: baseline.name, Other: alternative.name, Err: err}
		}
		uneven := false
		for year := from; year <= to; year++ {
			r := Row{Line: l, Year: year, Baseline: value(p.Value(l, year)), Alternative: value(q.Value(l, year))}
			if r.Baseline.Present || r.Alternative.Present {
				c.rows = append(c.rows, r)
			}
			uneven = uneven || r.Baseline.Present != r.Alternative.Present
		}
		// Of a stock or a rate there is no total, so it is absent.
		t := Row{Line: l, Baseline: value(p.Total(l, from, to)), Alternative: value(q.Total(l, from, to)), uneven: uneven}
		if t.Baseline.Present || t.Alternative.Present {
			c.totals = append(c.totals, t)
		}
	}
	return c, nil
}

// sameYears reports a line that two models have on different year bases, so that its
// years are not the same.
func sameYears(a, b *burden.Model, l burden.Line) error {
	x, ok := a.Line(l.Name())
	y, also := b.Line(l.Name())
	p, known := x.Basis()
	q, too := y.Basis()
	if ok && also && known && too && p != q {
		return &burden.Error{Line: l.Name(), Input: "year basis", Value: p.String() + " and " + q.String(), Err: burden.ErrYearBasis}
	}
	return nil
}

// projectNamed evaluates the lines named that the scenario's model has in the years from
// from through to, or, if none is named, all that the scenario was asked for.
func (s *Scenario) projectNamed(from, to int, named []burden.Line) (*burden.Projection, error) {
	if len(named) == 0 && from == s.from && to == s.to {
		return s.Project()
	}
	lines := s.lines
	if len(named) > 0 {
		if lines = known(s.model, named); len(lines) == 0 { // to Project that would be all results
			return s.projection(s.model.ProjectOnly(from, to))
		}
	}
	return s.projection(s.model.Project(from, to, lines...))
}

func value(v decimal.Decimal, err error) Value { return Value{v, err == nil} }

// Rows returns every line in every year in which either scenario has a value.
func (c *Comparison) Rows() []Row {
	if c == nil {
		return nil
	}
	return slices.Clone(c.rows)
}

// Totals returns the flows added up over the years. Stocks and rates have no total.
func (c *Comparison) Totals() []Row {
	if c == nil {
		return nil
	}
	return slices.Clone(c.totals)
}

// Row returns a line in a year, and whether it is there.
func (c *Comparison) Row(l burden.Line, year int) (Row, bool) {
	if c == nil {
		return Row{}, false
	}
	for _, r := range c.rows {
		if r.Year == year && r.Line.Name() == l.Name() {
			return r, true
		}
	}
	return Row{}, false
}

// String writes the comparison as a text table, with ratios rounded half up to
// 0.0001. Everything else is exact.
func (c *Comparison) String() string { return c.Table(burden.RoundTo("0.0001", burden.HalfUp)) }

// Table writes the comparison as a text table with ratios rounded as told, and
// says so. Totals follow where there is more than one year.
func (c *Comparison) Table(ratio burden.Rounding) string {
	if c == nil {
		return ""
	}
	cells := [][]string{{"line", "year", "unit", c.baseline, c.alternative, "difference", "ratio"}}
	rows := c.Rows()
	if c.years > 1 {
		rows = append(rows, c.totals...)
	}
	for _, r := range rows {
		year := "total"
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		cells = append(cells, []string{
			r.Line.Name(), year, string(r.Line.Unit()),
			r.Baseline.Show(r.Line.Unit()), r.Alternative.Show(r.Line.Unit()),
			r.Difference().Show(r.Line.Unit()), r.Ratio(ratio).String(),
		})
	}
	return display.Align(cells, 3) + visible.Text(fmt.Sprintf("ratio: %s over %s, rounded %s", c.alternative, c.baseline, ratio)) + "\n"
}

// Show writes the number as figures of a unit are written, without the unit. It writes a dash
// where the number is absent.
func (v Value) Show(u burden.Unit) string {
	if !v.Present {
		return "-"
	}
	if u == burden.Ratio { // with its percent sign
		return burden.Show(v.Amount, u)
	}
	bare, _ := display.NumberAndUnit(v.Amount, u)
	return bare
}

// Warning is a change that does nothing, or that may not be what was meant.
type Warning struct {
	Overlay string // name of the overlay
	Change  string // what the change says
	// Adds is the name that the change defines and the model did not have, such as
	// a misspelled one; empty for a change that changes no result.
	Adds string
}

// String says what is to be looked at.
func (w Warning) String() string {
	what := "changes no result"
	if w.Adds != "" {
		what = "adds " + w.Adds + ", which the model did not have"
	}
	return visible.Text(w.Overlay + ": " + w.Change + " " + what)
}

// Warnings reports definitions of names that the model did not have, and the
// changes without which every result would be the same: a value that was so
// already, a year nobody looks at, a ceiling that never binds. It returns an error
// where the scenario itself cannot be projected, and a [burden.ErrTooLarge] where looking
// at each change by itself is too much work: the model is evaluated once for each, in
// some of its years or all.
func (s *Scenario) Warnings() ([]Warning, error) {
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	b := budget.New()
	var found [][]Warning // of each change, as the overlays list them
	for i, l := range s.layers {
		for k, c := range l.changes {
			found = slices.Grow(found, c.at+1)
			found = found[:max(len(found), c.at+1)]
			if c.action == Redefine && !defines(s.models[i], c.Name()) {
				found[c.at] = append(found[c.at], Warning{c.overlay, c.String(), c.Name()})
			}
			// Without a model it could not be without the change.
			if m := s.without(i, k, b); m != nil && s.unchanged(p, m, *c.Change, b) {
				found[c.at] = append(found[c.at], Warning{c.overlay, c.String(), ""})
			}
			if b.Spent() {
				return nil, &Error{Scenario: s.name, Err: budget.Overspent("looking at each of "+strconv.Itoa(s.countChanges())+" changes by itself", "ask it of a scenario with fewer changes, lines or years")}
			}
		}
	}
	return slices.Concat(found...), nil
}

// defines reports whether a model has a line, a rule or a parameter of that name.
func defines(m *burden.Model, name string) bool {
	_, defined := m.Definition(name)
	_, used := m.Param(name)
	return defined || used
}

// without returns the model as it would be without a change, the k-th of the i-th
// layer; nil if there would be none, or if that is too much work.
func (s *Scenario) without(i, k int, b *budget.Budget) *burden.Model {
	rest, c := slices.Clone(s.layers[i:]), s.layers[i].changes[k]
	rest[0].changes = slices.Delete(slices.Clone(rest[0].changes), k, k+1)
	// Where nothing is defined, nothing but the values of one parameter can differ.
	alone := c.action != Redefine && !slices.ContainsFunc(rest, layer.defines)
	m := s.models[i]
	names := budget.Size(m)
	for _, l := range rest {
		work := len(l.changes)
		if alone {
			l = l.about(c.Name())
		}
		switch {
		case l.defines():
			work += definedWork * names
		case len(l.changes) > 0:
			work += names + alteredWork*len(l.changes)
			if p, ok := m.Param(c.Name()); ok {
				work += len(p.Series().Spans())
			}
		}
		if !b.Spend(work) {
			return nil
		}
		var faults []error
		if m, faults = l.apply(m, s.base); len(faults) > 0 {
			return nil
		}
	}
	if !alone {
		return m
	}
	b.Spend(names)
	p, used := m.Param(c.Name())
	if !used {
		return s.model
	}
	m, _ = s.model.With(p)
	return m
}

// What building a model takes, in nodes: for each name of one that is checked anew, and
// for each change of a parameter, whose figures say what they were.
const (
	definedWork = 64
	alteredWork = 64
)

// countChanges is how many changes the scenario has.
func (s *Scenario) countChanges() int {
	n := 0
	for _, l := range s.layers {
		n += len(l.changes)
	}
	return n
}

// unchanged reports whether a model without a change gives the projection's
// results. It looks first where the change is, a few years at a time.
func (s *Scenario) unchanged(p *burden.Projection, m *burden.Model, without Change, b *budget.Budget) bool {
	first := s.to
	for _, y := range without.years {
		first = min(first, max(s.from, y.from))
	}
	for years := 1; len(without.years) > 0 && first+years <= s.to; years *= 4 {
		if !s.equal(p, m, first, first+years-1, b) {
			return false
		}
	}
	return s.equal(p, m, s.from, s.to, b)
}

// equal reports whether a model gives a projection's values of every line asked
// for, in the years from to to.
func (s *Scenario) equal(p *burden.Projection, m *burden.Model, from, to int, b *budget.Budget) bool {
	if b.Spent() {
		return false
	}
	q, err := b.Project(m, from, to, known(m, s.lines)...)
	if err != nil {
		return false
	}
	for _, l := range s.lines {
		for year := from; year <= to; year++ {
			a, errA := p.Value(l, year)
			b, errB := q.Value(l, year)
			if (errA == nil) != (errB == nil) || errA == nil && !a.Equal(b) {
				return false
			}
		}
	}
	return true
}

// known returns the lines of a list that a model has.
func known(m *burden.Model, lines []burden.Line) []burden.Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l burden.Line) bool { return !m.Has(l) })
}
