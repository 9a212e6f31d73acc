// Revision: how did the contribution of 2025 move from the draft to the final defence
// budget, and what was that? And how far did what was budgeted come from what was agreed?
//
// The eleventh agreement lets the contribution grow with the defence budget of the year
// before. When the government drafted the budget of 2024, at the end of August 2023, its
// growth was 4.5 %, and 2025 came out at 1,406.9 bn won; the budget that passed grew by
// 4.2 %. The first bridge shows that the whole difference is new data. The second, on a
// forecast of 2025 made of an assumption, changes three things at once: an actual
// replaces what was assumed for 2024, the assumption for 2025 changes, and a ceiling of
// 3 % comes in; the steps still sum to the last digit.
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
	draft, _ := korea.DefenceGrowthDraft().At(2024)
	seen := sma11.Driver.Series().Set(2024, 2024, draft)
	before, err := sma11.Model.With(sma11.Driver.Is(seen))
	if err != nil {
		return err
	}
	old, new := scenario.Baseline(before, 2020, 2025), scenario.Baseline(sma11.Model, 2020, 2025)
	fmt.Fprintln(w, "From the draft of 2023 to the budget that passed")
	if err := bridge(w, old, new, scenario.At(sma11.Contribution, 2025)); err != nil {
		return err
	}

	if err := forecast(w, sma11); err != nil {
		return err
	}

	// Agreed against drafted, 2015.
	agreed := korea.Contribution().AtStage(burden.Agreed)
	drafted := burden.ByYear(map[int]string{2015: "844.8e9"}).
		Sourced("AjuNews, 18 September 2014: draft of the budget", burden.Confirmed).AtStage(burden.Expected)
	list, err := scenario.VarianceOf(burden.NewParam("drafted", burden.KRW, drafted), burden.NewParam("agreed", burden.KRW, agreed))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nThe contribution of 2015, in the draft budget and as agreed, in won\n%s", list)
	return nil
}

// forecast sets a forecast of 2024 to 2026, made when 2023 was the last budget known,
// beside one of a year later.
func forecast(w io.Writer, sma11 korea.Agreement) error {
	final := sma11.Driver.Series()
	assumed := func(growth2024, growth2025 string, lastKnown int) burden.Series {
		guess := burden.ByYear(map[int]string{2024: growth2024, 2025: growth2025}).Sourced("forecast", burden.Assumed)
		return final.Without(lastKnown+1, burden.MaxYear).Splice(guess)
	}
	first, second := assumed("4%", "4%", 2023), assumed("4%", "3.5%", 2024)
	old, err := sma11.Model.With(sma11.Driver.Is(first))
	if err != nil {
		return err
	}
	ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant("3%").Sourced("proposal", burden.Assumed))
	agreed, _ := sma11.Model.Definition(sma11.Contribution.Name())
	capped := agreed.(burden.LineDefinition).From(2026, sma11.Contribution.Previous().
		GrownBy(sma11.Growth.AtMost(ceiling)).RoundedTo(korea.Quantum, burden.HalfUp))
	new, err := sma11.Model.With(sma11.Driver.Is(second), capped)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "\nA forecast of 2026 under the same rule, revised a year later, with a ceiling of 3 % proposed for 2026")
	return bridge(w, scenario.Baseline(old, 2022, 2026), scenario.Baseline(new, 2022, 2026), scenario.At(sma11.Contribution, 2026))
}

// bridge prints what was revised, and the bridge from the old figure to the new.
func bridge(w io.Writer, old, new *scenario.Scenario, m scenario.Metric) error {
	r, err := scenario.Revise(old, new)
	if err != nil {
		return err
	}
	b, err := r.Bridge(m, korea.Quantum)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n%s", r, b)
	return nil
}
