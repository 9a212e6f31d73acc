package scenario

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
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
// In each run the event is what a projection of the fan's line has on record
// ([burden.Projection.Limits]). Of a rule that carries, that is the growth of the year and
// what was carried into it, against the limit. It counts limits in the lines that the fan's
// line needs in the run, whatever other events need. A year in which no formula with the
// limit is computed, such as the base year of an agreement, does not count. Limits of a
// split's members are slower: every run goes through the plain evaluator.
//
// The event's name is "<limit> binds", with the limit's whole text. Two limits of one text
// have one name: [Event.Named] gives another.
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

// metric returns what is measured of the event in a year. Of a limit it is 1 where it
// happened, 0 where not, and -1 where nothing with the limit was computed; else it is how
// far the line is above the other. A limit's metric goes by the event's name: the text of a
// limit does not tell it from another.
func (e Event) metric(year int) Metric {
	if e.limit != nil {
		return sumOf(term{line: e.limit.of, from: year, to: year, event: e.limit})
	}
	return At(*e.line, year).Minus(At(*e.above, year))
}

// measured is the name of what is measured of the event in a year.
func (e Event) measured(year int) string {
	if e.limit != nil {
		return visible.Text(e.name + " " + strconv.Itoa(year))
	}
	return e.metric(year).String()
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

// limitEvent is that a limit binds, or is reached without binding, in what a line needs.
type limitEvent struct {
	name    string // of the event
	limit   burden.Formula
	reached bool
	of      burden.Line   // the fan's
	lines   []burden.Line // that it needs, and that have the limit
}

func limited(by burden.Operand, reached bool) Event {
	x := &limitEvent{limit: burden.Sum(by), reached: reached}
	happens := " binds"
	if reached {
		happens = " reached"
	}
	return Event{name: x.limit.String() + happens, limit: x}
}

// event returns what a metric is that is whether something happened to a limit, or nil.
func (m Metric) event() *limitEvent {
	if len(m.addends) != 1 || len(m.addends[0].terms) != 1 {
		return nil
	}
	return m.addends[0].terms[0].event
}

// onRecord is what a projection of a fan's line has on record of limits, by year: 1, 0 or
// -1, as of [Event.metric].
type onRecord map[*limitEvent]map[int]decimal.Decimal

// record returns what is on record of the events among metrics. If the projection computed
// more than the line of an event, because others need it, that line is projected alone.
func record(p *burden.Projection, from, to int, needs []burden.LineYears, metrics []Metric) (onRecord, error) {
	found := onRecord{}
	for _, m := range metrics {
		x := m.event()
		if x == nil || found[x] != nil {
			continue
		}
		own := burden.LineYears{Line: x.of, From: from, To: to}
		if len(needs) != 1 || needs[0].Line.Name() != x.of.Name() {
			var err error
			if p, err = p.Model().ProjectOnly(from, to, own); err != nil {
				return nil, err
			}
			needs = []burden.LineYears{own}
		}
		years, reached := p.Binding(x.limit)
		if x.reached {
			years = reached
		}
		found[x] = map[int]decimal.Decimal{}
		for year := from; year <= to; year++ {
			switch {
			case !x.computed(p, year):
				found[x][year] = decimal.NewFromInt(-1)
			case slices.Contains(years, year):
				found[x][year] = decimal.NewFromInt(1)
			}
		}
	}
	return found, nil
}

// computed reports whether something that has the limit was computed in a year.
func (x *limitEvent) computed(p *burden.Projection, year int) bool {
	return slices.ContainsFunc(x.lines, func(l burden.Line) bool {
		f, _ := p.Model().Formula(l)
		_, err := p.Value(l, year)
		return err == nil && limit.In(inForce(f, year), x.limit)
	})
}

// on returns the event, under its name, for a fan of a line of a model. It returns an error
// if the event can never count: the limit limits nothing that the line needs.
func (x *limitEvent) on(m *burden.Model, name string, of burden.Line) (*limitEvent, error) {
	fault := &burden.Error{Model: m.ID(), Input: "event", Value: name, Err: burden.ErrUnknownName}
	if x.limit == (burden.Formula{}) {
		fault.Err = burden.ErrIncomplete
		return nil, fault
	}
	text := visible.Clip(x.limit.String(), maxChangeTold)
	on := &limitEvent{name: name, limit: x.limit, reached: x.reached, of: of}
	lines, needed := limit.Lines(m, x.limit), needs(m, of)
	for _, l := range lines {
		if needed[l.Name()] {
			on.lines = append(on.lines, l)
		}
	}
	switch n := x.limit.Node(); {
	case len(on.lines) > 0:
		return on, nil
	case len(lines) > 0:
		fault.Detail = of.Name() + " needs nothing that " + text + " limits; make the fan of a line that does, such as " + lines[0].Name()
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
