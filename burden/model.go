package burden

import (
	"errors"
	"maps"
	"slices"
	"strconv"
)

// Definition is what a model is made of: a line's formula ([LineDefinition]),
// a rule ([IndexRule]), or a parameter with its series ([Param], [Param.Is]).
type Definition interface {
	// define adds what is defined to a model being built.
	define(*builder)
	// defined is the name the definition replaces and is replaced by.
	defined() string
	// qualified returns the definition with every name in it prefixed.
	qualified(prefix string) Definition
}

// Definitions are several definitions that belong together, such as those of a present
// value and what it rests on. A model takes them apart.
type Definitions []Definition

// define reports a group: a model takes them apart before.
func (d Definitions) define(b *builder) { b.fault(Error{Input: "definition", Err: ErrIncomplete}) }

func (d Definitions) defined() string { return "" }

func (d Definitions) qualified(string) Definition { return d }

// overgrown is what is left of a group beyond the limits.
type overgrown struct{}

func (overgrown) define(b *builder) {
	b.fault(Error{Input: "definitions", Detail: "groups of definitions hold more than " + strconv.Itoa(maxGrouped) + ", or are more than " + strconv.Itoa(maxGroups) + " deep", Err: ErrTooLarge})
}

func (overgrown) defined() string { return "" }

func (d overgrown) qualified(string) Definition { return d }

// maxGroups bounds groups in groups, which may contain themselves, and maxGrouped what
// they hold together.
const (
	maxGroups  = 8
	maxGrouped = 1 << 16
)

// apart returns definitions without groups of them, nor pointers to any, which are no
// definitions and may be nil. Of a group beyond the limits a fault is left.
func apart(list []Definition) []Definition {
	var flat []Definition
	grouped := 0
	var take func(list []Definition, depth int) bool
	take = func(list []Definition, depth int) bool {
		for _, d := range list {
			if depth > 0 {
				grouped++
			}
			switch d := d.(type) {
			case Definitions:
				if depth == maxGroups || grouped > maxGrouped || !take(d, depth+1) {
					return false
				}
			case *Param, *LineDefinition, *IndexRule, *SplitRule, *Definitions:
				flat = append(flat, nil)
			default:
				flat = append(flat, d)
			}
		}
		return grouped <= maxGrouped
	}
	for _, d := range list {
		n := len(flat)
		if !take([]Definition{d}, 0) {
			flat = append(flat[:n], overgrown{})
			grouped = 0
		}
	}
	return flat
}

// Model is an agreement: a short id and its definitions, checked as a whole.
// It is immutable; [Model.With] makes another.
type Model struct {
	id          string
	definitions []Definition
	lines       []*modelLine
	lineIndex   map[string]int
	params      []Param
	paramIndex  map[string]int
	once        map[string]bool // parameters that a model this one was made of had
	results     []int           // lines that no line outside their own recurrence needs
}

type modelLine struct {
	line       Line
	formula    Formula
	expr       *expr
	definition int // index of the definition it comes from
}

// NewModel returns the model of these definitions, its lines in their order.
// Parameters come with the formulas that use them and need no definition here.
//
// NewModel checks everything that can be known before a number is computed and
// returns all faults together, the first 4,096 found, in definition order: bad numbers, names, units
// and ranges, names that nothing or too much defines, units that do not agree,
// and lines that need themselves in the same year.
func NewModel(id string, definitions ...Definition) (*Model, error) {
	definitions = apart(definitions)
	b := &builder{m: &Model{
		id:          id,
		definitions: definitions,
		lineIndex:   map[string]int{},
		paramIndex:  map[string]int{},
	}}
	b.build()
	if len(b.faults) > 0 {
		var errs []error
		for _, f := range b.faults {
			if f.err != b.untold {
				f.err.Model = id
				errs = append(errs, f.err)
			}
		}
		if b.untold != nil {
			b.untold.Model = id
			errs = append(errs, b.untold)
		}
		return nil, errors.Join(errs...)
	}
	return b.m, nil
}

// With returns the model with definitions added, each in place of the one of
// the same name if there is one. A parameter keeps its range and purpose unless the
// new one has its own. A new parameter that no formula reads is an [ErrUnknownName].
func (m *Model) With(definitions ...Definition) (*Model, error) {
	if m == nil {
		return nil, &Error{Input: "model", Err: ErrIncomplete}
	}
	definitions = apart(definitions)
	var fresh []string // parameters that the model did not have
	for i, d := range definitions {
		if p, ok := d.(Param); ok && p.d != nil {
			if at, known := m.paramIndex[p.d.name]; known {
				definitions[i] = p.heir(m.params[at])
			} else {
				fresh = append(fresh, p.d.name)
			}
		}
	}
	if n := m.withSeries(definitions); n != nil {
		return n, nil
	}
	list := slices.Clone(m.definitions)
	replaced := make([]bool, len(list))
	places := m.places(definitions)
	for k, d := range definitions {
		i := places[k]
		if i < 0 || replaced[i] {
			list = append(list, d) // new, or a second one of its name, which NewModel reports
			continue
		}
		list[i], replaced[i] = d, true
	}
	n, err := NewModel(m.id, list...)
	if err != nil {
		return nil, err
	}
	n.once = map[string]bool{}
	maps.Copy(n.once, m.once)
	for name := range m.paramIndex {
		n.once[name] = true
	}
	for _, name := range fresh {
		if !n.once[name] && !slices.ContainsFunc(n.lines, func(l *modelLine) bool { return l.formula.reads(ParamNode, name) }) {
			return nil, &Error{Model: m.id, Input: "parameter", Value: name, Detail: "no formula reads a parameter " + name, Err: ErrUnknownName}
		}
	}
	return n, nil
}

// withSeries is With for parameters that the model has and that get sound series:
// nothing but their values changes, so what has been checked and compiled stays.
// It returns nil where that is not all there is to it.
func (m *Model) withSeries(definitions []Definition) *Model {
	n := *m
	n.params, n.definitions = slices.Clone(m.params), slices.Clone(m.definitions)
	places, seen := m.places(definitions), map[string]bool{}
	for k, d := range definitions {
		p, ok := d.(Param)
		if !ok || p.d == nil {
			return nil
		}
		i, known := m.paramIndex[p.d.name]
		if !known || seen[p.d.name] || m.params[i].d.unit != p.d.unit || !m.params[i].d.series.sameBasis(p.d.series) || len(p.d.valueFaults()) > 0 {
			return nil
		}
		seen[p.d.name] = true
		n.params[i] = p
		if at := places[k]; at >= 0 {
			n.definitions[at] = p
		} else {
			n.definitions = append(n.definitions, p)
		}
	}
	return &n
}

// Join returns one model of several. Names are qualified with the id of the
// model they come from: the ceiling of sma8 becomes sma8.ceiling. Definitions
// that connect them can be added by [Model.With].
func Join(id string, models ...*Model) (*Model, error) {
	var list []Definition
	for _, m := range models {
		if m == nil {
			return nil, &Error{Model: id, Input: "model", Err: ErrIncomplete}
		}
		for _, d := range m.definitions {
			list = append(list, d.qualified(m.id+"."))
		}
	}
	return NewModel(id, list...)
}

// ID returns the model's id.
func (m *Model) ID() string { return m.id }

// Lines returns the model's lines in definition order, those of rules included.
func (m *Model) Lines() []Line {
	list := make([]Line, len(m.lines))
	for i, l := range m.lines {
		list[i] = l.line
	}
	return list
}

// Results returns the lines that no other line needs: what the model is for.
func (m *Model) Results() []Line {
	list := make([]Line, len(m.results))
	for i, l := range m.results {
		list[i] = m.lines[l].line
	}
	return list
}

// Params returns the model's parameters in order of first use.
func (m *Model) Params() []Param { return slices.Clone(m.params) }

// Has reports whether the model has the line, in its unit.
func (m *Model) Has(l Line) bool {
	have, ok := m.Line(l.Name())
	return ok && have.Unit() == l.Unit()
}

// Line returns the line of that name.
func (m *Model) Line(name string) (Line, bool) {
	i, ok := m.lineIndex[name]
	if !ok {
		return Line{}, false
	}
	return m.lines[i].line, true
}

// Param returns the parameter of that name, with the series the model gives it.
func (m *Model) Param(name string) (Param, bool) {
	i, ok := m.paramIndex[name]
	if !ok {
		return Param{}, false
	}
	return m.params[i], true
}

// Definitions returns what the model was made of, in order.
func (m *Model) Definitions() []Definition { return slices.Clone(m.definitions) }

// Definition returns the definition of that name: of a line, a rule, or a
// parameter that the model defines itself.
func (m *Model) Definition(name string) (Definition, bool) {
	for _, d := range m.definitions {
		if d.defined() == name {
			return d, true
		}
	}
	return nil, false
}

// Formula returns what a line is, rules included, as one formula.
func (m *Model) Formula(l Line) (Formula, bool) {
	i, ok := m.lineIndex[l.Name()]
	if !ok {
		return Formula{}, false
	}
	return m.lines[i].formula, true
}

// fewLines are as many as are looked through one by one.
const fewLines = 16

// line returns the index of a line of the model, with its unit.
func (m *Model) line(l Line) (int, *Error) {
	if m == nil {
		return 0, &Error{Input: "model", Err: ErrIncomplete}
	}
	// The handles of a model of few lines are found faster than by name.
	for i, known := range m.lines[:min(len(m.lines), fewLines)] {
		if known.line.n == l.n {
			return i, nil
		}
	}
	i, ok := m.lineIndex[l.Name()]
	if !ok {
		return 0, &Error{Model: m.id, Input: "line", Value: l.Name(), Err: ErrUnknownName}
	}
	if have := m.lines[i].line.Unit(); have != l.Unit() {
		return 0, &Error{Model: m.id, Line: l.Name(), Detail: "asked for in " + l.Unit().named() + ", but is in " + have.named(), Err: ErrUnit}
	}
	return i, nil
}

func (d LineDefinition) defined() string { return d.line.Name() }

func (d LineDefinition) qualified(prefix string) Definition {
	r := d
	r.line = d.line.with(prefix + d.line.Name())
	r.formula = qualify(d.formula, prefix)
	r.pieces = slices.Clone(d.pieces)
	for i := range r.pieces {
		r.pieces[i].formula = qualify(r.pieces[i].formula, prefix)
	}
	return r
}

func (r IndexRule) defined() string { return r.name }

func (r IndexRule) qualified(prefix string) Definition {
	x := r.Index()
	for _, o := range []*Operand{&x.Driver, &x.Floor, &x.Ceiling} {
		if *o != nil {
			*o = qualify((*o).operand(), prefix)
		}
	}
	for i, o := range x.AddOns {
		x.AddOns[i] = qualify(operands(o)[0], prefix)
	}
	return NewIndexRule(prefix+r.name, x)
}

func (p Param) defined() string { return p.Name() }

func (p Param) qualified(prefix string) Definition {
	if p.d == nil {
		return p
	}
	d := *p.d
	d.name = prefix + d.name
	return newParam(d)
}

// qualify prefixes the names in a formula.
func qualify(f Formula, prefix string) Formula {
	if f.n == nil {
		return f
	}
	n := f.n.Node
	switch n.Kind {
	case ParamNode:
		if f.n.param != nil {
			d := *f.n.param
			d.name = prefix + d.name
			return newParam(d).Formula
		}
	case LineNode:
		n.Name = prefix + n.Name
	}
	n.Operands = slices.Clone(n.Operands)
	for i, o := range n.Operands {
		n.Operands[i] = qualify(o, prefix)
	}
	return build(n, f.n.fault)
}
