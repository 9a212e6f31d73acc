package display

import (
	"sort"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// wide are the ranges of characters that take two columns of a terminal, by and large:
// East Asian Width W and F of Unicode, blocks taken whole.
var wide = [...][2]rune{
	{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa000, 0xa4cf},
	{0xa960, 0xa97f}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6},
	{0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
}

// textWidth is how many columns a line of text takes: two for a Chinese, Japanese or
// Korean character, none for one that is set on the one before.
func textWidth(s string) int {
	n := 0
	for _, c := range s {
		i := sort.Search(len(wide), func(i int) bool { return wide[i][1] >= c })
		switch {
		case unicode.In(c, unicode.Mn, unicode.Me, unicode.Cf):
		case i < len(wide) && wide[i][0] <= c:
			n += 2
		default:
			n++
		}
	}
	return n
}

// NumberAndUnit writes a number for people, and the unit as it stands behind it: 12 months.
func NumberAndUnit(d decimal.Decimal, u burden.Unit) (bare, unit string) {
	bare, unit, _ = strings.Cut(burden.Show(d, u), " ")
	return bare, unit
}

// Align writes cells in columns: the first ones, as many as left, flush left and
// the others flush right.
func Align(cells [][]string, left int) string {
	columns := 0
	for _, row := range cells {
		columns = max(columns, len(row))
	}
	widths := make([]int, columns)
	for _, row := range cells {
		for i, s := range row {
			widths[i] = max(widths[i], textWidth(visible.Text(s)))
		}
	}
	var b strings.Builder
	for _, row := range cells {
		var line strings.Builder
		for i, s := range row {
			s = visible.Text(s)
			pad := strings.Repeat(" ", widths[i]-textWidth(s))
			if i > 0 {
				line.WriteString("  ")
			}
			if i < left {
				line.WriteString(s + pad)
			} else {
				line.WriteString(pad + s)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
