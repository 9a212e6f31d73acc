package main

import (
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

// study is a model to ask what if of: its parameters as controls, its lines as tables.
type study struct {
	Key, Name   string // in the address, and in the menu
	Title, Lead string
	Groups      []group
	Lines       []shown
	Figures     []figure
	Notes       []string

	baseline *scenario.Scenario
	effects  scenario.Metric // what a chart attributes to the figures changed
	caption  string          // of that chart
	source   string          // of the charts
}

// group is controls that belong together.
type group struct {
	Legend   string
	Controls []control
}

// control is a parameter, in one year or in all, as a field of the form.
type control struct {
	Key, Label string // in the address, and before the field
	Help       string
	Param      burden.Param
	Year       int // 0 for all years
	In         notation
	Low, High  string // the range, in that notation
	Step       string // of the slider
}

// shown is a line as a table, and as a chart where it has a title for one.
type shown struct {
	Line         burden.Line
	Label, Chart string
	From, To     int
	Total        burden.Line // of the years, a line of the last of them; zero for none
}

// none is where a line has no total.
var none burden.Line

// figure is a number that stands above the tables.
type figure struct {
	Label string
	Line  burden.Line
	Year  int
}

// notation is how a field writes a number.
type notation uint8

const (
	ones notation = iota
	percent
	billions
)

// exponents are the powers of ten that a field's numbers are counted in.
var exponents = [...]int32{ones: 0, percent: -2, billions: 9}

// read reads what was typed into a field. A percentage may have its sign.
func (n notation) read(text string) (decimal.Decimal, error) {
	text = strings.TrimSpace(text)
	if number, ok := strings.CutSuffix(text, "%"); ok && n == percent {
		return burden.Parse(strings.TrimSpace(number) + "%")
	}
	v, err := burden.Parse(text)
	return v.Shift(exponents[n]), err
}

// write writes a value as a field shows it.
func (n notation) write(v decimal.Decimal) string {
	return burden.Text(v.Shift(-exponents[n]))
}

// show writes a value as a field's hint shows it.
func (n notation) show(v decimal.Decimal) string {
	text := strings.TrimSuffix(burden.Show(v.Shift(-exponents[n]), burden.KRW), " "+string(burden.KRW))
	if n == percent {
		text += "\u00a0%"
	}
	return bare(text)
}

// unit names what a field's numbers count.
func (c control) unit() string {
	switch {
	case c.In == percent:
		return "%"
	case c.In == billions && c.Param.Unit() == burden.USD:
		return "billion dollars"
	case c.In == billions:
		return "billion won"
	case c.Param.Unit() == burden.Persons:
		return "persons"
	case c.Param.Unit() == burden.KRW.Per(burden.USD):
		return "won for a dollar"
	}
	return string(c.Param.Unit())
}

// years are those that the control sets.
func (c control) years() []scenario.Years {
	if c.Year == 0 {
		return nil
	}
	return []scenario.Years{scenario.In(c.Year)}
}

// entry is the baseline's figure of the control. One that is the same in all years is
// read in the first year that the study is about.
func (s *study) entry(c control) (burden.Entry, bool) {
	p, ok := s.baseline.Model().Param(c.Param.Name())
	if !ok {
		return burden.Entry{}, false
	}
	year := c.Year
	if year == 0 {
		year, _ = s.baseline.Years()
	}
	return p.Series().At(year)
}

// controls are all controls, in order.
func (s *study) controls() []control {
	var list []control
	for _, g := range s.Groups {
		list = append(list, g.Controls...)
	}
	return list
}

// totalOf returns the definition of a line that is, in the last of some years, the
// total of all of them: a line, so that it too can be explained.
func totalOf(l burden.Line, from, to int) (burden.Line, burden.Definition) {
	total := burden.NewLine(l.Name()+"_total", l.Unit()).As(burden.Stock)
	return total, total.Starts(to, l.SumBetween(from, to))
}

// ranged returns a control of a parameter that the model holds within the control's
// range: one range, which the field names and the library checks.
func ranged(c control) control {
	low, err1 := c.In.read(c.Low)
	high, err2 := c.In.read(c.High)
	if err1 == nil && err2 == nil { // else the model reports the range it is given
		c.Param = c.Param.Within(burden.Text(low), burden.Text(high))
	}
	return c
}

// display is how amounts are shown: in billions to 0.1 bn won, the quantum of the
// agreements.
var figureStyle = display.Style{
	Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions,
	Ratios: burden.RoundTo("0.1%", burden.HalfUp),
	Others: burden.RoundTo("1", burden.HalfUp),
}

// studies are what the page offers, the first unless another is asked for.
func studies() ([]*study, error) {
	var list []*study
	for _, build := range []func() (*study, error){newTwelfth, newTalks} {
		s, err := build()
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}
