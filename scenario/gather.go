package scenario

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// gathering is the engine of a design whose points are asked for one by one and put
// into columns, block by block. Every point has to set what the first does.
func (e *engine) gathering(r *run, outputs []tape.Output) *engine {
	for i := r.from; i < r.to && i < r.from+minScenarios; i++ {
		p, err := r.point(i)
		if err != nil || len(p) == 0 {
			continue
		}
		var inputs []tape.Input
		var params []burden.Param
		sound := true
		for _, s := range p {
			have, ok := r.model.Param(s.Param.Name())
			sound = sound && ok && have.Unit() == s.Param.Unit()
			for _, y := range s.Years {
				sound = sound && y.from >= burden.MinYear && y.to <= burden.MaxYear && y.from <= y.to
			}
			inputs = append(inputs, tape.Input{Param: s.Param.Name(), Spans: spans(s.Years)})
			params = append(params, have)
		}
		if !sound {
			continue
		}
		var ok bool
		if e.program, ok = tape.Compile(r.model, r.Scenario.from, r.needs, inputs, outputs); !ok {
			return nil
		}
		e.shape, e.params = p, params
		return e
	}
	return nil
}

// gatherer puts the points of a block into columns. Its plan holds for the ranges met
// so far, with room; a block beyond them is planned anew.
type gatherer struct {
	engine  *engine
	machine *tape.Machine
	ranges  []tape.Range
	columns [][]int64
	values  [][]decimal.Decimal // by input
	left    []bool              // scenarios for the plain evaluator
}

func newGatherer(e *engine) *gatherer {
	g := &gatherer{engine: e, left: make([]bool, tape.BlockLen)}
	for range e.shape {
		g.columns = append(g.columns, make([]int64, tape.BlockLen))
		g.values = append(g.values, make([]decimal.Decimal, tape.BlockLen))
	}
	return g
}

// same reports whether a point sets the same as another, but for the values.
func (p Point) same(q Point) bool {
	return slices.EqualFunc(p, q, func(a, b Setting) bool {
		return a.Param.Name() == b.Param.Name() && a.Param.Unit() == b.Param.Unit() && slices.Equal(a.Years, b.Years)
	})
}

// block works out the scenarios from an index to another, and reports whether it could;
// not if the context has ended.
func (g *gatherer) block(ctx context.Context, r *run, from, to int) bool {
	clear(g.left)
	for i := from; i < to; i++ {
		if ctx.Err() != nil {
			return false
		}
		g.take(r, i, i-from)
	}
	need := make([]tape.Range, len(g.columns))
	anew := g.machine == nil
	for k := range need {
		need[k] = g.column(k, to-from)
		anew = anew || need[k] != g.ranges[k]
	}
	if anew {
		layout := tape.Axes{Counts: []int{tape.BlockLen}, Of: make([]int, len(g.columns)), Scenarios: tape.BlockLen}
		plan, ok := tape.NewPlan(g.engine.program, layout, need)
		if !ok {
			return false
		}
		g.ranges, g.machine = need, tape.NewRun(plan, g.columns).Machine(tape.BlockLen)
	}
	return g.machine.Block(0, to-from)
}

// take takes the values of a scenario's point, unless it has to be left.
func (g *gatherer) take(r *run, scenario, i int) {
	p, err := r.point(scenario)
	if err != nil || !p.same(g.engine.shape) {
		g.left[i] = true
		return
	}
	for k, s := range p {
		g.values[k][i] = s.Value
		if _, _, ok := countOf(s.Value); !ok { // it may be too large even to be compared
			g.left[i] = true
			continue
		}
		if low, high, ranged := g.engine.params[k].Range(); ranged && (s.Value.LessThan(low) || s.Value.GreaterThan(high)) {
			g.left[i] = true
		}
	}
}

// column makes the k-th column of n values, and returns the range to plan for: the one
// that is planned for, if it will do.
func (g *gatherer) column(k, n int) tape.Range {
	want := tape.Range{Scale: -maxCountDigits}
	if g.machine != nil {
		want = g.ranges[k]
	}
	scale := want.Scale
	for i, v := range g.values[k][:n] {
		if count, own, _ := countOf(v); !g.left[i] && count != 0 {
			scale = max(scale, own)
		}
	}
	known := g.machine != nil && scale == want.Scale
	want.Scale = scale
	for i, v := range g.values[k][:n] {
		count, ok := countAt(v, scale)
		if !ok {
			g.left[i] = true
		}
		switch {
		case g.left[i]:
			continue
		case !known:
			want.Low, want.High, known = count-roomFor(count), count+roomFor(count), true
		case count < want.Low:
			want.Low = count - roomFor(count)
		case count > want.High:
			want.High = count + roomFor(count)
		}
		g.columns[k][i] = count
	}
	for i := range n {
		if g.left[i] {
			g.columns[k][i] = want.Low // anything the plan is for
		}
	}
	return want
}

// roomFor is how far beyond a count a range is stretched, so that the next blocks need
// no new plan. It does not reach zero.
func roomFor(count int64) int64 {
	return max(count, -count) / 4
}
