package scenario

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Event is what a fan counts: that in a year one line is above another. A ceiling
// without carrying binds where the raw growth is above the growth applied:
//
//	scenario.Event{Name: "ceiling binds", Line: growth.Raw(), Above: growth.Applied()}
type Event struct {
	Name        string
	Line, Above burden.Line // of one unit
}

// Fan says how a line spreads over the runs of a design, year by year. Quantiles are
// order statistics, so each is a value of the line in one of the runs, and
// probabilities are counts of runs.
type Fan struct {
	Line     burden.Line
	Events   []Event
	From, To int // years
	// Summary has the metrics behind the fan: in each year the line, then for each event
	// how far its line is above the other. Fans of parts of a design become the fan of
	// the whole when their summaries merge.
	Summary *Summary
}

// Fan runs the sweep and keeps how a line spreads in each year of the scenario, and how
// often events happen. The sweep's own metrics are not measured. A run in which the
// line or an event has no value in one of the years fails and is in the ledger.
//
// Besides the errors of a sweep, it returns an error if two events have one name or one
// has none ([burden.ErrDuplicate], [burden.ErrIncomplete]), or the lines of one have
// different units ([burden.ErrUnit]).
func (w Sweep) Fan(ctx context.Context, l burden.Line, events ...Event) (*Fan, error) {
	f := &Fan{Line: l, Events: slices.Clone(events)}
	f.From, f.To = w.Scenario.Years()
	names := map[string]bool{}
	for _, e := range events {
		switch {
		case e.Name == "":
			return nil, &Error{Scenario: w.Scenario.Name(), Change: "event", Err: burden.ErrIncomplete}
		case names[e.Name]:
			return nil, &Error{Scenario: w.Scenario.Name(), Change: "event " + e.Name, Err: burden.ErrDuplicate}
		}
		names[e.Name] = true
	}
	if w.Scenario != nil && (f.From < burden.MinYear || f.To > burden.MaxYear) {
		return nil, &Error{Scenario: w.Scenario.Name(), Err: &burden.Error{Input: "years", Value: Years{f.From, f.To}.String(), Err: burden.ErrOutOfRange}}
	}
	w.Metrics = nil
	for year := f.From; year <= f.To; year++ {
		w.Metrics = append(w.Metrics, At(l, year))
		for _, e := range events {
			w.Metrics = append(w.Metrics, At(e.Line, year).Minus(At(e.Above, year)))
		}
	}
	var err error
	if f.Summary, err = w.Summarize(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// Year returns the line's values in a year, and whether the fan has the year.
func (f *Fan) Year(year int) (MetricSummary, bool) { return f.metric(year, 0) }

// Happens returns in how many runs an event happened in a year, and out of how many.
// Without the event or the year there are none.
func (f *Fan) Happens(event string, year int) (times, of int) {
	for i, e := range f.Events {
		if e.Name != event {
			continue
		}
		m, _ := f.metric(year, i+1)
		if low, ok := m.Min(); ok {
			return m.Count - m.Between(low, decimal.Decimal{}), m.Count
		}
	}
	return 0, 0
}

func (f *Fan) metric(year, i int) (MetricSummary, bool) {
	at := (year-f.From)*(len(f.Events)+1) + i
	if f.Summary == nil || year < f.From || year > f.To || at >= len(f.Summary.Metrics) {
		return MetricSummary{}, false
	}
	return f.Summary.Metrics[at], true
}

// String writes the fan with the quantiles 5, 25, 50, 75 and 95 %.
func (f *Fan) String() string { return f.Table("5%", "25%", "50%", "75%", "95%") }

// Table writes the fan as a text table: a row for each year, with the runs that have
// the line, its quantiles as named, and for each event its count and its share of the
// runs, rounded half up to 0.1 %. Runs that failed are counted below.
func (f *Fan) Table(quantiles ...string) string {
	cells := [][]string{append([]string{f.Line.Name(), "runs"}, quantiles...)}
	for _, e := range f.Events {
		cells[0] = append(cells[0], e.Name, "")
	}
	for year := f.From; year <= f.To; year++ {
		m, _ := f.Year(year)
		row := []string{strconv.Itoa(year), strconv.Itoa(m.Count)}
		for _, q := range quantiles {
			v, ok := m.Quantile(q)
			row = append(row, Value{v, ok}.show(f.Line.Unit()))
		}
		for _, e := range f.Events {
			times, of := f.Happens(e.Name, year)
			share := "-"
			if percent, err := burden.RoundTo("0.1", burden.HalfUp).Quotient(decimal.NewFromInt(int64(times)*100), decimal.NewFromInt(int64(of))); err == nil {
				share = burden.Text(percent) + " %"
			}
			row = append(row, strconv.Itoa(times), share)
		}
		cells = append(cells, row)
	}
	table := align(cells, 1)
	if f.Summary != nil && f.Summary.Failed > 0 {
		table += fmt.Sprintf("failed: %d runs\n", f.Summary.Failed)
	}
	return table
}
