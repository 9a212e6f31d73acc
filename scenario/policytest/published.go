package policytest

import (
	"fmt"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Published asserts that a line gives the published values of a series, in every
// year of the projection for which there is one: what is computed, rounded to the
// precision the series is published at, is the published value. The zero precision
// compares exactly.
//
//	policytest.Published(t, p, contribution, korea.Contribution(), burden.RoundTo("0.1e9", burden.HalfUp))
//
// It also fails if no year has a published value, or a published value is not a
// multiple of the precision's quantum.
func Published(t T, p *burden.Projection, l burden.Line, series burden.Series, precision burden.Rounding) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	from, to := p.Years()
	r, err := scenario.Backtest(scenario.Baseline(p.Model(), from, to, l), l, series, precision)
	if err != nil {
		return fail(t, l.Name()+" cannot be compared with what was published", because(err), where(p))
	}
	c := r.Counts()
	if c.Matched == c.Published {
		return true
	}
	rows := []row{where(p), {"years", r.String()}}
	for _, y := range r.Rows() {
		if y.Match {
			continue
		}
		rows = append(rows, row{"source", source(y.Published)})
		if y.Computed.Present {
			if q, err := p.Model().Project(y.Year, y.Year, l); err == nil {
				rows = append(rows, why(q, l, y.Year))
			}
			break
		}
	}
	return fail(t, fmt.Sprintf("%s is not what was published in %d of %d years", l.Name(), c.Published-c.Matched, c.Published), rows...)
}

// source says where a figure is from.
func source(e burden.Entry) string {
	s := e.Status.String()
	if e.Source != "" {
		s += ", " + e.Source
	}
	return s
}
