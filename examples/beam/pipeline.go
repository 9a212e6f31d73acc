package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// Beam finds what a worker has to run by name, and the names are given before main.
func init() {
	register.DoFn3x1[context.Context, []byte, func(Range), error](&cutFn{})
	register.DoFn4x1[context.Context, Range, func(Partial), func(int64, Failure), error](&rangeFn{})
	register.DoFn3x1[context.Context, int64, func(*Failure) bool, error](&failuresFn{})
	register.DoFn2x1[context.Context, Partial, error](&summaryFn{})
	register.Combiner1[Partial](&mergeFn{})
	register.Emitter1[Range]()
	register.Emitter1[Partial]()
	register.Emitter2[int64, Failure]()
	register.Iter1[Failure]()
	beam.RegisterCoder(reflect.TypeFor[Partial](), encodePartial, decodePartial)
}

// Job is what every worker has to know: the document, as text, and what to do with it.
type Job struct {
	Name     string // of the document's file, for messages
	Document []byte
	Sweep    string
	Size     int64  // how many scenarios a range has
	Out      string // the folder of the files
	Table    bool   // whether the long table is written
	Workers  int    // how many scenarios of a range are run at a time; 0 is one a core
}

// sweep reads the document and returns the sweep, whole.
func (j Job) sweep() (scenario.Sweep, error) {
	d, err := document.Read(bytes.NewReader(j.Document), j.Name)
	if err != nil {
		return scenario.Sweep{}, err
	}
	w, err := d.Sweep(j.Sweep)
	w.Workers = j.Workers
	return w, err
}

// defaultSweep is the sweep that is run if none is named: small, as pension.json has it;
// of a document without that, none by name, which is the only one.
func (j Job) defaultSweep() string {
	const name = "small"
	d, err := document.Read(bytes.NewReader(j.Document), j.Name)
	if err == nil && slices.ContainsFunc(d.Sweeps, func(s document.Sweep) bool { return s.Name == name }) {
		return name
	}
	return ""
}

// pipeline lays the job out: the grid is cut into ranges, a range gives a summary and
// its failures, and summaries are merged. Ranges go through between, if there is any,
// which a test may use.
func pipeline(s beam.Scope, j Job, between func(beam.Scope, beam.PCollection) beam.PCollection) {
	ranges := beam.ParDo(s.Scope("cut"), &cutFn{Job: j}, beam.Impulse(s))
	ranges = beam.Reshuffle(s, ranges) // without it, one worker would run them all
	if between != nil {
		ranges = between(s, ranges)
	}
	partial, failures := beam.ParDo2(s.Scope("run"), &rangeFn{Job: j}, ranges)
	beam.ParDo0(s.Scope("failures"), &failuresFn{Job: j}, beam.GroupByKey(s, failures))
	whole := beam.Combine(s.Scope("merge"), &mergeFn{}, partial)
	beam.ParDo0(s.Scope("summary"), &summaryFn{Job: j}, whole)
}

// Range is scenarios of the sweep, To excluded.
type Range struct{ From, To int64 }

// Failure is a scenario that has no values.
type Failure struct {
	Index int64
	Error string
}

// Partial is the summary of some ranges. It travels as JSON.
type Partial struct{ Summary *scenario.Summary }

func encodePartial(p Partial) ([]byte, error) { return json.Marshal(p.Summary) }

func decodePartial(text []byte) (Partial, error) {
	var p Partial
	return p, json.Unmarshal(text, &p.Summary)
}

// cutFn cuts the grid into ranges.
type cutFn struct{ Job Job }

// ProcessElement gives the ranges. Only here is it known that the run has begun, so that
// what an earlier one has written can go; nothing is written before it has gone, because of
// the reshuffle.
func (f *cutFn) ProcessElement(ctx context.Context, _ []byte, emit func(Range)) error {
	w, err := f.Job.sweep()
	if err != nil {
		return err
	}
	if f.Job.Size < 1 {
		return fmt.Errorf("ranges of %d scenarios", f.Job.Size)
	}
	if err := removeEarlier(ctx, f.Job.Out); err != nil {
		return err
	}
	n := int64(w.Design.Len())
	for from := int64(0); from < n; from += f.Job.Size {
		emit(Range{from, min(from+f.Job.Size, n)})
	}
	return nil
}

// Counters of what was done. A range that is run twice, because its bundle failed, is
// counted as its runner counts: most do not count what failed.
var (
	rangesDone    = beam.NewCounter(namespace, "ranges")
	scenariosDone = beam.NewCounter(namespace, "scenarios")
	scenariosBad  = beam.NewCounter(namespace, "failed")
	rangeTime     = beam.NewDistribution(namespace, "milliseconds_a_range")
)

const namespace = "burdenshare"

// rangeFn runs a range. It is idempotent: whatever is run twice gives the same bytes, and
// files appear whole, under the same name.
type rangeFn struct {
	Job   Job
	sweep scenario.Sweep
}

// Setup reads the document, once for many ranges.
func (f *rangeFn) Setup() (err error) {
	f.sweep, err = f.Job.sweep()
	return err
}

// ProcessElement gives the range's summary, and each scenario that failed by the index
// of the range's first.
func (f *rangeFn) ProcessElement(ctx context.Context, r Range, emit func(Partial), failed func(int64, Failure)) error {
	began := time.Now()
	w := f.sweep
	w.From, w.To = int(r.From), int(r.To)
	before := 0
	w.Progress = func(done, _ int) {
		scenariosDone.Inc(ctx, int64(done-before))
		before = done
	}
	w.Each = func(b *scenario.Block) {
		for i := range b.Len() {
			if err := b.Err(i); err != nil {
				failed(r.From, Failure{int64(b.From() + i), err.Error()})
			}
		}
	}
	s, err := w.Summarize(ctx)
	if err != nil {
		return err
	}
	if f.Job.Table {
		w.Progress = nil
		err := writeFile(ctx, tableFile(f.Job.Out, r), w.Results(ctx).WriteCSV)
		if err != nil {
			return err
		}
	}
	emit(Partial{s})
	rangesDone.Inc(ctx, 1)
	scenariosBad.Inc(ctx, int64(s.Failed))
	rangeTime.Update(ctx, time.Since(began).Milliseconds())
	return nil
}

// mergeFn merges summaries, in whatever order and grouping its runner has.
type mergeFn struct{}

// CreateAccumulator gives the summary of nothing.
func (*mergeFn) CreateAccumulator() Partial { return Partial{} }

// MergeAccumulators merges b into a.
func (*mergeFn) MergeAccumulators(a, b Partial) (Partial, error) {
	switch {
	case b.Summary == nil:
		return a, nil
	case a.Summary == nil:
		// What comes in is not changed, as others may read it.
		a.Summary = &scenario.Summary{}
		for _, m := range b.Summary.Metrics {
			a.Summary.Metrics = append(a.Summary.Metrics, scenario.MetricSummary{Metric: m.Metric, Unit: m.Unit, Rounding: m.Rounding})
		}
	}
	return a, a.Summary.Merge(b.Summary)
}

// summaryFn writes the summary of all, which has to count every scenario once.
type summaryFn struct{ Job Job }

// ProcessElement writes it.
func (f *summaryFn) ProcessElement(ctx context.Context, p Partial) error {
	w, err := f.Job.sweep()
	if err != nil {
		return err
	}
	if p.Summary == nil {
		return errors.New("there is no summary")
	}
	for _, m := range p.Summary.Metrics {
		if n := m.Count + p.Summary.Failed; n != w.Design.Len() {
			return fmt.Errorf("%s: %d scenarios were merged, where there are %d", m.Metric, n, w.Design.Len())
		}
	}
	return writeSummary(ctx, summaryFile(f.Job.Out), p.Summary)
}
