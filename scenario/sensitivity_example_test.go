package scenario_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// twelfthTo2030 is a sweep of the twelfth agreement with prices growing by 2 % a year
// from 2026 on, measuring what the term costs.
func twelfthTo2030() (korea.Agreement, scenario.Sweep) {
	sma12 := korea.Twelfth()
	expected, err := scenario.Baseline(sma12.Model, 2026, 2030).With("2 % inflation", scenario.Set(sma12.Driver, "2%", scenario.From(2026)))
	if err != nil {
		log.Fatal(err)
	}
	return sma12, scenario.Sweep{Scenario: expected, Metrics: []scenario.Metric{scenario.Total(sma12.Contribution)}}
}

// Which year's inflation matters most to what the term costs? The earlier, the more
// years it is in. That of 2029 comes after the agreement.
func ExampleOneAtATime() {
	sma12, sweep := twelfthTo2030()
	var inputs []scenario.Axis
	for year := 2026; year <= 2029; year++ {
		inputs = append(inputs, scenario.NewAxis(sma12.Driver, []string{"0%", "6%"}, scenario.In(year)))
	}
	tornadoes, err := scenario.OneAtATime(context.Background(), sweep, inputs...)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(tornadoes[0])
	// Output:
	// total of contribution: 7,912,100,000,000 KRW as it is
	// input        low  high             at low            at high            swing
	// cpi in 2026  0 %   6 %  7,817,200,000,000  8,054,800,000,000  237,600,000,000
	// cpi in 2027  0 %   6 %  7,848,200,000,000  8,008,000,000,000  159,800,000,000
	// cpi in 2028  0 %   6 %  7,879,800,000,000  7,960,500,000,000   80,700,000,000
	// cpi in 2029  0 %   6 %  7,912,100,000,000  7,912,100,000,000                0
}

// Screening shows that the ceiling does not act alone: its effect depends on what
// inflation is.
func ExampleMorris() {
	sma12, sweep := twelfthTo2030()
	screening := scenario.Morris{
		Inputs: []scenario.Axis{
			scenario.NewStepAxis(sma12.Driver, scenario.NewSteps("0%", "6%", "0.1%"), scenario.From(2026)),
			scenario.NewStepAxis(sma12.Ceiling, scenario.NewSteps("3%", "6%", "0.1%")),
			scenario.NewStepAxis(sma12.Base, scenario.NewSteps("1400e9", "1600e9", "1e9")),
		},
		Trajectories: 20,
		Seed:         12,
	}
	effects, err := screening.Run(context.Background(), sweep)
	if err != nil {
		log.Fatal(err)
	}
	text, err := effects[0].Table(burden.RoundTo("1e9", burden.HalfUp))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(text)
	// Output:
	// total of contribution: elementary effects, rounded to 1,000,000,000, half up
	// input                         mu                mu*                          sigma²  effects
	// cpi from 2026    504,000,000,000    504,000,000,000  14,602,737,789,474,000,000,000       20
	// ceiling           73,000,000,000     73,000,000,000  12,324,138,809,211,000,000,000       20
	// base           1,045,000,000,000  1,045,000,000,000     954,604,020,935,000,000,000       20
}

// Whose uncertainty makes the uncertainty of what the term costs? That of the first
// year, by more than half. A ceiling that may be 4.9 to 5.1 % does next to nothing: with
// the others it is above zero, and alone, after so few runs, it may be nothing.
func ExampleSobol() {
	sma12, sweep := twelfthTo2030()
	inflation := scenario.NewSteps("0%", "6%", "0.1%")
	sobol := scenario.Sobol{
		Inputs: []scenario.Axis{
			scenario.NewStepAxis(sma12.Driver, inflation, scenario.In(2026)),
			scenario.NewStepAxis(sma12.Driver, inflation, scenario.In(2027)),
			scenario.NewStepAxis(sma12.Driver, inflation, scenario.In(2028)),
			scenario.NewStepAxis(sma12.Ceiling, scenario.NewSteps("4.9%", "5.1%", "0.1%")),
		},
		Runs: 500,
		Seed: 12,
	}
	indices, err := sobol.Run(context.Background(), sweep)
	if err != nil {
		log.Fatal(err)
	}
	text, err := indices[0].Table(burden.RoundTo("0.0001", burden.HalfUp))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(text)
	// Output:
	// total of contribution: Sobol' indices of 500 runs, intervals of 95 % from 1000 resamples, rounded to 0.0001, half up
	// input        index  estimate     from      to  distinguishable from zero
	// cpi in 2026  first    0.6414   0.5625  0.7282                        yes
	// cpi in 2026  total    0.6025   0.5386  0.6756                        yes
	// cpi in 2027  first    0.2544    0.191  0.3176                        yes
	// cpi in 2027  total    0.2846   0.2492  0.3214                        yes
	// cpi in 2028  first    0.0778   0.0439  0.1103                        yes
	// cpi in 2028  total     0.063   0.0556  0.0712                        yes
	// ceiling      first    0.0017  -0.0012  0.0043                         no
	// ceiling      total    0.0005   0.0004  0.0007                        yes
}

// Whatever gives a design's outcomes serves: another machine's sweep, or a function of
// the point. Here it is the difference of two inputs, of which each makes half the
// variance and none together.
func ExampleSobol_Collect() {
	labour := burden.NewParam("labour", burden.KRW, burden.Constant(1))
	logistics := burden.NewParam("logistics", burden.KRW, burden.Constant(1))
	gap := burden.NewLine("gap", burden.KRW)
	grid := scenario.NewSteps(1, 100, 1)
	sobol := scenario.Sobol{Inputs: []scenario.Axis{scenario.NewStepAxis(labour, grid), scenario.NewStepAxis(logistics, grid)}, Runs: 400}
	outcomes := func(yield func(scenario.Outcome, error) bool) {
		for i := range sobol.Len() {
			p := sobol.At(i)
			if !yield(scenario.Outcome{Index: i, Values: []decimal.Decimal{p[0].Value.Sub(p[1].Value)}}, nil) {
				return
			}
		}
	}
	indices, err := sobol.Collect(context.Background(), []scenario.Metric{scenario.At(gap, 2026)}, outcomes)
	if err != nil {
		log.Fatal(err)
	}
	for _, in := range indices[0].Inputs {
		first, err := in.First.Value.Rounded(burden.RoundTo("0.01", burden.HalfUp))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(in.Input, first, in.First.Distinguishable())
	}
	// Output:
	// labour 0.46 true
	// logistics 0.44 true
}
