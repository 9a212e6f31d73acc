package oracle_test

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// object is a JSON object of an explanation.
type object map[string]any

func (o object) text(field string) string { s, _ := o[field].(string); return s }

func (o object) number(field string) int {
	n, _ := o[field].(json.Number)
	i, _ := strconv.Atoi(n.String())
	return i
}

func (o object) numbers(field string) []int {
	list, _ := o[field].([]any)
	var ns []int
	for _, x := range list {
		n, _ := strconv.Atoi(x.(json.Number).String())
		ns = append(ns, n)
	}
	return ns
}

// at is an object in it, nil if it is not there.
func (o object) at(field string) object {
	m, ok := o[field].(map[string]any)
	if !ok {
		return nil
	}
	return m
}

func (o object) objects(field string) []object {
	list, _ := o[field].([]any)
	var os []object
	for _, x := range list {
		os = append(os, x.(map[string]any))
	}
	return os
}

// judge says whether every statement of an explanation but the texts of its formulas is
// true: each value, fraction, bound and reference. It has the arithmetic of this package's
// oracle and shares no code with the checker, whose verdict it is compared with.
type judge struct {
	inputs, steps map[string]object // those met, by id
	splits        map[string]object
	used          map[string]bool // kind and id
	units         map[string]burden.Unit
	wrong         string // the first statement that is not true
}

func (j *judge) says(ok bool, what string) bool {
	if !ok && j.wrong == "" {
		j.wrong = what
	}
	return ok
}

// judged reports whether all statements of an explanation are true, or names one that is not.
func judged(x object) (bool, string) {
	j := &judge{inputs: map[string]object{}, steps: map[string]object{}, splits: map[string]object{}, used: map[string]bool{}, units: map[string]burden.Unit{}}
	for _, i := range x.objects("inputs") {
		j.inputs[i.text("id")] = i
	}
	for _, s := range x.objects("splits") {
		j.splits[s.text("id")] = s
	}
	for _, g := range x.objects("given") {
		j.steps[g.text("id")] = g
	}
	last := ""
	for _, s := range x.objects("steps") {
		last = s.text("id")
		v, u := j.value(s.at("tree"), s.number("year"))
		if v == nil || !j.says(is(s.text("value"), v), last+": value") || !j.says(u == burden.Unit(s.text("unit")), last+": unit") {
			return false, j.wrong
		}
		j.steps[last] = s
	}
	for kind, ids := range map[string]map[string]object{"input": j.inputs, "split": j.splits, "step": j.steps} {
		for id := range ids {
			if !j.says(j.used[kind+" "+id] || kind == "step" && id == last, id+": not used") {
				return false, j.wrong
			}
		}
	}
	return true, ""
}

// is compares a number as written with one computed. The format has one way to write it.
func is(text string, x *big.Rat) bool {
	y, ok := new(big.Rat).SetString(text)
	return ok && y.Cmp(x) == 0
}

// value recomputes a node. A nil number is one with a statement that is not true.
func (j *judge) value(n object, year int) (*big.Rat, burden.Unit) {
	v, u := j.compute(n, year)
	if v == nil || !j.says(is(n.text("value"), v), n.text("op")+": value") {
		return nil, ""
	}
	return v, u
}

func (j *judge) compute(n object, year int) (*big.Rat, burden.Unit) {
	fails := func(what string) (*big.Rat, burden.Unit) {
		j.says(false, n.text("op")+": "+what)
		return nil, ""
	}
	op := n.text("op")
	refers := func(field string, of map[string]object) (*big.Rat, burden.Unit) {
		id := n.text(field)
		o := of[id]
		if o == nil || id != n.text("name")+"@"+strconv.Itoa(year) || o.text("unit") != n.text("unit") {
			return fails("reference " + id)
		}
		j.used[field+" "+id] = true
		return fraction(o.text("value")), burden.Unit(o.text("unit"))
	}
	switch op {
	case "constant":
		return fraction(n.text("value")), burden.Unit(n.text("unit"))
	case "param":
		return refers("input", j.inputs)
	case "line":
		return refers("step", j.steps)
	case "part":
		return j.part(n, year)
	case "unused":
		return fails("counts")
	}
	if op != "minimum" && op != "maximum" && (n["bound"] != nil || n["reached"] != nil || n["arithmetic"] != nil) {
		return fails("has limits")
	}
	of := n.objects("of")
	years := slices.Repeat([]int{year}, len(of))
	chosen := -1
	switch op {
	case "lag":
		years[0] -= n.number("years")
	case "sum":
		from, to := n.number("from"), n.number("to")
		if n["relative"] == true {
			from, to = year-from, year-to
		}
		if to-from+1 != len(of) {
			return fails("years")
		}
		for i, o := range of {
			years[i] = from + i
			if i > 0 && writes(o).String() != writes(of[0]).String() {
				return fails("adds two formulas")
			}
		}
	case "by_year":
		starts := n.numbers("starts")
		for i := range starts {
			if starts[i] < burden.MinYear || i > 0 && starts[i] <= starts[i-1] {
				return fails("starts")
			}
			if starts[i] <= year {
				chosen = i
			}
		}
		if chosen < 0 {
			return fails("starts")
		}
	case "when":
		a, u := j.value(of[0], year)
		b, v := j.value(of[1], year)
		if a == nil || b == nil || u != v {
			return fails("sides")
		}
		chosen = 3
		if a.Cmp(b) < 0 {
			chosen = 2
		}
	}
	if chosen >= 0 {
		for i, o := range of {
			if (o.text("op") == "unused") == (i == chosen || op == "when" && i < 2) {
				return fails("chooses")
			}
		}
		return j.value(of[chosen], year)
	}
	values, units := make([]*big.Rat, len(of)), make([]burden.Unit, len(of))
	for i, o := range of {
		if values[i], units[i] = j.value(o, years[i]); values[i] == nil {
			return nil, ""
		}
		if op != "multiply" && op != "quotient" && units[i] != units[0] {
			return fails("units")
		}
	}
	before := func(x *big.Rat) bool { return n.text("before") == x.RatString() }
	quantum, mode := "", ""
	if r := n.at("rounding"); r != nil {
		quantum, mode = r.text("quantum"), r.text("mode")
		if fraction(quantum).Sign() <= 0 {
			return fails("quantum")
		}
	}
	first := new(big.Rat).Set(values[0])
	switch op {
	case "lag", "basis":
		return first, units[0]
	case "add", "sum", "subtract", "multiply":
		u := units[0]
		for i, v := range values[1:] {
			switch op {
			case "subtract":
				first.Sub(first, v)
			case "multiply":
				first.Mul(first, v)
				u = u.Times(units[i+1])
			default:
				first.Add(first, v)
			}
		}
		return first, u
	case "minimum", "maximum":
		return j.limit(n, values), units[0]
	case "round", "quotient":
		u := units[0]
		if op == "quotient" {
			if values[1].Sign() == 0 {
				return fails("divides by zero")
			}
			first.Quo(first, values[1])
			u = u.Per(units[1])
		}
		v, err := roundTo(first, quantum, mode)
		if !before(first) || err != nil {
			return fails("rounds")
		}
		return v, u
	case "power":
		if values[1].Sign() == 0 || n.number("q") < 1 {
			return fails("divides by zero")
		}
		v, err := toThe(values[0], values[1], &expr{P: n.number("p"), Q: n.number("q"), Quantum: quantum, Mode: mode})
		if !before(first.Quo(first, values[1])) || err != nil {
			return fails("power")
		}
		return v, ""
	}
	return fails("operator")
}

// limit returns the least or largest of the values, and checks which limits are said to decide.
func (j *judge) limit(n object, values []*big.Rat) *big.Rat {
	least := slices.MinFunc(values, (*big.Rat).Cmp)
	if n.text("op") == "maximum" {
		least = slices.MaxFunc(values, (*big.Rat).Cmp)
	}
	var decided []int
	for i, v := range values[1:] {
		if v.Cmp(least) == 0 {
			decided = append(decided, i+1)
		}
	}
	want := map[bool]string{true: "reached", false: "bound"}[values[0].Cmp(least) == 0]
	other := map[string]string{"reached": "bound", "bound": "reached"}[want]
	if !j.says(slices.Equal(n.numbers(want), decided) && n[other] == nil, n.text("op")+": "+want) {
		return nil
	}
	return least
}

// part is a member's share, of a split whose statements are true.
func (j *judge) part(n object, year int) (*big.Rat, burden.Unit) {
	id := n.text("split")
	s := j.splits[id]
	if !j.says(s != nil && s.number("year") == year, "split "+id) {
		return nil, ""
	}
	j.used["split "+id] = true
	if _, done := j.units[id]; !done && !j.split(s) {
		return nil, ""
	}
	for _, m := range s.objects("members") {
		if m.text("key") == n.text("name") {
			return fraction(m.text("share")), j.units[id]
		}
	}
	j.says(false, "member "+n.text("name"))
	return nil, ""
}

func (j *judge) split(s object) bool {
	year := s.number("year")
	total, unit := j.value(s.at("total"), year)
	if total == nil {
		return false
	}
	e := &expr{Quantum: s.text("quantum"), First: s.text("remainder") == "first_gets_it", KeepRest: s["keep_rest"] == true}
	if !j.says(fraction(e.Quantum).Sign() > 0, "split: quantum") {
		return false
	}
	members := s.objects("members")
	var weights, floors, ceilings []*big.Rat
	var weighed []burden.Unit
	for _, m := range members {
		e.Keys = append(e.Keys, m.text("key"))
		w, u := j.value(m.at("weight"), year)
		if w == nil {
			return false
		}
		weights, weighed = append(weights, w), append(weighed, u)
		for field, to := range map[string]*[]*big.Rat{"floor": &floors, "ceiling": &ceilings} {
			var bound *big.Rat
			if b := m.at(field); b != nil {
				var u burden.Unit
				if bound, u = j.value(b, year); bound == nil || !j.says(u == unit, "split: unit of a bound") {
					return false
				}
			}
			*to = append(*to, bound)
		}
	}
	if !j.says(len(slices.Compact(weighed)) == 1, "split: units of weights") {
		return false
	}
	shares, err := apportion(total, e, weights, floors, ceilings)
	if !j.says(err == nil, "split: cannot be") {
		return false
	}
	sign := big.NewRat(int64(cmp.Or(total.Sign(), 1)), 1)
	owed, _ := ideals(new(big.Rat).Mul(total, sign), weights, floors, ceilings)
	for i, m := range members {
		ideal := new(big.Rat).Mul(owed[i], sign)
		at := ""
		switch {
		case floors[i] != nil && floors[i].Cmp(ideal) == 0:
			at = "floor"
		case ceilings[i] != nil && ceilings[i].Cmp(ideal) == 0:
			at = "ceiling"
		}
		if !j.says(m.text("ideal") == ideal.RatString() && is(m.text("share"), shares[i]) && m.text("at") == at, "split: "+m.text("key")) {
			return false
		}
	}
	j.units[s.text("id")] = unit
	return true
}

// writes is the text of a tree's formula, through the library's constructors.
func writes(n object) burden.Formula {
	op := n.text("op")
	opaque := func(text string) burden.Formula { return burden.NewLine(text, burden.Ratio).Formula }
	switch op {
	case "constant":
		return burden.Amount(n.text("value"), burden.Unit(n.text("unit")))
	case "param", "line":
		return opaque(n.text("name"))
	case "part":
		name, _, _ := strings.Cut(n.text("split"), "@")
		return opaque("part(" + n.text("name") + ", " + name + ")")
	case "unused":
		return opaque(n.text("formula"))
	}
	var of []burden.Formula
	var rest []burden.Operand
	for i, o := range n.objects("of") {
		of = append(of, writes(o))
		if i > 0 {
			rest = append(rest, of[i])
		}
	}
	rounding := burden.Rounding{}
	if r := n.at("rounding"); r != nil {
		rounding = burden.RoundTo(r.text("quantum"), modes[r.text("mode")])
	}
	switch op {
	case "add":
		return of[0].Plus(rest...)
	case "subtract":
		return of[0].Minus(rest[0])
	case "multiply":
		return of[0].Times(rest...)
	case "quotient":
		return of[0].Over(rest[0]).Rounded(rounding)
	case "power":
		return of[0].Over(rest[0]).ToThe(n.number("p"), n.number("q")).Rounded(rounding)
	case "round":
		return of[0].Rounded(rounding)
	case "lag":
		return of[0].Lag(n.number("years"))
	case "sum":
		if n["relative"] == true {
			return of[0].SumLags(n.number("from"), n.number("to"))
		}
		if n.number("from") == n.number("to") {
			return of[0].At(n.number("from"))
		}
		return of[0].SumBetween(n.number("from"), n.number("to"))
	case "when":
		return burden.When(of[0].Below(rest[0]), of[2], of[3])
	case "by_year":
		starts := n.numbers("starts")
		d := burden.NewLine("unit", burden.Ratio).Starts(starts[0], of[0])
		for i := 1; i < len(of); i++ {
			d = d.From(starts[i], of[i])
		}
		return d.Formula()
	case "basis":
		for b := burden.YearBasis(-11); b <= 11; b++ {
			if b.String() == n.text("basis") {
				return of[0].On(b)
			}
		}
	case "minimum", "maximum":
		word := map[string]string{"minimum": "min", "maximum": "max"}[op]
		if n["arithmetic"] == true {
			word = map[string]string{"minimum": "smaller", "maximum": "larger"}[op]
		}
		names := burden.Names{}
		var list []string
		for i, f := range of {
			name := "operand" + strconv.Itoa(i)
			names[name] = f
			list = append(list, name)
		}
		f, err := burden.ParseFormula(word+"("+strings.Join(list, ", ")+")", names)
		if err == nil {
			return f
		}
	}
	return burden.Formula{}
}

// writesTerms is the text of a split.
func writesTerms(s object) string {
	var text strings.Builder
	text.WriteString("split(" + writes(s.at("total")).String() + ", " + s.text("quantum") + ", " + s.text("remainder"))
	if s["keep_rest"] == true {
		text.WriteString(", keep_rest")
	}
	for _, m := range s.objects("members") {
		text.WriteString(", " + m.text("key") + "(" + writes(m.at("weight")).String())
		if m["floor"] != nil || m["ceiling"] != nil {
			for _, b := range []object{m.at("floor"), m.at("ceiling")} {
				text.WriteString(", ")
				if b == nil {
					text.WriteString("none")
				} else {
					text.WriteString(writes(b).String())
				}
			}
		}
		text.WriteString(")")
	}
	return text.String() + ")"
}
