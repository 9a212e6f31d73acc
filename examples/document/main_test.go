package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario/document"
)

func readContract(t *testing.T) *document.Document {
	t.Helper()
	d, err := read(bytes.NewReader(contract), "contract.toml")
	require.NoError(t, err)
	return d
}

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, readContract(t)))
	golden.Equal(t, "testdata/output.golden", out.String())
}

// Numbers arrive as they are written: with their zeros, and beyond what floating point
// holds.
func TestNumbersAreTextOnTheirWay(t *testing.T) {
	d := readContract(t)
	assert.Equal(t, document.Number("113.0"), d.Parameters[1].ByYear["2024"])
	text := strings.Replace(string(contract), "value = 1200000", "value = 1200000.00000000000000000000000001", 1)
	exact, err := read(strings.NewReader(text), "contract.toml")
	require.NoError(t, err)
	m, err := exact.Model()
	require.NoError(t, err)
	base, _ := m.Param("base")
	e, _ := base.Series().At(2021)
	dectest.Equal(t, "1200000.00000000000000000000000001", e.Value)
}

// The same document as JSON has the same hash.
func TestTheDocumentAsJSON(t *testing.T) {
	d := readContract(t)
	want, err := d.Hash()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, d.Write(&b))
	same, err := document.Read(&b, "contract.json")
	require.NoError(t, err)
	got, err := same.Hash()
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// What other years than the calendar's, real terms and estimates are called, TOML says too.
func TestYearBasesInTOML(t *testing.T) {
	d, err := read(strings.NewReader(`
id = "service"
from = 2021
to = 2021
parameters = [
  { name = "fee", unit = "JPY", year_basis = "april", by_year = { 2020 = 100, 2021 = 140 }, estimate = { low = 130, central = 140.50, high = 150 } },
]
lines = [
  { name = "us", unit = "JPY", year_basis = "prior_october", formula = 'on(prior_october, (fee[-1] + fee) * 0.5)' },
  { name = "real", unit = "JPY@2019", formula = 'us * amount(2, "JPY@2019/JPY")' },
]
expect = [{ line = "us", by_year = { 2021 = 120 } }, { line = "real", by_year = { 2021 = 240 } }]
`), "service.toml")
	require.NoError(t, err)
	assert.Equal(t, document.Number("140.50"), d.Parameters[0].Estimate.Central)
	m, err := d.Model()
	require.NoError(t, err)
	us, _ := m.Line("us")
	basis, _ := us.Basis()
	assert.Equal(t, burden.FiscalOctober, basis)
	verdicts, err := d.Verdicts()
	require.NoError(t, err)
	require.Len(t, verdicts, 2)
	assert.True(t, verdicts[0].Holds, verdicts[0])
	assert.True(t, verdicts[1].Holds, verdicts[1])
}

// What is said of a document with mistakes: their places, and what may be meant.
func TestMistakes(t *testing.T) {
	for change, want := range map[string]string{
		"stage = |stag = ":                     `contract.toml:22:1: parameters.stag: unknown key`,
		"from = 2021|from = \"2021\"":          `contract.toml:12:8: toml: cannot decode TOML string into struct field document.Document.From of type int`,
		"value = 1200000|value = 1_200_000":    `contract.toml: parameters[0].value: "1_200_000" is not a decimal number: thousands separators are not allowed; write 1200000`,
		"value = 1200000|value = [1200000, 2]": `contract.toml:19:9: toml: cannot decode TOML array into struct field document.Param.Value of type document.Number`,
		"2022 = 103.1|2022 = { a = 103.1 }":    `contract.toml:27:32: toml: cannot decode TOML inline table into struct field document.Param.ByYear of type document.Number`,
		"stage = |Stage = ":                    `contract.toml: parameters[0].Stage: unknown key, which is another in small letters: stage`,
		"wages / wages[2021]|wages / wagse":    `contract.toml: lines[0].formula:2:24: unknown name wagse; did you mean wages?`,
		"shift = \"wages\"|shift = \"wage\"":   `contract.toml: scenarios[1].changes[0].shift: no parameter is called "wage"; did you mean wages?`,
		"binds = \"cap\"|binds = \"cup\"":      `contract.toml: expect[3].binds: no parameter or line is called "cup"; did you mean cap?`,
		"[[lines]]\nname = \"factor\"|[lines]": ``,
	} {
		old, fresh, _ := strings.Cut(change, "|")
		require.Contains(t, string(contract), old)
		_, err := read(strings.NewReader(strings.Replace(string(contract), old, fresh, 1)), "contract.toml")
		if assert.Error(t, err, change) && want != "" {
			assert.Equal(t, want, err.Error(), change)
		}
	}
	_, err := read(strings.NewReader(strings.Repeat("#\n", document.MaxSize)), "long.toml")
	assert.ErrorContains(t, err, "long.toml: has more than 1048576 bytes")
	d := readContract(t)
	d.Expect[1].Value = "1"
	assert.EqualError(t, run(&bytes.Buffer{}, d), "1 of 14 expectations failed")
	d.Lines[0].Formula = "1 +"
	assert.ErrorIs(t, run(&bytes.Buffer{}, d), burden.ErrSyntax)
}
