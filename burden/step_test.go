package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// A step is the last of the explanation, and is known of the years before the projection
// too, which no explanation begins with.
func TestStep(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(2))
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Starts(2000, p).Then(x.Previous().Plus(p)))
	require.NoError(t, err)
	projection, err := m.Project(2003, 2004)
	require.NoError(t, err)
	why, err := projection.Explain(x, 2004)
	require.NoError(t, err)
	step, err := projection.Step(x, 2004)
	require.NoError(t, err)
	assert.Equal(t, why.Steps[len(why.Steps)-1], step)
	dectest.Equal(t, "10", step.Value) // 2 in 2000, and 2 more in each of four years

	before, err := projection.Step(x, 2001)
	require.NoError(t, err)
	dectest.Equal(t, "4", before.Value)
	require.Len(t, before.Uses, 1)
	assert.Equal(t, 2000, before.Uses[0].Year)

	for _, year := range []int{1999, 2005} {
		_, err = projection.Step(x, year)
		assert.ErrorIs(t, err, burden.ErrNotApplicable)
	}
	_, err = projection.Step(burden.NewLine("y", burden.Ratio), 2004)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = projection.Step(burden.NewLine("x", burden.KRW), 2004)
	assert.ErrorIs(t, err, burden.ErrUnit)
}

// Work is what the limit of a projection counts: twice the years are twice the work.
func TestWork(t *testing.T) {
	p := burden.NewParam("p", burden.Ratio, burden.Constant(2))
	m, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(p.Plus(p)))
	require.NoError(t, err)
	one, err := m.Project(2000, 2000)
	require.NoError(t, err)
	assert.Equal(t, 8+3, one.Work(), "a line and year, a sum and its two operands")
	ten, err := m.Project(2000, 2009)
	require.NoError(t, err)
	assert.Equal(t, 10*one.Work(), ten.Work())
	var none *burden.Projection
	assert.Zero(t, none.Work())
}
