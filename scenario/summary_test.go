package scenario_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// jsonOf is a summary as it travels.
func jsonOf(t *testing.T, s *scenario.Summary) string {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	return string(text)
}

func travelled(t *testing.T, s *scenario.Summary) *scenario.Summary {
	t.Helper()
	var there scenario.Summary
	require.NoError(t, json.Unmarshal([]byte(jsonOf(t, s)), &there))
	return &there
}

// A sweep of 9,000 scenarios, of which 3,000 fail, with a quotient and a total, cut in
// many ways, each part having travelled, merged two at a time in any order: always the
// bytes of the whole, and the named failures are the first thousand.
func TestMergingInAnyOrderAndGrouping(t *testing.T) {
	t.Parallel()
	a := burden.NewParam("a", burden.KRW, burden.Constant(0))
	b := burden.NewParam("b", burden.Ratio, burden.Constant(1))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	model, err := burden.NewModel("m", x.Is(a.Over(b).RoundedTo("0.01", burden.HalfEven)), y.Is(a.Times(b).Plus(burden.Amount(1, burden.KRW))))
	require.NoError(t, err)
	w := scenario.Sweep{
		Scenario: scenario.Baseline(model, 2020, 2021),
		Design:   scenario.NewGrid(scenario.NewStepAxis(a, scenario.NewSteps(0, 2999, 1)), scenario.NewStepAxis(b, scenario.NewSteps(0, 2, 1))),
		Metrics: []scenario.Metric{scenario.Total(x),
			scenario.At(x, 2020).Over(scenario.At(y, 2021), burden.RoundTo("0.001", burden.HalfUp))},
	}
	whole, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 3000, whole.Failed) // every third divides by zero
	require.Len(t, whole.Failures, 1000)
	assert.Equal(t, 2997, whole.Failures[999].Index)
	want := jsonOf(t, whole)
	// In the same run, every failure: of each triple the first.
	next := 0
	w.Each = func(b *scenario.Block) {
		for i := range b.Len() {
			if b.Err(i) != nil {
				assert.Equal(t, next, b.From()+i)
				next += 3
			}
		}
	}
	_, err = w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 9000, next)
	w.Each = nil
	assert.Contains(t, want, `"unit":"KRW"`)
	assert.Contains(t, want, `"rounding":"to 0.001, half up"`)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		n := 1 + random.IntN(40)
		parts := make([]*scenario.Summary, n)
		for i := range parts {
			parts[i], err = w.Shard(i, n).Summarize(t.Context())
			require.NoError(t, err)
			parts[i] = travelled(t, parts[i])
		}
		for len(parts) > 1 {
			random.Shuffle(len(parts), func(i, k int) { parts[i], parts[k] = parts[k], parts[i] })
			require.NoError(t, parts[0].Merge(parts[1]))
			parts = append(parts[:1], parts[2:]...)
		}
		assert.Equal(t, want, jsonOf(t, parts[0]), n)
		dectest.Equal(t, burden.Text(whole.Metrics[0].Sum), parts[0].Metrics[0].Sum, n)
	}
}

// A number has more digits than one from outside may have, and travels all the same.
func TestLongNumbersTravel(t *testing.T) {
	const digits = "-9123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789.0000000000001234567"
	a := burden.NewParam("a", burden.Ratio, burden.Constant(digits))
	x := burden.NewLine("x", burden.Ratio)
	model, err := burden.NewModel("m", x.Is(a.Times(a, a)))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(model, 2020, 2020), Metrics: []scenario.Metric{scenario.At(x, 2020)}, Design: scenario.List{{}}}
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	// The oracle: the cube of the digits as an integer, the point set by hand.
	whole, fraction, _ := strings.Cut(digits, ".")
	cube, ok := new(big.Int).SetString(whole+fraction, 10)
	require.True(t, ok)
	cube.Exp(cube, big.NewInt(3), nil)
	text := cube.String()
	text = text[:len(text)-3*len(fraction)] + "." + text[len(text)-3*len(fraction):]
	require.Greater(t, len(text), burden.MaxInputDigits)
	there := travelled(t, s)
	v, ok := there.Metrics[0].Min()
	require.True(t, ok)
	assert.Equal(t, text, burden.Text(v))
	require.NoError(t, there.Merge(s))
	assert.Equal(t, 2, there.Metrics[0].Count)
	for _, bad := range []string{strings.Repeat("1", 300) + "x", "1." + strings.Repeat("9", 40000), "--" + strings.Repeat("1", 300)} {
		assert.Error(t, json.Unmarshal([]byte(`{"metrics":[{"metric":"m","values":[{"value":"`+bad+`","count":1}]}]}`), there), bad[:3])
	}
}

// What is not the same is not merged: another rounding of a quotient, another unit.
func TestMergeTellsMetricsApart(t *testing.T) {
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.Persons)
	quotient := func(quantum string) *scenario.Summary {
		return scenario.NewSummary(scenario.At(x, 2020).Over(scenario.At(y, 2020), burden.RoundTo(quantum, burden.HalfUp)))
	}
	coarse := quotient("0.1")
	require.ErrorIs(t, coarse.Merge(quotient("0.01")), scenario.ErrBaseline)
	require.ErrorIs(t, coarse.Merge(travelled(t, quotient("0.01"))), scenario.ErrBaseline)
	require.NoError(t, coarse.Merge(travelled(t, quotient("0.1"))))
	require.ErrorIs(t, scenario.NewSummary(scenario.At(x, 2020)).Merge(scenario.NewSummary(scenario.At(burden.NewLine("x", burden.USD), 2020))), scenario.ErrBaseline)
}

// Failures of one index, as of ranges that overlap, are in one order, and text that is
// not UTF-8 is the same before and after it has travelled.
func TestFailuresAreInOneOrder(t *testing.T) {
	one, two := scenario.NewSummary(), scenario.NewSummary()
	one.Add(scenario.Outcome{Index: 7, Err: errors.New("b")})
	two.Add(scenario.Outcome{Index: 7, Err: errors.New("a\xff")})
	onto := func(a, b *scenario.Summary) string {
		a = travelled(t, a)
		require.NoError(t, a.Merge(b))
		return jsonOf(t, a)
	}
	assert.Equal(t, onto(one, two), onto(two, one))
	assert.Equal(t, onto(one, two), onto(one, travelled(t, two)))
}

func TestOddSummaries(t *testing.T) {
	var none *scenario.Summary
	text, err := none.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, "null", string(text))
	require.ErrorIs(t, none.Merge(none), burden.ErrIncomplete)
	require.ErrorIs(t, none.UnmarshalJSON([]byte("{}")), burden.ErrIncomplete)

	// A summary merged with itself counts everything twice.
	x := burden.NewLine("x", burden.KRW)
	s := scenario.NewSummary(scenario.At(x, 2020))
	s.Add(scenario.Outcome{Values: []decimal.Decimal{decimal.NewFromInt(3)}})
	require.NoError(t, s.Merge(s))
	assert.Equal(t, 2, s.Metrics[0].Count)
	dectest.Equal(t, "6", s.Metrics[0].Sum)

	byHand := &scenario.Summary{Metrics: []scenario.MetricSummary{{Metric: "x 2020", Unit: burden.KRW}}}
	require.NoError(t, byHand.Merge(s))
	dectest.Equal(t, "6", byHand.Metrics[0].Sum)
	require.ErrorIs(t, (&scenario.Summary{Failed: 1 << 30}).Merge(&scenario.Summary{Failed: int(^uint(0) >> 1)}), burden.ErrTooLarge)
}
