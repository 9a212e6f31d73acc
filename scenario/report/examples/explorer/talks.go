package main

import (
	"fmt"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// newTalks returns the talks of 2019 to 2021 and the agreement they led to. What
// Washington asked and Seoul offered in June 2020 are two amounts of 2021; where the
// talks met between them is the contribution of 2021, and later years grow from it as
// the eleventh agreement says.
//
//	washington = asked × rate
//	seoul = contribution[2019] × (1 + offer)
//	contribution[2021] = round(seoul + meeting_point × (washington - seoul), 0.1 bn won, half up)
//
// The outcome was 11,833, and the sides 11,740 and 15,690, in 0.1 bn won: 2.35 % of the
// way leads to 11,832.8 and, rounded, to the outcome.
func newTalks() (*study, error) {
	agreement := korea.Eleventh()
	contribution := agreement.Contribution
	f := newForce(contribution)
	asked := ranged(control{Key: "asked", Label: "Washington asks", Help: "A year. 4.7 billion was asked in November 2019, 1.3 billion in June 2020.",
		Param: burden.NewParam("asked", burden.USD, korea.Talks("2020-06", "US demand, reported", burden.Confirmed)),
		In:    billions, Low: "0.1", High: "10", Step: "0.1"})
	rate := ranged(control{Key: "rate", Label: "Exchange rate", Help: "The market rate, on average of June 2020.",
		Param: burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2020-06")).For("market rate"),
		In:    ones, Low: "500", High: "3000", Step: "10"})
	offer := ranged(control{Key: "offer", Label: "Seoul offers a rise of", Help: "On the contribution of 2019.",
		Param: burden.NewParam("offer", burden.Ratio, korea.Talks("2020-06", "ROK best offer", burden.Confirmed)),
		In:    percent, Low: "0", High: "500", Step: "1"})
	met := ranged(control{Key: "met", Label: "Where the talks meet", Help: "0 % is what Seoul offers, 100 % what Washington asks.",
		Param: burden.NewParam("meeting_point", burden.Ratio, burden.Constant("2.35%").Sourced("from the outcome of 1,183.3 bn won, between 1,174.0 and 1,569.0", burden.Derived)),
		In:    percent, Low: "0", High: "100", Step: "1"})
	var (
		washington = burden.NewLine("washington", burden.KRW)
		seoul      = burden.NewLine("seoul", burden.KRW)
		gap        = burden.NewLine("gap", burden.KRW)
	)
	d, _ := agreement.Model.Definition(contribution.Name())
	agreed, ok := d.(burden.LineDefinition)
	if !ok {
		return nil, fmt.Errorf("%s: %w", contribution.Name(), burden.ErrUnknownName)
	}
	total, sum := totalOf(contribution, 2020, 2025)
	m, err := agreement.Model.With(append(f.definitions(), sum,
		washington.Is(asked.Param.Times(rate.Param).RoundedTo(korea.Quantum, burden.HalfUp)),
		seoul.Is(agreement.Base.At(2019).GrownBy(offer.Param).RoundedTo(korea.Quantum, burden.HalfUp)),
		gap.Is(washington.Minus(seoul)),
		agreed.In(2021, seoul.Plus(gap.Times(met.Param)).RoundedTo(korea.Quantum, burden.HalfUp)))...)
	if err != nil {
		return nil, err
	}
	return &study{
		Key: "talks", Name: "Talks 2019–2021",
		Title: "What if the talks had met elsewhere?",
		Lead:  "In June 2020 Washington asked for 1.3 billion dollars a year and Seoul offered 13 % more than in 2019. The agreement of March 2021 lay close to the offer. Change a figure and see what follows.",
		Groups: []group{
			{"The talks", []control{asked, rate, offer, met}},
			{"The force", f.controls()},
		},
		Lines: append([]shown{
			{contribution, "Contribution", "Contribution a year, in won", 2020, 2025, total},
			{f.perMember, "Contribution for each member of the force", "Won a year for each member of the force", 2020, 2025, none},
			{washington, "What Washington asks, in won", "", 2021, 2021, none},
			{seoul, "What Seoul offers", "", 2021, 2021, none},
			{gap, "Gap between the two", "", 2021, 2021, none},
		}, f.labourLines(2020, 2025)...),
		Figures: []figure{
			{"Contribution in 2021", contribution, 2021},
			{"Contribution, 2020 to 2025", total, 2025},
			{"For each member of the force in 2021", f.perMember, 2021},
		},
		Notes: []string{
			"After 2021 the contribution grows by the defence budget of the year before, as was agreed, from whatever amount the talks meet at.",
			forceNote,
		},
		baseline: scenario.Baseline(m, 2020, 2025, contribution, total, f.perMember, washington, seoul, gap, f.labour, f.perEmployee).Named("as agreed"),
		effects:  scenario.Total(contribution), caption: "What your figures change, 2020 to 2025",
		source: "Ministry of National Defense; Federal Reserve; reports named with each figure",
	}, nil
}
