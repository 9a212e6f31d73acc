package report

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// allocated returns how many bytes a function allocates.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// A text of a chart may have any length. Its work is counted as bytes: measuring the
// width of a text makes a copy of it, so that trying one letter less after the other shows
// as four times the bytes for twice the letters. 40,000 letters took more than ten
// minutes.
func TestLongTexts(t *testing.T) {
	for name, text := range map[string]func(n int) string{
		"one word":      func(n int) string { return strings.Repeat("w", n) },
		"words":         func(n int) string { return strings.Repeat("word ", n/5) },
		"no width":      func(n int) string { return "wide" + strings.Repeat("\u0301", n) + strings.Repeat("w", 200) },
		"dots":          func(n int) string { return strings.Repeat("a.", n/2) },
		"other letters": func(n int) string { return strings.Repeat("방위비", n/3) },
	} {
		t.Run(name, func(t *testing.T) {
			took := func(n int) int {
				long := text(n)
				return allocated(func() {
					wrap(long, textSize, false, 200, 3)
					ellipsis(long, textSize, true, 200)
				})
			}
			took(100) // the fonts
			a, b, c := took(5000), took(10000), took(20000)
			assert.LessOrEqual(t, 10*(c-b), 30*(b-a), "%d, %d and %d bytes", a, b, c)
			for _, line := range wrap(text(40000), textSize, false, 200, 3) {
				assert.LessOrEqual(t, width(line, textSize, false), 200.0)
			}
			require.Contains(t, ellipsis(text(40000), textSize, false, 200), "…")
		})
	}
}
