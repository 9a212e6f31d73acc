package report

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Limits of a spreadsheet's formula: characters, and functions in each other.
const (
	maxFormula = 8000
	maxNested  = 60
)

// unsayable is why a formula cannot be a spreadsheet's: the cell states its value.
type unsayable string

func (u unsayable) Error() string { return string(u) }

// binding is how tightly the top of a spreadsheet expression binds.
type binding int

const (
	sum binding = iota + 1
	product
	atom
)

// expression is a spreadsheet formula without the equals sign.
type expression struct {
	text   string
	binds  binding
	nested int // functions and brackets in each other
}

// in returns the text, in brackets unless it binds at least so tightly.
func (e expression) in(b binding) string {
	if e.binds < b {
		return "(" + e.text + ")"
	}
	return e.text
}

func call(name string, args ...expression) expression {
	made := expression{binds: atom}
	var texts []string
	for _, a := range args {
		texts = append(texts, a.text)
		made.nested = max(made.nested, a.nested)
	}
	made.nested++
	made.text = name + "(" + strings.Join(texts, ",") + ")"
	return made
}

// missing is what stands where there is no value, in a branch that is not taken.
var missing = expression{text: "NA()", binds: atom}

// number writes a literal.
func number(d decimal.Decimal) expression {
	e := expression{text: burden.Text(d), binds: atom}
	if d.IsNegative() {
		e.binds = sum
	}
	return e
}

func whole(n int) expression { return number(decimal.NewFromInt(int64(n))) }

// cell returns the spreadsheet formula of a cell, or "" and keeps why there is none.
func (m *modelSheet) cell(at lineYear) (string, error) {
	e, err := m.say(at.line, "", m.formulas[at], at.year)
	var why unsayable
	if errors.As(err, &why) {
		m.stated[at] = string(why)
		return "", nil
	}
	return e.text, err
}

// say translates a formula of a line, at a site, in a year. What a year decides, such as
// which piece is in force, is decided here; the columns of a spreadsheet are its years.
func (m *modelSheet) say(line string, at burden.Site, f burden.Formula, year int) (expression, error) {
	n := f.Node()
	operand := func(i int) (expression, error) {
		return m.say(line, child(at, i), n.Operands[i], year)
	}
	operands := func() ([]expression, error) {
		var list []expression
		for i := range n.Operands {
			e, err := operand(i)
			if err != nil {
				return nil, err
			}
			list = append(list, e)
		}
		return list, nil
	}
	made := missing
	switch n.Kind {
	case burden.ConstantNode:
		return number(n.Value), nil
	case burden.ParamNode:
		return m.paramCell(n.Name, year), nil
	case burden.LineNode:
		return m.lineCell(n.Name, year), nil
	case burden.AddNode, burden.SubtractNode, burden.MultiplyNode:
		args, err := operands()
		if err != nil {
			return made, err
		}
		made = arithmetic(n.Kind, args)
	case burden.MinimumNode, burden.MaximumNode, burden.WhenNode:
		args, err := operands()
		if err != nil {
			return made, err
		}
		switch n.Kind {
		case burden.MinimumNode:
			made = call("MIN", args...)
		case burden.MaximumNode:
			made = call("MAX", args...)
		default:
			condition := expression{args[0].in(sum) + "<" + args[1].in(sum), sum, max(args[0].nested, args[1].nested)}
			made = call("IF", condition, args[2], args[3])
		}
	case burden.LagNode:
		return m.say(line, child(at, 0), n.Operands[0], year-n.From)
	case burden.BasisNode: // states a year basis; the value is the operand's
		return operand(0)
	case burden.SumNode:
		var err error
		if made, err = m.saySum(line, at, n, year); err != nil {
			return made, err
		}
	case burden.ByYearNode:
		i := n.InForce(year)
		if i < 0 || n.Operands[i].Node().Kind == burden.NoNode {
			return missing, nil
		}
		return m.say(line, child(at, i), n.Operands[i], year)
	case burden.RoundNode, burden.QuotientNode, burden.PowerNode:
		var err error
		if made, err = m.sayRounded(line, at, f, year); err != nil {
			return made, err
		}
	case burden.PartNode:
		var err error
		if made, err = m.sayPart(line, f, year); err != nil {
			return made, err
		}
	default:
		return made, unsayable("no spreadsheet formula is known for it")
	}
	if len(made.text) > maxFormula || made.nested > maxNested {
		return made, unsayable("its formula is too long for a spreadsheet")
	}
	return made, nil
}

func child(at burden.Site, i int) burden.Site {
	if at == "" {
		return burden.Site(itoa(i))
	}
	return at + burden.Site("."+itoa(i))
}

func arithmetic(k burden.Kind, args []expression) expression {
	sign, level, right := "+", sum, sum
	switch k {
	case burden.SubtractNode:
		sign, right = "-", product
	case burden.MultiplyNode:
		sign, level, right = "*", product, product
	}
	made := expression{args[0].in(level), level, args[0].nested}
	for _, a := range args[1:] {
		if a.text[0] == '-' {
			a.binds = 0 // no two signs beside each other
		}
		made.text += sign + a.in(right)
		made.nested = max(made.nested, a.nested+1)
	}
	return made
}

// lineCell refers to a line's cell of a year, in the same sheet.
func (m *modelSheet) lineCell(name string, year int) expression {
	if !m.has(lineYear{name, year}) {
		return missing
	}
	return expression{text: m.book.at(year, m.rows[name]), binds: atom}
}

// paramCell refers to a parameter's cell of a year, in the sheet of parameters.
func (m *modelSheet) paramCell(name string, year int) expression {
	p, ok := m.model.Param(name)
	if !ok {
		return missing
	}
	if _, ok := p.Series().At(year); !ok {
		return missing
	}
	m.params[lineYear{name, year}] = true
	return expression{text: quoted(paramSheet) + "!" + m.book.at(year, m.book.paramRow(m, name)), binds: atom}
}

// saySum translates a sum over years: a range of cells, those of a line or parameter or
// else of a step that holds the operand by year.
func (m *modelSheet) saySum(line string, at burden.Site, n burden.Node, year int) (expression, error) {
	from, to := n.From, n.To
	if n.Relative {
		from, to = year-n.From, year-n.To
	}
	o, site := n.Operands[0], child(at, 0)
	if from == to {
		return m.say(line, site, o, from)
	}
	var first, last string
	for y := from; y <= to; y++ {
		var e expression
		var err error
		switch o.Node().Kind {
		case burden.LineNode, burden.ParamNode:
			e, err = m.say(line, site, o, y)
		default:
			e.text, err = m.step(line, line+"|"+string(site), abbreviated(o.String(), 120), "", y, func() (stepCell, error) {
				e, err := m.say(line, site, o, y)
				if err != nil {
					return stepCell{}, err
				}
				v, err := m.eval(o, y)
				return stepCell{e.text, v.InexactFloat64()}, err
			})
		}
		if err != nil || e.text == missing.text {
			return e, err
		}
		if y == from {
			first = e.text
		}
		last = e.text
	}
	if _, cell, ok := strings.Cut(last, "!"); ok {
		last = cell
	}
	return call("SUM", expression{text: first + ":" + last, binds: atom}), nil
}

// abbreviated cuts a text to so many letters.
func abbreviated(s string, letters int) string {
	if r := []rune(s); len(r) > letters {
		return string(r[:letters-1]) + "…"
	}
	return s
}

// eval returns the exact value of a part of a line's formula in a year. Lines are taken
// from the cells there are. It serves the steps alone; lines have their values from the
// projection.
func (m *modelSheet) eval(f burden.Formula, year int) (decimal.Decimal, error) {
	n := f.Node()
	var args []decimal.Decimal
	switch n.Kind {
	case burden.ConstantNode:
		return n.Value, nil
	case burden.ParamNode:
		if p, ok := m.model.Param(n.Name); ok {
			if e, ok := p.Series().At(year); ok {
				return e.Value, nil
			}
		}
		return decimal.Decimal{}, unsayable(fmt.Sprintf("%s has no value for %d", n.Name, year))
	case burden.LineNode:
		if !m.has(lineYear{n.Name, year}) {
			return decimal.Decimal{}, unsayable(fmt.Sprintf("%s has no value for %d", n.Name, year))
		}
		return m.values[lineYear{n.Name, year}], nil
	case burden.LagNode:
		return m.eval(n.Operands[0], year-n.From)
	case burden.BasisNode:
		return m.eval(n.Operands[0], year)
	case burden.SumNode:
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		var total decimal.Decimal
		for y := from; y <= to; y++ {
			v, err := m.eval(n.Operands[0], y)
			if err != nil {
				return v, err
			}
			total = total.Add(v)
		}
		return total, nil
	case burden.ByYearNode:
		if i := n.InForce(year); i >= 0 {
			return m.eval(n.Operands[i], year)
		}
		return decimal.Decimal{}, unsayable(fmt.Sprintf("nothing is in force in %d", year))
	case burden.WhenNode:
		for _, o := range n.Operands[:2] {
			v, err := m.eval(o, year)
			if err != nil {
				return v, err
			}
			args = append(args, v)
		}
		if args[0].LessThan(args[1]) {
			return m.eval(n.Operands[2], year)
		}
		return m.eval(n.Operands[3], year)
	case burden.NoNode, burden.PartNode:
		return decimal.Decimal{}, unsayable("no spreadsheet formula is known for it")
	}
	for _, o := range n.Operands {
		v, err := m.eval(o, year)
		if err != nil {
			return v, err
		}
		args = append(args, v)
	}
	return apply(n, args)
}

// apply returns the value of an operation on numbers.
func apply(n burden.Node, args []decimal.Decimal) (decimal.Decimal, error) {
	a := args[0]
	switch n.Kind {
	case burden.RoundNode:
		return n.Rounding.Apply(a)
	case burden.QuotientNode:
		return n.Rounding.Quotient(a, args[1])
	case burden.PowerNode: // by a model of this one number, so that burden works it out
		l := burden.NewLine("power", burden.Ratio)
		model, err := burden.NewModel("power", l.Is(burden.Amount(a, burden.Ratio).Over(burden.Amount(args[1], burden.Ratio)).ToThe(n.P, n.Q).Rounded(n.Rounding)))
		if err != nil {
			return a, err
		}
		p, err := model.Project(1, 1)
		if err != nil {
			return a, err
		}
		return p.Value(l, 1)
	}
	for _, b := range args[1:] {
		switch n.Kind {
		case burden.AddNode:
			a = a.Add(b)
		case burden.SubtractNode:
			a = a.Sub(b)
		case burden.MultiplyNode:
			a = a.Mul(b)
		case burden.MinimumNode:
			if b.LessThan(a) {
				a = b
			}
		case burden.MaximumNode:
			if b.GreaterThan(a) {
				a = b
			}
		default:
			return a, unsayable("no spreadsheet formula is known for it")
		}
	}
	return a, nil
}
