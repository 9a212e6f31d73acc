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

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(&out))
	return out.String()
}

func TestOutput(t *testing.T) {
	golden.Equal(t, "testdata/output.golden", output(t))
}

// project follows the eleventh agreement in 0.1 bn won with fractions: growth of
// 2021 to 2025 in percent, rounded half up every year.
func project(growth ...string) *big.Int {
	amount := big.NewInt(10389)
	for _, g := range growth {
		r, _ := new(big.Rat).SetString(g)
		r.Quo(r, big.NewRat(100, 1)).Add(r, big.NewRat(1, 1)).Mul(r, new(big.Rat).SetInt(amount))
		r.Add(r, big.NewRat(1, 2))
		amount.Quo(r.Num(), r.Denom())
	}
	return amount
}

// TestShares recomputes the two-player Shapley value: the mean of what a driver
// makes alone and what it makes last.
func TestShares(t *testing.T) {
	both := project("13.9", "5.4", "3.4", "4.4", "4.2")
	defence := project("7.4", "5.4", "3.4", "4.4", "4.2")
	step := project("6.5", "0", "0", "0", "0")
	none := big.NewInt(10389)
	share := func(alone, other *big.Int) string {
		twice := new(big.Int).Sub(alone, none)
		twice.Add(twice, both).Sub(twice, other)
		// In 0.1 bn won, halved: in won.
		won := twice.Mul(twice, big.NewInt(50_000_000)).String()
		for i := len(won) - 3; i > 0; i -= 3 {
			won = won[:i] + "," + won[i:]
		}
		return won
	}
	out := output(t)
	first, _, _ := strings.Cut(out, "As a waterfall")
	assert.Regexp(t, `defence_growth +`+share(defence, step)+` `, first)
	assert.Regexp(t, `labour_step +`+share(step, defence)+` `, first)
	assert.Contains(t, first, "363,900,000,000") // 14028 - 10389
}
