package policytest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

var toWon = burden.RoundTo(korea.Quantum, burden.HalfUp)

// agreed is the eighth agreement: 7600, 7904, 8125, 8361 and 8695 hundred million
// won (Defense White Paper 2018), growth of 4.7 % cut to 4 % in 2010, 2.8 %, 2.9 %,
// and 4.0 %, the ceiling itself, in 2013.
func agreed() (korea.Agreement, *scenario.Scenario) {
	a := korea.Eighth()
	return a, scenario.Baseline(a.Model, a.First, a.Last)
}

// split is a contribution of 2019 in its three categories (White Paper 2020): 5005 +
// 3710 + 1674 = 10389 hundred million won.
func split(t testing.TB) (s *scenario.Scenario, total burden.Line, parts []burden.Line) {
	var terms []burden.Operand
	var definitions []burden.Definition
	for _, c := range []string{"labour", "construction", "logistics"} {
		l := burden.NewLine(c, burden.KRW)
		parts, terms = append(parts, l), append(terms, l)
		definitions = append(definitions, l.Is(burden.NewParam("paid_"+c, burden.KRW, korea.Part(c))))
	}
	total = burden.NewLine("total", burden.KRW)
	m, err := burden.NewModel("split", append(definitions, total.Is(burden.Sum(terms...)))...)
	require.NoError(t, err)
	return scenario.Baseline(m, 2019, 2019), total, parts
}

// TestLimitsOfSharesBind: of 9 in equal thirds, b pays at most 2.
func TestLimitsOfSharesBind(t *testing.T) {
	won := func(name string, n int) burden.Param {
		return burden.NewParam(name, burden.KRW, burden.Constant(n))
	}
	one := burden.Amount(1, burden.Ratio)
	most, total := won("most", 2), won("total", 9)
	rule := burden.NewSplit("rule", burden.KRW, burden.Split{Total: total, Quantum: "0.5", Members: []burden.Member{
		{Key: "a", Weight: one}, {Key: "b", Weight: one, Ceiling: most}, {Key: "c", Weight: one},
	}})
	m, err := burden.NewModel("m", rule)
	require.NoError(t, err)
	s := scenario.Baseline(m, 2001, 2002)
	assert.Empty(t, policytest.Try(s, func(t policytest.T, s *scenario.Scenario) {
		p := policytest.Project(t, s)
		policytest.Binds(t, p, most, 2002, 2001, 2001)
		policytest.Reached(t, p, most)
		policytest.Value(t, p, rule.Part("a"), 2001, "3.5")
	}))
	assert.Contains(t, policytest.Try(s, on(func(t policytest.T, p *burden.Projection) bool { return policytest.Binds(t, p, total) }))[0], "total limits nothing")
	for _, check := range []func(policytest.T, *burden.Projection) bool{
		func(t policytest.T, p *burden.Projection) bool { return policytest.Binds(t, p, most, 2001) },
		func(t policytest.T, p *burden.Projection) bool { return policytest.Binds(t, p, most, 2001, 2002, 2003) },
	} {
		failures := policytest.Try(s, on(check))
		require.Len(t, failures, 1)
		assert.Contains(t, failures[0], "found:    2001, 2002")
		assert.Contains(t, failures[0], "rule.b 2002: ceiling most bound: 3 KRW became 2 KRW")
	}
}

// TestLimitsThatAreNotLookedAt: never is refused where no formula with the limit was
// evaluated. Of 100, at most 50: x is not limited, y nobody asks for, z is from 2030 on,
// and of w only the branch without the limit is taken.
func TestLimitsThatAreNotLookedAt(t *testing.T) {
	a, most := burden.NewParam("a", burden.KRW, burden.Constant(100)), burden.NewParam("most", burden.KRW, burden.Constant(50))
	x, y, z, w := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("z", burden.KRW), burden.NewLine("w", burden.KRW)
	m, err := burden.NewModel("m", x.Is(a), y.Is(a.AtMost(most)), z.Starts(2020, a).From(2030, a.AtMost(most)),
		w.Is(burden.When(a.Below(burden.Amount(200, burden.KRW)), a, a.AtMost(most))))
	require.NoError(t, err)
	for _, c := range []struct {
		line     burden.Line
		from, to int
		vacuous  bool
	}{{x, 2020, 2023, true}, {y, 2020, 2023, false}, {z, 2020, 2029, true}, {z, 2020, 2030, false}, {w, 2020, 2023, true}} {
		for _, check := range []func(policytest.T, *burden.Projection, burden.Operand, ...int) bool{policytest.Binds, policytest.Reached} {
			failures := policytest.Try(scenario.Baseline(m, c.from, c.to, c.line), on(func(t policytest.T, p *burden.Projection) bool { return check(t, p, most) }))
			said := len(failures) == 1 && strings.Contains(failures[0], "most limits nothing in these years")
			assert.Equal(t, c.vacuous, said, "%s %d %v", c.line.Name(), c.to, failures)
		}
	}
	// Another one, higher, is looked at and never reached.
	far := burden.NewParam("far", burden.KRW, burden.Constant(500))
	m, err = burden.NewModel("m", y.Is(a.AtMost(far)))
	require.NoError(t, err)
	assert.Empty(t, policytest.Try(scenario.Baseline(m, 2020, 2023), on(func(t policytest.T, p *burden.Projection) bool {
		return policytest.Binds(t, p, far) && policytest.Reached(t, p, far)
	})))
}

// on returns a check of a projection.
func on(check func(policytest.T, *burden.Projection) bool) policytest.Check {
	return func(t policytest.T, s *scenario.Scenario) { check(t, policytest.Project(t, s)) }
}

// TestFailuresSayWhatWasFoundAndWhy runs every assertion on what is so, which
// passes, and on what is not, whose failures a file holds.
func TestFailuresSayWhatWasFoundAndWhy(t *testing.T) {
	a, eighth := agreed()
	parted, total, parts := split(t)
	open, err := eighth.With("no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)))
	require.NoError(t, err)
	var text strings.Builder
	for _, c := range []struct {
		name  string
		s     *scenario.Scenario
		so    policytest.Check
		notSo policytest.Check
	}{
		{"a value", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Value(t, p, a.Contribution, 2010, "790.4e9")
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Value(t, p, a.Contribution, 2010, "795.7e9") // 7600 × 1.047, without the ceiling
			})},
		{"a value with a tolerance", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Value(t, p, a.Contribution, 2010, "0.79e12", policytest.Within("0.4e9", burden.KRW))
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Value(t, p, a.Contribution, 2010, "0.79e12", policytest.Within("0.3e9", burden.KRW))
			})},
		{"a total", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Total(t, p, a.Contribution, 2009, 2013, "4068.5e9") // 7600+7904+8125+8361+8695
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Total(t, p, a.Contribution, 2009, 2010, "1550.0e9")
			})},
		{"a difference", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Measure(t, p, scenario.At(a.Contribution, 2010).Minus(scenario.At(a.Contribution, 2009)), "30.4e9")
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Measure(t, p, scenario.At(a.Contribution, 2010).Minus(scenario.At(a.Contribution, 2009)), "30e9")
			})},
		{"a ratio", parted,
			on(func(t policytest.T, p *burden.Projection) bool { // 5005 / 10389 = 0.48176
				return policytest.Ratio(t, p, parts[0], total, 2019, "48%", policytest.RoundedTo("1%", burden.HalfUp)) &&
					policytest.Ratio(t, p, parts[0], total, 2019, "48%", policytest.Within("1.828e9", burden.KRW)) // 500.5 - 498.672
			}),
			on(func(t policytest.T, p *burden.Projection) bool { // what the press report had
				return policytest.Ratio(t, p, parts[0], total, 2019, "70%", policytest.RoundedTo("1%", burden.HalfUp))
			})},
		{"published", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Published(t, p, a.Contribution, korea.Contribution(), toWon)
			}),
			func(t policytest.T, s *scenario.Scenario) {
				policytest.Published(t, policytest.Project(t, open), a.Contribution, korea.Contribution(), toWon)
			}},
		{"binds", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Binds(t, p, a.Ceiling, 2010)
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Binds(t, p, a.Ceiling, 2013, 2010)
			})},
		{"reached", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Reached(t, p, a.Ceiling, 2013)
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.Reached(t, p, a.Ceiling)
			})},
		{"never above", eighth,
			on(func(t policytest.T, p *burden.Projection) bool { // 8695 at most
				return policytest.NeverAbove(t, p, a.Contribution, burden.Amount("869.5e9", burden.KRW))
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.NeverAbove(t, p, a.Contribution, a.Base.At(2009).Times(burden.Amount("1.1", burden.Ratio))) // 8360
			})},
		{"never below", eighth,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.NeverBelow(t, p, a.Contribution, a.Base.At(2009))
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.NeverBelow(t, p, a.Growth.Applied(), burden.Amount("2.9%", burden.Ratio)) // 2.8 % in 2011
			})},
		{"shares", parted,
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.SharesSum(t, p, total, parts...)
			}),
			on(func(t policytest.T, p *burden.Projection) bool {
				return policytest.SharesSum(t, p, total, parts[:2]...) // 167.4 bn short
			})},
		{"rises", eighth,
			func(t policytest.T, s *scenario.Scenario) {
				policytest.Rises(t, s, scenario.Total(a.Contribution), a.Ceiling, scenario.NewSteps("0", "6%", "0.5%"))
			},
			func(t policytest.T, s *scenario.Scenario) {
				policytest.Rises(t, s, scenario.Total(a.Contribution), a.Ceiling, scenario.NewSteps("5%", "6%", "0.5%"))
			}},
		{"falls", eighth,
			func(t policytest.T, s *scenario.Scenario) {
				policytest.Falls(t, s, scenario.At(a.Contribution, 2009).Minus(scenario.At(a.Contribution, 2013)), a.Ceiling, scenario.NewSteps("0", "6%", "0.5%"))
			},
			func(t policytest.T, s *scenario.Scenario) {
				policytest.Falls(t, s, scenario.At(a.Contribution, 2013), a.Ceiling, scenario.NewSteps("3%", "4%", "0.5%"), scenario.In(2013))
			}},
		{"mostly due to", eighth,
			func(t policytest.T, s *scenario.Scenario) {
				policytest.MostlyDueTo(t, s, open, scenario.Total(a.Contribution), "growth.ceiling", "100%")
			},
			func(t policytest.T, s *scenario.Scenario) {
				both, err := open.With("bigger base", scenario.Shift(a.Base, "40e9"))
				require.NoError(t, err)
				policytest.MostlyDueTo(t, s, both, scenario.Total(a.Contribution), "growth.ceiling", "50%")
			}},
	} {
		assert.Empty(t, policytest.Try(c.s, c.so), c.name)
		failures := policytest.Try(c.s, c.notSo)
		if assert.Len(t, failures, 1, c.name) {
			text.WriteString("== " + c.name + "\n" + failures[0] + "\n\n")
		}
	}
	golden.Equal(t, "testdata/failures.golden", text.String())
}
