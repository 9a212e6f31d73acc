package scenario_test

import (
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// What growth of consumer prices in 2025 makes the contribution of 2027 exactly
// 1,580 bn won, and what 1,595.2 bn, the amount at the ceiling?
func ExampleSolve() {
	sma12 := korea.Twelfth()
	agreed := scenario.Baseline(sma12.Model, 2026, 2027)
	contribution := scenario.At(sma12.Contribution, 2027)
	grid := scenario.NewSteps("0%", "10%", "0.1%")
	for _, target := range []string{"1580e9", "1595.2e9"} {
		x, err := scenario.Solve(agreed, contribution, target, sma12.Driver, grid, scenario.In(2025))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(x.Kind(), ": ", x)
	}
	// Output:
	// exact: contribution 2027 = 1,580,000,000,000 KRW by cpi in 2025, 0 % to 10 % in steps of 0.1 %:
	//   exactly at 4 %
	// monotony proved: 9 of 101 points evaluated
	// flat: contribution 2027 = 1,595,200,000,000 KRW by cpi in 2025, 0 % to 10 % in steps of 0.1 %:
	//   all the way from 5 % to 10 %, the end of the grid
	// monotony proved: 12 of 101 points evaluated
}

// A sum over years is a target like any other. No base of whole bn won makes the
// eighth agreement cost exactly 4,000 bn won.
func ExampleSolve_total() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, sma8.First, sma8.Last)
	x, err := scenario.Solve(agreed, scenario.Total(sma8.Contribution), "4000e9", sma8.Base, scenario.NewSteps("700e9", "800e9", "1e9"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Kind())
	for _, t := range []scenario.Trial{x.Answers[0].From, x.Answers[0].To} {
		fmt.Println(burden.Show(t.At, burden.KRW), "leads to", burden.Show(t.Value, burden.KRW))
	}
	// Output:
	// bracket
	// 747,000,000,000 KRW leads to 3,999,300,000,000 KRW
	// 748,000,000,000 KRW leads to 4,004,300,000,000 KRW
}

// From which ceiling on does the agreement cost as much as without a ceiling? The
// answer runs to the end of the grid: a higher ceiling binds no more.
func ExampleBreakEven() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, sma8.First, sma8.Last).Named("agreed")
	open, err := agreed.With("no ceiling", scenario.Define(sma8.Growth.With(burden.NoCeiling)))
	if err != nil {
		log.Fatal(err)
	}
	x, err := scenario.BreakEven(agreed, open, scenario.Total(sma8.Contribution), sma8.Ceiling, scenario.NewSteps("3%", "6%", "0.01%"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(x)
	// Output:
	// total of contribution of agreed = of agreed + no ceiling by ceiling, 3 % to 6 % in steps of 0.01 %:
	//   all the way from 4.7 % to 6 %, the end of the grid (4,090,800,000,000 KRW)
	// monotony proved: 16 of 301 points evaluated
}

func ExampleNewSteps() {
	grid := scenario.NewSteps("0%", "10%", "0.01%")
	fmt.Println(grid, "are", grid.Len(), "numbers; the second is", burden.Show(grid.At(1), burden.Ratio))
	// Output:
	// 0 to 0.1 in steps of 0.0001 are 1001 numbers; the second is 0.01 %
}
