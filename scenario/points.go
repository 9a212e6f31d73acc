package scenario

import (
	"context"
	"iter"

	"github.com/shopspring/decimal"
)

// points evaluates a variation at one grid point after the other, in blocks.
type points struct {
	next  func() (*Block, error, bool)
	stop  func()
	block *Block
}

// points returns the variation at the steps, from the first on; nil where blocks do
// not pay or the variation varies nothing.
func (v *variation) points(steps Steps) *points {
	if v == nil || v.param.Name() == "" || steps.Len() < minScenarios {
		return nil
	}
	values := make([]decimal.Decimal, steps.Len())
	for i := range values {
		values[i] = steps.At(i)
	}
	w := Sweep{Scenario: v.scenario, Design: NewColumns(NewAxis(v.param, values, v.years...)), Metrics: []Metric{v.metric}}
	p := &points{}
	p.next, p.stop = iter.Pull2(w.Blocks(context.Background()))
	return p
}

// at returns the metric at the i-th point, which is not before the one asked for last.
// It returns false where the metric has none, or blocks are no way to find out: then
// [variation.measure] says what there is, or why there is nothing.
func (p *points) at(i int) (decimal.Decimal, bool) {
	for p != nil && (p.block == nil || i >= p.block.From()+p.block.Len()) {
		var err error
		var more bool
		if p.block, err, more = p.next(); !more || err != nil {
			return decimal.Decimal{}, false
		}
	}
	if p == nil || i < p.block.From() {
		return decimal.Decimal{}, false
	}
	d, err := p.block.Value(i-p.block.From(), 0)
	return d, err == nil
}

func (p *points) close() {
	if p != nil {
		p.stop()
	}
}
