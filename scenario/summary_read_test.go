package scenario_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// A summary as a sweep writes it: two scenarios with values, two that failed.
const travelling = `{"metrics":[{"metric":"x 2020","unit":"KRW","values":[{"value":"-1.5","count":1},{"value":"7","count":1}]},` +
	`{"metric":"x 2020 / y 2020","unit":"KRW/person","rounding":"to 0.01, half up","values":[{"value":"0.25","count":2}]}],` +
	`"failed":2,"failures":[{"index":3,"error":"a"},{"index":8,"error":"b"}]}`

// TestOnlyWhatASweepMakesIsReadAsASummary: each was read before, as something else than it
// says, but for those that are no JSON.
func TestOnlyWhatASweepMakesIsReadAsASummary(t *testing.T) {
	var s scenario.Summary
	require.NoError(t, json.Unmarshal([]byte(travelling), &s))
	dectest.Equal(t, "5.5", s.Metrics[0].Sum)
	assert.Equal(t, travelling, jsonOf(t, &s))
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, []byte(travelling), "", "  "))
	require.NoError(t, json.Unmarshal(indented.Bytes(), &s), "white space is nobody's")
	assert.Equal(t, travelling, jsonOf(t, &s))

	for _, c := range []struct {
		change string // from|to
		cause  error
		says   string
	}{
		{`"count":2|"count":3`, burden.ErrOutOfRange, "metrics[1] has 3 outcomes, where metrics[0] has 2: every scenario that has one metric has all"},
		{`"failed":2|"failed":3`, burden.ErrOutOfRange, "failures has 2 of 3 failed scenarios, where a summary keeps 3"},
		{`"failed":2|"failed":1`, burden.ErrOutOfRange, "failures has 2 of 1 failed scenarios, where a summary keeps 1"},
		{`"failed":2|"failed":-1`, burden.ErrOutOfRange, `failed = "-1": out of range`},
		{`"failed":2|"failed":2.0`, burden.ErrNumber, `failed = "2.0": not a decimal number`},
		{`"failed":2|"failed":9007199254740993`, burden.ErrTooLarge, `failed = "9007199254740993": too large`},
		{`"failed":2|"failed":1e99`, burden.ErrNumber, `failed = "1e99": not a decimal number`},
		{`"failed":2|"failed":null`, burden.ErrNumber, `failed = "null": not a decimal number`},
		{`"failed":2|"failed":2,"failed":2`, burden.ErrDuplicate, `key = "failed": defined twice`},
		{`"failed":2,|`, burden.ErrIncomplete, "failed: incomplete"},
		{`"failed":2|"Failed":2`, burden.ErrUnknownName, `unknown key "Failed"; did you mean failed?`},
		{`"failed":2|"failed":2,"note":"x"`, burden.ErrUnknownName, `unknown key "note"`},
		{`"unit":"KRW",|"unit":"KRW","unit":"KRW",`, burden.ErrDuplicate, `metrics[0].key = "unit": defined twice`},
		{`"unit":"KRW",|"units":"KRW",`, burden.ErrUnknownName, `metrics[0]: unknown key "units"; did you mean unit?`},
		{`"unit":"KRW",|"unit":"K R W",`, burden.ErrUnit, `metrics[0].unit = "K R W": units do not agree`},
		{`"unit":"KRW",|"unit":7,`, burden.ErrSyntax, `metrics[0].unit: "7" is not a text`},
		{`"metric":"x 2020",|`, burden.ErrIncomplete, "metrics[0].metric: incomplete"},
		{`"metric":"x 2020",|"metric":null,`, burden.ErrSyntax, `metrics[0].metric: "null" is not a text`},
		{`"count":1},{"value":"7","count":1}|"count":1},{"value":"-1.5","count":1}`, burden.ErrOutOfRange, `metrics[0].values[1].value is "-1.5", not above the value before it`},
		{`"value":"7"|"value":"-2"`, burden.ErrOutOfRange, `metrics[0].values[1].value is "-2", not above the value before it`},
		{`"value":"7"|"value":"7.0"`, burden.ErrNumber, `metrics[0].values[1].value = "7.0": not a decimal number`},
		{`"value":"7"|"value":"07"`, burden.ErrNumber, `metrics[0].values[1].value = "07": not a decimal number`},
		{`"value":"7"|"value":"700%"`, burden.ErrNumber, `metrics[0].values[1].value = "700%": not a decimal number`},
		{`"value":"7"|"value":"7e0"`, burden.ErrNumber, `metrics[0].values[1].value = "7e0": not a decimal number`},
		{`"value":"7"|"value":"-0"`, burden.ErrNumber, `metrics[0].values[1].value = "-0": not a decimal number`},
		{`"value":"7"|"value":".5"`, burden.ErrNumber, `metrics[0].values[1].value = ".5": not a decimal number`},
		{`"value":"7"|"value":7`, burden.ErrSyntax, `metrics[0].values[1].value: "7" is not a text`},
		{`"value":"7"|"value":"` + strings.Repeat("7", 40000) + `"`, burden.ErrTooLarge, `…: too large`},
		{`"value":"7","count":1|"value":"7","count":0`, burden.ErrOutOfRange, `metrics[0].values[1].count = "0": out of range`},
		{`"value":"7","count":1|"value":"7","count":9007199254740992`, burden.ErrTooLarge, `metrics[0].values[1].count = "9007199254740992": too large`},
		{`"value":"7","count":1|"value":"7"`, burden.ErrIncomplete, "metrics[0].values[1].count: incomplete"},
		{`"value":"7","count":1|"count":1,"value":"7"`, burden.ErrSyntax, "white space left out) is not as a summary is written"},
		{`"index":3|"index":-3`, burden.ErrOutOfRange, `failures[0].index = "-3": out of range`},
		{`"index":3|"index":9`, burden.ErrOutOfRange, "failures[1].index is 8, and failures are written by index"},
		{`"index":3|"Index":3`, burden.ErrUnknownName, `failures[0]: unknown key "Index"; did you mean index?`},
		{`"error":"a"|"error":"\u0061"`, burden.ErrSyntax, "is not as a summary is written"},
		{`"error":"a"|"error":"` + "\xff" + `"`, burden.ErrSyntax, "is not as a summary is written"},
		{`,"rounding":"to 0.01, half up"|,"rounding":""`, burden.ErrSyntax, "is not as a summary is written"},
		{`"values":[{"value":"0.25","count":2}]|"values":null`, burden.ErrSyntax, "metrics[1].values: it is not a list"},
		{`"values":[{"value":"0.25","count":2}]|"values":[0.25]`, burden.ErrSyntax, "metrics[1].values[0]: it is not an object with value"},
	} {
		from, to, _ := strings.Cut(c.change, "|")
		text := strings.Replace(travelling, from, to, 1)
		require.NotEqual(t, travelling, text, c.change)
		read := summed(t, "7")
		err := read.UnmarshalJSON([]byte(text))
		require.ErrorIs(t, err, c.cause, c.change)
		assert.Contains(t, err.Error(), c.says, c.change)
		assert.True(t, strings.HasPrefix(err.Error(), "scenario: summary: burden: "), err.Error())
		fault, ok := errors.AsType[*burden.Error](err)
		require.True(t, ok)
		assert.Equal(t, c.cause, fault.Err)
		dectest.Equal(t, "7", read.Metrics[0].Sum, "it stays as it was")
	}
	for _, text := range []string{"", "null", "[]", "7", `{}`, `{"metrics":[],"failed":0}`, travelling + "x", travelling + travelling, travelling[:len(travelling)-1]} {
		require.Error(t, new(scenario.Summary).UnmarshalJSON([]byte(text)), text)
	}
	// More than a thousand failures are counted and not kept.
	many := scenario.NewSummary(scenario.At(inY, 2020))
	for i := range 1200 {
		many.Add(scenario.Outcome{Index: i, Err: burden.ErrDivisionByZero})
	}
	whole := jsonOf(t, travelled(t, many))
	for _, bad := range []string{
		strings.Replace(whole, `,{"index":999,"error":"division by zero"}`, "", 1),
		strings.Replace(whole, `{"index":999,"error":"division by zero"}`, `{"index":999,"error":"division by zero"},{"index":1000,"error":"division by zero"}`, 1),
	} {
		require.NotEqual(t, whole, bad)
		require.Error(t, new(scenario.Summary).UnmarshalJSON([]byte(bad)))
	}
}

// One long number among many short ones costs little: sums are not made one by one. The sum
// is worked out by hand: 10^4000 and 1 to 20,000.
func TestALongNumberAmongManyIsAddedOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"metrics":[{"metric":"m","values":[`)
	for i := 1; i <= 20000; i++ {
		b.WriteString(`{"value":"` + strconv.Itoa(i) + `","count":1},`)
	}
	b.WriteString(`{"value":"1` + strings.Repeat("0", 4000) + `","count":1}]}],"failed":0}`)
	var s scenario.Summary
	require.NoError(t, json.Unmarshal([]byte(b.String()), &s))
	assert.True(t, s.Metrics[0].Sum.Equal(decimal.New(1, 4000).Add(decimal.NewFromInt(20000*20001/2))))
}

// FuzzSummary: whatever is read is written as the same bytes again, merges with itself, and
// what comes of that is read too.
func FuzzSummary(f *testing.F) {
	f.Add([]byte(travelling))
	f.Add([]byte(`{"metrics":null,"failed":0}`))
	f.Add([]byte(`{"metrics":[{"metric":"m","values":[]}],"failed":1,"failures":[{"index":0,"error":"\u003c"}]}`))
	f.Add([]byte(`{"metrics":[{"metric":"m","unit":"USD@2019/person","values":[{"value":"0","count":4503599627370497}]}],"failed":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s scenario.Summary
		if s.UnmarshalJSON(data) != nil {
			return
		}
		var given bytes.Buffer
		require.NoError(t, json.Compact(&given, data))
		written := jsonOf(t, &s)
		require.Equal(t, given.String(), written)
		for _, m := range s.Metrics {
			require.GreaterOrEqual(t, m.Between(decimal.New(-1, math.MaxInt16), decimal.New(1, math.MaxInt16)), 0)
		}
		if err := s.Merge(travelled(t, &s)); err != nil {
			require.ErrorIs(t, err, burden.ErrTooLarge)
			require.Equal(t, written, jsonOf(t, &s))
			return
		}
		require.Equal(t, jsonOf(t, &s), jsonOf(t, travelled(t, &s)))
	})
}

// Units of metrics of every kind are read: they multiply and divide as formulas do.
func TestUnitsOfMetricsTravel(t *testing.T) {
	exact := burden.Rounding{}
	lines := []burden.Line{
		burden.NewLine("a", burden.KRW.AtPrices(2019)), burden.NewLine("b", burden.Persons.Times(burden.Months)), burden.NewLine("c", burden.Ratio),
		burden.NewLine("d", burden.Unit("vessel").Per(burden.KRW.Times(burden.KRW))), burden.NewLine("e", burden.USD.Per(burden.KRW)),
	}
	for _, a := range lines {
		for _, b := range lines {
			s := travelled(t, scenario.NewSummary(scenario.At(a, 2020), scenario.At(a, 2020).Over(scenario.At(b, 2020), exact), scenario.Average(a.As(burden.Rate), b, exact)))
			assert.Equal(t, a.Unit().Per(b.Unit()), s.Metrics[1].Unit)
		}
	}
}
