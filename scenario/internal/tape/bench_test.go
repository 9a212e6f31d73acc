package tape

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// BenchmarkKernel gives each kernel's time for one row of a block, divided by the block's
// scenarios; of numbers of several words, for the number.
func BenchmarkKernel(b *testing.B) {
	row := func(seed int64) []int64 {
		r := make([]int64, BlockLen)
		for i := range r {
			r[i] = seed*1_000_003 + int64(i)*7_919
		}
		return r
	}
	r, c, x, y, fail := row(1), row(2), row(30), row(400), make([]int64, BlockLen)
	by := inverseOf(1000)
	up := multipleOf(pow10(44))
	divisor, ok := cutOf(1000, big.NewInt(1<<40), burden.HalfUp)
	require.True(b, ok)
	upper, lower := big.NewInt(1<<40), big.NewInt(1<<38)
	short, ok := leadingOf(big.NewInt(1<<30), &up, new(big.Int).Lsh(lower, 120), new(big.Int).Lsh(upper, 120))
	require.True(b, ok)
	factors, added := make([]int64, BlockLen), make([]int64, BlockLen)
	invert(factors, added, y, 1, 16, 1<<64-1, 0)
	three := [][]int64{row(3), row(4), row(5)}
	wideX, wideY := [][]int64{x, y, row(5)}, [][]int64{row(7), x, row(50)}
	for _, k := range []struct {
		name   string
		kernel func()
	}{
		{"affine", func() { affine(r, x, 10, 3) }},
		{"linear", func() { linear(r, x, 1, y, -1) }},
		{"multiply", func() { multiply(r, x, y, 0) }},
		{"multiplyThree", func() { multiplyThree(r, x, y, c) }},
		{"multiplyCut", func() { multiplyCut(r, x, y, 1000, &divisor) }},
		{"greaterLesser", func() { greaterLesser(r, x, y, c) }},
		{"lesser", func() { lesser(r, x, y) }},
		{"below", func() { below(r, x, y, nil) }},
		{"pick", func() { pick(r, c, x, y) }},
		{"addWord", func() { addWord(r, c, x, y, true) }},
		{"subtractWord", func() { subtractWord(r, c, x, y, true) }},
		{"multiplyWord", func() { multiplyWord(r, c, x, y, r, false) }},
		{"scaleWord", func() { scaleWord(r, c, x, 1000, y, false) }},
		{"sumRows", func() { sumRows(r, c, x, y, fail) }},
		{"scaleTwo", func() { scaleTwo([][]int64{r, c}, three[:2], wideY[:2], 1000) }},
		{"scaleThree", func() { scaleThree([][]int64{r, c, y}, three, wideY, 1000) }},
		{"spreadThree", func() { spreadThree([][]int64{r, c, y}, x, wideY, []uint64{1, 2, 3}) }},
		{"productTwo", func() { productTwo([][]int64{r, c}, three[:2], x, 0) }},
		{"productThree", func() { productThree([][]int64{r, c, y}, three[:2], x, 0) }},
		{"subtractThree", func() { subtractThree([][]int64{r, c, y}, three, wideY) }},
		{"cutByConstant", func() { cutByConstant(r, x, 1, &divisor) }},
		{"multiplyInverse", func() { multiplyInverse(r, x, 10, factors, added, 16) }},
		{"invert", func() { invert(factors, added, x, 1, 16, 1<<64-1, 0) }},
		{"divideUnsigned", func() { divideUnsigned(r, y, 1, x, 1, 1<<64-1, 0) }},
		{"divideShort", func() { divideShort(r, fail, x, wideY, &short, &up, settling(burden.HalfUp)) }},
		{"divideByConstant", func() { divideByConstant(r, nil, x, 1, by, 0, burden.HalfUp) }},
		{"divideByConstant/half_even", func() { divideByConstant(r, nil, x, 1, by, 0, burden.HalfEven) }},
		{"divideNarrow", func() { divideNarrow(r, nil, y, 1, x, 1, burden.HalfUp) }},
		{"divideWide", func() { divideWide(r, fail, wideX, wideY, nil, true, true, false, settling(burden.HalfUp)) }},
		{"divideWide/one_word", func() { divideWide(r, fail, wideX[:1], wideY, &up, true, true, false, settling(burden.HalfUp)) }},
	} {
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				k.kernel()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/BlockLen, "ns/scenario")
		})
	}
}

// BenchmarkCompile and BenchmarkPlan are what a sweep of the reference workload costs
// before its first scenario.
func BenchmarkCompile(b *testing.B) {
	w := newReference(b, 10, 1, false, 7)
	b.ReportAllocs()
	for b.Loop() {
		w.compile(b, w.outputs)
	}
}

func BenchmarkPlan(b *testing.B) {
	w := newReference(b, 10, 1, false, 7)
	p := w.compile(b, w.outputs)
	b.ReportAllocs()
	for b.Loop() {
		_, ok := NewPlan(p, w.axes(), w.ranges)
		require.True(b, ok)
	}
}
