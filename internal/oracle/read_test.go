package oracle_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/burden/korea"
)

// reader turns the formulas of a model into a plan's expressions, through what the
// library shows of their nodes.
type reader struct{ known map[burden.Formula]*expr }

var readKinds = map[burden.Kind]string{
	burden.AddNode: add, burden.SubtractNode: subtract, burden.MultiplyNode: multiply, burden.QuotientNode: quotient,
	burden.PowerNode: power, burden.RoundNode: round, burden.MinimumNode: minimum, burden.MaximumNode: maximum,
	burden.LagNode: lag, burden.WhenNode: when, burden.BasisNode: onBasis, burden.PartNode: part,
	burden.ByYearNode: pieces, burden.ConstantNode: number, burden.ParamNode: param, burden.LineNode: lineRef,
}

// read returns the plan that a model is, over years, to be evaluated and not to be built.
func read(m *burden.Model, from, to int, asked []string) *plan {
	r := reader{map[burden.Formula]*expr{}}
	p := &plan{from: from, to: to, params: map[string]*planParam{}, asked: asked}
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		p.groups = append(p.groups, &group{name: l.Name(), unit: l.Unit(), def: r.expr(f)})
	}
	for _, q := range m.Params() {
		v := &planParam{unit: q.Unit()}
		for _, s := range q.Series().Spans() {
			v.Spans = append(v.Spans, span{s.From, s.To, burden.Text(s.Value)})
		}
		p.params[q.Name()] = v
	}
	return p
}

func (r reader) expr(f burden.Formula) *expr {
	n := f.Node()
	if n.Kind == burden.NoNode {
		return nil
	}
	if e := r.known[f]; e != nil {
		return e
	}
	e := &expr{Kind: readKinds[n.Kind], Text: n.Name, P: n.P, Q: n.Q, From: n.From, To: n.To, Starts: n.Starts, unit: n.Unit, basis: n.Basis}
	if n.Kind == burden.SumNode {
		e.Kind = sumYears
		if n.Relative {
			e.Kind = sumLags
		}
	}
	if n.Kind == burden.ConstantNode {
		e.Text = burden.Text(n.Value)
	}
	if !n.Rounding.IsZero() {
		e.Quantum, e.Mode = burden.Text(n.Rounding.Quantum()), n.Rounding.Mode().String()
	}
	if n.Shares != nil {
		e.Keys, e.First, e.KeepRest = n.Shares.Keys, n.Shares.Remainder == burden.FirstGetsIt, n.Shares.KeepRest
	}
	for _, o := range n.Operands {
		e.Args = append(e.Args, r.expr(o))
	}
	r.known[f] = e
	return e
}

// The published agreements, and what the library's ready-made definitions unfold into,
// have the oracle's values.
func TestAgreementsAndProvisions(t *testing.T) {
	succession, _ := korea.Succession()
	budget, _ := japan.Budget2015()
	joined, err := burden.Join("joined", korea.Eighth().Model, korea.Eleventh().Model)
	require.NoError(t, err)
	for _, c := range []struct {
		m        *burden.Model
		from, to int
	}{
		{succession, 2007, 2026},
		{budget, 2010, 2015},
		{joined, 2020, 2025},
		{korea.Seventh().Model, 2007, 2008},
		{korea.Ninth().Model, 2014, 2018},
		{korea.Tenth().Model, 2019, 2019},
		{provisions(t), 2020, 2032},
	} {
		var n tally
		assert.Empty(t, difference(c.m, read(c.m, c.from, c.to, nil), &n), c.m.ID())
		assert.Zero(t, n.failing.Load(), "%s has values", c.m.ID())
		t.Logf("%s: %d values", c.m.ID(), n.values.Load())
	}
}

// provisions is a model of ready-made definitions.
func provisions(t *testing.T) *burden.Model {
	t.Helper()
	one := func(name string, u burden.Unit) burden.Line { return burden.NewLine(name, u) }
	cents := burden.RoundTo("0.01", burden.HalfEven)
	cost := burden.NewParam("cost", burden.KRW, burden.Steps(map[int]string{2010: "1038.9e9", 2024: "1251e9"}))
	rate := burden.NewParam("rate", burden.Ratio, burden.Steps(map[int]string{2010: "3.1%", 2026: "4.7%"}))
	months := burden.NewParam("months", burden.Months, burden.MonthsInForce("2020-04", "2031-10", burden.Calendar, 2020, 2040))
	discounting := func(at burden.Timing) burden.Discounting {
		return burden.Discounting{Base: 2020, Rate: rate, Timing: at, Rounding: cents}
	}
	growing := one("growing", burden.KRW)
	m, err := burden.NewModel("provisions",
		burden.Escalation(growing, 2015, cost, rate, burden.RoundTo("0.1e9", burden.HalfUp)),
		burden.PresentValue(one("early", burden.KRW), growing, discounting(burden.StartOfYear)),
		burden.PresentValue(one("middle", burden.KRW), growing, discounting(burden.MidYear)),
		burden.PresentValue(one("late", burden.KRW), growing, discounting(burden.EndOfYear)),
		burden.Annuity(one("annuity", burden.KRW), growing, discounting(burden.EndOfYear)),
		burden.RunningTotal(one("total", burden.KRW), 2020, growing),
		burden.PhaseIn(one("phased", burden.Ratio), 2020, 2027, rate, burden.Amount("0.5", burden.Ratio), burden.RoundTo("0.0001", burden.HalfUp)),
		burden.TermCeiling(one("capped", burden.KRW), 2020, 2032, growing, burden.Amount("9e12", burden.KRW)),
		burden.ConvertYears(one("fiscal", burden.KRW).On(burden.FiscalApril), 2020, 2032, growing, burden.Calendar, cents),
		one("mean", burden.Ratio).Is(burden.MeanOver(rate, 5).RoundedTo("0.0001", burden.HalfUp)),
		one("factor", burden.Ratio).Is(burden.MeanFactor(growing, 4).RoundedTo("1e-12", burden.Floor)),
		one("deferred", burden.KRW).Is(burden.Deferral(growing, growing.Times(burden.Amount("0.07", burden.Ratio)))),
		one("average", burden.KRW).Is(burden.AverageBrackets(growing, burden.Bracket{Above: burden.Amount(0, burden.KRW), Rate: rate}, burden.Bracket{Above: burden.Amount("1.1e12", burden.KRW), Rate: burden.Amount("9%", burden.Ratio)})),
		one("prorated", burden.KRW).Is(burden.Prorate(growing, months).Rounded(cents)),
		one("real", burden.KRW.AtPrices(2019)).Is(burden.Deflate(growing, burden.Amount(1, burden.Ratio).Plus(rate), 2019).Rounded(cents)),
	)
	require.NoError(t, err)
	return m
}
