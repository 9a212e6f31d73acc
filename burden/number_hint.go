package burden

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"example.com/burdenshare/burden/internal/exact"
)

// numberCause is the cause of an error of [exact.Parse], in words that say how the number
// is written or which limit it is beyond.
func numberCause(text string, err error) error {
	switch c := cause(err); {
	case errors.Is(c, ErrNumber):
		if hint := numberHint(text); hint != "" {
			return told{ErrNumber, ErrNumber.Error() + ": " + hint}
		}
		return c
	default:
		return c
	}
}

// maxHinted is the length in bytes up to which a text gets a hint.
const maxHinted = 80

// numberHint says how to write the number that a text probably means, or "" if it finds none.
// The text it proposes is always a number.
func numberHint(text string) string {
	if len(text) > maxHinted {
		return ""
	}
	var h hint
	s := h.folded(text)
	if t := strings.TrimSpace(s); t != s {
		s = t
		h.say("no spaces stand around it")
	}
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") && strings.ContainsAny(inner, "0123456789") {
		s = "-" + strings.TrimSpace(strings.TrimSuffix(inner, ")"))
		h.say("a negative number begins with a hyphen")
	}
	begin, end := strings.IndexAny(s, "0123456789"), strings.LastIndexAny(s, "0123456789%")+1
	if begin < 0 {
		return ""
	}
	if begin > 0 && strings.IndexByte(".,", s[begin-1]) >= 0 {
		begin--
	}
	if sign := strings.TrimRight(s[:begin], " "); strings.HasSuffix(sign, "-") || strings.HasSuffix(sign, "+") {
		if sign != s[:begin] {
			h.say("no space stands behind the sign")
		}
		s, begin = sign+s[begin:], len(sign)-1
		end = strings.LastIndexAny(s, "0123456789%") + 1
	}
	before, number, after := strings.TrimSpace(s[:begin]), s[begin:end], strings.TrimSpace(s[end:])
	number, percent := strings.CutSuffix(number, "%")
	for _, word := range []string{"per cent", "percent", "pct"} {
		if strings.EqualFold(after, word) {
			after, percent = "", true
			h.say("a percentage is written with %")
		}
	}
	if before == "%" && !percent {
		before, percent = "", true
		h.say("% stands behind the number")
	}
	if t := strings.TrimRight(number, " "); t != number {
		number = t
		h.say("no space stands before %")
	}
	if after == "." || after == "," {
		after = ""
		h.say("digits stand on both sides of a decimal point")
	}
	number, other := h.grouped(number)
	if number == "" || strings.ContainsAny(before, "+-%") || strings.ContainsAny(after, "\u2030\u2031") || strings.EqualFold(before, "e") {
		return "" // nothing comes near: 1.2.3, +-5, 5‰, e5
	}
	if percent {
		number += "%"
		if other != "" {
			other += "%"
		}
	}
	if _, err := exact.Parse(number); err != nil {
		return ""
	}
	if before != "" {
		h.say(quoted(before) + " does not belong to it")
	}
	if after != "" {
		h.say(quoted(after) + " does not belong to it")
		if e, ok := magnitudes[strings.ToLower(after)]; ok && !percent && !strings.ContainsAny(number, "eE") {
			other = number + e
		}
	}
	if len(h) == 0 {
		return ""
	}
	said := strings.Join(h, ", ") + "; write " + number
	if other != "" {
		said += ", or " + other + " if that was meant"
	}
	return said
}

// magnitudes are what a letter or word behind a number may stand for.
var magnitudes = map[string]string{
	"k": "e3", "thousand": "e3", "m": "e6", "mn": "e6", "million": "e6", "bn": "e9", "b": "e9", "billion": "e9", "tn": "e12", "trillion": "e12",
}

// hint lists the faults of a number's text, each once.
type hint []string

func (h *hint) say(what string) {
	if !slices.Contains(*h, what) {
		*h = append(*h, what)
	}
}

// folded writes characters that look like those of a number as these.
func (h *hint) folded(text string) string {
	const zeros = "\u0660\u06f0\u0966\uff10" // of Arabic, Persian, Devanagari and wide digits
	return strings.Map(func(c rune) rune {
		for _, zero := range zeros {
			if zero <= c && c < zero+10 {
				h.say("digits are 0 to 9")
				return '0' + c - zero
			}
		}
		switch {
		case c < 0x80:
			return c
		case unicode.IsSpace(c):
			return ' '
		case unicode.Is(unicode.Cf, c):
			h.say("it has invisible characters")
			return -1
		case c == '\u2212' || unicode.Is(unicode.Pd, c):
			h.say("the minus sign is a hyphen")
			return '-'
		case strings.ContainsRune("\uff05\u066a", c):
			h.say("the percent sign is %")
			return '%'
		case strings.ContainsRune("\uff0c\u066c\u3001", c):
			return ','
		case strings.ContainsRune("\uff0e\u066b\u00b7", c):
			h.say("the decimal sign is a point")
			return '.'
		}
		return c
	}, text)
}

// grouped returns a number without what groups its digits and with a decimal point; ""
// where its separators group nothing. Where a comma may have been either, the other
// number is the one with a point.
func (h *hint) grouped(number string) (one, other string) {
	sign, exponent := "", ""
	if strings.HasPrefix(number, "-") || strings.HasPrefix(number, "+") {
		sign, number = number[:1], number[1:]
	}
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		number, exponent = number[:i], number[i:]
	}
	whole, fraction, point := number, "", ""
	commas, points := strings.Count(number, ","), strings.Count(number, ".")
	switch last := strings.LastIndexAny(number, ",."); {
	case last < 0 || commas+points > 1 && (commas == 0 || points == 0): // only groups: 1,240,000
	case commas == 1 && points == 0:
		whole, fraction, point = number[:last], number[last+1:], "."
		if len(fraction) == 3 && len(whole) <= 3 && strings.Trim(whole, "0") != "" { // 1,240
			h.say("commas are not allowed")
			return sign + whole + fraction + exponent, sign + number[:last] + "." + fraction + exponent
		}
		h.say("the decimal sign is a point")
	default:
		whole, fraction, point = number[:last], number[last+1:], "."
		if number[last] == ',' {
			h.say("the decimal sign is a point")
		}
		if strings.IndexByte(whole, number[last]) >= 0 {
			return "", ""
		}
	}
	groups := strings.FieldsFunc(whole, func(c rune) bool { return strings.ContainsRune(" _'\u2019,.", c) })
	for i, g := range groups {
		if len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) < 2 || i == len(groups)-1 && len(g) != 3) {
			return "", ""
		}
	}
	if len(groups) > 1 {
		h.say("thousands separators are not allowed")
	}
	if whole == "" && point != "" {
		groups = []string{"0"}
		h.say("digits stand on both sides of a decimal point")
	}
	return sign + strings.Join(groups, "") + point + fraction + exponent, ""
}
