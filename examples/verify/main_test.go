package main

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/golden"
)

const sample = "testdata/contribution2010.json"

// contribution2010 is why the contribution of 2010 is what it is: the ceiling bound.
func contribution2010(t testing.TB) []byte {
	t.Helper()
	a := korea.Eighth()
	p, err := a.Model.Project(a.First, a.Last)
	require.NoError(t, err)
	x, err := p.Explain(a.Contribution, 2010)
	require.NoError(t, err)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	require.NoError(t, e.Encode(x))
	return b.Bytes()
}

// The number is published: 7,904 hundred million won. Nodes counted by hand: one of
// the base, two of the raw growth, three of the growth, seven of the contribution.
func TestOutput(t *testing.T) {
	golden.Equal(t, sample, string(contribution2010(t)))
	want := "contribution 2010 = 790400000000 KRW\nrecomputed (steps 4, figures 3, nodes 13, roundings 1, splits 0)\n"
	given := "taken as given:\n  model sma8, " + korea.Eighth().Model.Hash() + "\n" +
		"  base 2009 = 760000000000 KRW, confirmed, \"https://mnd.go.kr/"
	var out strings.Builder
	require.NoError(t, run([]string{sample}, nil, &out))
	assert.True(t, strings.HasPrefix(out.String(), want+given), out.String())
	assert.Contains(t, out.String(), "\n  cpi 2008 = 0.047, confirmed, \"first printed 2008-12-31\", \"http://viewsnnews.com/")
	assert.Equal(t, 7, strings.Count(out.String(), "\n"), "two lines, the model and three figures behind a headline")
	first := out.String()
	out.Reset()
	require.NoError(t, run(nil, bytes.NewReader(contribution2010(t)), &out))
	assert.Equal(t, first, out.String())

	assert.Error(t, run([]string{"a", "b"}, nil, &out))
	assert.ErrorIs(t, run([]string{"testdata/none"}, nil, &out), os.ErrNotExist)
}

// A checker that imported what it checks would prove nothing.
func TestImportsNothingOfTheLibrary(t *testing.T) {
	files, err := filepath.Glob("recompute/*.go")
	require.NoError(t, err)
	files = append(files, "main.go")
	seen := false
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range f.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			if path == "example.com/burdenshare/examples/verify/recompute" && name == "main.go" {
				continue
			}
			assert.NotContains(t, path, ".", "%s imports what is not of the standard library", name)
			seen = seen || path == "math/big"
		}
	}
	assert.True(t, seen)
}
