package scenario

import (
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// Coalitions are evaluated in blocks: those that make the same changes of structure
// share a model, compiled once, in which every parameter that changes is a column of
// baseline's and alternative's values. What cannot be had so, [game.value] evaluates
// one by one, in its order; it also reports what is wrong.

// needed lists the coalitions that sharing among groups evaluates.
func needed(groups [][]int) []coalition {
	seen := map[coalition]bool{}
	var list []coalition
	for k, group := range groups {
		others := slices.Concat(groups[:k], groups[k+1:])
		for outer := range 1 << len(others) {
			base := coalition{}
			for j, other := range others {
				if outer>>j&1 == 1 {
					base = base.with(other...)
				}
			}
			for inner := range 1 << len(group) {
				c := base
				for j, mate := range group {
					if inner>>j&1 == 1 {
						c = c.with(mate)
					}
				}
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
	var order []coalition
	alike := map[coalition][]coalition{}
	for _, c := range list {
		s, _, _ := g.split(c)
		if alike[s] == nil {
			order = append(order, s)
		}
		alike[s] = append(alike[s], c)
	}
	for _, s := range order {
		if len(alike[s]) < minScenarios {
			continue
		}
		if m, err := g.structured(s); err == nil {
			g.blocks(m, alike[s])
		}
	}
}

// twoValues are a parameter's column: of two values, in years in which neither changes.
type twoValues struct {
	player int
	counts []int64 // the baseline's and the alternative's
}

// blocks finds what coalitions are worth that differ in parameters only, on the model
// of their structure.
func (g *game) blocks(m *burden.Model, list []coalition) {
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
			c, ok := Axis{values: values[k][:]}.column()
			if !ok {
				return
			}
			inputs = append(inputs, tape.Input{Param: p.name, Spans: [][2]int{s}})
			ranges = append(ranges, c.Range)
			sides = append(sides, twoValues{i, c.counts})
		}
	}
	program, ok := tape.Compile(m, g.baseline.from, g.baseline.to, g.metric.lines(), inputs, outputs)
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
	machine := tape.NewRun(plan, columns).Machine()
	for part := range slices.Chunk(list, tape.BlockLen) {
		for k, s := range sides {
			for i, c := range part {
				columns[k][i] = s.counts[0]
				if c.has(s.player) {
					columns[k][i] = s.counts[1]
				}
			}
		}
		machine.Block(0, len(part))
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
