package scenario_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/effort"
	"example.com/burdenshare/scenario"
)

// plusTwo is x = p + 2 over 2020, p being between -9e18 and 9e18.
func plusTwo(t *testing.T) (burden.Param, scenario.Sweep) {
	t.Helper()
	p := burden.NewParam("p", burden.Ratio, burden.Constant(2)).Within("-9e18", "9e18")
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(p.Plus(burden.Amount(2, burden.Ratio))))
	require.NoError(t, err)
	return p, scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Metrics: []scenario.Metric{scenario.At(x, 2020)}}
}

// TestTheLastBlockStays: a block at which the loop was left is not used for another one.
func TestTheLastBlockStays(t *testing.T) {
	p, w := plusTwo(t)
	counts := make([]int64, 20_000)
	for i := range counts {
		counts[i] = int64(i)
	}
	w.Design, w.Workers = scenario.NewColumns(scenario.NewCountedAxis(p, "1", counts)), 4
	for range 20 {
		var last *scenario.Block
		for b, err := range w.Blocks(t.Context()) {
			require.NoError(t, err)
			last = b
			break
		}
		require.Equal(t, 0, last.From())
		for i := range last.Len() {
			v, err := last.Value(i, 0)
			require.NoError(t, err)
			dectest.Equal(t, strconv.Itoa(i+2), v)
		}
	}
}

// TestCountsDoNotDependOnNeighbours: one scenario that the engine leaves to the plain
// evaluator, or that has no value, changes neither quantum nor counts of the others.
func TestCountsDoNotDependOnNeighbours(t *testing.T) {
	p, w := plusTwo(t)
	for _, c := range []struct {
		quantum     string
		count, want int64
		odd         int64
	}{
		{"1", 2e18, 2e18 + 2, math.MaxInt64}, // 19 digits; the odd one is out of range
		{"0.001", 2000, 4000, 9e18},          // 2 + 2, in thousandths; 9e18 + 2000 are 64 bits
	} {
		for _, last := range []int64{5, c.odd} {
			counts := make([]int64, 40)
			for i := range counts {
				counts[i] = c.count
			}
			counts[39] = last
			w.Design = scenario.NewColumns(scenario.NewCountedAxis(p, c.quantum, counts))
			for b, err := range w.Blocks(t.Context()) {
				require.NoError(t, err)
				found, quantum, ok := b.Counts(0)
				require.True(t, ok, c.quantum)
				dectest.Equal(t, c.quantum, quantum)
				for _, k := range found[:39] {
					assert.Equal(t, c.want, k)
				}
			}
		}
	}
}

// TestBlocksThatAreNone say so.
func TestBlocksThatAreNone(t *testing.T) {
	for _, b := range []*scenario.Block{nil, {}} {
		assert.Equal(t, 0, b.Len())
		assert.Equal(t, 0, b.From())
		assert.ErrorIs(t, b.Err(0), burden.ErrOutOfRange)
		_, err := b.Value(0, 0)
		assert.ErrorIs(t, err, burden.ErrOutOfRange)
		_, _, ok := b.Counts(0)
		assert.False(t, ok)
	}
}

// TestDesignsThatAreNone are told apart.
func TestDesignsThatAreNone(t *testing.T) {
	p, w := plusTwo(t)
	q := burden.NewParam("q", burden.Ratio, burden.Constant(1))
	for _, c := range []struct {
		design scenario.Design
		want   error
	}{
		{nil, burden.ErrIncomplete}, {(*scenario.Grid)(nil), burden.ErrIncomplete}, {scenario.List{}, burden.ErrIncomplete}, {scenario.Columns{}, burden.ErrIncomplete},
		{scenario.NewColumns(scenario.NewAxis(p, []int{1, 2}), scenario.NewAxis(q, []int{1})), burden.ErrOutOfRange},
	} {
		w.Design = c.design
		for o, err := range w.Run(t.Context()) {
			assert.Zero(t, o)
			assert.ErrorIs(t, err, c.want)
		}
		_, err := w.At(0)
		assert.ErrorIs(t, err, c.want)
	}
}

// TestHugeNumbersDoNotStall: a number of three million digits is refused before it is
// compared with anything.
func TestHugeNumbersDoNotStall(t *testing.T) {
	p, w := plusTwo(t)
	for _, n := range []int{3, 40} { // without the engine, and with it
		list := make(scenario.List, n)
		for i := range list {
			list[i] = scenario.Point{{Param: p, Value: decimal.New(int64(i), 0)}}
		}
		list[n-1][0].Value = decimal.New(1, 3_000_000)
		w.Design = list
		failed := 0
		effort.AtMost(t, 1<<20, func() { // written out, the number alone is more
			for o, err := range w.Run(t.Context()) {
				require.NoError(t, err)
				if o.Err != nil {
					failed++
					assert.ErrorIs(t, o.Err, burden.ErrTooLarge)
				}
			}
		})
		assert.Equal(t, 1, failed)
	}
}

// longest is a design as long as can be.
type longest struct{ point scenario.Point }

func (longest) Len() int                { return math.MaxInt }
func (l longest) At(int) scenario.Point { return l.point }

// TestTheLongestDesign: a design of the program's own may be of any length, and is left
// when enough has been seen.
func TestTheLongestDesign(t *testing.T) {
	p, w := plusTwo(t)
	w.Design = longest{scenario.Point{{Param: p, Value: decimal.NewFromInt(3)}}}
	for _, workers := range []int{1, 3} {
		w.Workers = workers
		seen := 0
		for o, err := range w.Run(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, seen, o.Index)
			dectest.Equal(t, "5", o.Values[0])
			if seen++; seen == 1000 {
				break
			}
		}
		assert.Equal(t, 1000, seen)
	}
	w.From = math.MaxInt - 700 // the last blocks
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 700, s.Metrics[0].Count)
}

// TestBlocksHeld: however unevenly workers and the reader go on, a sweep holds two blocks
// for each worker at most.
func TestBlocksHeld(t *testing.T) {
	w := growing(t, 200_000)
	for _, workers := range []int{1, 4, 16} {
		w.Workers = workers
		held, blocks := map[*scenario.Block]bool{}, 0
		for b, err := range w.Blocks(t.Context()) {
			require.NoError(t, err)
			held[b] = true
			if blocks++; blocks%17 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		assert.LessOrEqual(t, len(held), 2*workers)
	}
}
