package recompute

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names stand in the text of formulas as they are. A name with a comma or a
// parenthesis in it would make one formula read as another, so it is an identifier of
// ASCII letters, digits and underscores, or several joined by dots. A split that shares
// its name with another has a number behind it: "pk.rate#2".

// named rejects what is no name.
func named(what, name string) error {
	if !dotted(name) {
		return fmt.Errorf("%s %s is no name", what, quoted(name))
	}
	return nil
}

func dotted(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !identifier(part) {
			return false
		}
	}
	return len(name) <= 1000
}

// splitName tells the name of a split.
func splitName(name string) bool {
	name, number, more := strings.Cut(name, "#")
	n, err := strconv.Atoi(number)
	return dotted(name) && (!more || err == nil && n > 1 && strconv.Itoa(n) == number)
}

func identifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// dated rejects a year that the format does not have.
func dated(year int) error {
	if year < 1 || year > 9999 {
		return fmt.Errorf("year %d is not from 1 to 9999", year)
	}
	return nil
}

// among rejects what is not in an enumeration. Where it may be absent, it may be empty.
func among(what, word string, absent bool, of ...string) error {
	if slices.Contains(of, word) || absent && word == "" {
		return nil
	}
	return fmt.Errorf("%s %s is none", what, quoted(word))
}

// based rejects a year basis that is none: the month that years begin with, of the
// year before if it says so.
func based(basis string) error {
	return among("year basis", strings.TrimPrefix(basis, "prior_"), false, "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december")
}

// enclosed rejects text that cannot stand alone as an operand, because it would change
// how what is around it reads: brackets that do not close, or a comma outside of them.
// What it says is not checked.
func enclosed(text string) error {
	var open []byte
	quote := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '"':
			quote = !quote
		case c == '\\' && quote && i+1 < len(text) && text[i+1] >= ' ':
			i++ // a quote behind it does not end the text in quotes
		case c < ' ' || c == 0x7f || c >= 0x80 && !quote:
			return fmt.Errorf("%s is no text of a formula", quoted(text))
		case quote:
		case c == '(' || c == '[' || c == '{':
			open = append(open, c)
		case c == ')' || c == ']' || c == '}':
			n := len(open) - 1
			if n < 0 || c-open[n] > 2 {
				return fmt.Errorf("%s does not stand alone: its brackets do not match", quoted(text))
			}
			open = open[:n]
		case c == ',' && len(open) == 0:
			return fmt.Errorf("%s does not stand alone: it has a comma", quoted(text))
		}
	}
	if quote || len(open) > 0 || strings.TrimSpace(text) == "" {
		return fmt.Errorf("%s does not stand alone: it does not end", quoted(text))
	}
	return nil
}
