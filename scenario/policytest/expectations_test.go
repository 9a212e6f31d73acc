package policytest_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
	"example.com/burdenshare/scenario/policytest"
)

func readDocument(t *testing.T, name string) (*document.Document, *scenario.Scenario) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	d, err := document.Read(file, name)
	require.NoError(t, err)
	scenarios, err := d.Scenarios()
	require.NoError(t, err)
	return d, scenarios[0]
}

// TestExpectationsAreSensitive: what the document of the eighth agreement expects
// notices what package korea's own tests notice, and with less expected, less.
func TestExpectationsAreSensitive(t *testing.T) {
	d, baseline := readDocument(t, "testdata/documents/sma8.json")
	r := policytest.Sensitive(t, baseline, "100%", policytest.Expectations(d))
	require.NotNil(t, r)
	equivalent := map[string]bool{}
	for _, m := range r.Of(policytest.Equivalent) {
		equivalent[what(m)] = true
	}
	for _, x := range subjects(t) {
		if x.name == "eighth" {
			for mutation := range x.equivalent {
				assert.True(t, equivalent[mutation], mutation)
			}
			assert.Len(t, equivalent, len(x.equivalent))
		}
	}

	d.Expect = []document.Expectation{{Line: "contribution", ByYear: map[string]document.Number{"2009": "760e9"}}}
	r, err := policytest.Mutate(baseline, policytest.Expectations(d))
	require.NoError(t, err)
	var missed []string
	for _, m := range r.Of(policytest.Unnoticed) {
		missed = append(missed, m.Kind)
	}
	assert.Contains(t, missed, "ceiling dropped") // which first bound in 2010
	assert.NotContains(t, of(r, "base"), "parameter moved, 10,000,000,000 KRW up: not noticed")
}

// TestExpectationsSayWhatIsOff: each that does not hold is a failure with the reason,
// and so is having nothing to expect.
func TestExpectationsSayWhatIsOff(t *testing.T) {
	d, baseline := readDocument(t, "testdata/documents/sma8.json")
	assert.Empty(t, policytest.Try(baseline, policytest.Expectations(d)))
	ceiling, _ := baseline.Model().Param("ceiling")
	lower, err := baseline.With("a ceiling of 2.8 %", scenario.Set(ceiling, "2.8%")) // reached, not bound, in 2011
	require.NoError(t, err)
	failures := policytest.Try(lower, policytest.Expectations(d))
	// 2010 to 2013, their total, the years in which it binds; and under a ceiling of 3 %
	// from 2011, 2013: 7813, 8032, 8265 and 8513 instead of 8612.
	require.Len(t, failures, 4+1+1+1)
	assert.Contains(t, failures[0], "contribution 2010 is not what was expected\n  expected: 790,400,000,000 KRW, exactly\n  found:    781,300,000,000 KRW") // 7600 × 1.028 = 7812.8
	assert.Contains(t, failures[5], "ceiling binds in other years than expected\n  expected: 2010\n  found:    2010, 2012 to 2013")

	// A line that was not asked for is explained as well.
	d.Expect = []document.Expectation{{Line: "growth", ByYear: map[string]document.Number{"2010": "4.7%"}, Source: "without the ceiling"}}
	failures = policytest.Try(baseline, policytest.Expectations(d))
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "growth 2010 is not what was expected\n  expected: 4.7 %, exactly\n  found:    4 %")
	assert.Contains(t, failures[0], "ceiling bound")

	for want, x := range map[string]*document.Document{
		"there is nothing to compare\n  error: document: there is no document": nil,
		"the document expects nothing":                                         {ID: "m", Lines: []document.Line{{Name: "x", Formula: "1"}}},
	} {
		failures := policytest.Try(baseline, policytest.Expectations(x))
		if assert.Len(t, failures, 1, want) {
			assert.Contains(t, failures[0], want)
		}
	}
	failures = policytest.Try(nil, policytest.Expectations(d))
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "document: there is no scenario")
}
