package scenario_test

import (
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// By how much the contribution grew over the term of the eighth agreement.
func ExampleMetric_Over() {
	sma8 := korea.Eighth()
	grown := scenario.At(sma8.Contribution, 2013).Over(scenario.At(sma8.Contribution, 2009), burden.RoundTo("0.0001", burden.HalfUp))
	v, err := scenario.Baseline(sma8.Model, 2009, 2013).Measure(grown)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(grown, "=", burden.Text(v)) // 8,695 over 7,600
	// Output: contribution 2013 / contribution 2009 = 1.1441
}

// A rate over years, weighted by what it is a rate of.
func ExampleAverage() {
	cost := burden.NewLine("cost_per_head", burden.KRW.Per(burden.Persons))
	heads := burden.NewLine("heads", burden.Persons)
	m, err := burden.NewModel("m",
		cost.Is(burden.NewParam("cost", cost.Unit(), burden.ByYear(map[int]int{2020: 100, 2021: 200}))),
		heads.Is(burden.NewParam("strength", burden.Persons, burden.ByYear(map[int]int{2020: 3, 2021: 1}))))
	if err != nil {
		log.Fatal(err)
	}
	v, err := scenario.Baseline(m, 2020, 2021).Measure(scenario.Average(cost, heads, burden.Rounding{}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(burden.Show(v, cost.Unit())) // (3 × 100 + 1 × 200) / 4
	// Output: 125 KRW/person
}
