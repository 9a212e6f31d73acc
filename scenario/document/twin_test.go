package document_test

import (
	"bytes"
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/burden/nato"
	"example.com/burdenshare/burden/un"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// twin is a model of a published agreement, and years to compare.
type twin struct {
	model    *burden.Model
	from, to int
}

func parsed(t *testing.T, number string) decimal.Decimal {
	t.Helper()
	v, err := burden.Parse(number)
	require.NoError(t, err)
	return v
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// twins are all models of korea, japan, nato and un, and a few of every rule.
func twins(t *testing.T) map[string]twin {
	t.Helper()
	model := must[*burden.Model](t)
	all := map[string]twin{}
	for _, a := range []korea.Agreement{korea.Seventh(), korea.Eighth(), korea.Ninth(), korea.Tenth(), korea.Eleventh(), korea.Twelfth()} {
		all["korea "+a.Model.ID()] = twin{a.Model, a.First, a.Last}
	}
	for _, a := range []korea.TwoCurrencyAgreement{korea.Fourth(), korea.Fifth()} {
		all["korea "+a.Model.ID()] = twin{a.Model, a.First, a.Last}
	}
	succession, _ := korea.Succession()
	all["korea succession"] = twin{succession, 2007, 2027}

	term := japan.Term2022()
	all["japan term, with needs missing"] = twin{term.Model, term.First, term.Last}
	all["japan term"] = twin{model(term.Model.With(
		term.Employed.Is(burden.Constant(25000)), term.Pay.Is(burden.Constant("6.1e6")),
		term.EquipmentNeed.Is(burden.Constant("5e9")), term.FacilitiesNeed.Is(burden.Constant("35.1e9")))), 2022, 2026}
	budget, _ := japan.Budget2015()
	all["japan budget"] = twin{budget, 2015, 2015}

	var allies []nato.Ally
	for _, s := range nato.RecalledShares("2021-2023") {
		allies = append(allies, nato.Ally{Key: nato.Key(s.Ally), Weight: burden.NewParam("weight_"+nato.Key(s.Ally), burden.Ratio, s.Share)})
	}
	equal, definitions := nato.Parity("parity", burden.Ratio, allies[0].Key, allies...)
	fund := burden.NewParam("budget", burden.EUR, burden.Constant("2.5e9"))
	all["nato"] = twin{model(burden.NewModel("nato", append(definitions,
		nato.CostShares("share", equal...), nato.CommonFunding("payment", burden.EUR, fund, "0.01", allies...))...)), 2021, 2023}

	countries := func(period string, n int) []un.Member {
		var list []un.Member
		for i := range n {
			key := fmt.Sprintf("m%03d", i)
			m := un.Member{Key: key, LeastDeveloped: i%5 == 0 && i > 5,
				Income:     burden.NewParam("gni_"+period+key, burden.USD, burden.Constant((i*7919%97+1)*1_000_000_000)),
				Population: burden.NewParam("people_"+period+key, burden.Persons, burden.Constant((i*104729%89+1)*100_000))}
			if i%3 == 0 {
				m.DebtRelief = burden.NewParam("debt_"+period+key, burden.USD, burden.Constant((i+1)*1_000_000))
			}
			list = append(list, m)
		}
		return list
	}
	all["un regular scale"] = twin{model(burden.NewModel("un", un.RegularScale("scale", burden.USD, countries("", 16)...).Definitions...)), 2024, 2024}
	_, mean := un.MeanScale("mean", un.RegularScale("three", burden.USD, countries("3", 12)...), un.RegularScale("six", burden.USD, countries("6", 12)...))
	all["un mean scale"] = twin{model(burden.NewModel("un", mean...)), 2024, 2024}
	var payers []un.Payer
	for i, level := range []string{"A", "A", "B", "I", "I"} {
		key := fmt.Sprintf("p%d", i)
		payers = append(payers, un.Payer{Key: key, Level: level, Rate: burden.NewParam("rate_"+key, burden.Ratio, burden.Constant("20%"))})
	}
	all["un peacekeeping"] = twin{model(burden.NewModel("pk", un.PeacekeepingScale("pk", payers...).Definitions...)), 2021, 2021}
	for id, m := range rules(t) {
		all[id] = twin{m, 2009, 2014}
	}
	return all
}

// rules are models with what published agreements do not use.
func rules(t *testing.T) map[string]*burden.Model {
	t.Helper()
	model := must[*burden.Model](t)
	cpi := burden.NewParam("cpi", burden.Ratio, burden.Steps(map[int]string{2005: "3%", 2009: "6.04%", 2011: "-1%"}).Sourced("made up", burden.Assumed))
	floor, ceiling := burden.NewParam("floor", burden.Ratio, burden.Constant(0)), burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%")).Within("0", "50%").For("what was agreed")
	amount := burden.NewParam("amount", burden.USD, burden.NewSeries(
		burden.Span{From: 2000, To: 2010, Entry: burden.Entry{Value: parsed(t, "1e9"), Stage: burden.Agreed}},
		burden.Span{From: 2011, To: 2011, Entry: burden.Entry{Value: parsed(t, "1.5e9"), Status: burden.Brief, Source: "a newspaper"}},
		burden.Span{From: 2012, To: burden.MaxYear, Entry: burden.Entry{Value: parsed(t, "2500000001"), Print: "seen by 2012-01-01"}}))
	models := map[string]*burden.Model{}
	for carry := burden.CarryNothing; carry <= burden.CarryBoth; carry++ {
		rule := burden.NewIndexRule("growth", burden.Index{Driver: cpi.Plus(cpi.Lag(1)), Lag: 1, Precision: burden.RoundTo("0.1%", burden.HalfEven),
			AddOns: []burden.Operand{cpi, burden.Amount("0.1%", burden.Ratio)}, Compound: true, Floor: floor, Ceiling: ceiling, Carry: carry, From: 2009, To: 2013})
		models[fmt.Sprintf("carry %d", carry)] = model(burden.NewModel("m", rule, burden.NewLine("paid", burden.USD).As(burden.Stock).Is(amount.GrownBy(rule.Index().Driver))))
	}
	paid := burden.NewLine("paid", burden.USD)
	models["brackets"] = model(burden.NewModel("m", paid.Is(burden.MarginalBrackets(amount,
		burden.Bracket{Above: burden.Amount(0, burden.USD), Rate: cpi}, burden.Bracket{Above: burden.Amount("1.2e9", burden.USD), Rate: ceiling}))))
	models["first gets it"] = model(burden.NewModel("m", burden.NewSplit("s.t", burden.USD, burden.Split{Total: amount, Quantum: "7", Remainder: burden.FirstGetsIt, KeepRest: true,
		Members: []burden.Member{{Key: "a", Weight: cpi.Times(cpi)}, {Key: "b", Weight: ceiling.Times(ceiling), Ceiling: amount}}})))
	maps.Copy(models, yearBases(t, cpi, ceiling))
	models["a parameter that nothing reads"] = model(burden.NewModel("m", paid.Is(amount), floor, ceiling.Is(burden.Constant("5%"))))
	return models
}

// yearBases are models of other years than the calendar's, of real terms, and with
// estimates.
func yearBases(t *testing.T, cpi, ceiling burden.Param) map[string]*burden.Model {
	t.Helper()
	model := must[*burden.Model](t)
	due := burden.NewParam("due", burden.JPY, burden.Steps(map[int]int{2000: 1200, 2011: 2400}).On(burden.FiscalApril)).Within("0", "1e9").Estimated("1000", "1.2e3", "1400")
	none := burden.NewParam("none_yet", burden.JPY, burden.Series{}.On(burden.FiscalApril))
	// A value for every year fits any basis, changed in some as well; one that is stated does not.
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("50%").Set(2010, 2012, burden.Entry{Value: parsed(t, "60%"), Source: "a decree"}).Set(2012, 2012, burden.Entry{Value: parsed(t, "1")}))
	fixed := burden.NewParam("fixed", burden.JPY, burden.Constant(7).On(burden.FiscalApril))
	own := burden.NewParam("own", burden.JPY, burden.Constant(8).On(burden.Calendar)).Estimated("8", "8", "8")
	april := burden.NewLine("april_year", burden.JPY).On(burden.FiscalApril)
	calendar := burden.NewLine("calendar_year", burden.JPY).On(burden.Calendar)
	us := burden.NewLine("us_year", burden.JPY)
	quarter, rest := burden.Amount("0.25", burden.Ratio), burden.Amount("0.75", burden.Ratio)
	level := burden.NewLine("level", burden.Ratio)
	real := burden.NewLine("real", burden.JPY.AtPrices(2009))
	return map[string]*burden.Model{
		"year bases": model(burden.NewModel("m",
			april.Is(due.Times(rate).Plus(fixed).RoundedTo("1", burden.HalfUp)),
			burden.ConvertYears(calendar, 2009, 2014, april, burden.FiscalApril, burden.RoundTo("1", burden.HalfEven)),
			us.Is(calendar.Plus(own).Lag(1).Times(quarter).Plus(calendar.Times(rest)).On(burden.FiscalOctober)), none)),
		"real terms": model(burden.NewModel("m",
			burden.Escalation(level, 2005, burden.Amount(1, burden.Ratio), cpi, burden.Rounding{}),
			burden.PresentValue(burden.NewLine("worth", burden.JPY), own, burden.Discounting{Base: 2009, Rate: cpi, Timing: burden.MidYear, Rounding: burden.RoundTo("0.01", burden.HalfUp)}),
			burden.PresentValue(burden.NewLine("worth_at_end", burden.JPY), own, burden.Discounting{Base: 2009, Rate: ceiling, Timing: burden.EndOfYear, Rounding: burden.RoundTo("1", burden.HalfUp)}),
			real.Is(burden.Deflate(own.Times(ceiling), level, 2009).RoundedTo("0.01", burden.HalfUp).Plus(burden.Amount(5, "JPY@2009"))))),
	}
}

// digits writes everything that a model says in a year: every number of every line
// with its explanation, limits and roundings, or why there is none.
func digits(t *testing.T, m *burden.Model, year int) string {
	t.Helper()
	var b bytes.Buffer
	p, err := m.Project(year, year, m.Lines()...)
	if err != nil {
		fmt.Fprintln(&b, err)
		p, err = m.Project(year, year)
		if err != nil {
			fmt.Fprintln(&b, err)
			return b.String()
		}
	}
	for _, l := range m.Lines() {
		v, err := p.Value(l, year)
		if err != nil {
			fmt.Fprintln(&b, l.Name(), err)
			continue
		}
		why, err := p.Explain(l, year)
		require.NoError(t, err)
		fmt.Fprintln(&b, l.Name(), l.Measure(), burden.Show(v, l.Unit()))
		fmt.Fprintln(&b, why.String())
		stands, err := p.StandsOn(l, year)
		require.NoError(t, err)
		fmt.Fprintln(&b, stands)
	}
	for _, r := range p.Limits() {
		fmt.Fprintln(&b, r.Line.Name(), r.Year, r)
	}
	for _, r := range p.Roundings() {
		fmt.Fprintln(&b, r.Line.Name(), r.Year, r)
	}
	return b.String()
}

// through writes a document and reads it back.
func through(t *testing.T, d *document.Document) *document.Document {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, d.Write(&b))
	read, err := document.Read(&b, d.ID+".json")
	require.NoError(t, err)
	return read
}

// text is a document as it is written.
func text(t *testing.T, d *document.Document) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, d.Write(&b))
	return b.String()
}

// Every published model, written as a document, gives the same digits as its Go twin.
func TestPublishedModelsAsDocuments(t *testing.T) {
	t.Parallel()
	for name, x := range twins(t) {
		t.Run(name, func(t *testing.T) {
			d, err := document.New(x.model, scenario.Baseline(x.model, x.from, x.to))
			require.NoError(t, err)
			read := through(t, d)
			m, err := read.Model()
			require.NoError(t, err)
			for year := x.from; year <= x.to; year++ {
				require.Equal(t, digits(t, x.model, year), digits(t, m, year), year)
			}
			assert.Equal(t, x.model.Results(), scenarioLines(t, read))
			// Nothing is lost on the way: the document of the model read is the same.
			s, err := read.Scenarios()
			require.NoError(t, err)
			again, err := document.New(m, s...)
			require.NoError(t, err)
			assert.Equal(t, text(t, d), text(t, again))
			assert.Empty(t, scenario.Diff(s[0], scenario.Baseline(x.model, x.from, x.to)))
			for _, p := range x.model.Params() {
				q, ok := m.Param(p.Name())
				assert.True(t, ok && q.Unit() == p.Unit() && q.Purpose() == p.Purpose() && q.Series().Equal(p.Series()), p.Name())
				a, known := p.Estimate()
				b, ok := q.Estimate()
				assert.True(t, ok == known && a.Low.Equal(b.Low) && a.Central.Equal(b.Central) && a.High.Equal(b.High), p.Name())
			}
			for _, l := range x.model.Lines() {
				f, _ := x.model.Formula(l)
				g, ok := m.Formula(l)
				k, _ := m.Line(l.Name())
				assert.Equal(t, l, k)
				assert.True(t, ok && f.Equal(g), l.Name())
			}
		})
	}
}

func scenarioLines(t *testing.T, d *document.Document) []burden.Line {
	t.Helper()
	s, err := d.Scenarios()
	require.NoError(t, err)
	return s[0].Lines()
}
