// Talks: how far apart were the two sides, how did the gap narrow, and where did
// the outcome land between them?
//
// Each date of the talks of 2019 to 2021 is a scenario: what Washington was
// reported to ask, in dollars, what Seoul was reported to offer, as a rise on the
// contribution of 2019, and the market rate of that month. Until Seoul's offer of
// 13 % its side is the amount of 2019. Amounts are held over a term of five years,
// 2021 to 2025, which no report says they were meant to be: that is the assumption.
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

// round is what each side was reported to say at a date.
type round struct {
	date, month    string
	demand, source string // Washington's, as the data name it
	offer          bool   // Seoul's offer of 13 % was on the table
}

var rounds = []round{
	{"2019-11, first", "2019-11", "US demand, first", "2019-11", false},
	{"2019-11", "2019-11", "US demand", "2019-11", false},
	{"2020-03", "2020-03", "US demand, reported", "2020-03", false},
	{"2020-06", "2020-06", "US demand, reported", "2020-06", true},
}

func run(w io.Writer) error {
	var (
		asked   = burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed))
		rate    = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate")
		rise    = burden.NewParam("rise", burden.Ratio, burden.Constant(0))
		before  = burden.NewParam("contribution_of_2019", burden.KRW, korea.Contribution())
		outcome = burden.NewParam("outcome_of_2021", burden.KRW, korea.Talks("2021-03", "outcome: 2021 amount", burden.Confirmed))

		washington = burden.NewLine("washington", burden.KRW)
		seoul      = burden.NewLine("seoul", burden.KRW)
		gap        = burden.NewLine("gap", burden.KRW)
		landed     = burden.NewLine("outcome_from_seoul_to_washington", burden.Ratio)
	)
	m, err := burden.NewModel("talks",
		washington.Is(asked.Times(rate).RoundedTo(korea.Quantum, burden.HalfUp)),
		seoul.Is(before.At(2019).GrownBy(rise).RoundedTo(korea.Quantum, burden.HalfUp)),
		gap.Is(washington.Minus(seoul)),
		landed.Is(outcome.Minus(seoul).Over(gap).RoundedTo("0.0001", burden.HalfUp)))
	if err != nil {
		return err
	}
	baseline := scenario.Baseline(m, 2021, 2025, m.Lines()...)
	var previous *scenario.Scenario
	for _, r := range rounds {
		changes := []scenario.Change{
			scenario.Define(asked.Is(korea.Talks(r.source, r.demand, burden.Confirmed))),
			scenario.Define(rate.Is(korea.Rate("market", r.month))),
		}
		if r.offer {
			changes = append(changes, scenario.Define(rise.Is(korea.Talks("2020-06", "ROK best offer", burden.Confirmed))))
		}
		s, err := baseline.With(r.date, changes...)
		if err != nil {
			return err
		}
		if err := report(w, s, washington, seoul, gap, landed); err != nil {
			return err
		}
		if previous != nil {
			narrowed, err := scenario.Attribute(previous, s, scenario.At(gap, 2021))
			if err != nil {
				return err
			}
			text, err := narrowed.Table("1")
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "  what changed since %s:\n%s", previous.Name(), text)
		}
		previous = s
	}
	return nil
}

// report writes one date: both sides, the gap a year and over the term, and where
// the outcome lies between them.
func report(w io.Writer, s *scenario.Scenario, washington, seoul, gap, landed burden.Line) error {
	fmt.Fprintf(w, "\n%s\n", s.Name())
	for _, m := range []struct {
		name   string
		metric scenario.Metric
	}{
		{"Washington, a year", scenario.At(washington, 2021)},
		{"Seoul, a year", scenario.At(seoul, 2021)},
		{"gap, a year", scenario.At(gap, 2021)},
		{"gap over 2021 to 2025", scenario.Total(gap)},
		{"outcome, from Seoul towards Washington", scenario.At(landed, 2021)},
	} {
		v, err := s.Measure(m.metric)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  %-38s %24s\n", m.name, burden.Show(v, m.metric.Unit()))
	}
	return nil
}
