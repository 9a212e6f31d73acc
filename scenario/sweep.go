package scenario

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Sweep runs every scenario of a design, or a range of them, and measures each.
// Results are the same however many workers there are and however the design is cut.
type Sweep struct {
	Scenario *Scenario // what the points' settings are made on
	Design   Design
	// Metrics are what is measured. Only what they need is computed.
	Metrics []Metric
	// From and To are the range of indexes, To excluded. Zero To is the design's end.
	From, To int
	// Workers is how many scenarios are evaluated at a time; zero is one a core.
	Workers int
	// Progress, if set, is called now and then with how many of the range are done,
	// never by two goroutines at a time.
	Progress func(done, of int)

	cut bool // the range was set by Shard, so zero To is no end
}

// Shard returns the sweep over the i-th of n parts of its design, i from 0: what one
// of n machines runs. A part may be empty.
func (w Sweep) Shard(i, n int) Sweep {
	if w.Design == nil || n < 1 || i < 0 || i >= n {
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

// batch is how many scenarios a worker takes at a time, and between two looks at
// the context no more than one is evaluated.
const batch = 32

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
		ctx, stop := context.WithCancelCause(ctx)
		var workers sync.WaitGroup
		defer workers.Wait()
		defer stop(context.Canceled)

		// Batches are handed out in order; each has a place for its outcomes to come
		// to, and the places are read in order. Their number bounds what is held.
		count := w.Workers
		if count <= 0 {
			count = runtime.GOMAXPROCS(0)
		}
		count = min(count, (r.to-r.from)/batch+1)
		places := make(chan chan []Outcome, 2*count)
		tasks := make(chan task)
		workers.Go(func() {
			defer close(places)
			defer close(tasks)
			for from := r.from; from < r.to; from += batch {
				t := task{from, min(from+batch, r.to), make(chan []Outcome, 1)}
				select {
				case places <- t.place:
				case <-ctx.Done():
					return
				}
				select {
				case tasks <- t:
				case <-ctx.Done():
					return
				}
			}
		})
		for range count {
			workers.Go(func() {
				for t := range tasks {
					list := make([]Outcome, 0, t.to-t.from)
					for i := t.from; i < t.to && ctx.Err() == nil; i++ {
						list = append(list, r.evaluate(i))
					}
					t.place <- list
				}
			})
		}
		done := 0
		for place := range places {
			var list []Outcome
			select {
			case list = <-place:
			case <-ctx.Done():
			}
			if ctx.Err() != nil {
				break
			}
			for _, o := range list {
				if !yield(o, nil) {
					return
				}
				done++
			}
			if w.Progress != nil {
				w.Progress(done, r.to-r.from)
			}
		}
		if err := ctx.Err(); err != nil {
			if cause := context.Cause(ctx); cause != err {
				err = fmt.Errorf("%w: %w", err, cause)
			}
			yield(Outcome{}, &Error{Scenario: w.Scenario.name, Err: err})
		}
	}
}

type task struct {
	from, to int
	place    chan []Outcome
}

// run is a sweep that has been checked.
type run struct {
	Sweep
	model    *burden.Model
	lines    []burden.Line
	from, to int
}

func (w Sweep) prepare() (*run, error) {
	if w.Scenario == nil || w.Scenario.model == nil || w.Design == nil || len(w.Metrics) == 0 {
		return nil, &Error{Scenario: "sweep", Err: burden.ErrIncomplete}
	}
	if c, ok := w.Design.(interface{ check() error }); ok {
		if err := c.check(); err != nil {
			return nil, &Error{Scenario: w.Scenario.name, Err: err}
		}
	}
	r := &run{Sweep: w, model: w.Scenario.model, from: w.From, to: w.To}
	n := w.Design.Len()
	if w.To == 0 && !w.cut {
		r.to = n
	}
	if r.from < 0 || r.to > n || r.to < r.from {
		return nil, &Error{Scenario: w.Scenario.name, Err: &burden.Error{Input: "range", Value: strconv.Itoa(r.from) + " to " + strconv.Itoa(r.to) + " of " + strconv.Itoa(n), Err: burden.ErrOutOfRange}}
	}
	for _, m := range w.Metrics {
		if err := m.check(); err != nil {
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
			case !t.total && (t.from < w.Scenario.from || t.from > w.Scenario.to):
				fault.Err = burden.ErrOutOfRange
			default:
				continue
			}
			return nil, &Error{Scenario: w.Scenario.name, Err: fault}
		}
		if err := m.checkBases(r.model); err != nil {
			return nil, &Error{Scenario: w.Scenario.name, Err: err}
		}
		r.lines = append(r.lines, m.lines()...)
	}
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
	return measure(m, r.Scenario.from, r.Scenario.to, r.lines, r.Metrics...)
}

// apply sets a point's parameters on a model.
func (p Point) apply(m *burden.Model) (*burden.Model, error) {
	var names []string
	series := map[string]burden.Series{}
	for _, s := range p {
		name := s.Param.Name()
		have, ok := m.Param(name)
		switch {
		case !ok:
			return nil, &burden.Error{Model: m.ID(), Input: "parameter", Value: name, Err: burden.ErrUnknownName}
		case have.Unit() != s.Param.Unit():
			return nil, &burden.Error{Model: m.ID(), Input: "unit of " + name, Value: string(s.Param.Unit()), Err: burden.ErrUnit}
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
	for o, err := range w.Run(ctx) {
		if err != nil {
			return nil, err
		}
		s.Add(o)
	}
	return s, nil
}
