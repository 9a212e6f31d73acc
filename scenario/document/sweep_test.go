package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// soundSweeps are the sweeps of a sound document, of which every broken one differs.
const soundSweeps = `,
  "sweeps": [
    {"name": "wide", "title": "Prices and ceiling", "scenario": "low",
      "grid": [
        {"parameter": "cpi", "values": ["1%", 0.02, "3%"], "years": [2008]},
        {"parameter": "ceiling", "steps": {"from": "2%", "to": "4%", "by": "0.5%"}}
      ],
      "metrics": [
        {"line": "contribution", "year": 2010},
        {"total": "contribution", "years": ["2009 to 2010", "from 2012"]},
        {"line": "contribution", "year": 2013, "per": {"total": "contribution"}, "round": {"quantum": "0.001", "mode": "half_up"}}
      ]},
    {"name": "small", "grid": [{"parameter": "base", "values": ["700e9"]}], "metrics": [{"total": "contribution"}]}
  ]
}
`

func sweepText() string {
	return strings.TrimSuffix(strings.TrimRight(soundDocument, "\n"), "\n}") + soundSweeps
}

// A sweep of a document is the sweep that a program would write, and its numbers are
// those by hand.
func TestDocumentSweep(t *testing.T) {
	d, err := document.Read(strings.NewReader(sweepText()), "sma8.json")
	require.NoError(t, err)
	w, err := d.Sweep("wide")
	require.NoError(t, err)
	assert.Equal(t, "low", w.Scenario.Name())
	require.Equal(t, 15, w.Design.Len())
	p := w.Design.At(7) // 7 = 1 × 5 + 2
	require.Len(t, p, 2)
	assert.Equal(t, "cpi", p[0].Param.Name())
	dectest.Equal(t, "0.02", p[0].Value)
	assert.Equal(t, []scenario.Years{scenario.In(2008)}, p[0].Years)
	dectest.Equal(t, "0.03", p[1].Value)
	var names []string
	for _, m := range w.Metrics {
		names = append(names, m.String())
	}
	assert.Equal(t, []string{"contribution 2010", "total of contribution from 2009 to 2010 + total of contribution from 2012",
		"contribution 2013 / (total of contribution)"}, names)
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 15, s.Metrics[0].Count)
	// 760.0 × 1.01 = 767.6, and 760.0 × 1.03 = 782.8 where the ceiling is 3 % or more.
	low, _ := s.Metrics[0].Min()
	high, _ := s.Metrics[0].Max()
	dectest.Equal(t, "767600000000", low)
	dectest.Equal(t, "782800000000", high)

	small, err := d.Sweep("small")
	require.NoError(t, err)
	assert.Equal(t, "baseline", small.Scenario.Name())
	_, err = d.Sweep("wid")
	assert.EqualError(t, err, `sma8.json:23:13: sweeps: no sweep is called "wid"; did you mean wide?`)
	_, err = d.Sweep("")
	assert.EqualError(t, err, `sma8.json:23:13: sweeps: the document has 2 sweeps; say which one: "wide", "small"`)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	d.Sweeps = d.Sweeps[1:]
	only, err := d.Sweep("")
	require.NoError(t, err)
	assert.Equal(t, 1, only.Design.Len())
	_, err = d.Sweep("天")
	assert.EqualError(t, err, `sma8.json:23:13: sweeps: no sweep is called "天"; the document has "small"`)
	one := d.Sweeps[0]
	for i := range 7 {
		one.Name = fmt.Sprint("s", i)
		d.Sweeps = append(d.Sweeps, one)
	}
	_, err = d.Sweep("")
	assert.ErrorContains(t, err, `the document has 8 sweeps; say which one: "small", "s0", "s1", "s2", "s3", …`)
	d.Sweeps = nil
	for _, name := range []string{"", "small"} {
		_, err = d.Sweep(name)
		assert.ErrorContains(t, err, `sweeps: the document has no sweep; add one: "sweeps": [{"name": …`)
		assert.ErrorIs(t, err, burden.ErrUnknownName)
	}
	_, err = (&document.Document{}).Sweep("")
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// Sweeps survive the way through a written document, and their hash is of what they say.
func TestDocumentSweepsAreWrittenAndHashed(t *testing.T) {
	read := func(text string) *document.Document {
		d, err := document.Read(strings.NewReader(text), "sma8.json")
		require.NoError(t, err)
		return d
	}
	hash := func(d *document.Document) string {
		h, err := d.Hash()
		require.NoError(t, err)
		return h
	}
	d := read(sweepText())
	want := hash(d)
	canonical, err := d.Canonical()
	require.NoError(t, err)
	assert.Equal(t, want, hash(through(t, d)))
	assert.Equal(t, text(t, canonical), text(t, through(t, canonical)))
	assert.NotEqual(t, want, hash(read(soundDocument)))
	assert.Equal(t, document.Number("0.02"), canonical.Sweeps[0].Grid[0].Values[1])
	for change, same := range map[string]bool{
		`0.02, "3%"|"2%", 0.030`:                  true,
		`"by": "0.5%"|"by": 0.005`:                true,
		`"from 2012"|"2012 to 9999"`:              true,
		`[2008]|["2008"]`:                         true,
		`"0.001", "mode"|"1e-3", "mode"`:          true,
		`"by": "0.5%"|"by": "1%"`:                 false,
		`"small"|"tiny"`:                          false,
		`"year": 2010}|"year": 2009}`:             false, // the first of the years
		`"year": 2010}|"year": 2013}`:             false, // and the last
		`[2008]|[2007]`:                           false,
		`"year": 2013, "per"|"year": 2012, "per"`: false,
	} {
		old, fresh, _ := strings.Cut(change, "|")
		require.Contains(t, sweepText(), old)
		assert.Equal(t, same, hash(read(strings.Replace(sweepText(), old, fresh, 1))) == want, change)
	}
}

// Faults of sweeps, each at its place.
func TestBrokenSweeps(t *testing.T) {
	for _, c := range []struct{ change, want string }{
		{`"parameter": "cpi"|"parameter": "cip"`, `26:23: sweeps[0].grid[0].parameter: no parameter is called "cip"; did you mean cpi?`},
		{`"scenario": "low",|"scenario": "lov",`, `24:65: sweeps[0].scenario: no scenario is called "lov"; did you mean low?`},
		{"\"scenario\": \"low\",\n      \"grid\": [\n        {\"parameter\": \"cpi\"|\"scenario\": \"lov\",\n      \"grid\": [\n        {\"parameter\": \"cip\"", `24:65: sweeps[0].scenario: no scenario is called "lov"; did you mean low?`},
		{`"name": "small"|"name": "wide"`, `34:14: sweeps[1].name: "wide" is the name of a sweep before`},
		{`["700e9"]|[]`, `34:32: sweeps[1].grid[0]: its values are one of values and steps`},
		{`"values": ["700e9"]|"values": ["700e9"], "steps": {"from": 1, "to": 2, "by": 1}`, `34:32: sweeps[1].grid[0]: its values are one of values and steps`},
		{`"years": [2008]|"years": [[2008]]`, `26:70: sweeps[0].grid[0].years[0]: has to be years, not a list`},
		{`"700e9"|"700 bn"`, `34:65: sweeps[1].grid[0].values[0]: "700 bn" is not a decimal number: "bn" does not belong to it; write 700, or 700e9 if that was meant`},
		{`"700e9"|""`, `34:65: sweeps[1].grid[0].values[0]: is missing`},
		{`"by": "0.5%"|"by": "0.3%"`, `27:43: sweeps[0].grid[1].steps: steps of 0.003 from 0.02 do not reach 0.04: the nearest are 0.038 and 0.041`},
		{`"by": "0.5%"|"by": "1e-9"`, `27:9: sweeps[0].grid[1]: the grids of a document have at most 131072 values, parameter by parameter, and 20000001 here are too many; take longer steps`},
		{`"by": "0.5%"|"by": "half"`, `27:76: sweeps[0].grid[1].steps.by: "half" is not a decimal number`},
		{`, "by": "0.5%"|`, `27:43: sweeps[0].grid[1].steps.by: is missing`},
		{`"years": [2008]|"years": ["since 2008"]`, `26:70: sweeps[0].grid[0].years[0]: "since 2008" is no year`},
		{`["700e9"]|["700e9", "1%"]`, `34:74: sweeps[1].grid[0].values[1]: "1%" is a percentage, and this is in KRW`},
		{`"values": ["700e9"]|"steps": {"from": 1, "to": 2, "by": "1%"}`, `34:90: sweeps[1].grid[0].steps.by: "1%" is a percentage, and this is in KRW`},
		{`"values": ["700e9"]|"steps": {"from": "1%", "to": 2, "by": 1}`, `34:72: sweeps[1].grid[0].steps.from: "1%" is a percentage, and this is in KRW`},
		{`"from": "2%", "to": "4%"|"from": "20.5%", "to": "22.5%"`, `27:43: sweeps[0].grid[1].steps: every value is outside the range of ceiling, 0 to 0.2, so every scenario would fail`},
		{`"parameter": "base", "values": ["700e9"]|"parameter": "ceiling", "values": ["-1%", "21%"]`, `34:67: sweeps[1].grid[0].values: every value is outside the range of ceiling, 0 to 0.2, so every scenario would fail`},
		{`"years": [2008]|"years": ["2008", "2008"]`, `26:69: sweeps[0].grid[0].years: years = in 2008: defined twice`},
		{`"name": "small"|"name": "s\ny"`, `34:14: sweeps[1].name: "s\ny" has line breaks or other control characters`},
		{`"parameter": "ceiling"|"parameter": "cpi"`, `25:15: sweeps[0].grid: two of its axes set the same: axis of cpi`},
		{`{"line": "contribution", "year": 2010}|{"line": "contribution"}`, `30:9: sweeps[0].metrics[0]: a metric is of a line and its year, or of a total`},
		{`"year": 2010}|"year": 2014}`, `30:42: sweeps[0].metrics[0].year: the scenarios are of 2009 to 2013`},
		{`"2009 to 2010"|"2008 to 2010"`, `31:45: sweeps[0].metrics[1].years[0]: the scenarios are of 2009 to 2013`},
		{`"2009 to 2010"|"2011 to 2010"`, `31:45: sweeps[0].metrics[1].years[0]: "2011 to 2010" ends before it begins`},
		{`{"total": "contribution"}]|{"total": "growth"}]`, `34:99: sweeps[1].metrics[0].total: growth is a rate, and only flows total over years`},
		{`{"total": "contribution"}]|{"total": "contributoin"}]`, `34:99: sweeps[1].metrics[0].total: no line is called "contributoin"; did you mean contribution?`},
		{`{"total": "contribution"}]|{"total": "contribution", "round": {"quantum": 1, "mode": "up"}}]`, `34:124: sweeps[1].metrics[0].round: only a quotient is rounded here; a line is rounded in its formula`},
		{`"quantum": "0.001"|"quantum": "0"`, `32:9: sweeps[0].metrics[2]: quantum = 0: out of range`},
		{`"per": {"total": "contribution"}|"per": {}`, `32:55: sweeps[0].metrics[2].per: a metric is of a line and its year, or of a total`},
		{`"mode": "half_up"}}|"mode": "halfup"}}`, `32:120: sweeps[0].metrics[2].round.mode: unknown mode "halfup"; did you mean half_up?`},
		{`[{"parameter": "base", "values": ["700e9"]}]|[]`, `34:31: sweeps[1].grid: a grid has parameters`},
		{`"metrics": [{"total": "contribution"}]|"metrics": []`, `34:88: sweeps[1].metrics: there is nothing to measure`},
	} {
		old, fresh, _ := strings.Cut(c.change, "|")
		text := sweepText()
		i := strings.LastIndex(text, old)
		require.GreaterOrEqual(t, i, 0, old)
		_, err := document.Read(strings.NewReader(text[:i]+fresh+text[i+len(old):]), "sma8.json")
		if assert.Error(t, err, c.change) {
			assert.Equal(t, c.want, strings.ReplaceAll(err.Error(), "sma8.json:", ""), c.change)
		}
	}
	steps := `"steps": {"from": 0, "to": 1999, "by": 1}`
	huge := `[{"parameter": "base", ` + steps + `}, {"parameter": "cpi", ` + steps + `}, {"parameter": "ceiling", ` + steps + `}]`
	_, tooLarge := document.Read(strings.NewReader(strings.Replace(sweepText(), `[{"parameter": "base", "values": ["700e9"]}]`, huge, 1)), "")
	assert.ErrorIs(t, tooLarge, burden.ErrTooLarge)
	assert.ErrorContains(t, tooLarge, "34:31: sweeps[1].grid: grid = more than 1073741824 scenarios")
	many := strings.Repeat(`{"parameter": "base", "values": ["1"]},`, 65)
	most := strings.TrimSuffix(strings.Repeat(`{"parameter": "base", "values": ["1"]},`, 64), ",")
	_, err := document.Read(strings.NewReader(strings.Replace(sweepText(), `{"parameter": "base", "values": ["700e9"]}`, most, 1)), "")
	assert.EqualError(t, err, `document:34:31: sweeps[1].grid: two of its axes set the same: axis of base`, "64 are not too many")
	mixed := strings.Replace(sweepText(), `"lines": [`, `"lines": [{"name": "fiscal", "unit": "KRW", "year_basis": "april", "formula": "on(april, contribution)"},`, 1)
	_, err = document.Read(strings.NewReader(strings.Replace(mixed, `"per": {"total": "contribution"}`, `"per": {"total": "fiscal"}`, 1)), "")
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	assert.ErrorContains(t, err, ": sweeps[0].metrics: ")
	_, err = document.Read(strings.NewReader(strings.Replace(sweepText(), `[{"parameter": "base", "values": ["700e9"]}]`, "["+strings.TrimSuffix(many, ",")+"]", 1)), "")
	assert.ErrorIs(t, err, burden.ErrTooLarge)
}
