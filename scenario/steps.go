package scenario

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Steps are numbers in equal steps, from one to another, both included: the grid
// a parameter is looked for on. The zero Steps is a fault of what uses it.
type Steps struct {
	from, step decimal.Decimal
	n          int
	percent    bool // one of the numbers was written as a percentage
	fault      *burden.Error
}

// NewSteps returns the numbers from one to another in steps. What uses them
// reports an error if:
//   - a number is malformed ([burden.ErrNumber], [burden.ErrTooLarge])
//   - the step is not positive, or the last number below the first ([burden.ErrOutOfRange])
//   - the steps do not lead to the last number ([burden.ErrInexact])
//   - there are 2^31 of them or more ([burden.ErrTooLarge])
func NewSteps[N burden.Number](from, to, step N) Steps {
	var d [3]decimal.Decimal
	for i, given := range []N{from, to, step} {
		var fault *burden.Error
		if d[i], fault = readNumber(given); fault != nil {
			fault.Input = [...]string{"first of the steps", "last of the steps", "step"}[i]
			return Steps{fault: fault}
		}
	}
	s := Steps{from: d[0], step: d[2], percent: percentages(from, to, step)}
	faulty := func(cause error) Steps {
		return Steps{fault: &burden.Error{Input: "steps", Value: stepsText(burden.Text(d[0]), burden.Text(d[1]), burden.Text(d[2])), Err: cause}}
	}
	if d[2].Sign() <= 0 || d[1].LessThan(d[0]) {
		return faulty(burden.ErrOutOfRange)
	}
	count, err := burden.RoundTo("1", burden.Floor).Quotient(d[1].Sub(d[0]), d[2])
	below := d[0].Add(d[2].Mul(count))
	switch {
	case err != nil: // numbers of very many digits
		return faulty(err)
	case !below.Equal(d[1]):
		s := faulty(burden.ErrInexact)
		s.fault.Detail = missed(d[0], d[1], d[2], below)
		return s
	case count.GreaterThanOrEqual(decimal.NewFromInt(math.MaxInt32)):
		return faulty(burden.ErrTooLarge)
	}
	s.n = int(count.IntPart()) + 1
	return s
}

// percentages reports whether one of some numbers was written as a percentage.
func percentages[N burden.Number](list ...N) bool {
	return slices.ContainsFunc(list, func(n N) bool {
		text, ok := any(n).(string)
		return ok && strings.HasSuffix(text, "%")
	})
}

// missed says which steps are next to a last number that none reaches; nothing of numbers
// so long that a message would be unreadable.
func missed(from, to, step, below decimal.Decimal) string {
	s := "steps of " + burden.Text(step) + " from " + burden.Text(from) + " do not reach " + burden.Text(to) +
		": the nearest are " + burden.Text(below) + " and " + burden.Text(below.Add(step))
	if len(s) > maxTold {
		return ""
	}
	return s
}

// maxTold is how many bytes of a message numbers may take.
const maxTold = 240

// Len returns how many numbers there are.
func (s Steps) Len() int { return s.n }

// At returns the i-th number, counting from zero.
func (s Steps) At(i int) decimal.Decimal {
	return s.from.Add(s.step.Mul(decimal.NewFromInt(int64(i))))
}

// String writes the steps: "0 to 0.1 in steps of 0.001".
func (s Steps) String() string { return s.show(burden.Text) }

func (s Steps) show(text func(decimal.Decimal) string) string {
	if s.n == 0 {
		return "no steps"
	}
	return stepsText(text(s.from), text(s.At(s.n-1)), text(s.step))
}

func stepsText(from, to, step string) string { return from + " to " + to + " in steps of " + step }

// Check returns an error if the steps are empty or malformed.
func (s Steps) Check() error {
	switch {
	case s.fault != nil:
		fault := *s.fault
		return &fault
	case s.n == 0:
		return &burden.Error{Input: "steps", Err: burden.ErrIncomplete}
	}
	return nil
}

// readNumber checks a number where every number is: in a series made of it.
func readNumber[N burden.Number](value N) (decimal.Decimal, *burden.Error) {
	if e, ok := burden.Constant(value).At(burden.MinYear); ok {
		return e.Value, nil
	}
	fault := &burden.Error{Input: "number", Err: burden.ErrNumber}
	_, err := burden.NewModel("number", burden.NewParam("value", burden.Ratio, burden.Constant(value)))
	if f, ok := errors.AsType[*burden.Error](err); ok {
		fault.Value, fault.Err = f.Value, f.Err
	}
	return decimal.Decimal{}, fault
}
