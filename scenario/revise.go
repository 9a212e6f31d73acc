package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Cause says why two versions of a model have something differently.
type Cause uint8

const (
	// NewData: a figure published later, another print, another source.
	NewData Cause = iota
	// NewAssumption: a figure that the new version assumes.
	NewAssumption
	// ActualForForecast: an actual in place of what was assumed or expected.
	ActualForForecast
	// NewRule: another definition of a line, a rule or a split.
	NewRule
	// Restated: the same value with another source, status, stage or print, or with
	// another range or estimate. No number moves.
	Restated
)

var causeNames = [...]string{"new data", "changed assumption", "actual for forecast", "changed rule", "restated"}

// String returns the cause in words.
func (c Cause) String() string {
	if int(c) < len(causeNames) {
		return causeNames[c]
	}
	return "unknown cause"
}

// Revised is one thing that two versions have differently.
type Revised struct {
	Name  string
	Cause Cause
	// Years are the years of a parameter's figure; of a definition they are zero.
	Years Years
	// Old and New are the figures of a parameter, nil where a version has none.
	Old, New *burden.Entry
	// From and To are what each version has, as text, "none" where it has nothing.
	From, To string
}

// String says in one line what was revised, from what to what, and why.
func (r Revised) String() string {
	when := ""
	if r.Years != (Years{}) && r.Years != (Years{burden.MinYear, burden.MaxYear}) {
		when = " " + r.Years.String()
	}
	return r.Name + when + ": " + r.From + " became " + r.To + " (" + r.Cause.String() + ")"
}

// Revision is what changed between two versions of a model.
type Revision struct {
	old, new *Scenario
	changes  []Revised
}

// Revise compares two versions of a scenario, or of a model by [Baseline]: every figure
// of a parameter by value, source, status, stage and print, and every definition. What
// changed in the order of the models, a parameter's figures by year.
//
// The cause of a changed value is read from the figures themselves:
//   - the new one is executed, or no longer assumed where the old one was: an actual for a forecast
//   - the new one is assumed: a changed assumption
//   - anything else: new data
//
// It returns an error if a version has no model.
func Revise(old, new *Scenario) (*Revision, error) {
	if old == nil || new == nil || old.model == nil || new.model == nil {
		return nil, incomplete("revision", "version")
	}
	r := &Revision{old: old, new: new}
	a, b := old.model, new.model
	for _, name := range paramNames(a, b) {
		x, inOld := a.Param(name)
		y, inNew := b.Param(name)
		changed := revisedFigures(name, x, y)
		if len(changed) == 0 && inOld && inNew && termsText(x) != termsText(y) {
			changed = []Revised{{Name: name, Cause: Restated, From: termsText(x), To: termsText(y)}}
		}
		r.changes = append(r.changes, changed...)
	}
	for _, name := range definedNames(a, b) {
		x, _ := a.Definition(name)
		y, _ := b.Definition(name)
		from, to := orNone(definitionText(a, x)), orNone(definitionText(b, y))
		if from != to {
			r.changes = append(r.changes, Revised{Name: name, Cause: NewRule, From: from, To: to})
		}
	}
	return r, nil
}

// Changes lists what was revised.
func (r *Revision) Changes() []Revised { return slices.Clone(r.changes) }

// String lists what was revised, a line each.
func (r *Revision) String() string {
	if len(r.changes) == 0 {
		return "nothing was revised\n"
	}
	var b strings.Builder
	for _, c := range r.changes {
		b.WriteString(c.String() + "\n")
	}
	return b.String()
}

// Bridge leads from the old figure to the new by kind of cause.
type Bridge struct {
	Metric   Metric
	Old, New decimal.Decimal
	Steps    []BridgeStep // in order of the causes, those that moved nothing included
	quantum  string
}

// BridgeStep is what one kind of cause moved, and what of it each change did.
type BridgeStep struct {
	Cause  Cause
	Amount decimal.Decimal
	Parts  []Part
}

// Bridge splits the difference of a metric between the versions over the kinds of cause,
// and each kind over what was revised: the Owen value, as of [AttributeGroups], rounded
// to multiples of the quantum such that steps sum to the difference, and the parts of a
// step to the step, to the last digit. Its errors are those of [Attribute].
func (r *Revision) Bridge(m Metric, quantum string) (*Bridge, error) {
	g, err := newGame(r.old, r.new, m)
	if err != nil {
		return nil, err
	}
	causes := g.byCause(r.changes)
	var groups [][]int
	var names []string
	for c := range Restated {
		var members []int
		for i := range g.players {
			if causes[i] == c {
				members = append(members, i)
			}
		}
		if len(members) > 0 {
			groups, names = append(groups, members), append(names, c.String())
		}
	}
	a, err := g.owen(groups, names)
	if err != nil {
		return nil, err
	}
	parts, err := a.Parts(quantum)
	if err != nil {
		return nil, err
	}
	b := &Bridge{Metric: m, Old: a.Baseline, New: a.Alternative, quantum: quantum}
	for c := range Restated {
		step := BridgeStep{Cause: c}
		for i, p := range parts {
			if causes[i] == c {
				step.Parts = append(step.Parts, p)
				step.Amount = step.Amount.Add(p.Amount)
			}
		}
		if len(step.Parts) > 0 {
			b.Steps = append(b.Steps, step)
		}
	}
	return b, nil
}

// byCause splits the change of a parameter whose years changed for different causes
// into one for each, and returns the cause of every change.
func (g *game) byCause(changes []Revised) []Cause {
	var players []player
	var causes []Cause
	for _, p := range g.players {
		if p.structure {
			players, causes = append(players, p), append(causes, NewRule)
			continue
		}
		byCause := map[Cause][]Revised{}
		for _, c := range changes {
			if c.Name == p.name && c.Cause != Restated {
				byCause[c.Cause] = append(byCause[c.Cause], c)
			}
		}
		for c := range Restated {
			list := byCause[c]
			if len(list) == 0 {
				continue
			}
			q := p
			if len(byCause) > 1 {
				old, _ := g.start.Param(p.name)
				q.patch = func(s burden.Series) burden.Series { return patched(s, list) }
				q.definition = old
				q.from, q.to = list[0].From, list[0].To
			}
			players, causes = append(players, q), append(causes, c)
		}
	}
	g.players = players
	return causes
}

// patched returns a series with the figures of a revision in place of those there.
func patched(s burden.Series, list []Revised) burden.Series {
	for _, r := range list {
		if r.New != nil {
			s = s.Set(r.Years.from, r.Years.to, *r.New)
			continue
		}
		basis, known := s.Basis()
		var spans []burden.Span
		for _, p := range s.Spans() {
			if p.From < r.Years.from {
				spans = append(spans, burden.Span{From: p.From, To: min(p.To, r.Years.from-1), Entry: p.Entry})
			}
			if p.To > r.Years.to {
				spans = append(spans, burden.Span{From: max(p.From, r.Years.to+1), To: p.To, Entry: p.Entry})
			}
		}
		s = burden.NewSeries(spans...)
		if known {
			s = s.On(basis)
		}
	}
	return s
}

// String writes the bridge as a text table, parts indented under their step.
func (b *Bridge) String() string {
	unit := b.Metric.Unit()
	show := func(d decimal.Decimal) string { return Value{d, true}.show(unit) }
	cells := [][]string{{"old", show(b.Old)}}
	for _, s := range b.Steps {
		cells = append(cells, []string{s.Cause.String(), show(s.Amount)})
		for _, p := range s.Parts {
			cells = append(cells, []string{"  " + p.Name, show(p.Amount)})
		}
	}
	cells = append(cells, []string{"new", show(b.New)})
	return fmt.Sprintf("%s, %s\n%ssteps in multiples of %s, largest remainder\n", b.Metric, cmp.Or(string(unit), "ratio"), align(cells, 1), b.quantum)
}

// revisedFigures lists the years in which a parameter's figures differ, joined while
// both versions stay the same.
func revisedFigures(name string, x, y burden.Param) []Revised {
	old, new := x.Series(), y.Series()
	var bounds []int
	for _, s := range slices.Concat(old.Spans(), new.Spans()) {
		bounds = append(bounds, s.From, s.To+1)
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var list []Revised
	for i := range len(bounds) - 1 {
		from, to := bounds[i], bounds[i+1]-1
		r := Revised{Name: name, Years: Years{from, to}, From: "none", To: "none"}
		a, inOld := old.At(from)
		b, inNew := new.At(from)
		if inOld {
			r.Old, r.From = &a, figureText(a, x.Unit())
		}
		if inNew {
			r.New, r.To = &b, figureText(b, y.Unit())
		}
		if same := inOld == inNew && (!inOld || equalEntry(a, b)); same && x.Unit() == y.Unit() {
			continue
		}
		r.Cause = cause(r.Old, r.New)
		if n := len(list); n > 0 && list[n-1].Years.to == from-1 && list[n-1].Cause == r.Cause &&
			list[n-1].From == r.From && list[n-1].To == r.To {
			list[n-1].Years.to = to
			continue
		}
		list = append(list, r)
	}
	return list
}

func equalEntry(a, b burden.Entry) bool {
	return a.Value.Equal(b.Value) && a.Source == b.Source && a.Status == b.Status && a.Stage == b.Stage && a.Print == b.Print
}

// cause says why a figure changed.
func cause(old, new *burden.Entry) Cause {
	switch {
	case old != nil && new != nil && old.Value.Equal(new.Value):
		return Restated
	case new == nil && old.Status == burden.Assumed, new != nil && new.Status == burden.Assumed:
		return NewAssumption
	case old == nil || new == nil:
		return NewData
	case old.Status == burden.Assumed, new.Stage == burden.Executed && old.Stage != burden.Executed:
		return ActualForForecast
	}
	return NewData
}

// figureText writes a figure with what is known about it.
func figureText(e burden.Entry, u burden.Unit) string {
	var parts []string
	for _, s := range []string{e.Print, e.Stage.String(), e.Status.String()} {
		if s != "" && s != burden.Unstated.String() {
			parts = append(parts, s)
		}
	}
	text := burden.Show(e.Value, u)
	if len(parts) > 0 {
		text += " [" + strings.Join(parts, ", ") + "]"
	}
	return text
}

// termsText writes what a parameter is besides its series.
func termsText(p burden.Param) string {
	var parts []string
	if low, high, ok := p.Range(); ok {
		parts = append(parts, "within "+burden.Text(low)+" to "+burden.Text(high))
	}
	if e, ok := p.Estimate(); ok {
		parts = append(parts, "estimated "+burden.Text(e.Low)+", "+burden.Text(e.Central)+", "+burden.Text(e.High))
	}
	if p.Purpose() != "" {
		parts = append(parts, p.Purpose())
	}
	return orNone(strings.Join(parts, "; "))
}

// paramNames are the names of both models' parameters, in order.
func paramNames(models ...*burden.Model) []string {
	var names []string
	for _, m := range models {
		for _, p := range m.Params() {
			if !slices.Contains(names, p.Name()) {
				names = append(names, p.Name())
			}
		}
	}
	return names
}

// definedNames are the names of both models' definitions other than parameters, in order.
func definedNames(models ...*burden.Model) []string {
	var names []string
	for _, m := range models {
		for _, d := range m.Definitions() {
			if _, isParam := d.(burden.Param); !isParam && !slices.Contains(names, definedName(d)) {
				names = append(names, definedName(d))
			}
		}
	}
	return names
}
