package burden

import (
	"cmp"
	"errors"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
)

// maxTextFaults is how many faults of one text are reported.
const maxTextFaults = 10

// TextError says what is wrong in a formula's text, and where.
type TextError struct {
	Offset       int    // bytes before the place
	Line, Column int    // of the place, from 1, in characters
	Problem      string // what is wrong there
	Suggestion   string // what may have been meant; empty if nothing comes near
	Err          error  // the cause, one of the sentinels of this package
}

// Error gives place, problem and suggestion in one line.
func (e *TextError) Error() string {
	return "burden: formula:" + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column) + ": " + e.What()
}

// What gives problem and suggestion without the place.
func (e *TextError) What() string {
	if e.Suggestion == "" {
		return visible.Text(e.Problem)
	}
	return visible.Text(e.Problem + "; did you mean " + e.Suggestion + "?")
}

// Unwrap returns the cause.
func (e *TextError) Unwrap() error { return e.Err }

func tooLongText(text string) error {
	return &TextError{Line: 1, Column: 1, Problem: "the text has " + strconv.Itoa(len(text)) + " bytes, more than " + strconv.Itoa(MaxFormulaText), Err: ErrTooLarge}
}

// fault keeps what is wrong at an offset.
func (r *textReader) fault(at int, problem, suggestion string, err error) {
	if len(r.faults) == maxTextFaults {
		return
	}
	at = min(max(at, 0), len(r.text))
	before := r.text[:at]
	r.faults = append(r.faults, &TextError{
		Offset: at, Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
		Problem: problem, Suggestion: suggestion, Err: err,
	})
}

// refuse keeps that something in the text has no place in a formula.
func (r *textReader) refuse(at token.Pos, problem string) {
	r.fault(int(at)-r.file.Base(), problem, "", ErrSyntax)
}

// unknown keeps a name that nothing has, and what it may be a misspelling of.
func (r *textReader) unknown(at int, name string) {
	if len(r.faults) == maxTextFaults {
		return // looking for what was meant would be for nothing
	}
	if _, given := r.names[name]; given {
		r.fault(at, "the name "+abbreviate(name)+" was given without what it means", "", ErrUnknownName)
		return
	}
	if r.known == nil {
		r.known = closest.Among(len(r.names), func(yield func(string) bool) {
			for k, o := range r.names {
				if operands(o)[0].n != nil && !yield(k) {
					return
				}
			}
		})
	}
	r.fault(at, "unknown name "+abbreviate(name), r.known.Nearest(name), ErrUnknownName)
}

func (r *textReader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *TextError) int { return cmp.Compare(a.Offset, b.Offset) })
	errs := make([]error, len(r.faults))
	for i, f := range r.faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}
