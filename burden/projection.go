package burden

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// Projection is a model evaluated over years. It is immutable.
type Projection struct {
	m        *Model
	from, to int
	v        *evaluation
	once     sync.Once
	records  records // made once, when first asked for
	hash     sync.Once
	hashed   string // of the model, made once
	scenario string // by Under
	changes  []string
	only     bool // made by ProjectOnly: a year may be missing because nobody asked
}

// Under returns the projection as that of a scenario of this name, which changes what it
// started from like this. Nothing is computed again; explanations say it.
func (p *Projection) Under(scenario string, changes ...string) *Projection {
	if p == nil {
		return nil
	}
	return &Projection{m: p.m, from: p.from, to: p.to, v: p.v, only: p.only, scenario: scenario, changes: slices.DeleteFunc(slices.Clone(changes), func(c string) bool { return c == "" })}
}

// RoundingRecord is one rounding that a projection did.
type RoundingRecord struct {
	Line Line // the line being computed
	Year int
	// What was rounded is (Dividend / Divisor) to the power P / Q. Of a plain
	// rounding the divisor is 1; of anything but a power, P and Q are 1.
	Dividend, Divisor decimal.Decimal
	P, Q              int
	After             decimal.Decimal // what came of it
	Rounding          Rounding
	// Split tells the rounding of a share to the quantum of the rounding, whose
	// direction the remainder rule decides, not a mode.
	Split     bool
	Remainder Remainder
	// Tie tells a share of equal remainder with another that came off differently:
	// the key decided between them.
	Tie bool
}

// Before writes what was rounded, exactly: "7414.61", "4700000000/28500".
func (r RoundingRecord) Before() string {
	s := Text(r.Dividend)
	if !r.Divisor.Equal(decimal.NewFromInt(1)) {
		s += "/" + Text(r.Divisor)
	}
	if r.P != 1 || r.Q != 1 {
		s = "(" + s + ")^(" + strconv.Itoa(r.P) + "/" + strconv.Itoa(r.Q) + ")"
	}
	return s
}

// Discarded returns what a plain rounding took away: the value before less the
// value after, which is negative where it was rounded up. Of a quotient or power, which may have no finite decimal, it is
// not given.
func (r RoundingRecord) Discarded() (decimal.Decimal, bool) {
	if !exact.Fits(r.Dividend) || !r.Divisor.Equal(decimal.NewFromInt(1)) || r.P != 1 || r.Q != 1 {
		return decimal.Decimal{}, false
	}
	return r.Dividend.Sub(r.After), true
}

// LimitRecord is a ceiling or floor that decided a value, or that the value just reached.
type LimitRecord struct {
	Line    Line // the line being computed
	Year    int
	Limit   Formula // the ceiling or floor
	Floor   bool
	Subject decimal.Decimal // what was limited
	Value   decimal.Decimal // of the limit
	// Binds tells a limit that changed the result from one that was merely
	// reached: equal to what it limits.
	Binds bool
	unit  Unit
}

// Project evaluates the model from one year to another, both included.
//
// The lines asked for are the ones named, or else the model's results. They and
// what they need are computed, and nothing else: other lines are not applicable.
// Neither is a line asked for before its first year or after its last.
//
// Project stops at the first error, years ascending, lines in model order, and
// within a formula what it needs before what it does, from left to right:
//   - a parameter or line is needed in a year for which it has no value ([ErrMissingYear])
//   - a divisor is zero ([ErrDivisionByZero]), or a root is of a negative number ([ErrOutOfRange])
//   - a value would have to be rounded and no rounding says how ([ErrInexact])
//   - a line turns out to need itself through years written out ([ErrCycle]), which is
//     reported as soon as it is met, before what stands to its left is computed
//   - a line is not the model's ([ErrUnknownName], [ErrUnit])
//   - years, digits or work are beyond the limits ([ErrTooLarge], [ErrOutOfRange])
//
// [Model.ProjectOnly] asks for each line in years of its own.
func (m *Model) Project(from, to int, lines ...Line) (*Projection, error) {
	return m.project(from, to, func() ([]lineSpan, error) {
		var spans []lineSpan
		if len(lines) == 0 {
			for _, i := range m.results {
				spans = append(spans, lineSpan{i, from, to})
			}
		}
		for _, l := range lines {
			i, err := m.line(l)
			if err != nil {
				return nil, err
			}
			spans = append(spans, lineSpan{i, from, to})
		}
		return spans, nil
	})
}

// LineYears is a line in the years from From through To.
type LineYears struct {
	Line     Line
	From, To int
}

// ProjectOnly evaluates the model like [Model.Project], but each line only in the years
// for which it is asked. Only these values and those they need are computed, so an
// error in another year does not matter: of x = 1/d with d = 0 in 2011, x of 2010 alone has a
// value. Years outside the projection are left out.
//
// It returns the errors of Project, in the same order.
func (m *Model) ProjectOnly(from, to int, asked ...LineYears) (*Projection, error) {
	p, err := m.project(from, to, func() ([]lineSpan, error) {
		var spans []lineSpan
		for _, a := range asked {
			i, err := m.line(a.Line)
			if err != nil {
				return nil, err
			}
			if s := (lineSpan{i, max(a.From, from), min(a.To, to)}); s.from <= s.to {
				spans = append(spans, s)
			}
		}
		return spans, nil
	})
	if err != nil {
		return nil, err
	}
	p.only = true
	return p, nil
}

// lineSpan is a line, by its index, in the years from from through to.
type lineSpan struct{ line, from, to int }

// project evaluates spans, which asked returns once the years are known to be sound.
func (m *Model) project(from, to int, asked func() ([]lineSpan, error)) (*Projection, error) {
	if m == nil {
		return nil, &Error{Input: "model", Err: ErrIncomplete}
	}
	if from < MinYear || to > MaxYear || to < from {
		return nil, &Error{Model: m.id, Input: "years", Value: spanText(from, to), Err: ErrOutOfRange}
	}
	spans, err := asked()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(spans, func(a, b lineSpan) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.line, b.line)) })
	v := &evaluation{m: m, columns: make([]column, len(m.lines)), room: min(max(to-from+2, minRoom), maxRoom)}
	var open []lineSpan // that the year is in, by line
	for year := from; year <= to && len(open)+len(spans) > 0; year++ {
		n := len(open)
		for len(spans) > 0 && spans[0].from == year {
			open, spans = append(open, spans[0]), spans[1:]
		}
		if len(open) > n {
			slices.SortFunc(open, func(a, b lineSpan) int { return cmp.Compare(a.line, b.line) })
		}
		left := open[:0]
		for _, s := range open {
			if err := v.compute(cell{s.line, year}); err != nil {
				return nil, err
			}
			if s.to > year {
				left = append(left, s)
			}
		}
		open = left
	}
	return &Projection{m: m, from: from, to: to, v: v}, nil
}

// recorded returns what decided the values, by year and line. It evaluates every cell
// again, in the order in which they were computed, on a copy of the evaluation.
func (p *Projection) recorded() *records {
	p.once.Do(func() {
		if p.v == nil {
			return
		}
		r := &p.records
		v := *p.v
		v.work, v.splits, v.record = 0, nil, r
		for _, c := range v.ordered() {
			v.at = c
			_, _ = v.eval(v.m.lines[c.line].expr, c.year) // it succeeded before, on the same cells
		}
		slices.SortStableFunc(r.roundings, func(a, b RoundingRecord) int { return p.order(a.Line, a.Year, b.Line, b.Year) })
		slices.SortStableFunc(r.limits, func(a, b LimitRecord) int { return p.order(a.Line, a.Year, b.Line, b.Year) })
	})
	return &p.records
}

func (p *Projection) order(a Line, year int, b Line, other int) int {
	return cmp.Or(cmp.Compare(year, other), cmp.Compare(p.m.lineIndex[a.Name()], p.m.lineIndex[b.Name()]))
}

// Model returns the model that was projected.
func (p *Projection) Model() *Model { return p.m }

// cellWork is what a line in a year takes besides its formula, in nodes.
const cellWork = 8

// Work returns how much computing the projection took: the nodes evaluated, long numbers,
// splits and roundings count for more, and each line and year computed counts as eight. With
// it a program that projects models of strangers can stop when they cost too much.
func (p *Projection) Work() int {
	if p == nil || p.v == nil {
		return 0
	}
	return p.v.work + cellWork*p.v.began
}

// Years returns the first and last year of the projection.
func (p *Projection) Years() (from, to int) { return p.from, p.to }

// Value returns a line's value in a year, in the line's unit. It returns an error if:
//   - the line is not the model's ([ErrUnknownName], [ErrUnit])
//   - the year is outside the projection ([ErrOutOfRange])
//   - the line has no value in the year, because nothing defines it there or
//     nothing asked for or needed it ([ErrNotApplicable])
func (p *Projection) Value(l Line, year int) (decimal.Decimal, error) {
	i, fault := p.m.line(l)
	if fault != nil {
		return decimal.Decimal{}, fault
	}
	if v, ok := p.value(i, year); ok {
		return v.Decimal(), nil
	}
	fault = &Error{Model: p.m.id, Line: l.Name(), Year: year, Err: ErrNotApplicable}
	if year < p.from || year > p.to {
		fault.Detail, fault.Err = p.whichYears(), ErrOutOfRange
	}
	return decimal.Decimal{}, fault
}

// whichYears names the years of the projection, for errors about other years.
func (p *Projection) whichYears() string { return "the projection is " + spanText(p.from, p.to) }

// defines reports whether a formula is in force for a line in a year.
func (m *Model) defines(line, year int) bool {
	e := m.lines[line].expr
	return e.kind != ByYearNode || e.inForce(year) != nil
}

// value is known for years inside the projection.
func (p *Projection) value(line, year int) (exact.Number, bool) {
	s := p.v.columns[line].peek(year)
	return s.value, s.state == done && year >= p.from && year <= p.to
}

// Total returns a flow added up over the years from from through to. Years in which
// the line is not applicable add nothing, but at least one has to be applicable.
// Besides the errors of [Projection.Value], years that end before they begin are an
// [ErrOutOfRange], and a stock or a rate is an [ErrUnit]: levels and ratios do not add
// up over years. Of [Model.ProjectOnly], a year in which the line is defined and was
// not computed is an [ErrNotApplicable]: the total would lack it.
func (p *Projection) Total(l Line, from, to int) (decimal.Decimal, error) {
	i, fault := p.m.line(l)
	if fault != nil {
		return decimal.Decimal{}, fault
	}
	if m := p.m.lines[i].line.measure; m != Flow {
		return decimal.Decimal{}, &Error{Model: p.m.id, Line: l.Name(), Detail: "is a " + m.String() + ", and only flows total over years", Err: ErrUnit}
	}
	over := &Error{Model: p.m.id, Line: l.Name(), Input: "total over", Value: spanText(from, to), Err: ErrNotApplicable}
	switch {
	case from > to:
		over.Err = ErrOutOfRange
		return decimal.Decimal{}, over
	case from < p.from || to > p.to:
		over.Detail, over.Err = "total over "+spanText(from, to)+", but "+p.whichYears(), ErrOutOfRange
		return decimal.Decimal{}, over
	}
	var total exact.Number
	any := false
	for year := from; year <= to; year++ {
		v, ok := p.value(i, year)
		switch {
		case !ok && p.only && p.m.defines(i, year):
			over.Detail = "total over " + spanText(from, to) + ", but " + strconv.Itoa(year) + " was not asked for"
			return decimal.Decimal{}, over
		case !ok:
		case any:
			total, _ = total.Add(v)
		default:
			total, any = v, true
		}
	}
	if !any {
		return decimal.Decimal{}, over
	}
	return total.Decimal(), nil
}

// Step returns the one step that computed a line's value in a year: what [Projection.Explain]
// ends with, without the steps before. It also knows the years before the projection that
// a value rests on. It returns an error if:
//   - the line is not the model's ([ErrUnknownName], [ErrUnit])
//   - the line has no value in the year ([ErrNotApplicable])
//   - what went into the step is too much to list ([ErrTooLarge])
func (p *Projection) Step(l Line, year int) (Step, error) {
	i, fault := p.m.line(l)
	if fault != nil {
		return Step{}, fault
	}
	if p.v.columns[i].peek(year).state != done {
		return Step{}, &Error{Model: p.m.id, Line: l.Name(), Year: year, Err: ErrNotApplicable}
	}
	work := 0
	s, _, err := p.step(cell{i, year}, &work)
	return s, err
}

// Roundings lists every rounding that was done, by year and line, those of
// earlier years that a value needed included.
func (p *Projection) Roundings() []RoundingRecord { return slices.Clone(p.recorded().roundings) }

// Limits lists every ceiling and floor that bound or was reached, by year and line.
func (p *Projection) Limits() []LimitRecord { return slices.Clone(p.recorded().limits) }

// Binding returns the years in which a limit bound, and those in which it was
// merely reached. Of a parameter or line that is every limit whose formula reads
// it, such as what is left of a ceiling for a term.
func (p *Projection) Binding(limit Operand) (bound, reached []int) {
	f := operands(limit)[0]
	if f.n == nil {
		return nil, nil
	}
	for _, r := range p.recorded().limits {
		if r.Limit.n != f.n && (f.n.Name == "" || !r.Limit.reads(f.n.Kind, f.n.Name)) {
			continue
		}
		to := &reached
		if r.Binds {
			to = &bound
		}
		if len(*to) == 0 || (*to)[len(*to)-1] != r.Year {
			*to = append(*to, r.Year)
		}
	}
	return bound, reached
}

// reads reports whether a formula has a leaf of that kind and name.
func (f Formula) reads(kind Kind, name string) bool {
	found := false
	Walk(f, func(_ Site, n Node) bool {
		found = found || n.Kind == kind && n.Name == name
		return !found
	})
	return found
}
