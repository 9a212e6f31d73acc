package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// question is the model and what is changed in it.
type question struct {
	model                     *burden.Model
	contribution, worth, half burden.Line
	growth, discount          burden.Param
	seen, known               scenario.Overlay // exchange rates
	once, fifths, agreed      scenario.Overlay // other ways to pay than by growth
}

func newQuestion() (q question, err error) {
	var (
		base    = burden.NewParam("contribution_of_2019", burden.KRW, korea.Contribution())
		asked   = burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed))
		rate    = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate")
		quantum = burden.RoundTo(korea.Quantum, burden.HalfUp)
		won     = burden.RoundTo("1", burden.HalfUp)
		fifth   = asked.Times(burden.Amount("0.2", burden.Ratio))
		due     = base.At(2019)
	)
	q.growth = burden.NewParam("growth", burden.Ratio, burden.Constant(0)).Within("0%", "100%")
	q.discount = burden.NewParam("discount", burden.Ratio, burden.Constant(0)).Within("0%", "100%")
	q.contribution = burden.NewLine("contribution", burden.KRW)
	q.worth = burden.NewLine("present_value", burden.KRW)
	q.half = burden.NewLine("mid_year_value", burden.KRW)
	q.seen = scenario.NewOverlay("as seen in November 2019", scenario.Define(rate.Is(korea.Rate("market", "2019-11"))))
	q.known = scenario.NewOverlay("as known later", scenario.Define(rate.Is(korea.MarketRate())))
	q.once = scenario.NewOverlay("at once", scenario.Define(
		q.contribution.Is(due).In(2020, asked.Times(rate).Rounded(quantum))))
	q.fifths = scenario.NewOverlay("in fifths", scenario.Define(
		q.contribution.Is(due).In(2020, burden.Amount(0, burden.KRW)).
			From(2021, due.Plus(fifth.Times(rate)).Rounded(quantum)).From(2026, due)))
	q.agreed = scenario.NewOverlay("as agreed", scenario.Define(
		q.contribution.Is(burden.NewParam("amounts", burden.KRW, korea.Contribution()))))
	q.model, err = burden.NewModel("breakeven",
		burden.Escalation(q.contribution, 2019, base, q.growth, quantum),
		burden.PresentValue(q.worth, q.contribution, burden.Discounting{Base: 2020, Rate: q.discount, Timing: burden.StartOfYear, Rounding: won}),
		burden.PresentValue(q.half, q.contribution, burden.Discounting{Base: 2020, Rate: q.discount, Timing: burden.MidYear, Rounding: won}))
	return q, err
}

// sides returns the growing path and paying in dollars, to a last year and at a
// rate of discount; further overlays are on both.
func (q question) sides(last int, rate string, plan, path scenario.Overlay, both ...scenario.Overlay) (growing, paying *scenario.Scenario, err error) {
	both = append(both, scenario.NewOverlay("discount", scenario.Set(q.discount, rate)))
	growing, err = scenario.Baseline(q.model, 2020, last, q.worth).Apply(both...)
	if err != nil {
		return nil, nil, err
	}
	paying, err = growing.Apply(plan, path)
	return growing, paying, err
}
