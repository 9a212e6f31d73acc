package burden_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

func TestClosest(t *testing.T) {
	for _, c := range []struct {
		name  string
		names string
		want  string
	}{
		{"celing", "ceiling floor", "ceiling"},          // one missing
		{"ceeiling", "ceiling floor", "ceiling"},        // one too many
		{"cieling", "ceiling floor", "ceiling"},         // two swapped
		{"ceilinf", "ceiling floor", "ceiling"},         // one wrong
		{"CPI", "base cpi", "cpi"},                      // case aside
		{"ceiling", "sma8.ceiling cpi", "sma8.ceiling"}, // the end of a dotted name
		{"cpi", "gdp fx", ""},                           // two of three letters wrong
		{"contrubutoin", "contribution", "contribution"},
		{"contrxxxxxon", "contribution", ""},
		{"bas", "bat base", "base"}, // equally near: the first by name
		{"x", "y z", "y"},
		{"", "a", ""},
		{strings.Repeat("a", 200), strings.Repeat("a", 199), ""}, // no name is that long
	} {
		assert.Equal(t, c.want, burden.Closest(c.name, strings.Fields(c.names)...), c.name)
	}
}

// Against the definition, computed without a table.
func TestClosestAgainstTheDefinition(t *testing.T) {
	var far func(a, b string) int
	far = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		d := far(a[1:], b[1:])
		if a[0] != b[0] {
			d++
		}
		d = min(d, far(a[1:], b)+1, far(a, b[1:])+1)
		if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
			d = min(d, far(a[2:], b[2:])+1)
		}
		return d
	}
	r := rand.New(rand.NewPCG(3, 3))
	word := func() string {
		b := make([]byte, 1+r.IntN(8))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	for range 3000 {
		a, b := word(), word()
		near := far(a, b) <= max(1, len(a)/3)
		assert.Equal(t, near, burden.Closest(a, b) != "", fmt.Sprint(a, " ", b))
	}
}
