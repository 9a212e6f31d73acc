package policytest

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// MostlyDueTo asserts that a change caused at least a share of the difference of a
// metric between two scenarios, above zero and at most one, by [scenario.Attribute]: a parameter or definition
// by name, or a term of an index rule, such as growth.ceiling.
//
//	policytest.MostlyDueTo(t, agreed, open, scenario.Total(contribution), "growth.ceiling", "90%")
//
// A change that works against the difference has a share below zero; shares sum to
// one. It fails if there is no difference.
func MostlyDueTo[N burden.Number](t T, baseline, alternative *scenario.Scenario, m scenario.Metric, change string, share N) bool {
	t.Helper()
	title := fmt.Sprintf("the difference of %s is not mostly due to %s", m, change)
	of := row{"scenarios", baseline.Name() + " and " + alternative.Name()}
	least, ok := number(share)
	if !ok {
		return notANumber(t, "share", share)
	}
	if !isShare(t, least) {
		return false
	}
	a, err := scenario.Attribute(baseline, alternative, m)
	switch {
	case err != nil:
		return fail(t, title, because(err), of)
	case a.Difference.IsZero():
		return fail(t, title, row{"found", "no difference: " + burden.Show(a.Baseline, m.Unit()) + " in both"}, of)
	}
	var found *big.Rat
	whole := a.Difference.Rat()
	var effects [][2]string
	for _, e := range a.Effects {
		part := new(big.Rat).Quo(e.Share(), whole)
		if e.Name == change {
			found = part
		}
		effects = append(effects, [2]string{e.Name, fmt.Sprintf("%s, from %s to %s", percent(part), brief(e.From), brief(e.To))})
	}
	rows := []row{
		{"expected", "at least " + inPercent(least) + " of " + burden.Show(a.Difference, m.Unit())},
		{"found", "no such change"}, of, {"changes", columns(effects)},
	}
	if found != nil {
		if found.Cmp(least.Rat()) >= 0 {
			return true
		}
		rows[1].text = percent(found)
	}
	return fail(t, title, rows...)
}

// isShare refuses a share that everything has, or nothing can have.
func isShare(t T, share decimal.Decimal) bool {
	t.Helper()
	one := decimal.NewFromInt(1)
	if share.Sign() > 0 && share.LessThanOrEqual(one) {
		return true
	}
	hint := ""
	if share.GreaterThan(one) && share.LessThanOrEqual(decimal.NewFromInt(100)) {
		hint = `write "` + burden.Text(share) + `%"`
	}
	return fail(t, "a share is above 0 and at most 1, not "+burden.Text(share), row{"hint", hint})
}

// percent writes a fraction for people, rounded to 0.01 %.
func percent(r *big.Rat) string {
	return new(big.Rat).Mul(r, big.NewRat(100, 1)).FloatString(2) + " %"
}

// inPercent writes a share in full: 100 %.
func inPercent(share decimal.Decimal) string { return burden.Text(share.Shift(2)) + " %" }

// brief cuts a text that would fill the screen.
func brief(text string) string {
	const keep = 100
	text, _, more := strings.Cut(text, "\n")
	if cut := []rune(text); len(cut) > keep {
		return string(cut[:keep]) + "…"
	}
	if more {
		return text + " …"
	}
	return text
}
