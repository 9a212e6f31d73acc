package report

import (
	"fmt"
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Tornado returns the chart of how far a metric moves when one input at a time
// moves, the widest bar first.
//
// It returns an error if the tornado has no bars or no base (burden.ErrIncomplete), or
// more than MaxBars (burden.ErrTooLarge). Inputs that could not be measured are named.
func Tornado(c Caption, t scenario.Tornado, inputs ...burden.Param) (*Chart, error) {
	return draw("tornado", c.Title, func(width float64) (*Chart, error) { return tornado(width, c, t, inputs) })
}

func tornado(across float64, c Caption, t scenario.Tornado, inputs []burden.Param) (*Chart, error) {
	if len(t.Bars) == 0 || !t.Base.Present {
		return nil, &burden.Error{Input: "tornado", Err: burden.ErrIncomplete}
	}
	if len(t.Bars) > MaxBars {
		return nil, &burden.Error{Input: "bars", Detail: itoa(len(t.Bars)) + " bars are more than the " + itoa(MaxBars) + " that a chart takes; leave out the narrowest", Err: burden.ErrTooLarge}
	}
	values := []decimal.Decimal{t.Base.Amount}
	for _, b := range t.Bars {
		for _, v := range []scenario.Value{b.AtLow, b.AtHigh} {
			if v.Present {
				values = append(values, v.Amount)
			}
		}
	}
	full, err := spanOf(values)
	if err != nil {
		return nil, err
	}
	if full.low == full.high {
		full = span{full.low - 1, full.high + 1}
	}
	figs := newFigures(c.Display, t.Metric.Unit(), values...)
	f := newFrame(across, c, c.call(t.Metric.String())+unitWords(figs.unit))
	units := map[string]burden.Unit{}
	labels := maps.Clone(c.Labels)
	if labels == nil {
		labels = map[string]string{}
	}
	for _, p := range inputs {
		units[p.Name()], labels[p.Name()] = p.Unit(), c.label(p)
	}

	// The words that name the colours, in these.
	y := f.top + textSize
	f.text(margin, y, "input at its", textSize, false, grey, start)
	at := margin + width("input at its ", textSize, false)
	f.text(at, y, "smallest", textSize, true, lowest.text, start)
	at += width("smallest ", textSize, true)
	f.text(at, y, "or", textSize, false, grey, start)
	at += width("or ", textSize, false)
	f.text(at, y, "largest", textSize, true, highest.text, start)
	f.top = y + 14

	nameRoom, textRoom := 0.0, 0.0
	type rowText struct {
		name, between []string
		low, high     string
	}
	rows := make([]rowText, len(t.Bars))
	beside := 200.0 // the room of names beside the bars; on a phone they stand above
	if across < wide {
		beside = across - 2*margin
	}
	for i, b := range t.Bars {
		r := rowText{name: wrap(called(labels, b.Input), textSize, true, beside, 2)}
		ends := inputFigures(units, b)
		r.between = wrap(ends, smallSize, false, beside, 1)
		for _, l := range r.name {
			nameRoom = max(nameRoom, width(l, textSize, true))
		}
		for _, l := range r.between {
			nameRoom = max(nameRoom, width(l, smallSize, false))
		}
		if b.AtLow.Present && !b.AtLow.Amount.Equal(t.Base.Amount) {
			r.low = figs.show(b.AtLow.Amount)
		}
		if b.AtHigh.Present && !b.AtHigh.Amount.Equal(t.Base.Amount) {
			r.high = figs.show(b.AtHigh.Amount)
		}
		textRoom = max(textRoom, width(r.low, textSize, false), width(r.high, textSize, false))
		rows[i] = r
	}
	if across < wide {
		nameRoom = -16
	}
	base := placed(t.Base.Amount)
	left, right := margin+nameRoom+16+textRoom+8, across-margin-textRoom-8
	x := scale{full, left, right}
	baseText := figs.show(t.Base.Amount)
	center := x.at(base)
	half := width(baseText, textSize, true) / 2
	f.text(min(max(center, margin+half), across-margin-half), f.top+textSize, baseText, textSize, true, dark, middle)
	f.top += textSize + 7
	top := f.top
	const thick = 20.0
	y = f.top
	for i, b := range t.Bars {
		r := rows[i]
		h := max(38, float64(len(r.name))*textSize*1.15+smallSize*1.3+12)
		mid := y + h/2
		ty := mid - (float64(len(r.name))*textSize*1.15+smallSize*1.2)/2 + textSize*0.85
		if across < wide {
			ty = y + textSize
			mid = y + h + thick/2 - 4
			h += thick + 6
		}
		for _, l := range r.name {
			f.text(margin, ty, l, textSize, true, dark, start)
			ty += textSize * 1.15
		}
		for _, l := range r.between {
			f.text(margin, ty, l, smallSize, false, grey, start)
		}
		switch {
		case !b.AtLow.Present && !b.AtHigh.Present:
			f.aside(center, x, mid, "could not be measured")
		case b.Swing.Present && b.Swing.Amount.IsZero():
			f.aside(center, x, mid, "no effect")
		default:
			f.side(x, base, b.AtLow, b.AtHigh, r.low, mid, thick, lowest)
			f.side(x, base, b.AtHigh, b.AtLow, r.high, mid, thick, highest)
		}
		if across < wide { // not through the names
			f.line(center, mid-thick/2-4, center, mid+thick/2+4, 1.5, dark)
		}
		y += h
	}
	if across == wide {
		f.line(center, top, center, y, 1.5, dark)
	}
	f.summary = fmt.Sprintf("%s is %s; it moves most with %s, from %s to %s.", c.call(t.Metric.String()), baseText, called(labels, t.Bars[0].Input), orElse(rows[0].low, baseText), orElse(rows[0].high, baseText))
	var notes []string
	if t.Failed > 0 {
		notes = append(notes, fmt.Sprintf("%d of the scenarios have no value", t.Failed))
	}
	return f.finish(y+2, c, figs, notes...)
}

// orElse is a figure, or the base's where it is not written again.
func orElse(s, base string) string {
	if s == "" {
		return base
	}
	return s
}

// aside writes words where there is no bar, on the roomier side of the base line.
func (f *frame) aside(center float64, x scale, mid float64, words string) {
	if center-x.from > x.to-center {
		f.text(center-8, mid+textSize*0.36, words, textSize, false, grey, end)
		return
	}
	f.text(center+8, mid+textSize*0.36, words, textSize, false, grey, start)
}

// side draws one end of a bar and, beyond it, its figure. Where both ends lie on one side
// of the base each has half of the bar.
func (f *frame) side(x scale, base float64, v, other scenario.Value, label string, mid, thick float64, h hue) {
	if !v.Present {
		return
	}
	at := placed(v.Amount)
	from, to := x.at(base), x.at(at)
	top, tall := mid-thick/2, thick
	size, down := textSize, textSize*0.36
	leftwards := at < base
	if other.Present && (placed(other.Amount)-base)*(at-base) > 0 {
		size, tall, down = smallSize, thick/2, -2.5
		if h == highest {
			top, down = mid, smallSize-2
		}
	}
	f.area(box(min(from, to), top, max(from, to)-min(from, to), tall), h.line)
	if leftwards {
		f.text(to-7, mid+down, label, size, false, h.text, end)
	} else {
		f.text(to+7, mid+down, label, size, false, h.text, start)
	}
}

// inputFigures writes the ends of an input's range, with its unit if known.
func inputFigures(units map[string]burden.Unit, b scenario.Bar) string {
	name, _, _ := strings.Cut(b.Input, " ") // the years follow the name: "cpi in 2027"
	unit, known := units[name]
	if !known {
		return burden.Text(b.Low) + " to " + burden.Text(b.High)
	}
	figs := exactly(unit, []decimal.Decimal{b.Low, b.High})
	low, high := figs.show(b.Low), figs.show(b.High)
	if at := strings.LastIndexAny(high, "0123456789"); !unit.IsCurrency() && unit != burden.Ratio {
		low = strings.TrimSuffix(low, high[at+1:]) // the unit once
	}
	return low + " to " + high
}
