package curve_test

import (
	"testing"

	"example.com/burdenshare/internal/curve"
)

// Every call of package scenario that takes a document or a scenario.
func TestCurves(t *testing.T) {
	costs := curve.Check(t, "example.com/burdenshare/internal/curve/calls", "example.com/burdenshare/burden/...", "example.com/burdenshare/scenario/...", "example.com/burdenshare/internal/closest")
	t.Logf("%d calls with inputs", len(costs))
}
