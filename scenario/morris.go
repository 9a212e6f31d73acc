package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Morris screens many inputs with few scenarios: which matter at all, and which not
// evenly or not alone. It is the design of trajectories that start at random levels
// of all inputs and move one input after the other, in random order, over half of
// its levels. Each move gives an elementary effect:
//
//	effect_i = (metric after - metric before) × (largest - smallest value of i) / (move of i)
//
// So an effect is in the metric's unit: what the move would come to over the input's
// whole range. Draws depend on the seed, the input and the trajectory only; more
// trajectories or inputs change none.
//
// Source: M. D. Morris, Technometrics 33 (1991); mu*: F. Campolongo, J. Cariboni and
// A. Saltelli, Environmental Modelling & Software 22 (2007).
type Morris struct {
	Inputs       []Axis // their values ascend
	Trajectories int
	// Levels is how many values of each input are used, an even number: from the
	// smallest to the largest, equally far apart in the list of values. Zero is 4. An
	// input of fewer values uses as many of them as make an even number.
	Levels int
	Seed   int64
}

// MorrisEffects are the elementary effects on one metric.
type MorrisEffects struct {
	Metric   Metric
	Inputs   []MorrisEffect // in order of the design
	Failed   int            // scenarios without values
	Failures []Failure
}

// MorrisEffect is what the elementary effects of one input come to, exactly. A mean
// of no effects, and a variance of fewer than two, is absent.
type MorrisEffect struct {
	Input  string   // the parameter, and the years if not all
	Mu     Fraction // mean effect
	MuStar Fraction // mean of the effects without sign
	// SigmaSquared is the variance of the effects, Σ (effect - mu)² / (Count - 1). It is
	// zero if the input acts evenly and alone.
	SigmaSquared Fraction
	Count        int // effects measured
	Missing      int // effects not measured, because a scenario failed or is not among the outcomes
}

// Len returns how many scenarios there are: for each trajectory, one more than inputs.
func (d Morris) Len() int {
	if d.Check() != nil {
		return 0
	}
	return d.Trajectories * (len(d.Inputs) + 1)
}

// At returns the i-th scenario: the trajectories one after the other.
func (d Morris) At(i int) Point {
	moves := len(d.Inputs)
	starts, order := d.trajectory(i / (moves + 1))
	moved := order[:max(0, i%(moves+1))]
	p := make(Point, moves)
	for j, a := range d.Inputs {
		level := starts[j]
		if slices.Contains(moved, j) {
			level = d.opposite(a, level)
		}
		p[j] = setting(a, d.index(a, level))
	}
	return p
}

// trajectory returns the levels at which a trajectory starts, and in which order its
// inputs move.
func (d Morris) trajectory(t int) (starts, order []int) {
	starts, order = make([]int, len(d.Inputs)), make([]int, len(d.Inputs))
	ranks := make([]uint64, len(d.Inputs))
	for j, a := range d.Inputs {
		order[j] = j
		starts[j] = pick(hashed(d.Seed, a.param.Name(), firstYear(a), 2*t), d.levels(a))
		ranks[j] = hashed(d.Seed, a.param.Name(), firstYear(a), 2*t+1)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(ranks[i], ranks[j]) })
	return starts, order
}

// levels is how many values of an input are used; one of a constant.
func (d Morris) levels(a Axis) int {
	return max(1, min(cmp.Or(d.Levels, 4), a.len()/2*2))
}

// opposite is the level to which an input moves: half of the levels up or down,
// whichever there is.
func (d Morris) opposite(a Axis, level int) int {
	n := d.levels(a)
	return (level + n/2) % n
}

// index is which of an input's values a level is.
func (d Morris) index(a Axis, level int) int {
	gaps := max(1, d.levels(a)-1)
	return (2*level*(a.len()-1) + gaps) / (2 * gaps)
}

// Check reports everything that is wrong with the design.
func (d Morris) Check() error {
	faults := []error{checkInputs(d.Inputs)}
	fault := func(input string, value int, cause error) {
		faults = append(faults, &burden.Error{Input: input, Value: strconv.Itoa(value), Err: cause})
	}
	for _, a := range d.Inputs {
		for i := 1; i < a.len(); i++ {
			if a.at(i).LessThanOrEqual(a.at(i - 1)) {
				faults = append(faults, &burden.Error{Input: "input " + axisName(a), Value: burden.Text(a.at(i)) + " after " + burden.Text(a.at(i-1)), Err: burden.ErrOutOfRange})
				break
			}
		}
	}
	switch {
	case d.Trajectories == 0:
		fault("trajectories", 0, burden.ErrIncomplete)
	case d.Trajectories < 0:
		fault("trajectories", d.Trajectories, burden.ErrOutOfRange)
	case d.Trajectories > maxGrid/(len(d.Inputs)+1):
		fault("trajectories", d.Trajectories, burden.ErrTooLarge)
	}
	if d.Levels < 0 || d.Levels%2 != 0 {
		fault("levels", d.Levels, burden.ErrOutOfRange)
	}
	return errors.Join(faults...)
}

// Run runs a sweep with this design, whatever its own and its range, and collects it:
// effects for each of its metrics. Besides the errors of [Morris.Collect], inputs that
// the model does not have, or that leave a parameter's range, are reported.
func (d Morris) Run(ctx context.Context, w Sweep) ([]MorrisEffects, error) {
	if err := fit(w, d.Inputs); err != nil {
		return nil, err
	}
	w.Design, w.From, w.To, w.cut = d, 0, 0, false
	return d.Collect(w.Metrics, w.Run(ctx))
}

// Collect computes the effects from outcomes of this design, wherever they were run,
// in any order. A scenario that failed costs the effects of the moves to and from it;
// they are counted.
//
// It returns an error if:
//   - there are no inputs or trajectories ([burden.ErrIncomplete]), or a number is not in its range ([burden.ErrOutOfRange], [burden.ErrTooLarge])
//   - an input is faulty, its values do not ascend ([burden.ErrOutOfRange]), or two are of one parameter in a common year ([ErrConflict])
//   - an outcome is not of this design or these metrics
func (d Morris) Collect(metrics []Metric, outcomes iter.Seq2[Outcome, error]) ([]MorrisEffects, error) {
	if err := d.Check(); err != nil {
		return nil, &Error{Scenario: "Morris", Err: err}
	}
	m, err := gather(metrics, d.Len(), outcomes)
	if err != nil {
		return nil, err
	}
	list := make([]MorrisEffects, len(metrics))
	for k, metric := range metrics {
		effects := make([][]*big.Rat, len(d.Inputs))
		for t := range d.Trajectories {
			first := t * (len(d.Inputs) + 1)
			starts, order := d.trajectory(t)
			for step, j := range order {
				before, ok := m.values[first+step]
				after, also := m.values[first+step+1]
				if ok && also {
					effects[j] = append(effects[j], d.effect(d.Inputs[j], starts[j], after[k].Sub(before[k])))
				}
			}
		}
		x := MorrisEffects{Metric: metric, Failed: m.ledger.Failed, Failures: slices.Clone(m.ledger.Failures)}
		for j, a := range d.Inputs {
			x.Inputs = append(x.Inputs, morrisEffect(axisName(a), d.Trajectories, effects[j]))
		}
		list[k] = x
	}
	return list, nil
}

// effect is the elementary effect of an input that moved from a level and changed the
// metric by so much. A constant has none.
func (d Morris) effect(a Axis, level int, change decimal.Decimal) *big.Rat {
	from, to := a.at(d.index(a, level)), a.at(d.index(a, d.opposite(a, level)))
	if from.Equal(to) {
		return new(big.Rat)
	}
	low, high := a.at(0), a.at(a.len()-1) // they ascend
	e := new(big.Rat).Quo(high.Sub(low).Rat(), to.Sub(from).Rat())
	return e.Mul(e, change.Rat())
}

func morrisEffect(input string, of int, effects []*big.Rat) MorrisEffect {
	x := MorrisEffect{Input: input, Count: len(effects), Missing: of - len(effects)}
	if len(effects) == 0 {
		return x
	}
	mu, star := new(big.Rat), new(big.Rat)
	for _, e := range effects {
		mu.Add(mu, e)
		star.Add(star, new(big.Rat).Abs(e))
	}
	count := big.NewRat(int64(len(effects)), 1)
	x.Mu, x.MuStar = Fraction{mu.Quo(mu, count)}, Fraction{star.Quo(star, count)}
	if len(effects) > 1 {
		squares := new(big.Rat)
		for _, e := range effects {
			off := new(big.Rat).Sub(e, mu)
			squares.Add(squares, off.Mul(off, off))
		}
		x.SigmaSquared = Fraction{squares.Quo(squares, big.NewRat(int64(len(effects)-1), 1))}
	}
	return x
}

// Table writes the effects as a text table, each number rounded once as told.
func (x MorrisEffects) Table(r burden.Rounding) (string, error) {
	cells := [][]string{{"input", "mu", "mu*", "sigma²", "effects"}}
	unit := x.Metric.Unit()
	for _, e := range x.Inputs {
		v, err := rounded(r, e.Mu, e.MuStar, e.SigmaSquared)
		if err != nil {
			return "", &Error{Scenario: "Morris", Err: err}
		}
		count := strconv.Itoa(e.Count)
		if e.Missing > 0 {
			count += ", " + strconv.Itoa(e.Missing) + " missing"
		}
		cells = append(cells, []string{e.Input, v[0].Show(unit), v[1].Show(unit), v[2].Show(unit.Times(unit)), count})
	}
	return fmt.Sprintf("%s: elementary effects, rounded %s\n", x.Metric, r) + display.Align(cells, 1) + failureText(x.Failed, x.Failures), nil
}
