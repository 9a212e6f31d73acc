package scenario

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// maxListed is how many values are written out.
const maxListed = 50

// designText says in lines what a design varies, and its seed if it draws. What is written is
// told at [Results].
func designText(d Design) (seed string, lines []string) {
	if missing(d) {
		return "", nil
	}
	axes := func(list []Axis) {
		for _, a := range list {
			lines = append(lines, axisName(a)+": "+a.written())
		}
	}
	switch d := pointed(d).(type) {
	case Simulation:
		return strconv.FormatInt(d.Seed, 10), d.written()
	case Grid:
		lines = []string{fmt.Sprintf("grid, %d scenarios", d.Len())}
		axes(d.axes)
	case Columns:
		lines = []string{fmt.Sprintf("columns, %d scenarios", d.Len())}
		axes(d.axes)
	case Morris:
		seed = strconv.FormatInt(d.Seed, 10)
		lines = []string{fmt.Sprintf("Morris, seed %d, %d trajectories over %d levels, %d scenarios", d.Seed, d.Trajectories, cmp.Or(d.Levels, 4), d.Len())}
		axes(d.Inputs)
	case Sobol:
		seed = strconv.FormatInt(d.Seed, 10)
		lines = []string{fmt.Sprintf("Sobol', seed %d, %d runs, %d scenarios", d.Seed, d.Runs, d.Len())}
		axes(d.Inputs)
	case List:
		lines = d.written()
	default:
		if s, ok := d.(fmt.Stringer); ok {
			lines = strings.Split(strings.TrimSuffix(s.String(), "\n"), "\n")
		}
		lines = append(lines, fmt.Sprintf("%d scenarios of the Go type %T, which is the program's own: this file does not say how to make them again", d.Len(), d))
	}
	return seed, lines
}

// listed writes a list out, or of a long one some items, their number and the hash of all.
func listed(n int, what string, at func(i int) string) string {
	if n <= maxListed {
		list := make([]string, n)
		for i := range list {
			list[i] = at(i)
		}
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s, %s, …, %s (%d %s, %s)", at(0), at(1), at(n-1), n, what, hashOf(n, at))
}

// hashOf is the hash of items, each on a line.
func hashOf(n int, at func(i int) string) string {
	h := sha256.New()
	for i := range n {
		io.WriteString(h, at(i)+"\n") // a hash does not fail
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// written writes the values of an axis.
func (a Axis) written() string {
	n := a.len()
	if step, even := a.step(); even && n > maxListed {
		return stepsText(burden.Text(a.at(0)), burden.Text(a.at(n-1)), burden.Text(step)) + " (" + strconv.Itoa(n) + " values)"
	}
	return listed(n, "values", func(i int) string { return burden.Text(a.at(i)) })
}

// step is by how much each value of an axis differs from the one before, and whether that
// is the same for all.
func (a Axis) step() (decimal.Decimal, bool) {
	if a.len() < 2 {
		return decimal.Decimal{}, false
	}
	step := a.at(1).Sub(a.at(0))
	for i := 2; i < a.len(); i++ {
		if !a.at(i).Sub(a.at(i - 1)).Equal(step) {
			return decimal.Decimal{}, false
		}
	}
	return step, !step.IsZero()
}

// written writes the points of a list, one a line.
func (l List) written() []string {
	lines := []string{fmt.Sprintf("list, %d points", len(l))}
	if len(l) > maxListed {
		return append(lines, "point 0: "+l[0].written(), "…", fmt.Sprintf("point %d: %s", len(l)-1, l[len(l)-1].written()),
			"all points: "+hashOf(len(l), func(i int) string { return l[i].written() }))
	}
	for i, p := range l {
		lines = append(lines, fmt.Sprintf("point %d: %s", i, p.written()))
	}
	return lines
}

// written writes what a point sets: "cpi in 2021 = 0.1; heads = 4".
func (p Point) written() string {
	list := make([]string, len(p))
	for i, s := range p {
		list[i] = axisName(Axis{param: s.Param, years: s.Years}) + " = " + shortText(s.Value)
	}
	return cmp.Or(strings.Join(list, "; "), "nothing")
}

// shortText writes a number that nothing has checked, in full if a model could have it.
func shortText(d decimal.Decimal) string {
	if e := int(d.Exponent()); d.NumDigits() > burden.MaxDigits || e > burden.MaxDigits || e < -burden.MaxDigits {
		return fmt.Sprintf("a number of %d digits and exponent %d", d.NumDigits(), e)
	}
	return burden.Text(d)
}

// written says what is drawn, with the figures that it is drawn from.
func (s Simulation) written() []string {
	lines := strings.Split(strings.TrimSuffix(s.String(), "\n"), "\n")
	for _, in := range s.Inputs {
		if figures := in.figures(); figures != "" {
			lines = append(lines, in.Param.Name()+" "+figures)
		}
	}
	for _, c := range s.Couplings {
		if foreign(c.Copula) {
			lines = append(lines, c.name()+" "+notRepeated(c.Copula))
		}
	}
	return lines
}

// figures are what an input is drawn from that its process does not say in a line.
func (in Uncertain) figures() string {
	switch p := in.Process.(type) {
	case eachYear:
		return figuresOf(p.d)
	case held:
		return figuresOf(p.d)
	case autoregressive:
		return figuresOf(p.shock)
	case blockBootstrap:
		years := slices.Sorted(maps.Keys(p.values))
		return "history: " + listed(len(years), "years", func(i int) string { return strconv.Itoa(years[i]) + " = " + burden.Text(p.values[years[i]]) })
	}
	return ""
}

func figuresOf(d Distribution) string {
	if x, ok := d.(discrete); ok {
		return "values: " + listed(len(x.points), "values", func(i int) string {
			weight := x.points[i].weight // and of all below
			if i > 0 {
				weight = weight.Sub(x.points[i-1].weight)
			}
			text := burden.Text(x.points[i].value)
			if x.empirical {
				return text
			}
			return text + " of weight " + burden.Text(weight)
		})
	}
	if foreign(d) {
		return notRepeated(d)
	}
	return ""
}

// foreign reports a distribution or copula that is not of this package or one below it: what
// those say of themselves is all there is to know.
func foreign(x any) bool {
	if x == nil {
		return false
	}
	t := reflect.TypeOf(x)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	own := reflect.TypeFor[Simulation]().PkgPath()
	return t.PkgPath() != own && !strings.HasPrefix(t.PkgPath(), own+"/")
}

func notRepeated(x any) string {
	return fmt.Sprintf("by the Go type %T, which is the program's own: this file does not say how to make it again", x)
}
