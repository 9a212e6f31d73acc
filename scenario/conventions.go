package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// MaxReadings is how many readings [Conventions] evaluates, of an agreement of a
// few years in some seconds. Beyond it is a [burden.ErrTooLarge].
const MaxReadings = 1 << 16

// Dimension is a provision that can be read in several ways.
type Dimension struct {
	Name         string
	Alternatives []Alternative
}

// Alternative is one way of reading a provision. With neither changes nor
// amendments it is the reading of the scenario: as agreed.
type Alternative struct {
	Name       string
	Changes    []Change    // conflict with those of other dimensions that touch the same
	Amendments []Amendment // made after all changes, on what the dimensions before leave
}

// Amendment is a change to a definition as it finds it. So two dimensions can act
// on one definition, where two that replace it would conflict: one amends the lag
// of a rule, another its ceiling. The zero Amendment is a fault of what uses it.
type Amendment struct {
	definitions func(*burden.Model) ([]burden.Definition, error)
}

// AmendRule returns the amendment of an index rule by functions that set fields:
// AmendRule(growth, burden.NoCeiling).
func AmendRule(rule burden.IndexRule, changes ...func(*burden.Index)) Amendment {
	changes = slices.Clone(changes)
	return amend("rule", rule.Name(), func(r burden.IndexRule) burden.Definition { return r.With(changes...) })
}

// AmendLine returns the amendment of a line's definition by a function, which
// returns a changed copy. For the line's roundings there is [AmendRounding].
func AmendLine(line burden.Line, change func(burden.LineDefinition) burden.LineDefinition) Amendment {
	if change == nil {
		return Amendment{}
	}
	return amend("definition of", line.Name(), func(d burden.LineDefinition) burden.Definition { return change(d) })
}

// amend returns the amendment of the definition of a name, which is of type D.
func amend[D burden.Definition](what, name string, change func(D) burden.Definition) Amendment {
	return Amendment{func(m *burden.Model) ([]burden.Definition, error) {
		found, _ := m.Definition(name)
		d, ok := found.(D)
		if !ok {
			return nil, &burden.Error{Model: m.ID(), Input: what, Value: name, Err: burden.ErrUnknownName}
		}
		return []burden.Definition{change(d)}, nil
	}}
}

// Readings are all combinations of the alternatives of some dimensions, the last
// dimension varying fastest, and how each fits what was published.
type Readings struct {
	dimensions []Dimension // names alone
	target     target
	list       []reading
}

type reading struct {
	values []Value
	misses []int
	err    error
}

// Reading is one combination of alternatives.
type Reading struct {
	Alternatives []string // by name, one a dimension
	Values       []Value  // of the line, in the scenario's years
	// Misses are the published years for which the reading gives another value or
	// none. A reading without any fits.
	Misses []int
	Err    error // why it has no value in the first published year in which it has none
}

// Alike are readings that fit and have the same values in all years of the
// scenario, so that nothing published in those years can separate them.
type Alike struct {
	Values   []Value // in the scenario's years
	Readings []Reading
}

// Finding says of a dimension what the fits have in common.
type Finding struct {
	Dimension string
	Fitting   []string // alternatives that occur among the fits
	Excluded  []string // alternatives that do not
}

// Conventions asks how the terms of an agreement have to be read, so that a line
// gives what was published, at the precision that [Backtest] compares at. It
// evaluates every combination of the alternatives of the dimensions named.
// A reading that cannot be evaluated in a published year does not fit.
//
// Besides the errors of [Backtest] it returns an error if:
//   - a dimension or alternative has no name or another's ([burden.ErrIncomplete],
//     [burden.ErrDuplicate]), or a dimension has no alternatives
//   - there are more than [MaxReadings] combinations ([burden.ErrTooLarge])
//   - changes in two dimensions touch the same ([ErrConflict])
//   - an alternative, all else as agreed, gives no model
func Conventions(s *Scenario, line burden.Line, published burden.Series, precision burden.Rounding, dimensions ...Dimension) (*Readings, error) {
	t, err := newTarget(s, line, published, precision)
	if err != nil {
		return nil, err
	}
	if err := checkDimensions(s, dimensions); err != nil {
		return nil, err
	}
	r := &Readings{target: *t}
	count := 1
	for _, d := range dimensions {
		names := Dimension{Name: d.Name}
		for _, a := range d.Alternatives {
			names.Alternatives = append(names.Alternatives, Alternative{Name: a.Name})
		}
		r.dimensions = append(r.dimensions, names)
		count *= len(d.Alternatives)
	}
	plain := Baseline(s.model, s.from, s.to, line)
	for i := range count {
		chosen, where := make([]Alternative, len(dimensions)), make([]string, len(dimensions))
		for k, at := range r.indexes(i) {
			chosen[k] = dimensions[k].Alternatives[at]
			where[k] = dimensions[k].Name + " " + chosen[k].Name
		}
		r.list = append(r.list, t.read(plain, where, chosen))
	}
	return r, nil
}

// checkDimensions reports what would be wrong with many readings.
func checkDimensions(s *Scenario, dimensions []Dimension) error {
	fault := func(where string, err error) error { return &Error{Scenario: s.name, Change: where, Err: err} }
	if len(dimensions) == 0 {
		return fault("dimensions", burden.ErrIncomplete)
	}
	plain := Baseline(s.model, s.from, s.to)
	count := 1
	for i, d := range dimensions {
		names := map[string]bool{"": true}
		if d.Name == "" || len(d.Alternatives) == 0 {
			return fault("dimension "+strconv.Quote(d.Name), burden.ErrIncomplete)
		}
		if slices.ContainsFunc(dimensions[:i], func(e Dimension) bool { return e.Name == d.Name }) {
			return fault("dimension "+strconv.Quote(d.Name), burden.ErrDuplicate)
		}
		if count > MaxReadings/len(d.Alternatives) {
			return fault("dimensions", &burden.Error{Input: "readings", Value: "more than " + strconv.Itoa(MaxReadings), Err: burden.ErrTooLarge})
		}
		count *= len(d.Alternatives)
		for _, a := range d.Alternatives {
			where := d.Name + " " + a.Name
			switch {
			case a.Name == "":
				return fault(d.Name+" without a name", burden.ErrIncomplete)
			case names[a.Name]:
				return fault(where, burden.ErrDuplicate)
			}
			names[a.Name] = true
			for _, e := range dimensions[:i] {
				if err := conflict(where, a, e); err != nil {
					return err
				}
			}
			if _, err := build(plain, []string{where}, []Alternative{a}); err != nil {
				return err
			}
		}
	}
	return nil
}

// conflict reports a change of an alternative that touches what another dimension changes.
func conflict(where string, a Alternative, other Dimension) error {
	for _, c := range a.Changes {
		for _, b := range other.Alternatives {
			for _, d := range b.Changes {
				if c.Touches(d) {
					return &Error{Scenario: where, Change: c.String(), Other: other.Name + " " + b.Name, OtherChange: d.String(), Err: ErrConflict}
				}
			}
		}
	}
	return nil
}

// build makes the model of alternatives, one a dimension: all changes at once,
// since none touches another's, then the amendments in order.
func build(plain *Scenario, where []string, chosen []Alternative) (*burden.Model, error) {
	var overlays []Overlay
	for i, a := range chosen {
		if len(a.Changes) > 0 {
			overlays = append(overlays, NewOverlay(where[i], a.Changes...))
		}
	}
	s, err := plain.Apply(overlays...)
	if err != nil {
		return nil, err
	}
	m := s.model
	for i, a := range chosen {
		for _, change := range a.Amendments {
			if change.definitions == nil {
				return nil, &Error{Scenario: where[i], Change: "amendment", Err: burden.ErrIncomplete}
			}
			definitions, err := change.definitions(m)
			if err == nil {
				m, err = m.With(definitions...)
			}
			if err != nil {
				return nil, &Error{Scenario: where[i], Err: err}
			}
		}
	}
	return m, nil
}

// read evaluates one reading.
func (t *target) read(plain *Scenario, where []string, chosen []Alternative) reading {
	m, err := build(plain, where, chosen)
	if err != nil {
		return reading{values: make([]Value, t.to-t.from+1), misses: t.years, err: err}
	}
	var r reading
	list := t.compute(m, t.from, t.to)
	for _, c := range list {
		r.values = append(r.values, c.Value)
	}
	for _, year := range t.years {
		c := list[year-t.from]
		if !t.matches(c, year) {
			r.misses = append(r.misses, year)
		}
		if c.err != nil && r.err == nil {
			r.err = &Error{Scenario: strings.Join(where, ", "), Err: c.err}
		}
	}
	return r
}

// indexes returns which alternative of each dimension the i-th reading has.
func (r *Readings) indexes(i int) []int {
	at := make([]int, len(r.dimensions))
	for k, d := range slices.Backward(r.dimensions) {
		at[k] = i % len(d.Alternatives)
		i /= len(d.Alternatives)
	}
	return at
}

// Len returns how many readings there are.
func (r *Readings) Len() int { return len(r.list) }

// At returns the i-th reading, i from 0 to Len()-1; any other is the zero Reading.
func (r *Readings) At(i int) Reading {
	if i < 0 || i >= len(r.list) {
		return Reading{}
	}
	x := Reading{Values: slices.Clone(r.list[i].values), Misses: slices.Clone(r.list[i].misses), Err: r.list[i].err}
	for k, at := range r.indexes(i) {
		x.Alternatives = append(x.Alternatives, r.dimensions[k].Alternatives[at].Name)
	}
	return x
}

// Fits returns the readings that give every published value.
func (r *Readings) Fits() []Reading {
	var list []Reading
	for i := range r.list {
		if len(r.list[i].misses) == 0 {
			list = append(list, r.At(i))
		}
	}
	return list
}

// Groups returns the fits, those together that no data of these years can separate.
func (r *Readings) Groups() []Alike {
	var groups []Alike
	place := map[string]int{}
	for _, x := range r.Fits() {
		var key strings.Builder
		for _, v := range x.Values {
			key.WriteString(v.String() + " ")
		}
		at, known := place[key.String()]
		if !known {
			at = len(groups)
			place[key.String()] = at
			groups = append(groups, Alike{Values: slices.Clone(x.Values)})
		}
		groups[at].Readings = append(groups[at].Readings, x)
	}
	return groups
}

// Findings returns for every dimension which alternatives occur among the fits.
// Where there is no fit, all are excluded.
func (r *Readings) Findings() []Finding {
	occurs := make([]map[string]bool, len(r.dimensions))
	for k := range occurs {
		occurs[k] = map[string]bool{}
	}
	for _, x := range r.Fits() {
		for k, name := range x.Alternatives {
			occurs[k][name] = true
		}
	}
	list := make([]Finding, len(r.dimensions))
	for k, d := range r.dimensions {
		list[k].Dimension = d.Name
		for _, a := range d.Alternatives {
			if occurs[k][a.Name] {
				list[k].Fitting = append(list[k].Fitting, a.Name)
			} else {
				list[k].Excluded = append(list[k].Excluded, a.Name)
			}
		}
	}
	return list
}

// String writes the findings and the fits as text tables. A row of fits stands
// for all combinations of what its columns list; of several groups, the years in
// which they differ follow.
func (r *Readings) String() string {
	groups := r.Groups()
	t := r.target
	s := fmt.Sprintf("%d of %d readings of %s give all %d published values, %s\n", len(r.Fits()), r.Len(), t.line.Name(), len(t.years), compared(t.precision))
	cells := [][]string{{"dimension", "fits have", "no fit has"}}
	header := []string{"group", "fits"}
	for _, f := range r.Findings() {
		cells = append(cells, []string{f.Dimension, alternatives(f.Fitting), alternatives(f.Excluded)})
		header = append(header, f.Dimension)
	}
	s += "\n" + display.Align(cells, 3)
	if len(groups) == 0 {
		return s
	}
	cells = [][]string{header}
	for i, g := range groups {
		for _, b := range blocks(g.Readings) {
			row := []string{strconv.Itoa(i + 1), "1"}
			count := 1
			for _, names := range b {
				row = append(row, alternatives(names))
				count *= len(names)
			}
			row[1] = strconv.Itoa(count)
			cells = append(cells, row)
		}
	}
	s += "\n" + display.Align(cells, len(header))
	if len(groups) == 1 {
		return s
	}
	cells = [][]string{{"year"}}
	for i := range groups {
		cells[0] = append(cells[0], "group "+strconv.Itoa(i+1))
	}
	for k := range groups[0].Values {
		row := []string{strconv.Itoa(t.from + k)}
		differ := false
		for _, g := range groups {
			row = append(row, g.Values[k].Show(t.line.Unit()))
			differ = differ || row[len(row)-1] != row[1]
		}
		if differ {
			cells = append(cells, row)
		}
	}
	return s + "\n" + display.Align(cells, 1)
}

func alternatives(names []string) string {
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, ", ")
}

// blocks puts readings together that differ in one dimension alone, dimension
// after dimension, the last first. A block has all combinations of its names.
func blocks(readings []Reading) [][][]string {
	var list [][][]string
	for _, x := range readings {
		b := make([][]string, len(x.Alternatives))
		for k, name := range x.Alternatives {
			b[k] = []string{name}
		}
		list = append(list, b)
	}
	for k := len(readings[0].Alternatives) - 1; k >= 0; k-- {
		var merged [][][]string
		place := map[string]int{}
		for _, b := range list {
			others := fmt.Sprintf("%q", slices.Delete(slices.Clone(b), k, k+1))
			if at, known := place[others]; known {
				merged[at][k] = append(merged[at][k], b[k]...)
				continue
			}
			place[others] = len(merged)
			merged = append(merged, b)
		}
		list = merged
	}
	return list
}
