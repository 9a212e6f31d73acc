package main

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
	assert.True(t, strings.HasSuffix(out.String(),
		"17 of 17 amounts reproduced (15 published, 2 recalled)\n15 of 15 wrong readings rejected\n"))
}

// TestWrongReadings recomputes each wrong amount with fractions: the published
// amount of the year before, in 0.1 bn won, times what the reading says.
func TestWrongReadings(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	for _, c := range []struct {
		year, name string
		before     int64
		factors    []string
	}{
		{"2010", "without the ceiling", 7600, []string{"1.047"}},
		{"2008", "lag of one year", 7255, []string{"1.025"}},
		{"2010", "lag of one year", 7600, []string{"1.028"}},
		{"2012", "CPI of 2010 as printed in December 2012, rebased", 8125, []string{"1.03"}},
		{"2011", "unrounded World Bank CPI", 7904, []string{"1.027564965449393"}},
		{"2012", "unrounded World Bank CPI", 8125, []string{"1.0293928652655686"}},
		{"2016", "unrounded World Bank CPI", 9320, []string{"1.0127477446401322"}},
		{"2017", "unrounded World Bank CPI", 9441, []string{"1.0070633177245575"}},
		{"2022", "exact ratio of the budgets of 2021 and 2020", 11833, []string{"528401/501527"}},
		{"2025", "draft budget of 2024", 13463, []string{"1.045"}},
		{"2021", "drivers compounded, not added", 10389, []string{"1.074", "1.065"}},
		{"2019", "budget growth of the year before", 9602, []string{"1.07"}},
		{"2022", "budget growth of the same year", 11833, []string{"1.034"}},
		{"2025", "carried unrounded from 2022", 12472, []string{"1.034", "1.044", "1.042"}},
	} {
		v := big.NewRat(c.before, 1)
		for _, f := range c.factors {
			r, ok := new(big.Rat).SetString(f)
			require.True(t, ok, f)
			v.Mul(v, r)
		}
		assert.Regexp(t, `(?m)^`+c.year+` .* `+v.FloatString(0)+`  `+c.name+`, rejected`, out.String())
	}
	// 2003: 5,368 and 58.8 m dollars at 12 (in 0.1 bn won per m), both grown by 10.1 %.
	parts := new(big.Rat).Mul(big.NewRat(5368*10+588*12, 10), big.NewRat(1101, 1000))
	assert.Contains(t, out.String(), parts.FloatString(0)+"  currency parts not rounded")
}
