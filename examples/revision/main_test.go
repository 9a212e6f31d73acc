package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
	// By hand, in 0.1 bn won: 13463 × 1.045 = 14068.8, so 14069, against the 14028 of
	// 13463 × 1.042; the variance of 2015 is 9320 - 8448 = 872, and 872 / 8448 = 10.32 %.
	for _, figure := range []string{
		"1,406,900,000,000", "new data             -4,100,000,000", "1,402,800,000,000",
		"844,800,000,000  expected, confirmed", "932,000,000,000  agreed, confirmed", "87,200,000,000  10.3 %",
	} {
		assert.Contains(t, out.String(), figure)
	}
}
