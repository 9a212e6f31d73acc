package document_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	worst "example.com/burdenshare/internal/hostile"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
	"example.com/burdenshare/scenario/internal/toy"
)

func documentFile(t *testing.T, name string) *document.Document {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	d, err := document.Read(file, name)
	require.NoError(t, err)
	return d
}

// A document written by hand says what the Go program of the eighth agreement says,
// and what it expects comes out.
func TestEighthAgreementAsDocument(t *testing.T) {
	d := documentFile(t, "testdata/sma8.json")
	m, err := d.Model()
	require.NoError(t, err)
	contribution, ok := m.Line("contribution")
	require.True(t, ok)
	eighth := korea.Eighth()
	got, err := m.Project(2009, 2013)
	require.NoError(t, err)
	want, err := eighth.Model.Project(2009, 2013)
	require.NoError(t, err)
	for year := 2009; year <= 2013; year++ {
		v, err := got.Value(contribution, year)
		require.NoError(t, err)
		w, err := want.Value(eighth.Contribution, year)
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(w), v, year)
	}
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	assert.Len(t, verdicts, 15) // 5 values, a total, what binds; 4 values, a total, what binds; what binds, a value
	for _, v := range verdicts {
		assert.True(t, v.Holds, v)
	}
	scenarios, err := d.Scenarios()
	require.NoError(t, err)
	var names []string
	for _, s := range scenarios {
		names = append(names, s.Name())
	}
	assert.Equal(t, []string{"baseline", "no ceiling", "ceiling of 3 %"}, names)
}

// What a verdict says when an expectation fails or cannot be evaluated.
func TestVerdictIsOneLine(t *testing.T) {
	v := document.Verdict{Scenario: toy.Scenario(t), What: "contribution 2021", Expected: "1", Err: errors.Join(burden.ErrName, burden.ErrUnit)}
	assert.Equal(t, "baseline: contribution 2021: expected 1: "+burden.ErrName.Error()+"; "+burden.ErrUnit.Error(), v.String())
}

func TestVerdicts(t *testing.T) {
	d := documentFile(t, "testdata/sma8.json")
	d.Expect = []document.Expectation{
		{Line: "contribution", ByYear: map[string]document.Number{"2010": "791e9", "2009": "760e9"}},
		{Line: "contribution", ByYear: map[string]document.Number{"2010": "791e9"}, Tolerance: "0.5e9"},
		{Line: "contribution", ByYear: map[string]document.Number{"2010": "791e9"}, Tolerance: "0.6e9"},
		{Total: "contribution", Value: "1", Years: []document.Years{"from 2012"}},
		{Scenario: "no ceiling", Binds: "ceiling", Years: []document.Years{"never"}},
		{Binds: "ceiling", Years: []document.Years{"2009 to 2011", "2013"}},
		{Scenario: "no ceiling", Line: "growth", ByYear: map[string]document.Number{"2009": "2.5%"}},
		{Scenario: "no ceiling", Line: "contribution", ByYear: map[string]document.Number{"2008": "741.5e9"}},
	}
	d.From = 2008 // the year before the agreement
	var lines []string
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	for _, v := range verdicts {
		lines = append(lines, fmt.Sprint(v.Expectation, v.Holds, " ", v))
	}
	assert.Equal(t, []string{
		"0 true baseline: contribution 2009: 760,000,000,000 KRW, as expected",
		"0 false baseline: contribution 2010: 790,400,000,000 KRW, BUT expected 791,000,000,000 KRW",
		"1 false baseline: contribution 2010: 790,400,000,000 KRW, BUT expected 791,000,000,000 KRW ± 500,000,000 KRW",
		"2 true baseline: contribution 2010: 790,400,000,000 KRW, expected 791,000,000,000 KRW ± 600,000,000 KRW",
		"3 false baseline: total of contribution from 2012: 1,705,600,000,000 KRW, BUT expected 1 KRW",
		"4 true no ceiling: years in which ceiling binds: never, as expected",
		"5 false baseline: years in which ceiling binds: 2010, BUT expected 2009 to 2011, 2013",
		"6 true no ceiling: growth 2009: 2.5 %, as expected", // of 2008 there is none, and none is needed
		"7 false no ceiling: contribution 2008: expected 741,500,000,000 KRW: scenario: no ceiling: burden: sma8: contribution 2008: not applicable",
	}, lines)
}

// A limit of a line that nobody asks for is looked for all the same: 3 is more than 2.
func TestVerdictsOfWhatNobodyAsksFor(t *testing.T) {
	d := &document.Document{ID: "m", From: 2024, To: 2026, Ask: []string{"x"},
		Parameters: []document.Param{{Name: "a", Value: "1"}, {Name: "cap", Value: "2"}},
		Lines:      []document.Line{{Name: "x", Formula: "a"}, {Name: "y", Formula: "min(a * 3, cap)"}},
		Expect:     []document.Expectation{{Binds: "cap", Years: []document.Years{"never"}}}}
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	assert.Equal(t, "baseline: years in which cap binds: 2024 to 2026, BUT expected never", verdicts[0].String())
}

// Years without an end are those to the last of the document: the ceiling of 2 binds
// from 2025 on, when 3 is to be paid.
func TestVerdictsToTheLastYear(t *testing.T) {
	d := &document.Document{ID: "m", From: 2024, To: 2026,
		Parameters: []document.Param{{Name: "a", Steps: map[string]document.Number{"2024": "1", "2025": "3"}}, {Name: "cap", Value: "2"}},
		Lines:      []document.Line{{Name: "x", Formula: "min(a, cap)"}},
		Expect:     []document.Expectation{{Binds: "cap", Years: []document.Years{"from 2025"}}}}
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	assert.Equal(t, "baseline: years in which cap binds: 2025 to 2026, as expected", verdicts[0].String())
}

// The expectations of a document hold on its own baseline, and on another say what
// they notice of it. Numbers by hand: 7600 × 1.047 = 7957.2 without the ceiling, and
// 7600 × 1.03 = 7828 with one of 3 %.
func TestVerdictsOnAnotherBaseline(t *testing.T) {
	d := documentFile(t, "testdata/sma8.json")
	own, err := d.Verdicts()
	require.NoError(t, err)
	scenarios, err := d.Scenarios()
	require.NoError(t, err)
	lines := func(list []document.Verdict) (lines []string) {
		for _, v := range list {
			lines = append(lines, fmt.Sprint(v.Expectation, v.Holds, " ", v))
		}
		return lines
	}
	same, err := d.VerdictsOn(scenarios[0])
	require.NoError(t, err)
	assert.Equal(t, lines(own), lines(same))

	ceiling, _ := scenarios[0].Model().Param("ceiling")
	lower, err := scenarios[0].Model().With(ceiling.Is(burden.Constant("3%")))
	require.NoError(t, err)
	found, err := d.VerdictsOn(scenario.Baseline(lower, 2009, 2013))
	require.NoError(t, err)
	got := lines(found)
	assert.Contains(t, got, "0 true baseline: contribution 2009: 760,000,000,000 KRW, as expected")
	assert.Contains(t, got, "0 false baseline: contribution 2010: 782,800,000,000 KRW, BUT expected 790,400,000,000 KRW")
	assert.Contains(t, got, "3 true no ceiling: contribution 2010: 795,700,000,000 KRW, as expected", "what a scenario puts in its place is as it was")
	assert.Contains(t, got, "2 false baseline: years in which ceiling binds: 2010, 2013, BUT expected 2010")

	// A model that lacks what is expected, and what the scenarios change.
	other := korea.Eleventh()
	found, err = d.VerdictsOn(scenario.Baseline(other.Model, other.First, other.Last))
	require.NoError(t, err)
	require.Len(t, found, len(own))
	for _, v := range found {
		assert.False(t, v.Holds, v)
	}
	assert.ErrorIs(t, found[len(found)-1].Err, burden.ErrUnknownName)
	_, err = d.VerdictsOn(nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	d.Expect[0].Line = "contributions"
	_, err = d.VerdictsOn(scenarios[0])
	assert.ErrorIs(t, err, burden.ErrUnknownName)
}

// What the comment of Document shows is one, and what it expects comes out: 1.2e9 × 1.022
// = 1226400000, × 1.03 = 1263192000; and × 1.034 = 1268097600, in all 3694497600.
func TestDocumentOfTheComment(t *testing.T) {
	source, err := os.ReadFile("document.go")
	require.NoError(t, err)
	_, example, _ := strings.Cut(string(source), "//\n//\t{\n")
	example, _, found := strings.Cut(example, "//\t}\n")
	require.True(t, found)
	d, err := document.Read(strings.NewReader("{"+strings.ReplaceAll(example, "//\t", "")+"}"), "comment.json")
	require.NoError(t, err)
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	assert.Len(t, verdicts, 3)
	for _, v := range verdicts {
		assert.True(t, v.Holds, v)
	}
}

// Scenarios of every kind of change, on top of each other, survive the way through a
// document: no difference, the same layers, the same document again.
func TestScenariosThroughDocuments(t *testing.T) {
	a := korea.Eleventh()
	base := scenario.Baseline(a.Model, 2020, 2025, a.Contribution, a.Growth.Raw())
	with := func(s *scenario.Scenario, o scenario.Overlay) *scenario.Scenario {
		t.Helper()
		r, err := s.Apply(o)
		require.NoError(t, err)
		return r
	}
	perHead := burden.NewLine("per_head", burden.KRW.Per(burden.Persons))
	troops := burden.NewParam("troops", burden.Persons, burden.Constant(28500)).Within("1", "1e6")
	numbers := scenario.NewOverlay("numbers", scenario.Set(a.Driver, "5%", scenario.From(2023), scenario.In(2021)), scenario.Scale(a.Base, "1.1"),
		scenario.Shift(a.Step, "-1%", scenario.Between(2021, 2022)))
	structure := scenario.NewOverlay("structure", scenario.Define(a.Growth.With(func(x *burden.Index) { x.Lag = 2 })),
		scenario.Define(perHead.Is(a.Contribution.Over(troops).RoundedTo("1", burden.HalfUp))), scenario.Set(troops, 30000)).Priority(-3)
	fiscal := burden.NewParam("fiscal", burden.KRW, burden.ByYear(map[int]int{2022: 5}).On(burden.FiscalApril)).Estimated("4", "5", "7")
	series := scenario.NewOverlay("series", scenario.Define(a.Driver.Is(burden.Steps(map[int]string{2019: "1%", 2022: "2%"}))),
		scenario.Define(burden.NewLine("april", burden.KRW).On(burden.FiscalApril).Starts(2022, fiscal).Until(2022))).Priority(7)
	one, two := with(base, numbers), with(base, structure)
	both := with(one, structure)
	named := with(both.Named("agreed"), series)
	all := []*scenario.Scenario{base, one, two, both, named, with(base, series).Named("another name")}

	d, err := document.New(a.Model, all...)
	require.NoError(t, err)
	assert.Equal(t, []string{"contribution", "growth.raw"}, d.Ask)
	d.Title, d.WhatIf[0].Author = "all kinds", "somebody"
	read := through(t, d)
	scenarios, err := read.Scenarios()
	require.NoError(t, err)
	found := map[string]*scenario.Scenario{}
	for _, s := range scenarios {
		found[s.Name()] = s
	}
	for _, s := range all {
		got := found[s.Name()]
		require.NotNil(t, got, s.Name())
		assert.Empty(t, scenario.Diff(s, got), s.Name())
		assert.Equal(t, digits(t, s.Model(), 2024), digits(t, got.Model(), 2024), s.Name())
	}
	m, err := read.Model()
	require.NoError(t, err)
	again, err := document.New(m, scenarios...)
	require.NoError(t, err)
	again.Title, again.WhatIf[0].Author = d.Title, d.WhatIf[0].Author
	assert.Equal(t, text(t, d), text(t, again))
	canonical, err := read.Canonical()
	require.NoError(t, err)
	own, err := d.Canonical()
	require.NoError(t, err)
	assert.Equal(t, text(t, own), text(t, canonical))

	_, err = document.New(a.Model, base, scenario.Baseline(a.Model, 2020, 2024))
	assert.ErrorIs(t, err, scenario.ErrBaseline)
	_, err = document.New(korea.Eighth().Model, base)
	assert.ErrorIs(t, err, scenario.ErrBaseline)
	other, err := base.With("numbers", scenario.Scale(a.Base, "1.2"))
	require.NoError(t, err)
	_, err = document.New(a.Model, one, other)
	assert.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = document.New(nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = document.New(a.Model, nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// What a document says decides its hash, and how it is written does not.
func TestDocumentHash(t *testing.T) {
	hash := func(d *document.Document) string {
		t.Helper()
		h, err := d.Hash()
		require.NoError(t, err)
		return h
	}
	d := documentFile(t, "testdata/sma8.json")
	want := hash(d)
	assert.Len(t, want, 64)
	canonical, err := d.Canonical()
	require.NoError(t, err)
	assert.Equal(t, want, hash(canonical))
	assert.Equal(t, want, hash(through(t, canonical)))
	written, err := os.ReadFile("testdata/sma8.json")
	require.NoError(t, err)
	for change, same := range map[string]bool{
		`"760.0e9"|760000000000`:              true, // a number of another form
		`"4%"|"0.040"`:                        true,
		`base, 2010: round|base,2010:  round`: true, // a formula with other spaces
		`0.1e9, half_up|100e6, half_up`:       true,
		// Parameters in another order, and years.
		`["from 2011"]|["2012 to 2013", "2011", "from 2014"]`: true,
		`["from 2011"]|["2012 to 2013", "from 2014"]`:         false,
		`"id": "sma8",|`:                true, // keys in another order
		`[2010, 2013]|["2010", "2013"]`: true,
		`"from 2011"|"2011 to 9999"`:    true,
		`760.0e9|760.1e9`:               false,
		`half_up|half_even`:             false,
		`"confirmed"|"brief"`:           false,
		`"lag": 2|"lag": 1`:             false,
		`The eighth|Eighth`:             false,
		`"from 2011"|"from 2012"`:       false,
		// A year basis that goes without saying, one that does not, and an estimate.
		`"name": "base",|"name": "base", "year_basis": "calendar",`:                        true,
		`"value": "4%",|"value": "4%", "year_basis": "any",`:                               true,
		`"value": "4%",|"value": "4%", "year_basis": "calendar",`:                          false,
		`"value": "4%",|"value": "4%", "estimate": {"low": 0, "central": 0, "high": 0.1},`: false,
	} {
		old, fresh, _ := strings.Cut(change, "|")
		text := strings.Replace(string(written), old, fresh, 1)
		if fresh == "" {
			text = strings.Replace(text, "  \"to\": 2013,", "  \"to\": 2013, \"id\": \"sma8\",", 1)
		}
		require.NotEqual(t, string(written), text, change)
		changed, err := document.Read(strings.NewReader(text), "changed.json")
		require.NoError(t, err, change)
		assert.Equal(t, same, hash(changed) == want, change)
	}
	for i := range len(d.Parameters) / 2 {
		k := len(d.Parameters) - 1 - i
		d.Parameters[i], d.Parameters[k] = d.Parameters[k], d.Parameters[i]
	}
	assert.Equal(t, want, hash(d), "parameters in another order")
	_, err = (&document.Document{}).Hash()
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}

// A document that no decoder with places has read has its faults by path.
func TestDocumentWithoutPlaces(t *testing.T) {
	d := &document.Document{File: "clause.toml", ID: "clause",
		Parameters: []document.Param{{Name: "base", Unit: "EUR", Value: "1e6"}, {Name: "cpi", ByYear: map[string]document.Number{"twenty": "2"}}},
		Lines:      []document.Line{{Name: "fee", Unit: "EUR", Formula: "by_year{2020: base,\n  2021: fee[-1] * bsae}"}, {Name: "x"}}}
	err := d.Check()
	assert.EqualError(t, err, strings.Join([]string{
		`clause.toml: parameters[1].by_year.twenty: "twenty" is no year`,
		`clause.toml: lines[0].formula:2:19: unknown name bsae; did you mean base?`,
		`clause.toml: lines[1]: a line has a formula, an index or a split`,
	}, "\n"))
	for _, fault := range burden.Faults(err) {
		assert.IsType(t, &document.Error{}, fault)
	}
	var none *document.Document
	assert.EqualError(t, none.Check(), "document: there is no document")
	_, err = (&document.Document{ID: "m", Lines: []document.Line{{Name: "x", Formula: "1"}}}).Scenarios()
	assert.EqualError(t, err, "document: from: the scenarios need a first and a last year, from and to")
	assert.EqualError(t, none.Write(&bytes.Buffer{}), "document: there is no document")
	var written bytes.Buffer
	require.NoError(t, (&document.Document{Sweeps: []document.Sweep{{Name: "s"}}}).Write(&written))
	assert.Contains(t, written.String(), `"lines": []`)
	assert.NotContains(t, written.String(), "null", "which Read refuses")
	err = (&document.Document{}).Write(nil)
	assert.EqualError(t, err, "document: there is nothing to write to")
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = document.New(nil)
	assert.EqualError(t, err, "document: there is no model")
	assert.IsType(t, &document.Error{}, err)
	_, err = document.Read(nil, "nothing.json")
	assert.EqualError(t, err, "nothing.json: there is nothing to read")
	_, err = document.Read(iotest.ErrReader(io.ErrUnexpectedEOF), "torn.json")
	assert.EqualError(t, err, "torn.json: cannot be read: unexpected EOF")
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	d.Title = strings.Repeat("long", document.MaxSize)
	assert.ErrorIs(t, d.Write(&bytes.Buffer{}), burden.ErrTooLarge)
	_, err = d.Verdicts()
	assert.ErrorIs(t, err, burden.ErrSyntax)
}

// Any decoder that knows the tags reads the same document: encoding/json by itself
// does, if numbers are in quotes.
func TestTagsServeOtherDecoders(t *testing.T) {
	d := documentFile(t, "testdata/sma8.json")
	canonical, err := d.Canonical()
	require.NoError(t, err)
	var plain document.Document
	require.NoError(t, json.Unmarshal([]byte(text(t, canonical)), &plain))
	a, err := d.Hash()
	require.NoError(t, err)
	b, err := plain.Hash()
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

// hostile are documents of up to 1 MiB that try to cost time or memory.
func hostile() map[string]string {
	const mib = 1 << 20
	list := func(item func(i int) string, size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(item(i))
		}
		return b.String()
	}
	number := func(i int) string { return fmt.Sprintf(`{"name":"p%d","value":1}`, i) }
	line := func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"1"}`, i) }
	long := strings.Repeat("a", 100)
	return map[string]string{
		"too long":      strings.Repeat(" ", mib+1),
		"lists":         strings.Repeat("[", mib),
		"objects":       strings.Repeat(`{"lines":`, mib/9),
		"zeros":         `{"lines":[` + list(func(int) string { return "0" }, mib-20) + `]}`,
		"empty objects": `{"lines":[` + list(func(int) string { return "{}" }, mib-20) + `]}`,
		"unknown keys":  `{` + list(func(i int) string { return fmt.Sprintf(`"k%d":0`, i) }, mib-20) + `}`,
		"keys twice":    `{` + list(func(int) string { return `"id":"a"` }, mib-20) + `}`,
		"parameters":    `{"id":"m","parameters":[` + list(number, mib-120) + `],"lines":[{"name":"x","formula":"1"}]}`,
		"lines":         `{"id":"m","lines":[` + list(line, mib-40) + `]}`,
		"unknown names": `{"id":"m","parameters":[` + list(func(i int) string { return fmt.Sprintf(`{"name":"%s%d"}`, long, i) }, mib/2) + `],"lines":[` + list(func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"%sx%d"}`, i, long, i) }, mib/2-500) + `]}`,
		"figures":       `{"id":"m","parameters":[{"name":"p","figures":[` + list(func(i int) string { return fmt.Sprintf(`{"from":%d,"value":1}`, i+1) }, mib/2) + `]}],"lines":[]}`,
		"scenarios":     `{"id":"m","parameters":[` + list(number, mib/2) + `],"lines":[{"name":"x","formula":"p1"}],"from":1,"to":2,"scenarios":[` + list(func(i int) string { return fmt.Sprintf(`{"name":"s%d","changes":[{"set":"p1","value":%d}]}`, i, i) }, mib/2-300) + `]}`,
		"definitions": `{"id":"m","lines":[` + list(line, mib/8) + `],"from":1,"to":2,"scenarios":[` + list(func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","changes":[{"define":{"name":"l1","formula":"%d"}}]}`, i, i)
		}, mib/2) + `]}`,
		"stacked scenarios": `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[{"name":"x","formula":"p"}],"from":1,"to":2,"scenarios":[` + list(func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","with":["s%d"],"priority":%d,"changes":[{"set":"p","value":1}]}`, i, max(0, i-1), i)
		}, mib-300) + `]}`,
		"expectations": `{"id":"m","lines":[{"name":"x","formula":"1"}],"from":1,"to":9999,"expect":[` + list(func(int) string { return `{"binds":"x","years":["1 to 9999"]}` }, mib-120) + `]}`,
		"sweeps": `{"id":"m","lines":[{"name":"x","formula":"1"}],"from":1,"to":2,"sweeps":[` + list(func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","grid":[{"parameter":"p","values":[1]}],"metrics":[{"line":"x","year":1}]}`, i)
		}, mib-250) + `],"parameters":[{"name":"p"}]}`,
		"metrics": `{"id":"m","lines":[{"name":"x","formula":"1"}],"from":1,"to":9999,"parameters":[{"name":"p"}],"sweeps":[{"name":"s","grid":[{"parameter":"p","values":[1]}],"metrics":[` +
			list(func(int) string { return `{"line":"x","year":1}` }, mib-250) + `]}]}`,
		"years of a metric": `{"id":"m","parameters":[{"name":"p"}],"lines":[{"name":"x","unit":"KRW","formula":"amount(1,\"KRW\")"}],"from":1,"to":9999,"sweeps":[{"name":"s","grid":[{"parameter":"p","values":[1]}],"metrics":[{"total":"x","years":[` +
			list(func(int) string { return `"1 to 9999"` }, mib-300) + `]}]}]}`,
		"steps": `{"id":"m","parameters":[{"name":"p"}],"lines":[{"name":"x","formula":"1"}],"from":1,"to":2,"sweeps":[` + list(func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","grid":[{"parameter":"p","steps":{"from":0,"to":131071,"by":1}}],"metrics":[{"line":"x","year":1}]}`, i)
		}, mib-150) + `]}`,
		"escapes":       `{"id":"` + strings.Repeat(`\u0041`, mib/6-4) + `"}`,
		"one formula":   `{"id":"m","lines":[{"name":"x","formula":"` + strings.Repeat("1+", mib/2-40) + `1"}]}`,
		"many formulas": `{"id":"m","lines":[` + list(func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"l%d+l%d[-1]"}`, i, i+1, i) }, mib-80) + `]}`,
	}
}

// Hostile documents are refused, or read, with few faults.
func TestHostileDocuments(t *testing.T) {
	for name, text := range hostile() {
		if name != "too long" {
			require.LessOrEqual(t, len(text), 1<<20, name)
		}
		_, err := document.Read(strings.NewReader(text), "hostile.json")
		assert.LessOrEqual(t, len(burden.Faults(err)), 100, name)
	}
}

// And in bounded time and memory.
func TestHostileDocumentsCost(t *testing.T) {
	documents := hostile()
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		worst.Run(t, "document of "+name, func(t *testing.T) {
			_, err := document.Read(strings.NewReader(documents[name]), "hostile.json")
			for _, f := range burden.Faults(err) {
				_ = f.Error()
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(soundDocument))
	f.Add([]byte(sweepText()))
	for _, c := range brokenDocuments {
		text := soundDocument
		parts := strings.Split(c.change, "|")
		for i := 0; i < len(parts); i += 2 {
			text = strings.Replace(text, parts[i], parts[i+1], 1)
		}
		f.Add([]byte(text))
	}
	// Scenarios have names in any alphabet, whose letters change length with their case.
	f.Add([]byte(strings.Replace(strings.Replace(soundDocument, `"name": "lower"`, `"name": "`+strings.Repeat("Ⱥ", 127)+`"`, 1), `"scenario": "low"`, `"scenario": "`+strings.Repeat("Ⱥ", 126)+`b"`, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := document.Read(bytes.NewReader(data), "fuzz.json")
		if err != nil {
			for _, fault := range burden.Faults(err) {
				e, is := fault.(*document.Error)
				if !is || e.Err == nil || e.Problem == "" {
					t.Fatalf("%q: %#v", data, fault)
				}
			}
			return
		}
		canonical, err := d.Canonical()
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		var b bytes.Buffer
		if err := canonical.Write(&b); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		again, err := document.Read(&b, "again.json")
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		h, _ := d.Hash()
		if k, err := again.Hash(); h != k || err != nil {
			t.Fatalf("%q: %s and %s, %v", data, h, k, err)
		}
	})
}

// A mark that some editors put at the beginning of a file is no fault, and what is
// changed after reading has no place in the text any more.
func TestDocumentChangedAfterReading(t *testing.T) {
	d, err := document.Read(strings.NewReader("\ufeff"+soundDocument), "sma8.json")
	require.NoError(t, err)
	require.NoError(t, d.Check())
	d.Lines = append([]document.Line{{Name: "new", Formula: "base +\n bsae"}}, d.Lines...)
	assert.EqualError(t, d.Check(), "sma8.json: lines[0].formula:2:2: unknown name bsae; did you mean base?")
}
