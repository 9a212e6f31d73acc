package scenario

import (
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/limit"
	"example.com/burdenshare/scenario/internal/tape"
)

// Event is what a fan counts, year by year: in how many runs a limit bound ([Binds]) or was
// reached ([Reached]), or one line was above another ([Above]). The zero Event is a fault
// of what uses it.
type Event struct {
	name        string
	line, above *burden.Line
	limit       *limitEvent
}

// Binds is the event that a limit binds: it changes the result. The limit is named as for
// [burden.Projection.Binding]: the parameter that is the ceiling or floor, a line that is
// one, or the limit's own formula, such as growth.Index().Ceiling. A parameter or line
// stands for every limit whose formula reads it.
//
//	scenario.Binds(agreement.Ceiling)
//
// In each run the event is what a projection of the run has on record
// ([burden.Projection.Limits]): of a rule that carries, that is the growth of the year and
// what was carried into it, against the limit. It needs nothing computed that the fan does
// not compute anyway; a year in which no formula with the limit is computed, such as the
// base year of an agreement, does not count. A limit of a member of a split is asked of the
// plain evaluator, which takes longer. The event's name is "<limit> binds".
func Binds(by burden.Operand) Event { return limited(by, false) }

// Reached is the event that a limit is reached without binding: what it limits is equal to
// it. Its name is "<limit> reached". See [Binds].
func Reached(by burden.Operand) Event { return limited(by, true) }

// Above is the event that a line is above another of the same unit. A year in which one of
// them is not applicable does not count. The event's name is "<line> above <other>".
//
// It does not say whether a ceiling binds: the raw growth of a rule may be below the ceiling
// while what is carried into the year makes it bind, and above it while an advance taken
// back keeps it from binding. [Binds] does.
func Above(line, other burden.Line) Event {
	return Event{name: line.Name() + " above " + other.Name(), line: &line, above: &other}
}

// Named returns the event under another name, which tables show and [Fan.Happens] takes.
func (e Event) Named(name string) Event {
	e.name = name
	return e
}

// Name returns the event's name.
func (e Event) Name() string { return e.name }

// metric returns what is measured of the event in a year, for a fan of a line. Of a limit
// it is 1 where it happened, 0 where not, and -1 where nothing with the limit was computed;
// else it is how far the line is above the other.
func (e Event) metric(of burden.Line, year int) Metric {
	if e.limit != nil {
		return sumOf(term{line: of, from: year, to: year, event: e.limit})
	}
	return At(*e.line, year).Minus(At(*e.above, year))
}

// applies reports whether the event counts in a year: whether its lines have a formula in
// it. Of a limit the runs say it.
func (e Event) applies(m *burden.Model, year int) bool {
	if e.limit != nil {
		return true
	}
	for _, l := range []*burden.Line{e.line, e.above} {
		if _, known := m.Line(l.Name()); known && !tape.Applicable(m, l.Name(), year) {
			return false // a line that is not known is reported by the sweep
		}
	}
	return true
}

// limitEvent is that a limit binds, or is reached without binding.
type limitEvent struct {
	limit   burden.Formula
	reached bool
	lines   []burden.Line // of the model, that have the limit; in every run the same
}

func limited(by burden.Operand, reached bool) Event {
	x := &limitEvent{limit: asFormula(by), reached: reached}
	return Event{name: x.String(), limit: x}
}

// String says what happens: "ceiling binds".
func (x *limitEvent) String() string {
	text := x.limit.String()
	if cut := firstLetters(text); len(cut) < len(text) {
		text = cut + "…"
	}
	if x.reached {
		return text + " reached"
	}
	return text + " binds"
}

// event returns what a metric is that is whether something happened to a limit, or nil.
func (m Metric) event() *limitEvent {
	if len(m.addends) != 1 || len(m.addends[0].terms) != 1 {
		return nil
	}
	return m.addends[0].terms[0].event
}

// of returns 1 if the event is on record of a projection in a year, 0 if not, and -1 if
// nothing that has the limit was computed in the year.
func (x *limitEvent) of(p *burden.Projection, year int) decimal.Decimal {
	looked := slices.ContainsFunc(x.lines, func(l burden.Line) bool {
		f, _ := p.Model().Formula(l)
		_, err := p.Value(l, year)
		return err == nil && x.in(inYear(f, year))
	})
	if !looked {
		return decimal.NewFromInt(-1)
	}
	years, reached := p.Binding(x.limit)
	if x.reached {
		years = reached
	}
	if slices.Contains(years, year) {
		return decimal.NewFromInt(1)
	}
	return decimal.Decimal{}
}

// inYear returns the piece of a line's formula that is in force in a year, zero if none is.
func inYear(f burden.Formula, year int) burden.Formula {
	n := f.Node()
	if n.Kind != burden.ByYearNode {
		return f
	}
	if i := n.InForce(year); i >= 0 {
		return n.Operands[i]
	}
	return burden.Formula{}
}

// in reports whether the limit stands in a formula.
func (x *limitEvent) in(f burden.Formula) bool {
	if slices.ContainsFunc(f.Limits(), func(l burden.Formula) bool { return l == x.limit || limit.Reads(l, x.limit.Node()) }) {
		return true
	}
	return slices.ContainsFunc(f.Node().Operands, x.in)
}

// on returns the event for a fan of a line of a model. It returns an error if the event can
// never count: the limit limits nothing that the line needs.
func (x *limitEvent) on(m *burden.Model, of burden.Line) (*limitEvent, error) {
	fault := &burden.Error{Model: m.ID(), Input: "event", Value: x.String(), Err: burden.ErrUnknownName}
	if x.limit == (burden.Formula{}) {
		fault.Err = burden.ErrIncomplete
		return nil, fault
	}
	text := x.limit.String()
	on := &limitEvent{limit: x.limit, reached: x.reached}
	met, needed := false, needs(m, of)
	for _, l := range m.Lines() {
		if f, _ := m.Formula(l); x.in(f) {
			on.lines = append(on.lines, l)
			met = met || needed[l.Name()]
		}
	}
	switch n := x.limit.Node(); {
	case met:
		return on, nil
	case len(on.lines) > 0:
		fault.Detail = of.Name() + " needs nothing that " + text + " limits; make the fan of a line that does, such as " + on.lines[0].Name()
	case n.Kind == burden.ParamNode:
		p := burden.NewParam(n.Name, n.Unit, burden.Series{})
		if _, err := paramOf(m, p); err != nil {
			return nil, err
		}
		fault.Detail = text + " is no ceiling or floor of any formula of the model"
	default:
		fault.Detail = text + " is no ceiling or floor of any formula of the model; name the parameter, the line or the formula that is the limit, such as growth.Index().Ceiling"
	}
	return nil, fault
}

// needs are the names of the lines that a line may need in any year, itself among them.
func needs(m *burden.Model, l burden.Line) map[string]bool {
	found := map[string]bool{l.Name(): true}
	for list := []string{l.Name()}; len(list) > 0; list = list[1:] {
		have, ok := m.Line(list[0])
		if !ok {
			continue
		}
		f, _ := m.Formula(have)
		burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
			if n.Kind == burden.LineNode && !found[n.Name] {
				found[n.Name] = true
				list = append(list, n.Name)
			}
			return true
		})
	}
	return found
}
