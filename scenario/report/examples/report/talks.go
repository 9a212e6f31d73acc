package main

import (
	"context"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/report"
)

// talks are the agreement and what either side said, as scenarios of one model.
type talks struct {
	agreement         korea.Agreement
	asked, rate, rise burden.Param
	perMember, gap    burden.Line
	scenarios         []*scenario.Scenario // the baseline first
	november, june    *scenario.Scenario   // of the gap between the sides
	grid              scenario.Sweep       // of the gap, over what was asked and offered
}

func newTalks() (*talks, error) {
	t := &talks{
		agreement: korea.Eleventh(),
		asked:     burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed)),
		rate:      burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate"),
		rise:      burden.NewParam("rise", burden.Ratio, burden.Constant(0).Sourced("no offer yet", burden.Assumed)),
		perMember: burden.NewLine("contribution_per_member", burden.KRW.Per(burden.Persons)),
		gap:       burden.NewLine("gap", burden.KRW),
	}
	var (
		troops       = burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
		contribution = t.agreement.Contribution
		washington   = burden.NewLine("washington", burden.KRW)
		seoul        = burden.NewLine("seoul", burden.KRW)
	)
	m, err := t.agreement.Model.With(
		t.perMember.Is(burden.PerHead(contribution, troops).RoundedTo("1", burden.HalfUp)),
		washington.Is(t.asked.Times(t.rate).RoundedTo(korea.Quantum, burden.HalfUp)),
		seoul.Is(t.agreement.Base.At(2019).GrownBy(t.rise).RoundedTo(korea.Quantum, burden.HalfUp)),
		t.gap.Is(washington.Minus(seoul)))
	if err != nil {
		return nil, err
	}
	held := func(side burden.Line) scenario.Change {
		return scenario.Define(contribution.Starts(2019, t.agreement.Base).Then(side))
	}
	asked := func(date, item string) []scenario.Change {
		return []scenario.Change{
			scenario.Define(t.asked.Is(korea.Talks(date, item, burden.Confirmed))),
			scenario.Define(t.rate.Is(korea.Rate("market", date))),
		}
	}
	offer := scenario.Define(t.rise.Is(korea.Talks("2020-06", "ROK best offer", burden.Confirmed)))

	agreed := scenario.Baseline(m, 2019, 2025, contribution, t.perMember).Named("as agreed")
	t.scenarios = []*scenario.Scenario{agreed}
	for _, s := range []struct {
		name    string
		changes []scenario.Change
	}{
		{"Seoul, April 2020", []scenario.Change{held(seoul), offer}},
		{"Washington, June 2020", append(asked("2020-06", "US demand, reported"), held(washington))},
		{"Washington, November 2019", []scenario.Change{held(washington)}}, // the baseline has November's sum and rate
	} {
		made, err := scenario.Baseline(m, 2019, 2025, contribution, t.perMember).With(s.name, s.changes...)
		if err != nil {
			return nil, err
		}
		t.scenarios = append(t.scenarios, made)
	}
	t.november = scenario.Baseline(m, 2021, 2021, t.gap).Named("November 2019")
	t.june, err = scenario.Baseline(m, 2021, 2021, t.gap).With("June 2020", append(asked("2020-06", "US demand, reported"), offer)...)
	return t, err
}

// named is a chart and the name of its file.
type named struct {
	name  string
	chart *report.Chart
}

const source = "reports named in the assumptions; Ministry of National Defense; Federal Reserve"

func (t *talks) charts() ([]named, error) {
	var list []named
	var failed error
	add := func(name string, c *report.Chart, err error) {
		if failed == nil {
			failed = err
		}
		list = append(list, named{name, c})
	}
	shown := shown
	shown.Balanced = false // but for the waterfall, which balances by itself
	caption := func(title, subtitle string) report.Caption {
		return report.Caption{Title: title, Subtitle: subtitle, Source: source, Display: shown, Labels: labels}
	}

	c, err := report.OverYears(caption("The agreement began next to Seoul’s offer, and grows", "Contribution a year, won; what was asked or offered is held from 2020"),
		t.agreement.Contribution, t.scenarios...)
	add("years", c, err)

	narrowed, err := scenario.Attribute(t.november, t.june, scenario.At(t.gap, 2021))
	if err != nil {
		return nil, err
	}
	c, err = report.Waterfall(caption("What Washington asked fell by far more than what Seoul offered rose", "What narrowed the gap between the two sides, won a year"), narrowed, "November 2019", "June 2020")
	add("waterfall", c, err)

	ctx := context.Background()
	figure := func(s burden.Series) string {
		e, _ := s.At(2021)
		return burden.Text(e.Value)
	}
	inputs := []scenario.Axis{
		scenario.NewAxis(t.asked, []string{
			figure(korea.Talks("2020-06", "US demand, reported", burden.Confirmed)),
			figure(korea.Talks("2020-03", "US demand, reported", burden.Confirmed)),
			figure(korea.Talks("2019-11", "US demand, first", burden.Confirmed)),
		}),
		scenario.NewAxis(t.rate, []string{figure(korea.Rate("market", "2019-11")), figure(korea.Rate("market", "2020-03"))}),
		scenario.NewAxis(t.rise, []string{"0", figure(korea.Talks("2020-06", "ROK best offer", burden.Confirmed))}),
	}
	sweep := scenario.Sweep{Scenario: t.june, Metrics: []scenario.Metric{scenario.At(t.gap, 2021)}}
	tornadoes, err := scenario.OneAtATime(ctx, sweep, inputs...)
	if err != nil {
		return nil, err
	}
	c, err = report.Tornado(caption("The sum asked for mattered, not the rate nor the offer", "Gap between the two sides in June 2020, won a year, over what was said from November 2019 on"),
		tornadoes[0], t.asked, t.rate, t.rise)
	add("tornado", c, err)

	grid := scenario.NewGrid(
		scenario.NewAxis(t.asked, []string{"1e9", "1.3e9", "2e9", "3e9", "4e9", "4.7e9", "5e9"}),
		scenario.NewAxis(t.rise, []string{"0", "8.2%", "13%", "20%", "50%"}))
	sweep.Design = grid
	t.grid = sweep
	c, err = report.HeatMap(caption("The sides come near each other only well below 2 billion dollars", "Gap a year in won, by the dollars asked and the rise offered, at the rate of June 2020"),
		grid, sweep.Metrics[0], sweep.Run(ctx))
	add("grid", c, err)
	return list, failed
}
