package recompute

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/korea"
)

// body is an explanation of one step, x in 2020, with splits or inputs before it.
func body(before, line, value, formula, tree string) string {
	return fmt.Sprintf(`{"model": "m", "model_hash": %q, "result": "%[3]s@2020", %[2]s "steps": [{"id": "%[3]s@2020", "line": "%[3]s", "year": 2020, "value": %[4]q, "formula": %[5]s, "tree": %[6]s}]}`,
		digest, before, line, value, quotedJSON(formula), tree)
}

func quotedJSON(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// figure is an input, a in 2020, of that value.
func figure(param, value string) string {
	return fmt.Sprintf(`{"id": "%s@2020", "param": "%s", "year": 2020, "value": %q, "status": "confirmed"}`, param, param, value)
}

// Documents made up so that a formula or the answer reads as what was not computed are
// rejected, their checksums being right.
func TestForged(t *testing.T) {
	five := constantNode("5")
	formula := "round(contribution[-1] * (1 + growth), 100000000, half_up)"
	reads := func(name string) string {
		return fmt.Sprintf(`{"op": "param", "value": "999", "name": "%s", "input": "%s@2020"}`, name, name)
	}
	choice := func(text string) string {
		return body("", "x", "7", "when(1 < 2, 7, "+text+")", `{"op": "when", "value": "7", "of": [`+constantNode("1")+`,`+constantNode("2")+`,`+constantNode("7")+`,{"op": "unused", "formula": `+quotedJSON(text)+`}]}`)
	}
	split := func(name, key string) string {
		return body(fmt.Sprintf(`"splits": [{"id": "%[1]s@2020", "name": "%[1]s", "year": 2020, "quantum": "1", "remainder": "first_gets_it", "formula": "split(5, 1, first_gets_it, %[2]s(1))", "total": %[3]s, "members": [{"key": "%[2]s", "weight": %[4]s, "ideal": "5", "share": "5"}]}],`,
			name, key, five, constantNode("1")), "x", "5", "part("+key+", "+name+")", fmt.Sprintf(`{"op": "part", "value": "5", "name": "%s", "split": "%s@2020"}`, key, name))
	}
	for _, sound := range []string{choice("base[-1] * max(a, 2)"), choice(`amount(5, "KRW/person")`), choice(`amount(5, "a \", (\\")`), split("s.t", "a"), split("s#2", "a.b"), body(`"inputs": [`+figure("a", "999")+`],`, "x", "999", "a", reads("a"))} {
		require.NoError(t, checked(wrapped(t, sound)), "a pattern that the others depart from")
	}
	inputs := func(list ...string) string { return `"inputs": [` + strings.Join(list, ",") + `],` }
	year := func(param, unit, y string) string {
		return fmt.Sprintf(`{"id": "%[1]s@%[3]s", "param": "%[1]s", "year": %[3]s, "unit": %[2]q, "value": "1", "status": "confirmed"}`, param, unit, y)
	}
	for _, c := range []struct{ name, body, reason string }{
		{"a parameter whose name is a formula", body(inputs(figure(formula, "999")), "x", "999", formula, reads(formula)), "is no name"},
		{"a line whose name is the answer", body("", `x 2020 = 5 KRW\nrecomputed (steps 9)\u001b[8m`, "5", "5", five), "is no name"},
		{"a model whose name is a line", strings.Replace(body("", "x", "5", "5", five), `"m"`, `"m\nrecomputed"`, 1), "is no name"},
		{"a member whose key is members", split("s", "a(1, 2, 3), b"), "is no name"},
		{"a split whose name is an operand", split("s) + part(b, s", "a"), "no name"},
		{"a split numbered with zeros", split("s#02", "a"), "no name"},
		{"a unit with an escape", body("", "x", "5", `amount(5, \"K\\x1bRW\")`, `{"op": "constant", "value": "5", "unit": "K\u001bRW"}`), "is none"},
		{"unused text that closes what is around it", choice("base) * 0 + round(contribution[-1] * 1.04, 1, half_up"), "do not match"},
		{"unused text with an operand more", choice("base, 7"), "a comma"},
		{"unused text that stays open", choice("max(base"), "does not end"},
		{"unused text crossed", choice("max[base)"), "do not match"},
		{"unused text with an operand behind a quote", choice(`amount(5, "\\"), 7`), "a comma"},
		{"unused text with a quote that stays open", choice(`amount(5, "\")`), "does not end"},
		{"unused text with an escape", choice("base\x1b[8m"), "no text of a formula"},
		{"a name that folds", strings.Replace(body("", "x", "5", "5", five), `"steps"`, `"\u017fteps": [], "steps"`, 1), "small letters"},
		{"a split of a step's name, unused", body(`"splits": [{"id": "x@2020", "name": "x", "year": 2020, "quantum": "banana", "remainder": "mine", "formula": "anything", "total": `+five+`, "members": [{"key": "us", "ideal": "1", "share": "99999999"}]}],`, "x", "5", "5", five), "nothing uses it"},
		{"a figure of a step's name, unused", body(inputs(figure("x", "0.13")), "x", "5", "5", five), "x is a line"},
		{"a year basis that is none", body("", "x", "5", "on(mars, 5)", `{"op": "basis", "basis": "mars", "value": "5", "of": [`+five+`]}`), `year basis "mars" is none`},
		{"a status that is none", body(strings.Replace(inputs(figure("a", "999")), "confirmed", "sworn under oath", 1), "x", "999", "a", reads("a")), "status"},
		{"a stage that is none", body(strings.Replace(inputs(figure("a", "999")), `"confirmed"`, `"confirmed", "stage": "hoped"`, 1), "x", "999", "a", reads("a")), "stage"},
		{"a parameter in two units", body(inputs(year("a", "USD", "2019"), year("a", "KRW", "2020")), "x", "1", "a * a[-1]", five), "elsewhere a parameter in"},
		{"a piece that begins when the next does", body("", "x", "5", "by_year{2019: 4, 2019: 5}", `{"op": "by_year", "value": "5", "starts": [2019, 2019], "of": [{"op": "unused", "formula": "4"},`+five+`]}`), "twice the same"},
		{"an empty list", body("", "x", "5", "min(5, 5)", `{"op": "minimum", "value": "5", "bound": [], "reached": [1], "of": [`+five+`,`+five+`]}`), "an empty list"},
		{"a zero", body("", "x", "5", "5[-0]", `{"op": "lag", "value": "5", "years": 0, "of": [`+five+`]}`), "says nothing"},
		{"a false", body("", "x", "5", "min(5, 5)", `{"op": "minimum", "value": "5", "arithmetic": false, "reached": [1], "of": [`+five+`,`+five+`]}`), "says nothing"},
		{"an empty text", strings.Replace(body("", "x", "5", "5", five), `"result"`, `"scenario": "", "result"`, 1), "says nothing"},
	} {
		assert.ErrorContains(t, checked(wrapped(t, c.body)), c.reason, c.name)
	}
}

// What is free text in a document is quoted where it is printed: no escape of a terminal
// and no line that the program did not write.
func TestPrintsNothingOfItsOwn(t *testing.T) {
	raw := strings.Replace(body(`"scenario": "s\nrecomputed\u001b[8m\u202e", "changes": ["a\rb"], "inputs": [`+strings.Replace(figure("a", "999"), `"confirmed"`, `"confirmed", "source": "s\nx 2020 = 1"`, 1)+`],`, "x", "999", "a", `{"op": "param", "value": "999", "name": "a", "input": "a@2020"}`), "", "", 1)
	r, err := Check(strings.NewReader(wrapped(t, raw)))
	require.NoError(t, err)
	assert.Equal(t, "x 2020 = 999\nrecomputed (steps 1, figures 1, nodes 1, roundings 0, splits 0)\ntaken as given:\n  model m, "+digest+"\n"+
		`  scenario "s\nrecomputed\x1b[8m\u202e"`+"\n"+`  change "a\rb"`+"\n"+`  a 2020 = 999, confirmed, "s\nx 2020 = 1"`, r.String())
}

// FORMAT.md says what recomputing cannot find, so these are accepted once the checksum
// is made anew, and only then: the text of what was not evaluated, changed in the
// formula with it, and whatever describes.
func TestWhatOnlyTheChecksumFinds(t *testing.T) {
	g := everything(t)
	choice, ok := g.p.Model().Line("choice")
	require.True(t, ok)
	x, err := g.p.Explain(choice, 2022)
	require.NoError(t, err)
	unused, err := json.Marshal(x)
	require.NoError(t, err)
	eighth := korea.Eighth()
	y, err := projected(t, eighth.Model, eighth.First, eighth.Last).p.Explain(eighth.Contribution, 2010)
	require.NoError(t, err)
	figures, err := json.Marshal(y)
	require.NoError(t, err)
	for _, c := range []struct {
		name     string
		document []byte
		old, new string
	}{
		{"unused text", unused, "x + KRW(1)", "x + KRW(2)"},
		{"a scenario", unused, "what if", "as agreed"},
		{"a change", unused, "set x to 400", "set x to 401"},
		{"a model", figures, `"sma8"`, `"sma9"`},
		{"a model's hash", figures, eighth.Model.Hash(), digest},
		{"a source", figures, "the agreement", "hearsay"},
		{"a status", figures, `"confirmed"`, `"derived"`},
		{"a print", figures, "first printed 2008-12-31", "final"},
	} {
		text := string(c.document)
		require.Contains(t, text, c.old, c.name)
		changed := []byte(strings.ReplaceAll(text, c.old, c.new))
		_, err := Check(bytes.NewReader(changed))
		assert.ErrorContains(t, err, "every number agrees, but the checksum", c.name)
		_, err = Check(bytes.NewReader(resummed(t, tree(t, changed))))
		assert.NoError(t, err, c.name)
	}
}
