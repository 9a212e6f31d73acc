package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// target is what consumer prices are assumed to rise by where they are not published.
const target = "2%"

// newTwelfth returns the agreement of 2026 to 2030. Its ceiling bounds growth by the
// consumer prices of two years before. Those of 2026 to 2028 are not known: they are
// assumed, until somebody types others.
func newTwelfth() (*study, error) {
	agreement := korea.Twelfth()
	f := newForce(agreement.Contribution)
	base := ranged(control{Key: "base", Label: "Contribution in 2026", Help: "The negotiated amount that growth starts from.",
		Param: agreement.Base, In: billions, Low: "500", High: "5000", Step: "1"})
	ceiling := ranged(control{Key: "ceiling", Label: "Ceiling on growth", Help: "The contribution grows by no more than this in any year.",
		Param: agreement.Ceiling, In: percent, Low: "0", High: "20", Step: "0.1"})
	prices := func(year int, help string) control {
		return ranged(control{Key: "cpi" + itoa(year), Label: "Rise in consumer prices, " + itoa(year), Help: help,
			Param: agreement.Driver, Year: year, In: percent, Low: "-5", High: "25", Step: "0.1"})
	}
	published := prices(2025, "Published. Drives the contribution of 2027.")
	groups := []group{
		{"The agreement", []control{ceiling, base}},
		{"The force", f.controls()},
		{"Consumer prices", []control{
			published,
			prices(2026, "Not published in time for this page: an assumption. Drives 2028."),
			prices(2027, "An assumption. Drives 2029."),
			prices(2028, "An assumption. Drives 2030."),
		}},
	}
	assumed := korea.CPI().FirstPrinted()
	growth, err := burden.Parse(target)
	if err != nil {
		return nil, err
	}
	assumed = assumed.Set(2026, 2028, burden.Entry{Value: growth, Status: burden.Assumed, Source: "assumption: prices rise by the Bank of Korea’s target of 2 % a year"})
	total, sum := totalOf(agreement.Contribution, 2026, 2030)
	m, err := agreement.Model.With(append(f.definitions(), sum, base.Param, ceiling.Param, published.Param.Is(assumed))...)
	if err != nil {
		return nil, err
	}
	return &study{
		Key: "twelfth", Name: "Agreement 2026–2030",
		Title:  "What will Seoul pay until 2030?",
		Lead:   "Under the twelfth agreement the contribution grows with consumer prices of two years before, by at most 5 % a year. Change a figure and see what follows.",
		Groups: groups,
		Lines: append([]shown{
			{agreement.Contribution, "Contribution", "Contribution a year, in won", 2026, 2030, total},
			{f.perMember, "Contribution for each member of the force", "Won a year for each member of the force", 2026, 2030, none},
			{agreement.Growth.Applied(), "Growth of the contribution", "", 2027, 2030, none},
		}, f.labourLines(2026, 2030)...),
		Figures: []figure{
			{"Contribution in 2030", agreement.Contribution, 2030},
			{"Contribution, 2026 to 2030", total, 2030},
			{"For each member of the force in 2030", f.perMember, 2030},
		},
		Notes: []string{
			"Consumer prices of 2026 to 2028, which drive 2028 to 2030, are assumed to rise by 2 % a year until you say otherwise.",
			forceNote,
		},
		baseline: scenario.Baseline(m, 2026, 2030, agreement.Contribution, total, f.perMember, agreement.Growth.Applied(), f.labour, f.perEmployee).Named("as agreed"),
		effects:  scenario.Total(agreement.Contribution), caption: "What your figures change, 2026 to 2030",
		source: "agreement of 4 October 2024; Statistics Korea; reports named with each figure",
	}, nil
}

// force is what a contribution is spent on: the members of the force, and the Korean
// employees that its labour part pays.
type force struct {
	contribution                   burden.Line
	troops, part, employees        control
	perMember, labour, perEmployee burden.Line
}

const forceNote = "The labour part and the number of employees are the published ones of 2019, held over all years."

func newForce(contribution burden.Line) force {
	return force{
		contribution: contribution,
		troops: ranged(control{Key: "troops", Label: "Troops", Help: "Members of the United States forces in Korea.",
			Param: burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed)),
			In:    ones, Low: "1000", High: "100000", Step: "500"}),
		part: ranged(control{Key: "labour", Label: "Labour part of the contribution", Help: "What of the contribution pays Korean employees.",
			Param: burden.NewParam("labour_part", burden.Ratio, korea.Talks("2019", "share of the contribution spent on labour", burden.Confirmed)),
			In:    percent, Low: "0", High: "100", Step: "1"}),
		employees: ranged(control{Key: "employees", Label: "Korean employees", Help: "Those whom the labour part pays.",
			Param: burden.NewParam("employees", burden.Persons, korea.Talks("2019-11", "Korean employees (Abrams)", burden.Confirmed)),
			In:    ones, Low: "100", High: "50000", Step: "100"}),
		perMember:   burden.NewLine("contribution_per_member", burden.KRW.Per(burden.Persons)),
		labour:      burden.NewLine("labour", burden.KRW),
		perEmployee: burden.NewLine("labour_per_employee", burden.KRW.Per(burden.Persons)),
	}
}

func (f force) controls() []control { return []control{f.troops, f.part, f.employees} }

func (f force) definitions() []burden.Definition {
	won := burden.RoundTo("1", burden.HalfUp)
	return []burden.Definition{
		f.perMember.Is(burden.PerHead(f.contribution, f.troops.Param).Rounded(won)),
		f.labour.Is(burden.LabourPart(f.contribution, f.part.Param).Rounded(won)),
		f.perEmployee.Is(burden.PerHead(f.labour, f.employees.Param).Rounded(won)),
	}
}

func (f force) labourLines(from, to int) []shown {
	return []shown{
		{f.labour, "Labour part of the contribution", "", from, to, none},
		{f.perEmployee, "Labour part for each Korean employee", "", from, to, none},
	}
}
