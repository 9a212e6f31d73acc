package recompute

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// unit is the powers of its factors: KRW/person is KRW to the 1 and person to the -1.
type unit map[string]int

// readUnit takes a unit as it is written, in one way: "KRW·month/person^2", "1/USD".
func readUnit(text string) (unit, error) {
	u := unit{}
	if text == "" {
		return u, nil
	}
	bad := fmt.Errorf("unit %s is none", quoted(text))
	if len(text) > 4096 {
		return nil, bad
	}
	over, under, divided := strings.Cut(text, "/")
	add := func(factor string, sign int) bool {
		name, power, raised := strings.Cut(factor, "^")
		n := 1
		if raised {
			n, _ = strconv.Atoi(power)
		}
		u[name] += sign * n
		plain, year, prices := strings.Cut(name, "@")
		if prices {
			n, _ := strconv.Atoi(year)
			prices = n < 1 || n > 9999 || strconv.Itoa(n) != year
		}
		return identifier(plain) && !prices && n >= 1 && n <= 99
	}
	if over != "1" {
		for factor := range strings.SplitSeq(over, "·") {
			if !add(factor, 1) {
				return nil, bad
			}
		}
	}
	if divided {
		for factor := range strings.SplitSeq(under, "/") {
			if !add(factor, -1) {
				return nil, bad
			}
		}
	}
	if u.String() != text {
		return nil, bad
	}
	return u, nil
}

// String writes the unit: factors by name, what divides behind.
func (u unit) String() string {
	var over, under []string
	for _, name := range slices.Sorted(maps.Keys(u)) {
		n := u[name]
		factor := name
		if n > 1 || n < -1 {
			factor += "^" + strconv.Itoa(max(n, -n))
		}
		switch {
		case n > 0:
			over = append(over, factor)
		case n < 0:
			under = append(under, factor)
		}
	}
	text := strings.Join(over, "·")
	if len(under) > 0 {
		if text == "" {
			text = "1"
		}
		text += "/" + strings.Join(under, "/")
	}
	return text
}

// times returns the product with v to the power of sign.
func (u unit) times(v unit, sign int) unit {
	w := maps.Clone(u)
	for name, n := range v {
		if w[name] += sign * n; w[name] == 0 {
			delete(w, name)
		}
	}
	return w
}

func (u unit) equal(v unit) bool { return maps.Equal(u, v) }
