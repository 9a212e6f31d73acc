package scenario

import (
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// Coalitions are evaluated in blocks, on a model compiled once for many: every parameter
// that changes is a column of baseline's and alternative's values, and every line that has
// another formula a choice between the two by a column that says which (choices.go).
// Coalitions that differ in other changes of structure have a model each. What cannot be
// had so, [game.value] evaluates one by one, in its order; it also reports what is wrong.

// needed lists the coalitions that sharing among groups evaluates.
func needed(groups [][]int) []coalition {
	seen := map[coalition]bool{}
	var list []coalition
	for k, group := range groups {
		others := slices.Concat(groups[:k], groups[k+1:])
		for base := range unions(coalition{}, others) {
			for c := range unions(base, singly(group)) {
				if !seen[c] {
					seen[c] = true
					list = append(list, c)
				}
			}
		}
	}
	return list
}

// precompute finds what coalitions are worth, where blocks can.
func (g *game) precompute(list []coalition) {
	if g.plain || len(list) < minScenarios {
		return
	}
	chosen := g.chosen()
	for _, same := range g.alike(list, chosen) {
		m, err := g.structured(same.structure)
		if err != nil {
			continue
		}
		if m, selectors, ok := g.choosing(m, chosen); ok {
			g.blocks(m, same.list, selectors)
			continue
		}
		for _, same := range g.alike(same.list, nil) {
			if m, err := g.structured(same.structure); err == nil {
				g.blocks(m, same.list, nil)
			}
		}
	}
}

// alikes are coalitions that make the same changes of structure.
type alikes struct {
	structure coalition
	list      []coalition
}

// alike puts coalitions together that make the same changes of structure, but for those
// that are chosen by column. Too few to pay are left out.
func (g *game) alike(list []coalition, chosen []int) []alikes {
	var groups []alikes
	at := map[coalition]int{}
	for _, c := range list {
		s, _, _ := g.split(c)
		for _, i := range chosen {
			s = s.without(i)
		}
		if _, ok := at[s]; !ok {
			at[s] = len(groups)
			groups = append(groups, alikes{structure: s})
		}
		groups[at[s]].list = append(groups[at[s]].list, c)
	}
	return slices.DeleteFunc(groups, func(a alikes) bool { return len(a.list) < minScenarios })
}

// twoValues are a parameter's column: of two values, in years in which neither changes.
type twoValues struct {
	player int
	counts []int64 // the baseline's and the alternative's
}

// blocks finds what coalitions are worth that differ in parameters only, and in what the
// selectors choose, on the model of their structure.
func (g *game) blocks(m *burden.Model, list []coalition, selectors []selector) {
	r := &run{Sweep: Sweep{Scenario: Baseline(m, g.baseline.from, g.baseline.to), Metrics: []Metric{g.metric}}, model: m}
	outputs, ok := r.outputs()
	if !ok {
		return
	}
	var inputs []tape.Input
	var ranges []tape.Range
	var sides []twoValues
	for i, p := range g.players {
		if p.structure {
			continue
		}
		spans, values, ok := changed(m, p.made(nil)[0])
		if !ok {
			return
		}
		for k, s := range spans {
			c, ok := Axis{values: values[k][:]}.column(0, 2, true)
			if !ok {
				return
			}
			inputs = append(inputs, tape.Input{Param: p.name, Spans: [][2]int{s}})
			ranges = append(ranges, c.Range)
			sides = append(sides, twoValues{i, c.counts})
		}
	}
	for _, s := range selectors {
		inputs = append(inputs, tape.Input{Param: s.name, Spans: spans(nil)})
		ranges = append(ranges, tape.Range{High: 1})
		sides = append(sides, twoValues{s.player, []int64{0, 1}})
	}
	program, ok := tape.Compile(m, g.baseline.from, g.metric.needs(m, g.baseline.from, g.baseline.to), inputs, outputs)
	if !ok {
		return
	}
	plan, ok := tape.NewPlan(program, tape.Axes{Counts: []int{tape.BlockLen}, Of: make([]int, len(inputs)), Scenarios: len(list)}, ranges)
	if !ok {
		return
	}
	columns := make([][]int64, len(sides))
	for k := range columns {
		columns[k] = make([]int64, tape.BlockLen)
	}
	machine := tape.NewRun(plan, columns).Machine(tape.BlockLen)
	for part := range slices.Chunk(list, tape.BlockLen) {
		for k, s := range sides {
			for i, c := range part {
				columns[k][i] = s.counts[0]
				if c.has(s.player) {
					columns[k][i] = s.counts[1]
				}
			}
		}
		if !machine.Block(0, len(part)) {
			continue // which the ranges exclude
		}
		for i, c := range part {
			if !machine.Failed(i) {
				g.worth[c] = machine.Value(0, i)
			}
		}
	}
}

// changed returns the years in which a definition gives a parameter of the model other
// values, and the model's and the definition's value there. It returns false where a
// value comes or goes, the parameter is no longer in the model, or the definition would
// have a fault in it.
func changed(m *burden.Model, d burden.Definition) (spans [][2]int, values [][2]decimal.Decimal, ok bool) {
	p, isParam := d.(burden.Param)
	if !isParam {
		return nil, nil, false
	}
	have, known := m.Param(p.Name())
	if !known || have.Unit() != p.Unit() {
		return nil, nil, false
	}
	low, high, ranged := p.Range()
	if !ranged {
		low, high, ranged = have.Range()
	}
	starts := []int{burden.MinYear}
	for _, s := range slices.Concat(have.Series().Spans(), p.Series().Spans()) {
		starts = append(starts, s.From, s.To+1)
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	for i, from := range starts {
		if from > burden.MaxYear {
			break
		}
		to := burden.MaxYear
		if i+1 < len(starts) {
			to = starts[i+1] - 1
		}
		a, before := have.Series().At(from)
		b, after := p.Series().At(from)
		if before != after || ranged && after && (b.Value.LessThan(low) || b.Value.GreaterThan(high)) {
			return nil, nil, false
		}
		if before && !a.Value.Equal(b.Value) {
			spans, values = append(spans, [2]int{from, to}), append(values, [2]decimal.Decimal{a.Value, b.Value})
		}
	}
	return spans, values, true
}
