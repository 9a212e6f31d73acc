// Explain: why the contribution of 2010 is what it is, and what a mistake looks like.
//
// The eighth agreement (2009 to 2013) ties the contribution to consumer prices of
// two years before, at most 4 %. Prices rose by 4.7 % in 2008. The three mistakes
// after it are a missing year, won added to persons, and a cycle.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	sma8 := korea.Eighth()
	p, err := sma8.Model.Project(sma8.First, sma8.Last)
	if err != nil {
		return err
	}
	why, err := p.Explain(sma8.Contribution, 2010)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\nEvery rounding from %d to %d\n", why, sma8.First, sma8.Last)
	for _, r := range p.Roundings() {
		fmt.Fprintf(w, "  %s %d: %s\n", r.Line.Name(), r.Year, r)
	}
	fmt.Fprintf(w, "Every limit that bound or was reached\n")
	for _, l := range p.Limits() {
		fmt.Fprintf(w, "  %s %d: %s\n", l.Line.Name(), l.Year, l)
	}

	fmt.Fprintf(w, "\nA run that fails well\n")
	sma12 := korea.Twelfth() // consumer prices are known up to 2025, which drive 2027
	if _, err = sma12.Model.Project(2026, 2030); !errors.Is(err, burden.ErrMissingYear) {
		return fmt.Errorf("no missing year: %w", err)
	}
	fmt.Fprintf(w, "  %v\n", err)

	pay := burden.NewParam("pay", burden.KRW, burden.Constant("53.2e6"))
	employees := burden.NewParam("employees", burden.Persons, burden.Constant(8700))
	labour, cost := burden.NewLine("labour", burden.KRW), burden.NewLine("cost", burden.KRW)
	share := burden.NewLine("share", burden.KRW)
	_, err = burden.NewModel("mistakes",
		labour.Is(pay.Plus(employees)),
		cost.Is(share.Times(burden.Amount(2, burden.Ratio))),
		share.Is(cost.RoundedTo("1", burden.HalfUp)))
	if !errors.Is(err, burden.ErrUnit) || !errors.Is(err, burden.ErrCycle) {
		return fmt.Errorf("no unit error and cycle: %w", err)
	}
	for _, fault := range burden.Faults(err) {
		fmt.Fprintf(w, "  %v\n", fault)
	}
	return nil
}
