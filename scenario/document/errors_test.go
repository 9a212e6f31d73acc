package document_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/document"
)

// soundDocument is a document without a fault, of which every broken one differs in
// one place or two.
const soundDocument = `{
  "id": "sma8",
  "parameters": [
    {"name": "base", "unit": "KRW", "by_year": {"2009": "760.0e9"}, "status": "confirmed"},
    {"name": "cpi", "figures": [{"year": 2007, "value": "2.5%"}, {"from": 2008, "value": 0.047}]},
    {"name": "ceiling", "value": "4%", "range": ["0", "20%"]}
  ],
  "lines": [
    {"name": "growth", "index": {"driver": "cpi", "lag": 2, "ceiling": "ceiling"}},
    {"name": "contribution", "unit": "KRW",
      "formula": "by_year{2009: base, 2010: round(contribution[-1] * (1 + growth), 0.1e9, half_up)}"},
    {"name": "share", "unit": "KRW", "split": {"total": "contribution", "quantum": "1", "members": [{"key": "a", "weight": "1"}]}}
  ],
  "from": 2009, "to": 2013,
  "scenarios": [
    {"name": "low", "changes": [{"set": "ceiling", "value": "3%", "years": ["from 2011"]}]},
    {"name": "lower", "with": ["low"], "priority": 1, "changes": [{"shift": "cpi", "by": "-1%"}]}
  ],
  "expect": [
    {"line": "contribution", "by_year": {"2010": "790.4e9"}, "tolerance": "0.1e9"},
    {"scenario": "low", "binds": "ceiling", "years": [2010]}
  ]
}
`

// brokenDocuments are changes to the sound document, old|new, with what is said of
// the result, without the name of the file.
var brokenDocuments = []struct{ change, want string }{
	// not JSON
	{"\"to\": 2013,|\"to\": 2013,,", "14:28: not JSON: invalid character ',' where a key in quotes has to stand"},
	{"\"to\": 2013,\n|\"to\": 2013,\n // a comment\n", "15:2: not JSON: invalid character '/' where a key in quotes has to stand"},
	{"]\n}\n|]", "22:4: not JSON: it ends too early"},
	{"\"id\"|id", "2:3: not JSON: invalid character 'i' where a key in quotes has to stand"},
	{"]\n}\n|]\n} {}", "23:3: not JSON: invalid character '{' behind the end"},
	{"sma8|sma\xff", "2:13: not UTF-8"},
	{"2013|02013", "14:24: not JSON: invalid character '2' where a comma or } has to stand"},
	// keys
	{"\"tolerance\"|\"tolerence\"", "20:62: expect[0].tolerence: unknown key \"tolerence\"; did you mean tolerance?"},
	{"\"formula\"|\"formla\"", "11:7: lines[1].formla: unknown key \"formla\"; did you mean formula?"},
	{"\"driver\"|\"dirver\"", "9:34: lines[0].index.dirver: unknown key \"dirver\"; did you mean driver?"},
	{"\"status\"|\"attested\"", "4:69: parameters[0].attested: unknown key \"attested\""},
	{"\"id\": \"sma8\",|\"id\": \"sma8\", \"id\": \"sma9\",", "2:17: id: is there twice, first in line 2"},
	{"\"2009\": \"760.0e9\"|\"2009\": \"760.0e9\", \"2009\": \"761.0e9\"", "4:68: parameters[0].by_year.2009: is there twice, first in line 4"},
	{"\"lag\": 2|\"lag\": 2, \"lag\": 1", "9:61: lines[0].index.lag: is there twice, first in line 9"},
	// types
	{"\"lag\": 2|\"lag\": \"2\"", "9:58: lines[0].index.lag: has to be a whole number, not the text \"2\""},
	{"\"lag\": 2|\"lag\": 2.5", "9:58: lines[0].index.lag: has to be a whole number, not the number 2.5"},
	{"\"id\": \"sma8\"|\"id\": 8", "2:9: id: has to be text, not the number 8"},
	{"\"value\": \"4%\"|\"value\": true", "6:34: parameters[2].value: has to be a number, not true"},
	{"\"value\": \"4%\"|\"value\": null", "6:34: parameters[2].value: has to be a number, not null"},
	{"[\"from 2011\"]|\"from 2011\"", "16:76: scenarios[0].changes[0].years: has to be a list, not the text \"from 2011\""},
	{"[\"low\"]|[[\"low\"]]", "17:32: scenarios[1].with[0]: has to be text, not a list"},
	{"{\"2009\": \"760.0e9\"}|[\"760.0e9\"]", "4:48: parameters[0].by_year: has to be an object of values by year, not a list"},
	{"\"lag\": 2|\"compound\": 1", "9:63: lines[0].index.compound: has to be true or false, not the number 1"},
	// missing
	{"\"id\": \"sma8\",|", "1:1: id: is missing"},
	{"\"driver\": \"cpi\", |", "9:33: lines[0].index.driver: is missing"},
	{"\"value\": \"2.5%\"|\"source\": \"a newspaper\"", "5:33: parameters[1].figures[0].value: is missing"},
	{"\"key\": \"a\", |", "12:101: lines[2].split.members[0].key: is missing"},
	{"\"from\": 2009, \"to\": 2013,|", "1:1: from: is missing: scenarios have a first and a last year\n1:1: to: is missing: scenarios have a first and a last year"},
	{"{\"name\": \"ceiling\"|{\"name\": \"\"", "6:14: parameters[2].name: is missing"},
	{"\"year\": 2007, |", "5:33: parameters[1].figures[0]: a figure has a year, or from and to"},
	{"\"changes\": [{\"set\": \"ceiling\", \"value\": \"3%\", \"years\": [\"from 2011\"]}]|\"title\": \"nothing\"", "16:5: scenarios[0]: a scenario has changes, or scenarios it is with"},
	{"\"set\": \"ceiling\", |", "16:33: scenarios[0].changes[0]: a change is one of set, scale, shift, define and parameter"},
	{"\"by\": \"-1%\"|\"value\": \"-1%\"", "17:67: scenarios[1].changes[0]: shift takes one number, by"},
	// numbers and years
	{"760.0e9|760,0e9", "4:57: parameters[0].by_year.2009: \"760,0e9\" is not a decimal number: the decimal sign is a point; write 760.0e9"},
	{"\"4%\"|\"4 %\"", "6:34: parameters[2].value: \"4 %\" is not a decimal number: no space stands before %; write 4%"},
	{"0.047|1e999", "5:90: parameters[1].figures[1].value: \"1e999\" is too large: a decimal exponent beyond 400"},
	{"{\"2009\"|{\"first\"", "4:58: parameters[0].by_year.first: \"first\" is no year"},
	{"{\"2009\"|{\"02009\"", "4:58: parameters[0].by_year.02009: \"02009\" is no year"},
	{"from 2011|since 2011", "16:77: scenarios[0].changes[0].years[0]: \"since 2011\" is no year"},
	{"from 2011|2013 to 2011", "16:77: scenarios[0].changes[0].years[0]: \"2013 to 2011\" ends before it begins"},
	{"from 2011|12011", "16:77: scenarios[0].changes[0].years[0]: the year 12011 is out of range"},
	{"\"from\": 2008|\"from\": 2007", "5:66: parameters[1].figures[1]: the year 2007 has a value before"},
	{"\"from\": 2008|\"year\": 2008, \"from\": 2008", "5:66: parameters[1].figures[1]: a figure has a year, or from and to"},
	{"\"to\": 2013|\"to\": 2003", "14:23: to: the last year, 2003, is before the first, 2009"},
	{"[\"0\", \"20%\"]|[\"0\"]", "6:49: parameters[2].range: a range is the smallest and the largest value, two numbers"},
	{"\"tolerance\": \"0|\"tolerance\": \"-0", "20:75: expect[0].tolerance: a tolerance is not negative"},
	{"[2010]|[2008, \"from 2010\", \"2013 to 2014\"]", "21:55: expect[1].years[0]: the scenarios are of 2009 to 2013\n21:74: expect[1].years[2]: the scenarios are of 2009 to 2013"},
	{"\"2009\": \"760.0e9\"|\"2009\": \"76%\"", "4:57: parameters[0].by_year.2009: \"76%\" is a percentage, and this is in KRW"},
	{"\"set\": \"ceiling\", \"value\": \"3%\"|\"set\": \"base\", \"value\": \"3%\"", "16:58: scenarios[0].changes[0].value: \"3%\" is a percentage, and this is in KRW"},
	{"\"tolerance\": \"0.1e9\"|\"tolerance\": \"1%\"", "20:75: expect[0].tolerance: \"1%\" is a percentage, and this is in KRW"},
	{"\"from\": 2009, |\"ask\": [\"growth\", \"growth\"], \"from\": 2009, ", "14:21: ask[1]: \"growth\" is asked for before"},
	// words
	{"confirmed|confirmd", "4:79: parameters[0].status: unknown status \"confirmd\"; did you mean confirmed?"},
	{"confirmed|sure", "4:79: parameters[0].status: unknown status \"sure\", not one of unstated, confirmed, derived, brief, recalled, assumed"},
	{"\"lag\": 2|\"carry\": \"exces\", \"from\": 2009", "9:60: lines[0].index.carry: unknown carry \"exces\"; did you mean excess?"},
	{"\"lag\": 2|\"precision\": {\"quantum\": \"0.1%\", \"mode\": \"halfup\"}", "9:92: lines[0].index.precision.mode: unknown mode \"halfup\"; did you mean half_up?"},
	{"\"quantum\": \"1\"|\"quantum\": \"1\", \"remainder\": \"largest\"", "12:102: lines[2].split.remainder: unknown remainder \"largest\", not one of largest_remainder, first_gets_it"},
	// names
	{"\"name\": \"cpi\"|\"name\": \"base\"", "5:14: parameters[1].name: base is there before, as parameters[0]"},
	{"\"name\": \"growth\"|\"name\": \"cpi\"", "9:14: lines[0].name: cpi is there before, as parameters[1]"},
	{"\"name\": \"lower\"|\"name\": \"low\"", "17:14: scenarios[1].name: \"low\" is the name of a scenario before"},
	{"\"name\": \"lower\"|\"name\": \"baseline\"", "17:14: scenarios[1].name: baseline is the scenario without changes"},
	{"[\"low\"]|[\"lov\"]", "17:32: scenarios[1].with[0]: no scenario above is called \"lov\"; did you mean low?"},
	{"\"set\": \"ceiling\"|\"set\": \"celing\"", "16:41: scenarios[0].changes[0].set: no parameter is called \"celing\"; did you mean ceiling?"},
	{"\"set\": \"ceiling\"|\"set\": \"growth\"", "16:41: scenarios[0].changes[0].set: growth is a line, and only parameters are set, scaled or shifted"},
	{"\"scenario\": \"low\"|\"scenario\": \"Low\"", "21:18: expect[1].scenario: no scenario is called \"Low\"; did you mean low?"},
	{"\"line\": \"contribution\"|\"line\": \"contributions\"", "20:14: expect[0].line: no line is called \"contributions\"; did you mean contribution?"},
	{"\"binds\": \"ceiling\"|\"binds\": \"cieling\"", "21:34: expect[1].binds: no parameter or line is called \"cieling\"; did you mean ceiling?"},
	{"\"binds\": \"ceiling\"|\"binds\": \"cpi\"", "21:34: expect[1].binds: cpi limits nothing: it is no limit in a min or max, no floor or ceiling of an index or a share"},
	{"\"from\": 2009, |\"ask\": [\"contributoin\"], \"from\": 2009, ", "14:11: ask[0]: no line is called \"contributoin\"; did you mean contribution?"},
	{"\"id\": \"sma8\"|\"id\": \"the eighth\"", "2:9: id: \"the eighth\" is no name: a name has letters a to z or A to Z, digits and underscores, or is several such joined by dots"},
	{"\"id\": \"sma8\"|\"id\": \"" + strings.Repeat("가", 43) + "\"", "2:9: id: \"" + strings.Repeat("가", 40) + "\"… is no name: a name has letters a to z or A to Z, digits and underscores, or is several such joined by dots"},
	{"\"name\": \"ceiling\"|\"name\": \"the ceiling\"", "6:14: parameters[2].name: \"the ceiling\" is no name: a name has letters a to z or A to Z, digits and underscores, or is several such joined by dots"},
	{"\"name\": \"cpi\"|\"name\": \"type\"", "5:14: parameters[1].name: \"type\" cannot be a name: it is a word that formulas have or refuse"},
	{"\"name\": \"lower\"|\"name\": \"lo\\nwer\"", "17:14: scenarios[1].name: \"lo\\nwer\" has line breaks or other control characters"},
	{"[\"low\"]|[\"" + strings.Repeat("상", 41) + "\"]", "17:32: scenarios[1].with[0]: no scenario above is called \"" + strings.Repeat("상", 40) + "\"…"},
	{"\"tolerance\"|\"expect[1].bi nds\"", "20:62: expect[0].\"expect[1].bi nds\": unknown key \"expect[1].bi nds\""},
	{"\"years\": [\"from 2011\"]}|\"years\": [\"from 2011\"]}, {\"set\": \"ceiling\", \"value\": \"2%\", \"years\": [2012]}", "16:92: scenarios[0].changes[1]: two changes of one scenario touch the same: set ceiling to 0.02 in 2012, and set ceiling to 0.03 from 2011"},
	// formulas
	{"1 + growth|1 + grwoth", "11:75: lines[1].formula: unknown name grwoth; did you mean growth?"},
	{"0.1e9, half_up|0.1e9, halfup", "11:91: lines[1].formula: unknown rounding mode \"halfup\"; did you mean half_up?"},
	{"2009: base|02009: bse", "11:27: lines[1].formula: numbers are written without a leading zero: 02009"},
	{"contribution[-1] *|contribution[-1] / 2 *", "11:68: lines[1].formula: in a rounding the quotient is outermost: round(a * b / c, 0.01, half_up), with a + b in brackets"},
	{"\"driver\": \"cpi\"|\"driver\": \"4%\"", "9:46: lines[0].index.driver: a percentage is written as a number: 0.04"},
	{"\"driver\": \"cpi\"|\"driver\": \"cpi[\\u002d1] + \\\"x\\\"\"", "9:60: lines[0].index.driver: text has no value; a unit is written amount(5, \"KRW/person\")"},
	{"\"weight\": \"1\"|\"weight\": \"wieght\"", "12:125: lines[2].split.members[0].weight: unknown name wieght"},
	{"\"unit\": \"KRW\",\n|\"unit\": \"KRW\", \"index\": {\"driver\": \"cpi\"},\n", "10:5: lines[1]: a line is one of formula, index and split"},
	// the model
	{"\"unit\": \"KRW\",\n|\"unit\": \"USD\",\n", "11:18: lines[1].formula: goes from year to year through KRW and USD: \"by_year{2009: base, 2010: round(contribu\"… (85 bytes)\n12:47: lines[2].split: share.a is KRW, but its formula gives USD: \"part(a, contribution, 1, largest_remaind\"… (49 bytes)"},
	{"\"unit\": \"KRW\",\n|\"unit\": \"Korean won\",\n", "10:38: lines[1].unit: \"Korean won\" is no unit, such as KRW, person, KRW/person or KRW@2019"},
	{"\"value\": \"4%\"|\"value\": \"40%\"", "6:5: parameters[2]: ceiling = 0.4, not within 0 to 20%: out of range"},
	{"contribution[-1] *|contribution *", "11:18: lines[1].formula: contribution needs itself in the same year from 2010; a lag has to stand between"},
	{"\"lag\": 2|\"lag\": -2", "9:33: lines[0].index: growth.raw: lag = -2: out of range"},
	{"\"quantum\": \"1\"|\"quantum\": \"0\"", "12:47: lines[2].split: quantum = 0: out of range"},
	{"{\"key\": \"a\", \"weight\": \"1\"}|{\"key\": \"a\", \"weight\": \"1\"}, {\"key\": \"a\", \"weight\": \"1\"}", "12:47: lines[2].split: key = a: defined twice"},
	{"\"total\": \"contribution\"|\"total\": \"cpi\"", "12:47: lines[2].split: share.a is KRW, but its formula gives a ratio: part(a, cpi, 1, largest_remainder, a(1))"},
	// scenarios and expectations
	{"\"value\": \"3%\"|\"value\": \"30%\"", "16:33: scenarios[0].changes[0]: ceiling 2011 = 0.3, not within 0 to 20%: out of range"},
	{"\"priority\": 1, \"changes\": [{\"shift\": \"cpi\", \"by\": \"-1%\"}]|\"changes\": [{\"set\": \"ceiling\", \"value\": \"2%\"}]", "17:52: scenarios[1].changes[0]: set ceiling to 0.02: against low: set ceiling to 0.03 from 2011: conflict without a priority"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"define\": {\"name\": \"contribution\", \"unit\": \"USD\", \"formula\": \"USD(1)\"}", "17:5: scenarios[1]: share.a: takes contribution in KRW, but it is defined in USD"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"define\": {\"name\": \"contribution\", \"unit\": \"KRW\", \"formula\": \"bsae\"}", "17:130: scenarios[1].changes[0].define.formula: unknown name bsae; did you mean base?"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"parameter\": {\"name\": \"cpi\", \"value\": \"two\"}", "17:106: scenarios[1].changes[0].parameter.value: \"two\" is not a decimal number"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"set\": \"cpi\", \"scale\": \"cpi\", \"by\": \"2\"", "17:67: scenarios[1].changes[0]: a change is one of set, scale, shift, define and parameter"},
	{"\"by_year\": {\"2010\": \"790.4e9\"}, \"tol|\"tol", "20:5: expect[0]: the values of a line are expected by_year"},
	{"\"by_year\": {\"2010\": \"790.4e9\"}|\"by_year\": {\"2010\": \"790.4e9\"}, \"value\": \"790.4e9\"", "20:5: expect[0]: the values of a line are expected by_year"},
	{"\"by_year\": {\"2010\": \"790.4e9\"}|\"by_year\": {\"2010\": \"790.4e9\"}, \"years\": [2010]", "20:5: expect[0]: the values of a line are expected by_year"},
	{"\"line\": \"contribution\", \"by_year\"|\"total\": \"contribution\", \"value\": \"1\", \"by_year\"", "20:5: expect[0]: of a total one value is expected, of all years or of years from one to another"},
	{"\"line\": \"contribution\", \"by_year\": {\"2010\": \"790.4e9\"}|\"total\": \"contribution\", \"value\": \"1\", \"years\": [2010, 2012]", "20:5: expect[0]: of a total one value is expected, of all years or of years from one to another"},
	{"\"years\": [2010]|\"years\": [2010], \"value\": \"1\"", "21:5: expect[1]: of what binds just the years are expected, [\"never\"] if it does not"},
	{"\"years\": [2010]|\"years\": [2010], \"by_year\": {\"2010\": \"1\"}", "21:5: expect[1]: of what binds just the years are expected, [\"never\"] if it does not"},
	{"\"years\": [2010]|\"years\": [2010], \"tolerance\": \"1\"", "21:5: expect[1]: of what binds just the years are expected, [\"never\"] if it does not"},
	{"\"binds\": \"ceiling\", \"years\": [2010]|\"binds\": \"ceiling\"", "21:5: expect[1]: of what binds just the years are expected, [\"never\"] if it does not"},
	{"\"binds\": \"ceiling\", \"years\": [2010]|\"total\": \"growth\", \"value\": \"1\"", "21:34: expect[1].total: growth is a rate, and only flows total over years"},
	{"\"by_year\": {\"2010\"|\"by_year\": {\"the first\"", "20:55: expect[0].by_year.\"the first\": \"the first\" is no year"},
	{"\"line\": \"contribution\", \"by_year\": {\"2010\": \"790.4e9\"}|\"total\": \"contribution\", \"value\": \"much\"", "20:40: expect[0].value: \"much\" is not a decimal number"},
	{"\"line\": \"contribution\", \"by_year\": {\"2010\": \"790.4e9\"}|\"total\": \"contribution\", \"value\": \"5%\"", "20:40: expect[0].value: \"5%\" is a percentage, and this is in KRW"},
	{"{\"name\": \"base\", |{\"name\": \"base\", \"range\": [\"0\", \"1\"], ", "4:5: parameters[0]: base 2009 = 760000000000, not within 0 to 1: out of range"},
	{"2009: base|2009: amount(1, \\\"two words\\\")", "11:18: lines[1].formula: \"two words\" is no unit, such as KRW, person, KRW/person or KRW@2019"},
	{"\"years\": [2010]|\"years\": [true]", "21:55: expect[1].years[0]: has to be years, not true"},
	{"[\"from 2011\"]|[null]", "16:77: scenarios[0].changes[0].years[0]: has to be years, not null"},
	{"\"set\": \"ceiling\"|\"set\": 5", "16:41: scenarios[0].changes[0].set: has to be text, not the number 5"},
	{"\"by_year\": {\"2010\"|\"by_year\": {\"2020\"", "20:50: expect[0].by_year.2020: the scenarios are of 2009 to 2013"},
	{"\"changes\": [{\"shift\": \"cpi\", \"by\": \"-1%\"}]}|\"changes\": [{\"shift\": \"cpi\", \"by\": \"-1%\"}]}, {\"name\": \"b\", \"changes\": [{\"set\": \"ceiling\", \"value\": \"1%\"}]}, {\"name\": \"c\", \"with\": [\"low\", \"b\"]}",
		"17:163: scenarios[3]: b: set ceiling to 0.01: against low: set ceiling to 0.03 from 2011: conflict without a priority"},
	// more than one, each with its place
	{"\"cpi\", \"figures\"|\"cpi\", \"figurs\"|2009: base|2009: bass|\"from\": 2009|\"form\": 2009", "5:21: parameters[1].figurs: unknown key \"figurs\"; did you mean figures?\n11:33: lines[1].formula: unknown name bass; did you mean base?\n14:3: form: unknown key \"form\"; did you mean from?"},
	// and more of each
	{"\"from\": 2009, \"to\"|\"from\": 12009, \"to\"", "14:11: from: the year 12009 is out of range"},
	{"\"from\": 2009, \"to\": 2013|\"from\": 2009", "1:1: to: is missing: scenarios have a first and a last year"},
	{"\"set\": \"ceiling\", \"value\": \"3%\"|\"set\": \"ceiling\", \"by\": \"3%\"", "16:33: scenarios[0].changes[0]: set takes one number, value"},
	{"\"set\": \"ceiling\", \"value\": \"3%\"|\"set\": \"ceiling\", \"value\": \"3%\", \"by\": \"3%\"", "16:33: scenarios[0].changes[0]: set takes one number, value"},
	{"{\"name\": \"growth\",|{\"name\": \"growth\", \"unit\": \"KRW\",", "9:32: lines[0].unit: growth is a ratio and needs no unit"},
	{"{\"name\": \"share\",|{\"name\": \"share\", \"measure\": \"flow\",", "12:34: lines[2].measure: the unit of a split tells the measure of its parts"},
	{"[\"0\", \"20%\"]|[\"0\", \"x\"]", "6:55: parameters[2].range[1]: \"x\" is not a decimal number"},
	{"[\"0\", \"20%\"]|[\"20%\", \"0\"]", "6:5: parameters[2]: ceiling: range = 20% to 0: out of range"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"by_year\": {\"2009\": \"4%\"}", "6:5: parameters[2]: its values are one of value, by_year, steps and figures"},
	{"{\"name\": \"ceiling\",|{\"name\": \"ceiling\", \"unit\": \"per cent\",", "6:33: parameters[2].unit: \"per cent\" is no unit, such as KRW, person, KRW/person or KRW@2019"},
	{"{\"name\": \"contribution\",|{\"name\": \"contribution\", \"measure\": \"flwo\",", "10:41: lines[1].measure: unknown measure \"flwo\"; did you mean flow?"},
	{"{\"2009\": \"760.0e9\"}|{\"2009\": \"760.0e9\", \"10000\": \"1\"}", "4:77: parameters[0].by_year.10000: the year 10000 is out of range"},
	{"\"by_year\": {\"2010\": \"790.4e9\"}|\"total\": \"contribution\"", "20:5: expect[0]: an expectation is of one of line, total and binds"},
	{"\"by_year\": {\"2010\": \"790.4e9\"}|\"value\": \"790.4e9\"", "20:5: expect[0]: the values of a line are expected by_year"},
	{"\"line\": \"contribution\", \"by_year\": {\"2010\": \"790.4e9\"}|\"total\": \"contribution\"", "20:5: expect[0]: of a total one value is expected, of all years or of years from one to another"},
	{"\"years\": [2010]|\"years\": [\"sometimes\"]", "21:55: expect[1].years[0]: \"sometimes\" is no year"},
	{"\"years\": [2010]|\"years\": [2010, \"never\"]", "21:61: expect[1].years[1]: \"never\" is no year"},
	{"[\"low\"]|[\"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\", \"low\"]", "17:31: scenarios[1].with: a scenario is with at most 16 others, not 17; let some of them be with others, and this one with these"},
	{"\"ceiling\": \"ceiling\"|\"ceiling\": \"\\ud83d\\ude00\\u00e9 + 010\"", "9:73: lines[0].index.ceiling: \"😀\" has no place in a formula\n9:94: lines[0].index.ceiling: numbers are written without a leading zero: 010"},
	{"\"ceiling\": \"ceiling\"|\"ceiling\": \"ceiling +\\n cpi + celing\"", "9:91: lines[0].index.ceiling: unknown name celing; did you mean ceiling?"},
	{"\"name\": \"low\", \"changes\"|\"name\": \"low\", \"an unknown key that is longer than forty bytes\": 1, \"changes\"", "16:21: scenarios[0].\"an unknown key that is longer than forty…\": unknown key \"an unknown key that is longer than forty\"…"},
	{"\"index\": {|\"index\": [{", "9:83: not JSON: invalid character '}' where a comma or ] has to stand"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"define\": {\"name\": \"x y\", \"formula\": \"1\"}", "17:87: scenarios[1].changes[0].define.name: \"x y\" is no name: a name has letters a to z or A to Z, digits and underscores, or is several such joined by dots"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"parameter\": {\"name\": \"base\", \"value\": \"1\"}", "17:5: scenarios[1]: base is used in KRW and in a ratio"},
	{"\"shift\": \"cpi\", \"by\": \"-1%\"|\"define\": {\"name\": \"growth\", \"index\": {\"driver\": \"cpi\"}}, \"by\": \"1\"", "17:67: scenarios[1].changes[0]: what is defined has no value, by or years"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"year_basis\": \"aprl\"", "6:54: parameters[2].year_basis: unknown year basis \"aprl\"; did you mean april?"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"year_basis\": \"US fiscal\"", "6:54: parameters[2].year_basis: unknown year basis \"US fiscal\": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october"},
	{"\"name\": \"cpi\", |\"name\": \"cpi\", \"year_basis\": \"any\", ", "5:35: parameters[1].year_basis: only values that every year has, from 1 on, fit any year basis"},
	{"\"name\": \"cpi\", |\"name\": \"cpi\", \"year_bases\": \"april\", ", "5:21: parameters[1].year_bases: unknown key \"year_bases\"; did you mean year_basis?"},
	{"\"name\": \"cpi\", |\"name\": \"cpi\", \"year_basis\": \"april\", ", "11:18: lines[1].formula: mixes calendar years and years from April: contribution[-1] * (1 + growth)"},
	{"{\"name\": \"contribution\", |{\"name\": \"contribution\", \"year_basis\": \"prior_october\", ", "11:18: lines[1].formula: mixes years from October of the year before and calendar years: contribution[-1] * (1 + growth)"},
	{"{\"name\": \"contribution\", |{\"name\": \"contribution\", \"year_basis\": \"october_prior\", ", "10:44: lines[1].year_basis: unknown year basis \"october_prior\": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october"},
	{"\"name\": \"growth\",|\"name\": \"growth\", \"year_basis\": \"april\",", "9:38: lines[0].year_basis: growth is on the year basis of its driver"},
	{"{\"name\": \"share\",|{\"name\": \"share\", \"year_basis\": \"april\",", "12:37: lines[2].year_basis: shares are on the year basis of their total"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"estimate\": {\"low\": \"3%\", \"high\": \"5%\"}", "6:52: parameters[2].estimate.central: is missing"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"estimate\": {\"low\": \"3%\", \"central\": \"4 %\", \"high\": \"5%\"}", "6:77: parameters[2].estimate.central: \"4 %\" is not a decimal number: no space stands before %; write 4%"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"estimate\": {\"low\": \"5%\", \"central\": \"4%\", \"high\": \"3%\"}", "6:5: parameters[2]: ceiling: estimate = 5%, 4%, 3%: out of range"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"estimate\": {\"low\": \"3%\", \"central\": \"4%\", \"high\": \"30%\"}", "6:5: parameters[2]: ceiling = estimate 0.03 to 0.3, not within 0 to 20%: out of range"},
	{"\"value\": \"4%\"|\"value\": \"4%\", \"estimate\": [\"3%\", \"4%\", \"5%\"]", "6:52: parameters[2].estimate: has to be an object, not a list"},
	{"\"unit\": \"KRW\",\n|\"unit\": \"KRW@19000\",\n", "10:38: lines[1].unit: \"KRW@19000\" is no unit, such as KRW, person, KRW/person or KRW@2019"},
	{"\"unit\": \"KRW\",\n|\"unit\": \"KRW@2019\",\n", "11:18: lines[1].formula: goes from year to year through KRW and KRW@2019: \"by_year{2009: base, 2010: round(contribu\"… (85 bytes)\n12:47: lines[2].split: share.a is KRW, but its formula gives KRW@2019: \"part(a, contribution, 1, largest_remaind\"… (49 bytes)"},
	{"contribution[-1] *|on(prior_octobre, contribution[-1]) *", "11:54: lines[1].formula: unknown year basis \"prior_octobre\"; did you mean prior_october?"},
	{"contribution[-1] *|on(april, contribution[-1]) *", "11:18: lines[1].formula: mixes years from April and calendar years: \"on(april, contribution[-1]) * (1 + growt\"… (42 bytes)"},
	{"{\"name\": \"share\",|{\"name\": \"old\", \"unit\": \"KRW@2009\", \"formula\": \"on(april, amount(5, \\\"KRW@2009\\\"))\"},\n    {\"name\": \"share\",", "12:52: lines[2].formula: changes the year basis of a figure in KRW@2009, which is at a year's prices; convert the nominal amounts first and deflate afterwards; Inflate makes nominal amounts of real ones: on(april, amount(5, \"KRW@2009\"))"},
	{"\"2010\": \"790.4e9\"|\"2010\": \"about 790\"", "20:50: expect[0].by_year.2010: \"about 790\" is not a decimal number: \"about\" does not belong to it; write 790"},
}

func TestSoundDocument(t *testing.T) {
	d, err := document.Read(strings.NewReader(soundDocument), "sma8.json")
	require.NoError(t, err)
	m, err := d.Model()
	require.NoError(t, err)
	assert.Equal(t, "sma8", m.ID())
}

// brokenText applies the changes of a case to the sound document.
func brokenText(t *testing.T, change string) string {
	t.Helper()
	text := soundDocument
	parts := strings.Split(change, "|")
	for i := 0; i < len(parts); i += 2 {
		require.Contains(t, text, parts[i])
		text = strings.Replace(text, parts[i], parts[i+1], 1)
	}
	return text
}

func TestBrokenDocuments(t *testing.T) {
	for _, c := range brokenDocuments {
		d, err := document.Read(strings.NewReader(brokenText(t, c.change)), "sma8.json")
		assert.Nil(t, d, c.change)
		if assert.Error(t, err, c.change) {
			assert.Equal(t, c.want, strings.ReplaceAll(err.Error(), "sma8.json:", ""), c.change)
		}
		for _, fault := range burden.Faults(err) {
			_, is := fault.(*document.Error)
			assert.True(t, is, c.change)
		}
	}
}
