package main

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// These sweeps have something that the batch engine does not evaluate, so each scenario
// goes to the plain evaluator. Hand-written decimals are faster there:
//
//	go test -run '^$' -bench Slow
//
// Both contracts have ten years, and every scenario has another rate of growth.
//
//	contribution[t] = round(contribution[t-1] × (1 + rate), 0.1e9)
//
// The split shares the contribution among three members with the weights 48, 40 and 12,
// in multiples of 0.1e9, by largest remainder. The failing contract divides the contribution
// by a rate of exchange that is zero in the last year.
type slow struct {
	sweep  scenario.Sweep
	byHand func(rate decimal.Decimal, out []decimal.Decimal) []decimal.Decimal
}

const (
	slowYears     = 10
	slowScenarios = 500
)

var slowWeights = [3]int64{48, 40, 12}

// slowRate is the rate of growth of a scenario: 1.000 % and a thousandth of a percent more for each.
func slowRate(i int) decimal.Decimal { return decimal.New(int64(1000+i), -5) }

func newSlow(tb testing.TB, divide bool) slow {
	tb.Helper()
	var (
		base         = burden.NewParam("base", burden.KRW, burden.Constant("1402.8e9"))
		rate         = burden.NewParam("rate", burden.Ratio, burden.Constant("1%"))
		fx           = burden.NewParam("fx", burden.KRW.Per(burden.USD), burden.Constant("1165.5"))
		contribution = burden.NewLine("contribution", burden.KRW)
		usd          = burden.NewLine("usd", burden.USD)
	)
	definitions := []burden.Definition{contribution.Starts(firstYear-1, base).
		Then(contribution.Previous().GrownBy(rate).RoundedTo("0.1e9", burden.HalfUp))}
	var outputs []burden.Line
	var s slow
	if divide {
		definitions = append(definitions, usd.Is(contribution.Over(fx).RoundedTo("0.01", burden.HalfUp)))
		outputs = []burden.Line{usd}
		s.byHand = failingByHand
	} else {
		var members []burden.Member
		for i, w := range slowWeights {
			members = append(members, burden.Member{Key: "m" + strconv.Itoa(i), Weight: burden.Amount(w, burden.Ratio)})
		}
		split := burden.NewSplit("share", burden.KRW, burden.Split{Total: contribution, Members: members, Quantum: "0.1e9"})
		definitions = append(definitions, split)
		for _, m := range members {
			outputs = append(outputs, split.Part(m.Key))
		}
		s.byHand = splitByHand
	}
	m, err := burden.NewModel("slow", definitions...)
	require.NoError(tb, err)
	rates := make([]decimal.Decimal, slowScenarios)
	for i := range rates {
		rates[i] = slowRate(i)
	}
	s.sweep = scenario.Sweep{
		Scenario: scenario.Baseline(m, firstYear, firstYear+slowYears-1, outputs...),
		Design:   scenario.NewGrid(scenario.NewAxis(rate, rates)), Workers: 1,
	}
	if divide {
		last := scenario.In(firstYear + slowYears - 1)
		zeros := make([]decimal.Decimal, slowScenarios)
		s.sweep.Design = scenario.NewColumns(scenario.NewAxis(rate, rates), scenario.NewAxis(fx, zeros, last))
	}
	for _, l := range outputs {
		for t := range slowYears {
			s.sweep.Metrics = append(s.sweep.Metrics, scenario.At(l, firstYear+t))
		}
	}
	return s
}

// splitByHand is what a careful user writes for the split: shares are cut to the quantum,
// and what is left goes to the largest remainders. Values are by member, then by year.
func splitByHand(rate decimal.Decimal, out []decimal.Decimal) []decimal.Decimal {
	paid := decimal.New(14_028, 8)
	for t := range slowYears {
		paid = paid.Mul(one.Add(rate)).Round(-8)
		var rest [3]decimal.Decimal
		left := paid.Shift(-8).IntPart()
		for i, w := range slowWeights {
			// A hundred quanta of weight: the weights sum to 100.
			q, r := paid.Mul(decimal.NewFromInt(w)).QuoRem(decimal.New(100, 8), 0)
			out[i*slowYears+t], rest[i] = q.Shift(8), r
			left -= q.IntPart()
		}
		for ; left > 0; left-- {
			most := 0
			for i := range rest {
				if rest[i].GreaterThan(rest[most]) {
					most = i
				}
			}
			out[most*slowYears+t] = out[most*slowYears+t].Add(decimal.New(1, 8))
			rest[most] = decimal.NewFromInt(-1)
		}
	}
	return out[:len(slowWeights)*slowYears]
}

// failingByHand gives no values: a careful user looks at the divisor and reports it.
func failingByHand(rate decimal.Decimal, out []decimal.Decimal) []decimal.Decimal {
	paid, fx := decimal.New(14_028, 8), decimal.New(11_655, -1)
	for t := range slowYears {
		paid = paid.Mul(one.Add(rate)).Round(-8)
		if t == slowYears-1 {
			fx = zero
		}
		if fx.IsZero() {
			return nil
		}
		out[t] = paid.DivRound(fx, 2)
	}
	return out[:slowYears]
}

// TestSlowByHand holds the hand-written split against the library, and both against the fault.
func TestSlowByHand(t *testing.T) {
	for _, divide := range []bool{false, true} {
		s := newSlow(t, divide)
		out := make([]decimal.Decimal, len(slowWeights)*slowYears)
		for o, err := range s.sweep.Run(t.Context()) {
			require.NoError(t, err)
			want := s.byHand(slowRate(o.Index), out)
			if divide {
				require.ErrorIs(t, o.Err, burden.ErrDivisionByZero)
				require.Nil(t, want)
				continue
			}
			require.NoError(t, o.Err)
			require.Len(t, o.Values, len(want))
			for k := range want {
				dectest.Equal(t, want[k].String(), o.Values[k], "scenario %d, value %d", o.Index, k)
			}
		}
	}
}

// BenchmarkSlow measures a sweep and the same by hand in one run, per scenario.
func BenchmarkSlow(b *testing.B) {
	for _, c := range []struct {
		name   string
		divide bool
	}{{"split", false}, {"failing", true}} {
		s := newSlow(b, c.divide)
		b.Run(c.name+"/sweep", func(b *testing.B) {
			for b.Loop() {
				for _, err := range s.sweep.Run(b.Context()) {
					require.NoError(b, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*slowScenarios), "ns/scenario")
		})
		b.Run(c.name+"/by_hand", func(b *testing.B) {
			out := make([]decimal.Decimal, len(slowWeights)*slowYears)
			for b.Loop() {
				for i := range slowScenarios {
					s.byHand(slowRate(i), out)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*slowScenarios), "ns/scenario")
		})
	}
}
