package main

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario"
)

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(&out))
	return out.String()
}

func TestOutput(t *testing.T) {
	golden.Equal(t, "testdata/output.golden", output(t))
}

// prices of 2001 to 2025 as first printed, in 0.1 %, typed from the table of prints.
var prices = []int{41, 28, 35, 36, 28, 22, 25, 47, 28, 29, 40, 22, 13, 13, 7, 10, 19, 15, 4, 5, 25, 51, 36, 23, 21}

// part is which of n equal parts a draw lies in.
func part(year, run, n int) int {
	u := scenario.Draw(2030, "cpi", year, run)
	k := new(big.Int).Mul(u.Num(), big.NewInt(int64(n)))
	return int(k.Quo(k, u.Denom()).Int64())
}

// TestFigures runs all of it again in whole numbers, amounts in 0.1 bn won: blocks out
// of the draws, growth of at most 5 %, rounded half up, and order statistics counted.
func TestFigures(t *testing.T) {
	out := output(t)
	amounts, bound := map[int][]int{}, map[int]int{}
	for run := range 2000 {
		amount := (15192*1021*2 + 1000) / 2000 // 2027, by the prices of 2025
		amounts[2027] = append(amounts[2027], amount)
		phase := part(0, run, 3)
		for year := 2026; year <= 2028; year++ {
			begins := year
			for begins%3 != phase {
				begins--
			}
			growth := prices[part(begins, run, 23)+year-begins]
			if growth > 50 {
				growth = 50
				bound[year+2]++
			}
			amount = (amount*(1000+growth)*2 + 1000) / 2000
			amounts[year+2] = append(amounts[year+2], amount)
		}
	}
	for year := 2027; year <= 2030; year++ {
		slices.Sort(amounts[year])
		var row strings.Builder
		row.WriteString(fmt.Sprint(year, " 2000"))
		for _, k := range []int{100, 500, 1000, 1500, 1900} { // 5, 25, 50, 75 and 95 % of 2,000
			a := amounts[year][k-1]
			row.WriteString(fmt.Sprintf(" %d,%03d,%d00,000,000", a/10000, a/10%1000, a%10))
		}
		row.WriteString(fmt.Sprint(" ", bound[year], " "))
		assert.Contains(t, strings.Join(strings.Fields(out), " "), row.String())
	}
	sum := 0
	for _, p := range prices {
		sum += p
	}
	assert.Equal(t, 623, sum) // of 25 years: 2.492 %
	assert.Contains(t, out, "mean 2.49 %, from 0.4 % (2019) to 5.1 % (2022)")
}
