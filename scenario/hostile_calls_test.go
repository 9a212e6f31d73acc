package scenario_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	worst "example.com/burdenshare/internal/hostile"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/document"
)

// commas writes n things of a document.
func commas(n int, item func(i int) string) string { return strings.Join(many(n, item), ",") }

// Documents within their limits whose calls are the work: each of these once took from
// seconds to a quarter of an hour.
func TestHostileCalls(t *testing.T) {
	read := func(t *testing.T, text string) *document.Document {
		require.LessOrEqual(t, len(text), document.MaxSize)
		d, err := document.Read(strings.NewReader(text), "hostile.json")
		require.NoError(t, err)
		return d
	}
	scenarios := func(t *testing.T, d *document.Document) []*scenario.Scenario {
		list, err := d.Scenarios()
		require.NoError(t, err)
		return list
	}
	line := func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"p"}`, i) }
	one := `"parameters":[{"name":"p","value":1}],"lines":[{"name":"x","formula":"p"}]`

	worst.Run(t, "a difference of as many lines as there may be, all asked for", func(t *testing.T) {
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[` + commas(burden.MaxLines, line) + `],"from":2000,"to":2001,"ask":[` +
			commas(burden.MaxLines, func(i int) string { return fmt.Sprintf(`"l%d"`, i) }) + `],"scenarios":[{"name":"s","changes":[{"set":"p","value":2}]}]}`
		list := scenarios(t, read(t, text))
		// Only the parameter differs, and its two values are those of the text.
		require.Equal(t, []scenario.Difference{{Name: "p", A: "1", B: "2"}}, scenario.Diff(list[0], list[1]))
		_, err := scenario.Merge(list...)
		require.NoError(t, err)
		c, err := scenario.Compare(list[0], list[1])
		require.NoError(t, err)
		_, err = c.Display(display.Style{})
		require.NoError(t, err)
		r, err := c.Results()
		require.NoError(t, err)
		require.NoError(t, r.WriteCSV(io.Discard))
		_, err = scenario.Revise(list[0], list[1])
		require.NoError(t, err)
	})
	worst.Run(t, "80,000 unknown names asked for", func(t *testing.T) {
		text := `{"id":"m","lines":[` + commas(2000, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"1"}`, i) }) + `],"from":1,"to":2,"ask":[` + commas(80000, func(i int) string { return fmt.Sprintf(`"x%d"`, i) }) + `]}`
		require.LessOrEqual(t, len(text), document.MaxSize)
		_, err := document.Read(strings.NewReader(text), "hostile.json")
		require.ErrorIs(t, err, burden.ErrUnknownName)
		require.Len(t, burden.Faults(err), 100)
	})
	worst.Run(t, "warnings of as many changes as there may be", func(t *testing.T) {
		text := `{"id":"m","parameters":[` + commas(scenario.MaxScenarioChanges, func(i int) string { return fmt.Sprintf(`{"name":"p%d","value":1}`, i) }) + `],"lines":[{"name":"x","formula":"` +
			strings.Join(many(scenario.MaxScenarioChanges, func(i int) string { return fmt.Sprintf("p%d", i) }), "+") + `"}],"from":2000,"to":2030,"scenarios":[{"name":"s","changes":[` +
			commas(scenario.MaxScenarioChanges, func(i int) string { return fmt.Sprintf(`{"set":"p%d","value":1}`, i) }) + `]}]}`
		_, err := scenarios(t, read(t, text))[1].Warnings()
		require.ErrorIs(t, err, burden.ErrTooLarge)
		require.ErrorContains(t, err, "4096 changes")
	})
	worst.Run(t, "warnings of as many changes of one parameter as there may be", func(t *testing.T) {
		text := `{"id":"m",` + one + `,"from":1,"to":9999,"scenarios":[{"name":"s","changes":[` +
			commas(scenario.MaxScenarioChanges, func(i int) string { return fmt.Sprintf(`{"scale":"p","by":1,"years":["%d"]}`, 1+2*i) }) + `]}]}`
		_, err := scenarios(t, read(t, text))[1].Warnings()
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "warnings of as many definitions as there may be lines", func(t *testing.T) {
		define := func(i int) string {
			return fmt.Sprintf(`{"define":{"name":"l%d","formula":"p"}}`, i)
		}
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[` + commas(burden.MaxLines, line) + `],"from":2000,"to":2001,"scenarios":[{"name":"s","changes":[` + commas(burden.MaxLines, define) + `]}]}`
		list := scenarios(t, read(t, text))
		_, err := list[1].Warnings()
		require.ErrorIs(t, err, burden.ErrTooLarge)
		_, _ = scenario.Attribute(list[0], list[1], scenario.At(list[0].Lines()[0], 2000))
	})
	worst.Run(t, "verdicts on 7,000 scenarios of 9,999 years", func(t *testing.T) {
		text := `{"id":"m",` + one + `,"from":1,"to":9999,"scenarios":[` + commas(7000, func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","changes":[{"set":"p","value":%d}]}`, i, i)
		}) + `],"expect":[` + commas(7000, func(i int) string { return fmt.Sprintf(`{"scenario":"s%d","line":"x","by_year":{"9999":%d}}`, i, i) }) + `]}`
		_, err := read(t, text).Verdicts()
		require.ErrorIs(t, err, burden.ErrTooLarge)
		require.ErrorContains(t, err, "the limit of one call; expect something of fewer scenarios, lines or years")
	})
	worst.Run(t, "verdicts on every year of a line", func(t *testing.T) {
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[{"name":"x","formula":"by_year{1: p, 2: x[-1] + 1}"}],"from":1,"to":9999,"expect":[{"line":"x","by_year":{` +
			commas(9999, func(i int) string { return fmt.Sprintf(`"%d":%d`, i+1, i+1) }) + `}}]}`
		verdicts, err := read(t, text).Verdicts()
		require.NoError(t, err)
		require.Len(t, verdicts, 9999)
		for _, v := range verdicts { // one more each year, from one in the first
			require.True(t, v.Holds, v.String())
		}
	})
	worst.Run(t, "verdicts on what cannot be evaluated in any year", func(t *testing.T) {
		text := `{"id":"m","parameters":[{"name":"p","value":0}],"lines":[{"name":"x","formula":"round(1 / p, 1, half_up)"}],"from":1,"to":9999,"expect":[{"line":"x","by_year":{` +
			commas(9999, func(i int) string { return fmt.Sprintf(`"%d":1`, i+1) }) + `}}]}`
		_, err := read(t, text).Verdicts()
		if err != nil {
			require.ErrorIs(t, err, burden.ErrTooLarge)
		}
	})
	worst.Run(t, "expectations of limits in many scenarios", func(t *testing.T) {
		text := `{"id":"m","parameters":[` + commas(1000, func(i int) string { return fmt.Sprintf(`{"name":"c%d","value":1}`, i) }) + `,{"name":"p","value":2}],"lines":[` +
			commas(1000, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"min(p, c%d)"}`, i, i) }) + `],"from":2000,"to":2001,"scenarios":[` +
			commas(300, func(i int) string {
				return fmt.Sprintf(`{"name":"s%d","changes":[{"set":"p","value":%d}]}`, i, i)
			}) + `],"expect":[` +
			commas(8000, func(i int) string {
				return fmt.Sprintf(`{"scenario":"s%d","binds":"c%d","years":["never"]}`, i%300, i%1000)
			}) + `]}`
		_, err := read(t, text).Verdicts()
		if err != nil {
			require.ErrorIs(t, err, burden.ErrTooLarge)
		}
	})
	worst.Run(t, "scenarios that each define a line of a model of long formulas", func(t *testing.T) {
		long := strings.Repeat("p+", 60000) + "p"
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[` + commas(4, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"%s"}`, i, long) }) + `,{"name":"x","formula":"p"}],"from":1,"to":2,"scenarios":[` +
			commas(5000, func(i int) string {
				return fmt.Sprintf(`{"name":"s%d","changes":[{"define":{"name":"x","formula":"%d"}}]}`, i, i)
			}) + `]}`
		require.LessOrEqual(t, len(text), document.MaxSize)
		_, err := document.Read(strings.NewReader(text), "hostile.json")
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	worst.Run(t, "results of many lines that all rest on many others", func(t *testing.T) {
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[` + commas(2000, func(i int) string {
			if i == 0 {
				return `{"name":"l0","formula":"p"}`
			}
			return fmt.Sprintf(`{"name":"l%d","formula":"l%d + p"}`, i, i-1)
		}) + `,` + commas(2000, func(i int) string { return fmt.Sprintf(`{"name":"r%d","formula":"l1999 + %d"}`, i, i) }) + `],"from":2000,"to":2009,"scenarios":[{"name":"s","changes":[{"set":"p","value":2}]}]}`
		r, err := scenario.NewResults(scenarios(t, read(t, text))...)
		require.NoError(t, err)
		require.NoError(t, r.WriteCSV(io.Discard))
	})
	worst.Run(t, "splits of as many members as there may be", func(t *testing.T) {
		text := `{"id":"m","parameters":[{"name":"p","value":1}],"lines":[` + commas(3, func(k int) string {
			return fmt.Sprintf(`{"name":"s%d","unit":"KRW","split":{"total":"KRW(1e6) * p","quantum":"1","members":[`, k) + commas(burden.MaxMembers, func(i int) string { return fmt.Sprintf(`{"key":"k%d","weight":"p"}`, i) }) + `]}}`
		}) + `],"from":2000,"to":2001,"scenarios":[{"name":"s","changes":[{"set":"p","value":2}]}]}`
		list := scenarios(t, read(t, text))
		_, err := scenario.Compare(list[0], list[1])
		require.NoError(t, err)
	})
	worst.Run(t, "names and texts that are too long", func(t *testing.T) {
		long := strings.Repeat("가", 100000)
		text := `{"id":"m","title":"` + long + `",` + one + `,"from":1,"to":2,"scenarios":[{"name":"` + long + `","changes":[{"set":"p","value":1}]}]}`
		_, err := document.Read(strings.NewReader(text), "hostile.json")
		require.ErrorIs(t, err, burden.ErrTooLarge)
		require.Less(t, len(err.Error()), 500)
	})
}

// Names and texts have a length, and what is longer is told with its length and how much
// it may have. The message does not repeat it.
func TestLengthsOfNamesAndTexts(t *testing.T) {
	doc := func(title, name, sweep string) *document.Document {
		return &document.Document{
			ID: "m", Title: title, From: 1, To: 2,
			Parameters: []document.Param{{Name: "p", Value: "1"}},
			Lines:      []document.Line{{Name: "x", Formula: "p"}},
			WhatIf:     []document.Scenario{{Name: name, Changes: []document.Change{{Set: "p", Value: "2"}}}},
			Sweeps: []document.Sweep{{Name: sweep, Grid: []document.Axis{{Parameter: "p", Values: []document.Number{"1"}}},
				Metrics: []document.Metric{{Line: "x", Year: 1}}}},
		}
	}
	name, text := strings.Repeat("한", scenario.MaxName), strings.Repeat("한", document.MaxText)
	require.NoError(t, doc(text, name, name).Check(), "letters, not bytes")
	require.EqualError(t, doc(text+"한", name, name).Check(), "document: title: the text has 2001 letters and may have 2000; shorten it")
	require.EqualError(t, doc(text, name+"한", name).Check(), "document: scenarios[0].name: the name has 129 letters and may have 128; shorten it")
	require.EqualError(t, doc(text, name, name+"한").Check(), "document: sweeps[0].name: the name has 129 letters and may have 128; shorten it")

	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	m, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(p))
	require.NoError(t, err)
	base := scenario.Baseline(m, 1, 2)
	_, err = base.With(name, scenario.Set(p, 2))
	require.NoError(t, err)
	_, err = base.With(strings.Repeat("n", 100000), scenario.Set(p, 2))
	require.ErrorIs(t, err, burden.ErrTooLarge)
	require.ErrorContains(t, err, "the name of an overlay has 100000 letters and may have 128; shorten it")
	require.Less(t, len(err.Error()), 600)
}
