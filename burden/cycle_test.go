package burden_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/effort"
)

// Recurrences that are legal: in every interval of years a lag stands between.
func TestRecurrences(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	a, b := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW)
	for name, c := range map[string]struct {
		definitions []burden.Definition
		want        string // a from 2009 to 2012
	}{
		"a line on itself":        {[]burden.Definition{a.Starts(2009, one).Then(a.Previous().Plus(one))}, "1 2 3 4"},
		"sum of all years before": {[]burden.Definition{a.Starts(2008, one).Then(a.SumLags(1, 1).Plus(a.Previous()))}, "2 4 8 16"},
		"on each other":           {[]burden.Definition{a.Starts(2009, one).Then(b.Previous()), b.Is(a.Plus(one))}, "1 2 3 4"},
		"on each other, both lagged": {[]burden.Definition{a.Starts(2009, one).Then(b.Previous()), b.Starts(2009, one).Then(a.Previous().Plus(one))},
			"1 1 2 2"},
		// Lines that substitute for each other, in changing direction: b from a until 2010, then a from b.
		"in changing direction": {[]burden.Definition{a.Is(one).From(2011, b), b.Is(a).From(2011, a.Previous().Plus(one))}, "1 1 2 3"},
		"in changing direction, by year": {[]burden.Definition{a.Is(one).In(2010, b), b.Is(a.Plus(one)).In(2010, one)},
			"1 1 1 1"},
		"given year of a line that starts there": {[]burden.Definition{a.Starts(2009, one).Then(a.At(2009).Plus(one))}, "1 2 2 2"},
		"given year of each other":               {[]burden.Definition{a.Starts(2009, one).Then(b.At(2009)), b.Is(a.At(2009).Plus(one))}, "1 2 2 2"},
		"sum of given years":                     {[]burden.Definition{a.Starts(2008, one).From(2010, a.SumBetween(2008, 2009).Plus(one))}, "1 3 3 3"},
	} {
		t.Run(name, func(t *testing.T) {
			wantYears(t, c.want, projectionOf(t, modelOf(t, c.definitions...), 2009, 2012, a), a)
		})
	}
}

// A cycle is reported once, with its lines and the years in which it closes.
func TestCyclesNameTheirYears(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	a, b, c := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW), burden.NewLine("c", burden.KRW)
	for _, d := range []struct {
		want        string
		definitions []burden.Definition
	}{
		{"a: a needs itself in the same year", []burden.Definition{a.Is(a)}},
		{"a: a, b need each other in the same year", []burden.Definition{a.Is(b), b.Is(a)}},
		{"c: c, a, b need each other in the same year", []burden.Definition{c.Is(a), a.Is(b), b.Is(c)}}, // in model order
		{"c: c, b need each other in the same year, 1", []burden.Definition{a.Is(b), c.Is(one).In(1, b), b.Is(c)}},
		{"a: a needs itself in the same year from 2012", []burden.Definition{a.Is(one).From(2012, a)}},
		{"a: a needs itself in the same year, 2012", []burden.Definition{a.Is(one).In(2012, a.Plus(a))}},
		{"a: a needs itself in the same year, 2012 to 2014", []burden.Definition{a.Is(one).From(2012, a).From(2015, one)}},
		{"a: a needs itself in the same year, 1 to 2014", []burden.Definition{a.Is(a).Until(2014)}},
		{"a: a, b need each other in the same year, 2011 to 2012", []burden.Definition{a.Is(one).From(2010, b), b.Starts(2008, one).From(2011, a).From(2013, one)}},
		{"a: a, b need each other in the same year, 2010", []burden.Definition{a.Is(b.At(2010)), b.Is(a)}},
		{"a: a, b need each other in the same year, 2009 to 2010", []burden.Definition{a.Is(b.SumBetween(2009, 2010)), b.Is(a)}},
		{"a: a, b need each other in the same year from 2012", []burden.Definition{a.Is(b.SumLags(3, 0)), b.Is(one).From(2012, burden.When(one.Below(a), one, one))}},
	} {
		_, err := burden.NewModel("m", d.definitions...)
		require.ErrorIs(t, err, burden.ErrCycle, d.want)
		assert.EqualError(t, err, "burden: m: "+d.want+"; a lag has to stand between")
	}
}

// Random models, against a search for cycles in each year by itself.
func TestCyclesYearByYear(t *testing.T) {
	pick := random(5)
	one := burden.Amount(1, burden.KRW)
	cyclic := 0
	const lines, first, last = 4, 2000, 2007
	for range 1000 {
		handles := make([]burden.Line, lines)
		for i := range handles {
			handles[i] = burden.NewLine(fmt.Sprint("l", i), burden.KRW)
		}
		needs := map[int]map[int][]int{} // by year and line: the lines needed in the same year
		for year := first; year <= last; year++ {
			needs[year] = map[int][]int{}
		}
		var definitions []burden.Definition
		for i, l := range handles {
			d := l.Is(one)
			for range pick(4) {
				year, other, lag := first+pick(7), pick(lines), pick(3)/2
				if pick(2) == 0 {
					d = d.From(year, handles[other].Lag(lag))
				} else {
					d = d.In(year, handles[other].Lag(lag))
				}
			}
			// What is in force in a year is read off the pieces one by one.
			n := d.Formula().Node()
			for year := first; year <= last; year++ {
				f := d.Formula()
				for k, from := range n.Starts {
					if from <= year {
						f = n.Operands[k]
					}
				}
				burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
					if n.Kind == burden.LagNode {
						return n.From == 0
					}
					for j, h := range handles {
						if n.Name == h.Name() {
							needs[year][i] = append(needs[year][i], j)
						}
					}
					return true
				})
			}
			definitions = append(definitions, d)
		}
		want := false
		for year := first; year <= last; year++ {
			for start := range handles {
				// Whatever can be reached from a line in lines+1 steps, the line itself too?
				reached := map[int]bool{}
				for _, j := range needs[year][start] {
					reached[j] = true
				}
				for range lines {
					for i := range handles {
						if reached[i] {
							for _, j := range needs[year][i] {
								reached[j] = true
							}
						}
					}
				}
				want = want || reached[start]
			}
		}
		_, err := burden.NewModel("m", definitions...)
		require.Equal(t, want, errors.Is(err, burden.ErrCycle), "%v", definitions)
		if want {
			cyclic++
		}
	}
	assert.True(t, cyclic > 200 && cyclic < 800, "%d models have a cycle", cyclic)
}

// A ring of lines, each of which needs the next in a year of its own: no cycle closes, but
// in each year all of them are looked at, n times n, of which 2^23 are too much.
func TestTooManyWaysForACycle(t *testing.T) {
	t.Parallel()
	one := burden.Amount(1, burden.KRW)
	for n, want := range map[int]error{2000: nil, 3000: burden.ErrTooLarge} {
		line := func(i int) burden.Line { return burden.NewLine(fmt.Sprint("l", i%n), burden.KRW) }
		var ring []burden.Definition
		for i := range n {
			ring = append(ring, line(i).Is(one).In(1+i, line(i+1)))
		}
		_, err := burden.NewModel("m", ring...)
		require.ErrorIs(t, err, want, n)
		_, err = burden.NewModel("m", append([]burden.Definition{burden.NewLine("x", burden.USD).Is(one)}, ring...)...)
		faults := burden.Faults(err)
		require.ErrorIs(t, faults[len(faults)-1], burden.ErrUnit, "of a definition, and so told after what is of the model")
	}
}

// A line behind a sum of given years, and that behind a lag, is needed; what is split stays a
// result, unless something else needs it, wherever it stands in the model.
func TestResultsOfSumsAndSplits(t *testing.T) {
	one := burden.Amount(1, burden.USD)
	x, y, total := burden.NewLine("x", burden.USD), burden.NewLine("y", burden.USD), burden.NewLine("total", burden.USD)
	s := dues("0", "a 1, b 1").With(func(s *burden.Split) { s.Total = total })
	for _, c := range []struct {
		want        string
		definitions []burden.Definition
	}{
		{"[x]", []burden.Definition{y.Is(one), x.Is(y.At(2010).Lag(1))}},
		{"[x]", []burden.Definition{y.Is(one), x.Is(y.SumBetween(2009, 2010).Lag(3).Plus(one))}},
		{"[x]", []burden.Definition{x.Is(y.At(1)), y.Is(one)}},
		{"[total dues.a dues.b]", []burden.Definition{total.Is(one), s}},
		{"[y total dues.a dues.b]", []burden.Definition{y.Is(one), total.Is(one), s}},
		{"[dues.a dues.b x]", []burden.Definition{total.Is(one), s, x.Is(total)}},
	} {
		assert.Equal(t, c.want, fmt.Sprint(modelOf(t, c.definitions...).Results()), "%v", c.definitions)
	}
}

// The search for cycles neither recurses nor explodes.
func TestLargeCycles(t *testing.T) {
	const n = burden.MaxLines
	line := func(i int) burden.Line { return burden.NewLine(fmt.Sprint("l", i%n), burden.KRW) }
	var ring, spiral []burden.Definition
	for i := range n {
		ring = append(ring, line(i).Is(line(i+1)))
		spiral = append(spiral, line(i).Starts(2000+i%1000, line(i+1).Previous()))
	}
	var m *burden.Model
	var err error
	effort.AtMost(t, 1<<25, func() { _, err = burden.NewModel("m", ring...) })
	assert.ErrorIs(t, err, burden.ErrCycle)
	effort.AtMost(t, 1<<25, func() { m, err = burden.NewModel("m", spiral...) })
	require.NoError(t, err)
	assert.Len(t, m.Results(), n, "nothing outside the recurrence needs them")
	f := burden.Amount(1, burden.KRW)
	for year := range 400 {
		f = f.At(year + 1) // each splits the years
	}
	effort.AtMost(t, 1<<20, func() { _, err = burden.NewModel("m", line(0).Is(f.Plus(line(0).Previous()))) })
	assert.NoError(t, err)
}
