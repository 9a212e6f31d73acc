package scenario

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// Simulation is the design of many runs that differ in what is drawn for uncertain
// parameters. Every run is exact and can be replayed: the same simulation gives the
// same runs, whatever range of them, wherever, on however many workers.
//
//	scenario.Sweep{Scenario: agreed, Design: simulation, Metrics: metrics}.Summarize(ctx)
//
// Unless its sampling is tied to more, a draw depends on the seed, the parameter's
// name, the year and the run only, see [Draw]. What is wrong with a simulation is
// reported by what runs it.
type Simulation struct {
	Seed      int64
	Runs      int
	Inputs    []Uncertain
	Couplings []Coupling // nil: every parameter is drawn by itself
	Sampling  Sampling
}

// Uncertain is a parameter that is drawn, in which years, and how.
type Uncertain struct {
	Param   burden.Param
	Years   Years // the first and the last year, as [Between] gives them; [From] has no last
	Process Process
	// Grid is what every value is rounded to before it enters the model: the precision
	// at which the parameter is printed, say.
	Grid burden.Rounding
	// Clamp moves a value outside the parameter's range (Within) to the nearer end. If
	// it is not set, such a run fails, and the sweep's ledger names run and value.
	Clamp bool
}

// maxDrawnYears bounds the years of an input, so that one without an end is a mistake.
const maxDrawnYears = 1000

// Len returns how many runs there are.
func (s Simulation) Len() int { return max(s.Runs, 0) }

// At returns the i-th run: every parameter set in every year it is drawn for. A run
// that cannot be drawn is a point that nothing can apply; a sweep says why.
func (s Simulation) At(i int) Point {
	if s.Check() == nil {
		if p, err := s.draw(i); err == nil {
			return p
		}
	}
	return Point{{}}
}

// draw returns a run, or why it has none, of a simulation that has been checked.
func (s Simulation) draw(run int) (Point, error) {
	if run < 0 || run >= s.Runs {
		return nil, &burden.Error{Input: "run", Value: strconv.Itoa(run), Err: burden.ErrOutOfRange}
	}
	draws := s.uniform(run)
	for _, c := range s.Couplings {
		members := make([][]*big.Rat, len(c.Params))
		var keys []int
		for m, p := range c.Params {
			i := s.input(p)
			members[m], keys = draws[i], s.Inputs[i].keys()
		}
		if err := c.couple(s.Seed, run, keys, members); err != nil {
			return nil, err
		}
	}
	var p Point
	for i, in := range s.Inputs {
		values, err := in.Process.path(in.Years, draws[i], in.Grid)
		if err != nil {
			return nil, &Error{Scenario: "run " + strconv.Itoa(run), Change: in.Param.Name(), Err: err}
		}
		for k, v := range values {
			if v, err = in.within(v); err != nil {
				return nil, &Error{Scenario: "run " + strconv.Itoa(run), Change: in.Param.Name() + " " + In(in.Years.from+k).String(), Err: err}
			}
			p = append(p, Setting{in.Param, v, []Years{In(in.Years.from + k)}})
		}
	}
	return p, nil
}

// uniform returns the run's uniform draws: of each input one a key.
func (s Simulation) uniform(run int) [][]*big.Rat {
	var bases []int
	if s.Sampling == Halton {
		bases = primes(s.dimensions())
	}
	draws := make([][]*big.Rat, len(s.Inputs))
	for i, in := range s.Inputs {
		for _, key := range in.keys() {
			var u *big.Rat
			switch s.Sampling {
			case LatinHypercube:
				u = stratified(s.Seed, in.Param.Name(), key, run, s.Runs)
			case Halton:
				u = halton(s.Seed, in.Param.Name(), key, run, bases[0])
				bases = bases[1:]
			default:
				u = Draw(s.Seed, in.Param.Name(), key, run)
			}
			draws[i] = append(draws[i], u)
		}
	}
	return draws
}

func (in Uncertain) keys() []int { return in.Process.keys(in.Years) }

// within returns a value that is in the parameter's range, if it has one.
func (in Uncertain) within(v decimal.Decimal) (decimal.Decimal, error) {
	low, high, ok := in.Param.Range()
	if !ok || v.GreaterThanOrEqual(low) && v.LessThanOrEqual(high) {
		return v, nil
	}
	if in.Clamp {
		return decimal.Min(decimal.Max(v, low), high), nil
	}
	return v, &burden.Error{Input: in.Param.Name(), Value: burden.Text(v) + ", not within " + burden.Text(low) + " to " + burden.Text(high), Err: burden.ErrOutOfRange}
}

// dimensions is how many draws a run takes.
func (s Simulation) dimensions() int {
	n := 0
	for _, in := range s.Inputs {
		n += len(in.keys())
	}
	return n
}

// input returns which input a parameter is, or -1.
func (s Simulation) input(p burden.Param) int {
	return slices.IndexFunc(s.Inputs, func(in Uncertain) bool { return in.Param.Name() == p.Name() })
}

// maxDimensions bounds the draws of a run under Halton sampling: of more, the bases are
// so large that there cannot be as many runs as they need.
const maxDimensions = 1 << 15

// maxInputs bounds the parameters that are drawn.
const maxInputs = 1 << 10

// Check reports everything that is wrong with the simulation.
func (s Simulation) Check() error {
	var faults []error
	fault := func(input, value string, cause error) {
		faults = append(faults, &burden.Error{Input: input, Value: value, Err: cause})
	}
	switch {
	case s.Runs < 0:
		fault("runs", strconv.Itoa(s.Runs), burden.ErrOutOfRange)
	case s.Runs == 0:
		fault("runs", "0", burden.ErrIncomplete)
	case s.Runs > maxGrid:
		fault("runs", strconv.Itoa(s.Runs), burden.ErrTooLarge)
	}
	if len(s.Inputs) == 0 {
		fault("inputs", "", burden.ErrIncomplete)
	}
	if len(s.Inputs) > maxInputs {
		fault("inputs", strconv.Itoa(len(s.Inputs)), burden.ErrTooLarge)
		return errors.Join(faults...)
	}
	for i, in := range s.Inputs {
		if err := in.check(); err != nil {
			faults = append(faults, &Error{Scenario: "simulation", Change: in.Param.Name(), Err: err})
		}
		if s.input(in.Param) != i {
			fault("parameter", in.Param.Name(), burden.ErrDuplicate)
		}
	}
	if len(faults) == 0 {
		faults = append(s.checkCouplings(), s.checkSampling()...)
	}
	return errors.Join(faults...)
}

func (in Uncertain) check() error {
	switch {
	case in.Param.Name() == "":
		return &burden.Error{Input: "parameter", Err: burden.ErrIncomplete}
	case in.Process == nil:
		return &burden.Error{Input: "process", Err: burden.ErrIncomplete}
	case in.Years == Years{}:
		return &burden.Error{Input: "years", Detail: "no years are named in which it is drawn; name the first and the last: Years: scenario.Between(2026, 2030)", Err: burden.ErrIncomplete}
	case in.Years.to == burden.MaxYear && in.Years.from < in.Years.to:
		from := strconv.Itoa(in.Years.from)
		return &burden.Error{Input: "years", Value: in.Years.String(), Err: burden.ErrIncomplete,
			Detail: "it is drawn for each year, and years from " + from + " have no last year; use scenario.Between(" + from + ", the last year)"}
	case in.Years.from < burden.MinYear || in.Years.to > burden.MaxYear || in.Years.to < in.Years.from:
		return &burden.Error{Input: "years", Value: in.Years.String(), Err: burden.ErrOutOfRange}
	case in.Years.to-in.Years.from >= maxDrawnYears:
		return &burden.Error{Input: "years", Value: in.Years.String(), Err: burden.ErrTooLarge}
	case in.Grid.IsZero():
		return &burden.Error{Input: "grid", Err: burden.ErrIncomplete}
	}
	return in.Process.check(in.Years, in.Grid)
}

func (s Simulation) checkCouplings() []error {
	var faults []error
	coupled := map[int]bool{}
	for _, c := range s.Couplings {
		fault := func(cause error) {
			faults = append(faults, &burden.Error{Input: "coupling", Value: c.name(), Err: cause})
		}
		if c.Copula == nil || len(c.Params) < 2 {
			fault(burden.ErrIncomplete)
			continue
		}
		first := s.input(c.Params[0])
		for _, p := range c.Params {
			switch i := s.input(p); {
			case i < 0:
				fault(burden.ErrUnknownName)
			case coupled[i]:
				fault(burden.ErrDuplicate)
			case first >= 0 && !slices.Equal(s.Inputs[i].keys(), s.Inputs[first].keys()):
				fault(burden.ErrMissingYear)
			default:
				coupled[i] = true
			}
		}
		middle := slices.Repeat([]*big.Rat{big.NewRat(1, 2)}, len(c.Params))
		if _, err := c.through(middle, middle[0]); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

func (s Simulation) checkSampling() []error {
	if s.Sampling > Halton {
		return []error{&burden.Error{Input: "sampling", Value: s.Sampling.String(), Err: burden.ErrUnknownName}}
	}
	if n := s.dimensions(); s.Sampling == Halton && n > 1 {
		if n > maxDimensions {
			return []error{&burden.Error{Input: "sampling", Value: fmt.Sprintf("%d draws a run", n), Err: burden.ErrTooLarge}}
		}
		bases := primes(n)
		if least := int64(bases[n-1]) * int64(bases[n-2]); int64(s.Runs) < least {
			return []error{&burden.Error{Input: "runs", Value: fmt.Sprintf("%d, of at least %d for %d draws a run", s.Runs, least, n), Err: burden.ErrOutOfRange}}
		}
	}
	return nil
}

// String says what is drawn: seed, runs and sampling, and a line for each input and
// each coupling.
func (s Simulation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, %d runs, %s\n", s.Seed, s.Runs, s.Sampling)
	for _, in := range s.Inputs {
		_, years, _ := strings.Cut(in.Years.String(), " ")
		b.WriteString(visible.Text(fmt.Sprintf("%s %s: %v, %s", in.Param.Name(), years, in.Process, in.Grid)))
		if in.Clamp {
			b.WriteString(", within its range")
		}
		b.WriteString("\n")
	}
	for _, c := range s.Couplings {
		b.WriteString(visible.Text(c.name()+": "+described(c.Copula)) + "\n")
	}
	return b.String()
}
