package main

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/golden"
)

// expectation is a shape's number, with where it comes from, and whatever else
// the shape has to show.
type expectation struct {
	want   string // the number
	source string // a published source, or the computation
	more   func(t *testing.T, x sample)
}

// expectations are kept beside the shapes' files, by number.
func expectations() map[int]expectation {
	all := map[int]expectation{}
	for _, part := range []map[int]expectation{growthExpected(), currencyExpected(), partsExpected(), costsExpected(), needsExpected(), payersExpected()} {
		maps.Copy(all, part)
	}
	return all
}

func TestCatalogue(t *testing.T) {
	expected := expectations()
	shapes := catalogue()
	require.Len(t, shapes, 61)
	for i, s := range shapes {
		require.Equal(t, i+1, s.number, "every shape once, in order")
		name := fmt.Sprintf("%02d_%s", s.number, strings.ReplaceAll(s.title, " ", "_"))
		t.Run(name, func(t *testing.T) {
			e, ok := expected[s.number]
			require.True(t, ok, "no expectation")
			assert.NotEmpty(t, e.source, "an expectation says where it comes from")
			x, err := s.build()
			require.NoError(t, err)
			v, _, err := x.evaluate()
			require.NoError(t, err)
			dectest.Equal(t, e.want, v, s.title)
			if e.more != nil {
				e.more(t, x)
			}
		})
	}
}

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	golden.Equal(t, "testdata/output.golden", out.String())
}
