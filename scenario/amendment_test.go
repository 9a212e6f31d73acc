package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// TestAmendmentMakesAModel: 7600 × 1.047 = 7957.2 without the ceiling, in 0.1 bn won.
func TestAmendmentMakesAModel(t *testing.T) {
	a := korea.Eighth()
	m, err := scenario.AmendRule(a.Growth, burden.NoCeiling).Apply(a.Model)
	require.NoError(t, err)
	p, err := m.Project(2009, 2010)
	require.NoError(t, err)
	v, err := p.Value(a.Contribution, 2010)
	require.NoError(t, err)
	dectest.Equal(t, "795.7e9", v)

	_, err = scenario.Amendment{}.Apply(a.Model)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = scenario.AmendRule(a.Growth).Apply(nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = scenario.AmendRule(burden.NewIndexRule("other", burden.Index{})).Apply(a.Model)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = scenario.AmendRule(a.Growth, func(x *burden.Index) { x.Lag = -1 }).Apply(a.Model)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
}

// TestMetricLines names each line once.
func TestMetricLines(t *testing.T) {
	a := korea.Eighth()
	m := scenario.At(a.Contribution, 2010).Minus(scenario.At(a.Contribution, 2009)).Plus(scenario.Total(a.Contribution))
	require.Len(t, m.Lines(), 1)
	assert.Equal(t, a.Contribution.Name(), m.Lines()[0].Name())
	assert.Empty(t, scenario.Metric{}.Lines())
}
