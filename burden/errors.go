package burden

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/burdenshare/internal/visible"
)

// The causes a caller may branch on, with errors.Is. They arrive wrapped in an
// [Error] that says where.
var (
	// ErrNumber reports text that is not a decimal number: empty, not finite, or with foreign characters.
	ErrNumber = errors.New("not a decimal number")
	// ErrTooLarge reports a number, formula, model or range of years beyond the limits of this package.
	ErrTooLarge = errors.New("too large")
	// ErrInexact reports a value that would have to be rounded where no rounding is named.
	ErrInexact = errors.New("not exact without a rounding")
	// ErrDivisionByZero reports a divisor that is zero.
	ErrDivisionByZero = errors.New("division by zero")
	// ErrOutOfRange reports a number outside its range: a parameter outside its stated one, a year
	// outside a projection, the root of a negative number.
	ErrOutOfRange = errors.New("out of range")
	// ErrMissingYear reports a year that is needed and has no value.
	ErrMissingYear = errors.New("missing year")
	// ErrNotApplicable reports a line in a year of the projection in which nothing defines, asked for
	// or needed it.
	ErrNotApplicable = errors.New("not applicable")
	// ErrUnit reports units that do not agree, or text that is not a unit.
	ErrUnit = errors.New("units do not agree")
	// ErrYearBasis reports figures of different year bases in one formula, or an amount at
	// a year's prices that would change its year basis.
	ErrYearBasis = errors.New("year bases do not agree")
	// ErrCycle reports a line that needs itself in the same year.
	ErrCycle = errors.New("cycle without a lag")
	// ErrUnknownName reports a name that the model does not define.
	ErrUnknownName = errors.New("unknown name")
	// ErrDuplicate reports two definitions, or two unequal parameters, under one name.
	ErrDuplicate = errors.New("defined twice")
	// ErrName reports text that is not a name. A name is made of ASCII letters, digits and
	// underscores, or several such joined by dots. It has at most 128 characters and is neither
	// a keyword of Go nor "none".
	ErrName = errors.New("not a name")
	// ErrDate reports a date that is not written as 2006-01-02, or a month not as 2006-01.
	ErrDate = errors.New("not a date")
	// ErrIncomplete reports a zero formula, handle or definition, or a missing part of one.
	ErrIncomplete = errors.New("incomplete")
	// ErrSyntax reports text that does not read as a formula or a document.
	ErrSyntax = errors.New("not well formed")
)

// Error says where something went wrong. Fields that do not apply are empty.
//
// Use errors.AsType[*Error] for the place and errors.Is for the cause. The
// errors of a model are joined: errors.Is finds any of them, and [Faults] lists
// them.
type Error struct {
	Model string // id of the model
	Line  string // line being defined or computed
	Year  int    // year being computed, 0 if none
	Input string // parameter, operand or argument at fault
	Value string // its value or text, as given
	// Detail is the whole story in words, where the cause alone would not tell it.
	Detail string
	Err    error // the cause: errors.Is finds one of the sentinels of this package
}

// told is a cause in words that say more than its own, such as how to mend it.
type told struct {
	cause error
	words string
}

// tooLarge is an ErrTooLarge that names the limit.
func tooLarge(limit string) told { return told{ErrTooLarge, ErrTooLarge.Error() + ": " + limit} }

func (t told) Error() string { return t.words }

func (t told) Unwrap() error { return t.cause }

// Error gives place, input and cause in one line, whatever stands in a name or value.
func (e *Error) Error() string { return visible.Text(e.message()) }

func (e *Error) message() string {
	var b strings.Builder
	b.WriteString("burden")
	if e.Model != "" {
		b.WriteString(": " + e.Model)
	}
	if e.Line != "" {
		b.WriteString(": " + e.Line)
		if e.Year != 0 {
			b.WriteString(" " + strconv.Itoa(e.Year))
		}
	}
	if e.Detail != "" {
		b.WriteString(": " + e.Detail)
		return b.String()
	}
	if e.Input != "" {
		b.WriteString(": " + e.Input)
		if e.Line == "" && e.Year != 0 {
			b.WriteString(" " + strconv.Itoa(e.Year))
		}
	}
	if e.Value != "" {
		b.WriteString(" = " + clip(e.Value, 240)) // what was abbreviated and quoted before stays whole
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Faults lists the single errors that err joins, in their order. An error that
// joins none is its own only fault; nil has none.
func Faults(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return slices.Clone(joined.Unwrap())
	}
	return []error{err}
}

// quoted is a text as given, in quotes, abbreviated.
func quoted(s string) string {
	if t := abbreviate(s); t != s {
		return t
	}
	return strconv.Quote(s)
}

// abbreviate keeps a hostile input out of a message without hiding what it was.
func abbreviate(s string) string { return clip(s, 40) }

func clip(s string, keep int) string {
	if len(s) <= keep {
		return s
	}
	for keep > 0 && !utf8.RuneStart(s[keep]) { // in the middle of a letter
		keep--
	}
	return strconv.Quote(s[:keep]) + "… (" + strconv.Itoa(len(s)) + " bytes)"
}
