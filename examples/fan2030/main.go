// Fan 2030: what the twelfth agreement may cost until 2030, and how likely its
// ceiling binds.
//
// From 2027 on the contribution grows by consumer prices of two years before, at most
// 5 %. Prices up to 2025 are published, so that of 2027 is known; those of 2026 to
// 2028 are not. Here they come in blocks of three years in a row out of 2001 to 2025 as
// first printed: nothing is assumed but that the years to come are like those. Prices
// that stay high or low for years do so here too, and independent years beside them
// show a total that is too certain.
package main

import (
	"bufio"
	"context"
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

const (
	seed   = 2030
	runs   = 2000
	length = 3 // of a block: the cube root of 25 years, the usual choice

	// The years that prices are drawn from. That of 2000 has not been found.
	first, last = 2001, 2025
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	sma12 := korea.Twelfth()
	published, history := korea.CPI().FirstPrinted(), scenario.Between(first, last)
	simulation := scenario.Simulation{Seed: seed, Runs: runs, Inputs: []scenario.Uncertain{{
		Param:   sma12.Driver,
		Years:   scenario.Between(2026, 2028), // which drive 2028 to 2030
		Process: scenario.BlockBootstrap(published, length, history),
		Grid:    burden.RoundTo("0.1%", burden.HalfUp), // as printed
	}}}
	agreed := scenario.Baseline(sma12.Model, 2027, sma12.Last, sma12.Contribution)
	ctx := context.Background()
	fan, err := scenario.Sweep{Scenario: agreed, Design: simulation}.Fan(ctx, sma12.Contribution, scenario.Binds(sma12.Ceiling))
	if err != nil {
		return err
	}
	ceiling, _ := sma12.Ceiling.Series().At(2028)
	what, err := estimate(published, ceiling.Value)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Drawn\n%s%s\n\nContribution in won\n%s\n", simulation, what, fan)

	// The same years, each drawn by itself: what a cumulative fan loses by it.
	alone := simulation
	alone.Inputs = []scenario.Uncertain{simulation.Inputs[0]}
	alone.Inputs[0].Process = scenario.BlockBootstrap(published, 1, history)
	fmt.Fprintf(w, "Total of 2028 to 2030, from the 5 %% to the 95 %% quantile\n")
	for _, s := range []struct {
		name   string
		design scenario.Design
	}{{"blocks of 3 years", simulation}, {"each year by itself", alone}} {
		total := scenario.Sweep{Scenario: agreed, Design: s.design, Metrics: []scenario.Metric{scenario.Total(sma12.Contribution, scenario.Between(2028, 2030))}}
		sum, err := total.Summarize(ctx)
		if err != nil {
			return err
		}
		low, err := sum.Metrics[0].Quantile("5%")
		if err != nil {
			return err
		}
		high, err := sum.Metrics[0].Quantile("95%")
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  %-20s %s to %s, width %s\n", s.name, burden.Show(low.Amount, ""), burden.Show(high.Amount, ""), burden.Show(high.Amount.Sub(low.Amount), burden.KRW))
	}
	return nil
}

// estimate says what the published years are like.
func estimate(published burden.Series, ceiling decimal.Decimal) (string, error) {
	var sum decimal.Decimal
	low, high, above := first, first, 0
	at := func(year int) decimal.Decimal {
		e, _ := published.At(year)
		return e.Value
	}
	for year := first; year <= last; year++ {
		sum = sum.Add(at(year))
		if at(year).LessThan(at(low)) {
			low = year
		}
		if at(year).GreaterThan(at(high)) {
			high = year
		}
		if at(year).GreaterThan(ceiling) {
			above++
		}
	}
	mean, err := burden.RoundTo("0.01%", burden.HalfUp).Quotient(sum, decimal.NewFromInt(last-first+1))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("estimate: consumer prices of %d to %d as first printed, mean %s, from %s (%d) to %s (%d); above the ceiling of %s in %d year",
		first, last, percent(mean), percent(at(low)), low, percent(at(high)), high, percent(ceiling), above), nil
}

func percent(d decimal.Decimal) string { return burden.Show(d, burden.Ratio) }
