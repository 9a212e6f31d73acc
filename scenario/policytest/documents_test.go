package policytest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario/policytest"
)

func TestDocuments(t *testing.T) { policytest.Documents(t, "testdata/documents/*.json") }

// TestEveryExpectationIsASubtest counts them: five amounts, a total, a limit; four
// amounts, a total, a limit; a limit, an amount.
func TestEveryExpectationIsASubtest(t *testing.T) {
	failures, tests := policytest.CollectDocuments("testdata/documents/*.json")
	assert.Empty(t, failures)
	assert.Len(t, tests, 1+7+6+2)
	assert.Contains(t, tests, "/sma8.json/no ceiling: contribution 2010")
}

// TestDocumentsThatFail say what was expected, what was found, where and why: a file
// holds the failures. Numbers are computed beside the expectations in the documents.
func TestDocumentsThatFail(t *testing.T) {
	failures, tests := policytest.CollectDocuments("testdata/failing/*.json")
	var text strings.Builder
	failed := map[string]bool{}
	for _, f := range failures {
		text.WriteString("== " + f.Test + "\n" + f.Failure + "\n\n")
		failed[f.Test] = true
	}
	var passed []string
	for _, name := range tests {
		if strings.Count(name, "/") == 2 && !failed[name] {
			passed = append(passed, name)
		}
	}
	assert.Equal(t, []string{
		"/contract.json/baseline: fee 2021",
		"/contract.json/open: years in which cap binds", // dropped there on purpose
		"/contract.json/open: fee 2022",
		"/contract.json/gap: fee 2021", // 2022 lacks its wages, and 2021 does not need them
	}, passed)
	golden.Equal(t, "testdata/documents.golden", text.String())
	for pattern, want := range map[string]string{
		"testdata/none/*.json": "no document matches testdata/none/*.json",
		"testdata/[":           "the pattern testdata/[ is none",
	} {
		failures, tests := policytest.CollectDocuments(pattern)
		assert.Empty(t, tests)
		if assert.Len(t, failures, 1) {
			assert.Contains(t, failures[0].Failure, want)
		}
	}
}
