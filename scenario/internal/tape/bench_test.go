package tape

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// BenchmarkKernel gives each kernel's time for one word of one scenario.
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
	wideX, wideY := [][]int64{x, y, row(5)}, [][]int64{row(7), x, row(50)}
	for _, k := range []struct {
		name   string
		kernel func()
	}{
		{"affine", func() { affine(r, x, 10, 3) }},
		{"linear", func() { linear(r, x, 1, y, -1) }},
		{"multiply", func() { multiply(r, x, y) }},
		{"lesser", func() { lesser(r, x, y) }},
		{"below", func() { below(r, x, y, nil) }},
		{"pick", func() { pick(r, c, x, y) }},
		{"addWord", func() { addWord(r, c, x, y, true) }},
		{"subtractWord", func() { subtractWord(r, c, x, y, true) }},
		{"multiplyWord", func() { multiplyWord(r, c, x, y, r, false) }},
		{"scaleWord", func() { scaleWord(r, c, x, 1000, y, false) }},
		{"divideByConstant", func() { divideByConstant(r, nil, x, 1, by, 0, burden.HalfUp) }},
		{"divideByConstant/half_even", func() { divideByConstant(r, nil, x, 1, by, 0, burden.HalfEven) }},
		{"divideNarrow", func() { divideNarrow(r, nil, y, 1, x, 1, burden.HalfUp) }},
		{"divideWide", func() { divideWide(r, fail, wideX, wideY, nil, true, true, false, burden.HalfUp) }},
		{"divideWide/one_word", func() { divideWide(r, fail, wideX[:1], wideY, &up, true, true, false, burden.HalfUp) }},
	} {
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				k.kernel()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/BlockLen, "ns/word")
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
