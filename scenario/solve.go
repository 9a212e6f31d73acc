package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/rate"
)

// MaxPoints is how many grid points [Solve] and [BreakEven] evaluate where
// monotony is not proved. Beyond it is a [burden.ErrTooLarge].
const MaxPoints = 1 << 17

// Kind says what an [Answer] is, or a whole [Solution].
type Kind uint8

const (
	// None: the target is not reached on the grid, nor crossed between its points.
	None Kind = iota
	// Exact: one grid point gives the target.
	Exact
	// Bracket: of two neighbouring grid points one falls short of the target and
	// the other goes beyond it.
	Bracket
	// Flat: a run of neighbouring grid points all give the target, because a limit
	// binds or a rounding hides the difference.
	Flat
	// Several: more than one answer.
	Several
)

var kindNames = [...]string{"none", "exact", "bracket", "flat", "several"}

// String returns the kind in one word.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown kind"
}

// Trial is a grid point that was tried: a value of the parameter and what came of it.
type Trial struct {
	At    decimal.Decimal // the parameter
	Value decimal.Decimal // the metric
	// Target is what the metric was to reach: the same at every point for [Solve],
	// the other scenario's metric for [BreakEven].
	Target decimal.Decimal
}

// gap is by how much the metric is beyond the target.
func (t Trial) gap() decimal.Decimal { return t.Value.Sub(t.Target) }

// Answer is where the target is reached or crossed.
type Answer struct {
	Kind Kind // Exact, Bracket or Flat
	// From and To are one point if Exact, the two neighbours if Bracket, and the
	// ends of the run, both in it, if Flat.
	From, To Trial
	// AtStart and AtEnd say that the first or last point of the grid gives the
	// target, so that points beyond the grid may give it too.
	AtStart, AtEnd bool
}

// Solution is what [Solve] and [BreakEven] found.
type Solution struct {
	Answers []Answer // all there are on the grid, the parameter ascending
	// Proved says that the model's formulas prove the metric, or of [BreakEven] the
	// difference, to rise nowhere or to fall nowhere as the parameter goes from one
	// end of the grid to the other, between its points as well: there is no other
	// answer. If not, every point was evaluated, and nothing is known of what lies
	// between them.
	Proved      bool
	Evaluations int // how many grid points were evaluated
	// Lowest and Highest are evaluated points at which the metric is furthest below
	// and furthest above its target, or nearest to it if it never is: no point of
	// the grid is further.
	Lowest, Highest Trial

	asked  string // the metric, and of BreakEven the scenarios
	by     string // the parameter and the grid
	metric burden.Unit
	param  burden.Unit
	rate   bool // the parameter is shown as a percentage
	points int
	pair   bool // of BreakEven
}

// Kind returns the kind of the answer if there is just one, [Several] if there are
// more, and [None] if there is none.
func (s *Solution) Kind() Kind {
	switch len(s.Answers) {
	case 0:
		return None
	case 1:
		return s.Answers[0].Kind
	}
	return Several
}

// String writes what was asked, the answers, one a line, and how they were found. A
// parameter without a unit is shown as a percentage if the steps were written as such, or
// if it is a rate in the model: of an index rule, or in 1 + rate or 1 - rate; else it is a
// number. A metric without a unit is shown as a percentage if all its values are below one.
func (s *Solution) String() string {
	var b strings.Builder
	at := func(t Trial) string { return rate.Show(t.At, s.param, s.rate) }
	show := s.shown()
	value := func(t Trial) string {
		switch {
		case s.pair && !t.Value.Equal(t.Target):
			return " (" + show(t.Value) + " and " + show(t.Target) + ")"
		case !s.pair && t.Value.Equal(t.Target):
			return "" // the target is in the question
		}
		return " (" + show(t.Value) + ")"
	}
	end := func(on bool, which string) string {
		if on {
			return ", the " + which + " of the grid"
		}
		return ""
	}
	b.WriteString(s.asked)
	if !s.pair {
		b.WriteString(" = " + show(s.Lowest.Target))
	}
	b.WriteString(s.by + "\n")
	for _, a := range s.Answers {
		switch a.Kind {
		case Exact:
			b.WriteString("  exactly at " + at(a.From) + end(a.AtStart, "start") + end(a.AtEnd, "end") + value(a.From))
		case Bracket:
			b.WriteString("  between " + at(a.From) + value(a.From) + " and " + at(a.To) + value(a.To))
		default:
			b.WriteString("  all the way from " + at(a.From) + end(a.AtStart, "start") + " to " + at(a.To) + end(a.AtEnd, "end") + value(a.From))
		}
		b.WriteString("\n")
	}
	switch {
	case len(s.Answers) > 0:
	case s.points > 1 && s.Lowest.gap().Equal(s.Highest.gap()):
		b.WriteString("  nowhere: it is the same at every point of the grid" + value(s.Lowest) + "\n")
	default:
		b.WriteString("  nowhere: from " + at(s.Lowest) + value(s.Lowest) + " to " + at(s.Highest) + value(s.Highest) + "\n")
	}
	how := "monotony not proved, every point searched"
	if s.Proved {
		how = "monotony proved"
	}
	fmt.Fprintf(&b, "%s: %d of %d points evaluated\n", how, s.Evaluations, s.points)
	return b.String()
}

// shown returns what writes the values of the metric, all in one way.
func (s *Solution) shown() func(decimal.Decimal) string {
	list := []decimal.Decimal{s.Lowest.Target}
	trials := []Trial{s.Lowest, s.Highest}
	if len(s.Answers) > 0 {
		trials = nil // the ends are not written
	}
	for _, a := range s.Answers {
		trials = append(trials, a.From, a.To)
	}
	for _, t := range trials {
		list = append(list, t.Value, t.Target)
	}
	percent := rate.Below(list...)
	return func(d decimal.Decimal) string { return rate.Show(d, s.metric, percent) }
}

// Solve finds the values of a parameter at which a metric of a scenario reaches a
// target. The parameter is set to one number of the grid after another, in all
// years or in the years named, as [Set] would on top of the scenario.
//
// Where the formulas prove that the metric only rises or only falls, Solve
// bisects, and says nothing of the points it leaves out but that they are no other
// answer; otherwise it evaluates every point, at most [MaxPoints].
//
// What another scenario's metric comes to is a target like any other:
// [Scenario.Measure] gives it. Where the parameter moves that one too, it is [BreakEven].
//
// Solve returns an error if:
//   - scenario, metric, parameter or steps are zero ([burden.ErrIncomplete])
//   - the scenario does not have the parameter, or no longer has it because a definition took the
//     place of its last use ([burden.ErrUnknownName]), or has it in another unit ([burden.ErrUnit])
//   - steps, years or target are faulty; see [NewSteps]
//   - the grid leaves the parameter's range ([burden.ErrOutOfRange])
//   - every point would have to be evaluated and there are too many ([burden.ErrTooLarge])
//   - the metric cannot be evaluated at a point, which the error names
func Solve[N burden.Number](s *Scenario, m Metric, target N, p burden.Param, steps Steps, years ...Years) (*Solution, error) {
	goal, fault := readNumber(target)
	if fault != nil {
		fault.Input = "target"
		return nil, &Error{Scenario: s.Name(), Err: fault}
	}
	v, err := newVariation(s, m, p, steps, years)
	if err != nil {
		return nil, err
	}
	q := &query{value: v, target: goal, steps: steps}
	return q.solve(m.String())
}

// BreakEven finds the values of a parameter at which a metric is the same in two
// scenarios. The parameter is set in both, as [Solve] does; a model that does not
// have it stays as it is. An answer is [Exact] or [Flat] where the metrics are
// equal, and a [Bracket] where the one that was higher becomes the lower.
//
// Besides the errors of [Solve], scenarios of different years are an [ErrBaseline].
func BreakEven(a, b *Scenario, m Metric, p burden.Param, steps Steps, years ...Years) (*Solution, error) {
	v, errA := newVariation(a, m, p, steps, years)
	w, errB := newVariation(b, m, p, steps, years)
	// Only one of the models has to have the parameter.
	switch unknownA, unknownB := errors.Is(errA, burden.ErrUnknownName), errors.Is(errB, burden.ErrUnknownName); {
	case unknownA && errB == nil:
		v, errA = &variation{scenario: a, metric: m}, nil
	case unknownB && errA == nil:
		w, errB = &variation{scenario: b, metric: m}, nil
	}
	if err := cmp.Or(errA, errB); err != nil {
		return nil, err
	}
	if a.from != b.from || a.to != b.to {
		return nil, &Error{Scenario: a.name, Other: b.name, Err: ErrBaseline}
	}
	q := &query{value: v, against: w, steps: steps}
	return q.solve(m.String() + " of " + a.name + " = of " + b.name)
}

// variation is a scenario in which a parameter takes one value after another.
type variation struct {
	scenario *Scenario
	metric   Metric
	param    burden.Param // as the model has it; the zero one varies nothing
	years    []Years
}

func newVariation(s *Scenario, m Metric, p burden.Param, steps Steps, years []Years) (*variation, error) {
	if s == nil || s.model == nil {
		return nil, &Error{Scenario: "solve", Err: burden.ErrIncomplete}
	}
	v := &variation{s, m, p, years}
	var faults []error
	for _, err := range []error{m.Check(), steps.Check()} {
		if err != nil {
			faults = append(faults, &Error{Scenario: s.name, Err: err})
		}
	}
	c := v.set(steps.At(0))
	faults = append(faults, c.check(s.name)...)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	var err error
	if v.param, err = s.has(p); err != nil {
		return nil, &Error{Scenario: s.name, Change: c.String(), Err: err}
	}
	low, high, ranged := v.param.Range()
	for _, x := range []decimal.Decimal{steps.At(0), steps.At(steps.Len() - 1)} {
		if ranged && (x.LessThan(low) || x.GreaterThan(high)) {
			return nil, v.fault(x, &burden.Error{
				Model: s.model.ID(), Input: p.Name(), Value: burden.Text(x) + ", not within " + burden.Text(low) + " to " + burden.Text(high),
				Err: burden.ErrOutOfRange,
			})
		}
	}
	return v, nil
}

// set is the change that gives the parameter a value.
func (v *variation) set(x decimal.Decimal) Change { return Set(v.param, x, v.years...) }

// fault names the point at which an error was met.
func (v *variation) fault(x decimal.Decimal, err error) error {
	e := &Error{Scenario: v.scenario.name, Err: err}
	if v.param.Name() != "" {
		e.Change = v.set(x).String()
	}
	return e
}

// model is the scenario's, with the parameter at a value.
func (v *variation) model(x decimal.Decimal) (*burden.Model, error) {
	m := v.scenario.model
	if v.param.Name() == "" {
		return m, nil
	}
	c := v.set(x)
	if len(c.faults) > 0 { // between two ends of few digits there may be numbers of too many
		return nil, errors.Join(c.faults...)
	}
	return m.With(v.param.Is(c.alter(v.param.Series(), v.scenario.name)))
}

// measure returns the metric with the parameter at a value, evaluating no more
// than the metric's lines.
func (v *variation) measure(x decimal.Decimal) (decimal.Decimal, error) {
	m, err := v.model(x)
	if err != nil {
		return decimal.Decimal{}, v.fault(x, err)
	}
	value, err := v.metric.on(m, v.scenario.from, v.scenario.to)
	if err != nil {
		return decimal.Decimal{}, v.fault(x, err)
	}
	return value, nil
}

// query looks for the points at which a variation reaches a target, or what
// another variation comes to.
type query struct {
	value    *variation
	against  *variation // nil if there is a target
	target   decimal.Decimal
	steps    Steps
	solution Solution
	last     Trial      // entered last
	points   [2]*points // of a search, in blocks: of value and against
}

func (q *query) solve(asked string) (*Solution, error) {
	p := q.value.param
	years := q.value.years
	if q.against != nil && p.Name() == "" {
		p, years = q.against.param, q.against.years
	}
	percent := q.steps.percent || rate.Is(q.value.scenario.model, p) || q.against != nil && rate.Is(q.against.scenario.model, p)
	show := func(d decimal.Decimal) string { return rate.Show(d, p.Unit(), percent) }
	var by strings.Builder
	by.WriteString(" by " + p.Name())
	for i, y := range years {
		by.WriteString([...]string{" ", " and "}[min(i, 1)] + y.String())
	}
	q.solution = Solution{
		asked: asked, by: by.String() + ", " + q.steps.show(show) + ":",
		metric: q.value.metric.Unit(), param: p.Unit(), rate: percent, points: q.steps.Len(), pair: q.against != nil,
	}
	d := q.value.direction(q.steps)
	if q.against != nil {
		d |= q.against.direction(q.steps).reversed()
	}
	var err error
	switch {
	case d != either:
		q.solution.Proved = true
		err = q.bisect(d)
	case q.steps.Len() > MaxPoints:
		err = &Error{Scenario: q.value.scenario.name, Err: &burden.Error{
			Input: "steps", Value: strconv.Itoa(q.steps.Len()) + " of " + p.Name(),
			Detail: "monotony is not proved and " + strconv.Itoa(q.steps.Len()) + " points are too many to search", Err: burden.ErrTooLarge,
		}}
	default:
		err = q.search()
	}
	if err != nil {
		return nil, err
	}
	return &q.solution, nil
}

// try evaluates a grid point.
func (q *query) try(i int) (Trial, error) {
	t := Trial{At: q.steps.At(i), Target: q.target}
	var err error
	var ok bool
	if t.Value, ok = q.points[0].at(i); !ok {
		if t.Value, err = q.value.measure(t.At); err != nil {
			return Trial{}, err
		}
	}
	if q.against != nil {
		if t.Target, ok = q.points[1].at(i); !ok {
			if t.Target, err = q.against.measure(t.At); err != nil {
				return Trial{}, err
			}
		}
	}
	s := &q.solution
	if s.Evaluations == 0 || t.gap().LessThan(s.Lowest.gap()) {
		s.Lowest = t
	}
	if s.Evaluations == 0 || t.gap().GreaterThan(s.Highest.gap()) {
		s.Highest = t
	}
	s.Evaluations++
	return t, nil
}

// search enters every point.
func (q *query) search() error {
	q.points = [2]*points{q.value.points(q.steps), q.against.points(q.steps)}
	for _, p := range q.points {
		defer p.close()
	}
	for i := range q.steps.Len() {
		t, err := q.try(i)
		if err != nil {
			return err
		}
		q.enter(i, t)
	}
	return nil
}

// bisect enters the points that decide, where the gap only rises or only falls:
// both sides of where it leaves the one sign, and of where it takes the other.
func (q *query) bisect(d direction) error {
	known := map[int]Trial{}
	var failed error // the first error; what comes after it means nothing
	sign := func(i int) int {
		t, ok := known[i]
		if !ok && failed == nil {
			t, failed = q.try(i)
			known[i] = t
		}
		if d == falling {
			return -t.gap().Sign()
		}
		return t.gap().Sign()
	}
	n := q.steps.Len()
	sign(0) // the ends are the lowest and the highest
	sign(n - 1)
	reached := sort.Search(n, func(i int) bool { return sign(i) >= 0 })
	passed := sort.Search(n, func(i int) bool { return sign(i) > 0 }) // by way of points known
	if failed != nil {
		return failed
	}
	for _, i := range slices.Compact(slices.Sorted(slices.Values([]int{reached - 1, reached, passed - 1, passed}))) {
		if 0 <= i && i < n {
			q.enter(i, known[i])
		}
	}
	return nil
}

// enter adds a point to the answers. Points come in order; those left out since
// the last one are like both.
func (q *query) enter(i int, t Trial) {
	s := &q.solution
	sign, start, end := t.gap().Sign(), i == 0, i == q.steps.Len()-1
	switch {
	case sign == 0 && !start && q.last.gap().IsZero():
		a := &s.Answers[len(s.Answers)-1]
		a.Kind, a.To, a.AtEnd = Flat, t, end
	case sign == 0:
		s.Answers = append(s.Answers, Answer{Kind: Exact, From: t, To: t, AtStart: start, AtEnd: end})
	case !start && q.last.gap().Sign() == -sign:
		s.Answers = append(s.Answers, Answer{Kind: Bracket, From: q.last, To: t})
	}
	q.last = t
}
