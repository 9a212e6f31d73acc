package scenario

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
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

// Rank returns the overlay's priority.
func (o Overlay) Rank() int {
	if o.d == nil {
		return 0
	}
	return o.d.priority
}

// Changes returns what the overlay changes.
func (o Overlay) Changes() []Change {
	if o.d == nil {
		return nil
	}
	return slices.Clone(o.d.changes)
}

// MaxName is how many letters the name of an overlay may have, and in a document also that of a
// scenario or a sweep. More are an [burden.ErrTooLarge].
const MaxName = 128

// MaxScenarioChanges is how many changes the overlays of a scenario may have together.
const MaxScenarioChanges = 1 << 12

// maxFaults is how many faults of changes are told, but for those of the last change.
const maxFaults = 1 << 10

// Scenario is a model over years under overlays: a baseline has none. It is
// immutable and safe for concurrent use.
type Scenario struct {
	name     string
	given    string // by Named
	since    int    // how many overlays there were then
	base     *burden.Model
	model    *burden.Model
	from, to int
	lines    []burden.Line // asked for
	overlays []Overlay
	layers   []layer         // what the overlays change, in the order of application
	models   []*burden.Model // what each layer is applied on, and at the end the model
	project  func() (*burden.Projection, error)
}

// Baseline returns the scenario of a model as it is, over the years from to to.
// The lines asked for are the ones named, or else the model's results. It is named
// "baseline".
func Baseline(m *burden.Model, from, to int, lines ...burden.Line) *Scenario {
	s := &Scenario{base: m, model: m, models: []*burden.Model{m}, from: from, to: to, lines: slices.Clone(lines)}
	if m != nil && len(lines) == 0 {
		s.lines = m.Results()
	}
	return s.ready()
}

// ready names the scenario and prepares the projection, which is computed once,
// when first asked for.
func (s *Scenario) ready() *Scenario {
	var names []string
	if s.given != "" {
		names = append(names, s.given)
	}
	for _, o := range s.overlays[s.since:] {
		names = append(names, o.Name())
	}
	s.name = cmp.Or(strings.Join(names, " + "), "baseline")
	s.project = sync.OnceValues(func() (*burden.Projection, error) {
		if s.model == nil {
			return nil, incomplete(s.name, "model")
		}
		return s.projection(s.model.Project(s.from, s.to, s.lines...))
	})
	return s
}

// projection returns a projection of the model as the scenario's, or why there is none.
func (s *Scenario) projection(p *burden.Projection, err error) (*burden.Projection, error) {
	if err != nil {
		return nil, &Error{Scenario: s.name, Err: err}
	}
	if s.given == "" && len(s.overlays) == 0 {
		return p, nil
	}
	return p.Under(s.name, s.changeTexts()...), nil
}

// With returns the scenario with one more overlay, of that name and priority zero.
func (s *Scenario) With(name string, changes ...Change) (*Scenario, error) {
	return s.Apply(NewOverlay(name, changes...))
}

// Apply returns the scenario with more overlays on top of those it has, named
// after all of them, or by [Scenario.Named] and after those that came later.
// It returns all faults together:
//   - an overlay has no name, or no definition where there should be one ([burden.ErrIncomplete])
//   - two changes touch the same parameter and year, or the same definition,
//     and no priority decides ([ErrConflict], naming both)
//   - a change names a parameter that the model does not have ([burden.ErrUnknownName]),
//     or in another unit ([burden.ErrUnit])
//   - a value is malformed, or outside the parameter's range ([burden.ErrOutOfRange])
//   - the changed model has a fault
//   - there are more than [MaxScenarioChanges], or an overlay's name is longer than
//     [MaxName] ([burden.ErrTooLarge])
//
// Of an overlay the definitions are applied first, so that its other changes can be
// about parameters that come with them. A change that changes no result, or adds
// what the model did not have, is not an error; [Scenario.Warnings] reports it.
func (s *Scenario) Apply(overlays ...Overlay) (*Scenario, error) {
	if s == nil {
		return nil, incomplete("apply", "scenario")
	}
	r := *s
	r.overlays = slices.Concat(s.overlays, overlays)
	r.ready()
	if s.base == nil {
		return nil, incomplete(r.name, "model")
	}
	changes := 0
	for _, o := range r.overlays {
		if o.d != nil {
			changes += len(o.d.changes)
		}
	}
	if changes > MaxScenarioChanges {
		return nil, &Error{Scenario: r.name, Err: &burden.Error{Input: "changes", Detail: strconv.Itoa(changes) + " changes are more than the " + strconv.Itoa(MaxScenarioChanges) + " that a scenario takes; change a parameter in many years by one change, or define it", Err: burden.ErrTooLarge}}
	}
	faults, faulty := check(r.name, r.overlays, len(s.overlays))
	if len(faults) > maxFaults {
		return nil, errors.Join(append(faults, &Error{Scenario: r.name, Err: &burden.Error{Input: "faults", Detail: "there are more than " + strconv.Itoa(maxFaults) + " faults, and the others are not told; mend these first", Err: burden.ErrTooLarge}})...)
	}
	r.layers = layers(r.overlays, faulty)
	n := 0 // layers that are as they were
	for n < min(len(r.layers), len(s.layers)) && slices.Equal(r.layers[n].changes, s.layers[n].changes) {
		n++
	}
	r.models = slices.Clone(s.models[:n+1])
	stuck := false // on definitions with faults, which what follows may rest on
	for _, l := range r.layers[n:] {
		if stuck && l.defines() {
			break
		}
		m, found := l.apply(r.models[len(r.models)-1], s.base)
		if stuck {
			found = slices.DeleteFunc(found, func(err error) bool { return errors.Is(err, burden.ErrUnknownName) })
		}
		faults, r.models = append(faults, found...), append(r.models, m)
		if stuck {
			break
		}
		stuck = l.defines() && len(found) > 0
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	r.model = r.models[len(r.layers)]
	// What the overlays add to the model is asked for too.
	r.lines = union(r.lines, slices.DeleteFunc(r.model.Results(), func(l burden.Line) bool {
		_, had := s.base.Line(l.Name())
		return had
	}))
	return r.ready(), nil
}

// check returns what is wrong with overlays from the n-th on, of which those before
// are sound, and which changes are to blame, counted over all overlays.
func check(scenario string, overlays []Overlay, n int) (faults []error, faulty map[int]bool) {
	faulty = map[int]bool{}
	shared := touched(overlays)
	at := 0
	for i, o := range overlays {
		switch {
		case o.d == nil:
			faults = append(faults, incomplete(scenario, "overlay"))
			continue
		case o.d.name == "":
			faults = append(faults, incomplete(scenario, "name of an overlay"))
		case i >= n:
			if long := visible.TooLong("the name of an overlay", o.d.name, MaxName); long != "" {
				faults = append(faults, &Error{Scenario: scenario, Err: &burden.Error{Input: "name of an overlay", Detail: long, Err: burden.ErrTooLarge}})
			}
		}
		for j := range o.d.changes {
			if len(faults) > maxFaults {
				return faults, faulty
			}
			c := &o.d.changes[j]
			if i >= n {
				found := c.check(o.d.name)
				if found == nil && shared[subject{c.Name(), o.d.priority}] {
					found = conflicts(overlays[:i], o, *c, o.d.changes[:j])
				}
				faults = append(faults, found...)
				faulty[at] = found != nil
			}
			at++
		}
	}
	return faults, faulty
}

// check returns what is wrong with the change itself.
func (c *Change) check(overlay string) []error {
	if c.action == NoAction {
		return []error{&Error{Scenario: overlay, Change: c.String(), Err: burden.ErrIncomplete}}
	}
	return inside(overlay, c.String(), c.faults...)
}

// subject is what changes can be about that may conflict.
type subject struct {
	name     string
	priority int
}

// touched returns the subjects that two changes touch in a common year: without one there is
// no conflict, and changes need not be compared with each other.
func touched(overlays []Overlay) map[subject]bool {
	years := map[subject][]Years{}
	for _, o := range overlays {
		if o.d == nil {
			continue
		}
		for i := range o.d.changes {
			c := &o.d.changes[i]
			about := subject{c.Name(), o.d.priority}
			if c.action == SetTo || c.action == ScaleBy || c.action == ShiftBy {
				years[about] = append(years[about], c.years...)
			} else {
				years[about] = append(years[about], Years{math.MinInt, math.MaxInt}) // a definition is about all years
			}
		}
	}
	shared := map[subject]bool{}
	for about, list := range years {
		if overlapping(list) {
			shared[about] = true
		}
	}
	return shared
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
			if c.Touches(d) {
				report(e.d.name, d)
			}
		}
	}
	for _, d := range own {
		if c.Touches(d) {
			report(o.d.name, d)
		}
	}
	return faults
}

// union returns the lines of both lists, each once.
func union(a, b []burden.Line) []burden.Line {
	var list []burden.Line
	seen := map[handle]bool{}
	for _, l := range slices.Concat(a, b) {
		if !seen[handleOf(l)] {
			seen[handleOf(l)] = true
			list = append(list, l)
		}
	}
	return list
}

// handle is what makes two handles of a line the same.
type handle struct {
	name string
	unit burden.Unit
}

func handleOf(l burden.Line) handle { return handle{l.Name(), l.Unit()} }

// handles are the handles of lines.
func handles(lines []burden.Line) map[handle]bool {
	set := make(map[handle]bool, len(lines))
	for _, l := range lines {
		set[handleOf(l)] = true
	}
	return set
}

// overlaySet collects overlays, each once.
type overlaySet struct {
	list []Overlay
	in   map[Overlay]bool
}

func (s *overlaySet) add(overlays ...Overlay) {
	for _, o := range overlays {
		if !s.in[o] {
			if s.in == nil {
				s.in = map[Overlay]bool{}
			}
			s.in[o] = true
			s.list = append(s.list, o)
		}
	}
}

// Merge returns one scenario with the overlays of all of them, each once, and named
// after them. Their baselines are of the same years, and of the same model or of
// models of one id without a difference as [Diff] tells it; the first is taken. It
// returns the errors of [Scenario.Apply], and [ErrBaseline] if the baselines differ.
func Merge(scenarios ...*Scenario) (*Scenario, error) {
	if len(scenarios) == 0 || slices.Contains(scenarios, nil) {
		return nil, incomplete("merge", "scenario")
	}
	first := scenarios[0]
	var lines []burden.Line
	var overlays overlaySet
	for _, s := range scenarios {
		if !sameModel(s.base, first.base) || s.from != first.from || s.to != first.to {
			return nil, &Error{Scenario: first.name, Other: s.name, Err: ErrBaseline}
		}
		lines = append(lines, s.lines...)
		overlays.add(s.overlays...)
	}
	base := Baseline(first.base, first.from, first.to, union(lines, nil)...)
	return base.Apply(overlays.list...)
}

// Name returns the scenario's name: those of its overlays, joined by " + ", or
// "baseline" if there are none.
func (s *Scenario) Name() string {
	if s == nil {
		return ""
	}
	return s.name
}

// Named returns the scenario under another name, to which overlays that come later
// add theirs. The empty name gives it back the one it had from its overlays.
func (s *Scenario) Named(name string) *Scenario {
	if s == nil {
		return nil
	}
	r := *s
	r.given, r.since = name, len(s.overlays)
	if name == "" {
		r.since = 0
	}
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

// FirstYear returns the first year.
func (s *Scenario) FirstYear() int {
	if s == nil {
		return 0
	}
	return s.from
}

// LastYear returns the last year.
func (s *Scenario) LastYear() int {
	if s == nil {
		return 0
	}
	return s.to
}

// Baseline returns the model without the overlays.
func (s *Scenario) Baseline() *burden.Model {
	if s == nil {
		return nil
	}
	return s.base
}

// Overlays returns the overlays in the order in which they were applied.
func (s *Scenario) Overlays() []Overlay {
	if s == nil {
		return nil
	}
	return slices.Clone(s.overlays)
}

// Layers returns the models on the way from the baseline to the scenario: the baseline's,
// then the model after each group of changes that are applied together.
func (s *Scenario) Layers() []*burden.Model {
	if s == nil {
		return nil
	}
	return slices.Clone(s.models)
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
// are those of [burden.Model.Project], naming the scenario. Its explanations say which
// scenario they are of and what that changes.
func (s *Scenario) Project() (*burden.Projection, error) {
	if s == nil || s.project == nil {
		return nil, incomplete("project", "scenario")
	}
	return s.project()
}
