package burden_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// spansOf writes a series as "1991 to 1993: 150; 1994: 180 (budget, confirmed)".
func spansOf(s burden.Series) string {
	var list []string
	for _, p := range s.Spans() {
		text := fmt.Sprint(p.From)
		if p.To != p.From {
			text += fmt.Sprint(" to ", p.To)
		}
		text += ": " + burden.Text(p.Value)
		if p.Source != "" || p.Status != burden.Unstated {
			text += fmt.Sprintf(" (%s, %s)", p.Source, p.Status)
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

// spanOf is one of a series in a test.
func spanOf(t testing.TB, from, to int, value string) burden.Span {
	return burden.Span{From: from, To: to, Entry: burden.Entry{Value: literal(t, value)}}
}

// entryOf is one without a source.
func entryOf(t testing.TB, value string) burden.Entry { return burden.Entry{Value: literal(t, value)} }

func TestSeries(t *testing.T) {
	for _, c := range []struct {
		name string
		s    burden.Series
		want string
	}{
		{"zero", burden.Series{}, ""},
		{"constant", burden.Constant("4%"), "1 to 9999: 0.04"},
		{"by year", burden.ByYear(map[int]string{2008: "4.7%", 2006: "2.2%", 2007: "2.5%"}), "2006: 0.022; 2007: 0.025; 2008: 0.047"},
		{"by year, with a gap", burden.ByYear(map[int]int{2001: 1, 2003: 3}), "2001: 1; 2003: 3"},
		{"by year, none", burden.ByYear(map[int]int{}), ""},
		{"by year, nil", burden.ByYear[string](nil), ""},
		{"by year, ends", burden.ByYear(map[int]int64{1: 1, 9999: 2}), "1: 1; 9999: 2"},
		{"steps", burden.Steps(map[int]int{2020: 28500, 2005: 32500, 2006: 29500}), "2005: 32500; 2006 to 2019: 29500; 2020 to 9999: 28500"},
		{"steps, last year", burden.Steps(map[int]int{9999: 1}), "9999: 1"},
		{"spans", burden.NewSeries(spanOf(t, 2014, 2018, "2"), spanOf(t, 2009, 2013, "1"), spanOf(t, 2020, 2020, "3")), "2009 to 2013: 1; 2014 to 2018: 2; 2020: 3"},
		{"no spans", burden.NewSeries(), ""},
		{"decimals", burden.ByYear(map[int]decimal.Decimal{2000: decimal.New(150, -2)}), "2000: 1.5"},
		{"sourced", burden.Constant(1).Sourced("budget", burden.Confirmed), "1 to 9999: 1 (budget, confirmed)"},
	} {
		assert.Equal(t, c.want, spansOf(c.s), c.name)
		assert.Empty(t, paramFaults(burden.Ratio, c.s), c.name)
	}
}

func TestSeriesAt(t *testing.T) {
	s := burden.Steps(map[int]int{2000: 1, 2010: 2}).Set(2005, 2005, burden.Entry{Value: literal(t, "7"), Source: "treaty", Status: burden.Derived, Print: "x"})
	for year, want := range map[int]string{2000: "1", 2004: "1", 2005: "7", 2006: "1", 2009: "1", 2010: "2", 9999: "2"} {
		e, ok := s.At(year)
		require.True(t, ok, year)
		dectest.Equal(t, want, e.Value, year)
	}
	e, _ := s.At(2005)
	assert.Equal(t, []any{"treaty", burden.Derived, "x"}, []any{e.Source, e.Status, e.Print})
	for _, year := range []int{1999, 1, 0, -5, 10000} {
		e, ok := s.At(year)
		assert.False(t, ok, year)
		assert.True(t, e.Value.IsZero(), year)
	}
	_, ok := burden.Series{}.At(2000)
	assert.False(t, ok)
	_, ok = burden.ByYear(map[int]string{2000: "x", 2001: "1"}).At(2000)
	assert.False(t, ok, "what is no number is no value")
}

func TestSeriesSet(t *testing.T) {
	s := burden.NewSeries(spanOf(t, 2000, 2009, "1"), spanOf(t, 2012, 2014, "2"))
	for _, c := range []struct {
		name     string
		from, to int
		want     string
	}{
		{"in the middle", 2003, 2004, "2000 to 2002: 1; 2003 to 2004: 9; 2005 to 2009: 1; 2012 to 2014: 2"},
		{"at the start", 2000, 2000, "2000: 9; 2001 to 2009: 1; 2012 to 2014: 2"},
		{"at the end", 2014, 2020, "2000 to 2009: 1; 2012 to 2013: 2; 2014 to 2020: 9"},
		{"in the gap", 2010, 2011, "2000 to 2009: 1; 2010 to 2011: 9; 2012 to 2014: 2"},
		{"across the gap", 2009, 2012, "2000 to 2008: 1; 2009 to 2012: 9; 2013 to 2014: 2"},
		{"before", 1990, 1990, "1990: 9; 2000 to 2009: 1; 2012 to 2014: 2"},
		{"over everything", 1, 9999, "1 to 9999: 9"},
	} {
		got := s.Set(c.from, c.to, entryOf(t, "9"))
		assert.Equal(t, c.want, spansOf(got), c.name)
		assert.Empty(t, paramFaults(burden.Ratio, got), c.name)
	}
	assert.Equal(t, "2010: 9", spansOf(burden.Series{}.Set(2010, 2010, entryOf(t, "9"))), "on nothing")
	assert.Equal(t, "2000 to 2009: 1; 2012 to 2014: 2", spansOf(s), "the series stays as it was")
}

func TestSeriesWithout(t *testing.T) {
	s := burden.NewSeries(spanOf(t, 2000, 2009, "1"), spanOf(t, 2012, 2014, "2"))
	for _, c := range []struct {
		from, to int
		want     string
	}{
		{2003, 2003, "2000 to 2002: 1; 2004 to 2009: 1; 2012 to 2014: 2"},
		{2005, 2012, "2000 to 2004: 1; 2013 to 2014: 2"},
		{2010, 2011, "2000 to 2009: 1; 2012 to 2014: 2"},
		{1, 9999, ""},
	} {
		got := s.Without(c.from, c.to)
		assert.Equal(t, c.want, spansOf(got))
		assert.Empty(t, paramFaults(burden.Ratio, got))
	}
	assert.Len(t, paramFaults(burden.Ratio, s.Without(2005, 2004)), 1)
	assert.Equal(t, "2000 to 2009: 1; 2012 to 2014: 2", spansOf(s), "the series stays as it was")
}

func TestSeriesChange(t *testing.T) {
	s := burden.NewSeries(spanOf(t, 2000, 2009, "1"), spanOf(t, 2012, 2014, "2")).Sourced("x", burden.Brief)
	double := func(e burden.Entry) burden.Entry {
		return burden.Entry{Value: e.Value.Add(e.Value), Source: e.Source + "x", Status: burden.Assumed}
	}
	before, after := "2000 to 2009: 1 (x, brief)", "2012 to 2014: 2 (x, brief)"
	for _, c := range []struct {
		name     string
		from, to int
		want     string
	}{
		{"in the middle", 2003, 2003, "2000 to 2002: 1 (x, brief); 2003: 2 (xx, assumed); 2004 to 2009: 1 (x, brief); " + after},
		{"across the gap", 2009, 2012, "2000 to 2008: 1 (x, brief); 2009: 2 (xx, assumed); 2012: 4 (xx, assumed); 2013 to 2014: 2 (x, brief)"},
		{"in the gap", 2010, 2011, before + "; " + after},
		{"everywhere", 1, 9999, "2000 to 2009: 2 (xx, assumed); 2012 to 2014: 4 (xx, assumed)"},
		{"beyond the calendar", -5, 20000, "2000 to 2009: 2 (xx, assumed); 2012 to 2014: 4 (xx, assumed)"},
	} {
		got := s.Change(c.from, c.to, double)
		assert.Equal(t, c.want, spansOf(got), c.name)
		assert.Empty(t, paramFaults(burden.Ratio, got), c.name)
	}
	assert.Equal(t, before+"; "+after, spansOf(s), "the series stays as it was")
	assert.Equal(t, before+"; "+after, spansOf(s.Change(1, 9999, nil)), "a nil change changes nothing")
	assert.Equal(t, "", spansOf(burden.Series{}.Change(1, 9999, double)))
}

// Set and Change, many times over, against a plain table of years.
func TestSeriesAgainstATable(t *testing.T) {
	const first, last = 1990, 2030
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		table := map[int]int64{}
		s := burden.Series{}
		for range 12 {
			from := first + r.IntN(last-first+1)
			to := from + r.IntN(last-from+1)
			n := r.Int64N(50)
			set := r.IntN(2) == 0
			if set {
				s = s.Set(from, to, burden.Entry{Value: decimal.NewFromInt(n)})
			} else {
				s = s.Change(from, to, func(e burden.Entry) burden.Entry {
					e.Value = e.Value.Add(decimal.NewFromInt(n))
					return e
				})
			}
			for y := from; y <= to; y++ {
				if _, ok := table[y]; ok && !set {
					table[y] += n
				} else if set {
					table[y] = n
				}
			}
		}
		for y := first - 1; y <= last+1; y++ {
			want, ok := table[y]
			e, found := s.At(y)
			require.Equal(t, ok, found, y)
			require.True(t, e.Value.Equal(decimal.NewFromInt(want)), "%d: got %s, want %d", y, burden.Text(e.Value), want)
		}
		require.True(t, s.Equal(burden.ByYear(table)), spansOf(s))
	}
}

func TestSeriesEqual(t *testing.T) {
	sourced := func(e burden.Entry) burden.Series {
		return burden.NewSeries(burden.Span{From: 2000, To: 2005, Entry: e})
	}
	one := decimal.NewFromInt(1)
	base := sourced(burden.Entry{Value: one, Source: "x", Status: burden.Confirmed, Print: "p"})
	for name, s := range map[string]burden.Series{
		"itself":                   base,
		"another representation":   sourced(burden.Entry{Value: decimal.New(100, -2), Source: "x", Status: burden.Confirmed, Print: "p"}),
		"the same in two pieces":   base.Set(2000, 2002, burden.Entry{Value: one, Source: "x", Status: burden.Confirmed, Print: "p"}),
		"changed, and to the same": base.Change(2003, 2003, func(e burden.Entry) burden.Entry { return e }),
	} {
		assert.True(t, base.Equal(s), name)
		assert.True(t, s.Equal(base), name)
	}
	for name, s := range map[string]burden.Series{
		"another value":  sourced(burden.Entry{Value: literal(t, "2"), Source: "x", Status: burden.Confirmed, Print: "p"}),
		"another source": sourced(burden.Entry{Value: one, Source: "y", Status: burden.Confirmed, Print: "p"}),
		"another status": sourced(burden.Entry{Value: one, Source: "x", Status: burden.Brief, Print: "p"}),
		"another stage":  base.AtStage(burden.Budgeted),
		"another print":  sourced(burden.Entry{Value: one, Source: "x", Status: burden.Confirmed, Print: "q"}),
		"other years":    burden.NewSeries(burden.Span{From: 2000, To: 2006, Entry: burden.Entry{Value: one, Source: "x", Status: burden.Confirmed, Print: "p"}}),
		"one more":       base.Set(2009, 2009, burden.Entry{Value: one}),
		"none":           {},
	} {
		assert.False(t, base.Equal(s), name)
		assert.False(t, s.Equal(base), name)
	}
	assert.True(t, burden.Series{}.Equal(burden.NewSeries()), "both without a value")
	faulty := burden.Constant("one")
	assert.False(t, faulty.Equal(faulty), "a faulty series equals none")
	assert.True(t, burden.Constant(1).Equal(burden.Steps(map[int]string{1: "1", 1000: "1.0", 5000: "100%"})), "steps that step nowhere")
}

func TestSeriesKeepNothingOfTheCaller(t *testing.T) {
	values := map[int]int{2000: 1, 2001: 2}
	byYear, steps := burden.ByYear(values), burden.Steps(values)
	values[2000], values[2005] = 99, 99
	assert.Equal(t, "2000: 1; 2001: 2", spansOf(byYear))
	assert.Equal(t, "2000: 1; 2001 to 9999: 2", spansOf(steps))

	list := []burden.Span{spanOf(t, 2001, 2001, "2"), spanOf(t, 2000, 2000, "1")}
	s := burden.NewSeries(list...)
	assert.Equal(t, 2001, list[0].From, "the caller's spans are not sorted")
	list[0], list[1] = spanOf(t, 1950, 1950, "7"), spanOf(t, 1951, 1951, "8")
	assert.Equal(t, "2000: 1; 2001: 2", spansOf(s))

	out := s.Spans()
	out[0] = spanOf(t, 1950, 1950, "7")
	assert.Equal(t, "2000: 1; 2001: 2", spansOf(s))

	// Nor does one series share anything with another made of the same.
	bad := burden.ByYear(map[int]string{2000: "a", 2001: "b", 2002: "c"})
	first := bad.Set(-1, -1, entryOf(t, "1"))
	bad.Set(-2, -2, entryOf(t, "1"))
	bad.Change(-3, -4, nil)
	assert.ErrorContains(t, paramFaults(burden.Ratio, first)[3], "year = -1:")

	sourced := s.Sourced("x", burden.Recalled)
	assert.Equal(t, "2000: 1; 2001: 2", spansOf(s))
	assert.Equal(t, "2000: 1 (x, recalled); 2001: 2 (x, recalled)", spansOf(sourced))
}

// Constructors do not fail; the model reports what is wrong, all of it, by year.
func TestSeriesFaults(t *testing.T) {
	ten := decimal.NewFromInt(10)
	keep := func(e burden.Entry) burden.Entry { return e }
	for _, c := range []struct {
		name string
		s    burden.Series
		want []string
	}{
		{"bad number", burden.Constant("4 %"), []string{`p: number = "4 %": not a decimal number: no space stands before %; write 4%`}},
		{"bad numbers", burden.ByYear(map[int]string{2003: "", 2001: "1e999", 2002: "2"}), []string{
			`p: number 2001 = "1e999": too large: a decimal exponent beyond 400`, `p: number 2003 = "": not a decimal number`}},
		{"bad number and bad year", burden.Steps(map[int]string{0: "1", 2001: "x", 2002: "2"}), []string{
			`p: number 2001 = "x": not a decimal number`, `p: year = 0 to 2000: out of range`}},
		{"bad years", burden.ByYear(map[int]int{0: 1, 10000: 2, -3: 3}), []string{
			`p: year = -3: out of range`, `p: year = 0: out of range`, `p: year = 10000: out of range`}},
		{"a step too late", burden.Steps(map[int]int{10000: 2}), []string{`p: year = 10000: out of range`}},
		{"overlap", burden.NewSeries(spanOf(t, 2000, 2005, "1"), spanOf(t, 2005, 2006, "2"), spanOf(t, 2006, 2007, "3")), []string{
			`p: year = 2005: defined twice`, `p: year = 2006: defined twice`}},
		{"overlap of a long one", burden.NewSeries(spanOf(t, 2000, 2009, "1"), spanOf(t, 2001, 2001, "2"), spanOf(t, 2005, 2005, "3")), []string{
			`p: year = 2001: defined twice`, `p: year = 2005: defined twice`}},
		{"twice the same", burden.NewSeries(spanOf(t, 2000, 2000, "1"), spanOf(t, 2000, 2000, "1")), []string{`p: year = 2000: defined twice`}},
		{"end before start", burden.NewSeries(spanOf(t, 2005, 2000, "1")), []string{`p: year = 2005 to 2000: out of range`}},
		{"set backwards", burden.Constant(1).Set(2010, 2008, burden.Entry{}), []string{`p: year = 2010 to 2008: out of range`}},
		{"changed backwards", burden.Constant(1).Change(2010, 2008, keep), []string{`p: year = 2010 to 2008: out of range`}},
		{"set in no year", burden.Constant(1).Set(0, 10000, burden.Entry{}), []string{`p: year = 0 to 10000: out of range`}},
		{"a value out of bounds", burden.Constant(1).Set(2000, 2001, burden.Entry{Value: ten.Shift(400)}), []string{
			`p: number 2000 = a decimal of 2 digits and exponent 400: too large: a decimal exponent beyond 400`}},
		{"changed out of bounds", burden.ByYear(map[int]int{2000: 1}).Change(1, 9999, func(e burden.Entry) burden.Entry {
			e.Value = e.Value.Shift(-401)
			return e
		}), []string{`p: number 2000 = a decimal of 1 digits and exponent -401: too large: a decimal exponent beyond 400`}},
		{"what was wrong stays wrong", burden.Constant("x").Sourced("s", burden.Brief).Set(2000, 2000, entryOf(t, "1")).Change(1, 9999, keep).Set(0, 0, entryOf(t, "1")), []string{
			`p: number = "x": not a decimal number`, `p: year = 0: out of range`}},
	} {
		var got []string
		for _, err := range paramFaults(burden.Ratio, c.s) {
			got = append(got, strings.TrimPrefix(err.Error(), "burden: m: "))
		}
		assert.Equal(t, c.want, got, c.name)
	}
}

func TestStatus(t *testing.T) {
	for s, want := range []string{"unstated", "confirmed", "derived", "brief", "recalled", "assumed", "unknown status"} {
		assert.Equal(t, want, burden.Status(s).String())
	}
	var zero burden.Status
	assert.Equal(t, burden.Unstated, zero)
}

// Setting many spans at once is setting one after the other.
func TestSetSpansIsSetOneByOne(t *testing.T) {
	span := func(from, to, value int) burden.Span {
		return burden.Span{From: from, To: to, Entry: burden.Entry{Value: decimal.NewFromInt(int64(value))}}
	}
	for name, s := range map[string]burden.Series{
		"nothing": {}, "constant": burden.Constant(7), "years": burden.ByYear(map[int]int{2000: 1, 2002: 2, 2005: 3}),
		"steps": burden.Steps(map[int]int{1990: 1, 2001: 2, 2004: 3}), "fiscal": burden.Constant(7).On(burden.FiscalApril),
	} {
		for _, spans := range [][]burden.Span{
			nil, {span(2002, 2002, 9)}, {span(2004, 2006, 8), span(1999, 2001, 9)}, {span(1, 9999, 5)}, {span(1, 2000, 5), span(2001, 2001, 6), span(9999, 9999, 4)},
		} {
			one := s
			for _, p := range spans {
				one = one.Set(p.From, p.To, p.Entry)
			}
			many := s.SetSpans(spans...)
			assert.True(t, one.Equal(many), "%s %v", name, spans)
			basis, known := one.Basis()
			also, alsoKnown := many.Basis()
			assert.Equal(t, basis, also)
			assert.Equal(t, known, alsoKnown)
		}
	}
	for _, spans := range [][]burden.Span{{span(2000, 2001, 1), span(2001, 2002, 2)}, {span(2000, 1999, 1)}, {span(0, 5, 1)}} {
		_, err := burden.NewModel("m", burden.NewParam("p", burden.Ratio, burden.Constant(1).SetSpans(spans...)))
		require.Error(t, err)
	}
}
