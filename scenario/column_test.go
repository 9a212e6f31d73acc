package scenario_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// countAt is a decimal times 10^scale as an integer, nil if it is none: by fractions.
func countAt(d decimal.Decimal, scale int) *big.Int {
	x := d.Rat()
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(scale, -scale))), nil))
	if scale < 0 {
		power.Inv(power)
	}
	if x.Mul(x, power); !x.IsInt() {
		return nil
	}
	return new(big.Int).Set(x.Num())
}

// oddDecimal is a decimal of any length and place, often with zeros at its end.
func oddDecimal(r *rand.Rand) decimal.Decimal {
	digits := new(big.Int).SetUint64(r.Uint64() >> r.IntN(64))
	switch r.IntN(4) {
	case 0:
		digits.Mul(digits, big.NewInt(1000))
	case 1:
		digits.Mod(digits, big.NewInt(1000))
	case 2:
		digits.Mul(digits, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.IntN(6))), nil))
	}
	if r.IntN(2) == 0 {
		digits.Neg(digits)
	}
	return decimal.NewFromBigInt(digits, int32(r.IntN(40)-20))
}

// Decimals as counts of 18 digits are what fractions say; one of more digits is none.
func TestCountsOfDecimals(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 50_000 {
		d, scale := oddDecimal(r), r.IntN(50)-25
		short := d.NumDigits() <= 18
		count, own, ok := scenario.CountOf(d)
		require.Equal(t, short, ok, d)
		if ok {
			require.Zero(t, countAt(d, own).Cmp(big.NewInt(count)), d)
			if d.IsZero() {
				require.Equal(t, []int64{0, 0}, []int64{count, int64(own)})
			} else {
				require.NotZero(t, count%10, d)
			}
		} else {
			require.Equal(t, []int64{0, 0}, []int64{count, int64(own)})
		}
		want := countAt(d, scale)
		fits := short && want != nil && len(new(big.Int).Abs(want).String()) <= 18
		at, ok := scenario.CountAt(d, scale)
		require.Equal(t, fits, ok, "%s at %d", d, scale)
		if fits {
			require.Zero(t, want.Cmp(big.NewInt(at)), "%s at %d", d, scale)
		}
	}
	for exponent, want := range map[int32]bool{180: true, 181: false, -180: true, -181: false} { // ten times 18
		_, _, ok := scenario.CountOf(decimal.New(3, exponent))
		assert.Equal(t, want, ok, exponent)
	}
}

// Decimals as counts of 64 bits are what fractions say.
func TestCountsOf64Bits(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 50_000 {
		d, scale := oddDecimal(r), r.IntN(50)-25
		want := countAt(d, scale)
		fits := want != nil && want.IsInt64()
		got, ok := scenario.Count64(d, scale)
		require.Equal(t, fits, ok, "%s at %d", d, scale)
		if fits {
			require.Equal(t, want.Int64(), got, "%s at %d", d, scale)
		}
	}
	for range 50_000 {
		d := oddDecimal(r)
		if d.IsZero() {
			continue
		}
		least, ok := scenario.LeastScale(d)
		require.NotNil(t, countAt(d, least), d)
		require.Nil(t, countAt(d, least-1), d)
		require.Equal(t, len(countAt(d.Abs(), least).String()) <= 19, ok, d)
	}
}

// What is within its range, to the ends, is the engine's; only what is beyond is left to
// the plain evaluator. So it is for columns and for points asked for one by one.
func TestOnlyWhatIsOutsideIsLeft(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(2)).Within("-5", "30")
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(p.Times(p)))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Metrics: []scenario.Metric{scenario.At(x, 2020)}}
	for low, beyond := range map[int64]int{-5: 0, -6: 1, -7: 2} {
		for high, more := range map[int64]int{30: 0, 31: 1, 33: 3} {
			var counts []int64
			var points scenario.List
			for k := low; k <= high; k++ {
				counts = append(counts, k)
				points = append(points, scenario.Point{{Param: p, Value: decimal.NewFromInt(k)}})
			}
			for name, d := range map[string]scenario.Design{"columns": scenario.NewColumns(scenario.NewCountedAxis(p, "1", counts)), "grid": scenario.NewGrid(scenario.NewAxis(p, counts)), "list": points} {
				w.Design = d
				plainly, machines := scenario.Evaluated(w)
				assert.Equal(t, beyond+more, plainly, "%s from %d to %d", name, low, high)
				assert.Equal(t, 1, machines)
			}
		}
	}
}

// A plan holds for more than the scenarios it was made for. The first of a column is for a
// quarter more than the range of the first counts, on either side; an outlier needs one
// more for the blocks that have some. That of points is for a quarter more than each.
func TestPlansLast(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(2))
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(p.Times(p)))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Metrics: []scenario.Metric{scenario.At(x, 2020)}}
	for name, c := range map[string]struct {
		value           func(i int) int64
		columns, points int
	}{
		"the same":      {func(int) int64 { return 1000 }, 1, 1},
		"to the end":    {func(i int) int64 { return 1000 + int64(i%500)/2 + int64(min(i/1000, 1)*63) }, 1, 2}, // 1000 to 1249, then to 1312
		"one beyond it": {func(i int) int64 { return 1000 + int64(i%500)/2 + int64(min(i/1000, 1)*64) }, 2, 2},
		"a fifth more":  {func(i int) int64 { return 1000 + int64(min(i/1000, 1)*200) }, 2, 2}, // of a point: in thousands, then in hundreds
		"an odd fifth":  {func(i int) int64 { return 1001 + int64(min(i/1000, 1)*200) }, 2, 1},
		"an outlier":    {func(i int) int64 { return map[bool]int64{true: 1 << 30, false: 1000}[i == 3000] }, 3, 2}, // before, it and after
	} {
		var counts []int64
		var points scenario.List
		for i := range 5120 {
			counts = append(counts, c.value(i))
			points = append(points, scenario.Point{{Param: p, Value: decimal.NewFromInt(c.value(i))}})
		}
		w.Design = scenario.NewColumns(scenario.NewCountedAxis(p, "1", counts))
		plainly, machines := scenario.Evaluated(w)
		assert.Equal(t, []int{0, c.columns}, []int{plainly, machines}, "columns: %s", name)
		w.Design = points
		plainly, machines = scenario.Evaluated(w)
		assert.Equal(t, []int{0, c.points}, []int{plainly, machines}, "points: %s", name)
	}
	// A point that does not set what the others do is the plain evaluator's alone.
	points := make(scenario.List, 100)
	for i := range points {
		points[i] = scenario.Point{{Param: p, Value: decimal.NewFromInt(int64(i))}}
	}
	for name, odd := range map[string]scenario.Point{
		"nothing": {}, "other years": {{Param: p, Value: decimal.NewFromInt(1), Years: []scenario.Years{scenario.In(2020)}}},
		"long": {{Param: p, Value: decimal.RequireFromString("0.10000000000000000001")}},
	} {
		for _, at := range []int{0, 50} {
			list := append(scenario.List(nil), points...)
			list[at] = odd
			w.Design = list
			plainly, _ := scenario.Evaluated(w)
			want := 1
			if at == 0 && name == "other years" {
				want = 99 // the first is what the others are held against
			}
			assert.Equal(t, want, plainly, "%s at %d", name, at)
		}
	}
}

// Axes of all shapes are the engine's, and give what the plain evaluator gives: one value
// or one count, the longest first, a common number of zeros, counts that with their
// quantum are beyond 64 bits, parameters that the model does not have or has in another
// unit.
func TestAxesOfAllShapes(t *testing.T) {
	p, q := burden.NewParam("p", burden.KRW, burden.Constant(2)), burden.NewParam("q", burden.Ratio, burden.Constant(3))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(p.Times(q, q)))
	require.NoError(t, err)
	many := make([]int64, 40)
	for i := range many {
		many[i] = int64(i)
	}
	long := append([]int64{1 << 55}, many...)
	far := append([]int64{1 << 62, -1 << 62}, many...)
	axis := func(p burden.Param, quantum string, counts ...int64) scenario.Axis {
		return scenario.NewCountedAxis(p, quantum, counts)
	}
	for name, c := range map[string]struct {
		design scenario.Design
		engine bool
	}{
		"one value":      {scenario.NewGrid(scenario.NewAxis(p, []int{7}), scenario.NewAxis(q, many)), true},
		"one count":      {scenario.NewGrid(axis(p, "0.1", 7), axis(q, "1", many...)), true},
		"longest first":  {scenario.NewGrid(axis(q, "1", long...), axis(p, "1", long...)), true},
		"zeros":          {scenario.NewGrid(scenario.NewAxis(p, []int{1, 100}), scenario.NewAxis(q, many)), true},
		"beyond 64 bits": {scenario.NewColumns(axis(p, "2.5", far...), axis(q, "1", far...)), false},
	} {
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Design: c.design, Metrics: []scenario.Metric{scenario.At(x, 2020)}}
		assert.Equal(t, c.engine, scenario.HasEngine(w), name)
		compareWithPlain(t, w)
	}
}

// Counts that are made by way of decimals have the largest quantum that all are counts of:
// zeros, of however many places, have no say.
func TestCountsByDecimals(t *testing.T) {
	p, w := plusTwo(t)
	for _, c := range []struct {
		values  []string
		quantum string
		counts  []int64
	}{
		{[]string{"-2", "-2.000"}, "1", []int64{0, 0}},
		{[]string{"198", "-2.00000", "398"}, "100", []int64{2, 0, 4}},
		{[]string{"-2.00000", "8"}, "10", []int64{0, 1}},
		{[]string{"98", "-1.75", "0.5"}, "0.01", []int64{10_000, 25, 250}},
	} {
		var list scenario.List
		for _, v := range c.values {
			list = append(list, scenario.Point{{Param: p, Value: decimal.RequireFromString(v)}})
		}
		w.Design = list
		for b, err := range w.Blocks(t.Context()) {
			require.NoError(t, err)
			counts, quantum, ok := b.Counts(0)
			require.True(t, ok)
			assert.Equal(t, c.counts, counts, c.values)
			assert.Equal(t, c.quantum, burden.Text(quantum), c.values)
		}
	}
	// Among forty that the engine does is one that it leaves, of more digits than 64 bits.
	list := make(scenario.List, 40)
	for i := range list {
		list[i] = scenario.Point{{Param: p, Value: decimal.NewFromInt(int64(i))}}
	}
	list[20][0].Value = decimal.RequireFromString("0.12345678901234567891234")
	w.Design = list
	plainly, _ := scenario.Evaluated(w)
	assert.Equal(t, 1, plainly)
	for b, err := range w.Blocks(t.Context()) {
		require.NoError(t, err)
		_, _, ok := b.Counts(0)
		assert.False(t, ok)
	}
}
