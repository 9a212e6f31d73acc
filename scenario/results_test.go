package scenario_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

var hashes = regexp.MustCompile("sha256:[0-9a-f]{64}")

func asCSV(t testing.TB, r *scenario.Results) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, r.WriteCSV(&b))
	return hashes.ReplaceAllString(b.String(), "HASH")
}

// The toy agreement, 1000 1100 1320 1650, and with a base of 1250, a quarter more. The
// bases are nobody's figure, the consumer prices are read in a source; the ceiling is
// nobody's figure either, and the changed base is assumed.
func TestResultsOfScenarios(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2022, toy.Contribution)
	more := toy.With(t, agreed, "more, \"much\"", scenario.Set(toy.Base, 1250))
	r, err := scenario.NewResults(agreed, more)
	require.NoError(t, err)
	want := `# burdenshare results, version 1
# scenario: baseline
#   model: toy
#   hash: HASH
#   years: 2020 to 2022
#   input: cpi = 2021: 0.1, 2022: 0.2, 2023: 0.3
#   input: ceiling = 0.25
#   input: base = 1000 KRW
#   input: heads = 4 persons
# scenario: more, '"much"
#   model: toy
#   hash: HASH
#   years: 2020 to 2022
#   change: more, '"much": set base to 1250
#   input: cpi = 2021: 0.1, 2022: 0.2, 2023: 0.3
#   input: ceiling = 0.25
#   input: base = 1250 KRW
#   input: heads = 4 persons
scenario,run,line,year,value,unit,status
baseline,,contribution,2020,1000,KRW,unstated
baseline,,contribution,2021,1100,KRW,unstated+confirmed
baseline,,contribution,2022,1320,KRW,unstated+confirmed
"more, ""much""",,contribution,2020,1250,KRW,assumed
"more, ""much""",,contribution,2021,1375,KRW,unstated+confirmed+assumed
"more, ""much""",,contribution,2022,1650,KRW,unstated+confirmed+assumed
`
	assert.Equal(t, want, asCSV(t, r))
	assert.Equal(t, want, asCSV(t, r), "twice the same")
	compared, err := toy.Compare(t, agreed, more).Results()
	require.NoError(t, err)
	assert.Equal(t, want, asCSV(t, compared))

	in := csv.NewReader(strings.NewReader(asCSV(t, r)))
	in.Comment = '#'
	rows, err := in.ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 7)
	assert.Equal(t, `more, "much"`, rows[4][0])
}

func TestResultsAsJSON(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution, toy.PerHead)
	r, err := scenario.NewResults(agreed.Named("a < b"))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, r.WriteJSON(&b))
	text := hashes.ReplaceAllString(b.String(), "HASH")
	assert.Equal(t, `{"format":"burdenshare results","version":1,"scenarios":[{"scenario":"a < b","model":"toy","hash":"HASH","from":2020,"to":2021,`+
		`"inputs":["cpi = 2021: 0.1, 2022: 0.2, 2023: 0.3","ceiling = 0.25","base = 1000 KRW","heads = 4 persons"]}],"rows":[
{"scenario":"a < b","line":"contribution","year":2020,"value":"1000","unit":"KRW","status":"unstated"},
{"scenario":"a < b","line":"contribution","year":2021,"value":"1100","unit":"KRW","status":"unstated+confirmed"},
{"scenario":"a < b","line":"per_head","year":2020,"value":"250","unit":"KRW/person","status":"unstated"},
{"scenario":"a < b","line":"per_head","year":2021,"value":"275","unit":"KRW/person","status":"unstated+confirmed"}
]}
`, text)
	assert.True(t, json.Valid(b.Bytes()))

	nobody, err := scenario.NewResults(scenario.Baseline(toy.Model(t), 2019, 2019, burden.NewLine("growth", burden.Ratio)))
	require.NoError(t, err)
	b.Reset()
	require.NoError(t, nobody.WriteJSON(&b))
	assert.True(t, json.Valid(b.Bytes()), "without rows: %s", b.String())
}

// In 2021 a base of 1000 or 2000 comes to 1100 or 2200, and in total, 2020 to 2022,
// to 3420 or 6840. Nobody can share with no heads.
func TestResultsOfSweeps(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2022, toy.Contribution, toy.PerHead)
	w := scenario.Sweep{
		Scenario: agreed,
		Design:   scenario.NewGrid(scenario.NewAxis(toy.Heads, []int{4, 0}), scenario.NewAxis(toy.Base, []int{1000, 2000}, scenario.In(2020))),
		Metrics:  []scenario.Metric{scenario.At(toy.Contribution, 2021), scenario.Total(toy.Contribution), scenario.At(toy.PerHead, 2020)},
	}
	text := asCSV(t, w.Results(t.Context()))
	head, rows, _ := strings.Cut(text, "scenario,run,line,year,value,unit,status\n")
	assert.Contains(t, head, "# design: grid, 4 scenarios\n# design: heads: 4, 0\n# design: base in 2020: 1000, 2000\n# scenario: baseline\n")
	lines := strings.Split(rows, "\n")
	assert.Equal(t, []string{
		"baseline,0,contribution,2021,1100,KRW,assumed",
		"baseline,0,total of contribution,,3420,KRW,assumed",
		"baseline,0,per_head,2020,250,KRW/person,assumed",
		"baseline,1,contribution,2021,2200,KRW,assumed",
		"baseline,1,total of contribution,,6840,KRW,assumed",
		"baseline,1,per_head,2020,500,KRW/person,assumed",
	}, lines[:6])
	require.Len(t, lines, 9, "two rows of failed runs")
	assert.True(t, strings.HasPrefix(lines[6], "baseline,2,,,,,failed: "), lines[6])
	assert.Contains(t, lines[6], "division by zero")

	var b bytes.Buffer
	require.NoError(t, w.Results(t.Context()).WriteJSON(&b))
	var data struct {
		Rows []struct {
			Run         *int
			Line        string
			Value, Unit *string
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &data))
	require.Len(t, data.Rows, 8)
	assert.Equal(t, 0, *data.Rows[0].Run)
	assert.Equal(t, 3, *data.Rows[7].Run)
	assert.Nil(t, data.Rows[7].Value)
	assert.Nil(t, data.Rows[7].Unit)
}

func TestResultsSayTheSeed(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution)
	metrics := []scenario.Metric{scenario.At(toy.Contribution, 2021)}
	many := make([]int, 60)
	for i := range many {
		many[i] = 1000 + i
	}
	axes := []scenario.Axis{scenario.NewAxis(toy.Base, many)}
	for _, c := range []struct {
		design     scenario.Design
		seed, says string
	}{
		{scenario.Simulation{Seed: 17, Runs: 3, Inputs: []scenario.Uncertain{uncertain(toy.CPI, scenario.In(2021))}}, "17", "design: seed 17, 3 runs, independent\n"},
		{scenario.Morris{Seed: -8, Inputs: axes, Trajectories: 2}, "-8", "design: base: 1000 to 1059 in steps of 1 (60 values)\n"},
		{scenario.Sobol{Seed: 19, Inputs: axes, Runs: 32}, "19", "design: Sobol', seed 19, 32 runs, 96 scenarios\n"},
		{scenario.List{{}}, "", "design: list, 1 points\n# design: point 0: nothing\n"},
	} {
		r := scenario.Sweep{Scenario: agreed, Design: c.design, Metrics: metrics}.Results(t.Context())
		assert.Equal(t, c.seed, r.Seed)
		text := asCSV(t, r)
		assert.Contains(t, text, c.says)
		assert.Equal(t, c.seed != "", strings.Contains(text, "\n# seed: "+c.seed+"\n"), text)
		var b strings.Builder
		require.NoError(t, r.WriteJSON(&b))
		assert.Equal(t, c.seed != "", strings.Contains(b.String(), `"seed":"`+c.seed+`"`))
	}
}

// The hash is the same for what gives the same numbers, and another for what may not.
func TestHash(t *testing.T) {
	hash := func(s *scenario.Scenario) string {
		r, err := scenario.NewResults(s)
		require.NoError(t, err)
		return r.Origins[0].Hash
	}
	agreed := toy.Scenario(t)
	same := hash(agreed)
	assert.Regexp(t, hashes, same)
	assert.Equal(t, same, hash(toy.Scenario(t)))
	assert.Equal(t, same, hash(toy.With(t, agreed, "same", scenario.Define(toy.Base.Is(burden.Constant("1.0e3").Sourced("elsewhere", burden.Confirmed))))))
	seen := map[string]bool{same: true}
	for i, c := range []scenario.Change{
		scenario.Set(toy.Base, 1001), scenario.Set(toy.CPI, "0.1", scenario.In(2024)), scenario.Define(toy.Strength.Is(toy.Heads.Plus(toy.Heads))),
		scenario.Define(toy.Growth.With(burden.NoCeiling)), scenario.Define(toy.Strength.As(burden.Rate).Is(toy.Heads)), scenario.Define(toy.Ceiling.Within("0", "60%")),
		scenario.Define(toy.PerHead.Is(burden.PerHead(toy.Contribution, toy.Strength).RoundedTo("0.1", burden.HalfUp))),
	} {
		h := hash(toy.With(t, agreed, "other", c))
		assert.False(t, seen[h], "change %d: %s", i, c)
		seen[h] = true
	}
}

func TestResultsErrors(t *testing.T) {
	agreed := toy.Scenario(t)
	_, err := scenario.NewResults()
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = scenario.NewResults(agreed, nil)
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = scenario.NewResults(agreed, agreed)
	require.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = toy.Compare(t, agreed, agreed).Results()
	require.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = scenario.NewResults(scenario.Baseline(toy.Model(t), 2030, 2031))
	require.ErrorIs(t, err, burden.ErrMissingYear)
	_, err = (*scenario.Comparison)(nil).Results()
	require.ErrorIs(t, err, burden.ErrIncomplete)
	var b strings.Builder
	require.ErrorIs(t, (*scenario.Results)(nil).WriteCSV(&b), burden.ErrIncomplete)
	require.ErrorIs(t, (&scenario.Results{}).WriteJSON(&b), burden.ErrIncomplete)
	require.ErrorIs(t, scenario.Sweep{}.Results(t.Context()).WriteCSV(&b), burden.ErrIncomplete)
}

// What a spreadsheet or a reader of CSV would misread stands behind an apostrophe.
func TestResultsAsPlainText(t *testing.T) {
	small := scenario.Baseline(toy.Model(t), 2020, 2020, toy.Contribution)
	for name, cell := range map[string]string{
		"#1": "'#1", "=1+1": "'=1+1", "-5 %": "'-5 %", "+5 %": "'+5 %", "@x": "'@x", "'x": "''x", "-5": "-5", "＝1+1": "'＝1+1", "\t=1": "'\t'=1", "x;=1+1;y": "x;'=1+1;y", "x\n=1": "x\n'=1", "-1+cmd|' /C calc'!A0": "'-1+cmd|' /C calc'!A0", "x=1": "x=1", "": "baseline",
	} {
		r, err := scenario.NewResults(small.Named(name))
		require.NoError(t, err)
		var b strings.Builder
		require.NoError(t, r.WriteCSV(&b))
		in := csv.NewReader(strings.NewReader(b.String()))
		in.Comment = '#'
		rows, err := in.ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
		assert.Equal(t, cell, rows[1][0])
	}
	negative := burden.NewParam("negative", burden.KRW, burden.ByYear(map[int]int{2020: -5, 2021: -6}))
	m, err := burden.NewModel("m", toy.Contribution.Is(negative))
	require.NoError(t, err)
	r, err := scenario.NewResults(scenario.Baseline(m, 2020, 2020).Named("a\nb\u2028c,=cmd|x;\"@y, -z"))
	require.NoError(t, err)
	// Whatever separates cells, none of them is live: of every line the cells begin with no
	// sign of a formula.
	live, err := scenario.NewResults(scenario.Baseline(m, 2020, 2020).Named("x,-1+cmd|' /C calc'!A0"), scenario.Baseline(m, 2020, 2020).Named("x;=1+1;y"), scenario.Baseline(m, 2020, 2020).Named("\t\"＝1"))
	require.NoError(t, err)
	for line := range strings.SplitSeq(asCSV(t, live), "\n") {
		for cell := range strings.SplitSeq(line, ";") {
			assert.NotRegexp(t, `^[ "]*[=+\-@＝＋－＠]`, cell)
		}
		for cell := range strings.SplitSeq(line, "\t") {
			assert.NotRegexp(t, `^[ "]*[=+\-@＝＋－＠]`, cell)
		}
		if strings.HasPrefix(line, "#") { // rows have their commas in quotes
			for cell := range strings.SplitSeq(line, ",") {
				assert.NotRegexp(t, `^[ "]*[=+\-@＝＋－＠]`, cell)
			}
		}
	}
	text := asCSV(t, r)
	assert.Contains(t, text, "# scenario: a\\nb\\u2028c,'=cmd|x;'\"@y, '-z\n")
	assert.Contains(t, text, "#   input: negative = 2020: -5, 2021: -6 KRW\n")
	assert.Contains(t, text, ",contribution,2020,-5,KRW,", "a negative number is a number")
}

// Whatever the source of a figure says, one that the scenario has differently from its
// baseline is assumed, and so is a formula; where they are the same nothing is. The
// numbers, by hand: 100 + 7, and 100 + 8, or in 2021 100 - 7.
func TestResultsOfChangesAreAssumed(t *testing.T) {
	first := burden.NewParam("first", burden.KRW, burden.Constant(100).Sourced("treaty", burden.Confirmed))
	second := burden.NewParam("second", burden.KRW, burden.Constant(7).Sourced("treaty", burden.Confirmed))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(first.Plus(second)))
	require.NoError(t, err)
	agreed := scenario.Baseline(m, 2020, 2021)
	read := burden.ByYear(map[int]int{2020: 7, 2021: 8}).Sourced("another treaty", burden.Confirmed)
	series := toy.With(t, agreed, "series", scenario.Define(second.Is(read)))
	formula := toy.With(t, agreed, "formula", scenario.Define(x.Starts(2020, first.Plus(second)).From(2021, first.Minus(second))))
	both, err := agreed.Apply(scenario.NewOverlay("low", scenario.Define(x.Is(first))), scenario.NewOverlay("high", scenario.Define(x.Is(second))).Priority(1))
	require.NoError(t, err)
	r, err := scenario.NewResults(agreed, series, formula, both)
	require.NoError(t, err)
	var rows []string
	for row, err := range r.Rows() {
		require.NoError(t, err)
		rows = append(rows, fmt.Sprint(row.Scenario, " ", row.Year, " ", row.Value, " ", row.Status))
	}
	assert.Equal(t, []string{
		"baseline 2020 107 confirmed", "baseline 2021 107 confirmed",
		"series 2020 107 confirmed", "series 2021 108 confirmed+assumed",
		"formula 2020 107 confirmed", "formula 2021 93 confirmed+assumed",
		"low + high 2020 7 confirmed+assumed", "low + high 2021 7 confirmed+assumed",
	}, rows)
	assert.Equal(t, []string{"series: define second as 2020: 7, 2021: 8 KRW"}, r.Origins[1].Changes)
	assert.Equal(t, []string{"formula: define x as by_year{2020: first + second, 2021: first - second} KRW"}, r.Origins[2].Changes)
	assert.Equal(t, []string{"low: define x as first KRW", "high: define x as second KRW"}, r.Origins[3].Changes)

	p, err := formula.Project()
	require.NoError(t, err)
	why, err := p.Explain(x, 2021)
	require.NoError(t, err)
	assert.Equal(t, "formula", why.Scenario)
	assert.Equal(t, r.Origins[2].Changes, why.Changes)
	p, err = agreed.Project()
	require.NoError(t, err)
	why, err = p.Explain(x, 2021)
	require.NoError(t, err)
	assert.Empty(t, why.Scenario+strings.Join(why.Changes, ""), "a model as it is")
}

// A definition of a rule is told by the lines that it makes.
func TestResultsSayRules(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution)
	r, err := scenario.NewResults(toy.With(t, agreed, "free", scenario.Define(toy.Growth.With(burden.NoCeiling))))
	require.NoError(t, err)
	require.Len(t, r.Origins[0].Changes, 1)
	assert.Contains(t, r.Origins[0].Changes[0], "free: define growth as growth.raw = by_year{2021: cpi}; growth = by_year{")
}

// Empty lists are lists.
func TestResultsOfNothing(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(burden.Amount(1, burden.Ratio)))
	require.NoError(t, err)
	r, err := scenario.NewResults(scenario.Baseline(m, 2020, 2020))
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, r.WriteJSON(&b))
	assert.Contains(t, b.String(), `"inputs":[]}],"rows":[`)
	b.Reset()
	require.Error(t, (&scenario.Results{}).WriteJSON(&b))
	assert.NotContains(t, b.String(), "null")
}

var errFull = errors.New("disk full")

// full is a writer that takes so many bytes and then no more.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A write error is reported wherever it comes, and ends the sweep.
func TestResultsWriteErrors(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution)
	done := 0
	w := scenario.Sweep{
		Scenario: agreed, Design: make(scenario.List, 5000), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2021)},
		Progress: func(n, _ int) { done = n }, Workers: 1,
	}
	for _, room := range []int{0, 100, 5000, 50000} {
		for name, write := range map[string]func(r *scenario.Results) error{
			"csv":  func(r *scenario.Results) error { return r.WriteCSV(&full{room}) },
			"json": func(r *scenario.Results) error { return r.WriteJSON(&full{room}) },
		} {
			done = 0
			require.ErrorIs(t, write(w.Results(t.Context())), errFull, "%s with room for %d", name, room)
			assert.Less(t, done, 5000, "nothing is computed that cannot be written")
		}
	}
	one, err := scenario.NewResults(agreed)
	require.NoError(t, err)
	require.ErrorIs(t, one.WriteCSV(&full{50}), errFull, "even at the last flush")
	require.ErrorIs(t, one.WriteJSON(&full{50}), errFull)
}

// stopper ends the sweep that it is written from as soon as something arrives.
type stopper struct {
	stop func()
	size int
}

func (s *stopper) Write(p []byte) (int, error) {
	s.size += len(p)
	s.stop()
	return len(p), nil
}

// Rows are written while the sweep runs, so that no number of them needs memory.
func TestResultsStream(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution)
	w := scenario.Sweep{Scenario: agreed, Design: make(scenario.List, 20000), Metrics: []scenario.Metric{scenario.At(toy.Contribution, 2021)}, Workers: 1}
	out := &stopper{stop: cancel}
	require.ErrorIs(t, w.Results(ctx).WriteCSV(out), context.Canceled)
	assert.Less(t, out.size, 20000*len("baseline,0,contribution,2021,1100,KRW,assumed"))
	assert.Positive(t, out.size)
}

func ExampleNewResults() {
	a := burden.NewParam("a", burden.KRW, burden.Constant(5).Sourced("budget", burden.Confirmed))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a.RoundedTo("2", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := scenario.NewResults(scenario.Baseline(m, 2025, 2026))
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range r.Rows() {
		fmt.Println(row.Scenario, row.Line, row.Year, row.Value, row.Unit, row.Status)
	}
	// Output:
	// baseline x 2025 6 KRW confirmed
	// baseline x 2026 6 KRW confirmed
}
