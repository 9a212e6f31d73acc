package scenario_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/foreign"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/document"
)

// Whatever text comes from somebody else, in every place of a scenario that takes one, no
// output but data has it raw.
func TestForeignTextOfAScenario(t *testing.T) {
	for _, text := range foreign.Texts() {
		raw := func(output any, what string) {
			t.Helper()
			assert.Empty(t, foreign.Raw(fmt.Sprint(output)), "%s of %q:\n%q", what, text, fmt.Sprint(output))
		}
		oneLine := func(output any, what string) {
			t.Helper()
			assert.Empty(t, foreign.Lines(fmt.Sprint(output)), "%s of %q:\n%q", what, text, fmt.Sprint(output))
		}
		sourced := func(value int) burden.Series {
			return burden.NewSeries(burden.Span{From: 2010, To: 2012, Entry: burden.Entry{Value: burden.Amount(value, burden.KRW).Node().Value, Source: text, Print: text}})
		}
		p := burden.NewParam("p", burden.KRW, sourced(5)).For(text).Estimated("3", "5", "8")
		l := burden.NewLine("l", burden.KRW).As(burden.Flow)
		model := func(p burden.Param) *burden.Model {
			m, err := burden.NewModel("m", l.Is(p.RoundedTo("2", burden.HalfUp)))
			require.NoError(t, err)
			return m
		}
		base := scenario.Baseline(model(p), 2010, 2012).Named(text)
		other, err := base.With(text+" other", scenario.Set(p, 9), scenario.Define(l.Is(burden.NewParam("p", burden.KRW, sourced(5)))))
		require.NoError(t, err)
		total := scenario.Total(l, scenario.Between(2010, 2012))

		c, err := scenario.Compare(base, other)
		require.NoError(t, err)
		raw(c, "comparison")
		table, err := c.Display(display.Style{Amounts: burden.RoundTo("10", burden.HalfUp)})
		require.NoError(t, err)
		raw(table, "table")
		raw(table.Markdown(), "Markdown")
		loose := display.Table{Head: []string{text}, Rows: [][]string{{text}}, Foot: []string{text}}
		raw(loose, "table of texts")
		raw(loose.Markdown(), "Markdown of texts")
		assert.Equal(t, 3, strings.Count(loose.String(), "\n"))
		a, err := scenario.Attribute(base, other, total)
		require.NoError(t, err)
		attributed, err := a.Table("1")
		require.NoError(t, err)
		raw(attributed, "attribution")
		raw(base.Register(), "register")
		raw(other.Register(), "register")
		revised, err := base.With(text, scenario.Set(p, "6"))
		require.NoError(t, err)
		for _, s := range []*scenario.Scenario{other, revised, scenario.Baseline(model(burden.NewParam("p", burden.KRW, sourced(7)).For(text+" otherwise")), 2010, 2012)} {
			r, err := scenario.Revise(base, s)
			require.NoError(t, err)
			raw(r, "revision")
			for _, x := range r.Changes() {
				oneLine(x, "revised")
			}
			b, err := r.Bridge(total, "1")
			require.NoError(t, err)
			raw(b, "bridge")
			for _, d := range scenario.Diff(base, s) {
				oneLine(d, "difference")
			}
			warnings, err := s.Warnings()
			require.NoError(t, err)
			for _, w := range warnings {
				oneLine(w, "warning")
			}
		}
		idle, err := base.With(text, scenario.Set(p, 5))
		require.NoError(t, err)
		warnings, err := idle.Warnings()
		require.NoError(t, err)
		require.NotEmpty(t, warnings)
		oneLine(warnings[0], "warning")
		impacts, err := scenario.RoundingImpact(base, total, scenario.RoundingConvention{Name: text, Mode: burden.Up})
		require.NoError(t, err)
		raw(impacts, "impacts")
		readings, err := scenario.Conventions(base, l, burden.Constant(6), burden.Rounding{}, scenario.Dimension{Name: text, Alternatives: []scenario.Alternative{{Name: text}, {Name: "x"}}})
		require.NoError(t, err)
		raw(readings, "readings")
		residuals, err := scenario.Backtest(base, l, sourced(6), burden.Rounding{})
		require.NoError(t, err)
		raw(residuals, "residuals")
		variances, err := scenario.VarianceOf(burden.NewParam("planned", burden.KRW, sourced(6)), burden.NewParam("came", burden.KRW, sourced(7)))
		require.NoError(t, err)
		raw(variances, "variances")
		raw(variances[0], "variance")
		sweep := scenario.Sweep{Scenario: base, Metrics: []scenario.Metric{total}, Design: scenario.NewGrid(scenario.NewAxis(p, []int{1, 2}))}
		fan, err := sweep.Fan(context.Background(), l, scenario.Above(l, l).Named(text))
		require.NoError(t, err)
		raw(fan, "fan")
		oneLine(scenario.At(burden.NewLine(text, burden.Unit(text)), 2010), "metric")
		oneLine(scenario.Set(burden.NewParam(text, burden.Unit(text), burden.Constant(1)), text), "change")
		oneLine(scenario.Define(burden.NewLine(text, burden.KRW).Is(l)), "definition")
		raw(scenario.Simulation{Inputs: []scenario.Uncertain{{Param: burden.NewParam(text, burden.KRW, burden.Constant(1)), Process: scenario.Held(scenario.Uniform(text, text))}}}, "simulation")
		raw(document.Verdict{Scenario: base, What: text, Found: "1", Expected: "2"}, "verdict")
		oneLine(document.Verdict{Scenario: base, What: text, Found: text, Expected: text, Tolerance: text, Err: errors.New(text)}, "verdict")

		results, err := scenario.NewResults(base, other)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, results.WriteCSV(&b))
		head, _, _ := strings.Cut(b.String(), "scenario,run,")
		raw(head, "lines before the rows")
		for line := range strings.SplitSeq(strings.TrimSuffix(head, "\n"), "\n") {
			assert.True(t, strings.HasPrefix(line, "# "), "%q", line)
		}
		b.Reset()
		require.NoError(t, results.WriteJSON(&b))
		assert.True(t, json.Valid(b.Bytes()))

		var faults []error
		add := func(err error) {
			if err != nil {
				faults = append(faults, err)
			}
		}
		_, err = base.With(text, scenario.Set(burden.NewParam(text, burden.KRW, burden.Constant(1)), 1))
		add(err)
		_, err = base.With(text, scenario.Set(p, text))
		add(err)
		_, err = base.Apply(scenario.NewOverlay(text, scenario.Set(p, 1)), scenario.NewOverlay(text+"2", scenario.Set(p, 2)))
		add(err)
		_, err = scenario.Compare(base, scenario.Baseline(model(p), 2011, 2012).Named(text))
		add(err)
		_, err = scenario.NewResults(base, base)
		add(err)
		_, err = base.Measure(scenario.At(burden.NewLine(text, burden.KRW), 2010))
		add(err)
		_, err = scenario.RoundingImpact(base, total, scenario.RoundingConvention{Name: text, Quantum: text})
		add(err)
		add(&scenario.Error{Scenario: text, Change: text, Other: text, OtherChange: text, Err: errors.New(text)})
		add(&scenario.Error{Scenario: text, Err: &scenario.Error{Scenario: text, Err: &burden.Error{Input: text}}})
		add(&document.Error{File: text, Path: text, Problem: text, Suggestion: text})
		assert.Greater(t, len(faults), 8)
		for _, err := range faults {
			for _, f := range burden.Faults(err) {
				oneLine(f.Error(), "error")
			}
		}
		joined := &scenario.Error{Scenario: text, Err: errors.Join(errors.New(text), errors.New(text))}
		assert.Equal(t, 1, strings.Count(joined.Error(), "\n"))
		raw(joined.Error(), "joined errors")
	}
}
