package burden_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

func TestStage(t *testing.T) {
	var zero burden.Stage
	assert.Equal(t, burden.NoStage, zero)
	for stage, want := range map[burden.Stage]string{
		burden.NoStage: "", burden.Expected: "expected", burden.Agreed: "agreed", burden.Budgeted: "budgeted", burden.Executed: "executed",
		burden.Executed + 1: "unknown stage", 255: "unknown stage",
	} {
		assert.Equal(t, want, stage.String())
	}
	// The further the money had come, the later the stage.
	assert.IsIncreasing(t, []burden.Stage{burden.NoStage, burden.Expected, burden.Agreed, burden.Budgeted, burden.Executed})
	assert.Equal(t, "unknown status", burden.Status(255).String())
}

func TestAtStage(t *testing.T) {
	sourced := burden.ByYear(map[int]string{2020: "1", 2022: "3"}).Sourced("the budget", burden.Brief)
	budgeted := sourced.AtStage(burden.Budgeted)
	for _, year := range []int{2020, 2022} {
		was, ok := sourced.At(year)
		require.True(t, ok)
		assert.Equal(t, burden.NoStage, was.Stage, "the series itself stays")
		is, ok := budgeted.At(year)
		require.True(t, ok)
		assert.Equal(t, burden.Budgeted, is.Stage)
		assert.Equal(t, "the budget", is.Source)
		assert.Equal(t, burden.Brief, is.Status)
		assert.True(t, was.Value.Equal(is.Value))
	}
	_, ok := budgeted.At(2021)
	assert.False(t, ok)
	assert.False(t, sourced.Equal(budgeted), "a stage tells figures apart")
	assert.True(t, sourced.AtStage(burden.NoStage).Equal(sourced))
	assert.Empty(t, burden.Series{}.AtStage(burden.Agreed).Spans())

	_, err := burden.NewModel("m", burden.NewParam("p", burden.USD, burden.Constant("ten").AtStage(burden.Agreed)))
	assert.ErrorIs(t, err, burden.ErrNumber, "faults stay")
}

// Two rates of one year differ by what they are for.
func TestParamFor(t *testing.T) {
	budget := burden.NewParam("rate", burden.KRW.Per(burden.USD), burden.ByYear(map[int]int{2019: 1100})).For("budget")
	cost := burden.NewLine("cost", burden.KRW)
	m := modelOf(t, cost.Is(burden.Amount(10, burden.USD).Times(budget)))
	explained := func(m *burden.Model, l burden.Line) string {
		x, err := projectionOf(t, m, 2019, 2019, l).Explain(l, 2019)
		require.NoError(t, err)
		assert.Equal(t, x.Steps[0].Inputs[0].Purpose != "", strings.Contains(x.String(), "budget"))
		return x.String()
	}
	assert.Equal(t, "budget", budget.Purpose())
	assert.Equal(t, "cost 2019 = 11,000 KRW\n  = USD(10) * rate\n  rate 2019 = 1,100 KRW/USD (for \"budget\")\n", explained(m, cost))

	// The purpose stays with the parameter: of another series, range or name.
	within := budget.Within("900", "1500")
	assert.Equal(t, "budget", within.Purpose())
	revised, err := m.With(budget.Is(burden.Constant(1200).Sourced("the revised budget", burden.Assumed).AtStage(burden.Expected)))
	require.NoError(t, err)
	assert.Equal(t, "cost 2019 = 12,000 KRW\n  = USD(10) * rate\n  rate 2019 = 1,200 KRW/USD (assumed; expected; source \"the revised budget\"; for \"budget\")\n", explained(revised, cost))
	p, ok := revised.Param("rate")
	require.True(t, ok)
	assert.Equal(t, "budget", p.Purpose())
	joined, err := burden.Join("j", m)
	require.NoError(t, err)
	l, _ := joined.Line("m.cost")
	assert.Equal(t, "m.cost 2019 = 11,000 KRW\n  = USD(10) * m.rate\n  m.rate 2019 = 1,100 KRW/USD (for \"budget\")\n", explained(joined, l))

	// For returns a copy, and says nothing of a zero parameter.
	market := budget.For("market")
	assert.Equal(t, "market", market.Purpose())
	assert.Equal(t, "budget", budget.Purpose())
	assert.Equal(t, budget.Name(), market.Name())
	assert.Equal(t, budget.Unit(), market.Unit())
	assert.True(t, budget.Series().Equal(market.Series()))
	assert.Empty(t, burden.NewParam("rate", burden.Ratio, burden.Series{}).Purpose())
	assert.Empty(t, burden.Param{}.For("market").Purpose())
	assert.Equal(t, burden.Param{}, burden.Param{}.For("market"))
}

// standing writes what a number stands on: status, stage and parameters.
func standing(t testing.TB, p *burden.Projection, l burden.Line, year int) []string {
	t.Helper()
	list, err := p.StandsOn(l, year)
	require.NoError(t, err)
	var texts []string
	for _, s := range list {
		texts = append(texts, strings.TrimSpace(fmt.Sprint(s.Status, " ", s.Stage))+": "+strings.Join(s.Params, " "))
	}
	return texts
}

func TestStandsOn(t *testing.T) {
	usd := func(name string, status burden.Status, stage burden.Stage) burden.Param {
		return burden.NewParam(name, burden.USD, burden.Constant(1).Sourced("", status).AtStage(stage))
	}
	spent, planned, told := usd("spent", burden.Confirmed, burden.Executed), usd("planned", burden.Confirmed, burden.Agreed), usd("told", burden.Brief, burden.NoStage)
	also, unsaid := usd("also", burden.Confirmed, burden.Agreed), usd("unsaid", burden.Unstated, burden.NoStage)
	a, b, total, none := burden.NewLine("a", burden.USD), burden.NewLine("b", burden.USD), burden.NewLine("total", burden.USD), burden.NewLine("nothing", burden.USD)
	branch, alike := burden.NewLine("branch", burden.USD), burden.NewLine("alike", burden.USD)
	m := modelOf(t,
		a.Starts(2020, told).Then(a.Previous().Plus(planned, spent, planned)),
		b.Is(also.Plus(unsaid)),
		total.Is(a.Plus(b)),
		none.Is(burden.Amount(1, burden.USD)),
		alike.Is(planned.Plus(also, planned)),
		branch.Is(burden.When(spent.Below(planned), told, also)))
	p := projectionOf(t, m, 2020, 2022, total, none, branch, alike)

	assert.Equal(t, []string{"brief: told"}, standing(t, p, a, 2020))
	// Directly, and through the year before: the best attested first, stages in their order.
	assert.Equal(t, []string{"confirmed agreed: planned", "confirmed executed: spent", "brief: told"}, standing(t, p, a, 2021))
	assert.Equal(t, standing(t, p, a, 2021), standing(t, p, a, 2022), "each parameter once, however often and in whichever years")
	assert.Equal(t, []string{"unstated: unsaid", "confirmed agreed: also planned", "confirmed executed: spent", "brief: told"}, standing(t, p, total, 2022))
	assert.Equal(t, []string{"confirmed agreed: also planned"}, standing(t, p, alike, 2020))
	assert.Empty(t, standing(t, p, none, 2020), "a constant stands on nothing")
	assert.Equal(t, []string{"confirmed agreed: also planned", "confirmed executed: spent"}, standing(t, p, branch, 2020), "what decided counts, the branch not taken does not")

	_, err := p.StandsOn(total, 2023)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = p.StandsOn(burden.NewLine("other", burden.USD), 2020)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = p.StandsOn(burden.Line{}, 2020)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
}

// A figure may be of another status in another year, and one share of a split
// stands on the weights of all.
func TestStandsOnYearsAndShares(t *testing.T) {
	entry := func(value string, status burden.Status) burden.Entry {
		return burden.Entry{Value: literal(t, value), Status: status}
	}
	budget := burden.NewParam("budget", burden.USD, burden.NewSeries(
		burden.Span{From: 2020, To: 2020, Entry: entry("100", burden.Confirmed)}, burden.Span{From: 2021, To: 2021, Entry: entry("110", burden.Recalled)}))
	mine := burden.NewParam("mine", burden.Ratio, burden.Constant(1).Sourced("", burden.Derived))
	yours := burden.NewParam("yours", burden.Ratio, burden.Constant(3).Sourced("", burden.Assumed))
	s := burden.NewSplit("dues", burden.USD, burden.Split{Total: budget.Plus(budget.Lag(1)), Quantum: "0.01", Members: []burden.Member{
		{Key: "me", Weight: mine}, {Key: "you", Weight: yours},
	}})
	p := projectionOf(t, modelOf(t, s), 2021, 2021)
	wantShares(t, "52.5 157.5", p, s, 2021)
	want := []string{"confirmed: budget", "derived: mine", "recalled: budget", "assumed: yours"}
	assert.Equal(t, want, standing(t, p, s.Part("me"), 2021))
	assert.Equal(t, want, standing(t, p, s.Part("you"), 2021))
}
