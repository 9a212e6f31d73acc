package scenario_test

import (
	"errors"
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// What if the eighth agreement had started from a base 1 % higher?
func ExampleCompare() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2011)
	higher, err := agreed.With("1 % more", scenario.Scale(sma8.Base, "1.01"))
	if err != nil {
		log.Fatal(err)
	}
	c, err := scenario.Compare(agreed, higher)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(c)
	// Output:
	// line          year   unit           baseline           1 % more      difference   ratio
	// contribution  2009   KRW     760,000,000,000    767,600,000,000   7,600,000,000    1.01
	// contribution  2010   KRW     790,400,000,000    798,300,000,000   7,900,000,000    1.01
	// contribution  2011   KRW     812,500,000,000    820,700,000,000   8,200,000,000  1.0101
	// contribution  total  KRW   2,362,900,000,000  2,386,600,000,000  23,700,000,000    1.01
	// ratio: 1 % more over baseline, rounded to 0.0001, half up
}

// Consumer prices of 2026, which drive the contribution of 2028, are not
// published yet. A scenario supplies them, and the explanation says so.
func ExampleSet() {
	sma12 := korea.Twelfth()
	agreed := scenario.Baseline(sma12.Model, 2026, 2028)
	s, err := agreed.With("high prices", scenario.Set(sma12.Driver, "3%", scenario.In(2026)))
	if err != nil {
		log.Fatal(err)
	}
	p, err := s.Project()
	if err != nil {
		log.Fatal(err)
	}
	x, err := p.Explain(sma12.Growth.Raw(), 2028)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(x)
	// Output:
	// growth.raw 2028 = 3 %
	//   = cpi[-2]
	//   cpi 2026 = 3 % (assumed; source "scenario high prices")
}

// To have no ceiling is not a number but another rule.
func ExampleDefine() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2010)
	open, err := agreed.With("no ceiling", scenario.Define(sma8.Growth.With(burden.NoCeiling)))
	if err != nil {
		log.Fatal(err)
	}
	c, err := scenario.Compare(agreed, open)
	if err != nil {
		log.Fatal(err)
	}
	r, ok := c.Row(sma8.Contribution, 2010)
	fmt.Println(burden.Show(r.Difference().Amount, burden.KRW), ok)
	// Output:
	// 5,300,000,000 KRW true
}

// Two overlays about the same conflict, until one of them has the higher
// priority. It is applied later, whatever order they are named in.
func ExampleOverlay_Priority() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2013)
	base := scenario.NewOverlay("round base", scenario.Set(sma8.Base, "700e9"))
	cut := scenario.NewOverlay("cut", scenario.Scale(sma8.Base, "0.9"))
	_, err := agreed.Apply(cut, base)
	fmt.Println(err)
	s, err := agreed.Apply(cut.Priority(1), base)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(scenario.Diff(agreed, s)[0])
	// Output:
	// scenario: round base: set base to 700000000000: against cut: scale base by 0.9: conflict without a priority
	// base: 2009: 760000000000 KRW | 630000000000 KRW
}

// Scenarios of one baseline combine.
func ExampleMerge() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2013)
	higher, err1 := agreed.With("higher base", scenario.Set(sma8.Base, "800e9"))
	open, err2 := agreed.With("no ceiling", scenario.Define(sma8.Growth.With(burden.NoCeiling)))
	if err := errors.Join(err1, err2); err != nil {
		log.Fatal(err)
	}
	both, err := scenario.Merge(higher, open)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(both.Name())
	// Output:
	// higher base + no ceiling
}

// What two scenarios have differently, before any number is computed.
func ExampleDiff() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2013)
	s, err := agreed.With("looser",
		scenario.Set(sma8.Ceiling, "5%", scenario.In(2011)),
		scenario.Shift(sma8.Base, "1e9"))
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range scenario.Diff(agreed, s) {
		fmt.Println(d)
	}
	// Output:
	// ceiling: 0.04 | from 1 to 2010: 0.04, 2011: 0.05, from 2012: 0.04
	// base: 2009: 760000000000 KRW | 2009: 761000000000 KRW
}

// A ceiling that never binds and a driver of a year beyond the term do nothing.
func ExampleScenario_Warnings() {
	sma8 := korea.Eighth()
	s, err := scenario.Baseline(sma8.Model, 2009, 2013).With("looser",
		scenario.Set(sma8.Ceiling, "5%", scenario.From(2011)),
		scenario.Set(sma8.Driver, "9%", scenario.In(2012)))
	if err != nil {
		log.Fatal(err)
	}
	warnings, err := s.Warnings()
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range warnings {
		fmt.Println(w)
	}
	// Output:
	// looser: set ceiling to 0.05 from 2011 changes no result
	// looser: set cpi to 0.09 in 2012 changes no result
}
