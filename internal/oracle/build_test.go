package oracle_test

import (
	"example.com/burdenshare/burden"
)

// build makes a burden model of a plan through the public constructors.
func (p *plan) build() (*burden.Model, error) {
	b := &builder{p, map[string]burden.Param{}, map[string]burden.Unit{}}
	for name, q := range p.params {
		spans := make([]burden.Span, len(q.Spans))
		for i, s := range q.Spans {
			v, err := burden.Parse(s.Text)
			if err != nil {
				return nil, err
			}
			spans[i] = burden.Span{From: s.From, To: s.To, Entry: burden.Entry{Value: v}}
		}
		series := burden.NewSeries(spans...)
		if q.basis != burden.Calendar && !q.all {
			series = series.On(q.basis)
		}
		b.params[name] = burden.NewParam(name, q.unit, series)
	}
	for _, l := range p.lines() {
		b.units[l.Name] = l.unit
	}
	var list []burden.Definition
	for _, g := range p.groups {
		list = append(list, b.definition(g))
	}
	return burden.NewModel("plan", list...)
}

type builder struct {
	p      *plan
	params map[string]burden.Param
	units  map[string]burden.Unit // of lines
}

func (b *builder) definition(g *group) burden.Definition {
	if s := g.split; s != nil {
		x := burden.Split{Total: b.formula(s.total), Quantum: s.quantum, KeepRest: s.keepRest}
		if s.first {
			x.Remainder = burden.FirstGetsIt
		}
		for i, key := range s.keys {
			m := burden.Member{Key: key, Weight: b.formula(s.weights[i])}
			if s.floors[i] != nil {
				m.Floor = b.formula(s.floors[i])
			}
			if s.ceilings[i] != nil {
				m.Ceiling = b.formula(s.ceilings[i])
			}
			x.Members = append(x.Members, m)
		}
		return burden.NewSplit(g.name, g.unit, x)
	}
	if r := g.rule; r != nil {
		x := burden.Index{Driver: b.formula(r.driver), Lag: r.lag, Compound: r.compound, Carry: r.carry, From: r.from, To: r.to}
		if r.quantum != "" {
			x.Precision = burden.RoundTo(r.quantum, modes[r.mode])
		}
		for _, a := range r.addOns {
			x.AddOns = append(x.AddOns, b.formula(a))
		}
		if r.floor != nil {
			x.Floor = b.formula(r.floor)
		}
		if r.ceiling != nil {
			x.Ceiling = b.formula(r.ceiling)
		}
		return burden.NewIndexRule(g.name, x)
	}
	l := burden.NewLine(g.name, g.unit)
	if g.said {
		l = l.On(g.basis)
	}
	if g.def.Kind == pieces {
		return b.pieces(l, g.def)
	}
	return l.Is(b.formula(g.def))
}

// pieces says a line by year, in the words of the library.
func (b *builder) pieces(l burden.Line, e *expr) burden.LineDefinition {
	var d burden.LineDefinition
	for i, start := range e.Starts {
		f := b.formula(e.Args[i])
		switch {
		case i == 0 && e.whole:
			d = l.Is(f)
		case i == 0:
			d = l.Starts(start, f)
		case !(i == 1 && e.whole) && start == e.Starts[i-1]+1:
			d = d.Then(f)
		default:
			d = d.From(start, f)
		}
	}
	if e.InYear != 0 {
		d = d.In(e.InYear, b.formula(e.Args[len(e.Starts)]))
	}
	if e.Until != 0 {
		d = d.Until(e.Until)
	}
	return d
}

func (b *builder) formula(e *expr) burden.Formula {
	args := make([]burden.Formula, len(e.Args))
	var rest []burden.Operand
	if e.Kind != pieces {
		for i, a := range e.Args {
			args[i] = b.formula(a)
			if i > 0 {
				rest = append(rest, args[i])
			}
		}
	}
	rounding := burden.Rounding{}
	if e.Quantum != "" {
		rounding = burden.RoundTo(e.Quantum, modes[e.Mode])
	}
	switch e.Kind {
	case number:
		return burden.Amount(e.Text, e.unit)
	case param:
		return b.params[e.Text].Formula
	case lineRef:
		return burden.NewLine(e.Text, b.units[e.Text]).Formula
	case add:
		return args[0].Plus(rest...)
	case subtract:
		return args[0].Minus(args[1])
	case multiply:
		return args[0].Times(rest...)
	case quotient:
		return args[0].Over(args[1]).Rounded(rounding)
	case power:
		return args[0].Over(args[1]).ToThe(e.P, e.Q).Rounded(rounding)
	case round:
		return args[0].Rounded(rounding)
	case minimum:
		return args[0].AtMost(rest...)
	case maximum:
		return args[0].AtLeast(rest...)
	case lag:
		return args[0].Lag(e.From)
	case sumLags:
		return args[0].SumLags(e.From, e.To)
	case sumYears:
		if e.From == e.To {
			return args[0].At(e.From)
		}
		return args[0].SumBetween(e.From, e.To)
	case pieces:
		return b.pieces(burden.NewLine("unused", e.unit), e).Formula()
	case when:
		return burden.When(args[0].Below(args[1]), args[2], args[3])
	case onBasis:
		return args[0].On(e.basis)
	case grown:
		return args[0].GrownBy(args[1])
	case deflate:
		return burden.Deflate(args[0], args[1], e.From).Rounded(rounding)
	case inflate:
		return burden.Inflate(args[0], args[1]).Rounded(rounding)
	case brackets:
		var list []burden.Bracket
		for i := 1; i < len(args); i += 2 {
			list = append(list, burden.Bracket{Above: args[i], Rate: args[i+1]})
		}
		return burden.MarginalBrackets(args[0], list...)
	}
	return burden.Formula{}
}
