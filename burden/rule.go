package burden

import "strconv"

// Index says how an index-linked growth rate comes about.
//
// In year y, with the driver rounded to its precision:
//
//	raw = driver[y - Lag] + add-ons[y]
//	growth = min(max(raw, Floor), Ceiling)
//
// Driver, add-ons, floor and ceiling are ratios: 4.7 % is 0.047. Add-ons are
// added to the driver, not compounded with it.
type Index struct {
	Driver Operand // the index's growth: a parameter, a line or any formula
	// Lag is how many years before the driver is read. Zero reads the year's own.
	Lag int
	// Precision rounds the driver before anything else. The zero value takes it as it is.
	Precision Rounding
	AddOns    []Operand // further rates of the year
	Floor     Operand   // nil for none
	Ceiling   Operand   // nil for none
	// From and To are the first and last year of the rule; zero leaves that end open.
	// Outside them its lines are not applicable.
	From, To int
}

// NoCeiling removes the ceiling: growth.With(burden.NoCeiling).
func NoCeiling(x *Index) { x.Ceiling = nil }

// NoFloor removes the floor.
func NoFloor(x *Index) { x.Floor = nil }

// IndexRule is index-linked growth, declared once: a definition of a model and,
// as an operand, the growth it applies. It owns the lines that report it year
// by year, [IndexRule.Raw] and [IndexRule.Applied].
type IndexRule struct {
	Formula // the growth applied in the year, as an operand
	name    string
	index   Index
}

// NewIndexRule returns the rule of that name, a Go identifier or several joined by dots.
func NewIndexRule(name string, index Index) IndexRule {
	index.AddOns = append([]Operand(nil), index.AddOns...)
	return IndexRule{NewLine(name, Ratio).Formula, name, index}
}

// Name returns the rule's name.
func (r IndexRule) Name() string { return r.name }

// Index returns how the growth comes about.
func (r IndexRule) Index() Index {
	x := r.index
	x.AddOns = append([]Operand(nil), x.AddOns...)
	return x
}

// With returns the rule, under the same name, as changes leave it: [NoCeiling],
// or any function that sets fields. What refers to the rule refers to the changed one
// once a model is built with it.
func (r IndexRule) With(changes ...func(*Index)) IndexRule {
	x := r.Index()
	for _, change := range changes {
		if change != nil {
			change(&x)
		}
	}
	return NewIndexRule(r.name, x)
}

// Applied returns the line of the growth that is applied. Its name is the rule's.
func (r IndexRule) Applied() Line { return NewLine(r.name, Ratio) }

// Raw returns the line of the growth before floor and ceiling: <name>.raw.
func (r IndexRule) Raw() Line { return NewLine(r.name+".raw", Ratio) }

// lines returns the definitions of the rule's lines.
func (r IndexRule) lines() []LineDefinition {
	x := r.index
	driver := operands(x.Driver)[0]
	raw := driver
	if x.Lag != 0 {
		raw = raw.Lag(x.Lag)
	}
	raw = raw.Rounded(x.Precision).Plus(x.AddOns...)
	applied := r.Raw().Formula
	if x.Floor != nil {
		applied = applied.AtLeast(x.Floor)
	}
	if x.Ceiling != nil {
		applied = applied.AtMost(x.Ceiling)
	}
	definitions := []LineDefinition{r.Raw().Is(raw), r.Applied().Is(applied)}
	for i, d := range definitions {
		if x.From != 0 {
			d = d.line.Starts(x.From, d.formula)
		}
		if x.To != 0 {
			d = d.Until(x.To)
		}
		if x.To != 0 && x.To < x.From {
			d = d.faulty("rule from "+strconv.Itoa(x.From)+" to", strconv.Itoa(x.To))
		}
		definitions[i] = d
	}
	return definitions
}
