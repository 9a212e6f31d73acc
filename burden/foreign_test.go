package burden_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/foreign"
	"example.com/burdenshare/internal/visible"
)

// A source that looks like the end of an explanation and the beginning of another stays in
// its line. Worked out by hand: l is p, 5.
func TestASourceForgesNoExplanation(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.Constant(5).Sourced("x)\nl 2010 = 999 KRW\n  = p\n  p 2010 = 999 KRW (ministry", burden.Confirmed))
	l := burden.NewLine("l", burden.KRW)
	x, err := projectionOf(t, modelOf(t, l.Is(p)), 2010, 2010).Explain(l, 2010)
	require.NoError(t, err)
	assert.Equal(t, "l 2010 = 5 KRW\n  = p\n  p 2010 = 5 KRW (confirmed; source \"x)\\nl 2010 = 999 KRW\\n  = p\\n  p 2010 = 999 KRW (ministry\")\n", x.String())
}

// Whatever a purpose, print or source says, the status comes first and is the only one outside
// of quotes.
func TestNoTextPosesAsAStatus(t *testing.T) {
	l := burden.NewLine("l", burden.KRW)
	shown := func(e burden.Entry, purpose string) string {
		t.Helper()
		e.Value = burden.Amount(5, burden.KRW).Node().Value
		p := burden.NewParam("p", burden.KRW, burden.NewSeries(burden.Span{From: 2010, To: 2010, Entry: e})).For(purpose)
		x, err := projectionOf(t, modelOf(t, l.Is(p)), 2010, 2010).Explain(l, 2010)
		require.NoError(t, err)
		return strings.TrimPrefix(x.String(), "l 2010 = 5 KRW\n  = p\n  p 2010 = 5 KRW")
	}
	const posing = "confirmed; Statistics Korea)                                   ("
	assert.Equal(t, ` (recalled; for "`+posing+"\")\n", shown(burden.Entry{Status: burden.Recalled}, posing))
	assert.Equal(t, ` (recalled; print "`+posing+"\")\n", shown(burden.Entry{Status: burden.Recalled, Print: posing}, ""))
	assert.Equal(t, ` (assumed; executed; source "`+posing+`"; print "first"; for "rent`+"\")\n", shown(burden.Entry{Status: burden.Assumed, Stage: burden.Executed, Source: posing, Print: "first"}, "rent"))
	assert.Equal(t, ` (for "x\"; confirmed; source \"y\\`+"\")\n", shown(burden.Entry{}, `x"; confirmed; source "y\`))
	assert.Equal(t, "\n", shown(burden.Entry{}, ""))
}

// Whatever text comes from somebody else, in every place that takes one, no output but data
// has it raw.
func TestForeignTextOfAModel(t *testing.T) {
	for _, text := range foreign.Texts() {
		raw := func(output, what string) {
			t.Helper()
			assert.Empty(t, foreign.Raw(output), "%s: %q of %q", what, output, text)
		}
		oneLine := func(output, what string) {
			t.Helper()
			assert.Empty(t, foreign.Lines(output), "%s: %q of %q", what, output, text)
		}
		unit := burden.Unit(text)
		l := burden.NewLine("l", burden.KRW)
		printed := burden.NewParam("printed", burden.KRW, burden.NewSeries(burden.Span{From: 2010, To: 2010,
			Entry: burden.Entry{Value: burden.Amount(5, burden.KRW).Node().Value, Source: text, Print: text, Status: burden.Confirmed, Stage: burden.Agreed}})).For(text)
		p := projectionOf(t, modelOf(t, l.Is(printed.AtMost(printed).Plus(printed).RoundedTo("3", burden.HalfUp))), 2010, 2010).Under(text, text)
		x, err := p.Explain(l, 2010)
		require.NoError(t, err)
		raw(x.String(), "explanation")
		assert.Equal(t, 5, strings.Count(x.String(), "\n"), "%q", x.String())
		_, follows, _ := strings.Cut(x.String(), "printed 2010 = 5 KRW")
		quoted := visible.Text(strconv.Quote(text))
		assert.True(t, strings.HasPrefix(follows, " (confirmed; agreed; source "+quoted+"; print "+quoted+"; for "+quoted+")\n"), "%q", follows)

		data, err := x.MarshalJSON() // which is data: it has to be valid
		require.NoError(t, err)
		assert.True(t, json.Valid(data) && utf8.Valid(data), "%q", text)

		// An explanation is data, and may be made by hand.
		named := burden.NewLine(text, unit)
		made := burden.Explanation{Steps: []burden.Step{{Line: named, Year: 2010, Formula: burden.NewParam(text, unit, burden.Constant(1)).Formula,
			Inputs: []burden.Input{{Param: text, Unit: unit, Purpose: text, Entry: burden.Entry{Source: text, Print: text}}},
			Uses:   []burden.Use{{Line: named, Year: 2009}}, Limits: []burden.LimitRecord{{Line: l, Limit: named.Formula}}}}}
		raw(made.String(), "explanation made by hand")
		assert.Equal(t, 6, strings.Count(made.String(), "\n"), "%q", made.String())

		for what, f := range map[string]burden.Formula{
			"name": named.Plus(burden.NewParam(text, burden.KRW, burden.Constant(1))), "unit": burden.Amount(1, unit),
			"split": burden.NewSplit(text, burden.KRW, burden.Split{Total: burden.Amount(1, burden.KRW), Quantum: "1", Members: []burden.Member{{Key: text, Weight: named}}}).Part(text).Formula,
		} {
			oneLine(f.String(), "formula, "+what)
		}
		oneLine(burden.Show(burden.Amount(1, unit).Node().Value, unit), "shown")
		oneLine(burden.LimitRecord{Line: named, Limit: burden.Amount(1, unit)}.String(), "limit")

		var faults []error
		add := func(err error) {
			if err != nil {
				faults = append(faults, err)
			}
		}
		model := func(id string, definitions ...burden.Definition) {
			m, err := burden.NewModel(id, definitions...)
			add(err)
			if err == nil {
				_, err := m.Project(2010, 2010, named)
				add(err)
				_, err = m.Project(2010, 2010, burden.NewLine("l", unit))
				add(err)
			}
		}
		model(text)
		model(text, l.Is(burden.Amount(1, burden.USD)))
		model("m", named.Is(burden.Amount(1, unit)))
		model("m", l.Is(burden.NewParam(text, unit, burden.Constant(text))))
		model("m", l.Is(burden.Amount(text, unit)), l.Is(named))
		model("m", l.Is(burden.Amount(5, burden.KRW).RoundedTo(text, burden.HalfUp)))
		model("m", l.Is(printed))
		model("m", burden.NewIndexRule(text, burden.Index{Driver: named, Ceiling: named}))
		model("m", burden.NewSplit(text, unit, burden.Split{Total: named, Quantum: text, Members: []burden.Member{{Key: text, Weight: named}}}))
		model("m", l.Is(burden.NewParam("q", burden.KRW, burden.Constant(5)).Within(text, text)))
		model("m", l.Is(burden.NewParam("q", burden.KRW, burden.NewIndicator(burden.Print{Year: 2010, Printed: text}).FirstPrinted())))
		_, err = burden.Parse(text)
		add(err)
		for _, formula := range []string{text, "a + " + text, `amount(5, "` + text + `")`, text + "(5)", "round(a, " + text + ", up)", `a + "` + text + `"`} {
			_, err = burden.ParseFormula(formula, burden.Names{text: named, "a": l})
			add(err)
			for _, f := range burden.Faults(err) {
				if e, ok := errors.AsType[*burden.TextError](f); ok {
					oneLine(e.What(), "what")
				}
			}
		}
		add(&burden.Error{Model: text, Line: text, Input: text, Value: text, Err: burden.ErrName})
		add(&burden.Error{Detail: text, Err: errors.New(text)})
		assert.Greater(t, len(faults), 12)
		for _, err := range faults {
			for _, f := range burden.Faults(err) {
				oneLine(f.Error(), "error")
			}
		}
	}
}
