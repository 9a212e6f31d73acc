package policytest_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// collector is a test that goes on, and is no check being tried.
type collector struct{ failures []string }

func (c *collector) Helper()                      {}
func (c *collector) Errorf(_ string, args ...any) { c.failures = append(c.failures, args[0].(string)) }
func (c *collector) FailNow()                     {}
func (c *collector) only(t *testing.T) (text string) {
	require.Len(t, c.failures, 1)
	return c.failures[0]
}

// comparing takes the flag of golden files back, which these tests are not about.
func comparing(t *testing.T) {
	t.Setenv("CI", "")
	was := flag.Lookup("update").Value.String()
	require.NoError(t, flag.Set("update", "false"))
	t.Cleanup(func() { require.NoError(t, flag.Set("update", was)) })
}

// updating sets the flag for a test.
func updating(t *testing.T) {
	require.NoError(t, flag.Set("policytest.update", "true"))
	t.Cleanup(func() { require.NoError(t, flag.Set("policytest.update", "false")) })
}

func TestUnchangedWritesAndCompares(t *testing.T) {
	comparing(t)
	a, s := agreed()
	p := policytest.Project(t, s)
	file := filepath.Join(t.TempDir(), "new", "sma8.csv")

	missing := &collector{}
	assert.False(t, policytest.Unchanged(missing, p, file, a.Contribution))
	assert.Contains(t, missing.only(t), "write it with -policytest.update, read it, and commit it")

	t.Run("written", func(t *testing.T) {
		updating(t)
		// A check that is tried writes nothing.
		assert.NotEmpty(t, policytest.Try(s, on(func(t policytest.T, p *burden.Projection) bool { return policytest.Unchanged(t, p, file) })))
		assert.NoFileExists(t, file)
		assert.True(t, policytest.Unchanged(t, p, file, a.Contribution))
		// Not in CI either.
		t.Setenv("CI", "true")
		refused := &collector{}
		assert.False(t, policytest.Unchanged(refused, p, file+"2"))
		assert.Contains(t, refused.only(t), "is not written in CI")
		assert.NoFileExists(t, file+"2")
	})
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "line,unit,year,value\n"+
		"contribution,KRW,2009,760000000000\n"+
		"contribution,KRW,2010,790400000000\n"+
		"contribution,KRW,2011,812500000000\n"+
		"contribution,KRW,2012,836100000000\n"+
		"contribution,KRW,2013,869500000000\n", string(text))
	assert.True(t, policytest.Unchanged(t, p, file, a.Contribution))

	// 7600 × 1.047 = 7957, and a file with a value too many and one too few.
	open, err := s.With("no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)))
	require.NoError(t, err)
	edited := strings.Replace(string(text), "contribution,KRW,2009,760000000000\n", "contribution,KRW,2008,741.5e9\n", 1)
	require.NoError(t, os.WriteFile(file, []byte(edited), 0o644))
	differs := &collector{}
	assert.False(t, policytest.Unchanged(differs, policytest.Project(t, open), file, a.Contribution))
	for _, want := range []string{
		"values differ from " + file + ": 6",
		"contribution 2009  not in the file, now 760,000,000,000 KRW",
		"contribution 2010  790,400,000,000 KRW in the file, now 795,700,000,000 KRW: +5,300,000,000 KRW",
		"contribution 2008  741,500,000,000 KRW in the file, now no value",
		"contribution 2009 = 760,000,000,000 KRW\n      = base", // why
	} {
		assert.Contains(t, differs.only(t), want)
	}
}

// TestUnchangedRefusesWhatIsNoTable, with the row at fault.
func TestUnchangedRefusesWhatIsNoTable(t *testing.T) {
	comparing(t)
	_, s := agreed()
	p := policytest.Project(t, s)
	file := filepath.Join(t.TempDir(), "x.csv")
	head := "line,unit,year,value\n"
	for text, want := range map[string]string{
		"":                           "its first row has to be line,unit,year,value",
		head:                         "and values have to follow",
		head + "l,KRW,2009\n":        "wrong number of fields",
		head + "l,KRW,soon,1\n":      `row 2: the year "soon" is no number`,
		head + "l,KRW,2009,much\n":   `row 2: the value "much"`,
		head + "l,KRW,1,1\nl,,1,2\n": "row 3: l 1 has two values",
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		c := &collector{}
		assert.False(t, policytest.Unchanged(c, p, file))
		assert.Contains(t, c.only(t), want)
	}
	c := &collector{}
	assert.False(t, policytest.Unchanged(c, p, file, burden.NewLine("other", burden.KRW)))
	assert.Contains(t, c.only(t), "there is nothing to compare with")
}

// TestManyDifferencesAreCut: thirty years of a line that is one too high.
func TestManyDifferencesAreCut(t *testing.T) {
	one := burden.NewParam("one", burden.Persons, burden.Constant(1))
	l := burden.NewLine("l", burden.Persons)
	m, err := burden.NewModel("m", l.Is(one))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2001, 2030)
	file := filepath.Join(t.TempDir(), "x.csv")
	comparing(t)
	t.Run("written", func(t *testing.T) {
		updating(t)
		assert.True(t, policytest.Unchanged(t, policytest.Project(t, s), file))
	})
	two, err := s.With("two", scenario.Set(one, 2))
	require.NoError(t, err)
	c := &collector{}
	policytest.Unchanged(c, policytest.Project(t, two), file)
	assert.Contains(t, c.only(t), ": 30\n")
	assert.Contains(t, c.only(t), "and 10 more")
}

// TestUnchangedOfLinesWithoutValues: a line that is named has to have one, also where
// all are named.
func TestUnchangedOfLinesWithoutValues(t *testing.T) {
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	m, err := burden.NewModel("m", x.Is(burden.Amount(1, burden.KRW)), y.Starts(2030, burden.Amount(1, burden.KRW)))
	require.NoError(t, err)
	failures := policytest.Try(scenario.Baseline(m, 2020, 2020, x), on(func(t policytest.T, p *burden.Projection) bool {
		return policytest.Unchanged(t, p, "none.csv", x, y)
	}))
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "error: y has no value in any year")
}
