package report

import (
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// Error says which part of a report went wrong: a chart, the workbook, the page.
// Fields that do not apply are empty.
type Error struct {
	Part  string // "waterfall", "workbook"
	Input string // the argument, scenario or file at fault
	Err   error  // the cause: a sentinel or an error of package burden or scenario, or of a writer
}

// Error gives part, input and cause in one line.
func (e *Error) Error() string {
	words := []string{"report"}
	for _, w := range []string{e.Part, e.Input} {
		if w != "" {
			words = append(words, visible.Text(abbreviated(w, 120))) // a title may have any length
		}
	}
	if e.Err != nil {
		words = append(words, causeText(e.Err))
	}
	return strings.Join(words, ": ")
}

// causeText is the message of a cause: as it is if the library made it, which writes a line
// for each fault, and else in one line.
func causeText(err error) string {
	switch err.(type) {
	case *Error, *scenario.Error, *burden.Error, interface{ Unwrap() []error }:
		return err.Error()
	}
	return visible.Text(err.Error())
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// failed says in which part an error arose; nil stays nil.
func failed(part, input string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Part: part, Input: input, Err: err}
}

// incomplete says which input of a part is missing.
func incomplete(part, input string) error {
	return failed(part, input, burden.ErrIncomplete)
}
