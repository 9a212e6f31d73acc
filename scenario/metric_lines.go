package scenario

import (
	"slices"

	"example.com/burdenshare/burden"
)

// Lines returns the lines that the metric is made of, each once.
func (m Metric) Lines() []burden.Line { return slices.Clone(m.lines()) }
