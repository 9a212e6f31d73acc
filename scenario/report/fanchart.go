package report

import (
	"fmt"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Fan returns the chart of how a line spreads over the runs of a design: bands
// between quantiles around the median, each edge labelled in the last year. Quantiles
// ascend and come in pairs around the middle one; without any they are 5, 25, 50, 75
// and 95 %.
//
// It returns an error if the fan is nil or has no runs (burden.ErrIncomplete), or the
// quantiles are not as told (burden.ErrOutOfRange).
func Fan(c Caption, f *scenario.Fan, quantiles ...string) (*Chart, error) {
	return draw("fan", c.Title, func(width float64) (*Chart, error) { return fan(width, c, f, quantiles) })
}

func fan(across float64, c Caption, x *scenario.Fan, quantiles []string) (*Chart, error) {
	if x == nil || x.Summary == nil || x.To < x.From {
		return nil, &burden.Error{Input: "fan", Err: burden.ErrIncomplete}
	}
	if len(quantiles) == 0 {
		quantiles = []string{"5%", "25%", "50%", "75%", "95%"}
	}
	if err := paired(quantiles); err != nil {
		return nil, err
	}
	n := len(quantiles)
	values := make([][]decimal.Decimal, n) // by quantile, then year
	var all []decimal.Decimal
	runs := 0
	for year := x.From; year <= x.To; year++ {
		m, _ := x.Year(year)
		if m.Count == 0 {
			return nil, &burden.Error{Input: "fan", Year: year, Detail: "the fan has no run with a value in " + itoa(year), Err: burden.ErrIncomplete}
		}
		runs = m.Count
		for i, q := range quantiles {
			v, err := m.Quantile(q)
			if err != nil {
				return nil, err
			}
			values[i] = append(values[i], v.Amount) // it has one: there are runs
			all = append(all, v.Amount)
		}
	}
	full, err := spanOf(all)
	if err != nil {
		return nil, err
	}
	figs := newFigures(c.Display, x.Line.Unit(), all...)
	shown, notes := full.withZero(), []string{fmt.Sprintf("%s runs; each edge is a value of a run", count(runs))}
	if full.low > 0 && full.high-full.low < full.low*0.6 {
		shown = full
		notes = append(notes, "The scale does not start at zero")
	}
	if x.Summary.Failed > 0 {
		notes = append(notes, fmt.Sprintf("%s runs failed and are left out", count(x.Summary.Failed)))
	}
	axisSpan, ticks := axisFor(shown, 5)
	f := newFrame(across, c, c.call(x.Line.Name())+unitWords(figs.unit))
	var tickTexts []string
	tickRoom, labelRoom := 0.0, 0.0
	for _, t := range ticks {
		s := figs.tick(t)
		tickTexts = append(tickTexts, s)
		tickRoom = max(tickRoom, width(s, textSize, false))
	}
	labels := make([]string, n)
	years := x.To - x.From
	heights, at := make([]float64, n), make([]float64, n)
	for i, q := range quantiles {
		labels[i] = share(q) + "  " + figs.show(values[i][years])
		if i == n/2 {
			labels[i] = "median  " + figs.show(values[i][years])
		}
		labelRoom = max(labelRoom, width(labels[i], textSize, i == n/2))
		heights[i] = textSize * 1.25
	}
	top := f.top
	y := scale{axisSpan, top + plotHeight, top}
	left, right := margin+tickRoom+12, across-margin-labelRoom-26
	px := func(year int) float64 {
		if years == 0 {
			return (left + right) / 2
		}
		return left + 8 + (right-left-8)*float64(year-x.From)/float64(years)
	}
	for i, t := range ticks {
		level := y.at(placed(t))
		stroke := hairl
		if t.IsZero() {
			stroke = axis
		}
		f.line(left-4, level, right, level, 1, stroke)
		f.text(left-10, level+textSize*0.35, tickTexts[i], textSize, false, grey, end)
	}
	edge := func(i int) []point {
		var list []point
		for k, v := range values[i] {
			list = append(list, point{px(x.From + k), y.at(placed(v))})
		}
		if years == 0 { // a single year has a band of some width
			list = []point{{list[0].x - 40, list[0].y}, {list[0].x + 40, list[0].y}}
		}
		return list
	}
	for i := range n / 2 {
		low, high := edge(i), edge(n-1-i)
		points := low
		for k := len(high) - 1; k >= 0; k-- {
			points = append(points, high[k])
		}
		f.area(points, shade([]ink{rgb(0xd3e5f2), rgb(0x7fb4d8)}, float64(i+1)/float64(max(n/2, 2))))
	}
	mid := edge(n / 2)
	f.marks = append(f.marks, path{points: mid, stroke: hues[1].text, width: 2.4})
	if years < 12 && years > 0 {
		for _, p := range mid {
			f.dot(p.x, p.y, 3, hues[1].text)
		}
	}
	f.yearAxis(x.From, x.To, px, top+plotHeight)
	for i := range quantiles {
		p := edge(i)
		at[i] = p[len(p)-1].y
	}
	for i, level := range spread(at, heights, top-6, top+plotHeight+6) {
		p := edge(i)
		from := p[len(p)-1]
		f.line(from.x+4, from.y, right+12, level, 0.8, axis)
		c := grey
		if i == n/2 {
			c = hues[1].text
		}
		f.text(right+16, level+textSize*0.35, labels[i], textSize, i == n/2, c, start)
	}
	f.summary = fmt.Sprintf("%s in %d: median %s, %s of runs between %s and %s.", c.call(x.Line.Name()), x.To,
		figs.show(values[n/2][years]), between(quantiles), figs.show(values[0][years]), figs.show(values[n-1][years]))
	return f.finish(top+plotHeight+22, c, figs, notes...)
}

// paired checks that quantiles ascend and mirror each other around one half.
func paired(quantiles []string) error {
	n := len(quantiles)
	fault := func(q string) error {
		return &burden.Error{Input: "quantile", Value: q, Detail: "quantiles ascend, in pairs around 50%", Err: burden.ErrOutOfRange}
	}
	if n%2 == 0 || n > 9 {
		return fault(fmt.Sprint(quantiles))
	}
	one := decimal.NewFromInt(1)
	var before decimal.Decimal
	for i, q := range quantiles {
		v, err := burden.Parse(q)
		if err != nil {
			return err
		}
		mirror, err := burden.Parse(quantiles[n-1-i])
		if err != nil {
			return err
		}
		if i > 0 && !v.GreaterThan(before) || v.IsNegative() || !v.Add(mirror).Equal(one) {
			return fault(q)
		}
		before = v
	}
	return nil
}

func share(q string) string {
	v, err := burden.Parse(q)
	if err != nil {
		return q
	}
	return burden.Show(v, burden.Ratio)
}

// between is the share of runs inside the outermost quantiles.
func between(quantiles []string) string {
	low, _ := burden.Parse(quantiles[0])
	high, _ := burden.Parse(quantiles[len(quantiles)-1])
	return burden.Show(high.Sub(low), burden.Ratio)
}
