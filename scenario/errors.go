package scenario

import (
	"errors"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// The causes a caller may branch on besides those of package burden.
var (
	// ErrConflict reports two changes that touch the same parameter and year, or
	// the same definition, where no priority decides.
	ErrConflict = errors.New("conflict without a priority")
	// ErrBaseline reports scenarios of different baselines or years.
	ErrBaseline = errors.New("different baselines")
)

// Error says which scenario and change went wrong. Fields that do not apply are empty.
type Error struct {
	Scenario    string // scenario or overlay
	Change      string // what the change says
	Other       string // the scenario or overlay in conflict with it
	OtherChange string // what that one says
	Err         error  // the cause: one of this package's sentinels, or an error of package burden
}

// How many letters a message has of a name and of a change. Names are joined where there
// are many overlays, and a change may be about thousands of years.
const (
	maxNameTold   = 400
	maxChangeTold = 1000
)

// Error gives scenario, change, conflict and cause in one line, or one for each cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("scenario: " + visible.Clip(e.Scenario, maxNameTold))
	if e.Change != "" {
		b.WriteString(": " + visible.Clip(e.Change, maxChangeTold))
	}
	if e.Other != "" {
		b.WriteString(": against " + visible.Clip(e.Other, maxNameTold))
		if e.OtherChange != "" {
			b.WriteString(": " + visible.Clip(e.OtherChange, maxChangeTold))
		}
	}
	text := visible.Text(b.String())
	if e.Err != nil {
		text += ": " + causeText(e.Err)
	}
	return text
}

// causeText is the message of a cause. Causes that are joined stand in a line each; what
// else breaks a line, in a message of a program's own error, does not.
func causeText(err error) string {
	var list []string
	for _, f := range burden.Faults(err) {
		if e, ok := f.(*Error); ok { // which says it so itself
			list = append(list, e.Error())
			continue
		}
		list = append(list, visible.Text(f.Error()))
	}
	return strings.Join(list, "\n")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// incomplete says which input of a scenario is missing.
func incomplete(scenario, input string) *Error {
	return &Error{Scenario: scenario, Err: &burden.Error{Input: input, Err: burden.ErrIncomplete}}
}

// inside says of faults in which overlay and change they are.
func inside(overlay, change string, faults ...error) []error {
	var list []error
	for _, f := range faults {
		list = append(list, &Error{Scenario: overlay, Change: change, Err: f})
	}
	return list
}
