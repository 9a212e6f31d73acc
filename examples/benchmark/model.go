package main

import (
	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// agreement is a workload as the library has it: a scenario, its parameters in the order
// of a row, and what is measured in the order of the results.
type agreement struct {
	w        workload
	model    *burden.Model
	scenario *scenario.Scenario
	params   []burden.Param
	years    []int // of the parameters; 0 for all
	exponent []int32
	lines    []burden.Line
	metrics  []scenario.Metric
}

func newAgreement(w workload) (*agreement, error) {
	a := &agreement{w: w}
	var definitions []burden.Definition
	for c := range w.copies {
		definitions = append(definitions, a.add(c)...)
	}
	m, err := burden.NewModel("w", definitions...)
	if err != nil {
		return nil, err
	}
	a.model = m
	a.scenario = scenario.Baseline(m, firstYear, firstYear+w.years-1, a.lines...)
	return a, nil
}

var units = map[string]burden.Unit{
	"troops":            burden.Persons,
	"wage":              burden.KRW.Per(burden.Persons),
	"employees":         burden.Persons,
	"fx":                burden.KRW.Per(burden.USD),
	"per_head_base":     burden.KRW.Per(burden.Persons),
	"contribution_base": burden.KRW,
	"per_head_cost":     burden.KRW.Per(burden.Persons),
	"total_cost":        burden.KRW,
	"labour":            burden.KRW,
	"contribution":      burden.KRW,
	"contribution_usd":  burden.USD,
	"gap":               burden.KRW,
}

// add is one copy: its parameters and metrics are added, its definitions returned.
func (a *agreement) add(c int) []burden.Definition {
	w := a.w
	params := map[string]burden.Param{}
	for _, p := range w.parameters() {
		if _, ok := params[p.name]; !ok {
			params[p.name] = burden.NewParam(w.nameOf(p.name, c), units[p.name], w.base(p.name))
		}
		a.params = append(a.params, params[p.name])
		a.years = append(a.years, p.year)
		a.exponent = append(a.exponent, p.exponent)
	}
	line := make([]burden.Line, lines)
	for i, name := range lineNames {
		line[i] = burden.NewLine(w.nameOf(name, c), units[name])
	}
	perHead := line[perHeadCost].Previous().GrownBy(params["cpi"])
	if w.rounded {
		perHead = perHead.RoundedTo("0.01", burden.HalfUp)
	}
	definitions := []burden.Definition{
		line[perHeadCost].Starts(firstYear-1, params["per_head_base"]).Then(perHead),
		line[totalCost].Is(params["troops"].Times(line[perHeadCost])),
		line[labour].Is(params["employees"].Times(params["wage"], params["labour_share"])),
		line[growth].Is(params["cpi"].Lag(2).AtLeast(burden.Amount(0, burden.Ratio)).AtMost(params["ceiling"])),
		line[contribution].Starts(firstYear-1, params["contribution_base"]).
			Then(line[contribution].Previous().GrownBy(line[growth]).RoundedTo("0.1e9", burden.HalfUp)),
		line[contributionUSD].Is(line[contribution].Over(params["fx"]).RoundedTo("0.01", burden.HalfUp)),
		line[gap].Is(line[totalCost].Minus(line[contribution])),
		line[share].Is(line[contribution].Over(line[totalCost]).RoundedTo("1e-6", burden.HalfUp)),
	}
	for _, l := range line {
		a.measure(l)
	}
	for _, i := range totalled {
		a.metrics = append(a.metrics, scenario.Total(line[i]))
	}
	if w.plus {
		net := burden.NewLine(w.nameOf("net_usd", c), burden.USD)
		definitions = append(definitions, net.Is(line[gap].Minus(line[labour]).Over(params["fx"]).RoundedTo("0.01", burden.HalfUp)))
		line = append(line, net)
		a.measure(net)
	}
	a.lines = append(a.lines, line...)
	return definitions
}

// measure adds a line in every year to the metrics.
func (a *agreement) measure(l burden.Line) {
	for t := range a.w.years {
		a.metrics = append(a.metrics, scenario.At(l, firstYear+t))
	}
}

// base is a parameter's series as it is.
func (w workload) base(name string) burden.Series {
	values := map[int]decimal.Decimal{}
	for _, p := range w.parameters() {
		if p.name == name && p.year == 0 {
			return burden.Constant(decimal.New(p.base, p.exponent))
		}
		if p.name == name {
			values[p.year] = decimal.New(p.base, p.exponent)
		}
	}
	return burden.ByYear(values)
}

// pick are the metrics at some places.
func (a *agreement) pick(places []int) []scenario.Metric {
	var list []scenario.Metric
	for _, p := range places {
		list = append(list, a.metrics[p])
	}
	return list
}
