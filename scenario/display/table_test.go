package display_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/scenario/display"
)

func TestTablesOfNothing(t *testing.T) {
	assert.Empty(t, display.Table{}.String())
	assert.Empty(t, display.Table{}.Markdown())
	t1 := display.Table{Head: []string{"a_b", "*"}, Rows: [][]string{{"x\ny", "US$1"}}, Left: 1}
	assert.Equal(t, "| a\\_b | \\* |\n| --- | ---: |\n| x\\\\ny | US\\$1 |\n", t1.Markdown())
	assert.Equal(t, "a_b      *\nx\\ny  US$1\n", t1.String())
}

// A Chinese, Japanese or Korean character takes two columns of a terminal, an accent of
// its own none; what a line begins with in Markdown means nothing.
func TestTablesOfOtherLetters(t *testing.T) {
	table := display.Table{Head: []string{"이름", "b"}, Rows: [][]string{{"한국 안", "1"}, {"abc", "20"}, {"e\u0301e\u0301", "3"}, {"日本。", "4"}}, Left: 1}
	assert.Equal(t, "이름      b\n한국 안   1\nabc      20\ne\u0301e\u0301        3\n日本。    4\n", table.String())
	table = display.Table{Head: []string{"a"}, Foot: []string{"# heading", "- item", "+ item", "> q", "1. x", "12) y", "===", "1.5 is a number", "12", "plain\n# not"}}
	_, foot, _ := strings.Cut(table.Markdown(), "\n\n")
	assert.Equal(t, strings.Join([]string{`\# heading`, `\- item`, `\+ item`, `\> q`, `1\. x`, `12\) y`, `\===`, `1\.5 is a number`, "12", `plain\\n# not`}, "  \n")+"\n", foot)
	assert.Contains(t, table.String(), "\nplain\\n# not\n")
}

// One line below the table is written as well as two.
func TestMarkdownFoot(t *testing.T) {
	table := display.Table{Head: []string{"a"}, Foot: []string{"rounded"}}
	assert.Equal(t, "| a |\n| ---: |\n\nrounded\n", table.Markdown())
	table.Foot = nil
	assert.Equal(t, "| a |\n| ---: |\n", table.Markdown())
}
