package curve

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

type reports []string

func (r *reports) Errorf(format string, args ...any) { *r = append(*r, fmt.Sprintf(format, args...)) }

// What is too steep is reported, and what is not is let through: linear calls, n log n, and
// calls that take next to nothing.
func TestJudge(t *testing.T) {
	costs := func(of func(n int) int) []Cost {
		var list []Cost
		for _, n := range []int{64, 128, 256} {
			list = append(list, Cost{Call: "call", Input: "things", Size: n, Steps: of(n), Bytes: 10 * of(n)})
		}
		return list
	}
	log := map[int]int{64: 6, 128: 7, 256: 8}
	for name, c := range map[string]struct {
		of   func(n int) int
		want int // reports, of blocks and of bytes
	}{
		"linear":               {func(n int) int { return 500*n + 10000 }, 0},
		"n log n":              {func(n int) int { return 100 * n * log[n] }, 0},
		"constant":             {func(int) int { return 1000 }, 0},
		"quadratic":            {func(n int) int { return n * n }, 2},
		"a quarter quadratic":  {func(n int) int { return 192*n + n*n }, 1}, // of 64; of bytes it takes more to be told from steps
		"cubic":                {func(n int) int { return n * n * n / 64 }, 2},
		"quadratic and little": {func(n int) int { return n * n / 64 }, 0},
	} {
		var r reports
		judge(&r, costs(c.of))
		assert.Len(t, r, c.want, "%s: %v", name, r)
	}
	var r reports
	judge(&r, []Cost{{Call: "call", Size: 64, Limited: "a limit", Most: 100, Steps: 101}, {Call: "call", Fault: "what was wrong"}, {Call: "call"}})
	assert.Len(t, r, 3, "beyond its limit, faulty, without two more inputs: %v", r)
}

// A file of another version of Go is refused, not misread.
func TestCountersOfAnotherFormat(t *testing.T) {
	for _, data := range []string{"", "\x00cwm\x02\x00\x00\x00", "\x00cvm" + string(make([]byte, 100)), "\x00cwm\x01\x00\x00\x00" + string(make([]byte, 100))} {
		_, err := sum([]byte(data))
		assert.ErrorContains(t, err, "not counters as Go 1.26 writes them")
	}
}
