// Seoul 2019: what Washington asked, and what that means.
//
// In November 2019 a press report had Washington ask Seoul for 4.7 bn dollars a
// year against about 1 bn the year before, for 28,500 troops, while about 70 % of
// the contribution was said to pay 8,700 Korean employees, who faced unpaid leave
// once the agreement lapsed at the end of the year. Each figure of the report is
// a parameter here, beside the published one where they differ.
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

var (
	talks = func(item string, s burden.Status) burden.Series { return korea.Talks("2019-11", item, s) }

	before     = burden.NewParam("before", burden.USD, talks("ROK contribution the year before", burden.Brief))
	asked      = burden.NewParam("asked", burden.USD, talks("US demand", burden.Confirmed))
	troops     = burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
	employees  = burden.NewParam("employees", burden.Persons, talks("Korean employees", burden.Brief))
	part       = burden.NewParam("labour_part", burden.Ratio, talks("share of the contribution that pays Korean employees", burden.Brief))
	published  = burden.NewParam("published", burden.KRW, korea.Contribution())
	split      = burden.NewParam("published_labour", burden.KRW, korea.Part("labour"))
	rate       = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11"))
	fullCost   = burden.NewParam("full_cost", burden.USD, korea.Talks("2019", "US total cost of USFK, FY2020", burden.Confirmed))
	costPlus50 = burden.NewParam("cost_plus_50", burden.Ratio, korea.Talks("2019-03", "'Cost plus 50'", burden.Confirmed))
	furloughed = burden.NewParam("furloughed", burden.Persons, korea.Talks("2020-04", "furloughed", burden.Confirmed))

	contribution = burden.NewLine("contribution", burden.USD)
	perMember    = burden.NewLine("per_member_of_the_force", burden.USD.Per(burden.Persons))
	labour       = burden.NewLine("labour_part_of_it", burden.USD)
	labourShare  = burden.NewLine("labour_share_of_it", burden.Ratio)
	perEmployee  = burden.NewLine("labour_per_employee", burden.USD.Per(burden.Persons))
	unfunded     = burden.NewLine("unfunded_per_month_of_lapse", burden.USD.Per(burden.Months))
	unpaid       = burden.NewLine("employees_that_is", burden.Persons)
	inWon        = burden.NewLine("contribution_in_won", burden.KRW)
	labourCost   = burden.NewLine("whole_labour_cost", burden.USD)
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	cents, months := burden.RoundTo("0.01", burden.HalfUp), burden.Amount(12, burden.Months)
	m, err := burden.NewModel("seoul2019", before, asked, troops, employees, part, published, split, rate, fullCost, costPlus50, furloughed,
		contribution.Is(before),
		perMember.Is(burden.PerHead(contribution, troops).Rounded(cents)),
		labour.Is(burden.LabourPart(contribution, part)),
		labourShare.Is(labour.Over(contribution).RoundedTo("0.0001", burden.HalfUp)),
		perEmployee.Is(burden.PerHead(labour, employees).Rounded(cents)),
		unfunded.Is(labour.Over(months).Rounded(cents)),
		unpaid.Is(employees),
		inWon.Is(contribution.Times(rate).Rounded(cents)))
	if err != nil {
		return err
	}
	lines := m.Lines()
	reported := scenario.Baseline(m, 2020, 2020, lines...).Named("as reported")
	atMarket := published.At(2019).Over(rate).Rounded(cents)
	var failed error
	with := func(name string, changes ...scenario.Change) *scenario.Scenario {
		s, err := scenario.Baseline(m, 2020, 2020, lines...).With(name, changes...)
		if failed == nil {
			failed = err
		}
		return s
	}
	is := func(l burden.Line, f burden.Operand) scenario.Change { return scenario.Define(l.Is(f)) }
	ask := with("asked", is(contribution, asked))
	publishedSplit := with("as published", is(contribution, atMarket), is(inWon, published.At(2019)), is(labour, split.At(2019).Over(rate).Rounded(cents)))
	// The other meaning of the 70 %: the host's share of the labour cost, not the
	// labour part of the contribution. The host then pays 70 % of the payroll.
	hostShare := with("70 % as host's share", is(contribution, atMarket), is(labour, split.At(2019).Over(rate).Rounded(cents)),
		is(labourCost, labour.Over(part).Rounded(cents)), is(perEmployee, burden.PerHead(labourCost, employees).Rounded(cents)),
		is(unpaid, burden.ShareOf(employees, part)))
	// Those furloughed, at the average pay.
	actual := with("actually furloughed", is(unpaid, furloughed), is(unfunded, labour.Times(furloughed).Over(employees.Times(months)).Rounded(cents)))
	fewer := with("20,000 troops", is(contribution, asked.Times(troops).Over(troops.At(2019)).Rounded(cents)), scenario.Set(troops, 20000, scenario.In(2020)))
	costPlus := with("cost plus 50", is(contribution, burden.CostPlus(fullCost, costPlus50.Minus(burden.Amount(1, burden.Ratio)))))
	if failed != nil {
		return failed
	}

	fmt.Fprintln(w, "Figures, with status and source")
	for _, p := range m.Params() {
		e, ok := p.Series().At(2019)
		if !ok {
			return fmt.Errorf("%s has no value", p.Name())
		}
		fmt.Fprintf(w, "  %s = %s: %s, %s\n", p.Name(), burden.Show(e.Value, p.Unit()), e.Status, e.Source)
	}
	for _, c := range []struct {
		title string
		a, b  *scenario.Scenario
		lines []burden.Line
	}{
		{"The ask against the amount reported for the year before", reported, ask, []burden.Line{contribution, perMember, inWon}},
		{"The ask against the published contribution at the November average rate", publishedSplit, ask, []burden.Line{contribution, perMember, inWon}},
		{"The labour part: 70 % as reported, beside the published split", reported, publishedSplit, []burden.Line{contribution, labour, labourShare, perEmployee}},
		{"The other meaning of the 70 %: the host's share of the labour cost", publishedSplit, hostShare, []burden.Line{labourCost, perEmployee}},
		{"A month of lapse, as reported: payroll without funds, and the employees that is, beside those furloughed from 1 April 2020", reported, actual, []burden.Line{unfunded, unpaid}},
		{"A month of lapse, as published: the employees that is, if the 70 % is the host's share", publishedSplit, hostShare, []burden.Line{unpaid}},
		{"The asked cost per head for 20,000 troops", ask, fewer, []burden.Line{contribution, inWon}},
		{"Cost plus 50 on the published full cost", ask, costPlus, []burden.Line{contribution, perMember, inWon}},
	} {
		diff, err := scenario.Compare(c.a, c.b, c.lines...)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s\n%s", c.title, diff)
	}
	return nil
}
