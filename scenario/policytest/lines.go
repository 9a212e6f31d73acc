package policytest

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// NeverAbove asserts that a line is not above a limit in any year of the projection
// in which it has a value; it may be equal. The limit is another line, a parameter,
// or any formula in the line's unit.
//
//	policytest.NeverAbove(t, p, contribution, budget.Times(share))
func NeverAbove(t T, p *burden.Projection, l burden.Line, limit burden.Operand) bool {
	t.Helper()
	return never(t, p, l, limit, 1)
}

// NeverBelow asserts that a line is not below a limit, as [NeverAbove] does.
func NeverBelow(t T, p *burden.Projection, l burden.Line, limit burden.Operand) bool {
	t.Helper()
	return never(t, p, l, limit, -1)
}

func never(t T, p *burden.Projection, l burden.Line, limit burden.Operand, sign int) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	f := burden.Sum(limit)
	side := map[int]string{1: "above", -1: "below"}[sign]
	years := valued(p, l)
	if len(years) == 0 {
		return fail(t, l.Name()+" has no value in any year", where(p))
	}
	first, last := years[0], years[len(years)-1]
	// What the line is below the limit is a formula, so that units and all else that
	// has to agree is checked where it always is.
	room := burden.NewLine(free(p.Model(), "policytest.room"), l.Unit())
	m, err := p.Model().With(room.Starts(first, f.Minus(l)).Until(last))
	var q *burden.Projection
	if err == nil {
		q, err = m.Project(first, last, l, room)
	}
	if err != nil {
		return fail(t, l.Name()+" cannot be compared with "+limitText(f), because(err), where(p))
	}
	var broken strings.Builder
	var at []int
	for _, year := range years {
		a, _ := p.Value(l, year) // it has one
		d, err := q.Value(room, year)
		if err == nil && d.Sign() != -sign {
			continue
		}
		at = append(at, year)
		broken.WriteString(strconv.Itoa(year) + "  " + burden.Show(a, l.Unit()) + " is " + side + " " + burden.Show(a.Add(d), l.Unit()) + " by " + burden.Show(d.Abs(), l.Unit()) + "\n")
	}
	if len(at) == 0 {
		return true
	}
	return fail(t, l.Name()+" is "+side+" "+limitText(f), row{"expected", "never"}, row{"found", "in " + list(at)}, where(p), row{"years", broken.String()}, why(p, l, at[0]))
}

// limitText writes a limit for people.
func limitText(f burden.Formula) string {
	if n := f.Node(); n.Kind == burden.ConstantNode {
		return burden.Show(n.Value, n.Unit)
	}
	return brief(f.String())
}

// SharesSum asserts that parts add up to a total, exactly, in every year of the
// projection in which the total has a value.
func SharesSum(t T, p *burden.Projection, total burden.Line, parts ...burden.Line) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	years := valued(p, total)
	if len(parts) == 0 || len(years) == 0 {
		return fail(t, "there is nothing to add up to "+total.Name(), where(p))
	}
	terms := make([]burden.Operand, len(parts))
	for i, l := range parts {
		terms[i] = l
	}
	if err := compatible(p.Model(), total.Unit(), burden.Sum(terms...).Minus(total)); err != nil {
		return fail(t, "the shares of "+total.Name()+" cannot be added up", because(err), where(p))
	}
	for _, year := range years {
		whole, _ := p.Value(total, year)
		var sum decimal.Decimal
		var shares [][2]string
		for _, l := range parts {
			v, err := p.Value(l, year)
			if err != nil {
				return fail(t, l.Name()+" "+strconv.Itoa(year)+" has no value to add up to "+total.Name(), because(err), where(p))
			}
			sum = sum.Add(v)
			shares = append(shares, [2]string{l.Name(), burden.Show(v, l.Unit())})
		}
		if !sum.Equal(whole) {
			return fail(t, "the shares do not sum to "+total.Name()+" "+strconv.Itoa(year),
				row{"expected", burden.Show(whole, total.Unit())}, row{"found", burden.Show(sum, total.Unit())},
				row{"off by", offBy(sum, whole, total.Unit())}, where(p), row{"shares", columns(shares)}, why(p, total, year))
		}
	}
	return true
}

// compatible reports why a formula that brings lines together is none, such as units
// that do not agree.
func compatible(m *burden.Model, unit burden.Unit, f burden.Formula) error {
	_, err := m.With(burden.NewLine(free(m, "policytest.compared"), unit).Is(f))
	return err
}

// valued lists the years in which a line has a value.
func valued(p *burden.Projection, l burden.Line) []int {
	var years []int
	from, to := p.Years()
	for year := from; year <= to; year++ {
		if _, err := p.Value(l, year); err == nil {
			years = append(years, year)
		}
	}
	return years
}

// free returns a name that the model does not have.
func free(m *burden.Model, name string) string {
	for {
		_, line := m.Line(name)
		_, param := m.Param(name)
		_, defined := m.Definition(name)
		if !line && !param && !defined {
			return name
		}
		name += "_"
	}
}
