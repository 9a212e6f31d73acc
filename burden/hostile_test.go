package burden_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/hostile"
)

// mebibyte is how much a stranger may hand over.
const mebibyte = 1 << 20

// shout renders an error, which is part of what it costs.
func shout(err error) {
	for _, f := range burden.Faults(err) {
		_ = f.Error()
	}
}

// build makes a model and shouts.
func build(definitions ...burden.Definition) (*burden.Model, error) {
	m, err := burden.NewModel("m", definitions...)
	shout(err)
	return m, err
}

// evaluate projects a model over years, reads the records, explains and writes.
func evaluate(t testing.TB, m *burden.Model, from, to int) error {
	t.Helper()
	p, err := m.Project(from, to)
	if err != nil {
		shout(err)
		return err
	}
	_ = p.Roundings()
	_ = p.Limits()
	for _, l := range m.Results() {
		why, err := p.Explain(l, to)
		if err != nil {
			shout(err)
			return err
		}
		_ = why.String()
	}
	return nil
}

// nines is a number of n digits below one.
func nines(n int) string { return "0." + strings.Repeat("9", n) }

func lineN(i int) burden.Line { return burden.NewLine("l"+strconv.Itoa(i), burden.Ratio) }

// The worst numbers, names and units of a mebibyte.
func TestHostileText(t *testing.T) {
	for name, text := range map[string]string{
		"nines": strings.Repeat("9", mebibyte), "zeros": strings.Repeat("0", mebibyte), "point": "0." + strings.Repeat("0", mebibyte) + "1",
		"exponent": "1e" + strings.Repeat("9", mebibyte), "signs": strings.Repeat("-", mebibyte), "bytes": strings.Repeat("\xff", mebibyte),
	} {
		hostile.Run(t, "number of "+name, func(t *testing.T) {
			_, err := burden.Parse(text)
			require.Error(t, err)
			_, err = build(lineN(0).Is(burden.NewParam("p", burden.Ratio, burden.Constant(text)).RoundedTo(text, burden.HalfUp)))
			require.Error(t, err)
		})
	}
	for name, unit := range map[string]string{
		"one name": strings.Repeat("a", mebibyte), "names": strings.Repeat("a·", mebibyte/3), "divisors": "1" + strings.Repeat("/a", mebibyte/2),
		"powers": strings.Repeat("a^99·", mebibyte/6), "prices": strings.Repeat("KRW@2019·", mebibyte/10),
	} {
		hostile.Run(t, "unit of "+name, func(t *testing.T) {
			u := burden.Unit(unit)
			_, err := build(burden.NewLine(unit, u).Is(burden.Amount(1, u).Times(burden.Amount(1, u.Per(burden.KRW)))))
			require.Error(t, err)
			_, _ = u.PriceBase()
			_ = u.AtPrices(2019).Nominal().Times(u)
		})
	}
	hostile.Run(t, "decimal of a mebibyte", func(t *testing.T) {
		d := decimal.New(1, 1<<30)
		_, err := build(lineN(0).Is(burden.Amount(d, burden.Ratio)))
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
}

// A product of units that are as long as a unit can be.
func TestHostileUnits(t *testing.T) {
	var names []string
	for i := range 400 {
		names = append(names, fmt.Sprintf("u%03d", i))
	}
	long := burden.Amount(1, burden.Unit(strings.Join(names, "·")))
	hostile.Run(t, "a long unit by 60,000 ratios", func(t *testing.T) {
		f := long.Times(burden.Amount(1, burden.Ratio))
		factors := make([]burden.Operand, 60000)
		for i := range factors {
			factors[i] = burden.Amount(1, burden.Ratio)
		}
		_, err := build(lineN(0).Is(f.Times(factors...)))
		require.ErrorIs(t, err, burden.ErrUnit)
	})
	hostile.Run(t, "a long unit by and by others", func(t *testing.T) {
		factors := make([]burden.Operand, 60000)
		for i := range factors {
			u := burden.Unit(names[i*7%400])
			if i%2 == 0 {
				u = burden.Ratio.Per(burden.Unit(names[i*13%400]))
			}
			factors[i] = burden.Amount(1, u)
		}
		_, err := build(lineN(0).Is(long.Times(factors...)))
		require.Error(t, err)
	})
}

// Models whose check is the work.
func TestHostileModels(t *testing.T) {
	one := burden.Amount(1, burden.Ratio)
	wide := func(n int, leaf func(i int) burden.Operand) burden.Formula {
		terms := make([]burden.Operand, n)
		for i := range terms {
			terms[i] = leaf(i)
		}
		return burden.Sum(terms...)
	}
	each := func(f func(i int) burden.Definition) (list []burden.Definition) {
		for i := range burden.MaxLines {
			list = append(list, f(i))
		}
		return list
	}
	hostile.Run(t, "lines that all have one large formula of another unit", func(t *testing.T) {
		p := burden.NewParam(strings.Repeat("p", 128), burden.KRW, burden.Constant(1))
		f := wide(60000, func(int) burden.Operand { return p })
		_, err := build(each(func(i int) burden.Definition { return lineN(i).Is(f) })...)
		require.Error(t, err)
	})
	hostile.Run(t, "lines that all need all", func(t *testing.T) {
		f := wide(burden.MaxLines, func(i int) burden.Operand { return lineN(i).Previous() })
		m, err := build(each(func(i int) burden.Definition { return lineN(i).Starts(2000, one).Then(f) })...)
		if err == nil {
			err = evaluate(t, m, 2000, 2040)
		}
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	hostile.Run(t, "lines that all need all, each by a formula of its own", func(t *testing.T) {
		var definitions []burden.Definition
		for i := range 500 {
			definitions = append(definitions, lineN(i).Starts(2000, one).Then(wide(300, func(k int) burden.Operand { return lineN((i + k*k) % burden.MaxLines).Previous() })))
		}
		m, err := build(definitions...)
		require.Error(t, err, "lines that are not there: %v", m)
	})
	hostile.Run(t, "given years in given years", func(t *testing.T) {
		f := wide(100, func(k int) burden.Operand {
			f := lineN(k).Previous()
			for year := range 400 {
				f = f.At(2000 + year + k)
			}
			return f
		})
		_, err := build(each(func(i int) burden.Definition { return lineN(i).Is(f.Plus(one)) })...)
		require.Error(t, err)
	})
	hostile.Run(t, "a recurrence with a piece for each year", func(t *testing.T) {
		a, b := lineN(0).Starts(1, one), lineN(1).Starts(1, one)
		for year := 1; year < 9999; year += 4 { // each call copies the pieces there are
			a, b = a.In(year, lineN(1)), b.In(year+1, lineN(0))
		}
		m, err := build(a, b)
		if err == nil {
			err = evaluate(t, m, 1, 9999)
		}
		assert.NoError(t, err)
	})
	hostile.Run(t, "a recurrence of many lines with many pieces", func(t *testing.T) {
		a := lineN(0).Starts(1, one)
		for year := 1; year < 9999; year += 4 {
			a = a.In(year, lineN(1))
		}
		others := wide(3000, func(i int) burden.Operand { return lineN(1 + i%40) })
		definitions := []burden.Definition{a}
		for i := 1; i <= 40; i++ {
			definitions = append(definitions, lineN(i).Starts(1, one).From(2, lineN(0).Plus(others)))
		}
		_, err := build(definitions...)
		shout(err)
	})
	hostile.Run(t, "splits of one member", func(t *testing.T) {
		var definitions []burden.Definition
		for i := range 20000 {
			definitions = append(definitions, burden.NewSplit("s"+strconv.Itoa(i), burden.Ratio, burden.Split{Total: one, Quantum: "1", Members: []burden.Member{{Key: "a", Weight: one}}}))
		}
		_, err := build(definitions...)
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
	hostile.Run(t, "parameters set again", func(t *testing.T) {
		var params []burden.Operand
		var again []burden.Definition
		for i := range 50000 {
			p := burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant(i))
			params, again = append(params, p), append(again, p.Is(burden.Constant(1)))
		}
		m, err := build(lineN(0).Is(burden.Sum(params...)))
		require.NoError(t, err)
		m, err = m.With(again...)
		require.NoError(t, err)
		_, err = m.With(again...)
		require.NoError(t, err)
	})
	hostile.Run(t, "faults", func(t *testing.T) {
		f := wide(60000, func(i int) burden.Operand { return burden.Amount("x", burden.Unit("?")) })
		_, err := build(each(func(i int) burden.Definition { return lineN(i % 3).Is(f) })...)
		require.Error(t, err)
	})
	hostile.Run(t, "groups of groups", func(t *testing.T) {
		g := burden.Definitions{lineN(0).Is(one)}
		for range 30 {
			g = burden.Definitions{g, g, g, g}
		}
		_, err := build(g, g, g)
		require.ErrorIs(t, err, burden.ErrTooLarge)
	})
}
