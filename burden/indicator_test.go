package burden_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// cpiPrints is Korean consumer price growth as it was printed (burden/korea/data/cpi.csv):
// 2.9 % for 2010 at first, 3.0 % once the index was rebased. The first print gave
// the contribution of 2012; the later one would have given another.
func cpiPrints(t testing.TB) burden.Indicator {
	printed := func(year int, value, printed, seenBy, base string) burden.Print {
		return burden.Print{Year: year, Value: literal(t, value), Printed: printed, SeenBy: seenBy, Base: base, Source: "s" + value, Status: burden.Confirmed}
	}
	return burden.NewIndicator(
		printed(2011, "4.0%", "", "2012-12-31", "2010"),
		printed(2010, "3.0%", "2012-12-31", "", "2010"),
		printed(2010, "2.9%", "2010-12-31", "", "2005"),
		printed(2008, "4.7%", "2008-12-31", "", ""),
	)
}

// printsOf writes a series as "2010: 0.029 first printed 2010-12-31; …".
func printsOf(s burden.Series) string {
	var list []string
	for _, p := range s.Spans() {
		list = append(list, fmt.Sprintf("%d: %s %s", p.From, burden.Text(p.Value), p.Print))
	}
	return strings.Join(list, "; ")
}

func TestIndicator(t *testing.T) {
	const (
		y2008    = "2008: 0.047 first printed 2008-12-31"
		y2010    = "2010: 0.029 first printed 2010-12-31, base 2005"
		rebased  = "2010: 0.03 printed 2012-12-31, base 2010"
		y2011    = "2011: 0.04 seen by 2012-12-31, base 2010"
		together = y2008 + "; " + y2010 + "; " + y2011
	)
	n := cpiPrints(t)
	for _, c := range []struct {
		name string
		s    burden.Series
		want string
	}{
		{"first printed", n.FirstPrinted(), together},
		{"as of a day before all", n.AsOf("2008-12-30"), ""},
		{"as of the day of a print", n.AsOf("2008-12-31"), y2008},
		{"as of a day between", n.AsOf("2012-12-30"), y2008 + "; " + y2010},
		{"as of the last day", n.AsOf("2012-12-31"), y2008 + "; " + rebased + "; " + y2011},
		{"as of long after", n.AsOf("9999-12-31"), y2008 + "; " + rebased + "; " + y2011},
		{"none picked", n.Picked(nil), together},
		{"a later print picked", n.Picked(map[int]string{2010: "2012-12-31"}), y2008 + "; " + rebased + "; " + y2011},
		{"first prints picked", n.Picked(map[int]string{2010: "2010-12-31", 2011: "2012-12-31"}), together},
		{"no prints", burden.NewIndicator().FirstPrinted(), ""},
		{"zero indicator", burden.Indicator{}.AsOf("2020-01-01"), ""},
	} {
		assert.Equal(t, c.want, printsOf(c.s), c.name)
		assert.Empty(t, paramFaults(burden.Ratio, c.s), c.name)
	}
	e, _ := n.FirstPrinted().At(2010)
	assert.Equal(t, []any{"s2.9%", burden.Confirmed}, []any{e.Source, e.Status}, "source and status come along")
}

// Once its day is known only from a source that shows it, a print does not claim to be the first.
func TestIndicatorLabels(t *testing.T) {
	one := literal(t, "1")
	n := burden.NewIndicator(
		burden.Print{Year: 2000, Value: one, SeenBy: "2001-06-30"},
		burden.Print{Year: 2000, Value: one, Printed: "2001-12-31"},
		burden.Print{Year: 2000, Value: one, Printed: "2003-12-31", SeenBy: "2004-01-01", Base: "2000 = 100"},
	)
	for day, want := range map[string]string{
		"2001-06-30": "2000: 1 seen by 2001-06-30",
		"2001-12-31": "2000: 1 printed 2001-12-31",
		"2003-12-31": "2000: 1 printed 2003-12-31, base 2000 = 100", // printed, so the day it was seen by is moot
	} {
		assert.Equal(t, want, printsOf(n.AsOf(day)))
		assert.Equal(t, want, printsOf(n.Picked(map[int]string{2000: day})))
	}
}

func TestIndicatorPrints(t *testing.T) {
	list := []burden.Print{{Year: 2001, Printed: "2002-01-01"}, {Year: 2000, Printed: "2002-01-01"}, {Year: 2000, Printed: "2001-01-01"}}
	n := burden.NewIndicator(list...)
	years := func() string {
		var text []string
		for _, p := range n.Prints() {
			text = append(text, fmt.Sprint(p.Year, " ", p.Printed))
		}
		return strings.Join(text, ", ")
	}
	const want = "2000 2001-01-01, 2000 2002-01-01, 2001 2002-01-01"
	assert.Equal(t, want, years())
	assert.Equal(t, 2001, list[0].Year, "the caller's prints are not sorted")
	list[0].Year, list[1].Year = 7, 8
	n.Prints()[0].Year = 9
	assert.Equal(t, want, years(), "nor is anything kept of them or handed out")

	days := map[int]string{2000: "2002-01-01"}
	s := n.Picked(days)
	days[2000] = "2001-01-01"
	assert.Equal(t, "2000: 0 printed 2002-01-01; 2001: 0 first printed 2002-01-01", printsOf(s))
}

func TestIndicatorFaults(t *testing.T) {
	printed := func(year int, value, day string) burden.Print {
		return burden.Print{Year: year, Value: literal(t, value), Printed: day}
	}
	good := burden.NewIndicator(printed(2010, "1", "2011-01-01"), printed(2012, "1", "2013-01-01"))
	bad := burden.NewIndicator(printed(2012, "1", "2013-02-29"), printed(2011, "1", ""), printed(2010, "1", "2011-01-01"), printed(2010, "2", "2011-01-01"))
	badFaults := []string{
		`p: print 2010 = 2011-01-01: defined twice`,
		`p: day 2011 = "": not a day, which is written like 2006-01-02`,
		`p: day 2012 = "2013-02-29": not a day, which is written like 2006-01-02`,
	}
	huge := printed(2010, "1", "2011-01-01")
	huge.Value = huge.Value.Shift(401)
	for _, c := range []struct {
		name string
		s    burden.Series
		want []string
	}{
		{"first printed", bad.FirstPrinted(), badFaults},
		{"as of", bad.AsOf("2020-01-01"), badFaults},
		{"picked", bad.Picked(nil), badFaults},
		{"as of no day", good.AsOf("2011"), []string{`p: day = "2011": not a day, which is written like 2006-01-02`}},
		{"as of no day of a bad one", bad.AsOf("soon"), append(append([]string{}, badFaults...), `p: day = "soon": not a day, which is written like 2006-01-02`)},
		{"a date otherwise written", burden.NewIndicator(printed(2010, "1", "31.12.2010")).FirstPrinted(), []string{`p: day 2010 = "31.12.2010": not a day, which is written like 2006-01-02`}},
		{"picked what was not printed", good.Picked(map[int]string{2012: "2012-12-31", 2011: "2012-01-01", 2010: "2011-01-01"}), []string{
			`p: print of 2011 = 2012-01-01: unknown name`, `p: print of 2012 = 2012-12-31: unknown name`}},
		{"a bad year", burden.NewIndicator(printed(10000, "1", "2011-01-01")).FirstPrinted(), []string{`p: year = 10000: out of range`}},
		{"a bad number", burden.NewIndicator(huge).FirstPrinted(), []string{`p: number 2010 = a decimal of 1 digits and exponent 401: too large: a decimal exponent beyond 400`}},
	} {
		var got []string
		for _, err := range paramFaults(burden.Ratio, c.s) {
			got = append(got, strings.TrimPrefix(err.Error(), "burden: m: "))
		}
		assert.Equal(t, c.want, got, c.name)
	}
}
