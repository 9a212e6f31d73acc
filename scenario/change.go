package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Change is one change to a model: a parameter set, scaled or shifted, or a
// definition replaced. It is immutable.
type Change struct {
	kind       kind
	param      burden.Param
	number     decimal.Decimal
	text       string // of a number that is none, as given
	years      []Years
	definition burden.Definition
	faults     []error
}

type kind uint8

const (
	nothing kind = iota // of the zero Change, which is a fault
	set
	scale
	shift
	define
)

// Years are the years a change applies to.
type Years struct{ from, to int }

// In is one year.
func In(year int) Years { return Years{year, year} }

// From is a year and all after it.
func From(year int) Years { return Years{year, burden.MaxYear} }

// Between is the years from one to another, both included.
func Between(from, to int) Years { return Years{from, to} }

// Set returns the change that gives a parameter a value, in all years or in the
// years named. Where the parameter had none, it gets one.
func Set[N burden.Number](p burden.Param, value N, years ...Years) Change {
	return change(set, p, value, years)
}

// Scale returns the change that multiplies a parameter's values by a factor, in
// all years or in the years named. Years without a value stay without.
func Scale[N burden.Number](p burden.Param, factor N, years ...Years) Change {
	return change(scale, p, factor, years)
}

// Shift returns the change that adds an amount, in the parameter's unit, to its
// values, in all years or in the years named. Years without a value stay without.
func Shift[N burden.Number](p burden.Param, by N, years ...Years) Change {
	return change(shift, p, by, years)
}

func change[N burden.Number](k kind, p burden.Param, value N, years []Years) Change {
	c := Change{kind: k, param: p, years: slices.Clone(years)}
	if len(years) == 0 {
		c.years = []Years{{burden.MinYear, burden.MaxYear}}
	}
	if p.Name() == "" {
		c.faulty("parameter", "", burden.ErrIncomplete)
	}
	// A number is checked where every number is: by a series made of it.
	e, ok := burden.Constant(value).At(burden.MinYear)
	if !ok {
		_, err := burden.NewModel("change", burden.NewParam("value", burden.Ratio, burden.Constant(value)))
		if f, ok := errors.AsType[*burden.Error](err); ok {
			c.text = f.Value
			c.faulty("number", f.Value, f.Err)
		}
	}
	c.number = e.Value
	for i, y := range c.years {
		if y.from < burden.MinYear || y.to > burden.MaxYear || y.to < y.from {
			c.faulty("years", y.String(), burden.ErrOutOfRange)
		}
		if slices.ContainsFunc(c.years[:i], y.overlaps) {
			c.faulty("years", y.String(), burden.ErrDuplicate)
		}
	}
	return c
}

func (c *Change) faulty(input, value string, cause error) {
	c.faults = append(c.faults, &burden.Error{Input: input, Value: value, Err: cause})
}

// Define returns the change that puts a definition in place of the model's of
// the same name: a line, a rule, or a parameter's whole series. A definition of a
// new name is added.
func Define(d burden.Definition) Change {
	c := Change{kind: define, definition: d}
	if d == nil {
		c.faulty("definition", "", burden.ErrIncomplete)
	}
	return c
}

// String says what the change does: "set ceiling to 0.05 in 2010".
func (c Change) String() string {
	switch c.kind {
	case nothing:
		return "no change"
	case define:
		return "define " + definedName(c.definition)
	}
	verb := [...]string{set: "set %s to %s", scale: "scale %s by %s", shift: "shift %s by %s"}[c.kind]
	s := fmt.Sprintf(verb, c.param.Name(), cmp.Or(c.text, burden.Text(c.number)))
	var when []string
	for _, y := range c.years {
		if y != (Years{burden.MinYear, burden.MaxYear}) {
			when = append(when, y.String())
		}
	}
	return strings.TrimSuffix(s+" "+strings.Join(when, " and "), " ")
}

// String writes the years as words: "in 2010", "from 2010", "from 2010 to 2013".
func (y Years) String() string {
	switch {
	case y.from == y.to:
		return "in " + strconv.Itoa(y.from)
	case y.to == burden.MaxYear:
		return "from " + strconv.Itoa(y.from)
	}
	return "from " + strconv.Itoa(y.from) + " to " + strconv.Itoa(y.to)
}

func (y Years) overlaps(z Years) bool { return y.from <= z.to && z.from <= y.to }

// name is what the change is about: the name of a parameter or definition.
func (c Change) name() string {
	if c.kind == define {
		return definedName(c.definition)
	}
	return c.param.Name()
}

func definedName(d burden.Definition) string {
	switch d := d.(type) {
	case interface{ Line() burden.Line }:
		return d.Line().Name()
	case interface{ Name() string }:
		return d.Name()
	}
	return "nothing"
}

// touches reports whether two changes are about the same: a definition, or a
// parameter in a common year. A definition of a parameter is about all its years.
func (c Change) touches(d Change) bool {
	if c.name() != d.name() {
		return false
	}
	if c.kind == define || d.kind == define {
		return true
	}
	for _, y := range c.years {
		if slices.ContainsFunc(d.years, y.overlaps) {
			return true
		}
	}
	return false
}

// alter applies the change to a parameter's series. Entries say which overlay
// they come from and what they were.
func (c Change) alter(s burden.Series, overlay string) burden.Series {
	for _, y := range c.years {
		if c.kind == set {
			s = s.Set(y.from, y.to, burden.Entry{Value: c.number, Source: "scenario " + overlay, Status: burden.Assumed})
			continue
		}
		s = s.Change(y.from, y.to, func(e burden.Entry) burden.Entry {
			var was strings.Builder
			was.WriteString(burden.Text(e.Value))
			for _, known := range []string{e.Print, e.Source} {
				if known != "" {
					was.WriteString(", " + known)
				}
			}
			e.Print = "" // nobody printed the number that comes of it
			if c.kind == scale {
				e.Value = e.Value.Mul(c.number)
				e.Source = "scenario " + overlay + ": " + burden.Text(c.number) + " × " + was.String()
			} else {
				e.Value = e.Value.Add(c.number)
				e.Source = "scenario " + overlay + ": " + burden.Text(c.number) + " + " + was.String()
			}
			e.Status = burden.Assumed
			return e
		})
	}
	return s
}
