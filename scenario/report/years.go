package report

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// MaxSeries is how many scenarios a chart over years takes.
const MaxSeries = 24

// OverYears returns the chart of a line over the years of several scenarios, each
// labelled at its last value; the first is drawn as the baseline. Years in which the
// line is not applicable are left out.
//
// It returns an error if:
//   - there are no scenarios, or one is nil (burden.ErrIncomplete), or more than MaxSeries (burden.ErrTooLarge)
//   - the scenarios are of different years ([scenario.ErrBaseline])
//   - a scenario cannot be projected, or none has a value of the line
func OverYears(c Caption, l burden.Line, scenarios ...*scenario.Scenario) (*Chart, error) {
	return draw("chart over years", l.Name(), func(width float64) (*Chart, error) { return overYears(width, c, l, scenarios) })
}

// yearly is one scenario's values of a line; absent ones are not applicable.
type yearly struct {
	name   string
	values []scenario.Value
}

func yearlyOf(l burden.Line, scenarios []*scenario.Scenario) (list []yearly, from, to int, err error) {
	if from, to, err = commonYears(scenarios); err != nil {
		return nil, 0, 0, err
	}
	for _, s := range scenarios {
		p, err := s.Project()
		if err != nil {
			return nil, 0, 0, err
		}
		values, err := applicable(p, l, from, to)
		if err != nil {
			return nil, 0, 0, err
		}
		list = append(list, yearly{s.Name(), values})
	}
	return list, from, to, nil
}

func overYears(across float64, c Caption, l burden.Line, scenarios []*scenario.Scenario) (*Chart, error) {
	if len(scenarios) > MaxSeries {
		return nil, &burden.Error{Input: "scenarios", Detail: itoa(len(scenarios)) + " scenarios are more than the " + itoa(MaxSeries) + " that a chart takes; leave some out", Err: burden.ErrTooLarge}
	}
	series, from, to, err := yearlyOf(l, scenarios)
	if err != nil {
		return nil, err
	}
	var all []decimal.Decimal
	for _, s := range series {
		for _, v := range s.values {
			if v.Present {
				all = append(all, v.Amount)
			}
		}
	}
	if len(all) == 0 {
		return nil, &burden.Error{Input: l.Name(), Detail: l.Name() + " has no value in any year", Err: burden.ErrNotApplicable}
	}
	full, err := spanOf(all)
	if err != nil {
		return nil, err
	}
	figs := newFigures(c.Display, l.Unit(), all...)
	shownSpan, notes := full.withZero(), []string(nil)
	if cut := full.high - full.low; full.low > 0 && cut < full.low*0.6 && cut > 0 {
		shownSpan = full
		notes = append(notes, "The scale does not start at zero")
	}
	for _, s := range series {
		if !slices.ContainsFunc(s.values, func(v scenario.Value) bool { return v.Present }) {
			notes = append(notes, "Not applicable in any of these years: "+s.name)
		}
	}
	axisSpan, ticks := axisFor(shownSpan, 5)

	f := newFrame(across, c, c.call(l.Name())+unitWords(l.Unit()))
	tickRoom := 0.0
	var tickTexts []string
	for _, t := range ticks {
		s := figs.tick(t)
		tickTexts = append(tickTexts, s)
		tickRoom = max(tickRoom, width(s, textSize, false))
	}
	labels := endLabels(series, from, figs, across/4.2)
	labelRoom, total := 0.0, 0.0
	var heights []float64
	for _, e := range labels {
		for _, r := range e.rows {
			labelRoom = max(labelRoom, width(r.text, textSize, r.bold))
		}
		heights = append(heights, float64(len(e.rows))*rowHeight+6)
		total += heights[len(heights)-1]
	}
	top := f.top
	height := max(plotHeight, total+8)
	y := scale{axisSpan, top + height, top}
	left, right := margin+tickRoom+12, across-margin-labelRoom-26
	x := func(year int) float64 {
		if from == to {
			return right - 24 // beside its label
		}
		return left + 8 + (right-left-8)*float64(year-from)/float64(to-from)
	}
	for i, t := range ticks {
		at := y.at(placed(t))
		stroke := hairl
		if t.IsZero() {
			stroke = axis
		}
		f.line(left-4, at, right, at, 1, stroke)
		f.text(left-10, at+textSize*0.35, tickTexts[i], textSize, false, grey, end)
	}
	f.yearAxis(from, to, x, top+height)

	ends := make([]float64, 0, len(labels))
	for i := len(series) - 1; i >= 0; i-- { // the baseline on top
		f.series(series[i].values, from, x, y, style(i), to-from < 12)
	}
	for _, e := range labels {
		ends = append(ends, y.at(placed(e.value)))
	}
	for i, at := range spread(ends, heights, top-textSize/2, top+height+4) {
		e, lx := labels[i], right+22
		ty := at - heights[i]/2 + textSize + 1
		first, last := ty-textSize*0.35, ty-textSize*0.35+float64(len(e.rows)-1)*rowHeight
		if !e.several {
			last = first
		}
		if to := min(max(ends[i], first), last); !e.several || to != ends[i] {
			f.line(x(e.year)+5, ends[i], lx-12, to, 1, e.leader.hue.line, e.leader.dash...)
		}
		for _, r := range e.rows {
			if r.stub {
				f.line(lx-12, ty-textSize*0.35, lx-4, ty-textSize*0.35, 2.2, r.look.hue.line, r.look.dash...)
			}
			f.text(lx, ty, r.text, textSize, r.bold, r.look.hue.text, start)
			ty += rowHeight
		}
	}
	first, last := labels[0], labels[len(labels)-1]
	f.summary = fmt.Sprintf("%s from %d to %d in %d scenarios; in %d from %s (%s) to %s (%s).", c.call(l.Name()), from, to, len(series),
		to, figs.show(first.value), series[first.series].name, figs.show(last.value), series[last.series].name)
	if len(labels) == 1 {
		f.summary = fmt.Sprintf("%s from %d to %d: %s in %d (%s).", c.call(l.Name()), from, to, figs.show(first.value), first.year, series[first.series].name)
	}
	return f.finish(top+height+22, c, figs, notes...)
}

// look is how a series is drawn.
type look struct {
	hue  hue
	dash []float64
}

// style returns the look of the i-th series: colours first, then dashes.
func style(i int) look {
	return look{hues[i%len(hues)], dashes[i/len(hues)%len(dashes)]}
}

// series draws values as a line that breaks where one is absent; single points are dots.
func (f *frame) series(values []scenario.Value, from int, x func(int) float64, y scale, s look, dots bool) {
	var run []point
	flush := func() {
		if len(run) > 1 {
			f.marks = append(f.marks, path{points: run, stroke: s.hue.line, width: 2.2, dash: s.dash})
		}
		for i, p := range run {
			if dots || len(run) == 1 || i == len(run)-1 {
				f.dot(p.x, p.y, 3, s.hue.line)
			}
		}
		run = nil
	}
	for i, v := range values {
		if !v.Present {
			flush()
			continue
		}
		run = append(run, point{x(from + i), y.at(placed(v.Amount))})
	}
	flush()
}

const rowHeight = textSize * 1.18

// endLabel stands beside the last value of a series, or of several that end alike.
type endLabel struct {
	series, year int // of the first of them
	value        decimal.Decimal
	leader       look
	several      bool
	rows         []labelRow
}

type labelRow struct {
	text string
	bold bool
	stub bool // a piece of the line stands before it
	look look
}

func endLabels(series []yearly, from int, figs *figures, within float64) []endLabel {
	var list []endLabel
	lines := 3
	if len(series) > 8 {
		lines = 1
	}
	for i, s := range series {
		last := len(s.values) - 1
		for last >= 0 && !s.values[last].Present {
			last--
		}
		if last < 0 {
			continue
		}
		v, l := s.values[last].Amount, style(i)
		var rows []labelRow
		for k, t := range wrap(s.name, textSize, false, within, lines) {
			rows = append(rows, labelRow{text: t, stub: k == 0, look: l})
		}
		at := slices.IndexFunc(list, func(e endLabel) bool { return e.year == from+last && e.value.Equal(v) })
		if at >= 0 { // the value stays last, in no one's colour
			e := &list[at]
			value := e.rows[len(e.rows)-1]
			value.look, e.leader, e.several = look{hue: hues[0]}, look{hue: hue{axis, grey}}, true
			e.rows = append(append(e.rows[:len(e.rows)-1], rows...), value)
			continue
		}
		rows = append(rows, labelRow{text: figs.show(v), bold: true, look: l})
		list = append(list, endLabel{series: i, year: from + last, value: v, leader: l, rows: rows})
	}
	return list
}
