package policytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// mutation is a mutant to be made of a model.
type mutation struct {
	Mutant
	build func(*burden.Model) (*burden.Model, error)
}

func counted(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

// nodes counts the nodes of a model's formulas, once for each year: what it costs to
// build and evaluate.
func nodes(p *burden.Projection) int {
	n := 0
	for _, l := range p.Model().Lines() {
		f, _ := p.Model().Formula(l)
		burden.Walk(f, func(burden.Site, burden.Node) bool { n++; return true })
	}
	from, to := p.Years()
	return n * (to - from + 1)
}

// mutations lists what can be changed: parameters in order of the model, then its
// definitions in theirs.
func mutations(p *burden.Projection, asked []burden.Line) []mutation {
	m := p.Model()
	var list []mutation
	read := yearsRead(p, asked)
	for _, q := range m.Params() {
		list = append(list, moves(q, read[q.Name()])...)
	}
	recurrent := 0
	for _, d := range m.Definitions() {
		switch d := d.(type) {
		case burden.LineDefinition:
			list = append(list, ofLine(d)...)
			if recurs(d) {
				recurrent++
				list = append(list, carried(d.Line().Name(), d.Line()))
			}
		case burden.IndexRule:
			list = append(list, ofRule(d)...)
		case burden.SplitRule:
			list = append(list, ofSplit(d)...)
		}
	}
	if recurrent > 1 {
		list = append(list, carried("all lines"))
	}
	return list
}

// defining returns the mutation that puts a definition in place of another. It is
// made when the mutant is, so that a list of many holds none.
func defining(kind, name string, site burden.Site, change string, define func() burden.Definition) mutation {
	return mutation{Mutant{Kind: kind, Name: name, Site: site, Change: change},
		func(m *burden.Model) (*burden.Model, error) { return m.With(define()) }}
}

// yearsRead lists the years in which each parameter's value goes into any of the
// lines asked for, in ascending order.
func yearsRead(p *burden.Projection, asked []burden.Line) map[string][]int {
	const most = 1 << 16 // steps looked at
	read := map[string][]int{}
	steps := 0
	from, to := p.Years()
	for _, l := range asked {
		// A later year's explanation has, as a rule, those of the years before in it.
		known := map[int]bool{}
		for year := to; year >= from; year-- {
			if known[year] || steps > most {
				continue
			}
			x, err := p.Explain(l, year)
			if err != nil {
				continue
			}
			for _, s := range x.Steps {
				steps++
				if s.Line.Name() == l.Name() {
					known[s.Year] = true
				}
				for _, in := range s.Inputs {
					read[in.Param] = append(read[in.Param], in.Year)
				}
			}
		}
	}
	for name, years := range read {
		slices.Sort(years)
		read[name] = slices.Compact(years)
	}
	return read
}

// moves lists the moves of a parameter: in all years, and in each in which it is read.
func moves(q burden.Param, read []int) []mutation {
	s := q.Series()
	var values []decimal.Decimal
	differ := false
	for _, year := range read {
		if e, ok := s.At(year); ok {
			values = append(values, e.Value)
			differ = differ || !e.Value.Equal(values[0])
		}
	}
	if len(values) == 0 {
		for _, e := range s.Spans() {
			values = append(values, e.Value)
		}
	}
	step := lastDigit(values, q.Unit())
	var list []mutation
	move := func(kind, when string, from, to int) {
		for _, by := range []decimal.Decimal{step, step.Neg()} {
			moved := func() burden.Definition {
				return q.Is(s.Change(from, to, func(e burden.Entry) burden.Entry {
					e.Value = e.Value.Add(by)
					e.Source, e.Print, e.Status = "mutant", "", burden.Assumed
					return e
				}))
			}
			text := burden.Show(step, q.Unit()) + " up"
			if by.Sign() < 0 {
				text = burden.Show(step, q.Unit()) + " down"
			}
			list = append(list, defining(kind, q.Name(), "", text+when, moved))
		}
	}
	if len(s.Spans()) > 0 {
		move("parameter moved", "", burden.MinYear, burden.MaxYear)
	}
	if differ {
		for _, year := range read {
			if _, ok := s.At(year); ok {
				move("year moved", " in "+strconv.Itoa(year), year, year)
			}
		}
	}
	return list
}

// lastDigit returns one unit of the last digit of the finest of some values, zeros
// not counting: 0.001 of 4.7 % and 2 %, 10^10 of 760 bn. Of zeros alone it is a
// percentage point for ratios and otherwise one.
func lastDigit(values []decimal.Decimal, unit burden.Unit) decimal.Decimal {
	finest, any := 0, false
	for _, v := range values {
		if v.IsZero() {
			continue
		}
		text := burden.Text(v)
		_, fraction, _ := strings.Cut(text, ".")
		exponent := -len(fraction)
		if fraction == "" {
			exponent = len(text) - len(strings.TrimRight(text, "0"))
		}
		if !any || exponent < finest {
			finest, any = exponent, true
		}
	}
	if !any && unit == burden.Ratio {
		finest = -2
	}
	return decimal.New(1, int32(finest))
}

// ofLine lists the changes of a line's formula, by site.
func ofLine(d burden.LineDefinition) []mutation {
	var list []mutation
	l := d.Line()
	for _, c := range inFormula(d.Formula()) {
		list = append(list, defining(c.kind, l.Name(), c.site, c.change, func() burden.Definition { return l.Is(c.formula()) }))
	}
	return list
}

// recurs reports whether a line rounds and goes on from its own earlier years.
func recurs(d burden.LineDefinition) bool {
	rounds, own := false, false
	burden.Walk(d.Formula(), func(_ burden.Site, n burden.Node) bool {
		rounds = rounds || n.Kind == burden.RoundNode && !n.Rounding.IsZero()
		own = own || n.Kind == burden.LineNode && n.Name == d.Line().Name()
		return true
	})
	return rounds && own
}

// carried returns the mutation that carries lines on unrounded, or all of a model.
func carried(name string, lines ...burden.Line) mutation {
	a := scenario.AmendRounding(scenario.RoundingConvention{Lines: lines, AtEnd: true})
	return mutation{Mutant{Kind: "rounding carried", Name: name, Change: "rounded for show alone"}, a.Apply}
}

// ofRule lists the changes of an index rule: its terms, then the formulas in them.
func ofRule(r burden.IndexRule) []mutation {
	x := r.Index()
	var list []mutation
	add := func(kind, term, change string, set func(*burden.Index)) {
		list = append(list, defining(kind, r.Name()+"."+term, "", change, func() burden.Definition { return r.With(set) }))
	}
	for _, lag := range []int{x.Lag + 1, x.Lag - 1} {
		if lag >= 0 {
			add("lag moved", "lag", became(strconv.Itoa(x.Lag), strconv.Itoa(lag)), func(x *burden.Index) { x.Lag = lag })
		}
	}
	if x.Ceiling != nil {
		add("ceiling dropped", "ceiling", burden.Sum(x.Ceiling).String(), burden.NoCeiling)
	}
	if x.Floor != nil {
		add("floor dropped", "floor", burden.Sum(x.Floor).String(), burden.NoFloor)
	}
	for i, o := range x.AddOns {
		add("add-on dropped", "add_ons", burden.Sum(o).String(), func(x *burden.Index) { x.AddOns = slices.Delete(x.AddOns, i, i+1) })
	}
	if len(x.AddOns) > 0 {
		kind := "rates compounded"
		if x.Compound {
			kind = "rates added"
		}
		add(kind, "add_ons", "", func(x *burden.Index) { x.Compound = !x.Compound })
	}
	for _, c := range otherRoundings(x.Precision) {
		add(c.kind, "precision", c.change, func(x *burden.Index) { x.Precision = c.to })
	}
	if !x.Precision.IsZero() {
		add("precision dropped", "precision", x.Precision.String(), func(x *burden.Index) { x.Precision = burden.Rounding{} })
	}
	if x.From != 0 && (x.Floor != nil || x.Ceiling != nil) {
		for c := burden.CarryNothing; c <= burden.CarryBoth; c++ {
			if c != x.Carry {
				add("carrying changed", "carry", became(carryNames[min(int(x.Carry), len(carryNames)-1)], carryNames[c]), func(x *burden.Index) { x.Carry = c })
			}
		}
	}
	terms := []term[burden.Index]{
		{"driver", x.Driver, func(x *burden.Index, o burden.Operand) { x.Driver = o }},
		{"floor", x.Floor, func(x *burden.Index, o burden.Operand) { x.Floor = o }},
		{"ceiling", x.Ceiling, func(x *burden.Index, o burden.Operand) { x.Ceiling = o }},
	}
	for i, o := range x.AddOns {
		terms = append(terms, term[burden.Index]{"add_ons", o, func(x *burden.Index, o burden.Operand) { x.AddOns[i] = o }})
	}
	return append(list, inTerms(r.Name(), terms, func(set func(*burden.Index)) burden.Definition { return r.With(set) })...)
}

var carryNames = [...]string{"nothing", "excess", "advance", "both"}

func became(a, b string) string { return a + " became " + b }

// term is an operand in a rule or split X.
type term[X any] struct {
	name string
	is   burden.Operand
	set  func(*X, burden.Operand)
}

// inTerms lists the changes of the formulas in the terms of a rule or split.
func inTerms[X any](name string, terms []term[X], with func(func(*X)) burden.Definition) []mutation {
	var list []mutation
	for _, t := range terms {
		if t.is == nil {
			continue
		}
		for _, c := range inFormula(burden.Sum(t.is)) {
			list = append(list, defining(c.kind, name+"."+t.name, c.site, c.change, func() burden.Definition {
				return with(func(x *X) { t.set(x, c.formula()) })
			}))
		}
	}
	return list
}

// ofSplit lists the changes of a split.
func ofSplit(s burden.SplitRule) []mutation {
	x := s.Split()
	var list []mutation
	add := func(kind, term, change string, set func(*burden.Split)) {
		list = append(list, defining(kind, s.Name()+"."+term, "", change, func() burden.Definition { return s.With(set) }))
	}
	if q, err := burden.Parse(x.Quantum); err == nil && x.Quantum != "" {
		for _, shift := range []int32{1, -1} {
			to := burden.Text(q.Shift(shift))
			add("quantum changed", "quantum", became(burden.Text(q), to), func(x *burden.Split) { x.Quantum = to })
		}
	}
	for _, r := range []burden.Remainder{burden.LargestRemainder, burden.FirstGetsIt} {
		if r != x.Remainder {
			add("remainder changed", "remainder", became(x.Remainder.String(), r.String()), func(x *burden.Split) { x.Remainder = r })
		}
	}
	terms := []term[burden.Split]{{"total", x.Total, func(x *burden.Split, o burden.Operand) { x.Total = o }}}
	for i, m := range x.Members {
		if m.Ceiling != nil {
			add("ceiling dropped", m.Key+".ceiling", burden.Sum(m.Ceiling).String(), func(x *burden.Split) { x.Members[i].Ceiling = nil })
		}
		if m.Floor != nil {
			add("floor dropped", m.Key+".floor", burden.Sum(m.Floor).String(), func(x *burden.Split) { x.Members[i].Floor = nil })
		}
		terms = append(terms,
			term[burden.Split]{m.Key + ".weight", m.Weight, func(x *burden.Split, o burden.Operand) { x.Members[i].Weight = o }},
			term[burden.Split]{m.Key + ".floor", m.Floor, func(x *burden.Split, o burden.Operand) { x.Members[i].Floor = o }},
			term[burden.Split]{m.Key + ".ceiling", m.Ceiling, func(x *burden.Split, o burden.Operand) { x.Members[i].Ceiling = o }})
	}
	return append(list, inTerms(s.Name(), terms, func(set func(*burden.Split)) burden.Definition { return s.With(set) })...)
}

// otherRounding is a rounding in place of another.
type otherRounding struct {
	kind, change string
	to           burden.Rounding
}

// otherRoundings lists a rounding's other modes and quanta; of none there are none.
func otherRoundings(r burden.Rounding) []otherRounding {
	if r.IsZero() {
		return nil
	}
	var list []otherRounding
	quantum := burden.Text(r.Quantum())
	for mode := burden.HalfUp; mode <= burden.Floor; mode++ {
		if mode != r.Mode() {
			list = append(list, otherRounding{"mode changed", became(words(r.Mode()), words(mode)), burden.RoundTo(quantum, mode)})
		}
	}
	for _, shift := range []int32{1, -1} {
		to := burden.Text(r.Quantum().Shift(shift))
		list = append(list, otherRounding{"quantum changed", became(quantum, to), burden.RoundTo(to, r.Mode())})
	}
	return list
}

func words(m fmt.Stringer) string { return strings.ReplaceAll(m.String(), "_", " ") }
