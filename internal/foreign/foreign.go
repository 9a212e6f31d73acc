// Package foreign has text as strangers may send it, and finds it where it arrives raw. It
// is for tests, and has tables of its own beside those of package visible.
package foreign

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Forged is a line that [Texts] try to add to an explanation.
const Forged = "l 2010 = 999 KRW"

// Posing is a text that ends the brackets it stands in and begins others, so that it reads as
// a status and a source of somebody else.
const Posing = "confirmed; Statistics Korea)                                   ("

// Texts are texts with a character each that cannot be seen or changes how others are seen,
// two that would print a second, false explanation, and one that would print a false status.
func Texts() []string {
	list := []string{
		"x)\n" + Forged + "\n  = p\n  p 2010 = 999 KRW (ministry",
		"x)\r\n" + Forged + "\r\n",
		Posing,
		"x\xffy", "x\xed\xa0\x80y", "\u202e",
	}
	for _, c := range "\x00\a\b\t\n\v\f\r\x1b\x7f\u0080\u0085\u009b\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u034f\u115f\u1160\u17b4\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufe00\ufe0e\ufe0f\U0001d159\U000e0100\U000e01ef\U000e0001\U000e0041\U000e007f" {
		list = append(list, "x"+string(c)+"y")
	}
	return list
}

// Raw names something in an output that arrived as it was sent: a control, a format, half a character or
// a line of its own. Empty is nothing; line breaks are the output's own.
func Raw(output string) string {
	for line := range strings.SplitSeq(output, "\n") {
		if strings.TrimSpace(line) == Forged {
			return "a forged line"
		}
	}
	for i, c := range output {
		_, width := utf8.DecodeRuneInString(output[i:])
		if c == utf8.RuneError && width == 1 {
			return fmt.Sprintf("byte %#x at %d", output[i], i)
		}
		if unseen(c) || c != '\n' && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("%U at %d", c, i)
		}
	}
	return ""
}

// Lines does the same for an output of one line, which has no line breaks of its own.
func Lines(line string) string {
	if strings.Contains(line, "\n") {
		return "a line break"
	}
	return Raw(line)
}

// unseen are characters without ink that are neither controls nor formats: variation
// selectors, fillers, blanks that are no spaces, and what a renderer may ignore.
func unseen(c rune) bool {
	for _, r := range [][2]rune{
		{0x34f, 0x34f}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2065, 0x2065}, {0x2800, 0x2800}, {0x3164, 0x3164},
		{0xfe00, 0xfe0f}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x13441, 0x13442}, {0x16fe4, 0x16fe4}, {0x1d159, 0x1d159}, {0xe0000, 0xe0fff},
	} {
		if r[0] <= c && c <= r[1] {
			return true
		}
	}
	return false
}
