// Break-even: which growth path costs the same as a one-off payment of 4.7 bn dollars?
//
// One side pays the amount asked in November 2019 once, in 2020, and the amount of
// 2019 in every other year. The other pays the amount of 2019 grown by a constant
// rate every year, rounded half up to 0.1 bn won as agreements do. The rate at which
// both cost the same over the term is looked for below 100 %, on a grid of 0.01 %. Payments are
// nominal; the dollar amount is taken at the average rate of November 2019.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	var (
		base         = burden.NewParam("contribution_of_2019", burden.KRW, korea.Contribution())
		asked        = burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed))
		rate         = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate")
		growth       = burden.NewParam("growth", burden.Ratio, burden.Constant(0)).Within("0%", "100%")
		contribution = burden.NewLine("contribution", burden.KRW)
	)
	quantum := burden.RoundTo(korea.Quantum, burden.HalfUp)
	path := burden.Escalation(contribution, 2019, base, growth, quantum)
	m, err := burden.NewModel("breakeven", path)
	if err != nil {
		return err
	}
	for _, last := range []int{2020, 2024, 2029} {
		growing := scenario.Baseline(m, 2020, last)
		once, err := growing.With("one-off", scenario.Define(
			contribution.Is(base.At(2019)).In(2020, asked.Times(rate).Rounded(quantum))))
		if err != nil {
			return err
		}
		total := scenario.Total(contribution)
		cost, err := once.Measure(total)
		if err != nil {
			return err
		}
		found, err := scenario.Solve(growing, total, cost, growth, scenario.NewSteps("0%", "99.99%", "0.01%"))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "2020 to %d: the one-off costs %s in all\n%s\n", last, burden.Show(cost, burden.KRW), found)
	}
	return nil
}
