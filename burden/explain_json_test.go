package burden_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

var sums = regexp.MustCompile("sha256:[0-9a-f]{64}")

func explained(t testing.TB, l burden.Line, year int, definitions ...burden.Definition) string {
	t.Helper()
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	p, err := m.Project(year, year, m.Lines()...)
	require.NoError(t, err)
	x, err := p.Explain(l, year)
	require.NoError(t, err)
	data, err := x.MarshalJSON()
	require.NoError(t, err)
	return sums.ReplaceAllString(string(data), "SUM")
}

// A third of ten won, written out by hand.
func TestExplanationAsJSON(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.Constant(10).Sourced("b < c & d", burden.Confirmed).AtStage(burden.Agreed)).For("a base")
	x := burden.NewLine("x", burden.KRW)
	got := explained(t, x, 2020, x.Is(a.Over(burden.Amount(3, burden.Ratio)).RoundedTo("1", burden.HalfUp)))
	assert.Equal(t, `{"format":"burdenshare explanation","version":2,"checksum":"SUM","explanation":{"model":"m","model_hash":"SUM","result":"x@2020",`+
		`"inputs":[{"id":"a@2020","param":"a","year":2020,"unit":"KRW","value":"10","status":"confirmed","stage":"agreed","source":"b < c & d","purpose":"a base"}],`+
		`"steps":[{"id":"x@2020","line":"x","year":2020,"unit":"KRW","value":"3","formula":"round(a / 3, 1, half_up)",`+
		`"tree":{"op":"quotient","value":"3","rounding":{"quantum":"1","mode":"half_up"},"before":"10/3",`+
		`"of":[{"op":"param","value":"10","unit":"KRW","name":"a","input":"a@2020"},{"op":"constant","value":"3"}]}}]}}`, got)
}

// What is used twice is written once: 3 of 10 and 7 of 10, which two lines add up.
func TestExplanationWritesSharedPartsOnce(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.Constant(10))
	three, seven := burden.Amount(3, burden.Ratio), burden.Amount(7, burden.Ratio)
	s := burden.NewSplit("s", burden.KRW, burden.Split{Total: a, Quantum: "1", Members: []burden.Member{{Key: "p", Weight: three}, {Key: "q", Weight: seven, Floor: burden.Amount(7, burden.KRW)}}})
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	got := explained(t, y, 2020, s, x.Is(s.Part("p").Plus(s.Part("q"))), y.Is(x.Plus(x, a)))
	for part, times := range map[string]int{`"id":"a@2020"`: 1, `"id":"x@2020"`: 1, `"id":"s@2020"`: 1, `"step":"x@2020"`: 2, `"split":"s@2020"`: 2, `"input":"a@2020"`: 2} {
		assert.Equal(t, times, strings.Count(got, part), part)
	}
	assert.Contains(t, got, `"formula":"split(a, 1, largest_remainder, p(3), q(7, KRW(7), none))"`)
	assert.Contains(t, got, `"formula":"part(p, s)"`)
	assert.Contains(t, got, `"ideal":"7","share":"7","at":"floor"`)

	// Of 10 one has 5 of 5 to 6, and the other the rest, within 2 and 8.
	won := func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
	r := burden.NewSplit("r", burden.KRW, burden.Split{Total: a, Quantum: "1", KeepRest: true, Members: []burden.Member{
		{Key: "p", Weight: three, Floor: won(5), Ceiling: won(6)}, {Key: "q", Weight: seven, Floor: won(2), Ceiling: won(8)}, {Key: "u", Weight: burden.Amount(0, burden.Ratio)}}})
	assert.Contains(t, explained(t, r.Part("q"), 2020, r), `"splits":[{"id":"r@2020","name":"r","year":2020,"quantum":"1","remainder":"largest_remainder","keep_rest":true,`+
		`"formula":"split(a, 1, largest_remainder, keep_rest, p(3, KRW(5), KRW(6)), q(7, KRW(2), KRW(8)), u(0))",`+
		`"total":{"op":"param","value":"10","unit":"KRW","name":"a","input":"a@2020"},"members":[`+
		`{"key":"p","weight":{"op":"constant","value":"3"},"floor":{"op":"constant","value":"5","unit":"KRW"},"ceiling":{"op":"constant","value":"6","unit":"KRW"},"ideal":"5","share":"5","at":"floor"},`+
		`{"key":"q","weight":{"op":"constant","value":"7"},"floor":{"op":"constant","value":"2","unit":"KRW"},"ceiling":{"op":"constant","value":"8","unit":"KRW"},"ideal":"5","share":"5"},`+
		`{"key":"u","weight":{"op":"constant","value":"0"},"ideal":"0","share":"0"}]}]`)
}

// A split of two years is written with the figures of each: of 10 the part p has 3, of 20 it has 6.
func TestExplanationOfASplitInTwoYears(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.ByYear(map[int]int{2019: 10, 2020: 20}))
	s := burden.NewSplit("s", burden.KRW, burden.Split{Total: a, Quantum: "1", Members: []burden.Member{
		{Key: "p", Weight: burden.Amount(3, burden.Ratio)}, {Key: "q", Weight: burden.Amount(7, burden.Ratio)}}})
	x := burden.NewLine("x", burden.KRW)
	got := explained(t, x, 2020, s, x.Is(s.Part("p").Plus(s.Part("p").Lag(1))))
	for year, value := range map[string]string{"2019": "10", "2020": "20"} {
		assert.Contains(t, got, `{"op":"param","value":"`+value+`","unit":"KRW","name":"a","input":"a@`+year+`"}`)
	}
	assert.Contains(t, got, `"ideal":"3","share":"3"`)
	assert.Contains(t, got, `"ideal":"6","share":"6"`)
}

// Splits are named by their lines, and numbered where two stand in one: halves of 100, 60 and 40.
func TestExplanationNamesSplits(t *testing.T) {
	s := dues("100", "a 1, b 1")
	f, ok := modelOf(t, s).Formula(s.Part("b"))
	require.True(t, ok)
	x, y := burden.NewLine("x", burden.USD), burden.NewLine("y", burden.USD)
	half := func(n int) burden.Formula {
		g, err := burden.Rewrite(f, "0", burden.Amount(n, burden.USD))
		require.NoError(t, err)
		return g
	}
	count := func(of burden.Line, want map[string]int) {
		got := explained(t, of, 2020, s, x.Is(half(60).Plus(half(40))), y.Is(s.Part("a").Plus(s.Part("b"), half(20))))
		for part, times := range want {
			assert.Equal(t, times, strings.Count(got, part), part)
		}
	}
	count(x, map[string]int{`"id":"x@2020"`: 2, `"split":"x@2020"`: 1, `"id":"x#2@2020"`: 1, `"split":"x#2@2020"`: 1, `"formula":"part(b, x) + part(b, x#2)"`: 1})
	count(y, map[string]int{`"id":"dues@2020"`: 1, `"split":"dues@2020"`: 2, `"id":"y@2020"`: 2, `"split":"y@2020"`: 1})
}

// A tree costs more than to list what was used: of 300,000 nodes there is no JSON.
func TestExplanationAsJSONOfTooMuch(t *testing.T) {
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	p := projectionOf(t, modelOf(t, x.Is(ones(60000)), y.Is(x.SumLags(4, 0))), 2020, 2020, y)
	wantValue(t, "299995", p, y, 2020) // 5 × 59,999
	why, err := p.Explain(y, 2020)
	require.NoError(t, err)
	_, err = why.MarshalJSON()
	require.ErrorIs(t, err, burden.ErrTooLarge)
}

// What was not evaluated is there as text: in 2021 neither the piece before nor the
// branch not taken, which reads a year that has no value.
func TestExplanationOfChoices(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.ByYear(map[int]int{2021: 4}))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	five := burden.Amount(5, burden.KRW)
	got := explained(t, x, 2021,
		y.Starts(2020, five).From(2021, burden.When(a.Below(five), a, a.Lag(1))),
		x.Is(y.AtMost(burden.Amount(4, burden.KRW), five)))
	assert.Contains(t, got, `{"op":"unused","formula":"a[-1]"}`)
	assert.Contains(t, got, `"formula":"when(a < KRW(5), a, a[-1])"`, "only the piece in force")
	assert.Contains(t, got, `"op":"minimum","value":"4","reached":[1],"of"`)
	assert.NotContains(t, got, "null")
	assert.Contains(t, got, `"tree":{"op":"when","value":"4","of":[{"op":"param","value":"4","unit":"KRW","name":"a","input":"a@2021"},{"op":"constant","value":"5","unit":"KRW"},`+
		`{"op":"param","value":"4","unit":"KRW","name":"a","input":"a@2021"},{"op":"unused","formula":"a[-1]"}]}`)
	// The other branch, in a sum; limits that bind, 1 and 2 of them; one beside a limit that does not.
	won := func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
	for want, f := range map[string]burden.Formula{
		`{"op":"unused","formula":"a[-1]"},{"op":"constant","value":"6","unit":"KRW"}`: five.Plus(burden.When(five.Below(a), a.Lag(1), won(6))),
		`{"op":"unused","formula":"a[-3]"},{"op":"constant","value":"7","unit":"KRW"}`: five.Plus(burden.When(five.Below(five), a.Lag(3), won(7))),
		`{"op":"by_year","value":"8","starts":[2020,2021,2022],"of":[{"op":"unused","formula":"a[-1]"},{"op":"constant","value":"8","unit":"KRW"},{"op":"unused","formula":"a[-2]"}]}`: five.Plus(y.Starts(2020, a.Lag(1)).
			From(2021, won(8)).From(2022, a.Lag(2)).Formula()),
		`{"op":"minimum","value":"3","bound":[1],"of"`:   five.AtMost(won(3), won(4)),
		`{"op":"minimum","value":"3","bound":[2,3],"of"`: five.AtMost(won(4), won(3), won(3)),
		`{"op":"maximum","value":"7","bound":[2],"of"`:   five.AtLeast(won(3), won(7)),
		`{"op":"maximum","value":"5","reached":[2],"of"`: five.AtLeast(won(3), won(5)),
	} {
		assert.Contains(t, explained(t, x, 2021, x.Is(f)), want)
	}
}

// A formula's text in JSON, read again, is the same formula. A limit that the library made for
// its arithmetic does not become a limit of the agreement, also not in the text of operands
// that were not evaluated.
func TestExplanationKeepsArithmeticApart(t *testing.T) {
	x, y, a := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewParam("a", burden.KRW, burden.Constant(500))
	won := func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
	taxed := burden.MarginalBrackets(a, burden.Bracket{Above: won(100), Rate: burden.Amount("10%", burden.Ratio)}, burden.Bracket{Above: won(200), Rate: burden.Amount("20%", burden.Ratio)})
	for _, f := range []burden.Formula{taxed, burden.When(a.Below(won(1)), taxed, a).AtMost(won(400))} {
		var doc struct {
			Explanation struct{ Steps []struct{ Formula string } }
		}
		require.NoError(t, json.Unmarshal([]byte(explained(t, x, 2020, x.Is(f), y.Is(won(1)))), &doc))
		text := doc.Explanation.Steps[0].Formula
		again, err := burden.ParseFormula(text, map[string]burden.Operand{"a": a})
		require.NoError(t, err)
		assert.True(t, again.Equal(f), "%s\n%s", text, f)
	}
}

func TestExplanationAsJSONFails(t *testing.T) {
	_, err := json.Marshal(burden.Explanation{})
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = burden.Explanation{Steps: make([]burden.Step, 1)}.MarshalJSON()
	require.ErrorIs(t, err, burden.ErrIncomplete)
	a := korea.Eighth()
	p, err := a.Model.Project(a.First, a.Last)
	require.NoError(t, err)
	x, err := p.Explain(a.Contribution, 2010)
	require.NoError(t, err)
	x.Steps = append(x.Steps, burden.Step{Line: burden.NewLine("other", burden.KRW), Year: 2010})
	_, err = x.MarshalJSON()
	require.ErrorIs(t, err, burden.ErrUnknownName)
	x.Steps[len(x.Steps)-1] = burden.Step{Line: a.Contribution, Year: 2040}
	_, err = x.MarshalJSON()
	require.ErrorIs(t, err, burden.ErrNotApplicable, "a year that was not computed")
}

// The same bytes every time, from several goroutines at once.
func TestExplanationAsJSONIsDeterministic(t *testing.T) {
	m, contribution := korea.Succession()
	p, err := m.Project(2007, 2027, contribution)
	require.NoError(t, err)
	x, err := p.Explain(contribution, 2027)
	require.NoError(t, err)
	want, err := x.MarshalJSON()
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			got, err := x.MarshalJSON()
			assert.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
	group.Wait()
}

func ExampleExplanation_MarshalJSON() {
	a := burden.NewParam("a", burden.KRW, burden.Constant(7))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a.RoundedTo("2", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Project(2020, 2020)
	if err != nil {
		fmt.Println(err)
		return
	}
	why, err := p.Explain(x, 2020)
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := json.Marshal(why)
	_, steps, _ := strings.Cut(string(data), `"steps":`)
	fmt.Println(steps, err)
	// Output:
	// [{"id":"x@2020","line":"x","year":2020,"unit":"KRW","value":"8","formula":"round(a, 2, half_up)","tree":{"op":"round","value":"8","rounding":{"quantum":"2","mode":"half_up"},"before":"7","of":[{"op":"param","value":"7","unit":"KRW","name":"a","input":"a@2020"}]}}]}} <nil>
}

// An explanation of a projection under a scenario says so, and of a changed model has
// another hash. Worked out by hand: 10 becomes 12.
func TestExplanationUnderAScenario(t *testing.T) {
	a := burden.NewParam("a", burden.KRW, burden.Constant(10))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a))
	require.NoError(t, err)
	p, err := m.Project(2020, 2020)
	require.NoError(t, err)
	n, err := m.With(x.Is(a.Plus(burden.Amount(2, burden.KRW))))
	require.NoError(t, err)
	q, err := n.Project(2020, 2020)
	require.NoError(t, err)
	q = q.Under("more", "define x", "")
	plain, err := p.Explain(x, 2020)
	require.NoError(t, err)
	changed, err := q.Explain(x, 2020)
	require.NoError(t, err)
	assert.Equal(t, "more", changed.Scenario)
	first, err := json.Marshal(plain)
	require.NoError(t, err)
	second, err := json.Marshal(changed)
	require.NoError(t, err)
	assert.Contains(t, string(first), `"model":"m","model_hash":"`+m.Hash()+`","result":"x@2020"`)
	assert.Contains(t, string(second), `"model":"m","model_hash":"`+n.Hash()+`","scenario":"more","changes":["define x"],"result":"x@2020"`)
	assert.NotEqual(t, m.Hash(), n.Hash())
	assert.Nil(t, (*burden.Projection)(nil).Under("x"))
	assert.Len(t, q.Roundings(), 0, "a projection of its own")
}
