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
// agreements until 2002, that of 2000 cut to 10 m as it is printed, and from then on
// won at the average market rate.
//
// The only strength of the force in the published figures is that of 2019; that it
// stays 28,500 is assumed. The budget is the defence budget as first passed. A dash
// is a year for which something is not published.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

var (
	cent  = burden.RoundTo("0.01%", burden.HalfUp)
	whole = burden.RoundTo("1", burden.HalfUp)

	inBn     = display.Style{Magnitude: display.Billions, Ratios: cent, Others: whole} // amounts exactly
	inM      = display.Style{Magnitude: display.Millions}
	nominal  = display.Style{Magnitude: display.Billions, Amounts: burden.RoundTo(korea.Quantum, burden.HalfUp)}
	real2019 = display.Style{Magnitude: display.Billions, Amounts: hundredth}
)

func run(w io.Writer) error {
	t, err := newTerms()
	if err != nil {
		return err
	}
	years, err := t.years()
	if err != nil {
		return err
	}
	fmt.Fprintln(w, years)
	if err := t.figures(w); err != nil {
		return err
	}
	return t.pricesAndVolume(w)
}

// years is every year, a dash where something it takes is not published.
func (t terms) years() (display.Table, error) {
	table := display.Table{Head: []string{"year", "won are", "won", "dollars", "2019 won", "per member", "of budget"}, Left: 2}
	for year := 1991; year <= 2026; year++ {
		status, err := t.status(year)
		if err != nil {
			return table, err
		}
		row := []string{strconv.Itoa(year), status}
		won := scenario.At(t.won, year)
		for _, c := range []struct {
			metric  scenario.Metric
			display display.Style
			lines   []burden.Line
		}{
			{won, nominal, []burden.Line{t.won}},
			{scenario.At(t.dollars, year), inM, []burden.Line{t.dollars}},
			{scenario.At(t.real, year), real2019, []burden.Line{t.real}},
			{won.Over(scenario.At(t.troops, year), whole), inBn, []burden.Line{t.won, t.troops}},
			{won.Over(scenario.At(t.budget, year), cent), inBn, []burden.Line{t.won, t.budget}},
		} {
			v, err := scenario.Baseline(t.model, year, year, c.lines...).Measure(c.metric)
			if errors.Is(err, burden.ErrMissingYear) {
				row = append(row, "-")
				continue
			}
			if err != nil {
				return table, err
			}
			f, err := c.display.Show(v, c.metric.Unit().Nominal()) // the head says at which prices
			if err != nil {
				return table, err
			}
			row = append(row, f.Text)
		}
		table.Rows = append(table.Rows, row)
	}
	heads, _ := strength().At(2026)
	table.Foot = []string{"per member of a force of " + burden.Text(heads.Value) + ", which after 2019 is " + heads.Status.String()}
	return table, nil
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
		return scenario.At(l, 2025).Minus(scenario.At(l, 2019)).Over(scenario.At(l, 2019), cent)
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
		{"2025, real", 2025, 2025, t.real, scenario.At(t.real, 2025)},
		{"2022, real", 2022, 2022, t.real, scenario.At(t.real, 2022)},
		{"2022, real by the World Bank", 2022, 2022, t.check, scenario.At(t.check, 2022)},
		{"2022, US fiscal year", 2022, 2022, t.fiscal, scenario.At(t.fiscal, 2022)},
	} {
		v, err := scenario.Baseline(t.model, f.from, f.to, f.line).Measure(f.metric)
		if err != nil {
			return err
		}
		shown, err := inBn.Show(v, f.metric.Unit())
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-28s  %s\n", f.what, shown)
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
	contribution := burden.NewLine("contribution", burden.KRW)
	m, err := t.model.With(volume.Is(t.real), level.Is(t.level),
		contribution.Is(burden.Inflate(volume, level).RoundedTo(korea.Quantum, burden.HalfUp)))
	if err != nil {
		return err
	}
	became := scenario.Baseline(m, 2019, 2025, contribution)
	stayed, err := became.With("as in 2019",
		scenario.Define(volume.Is(t.real.At(2019))), scenario.Define(level.Is(t.level.At(2019))))
	if err != nil {
		return err
	}
	apart, err := scenario.Attribute(stayed, became, scenario.At(contribution, 2025))
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
