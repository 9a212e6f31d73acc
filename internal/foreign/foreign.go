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
	for _, c := range "\x00\a\b\t\n\v\f\r\x1b\x7f\u0080\u0085\u009b\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\U000e0001\U000e0041\U000e007f" {
		list = append(list, "x"+string(c)+"y")
	}
	return list
}

// Raw says what in an output arrived as it was sent: a control, a format, half a character or
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
		if c != '\n' && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("%U at %d", c, i)
		}
	}
	return ""
}

// Lines says the same of one line: an output that has none of its own.
func Lines(line string) string {
	if strings.Contains(line, "\n") {
		return "a line break"
	}
	return Raw(line)
}
