package scenario_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// The ends of columns of all lengths, and over the whole range of a count.
func TestEnds(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 20_000 {
		counts := make([]int64, 1+r.IntN(20))
		for i := range counts {
			counts[i] = []int64{math.MinInt64, math.MaxInt64, r.Int64(), -r.Int64(), r.Int64N(10), 0, 0, 0}[r.IntN(8)]
		}
		low, high := scenario.Ends(counts)
		assert.Equal(t, []int64{slices.Min(counts), slices.Max(counts)}, []int64{low, high}, "%d", counts)
	}
}

// A range with room holds the range it is made of, and zero only if that does.
func TestRoughly(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 20_000 {
		var ends [2]int64
		for i := range ends {
			ends[i] = []int64{math.MinInt64, math.MaxInt64, r.Int64(), -r.Int64(), r.Int64N(10) - 5, 1, 0, -1}[r.IntN(8)]
		}
		low, high := slices.Min(ends[:]), slices.Max(ends[:])
		from, to := scenario.Roughly(low, high)
		assert.True(t, from <= low && high <= to, "%d to %d: %d to %d", low, high, from, to)
		assert.Equal(t, low <= 0 && high >= 0, from <= 0 && to >= 0, "%d to %d: %d to %d", low, high, from, to)
	}
}

// TestOutliers: what a long column has beyond its first counts is worked out too: longer
// numbers, another sign, a divisor of zero; by one worker and by several, in a part and
// in whole.
func TestOutliers(t *testing.T) {
	a, b := burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.Ratio, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a.Times(b, b).Over(b.Plus(burden.Amount(3, burden.Ratio))).RoundedTo("0.01", burden.HalfEven)))
	require.NoError(t, err)
	n := 9000
	for _, outlier := range []int64{1, -3, -4, 0, 40_000, 1 << 40, math.MaxInt64, math.MinInt64} {
		counts, others := make([]int64, n), make([]int64, n)
		for i := range n {
			counts[i], others[i] = int64(i%700)+100, int64(i%13)+7
		}
		others[5000], counts[7000] = outlier, outlier
		design := scenario.NewColumns(scenario.NewCountedAxis(a, "1", counts), scenario.NewCountedAxis(b, "1", others))
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Design: design, Metrics: []scenario.Metric{scenario.At(x, 2020)}}
		var want []scenario.Outcome
		for o, err := range scenario.Plainly(w).Run(t.Context()) {
			require.NoError(t, err)
			want = append(want, o)
		}
		for _, workers := range []int{1, 3} {
			for _, from := range []int{0, 4500} {
				w.Workers, w.From = workers, from
				i := from
				for o, err := range w.Run(t.Context()) {
					require.NoError(t, err)
					require.Equal(t, want[i].Index, o.Index)
					if want[i].Err != nil {
						require.EqualError(t, o.Err, want[i].Err.Error())
					} else {
						require.NoError(t, o.Err)
						dectest.Equal(t, burden.Text(want[i].Values[0]), o.Values[0])
					}
					i++
				}
				require.Equal(t, n, i)
			}
		}
	}
}
