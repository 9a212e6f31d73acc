package scenario

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"

	"example.com/burdenshare/burden"
)

// Results are numbers as data: one long table, a row a number, and what they were
// computed from. [Results.WriteCSV] and [Results.WriteJSON] write it row by row, so
// that it never has to fit into memory.
//
//	scenario   name of the scenario
//	run        index of the run in a sweep, else absent
//	line       name of the line; of a metric that is no single line and year, the metric
//	year       absent of such a metric
//	value      exact, in full; absent if the run failed
//	unit       as burden writes it; empty for a ratio
//	status     what the number stands on, see [Result]
type Results struct {
	Origins []Origin
	Seed    string // of a simulation or another design that draws, else empty
	// Design says of a sweep what varies from run to run, so that any run can be had again:
	//   - a list of up to 50 values is written out, such as those of an axis, the points of a
	//     [List] or the history that a simulation draws from
	//   - a longer one in equal steps is written as its steps
	//   - of any other, its first two values, its last, their number and the SHA-256 of all
	//     are written, each value as text on a line. The hash lets you check values you still
	//     have; the file does not contain them
	//   - a design or distribution that is a type of your program is written as its Go type,
	//     with the text of its String method if it has one, and a note that the file does not
	//     say how to make it
	Design []string
	// Measured says of a sweep how the metrics are rounded that are quotients.
	Measured []string
	rows     iter.Seq2[Result, error]
}

// Result is a row: a number of a scenario.
type Result struct {
	Scenario string
	Run      int // -1 outside sweeps
	Line     string
	Year     int // 0 for none
	Value    Value
	Unit     burden.Unit
	// Status is what the number stands on: every status of the figures that went into
	// it, from unstated to assumed, joined by "+"; empty if none did. Sources are not written:
	// [Scenario.Register] lists them. A figure or
	// formula that the scenario has differently from its baseline counts as assumed,
	// whatever its source. In a sweep, where figures are set from run to run, it is
	// assumed, and of a run without values "failed: " and why.
	Status string
}

// Origin is what a scenario is.
type Origin struct {
	Scenario string
	Model    string // id
	Hash     string // of the model, [burden.Model.Hash]: of equal hash are equal numbers
	From, To int    // years, both included
	// Changes are what the overlays change, a definition with the formula or series that
	// it puts in place.
	Changes []string
	Inputs  []string // parameters with their values, as the overlays leave them
}

// NewResults returns the results of scenarios: the lines each was asked for, in its
// years, where they are applicable. It returns an error if:
//   - there are no scenarios, or one is nil ([burden.ErrIncomplete])
//   - two have one name ([burden.ErrDuplicate]); [Scenario.Named] gives another
//   - a scenario cannot be projected
func NewResults(scenarios ...*Scenario) (*Results, error) {
	return results(func(s *Scenario) (*burden.Projection, []burden.Line, int, int, error) {
		p, err := s.Project()
		return p, s.lines, s.from, s.to, err
	}, scenarios...)
}

// Results returns the results of both scenarios, in the lines and years compared. Two
// scenarios of one name are a [burden.ErrDuplicate].
func (c *Comparison) Results() (*Results, error) {
	if c == nil {
		return nil, incomplete("results", "comparison")
	}
	var lines []burden.Line
	for _, r := range c.rows {
		lines = append(lines, r.Line)
	}
	lines = union(lines, nil)
	return results(func(s *Scenario) (*burden.Projection, []burden.Line, int, int, error) {
		p := c.projections[0]
		if s != c.scenarios[0] {
			p = c.projections[1]
		}
		return p, known(s.model, lines), c.from, c.from + c.years - 1, nil
	}, c.scenarios[:]...)
}

// results returns the results of scenarios whose projection, lines and years are told.
func results(of func(*Scenario) (*burden.Projection, []burden.Line, int, int, error), scenarios ...*Scenario) (*Results, error) {
	if len(scenarios) == 0 || slices.Contains(scenarios, nil) {
		return nil, incomplete("results", "scenario")
	}
	r := &Results{}
	type source struct {
		name     string
		p        *burden.Projection
		stands   *standing
		lines    []burden.Line
		from, to int
	}
	var sources []source
	names := map[string]bool{}
	for _, s := range scenarios {
		if names[s.name] {
			return nil, &Error{Scenario: s.name, Err: &burden.Error{Input: "scenario", Value: strconv.Quote(s.name), Err: burden.ErrDuplicate}}
		}
		p, lines, from, to, err := of(s)
		if err != nil {
			return nil, err
		}
		names[s.name] = true
		sources = append(sources, source{s.name, p, newStanding(s, p), union(lines, nil), from, to})
		r.Origins = append(r.Origins, s.origin())
	}
	r.rows = func(yield func(Result, error) bool) {
		for _, s := range sources {
			for _, l := range s.lines {
				for year := s.from; year <= s.to; year++ {
					row, err := cell(s.p, s.stands, l, year)
					if errors.Is(err, burden.ErrNotApplicable) {
						continue
					}
					row.Scenario = s.name
					if !yield(row, err) || err != nil {
						return
					}
				}
			}
		}
	}
	return r, nil
}

// cell returns the row of a line in a year.
func cell(p *burden.Projection, stands *standing, l burden.Line, year int) (Result, error) {
	v, err := p.Value(l, year)
	if err != nil {
		return Result{}, err
	}
	status, err := stands.of(l, year)
	return Result{Run: -1, Line: l.Name(), Year: year, Value: Value{v, true}, Unit: l.Unit(), Status: status}, err
}

// Results returns the results of a sweep: a row for each run and metric, in order. A
// run that failed has one row, without a value. The sweep runs when the results are
// written or ranged over, and a faulty one is reported then. Any run can be had again
// from the scenario, the design, the seed in it, and the index; [Results] says what of a
// design is written.
func (w Sweep) Results(ctx context.Context) *Results {
	r := &Results{}
	if w.Scenario != nil && w.Scenario.model != nil {
		r.Origins = []Origin{w.Scenario.origin()}
	}
	r.Seed, r.Design = designText(w.Design)
	for _, m := range w.Metrics {
		if rounding := m.roundings(); rounding != "" {
			r.Measured = append(r.Measured, m.String()+": "+rounding)
		}
	}
	r.rows = func(yield func(Result, error) bool) {
		for o, err := range w.Run(ctx) {
			if err != nil {
				yield(Result{}, err)
				return
			}
			row := Result{Scenario: w.Scenario.name, Run: o.Index, Status: burden.Assumed.String()}
			if o.Err != nil {
				row.Status = "failed: " + o.Err.Error()
				if !yield(row, nil) {
					return
				}
				continue
			}
			for i, m := range w.Metrics {
				row.Line, row.Year = m.place()
				row.Value, row.Unit = Value{o.Values[i], true}, m.Unit()
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	return r
}

// Rows yields the rows. The error is not nil only for the last yield, whose row says
// nothing.
func (r *Results) Rows() iter.Seq2[Result, error] {
	if r == nil || r.rows == nil {
		return func(yield func(Result, error) bool) { yield(Result{}, incomplete("results", "rows")) }
	}
	return r.rows
}

// place returns the line and year of a metric that is just that, else the metric as
// text and no year.
func (m Metric) place() (string, int) {
	if terms, sum := m.flat(); sum && len(terms) == 1 && !terms[0].total && !terms[0].negative {
		return terms[0].line.Name(), terms[0].from
	}
	return m.String(), 0
}

// origin says what the scenario is.
func (s *Scenario) origin() Origin {
	o := Origin{Scenario: s.name, Model: s.model.ID(), Hash: s.model.Hash(), From: s.from, To: s.to, Changes: s.changeTexts()}
	for _, p := range s.model.Params() {
		o.Inputs = append(o.Inputs, p.Name()+" = "+shownText(s.model, p.Name()))
	}
	return o
}
