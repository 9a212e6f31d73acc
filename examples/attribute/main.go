// Attribute: why did the contribution rise from 2019 to 2025, by driver?
//
// From 1,038.9 bn won in 2019 to 1,402.8 bn in 2025 the eleventh agreement added
// 363.9 bn. Its drivers are the growth of the defence budget and the step for
// labour of 2021. They compound, so what each alone would have made does not add
// up; the shares do, to the last won, whatever the order.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

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
	sma11 := korea.Eleventh()
	agreed := scenario.Baseline(sma11.Model, 2019, 2025)
	frozen, err := agreed.With("frozen at 2019",
		scenario.Set(sma11.Driver, 0, scenario.From(2019)),
		scenario.Set(sma11.Step, 0, scenario.From(2021)))
	if err != nil {
		return err
	}
	in2025 := scenario.At(sma11.Contribution, 2025)

	byDriver, err := scenario.Attribute(frozen, agreed, in2025)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "By driver, in every order")
	if err := table(w, byDriver); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nAs a waterfall, the step for labour first: the order decides")
	steps, err := scenario.Waterfall(frozen, agreed, in2025, "labour_step", "defence_growth")
	if err != nil {
		return err
	}
	if err := table(w, steps); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nYear by year: the level of the year before, and what drives growth")
	for year := 2022; year <= 2025; year++ {
		change, err := scenario.AttributeYears(agreed, sma11.Contribution, year-1, year)
		if err != nil {
			return err
		}
		if err := table(w, change); err != nil {
			return err
		}
	}
	return nil
}

// table writes an attribution with shares in whole won.
func table(w io.Writer, a *scenario.Attribution) error {
	text, err := a.Table("1")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}
