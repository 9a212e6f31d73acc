package scenario

import (
	"slices"
	"strings"

	"example.com/burdenshare/burden"
)

// standing tells what the numbers of a scenario stand on. A figure or formula that the
// scenario has differently from its baseline is assumed, whatever its source says: a
// published figure in another place is no published result.
type standing struct {
	s       *Scenario
	p       *burden.Projection
	differ  map[string]bool // parameters and lines that are not as in the baseline
	changed map[stepAt]bool
	known   map[stepAt]statuses // so that no step is looked at twice, whatever rests on it
	splits  map[int]shared      // by year, the one looked at last: its parts come one after the other
}

// shared is what a part of a split stands on, and so do all others.
type shared struct {
	operands []burden.Formula
	set      statuses
}

// statuses is a set of statuses, a bit each.
type statuses uint32

type stepAt struct {
	name string
	year int
}

func newStanding(s *Scenario, p *burden.Projection) *standing {
	st := &standing{s: s, p: p, differ: map[string]bool{}, changed: map[stepAt]bool{}, known: map[stepAt]statuses{}, splits: map[int]shared{}}
	if s.base != s.model {
		for _, d := range differences(s.base, s.model) {
			st.differ[d.Name] = true
		}
	}
	return st
}

// of writes the statuses that a line's value in a year stands on, joined by "+".
func (st *standing) of(l burden.Line, year int) (string, error) {
	set, err := st.under(l, year)
	if err != nil {
		return "", err
	}
	var names []string
	for s := burden.Status(0); set>>s != 0; s++ {
		if set>>s&1 == 1 {
			names = append(names, s.String())
		}
	}
	return strings.Join(names, "+"), nil
}

// under returns the statuses of all figures that a line's value in a year rests on: of
// its own step, and of the steps that it uses.
func (st *standing) under(l burden.Line, year int) (statuses, error) {
	type visit struct {
		at   stepAt
		set  statuses
		uses []burden.Use
	}
	open := func(l burden.Line, year int) (visit, error) {
		step, err := st.p.Step(l, year)
		if err != nil {
			return visit{}, err
		}
		return visit{stepAt{l.Name(), year}, st.own(step), step.Uses}, nil
	}
	if set, known := st.known[stepAt{l.Name(), year}]; known {
		return set, nil
	}
	operands := st.operandsOfPart(l, year)
	if last := st.splits[year]; operands != nil && slices.Equal(last.operands, operands) {
		st.known[stepAt{l.Name(), year}] = last.set
		return last.set, nil
	}
	first, err := open(l, year)
	if err != nil {
		return 0, err
	}
	for stack := []visit{first}; ; {
		top := &stack[len(stack)-1]
		if len(top.uses) == 0 {
			set := top.set
			st.known[top.at] = set
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				if operands != nil {
					st.splits[year] = shared{operands, set}
				}
				return set, nil
			}
			continue // what uses it finds it known
		}
		use := top.uses[0]
		if set, known := st.known[stepAt{use.Line.Name(), use.Year}]; known {
			top.set |= set
			top.uses = top.uses[1:]
			continue
		}
		next, err := open(use.Line, use.Year)
		if err != nil {
			return 0, err
		}
		stack = append(stack, next)
	}
}

// operandsOfPart returns the operands of the split that a line is a part of in a year, nil
// if it is none: what the parts of a split stand on is the same, and there may be a
// thousand. Where the scenario has the line differently, it is looked at by itself.
func (st *standing) operandsOfPart(l burden.Line, year int) []burden.Formula {
	f, ok := st.p.Model().Formula(l)
	if !ok || st.differ[l.Name()] {
		return nil
	}
	n := inForce(f, year).Node()
	if n.Kind != burden.PartNode {
		return nil
	}
	return n.Operands
}

// own returns the statuses of what goes into a step besides the results of others.
func (st *standing) own(step burden.Step) statuses {
	var set statuses
	if st.line(step) {
		set |= 1 << burden.Assumed
	}
	for _, in := range step.Inputs {
		if st.differ[in.Param] && st.figure(in) {
			set |= 1 << burden.Assumed
		} else {
			set |= 1 << in.Status
		}
	}
	return set
}

// line reports whether what is in force for a line in a year is not what the baseline has.
func (st *standing) line(step burden.Step) bool {
	name := step.Line.Name()
	if !st.differ[name] {
		return false
	}
	at := stepAt{name, step.Year}
	changed, known := st.changed[at]
	if known {
		return changed
	}
	changed = true
	if was, ok := st.s.base.Line(name); ok && was.Unit() == step.Line.Unit() {
		f, _ := st.s.base.Formula(was)
		changed = inForce(f, step.Year).String() != step.Formula.String()
	}
	st.changed[at] = changed
	return changed
}

// figure reports whether a figure is not the baseline's of that year.
func (st *standing) figure(in burden.Input) bool {
	was, ok := st.s.base.Param(in.Param)
	if !ok || was.Unit() != in.Unit {
		return true
	}
	e, ok := was.Series().At(in.Year)
	return !ok || !e.Value.Equal(in.Value)
}

// inForce returns the piece of a formula that counts in a year.
func inForce(f burden.Formula, year int) burden.Formula {
	n := f.Node()
	if n.Kind != burden.ByYearNode {
		return f
	}
	if i := n.InForce(year); i >= 0 {
		return n.Operands[i]
	}
	return burden.Formula{}
}

// changeTexts says what the overlays change, a line a change: of a definition also what
// it makes of the parameter or lines that it defines.
func (s *Scenario) changeTexts() []string {
	var list []string
	at := 0
	after := map[int]*burden.Model{} // what the layer of a change leaves
	for i, l := range s.layers {
		if i+1 < len(s.models) {
			for _, c := range l.changes {
				after[c.at] = s.models[i+1]
			}
		}
	}
	for _, o := range s.overlays {
		if o.d == nil {
			continue
		}
		for _, c := range o.d.changes {
			text := o.d.name + ": " + c.String()
			if c.action == Redefine {
				m := after[at]
				if m == nil {
					m = s.model
				}
				text += defined(c, m)
			}
			list = append(list, text)
			at++
		}
	}
	return list
}

// defined writes what a definition defines, as a model has it.
func defined(c Change, m *burden.Model) string {
	name := c.Name()
	if text := shownText(m, name); text != "" {
		if _, line := c.definition.(burden.LineDefinition); line {
			return " as " + text
		}
		if _, param := c.definition.(burden.Param); param {
			return " as " + text
		}
	}
	var parts []string
	for _, l := range m.Lines() {
		if l.Name() == name || strings.HasPrefix(l.Name(), name+".") {
			parts = append(parts, l.Name()+" = "+lineText(m, l.Name()))
		}
	}
	return " as " + strings.Join(parts, "; ")
}
