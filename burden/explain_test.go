package burden_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

func TestExplanationOfTheEighthAgreement(t *testing.T) {
	a := eighth(t)
	p := projectionOf(t, a.model, 2009, 2013)
	for year, want := range map[int]string{
		2009: `
contribution 2009 = 760,000,000,000 KRW
  = base
  base 2009 = 760,000,000,000 KRW
`,
		2010: `
contribution 2010 = 790,400,000,000 KRW
  = round(contribution[-1] * (1 + growth), 100000000, half_up)
  contribution 2009 = 760,000,000,000 KRW
  growth 2010 = 4 %
    = min(growth.raw, ceiling)
    growth.raw 2010 = 4.7 %
      = cpi[-2]
      cpi 2008 = 4.7 % (confirmed; source "Statistics Korea")
    ceiling 2010 = 4 %
    ceiling bound: 4.7 % became 4 %
  rounded to 100,000,000, half up: 790,400,000,000 already was
`,
		2013: `
contribution 2013 = 869,500,000,000 KRW
  = round(contribution[-1] * (1 + growth), 100000000, half_up)
  contribution 2012 = 836,100,000,000 KRW
  growth 2013 = 4 %
    = min(growth.raw, ceiling)
    growth.raw 2013 = 4 %
      = cpi[-2]
      cpi 2011 = 4 % (confirmed; source "Statistics Korea")
    ceiling 2013 = 4 %
    ceiling reached, but not binding: 4 %
  rounded to 100,000,000, half up: 869,544,000,000 became 869,500,000,000, rounded down, taking away 44,000,000
`,
	} {
		x, err := p.Explain(a.contribution, year)
		require.NoError(t, err)
		assert.Equal(t, strings.TrimPrefix(want, "\n"), x.String())
	}

	x, err := p.Explain(a.contribution, 2011)
	require.NoError(t, err)
	assert.Equal(t, "sma8", x.Model)
	var steps []string
	for _, s := range x.Steps {
		steps = append(steps, fmt.Sprint(s.Line, " ", s.Year))
	}
	assert.Equal(t, []string{"contribution 2009", "growth.raw 2010", "growth 2010", "contribution 2010",
		"growth.raw 2011", "growth 2011", "contribution 2011"}, steps, "a step uses only earlier ones")
	last := x.Steps[len(x.Steps)-1]
	dectest.Equal(t, "8125e8", last.Value) // White Paper 2018
	require.Len(t, last.Uses, 2)
	assert.Equal(t, 2010, last.Uses[0].Year)
	dectest.Equal(t, "7904e8", last.Uses[0].Value)
	dectest.Equal(t, "0.028", last.Uses[1].Value)
	require.Len(t, last.Roundings, 1)
	dectest.Equal(t, "8125e8", last.Roundings[0].After)
	require.Len(t, x.Steps[2].Limits, 1, "of growth 2010")
	require.Len(t, x.Steps[1].Inputs, 1, "of growth.raw 2010")
	in := x.Steps[1].Inputs[0]
	assert.Equal(t, "cpi 2008 confirmed Statistics Korea", fmt.Sprint(in.Param, " ", in.Year, " ", in.Status, " ", in.Source))
	dectest.Equal(t, "0.047", in.Value)
}

// What a step rests on is told once, in full where it is of the same year.
func TestExplanationOfSharedSteps(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.NewIndicator(burden.Print{
		Year: 2009, Value: burden.Amount(3, burden.KRW).Node().Value, Printed: "2010-01-31", Status: burden.Confirmed,
	}).FirstPrinted())
	x, y, z := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("z", burden.KRW)
	m := modelOf(t, z.Is(y.Plus(x, x, p)), y.Is(x.Plus(p, p)), x.Is(p.Over(burden.Amount(2, burden.Ratio)).Exactly()))
	e, err := projectionOf(t, m, 2009, 2009).Explain(z, 2009)
	require.NoError(t, err)
	// x = 3/2, y = 1.5 + 3 + 3, z = 7.5 + 1.5 + 1.5 + 3
	assert.Equal(t, strings.TrimPrefix(`
z 2009 = 13.5 KRW
  = y + x + x + p
  y 2009 = 7.5 KRW
    = x + p + p
    x 2009 = 1.5 KRW
      = exact(p / 2)
      p 2009 = 3 KRW (confirmed; print "first printed 2010-01-31")
      rounded exact: 3/2 became 1.5
    p 2009 = 3 KRW (confirmed; print "first printed 2010-01-31")
  x 2009 = 1.5 KRW
  p 2009 = 3 KRW (confirmed; print "first printed 2010-01-31")
`, "\n"), e.String())

	// A parameter may say what it is for, and a figure how far its money had come.
	rate := burden.NewParam("rate", burden.KRW.Per(burden.USD), burden.Constant(1200).Sourced("a budget", burden.Confirmed).AtStage(burden.Budgeted)).For("the budget's rate")
	m = modelOf(t, x.Is(rate.Times(burden.Amount(2, burden.USD))))
	r, err := projectionOf(t, m, 2009, 2009).Explain(x, 2009)
	require.NoError(t, err)
	assert.Contains(t, r.String(), "  rate 2009 = 1,200 KRW/USD (confirmed; budgeted; source \"a budget\"; for \"the budget's rate\")\n")

	// Explanations are data: cut short, they are still told.
	assert.Empty(t, burden.Explanation{}.String())
	e.Steps = e.Steps[len(e.Steps)-1:]
	assert.Equal(t, "z 2009 = 13.5 KRW\n  = y + x + x + p\n  y 2009 = 7.5 KRW (taken as given)\n  x 2009 = 1.5 KRW (taken as given)\n  p 2009 = 3 KRW (confirmed; print \"first printed 2010-01-31\")\ntaken as given, not explained here: y 2009, x 2009\n", e.String())
}

// What is in force in the year, of a definition by year; the branch taken.
func TestExplanationShowsWhatIsInForce(t *testing.T) {
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	one, two := burden.Amount(1, burden.Ratio), burden.Amount(2, burden.Ratio)
	m := modelOf(t, x.Starts(2009, one).Then(burden.When(x.Previous().Below(two), two, y)), y.Is(one.RoundedTo("3", burden.HalfUp)))
	p := projectionOf(t, m, 2009, 2011, x)
	for year, want := range map[int]string{
		2009: "x 2009 = 1\n  = 1\n",
		2010: "x 2010 = 2\n  = when(x[-1] < 2, 2, y)\n  x 2009 = 1\n",
		2011: "x 2011 = 0 %\n  = when(x[-1] < 2, 2, y)\n  x 2010 = 2\n  y 2011 = 0 %\n    = round(1, 3, half_up)\n    rounded to 3, half up: 1 became 0, rounded down, taking away 1\n",
	} {
		e, err := p.Explain(x, year)
		require.NoError(t, err)
		assert.Equal(t, want, e.String())
	}
}

func TestRecordsInWords(t *testing.T) {
	usd := func(s string) burden.Formula { return burden.Amount(s, burden.USD) }
	p, l := burden.NewParam("p", burden.USD, burden.Constant("0.3")), burden.NewLine("l", burden.USD)
	x := burden.NewLine("x", burden.USD)
	ceiling := burden.NewParam("ceiling", burden.USD, burden.Constant("0.3"))
	for want, f := range map[string]burden.Formula{
		"ceiling bound: 0.5 USD became 0.3 USD":                                               usd("0.5").AtMost(usd("0.3")),
		"ceiling p bound: 0.5 USD became 0.3 USD":                                             usd("0.5").AtMost(p),
		"ceiling l bound: 0.5 USD became 0.1 USD":                                             usd("0.5").AtMost(l),
		"ceiling p + l bound: 0.5 USD became 0.4 USD":                                         usd("0.5").AtMost(p.Plus(l)),
		"floor p bound: 0.2 USD became 0.3 USD":                                               usd("0.2").AtLeast(p),
		"floor p reached, but not binding: 0.3 USD":                                           usd("0.3").AtLeast(p),
		"ceiling reached, but not binding: 0.3 USD":                                           usd("0.3").AtMost(ceiling),
		"floor ceiling reached, but not binding: 0.3 USD":                                     usd("0.3").AtLeast(ceiling),
		"rounded to 1,000, up: 1,234.5 became 2,000, rounded up, adding 765.5":                usd("1234.5").RoundedTo("1000", burden.Up),
		"rounded to 1,000, up: -1,234.5 became -2,000, rounded down, taking away 765.5":       usd("-1234.5").RoundedTo("1000", burden.Up),
		"rounded to 1,000, half up: 836,062.5 became 836,000, rounded down, taking away 62.5": usd("836062.5").RoundedTo("1000", burden.HalfUp),
		"rounded to 1, half up: 0.4 became 0, rounded down, taking away 0.4":                  usd("0.4").RoundedTo("1", burden.HalfUp),
		"rounded to 1, down: -2.5 became -2, rounded up, adding 0.5":                          usd("-2.5").RoundedTo("1", burden.Down),
		"rounded to 1,000, half even: -2,000 already was":                                     usd("-2000").RoundedTo("1000", burden.HalfEven),
		"rounded to 0.01, half up: 0.5/3 became 0.17":                                         usd("0.5").Over(burden.Amount(3, burden.Ratio)).RoundedTo("0.01", burden.HalfUp),
	} {
		p := projectionOf(t, modelOf(t, l.Is(usd("0.1")), x.Is(f)), 2009, 2009, x)
		var got strings.Builder
		for _, r := range p.Limits() {
			got.WriteString(r.String())
		}
		for _, r := range p.Roundings() {
			got.WriteString(r.String())
		}
		assert.Equal(t, want, got.String())
	}
	// A share, of 1000 among 2 and 1 in multiples of 10, is 666.66… and so 660 or 670.
	split := burden.NewSplit("s", burden.USD, burden.Split{Total: usd("1000"), Quantum: "10", Members: []burden.Member{
		{Key: "host", Weight: usd("2")}, {Key: "guest", Weight: usd("1"), Ceiling: usd("300")},
	}})
	shared := projectionOf(t, modelOf(t, split), 2009, 2009)
	wantYears(t, "700", shared, split.Part("host")) // what the ceiling leaves
	var words []string
	for _, r := range shared.Limits() {
		words = append(words, r.String())
	}
	for _, r := range shared.Roundings() {
		words = append(words, r.String())
	}
	assert.Equal(t, []string{"ceiling bound: 330 USD became 300 USD",
		"shared out in multiples of 10 by largest remainder: 700 became 700",
		"shared out in multiples of 10 by largest remainder: 300 became 300"}, words)

	// A record made by hand takes the unit of the limit.
	assert.Equal(t, "ceiling p reached, but not binding: 0 USD", burden.LimitRecord{Limit: p.Formula}.String())
}

func TestShow(t *testing.T) {
	for _, c := range []struct {
		number string
		unit   burden.Unit
		want   string
	}{
		{"0.047", burden.Ratio, "4.7 %"},
		{"-0.089", burden.Ratio, "-8.9 %"},
		{"0", burden.Ratio, "0 %"},
		{"1", burden.Ratio, "1"},
		{"1.5", burden.Ratio, "1.5"},
		{"-1", burden.Ratio, "-1"},
		{"-1.5", burden.Ratio, "-1.5"},
		{"0.5", burden.USD, "0.5 USD"},
		{"1038.9e9", burden.KRW, "1,038,900,000,000 KRW"},
		{"-123456.789", burden.KRW.Per(burden.Persons), "-123,456.789 KRW/person"},
		{"28500", burden.Persons, "28,500 persons"},
		// By the number, as English has it.
		{"1", burden.Persons, "1 person"}, {"-1", burden.Persons, "-1 person"}, {"0", burden.Persons, "0 persons"}, {"0.5", burden.Persons, "0.5 persons"}, {"1.5", burden.Months, "1.5 months"},
		{"1", burden.Months, "1 month"}, {"12", burden.Months, "12 months"}, {"1.00", burden.Months, "1 month"}, {"3", "vessel", "3 vessels"}, {"2", "flight_hour", "2 flight_hours"},
		{"2", "country", "2 countries"}, {"2", "day", "2 days"}, {"2", "holiday", "2 holidays"}, {"2", "branch", "2 branches"}, {"2", "ton", "2 tons"},
		// What is no English word, or has no other plural, stays.
		{"2", "kg", "2 kg"}, {"2", "MWh", "2 MWh"}, {"2", "kwh", "2 kwh"}, {"2", "troops", "2 troops"}, {"2", "aircraft", "2 aircraft"}, {"2", "Mann", "2 Mann"}, {"2", burden.KRW, "2 KRW"},
		{"2", "KRW/person", "2 KRW/person"}, {"2", "month·person", "2 month·person"}, {"2", "m^2", "2 m^2"}, {"2", "_", "2 _"}, {"2", "usd", "2 usd"},
	} {
		v, err := burden.Parse(c.number)
		require.NoError(t, err)
		assert.Equal(t, c.want, burden.Show(v, c.unit))
	}
}
