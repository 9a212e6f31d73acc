package report

import (
	"fmt"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// MaxBars is how many bars a waterfall or a tornado takes.
const MaxBars = 40

// Waterfall returns the chart of an attribution: from the baseline, effect by effect, to
// the alternative. Effects are rounded as figures are shown, such that they and the
// baseline add up to the alternative as shown. The two names, if given, are written for
// "baseline" and "alternative".
//
// It returns an error if the attribution is nil or has no effects, or there is one name
// or more than two (burden.ErrIncomplete), or it has more than MaxBars effects
// (burden.ErrTooLarge).
func Waterfall(c Caption, a *scenario.Attribution, names ...string) (*Chart, error) {
	return draw("waterfall", c.Title, func(width float64) (*Chart, error) { return waterfall(width, c, a, names) })
}

func waterfall(across float64, c Caption, a *scenario.Attribution, totals []string) (*Chart, error) {
	if a == nil || len(a.Effects) == 0 {
		return nil, &burden.Error{Input: "attribution", Err: burden.ErrIncomplete}
	}
	if len(a.Effects) > MaxBars {
		return nil, &burden.Error{Input: "effects", Detail: itoa(len(a.Effects)) + " effects are more than the " + itoa(MaxBars) + " bars that a chart takes; put changes into groups", Err: burden.ErrTooLarge}
	}
	switch len(totals) {
	case 0:
		totals = []string{"baseline", "alternative"}
	case 2:
	default:
		return nil, &burden.Error{Input: "names", Value: itoa(len(totals)), Detail: "a waterfall has two names, of where it begins and ends, or none", Err: burden.ErrIncomplete}
	}
	figs := newFigures(c.Display, a.Metric.Unit(), a.Baseline, a.Alternative)
	figs.display.Balanced = true
	parts, err := a.Parts(quantum(figs))
	if err != nil {
		return nil, err
	}
	amounts := []decimal.Decimal{a.Baseline}
	for _, p := range parts {
		amounts = append(amounts, p.Amount)
	}
	column, err := figs.display.Column(figs.unit, amounts...)
	if err != nil {
		return nil, err
	}
	figs.shown = append(append(figs.shown, column.Figures...), column.Total)

	// Where each bar begins and ends: the totals at zero, effects one after the other.
	type bar struct {
		name       string
		from, to   decimal.Decimal
		total      bool
		text       string
		fill, tint ink
	}
	bars := []bar{{name: totals[0], to: a.Baseline, total: true, text: figs.word(column.Figures[0].Text), fill: neutral, tint: dark}}
	at := a.Baseline
	for i, p := range parts {
		b := bar{name: c.call(p.Name), from: at, to: at.Add(p.Amount), text: figs.word(column.Figures[i+1].Text), fill: axis, tint: grey}
		switch at = b.to; p.Amount.Sign() {
		case 1:
			b.fill, b.tint = more.line, more.text
		case -1:
			b.fill, b.tint = less.line, less.text
		}
		if column.Figures[i+1].Shown.IsPositive() {
			b.text = "+" + b.text
		}
		bars = append(bars, b)
	}
	bars = append(bars, bar{name: totals[1], to: a.Alternative, total: true, text: figs.word(column.Total.Text), fill: neutral, tint: dark})

	var levels []decimal.Decimal
	for _, b := range bars {
		levels = append(levels, b.to)
	}
	full, err := spanOf(levels)
	if err != nil {
		return nil, err
	}
	shown, cut := full.withZero(), false
	if full.low > 0 && full.high-full.low < full.high*0.3 {
		shown, cut = span{full.low - (full.high-full.low)*0.4, full.high}, true
		if full.high == full.low {
			shown, cut = full.withZero(), false
		}
	}
	f := newFrame(across, c, "What changed "+c.call(a.Metric.String())+unitWords(figs.unit))
	nameRoom, textRoom := 0.0, 0.0
	names := make([][]string, len(bars))
	for i, b := range bars {
		if across < wide { // names stand above the bars
			names[i] = wrap(b.name, textSize, b.total, across-2*margin, 1)
		} else {
			names[i] = wrap(b.name, textSize, b.total, 200, 2)
			for _, l := range names[i] {
				nameRoom = max(nameRoom, width(l, textSize, b.total))
			}
		}
		textRoom = max(textRoom, width(b.text, textSize, true))
	}
	axisSpan, _ := axisFor(shown, 5)
	if cut {
		axisSpan = shown
	}
	left, right := margin+nameRoom+14, across-margin-textRoom-8
	row, thick, above := 34.0, 20.0, 0.0
	if across < wide {
		left, row, above = margin, 50, textSize+3
	}
	if shown.low < 0 { // figures of bars that point left stand left of them
		left += textRoom + 8
	}
	x := scale{span{axisSpan.low, max(shown.high, 0)}, left, right}
	if shown.low < 0 {
		x.low = shown.low
	}
	if x.high == x.low {
		x.high = x.low + 1
	}
	y := f.top
	for i, b := range bars {
		mid := y + above + (row-above)/2
		from, _ := place(b.from)
		to, _ := place(b.to)
		if b.total && cut {
			from = x.low
		}
		lo, hi := x.at(min(from, to)), x.at(max(from, to))
		f.area(box(lo, mid-thick/2, max(hi-lo, 1), thick), b.fill)
		if b.total && cut { // what is left out of the bar shows as a tear
			f.area([]point{{lo + 14, mid - thick/2 - 1}, {lo + 18, mid - thick/2 - 1}, {lo + 12, mid + thick/2 + 1}, {lo + 8, mid + thick/2 + 1}}, paper)
		}
		leftwards := to < from || b.total && to < 0
		if room := width(b.text, textSize, true) + 12; leftwards && lo-room < left-8 {
			leftwards = false // it would run into the names
		}
		if leftwards {
			f.text(lo-6, mid+textSize*0.36, b.text, textSize, true, b.tint, end)
		} else {
			f.text(hi+6, mid+textSize*0.36, b.text, textSize, true, b.tint, start)
		}
		ty := mid + textSize*0.36 - float64(len(names[i])-1)*textSize*0.58
		if above > 0 {
			ty = mid - thick/2 - 5
		}
		for _, l := range names[i] {
			if above > 0 { // over the line from the bar before
				f.area(box(margin, ty-textSize*0.85, width(l, textSize, b.total)+3, textSize*1.1), paper)
			}
			f.text(margin, ty, l, textSize, b.total, dark, start)
			ty += textSize * 1.15
		}
		if !cut && above > 0 {
			f.line(x.at(0), mid-thick/2-3, x.at(0), mid+thick/2+3, 1, axis)
		}
		if i < len(bars)-1 { // to the next bar
			f.line(x.at(to), mid+thick/2, x.at(to), mid+row-thick/2, 1, axis)
		}
		y += row
	}
	if !cut && above == 0 {
		f.line(x.at(0), f.top, x.at(0), y, 1, axis)
	}
	var notes []string
	if cut {
		notes = append(notes, "Torn bars do not start at zero")
	}
	f.summary = fmt.Sprintf("%s went from %s to %s.", c.call(a.Metric.String()), figs.word(column.Figures[0].Text), figs.word(column.Total.Text))
	for _, b := range bars[1 : len(bars)-1] {
		f.summary += " " + b.name + " " + b.text + "."
	}
	return f.finish(y, c, figs, notes...)
}

// quantum is what effects are split to: that of the figures shown or, if these are
// exact, a millionth of the unit.
func quantum(f *figures) string {
	r := f.display.Others
	switch {
	case f.unit == burden.Ratio:
		r = f.display.Ratios
	case f.unit.IsCurrency():
		r = f.display.Amounts
	}
	if r.IsZero() {
		return "0.000001"
	}
	return burden.Text(r.Quantum())
}
