// Package visible makes text from strangers safe to show to people.
package visible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s with some characters written as escapes: those that cannot be seen, and those
// that change how the text around them looks. A line break becomes \n, an escape of a terminal
// \x1b, an override of the direction of text \u202e, a byte that is no UTF-8 \xff. So the text
// stays within its line and cannot look like another. Everything else, a backslash too, stays
// as it is. Text(Text(s)) equals Text(s), so an escape cannot be told from the same letters in
// the source.
//
// All text that is for people goes through this one function, wherever a name, source or
// title of somebody else's stands in it. Data, such as JSON and the rows of CSV, does not.
func Text(s string) string {
	first := strings.IndexFunc(s, hidden)
	if first < 0 {
		return s
	}
	// IndexFunc takes a byte that is no UTF-8 for utf8.RuneError, and so does hidden.
	var b strings.Builder
	b.WriteString(s[:first])
	for i := first; i < len(s); {
		c, width := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && width == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case c == utf8.RuneError || !hidden(c):
			b.WriteString(s[i : i+width])
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < 0x80:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			fmt.Fprintf(&b, `\U%08x`, c)
		}
		i += width
	}
	return b.String()
}

// hidden tells a character that is not seen: controls (Cc), formats such as overrides of
// direction, joiners, tags and the byte order mark (Cf), separators of lines and paragraphs
// (Zl, Zp), variation selectors, which can carry a text of their own behind any character,
// what a renderer may ignore, blanks that are no spaces, what is no character, and half a
// surrogate pair. A replacement character may stand for a byte that is no UTF-8.
func hidden(c rune) bool {
	if c < 0x7f {
		return c < ' '
	}
	return c == utf8.RuneError || strings.ContainsRune(blanks, c) ||
		unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// blanks have no ink, and Unicode calls none of them a space: a Braille pattern without dots,
// two Egyptian blanks, the Khitan filler and a notehead that is null.
const blanks = "\u2800\U00013441\U00013442\U00016fe4\U0001d159"
