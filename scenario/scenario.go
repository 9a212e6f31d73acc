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
	if s == nil {
		return nil, &Error{Scenario: "apply", Err: burden.ErrIncomplete}
	}
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
	var faulty []*Change
	for i, o := range r.overlays {
		if o.d == nil {
			faults = append(faults, &Error{Scenario: r.name, Err: burden.ErrIncomplete})
			continue
		}
		for j := range o.d.changes {
			c := &o.d.changes[j]
			found := c.check(o.d.name)
			if found == nil {
				found = conflicts(r.overlays[:i], o, *c, o.d.changes[:j])
			}
			if found != nil {
				faults, faulty = append(faults, found...), append(faulty, c)
			}
		}
	}
	model, more := apply(s.base, r.overlays, faulty...)
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	r.model = model
	// What the overlays add to the model is asked for too.
	r.lines = union(r.lines, slices.DeleteFunc(model.Results(), func(l burden.Line) bool {
		_, had := s.base.Line(l.Name())
		return had
	}))
	return r.ready(), nil
}

// union returns the lines of both lists, each once.
func union(a, b []burden.Line) []burden.Line {
	var list []burden.Line
	for _, l := range slices.Concat(a, b) {
		if !slices.ContainsFunc(list, func(k burden.Line) bool { return k.Name() == l.Name() && k.Unit() == l.Unit() }) {
			list = append(list, l)
		}
	}
	return list
}

// check returns what is wrong with the change itself.
func (c *Change) check(overlay string) []error {
	if c.kind == nothing {
		return []error{&Error{Scenario: overlay, Change: c.String(), Err: burden.ErrIncomplete}}
	}
	return inside(overlay, c.String(), c.faults)
}

// inside says of faults in which overlay and change they are.
func inside(overlay, change string, faults []error) []error {
	var list []error
	for _, f := range faults {
		list = append(list, &Error{Scenario: overlay, Change: change, Err: f})
	}
	return list
}

// conflicts reports what a change of overlay o has in common with earlier
// changes of the same overlay, and of earlier overlays of equal priority.
func conflicts(earlier []Overlay, o Overlay, c Change, own []Change) []error {
	var faults []error
	report := func(other string, d Change) {
		faults = append(faults, &Error{Scenario: o.d.name, Change: c.String(), Other: other, OtherChange: d.String(), Err: ErrConflict})
	}
	for _, e := range earlier {
		if e.d == nil || e.d.priority != o.d.priority {
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

// apply makes the model of a baseline under overlays, leaving out some changes.
// It stops at an overlay whose definitions have faults, since what comes after
// may rest on them.
func apply(base *burden.Model, overlays []Overlay, without ...*Change) (*burden.Model, []error) {
	sorted := slices.DeleteFunc(slices.Clone(overlays), func(o Overlay) bool { return o.d == nil })
	slices.SortStableFunc(sorted, func(a, b Overlay) int { return cmp.Compare(a.d.priority, b.d.priority) })
	m := base
	var faults []error
	for _, o := range sorted {
		var definitions []burden.Definition
		place := map[string]int{} // in definitions, of a parameter that may be changed again, in other years
		for i := range o.d.changes {
			c := &o.d.changes[i]
			if slices.Contains(without, c) {
				continue
			}
			if c.kind == define {
				definitions = append(definitions, c.definition)
				continue
			}
			p, err := c.find(m, base)
			if err != nil {
				faults = append(faults, inside(o.d.name, c.String(), []error{err})...)
				continue
			}
			at, again := place[p.Name()]
			if again {
				p = definitions[at].(burden.Param)
			}
			changed := p.Is(c.alter(p.Series(), o.d.name))
			// A model of the parameter alone tells what is wrong with its new values.
			if _, err := burden.NewModel(m.ID(), changed); err != nil {
				faults = append(faults, inside(o.d.name, c.String(), burden.Faults(err))...)
				continue
			}
			if again {
				definitions[at] = changed
				continue
			}
			place[p.Name()] = len(definitions)
			definitions = append(definitions, changed)
		}
		changed, err := m.With(definitions...)
		if err != nil {
			return nil, append(faults, inside(o.d.name, "", burden.Faults(err))...)
		}
		m = changed
	}
	return m, faults
}

// find returns the parameter that the change is about: of the model, or else of
// the baseline, where a definition put in place of another no longer uses it.
func (c *Change) find(m, base *burden.Model) (burden.Param, error) {
	p, ok := m.Param(c.param.Name())
	if !ok {
		p, ok = base.Param(c.param.Name())
	}
	switch {
	case !ok:
		return p, &burden.Error{Model: m.ID(), Input: "parameter", Value: c.param.Name(), Err: burden.ErrUnknownName}
	case p.Unit() != c.param.Unit():
		return p, &burden.Error{Model: m.ID(), Input: "unit of " + p.Name(), Value: string(c.param.Unit()), Err: burden.ErrUnit}
	}
	return p, nil
}

// Merge returns one scenario with the overlays of all of them, each once. They
// share baseline and years. It returns the errors of [Scenario.Apply], and
// [ErrBaseline] if the baselines differ.
func Merge(scenarios ...*Scenario) (*Scenario, error) {
	if len(scenarios) == 0 || slices.Contains(scenarios, nil) {
		return nil, &Error{Scenario: "merge", Err: burden.ErrIncomplete}
	}
	first := scenarios[0]
	var lines []burden.Line
	var overlays []Overlay
	for _, s := range scenarios {
		if s.base != first.base || s.from != first.from || s.to != first.to {
			return nil, &Error{Scenario: first.name, Other: s.name, Err: ErrBaseline}
		}
		lines = union(lines, s.lines)
		for _, o := range s.overlays {
			if !slices.Contains(overlays, o) {
				overlays = append(overlays, o)
			}
		}
	}
	base := Baseline(first.base, first.from, first.to, lines...)
	return base.Apply(overlays...)
}

// Name returns the scenario's name: that of its overlays, joined by " + ".
func (s *Scenario) Name() string {
	if s == nil {
		return ""
	}
	return s.name
}

// Named returns the scenario under another name.
func (s *Scenario) Named(name string) *Scenario {
	if s == nil {
		return nil
	}
	r := *s
	r.name = name
	return r.ready()
}

// Model returns the model as the overlays leave it.
func (s *Scenario) Model() *burden.Model {
	if s == nil {
		return nil
	}
	return s.model
}

// Years returns the first and last year.
func (s *Scenario) Years() (from, to int) {
	if s == nil {
		return 0, 0
	}
	return s.from, s.to
}

// Lines returns the lines asked for: those named for the baseline or the
// baseline's results, and the lines that overlays add.
func (s *Scenario) Lines() []burden.Line {
	if s == nil {
		return nil
	}
	return slices.Clone(s.lines)
}

// Project evaluates the scenario, once however often it is asked. Its errors
// are those of [burden.Model.Project], naming the scenario.
func (s *Scenario) Project() (*burden.Projection, error) {
	if s == nil || s.project == nil {
		return nil, &Error{Scenario: "project", Err: burden.ErrIncomplete}
	}
	return s.project()
}

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
			m, faults := apply(s.base, s.overlays, c)
			if len(faults) > 0 {
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
