package visible

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell returns the text of a field of CSV so that no spreadsheet takes it, or a part of it,
// for a formula. It is data, so nothing is written out as [Text] does.
//
// A spreadsheet takes a text for a formula if it begins with =, +, - or @, or with the same
// signs in full width, and is not a plain number. Such a text gets an apostrophe in front of the
// sign. So does a text that begins with an apostrophe, so that a reader can take one away.
//
// Not only a field begins there. Where a computer has the semicolon as its separator, as in
// much of Europe, a spreadsheet takes a row of commas apart at its semicolons, or at tabs or
// line breaks, and quotes within the row do not hold it together: x;=1+1;y is three cells, the
// second of them live. Quoting cannot mend that, so the sign gets its apostrophe there too.
// A quote that begins a cell there would open a field that runs over line breaks into the
// next rows, so it gets an apostrophe as well. A text that ends with a separator gets one
// behind it: the quote that ends the field would stand there.
//
// Spaces in front of a sign or quote count for nothing, and so do quotes at the start of the
// text. A field that begins with a tab, a line break or #, which would be a comment, has an
// apostrophe in front of that.
func Cell(text string) string {
	const separators = ";\t\r\n"
	guarded := guard(text, separators, true)
	// Some readers skip spaces in front of a quote.
	blank := func(c rune) bool { return unicode.IsSpace(c) && !strings.ContainsRune(separators, c) }
	if end := strings.TrimRightFunc(guarded, blank); end != "" && strings.ContainsRune(separators, rune(end[len(end)-1])) {
		guarded += "'"
	}
	if text != "" && strings.ContainsRune("\t\r\n#", rune(text[0])) {
		return "'" + guarded
	}
	return guarded
}

// CommentLine returns a line that stands in front of the rows of CSV, after "# ". It is
// [Text]. No quotes hold it together, so a cell begins behind its commas too, and no quote
// may begin one.
func CommentLine(text string) string { return guard(Text(text), ",;", false) }

// plainNumber is what a spreadsheet takes for a number, whatever its sign.
var plainNumber = regexp.MustCompile(`^[+-][0-9]+(\.[0-9]+)?%?$`)

// guard puts an apostrophe in front of a formula that begins a cell: behind a separator, or at
// the start if a cell begins there. It puts one in front of a quote behind a separator too.
func guard(text, separators string, begins bool) string {
	behind := false // a separator
	var b strings.Builder
	for i := 0; i < len(text); {
		c, width := utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.ContainsRune(separators, c):
			begins, behind = true, true
		case begins && behind && c == '"':
			begins = false
			b.WriteByte('\'')
		case begins && c != '"' && !unicode.IsSpace(c):
			begins = false
			cell := text[i:]
			if end := strings.IndexAny(cell, separators); end >= 0 {
				cell = cell[:end]
			}
			if strings.ContainsRune("=+-@＝＋－＠'", c) && !plainNumber.MatchString(strings.TrimRight(cell, ` "`)) {
				b.WriteByte('\'')
			}
		}
		b.WriteString(text[i : i+width])
		i += width
	}
	return b.String()
}
