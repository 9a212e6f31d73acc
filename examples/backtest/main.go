// Backtest: every amount of the Korean agreements that a rule set, from 2008 to
// 2025, out of drivers as then published.
//
// The projection stands on two negotiated amounts alone, 725.5 bn won for 2007
// and 920.0 bn for 2014; each agreement builds on the one before, never on a
// published amount of a rule year. Then fifteen other readings of the rules, each
// of which gets a digit wrong. Amounts are in 0.1 bn won. Published amounts:
// Ministry of National Defense, White Papers 2018 and 2020, and the reports that
// package korea names with each.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

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
	m, contribution := korea.Succession()
	p, err := m.Project(2007, 2025, contribution)
	if err != nil {
		return err
	}
	published := korea.Contribution()
	var right, rules, recalled int
	fmt.Fprintf(w, "year  published             computed  match  driver\n")
	for year := 2008; year <= 2025; year++ {
		computed, err := p.Value(contribution, year)
		if err != nil {
			return err
		}
		e, ok := published.At(year)
		if !ok {
			return fmt.Errorf("no published amount for %d", year)
		}
		x, err := p.Explain(contribution, year)
		if err != nil {
			return err
		}
		if negotiated(x) {
			fmt.Fprintf(w, "%d  %6s (%s)    %8s         negotiated\n", year, tenthsOfBn(e.Value), e.Status, tenthsOfBn(computed))
			continue
		}
		match := "no"
		rules++
		if computed.Equal(e.Value) {
			match = "yes"
			right++
			if e.Status == burden.Recalled {
				recalled++
			}
		}
		fmt.Fprintf(w, "%d  %6s %-12s  %8s  %-5s  %s\n", year, tenthsOfBn(e.Value), "("+e.Status.String()+")", tenthsOfBn(computed), match, driver(x, year))
	}

	rejected, readings, err := wrongReadings(w)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%d of %d amounts reproduced (%d published, %d recalled)\n", right, rules, right-recalled, recalled)
	fmt.Fprintf(w, "%d of %d wrong readings rejected\n", rejected, readings)
	return nil
}

// negotiated tells a year whose amount is a base, not the result of a rule.
func negotiated(x burden.Explanation) bool {
	year := x.Steps[len(x.Steps)-1].Year
	for _, s := range x.Steps {
		for _, in := range s.Inputs {
			if s.Year == year && strings.HasSuffix(in.Param, ".base") {
				return true
			}
		}
	}
	return false
}

// driver says what a year's growth stands on: drivers, their print, the ceiling.
func driver(x burden.Explanation, year int) string {
	var parts []string
	for _, s := range x.Steps {
		if s.Year != year {
			continue
		}
		for _, in := range s.Inputs {
			_, name, _ := strings.Cut(in.Param, ".")
			text := fmt.Sprintf("%s %d = %s", name, in.Year, burden.Show(in.Value, in.Unit))
			if in.Print != "" {
				text += ", " + in.Print
			}
			parts = append(parts, text)
		}
		for _, l := range s.Limits {
			parts = append(parts, map[bool]string{true: "ceiling bound", false: "ceiling reached, not binding"}[l.Binds])
		}
	}
	if len(parts) == 0 {
		return "freeze"
	}
	return strings.Join(slices.Compact(parts), "; ")
}

// tenthsOfBn writes an amount of won in 0.1 bn, exactly.
func tenthsOfBn(v decimal.Decimal) string { return burden.Text(v.Shift(-8)) }
