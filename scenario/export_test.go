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
