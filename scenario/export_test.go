package scenario

import (
	"context"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// Plainly returns the sweep with every scenario left to the plain evaluator.
func Plainly(w Sweep) Sweep {
	w.plain = true
	return w
}

// HasEngine reports whether a sweep is run in blocks.
func HasEngine(w Sweep) bool {
	r, err := w.prepare()
	return err == nil && r.engine != nil
}

// Evaluated says how many scenarios of a sweep the plain evaluator did, and how many
// machines it took for the others, by one worker.
func Evaluated(w Sweep) (plainly, machines int) {
	r, err := w.prepare()
	if err != nil {
		return 0, 0
	}
	b := r.block()
	var last *tape.Machine
	for from := r.from; from < r.to; from += r.size {
		b.fill(context.Background(), from, min(from+r.size, r.to))
		plainly += len(b.plain)
		if b.machine != nil && b.machine != last {
			machines++
			last = b.machine
		}
	}
	return plainly, machines
}

// FanSweep is the sweep that a fan runs.
func FanSweep(w Sweep, l burden.Line, events ...Event) (Sweep, error) {
	w, _, err := w.fan(l, events)
	return w, err
}

// Counts of decimals: of few digits, without zeros at their end or at a scale, and of 64
// bits.
var (
	CountOf    = countOf
	CountAt    = countAt
	LeastScale = leastScale
	Count64    = count64
)

// AttributePlainly is Attribute, and with groups AttributeGroups, coalitions evaluated
// one by one.
func AttributePlainly(baseline, alternative *Scenario, m Metric, groups ...[]int) (*Attribution, error) {
	g, err := newGame(baseline, alternative, m)
	if err != nil {
		return nil, err
	}
	g.plain = true
	for i := range g.players {
		groups = append(groups, []int{i})
	}
	return g.owen(groups, nil)
}

// ModelsOfAttribution is how many models Attribute builds for changes of structure.
func ModelsOfAttribution(baseline, alternative *Scenario, m Metric) (int, error) {
	g, err := newGame(baseline, alternative, m)
	if err != nil {
		return 0, err
	}
	var groups [][]int
	for i := range g.players {
		groups = append(groups, []int{i})
	}
	_, err = g.owen(groups, nil)
	return len(g.models), err
}

// Ends are the smallest and the largest of some counts.
func Ends(counts []int64) (low, high int64) { return ends64(counts) }

// Roughly is the range that is planned for from that of some counts.
func Roughly(low, high int64) (from, to int64) { return roughly(low, high) }
