package recompute

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/effort"
)

// wrapped is a document around an explanation, with its checksum.
func wrapped(t testing.TB, body string) string {
	t.Helper()
	sum, err := checksum([]byte(body))
	if err != nil {
		sum = err.Error()
	}
	return fmt.Sprintf(`{"format": "burdenshare explanation", "version": 2, "checksum": %q, "explanation": %s}`, sum, body)
}

// digest is a hash of a model, of none.
var digest = "sha256:" + strings.Repeat("0", 64)

// one is an explanation of one step, x in 2020, with this tree.
func one(value, formula, node string) string {
	return fmt.Sprintf(`{"model": "m", "model_hash": "`+digest+`", "result": "x@2020", "steps": [{"id": "x@2020", "line": "x", "year": 2020, "value": %q, "formula": %q, "tree": %s}]}`, value, formula, node)
}

func constantNode(value string) string { return fmt.Sprintf(`{"op": "constant", "value": %q}`, value) }

// What is no explanation is rejected, with the reason.
func TestRejected(t *testing.T) {
	five := constantNode("5")
	require.NoError(t, checked(wrapped(t, one("5", "5", five))), "the pattern that the others depart from")
	deep := strings.Repeat(`{"op": "lag", "value": "5", "of": [`, 1200) + five + strings.Repeat("]}", 1200)
	long := "1" + strings.Repeat("0", 30000)
	for _, c := range []struct{ name, document, reason string }{
		{"nothing", "", "not a JSON object"},
		{"a list", "[]", "not a JSON object"},
		{"another format", `{"format": "x"}`, "not an explanation"},
		{"another version", `{"format": "burdenshare explanation", "version": 1}`, "version is 1"},
		{"an unknown field", `{"formats": "x"}`, "no field of the format"},
		{"a field twice", `{"format": "burdenshare explanation", "format": "x"}`, "twice"},
		{"something behind", wrapped(t, one("5", "5", five)) + "{}", "something follows"},
		{"cut off", wrapped(t, one("5", "5", five))[:200], "unexpected EOF"},
		{"no explanation", wrapped(t, "null"), "null"},
		{"no steps", wrapped(t, `{"model": "m", "model_hash": "`+digest+`", "result": "x@1"}`), "no steps"},
		{"null step", wrapped(t, `{"model": "m", "steps": [null]}`), "null"},
		{"no tree", wrapped(t, `{"model": "m", "model_hash": "`+digest+`", "result": "x@1", "steps": [{"id": "x@1", "line": "x", "year": 1, "value": "1", "formula": "1"}]}`), "missing"},
		{"a name twice", wrapped(t, one("5", "5", `{"op": "constant", "value": "6", "value": "5"}`)), "twice"},
		{"a name in capitals", wrapped(t, one("5", "5", `{"op": "constant", "Value": "5"}`)), "small letters"},
		{"an unknown field of a node", wrapped(t, one("5", "5", `{"op": "constant", "value": "5", "note": "x"}`)), "unknown field"},
		{"a field that the operator lacks", wrapped(t, one("5", "5", `{"op": "constant", "value": "5", "p": 1}`)), "has no p"},
		{"an exponent", wrapped(t, one("5", "5", constantNode("1e999999"))), "no number of this format"},
		{"zeros", wrapped(t, one("5", "5", constantNode("5.0"))), "no number of this format"},
		{"a long number", wrapped(t, one("5", "5", constantNode(long))), "no number of this format"},
		{"too deep", wrapped(t, one("5", "5", deep)), "too deep"},
		{"no operands", wrapped(t, one("5", "5", `{"op": "add", "value": "5"}`)), "add of 0 operands"},
		{"null operands", wrapped(t, one("5", "5", `{"op": "lag", "value": "5", "of": [null]}`)), "null"},
		{"a sum of years without operands", wrapped(t, one("5", "5", `{"op": "sum", "value": "5", "from": 1, "to": 9999}`)), "a sum of 0 operands"},
		{"a step that needs itself", wrapped(t, one("5", "x", `{"op": "line", "value": "5", "name": "x", "step": "x@2020"}`)), "not before"},
		{"division by zero", wrapped(t, one("5", "exact(5 / 0)", `{"op": "quotient", "value": "5", "before": "0", "of": [`+five+`,`+constantNode("0")+`]}`)), "division by zero"},
		{"a quantum of zero", wrapped(t, one("5", "x", `{"op": "round", "value": "5", "before": "5", "rounding": {"quantum": "0", "mode": "up"}, "of": [`+five+`]}`)), "not positive"},
		{"a stray figure", wrapped(t, strings.Replace(one("5", "5", five), `"steps"`, `"inputs": [{"id": "a@1", "param": "a", "year": 1, "value": "1", "status": "assumed"}], "steps"`, 1)), "nothing uses it"},
		{"a power too large", wrapped(t, one("5", "x", `{"op": "power", "value": "5", "before": "`+long[:19000]+`", "p": 100, "q": 1, "of": [`+constantNode(long[:19000])+`,`+constantNode("1")+`]}`)), "too large"},
		{"a step in the year 20000", wrapped(t, strings.ReplaceAll(one("5", "5", five), "2020", "20000")), "year 20000 is not from 1 to 9999"},
		{"a step in the year -5", wrapped(t, strings.ReplaceAll(one("5", "5", five), "2020", "-5")), "year -5 is not"},
		{"a figure of the year 10000", wrapped(t, strings.Replace(one("5", "5", five), `"steps"`, `"inputs": [{"id": "a@10000", "param": "a", "year": 10000, "value": "1", "status": "assumed"}], "steps"`, 1)), "year 10000 is not"},
		{"a result of the year -1", wrapped(t, strings.Replace(one("5", "5", five), `"steps"`, `"given": [{"id": "a@-1", "line": "a", "year": -1, "value": "1"}], "steps"`, 1)), "year -1 is not"},
		{"a split in the year 12345", wrapped(t, strings.Replace(one("5", "5", five), `"steps"`, `"splits": [{"id": "s@12345", "name": "s", "year": 12345}], "steps"`, 1)), "year 12345 is not"},
		{"a figure of no year", wrapped(t, strings.Replace(one("5", "5", five), `"steps"`, `"inputs": [{"id": "a@0", "param": "a", "value": "1", "status": "assumed"}], "steps"`, 1)), "year 0 is not"},
		{"a piece that starts in 10000", wrapped(t, one("5", "x", `{"op": "by_year", "value": "5", "starts": [1, 10000], "of": [`+five+`, {"op": "unused", "formula": "5"}]}`)), "year 10000 is not"},
		{"a sum from the year -1", wrapped(t, one("10", "x", `{"op": "sum", "value": "10", "from": -1, "to": 1, "of": [`+five+`,`+five+`,`+five+`]}`)), "year -1 is not"},
		{"a byte that is no UTF-8", strings.Replace(wrapped(t, one("5", "5", five)), `"model": "m"`, "\"model\": \"m\", \"scenario\": \"\xff\"", 1), "not in UTF-8"},
		{"half a surrogate pair", wrapped(t, strings.Replace(one("5", "5", five), `"model": "m"`, `"model": "m", "scenario": "\\\ud83dx"`, 1)), `\ud83d is half a character`},
		{"the other half", wrapped(t, strings.Replace(one("5", "5", five), `"model": "m"`, `"model": "m", "scenario": "\udE00"`, 1)), `\udE00 is half a character`},
		{"two halves in the wrong order", wrapped(t, strings.Replace(one("5", "5", five), `"model": "m"`, `"model": "m", "scenario": "\ude00\ud83d"`, 1)), `\ude00 is half a character`},
		{"a split that needs itself", wrapped(t, strings.Replace(one("5", "part(a, s)", `{"op": "part", "value": "5", "name": "a", "split": "s@2020"}`), `"steps"`,
			`"splits": [{"id": "s@2020", "name": "s", "year": 2020, "quantum": "1", "remainder": "first_gets_it", "formula": "x",
			"total": {"op": "part", "value": "5", "name": "a", "split": "s@2020"}}], "steps"`, 1)), "needs itself"},
	} {
		assert.ErrorContains(t, checked(c.document), c.reason, c.name)
	}
}

// A character of two escapes is one, and an escaped backslash escapes no more.
func TestWholeCharacters(t *testing.T) {
	for _, text := range []string{`\ud83d\ude00`, `\\ud83d`, `\u00e9`, "\ufffd", `\\`, `\"`} {
		require.NoError(t, checked(wrapped(t, strings.Replace(one("5", "5", constantNode("5")), `"model": "m"`, `"model": "m", "scenario": "`+text+`"`, 1))), text)
	}
}

// Text of the file arrives in quotes, without characters that nobody sees. By their numbers:
// variation selectors, fillers, blanks, joiners, overrides of direction and tags.
func TestNothingUnseenIsReported(t *testing.T) {
	for _, c := range []rune{0xfe00, 0xfe0f, 0xe0100, 0xe01ef, 0x180b, 0x180c, 0x180d, 0x180f, 0x2800, 0x13441, 0x13442, 0x16fe4, 0x1d159,
		0x34f, 0x115f, 0x1160, 0x17b4, 0x3164, 0xffa0, 0x200b, 0x200d, 0x202e, 0xfeff, 0xe0041, 0x7f, 0x85} {
		body := strings.Replace(one("5", "5", constantNode("5")), `"model": "m"`, `"model": "m", "scenario": "x`+string(c)+`y", "changes": ["x`+string(c)+`y"]`, 1)
		r, err := Check(strings.NewReader(wrapped(t, body)))
		require.NoError(t, err, "%U", c)
		assert.False(t, strings.ContainsRune(r.String(), c), "%U", c)
		assert.Regexp(t, `(?m)^  scenario "x\\.*y"$`, r.String(), "%U", c)
		err = checked(wrapped(t, strings.Replace(body, `"model": "m"`, `"model": "m`+string(c)+`"`, 1)))
		require.Error(t, err, "%U", c)
		assert.False(t, strings.ContainsRune(err.Error(), c), "%U", c)
	}
	assert.Equal(t, `"방위비 é 😀 \" \\"`, quotedInFull(`방위비 é 😀 " \`))
}

func checked(document string) error {
	_, err := Check(strings.NewReader(document))
	return err
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

// A file can be as large as it likes: it is not read further than the limit, and the
// work on numbers has a limit too.
func TestBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second or two")
	}
	var err error
	effort.AtMost(t, 1<<29, func() { _, err = Check(zeros{}) })
	require.ErrorContains(t, err, "more than")
	require.ErrorContains(t, checked(wrapped(t, one("5", "5", `{"op": "add", "of": [`+strings.Repeat(`{"p": 1},`, 1<<20)+`{"p": 1}]}`))), "nodes")

	// Powers of large primes without a common divisor, added as fractions would be.
	var terms []string
	for i := range 400 {
		digits := strings.Repeat(fmt.Sprint(10007+2*i), 3000)
		terms = append(terms, constantNode("0."+digits[:15000]+"1"))
	}
	body := one("5", "x", `{"op": "multiply", "value": "5", "of": [`+strings.Join(terms, ",")+`]}`)
	effort.AtMost(t, 1<<30, func() { err = checked(wrapped(t, body)) })
	require.Error(t, err)
}

// Changes made with care, tree, text and copies of a figure together, are found by the
// arithmetic alone. Worked out by hand: 725.5 bn grown by 2.2 % is 741.461 bn.
func TestConsistentTampering(t *testing.T) {
	a, b := korea.Seventh(), korea.Eighth()
	x, err := projected(t, a.Model, a.First, a.Last).p.Explain(a.Contribution, 2008)
	require.NoError(t, err)
	seventh, err := json.Marshal(x)
	require.NoError(t, err)
	y, err := projected(t, b.Model, b.First, b.Last).p.Explain(b.Contribution, 2010)
	require.NoError(t, err)
	eighth, err := json.Marshal(y)
	require.NoError(t, err)
	for _, c := range []struct {
		name     string
		document []byte
		replaced []string // old and new, in turn
		reason   string
	}{
		{"rounded down", seventh, []string{"half_up", "down"}, "value is 741500000000, recomputed 741400000000"},
		{"rounded to less", seventh, []string{"100000000,", "10000000,", `"quantum":"100000000"`, `"quantum":"10000000"`}, "recomputed 741460000000"},
		{"another operator", seventh, []string{"contribution[-1] * (", "contribution[-1] - (", `"multiply"`, `"subtract"`}, "subtract of"},
		{"a sum turned round", seventh, []string{"1 + growth", "1 - growth", `"add"`, `"subtract"`}, "recomputed 0.978"},
		{"another constant", seventh, []string{"(1 + ", "(2 + ", `"op":"constant","value":"1"`, `"op":"constant","value":"2"`}, "recomputed 2.022"},
		{"another figure", seventh, []string{`"0.022"`, `"0.023"`, `"1.022"`, `"1.023"`}, "recomputed 742186500000"},
		{"another base", seventh, []string{"725500000000", "725600000000"}, "recomputed 741563200000"},
		{"a higher ceiling", eighth, []string{`"0.04"`, `"0.05"`, `"1.04"`, `"1.05"`}, "bound [1]"},
		{"a floor for a ceiling", eighth, []string{"min(", "max(", `"minimum"`, `"maximum"`}, "bound [1]"},
		{"another lag", eighth, []string{"cpi[-2]", "cpi[-1]", `"years":2`, `"years":1`}, `reads "cpi@2009"`},
	} {
		text := string(c.document)
		for i := 0; i < len(c.replaced); i += 2 {
			require.Contains(t, text, c.replaced[i], c.name)
			text = strings.ReplaceAll(text, c.replaced[i], c.replaced[i+1])
		}
		_, err := Check(bytes.NewReader(resummed(t, tree(t, []byte(text)))))
		assert.ErrorContains(t, err, c.reason, c.name)
	}
}

// Whatever the explanation is, reading it ends, and not in a panic.
func FuzzCheck(f *testing.F) {
	var doc struct{ Explanation json.RawMessage }
	sample, err := os.ReadFile("../testdata/contribution2010.json")
	require.NoError(f, err)
	require.NoError(f, json.Unmarshal(sample, &doc))
	f.Add(string(doc.Explanation))
	g := everything(f)
	for _, l := range g.p.Model().Lines() {
		x, err := g.p.Explain(l, 2020)
		if err != nil {
			continue
		}
		data, err := json.Marshal(x)
		require.NoError(f, err)
		require.NoError(f, json.Unmarshal(data, &doc))
		f.Add(string(doc.Explanation))
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) {
			return
		}
		if err := checked(wrapped(t, body)); err != nil && err.Error() == "" {
			t.Error("no reason")
		}
	})
}
