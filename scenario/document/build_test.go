package document_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/document"
)

// smallDocument is one line of one parameter.
func smallDocument() *document.Document {
	return &document.Document{ID: "m", Parameters: []document.Param{{Name: "p", Value: "1"}}, Lines: []document.Line{{Name: "x", Formula: "p"}}}
}

// What a document at fault describes is nothing, and the faults are told by whatever asks.
func TestNothingIsBuiltOfFaults(t *testing.T) {
	d := smallDocument()
	require.NoError(t, d.Check())
	d.Lines[0].Formula = "q"
	_, err := d.Model()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.Scenarios()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.Sweep("")
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.Canonical()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.Hash()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.Verdicts()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = d.VerdictsOn(nil)
	require.ErrorIs(t, err, burden.ErrUnknownName)
}

// A formula is read even where its line cannot be defined, and of several lines of text the
// one is told that the fault is in.
func TestFormulasOfFaultyLines(t *testing.T) {
	d := smallDocument()
	d.Lines = append(d.Lines, document.Line{Name: "x", Formula: "p +\n bsae * 2 +\n p"})
	assert.EqualError(t, d.Check(), "document: lines[1].name: x is there before, as lines[0]", "what is unknown may have been meant by the name")
	d.Lines[1].Formula = "p +\n 010"
	assert.EqualError(t, d.Check(), "document: lines[1].name: x is there before, as lines[0]\ndocument: lines[1].formula:2:2: numbers are written without a leading zero: 010")
	d.Lines[1] = document.Line{Name: "y", Formula: "p +\n bsae * 2 +\n p"}
	assert.EqualError(t, d.Check(), "document: lines[1].formula:2:2: unknown name bsae")
}

// A place is told as long as the document is what was read, and no longer.
func TestChangedDocumentsHaveNoPlaces(t *testing.T) {
	d, err := document.Read(strings.NewReader(soundDocument), "sma8.json")
	require.NoError(t, err)
	d.Lines[1].Formula = "bsae"
	assert.EqualError(t, d.Check(), "sma8.json: lines[1].formula:1:1: unknown name bsae; did you mean base?")
	_, err = document.Read(strings.NewReader(brokenText(t, "2009: base|2009: bsae")), "sma8.json")
	assert.EqualError(t, err, "sma8.json:11:33: lines[1].formula: unknown name bsae; did you mean base?")
}

// Years are needed as soon as there is a scenario, an expectation or a sweep.
func TestYearsOfADocument(t *testing.T) {
	missing := ": is missing: scenarios have a first and a last year"
	for name, change := range map[string]func(*document.Document){
		"a scenario": func(d *document.Document) {
			d.WhatIf = []document.Scenario{{Name: "s", Changes: []document.Change{{Set: "p", Value: "2"}}}}
		},
		"an expectation": func(d *document.Document) {
			d.Expect = []document.Expectation{{Line: "x", ByYear: map[string]document.Number{"2020": "1"}}}
		},
		"a sweep": func(d *document.Document) {
			d.Sweeps = []document.Sweep{{Name: "s", Grid: []document.Axis{{Parameter: "p", Values: []document.Number{"1"}}}, Metrics: []document.Metric{{Line: "x", Year: 2020}}}}
		},
	} {
		d := smallDocument()
		change(d)
		assert.EqualError(t, d.Check(), "document: from"+missing+"\ndocument: to"+missing, name)
		d.From, d.To = 2020, 2020
		assert.NoError(t, d.Check(), name)
	}
	for years, want := range map[[2]int]string{
		{0, 0}: "", {1, 1}: "", {1, 9999}: "", {9999, 9999}: "", {2020, 2020}: "",
		{2020, 0}: "document: to" + missing, {0, 2020}: "document: from" + missing,
		{-1, 2020}: "document: from: the year -1 is out of range", {2020, 10000}: "document: to: the year 10000 is out of range",
		{2, 1}: "document: to: the last year, 1, is before the first, 2", {9999, 9998}: "document: to: the last year, 9998, is before the first, 9999",
		{10000, 2020}: "document: from: the year 10000 is out of range", {2020, -1}: "document: to: the year -1 is out of range",
	} {
		d := smallDocument()
		d.From, d.To = years[0], years[1]
		if want == "" {
			assert.NoError(t, d.Check(), years)
		} else {
			assert.EqualError(t, d.Check(), want, years)
		}
	}
}

// A rule has a line of what it carries if it carries something.
func TestCarriedInDocuments(t *testing.T) {
	d := smallDocument()
	d.Lines = []document.Line{{Name: "growth", Index: &document.Index{Driver: "p", From: 2020, Carry: "excess"}}, {Name: "y", Formula: "growth.carried + growth.raw + growth"}}
	assert.NoError(t, d.Check())
	d.Lines[0].Index.Carry = ""
	assert.ErrorContains(t, d.Check(), "unknown name growth.carried")
}

// Figures may stand in any order; one without an end lasts until the next, of any kind.
func TestFiguresInAnyOrder(t *testing.T) {
	d := smallDocument()
	d.Parameters[0] = document.Param{Name: "p", Figures: []document.Figure{
		{Year: 2012, Value: "4", Print: "second"}, {From: 2008, Value: "2"}, {Year: 2010, Value: "3"}, {From: 2013, Value: "5"}, {From: 1, To: 3, Value: "1"}, {From: 9990, To: 9999, Value: "6"}}}
	m, err := d.Model()
	require.NoError(t, err)
	p, _ := m.Param("p")
	var got []string
	for _, s := range p.Series().Spans() {
		got = append(got, strconv.Itoa(s.From)+" to "+strconv.Itoa(s.To)+": "+burden.Text(s.Value)+s.Print)
	}
	assert.Equal(t, []string{"1 to 3: 1", "2008 to 2009: 2", "2010 to 2010: 3", "2012 to 2012: 4second", "2013 to 9989: 5", "9990 to 9999: 6"}, got)
	for want, f := range map[string]document.Figure{
		"the years -5 to 2007 are out of range":    {From: -5, To: 2007, Value: "1"},
		"the years 9999 to 10000 are out of range": {From: 9999, To: 10000, Value: "1"},
		"the years 2016 to 2015 are out of range":  {From: 2016, To: 2015, Value: "1"},
		"the year 2010 has a value before":         {From: 2010, To: 2010, Value: "1"},
	} {
		d.Parameters[0].Figures = []document.Figure{{Year: 2012, Value: "4"}, {Year: 2010, Value: "3"}, f}
		assert.EqualError(t, d.Check(), "document: parameters[0].figures[2]: "+want)
	}
}

// A scenario may name what those define that it is with, and those that they are with.
func TestScenariosNameWhatTheyAreWith(t *testing.T) {
	d := smallDocument()
	d.From, d.To = 2020, 2020
	define := func(name, formula string) []document.Change {
		return []document.Change{{Define: &document.Line{Name: name, Formula: formula}}}
	}
	d.WhatIf = []document.Scenario{
		{Name: "a", Changes: define("one", "p + 1")}, {Name: "b", With: []string{"a"}, Changes: define("two", "one + 1")},
		{Name: "c", With: []string{"b"}, Changes: define("three", "one + two")}, {Name: "d", With: []string{"b", "a"}, Changes: define("four", "one + two")}}
	require.NoError(t, d.Check())
	d.WhatIf[3].With = nil
	assert.EqualError(t, d.Check(), "document: scenarios[3].changes[0].define.formula:1:1: unknown name one\ndocument: scenarios[3].changes[0].define.formula:1:7: unknown name two")
	d.WhatIf[3].With = []string{"b"}
	d.WhatIf[0].Changes[0].Years = []document.Years{"2020"}
	assert.EqualError(t, d.Check(), "document: scenarios[0].changes[0]: what is defined has no value, by or years")
}

// A scenario is with at most 16 others; and scenarios that all rest on each other are
// looked at as often as there are pairs of them, which may be too often.
func TestScenariosWithManyOthers(t *testing.T) {
	d := smallDocument()
	d.From, d.To = 2020, 2020
	var with []string
	for i := range 17 {
		name := "s" + strconv.Itoa(i)
		d.WhatIf = append(d.WhatIf, document.Scenario{Name: name, With: with, Changes: []document.Change{{Define: &document.Line{Name: "x" + strconv.Itoa(i), Formula: "p"}}}})
		with = append(with, name)
	}
	require.NoError(t, d.Check())
	d.WhatIf = append(d.WhatIf, document.Scenario{Name: "last", With: with})
	assert.EqualError(t, d.Check(), "document: scenarios[17].with: a scenario is with at most 16 others, not 17; let some of them be with others, and this one with these")
	d.WhatIf = nil
	for i := range 400 {
		s := document.Scenario{Name: strconv.Itoa(i), Changes: []document.Change{{Define: &document.Line{Name: "x" + strconv.Itoa(i), Formula: "p"}}}}
		if i > 0 {
			s.With = []string{strconv.Itoa(i - 1)}
		}
		d.WhatIf = append(d.WhatIf, s)
	}
	// The i-th looks at the two names, the parameter and 16 more, i+1 times: 19·n(n+1)/2 is
	// more than 2^20 at n = 332, which is the one with index 331.
	assert.EqualError(t, d.Check(), "document: scenarios[331]: there are too many scenarios for a model of this size: up to here they look at its names and formulas more than 1048576 times; leave some out, or let fewer define something or be with others")
}

// What a document says of a rule, of year bases and in true and false is in the model.
func TestWhatIsReadIsBuilt(t *testing.T) {
	for mode, want := range map[string]burden.Mode{"exact": burden.Exact, "half_up": burden.HalfUp, "up": burden.Up, "down": burden.Down, "ceiling": burden.Ceiling, "floor": burden.Floor} {
		text := brokenText(t, `"lag": 2|"lag": 2, "compound": true, "precision": {"quantum": "0.1%", "mode": "`+mode+`"}`)
		d, err := document.Read(strings.NewReader(text), "")
		require.NoError(t, err)
		assert.True(t, d.Lines[0].Index.Compound)
		m, err := d.Model()
		require.NoError(t, err)
		rule, _ := m.Definition("growth")
		x := rule.(burden.IndexRule).Index()
		assert.True(t, x.Compound)
		assert.Equal(t, burden.RoundTo("0.1%", want).String(), x.Precision.String())
	}
	d, err := document.Read(strings.NewReader(brokenText(t, `"lag": 2|"lag": 2, "compound": false`)), "")
	require.NoError(t, err)
	assert.False(t, d.Lines[0].Index.Compound)
	for name, want := range map[string]burden.YearBasis{"prior_february": -11, "december": 11, "calendar": 0, "february": 1, "prior_december": -1} {
		d := smallDocument()
		d.Parameters[0] = document.Param{Name: "p", YearBasis: name, ByYear: map[string]document.Number{"2020": "1"}}
		m, err := d.Model()
		require.NoError(t, err, name)
		p, _ := m.Param("p")
		basis, known := p.Series().Basis()
		assert.True(t, known)
		assert.Equal(t, want, basis, name)
	}
}

// A document has a limit of bytes, spaces included, of values, and of one in another.
func TestLimitsOfDocuments(t *testing.T) {
	padded := soundDocument + strings.Repeat(" ", document.MaxSize-len(soundDocument))
	_, err := document.Read(strings.NewReader(padded), "d")
	require.NoError(t, err)
	_, err = document.Read(strings.NewReader(padded+" "), "d")
	assert.EqualError(t, err, "d: has more than "+strconv.Itoa(document.MaxSize)+" bytes; make several documents of it")
	deep := `{"x": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}"
	many := `{"x": [` + strings.Repeat("1,", document.MaxSize/2-10) + "1]}"
	for _, text := range []string{deep, many} {
		_, err = document.Read(strings.NewReader(text), "d")
		require.ErrorIs(t, err, burden.ErrTooLarge)
		assert.Regexp(t, "^d: has more than [0-9]+ values, or more than [0-9]+ one in another; make several documents of it$", err.Error())
	}
	_, err = document.Read(strings.NewReader("\xff{}"), "d")
	assert.EqualError(t, err, "d:1:1: not UTF-8")
}
