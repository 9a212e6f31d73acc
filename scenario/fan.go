package scenario

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/rate"
	"example.com/burdenshare/scenario/internal/tape"
)

// Fan says how a line spreads over the runs of a design, year by year. Quantiles are
// order statistics, so each is a value of the line in one of the runs, and
// probabilities are counts of runs.
type Fan struct {
	Line     burden.Line
	Events   []Event
	From, To int // years
	// Summary has the metrics behind the fan: in each year the line, then each event in the
	// years in which it counts. Fans of parts of a design become the fan of the whole when
	// their summaries merge.
	Summary *Summary
}

// Fan runs the sweep and keeps how a line spreads in each year of the scenario, and how
// often events happen. The sweep's own metrics are not measured. A run in which the line
// or an event has no value in a year in which it is applicable fails; it is in the ledger,
// and [Fan.Table] names the first five.
//
// Besides the errors of a sweep, it returns an error if:
//   - two events have one name, or one is called like the fan's line ([burden.ErrDuplicate]); [Event.Named]
//     gives another
//   - an event is zero or has no name ([burden.ErrIncomplete]), or compares lines of different units ([burden.ErrUnit])
//   - the limit of an event is none of the model's, or limits nothing that the line needs ([burden.ErrUnknownName])
//   - the line is not applicable in one of the years ([burden.ErrNotApplicable])
func (w Sweep) Fan(ctx context.Context, l burden.Line, events ...Event) (*Fan, error) {
	w, f, err := w.fan(l, events)
	if err != nil {
		return nil, err
	}
	if f.Summary, err = w.Summarize(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// fan returns the sweep that measures what a fan is made of, and the fan without a summary.
func (w Sweep) fan(l burden.Line, events []Event) (Sweep, *Fan, error) {
	if w.Scenario == nil || w.Scenario.model == nil {
		return w, nil, &Error{Scenario: "sweep", Err: burden.ErrIncomplete}
	}
	f := &Fan{Line: l, Events: slices.Clone(events)}
	f.From, f.To = w.Scenario.Years()
	name, model := w.Scenario.name, w.Scenario.model
	names := map[string]bool{}
	for i, e := range events {
		switch {
		case e.name == "" || e.limit == nil && e.line == nil:
			return w, nil, &Error{Scenario: name, Change: "event", Err: burden.ErrIncomplete}
		case names[e.name]:
			return w, nil, &Error{Scenario: name, Change: "event " + e.name, Err: burden.ErrDuplicate}
		}
		names[e.name] = true
		if e.limit != nil {
			var err error
			if f.Events[i].limit, err = e.limit.on(model, e.name, l); err != nil {
				return w, nil, &Error{Scenario: name, Change: "event " + e.name, Err: err}
			}
		}
	}
	if f.From < burden.MinYear || f.To > burden.MaxYear {
		return w, nil, &Error{Scenario: name, Err: &burden.Error{Input: "years", Value: Years{f.From, f.To}.String(), Err: burden.ErrOutOfRange}}
	}
	w.Metrics = nil
	taken := map[string]bool{} // whether a limit's event goes by the name
	for year := f.From; year <= f.To; year++ {
		if _, known := model.Line(l.Name()); known && !tape.Applicable(model, l.Name(), year) {
			fault := &burden.Error{Model: model.ID(), Line: l.Name(), Year: year, Err: burden.ErrNotApplicable}
			fault.Detail = l.Name() + " has no formula in " + strconv.Itoa(year) + ", and the fan is of " + strconv.Itoa(f.From) + " to " + strconv.Itoa(f.To) + "; give the scenario years in which it has"
			return w, nil, &Error{Scenario: name, Err: fault}
		}
		w.Metrics = append(w.Metrics, At(l, year))
		taken[At(l, year).String()] = false
		for _, e := range f.Events {
			if !e.applies(model, year) {
				continue
			}
			what := e.measured(year)
			if limits, again := taken[what]; again && (limits || e.limit != nil) {
				fault := &burden.Error{Model: model.ID(), Input: "event", Value: e.name, Err: burden.ErrDuplicate}
				fault.Detail = "the fan has " + what + " already; give the event another name, by Named"
				return w, nil, &Error{Scenario: name, Change: "event " + e.name, Err: fault}
			}
			taken[what] = e.limit != nil
			w.Metrics = append(w.Metrics, e.metric(year))
		}
	}
	return w, f, nil
}

// Year returns the line's values in a year, and whether the fan has the year.
func (f *Fan) Year(year int) (MetricSummary, bool) { return f.find(At(f.Line, year).String(), year) }

// Happens returns in how many runs an event happened in a year, and in how many it
// counted. It counts in no run if the fan does not have the event or the year, or the event
// is not applicable in the year.
func (f *Fan) Happens(event string, year int) (times, of int) {
	for _, e := range f.Events {
		if e.name != event || e.limit == nil && e.line == nil {
			continue
		}
		m, _ := f.find(e.measured(year), year)
		for _, c := range m.values {
			if e.limit != nil && c.value.Sign() < 0 {
				continue // nothing with the limit was computed
			}
			of += c.times
			if c.value.Sign() > 0 {
				times += c.times
			}
		}
	}
	return times, of
}

// find returns what is kept of a metric of the fan in a year, by its name.
func (f *Fan) find(name string, year int) (MetricSummary, bool) {
	if f.Summary == nil || year < f.From || year > f.To {
		return MetricSummary{}, false
	}
	for _, s := range f.Summary.Metrics {
		if s.Metric == name {
			return s, true
		}
	}
	return MetricSummary{}, false
}

// String writes the fan with the quantiles 5, 25, 50, 75 and 95 %.
func (f *Fan) String() string {
	text, _ := f.Table("5%", "25%", "50%", "75%", "95%") // which are shares
	return text
}

// Table writes the fan as a text table: a row for each year, with the runs that have
// the line, its quantiles as named, and for each event its count and its share of the
// runs in which it counts, rounded half up to 0.1 %. Below it stands how many runs failed
// and why the first five of them did, with their indexes: [Sweep.At] gives such a run again, unless a value was drawn that its
// parameter may not have.
// It returns the errors of [MetricSummary.Quantile].
func (f *Fan) Table(quantiles ...string) (string, error) {
	cells := [][]string{append([]string{f.Line.Name(), "runs"}, quantiles...)}
	for _, e := range f.Events {
		cells[0] = append(cells[0], e.name, "")
	}
	var found []Value
	var numbers []decimal.Decimal
	for year := f.From; year <= f.To; year++ {
		m, _ := f.Year(year)
		for _, q := range quantiles {
			v, err := m.Quantile(q)
			if err != nil {
				return "", err
			}
			found, numbers = append(found, v), append(numbers, v.Amount)
		}
	}
	percent, unit := rate.Below(numbers...), f.Line.Unit()
	for year := f.From; year <= f.To; year++ {
		m, _ := f.Year(year)
		row := []string{strconv.Itoa(year), strconv.Itoa(m.Count)}
		for range quantiles {
			text := "-"
			if v := found[0]; v.Present {
				text = strings.TrimSuffix(rate.Show(v.Amount, unit, percent), " "+string(unit))
			}
			row, found = append(row, text), found[1:]
		}
		for _, e := range f.Events {
			times, of := f.Happens(e.name, year)
			count, share := "-", "-"
			if percent, err := burden.RoundTo("0.1", burden.HalfUp).Quotient(decimal.NewFromInt(int64(times)*100), decimal.NewFromInt(int64(of))); err == nil {
				count, share = strconv.Itoa(times), burden.Text(percent)+" %"
			}
			row = append(row, count, share)
		}
		cells = append(cells, row)
	}
	table := display.Align(cells, 1)
	if f.Summary != nil {
		table += failureText(f.Summary.Failed, f.Summary.Failures)
	}
	return table, nil
}
