package main

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/internal/foreign"
)

// What a link has in its query comes back as text of its place, in every field that takes one.
func TestForeignTextOfAQuery(t *testing.T) {
	at := serve(t)
	for _, text := range foreign.Texts() {
		for _, name := range []string{"model", "troops", "ceiling", "explain", "of", text} {
			_, header, body := get(t, at+"/?"+url.Values{name: {text}}.Encode())
			assert.Contains(t, header.Get("Content-Type"), "text/", name)
			assert.Empty(t, foreign.Raw(body), "%s of %q", name, text)
		}
	}
}
