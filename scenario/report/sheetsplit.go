package report

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// maxSplit is how many members a split has at most that becomes formulas: each part's
// looks at all the others.
const maxSplit = 64

// sayPart translates the part of a split without bounds: below the first of its parts
// stand the total and every member's weight, ideal share, cut and remainder, counted in
// quanta, by key. The quanta left go to the largest remainders, ties to the smaller key,
// or all to the first member listed.
//
// Who pays under floors and ceilings comes out of a search, and so has no formula.
func (m *modelSheet) sayPart(line string, f burden.Formula, year int) (expression, error) {
	n := f.Node()
	if n.Shares == nil {
		return missing, unsayable("a share without a split")
	}
	keys := n.Shares.Keys
	if len(keys) > maxSplit {
		return missing, unsayable("a split of more than " + itoa(maxSplit) + " members")
	}
	for _, o := range n.Operands[1+len(keys):] {
		if o.Node().Kind != burden.NoNode {
			return missing, unsayable("a split with floors or ceilings is found by a search, not by a formula")
		}
	}
	total, err := m.eval(n.Operands[0], year)
	if err != nil {
		return missing, err
	}
	if total.IsNegative() {
		return missing, unsayable("the split of a negative total")
	}
	mantissa, exponent := scientific(n.Rounding.Quantum())
	quantum := n.Rounding.Quantum().Rat()
	// The block is that of all parts with these operands.
	var name strings.Builder
	for _, o := range n.Operands {
		name.WriteString(o.String() + ";")
	}
	block := "split|" + burden.Text(n.Rounding.Quantum()) + n.Shares.Remainder.String() + strings.Join(keys, ",") + "|" + name.String()
	if s := m.stepOf[block+"|total"]; s != nil {
		line = s.line // beside the part that came first
	}

	// The same in exact fractions, for the values.
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(keys[i], keys[j]) })
	weights := make([]decimal.Decimal, len(keys))
	weight := new(big.Rat) // of all
	for i := range keys {
		if weights[i], err = m.eval(n.Operands[1+i], year); err != nil {
			return missing, err
		}
		if n.Shares.KeepRest && weights[i].IsZero() {
			return missing, unsayable("the split of a rest among members of whom one has no weight")
		}
		weight.Add(weight, weights[i].Rat())
	}
	if weight.Sign() <= 0 {
		return missing, unsayable("a split without weights")
	}
	float := func(r *big.Rat) float64 { x, _ := r.Float64(); return x }
	quanta := new(big.Rat).Quo(total.Rat(), quantum)
	made := func(e expression, v float64) func() (stepCell, error) {
		return func() (stepCell, error) { return stepCell{e.text, v}, nil }
	}
	x, err := m.say(line, burden.Site(block+"|total"), n.Operands[0], year)
	if err != nil {
		return x, err
	}
	const places = 9
	totalCell, err := m.step(line, block+"|total", "split: total, counted in "+burden.Text(n.Rounding.Quantum()), "quanta", year,
		made(call("ROUND", inQuanta(x, mantissa, exponent), whole(places)), float(quanta)))
	if err != nil {
		return x, err
	}
	// One row a member for each of weight, ideal, cut and remainder, by key.
	rows := func(what, unit string, cell func(i int) (expression, float64, error)) (cells []string, err error) {
		cells = make([]string, len(keys))
		for _, i := range order {
			cells[i], err = m.step(line, block+"|"+what+"|"+keys[i], "split: "+what+" of "+keys[i], burden.Unit(unit), year, func() (stepCell, error) {
				e, v, err := cell(i)
				return stepCell{e.text, v}, err
			})
			if err != nil {
				return nil, err
			}
		}
		return cells, nil
	}
	over := func(cells []string) string { return cells[order[0]] + ":" + cells[order[len(order)-1]] }
	weightCells, err := rows("weight", "", func(i int) (expression, float64, error) {
		e, err := m.say(line, burden.Site(block+"|weight|"+keys[i]), n.Operands[1+i], year)
		return e, weights[i].InexactFloat64(), err
	})
	if err != nil {
		return x, err
	}
	ideal := func(i int) *big.Rat {
		r := new(big.Rat).Mul(quanta, weights[i].Rat())
		return r.Quo(r, weight)
	}
	cut := func(i int) *big.Rat {
		r := ideal(i)
		return new(big.Rat).SetInt(new(big.Int).Quo(r.Num(), r.Denom()))
	}
	idealCells, err := rows("ideal share", "quanta", func(i int) (expression, float64, error) {
		return expression{text: totalCell + "*" + weightCells[i] + "/SUM(" + over(weightCells) + ")"}, float(ideal(i)), nil
	})
	if err != nil {
		return x, err
	}
	cutCells, err := rows("whole quanta", "quanta", func(i int) (expression, float64, error) {
		return expression{text: "INT(ROUND(" + idealCells[i] + ",9))"}, float(cut(i)), nil
	})
	if err != nil {
		return x, err
	}
	remainderCells, err := rows("remainder", "quanta", func(i int) (expression, float64, error) {
		r := ideal(i)
		return expression{text: "ROUND(" + idealCells[i] + "-" + cutCells[i] + ",9)"}, roundTo(float(r.Sub(r, cut(i))), places), nil
	})
	if err != nil {
		return x, err
	}
	left := "(INT(" + totalCell + ")-SUM(" + over(cutCells) + "))"
	part := n.Part
	own, firstKey := remainderCells[part], order[0]
	all := over(remainderCells)
	rank := "SUMPRODUCT((" + all + ">" + own + ")*1)+SUMPRODUCT((" + remainderCells[firstKey] + ":" + own + "=" + own + ")*1)"
	extra := "IF(" + rank + "<=" + left + ",1,0)"
	rest := "IF(" + rank + "=" + left + "+1," + totalCell + "-INT(" + totalCell + "),0)"
	if n.Shares.Remainder == burden.FirstGetsIt {
		extra, rest = "0", "0"
		if part == 0 {
			extra, rest = left, "("+totalCell+"-INT("+totalCell+"))"
		}
	}
	k := cutCells[part]
	if extra != "0" {
		k += "+" + extra
	}
	if n.Shares.KeepRest && rest != "0" {
		k += "+" + rest
	}
	return fromQuanta(expression{k, sum, 4}, mantissa, exponent), nil
}
