package burden

import (
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Unit is what a number counts: a currency, persons, months, one per another,
// or nothing at all (a pure ratio, the zero value). Units multiply and divide
// with the numbers they belong to. A Unit of your own is its name, a Go
// identifier: Unit("vessel").
//
// Three capital letters are a currency. Currencies convert only by multiplying
// with a rate, whose unit is one per the other: KRW.Per(USD). A currency may be at the
// prices of a year, KRW.AtPrices(2019), written KRW@2019; without, it is nominal. Real
// and nominal amounts are different units: [Deflate] and [Inflate] turn one into the
// other. A bad unit is reported when a model is built with it.
type Unit string

// Units that agreements need again and again.
const (
	Ratio   Unit = ""
	KRW     Unit = "KRW"
	USD     Unit = "USD"
	JPY     Unit = "JPY"
	EUR     Unit = "EUR"
	Persons Unit = "person"
	Months  Unit = "month"
)

// Per returns the unit of u for each v: USD.Per(Persons) is dollars per person.
func (u Unit) Per(v Unit) Unit { return u.combine(v, -1) }

// Times returns the product of two units.
func (u Unit) Times(v Unit) Unit { return u.combine(v, 1) }

// IsCurrency reports whether u is an amount of one currency and nothing else.
func (u Unit) IsCurrency() bool {
	name, _, _ := cutPrices(string(u))
	return isCurrency(name)
}

func isCurrency(name string) bool {
	return len(name) == 3 && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// AtPrices returns the unit in which the nominal currency of u is at the prices of a
// year: KRW.Per(Persons).AtPrices(2019). Of a unit with none or several nominal
// currencies it makes a bad unit.
func (u Unit) AtPrices(year int) Unit {
	if year < MinYear || year > MaxYear {
		return u + Unit("@"+strconv.Itoa(year)) // a bad unit that says why
	}
	return u.reprice(func(base int) bool { return base == 0 }, year)
}

// Nominal returns the unit without its price base.
func (u Unit) Nominal() Unit {
	if _, real := u.PriceBase(); !real {
		return u
	}
	return u.reprice(func(base int) bool { return base != 0 }, 0)
}

// PriceBase returns the year at whose prices u is, and whether there is one.
func (u Unit) PriceBase() (year int, real bool) {
	powers, _ := u.powers()
	for _, name := range slices.Sorted(maps.Keys(powers)) {
		if _, base, ok := cutPrices(name); ok && base != 0 {
			return base, true
		}
	}
	return 0, false
}

// atPrices reports whether any factor of the unit has a price base.
func (u Unit) atPrices() bool {
	_, real := u.PriceBase()
	return real
}

// reprice gives the one currency that fits another price base, 0 for none.
func (u Unit) reprice(fits func(base int) bool, to int) Unit {
	powers, ok := u.powers()
	found := ""
	for name := range powers {
		if currency, base, ok := cutPrices(name); ok && isCurrency(currency) && fits(base) {
			if found != "" {
				return badUnit
			}
			found = name
		}
	}
	if !ok || found == "" {
		return badUnit
	}
	currency, _, _ := cutPrices(found)
	if to != 0 {
		currency += "@" + strconv.Itoa(to)
	}
	n := powers[found]
	delete(powers, found)
	powers[currency] += n
	return write(powers)
}

// cutPrices splits KRW@2019 into KRW and 2019; of a name without a price base the year
// is 0. It is false for what is no name of a factor.
func cutPrices(name string) (string, int, bool) {
	currency, base, real := strings.Cut(name, "@")
	if !real {
		return name, 0, true
	}
	year, err := strconv.Atoi(base)
	if err != nil || year < MinYear || year > MaxYear || strconv.Itoa(year) != base || !isCurrency(currency) {
		return name, 0, false
	}
	return currency, year, true
}

// counted is the unit as it stands behind a number as written: 1 person, 12 months. Only a
// unit of small letters that is likely to be an English word has a plural, of its last
// word: 2 flight_hours, but 5 kg.
func (u Unit) counted(number string) string {
	const short = 4 // letters, below which a word may be an abbreviation
	name := string(u)
	word := name[strings.LastIndexByte(name, '_')+1:]
	switch {
	case strings.TrimPrefix(number, "-") == "1", strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "":
		return name
	case word == "day", word == "ton":
		return name + "s"
	case len(word) < short, !strings.ContainsAny(word, "aeiou"), slices.Contains(unchanging, word):
		return name
	case strings.HasSuffix(word, "y") && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return strings.TrimSuffix(name, "y") + "ies"
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "z"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return name + "es"
	case strings.HasSuffix(word, "s"): // in the plural already
		return name
	}
	return name + "s"
}

// unchanging are words of counts and currencies that have no plural of their own.
var unchanging = []string{"aircraft", "staff", "personnel", "percent", "yuan", "baht", "rand"}

// named is the unit for error messages, where a ratio needs a name too.
func (u Unit) named() string {
	if u == Ratio {
		return "a ratio"
	}
	return abbreviate(string(u))
}

// fault says what is wrong with a unit that is not valid, and what may be meant.
func (u Unit) fault() error {
	words := "no unit is called that; write a unit such as KRW, person, KRW/person or KRW@2019, or one word of your own such as vessel"
	switch meant := u.meant(); {
	case u == badUnit:
		words = "not a unit: prices are of one nominal currency, and powers of a factor go up to " + strconv.Itoa(maxPower)
	case meant != Ratio:
		words = "no unit is called that; did you mean " + string(meant) + "?"
	case u == "%":
		words = "no unit is called that; a percentage is a number such as 5%, and its unit is Ratio"
	case strings.Contains(string(u), "@"):
		words = "no unit is called that; only a currency is at the prices of a year, from " + strconv.Itoa(MinYear) + " to " + strconv.Itoa(MaxYear) + ", such as KRW@2019"
	}
	return told{ErrUnit, words}
}

// meant is the unit that a text which is not one may stand for, the ratio if none: signs
// for currencies, and factors in other words, another order or with spaces between.
func (u Unit) meant() Unit {
	if len(u) > maxName {
		return Ratio
	}
	// Some signs are of several currencies: the most common is told.
	text := strings.NewReplacer("US$", "USD", "$", "USD", "€", "EUR", "£", "GBP", "¥", "JPY", "￥", "JPY", "₩", "KRW", "￦", "KRW", "₹", "INR",
		"²", "^2", "³", "^3", " per ", "/", "*", "·", "×", "·").Replace(string(u))
	var meant Unit
	for i, over := range strings.Split(text, "/") {
		for factor := range strings.SplitSeq(over, "·") {
			f := Unit(strings.TrimSpace(factor))
			switch {
			case i == 0 && f == "1":
			case !f.valid() || f == Ratio:
				return Ratio
			case i == 0:
				meant = meant.Times(f)
			default:
				meant = meant.Per(f)
			}
		}
	}
	if meant == badUnit || meant == u {
		return Ratio
	}
	return meant
}

// valid reports whether u is written as Per and Times write it.
func (u Unit) valid() bool {
	_, ok := u.powers()
	return ok
}

// combine adds the powers of v, times sign, to those of u. Of a bad unit it
// makes a bad unit.
func (u Unit) combine(v Unit, sign int) Unit {
	powers, ok := u.powers()
	other, ok2 := v.powers()
	if !ok || !ok2 {
		return badUnit
	}
	for name, n := range other {
		powers[name] += sign * n
		if m := powers[name]; m > maxPower || m < -maxPower {
			return badUnit
		}
	}
	return write(powers)
}

// badUnit is not a unit, and stays none under every operation.
const badUnit Unit = "?"

// maxPower bounds the power of a factor, and maxName the length of a name.
const (
	maxPower = 99
	maxName  = 128
)

// powers splits "KRW·month/person^2" into {KRW: 1, month: 1, person: -2}. It takes
// a unit only as it is written, in one way.
func (u Unit) powers() (map[string]int, bool) {
	powers := map[string]int{}
	if u == Ratio {
		return powers, true
	}
	if len(u) > 16*maxName {
		return nil, false
	}
	over, under, found := strings.Cut(string(u), "/")
	parts := strings.Split(over, "·")
	if over == "1" {
		parts = nil
	}
	if found {
		for p := range strings.SplitSeq(under, "/") {
			parts = append(parts, "/"+p)
		}
	}
	for _, p := range parts {
		name, divides := strings.CutPrefix(p, "/")
		n := 1
		if base, power, ok := strings.Cut(name, "^"); ok {
			k, err := strconv.Atoi(power)
			if err != nil || k < 2 || k > maxPower {
				return nil, false
			}
			name, n = base, k
		}
		if divides {
			n = -n
		}
		plain, _, ok := cutPrices(name)
		if !ok || !isIdentifier(plain) || powers[name] != 0 {
			return nil, false
		}
		powers[name] = n
	}
	return powers, write(powers) == u
}

func write(powers map[string]int) Unit {
	var over, under []string
	for _, name := range slices.Sorted(maps.Keys(powers)) {
		n := powers[name]
		if n == 0 {
			continue
		}
		to := &over
		if n < 0 {
			to, n = &under, -n
		}
		if n > 1 {
			name += "^" + strconv.Itoa(n)
		}
		*to = append(*to, name)
	}
	text := strings.Join(over, "·")
	if len(under) > 0 {
		if text == "" {
			text = "1"
		}
		text += "/" + strings.Join(under, "/")
	}
	return Unit(text)
}

// isIdentifier reports whether s is a Go identifier of ASCII letters, digits and underscores.
func isIdentifier(s string) bool {
	if s == "" || len(s) > maxName || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for _, c := range s {
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// isName reports whether s is an identifier or several joined by dots, no keyword of
// Go, and not "none".
func isName(s string) bool {
	if len(s) > maxName {
		return false
	}
	if s == "none" { // in formulas as text, that a line has ended
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if !isIdentifier(part) || token.IsKeyword(part) {
			return false
		}
	}
	return true
}
