package recompute

import (
	"fmt"
	"slices"
	"strings"
)

// carried says which fields a node has, besides op, by its operator.
func carried(op string) string {
	switch op {
	case "constant":
		return "value unit"
	case "param":
		return "value unit name input"
	case "line":
		return "value unit name step"
	case "part":
		return "value name split"
	case "quotient", "round":
		return "value rounding before of"
	case "power":
		return "value rounding before p q of"
	case "minimum", "maximum":
		return "value bound reached arithmetic of"
	case "lag":
		return "value years of"
	case "sum":
		return "value from to relative of"
	case "by_year":
		return "value starts of"
	case "basis":
		return "value basis of"
	case "unused":
		return "formula"
	}
	return "value of"
}

// plain rejects a node with a field that its operator does not have: it would say
// something that nothing checks.
func (n *node) plain() error {
	may := strings.Fields(carried(n.Op))
	for _, f := range []struct {
		name  string
		there bool
	}{
		{"value", n.Value != ""}, {"unit", n.Unit != ""}, {"name", n.Name != ""}, {"input", n.Input != ""},
		{"step", n.Step != ""}, {"split", n.Split != ""}, {"formula", n.Formula != ""}, {"basis", n.Basis != ""},
		{"rounding", n.Rounding != nil}, {"before", n.Before != ""}, {"p", n.P != 0}, {"q", n.Q != 0},
		{"years", n.Years != 0}, {"from", n.From != 0}, {"to", n.To != 0}, {"relative", n.Relative},
		{"starts", n.Starts != nil}, {"bound", n.Bound != nil}, {"reached", n.Reached != nil},
		{"arithmetic", n.Arithmetic}, {"of", n.Of != nil},
	} {
		if f.there && !slices.Contains(may, f.name) {
			return fmt.Errorf("%s has no %s", quoted(n.Op), f.name)
		}
	}
	return nil
}
