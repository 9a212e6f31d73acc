// Package toy is an agreement small enough to work out by hand, for the tests of the family.
package toy

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// The toy agreement, small enough to work out by hand: 1000 won in 2020, then
// growth by 10 %, 20 % and 30 %, at most 25 %, unrounded; 4 persons.
//
//	contribution  1000  1100  1320  1650
//	per_head       250   275   330   412.5
var (
	Base    = burden.NewParam("base", burden.KRW, burden.Constant(1000))
	CPI     = burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{2021: "10%", 2022: "20%", 2023: "30%"}).Sourced("bureau", burden.Confirmed))
	Ceiling = burden.NewParam("ceiling", burden.Ratio, burden.Constant("25%")).Within("0", "50%")
	Heads   = burden.NewParam("heads", burden.Persons, burden.Constant(4))

	Growth       = burden.NewIndexRule("growth", burden.Index{Driver: CPI, Ceiling: Ceiling, From: 2021})
	Contribution = burden.NewLine("contribution", burden.KRW)
	Strength     = burden.NewLine("strength", burden.Persons)
	PerHead      = burden.NewLine("per_head", burden.KRW.Per(burden.Persons))
	Half         = burden.NewLine("half", burden.KRW) // not the model's, but an overlay's
)

// Model returns the toy agreement's model.
func Model(t testing.TB) *burden.Model {
	t.Helper()
	m, err := burden.NewModel("toy", Growth,
		burden.Escalation(Contribution, 2020, Base, Growth, burden.Rounding{}),
		Strength.Is(Heads),
		PerHead.Is(burden.PerHead(Contribution, Strength).RoundedTo("0.01", burden.HalfUp)))
	require.NoError(t, err)
	return m
}

// Scenario returns the toy agreement as it is, 2020 to 2023.
func Scenario(t testing.TB) *scenario.Scenario {
	t.Helper()
	return scenario.Baseline(Model(t), 2020, 2023, Contribution, Strength, PerHead)
}

// Apply returns the scenario with overlays that have no fault.
func Apply(t testing.TB, s *scenario.Scenario, overlays ...scenario.Overlay) *scenario.Scenario {
	t.Helper()
	r, err := s.Apply(overlays...)
	require.NoError(t, err)
	return r
}

// With returns the scenario with an overlay of that name that has no fault.
func With(t testing.TB, s *scenario.Scenario, name string, changes ...scenario.Change) *scenario.Scenario {
	t.Helper()
	return Apply(t, s, scenario.NewOverlay(name, changes...))
}

// Compare sets two scenarios side by side.
func Compare(t testing.TB, a, b *scenario.Scenario, lines ...burden.Line) *scenario.Comparison {
	t.Helper()
	c, err := scenario.Compare(a, b, lines...)
	require.NoError(t, err)
	return c
}

// Number returns a number from its text.
func Number(t testing.TB, text string) decimal.Decimal {
	t.Helper()
	d, err := burden.Parse(text)
	require.NoError(t, err)
	return d
}
