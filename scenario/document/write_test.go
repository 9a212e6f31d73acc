package document_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
	"example.com/burdenshare/scenario/internal/toy"
)

func documentOf(t *testing.T, m *burden.Model, scenarios ...*scenario.Scenario) *document.Document {
	t.Helper()
	d, err := document.New(m, scenarios...)
	require.NoError(t, err)
	return d
}

// What a unit or a rule says by itself is not written, and what it does not say is.
func TestWhatLinesAreWritten(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	split := func(name string, r burden.Remainder) burden.SplitRule {
		return burden.NewSplit(name, burden.KRW, burden.Split{Total: one, Quantum: "1", Remainder: r, Members: []burden.Member{{Key: "a", Weight: one}}})
	}
	m, err := burden.NewModel("m", burden.NewLine("flow", burden.KRW).Is(one), burden.NewLine("stock", burden.KRW).As(burden.Stock).Is(one),
		split("largest", burden.LargestRemainder), split("first", burden.FirstGetsIt))
	require.NoError(t, err)
	d := documentOf(t, m, scenario.Baseline(m, 2020, 2021))
	assert.Equal(t, []string{"", "stock"}, []string{d.Lines[0].Measure, d.Lines[1].Measure})
	assert.Equal(t, []string{"", "first_gets_it"}, []string{d.Lines[2].Split.Remainder, d.Lines[3].Split.Remainder})
	again, err := through(t, d).Model()
	require.NoError(t, err)
	assert.Equal(t, m.Hash(), again.Hash())
}

// Millions are written with e6 and more with e9, in the one way that equal numbers have.
func TestNumbersAreWrittenInOneWay(t *testing.T) {
	for number, want := range map[string]document.Number{
		"0": "0", "999999": "999999", "100000": "100000", "1e6": "1e6", "45e6": "45e6", "999e6": "999e6", "-45000000": "-45e6", "1000000000": "1e9", "1e9": "1e9",
		"-1500000000": "-1.5e9", "12000000": "12e6", "760.5e9": "760.5e9", "1234567000000": "1234.567e9", "1000001": "1000001", "1000000.5": "1000000.5", "0.000000": "0",
	} {
		x := burden.NewLine("x", burden.Ratio)
		m, err := burden.NewModel("m", x.Is(burden.NewParam("p", burden.Ratio, burden.Constant(number))))
		require.NoError(t, err)
		assert.Equal(t, want, documentOf(t, m).Parameters[0].Value, number)
	}
}

// Lines are asked for by name only where they are others than the model's results, or in
// another order; and all scenarios are of the same years and lines.
func TestWhatIsAskedForIsWritten(t *testing.T) {
	x, y, z := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("z", burden.KRW)
	m, err := burden.NewModel("m", z.Is(burden.Amount(1, burden.KRW)), x.Is(z), y.Is(z))
	require.NoError(t, err)
	own := scenario.Baseline(m, 2020, 2025)
	assert.Empty(t, documentOf(t, m, own).Ask)
	assert.Empty(t, documentOf(t, m, scenario.Baseline(m, 2020, 2025, x, y)).Ask)
	assert.Equal(t, []string{"y", "x"}, documentOf(t, m, scenario.Baseline(m, 2020, 2025, y, x)).Ask)
	assert.Equal(t, []string{"x", "z"}, documentOf(t, m, scenario.Baseline(m, 2020, 2025, x, z)).Ask)
	for name, other := range map[string]*scenario.Scenario{
		"first year": scenario.Baseline(m, 2021, 2025), "last year": scenario.Baseline(m, 2020, 2026), "lines": scenario.Baseline(m, 2020, 2025, x), "order": scenario.Baseline(m, 2020, 2025, y, x),
	} {
		_, err := document.New(m, own, other)
		require.ErrorIs(t, err, scenario.ErrBaseline, name)
	}
}

// Parameters that come with the formulas of scenarios are written once, and have to be the
// same in all of them; those that a scenario defines itself stand there.
func TestParametersOfScenariosAreWritten(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(burden.Amount(1, burden.KRW)))
	require.NoError(t, err)
	base := scenario.Baseline(m, 2020, 2021)
	p := func(n int) burden.Param { return burden.NewParam("p", burden.KRW, burden.Constant(n)) }
	a, b := toy.With(t, base, "a", scenario.Define(x.Is(p(5)))), toy.With(t, base, "b", scenario.Define(x.Is(p(5).Plus(p(5)))))
	d := documentOf(t, m, base, a, b)
	require.Len(t, d.Parameters, 1)
	assert.Equal(t, document.Number("5"), d.Parameters[0].Value)
	_, err = document.New(m, base, a, toy.With(t, base, "b", scenario.Define(x.Is(p(6)))))
	require.ErrorIs(t, err, burden.ErrDuplicate)
	d = documentOf(t, m, base, toy.With(t, base, "c", scenario.Define(x.Is(p(5))), scenario.Define(p(7))))
	assert.Empty(t, d.Parameters)
	require.Len(t, d.WhatIf[0].Changes, 2)
	assert.Equal(t, document.Number("7"), d.WhatIf[0].Changes[1].Parameter.Value)
}

// What a scenario is made of becomes scenarios above it, whose names have to be free.
func TestScenariosBelowHaveNames(t *testing.T) {
	x, p := burden.NewLine("x", burden.KRW), burden.NewParam("p", burden.KRW, burden.Constant(1))
	m, err := burden.NewModel("m", x.Is(p))
	require.NoError(t, err)
	base := scenario.Baseline(m, 2020, 2021)
	overlay := func(name string, value int, year int) scenario.Overlay {
		return scenario.NewOverlay(name, scenario.Set(p, value, scenario.In(year)))
	}
	apply := func(overlays ...scenario.Overlay) *scenario.Scenario {
		s, err := base.Apply(overlays...)
		require.NoError(t, err)
		return s
	}
	low, other, top := overlay("low", 5, 2020), overlay("low", 6, 2020), overlay("top", 7, 2021)
	d := documentOf(t, m, base, apply(low), apply(low, top).Named("top"))
	require.Len(t, d.WhatIf, 2)
	assert.Equal(t, []string{"low"}, d.WhatIf[1].With)
	for _, list := range [][]*scenario.Scenario{{base, apply(low), apply(other, top)}, {base, apply(low, top).Named("low")}} {
		_, err := document.New(m, list...)
		require.ErrorIs(t, err, burden.ErrDuplicate)
	}
}

// Expectations and metrics may be of the first year and the last, and of all between.
func TestYearsOfDocumentsIncludeTheirEnds(t *testing.T) {
	for _, change := range []string{
		"\"years\": [2010]|\"years\": [2009]", "\"years\": [2010]|\"years\": [2013]", "\"years\": [2010]|\"years\": [\"2009 to 2013\"]", "\"years\": [2010]|\"years\": [\"from 2013\"]",
		"{\"2010\": \"790.4e9\"}|{\"2009\": \"760e9\", \"2013\": \"1\"}",
		"\"2009 to 2010\", \"from 2012\"|2009, 2013", "\"2009 to 2010\", \"from 2012\"|\"2009 to 2013\"", "\"2009 to 2010\", \"from 2012\"|\"from 2013\"",
		"\"mode\": \"half_up\"}}|\"mode\": \"floor\"}}", "\"mode\": \"half_up\"}}|\"mode\": \"ceiling\"}}",
		"\"2009 to 2010\", \"from 2012\"|" + strings.TrimSuffix(strings.Repeat("2010,", 64), ","),
	} {
		old, fresh, _ := strings.Cut(change, "|")
		require.Contains(t, sweepText(), old)
		_, err := document.Read(strings.NewReader(strings.Replace(sweepText(), old, fresh, 1)), "")
		assert.NoError(t, err, change)
	}
	for change, want := range map[string]string{
		"\"2009 to 2010\", \"from 2012\"|\"from 2014\"":                                           "sweeps[0].metrics[1].years[0]: the scenarios are of 2009 to 2013",
		"\"2009 to 2010\", \"from 2012\"|2014":                                                    "sweeps[0].metrics[1].years[0]: the scenarios are of 2009 to 2013",
		"\"2009 to 2010\", \"from 2012\"|\"2012 to 2014\"":                                        "sweeps[0].metrics[1].years[0]: the scenarios are of 2009 to 2013",
		"\"2009 to 2010\", \"from 2012\"|" + strings.TrimSuffix(strings.Repeat("2010,", 65), ","): "sweeps[0].metrics[1].years: there are at most 64 of them, not 65; join neighbours, as in \"2010 to 2019\"",
	} {
		old, fresh, _ := strings.Cut(change, "|")
		_, err := document.Read(strings.NewReader(strings.Replace(sweepText(), old, fresh, 1)), "")
		assert.ErrorContains(t, err, want)
		assert.Len(t, burden.Faults(err), 1, want)
	}
}

// The grids of a document have 131,072 values together.
func TestValuesOfAllGrids(t *testing.T) {
	for _, c := range []struct {
		first, second string
		sound         bool
	}{{"65535", "65535", true}, {"65535", "65536", false}, {"0", "131070", true}, {"0", "131071", false}} {
		grid := func(to string) string {
			return `[{"parameter": "base", "steps": {"from": 0, "to": ` + to + `, "by": 1}}]`
		}
		text := strings.Replace(sweepText(), `[{"parameter": "base", "values": ["700e9"]}]`, grid(c.second), 1)
		i, j := strings.Index(text, `"grid": [`)+len(`"grid": `), strings.Index(text, "\n      \"metrics\"")
		_, err := document.Read(strings.NewReader(text[:i]+grid(c.first)+","+text[j:]), "")
		if c.sound {
			assert.NoError(t, err, c.first)
		} else {
			assert.ErrorContains(t, err, "sweeps[1].grid[0]: the grids of a document have at most 131072 values", c.first)
		}
	}
}

// A document without scenarios of its own can be held against another baseline, too: 2, not 1.
func TestVerdictsOnAnotherBaselineAlone(t *testing.T) {
	d := &document.Document{ID: "m", From: 2024, To: 2024, Lines: []document.Line{{Name: "x", Formula: "1"}},
		Expect: []document.Expectation{{Line: "x", ByYear: map[string]document.Number{"2024": "1"}}}}
	m, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(burden.Amount(2, burden.Ratio)))
	require.NoError(t, err)
	verdicts, err := d.VerdictsOn(scenario.Baseline(m, 2024, 2024))
	require.NoError(t, err)
	require.Len(t, verdicts, 1)
	assert.Equal(t, "baseline: x 2024: 2, BUT expected 1", verdicts[0].String())
}

// What fits in 160 bytes is in a line, the comma behind it included; the document itself
// never is.
func TestLinesOfWrittenDocuments(t *testing.T) {
	line := func(name string, n int) (document.Line, string) {
		before, after := `{"name": "`+name+`", "formula": "1`, `"}`
		formula := "1" + strings.Repeat(" ", n-len(before)-len(after))
		return document.Line{Name: name, Formula: formula}, `{"name": "` + name + `", "formula": "` + formula + `"}`
	}
	write := func(lines ...document.Line) string {
		return text(t, &document.Document{ID: "m", Title: "a < b & c", Lines: lines})
	}
	head := "{\n  \"id\": \"m\",\n  \"title\": \"a < b & c\",\n  \"lines\": "
	assert.Equal(t, head+"[]\n}\n", text(t, &document.Document{ID: "m", Title: "a < b & c", Lines: []document.Line{}}))
	x, inline := line("x", 146) // two spaces, the key and its colon, brackets and a comma are 14 more
	assert.Equal(t, head+"["+inline+"]\n}\n", write(x))
	x, inline = line("x", 147)
	assert.Equal(t, head+"[\n    "+inline+"\n  ]\n}\n", write(x))
	x, inline = line("x", 155)
	y, _ := line("y", 156)
	assert.Equal(t, head+"[\n    "+inline+",\n    {\n      \"name\": \"y\",\n      \"formula\": \""+y.Formula+"\"\n    }\n  ]\n}\n", write(x, y))
}

// A tolerance of nothing is none.
func TestCanonicalTolerance(t *testing.T) {
	for tolerance, want := range map[document.Number]document.Number{"": "", "0": "", "0.00": "", "1": "1", "1000000": "1e6"} {
		d := smallDocument()
		d.From, d.To = 2020, 2020
		d.Expect = []document.Expectation{{Line: "x", ByYear: map[string]document.Number{"2020": "1"}, Tolerance: tolerance}}
		c, err := d.Canonical()
		require.NoError(t, err)
		assert.Equal(t, want, c.Expect[0].Tolerance)
	}
}
