package display

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Style says how figures are shown to people. It never changes a figure: what is
// shown is a [Figure], which keeps the exact value. The zero Style shows every
// digit.
//
//	Style{Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: Billions}   ₩1,038.9bn, US$4.7bn
//	Style{Ratios: burden.RoundTo("0.1%", burden.HalfUp)}                    13.9 %
//
// An amount of a currency has its sign before the number; every other unit stands
// behind it. A ratio is always a percentage. A rounded figure has the decimals of
// its quantum, zeros included; an exact one has the digits it needs.
type Style struct {
	// Amounts is the rounding of amounts of a currency, in units of it: to "0.1e9", whatever the
	// magnitude. Amounts per something, such as USD per person, are not among them.
	Amounts   burden.Rounding
	Magnitude Magnitude       // of amounts of a currency
	Ratios    burden.Rounding // of ratios, which are fractions: to "0.1%"
	Others    burden.Rounding // of everything else
	// Balanced makes the parts of a column add up to its total as shown: the total is
	// rounded as told, parts are cut down, and the quanta left go to the largest
	// remainders, ties to the earlier. So a part can be shown as the multiple that is
	// not the nearest, but never a quantum away, and one that is a multiple is shown
	// as it is.
	Balanced bool
	// Codes puts the code of a currency behind the number instead of its sign before.
	Codes bool
}

// Magnitude is what amounts are counted in.
type Magnitude uint8

const (
	// Ones shows amounts in full.
	Ones Magnitude = iota
	// Thousands shows amounts in thousands.
	Thousands
	// Millions shows amounts in millions.
	Millions
	// Billions shows amounts in billions of a thousand millions.
	Billions
	// Trillions shows amounts in trillions of a thousand billions.
	Trillions
)

var magnitudeWords = [...]string{"", " thousand", "m", "bn", "tn"}

// String returns the word behind a number, as figures show it.
func (m Magnitude) String() string {
	if int(m) < len(magnitudeWords) {
		return strings.TrimSpace(magnitudeWords[m])
	}
	return "unknown magnitude"
}

// Figure is a number as it is shown, and as it is.
type Figure struct {
	Text  string          // what is shown
	Shown decimal.Decimal // what the text says
	Exact decimal.Decimal // every digit
	Unit  burden.Unit
	of    belonging
}

// belonging says whether a figure is part of a column, and of which kind.
type belonging uint8

const (
	alone belonging = iota
	plain
	evened
)

// Rounded reports whether the figure shown differs from the exact one.
func (f Figure) Rounded() bool { return !f.Shown.Equal(f.Exact) }

// String returns what is shown.
func (f Figure) String() string { return f.Text }

// Column is figures of one unit under each other, and their sum.
type Column struct {
	Figures []Figure
	Total   Figure
}

// Show returns the figure that shows a value. It returns an error if:
//   - the rounding is faulty, or is Exact and the value is no multiple ([burden.ErrInexact])
//   - the magnitude is none of this package ([burden.ErrUnknownName])
func (d Style) Show(v decimal.Decimal, u burden.Unit) (Figure, error) {
	r := d.rounding(u)
	shown := v
	if !r.IsZero() {
		var err error
		if shown, err = r.Apply(v); err != nil {
			return Figure{}, err
		}
	}
	return d.ShowAs(shown, v, u)
}

// Column returns the figures that show the parts of a column and, as the total,
// their sum. Under Balanced the parts shown add up to the total shown. Its errors are
// those of [Style.Show].
func (d Style) Column(u burden.Unit, parts ...decimal.Decimal) (Column, error) {
	var sum decimal.Decimal
	c := Column{Figures: make([]Figure, len(parts))}
	for i, v := range parts {
		sum = sum.Add(v)
		var err error
		if c.Figures[i], err = d.Show(v, u); err != nil {
			return Column{}, err
		}
	}
	var err error
	if c.Total, err = d.Show(sum, u); err != nil {
		return Column{}, err
	}
	r := d.rounding(u)
	if !d.Balanced || r.IsZero() {
		for i := range c.Figures {
			c.Figures[i].of = plain
		}
		return c, nil
	}
	shares := make([]*big.Rat, len(parts))
	for i, v := range parts {
		shares[i] = v.Rat()
	}
	floor := burden.RoundTo(burden.Text(r.Quantum()), burden.Floor)
	shown, err := Balance(shares, c.Total.Shown, floor, func(i, j int) int { return i - j })
	if err != nil {
		return Column{}, err
	}
	for i, v := range shown {
		if c.Figures[i], err = d.ShowAs(v, parts[i], u); err != nil {
			return Column{}, err
		}
		c.Figures[i].of = evened
	}
	return c, nil
}

// Note says what stands at the foot of a table of figures: which were rounded, to
// what, and whether columns were balanced, or "exact" if each is shown as it is.
func (d Style) Note(figures ...Figure) string {
	const amounts, ratios, others = 0, 1, 2
	var rounded, balanced [3]bool
	parts := false // that may not add up
	for _, f := range figures {
		if !f.Rounded() {
			continue
		}
		kind := others
		switch {
		case f.Unit == burden.Ratio:
			kind = ratios
		case f.Unit.IsCurrency():
			kind = amounts
		}
		rounded[kind] = true
		balanced[kind] = balanced[kind] || f.of == evened
		parts = parts || f.of == plain
	}
	var list []string
	add := func(kind int, what string, r burden.Rounding, quantum string) {
		if !rounded[kind] {
			return
		}
		if balanced[kind] { // a part is not rounded like this, its total is
			if what == "amounts" {
				what = "total"
			} else {
				what = "total of " + what
			}
		}
		list = append(list, what+" to "+quantum+", "+strings.ReplaceAll(r.Mode().String(), "_", " "))
	}
	add(amounts, "amounts", d.Amounts, number(d.Amounts.Quantum(), burden.Rounding{}, d.Magnitude))
	add(ratios, "ratios", d.Ratios, number(d.Ratios.Quantum().Shift(2), burden.Rounding{}, Ones)+" %")
	add(others, "other figures", d.Others, number(d.Others.Quantum(), burden.Rounding{}, Ones))
	switch {
	case len(list) == 0:
		return "exact"
	case slices.Contains(balanced[:], true):
		list = append(list, "parts balanced to add up to it")
	case parts:
		list = append(list, "parts may not add up to the total shown")
	}
	return "rounded: " + strings.Join(list, "; ")
}

// rounding returns the rounding of a unit's figures.
func (d Style) rounding(u burden.Unit) burden.Rounding {
	switch {
	case u == burden.Ratio:
		return d.Ratios
	case u.IsCurrency():
		return d.Amounts
	}
	return d.Others
}

// sign returns the sign of a currency, and whether it has one of its own.
func sign(code string) (string, bool) {
	switch burden.Unit(code) {
	case burden.KRW:
		return "₩", true
	case burden.USD:
		return "US$", true
	case burden.JPY:
		return "¥", true
	case burden.EUR:
		return "€", true
	}
	return "", false
}

// ShowAs returns the figure that shows one value for another, as it is rounded already.
func (d Style) ShowAs(shown, exact decimal.Decimal, u burden.Unit) (Figure, error) {
	if int(d.Magnitude) >= len(magnitudeWords) {
		return Figure{}, &burden.Error{Input: "magnitude", Value: strconv.Itoa(int(d.Magnitude)), Err: burden.ErrUnknownName}
	}
	f := Figure{Shown: shown, Exact: exact, Unit: u}
	r, in := d.rounding(u), Ones
	switch {
	case u == burden.Ratio:
		if !r.IsZero() {
			r = burden.RoundTo(burden.Text(r.Quantum().Shift(2)), r.Mode())
		}
		f.Text = number(shown.Shift(2), r, Ones) + " %"
		return f, nil
	case u.IsCurrency():
		in = d.Magnitude
	}
	text := number(shown, r, in)
	_, unit := NumberAndUnit(shown, u)
	// KRW@2019/person is won per person at prices of 2019.
	over, under, per := strings.Cut(string(u), "/")
	code, base := over, ""
	year, based := u.PriceBase()
	if based {
		if base = strconv.Itoa(year); !strings.HasSuffix(over, "@"+base) {
			f.Text = text + " " + unit
			return f, nil
		}
		code = strings.TrimSuffix(over, "@"+base)
	}
	before, signed := sign(code)
	if !signed || d.Codes {
		f.Text = text + " " + unit
		return f, nil
	}
	if positive, negative := strings.CutPrefix(text, "-"); negative {
		f.Text = "-" + before + positive
	} else {
		f.Text = before + text
	}
	if per {
		f.Text += "/" + under
	}
	if based {
		f.Text += " at " + base + " prices"
	}
	return f, nil
}

// number writes a number in a magnitude, with thousands separators and, if it is
// rounded, as many decimals as the quantum has.
func number(v decimal.Decimal, r burden.Rounding, in Magnitude) string {
	zeros := -3 * int32(in)
	// As a number of things, because a ratio would be shown as a percentage.
	text, _ := NumberAndUnit(v.Shift(zeros), burden.Persons)
	if _, places, ok := strings.Cut(burden.Text(r.Quantum().Shift(zeros)), "."); ok {
		_, have, point := strings.Cut(text, ".")
		if !point {
			text += "."
		}
		text += strings.Repeat("0", len(places)-len(have))
	}
	return text + magnitudeWords[in]
}
