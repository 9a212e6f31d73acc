package scenario

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
