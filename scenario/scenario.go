package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"example.com/burdenshare/burden"
)

// Overlay is a named set of changes. It is immutable.
type Overlay struct{ d *overlay }

type overlay struct {
	name     string
	changes  []Change
	priority int
}

// NewOverlay returns the overlay of that name with these changes.
func NewOverlay(name string, changes ...Change) Overlay {
	return Overlay{&overlay{name: name, changes: slices.Clone(changes)}}
}

// Priority returns the overlay with a priority; without one it is zero. Where
// two overlays touch the same, the one of higher priority is applied later, on
// what the other leaves; of equal priority they conflict.
func (o Overlay) Priority(n int) Overlay {
	if o.d == nil {
		return o
	}
	d := *o.d
	d.priority = n
	return Overlay{&d}
}

// Name returns the overlay's name.
func (o Overlay) Name() string {
	if o.d == nil {
		return ""
	}
	return o.d.name
}

// Scenario is a model over years under overlays: a baseline has none. It is
// immutable and safe for concurrent use.
type Scenario struct {
	name     string
	base     *burden.Model
	model    *burden.Model
	from, to int
	lines    []burden.Line // asked for
	overlays []Overlay
	project  func() (*burden.Projection, error)
}

// Baseline returns the scenario of a model as it is, over the years from to to.
// The lines asked for are the ones named, or else the model's results.
func Baseline(m *burden.Model, from, to int, lines ...burden.Line) *Scenario {
	s := &Scenario{name: "baseline", base: m, model: m, from: from, to: to, lines: slices.Clone(lines)}
	if m != nil && len(lines) == 0 {
		s.lines = m.Results()
	}
	return s.ready()
}

// ready prepares the projection, which is computed once, when first asked for.
func (s *Scenario) ready() *Scenario {
	s.project = sync.OnceValues(func() (*burden.Projection, error) {
		if s.model == nil {
			return nil, &Error{Scenario: s.name, Err: burden.ErrIncomplete}
		}
		p, err := s.model.Project(s.from, s.to, s.lines...)
		if err != nil {
			return nil, &Error{Scenario: s.name, Err: err}
		}
		return p, nil
	})
	return s
}

// With returns the scenario with one more overlay, of that name and priority
// zero, and takes its name from it.
func (s *Scenario) With(name string, changes ...Change) (*Scenario, error) {
	return s.Apply(NewOverlay(name, changes...))
}

// Apply returns the scenario with more overlays on top of those it has, named
// after all of them. It returns all faults together:
//   - two changes touch the same parameter and year, or the same definition,
//     and no priority decides ([ErrConflict], naming both)
//   - a change names a parameter that the model does not have ([burden.ErrUnknownName]),
//     or in another unit ([burden.ErrUnit])
//   - a value is malformed, or outside the parameter's range ([burden.ErrOutOfRange])
//   - the changed model has a fault
//
// A change that changes no result is not an error; [Scenario.Warnings] reports it.
func (s *Scenario) Apply(overlays ...Overlay) (*Scenario, error) {
	r := &Scenario{base: s.base, from: s.from, to: s.to, lines: slices.Clone(s.lines)}
	r.overlays = slices.Concat(s.overlays, overlays)
	var names []string
	for _, o := range r.overlays {
		names = append(names, o.Name())
	}
	r.name = cmp.Or(strings.Join(names, " + "), s.name)
	if s.base == nil {
		return nil, &Error{Scenario: r.name, Err: burden.ErrIncomplete}
	}
	var faults []error
	for i, o := range r.overlays {
		if o.d == nil {
			faults = append(faults, &Error{Scenario: r.name, Err: burden.ErrIncomplete})
			continue
		}
		for j, c := range o.d.changes {
			if c.fault != nil {
				faults = append(faults, &Error{Scenario: o.d.name, Change: c.String(), Err: c.fault})
			}
			faults = append(faults, conflicts(r.overlays[:i], o, c, o.d.changes[:j])...)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	model, err := apply(s.base, r.overlays, nil)
	if err != nil {
		return nil, err
	}
	r.model = model
	// What the overlays add to the model is asked for too.
	for _, l := range model.Results() {
		if _, had := s.base.Line(l.Name()); !had {
			r.lines = append(r.lines, l)
		}
	}
	return r.ready(), nil
}

// conflicts reports what a change of overlay o has in common with earlier
// changes of the same overlay, and of earlier overlays of equal priority.
func conflicts(earlier []Overlay, o Overlay, c Change, own []Change) []error {
	var faults []error
	report := func(other string, d Change) {
		faults = append(faults, &Error{Scenario: o.d.name, Change: c.String(), Other: other, OtherChange: d.String(), Err: ErrConflict})
	}
	for _, e := range earlier {
		if e.d == nil || e.d == o.d || e.d.priority != o.d.priority {
			continue
		}
		for _, d := range e.d.changes {
			if c.touches(d) {
				report(e.d.name, d)
			}
		}
	}
	for _, d := range own {
		if c.touches(d) {
			report(o.d.name, d)
		}
	}
	return faults
}

// apply makes the model of a baseline under overlays, leaving out one change if named.
func apply(m *burden.Model, overlays []Overlay, without *Change) (*burden.Model, error) {
	sorted := slices.Clone(overlays)
	slices.SortStableFunc(sorted, func(a, b Overlay) int { return cmp.Compare(a.d.priority, b.d.priority) })
	for _, o := range sorted {
		var definitions []burden.Definition
		pending := map[string]burden.Series{} // of parameters changed more than once, in different years
		for i := range o.d.changes {
			c := &o.d.changes[i]
			if c == without {
				continue
			}
			if c.kind == define {
				definitions = append(definitions, c.definition)
				continue
			}
			p, ok := m.Param(c.param.Name())
			if !ok {
				return nil, &Error{Scenario: o.d.name, Change: c.String(), Err: &burden.Error{Model: m.ID(), Input: "parameter", Value: c.param.Name(), Err: burden.ErrUnknownName}}
			}
			if p.Unit() != c.param.Unit() {
				return nil, &Error{Scenario: o.d.name, Change: c.String(), Err: &burden.Error{Model: m.ID(), Input: "unit of " + p.Name(), Value: string(c.param.Unit()), Err: burden.ErrUnit}}
			}
			series, changed := pending[p.Name()]
			if !changed {
				series = p.Series()
			}
			pending[p.Name()] = c.alter(series, o.d.name)
			definitions = slices.DeleteFunc(definitions, func(d burden.Definition) bool {
				q, isParam := d.(burden.Param)
				return isParam && changed && q.Name() == p.Name()
			})
			definitions = append(definitions, p.Is(pending[p.Name()]))
		}
		changed, err := m.With(definitions...)
		if err != nil {
			return nil, &Error{Scenario: o.d.name, Err: err}
		}
		m = changed
	}
	return m, nil
}

// Merge returns one scenario with the overlays of all of them, each once. They
// share baseline and years. It returns the errors of [Scenario.Apply], and
// [ErrBaseline] if the baselines differ.
func Merge(scenarios ...*Scenario) (*Scenario, error) {
	if len(scenarios) == 0 || slices.Contains(scenarios, nil) {
		return nil, &Error{Scenario: "merge", Err: burden.ErrIncomplete}
	}
	first := scenarios[0]
	var overlays []Overlay
	for _, s := range scenarios {
		if s.base != first.base || s.from != first.from || s.to != first.to {
			return nil, &Error{Scenario: first.name, Other: s.name, Err: ErrBaseline}
		}
		for _, o := range s.overlays {
			if !slices.Contains(overlays, o) {
				overlays = append(overlays, o)
			}
		}
	}
	base := Baseline(first.base, first.from, first.to, first.lines...)
	return base.Apply(overlays...)
}

// Name returns the scenario's name: that of its overlays, joined by " + ".
func (s *Scenario) Name() string { return s.name }

// Named returns the scenario under another name.
func (s *Scenario) Named(name string) *Scenario {
	r := *s
	r.name = name
	return r.ready()
}

// Model returns the model as the overlays leave it.
func (s *Scenario) Model() *burden.Model { return s.model }

// Years returns the first and last year.
func (s *Scenario) Years() (from, to int) { return s.from, s.to }

// Lines returns the lines asked for: those named for the baseline or the
// baseline's results, and the lines that overlays add.
func (s *Scenario) Lines() []burden.Line { return slices.Clone(s.lines) }

// Project evaluates the scenario, once however often it is asked. Its errors
// are those of [burden.Model.Project], naming the scenario.
func (s *Scenario) Project() (*burden.Projection, error) { return s.project() }

// Warning is a change that does nothing.
type Warning struct {
	Overlay string // name of the overlay
	Change  string // what the change says
}

// String says what does nothing.
func (w Warning) String() string {
	return fmt.Sprintf("%s: %s changes no result", w.Overlay, w.Change)
}

// Warnings reports the changes without which every result would be the same:
// a value that was so already, a year nobody looks at, a ceiling that never
// binds. It returns an error where the scenario itself cannot be projected.
func (s *Scenario) Warnings() ([]Warning, error) {
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	var warnings []Warning
	for _, o := range s.overlays {
		for i := range o.d.changes {
			c := &o.d.changes[i]
			m, err := apply(s.base, s.overlays, c)
			if err != nil {
				continue // without it there is no model: it does something
			}
			q, err := m.Project(s.from, s.to, s.known(m)...)
			if err == nil && s.equal(p, q) {
				warnings = append(warnings, Warning{o.d.name, c.String()})
			}
		}
	}
	return warnings, nil
}

// known returns the lines asked for that a model has.
func (s *Scenario) known(m *burden.Model) []burden.Line {
	return slices.DeleteFunc(s.Lines(), func(l burden.Line) bool {
		_, ok := m.Line(l.Name())
		return !ok
	})
}

// equal reports whether two projections agree on every line asked for.
func (s *Scenario) equal(p, q *burden.Projection) bool {
	for _, l := range s.lines {
		for year := s.from; year <= s.to; year++ {
			a, errA := p.Value(l, year)
			b, errB := q.Value(l, year)
			if (errA == nil) != (errB == nil) || errA == nil && !a.Equal(b) {
				return false
			}
		}
	}
	return true
}
