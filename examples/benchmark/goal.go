package main

import (
	"fmt"
	"runtime"
)

// goal is how many times as fast a variant is meant to be at least.
type goal struct {
	workload, variant, against string
	times                      float64
}

// goals are the engine's, on one core.
var goals = []goal{
	{"w", streamed, naive, 60},
	{"w", streamed, byHand, 0.5},
	{"w-r", streamed, naive, 100},
	{"w-r", streamed, byHand, 0.75},
	{"w", totalsOnly, naive, 90},
	{"w", totalsOnly, byHand, 0.7},
	{"w-r", totalsOnly, naive, 125},
	{"w-r", totalsOnly, byHand, 1},
	{"w-30y", streamed, naive, 30},
	{"w-30y", streamed, byHand, 0.25},
	{"w-80l", streamed, naive, 80},
	{"w-80l", streamed, byHand, 0.55},
	{"grid-w", streamed, naive, 1500},
	{"grid-w", streamed, byHand, 5},
	{"grid-w", streamed, expert, 5},
	{"grid-w+", streamed, naive, 100},
	{"grid-w+", streamed, byHand, 0.85},
	{"w", decimalInOut, naive, 10},
	{"w", twoWorkers, streamed, 1.8},
	{"w", plainOne, naive, 0.7},
}

// gated is the part of a goal that the gate asks for, so that noise does not fail it.
const gated = 0.7

// needed reports whether a goal speaks of a variant.
func needed(w workload, variant string) bool {
	for _, g := range goals {
		if g.workload == w.name && (g.variant == variant || g.against == variant) {
			return true
		}
	}
	return false
}

// unaskable says why a goal cannot be told from the measurements, if it cannot.
func (g goal) unaskable(all []measured) string {
	switch {
	case g.variant != twoWorkers:
		return ""
	case runtime.NumCPU() < 2:
		return "there is one core"
	}
	if m, ok := find(all, g.workload, g.variant); ok {
		if two := m.middle(func(s sample) float64 { return s.two }); two < enough {
			return fmt.Sprintf("others use the cores: two loops ran %s times as fast as one", significant(two))
		}
	}
	return ""
}

// missed lists the goals that are not reached at the part the gate asks for. A goal whose variants
// were not measured is missed, one that cannot be told is not.
func missed(all []measured) (list []goal, why []string) {
	for _, g := range goals {
		if g.unaskable(all) != "" {
			continue
		}
		r, ok := compared(all, g.workload, g.variant, g.against)
		if ok && r.median >= gated*g.times {
			continue
		}
		list = append(list, g)
		why = append(why, fmt.Sprintf("%s, %s: %s times %s (%s), needs %s, %.0f %% of %s", g.workload, g.variant,
			significant(r.median), g.against, r.spread(), significant(gated*g.times), gated*100, significant(g.times)))
	}
	return list, why
}

// goalOf writes what is asked of a variant against a reference, and whether it is reached.
func goalOf(workload, variant, against string, r ratio) string {
	for _, g := range goals {
		if g.workload == workload && g.variant == variant && g.against == against {
			return g.verdict(r)
		}
	}
	return ""
}

func (g goal) verdict(r ratio) string {
	if r.median < g.times {
		return significant(g.times) + " missed"
	}
	return significant(g.times) + " reached"
}
