package japan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/internal/dectest"
)

// TestBudget2015AddsUp: the five printed categories make the printed budget.
func TestBudget2015AddsUp(t *testing.T) {
	m, total := japan.Budget2015()
	p, err := m.Project(2015, 2015)
	require.NoError(t, err)
	got, err := p.Value(total, 2015)
	require.NoError(t, err)
	dectest.Equal(t, "189.9e9", got)
	dectest.Equal(t, burden.Text(at(t, japan.ByYear(japan.Budget), 2015).Value), got)

	why, err := p.Explain(total, 2015)
	require.NoError(t, err)
	var parts []string
	for _, in := range why.Steps[0].Inputs {
		parts = append(parts, burden.Text(in.Value.Shift(-9)))
		assert.Equal(t, burden.Budgeted, in.Stage, in.Param)
		assert.Equal(t, burden.Confirmed, in.Status, in.Param)
	}
	assert.Equal(t, []string{"22.1", "26.2", "116.4", "24.9", "0.3"}, parts)
}

// given returns the agreement with the figures that no source prints, all
// assumed: facilities as budgeted in 2022 and 2023, then more than is left.
func given(t *testing.T, a japan.Agreement, more ...burden.Definition) *burden.Model {
	t.Helper()
	need := japan.ByYear(japan.Facilities)
	for year, text := range map[int]string{2024: "34e9", 2025: "36e9", 2026: "40e9"} {
		v, err := burden.Parse(text)
		require.NoError(t, err)
		need = need.Set(year, year, burden.Entry{Value: v, Status: burden.Assumed})
	}
	m, err := a.Model.With(append([]burden.Definition{
		a.Employed.Is(burden.ByYear(map[int]int{2022: 23000, 2023: 23178, 2024: 23300, 2025: 23300, 2026: 23300})),
		a.Pay.Is(burden.Constant("6.2e6")),
		a.EquipmentNeed.Is(burden.Constant("4.5e9")),
		a.FacilitiesNeed.Is(need),
	}, more...)...)
	require.NoError(t, err)
	return m
}

// TestTerm2022 checks each category against a computation by hand.
func TestTerm2022(t *testing.T) {
	a := japan.Term2022()
	p, err := given(t, a).Project(a.First, a.Last)
	require.NoError(t, err)
	for _, c := range []struct {
		line burden.Line
		want [5]string
	}{
		// 23,000 × 6.2 million, then 23,178 × 6.2 million: 143,703.6 million.
		{a.Labour, [5]string{"142.6e9", "143.7036e9", "143.7036e9", "143.7036e9", "143.7036e9"}},
		{a.Utilities, [5]string{"23.4e9", "23.4e9", "15.1e9", "13.3e9", "13.3e9"}},  // as published
		{a.Relocation, [5]string{"11.4e9", "11.4e9", "11.4e9", "11.4e9", "11.4e9"}}, // as published
		{a.Equipment, [5]string{"4.5e9", "4.5e9", "4.5e9", "4.5e9", "2.0e9"}},       // 20.0 - 4 × 4.5
		{a.Facilities, [5]string{"26.7e9", "29.8e9", "34e9", "36e9", "37.6e9"}},     // 164.1 - 126.5
		// 142.6+23.4+11.4+4.5+26.7 and so on.
		{a.Total, [5]string{"208.6e9", "212.8036e9", "208.7036e9", "208.9036e9", "208.0036e9"}},
	} {
		for i, want := range c.want {
			got, err := p.Value(c.line, a.First+i)
			require.NoError(t, err)
			dectest.Equal(t, want, got, c.line.Name(), a.First+i)
		}
	}
	bound, reached := p.Binding(a.WorkerCeiling)
	assert.Equal(t, []int{2024, 2025, 2026}, bound)
	assert.Equal(t, []int{2023}, reached)
	for _, c := range []struct {
		line burden.Line
		want string
	}{{a.Facilities, "164.1e9"}, {a.Equipment, "20.0e9"}, {a.Utilities, "88.5e9"}} {
		got, err := p.Total(c.line, a.First, a.Last)
		require.NoError(t, err)
		dectest.Equal(t, c.want, got, c.line.Name())
	}
}

// TestTermCeilingsBindInTheLastYear looks at what bound where. The limit of a
// later year is what the term has left, so it is found by its line.
func TestTermCeilingsBindInTheLastYear(t *testing.T) {
	a := japan.Term2022()
	p, err := given(t, a).Project(a.First, a.Last)
	require.NoError(t, err)
	bound := map[string][]int{}
	for _, r := range p.Limits() {
		if r.Binds {
			bound[r.Line.Name()] = append(bound[r.Line.Name()], r.Year)
		}
	}
	assert.Equal(t, map[string][]int{"labour": {2024, 2025, 2026}, "equipment": {2026}, "facilities": {2026}}, bound)
}

// TestTermTotalLeavesLabour: with both ceilings used up, 1055.1 bn less 88.5 of
// utilities, 57 of relocation, 20 of equipment and 164.1 of facilities leave 725.5
// for labour. At 145.1 bn a year, given as an amount in place of workers and pay,
// the term comes to the printed total.
func TestTermTotalLeavesLabour(t *testing.T) {
	a := japan.Term2022()
	m := given(t, a, a.Labour.Is(burden.Amount("145.1e9", burden.JPY)))
	p, err := m.Project(a.First, a.Last)
	require.NoError(t, err)
	got, err := p.Total(a.Total, a.First, a.Last)
	require.NoError(t, err)
	dectest.Equal(t, burden.Text(at(t, japan.Support(term, japan.Total), 2022).Value), got)
}

// TestTerm2022TakesWhatIsNotPublished: without it every category that needs it is
// an error, and the others are not.
func TestTerm2022TakesWhatIsNotPublished(t *testing.T) {
	a := japan.Term2022()
	for _, line := range []burden.Line{a.Total, a.Labour, a.Equipment, a.Facilities} {
		_, err := a.Model.Project(a.First, a.Last, line)
		assert.ErrorIs(t, err, burden.ErrMissingYear, line.Name())
	}
	_, err := a.Model.Project(a.First, a.Last, a.Utilities, a.Relocation)
	assert.NoError(t, err)

	// What the agreement says is agreed and confirmed; what is given is as given.
	p, err := given(t, a).Project(a.First, a.Last)
	require.NoError(t, err)
	standings, err := p.StandsOn(a.Facilities, 2022)
	require.NoError(t, err)
	assert.Equal(t, []burden.Standing{
		{Status: burden.Confirmed, Stage: burden.Agreed, Params: []string{"facilities_ceiling"}},
		{Status: burden.Derived, Params: []string{"facilities_need"}},
	}, standings)
}

// TestRelocationIsHeld: another level in 2021 is held in every year of the term,
// and nothing after it.
func TestRelocationIsHeld(t *testing.T) {
	a := japan.Term2022()
	m, err := a.Model.With(a.RelocationLevel.Is(burden.ByYear(map[int]string{2021: "12e9"})))
	require.NoError(t, err)
	p, err := m.Project(a.First, a.Last+1, a.Relocation)
	require.NoError(t, err)
	got, err := p.Value(a.Relocation, a.Last)
	require.NoError(t, err)
	dectest.Equal(t, "12e9", got)
	_, err = p.Value(a.Relocation, a.Last+1)
	assert.ErrorIs(t, err, burden.ErrNotApplicable)
}

// TestModelsAreTheSameEveryTime: scenarios of two calls then share a baseline.
func TestModelsAreTheSameEveryTime(t *testing.T) {
	assert.Same(t, japan.Term2022().Model, japan.Term2022().Model)
	one, _ := japan.Budget2015()
	other, _ := japan.Budget2015()
	assert.Same(t, one, other)
}

// TestHandlesAreTheSameEveryTime uses the handles of one call on the model of another.
func TestHandlesAreTheSameEveryTime(t *testing.T) {
	p, err := japan.Term2022().Model.Project(2024, 2024, japan.Term2022().Utilities)
	require.NoError(t, err)
	got, err := p.Value(japan.Term2022().Utilities, 2024)
	require.NoError(t, err)
	dectest.Equal(t, "15.1e9", got)
}
