package burden

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
)

// Status says how well a figure is attested.
type Status uint8

const (
	// Unstated: nobody said.
	Unstated Status = iota
	// Confirmed: read in the source named.
	Confirmed
	// Derived: computed from confirmed figures, printed nowhere.
	Derived
	// Brief: stated only in a press report.
	Brief
	// Recalled: remembered, found in no source. Not a published figure.
	Recalled
	// Assumed: set by a scenario.
	Assumed
)

var statusNames = [...]string{"unstated", "confirmed", "derived", "brief", "recalled", "assumed"}

// String returns the status in one word.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "unknown status"
}

// Stage says how far the money of a figure had come. Amounts of one year differ
// by stage: what was agreed, what the budget had, what was spent.
type Stage uint8

const (
	// NoStage: not an amount, or nobody said.
	NoStage Stage = iota
	// Expected: announced, proposed or forecast.
	Expected
	// Agreed: in an agreement.
	Agreed
	// Budgeted: in a budget passed.
	Budgeted
	// Executed: spent.
	Executed
)

var stageNames = [...]string{"", "expected", "agreed", "budgeted", "executed"}

// String returns the stage in one word, empty for [NoStage].
func (s Stage) String() string {
	if int(s) < len(stageNames) {
		return stageNames[s]
	}
	return "unknown stage"
}

// AtStage returns the series with a stage on every entry.
func (s Series) AtStage(stage Stage) Series {
	spans := slices.Clone(s.spans)
	for i := range spans {
		spans[i].Stage = stage
	}
	s.spans = spans
	return s
}

// Standing is a status and stage that a number stands on, with the parameters
// that have it.
type Standing struct {
	Status Status
	Stage  Stage
	Params []string // by name
}

// StandsOn returns what a line's value in a year stands on: every status and
// stage of the figures that went into it, directly or through other lines and
// years. A number is no better attested than the weakest of them. It returns the
// errors of [Projection.Value], and an [ErrTooLarge] if it would take more work to find
// out than a projection may: the limit is that of [Projection.Explain].
func (p *Projection) StandsOn(l Line, year int) ([]Standing, error) {
	x, err := p.Explain(l, year)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok && e.Input == "depth" && errors.Is(err, ErrTooLarge) {
			return nil, &Error{Model: p.m.id, Line: l.Name(), Year: year, Detail: "to find out what it stands on takes more work than " + strconv.Itoa(maxWork) +
				" nodes; ask for an earlier year, or for the lines that it reads", Err: ErrTooLarge}
		}
		return nil, err
	}
	var list []Standing
	type figure struct {
		standing int
		param    string
	}
	listed := map[figure]bool{}
	for _, s := range x.Steps {
		for _, in := range s.Inputs {
			i := slices.IndexFunc(list, func(s Standing) bool { return s.Status == in.Status && s.Stage == in.Stage })
			if i < 0 {
				i = len(list)
				list = append(list, Standing{Status: in.Status, Stage: in.Stage})
			}
			if at := (figure{i, in.Param}); !listed[at] {
				listed[at] = true
				list[i].Params = append(list[i].Params, in.Param)
			}
		}
	}
	for i := range list {
		slices.Sort(list[i].Params)
	}
	slices.SortFunc(list, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Stage, b.Stage))
	})
	return list, nil
}
