package scenario_test

import (
	"context"
	"fmt"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Scenarios given as columns of counts, results taken a block at a time.
func ExampleSweep_Blocks() {
	fx := burden.NewParam("fx", burden.KRW.Per(burden.USD), burden.Constant("1180.5"))
	cost := burden.NewParam("cost", burden.KRW, burden.Constant("1402.8e9"))
	usd := burden.NewLine("usd", burden.USD)
	model, err := burden.NewModel("m", usd.Is(cost.Over(fx).RoundedTo("1e6", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	rates, costs := make([]int64, 1000), make([]int64, 1000)
	for i := range rates {
		rates[i], costs[i] = int64(110_000+20*i), int64(14_028+i)
	}
	sweep := scenario.Sweep{
		Scenario: scenario.Baseline(model, 2025, 2025),
		Design:   scenario.NewColumns(scenario.NewCountedAxis(fx, "0.01", rates), scenario.NewCountedAxis(cost, "0.1e9", costs)),
		Metrics:  []scenario.Metric{scenario.At(usd, 2025)},
	}
	above := 0
	for block, err := range sweep.Blocks(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		counts, quantum, _ := block.Counts(0)
		if block.From() == 0 {
			fmt.Println(counts[0], "of", burden.Text(quantum))
		}
		for _, c := range counts {
			if c > 1200 {
				above++
			}
		}
	}
	fmt.Println(above, "of 1000 above 1.2 bn dollars")
	// Output:
	// 1275 of 1000000
	// 588 of 1000 above 1.2 bn dollars
}
