// Package anymodel makes models at random, of every kind of node, for tests that
// compare two ways of evaluating them.
package anymodel

import (
	"math/rand/v2"
	"strconv"

	"example.com/burdenshare/burden"
)

// The years that the models are of.
const (
	First = 2010
	Last  = 2014
)

// Model is a model with its parameters that can be varied.
type Model struct {
	*burden.Model
	Varied []Param
}

// Param is a parameter with the numbers it takes: counts of 10^-Scale from Low to High.
type Param struct {
	burden.Param
	Low, High int64
	Scale     int
}

type maker struct {
	*rand.Rand
	params []Param
	lines  []burden.Line
}

// New returns a random model; some have faults, which is an error.
func New(r *rand.Rand) (Model, error) {
	m := &maker{Rand: r}
	for i := range 3 + r.IntN(4) {
		m.params = append(m.params, m.param(i))
	}
	var definitions []burden.Definition
	for i := range 2 + r.IntN(6) {
		line := burden.NewLine("l"+strconv.Itoa(i), burden.Ratio).As(burden.Flow)
		depth := 1 + r.IntN(4)
		var d burden.LineDefinition
		switch r.IntN(8) {
		case 0, 1, 2:
			d = line.Is(m.formula(depth))
		case 3, 4: // a recurrence
			step := m.formula(depth - 1)
			next := line.Previous().Plus(step)
			if r.IntN(2) == 0 {
				next = line.Previous().GrownBy(m.small())
			}
			if r.IntN(2) == 0 {
				next = next.Rounded(m.rounding())
			}
			d = line.Starts(First-1-r.IntN(3), m.formula(1)).Then(next)
		case 5:
			d = line.Starts(First-r.IntN(3), m.formula(depth)).From(First+1+r.IntN(3), m.formula(depth))
		case 6:
			d = line.Is(m.formula(depth)).In(First+r.IntN(5), m.formula(depth))
		default:
			d = line.Is(m.formula(depth)).Until(Last - r.IntN(3)*r.IntN(2))
		}
		m.lines = append(m.lines, line)
		definitions = append(definitions, d)
	}
	if r.IntN(6) == 0 {
		split := burden.NewSplit("parts", burden.Ratio, burden.Split{
			Total:   m.formula(1).RoundedTo("1", burden.Floor),
			Members: []burden.Member{{Key: "a", Weight: m.weight(0)}, {Key: "b", Weight: m.weight(1)}, {Key: "c", Weight: m.weight(2)}},
			Quantum: "1",
		})
		definitions = append(definitions, split)
	}
	model, err := burden.NewModel("any", definitions...)
	if err != nil {
		return Model{}, err
	}
	known := Model{Model: model}
	for _, p := range m.params {
		if _, ok := model.Param(p.Name()); ok {
			known.Varied = append(known.Varied, p)
		}
	}
	return known, nil
}

func (m *maker) weight(i int) burden.Operand {
	if m.IntN(3) > 0 {
		return burden.Amount(1+m.IntN(5), burden.Ratio)
	}
	return m.params[i%len(m.params)]
}

func (m *maker) param(i int) Param {
	p := Param{Scale: m.IntN(6) - 1}
	switch m.IntN(5) {
	case 0: // a rate about one
		p.Low, p.High = 500, 2000
		p.Scale = 3
	case 1: // often zero
		p.Low, p.High = -2, 2
	case 2:
		p.Low, p.High = 1, 9
	case 3: // long
		p.Low, p.High = -400_000_000_000_000, 900_000_000_000_000
	default:
		p.Low, p.High = -1000*int64(m.IntN(2)), 50000
	}
	name := "p" + strconv.Itoa(i)
	series := burden.Constant(1 + m.IntN(40))
	if m.IntN(3) == 0 {
		values := map[int]int{}
		for y := First - 6; y <= Last+1; y++ {
			values[y] = 1 + m.IntN(9)
		}
		series = burden.ByYear(values)
	}
	p.Param = burden.NewParam(name, burden.Ratio, series)
	if m.IntN(6) == 0 {
		p.Param = p.Within("0", "100")
	}
	return p
}

// small is a formula about a few per cent.
func (m *maker) small() burden.Formula {
	return m.leaf().RoundedTo("1", burden.Down).AtMost(burden.Amount(40, burden.Ratio)).AtLeast(burden.Amount(-40, burden.Ratio)).Over(burden.Amount(1000, burden.Ratio)).Exactly()
}

func (m *maker) leaf() burden.Formula {
	switch n := m.IntN(7); {
	case n == 0:
		texts := []string{"0", "1", "-1", "0.5", "2.25", "1e9", "-3e-4", "123456789.987654321", "1e20", "10"}
		return burden.Amount(texts[m.IntN(len(texts))], burden.Ratio)
	case n <= 4 || len(m.lines) == 0:
		return m.params[m.IntN(len(m.params))].Formula
	case n == 5:
		return m.lines[m.IntN(len(m.lines))].Formula
	}
	return m.lines[m.IntN(len(m.lines))].Lag(1 + m.IntN(2))
}

func (m *maker) rounding() burden.Rounding {
	quanta := []string{"1", "0.1", "0.01", "0.25", "5", "1e3", "0.001", "250", "1e-12", "0.3"}
	mode := burden.Mode(1 + m.IntN(7))
	if m.IntN(12) == 0 {
		mode = burden.Exact
	}
	return burden.RoundTo(quanta[m.IntN(len(quanta))], mode)
}

func (m *maker) formula(depth int) burden.Formula {
	if depth <= 0 {
		return m.leaf()
	}
	a, b := m.formula(depth-1), m.formula(depth-1-m.IntN(2))
	switch m.IntN(15) {
	case 0, 1:
		return a.Plus(b)
	case 2:
		return a.Minus(b)
	case 3, 4:
		return a.Times(b)
	case 5, 6:
		return a.Over(b).Rounded(m.rounding())
	case 7:
		return a.Rounded(m.rounding())
	case 8:
		return a.AtMost(b, m.leaf())
	case 9:
		return a.AtLeast(b)
	case 10:
		return a.Lag(1 + m.IntN(2))
	case 11:
		return a.SumLags(2+m.IntN(2), m.IntN(2))
	case 12:
		return burden.When(a.Below(b), m.formula(depth-1), m.leaf())
	case 13:
		if m.IntN(2) == 0 {
			return a.At(First + m.IntN(2))
		}
		return a.SumBetween(First-1, First+m.IntN(3))
	}
	if m.IntN(2) == 0 {
		return a.Over(burden.Amount([]string{"8", "-0.25", "3", "1e3"}[m.IntN(4)], burden.Ratio)).Exactly()
	}
	base := burden.Amount(2+m.IntN(7), burden.Ratio)
	return base.Over(burden.Amount(3, burden.Ratio)).ToThe(1+m.IntN(2), 2+m.IntN(2)).Rounded(burden.RoundTo("0.0001", burden.HalfUp))
}
