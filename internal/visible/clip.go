package visible

import (
	"strconv"
	"unicode/utf8"
)

// quoted is how many letters of a text a message quotes.
const quoted = 40

// Clip cuts a text that has more letters than that, and ends it with an ellipsis.
func Clip(s string, letters int) string {
	if len(s) <= letters {
		return s
	}
	for i := range s {
		if letters--; letters < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// Quote writes a text of a message in quotes, cut if it is long.
func Quote(s string) string {
	if cut := Clip(s, quoted); cut != s {
		return strconv.Quote(cut[:len(cut)-len("…")]) + "…"
	}
	return strconv.Quote(s)
}

// TooLong says that a text has more letters than it may have and what to do, or returns ""
// if it has not.
func TooLong(what, text string, most int) string {
	if len(text) <= most {
		return ""
	}
	n := utf8.RuneCountInString(text)
	if n <= most {
		return ""
	}
	return what + " has " + strconv.Itoa(n) + " letters and may have " + strconv.Itoa(most) + "; shorten it"
}
