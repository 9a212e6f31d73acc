// Catalogue: the 61 shapes of contribution formula that agreements and alliances
// use, each said with the library's own words and evaluated for one year.
//
// The list is printed: the shape, where it is used, the formula as text, and the
// number. The numbers are checked one by one in the test beside this program,
// against the source named there or a computation of its own.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// shape is one entry of the catalogue.
type shape struct {
	number int
	title  string
	where  string // where it is used
	build  func() (sample, error)
}

// sample is a model that says the shape, and the line and year to show.
type sample struct {
	model *burden.Model
	line  burden.Line
	year  int
}

// catalogue returns all shapes by number.
func catalogue() []shape {
	all := slices.Concat(growth(), currency(), parts(), costs(), needs(), payers())
	slices.SortFunc(all, func(a, b shape) int { return a.number - b.number })
	return all
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	for _, s := range catalogue() {
		x, err := s.build()
		if err != nil {
			return fmt.Errorf("%d %s: %w", s.number, s.title, err)
		}
		v, formula, err := x.evaluate()
		if err != nil {
			return fmt.Errorf("%d %s: %w", s.number, s.title, err)
		}
		fmt.Fprintf(w, "%2d %s (%s)\n     %s = %s\n     %d: %s\n", s.number, s.title, s.where, x.line.Name(), formula, x.year, burden.Show(v, x.line.Unit()))
	}
	return nil
}

// evaluate returns the sample's number and the formula in force in its year.
func (x sample) evaluate() (decimal.Decimal, burden.Formula, error) {
	p, err := x.model.Project(x.year, x.year, x.line)
	if err != nil {
		return decimal.Decimal{}, burden.Formula{}, err
	}
	why, err := p.Explain(x.line, x.year)
	if err != nil {
		return decimal.Decimal{}, burden.Formula{}, err
	}
	last := why.Steps[len(why.Steps)-1]
	return last.Value, last.Formula, nil
}
