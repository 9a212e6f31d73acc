package japan

import (
	"sync"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

// Agreement is one term of host nation support: its model and the handles in it.
// Every call for the same agreement gives the same model and equal handles.
type Agreement struct {
	Model       *burden.Model
	First, Last int // fiscal years of the term

	Total burden.Line // host nation support of the year, the sum of the categories

	// The categories, in yen a year.
	Labour, Utilities, Relocation, Equipment, Facilities burden.Line

	// What the agreement says.
	WorkerCeiling     burden.Param // persons whose pay Japan bears, at most
	Schedule          burden.Param // utilities by year
	RelocationLevel   burden.Param // training relocation in 2021, at which it is held
	EquipmentCeiling  burden.Param // for the whole term
	FacilitiesCeiling burden.Param // for the whole term

	// What no source prints. These parameters have no value in any year, so a
	// category that needs one is an [burden.ErrMissingYear] until the caller gives
	// it: model.With(a.Pay.Is(series)).
	Employed       burden.Param // workers employed, persons
	Pay            burden.Param // labour cost of one worker, yen per person and year
	EquipmentNeed  burden.Param // yen a year
	FacilitiesNeed burden.Param // yen a year
}

// Term2022 returns the agreement of fiscal years 2022 to 2026: a sum of
// categories, each with a rule of its own.
//
//	labour[y]      = min(employed[y], 23,178) × pay[y]
//	utilities[y]   = schedule[y]
//	relocation[y]  = relocation[y-1], from the level of 2021: 11.4 bn
//	equipment[y]   = min(equipment_need[y], 20.0 bn - what the term has paid)
//	facilities[y]  = min(facilities_need[y], 164.1 bn - what the term has paid)
//	total[y]       = labour + utilities + relocation + equipment + facilities
//
// Who knows the labour cost as one amount a year says so instead of giving
// workers and pay: model.With(a.Labour.Is(cost)). Budgets of facilities
// improvement in 2022 and 2023 are published, in ByYear([Facilities]), and may
// stand for its need; whether they are on the basis of the ceiling, no source says.
//
// The limit that binds a category with a ceiling for the term is what is left of it,
// so [burden.Projection.Limits] has it under the category's line.
//
// Nothing is rounded. The total of the term is printed as 1055.1 bn yen; where
// both ceilings are used up it leaves 725.5 bn for labour, 145.1 bn a year.
//
// Source: Ministry of Foreign Affairs, release of 21 December 2021; the ceiling
// of facilities improvement from the Sankei of that day.
func Term2022() Agreement { return term2022() }

var term2022 = sync.OnceValue(func() Agreement {
	a := Agreement{
		First: 2022, Last: 2026,

		Total:      burden.NewLine("total", burden.JPY).On(burden.FiscalApril),
		Labour:     burden.NewLine("labour", burden.JPY).On(burden.FiscalApril),
		Utilities:  burden.NewLine("utilities", burden.JPY).On(burden.FiscalApril),
		Relocation: burden.NewLine("relocation", burden.JPY).On(burden.FiscalApril),
		Equipment:  burden.NewLine("equipment", burden.JPY).On(burden.FiscalApril),
		Facilities: burden.NewLine("facilities", burden.JPY).On(burden.FiscalApril),

		WorkerCeiling:     agreed("worker_ceiling", burden.Persons, term(Workers)),
		Schedule:          agreed("schedule", burden.JPY, ByYear(Utilities)),
		RelocationLevel:   agreed("relocation_level", burden.JPY, relocationOf2021()),
		EquipmentCeiling:  agreed("equipment_ceiling", burden.JPY, term(EquipmentCeiling)),
		FacilitiesCeiling: agreed("facilities_ceiling", burden.JPY, term(FacilitiesCeiling)),

		Employed:       burden.NewParam("employed", burden.Persons, burden.Series{}.On(burden.FiscalApril)),
		Pay:            burden.NewParam("pay", burden.JPY.Per(burden.Persons), burden.Series{}.On(burden.FiscalApril)),
		EquipmentNeed:  burden.NewParam("equipment_need", burden.JPY, burden.Series{}.On(burden.FiscalApril)),
		FacilitiesNeed: burden.NewParam("facilities_need", burden.JPY, burden.Series{}.On(burden.FiscalApril)),
	}
	inTerm := func(l burden.Line, f burden.Operand) burden.LineDefinition {
		return l.Starts(a.First, f).Until(a.Last)
	}
	a.Model = published.Must(burden.NewModel("term2022",
		inTerm(a.Labour, burden.LabourCost(a.Employed.AtMost(a.WorkerCeiling), a.Pay)),
		inTerm(a.Utilities, a.Schedule),
		a.Relocation.Starts(a.First-1, a.RelocationLevel).Then(burden.Freeze(a.Relocation)).Until(a.Last),
		burden.TermCeiling(a.Equipment, a.First, a.Last, a.EquipmentNeed, a.EquipmentCeiling),
		burden.TermCeiling(a.Facilities, a.First, a.Last, a.FacilitiesNeed, a.FacilitiesCeiling),
		inTerm(a.Total, a.Labour.Plus(a.Utilities, a.Relocation, a.Equipment, a.Facilities)),
	))
	return a
})

// Budget2015 returns the budget of fiscal year 2015 by category, as one model,
// and the line of its total. The categories sum to the printed budget exactly:
//
//	189.9 = 22.1 facilities + 26.2 labour (welfare) + 116.4 labour (pay) + 24.9 utilities + 0.3 relocation
//
// Source: budget table of fiscal year 2015 (Heisei 27).
func Budget2015() (*burden.Model, burden.Line) { return budget2015() }

var budget2015 = sync.OnceValues(func() (*burden.Model, burden.Line) {
	total := burden.NewLine("total", burden.JPY).On(burden.FiscalApril)
	part := func(name, item string) burden.Param {
		return burden.NewParam(name, burden.JPY, Support("FY2015", item).AtStage(burden.Budgeted))
	}
	sum := part("facilities", Facilities).Plus(
		part("labour_welfare", "labour, welfare part (SOFA)"),
		part("labour_pay", "labour, base pay (SMA)"),
		part("utilities", "utilities (SMA)"),
		part("relocation", "training relocation NLP (SMA)"))
	return published.Must(burden.NewModel("budget2015", total.Starts(2015, sum).Until(2015))), total
})

// term returns a figure of the term of 2022 to 2026.
func term(item string) burden.Series { return Support("FY2022-2026", item) }

// relocationOf2021 returns the level at which relocation is held. It is printed as
// the amount of each year of the term, "at the level of FY2021", so it is that year's.
func relocationOf2021() burden.Series {
	level, ok := term(Relocation).At(2022)
	if !ok {
		return burden.Series{}
	}
	return burden.Series{}.Set(2021, 2021, level).On(burden.FiscalApril)
}

// agreed returns a parameter that the agreement gives.
func agreed(name string, unit burden.Unit, s burden.Series) burden.Param {
	return burden.NewParam(name, unit, s.AtStage(burden.Agreed))
}
