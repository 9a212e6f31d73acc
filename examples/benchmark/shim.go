package main

// Stands in for what the batch engine will have: removed when it is there.

import (
	"context"
	"iter"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

func newCountedAxis(p burden.Param, quantum string, counts []int64, years ...scenario.Years) scenario.Axis {
	q := decimal.RequireFromString(quantum)
	values := make([]decimal.Decimal, len(counts))
	for i, c := range counts {
		values[i] = q.Mul(decimal.NewFromInt(c))
	}
	a := scenario.NewAxis(p, values, years...)
	return a
}

type columnsDesign struct {
	grids []scenario.Grid
}

func newColumns(axes ...scenario.Axis) scenario.Design {
	var d columnsDesign
	for _, a := range axes {
		d.grids = append(d.grids, scenario.NewGrid(a))
	}
	return d
}

func (d columnsDesign) Len() int { return d.grids[0].Len() }

func (d columnsDesign) At(i int) scenario.Point {
	var p scenario.Point
	for _, g := range d.grids {
		p = append(p, g.At(i)...)
	}
	return p
}

type oneBlock struct{ o scenario.Outcome }

func (b oneBlock) From() int { return b.o.Index }
func (b oneBlock) Len() int  { return 1 }
func (b oneBlock) Value(i, k int) (decimal.Decimal, error) {
	if b.o.Err != nil {
		return decimal.Decimal{}, b.o.Err
	}
	return b.o.Values[k], nil
}

func blocks(ctx context.Context, w scenario.Sweep) iter.Seq2[oneBlock, error] {
	return func(yield func(oneBlock, error) bool) {
		for o, err := range w.Run(ctx) {
			if !yield(oneBlock{o}, err) {
				return
			}
		}
	}
}
