package scenario_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// mine is a design of a program's own, and mineWithWords one that says what it is.
type mine struct{ scenario.List }

type mineWithWords struct{ scenario.List }

func (mineWithWords) String() string { return "every second price\nfrom 2021 on\n" }

// median is a distribution of a program's own.
type median struct{}

func (median) Quantile(_ *big.Rat, grid burden.Rounding) (decimal.Decimal, error) {
	return grid.Apply(decimal.New(2, -2))
}

// sum256 is the SHA-256 of lines, worked out here.
func sum256(lines ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n") + "\n"))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// TestDesignsAreWrittenSoThatARunCanBeRepeated: the header said "design: cpi: " and nothing
// of an axis of counts, and nothing of columns, a list or a design of a program's own.
func TestDesignsAreWrittenSoThatARunCanBeRepeated(t *testing.T) {
	squares, texts := make([]int64, 60), make([]string, 60)
	long := make(scenario.List, 60)
	points := make([]string, 60)
	for i := range squares {
		squares[i] = int64(i * i)
		texts[i] = burden.Text(decimal.New(squares[i], -4))
		long[i] = scenario.Point{{Param: toy.Base, Value: decimal.NewFromInt(squares[i])}}
		points[i] = "base = " + strconv.Itoa(i*i)
	}
	counts := []int64{10, 25, 40}
	draw := func(p scenario.Process) scenario.Simulation { return prices(3, p, years21to23) }
	history := burden.ByYear(map[int]string{2001: "1%", 2002: "2.5%", 2003: "4%"})
	for _, c := range []struct {
		name   string
		design scenario.Design
		want   []string
	}{
		{"counts", scenario.NewGrid(scenario.NewCountedAxis(toy.CPI, "0.01", counts, scenario.In(2021))), []string{"grid, 3 scenarios", "cpi in 2021: 0.1, 0.25, 0.4"}},
		{"columns", scenario.NewColumns(scenario.NewCountedAxis(toy.CPI, "0.01", counts), scenario.NewAxis(toy.Base, []int{1, 2, 4})), []string{"columns, 3 scenarios", "cpi: 0.1, 0.25, 0.4", "base: 1, 2, 4"}},
		{"steps", scenario.NewGrid(scenario.NewStepAxis(toy.CPI, scenario.NewSteps("0", "10%", "0.1%"))), []string{"grid, 101 scenarios", "cpi: 0 to 0.1 in steps of 0.001 (101 values)"}},
		{"uneven", scenario.NewGrid(scenario.NewCountedAxis(toy.CPI, "0.0001", squares)), []string{"grid, 60 scenarios", "cpi: 0, 0.0001, …, 0.3481 (60 values, " + sum256(texts...) + ")"}},
		{"list", scenario.List{
			{{Param: toy.CPI, Value: decimal.New(10, -2), Years: []scenario.Years{scenario.In(2021), scenario.In(2023)}}, {Param: toy.Base, Value: decimal.NewFromInt(7)}},
			{},
		}, []string{"list, 2 points", "point 0: cpi in 2021 and in 2023 = 0.1; base = 7", "point 1: nothing"}},
		{"long list", long, []string{"list, 60 points", "point 0: base = 0", "…", "point 59: base = 3481", "all points: " + sum256(points...)}},
		{"a program's own", mine{long}, []string{"60 scenarios of the Go type scenario_test.mine, which is the program's own: this file does not say how to make them again"}},
		{"in its own words", mineWithWords{long}, []string{"every second price", "from 2021 on", "60 scenarios of the Go type scenario_test.mineWithWords, which is the program's own: this file does not say how to make them again"}},
		{"Morris", scenario.Morris{Seed: 5, Inputs: []scenario.Axis{scenario.NewAxis(toy.Base, []int{1, 2, 5, 9})}, Trajectories: 3}, []string{"Morris, seed 5, 3 trajectories over 4 levels, 6 scenarios", "base: 1, 2, 5, 9"}},
		{"Sobol'", scenario.Sobol{Seed: 5, Inputs: []scenario.Axis{scenario.NewCountedAxis(toy.Base, "10", []int64{1, 3})}, Runs: 32}, []string{"Sobol', seed 5, 32 runs, 96 scenarios", "base: 10, 30"}},
		{"blocks", draw(scenario.BlockBootstrap(history, 2)), []string{
			"seed 11, 3 runs, independent", "cpi 2021 to 2023: blocks of 2 years out of 2001 to 2003 (2 blocks), to 0.001, half up", "cpi history: 2001 = 0.01, 2002 = 0.025, 2003 = 0.04"}},
		{"weights", draw(scenario.Held(scenario.Discrete([]string{"3%", "1%"}, []int{1, 2}))), []string{
			"seed 11, 3 runs, independent", "cpi 2021 to 2023: for all years discrete, 2 values from 0.01 to 0.03, to 0.001, half up", "cpi values: 0.01 of weight 2, 0.03 of weight 1"}},
		{"observed", draw(scenario.EachYear(scenario.Empirical("3%", "1%", "1%"))), []string{
			"seed 11, 3 runs, independent", "cpi 2021 to 2023: each year empirical, 3 values from 0.01 to 0.03, to 0.001, half up", "cpi values: 0.01, 0.01, 0.03"}},
		{"a distribution of a program's own", draw(scenario.EachYear(median{})), []string{
			"seed 11, 3 runs, independent", "cpi 2021 to 2023: each year scenario_test.median, to 0.001, half up", "cpi by the Go type scenario_test.median, which is the program's own: this file does not say how to make it again"}},
	} {
		w := scenario.Sweep{Scenario: toy.Scenario(t), Design: c.design, Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2021)}}
		r := w.Results(t.Context())
		assert.Equal(t, c.want, r.Design, c.name)
		text := asCSV(t, w.Results(t.Context()))
		assert.Contains(t, text, hashes.ReplaceAllString("# design: "+strings.Join(c.want, "\n# design: ")+"\n# scenario: ", "HASH"), c.name)
		var b strings.Builder
		require.NoError(t, w.Results(t.Context()).WriteJSON(&b))
		var data struct{ Design []string }
		require.NoError(t, json.Unmarshal([]byte(b.String()), &data))
		assert.Equal(t, c.want, data.Design, c.name)
		if !strings.Contains(c.want[len(c.want)-1], "the program's own") {
			w.Design = pointer(c.design)
			assert.Equal(t, c.want, w.Results(t.Context()).Design, "%s, pointed to", c.name)
		}
	}
	// Halton is a sampling of simulations.
	halton := draw(scenario.Held(scenario.Uniform("0", "10%")))
	halton.Sampling = scenario.Halton
	assert.Equal(t, "seed 11, 3 runs, Halton", scenario.Sweep{Scenario: toy.Scenario(t), Design: halton}.Results(t.Context()).Design[0])
	// A number that no model can have is not written out.
	odd := scenario.List{{{Param: toy.Base, Value: decimal.New(1, 2_000_000_000)}}}
	assert.Contains(t, scenario.Sweep{Scenario: toy.Scenario(t), Design: odd}.Results(t.Context()).Design[1], "a number of 1 digits and exponent 2000000000")
}

// pointer points to a design, which is the same design.
func pointer(d scenario.Design) scenario.Design {
	p := reflect.New(reflect.TypeOf(d))
	p.Elem().Set(reflect.ValueOf(d))
	return p.Interface().(scenario.Design)
}

// TestARunIsRepeatedFromItsFile makes a run again from what the file says, and nothing else.
func TestARunIsRepeatedFromItsFile(t *testing.T) {
	w := scenario.Sweep{
		Scenario: scenario.Baseline(toy.Model(t), 2020, 2023), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2021)},
		Design: scenario.NewColumns(scenario.NewCountedAxis(toy.CPI, "0.001", []int64{17, 203, 99}, scenario.In(2021)), scenario.NewAxis(toy.Base, []int{10, 20, 30})),
	}
	text := asCSV(t, w.Results(t.Context()))
	var axes []scenario.Axis
	for _, a := range regexp.MustCompile(`# design: (cpi in 2021|base): (.*)\n`).FindAllStringSubmatch(text, -1) {
		values := strings.Split(a[2], ", ")
		if a[1] == "base" {
			axes = append(axes, scenario.NewAxis(toy.Base, values))
			continue
		}
		axes = append(axes, scenario.NewAxis(toy.CPI, values, scenario.In(2021)))
	}
	require.Len(t, axes, 2)
	w.Design = scenario.NewColumns(axes...)
	assert.Equal(t, text, asCSV(t, w.Results(t.Context())))
}

// A quotient's rounding is written: the rows name the metric without it.
func TestRoundingsOfMetricsAreWritten(t *testing.T) {
	perHead := scenario.At(toy.Contribution, 2021).Over(scenario.At(toy.Strength, 2021), burden.RoundTo("0.01", burden.HalfUp))
	w := scenario.Sweep{Scenario: toy.Scenario(t), Design: scenario.NewGrid(scenario.NewAxis(toy.Base, []int{1000})), Metrics: []scenario.Metric{perHead, scenario.At(toy.Contribution, 2021)}}
	assert.Contains(t, asCSV(t, w.Results(t.Context())), "# measured: contribution 2021 / strength 2021: to 0.01, half up\n")
	var b strings.Builder
	require.NoError(t, w.Results(t.Context()).WriteJSON(&b))
	assert.Contains(t, b.String(), fmt.Sprintf("%q:[%q]", "measured", "contribution 2021 / strength 2021: to 0.01, half up"))
}
