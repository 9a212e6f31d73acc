package scenario

// Plainly returns the sweep with every scenario left to the plain evaluator.
func Plainly(w Sweep) Sweep {
	w.plain = true
	return w
}
