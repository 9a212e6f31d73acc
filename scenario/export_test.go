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
