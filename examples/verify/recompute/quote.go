package recompute

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// quoted writes text from the file, as much of it as anybody would read.
func quoted(s string) string {
	if len(s) > 100 {
		s = s[:100] + "…"
	}
	return quotedInFull(s)
}

// quotedInFull writes text from the file in quotes. Go's quotes write as an escape what cannot
// be printed; here so are printable characters without ink, which could hide a second text.
func quotedInFull(s string) string {
	var b strings.Builder
	for _, c := range strconv.Quote(s) {
		switch {
		case !strings.ContainsRune(blanks, c) && !unicode.In(c, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			b.WriteRune(c)
		case c <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			fmt.Fprintf(&b, `\U%08x`, c)
		}
	}
	return b.String()
}

// blanks have no ink, and Unicode calls none of them a space: a Braille pattern without dots,
// two Egyptian blanks, the Khitan filler and a notehead that is null.
const blanks = "\u2800\U00013441\U00013442\U00016fe4\U0001d159"
