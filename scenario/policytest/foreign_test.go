package policytest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/foreign"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// A stranger's source, name or file says nothing in the place of a failure.
func TestForeignTextOfFailures(t *testing.T) {
	dir := t.TempDir()
	for _, text := range foreign.Texts() {
		p := burden.NewParam("p", burden.KRW, burden.NewSeries(burden.Span{From: 2010, To: 2011,
			Entry: burden.Entry{Value: burden.Amount(5, burden.KRW).Node().Value, Source: text, Print: text, Status: burden.Confirmed}})).For(text)
		l := burden.NewLine("l", burden.KRW)
		m, err := burden.NewModel("m", l.Is(p.AtMost(p)))
		require.NoError(t, err)
		s := scenario.Baseline(m, 2010, 2011).Named(text)
		other, err := s.With(text+" other", scenario.Set(p, 9))
		require.NoError(t, err)
		file := filepath.Join(dir, "values.csv")
		require.NoError(t, os.WriteFile(file, []byte("line,unit,year,value\nl,USD,2010,5\n"), 0o600))
		var failures []string
		try := func(check policytest.Check) {
			found := policytest.Try(s, check)
			assert.NotEmpty(t, found)
			failures = append(failures, found...)
		}
		try(func(t policytest.T, s *scenario.Scenario) {
			policytest.Value(t, policytest.Project(t, s), l, 2010, "7")
		})
		try(func(t policytest.T, s *scenario.Scenario) {
			policytest.Published(t, policytest.Project(t, s), l, burden.Constant(6).Sourced(text, burden.Confirmed), burden.Rounding{})
		})
		try(func(t policytest.T, s *scenario.Scenario) {
			policytest.MostlyDueTo(t, s, other, scenario.At(l, 2010), text, "50%")
		})
		try(func(t policytest.T, s *scenario.Scenario) {
			policytest.Unchanged(t, policytest.Project(t, s), file)
		})
		try(func(t policytest.T, s *scenario.Scenario) {
			policytest.Unchanged(t, policytest.Project(t, s), filepath.Join(dir, text))
		})
		for _, f := range failures {
			assert.Empty(t, foreign.Raw(f), "%q", f)
		}

		doc, err := json.Marshal(map[string]any{"id": "m", "title": text, "from": 2010, "to": 2010, "parameters": []any{map[string]any{"name": "p", "unit": "KRW", "value": "5", "source": text}},
			"lines": []any{map[string]any{"name": "l", "unit": "KRW", "formula": "p"}}, "expect": []any{map[string]any{"line": "l", "value": "6", "source": text}}})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "d.json"), doc, 0o600))
		collected, _ := policytest.CollectDocuments(filepath.Join(dir, "d.json"))
		assert.NotEmpty(t, collected)
		for _, c := range collected {
			assert.Empty(t, foreign.Raw(c.Failure), "%q", c.Failure)
		}
		r, err := policytest.Mutate(s, func(t policytest.T, s *scenario.Scenario) {})
		require.NoError(t, err)
		assert.Empty(t, foreign.Raw(r.String()), "%q", r.String())
	}
}
