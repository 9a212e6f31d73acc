package scenario

import (
	"iter"
	"math/big"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/budget"
)

// game is what an attribution plays: the changes between two models are the
// players, and a coalition of them is worth the metric when those changes and no
// others are made.
type game struct {
	baseline, alternative *Scenario
	metric                Metric
	start                 *burden.Model // the baseline's, with what the alternative only adds
	players               []player
	models                map[coalition]*burden.Model // by the changes of structure made
	worth                 map[coalition]decimal.Decimal
	plain                 bool           // coalitions are evaluated one by one: of tests that compare
	work                  *budget.Budget // of a waterfall, for models built anew
}

// player is one change: a parameter's series or a definition.
type player struct {
	name       string
	from, to   string
	definition burden.Definition   // of the alternative; of a rule's term, the baseline's rule
	structure  bool                // not a parameter
	term       func(*burden.Index) // of a rule, what sets the term that differs
	// patch, of a parameter that changes in several steps, makes one of them.
	patch func(burden.Series) burden.Series
}

// coalition is the set of changes made, a bit each.
type coalition [maxPlayers / 64]uint64

func (c coalition) with(players ...int) coalition {
	for _, i := range players {
		c[i/64] |= 1 << (i % 64)
	}
	return c
}

func (c coalition) without(i int) coalition {
	c[i/64] &^= 1 << (i % 64)
	return c
}

func (c coalition) has(i int) bool { return c[i/64]>>(i%64)&1 == 1 }

// maxWork bounds the coalitions that an attribution evaluates.
const maxWork = 1 << 17

// maxPlayers is what a coalition can hold: MaxChanges groups of MaxChanges.
const maxPlayers = MaxChanges * MaxChanges

func newGame(baseline, alternative *Scenario, m Metric) (*game, error) {
	if baseline == nil || alternative == nil || baseline.model == nil || alternative.model == nil {
		return nil, &Error{Scenario: "attribution", Err: burden.ErrIncomplete}
	}
	g := &game{
		baseline: baseline, alternative: alternative, metric: m,
		models: map[coalition]*burden.Model{}, worth: map[coalition]decimal.Decimal{},
	}
	if err := m.Check(); err != nil {
		return nil, g.fault(err)
	}
	if baseline.from != alternative.from || baseline.to != alternative.to {
		return nil, &Error{Scenario: baseline.name, Other: alternative.name, Err: ErrBaseline}
	}
	a, b := baseline.model, alternative.model
	for _, l := range m.Lines() {
		if err := sameYears(a, b, l); err != nil {
			return nil, g.fault(err)
		}
	}
	var added []burden.Definition
	definitions := definitionsByName(a)
	for _, p := range b.Params() {
		if _, both := a.Param(p.Name()); both {
			if x, y := paramText(a, p.Name()), paramText(b, p.Name()); x != y {
				g.players = append(g.players, player{name: p.Name(), from: shownText(a, p.Name()), to: shownText(b, p.Name()), definition: p})
			}
		}
	}
	for _, d := range b.Definitions() {
		if _, isParam := d.(burden.Param); isParam {
			continue
		}
		name := definedName(d)
		x, both := definitions[name]
		switch {
		case !both:
			added = append(added, d)
		case len(ruleTerms(x, d)) > 0:
			g.players = append(g.players, ruleTerms(x, d)...)
		case definitionText(a, x) != definitionText(b, d):
			g.players = append(g.players, player{name: name, from: definitionText(a, x), to: definitionText(b, d), definition: d, structure: true})
		}
	}
	if len(g.players) > maxPlayers {
		return nil, g.tooMany(len(g.players))
	}
	var err error
	if g.start, err = a.With(added...); err != nil {
		return nil, g.fault(err)
	}
	return g, nil
}

// definitionText writes what a definition says, over all its lines.
func definitionText(m *burden.Model, d burden.Definition) string {
	var parts []string
	for _, l := range definedLines(d) {
		if _, ok := m.Line(l.Name()); ok {
			parts = append(parts, lineText(m, l.Name()))
		}
	}
	return strings.Join(parts, "; ")
}

// definedLines are the lines a definition owns.
func definedLines(d burden.Definition) []burden.Line {
	switch d := d.(type) {
	case burden.LineDefinition:
		return []burden.Line{d.Line()}
	case burden.IndexRule:
		return []burden.Line{d.Applied(), d.Raw(), d.Carried()}
	case burden.SplitRule:
		var lines []burden.Line
		for _, m := range d.Split().Members {
			lines = append(lines, d.Part(m.Key))
		}
		return lines
	}
	return nil
}

func (g *game) fault(err error) error {
	return &Error{Scenario: g.baseline.name, Other: g.alternative.name, Err: err}
}

func (g *game) tooMany(n int) error {
	return g.fault(&burden.Error{Input: "changes", Detail: strconv.Itoa(n) + " changes are more than the " + strconv.Itoa(MaxChanges) + " that an attribution takes; put them in groups", Err: burden.ErrTooLarge})
}

// player returns the index of a change by name.
func (g *game) player(name string) (int, error) {
	i := slices.IndexFunc(g.players, func(p player) bool { return p.name == name })
	if i < 0 {
		return 0, g.fault(&burden.Error{Input: "change", Value: name, Err: burden.ErrUnknownName})
	}
	return i, nil
}

// made adds the change to the definitions made so far. Terms of one rule change it
// together, and so do steps of one parameter.
func (p player) made(definitions []burden.Definition) []burden.Definition {
	if p.patch != nil {
		for i, d := range definitions {
			if q, ok := d.(burden.Param); ok && q.Name() == p.name {
				definitions[i] = q.Is(p.patch(q.Series()))
				return definitions
			}
		}
		old := p.definition.(burden.Param)
		return append(definitions, old.Is(p.patch(old.Series())))
	}
	if p.term == nil {
		return append(definitions, p.definition)
	}
	for i, d := range definitions {
		if rule, ok := d.(burden.IndexRule); ok && rule.Name() == definedName(p.definition) {
			definitions[i] = rule.With(p.term)
			return definitions
		}
	}
	return append(definitions, p.definition.(burden.IndexRule).With(p.term))
}

// value is the metric with the changes of a coalition made. Changes of structure
// are compiled once for each set of them, and parameters set in the result.
func (g *game) value(c coalition) (decimal.Decimal, error) {
	if v, ok := g.worth[c]; ok {
		return v, nil
	}
	structure, _, params := g.split(c)
	m, err := g.structured(structure)
	if err != nil {
		return decimal.Decimal{}, err
	}
	if m, err = m.With(params...); err != nil {
		return decimal.Decimal{}, g.fault(err)
	}
	v, err := g.metric.on(m, g.baseline.from, g.baseline.to)
	if err != nil {
		return decimal.Decimal{}, g.fault(err)
	}
	g.worth[c] = v
	return v, nil
}

// split separates a coalition's changes of structure from those of parameters.
func (g *game) split(c coalition) (structure coalition, definitions, params []burden.Definition) {
	for i, p := range g.players {
		switch {
		case !c.has(i):
		case p.structure:
			structure = structure.with(i)
			definitions = p.made(definitions)
		default:
			params = p.made(params)
		}
	}
	return structure, definitions, params
}

// structured is the model with changes of structure made, compiled once.
func (g *game) structured(structure coalition) (*burden.Model, error) {
	m, ok := g.models[structure]
	if !ok {
		_, definitions, _ := g.split(structure)
		if g.work != nil && !g.work.Spend(definedWork*budget.Size(g.start)) {
			return nil, g.fault(budget.Overspent("making the changes one after the other", "put changes into one, or ask it of smaller models"))
		}
		var err error
		if m, err = g.start.With(definitions...); err != nil {
			return nil, g.fault(err)
		}
		g.models[structure] = m
	}
	return m, nil
}

// marginal is what a change makes on top of a coalition.
func (g *game) marginal(c coalition, i int) (decimal.Decimal, error) {
	before, err := g.value(c)
	if err != nil {
		return decimal.Decimal{}, err
	}
	after, err := g.value(c.with(i))
	if err != nil {
		return decimal.Decimal{}, err
	}
	return after.Sub(before), nil
}

// owen shares the difference among groups, and each group's among its members.
// With one member each it is the Shapley value.
func (g *game) owen(groups [][]int, names []string) (*Attribution, error) {
	n := len(groups)
	if n > MaxChanges {
		return nil, g.tooMany(n)
	}
	// Coalitions of whole groups, and for each group those that hold part of it.
	work := int64(1) << n
	for k, group := range groups {
		if len(group) > MaxChanges {
			return nil, g.tooMany(len(group))
		}
		if work += int64(1) << (n - 1) * (int64(1)<<len(group) - 2); work > maxWork {
			name := "a change"
			if k < len(names) && names[k] != "" {
				name = "group " + names[k]
			}
			return nil, g.fault(&burden.Error{Input: "changes", Detail: name + " of " + strconv.Itoa(len(group)) + " among " + strconv.Itoa(n) + " groups is more work than an attribution takes", Err: burden.ErrTooLarge})
		}
	}
	g.precompute(needed(groups))
	shares := make([]*big.Rat, len(g.players))
	for k, group := range groups {
		others := slices.Concat(groups[:k], groups[k+1:])
		for at, i := range group {
			mates := slices.Concat(group[:at], group[at+1:])
			share := new(big.Rat)
			for base, outer := range unions(coalition{}, others) {
				weight := orderWeight(outer, n)
				for c, inner := range unions(base, singly(mates)) {
					step, err := g.marginal(c, i)
					if err != nil {
						return nil, err
					}
					w := orderWeight(inner, len(group))
					share.Add(share, w.Mul(w, weight).Mul(w, step.Rat()))
				}
			}
			shares[i] = share
		}
	}
	a, err := g.attribution(shares)
	if err != nil {
		return nil, err
	}
	if names != nil {
		for k, group := range groups {
			for _, i := range group {
				a.Effects[i].Group = names[k]
			}
		}
	}
	return a, nil
}

// unions yields a coalition joined by every choice of the groups, and how many joined it.
func unions(base coalition, groups [][]int) iter.Seq2[coalition, int] {
	return func(yield func(coalition, int) bool) {
		for set := range 1 << len(groups) {
			c := base
			for j, group := range groups {
				if set>>j&1 == 1 {
					c = c.with(group...)
				}
			}
			if !yield(c, bits.OnesCount(uint(set))) {
				return
			}
		}
	}
}

// singly makes each player a group.
func singly(players []int) [][]int {
	groups := make([][]int, len(players))
	for k, i := range players {
		groups[k] = []int{i}
	}
	return groups
}

// orderWeight is the share of all orders of n changes in which exactly a given
// set of s stands before a given change: s! (n-s-1)! / n!.
func orderWeight(s, n int) *big.Rat {
	num := new(big.Int).MulRange(1, int64(s))
	num.Mul(num, new(big.Int).MulRange(1, int64(n-s-1)))
	return new(big.Rat).SetFrac(num, new(big.Int).MulRange(1, int64(n)))
}

// attribution puts shares together with what the changes are and make alone.
func (g *game) attribution(shares []*big.Rat) (*Attribution, error) {
	all := coalition{}
	for i := range g.players {
		all = all.with(i)
	}
	a := &Attribution{Metric: g.metric}
	var err error
	if a.Baseline, err = g.value(coalition{}); err != nil {
		return nil, err
	}
	if a.Alternative, err = g.value(all); err != nil {
		return nil, err
	}
	actual, err := g.alternative.Measure(g.metric)
	if err != nil {
		return nil, err
	}
	if !actual.Equal(a.Alternative) {
		return nil, g.fault(&burden.Error{Input: g.metric.String(), Detail: "the scenarios differ in more than parameters and definitions of the same names", Err: ErrBaseline})
	}
	a.Difference = a.Alternative.Sub(a.Baseline)
	a.Interaction = a.Difference
	for i, p := range g.players {
		e := Effect{Name: p.name, From: p.from, To: p.to, share: shares[i]}
		if e.Alone, err = g.marginal(coalition{}, i); err != nil {
			return nil, err
		}
		rest := coalition{}
		for j := range g.players {
			if j != i {
				rest = rest.with(j)
			}
		}
		if e.Last, err = g.marginal(rest, i); err != nil {
			return nil, err
		}
		a.Interaction = a.Interaction.Sub(e.Alone)
		a.Effects = append(a.Effects, e)
	}
	return a, nil
}
