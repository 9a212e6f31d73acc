package scenario

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Process says how a parameter's values over years come out of draws. Independent
// years make the sum over years, and whatever compounds, too certain: what is high
// this year is often high the next. A process is [EachYear], [Held],
// [Autoregressive] or [BlockBootstrap]; the set is closed.
type Process interface {
	fmt.Stringer
	// keys are the years whose draws the process takes, ascending; 0 for a draw that
	// belongs to the run.
	keys(y Years) []int
	// path returns the values of the years, on the grid, from the draws of its keys.
	path(y Years, u []*big.Rat, grid burden.Rounding) ([]decimal.Decimal, error)
	// check reports what is wrong with the process, whatever is drawn.
	check(y Years, grid burden.Rounding) error
}

// EachYear returns the process that draws every year by itself.
func EachYear(d Distribution) Process { return eachYear{d} }

// Held returns the process that draws once and keeps the value for all years.
func Held(d Distribution) Process { return held{d} }

// Autoregressive returns the process in which a part of what a year is above its mean
// stays for the next: a coefficient from -1 to 1, where 0 keeps nothing and 1 is a
// random walk, which has no mean. The distribution is that of the shocks, before the
// value of the year before the first.
//
//	x[y] = round(mean + coefficient × (x[y-1] - mean) + shock[y], grid)
//
// Shocks are drawn on the grid, and what is rounded enters the next year as it is, as
// a published figure would.
func Autoregressive[N burden.Number](shock Distribution, coefficient, mean, before N) Process {
	p := autoregressive{shock: shock}
	for i, n := range []N{coefficient, mean, before} {
		v, fault := readNumber(n)
		*[...]*decimal.Decimal{&p.coefficient, &p.mean, &p.before}[i] = v
		if p.fault == nil {
			p.fault = fault
		}
	}
	if p.fault == nil && p.coefficient.Abs().GreaterThan(decimal.NewFromInt(1)) {
		p.fault = &burden.Error{Input: "coefficient", Value: burden.Text(p.coefficient), Err: burden.ErrOutOfRange}
	}
	return p
}

// BlockBootstrap returns the process that strings together blocks of a history: as
// many years in a row as length says, out of the years named or all there are. So
// what followed what is kept within a block, and nothing is assumed of the values
// but that the years to come are like those. A block of one year is a draw of each
// year by itself.
//
// Every block without a missing year is equally likely, so the first and last years of
// a stretch of history occur in fewer blocks, and a year between two gaps in none.
// Where the blocks begin is drawn for each run, so that all pairs of neighbouring
// years are treated alike.
//
//	phase = ⌊u[0] × length⌋, and a block begins in the years y with y mod length = phase
//	its history begins with year number ⌊u[y] × number of blocks⌋, from 0, of those that can
//
// Source: H. R. Künsch, Annals of Statistics 17 (1989). For the length, the cube root
// of the number of years is usual.
func BlockBootstrap(history burden.Series, length int, years ...Years) Process {
	p := blockBootstrap{length: length, values: map[int]decimal.Decimal{}}
	if len(years) == 0 {
		years = []Years{{burden.MinYear, burden.MaxYear}}
	}
	for _, span := range history.Spans() {
		for _, y := range years {
			for year := max(span.From, y.from); year <= min(span.To, y.to); year++ {
				p.values[year] = span.Value
			}
		}
	}
	run := 0
	for year := burden.MinYear; year <= burden.MaxYear && length > 0; year++ {
		run++
		if _, ok := p.values[year]; !ok {
			run = 0
		}
		if run >= length {
			p.starts = append(p.starts, year-length+1)
		}
	}
	return p
}

type eachYear struct{ d Distribution }

func (p eachYear) String() string { return "each year " + described(p.d) }

func (p eachYear) keys(y Years) []int { return y.list() }

func (p eachYear) path(y Years, u []*big.Rat, grid burden.Rounding) ([]decimal.Decimal, error) {
	values := make([]decimal.Decimal, len(u))
	for i, share := range u {
		var err error
		if values[i], err = p.d.Quantile(share, grid); err != nil {
			return nil, &burden.Error{Input: "draw", Year: y.from + i, Value: share.FloatString(6), Err: err}
		}
	}
	return values, nil
}

func (p eachYear) check(_ Years, grid burden.Rounding) error { return checkDistribution(p.d, grid) }

type held struct{ d Distribution }

func (p held) String() string { return "for all years " + described(p.d) }

func (p held) keys(Years) []int { return []int{0} }

func (p held) path(y Years, u []*big.Rat, grid burden.Rounding) ([]decimal.Decimal, error) {
	v, err := p.d.Quantile(u[0], grid)
	if err != nil {
		return nil, &burden.Error{Input: "draw", Value: u[0].FloatString(6), Err: err}
	}
	return slices.Repeat([]decimal.Decimal{v}, y.to-y.from+1), nil
}

func (p held) check(_ Years, grid burden.Rounding) error { return checkDistribution(p.d, grid) }

type autoregressive struct {
	shock                     Distribution
	coefficient, mean, before decimal.Decimal
	fault                     *burden.Error
}

func (p autoregressive) String() string {
	return fmt.Sprintf("autoregressive, coefficient %s, mean %s, from %s, shocks %s",
		burden.Text(p.coefficient), burden.Text(p.mean), burden.Text(p.before), described(p.shock))
}

func (p autoregressive) keys(y Years) []int { return y.list() }

func (p autoregressive) path(y Years, u []*big.Rat, grid burden.Rounding) ([]decimal.Decimal, error) {
	shocks, err := eachYear{p.shock}.path(y, u, grid)
	if err != nil {
		return nil, err
	}
	x := p.before
	for i, shock := range shocks {
		unrounded := p.mean.Add(p.coefficient.Mul(x.Sub(p.mean))).Add(shock)
		if x, err = grid.Apply(unrounded); err != nil {
			return nil, &burden.Error{Input: "autoregressive", Year: y.from + i, Value: burden.Text(unrounded), Err: err}
		}
		shocks[i] = x
	}
	return shocks, nil
}

func (p autoregressive) check(_ Years, grid burden.Rounding) error {
	if p.fault != nil {
		return p.fault
	}
	return checkDistribution(p.shock, grid)
}

type blockBootstrap struct {
	length int
	values map[int]decimal.Decimal
	starts []int // years of history that a block can begin with
}

// String names the years that blocks are made of.
func (p blockBootstrap) String() string {
	var stretches []string
	from := 0
	for i, start := range p.starts {
		if i == 0 || start != p.starts[i-1]+1 {
			from = start
		}
		if i == len(p.starts)-1 || p.starts[i+1] != start+1 {
			_, stretch, _ := strings.Cut(Years{from, start + p.length - 1}.String(), " ")
			stretches = append(stretches, stretch)
		}
	}
	return fmt.Sprintf("blocks of %d years out of %s (%d blocks)", p.length, strings.Join(stretches, " and "), len(p.starts))
}

func (p blockBootstrap) keys(y Years) []int {
	return append([]int{0}, Years{y.from - p.length + 1, y.to}.list()...)
}

func (p blockBootstrap) path(y Years, u []*big.Rat, grid burden.Rounding) ([]decimal.Decimal, error) {
	phase := partOf(u[0], p.length)
	values := make([]decimal.Decimal, 0, y.to-y.from+1)
	for year := y.from; year <= y.to; year++ {
		into := ((year-phase)%p.length + p.length) % p.length
		begins := u[1+year-into-(y.from-p.length+1)]
		v, err := grid.Apply(p.values[p.starts[partOf(begins, len(p.starts))]+into])
		if err != nil {
			return nil, &burden.Error{Input: "history", Year: year, Err: err}
		}
		values = append(values, v)
	}
	return values, nil
}

// partOf returns which of n equal parts of the unit interval u lies in, from 0.
func partOf(u *big.Rat, n int) int {
	k := new(big.Int).Mul(u.Num(), big.NewInt(int64(n)))
	return min(int(k.Quo(k, u.Denom()).Int64()), n-1)
}

func (p blockBootstrap) check(y Years, grid burden.Rounding) error {
	switch {
	case p.length < 1 || p.length >= y.from:
		return &burden.Error{Input: "length of blocks", Value: strconv.Itoa(p.length), Err: burden.ErrOutOfRange}
	case len(p.starts) == 0:
		return &burden.Error{Input: "history", Value: strconv.Itoa(p.length) + " years in a row", Err: burden.ErrMissingYear}
	}
	checked := 0 // each year once, though blocks overlap
	for _, start := range p.starts {
		for year := max(start, checked+1); year < start+p.length; year++ {
			if _, err := grid.Apply(p.values[year]); err != nil {
				return &burden.Error{Input: "history", Year: year, Err: err}
			}
			checked = year
		}
	}
	return nil
}

// checkDistribution asks a distribution for its median, so that a faulty one is
// reported before the first run.
func checkDistribution(d Distribution, grid burden.Rounding) error {
	if d == nil {
		return &burden.Error{Input: "distribution", Err: burden.ErrIncomplete}
	}
	_, err := d.Quantile(big.NewRat(1, 2), grid)
	return err
}

// described is what a distribution or copula says of itself, or else its type.
func described(d any) string {
	if s, ok := d.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", d)
}

// list returns the years one by one.
func (y Years) list() []int {
	years := make([]int, 0, y.to-y.from+1)
	for year := y.from; year <= y.to; year++ {
		years = append(years, year)
	}
	return years
}
