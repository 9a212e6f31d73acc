package scenario

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/display"
)

// Cause says why two versions of a model have something differently.
type Cause uint8

const (
	// NewData: a figure published later, another print, another source.
	NewData Cause = iota
	// ActualForForecast: an actual in place of what was assumed or expected.
	ActualForForecast
	// NewAssumption: a figure that the new version assumes.
	NewAssumption
	// NewRule: another definition of a line, a rule or a split, or a parameter in another
	// unit or on another year basis.
	NewRule
	// Restated: the same value with another source, status, stage or print, or a parameter
	// with another range, estimate or purpose. No number moves.
	Restated
)

var causeNames = [...]string{"new data", "actual for forecast", "changed assumption", "changed rule", "restated"}

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
	return visible.Text(r.Name + when + ": " + r.From + " became " + r.To + " (" + r.Cause.String() + ")")
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
//   - the new one is executed and the old one was not, or the old one was assumed and the
//     new one is attested and not merely expected: an actual for a forecast
//   - the new one is assumed, or the old one was: a changed assumption
//   - anything else: new data
//
// A parameter that is new is listed by what its figures are; what it does to a number
// belongs, in a bridge, to the rule that reads it.
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
		r.changes = append(r.changes, revisedFigures(name, x, y)...)
		if inOld && inNew && kindText(x) != kindText(y) {
			r.changes = append(r.changes, Revised{Name: name, Cause: NewRule, From: kindText(x), To: kindText(y)})
		}
		if inOld && inNew && termsText(x) != termsText(y) {
			r.changes = append(r.changes, Revised{Name: name, Cause: Restated, From: termsText(x), To: termsText(y)})
		}
	}
	olds, news := definitionsByName(a), definitionsByName(b)
	for _, name := range definedNames(a, b) {
		x, y := olds[name], news[name]
		from, to := orNone(definitionText(a, x)), orNone(definitionText(b, y))
		if u, v := aspects(a, x), aspects(b, y); u != v {
			from, to = from+", "+u, to+", "+v
		}
		if from != to {
			r.changes = append(r.changes, Revised{Name: name, Cause: NewRule, From: from, To: to})
		}
	}
	return r, nil
}

// Changes lists what was revised.
func (r *Revision) Changes() []Revised {
	if r == nil {
		return nil
	}
	return slices.Clone(r.changes)
}

// String lists what was revised, a line each.
func (r *Revision) String() string {
	if len(r.Changes()) == 0 {
		return "nothing was revised\n"
	}
	var b strings.Builder
	for _, c := range r.Changes() {
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
// step to the step, to the last digit. Of a kind with more than [MaxChanges] changes there
// are no parts, only the step. Its errors are those of [Attribute].
func (r *Revision) Bridge(m Metric, quantum string) (*Bridge, error) {
	if r == nil {
		return nil, incomplete("bridge", "revision")
	}
	g, err := newGame(r.old, r.new, m)
	if err != nil {
		return nil, err
	}
	causes := g.byCause(r.changes)
	var groups [][]int
	var names []string
	var kinds []Cause
	for c := range Restated {
		var members []int
		for i := range g.players {
			if causes[i] == c {
				members = append(members, i)
			}
		}
		if len(members) > 0 {
			groups, names, kinds = append(groups, members), append(names, c.String()), append(kinds, c)
		}
	}
	if slices.ContainsFunc(groups, func(g []int) bool { return len(g) > MaxChanges }) {
		return g.wholes(groups, kinds, quantum)
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

// wholes is the bridge of kinds of cause that have too many changes to tell apart.
func (g *game) wholes(groups [][]int, kinds []Cause, quantum string) (*Bridge, error) {
	all := coalition{}
	a := &Attribution{Metric: g.metric}
	for k, group := range groups {
		all = all.with(group...)
		others := slices.Concat(groups[:k], groups[k+1:])
		share := new(big.Rat)
		for c, n := range unions(coalition{}, others) {
			before, err := g.value(c)
			if err != nil {
				return nil, err
			}
			after, err := g.value(c.with(group...))
			if err != nil {
				return nil, err
			}
			w := orderWeight(n, len(groups))
			share.Add(share, w.Mul(w, after.Sub(before).Rat()))
		}
		a.Effects = append(a.Effects, Effect{Name: kinds[k].String(), share: share})
	}
	var err error
	if a.Baseline, err = g.value(coalition{}); err != nil {
		return nil, err
	}
	if a.Alternative, err = g.value(all); err != nil {
		return nil, err
	}
	a.Difference = a.Alternative.Sub(a.Baseline)
	parts, err := a.Parts(quantum)
	if err != nil {
		return nil, err
	}
	b := &Bridge{Metric: g.metric, Old: a.Baseline, New: a.Alternative, quantum: quantum}
	for k, p := range parts {
		b.Steps = append(b.Steps, BridgeStep{Cause: kinds[k], Amount: p.Amount})
	}
	return b, nil
}

// byCause splits the change of a parameter whose years changed for different causes
// into one for each, and returns the cause of every change.
func (g *game) byCause(changes []Revised) []Cause {
	var players []player
	var causes []Cause
	of := map[string][]Revised{}
	for _, c := range changes {
		if c.Cause != Restated {
			of[c.Name] = append(of[c.Name], c)
		}
	}
	for _, p := range g.players {
		if p.structure {
			players, causes = append(players, p), append(causes, NewRule)
			continue
		}
		byCause := map[Cause][]Revised{}
		for _, c := range of[p.name] {
			byCause[c.Cause] = append(byCause[c.Cause], c)
		}
		if len(byCause[NewRule]) > 0 { // in another unit, or by other years: no part of it stands alone
			players, causes = append(players, p), append(causes, NewRule)
			continue
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
	var set []burden.Span
	for _, r := range list {
		if r.New != nil {
			set = append(set, burden.Span{From: r.Years.from, To: r.Years.to, Entry: *r.New})
		}
	}
	if _, known := s.Basis(); len(set) == len(list) || !known {
		s = s.SetSpans(set...)
		for i := 0; i < len(list); { // a series that fits any basis has figures in all years: those that go are neighbours
			if list[i].New != nil {
				i++
				continue
			}
			gone := list[i].Years
			for i++; i < len(list) && list[i].New == nil && list[i].Years.from == gone.to+1; i++ {
				gone.to = list[i].Years.to
			}
			s = s.Without(gone.from, gone.to)
		}
		return s
	}
	// All that stays is cut out of the series at once.
	rest := s.Spans()
	var spans []burden.Span
	for _, r := range list { // by year
		before, after := split(rest, r.Years.from)
		_, after = split(after, r.Years.to+1)
		spans, rest = append(spans, before...), after
		if r.New != nil {
			spans = append(spans, burden.Span{From: r.Years.from, To: r.Years.to, Entry: *r.New})
		}
	}
	return onBasisOf(s, append(spans, rest...))
}

// String writes the bridge as a text table, parts indented under their step.
func (b *Bridge) String() string {
	if b == nil {
		return ""
	}
	unit := b.Metric.Unit()
	show := func(d decimal.Decimal) string { return Value{d, true}.Show(unit) }
	cells := [][]string{{"old", show(b.Old)}}
	for _, s := range b.Steps {
		cells = append(cells, []string{s.Cause.String(), show(s.Amount)})
		for _, p := range s.Parts {
			cells = append(cells, []string{"  " + p.Name, show(p.Amount)})
		}
	}
	cells = append(cells, []string{"new", show(b.New)})
	return fmt.Sprintf("%s, %s\n%ssteps in multiples of %s, largest remainder\n", b.Metric, cmp.Or(visible.Text(string(unit)), "ratio"), display.Align(cells, 1), b.quantum)
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
		if inOld == inNew && (!inOld || a.Equal(b)) {
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

// cause says why a figure changed.
func cause(old, new *burden.Entry) Cause {
	switch {
	case old != nil && new != nil && old.Value.Equal(new.Value):
		return Restated
	case old != nil && new != nil && actual(*new) && (old.Status == burden.Assumed || new.Stage == burden.Executed && old.Stage != burden.Executed):
		return ActualForForecast
	case old != nil && old.Status == burden.Assumed, new != nil && new.Status == burden.Assumed:
		return NewAssumption
	}
	return NewData
}

// actual reports whether a figure is attested and not merely expected.
func actual(e burden.Entry) bool {
	attested := e.Status == burden.Confirmed || e.Status == burden.Derived || e.Status == burden.Brief
	return (attested || e.Stage == burden.Executed && e.Status != burden.Assumed) && e.Stage != burden.Expected
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

// kindText writes a parameter's unit and year basis.
func kindText(p burden.Param) string {
	text := cmp.Or(string(p.Unit()), "ratio")
	if basis, known := p.Series().Basis(); known {
		text += ", " + basis.String() + " years"
	}
	return text
}

// aspects writes measure and year basis of a definition's lines.
func aspects(m *burden.Model, d burden.Definition) string {
	var parts []string
	for _, l := range definedLines(d) {
		parts = append(parts, aspect(m, l.Name()))
	}
	return strings.Join(parts, "; ")
}

// paramNames are the names of both models' parameters, in order.
func paramNames(models ...*burden.Model) []string {
	var names []string
	seen := map[string]bool{}
	for _, m := range models {
		for _, p := range m.Params() {
			if !seen[p.Name()] {
				seen[p.Name()] = true
				names = append(names, p.Name())
			}
		}
	}
	return names
}

// definedNames are the names of both models' definitions other than parameters, in order.
func definedNames(models ...*burden.Model) []string {
	var names []string
	seen := map[string]bool{}
	for _, m := range models {
		for _, d := range m.Definitions() {
			if _, isParam := d.(burden.Param); !isParam && !seen[definedName(d)] {
				seen[definedName(d)] = true
				names = append(names, definedName(d))
			}
		}
	}
	return names
}

// definitionsByName are the definitions of a model, which [burden.Model.Definition] finds
// one by one.
func definitionsByName(m *burden.Model) map[string]burden.Definition {
	definitions := map[string]burden.Definition{}
	for _, d := range slices.Backward(m.Definitions()) {
		definitions[definedName(d)] = d
	}
	return definitions
}
