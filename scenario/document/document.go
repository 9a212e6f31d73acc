package document

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// Limits of what people write in a document. A number of bytes is that of the file, as
// [Document.Write] lays it out or not. Letters are those of any alphabet. Beyond a limit is
// a [burden.ErrTooLarge].
const (
	MaxSize = 1 << 20 // bytes of a document
	MaxText = 2000    // letters of a title, author, reference, purpose, source or print
)

// A Document holds an agreement, its what-if scenarios and the results that are expected.
// People read it, send it and review it. [Read] reads it from JSON; its tags
// serve any decoder, followed by [Document.Check]. [New] makes one of a
// model, and [Document.Write] writes it.
//
//	{
//	  "id": "upkeep",
//	  "parameters": [
//	    {"name": "base", "unit": "JPY", "year_basis": "april", "value": "1.2e9", "source": "budget of 2024", "status": "confirmed"},
//	    {"name": "cpi", "year_basis": "april", "by_year": {"2024": "2.2%", "2025": "3.4%"}},
//	    {"name": "ceiling", "value": "3%", "range": ["0", "10%"], "estimate": {"low": "2%", "central": "3%", "high": "4%"}}
//	  ],
//	  "lines": [
//	    {"name": "growth", "index": {"driver": "cpi", "lag": 1, "ceiling": "ceiling"}},
//	    {"name": "fee", "unit": "JPY", "formula": "by_year{2024: base, 2025: round(fee[-1] * (1 + growth), 1, half_up)}"}
//	  ],
//	  "from": 2024, "to": 2026,
//	  "scenarios": [
//	    {"name": "3.5 %", "changes": [{"set": "ceiling", "value": "3.5%", "years": ["from 2026"]}]},
//	    {"name": "no ceiling", "changes": [{"define": {"name": "growth", "index": {"driver": "cpi", "lag": 1}}}]}
//	  ],
//	  "expect": [
//	    {"line": "fee", "by_year": {"2026": 1263192000}},
//	    {"scenario": "3.5 %", "binds": "ceiling", "years": ["never"]},
//	    {"scenario": "no ceiling", "total": "fee", "value": "3694.5e6", "tolerance": "0.1e6"}
//	  ]
//	}
//
// Formulas are as [burden.ParseFormula] reads them. Numbers may stand in quotes or not;
// a percentage stands in quotes, and in formulas is written 0.03.
//
// Its hash, [Document.Hash], is that of what it says, however it is written.
type Document struct {
	Schema    string `json:"$schema,omitempty" toml:"$schema,omitempty"`     // where document.schema.json is, for editors
	ID        string `json:"id" toml:"id"`                                   // of the model, such as sma8
	Title     string `json:"title,omitempty" toml:"title,omitempty"`         // of the document, for people
	Author    string `json:"author,omitempty" toml:"author,omitempty"`       // who wrote it
	Reference string `json:"reference,omitempty" toml:"reference,omitempty"` // the instrument it writes down

	Parameters []Param `json:"parameters,omitempty" toml:"parameters,omitempty"` // what formulas read, in any order
	Lines      []Line  `json:"lines" toml:"lines"`                               // what the model computes, in order of output

	From   int           `json:"from,omitempty" toml:"from,omitempty"`           // first year of the scenarios
	To     int           `json:"to,omitempty" toml:"to,omitempty"`               // last year of the scenarios
	Ask    []string      `json:"ask,omitempty" toml:"ask,omitempty"`             // lines asked for; without them, those that no other needs
	WhatIf []Scenario    `json:"scenarios,omitempty" toml:"scenarios,omitempty"` // what if, besides the baseline
	Expect []Expectation `json:"expect,omitempty" toml:"expect,omitempty"`       // what has to come out
	Sweeps []Sweep       `json:"sweeps,omitempty" toml:"sweeps,omitempty"`       // grids of scenarios, and what is measured of each

	// File is where the document was read from, for messages.
	File string `json:"-" toml:"-"`

	places *places
}

// Number is a number in a document, as text: "4.7e9", "28500", "13.9%". Decoders
// take a number as it is written, never as floating point.
type Number string

// UnmarshalText takes a number as it is written.
func (n *Number) UnmarshalText(text []byte) error {
	*n = Number(text)
	return nil
}

// Years are years in a document: "2010", "2009 to 2013" or "from 2010". One year
// may be a number.
type Years string

// UnmarshalText takes years as they are written.
func (y *Years) UnmarshalText(text []byte) error {
	*y = Years(text)
	return nil
}

// Param is a parameter in a document. Its values are one of value, by_year, steps
// and figures; without any it has no value in any year until a scenario gives one. A
// value for every year that was changed in some, and fits any year basis all the same,
// is written down as steps or figures of the basis any.
type Param struct {
	Name      string            `json:"name" toml:"name"`                                 // in formulas: cpi, or sma8.cpi of an agreement joined
	Unit      string            `json:"unit,omitempty" toml:"unit,omitempty"`             // KRW, person, KRW/person, KRW@2019 at the prices of a year; none for a pure ratio
	YearBasis string            `json:"year_basis,omitempty" toml:"year_basis,omitempty"` // which twelve months its years are, where not the calendar's: april, prior_october; one value for every year fits any
	Purpose   string            `json:"purpose,omitempty" toml:"purpose,omitempty"`       // what it is for, which explanations show
	Value     Number            `json:"value,omitempty" toml:"value,omitempty"`           // in every year
	ByYear    map[string]Number `json:"by_year,omitempty" toml:"by_year,omitempty"`       // in just the years given
	Steps     map[string]Number `json:"steps,omitempty" toml:"steps,omitempty"`           // each from its year on, until the next
	Figures   []Figure          `json:"figures,omitempty" toml:"figures,omitempty"`       // each with what is known about it
	Range     []Number          `json:"range,omitempty" toml:"range,omitempty"`           // the smallest and the largest value it may take
	Estimate  *Estimate         `json:"estimate,omitempty" toml:"estimate,omitempty"`     // how uncertain it is, for what asks about uncertainty; it changes no result
	Source    string            `json:"source,omitempty" toml:"source,omitempty"`         // where its values were read; a figure's own comes first
	Status    string            `json:"status,omitempty" toml:"status,omitempty"`         // how well they are attested
	Stage     string            `json:"stage,omitempty" toml:"stage,omitempty"`           // how far the money had come
	Print     string            `json:"print,omitempty" toml:"print,omitempty"`           // which print of an indicator they are
}

// Estimate is a three-point estimate of a parameter in a document.
type Estimate struct {
	Low     Number `json:"low" toml:"low"`
	Central Number `json:"central" toml:"central"` // the one that holds unless another is said
	High    Number `json:"high" toml:"high"`
}

// Figure is a value of a parameter in a year, or from one to another; without a
// last one, until the next figure.
type Figure struct {
	Year   int    `json:"year,omitempty" toml:"year,omitempty"` // just this year
	From   int    `json:"from,omitempty" toml:"from,omitempty"` // or from this year
	To     int    `json:"to,omitempty" toml:"to,omitempty"`     // to this one, both included
	Value  Number `json:"value" toml:"value"`
	Source string `json:"source,omitempty" toml:"source,omitempty"` // where it was read
	Status string `json:"status,omitempty" toml:"status,omitempty"` // how well it is attested
	Stage  string `json:"stage,omitempty" toml:"stage,omitempty"`   // how far the money had come
	Print  string `json:"print,omitempty" toml:"print,omitempty"`   // which print of an indicator it is
}

// Line is a line in a document: a formula, or index-linked growth, or a split,
// which are rules that own lines.
type Line struct {
	Name      string `json:"name" toml:"name"`                                 // in formulas
	Unit      string `json:"unit,omitempty" toml:"unit,omitempty"`             // KRW, person, KRW/person, KRW@2019 at the prices of a year; none for a pure ratio
	YearBasis string `json:"year_basis,omitempty" toml:"year_basis,omitempty"` // which twelve months its years are: calendar, april, prior_october; without, those of what it is computed from
	Measure   string `json:"measure,omitempty" toml:"measure,omitempty"`       // where the unit does not tell: flow, stock or rate
	Formula   string `json:"formula,omitempty" toml:"formula,omitempty"`       // as text: round(contribution[-1] * (1 + growth), 0.1e9, half_up)
	Index     *Index `json:"index,omitempty" toml:"index,omitempty"`           // index-linked growth
	Split     *Split `json:"split,omitempty" toml:"split,omitempty"`           // a total divided into shares
}

// Index is index-linked growth in a document. Driver, add-ons, floor and ceiling
// are formulas; growth is min(max(driver[-lag] + add-ons, floor), ceiling).
type Index struct {
	Driver    string    `json:"driver" toml:"driver"`
	Lag       int       `json:"lag,omitempty" toml:"lag,omitempty"`             // how many years before the driver is read
	Precision *Rounding `json:"precision,omitempty" toml:"precision,omitempty"` // of the driver, before anything else
	AddOns    []string  `json:"add_ons,omitempty" toml:"add_ons,omitempty"`     // further rates, added to the driver
	Compound  bool      `json:"compound,omitempty" toml:"compound,omitempty"`   // driver and add-ons compounded, not added
	Floor     string    `json:"floor,omitempty" toml:"floor,omitempty"`
	Ceiling   string    `json:"ceiling,omitempty" toml:"ceiling,omitempty"`
	Carry     string    `json:"carry,omitempty" toml:"carry,omitempty"` // what of a limited growth moves to the next year
	From      int       `json:"from,omitempty" toml:"from,omitempty"`   // first year of the rule
	To        int       `json:"to,omitempty" toml:"to,omitempty"`       // last year of the rule
}

// Rounding is a quantum and a mode in a document.
type Rounding struct {
	Quantum Number `json:"quantum" toml:"quantum"` // to multiples of which
	Mode    string `json:"mode" toml:"mode"`       // half_up, half_even, half_down, up, down, ceiling, floor or exact
}

// Split is a split in a document: a total divided so that the shares sum to it.
// Total, weights, floors and ceilings are formulas. A share is the line <name>.<key>.
type Split struct {
	Total     string   `json:"total" toml:"total"`
	Quantum   Number   `json:"quantum" toml:"quantum"`                         // what shares are multiples of
	Remainder string   `json:"remainder,omitempty" toml:"remainder,omitempty"` // who gets what is left: largest_remainder, or first_gets_it
	KeepRest  bool     `json:"keep_rest,omitempty" toml:"keep_rest,omitempty"` // the total need not be a multiple of the quantum
	Members   []Member `json:"members" toml:"members"`                         // who shares
}

// Member is one of those who share.
type Member struct {
	Key     string `json:"key" toml:"key"`                             // its name in the lines of the shares
	Weight  string `json:"weight" toml:"weight"`                       // in proportion to which it pays
	Floor   string `json:"floor,omitempty" toml:"floor,omitempty"`     // the least it pays
	Ceiling string `json:"ceiling,omitempty" toml:"ceiling,omitempty"` // the most it pays
}

// Scenario is a scenario in a document: named changes to the model.
type Scenario struct {
	Name      string   `json:"name" toml:"name"`
	Title     string   `json:"title,omitempty" toml:"title,omitempty"`         // for people
	Author    string   `json:"author,omitempty" toml:"author,omitempty"`       // who proposes it
	Reference string   `json:"reference,omitempty" toml:"reference,omitempty"` // where it comes from
	With      []string `json:"with,omitempty" toml:"with,omitempty"`           // scenarios above it, whose changes it makes too
	Priority  int      `json:"priority,omitempty" toml:"priority,omitempty"`   // of its changes, where others touch the same: the higher is made later
	Changes   []Change `json:"changes,omitempty" toml:"changes,omitempty"`
}

// Change is one change of a scenario: one of set, scale, shift, define and
// parameter.
type Change struct {
	Set       string  `json:"set,omitempty" toml:"set,omitempty"`             // the parameter that gets the value
	Scale     string  `json:"scale,omitempty" toml:"scale,omitempty"`         // the parameter that is multiplied by a factor
	Shift     string  `json:"shift,omitempty" toml:"shift,omitempty"`         // the parameter that an amount is added to
	Value     Number  `json:"value,omitempty" toml:"value,omitempty"`         // of set
	By        Number  `json:"by,omitempty" toml:"by,omitempty"`               // of scale and shift
	Years     []Years `json:"years,omitempty" toml:"years,omitempty"`         // of set, scale and shift; without them, all years
	Define    *Line   `json:"define,omitempty" toml:"define,omitempty"`       // a line or rule, in place of the one of its name
	Parameter *Param  `json:"parameter,omitempty" toml:"parameter,omitempty"` // a parameter, in place of the one of its name
}

// Expectation is what has to come out of a scenario: the values of a line by year, a
// total, or the years in which a limit binds.
type Expectation struct {
	Scenario  string            `json:"scenario,omitempty" toml:"scenario,omitempty"`   // by name; none for the baseline
	Line      string            `json:"line,omitempty" toml:"line,omitempty"`           // whose values are expected
	ByYear    map[string]Number `json:"by_year,omitempty" toml:"by_year,omitempty"`     // its values
	Total     string            `json:"total,omitempty" toml:"total,omitempty"`         // the line whose total is expected
	Value     Number            `json:"value,omitempty" toml:"value,omitempty"`         // of the total
	Binds     string            `json:"binds,omitempty" toml:"binds,omitempty"`         // the ceiling or floor, a parameter or line, that binds
	Years     []Years           `json:"years,omitempty" toml:"years,omitempty"`         // of a total; or in just which a limit binds, "never" for none
	Tolerance Number            `json:"tolerance,omitempty" toml:"tolerance,omitempty"` // how far a value may be off, in its unit; none for to the last digit
	Source    string            `json:"source,omitempty" toml:"source,omitempty"`       // where what is expected comes from
}

// Sweep is a sweep in a document: every combination of the values of some
// parameters, and what is measured of each.
type Sweep struct {
	Name     string   `json:"name" toml:"name"`
	Title    string   `json:"title,omitempty" toml:"title,omitempty"`       // for people
	Scenario string   `json:"scenario,omitempty" toml:"scenario,omitempty"` // that the values are set on, by name; none for the baseline
	Grid     []Axis   `json:"grid" toml:"grid"`                             // the parameters, of which the last varies fastest
	Metrics  []Metric `json:"metrics" toml:"metrics"`                       // what is measured
}

// Axis is a parameter of a grid and the values it takes: one of values and steps.
type Axis struct {
	Parameter string   `json:"parameter" toml:"parameter"`
	Values    []Number `json:"values,omitempty" toml:"values,omitempty"` // one after the other
	Steps     *Steps   `json:"steps,omitempty" toml:"steps,omitempty"`   // from one to another
	Years     []Years  `json:"years,omitempty" toml:"years,omitempty"`   // in which it takes them; without them, all years
}

// Steps are numbers in equal steps, both ends included.
type Steps struct {
	From Number `json:"from" toml:"from"` // the first
	To   Number `json:"to" toml:"to"`     // the last
	By   Number `json:"by" toml:"by"`     // from one to the next
}

// Metric is what is measured of a scenario: a line in a year, or a total, or one
// such over another.
type Metric struct {
	Line     string    `json:"line,omitempty" toml:"line,omitempty"`   // the line, in one year
	Year     int       `json:"year,omitempty" toml:"year,omitempty"`   // that year
	Total    string    `json:"total,omitempty" toml:"total,omitempty"` // or the line that is added up
	Years    []Years   `json:"years,omitempty" toml:"years,omitempty"` // over these years; without them, all years
	Per      *Divisor  `json:"per,omitempty" toml:"per,omitempty"`     // what it is divided by
	Rounding *Rounding `json:"round,omitempty" toml:"round,omitempty"` // how the quotient is rounded; one that has an end needs none
}

// Divisor is what a metric is divided by: a line in a year, or a total.
type Divisor struct {
	Line  string  `json:"line,omitempty" toml:"line,omitempty"`   // the line, in one year
	Year  int     `json:"year,omitempty" toml:"year,omitempty"`   // that year
	Total string  `json:"total,omitempty" toml:"total,omitempty"` // or the line that is added up
	Years []Years `json:"years,omitempty" toml:"years,omitempty"` // over these years; without them, all years
}

// parse reads years as a document has them.
func (y Years) parse() (scenario.Years, error) {
	text := string(y)
	if first, ok := strings.CutPrefix(text, "from "); ok && !strings.Contains(first, " to ") {
		from, err := year(first)
		return scenario.From(from), err
	}
	first, last, span := strings.Cut(strings.TrimPrefix(text, "from "), " to ")
	from, err := year(first)
	if !span || err != nil {
		return scenario.In(from), err
	}
	to, err := year(last)
	if err == nil && to < from {
		err = &burden.Error{Input: "years", Value: text, Detail: strconv.Quote(text) + " ends before it begins", Err: burden.ErrOutOfRange}
	}
	return scenario.Between(from, to), err
}

// docYears writes years as a document has them.
func docYears(y scenario.Years) Years {
	return Years(strings.TrimPrefix(strings.TrimPrefix(y.String(), "in "), map[bool]string{true: "from "}[y.Last() != burden.MaxYear]))
}

// year reads a year, which is written in one way.
func year(text string) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || strconv.Itoa(n) != text:
		return 0, &burden.Error{Detail: visible.Quote(text) + " is no year", Err: burden.ErrSyntax}
	case n < burden.MinYear || n > burden.MaxYear:
		return 0, &burden.Error{Detail: "the year " + text + " is out of range", Err: burden.ErrOutOfRange}
	}
	return n, nil
}

// sortedYears are the keys of values by year, those that are years by number.
func sortedYears(values map[string]Number) []string {
	var keys []string
	for k := range values {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, _ := strconv.Atoi(a)
		y, _ := strconv.Atoi(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
	return keys
}
