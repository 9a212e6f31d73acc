package main

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

// total follows the growing path in 0.1 bn won with integers: growth in 0.01 %,
// from 10,389 in 2019, rounded half up every year, added up over years.
func total(growth, years int64) int64 {
	amount, sum := int64(10389), int64(0)
	for range years {
		amount = (amount*(10000+growth)*2 + 10000) / 20000
		sum += amount
	}
	return sum
}

// TestBreakEven searches every growth rate for the last below and the first at or
// above the cost of the one-off: 4.7 bn × 1167.2989 = 54,863 once, else 10,389.
func TestBreakEven(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
	asked := new(big.Rat).Mul(big.NewRat(47, 1), big.NewRat(11672989, 10000)) // in 0.1 bn won
	require.Equal(t, "54863", asked.FloatString(0))
	for _, years := range []int64{1, 5, 10} {
		cost := 54863 + (years-1)*10389
		growth := int64(0)
		for total(growth, years) < cost {
			growth++
		}
		if growth > 9999 {
			assert.Contains(t, out.String(), "nowhere: from 0 % (")
			continue
		}
		percent := func(g int64) string {
			return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", g/100, g%100), "0"), ".") + " %"
		}
		if total(growth, years) == cost {
			assert.Contains(t, out.String(), "exactly at "+percent(growth))
			continue
		}
		assert.Contains(t, out.String(), "between "+percent(growth-1), years)
		assert.Contains(t, out.String(), "and "+percent(growth), years)
	}
}
