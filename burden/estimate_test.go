package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

func TestEstimate(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2%"))
	_, ok := rate.Estimate()
	assert.False(t, ok)
	_, ok = burden.Param{}.Estimated("1", "2", "3").Estimate()
	assert.False(t, ok, "of nothing there is none")

	given := rate.Estimated("1%", "2.5%", "0.04").Within("0", "10%").For("planning")
	modelOf(t, rate.Estimated("1%", "2%", "4%").Within("1%", "4%")) // the ends of the range are in it
	e, ok := given.Estimate()
	require.True(t, ok)
	dectest.Equal(t, "0.01", e.Low)
	dectest.Equal(t, "0.025", e.Central)
	dectest.Equal(t, "0.04", e.High)
	_, ok = rate.Estimate()
	assert.False(t, ok, "the other handle is as it was")
	assert.Equal(t, "planning", given.Purpose())

	// The series is what is computed with; the estimate changes no result.
	x := burden.NewLine("x", burden.Ratio)
	m := modelOf(t, x.Is(given))
	wantYears(t, "0.02", projectionOf(t, m, 2020, 2020), x)
	again, err := m.With(rate.Is(burden.Constant("3%")))
	require.NoError(t, err)
	have, _ := again.Param("rate")
	e, ok = have.Estimate()
	require.True(t, ok, "a series in place of another leaves the estimate")
	dectest.Equal(t, "0.025", e.Central)
	again, err = m.With(rate.Estimated("0", "0", "0"))
	require.NoError(t, err)
	have, _ = again.Param("rate")
	e, _ = have.Estimate()
	dectest.Equal(t, "0", e.High, "equal ones are an estimate without doubt")
	joined, err := burden.Join("j", m)
	require.NoError(t, err)
	have, _ = joined.Param("m.rate")
	_, ok = have.Estimate()
	assert.True(t, ok)
	// Whichever is met first, an explicit definition inherits what the formula's handle says.
	m = modelOf(t, rate.Is(burden.Constant("1%")), x.Is(given))
	have, _ = m.Param("rate")
	_, ok = have.Estimate()
	assert.True(t, ok)
}

func TestEstimateFaults(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2%"))
	for _, c := range []struct {
		p     burden.Param
		cause error
		want  string
	}{
		{rate.Estimated("2%", "1%", "3%"), burden.ErrOutOfRange, "burden: m: rate: estimate = 2%, 1%, 3%: out of range"},
		{rate.Estimated("1%", "3%", "2%"), burden.ErrOutOfRange, "burden: m: rate: estimate = 1%, 3%, 2%: out of range"},
		{rate.Estimated("low", "3%", "2%"), burden.ErrNumber, `burden: m: rate: estimate = "low": not a decimal number`},
		{rate.Estimated("1%", "", "2%"), burden.ErrNumber, `burden: m: rate: estimate = "": not a decimal number`},
		{rate.Estimated("1%", "2%", "1e999"), burden.ErrTooLarge, `burden: m: rate: estimate = "1e999": too large: a decimal exponent beyond 400`},
		{rate.Estimated("1%", "2%", "11%").Within("0", "10%"), burden.ErrOutOfRange, "burden: m: rate = estimate 0.01 to 0.11, not within 0 to 10%: out of range"},
		{rate.Within("0", "10%").Estimated("-1%", "2%", "10%"), burden.ErrOutOfRange, "burden: m: rate = estimate -0.01 to 0.1, not within 0 to 10%: out of range"},
	} {
		_, err := burden.NewModel("m", c.p)
		assert.ErrorIs(t, err, c.cause)
		assert.EqualError(t, err, c.want)
		_, err = burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(c.p))
		assert.ErrorIs(t, err, c.cause)
	}
	_, err := burden.NewModel("m", rate.Estimated("a", "b", "c"))
	assert.Len(t, burden.Faults(err), 3)
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	_, err = burden.NewModel("m", x.Is(rate.Estimated("1%", "2%", "3%")), y.Is(rate.Estimated("1%", "2%", "4%")))
	assert.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = burden.NewModel("m", x.Is(rate.Estimated("1%", "2%", "3%")), y.Is(rate.Estimated("0.010", "0.02", "3.0%")))
	assert.NoError(t, err, "the same numbers, whatever they are written as")
	_, err = modelOf(t, x.Is(rate.Within("0", "10%"))).With(rate.Estimated("1%", "2%", "11%"))
	assert.ErrorIs(t, err, burden.ErrOutOfRange, "the range stays")
}

// Handles of one name that disagree on the estimate, or on having one, are two parameters.
func TestEstimatesOfOneParameterAgree(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2%"))
	x := burden.NewLine("x", burden.Ratio)
	given := rate.Estimated("1%", "2%", "3%")
	for _, other := range []burden.Param{rate, rate.Estimated("0", "2%", "3%"), rate.Estimated("1%", "1%", "3%"), rate.Estimated("1%", "2%", "4%")} {
		for _, f := range []burden.Formula{given.Plus(other), other.Plus(given)} {
			_, err := burden.NewModel("m", x.Is(f))
			require.ErrorIs(t, err, burden.ErrDuplicate)
		}
	}
	modelOf(t, x.Is(given.Plus(rate.Estimated("0.01", "0.020", "0.03"))))
}
