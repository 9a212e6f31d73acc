package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Residuals set what a model computes against what was published, year by year.
type Residuals struct {
	line      burden.Line
	precision burden.Rounding
	rows      []Residual
}

// Residual is one published year.
type Residual struct {
	Year       int
	Computed   Value // absent if the model has no value for the year
	Published  burden.Entry
	Difference Value // computed less published; absent where computed is
	// Match tells whether the computed value, rounded to the precision of the
	// published one, is the published one.
	Match bool
	Err   error // why there is no computed value
}

// ResidualCounts count the years of a back-test.
type ResidualCounts struct {
	Published int // with a published value
	Matched   int // of these, where the computed one matches
	Missing   int // of these, where the model has no value
}

// Backtest computes a line in every year of a scenario for which there is a
// published value and compares them, at the precision to which the series is
// published: computed values are rounded to it first. The zero precision compares
// exactly. A year for which the model has no value is a row that says why.
//
// It returns an error if:
//   - the line is not the model's ([burden.ErrUnknownName], [burden.ErrUnit])
//   - the series or the precision is malformed
//   - a published value is no multiple of the precision's quantum ([burden.ErrInexact])
//   - no year of the scenario has a published value ([burden.ErrMissingYear])
func Backtest(s *Scenario, line burden.Line, published burden.Series, precision burden.Rounding) (*Residuals, error) {
	t, err := newTarget(s, line, published, precision)
	if err != nil {
		return nil, err
	}
	computed := t.compute(s.model, t.from, t.to)
	r := &Residuals{line: line, precision: precision}
	for _, year := range t.years {
		c := computed[year-t.from]
		e, _ := published.At(year)
		row := Residual{Year: year, Computed: c.Value, Published: e, Match: t.matches(c, year), Err: c.err}
		if c.Present {
			row.Difference = Value{c.Amount.Sub(e.Value), true}
		}
		r.rows = append(r.rows, row)
	}
	return r, nil
}

// Rows returns every published year of the scenario, in order.
func (r *Residuals) Rows() []Residual { return slices.Clone(r.rows) }

// Counts counts the years.
func (r *Residuals) Counts() ResidualCounts {
	c := ResidualCounts{Published: len(r.rows)}
	for _, row := range r.rows {
		if row.Match {
			c.Matched++
		}
		if !row.Computed.Present {
			c.Missing++
		}
	}
	return c
}

// String writes the residuals as a text table.
func (r *Residuals) String() string {
	unit := r.line.Unit()
	cells := [][]string{{"year", "status", "published", "computed", "residual", "match"}}
	var reasons strings.Builder
	for _, row := range r.rows {
		match := map[bool]string{true: "yes", false: "no"}[row.Match]
		if !row.Computed.Present {
			match = "no value"
			reasons.WriteString(row.Err.Error() + "\n")
		}
		cells = append(cells, []string{strconv.Itoa(row.Year), row.Published.Status.String(),
			Value{row.Published.Value, true}.Show(unit), row.Computed.Show(unit), row.Difference.Show(unit), match})
	}
	c := r.Counts()
	s := display.Align(cells, 2) + fmt.Sprintf("%s: %d of %d published values match, %s", r.line.Name(), c.Matched, c.Published, compared(r.precision))
	if c.Missing > 0 {
		s += fmt.Sprintf("; no value in %d", c.Missing)
	}
	return s + "\n" + reasons.String()
}

func compared(precision burden.Rounding) string {
	if precision.IsZero() {
		return "compared exactly"
	}
	return "compared " + precision.String()
}

// target is a published series that a line of a scenario is to give.
type target struct {
	line      burden.Line
	from, to  int // of the scenario
	years     []int
	published map[int]decimal.Decimal
	precision burden.Rounding
}

func newTarget(s *Scenario, line burden.Line, published burden.Series, precision burden.Rounding) (*target, error) {
	if s == nil || s.model == nil {
		return nil, &Error{Scenario: "backtest", Err: burden.ErrIncomplete}
	}
	fault := func(err error) (*target, error) { return nil, &Error{Scenario: s.name, Err: err} }
	have, ok := s.model.Line(line.Name())
	switch {
	case !ok:
		return fault(&burden.Error{Model: s.model.ID(), Input: "line", Value: line.Name(), Err: burden.ErrUnknownName})
	case have.Unit() != line.Unit():
		return fault(&burden.Error{Model: s.model.ID(), Input: "unit of " + line.Name(), Value: string(line.Unit()), Err: burden.ErrUnit})
	case s.from < burden.MinYear || s.to > burden.MaxYear || s.to < s.from:
		return fault(&burden.Error{Model: s.model.ID(), Input: "years", Value: Years{s.from, s.to}.String(), Err: burden.ErrOutOfRange})
	}
	// A series is checked where every series is: by a model with a parameter of it.
	name := "published"
	if line.Name() == name {
		name = "figures"
	}
	figures := burden.NewParam(name, line.Unit(), published)
	side := []burden.Definition{figures}
	if basis, known := have.Basis(); known {
		side = append(side, burden.NewLine(line.Name(), line.Unit()).On(basis).Is(figures))
	}
	if _, err := burden.NewModel(s.model.ID(), side...); err != nil {
		return fault(err)
	}
	if _, err := precision.Apply(decimal.Decimal{}); err != nil {
		return fault(err)
	}
	t := &target{line: line, from: s.from, to: s.to, published: map[int]decimal.Decimal{}, precision: precision}
	for year := s.from; year <= s.to; year++ {
		e, ok := published.At(year)
		if !ok {
			continue
		}
		if !precision.IsZero() {
			if _, err := burden.RoundTo(burden.Text(precision.Quantum()), burden.Exact).Apply(e.Value); err != nil {
				return fault(&burden.Error{Input: "published " + line.Name(), Year: year, Value: burden.Text(e.Value) + ", which is not rounded " + precision.String(), Err: burden.ErrInexact})
			}
		}
		t.years = append(t.years, year)
		t.published[year] = e.Value
	}
	if len(t.years) == 0 {
		return fault(&burden.Error{Model: s.model.ID(), Input: "published " + line.Name(), Value: "nothing " + Years{s.from, s.to}.String(), Err: burden.ErrMissingYear})
	}
	return t, nil
}

// computed is what a model has in a year, or why it has nothing.
type computed struct {
	Value
	err error
}

// compute evaluates the line from one year to another. A year that fails does not
// take others with it: a projection that fails is cut in two.
func (t *target) compute(m *burden.Model, from, to int) []computed {
	p, err := m.Project(from, to, t.line)
	switch {
	case err == nil:
		list := make([]computed, 0, to-from+1)
		for year := from; year <= to; year++ {
			v, err := p.Value(t.line, year)
			list = append(list, computed{value(v, err), err})
		}
		return list
	case from == to:
		return []computed{{err: err}}
	}
	middle := from + (to-from)/2
	return append(t.compute(m, from, middle), t.compute(m, middle+1, to)...)
}

// matches reports whether what was computed for a year is what was published.
func (t *target) matches(c computed, year int) bool {
	if !c.Present {
		return false
	}
	v, err := t.precision.Apply(c.Amount)
	return err == nil && v.Equal(t.published[year])
}
