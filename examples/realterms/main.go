// Real terms: how much did the contribution grow from 1991 to 2026, and how much of
// that is prices?
//
// Real is at 2019 prices, by consumer prices as they stood in print at the end of
// 2025. The growth of 2000 is in no source found and that of 2026 not out, so real
// amounts reach from 2000 to 2025. The World Bank's series, 2006 to 2024, reaches no
// further; it is a check.
//
// Until 2004 the agreements were in dollars, or in won and dollars. Won are what
// sources print at the year's budget rate. Where they print none, a dollar amount is
// taken at the average market rate, and that of 1999 by its two parts at the rate
// fixed for it. In 2001 the dollar total is itself converted from won at a rate that
// is not known, and to turn it back would make a number up. Dollars are those of the
// agreements until 2002, and from then on won at the average market rate.
//
// The only strength of the force in the published figures is that of 2019; that it
// stays 28,500 is assumed. The budget is the defence budget as first passed. A dash
// is a year for which something is not published.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// prices is the year whose prices real amounts are at.
const prices = 2019

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
		hundredth = burden.RoundTo("0.001e9", burden.HalfUp)
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

func run(w io.Writer) error {
	t, err := newTerms()
	if err != nil {
		return err
	}
	if err := t.table(w); err != nil {
		return err
	}
	if err := t.figures(w); err != nil {
		return err
	}
	return t.pricesAndVolume(w)
}

// table writes every year, a dash where something it takes is not published.
func (t terms) table(w io.Writer) error {
	fmt.Fprintln(w, "year       won  won are    dollars   2019 won  per member  of budget")
	fmt.Fprintln(w, "        0.1 bn                   m     0.1 bn         won")
	for year := 1991; year <= 2026; year++ {
		row := []string{}
		for _, c := range []struct {
			lines  []burden.Line
			metric scenario.Metric
			show   func(decimal.Decimal) string
		}{
			{[]burden.Line{t.won}, scenario.At(t.won, year), in(8)},
			{[]burden.Line{t.dollars}, scenario.At(t.dollars, year), in(6)},
			{[]burden.Line{t.real}, scenario.At(t.real, year), in(8)},
			{[]burden.Line{t.won, t.troops}, scenario.At(t.won, year).Over(scenario.At(t.troops, year), burden.RoundTo("1", burden.HalfUp)), in(0)},
			{[]burden.Line{t.won, t.budget}, scenario.At(t.won, year).Over(scenario.At(t.budget, year), burden.RoundTo("0.01%", burden.HalfUp)),
				func(v decimal.Decimal) string { return burden.Show(v, burden.Ratio) }},
		} {
			v, err := scenario.Baseline(t.model, year, year, c.lines...).Measure(c.metric)
			switch {
			case errors.Is(err, burden.ErrMissingYear):
				row = append(row, "-")
			case err != nil:
				return err
			default:
				row = append(row, c.show(v))
			}
		}
		status, err := t.status(year)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%d  %8s  %-9s %8s  %9s  %10s  %9s\n", year, row[0], status, row[1], row[2], row[3], row[4])
	}
	heads, _ := strength().At(2026)
	_, err := fmt.Fprintf(w, "per member of a force of %s, which after 2019 is %s\n\n", burden.Show(heads.Value, burden.Ratio), heads.Status)
	return err
}

// in writes a number in units of a power of ten.
func in(power int32) func(decimal.Decimal) string {
	return func(v decimal.Decimal) string { return burden.Show(v.Shift(-power), burden.Ratio) }
}

// status says how well the won of a year are attested: as well as the weakest figure
// they stand on, and derived if they are made of several.
func (t terms) status(year int) (string, error) {
	p, err := t.model.Project(year, year, t.won)
	if errors.Is(err, burden.ErrMissingYear) {
		return "-", nil
	}
	if err != nil {
		return "", err
	}
	on, err := p.StandsOn(t.won, year)
	weakest, figures := burden.Confirmed, 0
	for _, s := range on {
		weakest = max(weakest, s.Status)
		figures += len(s.Params)
	}
	if figures > 1 {
		weakest = max(weakest, burden.Derived)
	}
	return weakest.String(), err
}

// figures writes how much the contribution grew, nominal and real, and some amounts
// at other prices, by another index and on another year.
func (t terms) figures(w io.Writer) error {
	growth := func(l burden.Line) scenario.Metric {
		return scenario.At(l, 2025).Minus(scenario.At(l, 2019)).Over(scenario.At(l, 2019), burden.RoundTo("0.01%", burden.HalfUp))
	}
	for _, f := range []struct {
		what     string
		from, to int
		line     burden.Line
		metric   scenario.Metric
	}{
		{"2019 to 2025, nominal", 2019, 2025, t.won, growth(t.won)},
		{"2019 to 2025, real", 2019, 2025, t.real, growth(t.real)},
		{"2025, nominal", 2025, 2025, t.won, scenario.At(t.won, 2025)},
		{"2025 in 2019 won", 2025, 2025, t.real, scenario.At(t.real, 2025)},
		{"2022 in 2019 won", 2022, 2022, t.real, scenario.At(t.real, 2022)},
		{"2022 in 2019 won, World Bank CPI", 2022, 2022, t.check, scenario.At(t.check, 2022)},
		{"2022, US fiscal year", 2022, 2022, t.fiscal, scenario.At(t.fiscal, 2022)},
	} {
		v, err := scenario.Baseline(t.model, f.from, f.to, f.line).Measure(f.metric)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-32s  %26s\n", f.what, burden.Show(v, f.metric.Unit()))
	}
	return nil
}

// pricesAndVolume writes how much of the rise from 2019 to 2025 is prices and how
// much is volume: the contribution is its volume, at 2019 prices, times the price
// level. Both as in 2019 against both as they became, each with its share whatever
// the order.
func (t terms) pricesAndVolume(w io.Writer) error {
	volume := burden.NewLine("volume", t.real.Unit())
	level := burden.NewLine("prices", burden.Ratio)
	nominal := burden.NewLine("contribution", burden.KRW)
	m, err := t.model.With(volume.Is(t.real), level.Is(t.level),
		nominal.Is(burden.Inflate(volume, level).RoundedTo(korea.Quantum, burden.HalfUp)))
	if err != nil {
		return err
	}
	became := scenario.Baseline(m, 2019, 2025, nominal)
	stayed, err := became.With("as in 2019",
		scenario.Define(volume.Is(t.real.At(2019))), scenario.Define(level.Is(t.level.At(2019))))
	if err != nil {
		return err
	}
	apart, err := scenario.Attribute(stayed, became, scenario.At(nominal, 2025))
	if err != nil {
		return err
	}
	text, err := apart.Table("1")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n2019 to 2025, prices and volume apart\n%s", text)
	return err
}
