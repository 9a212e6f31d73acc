package document

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
)

// param makes the handle of a parameter.
func (c *complaints) param(p Param, path string) burden.Param {
	param := burden.NewParam(p.Name, burden.Unit(p.Unit), c.series(p, path)).For(p.Purpose)
	if e := p.Estimate; e != nil {
		path := path + ".estimate"
		unit := burden.Unit(p.Unit)
		low, central, high := c.amount(e.Low, unit, path+".low"), c.amount(e.Central, unit, path+".central"), c.amount(e.High, unit, path+".high")
		if low != "" && central != "" && high != "" {
			param = param.Estimated(low, central, high)
		}
	}
	switch len(p.Range) {
	case 0:
		return param
	case 2:
		unit := burden.Unit(p.Unit)
		low, high := c.amount(p.Range[0], unit, path+".range[0]"), c.amount(p.Range[1], unit, path+".range[1]")
		if low != "" && high != "" {
			param = param.Within(low, high)
		}
	default:
		c.add(path+".range", "a range is the smallest and the largest value, two numbers", "", burden.ErrSyntax)
	}
	return param
}

// number returns a number's text if it is one, and reports it otherwise.
func (c *complaints) number(n Number, path string) string {
	if n == "" {
		return "" // missing, which is reported where it has to be there
	}
	if _, err := burden.Parse(string(n)); err != nil {
		cause := err
		if e, ok := errors.AsType[*burden.Error](err); ok {
			cause = e.Err // which says how to write it
		}
		c.add(path, visible.Quote(string(n))+" is "+cause.Error(), "", cause)
		return ""
	}
	return string(n)
}

// amount is number of a number in a unit: 5 % of a won is hardly meant.
func (c *complaints) amount(n Number, unit burden.Unit, path string) string {
	text := c.number(n, path)
	if text != "" && c.percent(n, unit, path) {
		return ""
	}
	return text
}

// percent reports a percentage of what is no ratio.
func (c *complaints) percent(n Number, unit burden.Unit, path string) bool {
	is := strings.HasSuffix(string(n), "%") && unit != burden.Ratio
	if is {
		if _, err := burden.NewModel("unit", burden.NewParam("value", unit, burden.Constant(0))); err != nil {
			return false // it is no unit, which is reported
		}
		c.add(path, visible.Quote(string(n))+" is a percentage, and this is in "+string(unit), "", burden.ErrUnit)
	}
	return is
}

// series makes the values of a parameter.
func (c *complaints) series(p Param, path string) burden.Series {
	given := 0
	for _, is := range []bool{p.Value != "", p.ByYear != nil, p.Steps != nil, p.Figures != nil} {
		if is {
			given++
		}
	}
	if given > 1 {
		c.add(path, "its values are one of value, by_year, steps and figures", "", burden.ErrDuplicate)
		return burden.Series{}
	}
	entry := c.entry(Figure{Source: p.Source, Status: p.Status, Stage: p.Stage, Print: p.Print}, burden.Entry{}, path)
	var spans []burden.Span
	var at []string
	add := func(from, to int, n Number, e burden.Entry, path string) {
		text := c.amount(n, burden.Unit(p.Unit), path)
		if v, err := burden.Parse(text); err == nil && from != 0 {
			e.Value = v
			spans, at = append(spans, burden.Span{From: from, To: to, Entry: e}), append(at, path)
		}
	}
	if p.Value != "" {
		add(burden.MinYear, burden.MaxYear, p.Value, entry, path+".value")
	}
	for _, key := range sortedYears(p.ByYear) {
		y := c.key(key, path+".by_year")
		add(y, y, p.ByYear[key], entry, path+".by_year."+key)
	}
	steps := sortedYears(p.Steps)
	for i, key := range steps {
		to := burden.MaxYear
		if i+1 < len(steps) {
			if next, err := year(steps[i+1]); err == nil {
				to = next - 1
			}
		}
		add(c.key(key, path+".steps"), to, p.Steps[key], entry, path+".steps."+key)
	}
	starts := make([]int, len(p.Figures))
	for i, f := range p.Figures {
		starts[i] = max(f.Year, f.From)
	}
	slices.Sort(starts)
	for i, f := range p.Figures {
		here := path + ".figures[" + strconv.Itoa(i) + "]"
		from, to := c.span(f, starts, here)
		add(from, to, f.Value, c.entry(f, entry, here), here+".value")
	}
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return spans[a].From - spans[b].From })
	for k := 1; k < len(order); k++ {
		if a, b := spans[order[k-1]], spans[order[k]]; b.From <= a.To {
			c.add(strings.TrimSuffix(at[order[k]], ".value"), "the year "+strconv.Itoa(b.From)+" has a value before", "", burden.ErrDuplicate)
			return burden.Series{}
		}
	}
	return c.onBasis(spans, p.YearBasis, path)
}

// key reads a year that is a key; 0 if it is none, which is reported.
func (c *complaints) key(text, path string) int {
	y, err := year(text)
	if err != nil {
		c.add(join(path, text), told(err), "", causeOf(err))
		return 0
	}
	return y
}

// span returns the years of a figure, among figures that start in the years given.
func (c *complaints) span(f Figure, starts []int, path string) (from, to int) {
	switch {
	case f.Year != 0 && (f.From != 0 || f.To != 0), f.Year == 0 && f.From == 0:
		if !c.spoiled[path] {
			c.add(path, "a figure has a year, or from and to", "", burden.ErrIncomplete)
		}
		return 0, 0
	case f.Year != 0:
		from, to = f.Year, f.Year
	case f.To != 0:
		from, to = f.From, f.To
	default:
		from, to = f.From, burden.MaxYear
		if i, _ := slices.BinarySearch(starts, from+1); i < len(starts) {
			to = starts[i] - 1
		}
	}
	if from < burden.MinYear || to > burden.MaxYear || to < from {
		c.add(path, "the years "+strconv.Itoa(from)+" to "+strconv.Itoa(to)+" are out of range", "", burden.ErrOutOfRange)
		return 0, 0
	}
	return from, to
}

// entry returns what is known about a figure, besides its value: what it does not
// say, another entry says.
func (c *complaints) entry(f Figure, other burden.Entry, path string) burden.Entry {
	e := other
	if f.Source != "" {
		e.Source = f.Source
	}
	if f.Print != "" {
		e.Print = f.Print
	}
	if f.Status != "" {
		e.Status = choice(c, f.Status, burden.Unstated, burden.Assumed, "status", path)
	}
	if f.Stage != "" {
		e.Stage = choice(c, f.Stage, burden.Expected, burden.Executed, "stage", path)
	}
	return e
}

// choice finds a word among those of a type, from a first to a last.
func choice[T interface {
	~uint8
	String() string
}](c *complaints, word string, first, last T, key, path string) T {
	var words []string
	for x := first; x <= last; x++ {
		if x.String() == word {
			return x
		}
		words = append(words, x.String())
	}
	suggestion := closest.Name(word, words...)
	problem := "unknown " + strings.ReplaceAll(key, "_", " ") + " " + visible.Quote(word)
	if suggestion == "" {
		problem += ", not one of " + strings.Join(words, ", ")
	}
	c.add(join(path, key), problem, suggestion, burden.ErrUnknownName)
	return first
}
