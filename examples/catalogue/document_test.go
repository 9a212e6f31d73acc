package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario/document"
)

// Every shape can be written down as a document, which gives the same number for the
// same reasons.
func TestShapesAsDocuments(t *testing.T) {
	for _, s := range catalogue() {
		x, err := s.build()
		require.NoError(t, err)
		d, err := document.New(x.model)
		require.NoError(t, err, s.title)
		var written bytes.Buffer
		require.NoError(t, d.Write(&written))
		text := written.String()
		read, err := document.Read(&written, s.title)
		require.NoError(t, err, text)
		m, err := read.Model()
		require.NoError(t, err)
		want, err := x.model.Project(x.year, x.year, x.line)
		require.NoError(t, err)
		got, err := m.Project(x.year, x.year, x.line)
		require.NoError(t, err, text)
		v, err := want.Value(x.line, x.year)
		require.NoError(t, err)
		w, err := got.Value(x.line, x.year)
		require.NoError(t, err)
		dectest.Equal(t, burden.Text(v), w, s.title)
		why, err := want.Explain(x.line, x.year)
		require.NoError(t, err)
		because, err := got.Explain(x.line, x.year)
		require.NoError(t, err)
		assert.Equal(t, why.String(), because.String(), s.title)
		again, err := document.New(m)
		require.NoError(t, err)
		written.Reset()
		require.NoError(t, again.Write(&written))
		assert.Equal(t, text, written.String(), s.title)
	}
}
