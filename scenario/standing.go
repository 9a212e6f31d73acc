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
}

type stepAt struct {
	name string
	year int
}

func newStanding(s *Scenario, p *burden.Projection) *standing {
	st := &standing{s: s, p: p, differ: map[string]bool{}, changed: map[stepAt]bool{}}
	if s.base != s.model {
		for _, d := range differences(s.base, s.model) {
			st.differ[d.Name] = true
		}
	}
	return st
}

// of writes the statuses that a line's value in a year stands on, joined by "+".
func (st *standing) of(l burden.Line, year int) (string, error) {
	why, err := st.p.Explain(l, year)
	if err != nil {
		return "", err
	}
	var found []burden.Status
	add := func(s burden.Status) {
		if !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	for _, step := range why.Steps {
		if st.line(step) {
			add(burden.Assumed)
		}
		for _, in := range step.Inputs {
			if st.differ[in.Param] && st.figure(in) {
				add(burden.Assumed)
				continue
			}
			add(in.Status)
		}
	}
	slices.Sort(found)
	names := make([]string, len(found))
	for i, s := range found {
		names[i] = s.String()
	}
	return strings.Join(names, "+"), nil
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
	for _, o := range s.overlays {
		if o.d == nil {
			continue
		}
		for _, c := range o.d.changes {
			text := o.d.name + ": " + c.String()
			if c.kind == define {
				text += s.defined(c, at)
			}
			list = append(list, text)
			at++
		}
	}
	return list
}

// defined writes what a definition defines, as the layer with the change leaves it.
func (s *Scenario) defined(c Change, at int) string {
	m := s.model
	for i, l := range s.layers {
		if i+1 < len(s.models) && slices.ContainsFunc(l.changes, func(p placed) bool { return p.at == at }) {
			m = s.models[i+1]
		}
	}
	name := c.name()
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
