package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
}
