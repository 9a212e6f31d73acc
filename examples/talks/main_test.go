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
	// By hand, in 0.1 bn won: 4.7 bn dollars × 1167.2989 = 54863.0 against 10389;
	// 1.3 bn × 1206.9459 = 15690.3 against 10389 × 1.13 = 11739.6; the outcome of
	// 11833 lies (11833 - 11740) / (15690 - 11740) = 2.35 % of the way from Seoul.
	for _, figure := range []string{
		"5,486,300,000,000 KRW", "4,447,400,000,000 KRW",
		"1,569,000,000,000 KRW", "1,174,000,000,000 KRW", "395,000,000,000 KRW", "2.35 %",
	} {
		assert.Contains(t, out.String(), figure)
	}
}
