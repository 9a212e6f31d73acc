// Conventions: which readings of an agreement give what was paid?
//
// The eighth agreement says that the contribution grows by consumer prices, at
// most 4 %. It does not say which year's prices, in which print, to how many
// decimals, nor where and how amounts are rounded. Six such questions with their
// answers make 672 readings; this program says which of them give every amount
// published for 2010 to 2013, and which questions those amounts cannot settle. For
// the eleventh it asks about rounding alone.
//
// Published amounts: Ministry of National Defense, White Papers 2018 and 2020, and
// the reports that package korea names with each; those of 2023 and 2024 are
// recalled and left out. Prints of consumer prices: Statistics Korea as reported at
// the time; unrounded, the World Bank.
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
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	sma8 := korea.Eighth()
	prints := func(s burden.Series) []scenario.Change { return []scenario.Change{scenario.Define(sma8.Driver.Is(s))} }
	rule := func(change func(*burden.Index)) []scenario.Amendment {
		return []scenario.Amendment{scenario.AmendRule(sma8.Growth, change)}
	}
	lag := scenario.Dimension{Name: "lag"}
	for years := range 4 {
		lag.Alternatives = append(lag.Alternatives, scenario.Alternative{Name: strconv.Itoa(years),
			Amendments: rule(func(x *burden.Index) { x.Lag = years })})
	}
	eighth, err := scenario.Conventions(scenario.Baseline(sma8.Model, 2010, 2013), sma8.Contribution, korea.Contribution(), burden.Rounding{},
		lag,
		scenario.Dimension{Name: "print", Alternatives: []scenario.Alternative{
			{Name: "first"},
			{Name: "latest", Changes: prints(korea.CPI().AsOf("2025-12-31"))},
			{Name: "World Bank", Changes: prints(korea.CPIWorldBank())}}},
		scenario.Dimension{Name: "driver", Alternatives: []scenario.Alternative{
			{Name: "as printed"},
			{Name: "to 0.1 %", Amendments: rule(func(x *burden.Index) { x.Precision = burden.RoundTo("0.1%", burden.HalfUp) })}}},
		scenario.Dimension{Name: "ceiling", Alternatives: []scenario.Alternative{
			{Name: "4 %"},
			{Name: "none", Amendments: rule(burden.NoCeiling)}}},
		cadence(sma8.Contribution), modes(sma8.Contribution))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Eighth agreement, 2010 to 2013, from 760.0 bn won in 2009\n\n%s\n", eighth)

	sma11 := korea.Eleventh()
	published := map[int]string{}
	for _, year := range []int{2020, 2021, 2022, 2025} {
		if e, ok := korea.Contribution().At(year); ok && e.Status == burden.Confirmed {
			published[year] = burden.Text(e.Value)
		}
	}
	eleventh, err := scenario.Conventions(scenario.Baseline(sma11.Model, 2020, 2025), sma11.Contribution, burden.ByYear(published), burden.Rounding{},
		cadence(sma11.Contribution), modes(sma11.Contribution))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Eleventh agreement, confirmed amounts of 2020 to 2025, from 1,038.9 bn won in 2019\n\n%s", eleventh)
	return nil
}

// cadence asks whether each year grows from the rounded amount of the year before
// or from the unrounded one.
func cadence(line burden.Line) scenario.Dimension {
	carried := scenario.RoundingConvention{Lines: []burden.Line{line}, AtEnd: true}
	return scenario.Dimension{Name: "grows from", Alternatives: []scenario.Alternative{
		{Name: "rounded"},
		{Name: "unrounded", Amendments: []scenario.Amendment{scenario.AmendRounding(carried)}}}}
}

// modes asks which way amounts are rounded.
func modes(line burden.Line) scenario.Dimension {
	d := scenario.Dimension{Name: "mode"}
	for mode := burden.HalfUp; mode <= burden.Floor; mode++ {
		c := scenario.RoundingConvention{Lines: []burden.Line{line}, Mode: mode}
		d.Alternatives = append(d.Alternatives, scenario.Alternative{Name: c.String(), Amendments: []scenario.Amendment{scenario.AmendRounding(c)}})
	}
	return d
}
