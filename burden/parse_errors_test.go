package burden_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// brokenFormulas are formulas with what is said of them, place and suggestion
// included.
var brokenFormulas = []struct{ text, want string }{
	{"", "1:1: there is no formula"},
	{"  ", "1:1: there is no formula"},
	{"contribution[-1] * (1 + celing)", "1:25: unknown name celing; did you mean ceiling?"},
	{"Base", "1:1: unknown name Base; did you mean base?"},
	{"base +\n  bas +\n  troop", "2:3: unknown name bas; did you mean base?\n3:3: unknown name troop; did you mean troops?"},
	{"growth", "1:1: unknown name growth"},
	{"growth.raw", "1:1: unknown name growth.raw; did you mean sma8.growth.raw?"},
	{"unheard_of", "1:1: unknown name unheard_of"},
	{"rond(base, 1, half_up)", "1:1: unknown function rond; did you mean round?"},
	{"round(base, 1, halfup)", `1:16: unknown rounding mode "halfup"; did you mean half_up?`},
	{"round(base, 1, bankers)", `1:16: unknown rounding mode "bankers", not one of exact, half_up, half_even, half_down, up, down, ceiling, floor`},
	{"mim(5) + cpi", "1:1: unknown function mim; did you mean min?"},
	{"if(cpi < 1, 1, 2)", "1:1: a choice is written when(a < b, x, y)"},
	{"0,04 * base", "1:3: a decimal point is a point: 0.04"},
	{"1,5", "1:3: a decimal point is a point: 1.5"},
	{"min(cpi, 0,04)", "1:12: a decimal point is a point: 0.04"},
	{"1,000 * base", "1:3: numbers are written without commas: 1000, or with a decimal point"},

	{"round(base, 1)", "1:1: round is written round(a, 0.1e9, half_up)"},
	{"round(base, 1, up, 1)", "1:1: round is written round(a, 0.1e9, half_up)"},
	{"amount(5, \"KRW\", 1)", `1:1: amount is written amount(5, "KRW/person")`},
	{"exact(base / cpi, 1)", "1:1: exact is written exact(a / b)"},
	{"exact()", "1:1: exact is written exact(a / b)"},
	{"sum(cpi, -5, -1, 1)", "1:1: sum is written sum(a, -5, -1) or sum(a, 2009, 2013)"},
	{"when(base < cpi, 1, 2, 3)", "1:1: when is written when(a < b, x, y)"},
	{"on(april, base, 1)", "1:1: on is written on(prior_october, a)"},
	{"round(pow(base / base, 1, 5, 1), 0.01, half_up)", "1:7: pow is written pow(a / b, 1, 5)"},
	{"round(base, cpi, half_up)", "1:13: a quantum is a number: round(a, 0.1e9, half_up)"},
	{"round(base, 0, half_up)", "1:13: a quantum is a positive number, not 0"},
	{"round(base, 1 half_up)", "1:15: missing ',' between what stands in parentheses"},
	{"round", "1:1: round is followed by what it is of: round(…)"},
	{"base / troops", "1:6: a quotient has to be rounded where it is made: round(a / b, 0.01, half_up), or exact(a / b)"},
	{"round(1 + base / troops, 1, half_up)", "1:16: in a rounding the quotient is outermost: round(a * b / c, 0.01, half_up), with a + b in brackets"},
	{"round(base / troops * 3, 1, half_up)", "1:12: in a rounding the quotient is outermost: round(a * b / c, 0.01, half_up), with a + b in brackets"},
	{"exact(base)", "1:7: exact is of a quotient or a power of one: exact(a / b)"},
	{"pow(base / base, 1, 5)", "1:1: a power has to be rounded where it is made: round(pow(a / b, 1, 5), 0.0001, half_up)"},
	{"round(pow(cpi, 1, 5), 0.01, half_up)", "1:11: pow is of a quotient: pow(a / b, 1, 5)"},
	{"round(pow(base / base, 1, 0), 0.01, half_up)", "1:24: an exponent is p, q for p/q, p from -100 to 100 and q from 1 to 100"},
	{"round(pow(base / base, 0.5, 1), 0.01, half_up)", `1:24: an exponent is a whole number, not "0.5"`},
	{"010 * base", "1:1: numbers are written without a leading zero: 010"},
	{"0x1p4", "1:1: numbers are written in decimal digits, not 0x1p4"},
	{"0b1 + 0o7", "1:1: numbers are written in decimal digits, not 0b1\n1:7: numbers are written in decimal digits, not 0o7"},
	{"1_000 * base", "1:1: numbers are written without _: 1000"},
	{".5", "1:1: a number begins with a digit: 0.5"},
	{"5.", "1:1: a decimal point stands between digits: 5."},
	{"08", "1:1: numbers are written without a leading zero: 08"},
	{"1e999 * base", `1:1: the number "1e999" is too large: a decimal exponent beyond 400`},
	{"4% * base", "1:2: a percentage is written as a number: 0.04"},
	{"13.9%", "1:5: a percentage is written as a number: 0.139"},
	{"2i", `1:1: there are no imaginary numbers: "2i"`},
	{"'4'", "1:1: not a number and not a name: '4'"},
	{`"text"`, `1:1: text has no value; a unit is written amount(5, "KRW/person")`},
	{"base // the amount of 2009", "1:6: comments are not part of a formula"},
	{"base /* of 2009 */", "1:6: comments are not part of a formula"},
	{"[]base{1}", "1:1: [ … ] stands behind what it is of, such as cpi[-2]: there are no lists"},
	{"[1, 2]", "1:1: [ … ] stands behind what it is of, such as cpi[-2]: there are no lists"},
	{"func() { }", "1:1: func is a word of Go and names nothing"},
	{"base; cpi", `1:5: ";" has no place in a formula`},
	{"base = 1", "1:6: = has no place in a formula"},
	{"-base", "1:1: a minus sign stands before a number or between two operands; the opposite of x is written (-1) * x"},
	{"--1", "1:1: two signs"},
	{"- -1", "1:3: two minus signs"},
	{"+1", "1:1: + stands between two operands"},
	{"base ** 2", "1:7: a power is written pow(a / b, p, q), for a / b to the power p/q"},
	{"base ^ 2", "1:6: a power is written pow(a / b, p, q), for a / b to the power p/q"},
	{"base × 2", `1:6: "×" is written *`},
	{"base − 2", `1:6: "−" is written -`},
	{"base < cpi", "1:6: a comparison stands only in when(a < b, x, y)"},
	{"when(base > cpi, 1, 2)", "1:11: comparisons are written with <: b < a for a > b"},
	{"when(base <= cpi, 1, 2)", "1:11: comparisons are written with <: when(b < a, y, x) for when(a <= b, x, y)"},
	{"when(base, 1, 2)", "1:6: a condition is written a < b: when(a < b, x, y)"},
	{"when(base < cpi, 1)", "1:1: when is written when(a < b, x, y)"},
	{"base && cpi", `1:6: "&&" has no place in a formula`},
	{"min(base)", "1:1: min is of a subject and at least one limit: min(a, b)"},
	{"min(base, none)", "1:11: none stands only for the end of a line in by_year, or for a bound that a share does not have"},
	{"min(base...)", `1:9: "..." has no place in a formula`},
	{"smaller(base, base, base)", "1:1: smaller is of two: smaller(a, b)"},
	{"cpi[0]", "1:5: 0 is neither a lag, which is negative, nor a year; the year's own value has no index"},
	{"cpi[10000]", "1:5: an index is a lag or a year, up to 9999, not 10000"},
	{"cpi[-10000]", "1:5: an index is a lag or a year, up to 9999, not -10000"},
	{"cpi[1.5]", `1:5: an index is a whole number, not "1.5"`},
	{"cpi[year]", `1:5: an index is a whole number, not "year"`},
	{"cpi[2008:2010]", `1:1: this has no place in a formula: "cpi[2008:2010]"`},
	{"cpi[]", "1:5: expected a number, a name or a formula, found ']'"},
	{"cpi[-1", "1:7: expected ']', found the end"},
	{"sum(cpi, -1, -5)", "1:10: a sum is from the earlier to the later year, both given or both lags: sum(a, 2009, 2013) or sum(a, -5, -1)"},
	{"sum(cpi, -5, 2013)", "1:10: a sum is from the earlier to the later year, both given or both lags: sum(a, 2009, 2013) or sum(a, -5, -1)"},
	{"sum(cpi, 2009)", "1:1: sum is written sum(a, -5, -1) or sum(a, 2009, 2013)"},
	{"by_year(2009, base)", "1:1: by_year is followed by braces: by_year{2009: a, 2010: b}"},
	{"by_yaer{2009: base}", "1:1: only by_year is followed by { … }; did you mean by_year?"},
	{"by_year{}", "1:1: by_year has at least one year: by_year{2009: a}"},
	{"by_year{2009: base 2010: base}", "1:20: missing ',' between the years"},
	{"by_year{2010: base, 2009: base}", "1:21: years ascend, and 2009 stands after 2010"},
	{"by_year{2009: base, 2009: base}", "1:21: the year 2009 is there twice"},
	{"by_year{0: base}", "1:9: the year 0 is out of range"},
	{"by_year{first: base}", `1:9: a year is a whole number, not "first"`},
	{"by_year{base}", "1:9: what is by year is written year: formula"},
	{"base(5)(6) + 1", `1:1: this has no place in a formula: "base(5)(6)"`},
	{"round(base, 1, unknown_mode)", `1:16: unknown rounding mode "unknown_mode", not one of exact, half_up, half_even, half_down, up, down, ceiling, floor`},
	{"round(base / base, 0, half_up)", "1:20: a quantum is a positive number, not 0"},
	{"round(pow(base / base, 1, 2), -1, half_up)", "1:31: a quantum is a positive number, not -1"},
	{"round(base, 0, halfup)", `1:16: unknown rounding mode "halfup"; did you mean half_up?`},
	{"round(pow(base / base, 1, 0.5), 0.01, half_up)", `1:27: an exponent is a whole number, not "0.5"`},
	{"round(pow(base / base, 101, 1), 0.01, half_up)", "1:24: an exponent is p, q for p/q, p from -100 to 100 and q from 1 to 100"},
	{"round(pow(base / base, -101, 1), 0.01, half_up)", "1:24: an exponent is p, q for p/q, p from -100 to 100 and q from 1 to 100"},
	{"round(pow(base / base, 1, 101), 0.01, half_up)", "1:24: an exponent is p, q for p/q, p from -100 to 100 and q from 1 to 100"},
	{"sum(cpi, 0, 5)", "1:10: a sum is from the earlier to the later year, both given or both lags: sum(a, 2009, 2013) or sum(a, -5, -1)"},
	{"sum(cpi, -5, 1)", "1:10: a sum is from the earlier to the later year, both given or both lags: sum(a, 2009, 2013) or sum(a, -5, -1)"},
	{"by_year{10000: base}", "1:9: the year 10000 is out of range"},
	{"part(a, base, 0, largest_remainder, a(1))", "1:15: a quantum is a positive number, not 0"},
	{"part(a, base, 1, largest_remainder, a(1), b(1, 2))", "1:43: a member is written key(weight) or key(weight, floor, ceiling)"},
	{"part(a, base, 1, largest_remainder, a(1), b())", "1:43: a member is written key(weight) or key(weight, floor, ceiling)"},
	{"base(5)(6)", `1:1: this has no place in a formula: "base(5)(6)"`},
	{"(base + cpi).raw", "1:1: a dot joins the parts of a name only"},
	{"KRW(base)", "1:1: KRW is neither a function nor, as a unit, followed by one number: KRW(45.1e9)"},
	{"KRW(1e9999)", `1:5: the number "1e9999" is too large: a decimal exponent beyond 400`},
	{"amount(5, KRW)", `1:11: a unit is written in quotes: amount(5, "KRW/person")`},
	{"amount(5)", `1:1: amount is written amount(5, "KRW/person")`},
	{"part(a, base, 1, largest_remainder)", "1:1: part is written part(key, total, quantum, largest_remainder, key(weight), …)"},
	{"part(a, base, 1, largest, a(1))", `1:18: unknown remainder rule "largest", not one of largest_remainder, first_gets_it`},
	{"part(b, base, 1, largest_remainder, a(1))", `1:6: no member is called "b"`},
	{"amount(x, \"KRW\")", "1:8: a number has to stand here"},
	{"sum(cpi, 2009, 2013.5)", `1:16: the last year of a sum is a whole number, not "2013.5"`},
	{"sum(cpi, 2009, 10000)", "1:10: sum over years = 2009 to 10000: out of range"},
	{"round(pow(base / base, 1), 1, up)", "1:7: pow is written pow(a / b, 1, 5)"},
	{"round(base / base, 1, up", "1:25: a bracket is not closed"},
	{"{2009: base}", "1:1: { … } stands only behind by_year"},
	{"base == cpi", "1:6: comparisons are written with <: when(b < a, y, x) for when(a <= b, x, y)"},
	{"base | cpi", `1:6: "|" has no place in a formula`},
	{"4 % base", "1:3: a percentage is written as a number: 0.04"},
	{"base % 4", "1:6: a percentage is written as a number: 0.04"},
	{"base ≤ cpi", `1:6: "≤" is written <, as in when(a < b, x, y)`},
	{"'text'", "1:1: not a number and not a name: 'text'"},
	{"\"text", "1:1: string literal not terminated"},
	{"part(a, base, 1, largest_remainder, a(1), a(2))", "1:43: the member a is there twice"},
	{"part(a, base, x, largest_remainder, a)", "1:6: no member is called \"a\"\n1:15: a quantum is a number: part(key, total, quantum, largest_remainder, key(weight), …)\n1:37: a member is written key(weight) or key(weight, floor, ceiling)"},
	{"(base", "1:6: expected ')', found the end"},
	{"base)", "1:5: ')' closes nothing"},
	{"base, cpi", "1:5: ',' has no place here"},
	{"base cpi", "1:6: an operator is missing before cpi"},
	{"base +", "1:7: expected a number, a name or a formula, found the end"},
	{"type + range", "1:1: type is a word of Go and names nothing\n1:8: range is a word of Go and names nothing"},
	{"base\x00", `1:5: "\x00" has no place in a formula`},
	{"원 + base", "1:1: unknown name 원"},
	{"\ufeffbase", `1:1: "\ufeff" has no place in a formula`},
	{"on(aprl, base)", `1:4: unknown year basis "aprl"; did you mean april?`},
	{"on(Prior_October, base)", `1:4: unknown year basis "Prior_October"; did you mean prior_october?`},
	{"on(prior_octobre, base[-1]) + on(calender, base)", "1:4: unknown year basis \"prior_octobre\"; did you mean prior_october?\n1:34: unknown year basis \"calender\"; did you mean calendar?"},
	{"on(fiscal, base)", `1:4: unknown year basis "fiscal": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october`},
	{"on(-3, base)", `1:4: unknown year basis "-3": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october`},
	{"on(april)", "1:1: on is written on(prior_october, a)"},
	{"on(april, bsae)", "1:11: unknown name bsae; did you mean base?"},
	{"on", "1:1: on is followed by what it is of: on(…)"},
	{"base + april", "1:8: unknown name april"},
	{"bas + cip + troop + 010", "1:21: numbers are written without a leading zero: 010"},
}

func TestBrokenFormulas(t *testing.T) {
	for _, c := range brokenFormulas {
		f, err := burden.ParseFormula(c.text, speech())
		if assert.Error(t, err, c.text) {
			assert.Equal(t, c.want, strings.ReplaceAll(err.Error(), "burden: formula:", ""), c.text)
		}
		assert.Equal(t, burden.NoNode, f.Node().Kind, c.text)
	}
}

func TestBrokenDefinitions(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "1:1: a definition is written name = formula"},
		{"base", "1:1: a definition is written name = formula"},
		{"contribution =", "1:15: there is no formula"},
		{"3rd = base", `1:1: "3rd" is no name`},
		{" contributoin = base", "1:2: unknown name contributoin; did you mean contribution?"},
		{"cpi = base", "1:1: cpi is not a line, and only lines are defined by a formula"},
		{"contribution = bsae", "1:16: unknown name bsae; did you mean base?"},
		{"contribution = base = cpi", "1:21: = has no place in a formula"},
		{"contribution\n= base +\n 010", "3:2: numbers are written without a leading zero: 010"},
		{"contribution = base +", "1:22: expected a number, a name or a formula, found the end"},
		{strings.Repeat("=", burden.MaxFormulaText+1), "1:1: the text has 1048577 bytes, more than 1048576"},
	} {
		_, err := burden.ParseDefinition(c.text, speech())
		if assert.Error(t, err, c.text) {
			assert.Equal(t, c.want, strings.ReplaceAll(err.Error(), "burden: formula:", ""), c.text)
		}
	}
}

// A name whose meaning is nil is no meaning, and nothing is meant by it either.
func TestNamesWithoutMeaning(t *testing.T) {
	_, err := burden.ParseFormula("cap + cpa", burden.Names{"cap": nil, "cup": burden.Line{}})
	_, none := burden.ParseFormula("cap", nil)
	assert.EqualError(t, none, "burden: formula:1:1: unknown name cap")
	assert.EqualError(t, err, "burden: formula:1:1: the name cap was given without what it means\nburden: formula:1:7: unknown name cpa")
}
