package korea

import (
	"sync"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

// Agreement is one Special Measures Agreement: its model and the handles in it.
// Every call for the same agreement gives the same model and equal handles.
type Agreement struct {
	Model       *burden.Model
	First, Last int // years of the term
	// Contribution is the amount of the year in won, rounded half up to 0.1 bn every year.
	Contribution burden.Line
	Base         burden.Param     // the amount that growth starts from
	Driver       burden.Param     // the index or budget that drives growth
	Growth       burden.IndexRule // the growth applied
	Ceiling      burden.Param     // zero where the agreement has none
	Step         burden.Param     // added to the driver in the eleventh; zero elsewhere

	start int // first year of the model, that of the base
}

// Quantum is what amounts are rounded to: 0.1 bn won.
const Quantum = "0.1e9"

// Seventh returns the agreement of 2007 and 2008: a negotiated base, then growth
// by consumer prices of two years before, without a ceiling.
//
//	contribution[2007] = base
//	contribution[y] = round(contribution[y-1] × (1 + cpi[y-2]), 0.1 bn won, half up)
//
// Source: agreement as reported on 6 December 2006; the lag follows from the amounts.
func Seventh() Agreement { return seventh() }

var seventh = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2007, Last: 2008, Driver: cpi()}
	a.index("", 2)
	return a.model("sma7", a.starts(2007))
})

// Eighth returns the agreement of 2009 to 2013: growth by consumer prices of two
// years before, at most 4 %.
//
//	contribution[2009] = base
//	contribution[y] = round(contribution[y-1] × (1 + min(cpi[y-2], 4 %)), 0.1 bn won, half up)
//
// Source: agreement of 15 January 2009, Article II.
func Eighth() Agreement { return eighth() }

var eighth = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2009, Last: 2013, Driver: cpi()}
	a.index("4%", 2)
	return a.model("sma8", a.starts(2009))
})

// Ninth returns the agreement of 2014 to 2018: a negotiated base and the rule of
// the eighth.
//
// Source: agreement of 12 January 2014.
func Ninth() Agreement { return ninth() }

var ninth = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2014, Last: 2018, Driver: cpi()}
	a.index("4%", 2)
	return a.model("sma9", a.starts(2014))
})

// Tenth returns the agreement of 2019: one year's growth, by the defence budget
// of the same year, on the contribution of 2018, its base.
//
//	contribution[2019] = round(contribution[2018] × (1 + defence_growth[2019]), 0.1 bn won, half up)
//
// Source: agreement of February 2019; the lag follows from the amount.
func Tenth() Agreement { return tenth() }

var tenth = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2019, Last: 2019, Driver: defenceGrowth()}
	a.index("", 0)
	return a.model("sma10", a.starts(2018))
})

// Eleventh returns the agreement of 2020 to 2025 on the contribution of 2019, its
// base: a freeze in 2020, then growth by the defence budget of the year before,
// in 2021 with a step for labour added, not compounded.
//
//	contribution[2020] = contribution[2019]
//	contribution[y] = round(contribution[y-1] × (1 + defence_growth[y-1] + labour_step[y]), 0.1 bn won, half up)
//
// Source: agreement announced on 10 March 2021.
func Eleventh() Agreement { return eleventh() }

var eleventh = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2020, Last: 2025, Driver: defenceGrowth()}
	reported := "agreement announced on 10 March 2021"
	a.Step = burden.NewParam("labour_step", burden.Ratio,
		burden.Steps(map[int]string{2021: "6.5%", 2022: "0"}).Sourced(reported, burden.Confirmed))
	a.Growth = burden.NewIndexRule("growth", burden.Index{Driver: a.Driver, Lag: 1, AddOns: []burden.Operand{a.Step}, From: 2021})
	d := a.starts(2019)
	return a.model("sma11", d.In(2020, burden.Freeze(a.Contribution)))
})

// Twelfth returns the agreement of 2026 to 2030: a negotiated base, then growth
// by consumer prices of two years before, at most 5 %. Consumer prices are
// published up to 2025, which drive 2027; for later years set the driver.
//
//	contribution[2026] = base
//	contribution[y] = round(contribution[y-1] × (1 + min(cpi[y-2], 5 %)), 0.1 bn won, half up)
//
// Source: agreement announced on 4 October 2024.
func Twelfth() Agreement { return twelfth() }

var twelfth = sync.OnceValue(func() Agreement {
	a := Agreement{First: 2026, Last: 2030, Driver: cpi()}
	a.index("5%", 2)
	return a.model("sma12", a.starts(2026))
})

// Succession returns the agreements of 2007 to 2030 as one model, in which each
// builds on the one before and only the amounts of 2007, 2014 and 2026 are
// negotiated: the base of 2009 is the seventh agreement's rule carried on, and
// the tenth and eleventh grow from the ninth's and tenth's last amounts. The
// definitions of an agreement keep its name: sma8.ceiling.
func Succession() (*burden.Model, burden.Line) { return succession() }

var succession = sync.OnceValues(func() (*burden.Model, burden.Line) {
	contribution := burden.NewLine("contribution", burden.KRW)
	agreements := []Agreement{Seventh(), Eighth(), Ninth(), Tenth(), Eleventh(), Twelfth()}
	var models []*burden.Model
	for _, a := range agreements {
		models = append(models, a.Model)
	}
	joined := published.Must(burden.Join("sma", models...))

	var total burden.LineDefinition
	var links []burden.Definition
	var before burden.Line
	for i, a := range agreements {
		own, _ := joined.Line(a.Model.ID() + ".contribution")
		if i == 0 {
			total = contribution.Starts(a.First, own)
		} else {
			total = total.From(a.First, own)
		}
		switch a.Model.ID() {
		case "sma8", "sma10", "sma11":
			// The first year of the model is the amount the agreement before leads to.
			d, _ := joined.Definition(own.Name())
			links = append(links, d.(burden.LineDefinition).In(a.start, before))
		}
		before = own
	}
	return published.Must(joined.With(append(links, total)...)), contribution
})

func cpi() burden.Param {
	return burden.NewParam("cpi", burden.Ratio, CPI().FirstPrinted())
}

func defenceGrowth() burden.Param {
	return burden.NewParam("defence_growth", burden.Ratio, DefenceGrowth())
}

// index gives the agreement its growth, with a ceiling unless it is "".
func (a *Agreement) index(ceiling string, lag int) {
	x := burden.Index{Driver: a.Driver, Lag: lag}
	if ceiling != "" {
		a.Ceiling = burden.NewParam("ceiling", burden.Ratio, burden.Constant(ceiling).Sourced("the agreement", burden.Confirmed))
		x.Ceiling = a.Ceiling
	}
	a.Growth = burden.NewIndexRule("growth", x)
}

// starts defines the contribution: the published amount of a year as the base,
// then growth.
func (a *Agreement) starts(year int) burden.LineDefinition {
	a.start = year
	a.Contribution = burden.NewLine("contribution", burden.KRW)
	var base burden.Series
	if e, ok := Contribution().At(year); ok {
		base = burden.NewSeries(burden.Span{From: year, To: year, Entry: e})
	}
	a.Base = burden.NewParam("base", burden.KRW, base)
	return burden.Escalation(a.Contribution, year, a.Base, a.Growth, burden.RoundTo(Quantum, burden.HalfUp))
}

func (a Agreement) model(id string, contribution burden.LineDefinition) Agreement {
	a.Model = published.Must(burden.NewModel(id, a.Growth, contribution))
	return a
}
