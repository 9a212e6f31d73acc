package scenario

import (
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// column is a parameter's values as counts of a power of ten.
type column struct {
	counts []int64
	tape.Range
}

func (c column) decimal(count int64) decimal.Decimal { return decimal.New(count, int32(-c.Scale)) }

// column returns an axis's values as counts, and whether they all are such.
func (a Axis) column() (column, bool) {
	if len(a.counts) > 0 {
		unit, scale, ok := countOf(a.quantum)
		if !ok {
			return column{}, false
		}
		c := column{counts: a.counts, Range: tape.Range{Scale: scale}}
		if unit != 1 {
			c.counts = make([]int64, len(a.counts))
			for i, k := range a.counts {
				if c.counts[i] = k * unit; c.counts[i]/unit != k {
					return column{}, false
				}
			}
		}
		c.Low, c.High = slices.Min(c.counts), slices.Max(c.counts)
		return c, true
	}
	c := column{counts: make([]int64, len(a.values))}
	c.Scale = -maxCountDigits
	for i, v := range a.values {
		if int(-v.Exponent()) > c.Scale {
			k, scale, ok := countOf(v)
			if !ok {
				return column{}, false
			}
			if c.counts[i] = k; k != 0 {
				c.Scale = max(c.Scale, scale)
			}
		}
	}
	for i, v := range a.values {
		k, ok := countAt(v, c.Scale)
		if !ok {
			return column{}, false
		}
		c.counts[i] = k
	}
	c.Low, c.High = slices.Min(c.counts), slices.Max(c.counts)
	return c, true
}

// countOf returns a decimal as a count of 10^-scale without zeros at its end, and
// whether it is one of few digits.
func countOf(d decimal.Decimal) (count int64, scale int, ok bool) {
	if d.NumDigits() > maxCountDigits {
		return 0, 0, false
	}
	count, scale = d.CoefficientInt64(), int(-d.Exponent())
	if count == 0 {
		return 0, 0, true
	}
	for count%10 == 0 {
		count, scale = count/10, scale-1
	}
	return count, scale, scale <= 10*maxCountDigits && scale >= -10*maxCountDigits
}

// countAt returns a decimal as a count of 10^-scale, and whether it is one.
func countAt(d decimal.Decimal, scale int) (int64, bool) {
	digits := d.NumDigits()
	if digits > maxCountDigits {
		return 0, false
	}
	count, shift := d.CoefficientInt64(), scale+int(d.Exponent())
	if shift < 0 {
		var own int
		var ok bool
		if count, own, ok = countOf(d); !ok || count != 0 && own > scale {
			return 0, false
		}
		digits, shift = 0, scale-own // counted anew below
		for k := count; k != 0; k /= 10 {
			digits++
		}
	}
	if count == 0 {
		return 0, true
	}
	if digits+shift > maxCountDigits {
		return 0, false
	}
	for range shift {
		count *= 10
	}
	return count, true
}

// gathering is the engine of a design whose points are asked for one by one and put
// into columns, block by block. Every point has to set what the first does.
func (e *engine) gathering(r *run, outputs []tape.Output) *engine {
	for i := r.from; i < r.to && i < r.from+minScenarios; i++ {
		p, err := r.point(i)
		if err != nil || len(p) == 0 {
			continue
		}
		var inputs []tape.Input
		sound := true
		for _, s := range p {
			have, ok := r.model.Param(s.Param.Name())
			sound = sound && ok && have.Unit() == s.Param.Unit()
			for _, y := range s.Years {
				sound = sound && y.from >= burden.MinYear && y.to <= burden.MaxYear && y.from <= y.to
			}
			inputs = append(inputs, tape.Input{Param: s.Param.Name(), Spans: spans(s.Years)})
			e.ranges = append(e.ranges, parameterRange{param: have})
		}
		if !sound {
			e.ranges = nil
			continue
		}
		var ok bool
		if e.program, ok = tape.Compile(r.model, r.Scenario.from, r.Scenario.to, r.lines, inputs, outputs); !ok {
			return nil
		}
		e.shape = p
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

// block works out the scenarios from an index to another, and reports whether it could.
func (g *gatherer) block(r *run, from, to int) bool {
	clear(g.left)
	need := slices.Clone(g.ranges)
	if need == nil {
		need = make([]tape.Range, len(g.columns))
		for k := range need {
			need[k].Scale = -maxCountDigits
		}
	}
	anew := g.machine == nil
	for i := from; i < to; i++ {
		p, err := r.point(i)
		if err != nil || !p.same(g.engine.shape) {
			g.left[i-from] = true
			continue
		}
		for k, s := range p {
			g.values[k][i-from] = s.Value
			if low, high, ranged := g.engine.ranges[k].param.Range(); ranged && (s.Value.LessThan(low) || s.Value.GreaterThan(high)) {
				g.left[i-from] = true
			}
			count, scale, ok := countOf(s.Value)
			if !ok {
				g.left[i-from] = true
			} else if count != 0 && scale > need[k].Scale && !g.left[i-from] {
				need[k].Scale, anew = scale, true
			}
		}
	}
	for k := range need {
		first := anew
		if g.ranges != nil && need[k].Scale > g.ranges[k].Scale {
			for range need[k].Scale - g.ranges[k].Scale {
				need[k].Low, need[k].High = need[k].Low*10, need[k].High*10
				if limit := int64(1e17); need[k].High > limit || need[k].Low < -limit {
					need[k].Low, need[k].High = 0, 0
					break
				}
			}
		}
		if g.ranges != nil {
			first = false
		}
		stand := int64(0)
		for i := range to - from {
			if g.left[i] {
				g.columns[k][i] = 0
				continue
			}
			count, ok := countAt(g.values[k][i], need[k].Scale)
			if !ok {
				g.left[i], g.columns[k][i] = true, 0
				continue
			}
			g.columns[k][i], stand = count, count
			if first {
				need[k].Low, need[k].High, first = count, count, false
			}
			if count < need[k].Low || count > need[k].High {
				anew = true
				need[k].Low, need[k].High = min(need[k].Low, count-roomFor(count)), max(need[k].High, count+roomFor(count))
			}
		}
		for i := range to - from { // what is left to the plain evaluator must not surprise the plan
			if g.left[i] && (g.columns[k][i] < need[k].Low || g.columns[k][i] > need[k].High) {
				g.columns[k][i] = min(max(stand, need[k].Low), need[k].High)
			}
		}
	}
	if anew {
		layout := tape.Axes{Counts: []int{tape.BlockLen}, Of: make([]int, len(g.columns)), Scenarios: tape.BlockLen}
		plan, ok := tape.NewPlan(g.engine.program, layout, need)
		if !ok {
			return false
		}
		g.ranges = need
		g.machine = tape.NewRun(plan, g.columns).Machine()
	}
	g.machine.Block(0, to-from)
	return true
}

// roomFor is how far beyond a count a range is stretched, so that the next blocks need
// no new plan. It does not reach zero.
func roomFor(count int64) int64 {
	return max(count, -count) / 4
}
