package document_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/foreign"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// replace puts a text in the place of the n-th text or key of a document, in the order of
// keys, and reports whether there are so many.
func replace(at any, n *int, text string) bool {
	turn := func() bool { *n--; return *n < 0 }
	switch at := at.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(at)) {
			if turn() {
				at[text] = at[name]
				delete(at, name)
				return true
			}
			if _, ok := at[name].(string); ok && turn() {
				at[name] = text
				return true
			}
			if replace(at[name], n, text) {
				return true
			}
		}
	case []any:
		for i := range at {
			if _, ok := at[i].(string); ok && turn() {
				at[i] = text
				return true
			}
			if replace(at[i], n, text) {
				return true
			}
		}
	}
	return false
}

// A document with a stranger's text in the place of any of its texts or keys is told of, or
// read, in lines of our own.
func TestForeignTextOfADocument(t *testing.T) {
	read, refused := 0, 0
	for _, text := range foreign.Texts() {
		for i := 0; ; i++ {
			var doc map[string]any
			require.NoError(t, json.Unmarshal([]byte(soundDocument), &doc))
			doc["title"], doc["reference"], doc["author"] = "t", "r", "a"
			if n := i; !replace(doc, &n, text) {
				break
			}
			data, err := json.Marshal(doc)
			require.NoError(t, err)
			d, err := document.Read(bytes.NewReader(data), text)
			if err != nil {
				refused++
				for _, f := range burden.Faults(err) {
					assert.Empty(t, foreign.Lines(f.Error()), "%q", f.Error())
				}
				continue
			}
			read++
			verdicts, err := d.Verdicts()
			require.NoError(t, err)
			for _, v := range verdicts {
				assert.Empty(t, foreign.Lines(v.String()), "%q", v.String())
			}
			list, err := d.Scenarios()
			require.NoError(t, err)
			c, err := scenario.Compare(list[0], list[1])
			require.NoError(t, err)
			assert.Empty(t, foreign.Raw(c.String()), "%q", c.String())
		}
	}
	assert.Greater(t, read, 30)
	assert.Greater(t, refused, 1000)
	t.Logf("%d documents read, %d refused", read, refused)
}
