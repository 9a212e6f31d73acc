package burden

// Index says how an index-linked growth rate comes about.
//
// In year y, with the driver rounded to its precision:
//
//	raw = driver[y - Lag] + add-ons[y]
//	growth = min(max(raw + carried[y-1], Floor), Ceiling)
//	carried = raw + carried[y-1] - growth
//
// Driver, add-ons, floor and ceiling are ratios: 4.7 % is 0.047. Nothing is
// carried unless Carry says so.
type Index struct {
	Driver Operand // the index's growth: a parameter, a line or any formula
	// Lag is how many years before the driver is read. Zero reads the year's own.
	Lag int
	// Precision rounds the driver before anything else. The zero value takes it as it is.
	Precision Rounding
	AddOns    []Operand // further rates of the year, added to the driver
	// Compound compounds driver and add-ons instead: (1 + driver) × (1 + add-on) - 1.
	Compound bool
	Floor    Operand // nil for none
	Ceiling  Operand // nil for none
	// Carry says what of a year's growth that the limits changed moves to the next
	// year. Carrying needs a From year. Nothing is carried into it, so the line of what
	// is carried is 0 in the year before.
	Carry Carry
	// From and To are the first and last year of the rule; zero leaves that end open.
	// Outside them its lines are not applicable. Only the carried amount has a value in From - 1 too.
	From, To int
}

// Carry says what an index rule moves from a year whose growth a limit changed to
// the year after. It does not carry the room that is left below a ceiling; that is a line of
// your own: room[-1] + ceiling - growth.
type Carry uint8

const (
	// CarryNothing lets what the limits change lapse.
	CarryNothing Carry = iota
	// CarryExcess adds what the ceiling cut to later growth: catch-up.
	CarryExcess
	// CarryAdvance takes what the floor gave from later growth.
	CarryAdvance
	// CarryBoth does both.
	CarryBoth
)

var carryNames = [...]string{"nothing", "excess", "advance", "both"}

// String returns what is carried in one word: "excess".
func (c Carry) String() string {
	if int(c) < len(carryNames) {
		return carryNames[c]
	}
	return "unknown"
}

// NoCeiling removes the ceiling: growth.With(burden.NoCeiling).
func NoCeiling(x *Index) { x.Ceiling = nil }

// NoFloor removes the floor.
func NoFloor(x *Index) { x.Floor = nil }

// IndexRule is index-linked growth, declared once: a definition of a model and,
// as an operand, the growth it applies. It owns the lines that report it year
// by year: [IndexRule.Raw], [IndexRule.Applied] and, if it carries, [IndexRule.Carried].
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

// Carried returns the line of what is carried to the next year: <name>.carried. It
// begins in the year before [Index].From, with 0.
func (r IndexRule) Carried() Line { return NewLine(r.name+".carried", Ratio) }

// lines returns the definitions of the rule's lines.
func (r IndexRule) lines() []LineDefinition {
	x := r.index
	var fault *Error
	for _, year := range []int{x.From, x.To} {
		if year != 0 && (year < MinYear || year > MaxYear || x.To != 0 && x.To < x.From) {
			fault = &Error{Input: "years", Value: spanText(x.From, x.To), Err: ErrOutOfRange}
		}
	}
	if x.Carry != CarryNothing && (x.From <= MinYear || x.Carry > CarryBoth) {
		fault = &Error{Detail: "carrying from year to year needs a known kind and a first year, From", Err: ErrIncomplete}
	}
	if fault != nil {
		x.From, x.To, x.Carry = 0, 0, CarryNothing
	}
	driver := operands(x.Driver)[0]
	raw := driver
	if x.Lag != 0 {
		raw = raw.Lag(x.Lag)
	}
	raw = raw.Rounded(x.Precision)
	if x.Compound {
		one := Amount(1, Ratio)
		raw = one.Plus(raw)
		for _, o := range x.AddOns {
			raw = raw.Times(one.Plus(o))
		}
		raw = raw.Minus(one)
	} else {
		raw = raw.Plus(x.AddOns...)
	}
	available := r.Raw().Formula
	if x.Carry != CarryNothing {
		available = available.Plus(r.Carried().Previous())
	}
	applied := available
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
		definitions[i] = d
	}
	definitions[1].fault = fault // once, under the rule's name
	if x.Carry != CarryNothing {
		zero := Amount(0, Ratio)
		carried := available.Minus(r.Applied())
		switch x.Carry {
		case CarryExcess:
			carried = clamp(MaximumNode, carried, zero)
		case CarryAdvance:
			carried = clamp(MinimumNode, carried, zero)
		}
		d := r.Carried().Starts(x.From-1, zero).Then(carried)
		if x.To != 0 {
			d = d.Until(x.To)
		}
		definitions = append(definitions, d)
	}
	return definitions
}
