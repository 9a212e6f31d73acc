package report

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// TornadoChart returns the chart of how far a metric moves when one input at a time
// moves, the widest bar first.
//
// It returns an error if the tornado has no bars or no base (burden.ErrIncomplete), or
// more than MaxBars (burden.ErrTooLarge). Inputs that could not be measured are named.
func TornadoChart(c Caption, t scenario.Tornado, inputs ...burden.Param) (*Chart, error) {
	return draw("tornado", c.Title, func(width float64) (*Chart, error) { return tornado(width, c, t, inputs) })
}

func tornado(across float64, c Caption, t scenario.Tornado, inputs []burden.Param) (*Chart, error) {
	if len(t.Bars) == 0 || !t.Base.Present {
		return nil, &burden.Error{Input: "tornado", Err: burden.ErrIncomplete}
	}
	if len(t.Bars) > MaxBars {
		return nil, &burden.Error{Input: "bars", Value: itoa(len(t.Bars)), Err: burden.ErrTooLarge}
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
	f := newFrame(across, c, t.Metric.String()+unitWords(figs.unit))
	units := map[string]burden.Unit{}
	for _, p := range inputs {
		units[p.Name()] = p.Unit()
	}

	// The words that name the colours, in these.
	y := f.top + textSize
	f.text(margin, y, "input at its", textSize, false, grey, start)
	at := margin + width("input at its ", textSize, false)
	f.text(at, y, "smallest", textSize, true, less.text, start)
	at += width("smallest ", textSize, true)
	f.text(at, y, "or", textSize, false, grey, start)
	at += width("or ", textSize, false)
	f.text(at, y, "largest", textSize, true, more.text, start)
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
		r := rowText{name: wrap(b.Input, textSize, true, beside, 2)}
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
	base, _ := place(t.Base.Amount)
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
			f.side(x, base, b.AtLow, b.AtHigh, r.low, mid, thick, less)
			f.side(x, base, b.AtHigh, b.AtLow, r.high, mid, thick, more)
		}
		if across < wide { // not through the names
			f.line(center, mid-thick/2-4, center, mid+thick/2+4, 1.5, dark)
		}
		y += h
	}
	if across == wide {
		f.line(center, top, center, y, 1.5, dark)
	}
	f.summary = fmt.Sprintf("%s is %s; it moves most with %s, from %s to %s.", t.Metric, baseText, t.Bars[0].Input, orElse(rows[0].low, baseText), orElse(rows[0].high, baseText))
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

// side draws one end of a bar and its figure. Where both ends lie on one side of the
// base, the nearer one has its figure on the other side of the base line.
func (f *frame) side(x scale, base float64, v, other scenario.Value, label string, mid, thick float64, h hue) {
	if !v.Present {
		return
	}
	at, _ := place(v.Amount)
	from, to := x.at(base), x.at(at)
	top, tall := mid-thick/2, thick
	leftwards := at < base
	if other.Present {
		if o, _ := place(other.Amount); (o-base)*(at-base) > 0 { // the same side: each its half of the bar
			tall = thick / 2
			if h == more {
				top += tall
			}
			if f.crowded(at, o, base) {
				leftwards = !leftwards
				f.area(box(min(from, to), top, max(from, to)-min(from, to), tall), h.line)
				if leftwards {
					f.text(from-7, mid+textSize*0.36, label, textSize, false, h.text, end)
				} else {
					f.text(from+7, mid+textSize*0.36, label, textSize, false, h.text, start)
				}
				return
			}
		} else if at == base && o < base || at == base && o == base && h == more {
			leftwards = false
		} else if at == base {
			leftwards = true
		}
	}
	f.area(box(min(from, to), top, max(from, to)-min(from, to), tall), h.line)
	if leftwards {
		f.text(to-7, mid+textSize*0.36, label, textSize, false, h.text, end)
	} else {
		f.text(to+7, mid+textSize*0.36, label, textSize, false, h.text, start)
	}
}

// crowded tells the nearer of two ends on one side of the base.
func (f *frame) crowded(at, other, base float64) bool {
	a, o := at-base, other-base
	if a < 0 {
		a, o = -a, -o
	}
	return a < o || a == o && other < at
}

// inputFigures writes the ends of an input's range, with its unit if known.
func inputFigures(units map[string]burden.Unit, b scenario.Bar) string {
	unit, known := units[b.Input]
	if !known {
		for name, u := range units { // the years follow the name: "cpi in 2027"
			if len(b.Input) > len(name) && b.Input[:len(name)+1] == name+" " {
				unit, known = u, true
			}
		}
	}
	if !known {
		return burden.Text(b.Low) + " to " + burden.Text(b.High)
	}
	figs := exactly(unit, []decimal.Decimal{b.Low, b.High})
	low, high := figs.show(b.Low), figs.show(b.High)
	if at := strings.LastIndexAny(high, "0123456789"); !isCurrency(unit) && unit != burden.Ratio {
		low = strings.TrimSuffix(low, high[at+1:]) // the unit once
	}
	return low + " to " + high
}
