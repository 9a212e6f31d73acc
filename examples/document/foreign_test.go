package main

import (
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/foreign"
)

// A stranger's titles and keys stay in their lines.
func TestForeignText(t *testing.T) {
	for _, text := range foreign.Texts() {
		if strings.ToValidUTF8(text, "") != text {
			continue // TOML is UTF-8
		}
		var plain map[string]any
		require.NoError(t, toml.Unmarshal(contract, &plain))
		plain["title"], plain["reference"] = text, text
		for _, s := range plain["scenarios"].([]any) {
			s.(map[string]any)["title"] = text
		}
		data, err := toml.Marshal(plain)
		require.NoError(t, err)
		d, err := read(strings.NewReader(string(data)), text)
		require.NoError(t, err)
		var out strings.Builder
		require.NoError(t, run(&out, d))
		assert.Empty(t, foreign.Raw(out.String()), "%q", out.String())

		plain[text] = map[string]any{text: 1}
		data, err = toml.Marshal(plain)
		require.NoError(t, err)
		_, err = read(strings.NewReader(string(data)), text)
		require.Error(t, err)
		assert.Empty(t, foreign.Raw(err.Error()), "%q", err.Error())
	}
	for _, broken := range []string{"title = \"a\x1bb\"", "a\u202e = 1\n", "title = \"\\u0007\"\nTitle = 5"} {
		_, err := read(strings.NewReader(broken), "a\nb")
		require.Error(t, err)
		assert.Empty(t, foreign.Raw(err.Error()), "%q", err.Error())
	}
}
