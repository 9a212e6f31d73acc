package scenario_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
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
			ends[i] = []int64{math.MinInt64, math.MaxInt64, r.Int64(), -r.Int64(), r.Int64N(10) - 5, 1, 0, -1, 1 << 61, r.Int64() >> 1, -r.Int64() >> 1, r.Int64() >> 2}[r.IntN(12)]
		}
		low, high := slices.Min(ends[:]), slices.Max(ends[:])
		from, to := scenario.Roughly(low, high)
		assert.True(t, from <= low && high <= to, "%d to %d: %d to %d", low, high, from, to)
		assert.Equal(t, []bool{low >= 0, low > 0, high <= 0, high < 0}, []bool{from >= 0, from > 0, to <= 0, to < 0}, "%d to %d: %d to %d", low, high, from, to)
	}
}

// Columns have the scenarios 0 to one less than their length, and no other.
func TestEndsOfColumns(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	c := scenario.NewColumns(scenario.NewAxis(p, []int{5, 6}))
	assert.Equal(t, 2, c.Len())
	for i, inside := range map[int]bool{-1: false, 0: true, 1: true, 2: false, 3: false} {
		at := c.At(i)
		assert.Len(t, at, 1)
		assert.Equal(t, inside, at[0].Param.Name() == "p", i)
	}
}
