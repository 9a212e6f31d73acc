package burden

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/internal/closest"
)

// functionWords are the words that a formula's text has for nodes, in the order of
// [ParseFormula]'s table. A unit of such a name is written amount(5, "min").
var functionWords = []string{"amount", "round", "pow", "exact", "min", "max", "smaller", "larger", "sum", "by_year", "when", "part", "on"}

// misspelt reports a word in small letters that may be a function misspelt: rond(5) is
// no amount of ronds. A unit that comes near to a function is written amount(5, "ton").
func misspelt(word string) bool {
	return word == strings.ToLower(word) && closest.Name(word, functionWords...) != ""
}

// call reads what is written with parentheses behind a word. A node that is added
// to the formulas gets its word in functionWords and its case here.
func (r *textReader) call(e *ast.CallExpr, depth int) Formula {
	word, ok := e.Fun.(*ast.Ident)
	if !ok || e.Ellipsis.IsValid() {
		r.refuse(e.Pos(), "this has no place in a formula: "+excerpt(r.text, int(e.Pos())-r.file.Base(), int(e.End())-r.file.Base()))
		return Formula{}
	}
	switch word.Name {
	case "amount":
		if r.count(e, 2, 2, `amount(5, "KRW/person")`) {
			return r.unitAmount(e)
		}
	case "round":
		if r.count(e, 3, 3, "round(a, 0.1e9, half_up)") {
			return r.round(e, depth)
		}
	case "exact":
		if r.count(e, 1, 1, "exact(a / b)") {
			q, ok := r.quotient(e.Args[0], depth+1)
			if !ok {
				r.refuse(e.Args[0].Pos(), "exact is of a quotient or a power of one: exact(a / b)")
			}
			return r.sound(q.Exactly(), e.Args[0])
		}
	case "pow":
		r.refuse(e.Pos(), "a power has to be rounded where it is made: round(pow(a / b, 1, 5), 0.0001, half_up)")
	case "min", "max", "smaller", "larger":
		return r.limited(word.Name, e, depth)
	case "sum":
		if r.count(e, 3, 3, "sum(a, -5, -1) or sum(a, 2009, 2013)") {
			return r.sum(e, depth)
		}
	case "when":
		if r.count(e, 3, 3, "when(a < b, x, y)") {
			return r.when(e, depth)
		}
	case "part":
		return r.part(e, depth)
	case "on":
		if r.count(e, 2, 2, "on(prior_october, a)") {
			return r.on(e, depth)
		}
	case "by_year":
		r.refuse(e.Pos(), "by_year is followed by braces: by_year{2009: a, 2010: b}")
	default:
		if len(e.Args) == 1 && !misspelt(word.Name) {
			if _, ok := literal(e.Args[0]); ok {
				return r.amount(e.Args[0], Unit(word.Name))
			}
		}
		if meant := closest.Name(word.Name, functionWords...); meant != "" {
			r.fault(int(e.Pos())-r.file.Base(), "unknown function "+abbreviate(word.Name), meant, ErrUnknownName)
		} else {
			r.refuse(e.Pos(), abbreviate(word.Name)+" is neither a function nor, as a unit, followed by one number: KRW(45.1e9)")
		}
	}
	return Formula{}
}

// count reports a number of arguments that is not what the form has.
func (r *textReader) count(e *ast.CallExpr, least, most int, form string) bool {
	if n := len(e.Args); n < least || n > most {
		word, _, _ := strings.Cut(form, "(")
		r.refuse(e.Pos(), word+" is written "+form)
		return false
	}
	return true
}

func (r *textReader) unitAmount(e *ast.CallExpr) Formula {
	unit, ok := e.Args[1].(*ast.BasicLit)
	if !ok || unit.Kind != token.STRING {
		r.refuse(e.Args[1].Pos(), `a unit is written in quotes: amount(5, "KRW/person")`)
		return Formula{}
	}
	text, err := strconv.Unquote(unit.Value)
	if err != nil {
		r.refuse(unit.Pos(), "not a text in quotes")
	}
	return r.amount(e.Args[0], Unit(text))
}

// round reads a rounding, of a quotient, a power of one, or anything else.
func (r *textReader) round(e *ast.CallExpr, depth int) Formula {
	var rounding Rounding
	if quantum, ok := literal(e.Args[1]); !ok {
		r.refuse(e.Args[1].Pos(), "a quantum is a number: round(a, 0.1e9, half_up)")
	} else if mode, ok := r.mode(e.Args[2]); ok {
		rounding = r.quantum(e.Args[1], quantum, mode)
	}
	if q, ok := r.quotient(e.Args[0], depth+1); ok {
		return q.Rounded(rounding) // what is wrong with it has been told, each at its place
	}
	if at, within := innerQuotient(e.Args[0]); within {
		r.refuse(at, "in a rounding the quotient is outermost: round(a * b / c, 0.01, half_up), with a + b in brackets")
		return Formula{}
	}
	return r.formula(e.Args[0], depth+1).Rounded(rounding)
}

// innerQuotient finds a quotient among sums, differences and products.
func innerQuotient(e ast.Expr) (token.Pos, bool) {
	for {
		b, ok := ast.Unparen(e).(*ast.BinaryExpr)
		if !ok {
			return 0, false
		}
		if b.Op == token.QUO {
			return b.OpPos, true
		}
		if right, ok := ast.Unparen(b.Y).(*ast.BinaryExpr); ok && right.Op == token.QUO {
			return right.OpPos, true
		}
		e = b.X
	}
}

// quantum returns the rounding to multiples of a number that stands at e.
func (r *textReader) quantum(e ast.Expr, quantum string, mode Mode) Rounding {
	rounding := RoundTo(quantum, mode)
	if fault := rounding.fault; fault != nil {
		r.fault(int(e.Pos())-r.file.Base(), "a quantum is a positive number, not "+abbreviate(quantum), "", fault.Err)
	}
	return rounding
}

func (r *textReader) mode(e ast.Expr) (Mode, bool) {
	name, _ := r.name(e)
	for m := Exact; int(m) < len(modeNames); m++ {
		if name == m.String() {
			return m, true
		}
	}
	problem, meant := "unknown rounding mode "+excerpt(r.text, int(e.Pos())-r.file.Base(), int(e.End())-r.file.Base()), closest.Name(name, modeNames[:]...)
	if meant == "" {
		problem += ", not one of " + strings.Join(modeNames[:], ", ")
	}
	r.fault(int(e.Pos())-r.file.Base(), problem, meant, ErrUnknownName)
	return 0, false
}

// quotient reads a / b or pow(a / b, p, q); of anything else it reads nothing.
func (r *textReader) quotient(e ast.Expr, depth int) (Quotient, bool) {
	e = ast.Unparen(e)
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.QUO {
		return r.formula(b.X, depth+1).Over(r.formula(b.Y, depth+1)), true
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return Quotient{}, false
	}
	if word, ok := call.Fun.(*ast.Ident); !ok || word.Name != "pow" {
		return Quotient{}, false
	}
	if !r.count(call, 3, 3, "pow(a / b, 1, 5)") {
		return Quotient{}, true
	}
	b, ok := ast.Unparen(call.Args[0]).(*ast.BinaryExpr)
	if !ok || b.Op != token.QUO {
		r.refuse(call.Args[0].Pos(), "pow is of a quotient: pow(a / b, 1, 5)")
		return Quotient{}, true
	}
	q, _ := r.quotient(b, depth+1)
	p, _, okP := r.integer(call.Args[1], "an exponent")
	root, _, okQ := r.integer(call.Args[2], "an exponent")
	if !okP || !okQ {
		return Quotient{}, true
	}
	if p < -maxRoot || p > maxRoot || root < 1 || root > maxRoot {
		r.fault(int(call.Args[1].Pos())-r.file.Base(), "an exponent is p, q for p/q, p from -100 to 100 and q from 1 to 100", "", ErrOutOfRange)
		return Quotient{}, true
	}
	return q.ToThe(p, root), true
}

// limited reads a minimum or maximum as one node: what is nested stays nested.
func (r *textReader) limited(word string, e *ast.CallExpr, depth int) Formula {
	agreed := word == "min" || word == "max"
	switch {
	case agreed && len(e.Args) < 2:
		r.refuse(e.Pos(), word+" is of a subject and at least one limit: "+word+"(a, b)")
	case !agreed && len(e.Args) != 2:
		r.refuse(e.Pos(), word+" is of two: "+word+"(a, b)")
	}
	fs := make([]Formula, len(e.Args))
	for i, a := range e.Args {
		fs[i] = r.formula(a, depth+1)
	}
	kind := MinimumNode
	if word == "max" || word == "larger" {
		kind = MaximumNode
	}
	f := build(Node{Kind: kind, Operands: fs}, nil)
	f.n.unagreed = !agreed
	return f
}

// sum reads a sum over past years, from a lag to a lag, or over given years.
func (r *textReader) sum(e *ast.CallExpr, depth int) Formula {
	f := r.formula(e.Args[0], depth+1)
	from, _, ok := r.integer(e.Args[1], "the first year of a sum")
	to, _, ok2 := r.integer(e.Args[2], "the last year of a sum")
	switch {
	case !ok || !ok2:
		return Formula{}
	case from > to || from <= 0 && to > 0:
		r.fault(int(e.Args[1].Pos())-r.file.Base(), "a sum is from the earlier to the later year, both given or both lags: sum(a, 2009, 2013) or sum(a, -5, -1)", "", ErrOutOfRange)
		return Formula{}
	case from <= 0:
		f = f.SumLags(-from, -to)
	default:
		f = f.SumBetween(from, to)
	}
	return r.sound(f, e.Args[1])
}

func (r *textReader) when(e *ast.CallExpr, depth int) Formula {
	c, ok := ast.Unparen(e.Args[0]).(*ast.BinaryExpr)
	if !ok || c.Op != token.LSS {
		r.refuse(e.Args[0].Pos(), "a condition is written a < b: when(a < b, x, y)")
		return Formula{}
	}
	return When(r.formula(c.X, depth+1).Below(r.formula(c.Y, depth+1)), r.formula(e.Args[1], depth+1), r.formula(e.Args[2], depth+1))
}

// byYear reads by_year{2009: a, 2014: none}.
func (r *textReader) byYear(e *ast.CompositeLit, depth int) Formula {
	name, _ := r.name(e.Type)
	if name != "by_year" {
		r.fault(int(e.Pos())-r.file.Base(), "only by_year is followed by { … }", closest.Name(name, "by_year"), ErrSyntax)
		return Formula{}
	}
	if len(e.Elts) == 0 {
		r.refuse(e.Pos(), "by_year has at least one year: by_year{2009: a}")
	}
	n := Node{Kind: ByYearNode}
	last := MinYear - 1
	for _, element := range e.Elts {
		piece, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.refuse(element.Pos(), "what is by year is written year: formula")
			continue
		}
		year, _, ok := r.integer(piece.Key, "a year")
		if !ok {
			continue
		}
		switch {
		case year < MinYear || year > MaxYear:
			r.fault(int(piece.Key.Pos())-r.file.Base(), "the year "+strconv.Itoa(year)+" is "+ErrOutOfRange.Error(), "", ErrOutOfRange)
		case year == last:
			r.fault(int(piece.Key.Pos())-r.file.Base(), "the year "+strconv.Itoa(year)+" is there twice", "", ErrDuplicate)
		case year < last:
			r.refuse(piece.Key.Pos(), "years ascend, and "+strconv.Itoa(year)+" stands after "+strconv.Itoa(last))
		}
		last = max(last, year)
		n.Starts = append(n.Starts, year)
		n.Operands = append(n.Operands, r.optional(piece.Value, depth+1))
	}
	return build(n, nil)
}

// optional reads a formula or none, which is a zero formula.
func (r *textReader) optional(e ast.Expr, depth int) Formula {
	if name, ok := ast.Unparen(e).(*ast.Ident); ok && name.Name == "none" {
		return Formula{}
	}
	return r.formula(e, depth)
}

// on reads on(prior_october, a), the statement that a is on a year basis.
func (r *textReader) on(e *ast.CallExpr, depth int) Formula {
	f := r.formula(e.Args[1], depth+1)
	name, _ := r.name(e.Args[0])
	var names []string
	for b := YearBasis(-11); b.valid(); b++ {
		if b.String() == name {
			return f.On(b)
		}
		names = append(names, b.String())
	}
	problem, meant := "unknown year basis "+excerpt(r.text, int(e.Args[0].Pos())-r.file.Base(), int(e.Args[0].End())-r.file.Base()), closest.Name(name, names...)
	if meant == "" {
		problem += ": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october"
	}
	r.fault(int(e.Args[0].Pos())-r.file.Base(), problem, meant, ErrUnknownName)
	return Formula{}
}

// part reads part(member, total, quantum, remainder, keep_rest, member(weight, floor, ceiling), …).
func (r *textReader) part(e *ast.CallExpr, depth int) Formula {
	const form = "part(key, total, quantum, largest_remainder, key(weight), …)"
	if !r.count(e, 5, 5+MaxMembers, form) {
		return Formula{}
	}
	name, _ := r.name(e.Args[0])
	total := r.formula(e.Args[1], depth+1)
	shares := &Shares{}
	var rounding Rounding
	if quantum, ok := literal(e.Args[2]); !ok {
		r.refuse(e.Args[2].Pos(), "a quantum is a number: "+form)
	} else {
		rounding = r.quantum(e.Args[2], quantum, Down)
	}
	remainder, _ := r.name(e.Args[3])
	if i := slices.Index(remainderNames[:], remainder); i >= 0 {
		shares.Remainder = Remainder(i)
	} else {
		problem, meant := "unknown remainder rule "+quoted(remainder), closest.Name(remainder, remainderNames[:]...)
		if meant == "" {
			problem += ", not one of " + strings.Join(remainderNames[:], ", ")
		}
		r.fault(int(e.Args[3].Pos())-r.file.Base(), problem, meant, ErrUnknownName)
	}
	list := e.Args[4:]
	if word, ok := list[0].(*ast.Ident); ok && word.Name == "keep_rest" {
		shares.KeepRest, list = true, list[1:]
	}
	var weights, floors, ceilings []Formula
	for _, a := range list {
		member, ok := a.(*ast.CallExpr)
		var key *ast.Ident
		if ok {
			key, ok = member.Fun.(*ast.Ident)
		}
		if !ok || len(member.Args) != 1 && len(member.Args) != 3 || !isIdentifier(key.Name) {
			r.refuse(a.Pos(), "a member is written key(weight) or key(weight, floor, ceiling)")
			continue
		}
		if slices.Contains(shares.Keys, key.Name) {
			r.fault(int(a.Pos())-r.file.Base(), "the member "+key.Name+" is there twice", "", ErrDuplicate)
		}
		shares.Keys = append(shares.Keys, key.Name)
		weights = append(weights, r.formula(member.Args[0], depth+1))
		var floor, ceiling Formula
		if len(member.Args) == 3 {
			floor, ceiling = r.optional(member.Args[1], depth+1), r.optional(member.Args[2], depth+1)
		}
		floors, ceilings = append(floors, floor), append(ceilings, ceiling)
	}
	at := slices.Index(shares.Keys, name)
	if at < 0 {
		r.fault(int(e.Args[0].Pos())-r.file.Base(), "no member is called "+excerpt(r.text, int(e.Args[0].Pos())-r.file.Base(), int(e.Args[0].End())-r.file.Base()), closest.Name(name, shares.Keys...), ErrUnknownName)
		return Formula{}
	}
	all := slices.Concat([]Formula{total}, weights, floors, ceilings)
	return build(Node{Kind: PartNode, Name: name, Operands: all, Rounding: rounding, Shares: shares, Part: at}, nil)
}
