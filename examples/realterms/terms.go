package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// prices is the year whose prices real amounts are at.
const prices = 2019

// hundredth is a hundredth of what agreements are rounded to.
var hundredth = burden.RoundTo("0.001e9", burden.HalfUp)

// terms are the model and its lines.
type terms struct {
	model                                                    *burden.Model
	won, dollars, level, real, check, fiscal, troops, budget burden.Line
}

func newTerms() (t terms, err error) {
	var (
		market    = burden.NewParam("market_rate", burden.KRW.Per(burden.USD), korea.MarketRate()).For("market rate")
		inDollars = burden.NewParam("agreed_in_dollars", burden.USD, korea.ContributionUSD())
		atRate    = burden.NewParam("won_at_budget_rate", burden.KRW, korea.ContributionAtRate())
		inWon     = burden.NewParam("agreed_in_won", burden.KRW, korea.Contribution())
		cpi       = burden.NewParam("cpi", burden.Ratio, korea.CPI().AsOf("2025-12-31"))
		worldBank = burden.NewParam("world_bank_cpi", burden.Ratio, korea.CPIWorldBank())
		quantum   = burden.RoundTo(korea.Quantum, burden.HalfUp)
		sma4      = korea.Fourth()
		atMarket  = inDollars.Times(market).Rounded(quantum)
		parts     = sma4.WonBase.Plus(sma4.DollarsBase.Times(sma4.Rate)).Rounded(quantum)
		level     = burden.NewLine("world_bank_level", burden.Ratio)
		one       = burden.Amount(1, burden.Ratio)
	)
	t.won = burden.NewLine("won", burden.KRW)
	t.dollars = burden.NewLine("dollars", burden.USD)
	t.level = burden.NewLine("price_level", burden.Ratio)
	t.real = burden.NewLine("real", burden.KRW.AtPrices(prices))
	t.check = burden.NewLine("real_by_world_bank", burden.KRW.AtPrices(prices))
	t.fiscal = burden.NewLine("us_fiscal_year", burden.KRW).On(burden.FiscalOctober)
	t.troops = burden.NewLine("troops", burden.Persons)
	t.budget = burden.NewLine("budget", burden.KRW)
	t.model, err = burden.NewModel("realterms",
		t.won.Starts(1991, atRate).In(1992, atMarket).In(1993, atMarket).In(1996, atMarket).In(1998, atMarket).
			In(1999, parts).From(2005, inWon),
		t.dollars.Starts(1991, inDollars).From(2003, t.won.Over(market).RoundedTo(korea.QuantumUSD, burden.HalfUp)),
		burden.Escalation(t.level, 2000, one, cpi, burden.Rounding{}),
		burden.Escalation(level, 2005, one, worldBank, burden.Rounding{}),
		t.real.Is(burden.Deflate(t.won, t.level, prices).Rounded(hundredth)),
		t.check.Is(burden.Deflate(t.won, level, prices).Rounded(hundredth)),
		burden.ConvertYears(t.fiscal, 2006, 2026, t.won, burden.Calendar, burden.Rounding{}),
		t.troops.Is(burden.NewParam("strength", burden.Persons, strength())),
		t.budget.Is(burden.NewParam("defence_budget", burden.KRW, korea.DefenceBudget())))
	return t, err
}

// strength is the strength printed for 2019, assumed to stay.
func strength() burden.Series {
	printed, _ := korea.Talks("2019", "troops", burden.Confirmed).At(2019)
	assumed := burden.Entry{Value: printed.Value, Source: "held at the strength of 2019", Status: burden.Assumed}
	return burden.NewSeries(burden.Span{From: 2019, To: 2019, Entry: printed}, burden.Span{From: 2020, To: 2026, Entry: assumed})
}
