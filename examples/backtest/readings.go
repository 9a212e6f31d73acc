package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// reading is a change to the rules that a careful person might have made.
type reading struct {
	name   string
	year   int
	change scenario.Change
}

// wrongReadings evaluates each reading and counts those whose amount differs
// from the published one.
func wrongReadings(w io.Writer) (rejected, readings int, err error) {
	m, contribution := korea.Succession()
	agreed := scenario.Baseline(m, 2007, 2025, contribution)
	list, err := variations(m)
	if err != nil {
		return 0, 0, err
	}
	published := korea.Contribution()
	fmt.Fprintf(w, "\nyear  published  wrong reading gives\n")
	report := func(year int, right, got decimal.Decimal, name string) {
		verdict := "NOT REJECTED"
		readings++
		if !got.Equal(right) {
			verdict = "rejected: " + marked(tenthsOfBn(right), tenthsOfBn(got))
			rejected++
		}
		fmt.Fprintf(w, "%d  %9s  %5s  %s, %s\n", year, tenthsOfBn(right), tenthsOfBn(got), name, verdict)
	}
	for _, r := range list {
		s, err := agreed.With(r.name, r.change)
		if err != nil {
			return 0, 0, err
		}
		p, err := s.Project()
		if err != nil {
			return 0, 0, err
		}
		got, err := p.Value(contribution, r.year)
		if err != nil {
			return 0, 0, err
		}
		e, _ := published.At(r.year)
		report(r.year, e.Value, got, r.name)
	}
	right, wrong, err := currencyParts()
	if err != nil {
		return 0, 0, err
	}
	if tenthsOfBn(right) != "6686" {
		return 0, 0, fmt.Errorf("2003: rounded parts give %s, published is 6686", tenthsOfBn(right))
	}
	report(2003, right, wrong, "currency parts not rounded before they are added")
	return rejected, readings, nil
}

// variations are the wrong readings of won years, on the joined agreements.
func variations(m *burden.Model) ([]reading, error) {
	rule := func(id string) burden.IndexRule {
		d, _ := m.Definition(id + ".growth")
		r, _ := d.(burden.IndexRule)
		return r
	}
	amount := func(id string) (burden.LineDefinition, burden.Line) {
		d, _ := m.Definition(id + ".contribution")
		l, _ := d.(burden.LineDefinition)
		return l, l.Line()
	}
	param := func(name string) burden.Param {
		p, _ := m.Param(name)
		return p
	}
	lag := func(n int) func(*burden.Index) { return func(x *burden.Index) { x.Lag = n } }
	bank := func(year int) decimal.Decimal {
		e, _ := korea.CPIWorldBank().At(year)
		return e.Value
	}
	draft, _ := korea.DefenceGrowthDraft().At(2024)
	rounded := func(f burden.Formula) burden.Formula { return f.RoundedTo(korea.Quantum, burden.HalfUp) }
	first := korea.CPI()

	eleventh, l11 := amount("sma11")
	budget := burden.NewParam("budget", burden.KRW, korea.DefenceBudget())
	defence := param("sma11.defence_growth")
	step := param("sma11.labour_step")
	unrounded := l11.Previous().GrownBy(rule("sma11"))
	return []reading{
		{"without the ceiling", 2010, scenario.Define(rule("sma8").With(burden.NoCeiling))},
		{"lag of one year", 2008, scenario.Define(rule("sma7").With(lag(1)))},
		{"lag of one year", 2010, scenario.Define(rule("sma8").With(lag(1)))},
		{"CPI of 2010 as printed in December 2012, rebased", 2012,
			scenario.Define(param("sma8.cpi").Is(first.Picked(map[int]string{2010: "2012-12-31"})))},
		{"unrounded World Bank CPI", 2011, scenario.Set(param("sma8.cpi"), bank(2009), scenario.In(2009))},
		{"unrounded World Bank CPI", 2012, scenario.Set(param("sma8.cpi"), bank(2010), scenario.In(2010))},
		{"unrounded World Bank CPI", 2016, scenario.Set(param("sma9.cpi"), bank(2014), scenario.In(2014))},
		{"unrounded World Bank CPI", 2017, scenario.Set(param("sma9.cpi"), bank(2015), scenario.In(2015))},
		{"exact ratio of the budgets of 2021 and 2020", 2022,
			scenario.Define(eleventh.In(2022, l11.Previous().Times(budget.Lag(1)).Over(budget.Lag(2)).RoundedTo(korea.Quantum, burden.HalfUp)))},
		{"draft budget of 2024", 2025, scenario.Set(defence, draft.Value, scenario.In(2024))},
		{"drivers compounded, not added", 2021, scenario.Define(eleventh.In(2021, rounded(l11.Previous().GrownBy(defence.Lag(1)).GrownBy(step))))},
		{"budget growth of the year before", 2019, scenario.Define(rule("sma10").With(lag(1)))},
		{"budget growth of the same year", 2022, scenario.Define(eleventh.In(2022, rounded(l11.Previous().GrownBy(defence))))},
		{"carried unrounded from 2022", 2025, scenario.Define(eleventh.From(2023, unrounded).From(2025, rounded(unrounded)))},
	}, nil
}

// currencyParts computes 2003 in the fifth agreement, in won and dollars, each
// part growing by 8.8 % and the GDP deflator of two years before, totalled at
// 1,200 won per dollar: with the parts rounded, and not.
//
// Sources: parts of 2002, Hankyung, 4 April 2002; deflator as first printed on 20
// March 2002; the rate is printed for 2004, for 2003 the total of 6,686 implies it.
func currencyParts() (right, wrong decimal.Decimal, err error) {
	won := burden.NewParam("won_part_2002", burden.KRW, burden.Constant("536.8e9"))
	dollars := burden.NewParam("dollar_part_2002", burden.USD, burden.Constant("58.8e6"))
	rate := burden.NewParam("rate", burden.KRW.Per(burden.USD), burden.Constant("1200"))
	fixed := burden.NewParam("fixed", burden.Ratio, burden.Constant("8.8%"))
	deflator := burden.NewParam("deflator", burden.Ratio, korea.GDPDeflator().FirstPrinted())
	growth := fixed.Plus(deflator.Lag(2))
	wonPart, dollarPart := won.GrownBy(growth), dollars.GrownBy(growth)
	a, b := burden.NewLine("rounded_parts", burden.KRW), burden.NewLine("unrounded_parts", burden.KRW)
	m, err := burden.NewModel("sma5",
		a.Is(wonPart.RoundedTo("0.1e9", burden.HalfUp).Plus(dollarPart.RoundedTo("0.1e6", burden.HalfUp).Times(rate)).RoundedTo("0.1e9", burden.HalfUp)),
		b.Is(wonPart.Plus(dollarPart.Times(rate)).RoundedTo("0.1e9", burden.HalfUp)))
	if err != nil {
		return right, wrong, err
	}
	p, err := m.Project(2003, 2003)
	if err != nil {
		return right, wrong, err
	}
	if right, err = p.Value(a, 2003); err != nil {
		return right, wrong, err
	}
	wrong, err = p.Value(b, 2003)
	return right, wrong, err
}

// marked puts the digits that differ from the right amount in brackets.
func marked(right, got string) string {
	if len(right) != len(got) {
		return got
	}
	var b strings.Builder
	for i := range got {
		if got[i] != right[i] {
			b.WriteString("[" + got[i:i+1] + "]")
			continue
		}
		b.WriteByte(got[i])
	}
	return b.String()
}
