package report

import (
	"fmt"
	"iter"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// MaxCells is how many cells a heat map takes.
const MaxCells = 10_000

// HeatMap returns the chart of a metric over a grid of two parameters, the first from
// top to bottom, the second from left to right. Outcomes are those of a sweep with this
// design; their first value is the metric's. A scenario that failed is a crossed cell.
//
// It returns an error if the design is not such a grid (burden.ErrIncomplete), or of
// more than MaxCells (burden.ErrTooLarge), or if the outcomes end with an error.
func HeatMap(c Caption, d scenario.Design, m scenario.Metric, outcomes iter.Seq2[scenario.Outcome, error]) (*Chart, error) {
	g, err := newGrid(d, outcomes) // outcomes come once
	if err != nil {
		return nil, failed("heat map", c.Title, err)
	}
	return draw("heat map", c.Title, func(width float64) (*Chart, error) { return heatMap(width, c, g, m) })
}

// grid is a metric over two parameters.
type grid struct {
	down, across burden.Param
	rows, cols   []decimal.Decimal // the parameters' values
	cells        [][]scenario.Value
}

func heatMap(across float64, c Caption, g *grid, m scenario.Metric) (*Chart, error) {
	var values []decimal.Decimal
	for _, row := range g.cells {
		for _, v := range row {
			if v.Present {
				values = append(values, v.Amount)
			}
		}
	}
	if len(values) == 0 {
		return nil, &burden.Error{Input: "outcomes", Err: burden.ErrIncomplete}
	}
	full, err := spanOf(values)
	if err != nil {
		return nil, err
	}
	figs := newFigures(c.Display, m.Unit(), values...)
	f := newFrame(across, c, c.call(m.String())+unitWords(m.Unit()))

	rowFigs, colFigs := exactly(g.down.Unit(), g.rows), exactly(g.across.Unit(), g.cols)
	rowTexts, colTexts := make([]string, len(g.rows)), make([]string, len(g.cols))
	rowRoom, colRoom, cellRoom := 0.0, 0.0, 0.0
	for i, v := range g.rows {
		rowTexts[i] = rowFigs.show(v)
		rowRoom = max(rowRoom, width(rowTexts[i], textSize, false))
	}
	for i, v := range g.cols {
		colTexts[i] = colFigs.show(v)
		colRoom = max(colRoom, width(colTexts[i], textSize, false))
	}
	texts := make([][]string, len(g.cells))
	cellFigs := newFigures(figs.display, m.Unit())
	for i, row := range g.cells {
		texts[i] = make([]string, len(row))
		for j, v := range row {
			if v.Present {
				texts[i][j] = cellFigs.show(v.Amount)
				cellRoom = max(cellRoom, width(texts[i][j], smallSize, false))
			}
		}
	}
	left := margin + rowRoom + 10
	cell := min((across-margin-left)/float64(len(g.cols)), 150)
	tall := min(max(plotHeight/float64(len(g.rows)), 3), 40)
	if plotHeight/float64(len(g.rows)) < 22 && len(g.rows) <= 24 {
		tall = 22
	}
	written := cellRoom+8 <= cell && tall >= smallSize*1.5
	// The names of the two parameters: of the rows above their values, of the columns
	// above theirs.
	y := f.top + textSize
	f.text(margin, y, ellipsis(c.label(g.down)+" ↓", textSize, true, across/2-margin), textSize, true, dark, start)
	f.text(across-margin, y, ellipsis(c.label(g.across)+" →", textSize, true, across/2-margin-10), textSize, true, dark, end)
	y += textSize + 8
	step := 1
	for float64(step)*cell < colRoom+10 {
		step++
	}
	for j, s := range colTexts {
		if j%step == 0 {
			f.text(left+(float64(j)+0.5)*cell, y, s, textSize, false, grey, middle)
		}
	}
	top := y + 8
	step = 1
	for float64(step)*tall < textSize*1.2 {
		step++
	}
	color := colours(full)
	for i, row := range g.cells {
		at := top + float64(i)*tall
		if i%step == 0 {
			f.text(left-8, at+tall/2+textSize*0.36, rowTexts[i], textSize, false, grey, end)
		}
		for j, v := range row {
			x := left + float64(j)*cell
			gap := 1.0
			if tall < 8 || cell < 8 {
				gap = 0
			}
			if !v.Present {
				f.marks = append(f.marks, path{points: box(x+1, at+1, cell-2, tall-2), closed: true, stroke: hairl, width: 1})
				f.line(x+1, at+1, x+cell-1, at+tall-1, 1, hairl)
				continue
			}
			fill := color(placed(v.Amount))
			f.area(box(x, at, cell-gap, tall-gap), fill)
			if written {
				f.text(x+(cell-gap)/2, at+tall/2+smallSize*0.33, texts[i][j], smallSize, false, legibleOn(fill), middle)
			}
		}
	}
	bottom := top + float64(len(g.rows))*tall
	if written {
		figs.shown = append(figs.shown, cellFigs.shown...)
	}
	low, high := decimal.Min(values[0], values[1:]...), decimal.Max(values[0], values[1:]...)
	if !written { // a key instead of figures in the cells
		bottom = f.key(full, low, high, color, figs, left, bottom+22)
	}
	f.summary = fmt.Sprintf("%s for %d values of %s and %d of %s, from %s to %s.", c.call(m.String()), len(g.rows), c.label(g.down), len(g.cols), c.label(g.across), figs.show(low), figs.show(high))
	var notes []string
	if missing := len(g.rows)*len(g.cols) - len(values); missing > 0 {
		notes = append(notes, fmt.Sprintf("Crossed cells have no value (%d)", missing))
	}
	return f.finish(bottom, c, figs, notes...)
}

// key draws the scale of colours with its ends, and zero if it lies between.
func (f *frame) key(s span, lowest, highest decimal.Decimal, color func(float64) ink, figs *figures, left, y float64) float64 {
	const wide, tall, parts = 260.0, 10.0, 52
	for k := range parts {
		at := s.low + (s.high-s.low)*(float64(k)+0.5)/parts
		f.area(box(left+wide*float64(k)/parts, y, wide/parts+0.3, tall), color(at))
	}
	f.text(left, y+tall+textSize+2, figs.show(lowest), textSize, false, grey, start)
	f.text(left+wide, y+tall+textSize+2, figs.show(highest), textSize, false, grey, end)
	if s.low < 0 && s.high > 0 {
		x := left + wide*(-s.low)/(s.high-s.low)
		f.line(x, y-2, x, y+tall+2, 1, dark)
		f.text(x, y-5, "0", textSize, false, grey, middle)
	}
	return y + tall + textSize + 6
}

// colours returns the colour of each value: one scale, or two that meet at zero.
func colours(s span) func(float64) ink {
	return func(v float64) ink {
		switch {
		case s.low == s.high:
			return sequence[1]
		case s.low >= 0 || s.high <= 0 && v > 0:
			return shade(sequence, (v-s.low)/(s.high-s.low))
		case s.high <= 0:
			return shade(below, (s.high-v)/(s.high-s.low))
		}
		size := max(-s.low, s.high)
		if v < 0 {
			return shade(below, -v/size)
		}
		return shade(sequence, v/size)
	}
}

// newGrid reads the grid off the points of a design, the last setting varying fastest.
func newGrid(d scenario.Design, outcomes iter.Seq2[scenario.Outcome, error]) (*grid, error) {
	fault := func(what string) error {
		return &burden.Error{Input: "design", Detail: what, Err: burden.ErrIncomplete}
	}
	if d == nil || outcomes == nil {
		return nil, fault("a design and its outcomes are needed")
	}
	n := d.Len()
	if n < 1 {
		return nil, fault("the design has no scenarios")
	}
	if n > MaxCells {
		return nil, &burden.Error{Input: "design", Detail: itoa(n) + " scenarios are more than the " + itoa(MaxCells) + " cells that a heat map takes; take fewer values of each parameter", Err: burden.ErrTooLarge}
	}
	first := d.At(0)
	if len(first) != 2 {
		return nil, fault("the design is no grid of two parameters")
	}
	g := &grid{down: first[0].Param, across: first[1].Param}
	columns := n
	for i := range n {
		p := d.At(i)
		if len(p) != 2 || p[0].Param.Name() != g.down.Name() || p[1].Param.Name() != g.across.Name() {
			return nil, fault("the design is no grid of two parameters")
		}
		if len(g.rows) == 0 || !p[0].Value.Equal(g.rows[len(g.rows)-1]) {
			if len(g.rows) == 1 {
				columns = i
			}
			g.rows = append(g.rows, p[0].Value)
		}
		if len(g.rows) == 1 {
			g.cols = append(g.cols, p[1].Value)
		}
		if (len(g.rows)-1)*columns+i%columns != i || !p[1].Value.Equal(g.cols[i%columns]) {
			return nil, fault("the design is no grid of two parameters")
		}
	}
	if len(g.rows)*len(g.cols) != n {
		return nil, fault("the design is no grid of two parameters")
	}
	g.cells = make([][]scenario.Value, len(g.rows))
	for i := range g.cells {
		g.cells[i] = make([]scenario.Value, len(g.cols))
	}
	for o, err := range outcomes {
		switch {
		case err != nil:
			return nil, err
		case o.Index < 0 || o.Index >= n:
			return nil, &burden.Error{Input: "outcome", Value: itoa(o.Index), Err: burden.ErrOutOfRange}
		case o.Err == nil && len(o.Values) > 0:
			g.cells[o.Index/columns][o.Index%columns] = scenario.Value{Amount: o.Values[0], Present: true}
		}
	}
	return g, nil
}
