package report

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// scenarioNotes are what happened in a scenario, a sentence a note.
type scenarioNotes struct {
	Name  string
	Notes []string
}

// notes says which limits decided, what was rounded, and what changes did nothing.
func (v *pageView) notes() error {
	warned := map[string]bool{}
	for _, s := range slices.Concat(v.Scenarios, v.Behind) {
		p, err := s.Project()
		if err != nil {
			return err
		}
		if list := limitNotes(p); len(list) > 0 {
			v.Limits = append(v.Limits, scenarioNotes{s.Name(), list})
		}
		if list := roundingNotes(p); len(list) > 0 {
			v.Roundings = append(v.Roundings, scenarioNotes{s.Name(), list})
		}
		warnings, err := s.Warnings()
		if err != nil {
			return err
		}
		for _, w := range warnings {
			if note := s.Name() + ": " + w.String(); !warned[note] {
				warned[note] = true
				v.Warnings = append(v.Warnings, note)
			}
		}
	}
	return nil
}

func limitNotes(p *burden.Projection) []string {
	var list []string
	for _, l := range p.Limits() {
		if l.Binds {
			list = append(list, l.Line.Name()+" "+itoa(l.Year)+": "+l.String())
		}
	}
	return list
}

// roundingNotes says of each line how it is rounded, how often that changed it, and the
// most that it took away or added.
func roundingNotes(p *burden.Projection) []string {
	type key struct{ line, rounding string }
	type tally struct {
		all, changed int
		most         *big.Rat
		of           burden.RoundingRecord
	}
	var order []key
	tallies := map[key]*tally{}
	for _, r := range p.Roundings() {
		k := key{r.Line.Name(), r.Rounding.String()}
		t := tallies[k]
		if t == nil {
			t = &tally{most: new(big.Rat)}
			tallies[k] = t
			order = append(order, k)
		}
		t.all++
		lost, known := lostBy(r)
		switch {
		case !known: // a root, which is hardly ever a multiple
			t.changed++
		case lost.Sign() != 0:
			t.changed++
			if new(big.Rat).Abs(lost).Cmp(new(big.Rat).Abs(t.most)) > 0 {
				t.most, t.of = lost, r
			}
		}
	}
	var list []string
	for _, k := range order {
		t := tallies[k]
		note := k.line + " is rounded " + k.rounding + ": "
		if t.all == 1 {
			note += "once, which " + map[bool]string{true: "changed", false: "did not change"}[t.changed > 0] + " it"
		} else {
			note += itoa(t.changed) + " of " + itoa(t.all) + " roundings changed it"
		}
		switch t.most.Sign() {
		case 1:
			note += "; the most that was lost is " + amount(t.most, t.of.Rounding) + " in " + itoa(t.of.Year)
		case -1:
			note += "; the most, which was added, is " + amount(new(big.Rat).Neg(t.most), t.of.Rounding) + " in " + itoa(t.of.Year)
		}
		list = append(list, note)
	}
	return list
}

// lostBy returns what a rounding took away, below zero if it added. Of a root it is not
// known.
func lostBy(r burden.RoundingRecord) (*big.Rat, bool) {
	if r.P != 1 || r.Q != 1 || r.Divisor.IsZero() {
		return nil, false
	}
	before := r.Dividend.Rat()
	return before.Sub(before.Quo(before, r.Divisor.Rat()), r.After.Rat()), true
}

// amount writes a number that was lost in full, or if it has no end or is long, to the
// third digit behind the first of what it was rounded to. What it counts is not said:
// within a formula that need not be what the line counts.
func amount(x *big.Rat, r burden.Rounding) string {
	places := 3
	if q := r.Quantum(); !q.IsZero() {
		places = max(0, 3-int(firstPlace(q)))
	}
	about := "about "
	if n, finite := x.FloatPrec(); finite && n <= max(places, 6) {
		about, places = "", n
	}
	d, err := decimal.NewFromString(x.FloatString(places))
	if err != nil {
		return x.RatString()
	}
	return about + strings.TrimSuffix(burden.Show(d, burden.KRW), " "+string(burden.KRW))
}
