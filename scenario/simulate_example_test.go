package scenario_test

import (
	"context"
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// Draws are frozen: these are what they will be in every version.
func ExampleDraw() {
	fmt.Println(scenario.Draw(7, "cpi", 2027, 0))
	fmt.Println(scenario.Draw(7, "cpi", 2027, 0).FloatString(6))
	fmt.Println(scenario.Draw(7, "cpi", 2027, 1).FloatString(6))
	// Output:
	// 33122450665251797715/36893488147419103232
	// 0.897786
	// 0.446761
}

// The growth of 2028 under consumer prices of 2026 that are somewhere from 1 to 4 %,
// most likely 2 %. Every run is exact: a print with one decimal.
func ExampleSimulation() {
	sma12 := korea.Twelfth()
	simulation := scenario.Simulation{Seed: 7, Runs: 1000, Inputs: []scenario.Uncertain{{
		Param:   sma12.Driver,
		Years:   scenario.In(2026),
		Process: scenario.EachYear(scenario.Triangular("1%", "2%", "4%")),
		Grid:    burden.RoundTo("0.1%", burden.HalfUp),
	}}}
	amount := scenario.At(sma12.Contribution, 2028)
	sweep := scenario.Sweep{Scenario: scenario.Baseline(sma12.Model, 2028, 2028), Design: simulation, Metrics: []scenario.Metric{amount}}
	s, err := sweep.Summarize(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(simulation)
	for _, p := range []string{"10%", "50%", "90%"} {
		q, err := s.Metrics[0].Quantile(p)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(p, burden.Show(q.Amount, amount.Unit()))
	}
	// Output:
	// seed 7, 1000 runs, independent
	// cpi 2026: each year triangular from 0.01 to 0.04 with mode 0.02, to 0.001, half up
	// 10% 1,575,900,000,000 KRW
	// 50% 1,586,800,000,000 KRW
	// 90% 1,600,700,000,000 KRW
}

// Consumer prices as they were in three years in a row, again and again, and how
// often the ceiling of 5 % binds.
func ExampleSweep_Fan() {
	sma12 := korea.Twelfth()
	simulation := scenario.Simulation{Seed: 7, Runs: 500, Inputs: []scenario.Uncertain{{
		Param:   sma12.Driver,
		Years:   scenario.Between(2026, 2028),
		Process: scenario.BlockBootstrap(korea.CPI().FirstPrinted(), 3),
		Grid:    burden.RoundTo("0.1%", burden.HalfUp),
	}}}
	agreed := scenario.Baseline(sma12.Model, 2028, 2030, sma12.Contribution)
	fan, err := scenario.Sweep{Scenario: agreed, Design: simulation}.Fan(context.Background(), sma12.Contribution, scenario.Binds(sma12.Ceiling))
	if err != nil {
		log.Fatal(err)
	}
	table, err := fan.Table("10%", "50%", "90%")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(table)
	// Output:
	// contribution  runs                10%                50%                90%  ceiling binds
	// 2028           500  1,558,900,000,000  1,589,900,000,000  1,613,100,000,000             19  3.8 %
	// 2029           500  1,580,700,000,000  1,629,600,000,000  1,669,400,000,000             22  4.4 %
	// 2030           500  1,604,200,000,000  1,670,300,000,000  1,721,400,000,000             24  4.8 %
}

// A rule that catches up: prices rise by 6 % or 3 % in 2027 and by 2 % in 2028, the ceiling
// is 4 %. What it cuts in 2027 is carried into 2028: 2 % and 2 % more come to the ceiling
// without being cut, so the ceiling is reached in 2028 where it bound in 2027.
func ExampleBinds() {
	prices := burden.NewParam("prices", burden.Ratio, burden.ByYear(map[int]string{2027: "3%", 2028: "2%"}))
	ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%"))
	growth := burden.NewIndexRule("growth", burden.Index{Driver: prices, Ceiling: ceiling, Carry: burden.CarryExcess, From: 2027})
	cost := burden.NewLine("cost", burden.USD)
	m, err := burden.NewModel("catching_up", growth,
		cost.Starts(2026, burden.Amount(100, burden.USD)).Then(cost.Previous().GrownBy(growth)))
	if err != nil {
		log.Fatal(err)
	}
	sweep := scenario.Sweep{
		Scenario: scenario.Baseline(m, 2026, 2028),
		Design:   scenario.NewGrid(scenario.NewAxis(prices, []string{"6%", "3%"}, scenario.In(2027))),
	}
	fan, err := sweep.Fan(context.Background(), cost, scenario.Binds(ceiling), scenario.Reached(ceiling))
	if err != nil {
		log.Fatal(err)
	}
	table, err := fan.Table("50%")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(table)
	// Output:
	// cost  runs     50%  ceiling binds        ceiling reached
	// 2026     2     100              -     -                -     -
	// 2027     2     103              1  50 %                0   0 %
	// 2028     2  105.06              0   0 %                1  50 %
}

// Two drivers that are high and low together in seven of ten runs, whatever each is
// like by itself.
func ExampleRankCorrelated() {
	prices := burden.NewParam("prices", burden.Ratio, burden.Series{})
	wages := burden.NewParam("wages", burden.Ratio, burden.Series{})
	tenths := burden.RoundTo("0.1%", burden.HalfUp)
	simulation := scenario.Simulation{Seed: 1, Runs: 3,
		Inputs: []scenario.Uncertain{
			{Param: prices, Years: scenario.In(2027), Process: scenario.EachYear(scenario.Uniform("1%", "3%")), Grid: tenths},
			{Param: wages, Years: scenario.In(2027), Process: scenario.EachYear(scenario.Uniform("2%", "6%")), Grid: tenths},
		},
		Couplings: []scenario.Coupling{{Params: []burden.Param{prices, wages}, Copula: scenario.RankCorrelated("0.7")}},
	}
	for i := range simulation.Len() {
		p := simulation.At(i)
		fmt.Println("prices", burden.Show(p[0].Value, burden.Ratio), "wages", burden.Show(p[1].Value, burden.Ratio))
	}
	// Output:
	// prices 2.6 % wages 5.2 %
	// prices 1.4 % wages 2.8 %
	// prices 1.4 % wages 2.9 %
}
