package burden

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/internal/closest"
)

// MaxFormulaText is how many bytes the text of a formula may have.
const MaxFormulaText = 1 << 20

// Names are what the names in a formula's text mean: parameters, lines and rules,
// by name. [Model.Names] gives those of a model.
type Names map[string]Operand

// Names returns what the names in formulas of the model mean: its parameters and
// its lines, those of rules and splits included.
func (m *Model) Names() Names {
	names := Names{}
	for _, p := range m.params {
		names[p.Name()] = p
	}
	for _, l := range m.lines {
		names[l.line.Name()] = l.line
	}
	return names
}

// ParseFormula reads a formula from text, as [Formula.String] writes it:
//
//	by_year{2009: base, 2010: round(contribution[-1] * (1 + min(cpi[-2], ceiling)), 0.1e9, half_up)}
//
// The text is an expression of Go, of which this is taken:
//
//	0.04  -5  4.7e9                   pure numbers, exact, within the limits of [Parse];
//	                                  a percentage is written 0.04
//	KRW(45.1e9)  amount(3, "KRW/person")  numbers of a unit
//	cpi  sma8.ceiling                 parameters and lines
//	a + b  a - b  a * b  (a + b) * c  exact arithmetic
//	round(a, 0.1e9, half_up)          rounding to a quantum
//	round(a / b, 0.01, half_up)       a quotient, only inside a rounding
//	round(pow(a / b, 1, 5), …)        a power p/q of a quotient, p from -100 to 100 and
//	                                  q from 1 to 100: here the fifth root
//	exact(a / b)                      a quotient that has to come out even
//	min(a, b, …)  max(a, b, …)        a subject and its ceilings, or floors
//	smaller(a, b)  larger(a, b)       the same as arithmetic: nothing that binds
//	cpi[-2]  cpi[2008]                two years before; the year 2008
//	sum(a, -5, -1)  sum(a, 2009, 2013)   past years, given years
//	by_year{2009: a, 2014: none}      from a year on; none ends a line
//	when(a < b, x, y)                 x where the condition holds, else y
//	part(key, total, quantum, largest_remainder, key(weight, floor, ceiling), …)
//	on(prior_october, a)              a, stated to be on a year basis: [YearBasis.String]
//
// Line breaks are spaces. What Go would read but a reader may misread, such as 010,
// 1_000, 0x1p4 and comments, is refused, and so is everything else. Errors are
// [TextError], all that were found joined; none of the names is looked at beyond
// its being there, which [NewModel] does.
func ParseFormula(text string, names Names) (Formula, error) {
	r := newReader(text, names)
	if r == nil {
		return Formula{}, tooLongText(text)
	}
	r.scan(0)
	return r.whole(0)
}

// ParseDefinition reads the definition of a line from text:
//
//	contribution = by_year{2009: base, 2010: contribution[-1]}
//
// The name is a line's, and the formula is read as [ParseFormula] does. One by year
// makes the definition that [Line.Starts] and [LineDefinition.From] would have made
// of its pieces; any other makes that of [Line.Is].
func ParseDefinition(text string, names Names) (LineDefinition, error) {
	r := newReader(text, names)
	if r == nil {
		return LineDefinition{}, tooLongText(text)
	}
	name, _, found := strings.Cut(text, "=")
	from := len(name) + 1
	if !found {
		r.fault(0, "a definition is written name = formula", "", ErrSyntax)
		return LineDefinition{}, r.err()
	}
	r.scan(from)
	start := len(name) - len(strings.TrimLeft(name, " \t\r\n"))
	name = strings.TrimSpace(name)
	line, ok := names[name].(Line)
	switch {
	case !isName(name):
		r.fault(start, quoted(name)+" is no name", "", ErrName)
	case names[name] == nil:
		r.unknown(start, name)
	case !ok:
		r.fault(start, name+" is not a line, and only lines are defined by a formula", "", ErrUnknownName)
	}
	f, err := r.whole(from)
	if err != nil {
		return LineDefinition{}, err
	}
	d := line.Is(f)
	if f.n.Kind == ByYearNode {
		d = LineDefinition{line: line}
		for i, o := range f.n.Operands {
			d.pieces = append(d.pieces, piece{from: f.n.Starts[i], formula: o, ended: o.n == nil})
		}
	}
	return d, nil
}

// textReader turns the text of a formula into one. What it cannot read is a fault
// and a zero formula, so that it finds more than one.
type textReader struct {
	text   string
	src    []byte // the text with line breaks as spaces, so that Go puts no semicolons there
	file   *token.File
	names  Names
	known  *closest.Names // the names, once one of the text is not among them
	faults []*TextError
}

func newReader(text string, names Names) *textReader {
	if len(text) > MaxFormulaText {
		return nil
	}
	src := []byte(text)
	for i, c := range src {
		if c == '\n' || c == '\r' {
			src[i] = ' '
		}
	}
	return &textReader{text: text, src: src, file: token.NewFileSet().AddFile("", -1, len(src)), names: names}
}

// whole parses the text from an offset on, if what was scanned has no fault.
func (r *textReader) whole(from int) (Formula, error) {
	if len(r.faults) > 0 {
		return Formula{}, r.err()
	}
	for i := range r.src[:from] {
		r.src[i] = ' ' // so that places stay what they are
	}
	files := token.NewFileSet()
	e, err := parser.ParseExprFrom(files, "", r.src, parser.SkipObjectResolution)
	if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
		r.fault(list[0].Pos.Offset, readable(list[0].Msg), "", ErrSyntax)
		return Formula{}, r.err()
	} else if err != nil {
		r.fault(from, err.Error(), "", ErrSyntax)
		return Formula{}, r.err()
	}
	f := r.formula(e, 0)
	if len(r.faults) == 0 && f.tooLarge() {
		r.fault(from, tooManyNodes, "", ErrTooLarge)
	}
	if len(r.faults) > 0 {
		return Formula{}, r.err()
	}
	return f, nil
}

var tooManyNodes = "the formula has more than " + strconv.Itoa(MaxNodes) + " nodes or is more than " + strconv.Itoa(MaxDepth) + " deep"

// readable puts an error of Go's parser into words for somebody who writes no Go.
func readable(msg string) string {
	if found, ok := strings.CutPrefix(msg, "expected 'EOF', found "); ok {
		if strings.ContainsAny(found, ")]}") {
			return found + " closes nothing"
		}
		if strings.HasPrefix(found, "'") {
			return found + " has no place here"
		}
		return "an operator is missing before " + abbreviate(found)
	}
	if strings.HasPrefix(msg, "missing ',' before newline") {
		return "a bracket is not closed"
	}
	return strings.NewReplacer(
		"found newline", "found the end", "found 'EOF'", "found the end",
		"operand", "a number, a name or a formula", "in composite literal", "between the years", "in argument list", "between what stands in parentheses",
	).Replace(msg)
}

// formula reads a node and what is below it. Parentheses say nothing by themselves.
func (r *textReader) formula(e ast.Expr, depth int) Formula {
	if depth > 2*MaxDepth {
		if len(r.faults) == 0 {
			r.fault(int(e.Pos())-r.file.Base(), tooManyNodes, "", ErrTooLarge)
		}
		return Formula{}
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			r.refuse(e.Pos(), `text has no value; a unit is written amount(5, "KRW/person")`)
			return Formula{}
		}
		return r.amount(e, Ratio)
	case *ast.UnaryExpr:
		if _, ok := e.X.(*ast.BasicLit); !ok || e.Op != token.SUB {
			r.refuse(e.Pos(), "a minus sign stands before a number or between two operands; the opposite of x is written (-1) * x")
			return Formula{}
		}
		return r.amount(e, Ratio)
	case *ast.Ident, *ast.SelectorExpr:
		return r.named(e)
	case *ast.BinaryExpr:
		return r.chain(e, depth)
	case *ast.IndexExpr:
		return r.index(e, depth)
	case *ast.CompositeLit:
		return r.byYear(e, depth)
	case *ast.CallExpr:
		return r.call(e, depth)
	default:
		r.refuse(e.Pos(), "this has no place in a formula: "+excerpt(r.text, int(e.Pos())-r.file.Base(), int(e.End())-r.file.Base()))
	}
	return Formula{}
}

func excerpt(text string, from, to int) string {
	from, to = min(from, len(text)), min(max(from, to), len(text))
	return quoted(text[from:to])
}

// amount reads a number, negative or not, of a unit.
func (r *textReader) amount(e ast.Expr, unit Unit) Formula {
	text, ok := literal(e)
	if !ok {
		r.refuse(e.Pos(), "a number has to stand here")
		return Formula{}
	}
	f := Amount(text, unit)
	if f.n.fault != nil {
		r.fault(int(e.Pos())-r.file.Base(), "the number "+f.n.fault.Value+" is "+f.n.fault.Err.Error(), "", f.n.fault.Err)
	}
	return f
}

// literal returns the text of a number, with its sign.
func literal(e ast.Expr) (string, bool) {
	sign := ""
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.SUB {
		sign, e = "-", u.X
	}
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.INT && l.Kind != token.FLOAT {
		return "", false
	}
	return sign + l.Value, true
}

// integer reads a whole number; negative tells -0 from 0, which as an index differ.
func (r *textReader) integer(e ast.Expr, what string) (n int, negative, ok bool) {
	text, ok := literal(e)
	n, err := strconv.Atoi(text)
	if !ok || err != nil {
		r.refuse(e.Pos(), what+" is a whole number, not "+excerpt(r.text, int(e.Pos())-r.file.Base(), int(e.End())-r.file.Base()))
		return 0, false, false
	}
	return n, strings.HasPrefix(text, "-"), true
}

// name returns the text of a name, dotted or not.
func (r *textReader) name(e ast.Expr) (string, bool) {
	var parts []string
	for {
		switch x := e.(type) {
		case *ast.Ident:
			parts = append(parts, x.Name)
			slices.Reverse(parts)
			return strings.Join(parts, "."), true
		case *ast.SelectorExpr:
			parts = append(parts, x.Sel.Name)
			e = x.X
			continue
		}
		return "", false
	}
}

// named reads the name of a parameter or line.
func (r *textReader) named(e ast.Expr) Formula {
	at := int(e.Pos()) - r.file.Base()
	name, ok := r.name(e)
	if !ok {
		r.refuse(e.Pos(), "a dot joins the parts of a name only")
		return Formula{}
	}
	if name == "none" {
		r.fault(at, "none stands only for the end of a line in by_year, or for a bound that a share does not have", "", ErrSyntax)
		return Formula{}
	}
	f := operands(r.names[name])[0]
	switch {
	case f.n != nil:
	case slices.Contains(functionWords, name):
		r.fault(at, name+" is followed by what it is of: "+name+"(…)", "", ErrSyntax)
	default:
		r.unknown(at, name)
	}
	return f
}

// chain reads sums, differences and products of any length without recursion to
// the left. What is written a + b + c is one node, (a + b) + c are two.
func (r *textReader) chain(e *ast.BinaryExpr, depth int) Formula {
	var links []*ast.BinaryExpr
	var first ast.Expr = e
	for {
		b, ok := first.(*ast.BinaryExpr)
		if !ok {
			break
		}
		links, first = append(links, b), b.X
	}
	slices.Reverse(links)
	f := r.formula(first, depth+1)
	for i := 0; i < len(links); {
		op, run := links[i].Op, []Operand(nil)
		for ; i < len(links) && links[i].Op == op && (op != token.SUB || run == nil); i++ {
			run = append(run, r.formula(links[i].Y, depth+1))
		}
		switch op {
		case token.ADD:
			f = f.Plus(run...)
		case token.SUB:
			f = f.Minus(run[0])
		case token.MUL:
			f = f.Times(run...)
		case token.QUO:
			r.refuse(links[i-1].OpPos, "a quotient has to be rounded where it is made: round(a / b, 0.01, half_up), or exact(a / b)")
		case token.LSS:
			r.refuse(links[i-1].OpPos, "a comparison stands only in when(a < b, x, y)")
		default:
			r.refuse(links[i-1].OpPos, op.String()+" has no place in a formula")
		}
	}
	return f
}

// index reads x[-1], a lag, or x[2008], a year.
func (r *textReader) index(e *ast.IndexExpr, depth int) Formula {
	f := r.formula(e.X, depth+1)
	n, negative, ok := r.integer(e.Index, "an index")
	switch {
	case !ok:
		return Formula{}
	case n == 0 && !negative:
		r.refuse(e.Index.Pos(), "0 is neither a lag, which is negative, nor a year; the year's own value has no index")
		return Formula{}
	case n < -MaxYear || n > MaxYear:
		r.fault(int(e.Index.Pos())-r.file.Base(), "an index is a lag or a year, up to "+strconv.Itoa(MaxYear)+", not "+strconv.Itoa(n), "", ErrOutOfRange)
		return Formula{}
	case negative:
		return f.Lag(-n)
	}
	return f.At(n)
}

// sound reports what is wrong with a node itself, at a place in its text.
func (r *textReader) sound(f Formula, at ast.Expr) Formula {
	if f.n != nil && f.n.fault != nil {
		g := f.n.fault
		r.fault(int(at.Pos())-r.file.Base(), strings.TrimPrefix((&Error{Input: g.Input, Value: g.Value, Detail: g.Detail, Err: g.Err}).Error(), "burden: "), "", g.Err)
	}
	return f
}
