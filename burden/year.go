package burden

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// YearBasis says which twelve months a year means: the start of the year in months
// from 1 January of the year it is named after, -11 to 11. The zero value is the
// calendar year.
//
// A series and a line know their year basis, and figures of different bases do not
// meet in a formula: adding a fiscal year to a calendar year is an [ErrYearBasis].
// [ConvertYears] converts, or [Formula.On] with weights of your own.
//
// Only nominal amounts and other figures without a price base can be converted. US
// dollars at the prices of the fiscal year 2019 are not dollars at the prices of the
// calendar year 2019, but both have the unit USD@2019. So convert the nominal amounts
// first and deflate afterwards, by an index on the new basis; bring real amounts to
// nominal ones before, with [Inflate].
type YearBasis int8

const (
	// Calendar is January to December.
	Calendar YearBasis = 0
	// FiscalApril begins in April of the year it is named after: Japan, and the United
	// Kingdom where 2024-25 is called 2024. India mostly names the same twelve months
	// after the year in which they end: its FY25 begins in April 2024 and has the basis -9.
	FiscalApril YearBasis = 3
	// FiscalOctober begins in October of the year before the one that names it: the
	// United States since 1977.
	FiscalOctober YearBasis = -3
	// FiscalJuly begins in July of the year before the one that names it: Australia.
	FiscalJuly YearBasis = -6
)

var monthNames = [12]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// String returns the basis by the month it begins with: "calendar", "april",
// "prior_october". Formulas print it so.
func (b YearBasis) String() string {
	switch {
	case !b.valid():
		return "unknown_year"
	case b == Calendar:
		return "calendar"
	case b < 0:
		return "prior_" + monthNames[12+b]
	}
	return monthNames[b]
}

// named is the basis in a message.
func (b YearBasis) named() string {
	switch {
	case b == Calendar:
		return "calendar years"
	case !b.valid():
		return "unknown years"
	}
	month := monthNames[(12+int(b))%12]
	text := "years from " + strings.ToUpper(month[:1]) + month[1:]
	if b < 0 {
		text += " of the year before"
	}
	return text
}

func (b YearBasis) valid() bool { return b > -12 && b < 12 }

func (b YearBasis) fault() *Error {
	if b.valid() {
		return nil
	}
	return &Error{Input: "year basis", Value: strconv.Itoa(int(b)), Err: ErrOutOfRange}
}

// On returns the series with another year basis: its years mean other months.
// Nothing is converted: On states what the figures are, it does not make others of
// them. For a parameter of real amounts it also states what the price base means:
// USD@2019 on [FiscalOctober] is at the prices of the fiscal year 2019.
//
// A series made as one value for every year, as by [Constant], fits any basis; every
// other is of calendar years until On says otherwise.
func (s Series) On(b YearBasis) Series {
	s.basis, s.by, s.anyBasis = b, true, false
	if f := b.fault(); f != nil {
		s.faults = append(slices.Clone(s.faults), f)
	}
	return s
}

// Basis returns the year basis of the series, and false if it fits any, because it is
// the same in every year, or empty.
func (s Series) Basis() (YearBasis, bool) { return s.basis, !s.fitsAny() }

// On returns the line with a year basis, which its formula has to be on. Nothing is
// converted: a formula on another basis is an [ErrYearBasis]. A line that does not say
// takes the basis of what it is computed from.
func (l Line) On(b YearBasis) Line {
	l.basis, l.by = b, true
	return l
}

// Basis returns the line's year basis, and whether it has one: of a model's line that does
// not say, that of its formula, where anything in it has one.
func (l Line) Basis() (YearBasis, bool) { return l.basis, l.by }

// On states that f, which turns figures of another year basis into some of b by
// weights, is on b. Its value is that of f. A US fiscal year is a quarter of the
// calendar year before and three quarters of its own, if money flows evenly:
//
//	contribution.Lag(1).Times(quarter).Plus(contribution.Times(threeQuarters)).On(FiscalOctober)
//
// The caller asserts that f is on the basis its weights are for; only [ConvertYears]
// checks that. A formula whose unit has a price base is an [ErrYearBasis]: see [YearBasis].
func (f Formula) On(b YearBasis) Formula {
	return build(Node{Kind: BasisNode, Operands: []Formula{f}, Basis: b}, b.fault())
}

// ConvertYears returns the definition of a line that gives, in the years of its own
// basis from a first to a last, what a flow on another basis comes to if it is spread
// evenly over the months of its years.
//
//	line[y] = round(Σ x[k] × months of k in y / 12) over the years k of x that y touches
//
// The sum is rounded once, as told; quarters need no rounding. Over whole spans the
// total is preserved. A line that does not say its own basis is on calendar years. Other
// weights are a formula of your own with [Formula.On].
//
// It is an [ErrYearBasis] if x is not on the basis from, or is an amount at a year's
// prices: convert the nominal amounts and deflate the result.
func ConvertYears(line Line, first, last int, x Operand, from YearBasis, rounding Rounding) LineDefinition {
	d := LineDefinition{line: line}
	to := line.basis
	f := operands(x)[0]
	switch {
	case !to.valid() || f.n == nil:
		return line.Is(f) // which is a fault
	case !from.valid():
		return line.Is(f.On(to)).faulty(from.fault())
	case first < MinYear || last < first || last > MaxYear || last-first > maxPieces:
		return line.Is(f.On(to)).faulty(&Error{Input: "years", Value: spanText(first, last), Err: ErrOutOfRange})
	}
	for y := first; y <= last; y++ {
		formula, later := share(f, y, int(from), int(to), rounding)
		d.pieces = append(d.pieces, piece{from: y, formula: formula.On(to)})
		if !later {
			break // the same formula in every year
		}
	}
	return d.Until(last)
}

// maxPieces bounds the pieces that a ready-made definition writes out.
const maxPieces = 1 << 10

// share is what the year y of one basis has of x on another, in parts of its months, and
// whether that takes a later year of x, which has to be written out.
func share(x Formula, y, from, to int, rounding Rounding) (f Formula, later bool) {
	var terms []Operand
	for k := y - 2; k <= y+2; k++ {
		// Months of the year k of x that lie in y, counted from January of y.
		start, end := 12*(k-y)+from, 12*(k-y)+from+12
		months := min(end, to+12) - max(start, to)
		if months <= 0 {
			continue
		}
		term := x.Times(Amount(months, Months))
		switch {
		case k == y:
		case k < y:
			term = x.Lag(y - k).Times(Amount(months, Months))
		default:
			later = true
			term = x.At(k).Times(Amount(months, Months))
		}
		terms = append(terms, term)
	}
	// The months of a year are those of x, so that x on another basis than from is a fault.
	return Sum(terms...).Over(Amount(12, Months).On(YearBasis(from))).Rounded(rounding), later
}

// Prorate returns what part of a year's amount falls to a number of months, such as
// the months of a year in which an agreement is in force, to be rounded.
//
//	amount × months / 12
//
// [MonthsInForce] counts them.
func Prorate(amount, months Operand) Quotient {
	return operands(amount)[0].Times(months).Over(Amount(12, Months))
}

// MonthsInForce returns how many months of each year, on a year basis, something is in
// force from a first month through a last. So a lapse, an accession or a retroactive date
// becomes a series for [Prorate].
//
//	MonthsInForce("2020-04", "2021-02", Calendar, 2019, 2022)  0, 9, 2 and 0 months
//	MonthsInForce("2020-04", "", Calendar, 2019, 2022)         0, 9, 12 and 12 months
//
// Months are written 2006-01, and only whole months are counted. With an empty last month
// the end is open: it is in force through the last of the years. The series has a value
// in the years from from through to, zero where no month is in force.
func MonthsInForce(first, last string, basis YearBasis, from, to int) Series {
	faulty := func(f *Error) Series { return Series{faults: []*Error{f}} }
	a, ok := month(first)
	b, also := month(last)
	open := last == ""
	switch {
	case !ok:
		return faulty(&Error{Input: "first month", Value: quoted(first), Err: noMonth(first)})
	case !also && !open:
		return faulty(&Error{Input: "last month", Value: quoted(last), Err: noMonth(last)})
	case b < a && !open:
		return faulty(&Error{Input: "months", Value: first + " to " + last, Err: ErrOutOfRange})
	case basis.fault() != nil:
		return faulty(basis.fault())
	case from < MinYear || to < from || to > MaxYear:
		return faulty(&Error{Input: "year", Value: spanText(from, to), Err: ErrOutOfRange})
	}
	values := map[int]int{}
	for y := from; y <= to; y++ {
		start := 12*y + int(basis)
		end := start + 12
		if !open {
			end = min(b+1, end)
		}
		values[y] = max(0, end-max(a, start))
	}
	return ByYear(values).On(basis)
}

// month reads 2020-04 as months since the year 0.
func month(text string) (int, bool) {
	if len(text) != 7 || text[4] != '-' {
		return 0, false
	}
	y, err := strconv.ParseUint(text[:4], 10, 16)
	m, err2 := strconv.ParseUint(text[5:], 10, 8)
	if err != nil || err2 != nil || y < MinYear || m < 1 || m > 12 {
		return 0, false
	}
	return 12*int(y) + int(m) - 1, true
}

// noMonth says what is wrong with a text that is not a month.
func noMonth(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return told{ErrDate, "not a month but a day; whole months are counted, so write " + text[:7]}
	}
	return told{ErrDate, "not a month, which is written like 2006-01"}
}

// basisOf is a year basis, or any of them.
type basisOf struct {
	basis YearBasis
	known bool
	bad   bool // a fault has been reported
}

// checkBases gives each line that does not say its year basis that of its formula, and
// reports formulas in which figures of different bases meet, or that are on another than
// their line's.
func (b *builder) checkBases() {
	users := map[string][]*modelLine{} // of a line, those whose basis follows from it
	var settled []*modelLine
	var own basisOf
	var lines []string
	var of *node // whose they are
	for _, l := range b.m.lines {
		if l.line.by {
			settled = append(settled, l)
			continue
		}
		if n := l.formula.n; n == nil || !n.partOfSame(of) { // parts of a split have the same
			own, lines = b.leafBases(l.formula)
			of = n
		}
		if own.known {
			l.line.basis, l.line.by = own.basis, true
			settled = append(settled, l)
		}
		for _, name := range lines {
			users[name] = append(users[name], l)
		}
	}
	for len(settled) > 0 {
		l := settled[0]
		settled = settled[1:]
		for _, u := range users[l.line.Name()] {
			if !u.line.by {
				u.line.basis, u.line.by = l.line.basis, true
				settled = append(settled, u)
			}
		}
	}
	var found basisOf
	ok := false
	of = nil
	for _, l := range b.m.lines {
		name := l.line.Name()
		b.current = l.definition
		if n := l.formula.n; !ok || n == nil || !n.partOfSame(of) { // as above
			found, ok = b.basis(name, l.formula)
			of = n
		}
		if ok && found.known && l.line.by && l.line.basis.valid() && found.basis != l.line.basis {
			b.fault(Error{Line: name, Detail: name + " is by " + l.line.basis.named() + ", but its formula gives " + found.basis.named() + ": " + l.formula.excerpt(), Err: ErrYearBasis})
		}
	}
}

// leafBases returns the first year basis that a parameter or a statement in the formula
// has, and the lines it takes, without those under a statement.
func (b *builder) leafBases(f Formula) (own basisOf, lines []string) {
	if f.tooLarge() {
		return own, nil
	}
	seen := map[*node]bool{}
	var look func(Formula)
	look = func(f Formula) {
		if f.n == nil || seen[f.n] {
			return
		}
		seen[f.n] = true
		switch f.n.Kind {
		case ParamNode:
			if s := b.series(f.n); !own.known && !s.fitsAny() && s.basis.valid() {
				own = basisOf{basis: s.basis, known: true}
			}
		case BasisNode:
			if !own.known {
				own = basisOf{basis: f.n.Basis, known: true}
			}
		case LineNode:
			lines = append(lines, f.n.Name)
		default:
			for _, o := range f.n.Operands {
				look(o)
			}
		}
	}
	look(f)
	slices.Sort(lines)
	return own, slices.Compact(lines)
}

// series is what the model gives a parameter, by its node.
func (b *builder) series(n *node) Series {
	if i, known := b.m.paramIndex[n.Name]; known {
		return b.m.params[i].d.series
	}
	return Series{} // a fault already
}

// basis finds the year basis of a formula and reports figures of different bases that
// meet in it. ok is false where a fault has been reported.
func (b *builder) basis(line string, f Formula) (found basisOf, ok bool) {
	if f.n == nil || f.tooLarge() {
		return basisOf{}, true
	}
	if u, done := b.bases[f.n]; done {
		return u, !u.bad
	}
	n := f.n
	switch n.Kind {
	case ParamNode:
		s := b.series(n)
		return basisOf{basis: s.basis, known: !s.fitsAny() && s.basis.valid()}, true
	case LineNode:
		if i, known := b.m.lineIndex[n.Name]; known {
			l := b.m.lines[i]
			found = basisOf{basis: l.line.basis, known: l.line.by && l.line.basis.valid()}
		}
		return found, true
	}
	for _, o := range n.Operands {
		u, good := b.basis(line, o)
		if !good {
			b.bases[f.n] = basisOf{bad: true}
			return basisOf{}, false
		}
		switch {
		case !u.known:
		case !found.known:
			found = u
		case u.basis != found.basis:
			b.fault(Error{Line: line, Detail: "mixes " + found.basis.named() + " and " + u.basis.named() + ": " + f.excerpt(), Err: ErrYearBasis})
			b.bases[f.n] = basisOf{bad: true}
			return basisOf{}, false
		}
	}
	if n.Kind == BasisNode {
		if u := b.units[n.Operands[0].n].unit; u.atPrices() {
			b.fault(Error{Line: line, Detail: "changes the year basis of a figure in " + u.named() + ", which is at a year's prices; convert the nominal amounts first and deflate afterwards; Inflate makes nominal amounts of real ones: " + f.excerpt(), Err: ErrYearBasis})
			b.bases[f.n] = basisOf{bad: true}
			return basisOf{}, false
		}
		found = basisOf{basis: n.Basis, known: n.Basis.valid()}
	}
	b.bases[f.n] = found
	return found, true
}
