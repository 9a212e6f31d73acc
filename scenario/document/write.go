package document

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// New writes a model and scenarios down. The scenarios are of that model and
// of the same years and lines, such as [Document.Scenarios] gives them; one without
// changes gives the years and lines only. What a scenario is made of besides its own
// changes becomes scenarios of the document above it. Titles, authors, references
// and expectations are the caller's to add.
//
// It returns an error if:
//   - a scenario is of another model or of other years or lines ([scenario.ErrBaseline])
//   - two scenarios, or overlays that differ, have one name ([burden.ErrDuplicate])
//   - model or scenario is nil ([burden.ErrIncomplete])
func New(m *burden.Model, scenarios ...*scenario.Scenario) (*Document, error) {
	if m == nil {
		return nil, incomplete("model")
	}
	d := &Document{ID: m.ID(), Lines: []Line{}}
	for _, p := range m.Params() {
		d.Parameters = append(d.Parameters, docParam(p))
	}
	for _, definition := range m.Definitions() {
		if _, is := definition.(burden.Param); is {
			continue // it is among the parameters
		}
		d.Lines = append(d.Lines, docLine(definition))
	}
	w := &whatIf{d: d, made: map[string][]scenario.Overlay{}, ends: map[ending][]string{}}
	for i, s := range scenarios {
		if s == nil || s.Baseline() == nil {
			return nil, incomplete("scenario")
		}
		asked := slices.DeleteFunc(slices.Clone(s.Lines()), func(l burden.Line) bool { return !m.Has(l) })
		var names []string
		if !slices.EqualFunc(asked, m.Results(), func(a, b burden.Line) bool { return a.Name() == b.Name() }) {
			for _, l := range asked {
				names = append(names, l.Name())
			}
		}
		if i == 0 {
			d.From, d.To, d.Ask = s.FirstYear(), s.LastYear(), names
		}
		if !sameModel(s.Baseline(), m) || s.FirstYear() != d.From || s.LastYear() != d.To || !slices.Equal(names, d.Ask) {
			return nil, &scenario.Error{Scenario: s.Name(), Other: scenarios[0].Name(), Err: scenario.ErrBaseline}
		}
		if err := w.write(s); err != nil {
			return nil, err
		}
		if err := w.parameters(m, s); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// whatIf writes scenarios into a document.
type whatIf struct {
	d    *Document
	made map[string][]scenario.Overlay // what each scenario written is made of
	ends map[ending][]string           // the scenarios written, by how they are made
}

// ending is how many overlays a scenario is made of, and the last of them.
type ending struct {
	n    int
	last scenario.Overlay
}

// enter writes a scenario that is made of overlays.
func (w *whatIf) enter(d Scenario, made []scenario.Overlay) {
	w.made[d.Name] = made
	w.d.WhatIf = append(w.d.WhatIf, d)
	end := ending{len(made), made[len(made)-1]}
	w.ends[end] = append(w.ends[end], d.Name)
}

// write writes a scenario: its last overlay as its own changes, if it is named after
// it, and what is below as scenarios that it is with.
func (w *whatIf) write(s *scenario.Scenario) error {
	if len(s.Overlays()) == 0 {
		return nil
	}
	if made, known := w.made[s.Name()]; known {
		if slices.Equal(made, s.Overlays()) {
			return nil // written before, as what another is with
		}
		return &scenario.Error{Scenario: s.Name(), Err: burden.ErrDuplicate}
	}
	out := Scenario{Name: s.Name()}
	below := s.Overlays()
	if last := below[len(below)-1]; last.Name() == s.Name() {
		out.Priority, out.Changes = last.Rank(), docChanges(last)
		below = below[:len(below)-1]
	}
	for len(below) > 0 {
		name, n := w.longest(below)
		if n == 0 {
			name, n = below[0].Name(), 1
			if _, taken := w.made[name]; taken || name == s.Name() {
				return &scenario.Error{Scenario: s.Name(), Change: "overlay " + name, Err: burden.ErrDuplicate}
			}
			w.enter(Scenario{Name: name, Priority: below[0].Rank(), Changes: docChanges(below[0])}, below[:1])
		}
		out.With, below = append(out.With, name), below[n:]
	}
	w.enter(out, s.Overlays())
	return nil
}

// parameters writes those that come with the formulas of a scenario, as they came.
func (w *whatIf) parameters(m *burden.Model, s *scenario.Scenario) error {
	for _, last := range s.Model().Params() {
		name := last.Name()
		if _, had := m.Param(name); had || slices.ContainsFunc(s.Overlays(), func(o scenario.Overlay) bool { return definesParam(o, name) }) {
			continue
		}
		for _, after := range s.Layers() { // each layer: definitions come before settings
			p, ok := after.Param(name)
			if !ok {
				continue
			}
			i := slices.IndexFunc(w.d.Parameters, func(p Param) bool { return p.Name == name })
			if i < 0 {
				w.d.Parameters = append(w.d.Parameters, docParam(p))
			} else if !reflect.DeepEqual(w.d.Parameters[i], docParam(p)) {
				return &scenario.Error{Scenario: s.Name(), Change: "parameter " + name, Err: burden.ErrDuplicate}
			}
			break
		}
	}
	return nil
}

// sameModel reports whether two models are one, or of one id without a difference as
// [scenario.Diff] tells it.
func sameModel(a, b *burden.Model) bool {
	year := burden.MinYear // in a year that no result depends on
	return a == b || a.ID() == b.ID() && len(scenario.Diff(scenario.Baseline(a, year, year), scenario.Baseline(b, year, year))) == 0
}

// definesParam reports whether the overlay defines a parameter by itself.
func definesParam(o scenario.Overlay, name string) bool {
	return slices.ContainsFunc(o.Changes(), func(c scenario.Change) bool {
		_, is := c.Definition().(burden.Param)
		return is && c.Name() == name
	})
}

// longest finds the scenario written that is made of the most of the first overlays.
func (w *whatIf) longest(overlays []scenario.Overlay) (name string, n int) {
	for n := len(overlays); n > 0; n-- {
		for _, name := range w.ends[ending{n, overlays[n-1]}] {
			if slices.Equal(w.made[name], overlays[:n]) {
				return name, n
			}
		}
	}
	return "", 0
}

func docChanges(o scenario.Overlay) []Change {
	var list []Change
	for _, c := range o.Changes() {
		number := numberText(c.Number())
		var d Change
		switch c.Action() {
		case scenario.SetTo:
			d.Set, d.Value = c.Param().Name(), number
		case scenario.ScaleBy:
			d.Scale, d.By = c.Param().Name(), number
		case scenario.ShiftBy:
			d.Shift, d.By = c.Param().Name(), number
		default:
			if p, ok := c.Definition().(burden.Param); ok {
				param := docParam(p)
				d.Parameter = &param
			} else {
				line := docLine(c.Definition())
				d.Define = &line
			}
		}
		for _, y := range c.Years() {
			if y != (scenario.Between(burden.MinYear, burden.MaxYear)) {
				d.Years = append(d.Years, docYears(y))
			}
		}
		list = append(list, d)
	}
	return list
}

func docLine(definition burden.Definition) Line {
	switch d := definition.(type) {
	case burden.IndexRule:
		return Line{Name: d.Name(), Index: docIndex(d.Index())}
	case burden.SplitRule:
		return Line{Name: d.Name(), Unit: string(d.Part("x").Unit()), Split: docSplit(d.Split())}
	case burden.LineDefinition:
		l := d.Line()
		out := Line{Name: l.Name(), Unit: string(l.Unit()), Formula: d.Formula().String()}
		if l.Measure() != burden.NewLine(l.Name(), l.Unit()).Measure() {
			out.Measure = l.Measure().String()
		}
		if basis, on := l.Basis(); on {
			out.YearBasis = basis.String()
		}
		return out
	}
	return Line{}
}

// formulaText writes an operand that may be absent.
func formulaText(o burden.Operand) string {
	if o == nil {
		return ""
	}
	return burden.Sum(o).String()
}

func docIndex(x burden.Index) *Index {
	out := &Index{
		Driver: formulaText(x.Driver), Lag: x.Lag, Compound: x.Compound,
		Floor: formulaText(x.Floor), Ceiling: formulaText(x.Ceiling), From: x.From, To: x.To,
	}
	if !x.Precision.IsZero() {
		out.Precision = &Rounding{numberText(x.Precision.Quantum()), x.Precision.Mode().String()}
	}
	for _, o := range x.AddOns {
		out.AddOns = append(out.AddOns, formulaText(o))
	}
	if x.Carry != burden.CarryNothing {
		out.Carry = x.Carry.String()
	}
	return out
}

func docSplit(x burden.Split) *Split {
	out := &Split{Total: formulaText(x.Total), Quantum: canonicalNumber(Number(x.Quantum)), KeepRest: x.KeepRest}
	if x.Remainder != burden.LargestRemainder {
		out.Remainder = x.Remainder.String()
	}
	for _, m := range x.Members {
		out.Members = append(out.Members, Member{m.Key, formulaText(m.Weight), formulaText(m.Floor), formulaText(m.Ceiling)})
	}
	return out
}

// docParam writes a parameter: what is the same of all values once, and values in the
// shortest form that says all of them.
func docParam(p burden.Param) Param {
	out := Param{Name: p.Name(), Unit: string(p.Unit()), Purpose: p.Purpose()}
	if low, high, ok := p.Range(); ok {
		out.Range = []Number{numberText(low), numberText(high)}
	}
	if e, ok := p.Estimate(); ok {
		out.Estimate = &Estimate{numberText(e.Low), numberText(e.Central), numberText(e.High)}
	}
	out.YearBasis = basisText(p.Series())
	spans := p.Series().Spans()
	if len(spans) == 0 {
		return out
	}
	first := spans[0]
	common := func(of func(burden.Entry) string) string {
		if slices.ContainsFunc(spans, func(s burden.Span) bool { return of(s.Entry) != of(first.Entry) }) {
			return ""
		}
		return of(first.Entry)
	}
	source, status := func(e burden.Entry) string { return e.Source }, func(e burden.Entry) string { return docStatus(e.Status) }
	stage, print := func(e burden.Entry) string { return e.Stage.String() }, func(e burden.Entry) string { return e.Print }
	out.Source, out.Status, out.Stage, out.Print = common(source), common(status), common(stage), common(print)
	alike := !slices.ContainsFunc(spans, func(s burden.Span) bool {
		return source(s.Entry) != out.Source || status(s.Entry) != out.Status || stage(s.Entry) != out.Stage || print(s.Entry) != out.Print
	})
	single, steps := true, spans[len(spans)-1].To == burden.MaxYear
	for i, s := range spans {
		single = single && s.From == s.To
		steps = steps && (i == 0 || spans[i-1].To == s.From-1)
	}
	values := map[string]Number{}
	for _, s := range spans {
		values[strconv.Itoa(s.From)] = numberText(s.Value)
	}
	switch {
	case alike && len(spans) == 1 && first.From == burden.MinYear && first.To == burden.MaxYear:
		out.Value = numberText(first.Value)
	case alike && single:
		out.ByYear = values
	case alike && steps:
		out.Steps = values
	default:
		for _, s := range spans {
			f := Figure{From: s.From, To: s.To, Value: numberText(s.Value)}
			if s.From == s.To {
				f = Figure{Year: s.From, Value: f.Value}
			}
			for _, k := range []struct {
				to          *string
				own, common string
			}{{&f.Source, source(s.Entry), out.Source}, {&f.Status, status(s.Entry), out.Status}, {&f.Stage, stage(s.Entry), out.Stage}, {&f.Print, print(s.Entry), out.Print}} {
				if k.own != k.common {
					*k.to = k.own
				}
			}
			out.Figures = append(out.Figures, f)
		}
	}
	return out
}

func docStatus(s burden.Status) string {
	if s == burden.Unstated {
		return ""
	}
	return s.String()
}

// numberText writes a number in the one way that equal numbers have: millions and more
// as 45e6 and 760.5e9.
func numberText(v decimal.Decimal) Number {
	text := burden.Text(v)
	digits := strings.TrimPrefix(text, "-")
	sign := text[:len(text)-len(digits)]
	if n := len(digits); strings.HasSuffix(digits, "000000") && !strings.Contains(digits, ".") {
		if n < 10 {
			return Number(sign + digits[:n-6] + "e6")
		}
		return Number(sign + strings.TrimRight(strings.TrimRight(digits[:n-9]+"."+digits[n-9:], "0"), ".") + "e9")
	}
	return Number(text)
}

// canonicalNumber writes a number in the one way that equal numbers have.
func canonicalNumber(n Number) Number {
	if v, err := burden.Parse(string(n)); err == nil {
		return numberText(v)
	}
	return n
}
