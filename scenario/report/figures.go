package report

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Caption is what stands around a chart.
type Caption struct {
	Title    string // what the chart says
	Subtitle string // what is shown
	Source   string
	// Display says how figures are shown. The zero Display lets the chart choose: a
	// scale by the largest amount, and figures of two to five digits. Where a figure
	// shown is not the exact one, a note at the chart's foot says so.
	Display display.Style
	// Labels are what readers call parameters and lines, by name. What has none is called
	// by its purpose, where the chart knows it, or by its name without underscores.
	Labels map[string]string
}

// figures writes the numbers of one part of a report and keeps what its note needs.
type figures struct {
	display display.Style
	unit    burden.Unit
	shown   []display.Figure
	err     error // the first
}

// newFigures returns the figures of a unit, under a display or the one that fits the
// largest of some values.
func newFigures(d display.Style, u burden.Unit, values ...decimal.Decimal) *figures {
	if zero(d) {
		d = fitting(u, values)
	}
	return &figures{display: d, unit: u}
}

func zero(d display.Style) bool {
	return d.Amounts.IsZero() && d.Ratios.IsZero() && d.Others.IsZero() && d.Magnitude == display.Ones && !d.Balanced && !d.Codes
}

// firstPlace is the place of a number's first digit: 0 for units, -1 for tenths. It depends
// on the value alone, not on how the decimal holds it.
func firstPlace(d decimal.Decimal) int32 { return int32(d.NumDigits()) + d.Exponent() - 1 }

// finest is the last place that figures are shown to without being told: what is smaller
// shows as zero.
const finest = -30

// fitting returns a display in which the largest of the values has two to five digits.
func fitting(u burden.Unit, values []decimal.Decimal) display.Style {
	var largest decimal.Decimal
	for _, v := range values {
		if v.Abs().GreaterThan(largest) {
			largest = v.Abs()
		}
	}
	atLeast := func(exponent int32) bool { return !largest.LessThan(decimal.New(1, exponent)) }
	to := func(q decimal.Decimal) burden.Rounding { return burden.RoundTo(burden.Text(q), burden.HalfUp) }
	switch {
	case u == burden.Ratio:
		places := int32(-3)
		if !atLeast(-2) && !largest.IsZero() {
			places = max(min(-4, firstPlace(largest)-1), finest)
		}
		return display.Style{Ratios: to(decimal.New(1, places))}
	case u.IsCurrency():
		for _, s := range []struct {
			from     int32
			scale    display.Magnitude
			exponent int32
		}{{15, display.Trillions, 12}, {9, display.Billions, 9}, {6, display.Millions, 6}} {
			if atLeast(s.from) {
				places := s.exponent - 1
				if !atLeast(s.exponent + 1) {
					places--
				}
				return display.Style{Magnitude: s.scale, Amounts: to(decimal.New(1, places))}
			}
		}
	}
	places := int32(-2)
	switch {
	case atLeast(4):
		places = 0
	case !largest.IsZero():
		places = max(min(-2, firstPlace(largest)-1), finest)
	}
	return display.Style{Amounts: to(decimal.New(1, places)), Others: to(decimal.New(1, places))}
}

// exactly returns figures in the scale of the largest value, with every digit.
func exactly(u burden.Unit, values []decimal.Decimal) *figures {
	f := newFigures(display.Style{}, u, values...)
	f.display = display.Style{Magnitude: f.display.Magnitude}
	return f
}

// count writes how many there are of something.
func count(n int) string {
	s := burden.Show(decimal.NewFromInt(int64(n)), "n")
	return s[:len(s)-2]
}

func itoa(n int) string { return strconv.Itoa(n) }

// show writes a value as a figure that the note knows of.
func (f *figures) show(v decimal.Decimal) string {
	return f.word(f.figure(v))
}

// figure is what the display makes of a value.
func (f *figures) figure(v decimal.Decimal) string {
	s, err := f.display.Show(v, f.unit)
	if err != nil {
		f.err = errors.Join(f.err, err)
		return ""
	}
	f.shown = append(f.shown, s)
	return s.Text
}

// signed is show with a sign always, but for what shows as zero.
func (f *figures) signed(v decimal.Decimal) string {
	s := f.show(v)
	if n := len(f.shown); n > 0 && f.err == nil && f.shown[n-1].Shown.IsPositive() {
		s = "+" + s
	}
	return s
}

// word makes a figure's text fit for print: a minus sign for the hyphen, and of a unit
// that is no currency the number alone, since the subtitle names it.
func (f *figures) word(s string) string {
	if f.unit == burden.Ratio || f.unit.IsCurrency() {
		return minus(s)
	}
	_, several, _ := strings.Cut(burden.Show(decimal.NewFromInt(2), f.unit), " ")
	if number, unit, ok := strings.Cut(s, " "); ok && (unit == string(f.unit) || unit == several) {
		s = number
	}
	return minus(s)
}

// minus puts a minus sign for a leading hyphen.
func minus(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "−" + rest
	}
	return s
}

// tick writes the number of an axis, exactly. Of an amount for each of something it is
// the amount: the marks' own figures say for each of what.
func (f *figures) tick(v decimal.Decimal) string {
	if v.IsZero() {
		return "0"
	}
	s, err := display.Style{Magnitude: f.display.Magnitude, Codes: f.display.Codes}.Show(v, f.unit)
	if err != nil {
		f.err = errors.Join(f.err, err)
	}
	amount, _, _ := strings.Cut(f.word(s.Text), "/")
	return amount
}

// note says what was rounded, empty if nothing was.
func (f *figures) note() string {
	n := f.display.Note(f.shown...)
	if n == "exact" {
		return ""
	}
	return strings.ToUpper(n[:1]) + n[1:]
}

// span is the range of an axis.
type span struct{ low, high float64 }

// spanOf returns the range of values as floating point, which only places marks.
func spanOf(values []decimal.Decimal) (span, error) {
	s := span{math.Inf(1), math.Inf(-1)}
	for _, v := range values {
		x, err := place(v)
		if err != nil {
			return span{}, err
		}
		s.low, s.high = min(s.low, x), max(s.high, x)
	}
	return s, nil
}

// place returns a value as floating point. From 1e100 on nothing can be drawn, and below
// 1e-100 nothing can be told from zero.
func place(v decimal.Decimal) (float64, error) {
	switch {
	case v.IsZero() || firstPlace(v) < -100:
		return 0, nil
	case firstPlace(v) >= 100:
		return 0, &burden.Error{Input: "value", Value: "1e100 or more", Err: burden.ErrTooLarge}
	}
	return v.InexactFloat64(), nil
}

// placed is place for a value that has been placed before.
func placed(v decimal.Decimal) float64 {
	x, _ := place(v)
	return x
}

// around returns the range of values with zero in it.
func (s span) withZero() span { return span{min(s.low, 0), max(s.high, 0)} }

// axisFor returns a range that ends at round numbers, and the numbers to mark on it,
// about as many as wanted.
func axisFor(s span, wanted int) (span, []decimal.Decimal) {
	size := max(math.Abs(s.low), math.Abs(s.high))
	if s.high-s.low <= size*1e-9 { // a single value: room around it
		pad := size / 10
		if pad == 0 {
			pad = 1
		}
		s = span{s.low - pad, s.high + pad}
	}
	raw := (s.high - s.low) / float64(wanted)
	exponent := int32(math.Floor(math.Log10(raw)))
	step := decimal.New(10, exponent)
	for _, m := range []int64{1, 2, 5} {
		if d := decimal.New(m, exponent); d.InexactFloat64() >= raw*0.999 {
			step = d
			break
		}
	}
	by := step.InexactFloat64()
	first, last := math.Floor(s.low/by+1e-9), math.Ceil(s.high/by-1e-9)
	var ticks []decimal.Decimal
	for k := first; k <= last; k++ {
		ticks = append(ticks, step.Mul(decimal.NewFromInt(int64(k))))
	}
	return span{first * by, last * by}, ticks
}

// scale maps a range to pixels.
type scale struct {
	span
	from, to float64
}

func (s scale) at(x float64) float64 {
	return s.from + (x-s.low)/(s.high-s.low)*(s.to-s.from)
}
