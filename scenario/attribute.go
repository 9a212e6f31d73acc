package scenario

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/budget"
)

// MaxChanges is how many changes an attribution takes, or how many groups, or how many
// changes a group. Many large groups together, which would take more than 2^17
// evaluations of the model, are a [burden.ErrTooLarge] too.
const MaxChanges = 16

// Attribution says how much of the difference between two scenarios each change
// caused. Shares are fractions that sum to the difference exactly;
// [Attribution.Parts] rounds them so that they still do.
type Attribution struct {
	Metric                            Metric
	Baseline, Alternative, Difference decimal.Decimal
	Effects                           []Effect // in order of the models; of a waterfall, in its order
	// Interaction is what the effects alone do not explain: the difference less
	// the sum of every effect alone. It is shared among them.
	Interaction decimal.Decimal
}

// Effect is what one change caused.
type Effect struct {
	Name  string // of the parameter or definition that differs
	Group string // of an attribution by groups
	// From and To are what the baseline and the alternative have, as text: a
	// series, a formula.
	From, To string
	Alone    decimal.Decimal // the difference with this change and no other
	Last     decimal.Decimal // the difference this change makes with all others there
	share    *big.Rat
}

// Share returns the effect's exact share of the difference.
func (e Effect) Share() *big.Rat {
	if e.share == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(e.share)
}

// Part is an effect's share of the difference, rounded so that parts sum to it.
type Part struct {
	Effect
	Amount decimal.Decimal
}

// Group names changes that belong together: parameters and definitions, by name.
type Group struct {
	Name    string
	Changes []string
}

// Attribute splits the difference of a metric between two scenarios over the
// parameters and definitions in which they differ, whatever the order: the Shapley
// value. With v(S) the metric when the changes in S are made,
//
//	share_i = Σ over S without i of |S|! (n-|S|-1)! / n! × (v(S+i) - v(S))
//
// the mean of what the change makes over all orders of making them. Shares sum to
// the difference; a change that makes none has share zero; two changes that make
// the same have the same share. Of an index rule each term that differs is a change
// of its own, growth.ceiling; of a line, its formula is, roundings included.
//
// It returns an error if:
//   - the scenarios are of different years ([ErrBaseline])
//   - more than [MaxChanges] changes differ ([burden.ErrTooLarge]); group them with [AttributeGroups]
//   - a metric cannot be evaluated with some of the changes and not the others
func Attribute(baseline, alternative *Scenario, m Metric) (*Attribution, error) {
	g, err := newGame(baseline, alternative, m)
	if err != nil {
		return nil, err
	}
	groups := make([][]int, len(g.players))
	for i := range groups {
		groups[i] = []int{i}
	}
	return g.owen(groups, nil)
}

// AttributeGroups is [Attribute] for changes that belong together: the Owen value.
// Groups share the difference as single changes do, and the changes of a group
// share what is the group's, the other groups entering whole or not at all.
// Changes that no group names are each a group of their own.
//
// Besides the errors of [Attribute], a name that is no change is a
// [burden.ErrUnknownName], a change or a group named twice a [burden.ErrDuplicate],
// and a group of nothing a [burden.ErrIncomplete].
func AttributeGroups(baseline, alternative *Scenario, m Metric, groups ...Group) (*Attribution, error) {
	g, err := newGame(baseline, alternative, m)
	if err != nil {
		return nil, err
	}
	members := make([][]int, 0, len(groups))
	names := make([]string, 0, len(groups))
	grouped := map[int]bool{}
	for _, group := range groups {
		var list []int
		for _, name := range group.Changes {
			i, err := g.player(name)
			if err != nil {
				return nil, err
			}
			if grouped[i] {
				return nil, g.fault(&burden.Error{Input: "change", Value: name, Err: burden.ErrDuplicate})
			}
			grouped[i] = true
			list = append(list, i)
		}
		if len(list) == 0 {
			return nil, g.fault(&burden.Error{Input: "group", Value: group.Name, Err: burden.ErrIncomplete})
		}
		if slices.Contains(names, group.Name) {
			return nil, g.fault(&burden.Error{Input: "group", Value: group.Name, Err: burden.ErrDuplicate})
		}
		members, names = append(members, list), append(names, group.Name)
	}
	for i := range g.players {
		if !grouped[i] {
			members, names = append(members, []int{i}), append(names, "")
		}
	}
	return g.owen(members, names)
}

// Waterfall splits the difference by making the changes one after the other in
// the order named, changes not named after them. Another order gives other
// effects; [Attribute] does not depend on it. Besides the errors of [Attribute], many
// changes of the definitions of a large model are a [burden.ErrTooLarge].
func Waterfall(baseline, alternative *Scenario, m Metric, order ...string) (*Attribution, error) {
	g, err := newGame(baseline, alternative, m)
	if err != nil {
		return nil, err
	}
	g.work = budget.New()
	var list []int
	for _, name := range order {
		i, err := g.player(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(list, i) {
			return nil, g.fault(&burden.Error{Input: "change", Value: name, Err: burden.ErrDuplicate})
		}
		list = append(list, i)
	}
	for i := range g.players {
		if !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	shares := make([]*big.Rat, len(g.players))
	made := coalition{}
	for _, i := range list {
		step, err := g.marginal(made, i)
		if err != nil {
			return nil, err
		}
		shares[i] = step.Rat()
		made = made.with(i)
	}
	a, err := g.attribution(shares)
	if err != nil {
		return nil, err
	}
	ordered := make([]Effect, len(list))
	for at, i := range list {
		ordered[at] = a.Effects[i]
	}
	a.Effects = ordered
	return a, nil
}

// Parts returns every effect's share as a multiple of the quantum, such that they
// sum to the difference to the last digit: shares are cut down, and the quanta
// left go to the largest remainders, ties by name. So equal changes may differ by
// one quantum; their exact shares are equal. What of the difference is less than a
// quantum goes to the effect next in line.
func (a *Attribution) Parts(quantum string) ([]Part, error) {
	floor := burden.RoundTo(quantum, burden.Floor)
	if _, err := floor.Apply(decimal.Decimal{}); err != nil {
		return nil, &Error{Scenario: "attribution", Err: err}
	}
	shares := make([]*big.Rat, len(a.Effects))
	for i, e := range a.Effects {
		shares[i] = e.Share()
	}
	amounts, err := display.Balance(shares, a.Difference, floor, func(i, j int) int {
		return cmp.Compare(a.Effects[i].Name, a.Effects[j].Name)
	})
	if err != nil {
		return nil, &Error{Scenario: "attribution", Err: err}
	}
	parts := make([]Part, len(a.Effects))
	for i, e := range a.Effects {
		parts[i] = Part{e, amounts[i]}
	}
	return parts, nil
}

// Table writes the attribution as a text table, shares rounded to the quantum so
// that they add up.
func (a *Attribution) Table(quantum string) (string, error) {
	parts, err := a.Parts(quantum)
	if err != nil {
		return "", err
	}
	unit := a.Metric.Unit()
	show := func(d decimal.Decimal) string { return Value{d, true}.Show(unit) }
	cells := [][]string{{"change", "share", "alone", "last"}}
	for _, p := range parts {
		name := p.Name
		if p.Group != "" {
			name = p.Group + ": " + name
		}
		cells = append(cells, []string{name, show(p.Amount), show(p.Alone), show(p.Last)})
	}
	cells = append(cells, []string{"difference", show(a.Difference), "", ""})
	return fmt.Sprintf("%s: from %s to %s\n%sshares rounded to multiples of %s, largest remainder; interaction %s\n",
		a.Metric, burden.Show(a.Baseline, unit), burden.Show(a.Alternative, unit), display.Align(cells, 1), quantum, show(a.Interaction)), nil
}
