package document

import (
	"errors"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// line makes the definition of a line; nil if it cannot be.
func (c *complaints) line(l Line, names burden.Names, path string) burden.Definition {
	given := 0
	for _, is := range []bool{l.Formula != "", l.Index != nil, l.Split != nil} {
		if is {
			given++
		}
	}
	switch {
	case given == 0 && !c.spoiled[path]:
		c.add(path, "a line has a formula, an index or a split", "", burden.ErrIncomplete)
		return nil
	case given > 1:
		c.add(path, "a line is one of formula, index and split", "", burden.ErrDuplicate)
		return nil
	case given == 0 || l.Name == "":
		return nil
	}
	if l.Index != nil {
		for _, key := range []struct{ name, text string }{{"unit", l.Unit}, {"measure", l.Measure}} {
			if key.text != "" {
				c.add(join(path, key.name), "growth is a ratio and needs no "+key.name, "", burden.ErrUnit)
			}
		}
		if l.YearBasis != "" {
			c.add(path+".year_basis", "growth is on the year basis of its driver", "", burden.ErrYearBasis)
		}
		return c.index(l.Name, *l.Index, names, path+".index")
	}
	if l.Split != nil {
		if l.Measure != "" {
			c.add(path+".measure", "the unit of a split tells the measure of its parts", "", burden.ErrUnit)
		}
		if l.YearBasis != "" {
			c.add(path+".year_basis", "shares are on the year basis of their total", "", burden.ErrYearBasis)
		}
		return c.split(l, names, path+".split")
	}
	line := burden.NewLine(l.Name, burden.Unit(l.Unit))
	if l.Measure != "" {
		line = line.As(choice(c, l.Measure, burden.Flow, burden.Rate, "measure", path))
	}
	if l.YearBasis != "" {
		if b, ok := c.basis(l.YearBasis, path); ok {
			line = line.On(b)
		}
	}
	return c.definition(line, l.Formula, names, path+".formula")
}

// definition reads the formula of a line. One by year makes the definition's years.
func (c *complaints) definition(line burden.Line, text string, names burden.Names, path string) burden.Definition {
	if c.full() {
		return nil
	}
	if handle, is := names[line.Name()].(burden.Line); !is || handle.Unit() != line.Unit() {
		// Its name is at fault, or taken: nothing can be defined, but the formula be read.
		c.formula(text, names, path)
		return nil
	}
	handle := names[line.Name()]
	names[line.Name()] = line // which knows its measure
	head := line.Name() + " = "
	d, err := burden.ParseDefinition(head+text, names)
	names[line.Name()] = handle
	if err != nil {
		c.formulaFaults(err, path, text, len(head))
		return nil
	}
	return d
}

// formula reads a formula that is an operand.
func (c *complaints) formula(text string, names burden.Names, path string) burden.Operand {
	if text == "" || c.full() {
		return nil
	}
	f, err := burden.ParseFormula(text, names)
	if err != nil {
		c.formulaFaults(err, path, text, 0)
		return nil
	}
	return f
}

// formulaFaults reports the faults of a formula's text, by their place in the file or,
// where that is not known, in the text. The text was read behind a head.
func (c *complaints) formulaFaults(err error, path, text string, head int) {
	for _, fault := range burden.Faults(err) {
		e, ok := errors.AsType[*burden.TextError](fault)
		if !ok {
			continue
		}
		offset := min(max(0, e.Offset-head), len(text))
		f := c.add(path, e.Problem, e.Suggestion, e.Err)
		if f == nil {
			continue
		}
		if f.Line, f.Column = c.places.inside(path, offset); f.Line == 0 {
			line := strings.Count(text[:offset], "\n")
			column := len([]rune(text[strings.LastIndexByte(text[:offset], '\n')+1 : offset]))
			f.Path += ":" + strconv.Itoa(line+1) + ":" + strconv.Itoa(column+1)
		}
	}
}

func (c *complaints) index(name string, x Index, names burden.Names, path string) burden.Definition {
	index := burden.Index{
		Driver: c.formula(x.Driver, names, path+".driver"), Lag: x.Lag, Compound: x.Compound,
		Floor: c.formula(x.Floor, names, path+".floor"), Ceiling: c.formula(x.Ceiling, names, path+".ceiling"),
		From: x.From, To: x.To,
	}
	for i, a := range x.AddOns {
		index.AddOns = append(index.AddOns, c.formula(a, names, path+".add_ons["+strconv.Itoa(i)+"]"))
	}
	if p := x.Precision; p != nil {
		mode := choice(c, p.Mode, burden.Exact, burden.Floor, "mode", path+".precision")
		if text := c.number(p.Quantum, path+".precision.quantum"); text != "" {
			index.Precision = burden.RoundTo(text, mode)
		}
	}
	if x.Carry != "" {
		index.Carry = choice(c, x.Carry, burden.CarryExcess, burden.CarryBoth, "carry", path)
	}
	return burden.NewIndexRule(name, index)
}

func (c *complaints) split(l Line, names burden.Names, path string) burden.Definition {
	x := burden.Split{Total: c.formula(l.Split.Total, names, path+".total"), Quantum: c.number(l.Split.Quantum, path+".quantum"), KeepRest: l.Split.KeepRest}
	if l.Split.Remainder != "" {
		x.Remainder = choice(c, l.Split.Remainder, burden.LargestRemainder, burden.FirstGetsIt, "remainder", path)
	}
	for i, m := range l.Split.Members {
		here := path + ".members[" + strconv.Itoa(i) + "]"
		x.Members = append(x.Members, burden.Member{
			Key: m.Key, Weight: c.formula(m.Weight, names, here+".weight"),
			Floor: c.formula(m.Floor, names, here+".floor"), Ceiling: c.formula(m.Ceiling, names, here+".ceiling"),
		})
	}
	return burden.NewSplit(l.Name, burden.Unit(l.Unit), x)
}
