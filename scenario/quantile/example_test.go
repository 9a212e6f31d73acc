package quantile_test

import (
	"context"
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/quantile"
)

// A cost per head and a number of heads that tend to be high together. Whatever the
// platform's floating point, heads are whole and costs are in cents.
func Example() {
	heads := burden.NewParam("heads", burden.Persons, burden.Constant(8700))
	pay := burden.NewParam("pay", burden.USD.Per(burden.Persons), burden.Constant(60000))
	cost := burden.NewLine("cost", burden.USD)
	m, err := burden.NewModel("payroll", cost.Is(burden.LabourCost(heads, pay)))
	if err != nil {
		log.Fatal(err)
	}
	year := scenario.In(2027)
	simulation := scenario.Simulation{Seed: 7, Runs: 500, Sampling: scenario.LatinHypercube,
		Inputs: []scenario.Uncertain{
			{Param: heads, Years: year, Process: scenario.EachYear(quantile.PERT(8000, 8700, 9000)), Grid: burden.RoundTo("1", burden.HalfUp)},
			{Param: pay, Years: year, Process: scenario.EachYear(quantile.Normal(60000, 2000)), Grid: burden.RoundTo("0.01", burden.HalfUp)},
		},
		Couplings: []scenario.Coupling{{Params: []burden.Param{heads, pay}, Copula: quantile.Gaussian([]string{"0.6"})}},
	}
	fan, err := scenario.Sweep{Scenario: scenario.Baseline(m, 2027, 2027), Design: simulation}.Fan(context.Background(), cost)
	if err != nil {
		log.Fatal(err)
	}
	table, err := fan.Table("5%", "50%", "95%")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(simulation, table)
	// Output:
	// seed 7, 500 runs, Latin hypercube
	// heads 2027: each year PERT 8000, 8700, 9000, to 1, half up
	// pay 2027: each year normal 60000, 2000, to 0.01, half up
	// heads&pay: Gaussian copula 0.6
	// cost  runs              5%             50%             95%
	// 2027   500  476,222,955.84  518,889,902.16  558,107,364.04
}
