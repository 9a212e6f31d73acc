package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// Change is one change to a model: a parameter set, scaled or shifted, or a
// definition replaced. It is immutable.
type Change struct {
	action     Action
	param      burden.Param
	about      string // the parameter's name, which is asked for often
	number     decimal.Decimal
	text       string // of a number that is none, as given
	years      []Years
	definition burden.Definition
	faults     []error
}

// Action says what a change does.
type Action uint8

const (
	// NoAction is the action of the zero Change, which is a fault.
	NoAction Action = iota
	// SetTo gives a parameter a value.
	SetTo
	// ScaleBy multiplies the values of a parameter by a factor.
	ScaleBy
	// ShiftBy adds an amount to the values of a parameter.
	ShiftBy
	// Redefine puts a definition in place of another.
	Redefine
)

// Years are the years a change applies to.
type Years struct{ from, to int }

// In is one year.
func In(year int) Years { return Years{year, year} }

// From is a year and all after it.
func From(year int) Years { return Years{year, burden.MaxYear} }

// Between is the years from one to another, both included.
func Between(from, to int) Years { return Years{from, to} }

// First returns the first of the years.
func (y Years) First() int { return y.from }

// Last returns the last year, inclusive. For From(y) it is [burden.MaxYear].
func (y Years) Last() int { return y.to }

// Set returns the change that gives a parameter a value, in all years or in the
// years named. Where the parameter had none, it gets one.
func Set[N burden.Number](p burden.Param, value N, years ...Years) Change {
	return change(SetTo, p, value, years)
}

// Scale returns the change that multiplies a parameter's values by a factor, in
// all years or in the years named. Years without a value stay without.
func Scale[N burden.Number](p burden.Param, factor N, years ...Years) Change {
	return change(ScaleBy, p, factor, years)
}

// Shift returns the change that adds an amount, in the parameter's unit, to its
// values, in all years or in the years named. Years without a value stay without.
func Shift[N burden.Number](p burden.Param, by N, years ...Years) Change {
	return change(ShiftBy, p, by, years)
}

func change[N burden.Number](k Action, p burden.Param, value N, years []Years) Change {
	c := Change{action: k, param: p, about: p.Name(), years: slices.Clone(years)}
	if len(years) == 0 {
		c.years = []Years{{burden.MinYear, burden.MaxYear}}
	}
	if p.Name() == "" {
		c.faulty("parameter", "", burden.ErrIncomplete)
	}
	number, fault := readNumber(value)
	if fault != nil {
		c.text = fault.Value
		c.faulty("number", fault.Value, fault.Err)
	}
	c.number = number
	if len(c.years) > maxYears {
		c.faults = append(c.faults, &burden.Error{Input: "years", Detail: strconv.Itoa(len(c.years)) + " stretches of years are more than the " + strconv.Itoa(maxYears) + " that a change takes; join neighbours", Err: burden.ErrTooLarge})
		c.years = c.years[:1]
	}
	twice := overlapping(c.years)
	for i, y := range c.years {
		if y.from < burden.MinYear || y.to > burden.MaxYear || y.to < y.from {
			c.faulty("years", y.String(), burden.ErrOutOfRange)
		}
		if twice && slices.ContainsFunc(c.years[:i], y.Overlaps) {
			c.faulty("years", y.String(), burden.ErrDuplicate)
		}
	}
	return c
}

// maxYears bounds the stretches of years of one change: each other year there is.
const maxYears = burden.MaxYear / 2

func (c *Change) faulty(input, value string, cause error) {
	c.faults = append(c.faults, &burden.Error{Input: input, Value: value, Err: cause})
}

// Define returns the change that puts a definition in place of the model's of
// the same name: a line, a rule, or a parameter's whole series. A definition of a
// new name is added, and [Scenario.Warnings] says so.
func Define(d burden.Definition) Change {
	c := Change{action: Redefine, definition: d}
	switch d.(type) {
	case burden.LineDefinition, burden.IndexRule, burden.SplitRule, burden.Param:
	case burden.Definitions:
		c.definition = nil
		c.faults = append(c.faults, &burden.Error{Input: "definition", Detail: "a group of definitions is no single change; define each of them", Err: burden.ErrIncomplete})
	default: // a pointer to one, which may be nil, is no definition
		c.definition = nil
		c.faulty("definition", "", burden.ErrIncomplete)
	}
	return c
}

// String says what the change does: "set ceiling to 0.05 in 2010".
func (c Change) String() string {
	switch c.action {
	case NoAction:
		return "no change"
	case Redefine:
		return visible.Text("define " + definedName(c.definition))
	}
	verb := [...]string{SetTo: "set %s to %s", ScaleBy: "scale %s by %s", ShiftBy: "shift %s by %s"}[c.action]
	s := fmt.Sprintf(verb, c.param.Name(), cmp.Or(c.text, burden.Text(c.number)))
	var when []string
	for _, y := range c.years {
		if y != (Years{burden.MinYear, burden.MaxYear}) {
			when = append(when, y.String())
		}
	}
	return visible.Text(strings.TrimSuffix(s+" "+strings.Join(when, " and "), " "))
}

// String writes the years as words: "in 2010", "from 2010", "from 2010 to 2013".
func (y Years) String() string {
	switch {
	case y.from == y.to:
		return "in " + strconv.Itoa(y.from)
	case y.to == burden.MaxYear:
		return "from " + strconv.Itoa(y.from)
	}
	return "from " + strconv.Itoa(y.from) + " to " + strconv.Itoa(y.to)
}

// Overlaps reports whether both have a year in common.
func (y Years) Overlaps(z Years) bool { return y.from <= z.to && z.from <= y.to }

// overlapping reports whether two of the years have a year in common.
func overlapping(years []Years) bool {
	list := slices.SortedFunc(slices.Values(years), func(a, b Years) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(list); i++ {
		if list[i].Overlaps(list[i-1]) {
			return true
		}
		list[i].to = max(list[i].to, list[i-1].to)
	}
	return false
}

// Action returns what the change does.
func (c Change) Action() Action { return c.action }

// Param returns the parameter that the change sets, scales or shifts. A change that
// redefines has the zero parameter.
func (c Change) Param() burden.Param { return c.param }

// Number returns the value, the factor or the amount of the change.
func (c Change) Number() decimal.Decimal { return c.number }

// Years returns the years in which a parameter changes. A change of all years has one
// element, from [burden.MinYear] to [burden.MaxYear].
func (c Change) Years() []Years { return slices.Clone(c.years) }

// Definition returns the definition that the change puts in place, or nil if the change
// is of a parameter's values.
func (c Change) Definition() burden.Definition { return c.definition }

// Name returns the name of the parameter or definition that the change is about.
func (c Change) Name() string {
	if c.action == Redefine {
		return definedName(c.definition)
	}
	if c.about != "" {
		return c.about
	}
	return c.param.Name()
}

func definedName(d burden.Definition) string {
	switch d := d.(type) {
	case interface{ Line() burden.Line }:
		return d.Line().Name()
	case interface{ Name() string }:
		return d.Name()
	}
	return "nothing"
}

// Touches reports whether two changes are about the same: a definition, or a
// parameter in a common year. A definition of a parameter is about all its years.
func (c Change) Touches(d Change) bool {
	if c.Name() != d.Name() {
		return false
	}
	if c.action == Redefine || d.action == Redefine {
		return true
	}
	for _, y := range c.years {
		if slices.ContainsFunc(d.years, y.Overlaps) {
			return true
		}
	}
	return false
}

// layer is what is applied to a model together: the definitions of an overlay, or
// settings of parameters in overlays that follow each other, none of which touches
// the years of another.
type layer struct {
	priority int // of the first overlay
	changes  []placed
}

// placed is a change and where it comes from.
type placed struct {
	*Change
	overlay string
	at      int // among the changes of all overlays
}

// layers returns the changes that are not faulty in the order of application: by
// priority, of an overlay its definitions first.
func layers(overlays []Overlay, faulty map[int]bool) []layer {
	var list []layer
	at := 0
	for _, o := range overlays {
		if o.d == nil {
			continue
		}
		definitions, settings := layer{priority: o.d.priority}, layer{priority: o.d.priority}
		for j := range o.d.changes {
			to := &settings
			if o.d.changes[j].action == Redefine {
				to = &definitions
			}
			if !faulty[at] {
				to.changes = append(to.changes, placed{&o.d.changes[j], o.d.name, at})
			}
			at++
		}
		list = append(list, definitions, settings)
	}
	list = slices.DeleteFunc(list, func(l layer) bool { return len(l.changes) == 0 })
	slices.SortStableFunc(list, func(a, b layer) int { return cmp.Compare(a.priority, b.priority) })
	var joined []layer
	var in stretches // of the last of them
	for _, l := range list {
		n := len(joined) - 1
		if n < 0 || l.defines() || joined[n].defines() || in.touch(l) {
			joined, in = append(joined, l), stretches{}
		} else {
			joined[n].changes = append(joined[n].changes, l.changes...)
		}
		in.add(l)
	}
	return joined
}

// stretches are the years in which settings change parameters, by name, in order: none
// of a layer touches the years of another.
type stretches map[string][]Years

// touch reports whether a setting of a layer is about years that are there.
func (s stretches) touch(l layer) bool {
	return slices.ContainsFunc(l.changes, func(c placed) bool {
		list := s[c.Name()]
		return slices.ContainsFunc(c.years, func(y Years) bool {
			i := before(list, y)
			return i < len(list) && list[i].Overlaps(y)
		})
	})
}

func (s stretches) add(l layer) {
	for _, c := range l.changes {
		for _, y := range c.years {
			list := s[c.Name()]
			s[c.Name()] = slices.Insert(list, before(list, y), y)
		}
	}
}

// before returns how many stretches of a list end before one begins.
func before(list []Years, y Years) int {
	n, _ := slices.BinarySearchFunc(list, y.from, func(z Years, from int) int { return cmp.Compare(z.to, from) })
	return n
}

// defines reports whether the layer is of definitions.
func (l layer) defines() bool { return len(l.changes) > 0 && l.changes[0].action == Redefine }

// about returns the layer with only the settings of a parameter.
func (l layer) about(param string) layer {
	l.changes = slices.DeleteFunc(slices.Clone(l.changes), func(c placed) bool { return c.Name() != param })
	return l
}

// apply returns the model with the layer's changes; with faults, as it was.
func (l layer) apply(m, base *burden.Model) (*burden.Model, []error) {
	if len(l.changes) == 0 {
		return m, nil
	}
	var definitions []burden.Definition
	var found, faults []error
	params, settings := map[string]burden.Param{}, map[string][]placed{}
	for _, c := range l.changes {
		name := c.Name()
		if c.action == Redefine {
			definitions = append(definitions, c.definition)
			continue
		}
		p, err := c.find(m, base)
		if err != nil {
			found = append(found, inside(c.overlay, c.String(), err)...)
			continue
		}
		params[name], settings[name] = p, append(settings[name], c)
	}
	for _, c := range l.changes {
		if name := c.Name(); len(settings[name]) > 0 && settings[name][0] == c {
			definitions = append(definitions, params[name].Is(alter(params[name].Series(), settings[name])))
		}
	}
	changed, err := m.With(definitions...)
	if err == nil {
		return changed, found
	}
	// A model of the parameter alone tells what is wrong with new values of it.
	for _, c := range l.changes {
		if p, ok := params[c.Name()]; ok {
			_, err := burden.NewModel(m.ID(), p.Is(alter(p.Series(), []placed{c})))
			faults = append(faults, inside(c.overlay, c.String(), burden.Faults(err)...)...)
		}
	}
	if len(faults) == 0 {
		faults = inside(l.changes[0].overlay, "", burden.Faults(err)...)
	}
	return m, append(found, faults...)
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
		return p, unknownParam(m, c.param.Name())
	case p.Unit() != c.param.Unit():
		return p, &burden.Error{Model: m.ID(), Input: "unit of " + p.Name(), Value: string(c.param.Unit()), Err: burden.ErrUnit}
	}
	return p, nil
}

// alter applies the change to a parameter's series.
func (c Change) alter(s burden.Series, overlay string) burden.Series {
	return alter(s, []placed{{Change: &c, overlay: overlay}})
}

// alter applies changes, of which none touches the years of another, to a
// parameter's series. Entries say which overlay they come from and what they were.
func alter(s burden.Series, changes []placed) burden.Series {
	type piece struct {
		Years
		by placed
	}
	var pieces []piece
	for _, c := range changes {
		for _, y := range c.years {
			pieces = append(pieces, piece{y, c})
		}
	}
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.from, b.from) })
	var spans []burden.Span
	rest := s.Spans()
	for _, p := range pieces {
		before, after := split(rest, p.from)
		inside, after := split(after, p.to+1)
		spans, rest = append(spans, before...), after
		if p.by.action == SetTo {
			spans = append(spans, burden.Span{From: p.from, To: p.to, Entry: burden.Entry{Value: p.by.number, Source: "scenario " + p.by.overlay, Status: burden.Assumed}})
			continue
		}
		for _, e := range inside {
			e.Entry = p.by.of(e.Entry)
			spans = append(spans, e)
		}
	}
	return onBasisOf(s, append(spans, rest...))
}

// onBasisOf returns the series of spans that stands for s, on its year basis or, like
// s, on any.
func onBasisOf(s burden.Series, spans []burden.Span) burden.Series {
	r := burden.NewSeries(spans...)
	if basis, known := s.Basis(); known {
		return r.On(basis)
	}
	return s.SetSpans(spans...) // a series that fits any basis has a value in every year, and so have they
}

// split cuts spans, by year, into those before a year and those from it on, which
// it changes.
func split(spans []burden.Span, year int) (before, after []burden.Span) {
	n, _ := slices.BinarySearchFunc(spans, year, func(s burden.Span, year int) int { return cmp.Compare(s.To, year) })
	before, after = slices.Clip(spans[:n]), spans[n:]
	if len(after) > 0 && after[0].From < year {
		before = append(before, burden.Span{From: after[0].From, To: year - 1, Entry: after[0].Entry})
		after[0].From = year
	}
	return before, after
}

// of returns what becomes of an entry that is scaled or shifted.
func (c placed) of(e burden.Entry) burden.Entry {
	var was strings.Builder
	was.WriteString(burden.Text(e.Value))
	for _, known := range []string{e.Print, e.Source} {
		if known != "" {
			was.WriteString(", " + known)
		}
	}
	sign := " + "
	if c.action == ScaleBy {
		e.Value, sign = e.Value.Mul(c.number), " × "
	} else {
		e.Value = e.Value.Add(c.number)
	}
	e.Print = "" // nobody printed the number that comes of it
	e.Source = "scenario " + c.overlay + ": " + burden.Text(c.number) + sign + was.String()
	e.Status = burden.Assumed
	return e
}
