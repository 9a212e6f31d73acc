package scenario

import (
	"context"
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Sweep runs every scenario of a design, or a range of them, and measures each.
// Results are the same however many workers there are and however the design is cut.
//
// A scenario that fails is an outcome like any other, and the others go on. But if all fail by
// one fault that lies in something which the design does not set, such as a year without a
// value, the sweep as a whole is faulty. It returns that error at once, and the text says
// "every scenario fails". A sweep does not find such a fault:
//   - in a branch that only some scenarios take
//   - in a split or power whose operands vary, apart from a divisor that is always zero
//   - in the values of parameters, if the design is a type of the program's own
//
// Then each scenario fails by itself.
//
// # Speed
//
// Twenty scenarios or more are evaluated in blocks of exact integers, many times faster than
// hand-written decimal code, if every formula that the metrics need is a sum, product,
// quotient, rounding, limit, choice or lag, and every value is within its parameter's range.
//
// The rest is left to the plain evaluator, scenario by scenario, which is several times slower
// than hand-written decimal code: a model in which a split or a power depends on what varies, a
// scenario that fails, a value outside its parameter's range, numbers too long for the blocks.
// Figures of both are in README.md and examples/benchmark/README.md.
type Sweep struct {
	// Scenario is what the points' settings are made on: after all its own changes,
	// whatever priority these have, and in a point one after the other.
	Scenario *Scenario
	Design   Design
	// Metrics are what is measured. Only the lines and years that they need are computed,
	// so an error in another year fails no scenario.
	Metrics []Metric
	// From and To are the range of indexes, To excluded. Zero To is the design's end.
	From, To int
	// Workers is how many scenarios are evaluated at a time; zero is one a core. The calling
	// goroutine is one of the workers: while the loop over the outcomes is busy, the others
	// carry on.
	Workers int
	// Progress, if set, is called now and then with how many of the range are done,
	// never by two goroutines at a time.
	Progress func(done, of int)
	// Each, if set, is called by [Sweep.Summarize] with each block, in order, so that one
	// run gives the summary and what else is wanted of the outcomes, such as every
	// failure. As of [Sweep.Blocks], a block is valid until it returns.
	Each func(*Block)

	cut   bool // the range was set by Shard, so zero To is no end
	plain bool // the plain evaluator does all: of tests that compare
}

// Shard returns the sweep over the i-th of n parts of its design, i from 0: what one
// of n machines runs. A part may be empty.
func (w Sweep) Shard(i, n int) Sweep {
	if missing(w.Design) || n < 1 || i < 0 || i >= n {
		w.From, w.To, w.cut = 0, -1, true // a fault, reported when it is run
		return w
	}
	size := int64(w.Design.Len())
	w.From, w.To, w.cut = int(size*int64(i)/int64(n)), int(size*int64(i+1)/int64(n)), true
	return w
}

// Outcome is one scenario of a sweep: its values, in order of the metrics, or why
// it has none. A failing scenario does not end a sweep.
type Outcome struct {
	Index  int
	Values []decimal.Decimal
	Err    error
}

// Run evaluates the range and yields its outcomes in order of the index. The error
// is not nil only for the last yield, whose outcome is empty: the sweep is faulty,
// or the context has ended. When the loop over it ends, however it ends, no
// goroutine is left.
func (w Sweep) Run(ctx context.Context) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		r, err := w.prepare()
		if err != nil {
			yield(Outcome{}, err)
			return
		}
		err = inOrder(ctx, r, func(int) func(context.Context, int, int) []Outcome {
			b := r.block()
			return func(ctx context.Context, from, to int) []Outcome {
				b.fill(ctx, from, to)
				return b.outcomes()
			}
		}, func(list []Outcome) bool {
			for _, o := range list {
				if !yield(o, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			yield(Outcome{}, err)
		}
	}
}

// Blocks evaluates the range and yields its outcomes in blocks, in order of the index.
// A block and what it returned are valid until the next one, for which they are used
// again; the last one, or the one at which the loop was left, stays as it is. It
// makes a number only when asked for it, so it is the way to get through millions of
// scenarios. Errors are those of [Sweep.Run], and come with a nil block.
func (w Sweep) Blocks(ctx context.Context) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		r, err := w.prepare()
		if err != nil {
			yield(nil, err)
			return
		}
		free := &pool{run: r}
		err = inOrder(ctx, r, func(worker int) func(context.Context, int, int) *Block {
			return func(ctx context.Context, from, to int) *Block {
				b := free.take(worker)
				b.fill(ctx, from, to)
				return b
			}
		}, func(b *Block) bool {
			more := yield(b, nil)
			if more { // else it is the reader's
				free.give(b)
			}
			return more
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// ended says why the context has ended, if it has.
func (r *run) ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != err {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &Error{Scenario: r.Scenario.name, Err: err}
}

// run is a sweep that has been checked.
type run struct {
	Sweep
	model    *burden.Model
	needs    []burden.LineYears // of the metrics
	from, to int
	engine   *engine // nil: the plain evaluator does all
	size     int     // scenarios of a block
}

// Range returns the indexes that the sweep runs, the last excluded. It returns an error if:
//   - scenario or design is missing, or the design has nothing in it ([burden.ErrIncomplete])
//   - the design is faulty, as its constructor says
//   - a grid, columns, simulation, [Morris] or [Sobol] varies a parameter that the scenario
//     does not have, or no longer has ([burden.ErrUnknownName]), or in another unit ([burden.ErrUnit])
//   - the range is not one of the design ([burden.ErrOutOfRange])
func (w Sweep) Range() (from, to int, err error) {
	w.Design = pointed(w.Design)
	if w.Scenario == nil || w.Scenario.model == nil || missing(w.Design) {
		return 0, 0, &Error{Scenario: "sweep", Err: burden.ErrIncomplete}
	}
	if c, ok := w.Design.(interface{ Check() error }); ok {
		if err := c.Check(); err != nil {
			return 0, 0, &Error{Scenario: w.Scenario.name, Err: err}
		}
	}
	if err := w.checkHandles(); err != nil {
		return 0, 0, &Error{Scenario: w.Scenario.name, Err: err}
	}
	if l, ok := w.Design.(List); ok && len(l) == 0 {
		return 0, 0, &Error{Scenario: w.Scenario.name, Err: &burden.Error{Input: "list of points", Err: burden.ErrIncomplete}}
	}
	n := w.Design.Len()
	from, to = w.From, w.To
	if w.To == 0 && !w.cut {
		to = n
	}
	if from < 0 || to > n || to < from {
		return 0, 0, &Error{Scenario: w.Scenario.name, Err: &burden.Error{Input: "range", Value: strconv.Itoa(from) + " to " + strconv.Itoa(to) + " of " + strconv.Itoa(n), Err: burden.ErrOutOfRange}}
	}
	return from, to, nil
}

// missing reports a design that is none: nil, or a nil pointer.
func missing(d Design) bool {
	v := reflect.ValueOf(d)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

// At returns the scenario of the i-th point of the design: what the sweep measures,
// for a look at more than its metrics. It returns the errors of [Sweep.Range], and
// those of [Scenario.Apply] where the point's settings cannot be made.
func (w Sweep) At(i int) (*Scenario, error) {
	w.Design = pointed(w.Design)
	if _, _, err := w.Range(); err != nil {
		return nil, err
	}
	p, err := (&run{Sweep: w}).point(i)
	if err != nil {
		return nil, &Error{Scenario: w.Scenario.name + " [" + strconv.Itoa(i) + "]", Err: err}
	}
	// One overlay cannot set a parameter twice in a year; of several the last counts.
	var layers [][]Change
	for _, s := range p {
		if s.Param.Name() != "" { // else Set says that it is missing
			if _, err := w.Scenario.has(s.Param); err != nil {
				return nil, &Error{Scenario: w.Scenario.name + " [" + strconv.Itoa(i) + "]", Err: err}
			}
		}
		c := Set(s.Param, s.Value, s.Years...)
		last := len(layers) - 1
		if last < 0 || slices.ContainsFunc(layers[last], c.Touches) {
			layers, last = append(layers, nil), last+1
		}
		layers[last] = append(layers[last], c)
	}
	overlays := make([]Overlay, len(layers))
	for k, changes := range layers {
		overlays[k] = NewOverlay("point", changes...).Priority(math.MaxInt - len(layers) + 1 + k)
	}
	return w.Scenario.Apply(overlays...)
}

func (w Sweep) prepare() (*run, error) {
	r, err := w.check()
	if err != nil {
		return nil, err
	}
	r.engine = newEngine(r)
	r.size = r.blockLen()
	if err := r.failsThroughout(); err != nil {
		return nil, err
	}
	return r, nil
}

// Check reports what is wrong with a sweep before it runs, and computes nothing. A nil error
// does not mean that any scenario has a value. It returns the errors of [Sweep.Range], and
// an error if:
//   - there are no metrics, or one is faulty, as [Metric.Check] and [Metric.CheckYearBases] say
//   - a metric is of a line that the model does not have ([burden.ErrUnknownName]), or has in
//     another unit, or totals what is not a flow ([burden.ErrUnit])
//   - a metric is of years outside those of the scenario, or the scenario ends before it
//     begins ([burden.ErrOutOfRange])
func (w Sweep) Check() error {
	_, err := w.check()
	return err
}

// check returns the run of a sweep without faults, as yet without an engine.
func (w Sweep) check() (*run, error) {
	w.Design = pointed(w.Design)
	from, to, err := w.Range()
	if err == nil && len(w.Metrics) == 0 {
		err = &Error{Scenario: "sweep", Err: burden.ErrIncomplete}
	}
	if err != nil {
		return nil, err
	}
	r := &run{Sweep: w, model: w.Scenario.model, from: from, to: to}
	first, last := w.Scenario.from, w.Scenario.to
	if _, err := r.model.ProjectOnly(first, last); err != nil { // of no line, so that it checks the years only
		return nil, &Error{Scenario: w.Scenario.name, Err: err}
	}
	for _, m := range w.Metrics {
		if err := m.Check(); err != nil {
			return nil, &Error{Scenario: w.Scenario.name, Err: err}
		}
		for _, t := range m.all() {
			have, ok := r.model.Line(t.line.Name())
			fault := &burden.Error{Model: r.model.ID(), Input: "metric", Value: m.String()}
			switch {
			case !ok:
				fault.Err = burden.ErrUnknownName
			case have.Unit() != t.line.Unit():
				fault.Err = burden.ErrUnit
			case t.total && t.other == nil && have.Measure() != burden.Flow:
				fault.Err = burden.ErrUnit
				fault.Detail = m.String() + ": " + have.Name() + " is a " + have.Measure().String() + ", and only flows total over years"
			case !t.total && (t.from < first || t.from > last):
				fault.Err = burden.ErrOutOfRange
				fault.Detail = m.String() + ": the scenario is " + strconv.Itoa(first) + " to " + strconv.Itoa(last)
			default:
				if fault = t.outside(r.model, first, last); fault == nil {
					continue
				}
			}
			return nil, &Error{Scenario: w.Scenario.name, Err: fault}
		}
		if err := m.CheckYearBases(r.model); err != nil {
			return nil, &Error{Scenario: w.Scenario.name, Err: err}
		}
		r.needs = append(r.needs, m.needs(r.model, first, last)...)
	}
	r.needs = joined(r.needs)
	return r, nil
}

// evaluate runs one scenario.
func (r *run) evaluate(i int) Outcome {
	p, err := r.point(i)
	var values []decimal.Decimal
	if err == nil {
		values, err = r.measure(p)
	}
	if err != nil {
		return Outcome{Index: i, Err: &Error{Scenario: r.Scenario.name + " [" + strconv.Itoa(i) + "]", Err: err}}
	}
	return Outcome{Index: i, Values: values}
}

// point returns the i-th scenario's settings, or why it has none: drawing can fail.
func (r *run) point(i int) (Point, error) {
	if d, ok := r.Design.(interface{ draw(int) (Point, error) }); ok {
		return d.draw(i)
	}
	return r.Design.At(i), nil
}

func (r *run) measure(p Point) ([]decimal.Decimal, error) {
	m, err := p.apply(r.model)
	if err != nil {
		return nil, err
	}
	return measure(m, r.Scenario.from, r.Scenario.to, r.needs, r.Metrics...)
}

// apply sets a point's parameters on a model.
func (p Point) apply(m *burden.Model) (*burden.Model, error) {
	var names []string
	series := map[string]burden.Series{}
	for _, s := range p {
		name := s.Param.Name()
		have, err := paramOf(m, s.Param)
		if err != nil {
			return nil, err
		}
		if _, again := series[name]; !again {
			names = append(names, name)
			series[name] = have.Series()
		}
		years := s.Years
		if len(years) == 0 {
			years = []Years{{burden.MinYear, burden.MaxYear}}
		}
		for _, y := range years {
			series[name] = series[name].Set(y.from, y.to, burden.Entry{Value: s.Value, Source: "sweep", Status: burden.Assumed})
		}
	}
	definitions := make([]burden.Definition, len(names))
	for i, name := range names {
		have, _ := m.Param(name)
		definitions[i] = have.Is(series[name])
	}
	return m.With(definitions...)
}

// Summarize runs the sweep and keeps a summary instead of the outcomes.
func (w Sweep) Summarize(ctx context.Context) (*Summary, error) {
	s := NewSummary(w.Metrics...)
	t := newTally(s)
	for b, err := range w.Blocks(ctx) {
		if err != nil {
			return nil, err
		}
		t.add(b)
		if w.Each != nil {
			w.Each(b)
		}
	}
	t.settle()
	return s, nil
}
