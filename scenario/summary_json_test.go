package scenario_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// summed is a summary of one metric with these values.
func summed(t testing.TB, values ...string) *scenario.Summary {
	t.Helper()
	s := scenario.NewSummary(scenario.At(inY, 2020))
	for i, v := range values {
		s.Add(scenario.Outcome{Index: i, Values: []decimal.Decimal{toy.Number(t, v)}})
	}
	return s
}

// A share that is none is an error, and not a summary without values: before, "five
// percent" came out as no data.
func TestQuantilesThatAreNoShares(t *testing.T) {
	m := summed(t, "1", "2", "3").Metrics[0]
	for p, cause := range map[string]error{
		"-0.1": burden.ErrOutOfRange, "-1": burden.ErrOutOfRange, "1.01": burden.ErrOutOfRange, "2": burden.ErrOutOfRange,
		"": burden.ErrNumber, "x": burden.ErrNumber, "five percent": burden.ErrNumber, "1e999": burden.ErrTooLarge,
	} {
		_, err := m.Quantile(p)
		require.ErrorIs(t, err, cause, p)
	}
	_, err := m.Quantile("five percent")
	assert.EqualError(t, err, `scenario: summary: burden: quantile "five percent" is not a number from 0 to 1, such as 0.05 or 5%`)
	_, err = m.Quantile("5")
	assert.EqualError(t, err, `scenario: summary: burden: quantile "5" is not from 0 to 1, such as 0.05 or 5%`)
	_, err = m.Histogram("wide")
	assert.EqualError(t, err, `scenario: histogram: burden: width = "wide": not a decimal number`)
	_, err = (&scenario.Fan{From: 2027, To: 2027}).Table("five percent")
	require.ErrorIs(t, err, burden.ErrNumber)
}

// Bins below zero, too, begin at a multiple: -7 and -5 lie from -10 to -5 and -5 to 0.
func TestHistogramBelowZero(t *testing.T) {
	bins, err := summed(t, "-7", "-5", "-1", "4").Metrics[0].Histogram("5")
	require.NoError(t, err)
	require.Len(t, bins, 3)
	for i, want := range []struct {
		low, high string
		count     int
	}{{"-10", "-5", 1}, {"-5", "0", 2}, {"0", "5", 1}} {
		dectest.Equal(t, want.low, bins[i].Low)
		dectest.Equal(t, want.high, bins[i].High)
		assert.Equal(t, want.count, bins[i].Count)
	}
}

// A number may have more digits than one may be given: 0.1234567891 to the 32nd
// has 291. What was written is read back, or a sweep could not be resumed.
func TestSummaryTravelsWithLongNumbers(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	f := burden.Amount("0.1234567891", burden.Ratio)
	for range 5 {
		f = f.Times(f)
	}
	m, err := burden.NewModel("m", x.Is(f))
	require.NoError(t, err)
	p, err := scenario.Baseline(m, 2020, 2020).Project()
	require.NoError(t, err)
	v, err := p.Value(x, 2020)
	require.NoError(t, err)
	require.Greater(t, v.NumDigits(), burden.MaxInputDigits)
	s := scenario.NewSummary(scenario.At(x, 2020))
	s.Add(scenario.Outcome{Values: []decimal.Decimal{v}})
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var read scenario.Summary
	require.NoError(t, json.Unmarshal(text, &read))
	again, err := json.Marshal(&read)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	assert.True(t, read.Metrics[0].Sum.Equal(v))
}

// A summary cut short, as by a full disk, is an error, and what it was read into stays.
func TestSummaryCutShort(t *testing.T) {
	s := summed(t, "1", "2", "2", "3")
	s.Add(scenario.Outcome{Index: 9, Err: burden.ErrDivisionByZero})
	text, err := json.Marshal(s)
	require.NoError(t, err)
	for n := range text {
		read := summed(t, "7")
		require.Error(t, json.Unmarshal(text[:n], read), string(text[:n]))
		dectest.Equal(t, "7", read.Metrics[0].Sum)
	}
}

// Of failures the first thousand are kept, by index, and all are counted, however many
// parts they come in.
func TestTheFirstThousandFailures(t *testing.T) {
	failing := func(first, step int) *scenario.Summary {
		s := scenario.NewSummary(scenario.At(inY, 2020))
		for i := range 700 {
			s.Add(scenario.Outcome{Index: first + (699-i)*step, Err: burden.ErrDivisionByZero})
		}
		return s
	}
	s := failing(1, 2) // the odd ones to 1399
	require.NoError(t, s.Merge(failing(0, 2)))
	assert.Equal(t, 1400, s.Failed)
	require.Len(t, s.Failures, 1000)
	for i, f := range s.Failures {
		require.Equal(t, i, f.Index)
	}
}

// What is JSON but no summary changes nothing.
func TestWhatIsNoSummary(t *testing.T) {
	for _, text := range []string{
		"", "{", `{"failed":"1"}`, `{"failed":-1}`, `{"failures":[{"index":1}]}`, `{"metrics":[{"values":[{"value":"1","count":0}]}]}`,
		`{"metrics":[{"values":[{"value":"one","count":1}]}]}`, `{"metrics":[{"values":[{"value":"` + strings.Repeat("1", 300) + `e5","count":1}]}]}`,
		`{"metrics":[{"values":[{"value":"` + strings.Repeat("1", 1<<16) + `","count":1}]}]}`, `{"metrics":[{"values":[{"value":"1","count":9999999999999999}]}]}`,
	} {
		read := summed(t, "7")
		require.Error(t, read.UnmarshalJSON([]byte(text)), text[:min(len(text), 80)])
		dectest.Equal(t, "7", read.Metrics[0].Sum)
	}
}
