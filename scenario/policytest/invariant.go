package policytest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/rate"
)

// maxShrinks bounds the scenarios in which a smaller counterexample is looked for,
// and maxSurveyed the points of a design whose values are taken for it.
const (
	maxShrinks  = 1 << 12
	maxSurveyed = 1 << 16
)

// Invariant asserts that a check passes in every scenario of a sweep; of the sweep,
// scenario, design and range count.
//
//	policytest.Invariant(t, scenario.Sweep{Scenario: agreed, Design: scenario.NewGrid(prices, ceilings)},
//		func(t policytest.T, s *scenario.Scenario) {
//			policytest.NeverAbove(t, policytest.Project(t, s), contribution, budget)
//		})
//
// Where it does not pass, the first counterexample is shrunk to the smallest change
// from the sweep's scenario that still breaks it: fewest settings first, then, each
// setting for itself, the value of the design that is nearest to what the scenario
// has. A single setting is looked for among all values of the design; of several,
// those of the counterexample are taken away as long as what is left breaks it. If
// the scenario breaks it as it is, no change is needed, and the failure says so.
func Invariant(t T, w scenario.Sweep, check Check) bool {
	t.Helper()
	if check == nil {
		return fail(t, "there is no check")
	}
	from, to, err := w.Range()
	switch {
	case err != nil:
		return fail(t, "the sweep cannot be run", because(err))
	case from == to:
		return fail(t, "the sweep has no scenarios in its range, so that nothing is said of it")
	}
	first, broken := -1, 0
	var failures []string
	for i := from; i < to; i++ {
		s, err := w.At(i)
		if err != nil {
			return fail(t, fmt.Sprintf("scenario %d of the sweep cannot be made", i), because(err), row{"baseline", w.Scenario.Name()})
		}
		if found := Try(s, check); len(found) > 0 {
			if broken++; first < 0 {
				first, failures = i, found
			}
		}
	}
	if first < 0 {
		return true
	}
	sh := shrinker{base: w.Scenario, check: check, failures: failures}
	start := w.Design.At(first)
	smallest := sh.shrink(start, survey(w.Scenario, w.Design, start))
	change := describe(sh.base, smallest)
	if len(smallest) == 0 {
		change = "none is needed, the scenario breaks it as it is"
	}
	return fail(t, fmt.Sprintf("the invariant is broken in %d of %d scenarios", broken, to-from),
		row{"first found", fmt.Sprintf("number %d: %s", first, describe(sh.base, start))},
		row{"smallest change", change}, row{"baseline", w.Scenario.Name()},
		row{"there", strings.Join(sh.failures, "\n") + "\n"})
}

// at makes the scenario of a point as a sweep does.
func at(s *scenario.Scenario, p scenario.Point) (*scenario.Scenario, error) {
	return scenario.Sweep{Scenario: s, Design: scenario.List{p}}.At(0)
}

// shrinker looks for smaller counterexamples.
type shrinker struct {
	base     *scenario.Scenario
	check    Check
	runs     int
	failures []string // of the smallest counterexample yet
}

// breaks reports whether a point breaks the invariant, and keeps how.
func (sh *shrinker) breaks(p scenario.Point) bool {
	if sh.runs++; sh.runs > maxShrinks {
		return false
	}
	s, err := at(sh.base, p)
	if err != nil {
		return false
	}
	found := Try(s, sh.check)
	if len(found) > 0 {
		sh.failures = found
	}
	return len(found) > 0
}

// shrink returns the smallest point found. axes are the values a setting of the
// start may take, nearest first.
func (sh *shrinker) shrink(start scenario.Point, axes [][]decimal.Decimal) scenario.Point {
	if sh.breaks(nil) {
		return nil
	}
	// One setting: the nearest value on any axis, all axes being looked at one step
	// further away at a time.
	for step := range longest(axes) {
		for k, values := range axes {
			if step < len(values) {
				if p := (scenario.Point{{Param: start[k].Param, Value: values[step], Years: start[k].Years}}); sh.breaks(p) {
					return p
				}
			}
		}
	}
	p := slices.Clone(start)
	chosen := slices.Clone(axes)
	for smaller := true; smaller; {
		smaller = false
		for k := 0; k < len(p) && len(p) > 1; k++ {
			if q := slices.Delete(slices.Clone(p), k, k+1); sh.breaks(q) {
				p, chosen, smaller = q, slices.Delete(slices.Clone(chosen), k, k+1), true
			}
		}
	}
	for nearer := true; nearer; {
		nearer = false
		for k := range p {
			for _, v := range chosen[k] {
				if v.Equal(p[k].Value) {
					break
				}
				q := slices.Clone(p)
				q[k].Value = v
				if sh.breaks(q) {
					p, nearer = q, true
					break
				}
			}
		}
	}
	return p
}

func longest(axes [][]decimal.Decimal) int {
	n := 0
	for _, a := range axes {
		n = max(n, len(a))
	}
	return n
}

// survey lists, for each setting of a point, the values its parameter takes in a
// design in the same years, the nearest to the scenario's own first, without those
// that the scenario has.
func survey(s *scenario.Scenario, d scenario.Design, start scenario.Point) [][]decimal.Decimal {
	axes := make([][]decimal.Decimal, len(start))
	seen := make([]map[string]bool, len(start))
	for k := range seen {
		seen[k] = map[string]bool{}
	}
	n := d.Len()
	count := min(n, maxSurveyed)
	for i := range count {
		for _, c := range d.At(int(int64(i) * int64(n) / int64(count))) {
			k := slices.IndexFunc(start, func(e scenario.Setting) bool { return same(c, e) })
			if k < 0 || seen[k][burden.Text(c.Value)] {
				continue
			}
			seen[k][burden.Text(c.Value)] = true
			axes[k] = append(axes[k], c.Value)
		}
	}
	for k, values := range axes {
		away := map[string]decimal.Decimal{}
		for _, v := range values {
			away[burden.Text(v)] = distance(s, start[k], v)
		}
		values = slices.DeleteFunc(values, func(v decimal.Decimal) bool { return away[burden.Text(v)].IsZero() })
		slices.SortFunc(values, func(a, b decimal.Decimal) int {
			return cmp.Or(away[burden.Text(a)].Cmp(away[burden.Text(b)]), a.Cmp(b))
		})
		axes[k] = values
	}
	return axes
}

// same reports whether two settings are of one parameter in the same years.
func same(a, b scenario.Setting) bool {
	return a.Param.Name() == b.Param.Name() && slices.Equal(a.Years, b.Years)
}

// distance is how far a setting moves its parameter, added up over the years of the
// scenario and those in which values begin, before or after.
func distance(s *scenario.Scenario, c scenario.Setting, v decimal.Decimal) decimal.Decimal {
	c.Value = v
	moved, err := at(s, scenario.Point{c})
	own, ok := s.Model().Param(c.Param.Name())
	if err != nil || !ok {
		return v.Abs()
	}
	set, _ := moved.Model().Param(c.Param.Name())
	from, to := s.Years()
	var years []int
	for year := from; year <= to; year++ {
		years = append(years, year)
	}
	for _, e := range slices.Concat(own.Series().Spans(), set.Series().Spans()) {
		years = append(years, e.From)
	}
	slices.Sort(years)
	var sum decimal.Decimal
	for _, year := range slices.Compact(years) {
		before, had := own.Series().At(year)
		after, has := set.Series().At(year)
		sum = sum.Add(after.Value.Sub(before.Value).Abs())
		if had != has { // no value is as far away as zero, and not the same
			sum = sum.Add(decimal.New(1, -burden.MaxInputExponent))
		}
	}
	return sum
}

// describe writes a point: what is set, and what the scenario had if it was the same in
// every year.
func describe(s *scenario.Scenario, p scenario.Point) string {
	var parts []string
	for _, c := range p {
		words := []string{c.Param.Name() + " = " + rate.Show(c.Value, c.Param.Unit(), rate.Is(s.Model(), c.Param))}
		for i, y := range c.Years {
			if i > 0 {
				words = append(words, "and")
			}
			words = append(words, y.String())
		}
		if own, ok := s.Model().Param(c.Param.Name()); ok {
			if e := own.Series().Spans(); len(e) == 1 && e[0].From == burden.MinYear && e[0].To == burden.MaxYear {
				words = append(words, "instead of "+rate.Show(e[0].Value, own.Unit(), rate.Is(s.Model(), own)))
			}
		}
		parts = append(parts, strings.Join(words, " "))
	}
	return strings.Join(parts, ", ")
}
