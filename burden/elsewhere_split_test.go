package burden_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// Allocations that money libraries were reported to get wrong, or that their users
// expected otherwise. The expectations are those of the reports.
func TestAllocationsReportedElsewhere(t *testing.T) {
	for _, c := range []struct {
		source, total, members, want string
		change                       func(*burden.Split)
	}{
		// M. Fowler, Patterns of Enterprise Application Architecture (2002), Money:
		// 5 cents at 3 to 7 in order are 2 and 3.
		{"Fowler, Money", "0.05", "a 3, b 7", "0.02 0.03", firstGetsIt},
		{"moneyphp/money#436: nothing to a ratio of 0", "0.05", "a 0, b 7, c 3", "0 0.04 0.01", nil},
		{"moneyphp/money#466: less to share than members", "0.01", "a 1, b 1", "0.01 0", nil},
		{"moneyphp/money#492: the cent goes to whom it is nearer", "99.99", "a 75, b 25", "74.99 25.00", nil},
		{"moneyphp/money#492: one cent", "0.01", "a 33, b 66", "0 0.01", nil},
		{"RubyMoney/money#652: positive", "10.00", "a 0.6667, b 0.3333", "6.67 3.33", nil},
		{"RubyMoney/money#652: negative is the mirror", "-10.00", "a 0.6667, b 0.3333", "-6.67 -3.33", nil},
		{"Rhymond/go-money#106: small and negative", "-0.02", "a 1, b 1, c 1", "-0.01 -0.01 0", nil},
		{"Rhymond/go-money#123: nothing to share", "0", "a 1, b 1", "0 0", nil},
		{"ex-money/money#173: no negative remainder", "200", "a 1, b 1, c 1", "66.67 66.67 66.66", nil},
		{"macor161/ts-money#5", "299.00", "a 265.09, b 0, c 33.91", "265.09 0 33.91", nil},
		{"dinerojs/dinero.js#144", "10.03", "a 49, b 51", "4.91 5.12", nil},
		{"dinerojs/dinero.js#776", "0.05", "a 100, b 101, c 100, d 100", "0.01 0.02 0.01 0.01", nil},
		// 601.8, 0, 100.3 and 300.9 cents.
		{"dinerojs/dinero.js#85: nothing to a ratio of 0", "10.03", "a 60, b 0, c 10, d 30", "6.02 0 1.00 3.01", nil},
		{"Shopify/money#175", "0.05", "a 45, b 55", "0.02 0.03", nil},
		{"brick/money#45", "10.00", "a 45, b 20, c 34", "4.55 2.02 3.43", nil},
	} {
		change := c.change
		if change == nil {
			change = func(*burden.Split) {}
		}
		s := dues(c.total, c.members, change)
		t.Log(c.source)
		wantShares(t, c.want, projectionOf(t, modelOf(t, s), 2020, 2020), s, 2020)
	}
	// go-money shares nothing among ratios that are all zero; here that is an error.
	_, err := modelOf(t, dues("1", "a 0, b 0")).Project(2020, 2020)
	assert.True(t, errors.Is(err, burden.ErrDivisionByZero), err)
}

// RubyMoney/money#1033: of 7002.73 a cent was lost among weights with 16 digits. By
// fractions, the cents due are 61564.77, 60953.62 and 52091.50, so the eight that are
// left go to the eight largest remainders. (There they go round from the first.)
func TestNoCentIsLost(t *testing.T) {
	members := strings.Repeat("w 1.1818583143661,", 7) + "w 1.170126087450276," + strings.Repeat("w 1.0,", 4)
	members = strings.TrimSuffix(members, ",")
	for key := range strings.SplitSeq("a b c d e f g h i j k l", " ") {
		members = strings.Replace(members, "w ", key+" ", 1)
	}
	s := dues("7002.73", members)
	p := projectionOf(t, modelOf(t, s), 2020, 2020)
	wantShares(t, strings.Repeat("615.65 ", 7)+"609.54"+strings.Repeat(" 520.91", 4), p, s, 2020)
}

// varunsrin/rusty_money#103: 613 among 98, 92, 98, 123, 102 and 92 came out otherwise in
// another order. By hand, of 605: 99.30, 93.22, 99.30, 124.63, 103.35 and 93.22; the
// quanta left go to 124.63 and 103.35.
func TestOrderOfMembersDoesNotMatter(t *testing.T) {
	for members, want := range map[string]string{
		"a 98, b 92, c 98, d 123, e 102, f 92": "99 93 99 125 104 93",
		"d 123, e 102, a 98, c 98, b 92, f 92": "125 104 99 99 93 93",
	} {
		s := dues("613", members, quantumOf("1"))
		wantShares(t, want, projectionOf(t, modelOf(t, s), 2020, 2020), s, 2020)
	}
}
