package main

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
}

// direction is how an amount, always positive here, becomes a whole number of
// 0.1 bn won, and how many of the seven modes do that to a positive number that is
// not halfway between two.
type direction struct {
	whole func(low *big.Int, rest *big.Rat) bool // whether the number above is taken
	modes int
}

var directions = []direction{
	{func(_ *big.Int, rest *big.Rat) bool { return rest.Cmp(big.NewRat(1, 2)) > 0 }, 3}, // half up, half even, half down
	{func(_ *big.Int, rest *big.Rat) bool { return rest.Sign() > 0 }, 2},                // up, ceiling
	{func(*big.Int, *big.Rat) bool { return false }, 2},                                 // down, floor
}

// grow returns the amounts that a base leads to, in whole 0.1 bn won, from growth
// in percent. No amount on the way lies halfway between two.
func grow(t *testing.T, base int64, percent []string, d direction, carried bool) []int64 {
	t.Helper()
	level := big.NewRat(base, 1)
	var amounts []int64
	for _, p := range percent {
		g, ok := new(big.Rat).SetString(p)
		require.True(t, ok, p)
		level.Mul(level, g.Add(g, big.NewRat(100, 1)))
		level.Quo(level, big.NewRat(100, 1))
		low := new(big.Int).Quo(level.Num(), level.Denom())
		rest := new(big.Rat).Sub(level, new(big.Rat).SetInt(low))
		require.NotZero(t, rest.Cmp(big.NewRat(1, 2)), "halfway")
		amount := low.Int64()
		if d.whole(low, rest) {
			amount++
		}
		if !carried {
			level.SetInt64(amount)
		}
		amounts = append(amounts, amount)
	}
	return amounts
}

// TestCounts counts the readings that fit with fractions, sharing no code with the
// library: the figures are typed from the sources that the program names.
func TestCounts(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))

	fits, readings := 0, 0
	withLag, withCeiling := map[int]int{}, map[bool]int{}
	for _, prints := range [][]string{ // of consumer prices, in percent, 2007 to 2013
		{"2.5", "4.7", "2.8", "2.9", "4.0", "2.2", "1.3"},
		{"2.5", "4.7", "2.8", "3.0", "4.0", "2.2", "1.3"},
		{"2.53457382137932", "4.67389655533408", "2.7564965449393", "2.93928652655686", "4.0259650043609", "2.18707104433314", "1.30134754547413"},
	} {
		for i := range 4 * 2 * 2 * 2 {
			lag, ceiling, carried, toTenth := i/8, i/4%2 == 0, i/2%2 == 1, i%2 == 1
			percent := make([]string, 4)
			for k := range percent {
				g, _ := new(big.Rat).SetString(prints[3+k-lag])
				percent[k] = prints[3+k-lag]
				if toTenth {
					percent[k] = g.FloatString(1)
				}
				if ceiling && g.Cmp(big.NewRat(4, 1)) > 0 {
					percent[k] = "4"
				}
			}
			for _, d := range directions {
				readings += d.modes
				if assert.ObjectsAreEqual([]int64{7904, 8125, 8361, 8695}, grow(t, 7600, percent, d, carried)) {
					fits += d.modes
					withLag[lag] += d.modes
					withCeiling[ceiling] += d.modes
				}
			}
		}
	}
	assert.Contains(t, out.String(), fmt.Sprintf("\n%d of %d readings of contribution give all 4 published values", fits, readings))
	assert.Equal(t, map[int]int{2: fits}, withLag)
	assert.Equal(t, map[bool]int{true: fits}, withCeiling)
	assert.Contains(t, out.String(), "lag         2  ")
	assert.Contains(t, out.String(), "ceiling     4 %  ")

	// The eleventh: 2020 frozen at 10389, then budgets of the year before, in 2021
	// with 6.5 % added; 2023 and 2024 are not compared.
	fits, readings = 0, 0
	for _, carried := range []bool{false, true} {
		for _, d := range directions {
			got := grow(t, 10389, []string{"13.9", "5.4", "3.4", "4.4", "4.2"}, d, carried)
			readings += d.modes
			if got[0] == 11833 && got[1] == 12472 && got[4] == 14028 {
				assert.False(t, carried)
				fits += d.modes
			}
		}
	}
	assert.Contains(t, out.String(), fmt.Sprintf("\n%d of %d readings of contribution give all 4 published values", fits, readings))
	assert.Contains(t, out.String(), "grows from  rounded                        unrounded")
}
