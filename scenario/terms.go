package scenario

import (
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// ruleTerm is one of the terms of index-linked growth that an agreement may change
// by itself, so that an attribution shows a ceiling as a ceiling.
type ruleTerm struct {
	name string
	text func(burden.Index) string
	take func(to *burden.Index, from burden.Index)
}

var ruleTermsInOrder = [...]ruleTerm{
	{"driver", func(x burden.Index) string { return operandText(x.Driver) }, func(to *burden.Index, from burden.Index) { to.Driver = from.Driver }},
	{"lag", func(x burden.Index) string { return strconv.Itoa(x.Lag) }, func(to *burden.Index, from burden.Index) { to.Lag = from.Lag }},
	{"precision", func(x burden.Index) string { return x.Precision.String() }, func(to *burden.Index, from burden.Index) { to.Precision = from.Precision }},
	{"add_ons", addOnText, func(to *burden.Index, from burden.Index) { to.AddOns, to.Compound = from.AddOns, from.Compound }},
	{"floor", func(x burden.Index) string { return operandText(x.Floor) }, func(to *burden.Index, from burden.Index) { to.Floor = from.Floor }},
	{"ceiling", func(x burden.Index) string { return operandText(x.Ceiling) }, func(to *burden.Index, from burden.Index) { to.Ceiling = from.Ceiling }},
	{"carry", carryText, func(to *burden.Index, from burden.Index) { to.Carry, to.From, to.To = from.Carry, from.From, from.To }},
}

func operandText(o burden.Operand) string {
	if o == nil {
		return "none"
	}
	return burden.Sum(o).String()
}

func addOnText(x burden.Index) string {
	if len(x.AddOns) == 0 {
		return "none"
	}
	parts := make([]string, len(x.AddOns))
	for i, o := range x.AddOns {
		parts[i] = operandText(o)
	}
	if x.Compound {
		return strings.Join(parts, ", ") + ", compounded"
	}
	return strings.Join(parts, ", ")
}

func carryText(x burden.Index) string {
	text := x.Carry.String()
	if x.From != 0 {
		text += " from " + strconv.Itoa(x.From)
	}
	if x.To != 0 {
		text += " to " + strconv.Itoa(x.To)
	}
	return text
}

// ruleTerms lists the terms in which two rules differ, each a change of its own:
// growth.ceiling. Of anything but two rules there are none.
func ruleTerms(a, b burden.Definition) []player {
	x, ok := a.(burden.IndexRule)
	y, also := b.(burden.IndexRule)
	if !ok || !also {
		return nil
	}
	var list []player
	for _, t := range ruleTermsInOrder {
		if from, to := t.text(x.Index()), t.text(y.Index()); from != to {
			list = append(list, player{
				name: x.Name() + "." + t.name, from: from, to: to, definition: x, structure: true,
				term: func(index *burden.Index) { t.take(index, y.Index()) },
			})
		}
	}
	return list
}
